//! `handoff.file-missing`: a file without which the answer stays open.

use crate::bundle::{Item, Role, SLOTS, Slot};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::{Task, Team};
use crate::report::{Actor, Finding, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "handoff.file-missing",
    title: "A file is missing",
    brief: "missing",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 8446", "4.4.2")],
    rationale: "The server needs its private key, its certificate and the CA; the device needs its own three. What is not here could \
                not be judged, and \"not judged\" is never \"passed\".",
    remedy: "Add the file, or say whose files these are (--as TEAM).",
    tasks: &[Task::Check],
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    if view.bundle.items.iter().all(|item| item.role == Role::Unrecognized) {
        return Outcome::Blocked("handoff.nothing-to-judge");
    }
    let missing = SLOTS
        .iter()
        .filter(|slot| is_needed(view, slot.role) && view.bundle.with_role(slot.role).next().is_none());
    Outcome::from_findings(missing.map(|slot| finding(view, slot)).collect())
}

/// Each team needs its own three; without a team, every side of which something is here needs its key and certificate.
/// Requests are never needed: they only show what was asked for. The CA is `path.anchor-missing`.
fn is_needed(view: &View<'_>, role: Role) -> bool {
    let is_key = matches!(role, Role::ServerKey | Role::ClientKey);
    if is_key && role.side().is_some_and(|side| view.policy.is_key_elsewhere(side, view.bundle)) {
        return false;
    }
    match view.policy.side {
        Some(Team::TeamA) => matches!(role, Role::ServerKey | Role::ServerCertificate),
        Some(Team::TeamB) => matches!(role, Role::ClientKey | Role::ClientCertificate),
        None => {
            let any_client =
                view.bundle.items.iter().any(|item| item.role.side() == Some(crate::bundle::Side::Client));
            match role {
                Role::ServerKey | Role::ServerCertificate => true,
                Role::ClientKey | Role::ClientCertificate => any_client,
                _ => false,
            }
        }
    }
}

fn finding(view: &View<'_>, slot: &Slot) -> Finding {
    if let Some(impostor) = impostor(view, slot) {
        let (name, held) = (view.name(impostor), impostor.parsed.kind().words());
        let message = format!("{name} should be the {}, but holds a {held}.", slot.role.words());
        let remedy = format!("Send the {} itself; this file is something else.", slot.role.words());
        let location = Location { field: slot.role.code().to_owned(), ..impostor.location() };
        return CHECK.finding(location, slot.role.provider().into(), message).remedy(remedy);
    }
    let message = format!(
        "The {} ({}) is not here, so what depends on it was not judged.",
        slot.role.words(),
        slot.file
    );
    let location = Location { field: slot.role.code().to_owned(), ..Location::artifact(0) };
    CHECK.finding(location, Actor::You, message).remedy(remedy(view, slot))
}

/// The file that has the slot's usual name, and holds something else.
fn impostor<'a>(view: &View<'a>, slot: &Slot) -> Option<&'a Item> {
    let named = |item: &&Item| {
        let name = view.artifacts.get(item.artifact).map_or("", |artifact| artifact.file_name());
        let same_kind = slot.role.kind() == Some(item.parsed.kind());
        name.eq_ignore_ascii_case(slot.file) && item.role != Role::Unrecognized && !same_kind
    };
    let mut found = view.bundle.items.iter().filter(named);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn remedy(view: &View<'_>, slot: &Slot) -> String {
    let owner = slot.role.side().map_or(Team::TeamB, |side| side.team());
    match (view.policy.side, slot.role) {
        (None, Role::ServerKey | Role::ClientKey) => {
            let other = if owner == Team::TeamA { "team-b" } else { "team-a" };
            let (owner, keeper) = (owner.words(), owner.other().words());
            format!(
                "If you are {owner}, add it. If you are {keeper}, it must not be here: say that {keeper} asks (--as {other})."
            )
        }
        (_, role) => format!("Add the {}; {} provides it.", role.words(), role.provider().words()),
    }
}
