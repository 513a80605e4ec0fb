//! `certificate.critical-extension-unknown`: a critical extension that is not understood here.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::path::is_understood;
use crate::report::{Finding, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.critical-extension-unknown",
    title: "A critical extension is not understood",
    brief: "unknown rule",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2"), Citation::must("RFC 5280", "6.1.4")],
    rationale: "\"Critical\" says: whoever does not understand this extension must refuse the certificate. Countersign does not, and \
                most TLS libraries won't either.",
    remedy: "Issue it without this extension, or not critical.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let unknown =
        certificate.extensions.iter().filter(|extension| extension.critical && !is_understood(extension));
    let finding = |extension: &crate::model::extension::Extension| -> Finding {
        let message = format!(
            "{} has a critical extension that is not understood: {}.",
            view.name(item),
            extension.oid.words()
        );
        CHECK.finding(item.field(&extension.certificate_field()), view.provider(item), message)
    };
    Outcome::from_findings(unknown.map(finding).collect())
}
