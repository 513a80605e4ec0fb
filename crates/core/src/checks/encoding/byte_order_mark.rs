//! `encoding.byte-order-mark`: a UTF-8 byte-order mark in front of the first BEGIN line.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.byte-order-mark",
    title: "An invisible byte-order mark stands in front",
    brief: "byte-order mark",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3"), Citation::practice("OpenSSL PEM_read", "")],
    rationale: "Windows editors put three invisible bytes in front of a text. Tools that look for BEGIN at the start of a line \
                then find nothing.",
    remedy: "Save the file again as plain ASCII or as UTF-8 without a byte-order mark.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    if intake.blocks.is_empty() || !intake.irregularities.contains(&Irregularity::ByteOrderMark) {
        return Outcome::Passed;
    }
    let message = format!("{} begins with a UTF-8 byte-order mark.", view.file(artifact));
    CHECK.finding(Location::artifact(artifact).with_text(0..3), Actor::You, message).into()
}
