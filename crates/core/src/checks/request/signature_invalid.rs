//! `request.signature-invalid`: the request's own signature does not verify.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::crypto::SignatureOutcome;
use crate::model::CertificationRequest;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.signature-invalid",
    title: "The request's signature is wrong",
    brief: "was changed",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 2986", "4.2"), Citation::must("RFC 5280", "3.3")],
    rationale: "A request is signed with the private key it asks a certificate for: that proves possession of the key. When the \
                signature is wrong, the request was changed or damaged, and a careful CA refuses it.",
    remedy: "Make the request again from the private key and send the new file.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    let key = &request.subject_public_key_info;
    match item.self_signature {
        Some(SignatureOutcome::KeyMismatch) if !key.is_supported() => {
            Outcome::Blocked("request.signature-unsupported")
        }
        Some(SignatureOutcome::Invalid | SignatureOutcome::KeyMismatch) => {
            let message = format!(
                "{} has a signature that does not fit its own key: it was changed after signing.",
                view.name(item)
            );
            CHECK.finding(item.field("signature"), view.provider(item), message).into()
        }
        Some(SignatureOutcome::Unsupported) => Outcome::Blocked("request.signature-unsupported"),
        Some(SignatureOutcome::Valid) => Outcome::Passed,
        None => Outcome::NotApplicable("signatures of requests are not asked for"),
    }
}
