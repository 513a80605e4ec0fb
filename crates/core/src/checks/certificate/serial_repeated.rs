//! `certificate.serial-repeated`: one issuer gave two certificates the same serial number.

use std::collections::BTreeMap;

use crate::asn1::minimal_integer;
use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "certificate.serial-repeated",
    title: "Two certificates of one CA share a serial number",
    brief: "serial repeated",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.1.2.2")],
    rationale: "Issuer and serial number together name one certificate. When a CA repeats a serial number, revoking one revokes \
                both, and some libraries refuse the second one they meet. The same number from two different CAs is fine.",
    remedy: "Issue one of them again with a new serial number, and mend the CA's counter.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Set(run),
};

fn run(view: &View<'_>) -> Outcome {
    let mut first_with: BTreeMap<(&[String], &[u8]), &Item> = BTreeMap::new();
    let mut findings = Vec::new();
    for item in &view.bundle.items {
        let Some(certificate) = item.certificate() else { continue };
        let key = (certificate.issuer.comparable(), minimal_integer(&certificate.serial_number));
        let Some(first) = first_with.get(&key) else {
            first_with.insert(key, item);
            continue;
        };
        // The same certificate twice is no fault.
        if first.sha256 == item.sha256 {
            continue;
        }
        let (name, other) = (view.name(item), view.name(first));
        let message = format!(
            "{name} and {other} are different certificates with one serial number ({}) from one issuer.",
            certificate.serial_hex()
        );
        let location = item.field("tbsCertificate.serialNumber");
        findings.push(CHECK.finding(location, view.provider(item), message).related(first.location()));
    }
    Outcome::from_findings(findings)
}
