//! `custody.private-key-exposed`: a private key lies where it must not be.

use crate::bundle::{Custody, Item, Role, custody_of};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::intake::BlockForm;
use crate::model::Kind;
use crate::policy::{Task, Team};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "custody.private-key-exposed",
    title: "A private key is where it must not be",
    brief: "key exposed",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("NIST SP 800-57 part 1", "8.2"),
        Citation::practice("RFC 4211", "4"),
        Citation::must("CA/Browser Forum Baseline Requirements", "4.9.1"),
    ],
    rationale: "Whoever has a private key can pass for its owner, and nobody can see who has copied it. A private key never changes \
                hands: requests and certificates do. One that was sent, or that lies in a file meant to be sent, counts as known \
                to others.",
    remedy: "Treat this key as known to others: make a new key pair and request, have it signed, and have the old certificate \
             revoked. Delete the key from this file and from the mail that brought it.",
    tasks: &[Task::Check, Task::Inspect, Task::Match, Task::Verify],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if item.parsed.kind() != Kind::PrivateKey {
        return Outcome::NotApplicable("it is no private key");
    }
    match wrong_place(view, item) {
        None => Outcome::Passed,
        Some(why) => {
            let who = item.role.side().map_or(Actor::You, |side| side.team().into());
            let message = format!("{} {why}.", view.name(item));
            // Whatever shares the key has to be made again with it.
            let sharing = view.bundle.keys.sharing(item.id).iter().filter(|id| **id != item.id);
            sharing
                .filter_map(|id| view.bundle.item(*id))
                .fold(CHECK.finding(item.location(), who, message), |finding, other| {
                    finding.related(other.location())
                })
                .into()
        }
    }
}

/// Why the key must not be in this file or these hands: what the key's file is, as the rest of a sentence.
fn wrong_place(view: &View<'_>, item: &Item) -> Option<String> {
    let artifact = view.artifacts.get(item.artifact)?;
    // A PKCS#12 store is made to hold both; who may have it is asked below.
    let in_store = matches!(item.form, BlockForm::Inside(Kind::Pkcs12, _));
    if let Some(companion) = view.travelling_object(item.artifact).filter(|_| !in_store) {
        return Some(format!(
            "holds a private key beside a {}, in a file that is made to be passed on",
            companion.parsed.kind().words()
        ));
    }
    let ending = artifact.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if let Some(ending @ ("cer" | "crt" | "cert" | "csr" | "req" | "p7b" | "p7c" | "crl")) = ending.as_deref()
    {
        return Some(format!(
            "holds a private key, though its name ends in .{ending} like files that are passed on"
        ));
    }
    if item.role == Role::CaKey {
        return None; // custody.ca-key-present
    }
    match (custody_of(artifact, view.policy), item.role) {
        (Custody::Shared, _) => Some("holds a private key, in a folder that both teams share".to_owned()),
        (Custody::Team(Team::TeamA), Role::ClientKey) => {
            Some("is the client's private key, which only Team B may have; here it is in Team A's hands".to_owned())
        }
        (Custody::Team(Team::TeamB), Role::ServerKey) => {
            Some("is the server's private key, which only Team A may have; here it is in Team B's hands".to_owned())
        }
        (Custody::Team(Team::TeamA), Role::Stray) if view.policy.side.is_some() => Some(
            "is a private key that fits no server certificate and no server request here; Team A may hold the server's key \
             and no other"
                .to_owned(),
        ),
        _ => None,
    }
}
