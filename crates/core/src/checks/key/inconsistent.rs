//! `key.inconsistent`: the parts of a private key contradict each other.

use crate::bundle::Item;
use crate::checks::{ABOUT_KEYS, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{KeyState, PrivateKey};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.inconsistent",
    title: "The private key contradicts itself",
    brief: "broken key",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[Citation::must("RFC 8017", "3.2"), Citation::must("RFC 5915", "3")],
    rationale: "A private key stores several numbers that must fit together. When they don't, the file was damaged or put together \
                wrongly; signatures made with it fail, and may even give the key away.",
    remedy: "Make a new key pair and a new request; a damaged key can't be repaired.",
    tasks: ABOUT_KEYS,
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    let KeyState::Inconsistent(reason) = &key.state else { return Outcome::Passed };
    let message =
        format!("{} holds a private key whose parts do not fit together: {reason}.", view.name(item));
    CHECK.finding(item.location(), view.provider(item), message).into()
}
