//! `certificate.self-signature-invalid`: a self-issued certificate was changed after signing.

use crate::bundle::{Item, Role};
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::crypto::SignatureOutcome;
use crate::model::Certificate;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.self-signature-invalid",
    title: "The CA certificate was changed after signing",
    brief: "was changed",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::should("RFC 5280", "6.1"), Citation::practice("RFC 4158", "2.4.2")],
    rationale: "A root CA signs its own certificate. Peers that trust it do not verify that signature, so a changed copy may work \
                for some and fail for others; it is not the file that the CA published.",
    remedy: "Send the CA certificate again and compare its SHA-256 fingerprint by telephone.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if item.self_signature != Some(SignatureOutcome::Invalid) {
        return Outcome::Passed;
    }
    // A self-issued certificate with another key of the same CA (key roll-over) is signed by the older key.
    let identifiers =
        (certificate.extensions.authority_key_identifier(), certificate.extensions.subject_key_identifier());
    if item.role != Role::CaCertificate || matches!(identifiers, (Some(signer), Some(own)) if signer != own) {
        return Outcome::NotApplicable("it does not claim to be signed by its own key");
    }
    let message = format!(
        "{} has a signature that does not fit its own key: it was changed after signing.",
        view.name(item)
    );
    CHECK.finding(item.field("signatureValue"), view.provider(item), message).into()
}
