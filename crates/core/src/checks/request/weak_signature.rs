//! `request.weak-signature`: MD5 or SHA-1 over a request.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::{CertificationRequest, SignatureStrength};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.weak-signature",
    title: "The request is signed with an outdated digest",
    brief: "weak signature",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 9155", "2"), Citation::should("RFC 6151", "2")],
    rationale: "The signature only proves possession of the key, so nothing is lost; but many CAs refuse such requests, and the \
                tool that made it is likely old enough to make weak keys too.",
    remedy: "Make the request again with SHA-256.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    if request.signature_algorithm.strength() == SignatureStrength::NotKnownWeak {
        return Outcome::Passed;
    }
    let message = format!("{} is signed with {}.", view.name(item), request.signature_algorithm.words());
    CHECK.finding(item.field("signatureAlgorithm"), view.provider(item), message).into()
}
