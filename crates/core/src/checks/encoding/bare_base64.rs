//! `encoding.bare-base64`: base64 without BEGIN and END lines.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.bare-base64",
    title: "The BEGIN and END lines are missing",
    brief: "no BEGIN line",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "2")],
    rationale: "Text copied from a form or a mail often loses the lines around the base64. Servers and tools find the object \
                by those lines and will say that there is no certificate in the file.",
    remedy: "Put the BEGIN and END lines back around the text, or ask for the original file.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if !intake.irregularities.contains(&Irregularity::BareBase64) {
        return Outcome::Passed;
    }
    let message = format!("{} is base64 text without BEGIN and END lines.", view.file(artifact));
    CHECK.finding(Location::artifact(artifact), Actor::You, message).into()
}
