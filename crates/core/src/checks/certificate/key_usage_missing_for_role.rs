//! `certificate.key-usage-missing-for-role`: its key may not do what a handshake needs.

use crate::asn1::oids;
use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::model::extension::KeyUsage;
use crate::policy::{Profile, Purpose, Task};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.key-usage-missing-for-role",
    title: "The certificate's key may not sign handshakes",
    brief: "may not sign",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 8446", "4.4.2.2"),
        Citation::must("RFC 5280", "4.2.1.3"),
        Citation::must("RFC 5280", "4.2.1.12"),
    ],
    rationale: "In TLS 1.3, and in TLS 1.2 with forward secrecy, each side signs the handshake with its key. A certificate whose \
                key usage lacks digitalSignature forbids that; OpenSSL, GnuTLS and Java refuse it, rustls does not look. Only an RSA server on old TLS 1.2 \
                suites can do with keyEncipherment.",
    remedy: "Sign the request again with keyUsage digitalSignature (for RSA servers with old clients also keyEncipherment).",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let Some(purpose @ (Purpose::Server | Purpose::Client)) = view.purpose_of(item) else {
        return Outcome::NotApplicable("it is not presented in a handshake");
    };
    let Some(usage) = certificate.extensions.key_usage() else {
        return Outcome::NotApplicable("it has no key usage, so every use is allowed");
    };
    if usage.digital_signature() {
        return Outcome::Passed;
    }
    let fits = fits(usage, purpose);
    if fits && view.policy.profile == Profile::Rfc5280 {
        return Outcome::NotApplicable(
            "RFC 5280 leaves it to the application, TLS, which this profile does not judge",
        );
    }
    let rsa = certificate.subject_public_key_info.algorithm.algorithm.as_bytes() == oids::RSA_ENCRYPTION;
    let old_suites = rsa && purpose == Purpose::Server && usage.key_encipherment();
    let has = usage.names().join(", ");
    let message = format!("{} has a key usage without digitalSignature: {has}.", view.name(item));
    let finding = CHECK
        .finding(item.field("tbsCertificate.extensions.keyUsage"), view.provider(item), message)
        .evidence("needed", "digitalSignature")
        .evidence("allowed", if has.is_empty() { "nothing".to_owned() } else { has });
    // A path can be sound for other uses of the key, and public suites accept it (x509-limbo
    // `pathlen::validation-ignores-pathlen-in-leaf`); whether a handshake gets through is what check asks.
    let lenient = old_suites || view.policy.task == Task::Verify;
    if lenient { finding.severity(Severity::Warning).into() } else { finding.into() }
}

/// The bits that RFC 5280 §4.2.1.12 calls consistent with a purpose of TLS: one of them is enough.
const fn fits(usage: KeyUsage, purpose: Purpose) -> bool {
    let either = usage.digital_signature() || usage.key_agreement();
    match purpose {
        Purpose::Any => true,
        Purpose::Client => either,
        Purpose::Server => either || usage.key_encipherment(),
    }
}
