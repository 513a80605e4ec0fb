//! `encoding.base64-inside`: objects or PEM texts are base64 within another text, as in a Secret of Kubernetes.

use super::repaired;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.base64-inside",
    title: "It lies in base64 within another text",
    brief: "base64 within text",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("Kubernetes Secret, field data", "")],
    rationale: "Kubernetes keeps the values of a Secret in base64, and mails their attachments. Countersign decodes them; servers and \
                CAs want the file itself.",
    remedy: "Nothing needs to be done for Kubernetes; for others, decode the value (base64 -d) into a file.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    repaired(
        view,
        artifact,
        &CHECK,
        |one| matches!(one, Irregularity::Base64Inside),
        "holds objects in base64, as a Secret of Kubernetes does",
    )
}
