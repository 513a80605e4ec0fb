//! `encoding.not-canonical`: readable, but not as DER writes it.

use crate::asn1::deviations;
use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::Parsed;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "encoding.not-canonical",
    title: "Part of the file is not encoded as DER demands",
    brief: "not DER",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("RFC 5280", "4.1"),
        Citation::must("X.690", "10"),
        Citation::practice("Go encoding/asn1", ""),
    ],
    rationale: "DER has one way to write each value, so that two readers can't see different things. Some encoders write values in \
                another way; most readers accept that (OpenSSL), strict ones refuse the file (Go, rustls).",
    remedy: "Have it made again with a current tool; the old one encodes wrongly.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Item(run),
};

fn run(view: &View<'_>, item: &Item) -> Outcome {
    let der = match &item.parsed {
        Parsed::Certificate(certificate) => &certificate.der,
        Parsed::CertificationRequest(request) => &request.der,
        Parsed::RevocationList(list) => &list.der,
        _ => return Outcome::NotApplicable("it is no certificate, request or revocation list"),
    };
    let found = deviations(der).into_iter().map(|one| {
        let message = format!("{} is not DER at byte {}: {}.", view.name(item), one.offset, one.rule);
        let mut location = item.location();
        location.der = Some(one.offset..one.offset + 1);
        CHECK.finding(location, view.provider(item), message)
    });
    Outcome::from_findings(found.collect())
}
