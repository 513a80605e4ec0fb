//! `certificate.expires-soon`: it ends within the days to warn.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.expires-soon",
    title: "The certificate expires soon",
    brief: "expires soon",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 5280", "4.1.2.5")],
    rationale: "Replacing a certificate takes both teams and, for devices, a roll-out. It works until its last second and not one \
                longer.",
    remedy: "Issue the next one now, and agree on a day to change it.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let (at, not_after) = (view.policy.at, certificate.validity.not_after);
    if at > not_after {
        return Outcome::Blocked("certificate.not-after-passed");
    }
    let days = not_after.days_since(at);
    if days >= i64::from(view.policy.warn_days) {
        return Outcome::Passed;
    }
    let message = format!("{} ends on {}, in {days} days.", view.name(item), not_after.day_words());
    CHECK
        .finding(item.field("tbsCertificate.validity.notAfter"), view.provider(item), message)
        .evidence("valid until", not_after.rfc3339())
        .into()
}
