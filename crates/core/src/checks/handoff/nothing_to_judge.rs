//! `handoff.nothing-to-judge`: no certificate, request or key at all.

use crate::bundle::Role;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "handoff.nothing-to-judge",
    title: "There is nothing to judge",
    brief: "nothing here",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 8446", "4.4.2")],
    rationale: "An empty folder, or one with other things in it, is neither right nor wrong; so it does not pass.",
    remedy: "Give the folder or the files that hold the keys, requests and certificates.",
    tasks: EVERY_TASK,
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let understood = view.bundle.items.iter().any(|item| item.role != Role::Unrecognized);
    let target_missing = view.policy.task == Task::Verify && view.paths.is_empty();
    if understood && !target_missing {
        return Outcome::Passed;
    }
    let message = match view.policy.task {
        Task::Verify => "There is no readable certificate to verify.",
        _ => "There is no readable key, request or certificate here.",
    };
    CHECK.finding(Location::artifact(0), Actor::You, message).into()
}
