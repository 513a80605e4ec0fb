//! `encoding.mail-quoting`: a mail program quoted the text.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.mail-quoting",
    title: "The text is quoted as in a reply",
    brief: "quoted mail",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3"), Citation::practice("RFC 3676", "4.5")],
    rationale: "In a reply, mail programs put > before each line. Countersign takes it off; other tools find no BEGIN line.",
    remedy: "Send the file as an attachment, and not in the text of a mail.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::MailQuoting),
        "has > before its lines, as mail programs quote",
    )
}
