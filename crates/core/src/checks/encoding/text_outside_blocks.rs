//! `encoding.text-outside-blocks`: text around the PEM blocks.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.text-outside-blocks",
    title: "There is text outside the PEM blocks",
    brief: "text around it",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "5.2")],
    rationale: "Text before, between and after the blocks is explanation for people: nothing protects it and nothing reads it. \
                It may say something else than the object does.",
    remedy: "Nothing needs to be done; trust what Countersign reads from the blocks, not the text.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    let outside = intake.irregularities.iter().find_map(|irregularity| match irregularity {
        Irregularity::TextOutside(offset) => Some(*offset),
        _ => None,
    });
    let Some(offset) = outside else { return Outcome::Passed };
    let message = format!("{} has text outside its PEM blocks, first at byte {offset}.", view.file(artifact));
    CHECK.finding(Location::artifact(artifact).with_text(offset..offset + 1), Actor::You, message).into()
}
