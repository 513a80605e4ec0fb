//! `encoding.missing-end-line`: the END line was lost, and nothing else.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.missing-end-line",
    title: "The END line is missing",
    brief: "no END line",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3")],
    rationale: "The last line was not copied. What stands before it is whole, so Countersign reads it; other tools do not.",
    remedy: "Add the line that begins with -----END and names what BEGIN names.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::MissingEndLines(_)),
        "has a block without its END line, which is whole all the same",
    )
}
