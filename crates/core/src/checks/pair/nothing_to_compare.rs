//! `pair.nothing-to-compare`: a file without a key was given to `match`.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{KeyState, Parsed};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "pair.nothing-to-compare",
    title: "A file holds no key to compare",
    brief: "holds no key",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.1.2.7")],
    rationale: "Private keys, public keys, requests and certificates hold a key by which they can be told to belong together. Other \
                files hold none, so nothing can be said of them.",
    remedy: "Leave this file out, or give the key, request or certificate that was meant.",
    tasks: &[Task::Match],
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let closed = item.private_key().is_some_and(|key| {
        matches!(key.state, KeyState::Locked(..) | KeyState::NotReached(_) | KeyState::Unsupported(_))
    });
    let unread = matches!(item.parsed, Parsed::Malformed { .. } | Parsed::Unrecognized(_));
    // The objects in a container are compared, each for itself.
    let container = matches!(item.parsed, Parsed::Pkcs7(_) | Parsed::Pkcs12(_));
    if item.parsed.public_key().is_some() || closed || unread || container {
        return Outcome::NotApplicable("it has a key, or its own finding says why not");
    }
    let message = format!("{} is a {} and holds no key.", view.name(item), item.parsed.kind().words());
    CHECK.finding(item.location(), Actor::You, message).into()
}
