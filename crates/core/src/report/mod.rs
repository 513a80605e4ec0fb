//! What is said? Findings and outcomes, the one verdict, and the two forms every door uses: JSON and narrative.

mod bytes;
mod description;
mod distinguished_name;
mod finding;
mod handshake;
mod location;
mod narrative;
mod outcome;
mod shown;
mod spoken;
mod team;
mod verdict;
pub mod wire_v1;

pub use bytes::value_words;
pub use description::{Description, Field};
pub use distinguished_name::name_words;
pub use finding::{Actor, Evidence, Finding, Remedy, Severity};
pub use handshake::{Handshake, HandshakeKind, HandshakeStep, Spoken, StepState};
pub use location::Location;
pub use narrative::{
    BoardRow, FindingStory, GrantLine, GrantStory, HandshakeStory, LockedStory, Mark, MessageStory,
    Narrative, PathStory, PlaceStory, SpanStory, StepStory, TeamStory,
};
pub use outcome::{Ended, Outcome, Record};
pub use shown::{days, hex, list, shown, shown_within};
pub use spoken::{Conversation, SpokenStep};
pub use team::TeamVerdict;
pub use verdict::Verdict;

pub(crate) use handshake::predict as predict_handshakes;
pub(crate) use shown::{unhex, unhex_pair};
pub(crate) use team::split as split_over_teams;
pub(crate) use verdict::verdict;

use std::io;

use crate::bundle::Bundle;
use crate::path::PathVerdict;
use crate::policy::Policy;

/// Everything an inspection found out.
#[derive(Debug)]
pub struct Report {
    /// The policy it was judged by.
    pub policy: Policy,
    /// Where each artifact came from, escaped for showing.
    pub origins: Vec<String>,
    /// How sentences name each artifact.
    pub names: Vec<String>,
    /// The items and their relations.
    pub bundle: Bundle,
    /// The judged paths.
    pub paths: Vec<PathVerdict>,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// How every check ended on every subject.
    pub outcomes: Vec<Record>,
    /// The handshakes, step by step: as predicted from the files, then those that were really spoken.
    pub handshakes: Vec<Handshake>,
    /// What it means for each team; only for [`crate::policy::Task::Check`].
    pub teams: Vec<TeamVerdict>,
    pub(crate) verdict: Verdict,
}

impl Report {
    /// The one answer; computed, never set.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The worst severity found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// The report in words, in the order a person reads it.
    #[must_use]
    pub fn narrative(&self) -> Narrative {
        narrative::narrate(self)
    }

    /// One object in words, whatever was asked; `None` where there is no such object.
    #[must_use]
    pub fn detail(&self, item: usize) -> Option<Description> {
        self.bundle.items.get(item).map(|item| narrative::detail(self, item))
    }

    /// `countersign/report/v1` as text, in one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        wire_v1::text(&self.to_wire(), serde_json::ser::CompactFormatter)
    }

    /// `countersign/report/v1` as text, indented, with a last line end: what every door exports.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        wire_v1::text(&self.to_wire(), serde_json::ser::PrettyFormatter::new()) + "\n"
    }

    /// The same text, written bit by bit: that of ten thousand certificates has a hundred megabytes.
    ///
    /// # Errors
    /// What writing to `out` ends with.
    pub fn write_json_pretty(&self, mut out: impl io::Write) -> io::Result<()> {
        wire_v1::write(&self.to_wire(), serde_json::ser::PrettyFormatter::new(), &mut out)?;
        out.write_all(b"\n")
    }

    /// The report as `countersign/report/v1`.
    #[must_use]
    pub fn to_wire(&self) -> wire_v1::ReportV1<'_> {
        wire_v1::from_report(self)
    }
}
