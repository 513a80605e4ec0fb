//! `grant.eku-dropped`: a purpose that was asked for is not in the certificate.

use super::{both_lists, names, obstacle, rows};
use crate::bundle::{Change, Grant};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "grant.eku-dropped",
    title: "The certificate lacks a purpose that the request asked for",
    brief: "lost a purpose",
    severity: Severity::Warning,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.2.1.12"), Citation::practice("RFC 2986", "3")],
    rationale: "The certificate can only be used for the purposes it lists. Whether the lost one is needed depends on its part: \
                a purpose without which the handshake fails is reported as certificate.eku-missing-for-role too.",
    remedy: "Sign the request again with the purposes it asks for.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let lost: Vec<String> =
        rows(grant, "extKeyUsage", &[Change::Dropped]).iter().filter_map(|row| row.asked.clone()).collect();
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !lost.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let (asked, granted) = both_lists(grant, "extKeyUsage");
    let message = format!("{name} lacks a purpose that {request} asked for: {}.", list(&lost, 5));
    CHECK
        .finding(certificate.field("tbsCertificate.extensions.extKeyUsage"), Actor::TeamB, message)
        .evidence("asked", asked)
        .evidence("granted", granted)
        .into()
}
