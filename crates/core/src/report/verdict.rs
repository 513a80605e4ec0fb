//! Passed, failed, or open? The one function that decides.

use serde::Serialize;

use super::finding::{Finding, Severity};
use super::outcome::{Ended, Record};
use crate::checks::Meaning;
use crate::path::{PathVerdict, State};
use crate::policy::Task;

/// The answer to the question asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything that was asked was looked at and is in order; warnings may remain.
    Passed,
    /// Something that matters could not be determined.
    Indeterminate,
    /// Something is wrong.
    Failed,
}

impl Verdict {
    /// `passed`, `indeterminate`, `failed`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Indeterminate => "indeterminate",
            Self::Failed => "failed",
        }
    }
}

/// Decides. Silence is never success: a pass needs a check that passed, and an accepted path for every target.
pub(crate) fn verdict(
    task: Task,
    findings: &[Finding],
    records: &[Record],
    paths: &[PathVerdict],
) -> Verdict {
    let fault =
        |finding: &Finding| finding.check.meaning == Meaning::Fault && finding.severity >= Severity::Error;
    let open = |finding: &Finding| {
        finding.check.meaning == Meaning::CouldNotDetermine && finding.severity >= Severity::Warning
    };
    let states = || paths.iter().map(PathVerdict::state);
    if findings.iter().any(fault) || states().any(|state| state == State::Refused) {
        return Verdict::Failed;
    }
    let blocked = records
        .iter()
        .any(|record| matches!(record.ended, Ended::Blocked(code) if !is_told_as_note(findings, code)));
    let nothing_passed = !records.iter().any(|record| record.ended == Ended::Passed);
    let no_path = task == Task::Verify && paths.is_empty();
    if findings.iter().any(open)
        || states().any(|state| state != State::Accepted)
        || blocked
        || nothing_passed
        || no_path
    {
        return Verdict::Indeterminate;
    }
    Verdict::Passed
}

/// The fault that blocks is itself only noted or warned of (a bystander's, say): it does not leave the answer open.
fn is_told_as_note(findings: &[Finding], code: &str) -> bool {
    let mut told = findings.iter().filter(|finding| finding.check.code == code).peekable();
    told.peek().is_some()
        && told
            .all(|finding| finding.severity <= Severity::Warning && finding.check.meaning == Meaning::Fault)
}
