//! `certificate.algorithms-differ`: the signature algorithm inside and outside differ.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.algorithms-differ",
    title: "The certificate names two signature algorithms",
    brief: "two algorithms",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.1.1.2")],
    rationale: "The algorithm stands once inside the signed part and once outside. They must be the same, or someone who can't \
                sign could change the outer one.",
    remedy: "Issue it again; the CA's software is at fault, or the file was changed.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if certificate.signature == certificate.signature_algorithm {
        return Outcome::Passed;
    }
    let (inner, outer) = (certificate.signature.words(), certificate.signature_algorithm.words());
    let message = format!(
        "{} names {inner} inside its signed part and {outer} outside, or their parameters differ.",
        view.name(item)
    );
    CHECK
        .finding(item.field("signatureAlgorithm"), view.provider(item), message)
        .evidence("inside", inner)
        .evidence("outside", outer)
        .into()
}
