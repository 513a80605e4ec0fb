//! `certificate.other-than-expected`: it is not the certificate that it should be.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Actor, Finding, Outcome, Severity, shown};

pub(super) static CHECK: Check = Check {
    code: "certificate.other-than-expected",
    title: "It is another certificate than the one in hand",
    brief: "another one",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("nginx ssl_certificate", "")],
    rationale: "Programs read their certificate when they start and keep it: one that was not told to load the new file goes on with \
                the old one until that ends, and another server behind the same name may have been forgotten.",
    remedy: "Put the new certificate where the server reads it, let the server load it again, and look again.",
    tasks: &[Task::Verify],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some(expected) = view.policy.expected.as_ref().filter(|_| verdict.purpose == view.policy.purpose)
    else {
        return Outcome::NotApplicable("no other certificate was given to compare it with");
    };
    let Some(item) = view.bundle.item(verdict.target) else {
        return Outcome::NotApplicable("there is no certificate");
    };
    let (Some(seen), Ok(wanted)) = (item.certificate(), Certificate::from_der(&expected.der)) else {
        return Outcome::NotApplicable("one of the two can't be read");
    };
    if seen.der == wanted.der {
        return Outcome::Passed;
    }
    finding(view, item, seen, &wanted, &shown(&expected.name)).into()
}

fn finding(view: &View<'_>, item: &Item, seen: &Certificate, wanted: &Certificate, name: &str) -> Finding {
    let is_older = seen.validity.not_before < wanted.validity.not_before;
    let which = if is_older { "an older certificate than" } else { "another certificate than" };
    let key = if seen.subject_public_key_info.plain_der() == wanted.subject_public_key_info.plain_der() {
        "the same key"
    } else {
        "another key"
    };
    let message = format!("{} has {which} {name}, with {key}.", view.file(item.artifact));
    CHECK
        .finding(item.location(), Actor::TeamA, message)
        .evidence("seen", words(seen))
        .evidence("in hand", words(wanted))
}

fn words(certificate: &Certificate) -> String {
    let validity = &certificate.validity;
    let (from, to) = (validity.not_before.day_words(), validity.not_after.day_words());
    format!("{}, number {}, {from} to {to}", certificate.subject.short(), certificate.serial_hex())
}
