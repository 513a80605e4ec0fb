//! `grant.key-usage-changed`: other key usages than were asked for.

use super::{both_lists, names, obstacle, rows};
use crate::bundle::{Change, Grant};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "grant.key-usage-changed",
    title: "The certificate has other key usages than the request",
    brief: "other usages",
    severity: Severity::Note,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::must("RFC 5280", "4.2.1.3"), Citation::practice("RFC 2986", "3")],
    rationale: "A CA may set key usages by its own template. It matters when digitalSignature is lost, which is reported as \
                certificate.key-usage-missing-for-role.",
    remedy: "Nothing needs to be done unless the lost usage is needed.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let changed = rows(grant, "keyUsage", &[Change::Dropped, Change::Added]);
    let Some(certificate) = view.bundle.item(grant.certificate).filter(|_| !changed.is_empty()) else {
        return Outcome::Passed;
    };
    let (name, request) = names(view, grant);
    let (asked, granted) = both_lists(grant, "keyUsage");
    CHECK
        .finding(
            certificate.field("tbsCertificate.extensions.keyUsage"),
            Actor::TeamB,
            format!("{name} has other key usages than {request} asked for."),
        )
        .evidence("asked", asked)
        .evidence("granted", granted)
        .into()
}
