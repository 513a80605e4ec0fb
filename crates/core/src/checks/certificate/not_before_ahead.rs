//! `certificate.not-before-ahead`: its time has not come.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.not-before-ahead",
    title: "The certificate is not valid yet",
    brief: "not valid yet",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.1.2.5"), Citation::must("RFC 5280", "6.1.3")],
    rationale: "Before its first second every peer refuses it. A clock that is wrong on the CA or on the device looks the same.",
    remedy: "Wait for that day, or issue it again with an earlier beginning; compare the clocks of CA, server and device.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let (at, not_before) = (view.policy.at, certificate.validity.not_before);
    if at >= not_before {
        return Outcome::Passed;
    }
    let days = not_before.days_since(at);
    let message =
        format!("{} begins to be valid on {}, in {days} days.", view.name(item), not_before.day_words());
    CHECK
        .finding(item.field("tbsCertificate.validity.notBefore"), view.provider(item), message)
        .evidence("valid from", not_before.rfc3339())
        .evidence("judged at", at.rfc3339())
        .into()
}
