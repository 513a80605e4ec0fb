//! `encoding.escaped-line-breaks`: line breaks are written as two characters.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.escaped-line-breaks",
    title: "Line breaks are written as \\n",
    brief: "escaped line breaks",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3")],
    rationale: "JSON and environment variables write a line break as a backslash and an n. Countersign undoes it; most tools find no BEGIN line that \
                ends.",
    remedy: "Write the value with real line breaks (printf '%b' does it) into a file, and send that.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::EscapedLineBreaks),
        "has its line breaks written as a backslash and an n",
    )
}
