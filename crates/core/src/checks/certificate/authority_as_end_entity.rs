//! `certificate.authority-as-end-entity`: a server or client holds a CA certificate.

use crate::bundle::Item;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::policy::{Profile, Purpose, Task};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.authority-as-end-entity",
    title: "The certificate could issue others",
    brief: "is a CA",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("RFC 5280", "4.2.1.9"),
        Citation::practice("rustls-webpki CaUsedAsEndEntity", ""),
    ],
    rationale: "Whoever holds the key of a CA certificate can issue certificates that everyone here trusts. A server or a device \
                must not be able to; rustls refuses such certificates.",
    remedy: "Sign the request again as an end entity (basicConstraints CA:FALSE).",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if view.policy.profile == Profile::Rfc5280 {
        return Outcome::NotApplicable(
            "RFC 5280 leaves it to the application, TLS, which this profile does not judge",
        );
    }
    if !matches!(view.purpose_of(item), Some(Purpose::Server | Purpose::Client)) || !certificate.is_ca() {
        return Outcome::Passed;
    }
    let message = format!("{} is a CA certificate, used by a server or client.", view.name(item));
    CHECK
        .finding(item.field("tbsCertificate.extensions.basicConstraints"), view.provider(item), message)
        .into()
}
