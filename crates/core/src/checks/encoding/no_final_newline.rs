//! `encoding.no-final-newline`: the last line has no end.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.no-final-newline",
    title: "The last line has no line break",
    brief: "no line break",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("POSIX.1-2017", "3.206")],
    rationale: "The file is fine as it is. Once it is joined with another one (cat server.cer ca.pem), END and BEGIN land on one \
                line and most servers refuse the result.",
    remedy: "Add a line break at the end before joining it with other files.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if !intake.irregularities.contains(&Irregularity::NoFinalNewline) {
        return Outcome::Passed;
    }
    let message = format!("{} does not end with a line break.", view.file(artifact));
    CHECK.finding(Location::artifact(artifact), Actor::You, message).into()
}
