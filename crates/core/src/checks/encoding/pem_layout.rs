//! `encoding.pem-layout`: the lines of a block stand so that other programs do not find or read it.

use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::intake::Irregularity;
use crate::report::{Actor, Location, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.pem-layout",
    title: "The PEM text is laid out so that programs pass over it",
    brief: "wrong layout",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 7468", "3"), Citation::practice("OpenSSL PEM_read", "")],
    rationale: "BEGIN and END stand on lines of their own, with nothing before or behind them, and no line between them is empty. \
                Countersign reads more than that; OpenSSL, and what is built on it, says that there is nothing in the file.",
    remedy: "Write the file anew with `countersign inspect --repair --output FILE`, or have it sent again as an attachment.",
    tasks: EVERY_TASK,
    scope: Scope::Artifact(run),
};

fn run(view: &View<'_>, artifact: usize) -> Outcome {
    let Some(intake) = view.bundle.intakes.get(artifact) else {
        return Outcome::NotApplicable("nothing was read");
    };
    let found = intake.irregularities.iter().find_map(|irregularity| match irregularity {
        Irregularity::Layout(start, why) => Some((*start, *why)),
        _ => None,
    });
    let Some((start, why)) = found else { return Outcome::Passed };
    let item = view.bundle.items_of(artifact).first();
    let who = item.map_or(Actor::You, |item| view.provider(item));
    let name = view.file(artifact);
    let message = format!("{name} holds a block, at byte {start}, that {why}.");
    CHECK.finding(Location::artifact(artifact).with_text(start..start + 1), who, message).into()
}
