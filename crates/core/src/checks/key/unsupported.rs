//! `key.unsupported`: a private key of a type that is not known here.

use crate::bundle::Item;
use crate::checks::{ABOUT_KEYS, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{KeyState, PrivateKey};
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.unsupported",
    title: "This type of key is not supported",
    brief: "not supported",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 8446", "4.2.3")],
    rationale: "Its public half could not be worked out, so nobody can say here whether it belongs to a certificate. TLS peers may \
                or may not support the type.",
    remedy: "Compare it with the certificate by the tool that made it, or use an RSA, P-256, P-384 or Ed25519 key.",
    tasks: ABOUT_KEYS,
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    let KeyState::Unsupported(what) = &key.state else { return Outcome::Passed };
    let message = format!("{} is a private key of a type that is not supported: {what}.", view.name(item));
    CHECK.finding(item.location(), Actor::You, message).into()
}
