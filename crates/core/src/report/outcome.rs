//! How did a check end? Silence is never success.

use super::finding::Finding;

/// How one check ended on one subject.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An earlier fault, named by its code, makes the check meaningless.
    Blocked(&'static str),
    /// What it found.
    Found(Vec<Finding>),
    /// Why there was nothing to judge.
    NotApplicable(&'static str),
    /// Looked, and in order.
    Passed,
}

impl Outcome {
    /// [`Outcome::Passed`] for no finding, else [`Outcome::Found`].
    #[must_use]
    pub fn from_findings(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Passed } else { Self::Found(findings) }
    }
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Found(vec![finding])
    }
}

/// An [`Outcome`] with its check and subject.
#[derive(Clone, Debug)]
pub struct Record {
    /// The check's code.
    pub code: &'static str,
    /// The subject's artifact, where it has one.
    pub artifact: Option<usize>,
    /// How it ended; findings are kept in the report's own list, here they are counted.
    pub ended: Ended,
}

/// An [`Outcome`] without its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Blocked by the fault with this code.
    Blocked(&'static str),
    /// So many findings.
    Found(usize),
    /// Why there was nothing to judge.
    NotApplicable(&'static str),
    /// In order.
    Passed,
}

impl From<&Outcome> for Ended {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Blocked(code) => Self::Blocked(code),
            Outcome::Found(findings) => Self::Found(findings.len()),
            Outcome::NotApplicable(why) => Self::NotApplicable(why),
            Outcome::Passed => Self::Passed,
        }
    }
}
