//! `request.challenge-password`: a request carries a password in clear.

use crate::asn1::oids;
use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::CertificationRequest;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.challenge-password",
    title: "The request carries a password in clear",
    brief: "password inside",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[
        Citation::must("RFC 2985", "5.4.1"),
        Citation::practice("OpenSSL req, a challenge password", ""),
    ],
    rationale: "OpenSSL asks for a challenge password when it makes a request, and writes what was typed into it, readable by anybody. \
                Few CAs use it, for revocation; a password that is used elsewhere is now known.",
    remedy: "Make the request again and leave the challenge password empty; if the password is used elsewhere, change it there.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    if !request.attributes.iter().any(|one| one.oid.as_bytes() == oids::AT_CHALLENGE_PASSWORD) {
        return Outcome::Passed;
    }
    let message = format!(
        "{} carries a challenge password, which everybody who has the file can read.",
        view.name(item)
    );
    let finding =
        CHECK.finding(item.field("certificationRequestInfo.attributes"), view.provider(item), message);
    finding.into()
}
