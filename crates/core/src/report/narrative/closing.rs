//! What was counted, and what was not looked at?

use crate::bundle::Role;
use crate::policy::Task;
use crate::report::Report;
use crate::report::finding::Severity;
use crate::report::outcome::Ended;

/// What no check looked at, so that nobody takes silence for a pass.
pub(in crate::report) fn not_checked(report: &Report) -> Vec<String> {
    let mut left = Vec::new();
    if !report.paths.is_empty() {
        let has_list = report.bundle.with_role(Role::RevocationList).next().is_some();
        left.push(if has_list {
            "Revocation: the revocation list here was read but not applied.".to_owned()
        } else {
            "Revocation: no revocation list was given, so nobody asked whether a certificate was revoked."
                .to_owned()
        });
    }
    if !report.teams.is_empty() && report.policy.hosts.is_empty() {
        left.push("Host names: none was given (--host NAME), so it is open whether clients call the server by a name it has.".to_owned());
    }
    if report.policy.task == Task::Verify && report.policy.hosts.is_empty() {
        left.push("Host names: none was given (--host NAME), so it is open whether it is valid for the name that is called.".to_owned());
    }
    if report.policy.task == Task::Inspect
        && report.bundle.items.iter().any(|item| item.certificate().is_some())
    {
        left.push("Trust: inspect does not follow certificates to a CA; check and verify do.".to_owned());
    }
    left
}

pub(super) fn closing(report: &Report) -> String {
    let count = |severity: Severity, word: &str| {
        let count = report.findings.iter().filter(|finding| finding.severity == severity).count();
        match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        }
    };
    let mut parts: Vec<String> = [
        count(Severity::Blocker, "blocker"),
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Note, "note"),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.push(format!(
        "{} {}",
        report.origins.len(),
        if report.origins.len() == 1 { "file" } else { "files" }
    ));
    let looked =
        report.outcomes.iter().filter(|record| !matches!(record.ended, Ended::NotApplicable(_))).count();
    parts.push(format!("{looked} checks"));
    format!("{}: {}", report.verdict().words(), parts.join(", "))
}
