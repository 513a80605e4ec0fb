//! `encoding.container-not-opened`: PKCS#7 and PKCS#12 are recognised and not opened yet.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, EVERY_TASK, Meaning, Scope, View};
use crate::model::Parsed;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.container-not-opened",
    title: "What is inside was not looked at",
    brief: "not opened",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5652", "5"), Citation::must("RFC 7292", "4")],
    rationale: "A container holds certificates, and a PKCS#12 store usually a private key too. This version names containers but \
                does not open them, so nothing is said of their content.",
    remedy: "Take the content out (openssl pkcs7 -print_certs, openssl pkcs12) and check that.",
    tasks: EVERY_TASK,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    if !matches!(item.parsed, Parsed::Pkcs7 | Parsed::Pkcs12) {
        return Outcome::NotApplicable("it is no container");
    }
    let message =
        format!("{} is a {}, whose content was not looked at.", view.name(item), item.parsed.kind().words());
    CHECK.finding(item.location(), Actor::You, message).into()
}
