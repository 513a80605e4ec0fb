//! `grant.san-dropped`: a name that was asked for is not in the certificate.

use super::{both_lists, names, obstacle, rows};
use crate::bundle::{Change, Grant, Side};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "grant.san-dropped",
    title: "The certificate lost a name that the request asked for",
    brief: "lost a name",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::SomePeers,
    cites: &[
        Citation::must("RFC 9525", "6.3"),
        Citation::must("RFC 5280", "4.2.1.6"),
        Citation::practice("RFC 2986", "3"),
    ],
    rationale: "Clients compare the host name they call with the certificate's names; one that calls a lost name stops the \
                handshake. Many CA tools drop the names of a request unless they are told to copy them \
                (OpenSSL: copy_extensions = copy).",
    remedy: "Sign the request again and copy its subjectAltName.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let lost: Vec<String> = rows(grant, "subjectAltName", &[Change::Dropped])
        .iter()
        .filter_map(|row| row.asked.clone())
        .collect();
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !lost.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let (asked, granted) = both_lists(grant, "subjectAltName");
    let message = format!("{name} lost what {request} asked for: {}.", list(&lost, 5));
    let mut finding = CHECK
        .finding(certificate.field("tbsCertificate.extensions.subjectAltName"), Actor::TeamB, message)
        .evidence("asked", asked)
        .evidence("granted", granted)
        .remedy(format!("Sign {request} again and copy its subjectAltName."));
    if let Some(request) = view.bundle.item(grant.request) {
        finding = finding.related(request.location());
    }
    let is_called = |host: &String| view.request_whose_name_was_lost(grant.certificate, host).is_some();
    let severity = match grant.side {
        // No server looks up a client by names that its certificate does not have.
        Side::Client => Severity::Warning,
        Side::Server if view.policy.hosts.iter().any(is_called) => Severity::Blocker,
        Side::Server => Severity::Error,
    };
    finding.severity(severity).into()
}
