//! `certificate.weak-signature`: signed with MD5 or SHA-1.

use crate::bundle::{Item, Role};
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::{Certificate, SignatureStrength};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.weak-signature",
    title: "The certificate is signed with a broken digest",
    brief: "weak signature",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 9155", "2"),
        Citation::must("RFC 6151", "2"),
        Citation::must("RFC 8446", "4.4.2.4"),
    ],
    rationale: "Two different certificates with the same MD5 or SHA-1 digest can be made, so the signature no longer proves who is \
                named. OpenSSL, GnuTLS, rustls and browsers refuse such certificates; Java still takes SHA-1 from a private CA.",
    remedy: "Sign it again with SHA-256 or better.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if item.role == Role::CaCertificate {
        return Outcome::NotApplicable("a trusted CA is trusted as it is, not by its own signature");
    }
    let digest = match certificate.signature_algorithm.strength() {
        SignatureStrength::NotKnownWeak => return Outcome::Passed,
        SignatureStrength::BrokenDigest(digest) => digest,
        SignatureStrength::Sha1 => "SHA-1",
    };
    let message = format!("{} is signed with {digest}, for which forgeries are practical.", view.name(item));
    let finding = CHECK.finding(item.field("signatureAlgorithm"), view.provider(item), message);
    if view.policy.allow_weak { finding.severity(Severity::Warning).into() } else { finding.into() }
}
