//! `handoff.file-missing`: a file without which the answer stays open.

use crate::bundle::{Role, SLOTS, Slot};
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
    remedy: "Add the file, or say with --as whose files these are.",
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
    let message = format!(
        "The {} ({}) is not here, so what depends on it could not be judged.",
        slot.role.words(),
        slot.file
    );
    let owner = slot.role.side().map_or(Team::TeamB, |side| side.team());
    let remedy = match (view.policy.side, slot.role) {
        (None, Role::ServerKey | Role::ClientKey) => {
            let other = if owner == Team::TeamA { "team-b" } else { "team-a" };
            format!(
                "If you are {}, add it. If you are {}, it must not be here: say --as {other}.",
                owner.words(),
                owner.other().words()
            )
        }
        (_, role) => format!("Add the {}; {} provides it.", role.words(), role.provider().words()),
    };
    CHECK.finding(Location::artifact(0), Actor::You, message).remedy(remedy)
}
