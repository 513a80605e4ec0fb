//! `certificate.extension-malformed`: an extension that can't be read, or stands twice.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::model::extension::ExtensionValue;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.extension-malformed",
    title: "An extension can't be read",
    brief: "damaged field",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[Citation::must("RFC 5280", "4.2"), Citation::must("X.690", "10")],
    rationale: "Extensions say what a certificate may be used for. One that can't be read, or that stands there twice, leaves that \
                open, and careful peers refuse the certificate.",
    remedy: "Issue it again; the CA's software or its template is at fault.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    let mut findings = Vec::new();
    for extension in certificate.extensions.iter() {
        if let ExtensionValue::Malformed(reason) = &extension.value {
            let message = format!(
                "{} has an extension {} that can't be read: {reason}.",
                view.name(item),
                extension.oid.words()
            );
            findings.push(CHECK.finding(
                item.field(&extension.certificate_field()),
                view.provider(item),
                message,
            ));
        }
    }
    for oid in certificate.extensions.repeated() {
        let message = format!("{} has the extension {} more than once.", view.name(item), oid.words());
        findings.push(CHECK.finding(item.field("tbsCertificate.extensions"), view.provider(item), message));
    }
    Outcome::from_findings(findings)
}
