//! `encoding.trailing-bytes`: something follows a DER object.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.trailing-bytes",
    title: "Bytes follow after the end",
    brief: "bytes at the end",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("X.690", "10.1"), Citation::practice("OpenSSL d2i", "")],
    rationale: "A DER object says how long it is. What follows belongs to nothing, is not covered by any signature, and makes \
                strict readers refuse the file.",
    remedy: "Ask for the file again, sent as an attachment or in an archive.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    let trailing = intake.irregularities.iter().find_map(|irregularity| match irregularity {
        Irregularity::TrailingBytes(count) => Some(*count),
        _ => None,
    });
    let Some(count) = trailing else { return Outcome::Passed };
    let end = view.artifacts.get(artifact).map_or(0, |artifact| artifact.bytes().len());
    let location = Location::artifact(artifact).with_text(end - count..end);
    let message = format!("{} has {count} bytes after the end of its last object.", view.file(artifact));
    CHECK.finding(location, Actor::You, message).into()
}
