//! `grant.authority-granted`: the certificate became a CA, though nobody asked.

use super::{names, obstacle, rows};
use crate::bundle::{Change, Grant};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "grant.authority-granted",
    title: "The certificate is a CA, which was not asked for",
    brief: "became a CA",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.2.1.9")],
    rationale: "Signed with a CA's template, a server's or device's key could issue certificates for anyone.",
    remedy: "Sign the request again with basicConstraints CA:FALSE, and revoke this one.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let added = rows(grant, "basicConstraints", &[Change::Added]);
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !added.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let message = format!("{name} is a CA certificate, and {request} did not ask for one.");
    CHECK
        .finding(certificate.field("tbsCertificate.extensions.basicConstraints"), Actor::TeamB, message)
        .into()
}
