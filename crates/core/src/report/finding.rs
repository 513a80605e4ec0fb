//! What is wrong, shown how, and who must act.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::location::Location;
use crate::checks::Check;
use crate::policy::Team;

/// Consequence, from least to worst.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works now; it will not always, or not everywhere.
    Warning,
    /// Something that was agreed is not so, or some peers will refuse.
    Error,
    /// The peers will refuse, or a secret is out.
    Blocker,
}

impl Severity {
    /// `note`, `warning`, `error`, `blocker`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Blocker => "blocker",
        }
    }
}

/// Who has to do something about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The team that holds the server key.
    TeamA,
    /// The team that runs the CA and holds the client key.
    TeamB,
    /// Whoever runs this inspection.
    You,
}

impl Actor {
    /// `Team A`, `Team B`, `You`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::TeamA => "Team A",
            Self::TeamB => "Team B",
            Self::You => "You",
        }
    }

    /// The team, when it is one.
    #[must_use]
    pub const fn team(self) -> Option<Team> {
        match self {
            Self::TeamA => Some(Team::TeamA),
            Self::TeamB => Some(Team::TeamB),
            Self::You => None,
        }
    }
}

impl From<Team> for Actor {
    fn from(team: Team) -> Self {
        match team {
            Team::TeamA => Self::TeamA,
            Team::TeamB => Self::TeamB,
        }
    }
}

/// The cure: who does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Who must act.
    pub who: Actor,
    /// What to do, as an instruction.
    pub text: String,
}

/// One line of proof under a finding, for example `asked` and `DNS api.example.com`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Evidence {
    /// What the value is: `asked`, `granted`, `expected`, `actual`.
    pub label: Cow<'static, str>,
    /// The value, escaped for showing.
    pub value: String,
}

/// One thing found by one check, in one place.
///
/// Code, title, citations and rationale are the check's own and never typed twice.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that found it.
    pub check: &'static Check,
    /// The consequence; the check's own unless the case lessens it.
    pub severity: Severity,
    /// One sentence about this artifact with its actual values.
    pub message: String,
    /// Both sides of the disagreement, when there are two.
    pub evidence: Vec<Evidence>,
    /// The guilty place.
    pub primary: Location,
    /// The places it disagrees with.
    pub related: Vec<Location>,
    /// Who must do what.
    pub remedy: Remedy,
}

impl Finding {
    /// Adds a line of proof.
    #[must_use]
    pub fn evidence(mut self, label: &'static str, value: impl Into<String>) -> Self {
        self.evidence.push(Evidence { label: label.into(), value: value.into() });
        self
    }

    /// Adds a place it disagrees with.
    #[must_use]
    pub fn related(mut self, location: Location) -> Self {
        self.related.push(location);
        self
    }

    /// Replaces the check's general remedy by one for this case.
    #[must_use]
    pub fn remedy(mut self, text: impl Into<String>) -> Self {
        self.remedy.text = text.into();
        self
    }

    /// Lowers or raises the severity for this case.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
