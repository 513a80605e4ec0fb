//! `custody.store-without-passphrase`: a PKCS#12 store holds a private key, and nothing keeps it closed.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::{Kind, Parsed};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "custody.store-without-passphrase",
    title: "The store has no passphrase",
    brief: "no passphrase",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 7292", "8")],
    rationale: "A PKCS#12 store carries a private key from one place to another. Without a passphrase, or with an empty one, \
                whoever comes by the file has the key.",
    remedy: "Write the store again with a passphrase (openssl pkcs12 -export), and send the passphrase another way.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let Parsed::Pkcs12(container) = &item.parsed else {
        return Outcome::NotApplicable("it is no PKCS#12 store");
    };
    let key = view.bundle.items_of(item.artifact).iter().find(|one| one.parsed.kind() == Kind::PrivateKey);
    let Some(key) = key.filter(|_| container.without_passphrase) else { return Outcome::Passed };
    let message = format!("{} holds a private key, and no passphrase protects it.", view.name(item));
    CHECK.finding(item.location(), view.provider(key), message).into()
}
