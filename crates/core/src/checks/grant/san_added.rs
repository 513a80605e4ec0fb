//! `grant.san-added`: the certificate has names that nobody asked for.

use super::{both_lists, names, obstacle, rows};
use crate::bundle::{Change, Grant};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity, list};

pub(super) static CHECK: Check = Check {
    code: "grant.san-added",
    title: "The certificate has names that were not asked for",
    brief: "extra names",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 2986", "3")],
    rationale: "A CA may add names, for example the common name. Each one lets the holder of the key pass for that host, so each \
                should be wanted.",
    remedy: "Make sure that the added names are wanted; otherwise sign the request again without them.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let added: Vec<String> = rows(grant, "subjectAltName", &[Change::Added])
        .iter()
        .filter_map(|row| row.granted.clone())
        .collect();
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !added.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let (asked, granted) = both_lists(grant, "subjectAltName");
    let message = format!("{name} has names that {request} did not ask for: {}.", list(&added, 5));
    CHECK
        .finding(certificate.field("tbsCertificate.extensions.subjectAltName"), Actor::TeamB, message)
        .evidence("asked", asked)
        .evidence("granted", granted)
        .into()
}
