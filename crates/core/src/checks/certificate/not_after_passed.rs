//! `certificate.not-after-passed`: its time is over.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.not-after-passed",
    title: "The certificate has expired",
    brief: "expired",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.1.2.5"), Citation::must("RFC 5280", "6.1.3")],
    rationale: "A certificate is valid from its first to its last second, both included. After that every peer refuses it.",
    remedy: "Issue a new certificate; the request and the key may stay the same.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let (at, not_after) = (view.policy.at, certificate.validity.not_after);
    if at <= not_after {
        return Outcome::Passed;
    }
    let message = format!(
        "{} ended on {}, {} ago.",
        view.name(item),
        not_after.day_words(),
        crate::report::days(at.days_since(not_after))
    );
    CHECK
        .finding(item.field("tbsCertificate.validity.notAfter"), view.provider(item), message)
        .evidence("valid until", not_after.rfc3339())
        .evidence("judged at", at.rfc3339())
        .into()
}
