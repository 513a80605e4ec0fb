//! `custody.ca-key-present`: the CA's private key lies among the files.

use crate::bundle::{Custody, Item, Role, custody_of};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Kind;
use crate::policy::{Task, Team};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "custody.ca-key-present",
    title: "The CA's private key is among the files",
    brief: "keep it away",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("NIST SP 800-57 part 1", "8.2"),
        Citation::must("CA/Browser Forum Baseline Requirements", "6.2"),
    ],
    rationale: "With the CA's key anyone can make certificates that server and devices trust, for any name. It stays with the CA, \
                away from the files that the teams exchange.",
    remedy: "If it has left Team B's house, treat the CA as broken: make a new CA and issue everything again. Otherwise move the \
             key away from these files.",
    tasks: &[Task::Check, Task::Inspect],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if item.parsed.kind() != Kind::PrivateKey || item.role != Role::CaKey {
        return Outcome::NotApplicable("it is not the CA's key");
    }
    let Some(artifact) = view.artifacts.get(item.artifact) else { return Outcome::Passed };
    let name = view.name(item);
    match custody_of(artifact, view.policy) {
        Custody::Team(Team::TeamB) => Outcome::NotApplicable("Team B runs the CA and may hold its key"),
        Custody::Team(Team::TeamA) => {
            let message = format!("{name} is the CA's private key, in Team A's hands.");
            CHECK.finding(item.location(), Actor::TeamB, message).severity(Severity::Blocker).into()
        }
        Custody::Shared => {
            let message = format!("{name} is the CA's private key, in a folder that both teams share.");
            CHECK.finding(item.location(), Actor::TeamB, message).severity(Severity::Blocker).into()
        }
        Custody::Unknown => {
            CHECK.finding(item.location(), Actor::TeamB, format!("{name} is the CA's private key.")).into()
        }
    }
}
