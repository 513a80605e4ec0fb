//! `path.eku-too-narrow`: a CA in the path is limited to other purposes.

use super::finding;
use crate::checks::{Breaks, Check, Citation, Meaning, Scope, View};
use crate::path::{FaultKind, PathVerdict, State};
use crate::policy::Task;
use crate::report::{Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "path.eku-too-narrow",
    title: "A CA is limited to other purposes",
    brief: "other purpose",
    severity: Severity::Blocker,
    meaning: Meaning::Fault,
    breaks: Breaks::Verification,
    cites: &[
        Citation::practice("OpenSSL, rustls-webpki, NSS", ""),
        Citation::must("CA/Browser Forum Baseline Requirements", "7.1.2.10.6"),
    ],
    rationale: "When a CA certificate lists purposes, TLS libraries apply the list to everything below it.",
    remedy: "Issue the certificate from a CA that allows this purpose, or the CA certificate without extended key usage.",
    tasks: &[Task::Check, Task::Verify],
    scope: Scope::Path(run),
};

fn run(view: &View<'_>, verdict: &PathVerdict) -> Outcome {
    let Some(attempt) = verdict.foremost() else { return Outcome::NotApplicable("no path was found") };
    if verdict.state() == State::Accepted {
        return Outcome::Passed;
    }
    // The target's own list is certificate.eku-missing-for-role.
    let faults = attempt
        .faults()
        .filter(|fault| fault.kind == FaultKind::ExtendedKeyUsageMissing && fault.guilty != verdict.target);
    Outcome::from_findings(faults.filter_map(|fault| finding(view, fault, &CHECK)).collect())
}
