//! What may be wrong? One file a check: its code, why it exists, where that is written, how to cure it, and its test.
//!
//! The file's name is the code's second half: `pair/key_mismatch.rs` is `pair.key-mismatch`. Checks read a [`View`] and
//! never call each other. To add one, see CONTRIBUTING.md.

mod certificate;
mod custody;
mod encoding;
mod explanation;
mod grant;
mod handoff;
mod holding;
mod key;
mod pair;
mod path;
mod registry;
mod request;
mod view;

pub use explanation::{CheckV1, level_words, markdown, page, wire};
pub use registry::{all, find};
pub use view::View;

pub(crate) use registry::run_all;

use crate::bundle::{Grant, Item};
use crate::model::{Certificate, CertificationRequest, PrivateKey};
use crate::path::PathVerdict;
use crate::policy::Task;
use crate::report::{Actor, Finding, Location, Outcome, Remedy, Severity};

/// A rule, and everything there is to say about it.
#[derive(Debug)]
pub struct Check {
    /// `room.kebab-fault`.
    pub code: &'static str,
    /// The fault in a few words.
    pub title: &'static str,
    /// The fault in two or three words, for a table.
    pub brief: &'static str,
    /// The consequence in the usual case.
    pub severity: Severity,
    /// Whether it finds faults or says what could not be determined.
    pub meaning: Meaning,
    /// Which step of the handshake a finding breaks.
    pub breaks: Breaks,
    /// Where the rule is written.
    pub cites: &'static [Citation],
    /// Why the rule exists, for a newcomer.
    pub rationale: &'static str,
    /// What to do about it in the usual case.
    pub remedy: &'static str,
    /// The questions it is asked for.
    pub tasks: &'static [Task],
    /// What it looks at, and how.
    pub scope: Scope,
}

/// What a finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Something that matters could not be decided: never `passed`, never `failed`.
    CouldNotDetermine,
    /// Something is wrong.
    Fault,
}

/// Where in the handshake a fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// Nowhere by itself.
    Nothing,
    /// Where its own side presents the certificate: it can't.
    Offer,
    /// Where the other side verifies the certificate, for some peers only: those that call a lost name, say.
    SomePeers,
    /// Where the other side verifies the certificate: it refuses.
    Verification,
}

/// Where a rule is written, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// For example `RFC 5280`.
    pub document: &'static str,
    /// For example `4.2.1.12`; empty for the whole document.
    pub section: &'static str,
    /// MUST, SHOULD or practice.
    pub level: Level,
}

/// How strongly a source speaks (RFC 2119), or that it is what everyone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// An absolute requirement.
    Must,
    /// What implementations do.
    #[serde(rename = "practice")]
    Practice,
    /// Valid reasons to do otherwise may exist.
    Should,
}

impl Citation {
    /// An absolute requirement of `document` in `section`.
    #[must_use]
    pub const fn must(document: &'static str, section: &'static str) -> Self {
        Self { document, section, level: Level::Must }
    }

    /// A recommendation.
    #[must_use]
    pub const fn should(document: &'static str, section: &'static str) -> Self {
        Self { document, section, level: Level::Should }
    }

    /// Common practice.
    #[must_use]
    pub const fn practice(document: &'static str, section: &'static str) -> Self {
        Self { document, section, level: Level::Practice }
    }

    /// `RFC 5280 §4.2.1.12`.
    #[must_use]
    pub fn words(&self) -> String {
        if self.section.is_empty() {
            self.document.to_owned()
        } else {
            format!("{} §{}", self.document, self.section)
        }
    }
}

/// What a check looks at.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Each file, paste or stream, by index.
    Artifact(fn(&View<'_>, usize) -> Outcome),
    /// Each certificate.
    Certificate(fn(&View<'_>, &Item, &Certificate) -> Outcome),
    /// Each request with the certificate that answers it.
    Grant(fn(&View<'_>, &Grant) -> Outcome),
    /// Each object.
    Item(fn(&View<'_>, &Item) -> Outcome),
    /// The paths of each certificate to verify.
    Path(fn(&View<'_>, &PathVerdict) -> Outcome),
    /// Each private key.
    PrivateKey(fn(&View<'_>, &Item, &PrivateKey) -> Outcome),
    /// Each request.
    Request(fn(&View<'_>, &Item, &CertificationRequest) -> Outcome),
    /// All together.
    Set(fn(&View<'_>) -> Outcome),
}

/// Every question.
pub(crate) const EVERY_TASK: &[Task] = &[Task::Check, Task::Inspect, Task::Match, Task::Verify];
/// Questions about what files hold.
pub(crate) const CHECK_AND_INSPECT: &[Task] = &[Task::Check, Task::Inspect];
/// Questions about certificates.
pub(crate) const ABOUT_CERTIFICATES: &[Task] = &[Task::Check, Task::Inspect, Task::Verify];
/// Questions about keys.
pub(crate) const ABOUT_KEYS: &[Task] = &[Task::Check, Task::Inspect, Task::Match];

impl Check {
    /// A finding of this check at `location`, with its usual severity and remedy.
    #[must_use]
    pub fn finding(&'static self, location: Location, who: Actor, message: impl Into<String>) -> Finding {
        Finding {
            check: self,
            severity: self.severity,
            message: message.into(),
            evidence: Vec::new(),
            primary: location,
            related: Vec::new(),
            remedy: Remedy { who, text: self.remedy.to_owned() },
        }
    }
}
