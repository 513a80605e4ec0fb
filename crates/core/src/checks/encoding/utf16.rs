//! `encoding.utf16`: text as UTF-16, which PEM never is.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.utf16",
    title: "The file is saved as UTF-16",
    brief: "saved as UTF-16",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3"), Citation::practice("OpenSSL PEM_read", "")],
    rationale: "Windows PowerShell and some editors save text with two bytes a character. Countersign reads it; almost every \
                CA, server and library sees only noise and reports that there is nothing in the file.",
    remedy: "Save the file again as plain ASCII (in PowerShell: Set-Content -Encoding ascii) and send that.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if intake.blocks.is_empty() || !intake.irregularities.contains(&Irregularity::Utf16) {
        return Outcome::Passed;
    }
    let item = view.bundle.items.iter().find(|item| item.artifact == artifact);
    let who = item.map_or(Actor::You, |item| view.provider(item));
    let message = format!("{} is UTF-16 text, which most tools can't read.", view.file(artifact));
    CHECK.finding(Location::artifact(artifact), who, message).into()
}
