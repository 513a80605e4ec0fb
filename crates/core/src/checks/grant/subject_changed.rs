//! `grant.subject-changed`: the certificate names someone else than the request.

use super::{names, obstacle, rows};
use crate::bundle::{Change, Grant, Side};
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "grant.subject-changed",
    title: "The certificate names another subject than the request",
    brief: "other subject",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Nothing,
    cites: &[Citation::practice("RFC 2986", "3"), Citation::must("RFC 5280", "4.1.2.6")],
    rationale: "Servers often decide by the subject which device is calling. The handshake succeeds with another subject, and then \
                the device is taken for another one or turned away by the application. For a server the names in subjectAltName \
                count, so there it is a warning.",
    remedy: "Sign the request again with the subject it asks for, or agree that the new one is right.",
    tasks: &[Task::Check],
    scope: Scope::Grant(run),
};

fn run(view: &View<'_>, grant: &Grant) -> Outcome {
    if let Some(code) = obstacle(view, grant) {
        return Outcome::Blocked(code);
    }
    let changed = rows(grant, "subject", &[Change::Changed, Change::Dropped]);
    let (Some(row), Some(certificate)) = (changed.first(), view.bundle.item(grant.certificate)) else {
        return Outcome::Passed;
    };
    let (asked, granted) =
        (row.asked.clone().unwrap_or_default(), row.granted.clone().unwrap_or_else(|| "no name".to_owned()));
    let (name, request) = names(view, grant);
    let finding = CHECK
        .finding(
            certificate.field("tbsCertificate.subject"),
            Actor::TeamB,
            format!("{name} names {granted}, where {request} asked for {asked}."),
        )
        .evidence("asked", asked)
        .evidence("granted", granted);
    // Which attributes a CA keeps besides the common name is its own policy.
    let same_common_name = {
        let asked = view
            .bundle
            .item(grant.request)
            .and_then(|item| item.request())
            .and_then(|one| one.subject.common_name());
        let granted = certificate.certificate().and_then(|one| one.subject.common_name());
        asked == granted
    };
    match (grant.side, same_common_name) {
        (_, true) => finding.severity(Severity::Note).into(),
        (Side::Server, false) => finding.severity(Severity::Warning).into(),
        (Side::Client, false) => finding.into(),
    }
}
