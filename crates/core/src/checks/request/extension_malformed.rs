//! `request.extension-malformed`: what the request asks for can't be read.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::CertificationRequest;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.extension-malformed",
    title: "What the request asks for can't be read",
    brief: "damaged field",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.2"), Citation::must("RFC 2985", "5.4.2")],
    rationale: "A request lists the names and purposes it asks for. Where the list is damaged nobody can say what was asked, and a CA \
                either refuses it or grants something else.",
    remedy: "Make the request again from the private key and send the new file.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    let damaged = request.requested_extensions.malformed().map(|(extension, reason)| {
        let message =
            format!("{} asks for {}, which can't be read: {reason}.", view.name(item), extension.oid.words());
        CHECK.finding(item.location(), view.provider(item), message)
    });
    // RFC 5280 §4.2: a certificate can't have what is asked for twice.
    let repeated = request.requested_extensions.repeated().into_iter().map(|oid| {
        let message = format!("{} asks for {} more than once.", view.name(item), oid.words());
        CHECK.finding(item.location(), view.provider(item), message)
    });
    Outcome::from_findings(damaged.chain(repeated).collect())
}
