//! `key.limit-reached`: more private keys than one inspection opens.

use crate::bundle::Item;
use crate::checks::{ABOUT_KEYS, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{KeyState, PrivateKey};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.limit-reached",
    title: "Not every private key was opened",
    brief: "not opened",
    severity: Severity::Error,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("Countersign's limits", "")],
    rationale: "Working out the public half of a private key takes time, and a file of thousands would take all of it. What was \
                not opened was not judged either.",
    remedy: "Check the keys in smaller parts.",
    tasks: ABOUT_KEYS,
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    let KeyState::NotReached(limit) = key.state else { return Outcome::Passed };
    let message = format!(
        "{} was not opened: {limit} private keys are opened in one inspection (large ones count several times).",
        view.name(item)
    );
    CHECK.finding(item.location(), Actor::You, message).into()
}
