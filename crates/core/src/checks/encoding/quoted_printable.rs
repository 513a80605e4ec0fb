//! `encoding.quoted-printable`: the text is encoded as mail is sent.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.quoted-printable",
    title: "The text is encoded as mail is sent",
    brief: "mail encoding",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3"), Citation::must("RFC 2045", "6.7")],
    rationale: "Mail carries = as =3D and breaks long lines. Countersign undoes it; in base64, where = stands at the end, other tools stumble.",
    remedy: "Save the attachment by the mail program, and not the source of the message.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::QuotedPrintable),
        "is quoted-printable, as mail is sent",
    )
}
