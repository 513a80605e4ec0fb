//! `encoding.limit-reached`: more input than is read.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.limit-reached",
    title: "Not everything was read",
    brief: "not all read",
    severity: Severity::Error,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("Countersign's limits", "")],
    rationale: "Limits keep hostile or mistaken input from taking all memory and time. What was not read was not judged either.",
    remedy: "Check the file in smaller parts.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    let file = view.file(artifact);
    let limit = intake.irregularities.iter().find_map(|irregularity| match irregularity {
        Irregularity::TooLarge(bytes) => {
            Some(format!("{file} has {bytes} bytes; at most {} are read.", view.policy.limits.artifact_bytes))
        }
        Irregularity::TooManyBlocks(_) => Some(format!(
            "{file} goes past the {} objects that are read in one inspection.",
            view.policy.limits.blocks
        )),
        _ => None,
    });
    let unverified = view.bundle.not_verified.contains(&artifact).then(|| {
        format!(
            "{file} has objects whose own keys and signatures were not looked at: of {} signatures and {} bytes of RSA keys they are, in one inspection.",
            view.policy.limits.own_signatures, view.policy.limits.moduli_bytes
        )
    });
    limit.or(unverified).map_or(Outcome::Passed, |message| {
        CHECK.finding(Location::artifact(artifact), Actor::You, message).into()
    })
}
