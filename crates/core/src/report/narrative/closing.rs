//! What was counted, and what was not looked at?

use super::name;
use crate::bundle::Role;
use crate::path::{PathVerdict, REVOCATION_SECTION, Step, StepOutcome};
use crate::policy::Task;
use crate::report::finding::Severity;
use crate::report::outcome::Ended;
use crate::report::{Report, list};

/// What no check looked at, so that nobody takes silence for a pass.
pub(in crate::report) fn not_checked(report: &Report) -> Vec<String> {
    let mut left = Vec::new();
    if !report.paths.is_empty() {
        let has_list = report.bundle.with_role(Role::RevocationList).next().is_some();
        if !has_list && !report.policy.require_revocation {
            left.push(
                "Revocation: no revocation list was given, so nobody asked whether a certificate was revoked."
                    .to_owned(),
            );
        } else if let Some(sentence) = not_asked(report) {
            left.push(sentence);
        }
    }
    let alone = report.paths.iter().filter_map(PathVerdict::accepted);
    for only in
        alone.filter_map(|attempt| attempt.certificates.first().filter(|_| attempt.certificates.len() == 1))
    {
        let named = report.bundle.item(*only).map(|item| name(report, item)).unwrap_or_default();
        left.push(format!("Signature: {named} is trusted because it was itself given as the CA; no other CA's signature was verified."));
    }
    if report.bundle.weak_keys.too_many_to_compare {
        left.push(format!(
            "Shared primes: there are more than {} RSA keys, so none was compared with the others.",
            report.policy.limits.compared_moduli
        ));
    }
    if !report.teams.is_empty() && report.policy.keys_elsewhere {
        left.push(
            "Private keys: none is looked for here; each request stands for the key that signed it."
                .to_owned(),
        );
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

/// The certificates that no list and no response here is about.
fn not_asked(report: &Report) -> Option<String> {
    let foremost = report.paths.iter().filter_map(PathVerdict::foremost);
    let anchor_excepted = foremost.flat_map(|attempt| {
        let anchor = attempt.certificates.last();
        attempt.steps.iter().filter(move |step| Some(&step.certificate) != anchor)
    });
    let silent = |step: &&Step| {
        step.section == REVOCATION_SECTION && matches!(step.outcome, StepOutcome::NotApplicable(_))
    };
    let items = anchor_excepted.filter(silent).filter_map(|step| report.bundle.item(step.certificate));
    let mut names: Vec<String> = items.map(|item| name(report, item)).collect();
    names.dedup();
    (!names.is_empty()).then(|| {
        format!("Revocation: no revocation list or OCSP response here is about {}.", list(&names, 10))
    })
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
