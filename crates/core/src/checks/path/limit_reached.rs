//! `path.limit-reached`: the search for a path was ended by a limit.

use super::told;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::{FaultKind, PathVerdict, State};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.limit-reached",
    title: "The search for a path was ended by a limit",
    brief: "search stopped",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("GHSA-fh2r-99q2-6mmg", ""), Citation::practice("RFC 4158", "2.4.2")],
    rationale: "Many CAs of one name can be arranged so that the number of paths explodes. The search stops at a limit; what lies \
                beyond it was not looked at.",
    remedy: "Give only the certificates that belong to this chain.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let (Some(limit), Some(target)) = (verdict.limit, view.bundle.item(verdict.target)) else {
        return told(view, verdict, FaultKind::LimitReached, &CHECK);
    };
    if verdict.state() == State::Accepted {
        return Outcome::NotApplicable("a path was accepted before the limit");
    }
    let name = view.name(target);
    let message = format!(
        "The search for a path from {name} to the CA stopped after {} {}.",
        limit.allowed, limit.what
    );
    CHECK.finding(target.location(), Actor::You, message).into()
}
