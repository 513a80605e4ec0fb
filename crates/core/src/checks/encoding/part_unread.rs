//! `encoding.part-unread`: something beside the PEM blocks that is no explanation for people.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.part-unread",
    title: "Part of the file was not read",
    brief: "part not read",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "2")],
    rationale: "A block begins and ends with five hyphens, a keyword and its name. One hyphen lost, and every program passes over \
                what lies between, be it the CA that is looked for or a private key that nobody should have sent. The same goes for \
                binary data that stands beside the blocks.",
    remedy: "Have the file sent again, as it was made; or split it, one object a file.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    let name = view.file(artifact);
    let found = intake.irregularities.iter().filter_map(|irregularity| {
        let (offset, message) = match irregularity {
            Irregularity::BinaryOutside(offset) => {
                (*offset, format!("{name} has binary data beside its blocks, at byte {offset}, that was not read."))
            }
            Irregularity::BoundaryDamaged(offset) => (
                *offset,
                format!(
                    "{name} has a damaged BEGIN or END line at byte {offset}; what belongs to it was not read."
                ),
            ),
            _ => return None,
        };
        let location = Location::artifact(artifact).with_text(offset..offset + 1);
        Some(CHECK.finding(location, Actor::You, message))
    });
    Outcome::from_findings(found.collect())
}
