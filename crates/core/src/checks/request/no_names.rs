//! `request.no-names`: a server's request without subjectAltName.

use crate::bundle::{Item, Role};
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::CertificationRequest;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "request.no-names",
    title: "The request asks for no host name",
    brief: "asks for no name",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 9525", "6.3"), Citation::must("RFC 5280", "4.2.1.6")],
    rationale: "Clients look for the host name in the certificate's subject alternative names only. A CA usually copies them from \
                the request; when the request has none, the certificate often has none either.",
    remedy: "Make the request again with a subjectAltName for every host name (openssl req -addext subjectAltName=DNS:…).",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::Request(run),
};

fn run(view: &View<'_>, item: &Item, request: &CertificationRequest) -> Outcome {
    if item.role != Role::ServerRequest {
        return Outcome::NotApplicable("it is not for a server");
    }
    if request.requested_extensions.malformed().next().is_some() {
        return Outcome::Blocked("request.extension-malformed");
    }
    if !request.requested_extensions.subject_alt_names().is_empty() {
        return Outcome::Passed;
    }
    let message = format!("{} asks for no subject alternative name.", view.name(item));
    CHECK.finding(item.location(), view.provider(item), message).into()
}
