//! In which order and words is it told? The one story that text, Markdown, HTML and the browser draw.
//!
//! Windows decide how it looks, never what is said. Everything here is escaped for showing; mark-up is the window's matter.

mod board;
mod closing;
mod findings;
mod grants;
mod handshakes;
mod headline;
mod locked;
mod message;
mod paths;
mod teams;
mod validity;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Report;
use super::description::{Description, describe, title_of};
use super::finding::{Evidence, Finding, Severity};
use crate::bundle::{Item, ItemId};
use crate::policy::Task;

pub(super) use closing::not_checked;

/// A sign beside a line; windows draw it with a symbol and a colour, never a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Mark {
    /// Nothing to say: not here, and rightly so.
    None,
    /// Could not be decided.
    Open,
    /// In order.
    Right,
    /// Look at it.
    Warning,
    /// Wrong.
    Wrong,
}

impl Mark {
    /// One character that reads without colour.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::None => "–",
            Self::Open => "?",
            Self::Right => "✓",
            Self::Warning => "!",
            Self::Wrong => "✗",
        }
    }

    /// The mark in a word, by which style sheets know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Open => "open",
            Self::Right => "right",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// The whole story.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Narrative {
    /// The answer in one sentence.
    pub headline: (Mark, String),
    /// What it means for each team.
    pub teams: Vec<TeamStory>,
    /// The seven files, and whatever else was given.
    pub board: Vec<BoardRow>,
    /// The handshakes, step by step: those that were spoken, or else both as predicted.
    pub handshakes: Vec<HandshakeStory>,
    /// What was asked beside what was granted, a request each.
    pub grants: Vec<GrantStory>,
    /// How long each certificate is valid.
    pub validity: Vec<SpanStory>,
    /// The judged paths.
    pub paths: Vec<PathStory>,
    /// For `match`: the files that share a key, one list a key.
    pub groups: Vec<Vec<String>>,
    /// For `inspect`: every item in words.
    pub details: Vec<Description>,
    /// Findings from warning up, worst first.
    pub findings: Vec<FindingStory>,
    /// Findings that are only good to know.
    pub notes: Vec<FindingStory>,
    /// What to write to each team that must act, ready to send.
    pub messages: Vec<MessageStory>,
    /// What a passphrase would open.
    pub locked: Vec<LockedStory>,
    /// What was not looked at, aloud.
    pub not_checked: Vec<String>,
    /// The counts.
    pub closing: String,
}

/// One team's line.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TeamStory {
    /// `Team A`.
    pub team: Cow<'static, str>,
    /// Its mark.
    pub mark: Mark,
    /// What it means for this team, in a sentence.
    pub sentence: String,
    /// What it does next.
    pub next_steps: Vec<String>,
}

/// One row of the table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct BoardRow {
    /// The file as given, or the slot's usual name.
    pub file: String,
    /// Where it is used.
    pub equipment: Cow<'static, str>,
    /// The team that provides it.
    pub from: Cow<'static, str>,
    /// What it is.
    pub what: String,
    /// One more fact: days left, issuer.
    pub detail: String,
    /// The mark.
    pub mark: Mark,
    /// The verdict in two or three words.
    pub verdict: String,
    /// Why it has its part.
    pub reason: String,
}

/// A handshake.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct HandshakeStory {
    /// `One-way`.
    pub title: Cow<'static, str>,
    /// How it was spoken, `TLS 1.3, called as api.example.com, …`; empty for a prediction.
    pub spoken: String,
    /// Its steps.
    pub steps: Vec<StepStory>,
}

/// A step of a handshake or path.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StepStory {
    /// Its number or section.
    pub number: String,
    /// Its mark.
    pub mark: Mark,
    /// What happens.
    pub title: String,
    /// What TLS calls it, or the value found.
    pub detail: String,
    /// What was seen when it was really spoken, and where that differs from what the files let expect.
    pub wire: Vec<String>,
}

/// A request beside the certificate that answers it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GrantStory {
    /// The request's file.
    pub request: String,
    /// The certificate's file.
    pub certificate: String,
    /// What was asked, granted, or both.
    pub rows: Vec<GrantLine>,
}

/// One thing asked for beside what became of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GrantLine {
    /// The field's everyday name.
    pub label: Cow<'static, str>,
    /// What the request says; `None` where it says nothing.
    pub asked: Option<String>,
    /// What the certificate says; `None` where it says nothing.
    pub granted: Option<String>,
    /// The mark of what was found about it.
    pub mark: Mark,
    /// How the two compare, in a word.
    pub change: Cow<'static, str>,
}

/// When a certificate, or a revocation list, is valid.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SpanStory {
    /// The file.
    pub file: String,
    /// What it is.
    pub title: String,
    /// Its first second, in seconds since 1970.
    pub start: i64,
    /// Its last second.
    pub end: i64,
    /// The moment of judgement.
    pub at: i64,
    /// Its mark at that moment.
    pub mark: Mark,
    /// From when to when, and how long it still lasts.
    pub sentence: String,
}

/// What to write to a team.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct MessageStory {
    /// `Team B`.
    pub to: Cow<'static, str>,
    /// The text: what is wrong, why, what to do; nothing secret.
    pub text: String,
}

/// A file that a passphrase would open.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LockedStory {
    /// The file.
    pub file: String,
    /// A passphrase was tried on it and did not open it.
    pub tried: bool,
}

/// One certificate on a path, and the link that leads to it from the one above.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PlaceStory {
    /// What it is.
    pub title: String,
    /// Its file.
    pub file: String,
    /// How it came out by itself.
    pub mark: Mark,
    /// How the link from above came out: name and signature; `None` for the first.
    pub link: Mark,
    /// The first fault of the certificate or of its link.
    pub fault: String,
}

/// A judged path.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PathStory {
    /// The certificate verified.
    pub target: String,
    /// Accepted, refused, open.
    pub mark: Mark,
    /// From the anchor down to the target.
    pub certificates: Vec<String>,
    /// The same, drawn: each certificate, and the link from the one above.
    pub places: Vec<PlaceStory>,
    /// Every rule that was looked at on the foremost path.
    pub steps: Vec<StepStory>,
    /// The certificate policies that are left at its end, in a sentence; empty where the path was not accepted.
    pub policies: String,
    /// For `verify`, when it was accepted: every rule that was asked, each once.
    pub rules: Vec<StepStory>,
    /// Other candidate paths: their certificates and why each was refused.
    pub others: Vec<String>,
}

/// A finding in words.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FindingStory {
    /// Its mark.
    pub mark: Mark,
    /// How bad.
    pub severity: Severity,
    /// The check's code.
    pub code: Cow<'static, str>,
    /// The fault in a few words.
    pub title: Cow<'static, str>,
    /// The fault in this file.
    pub message: String,
    /// Both sides.
    pub evidence: Vec<Evidence>,
    /// Why it matters.
    pub why: Cow<'static, str>,
    /// `RFC 9525 §6.3`.
    pub sources: Vec<String>,
    /// Who must act.
    pub who: String,
    /// What to do.
    pub cure: String,
    /// The file it is in; empty for the set.
    pub file: String,
    /// The field in it.
    pub field: String,
    /// The object it is in, by its place in the report.
    pub item: Option<usize>,
    /// The bytes of the field in that object's DER.
    pub bytes: Option<(usize, usize)>,
}

/// Tells `report`.
pub(super) fn narrate(report: &Report) -> Narrative {
    let (findings, notes): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| finding.severity > Severity::Note);
    let story = |finding: &&Finding| findings::finding_story(report, finding);
    Narrative {
        headline: headline::headline(report),
        teams: teams::team_stories(report),
        board: if report.teams.is_empty() { Vec::new() } else { board::board(report) },
        handshakes: handshakes::handshake_stories(report),
        paths: report.paths.iter().map(|verdict| paths::path_story(report, verdict)).collect(),
        groups: if report.policy.task == Task::Match { groups(report) } else { Vec::new() },
        details: if report.policy.task == Task::Inspect { details(report) } else { Vec::new() },
        grants: grants::grant_stories(report),
        validity: validity::spans(report),
        findings: findings.iter().map(story).collect(),
        notes: notes.iter().map(story).collect(),
        messages: message::messages(report),
        locked: locked::locked(report),
        not_checked: not_checked(report),
        closing: closing::closing(report),
    }
}

fn name(report: &Report, item: &Item) -> String {
    let file = report.names.get(item.artifact).map_or("", String::as_str);
    let blocks = report.bundle.intakes.get(item.artifact).map_or(0, |intake| intake.blocks.len());
    if blocks > 1 { format!("{file} (block {})", item.block + 1) } else { file.to_owned() }
}

fn groups(report: &Report) -> Vec<Vec<String>> {
    let named = |id: &ItemId| {
        report
            .bundle
            .item(*id)
            .map(|item| format!("{} ({})", name(report, item), title_of(item)))
            .unwrap_or_default()
    };
    report.bundle.keys.iter().map(|group| group.iter().map(named).collect()).collect()
}

fn details(report: &Report) -> Vec<Description> {
    report.bundle.items.iter().map(|item| detail(report, item)).collect()
}

/// One item in words, whatever was asked.
pub(super) fn detail(report: &Report, item: &Item) -> Description {
    describe(item, name(report, item), report.policy.at)
}
