//! `request.signature-unsupported`: the request's signature algorithm is not known here.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::crypto::SignatureOutcome;
use crate::model::CertificationRequest;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.signature-unsupported",
    title: "The request's signature could not be verified",
    brief: "not verified",
    severity: Severity::Warning,
    meaning: Meaning::CouldNotDetermine,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 2986", "4.2")],
    rationale: "The algorithm the request is signed with is not supported here, so nobody can say whether it is intact.",
    remedy: "Verify it with the tool that made it, or make the request with an RSA, P-256, P-384 or Ed25519 key.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    if item.self_signature != Some(SignatureOutcome::Unsupported) {
        return Outcome::Passed;
    }
    let algorithm = request.signature_algorithm.words();
    let message = format!(
        "{} is signed with {algorithm}, which is not supported: it could not be verified.",
        view.name(item)
    );
    CHECK.finding(item.field("signatureAlgorithm"), Actor::You, message).into()
}
