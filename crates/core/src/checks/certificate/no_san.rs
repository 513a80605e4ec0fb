//! `certificate.no-san`: a server certificate without subject alternative names.

use crate::bundle::Item;
use crate::checks::{ABOUT_CERTIFICATES, Breaks, Check, Citation, Meaning, Scope, View};
use crate::model::Certificate;
use crate::policy::{Purpose, Task};
use crate::report::{Outcome, Severity, shown};

pub(super) static CHECK: Check = Check {
    code: "certificate.no-san",
    title: "The server certificate names no host",
    brief: "names no host",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::must("RFC 9525", "6.3"),
        Citation::must("RFC 5280", "4.2.1.6"),
        Citation::practice("RFC 2818", "3.1"),
    ],
    rationale: "Clients compare the host name they call with the certificate's subject alternative names. The common name was a \
                stand-in twenty years ago: browsers, Go and rustls no longer look at it, OpenSSL, GnuTLS and Java still do where \
                nothing else is there. It may work in a test with one of these and fail with the next client.",
    remedy: "Sign the request again with a subjectAltName for every host name.",
    tasks: ABOUT_CERTIFICATES,
    scope: Scope::Certificate(run),
};

fn run(view: &View<'_>, item: &Item, certificate: &Certificate) -> Outcome {
    if view.purpose_of(item) != Some(Purpose::Server) {
        return Outcome::NotApplicable("it is not a server certificate");
    }
    // A bare verification asks about names only when one is given.
    if view.policy.task == Task::Verify && view.policy.hosts.is_empty() {
        return Outcome::NotApplicable("no host name was asked for");
    }
    if !certificate.extensions.subject_alt_names().is_empty() {
        return Outcome::Passed;
    }
    let name = view.name(item);
    let message = match certificate.subject.common_name() {
        Some(common_name) => {
            format!(
                "{name} has no subject alternative name; its common name {} does not count.",
                shown(&common_name)
            )
        }
        None => format!("{name} has no subject alternative name."),
    };
    CHECK.finding(item.field("tbsCertificate.extensions"), view.provider(item), message).into()
}
