//! `encoding.typographic-dashes`: an editor made dashes of the boundaries' hyphens.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.typographic-dashes",
    title: "Dashes stand where hyphens belong",
    brief: "wrong dashes",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3")],
    rationale: "Word processors and chats make long dashes of hyphens. Countersign reads them; every other tool finds no BEGIN line.",
    remedy: "Replace the dashes around BEGIN and END by five hyphens each, or send the file as an attachment.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::TypographicDashes),
        "has typographic dashes around BEGIN and END",
    )
}
