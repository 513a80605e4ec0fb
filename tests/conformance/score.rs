//! How many cases of a suite came out right, and which did not?

use std::collections::BTreeSet;

use countersign_core::report::Severity;
use countersign_core::{Report, Verdict};

/// Verdicts on one suite.
#[derive(Debug)]
pub(super) struct Score {
    pub(super) suite: &'static str,
    pub(super) cases: Vec<Case>,
}

/// One case of a suite.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) ended: Ended,
    /// What was said, for cases that came out wrong.
    said: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    FalseAccept,
    FalseRefusal,
    Right,
}

impl Score {
    pub(super) const fn of(suite: &'static str) -> Self {
        Self { suite, cases: Vec::new() }
    }

    /// Counts one case: the suite says whether it should pass.
    pub(super) fn count(&mut self, id: impl Into<String>, report: &Report, should_pass: bool) {
        let passed = report.verdict() == Verdict::Passed;
        let ended = match (passed, should_pass) {
            (true, false) => Ended::FalseAccept,
            (false, true) => Ended::FalseRefusal,
            _ => Ended::Right,
        };
        self.cases.push(Case { id: id.into(), ended, said: told(report) });
    }

    /// Counts one case by how it ended and what was said.
    pub(super) fn push(&mut self, id: impl Into<String>, ended: Ended, said: String) {
        self.cases.push(Case { id: id.into(), ended, said });
    }

    /// Compares the wrong ones with the documented divergences, both ways: an unexpected right one fails too.
    pub(super) fn assert_as_documented(&self) {
        let wrong = || self.cases.iter().filter(|case| case.ended != Ended::Right);
        let found: BTreeSet<&str> = wrong().map(|case| case.id.as_str()).collect();
        let documented = divergences();
        let expected: BTreeSet<&str> =
            documented.iter().filter(|one| one.suite == self.suite).map(|one| one.id.as_str()).collect();
        let said: Vec<String> =
            wrong().map(|case| format!("{:?} {}: {}", case.ended, case.id, case.said)).collect();
        assert_eq!(found, expected, "{}: {said:#?}", self.suite);
    }
}

/// A case that we answer otherwise than its suite, and why.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Divergence {
    pub(super) suite: String,
    pub(super) id: String,
    /// What the suite says.
    pub(super) expected: String,
    /// What we say.
    pub(super) actual: String,
    /// The paragraph that says so, and what it means here.
    pub(super) because: String,
}

/// All of them, from `divergences.json`.
pub(super) fn divergences() -> Vec<Divergence> {
    serde_json::from_str(include_str!("divergences.json")).unwrap()
}

/// The serious findings of a report, with their codes.
pub(super) fn told(report: &Report) -> String {
    let serious = report.findings.iter().filter(|finding| finding.severity > Severity::Note);
    let told = serious.map(|finding| format!("{} ({})", finding.check.code, finding.message));
    format!("{:?} {}", report.verdict(), told.collect::<Vec<_>>().join("; "))
}
