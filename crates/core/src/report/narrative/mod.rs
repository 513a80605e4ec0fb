//! In which order and words is it told? The one story that text, Markdown, HTML and the browser draw.
//!
//! Windows decide how it looks, never what is said. Everything here is escaped for showing; mark-up is the window's matter.

mod board;
mod closing;
mod findings;
mod handshakes;
mod headline;
mod paths;
mod teams;

use super::Report;
use super::description::{Description, describe, title_of};
use super::finding::{Evidence, Finding, Severity};
use crate::bundle::{Item, ItemId};
use crate::policy::Task;

pub(super) use closing::not_checked;

/// A sign beside a line; windows draw it with a symbol and a colour, never a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// The whole story.
#[derive(Clone, Debug)]
pub struct Narrative {
    /// The answer in one sentence.
    pub headline: (Mark, String),
    /// What it means for each team.
    pub teams: Vec<TeamStory>,
    /// The seven files, and whatever else was given.
    pub board: Vec<BoardRow>,
    /// The handshakes, step by step: those that were spoken, or else both as predicted.
    pub handshakes: Vec<HandshakeStory>,
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
    /// What was not looked at, aloud.
    pub not_checked: Vec<String>,
    /// The counts.
    pub closing: String,
}

/// One team's line.
#[derive(Clone, Debug)]
pub struct TeamStory {
    /// `Team A`.
    pub team: &'static str,
    /// Its mark.
    pub mark: Mark,
    /// What it means for this team, in a sentence.
    pub sentence: String,
    /// What it does next.
    pub next_steps: Vec<String>,
}

/// One row of the table.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The file as given, or the slot's usual name.
    pub file: String,
    /// Where it is used.
    pub equipment: &'static str,
    /// The team that provides it.
    pub from: &'static str,
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
#[derive(Clone, Debug)]
pub struct HandshakeStory {
    /// `One-way`.
    pub title: &'static str,
    /// How it was spoken, `TLS 1.3, called as api.example.com, …`; empty for a prediction.
    pub spoken: String,
    /// Its steps.
    pub steps: Vec<StepStory>,
}

/// A step of a handshake or path.
#[derive(Clone, Debug)]
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

/// A judged path.
#[derive(Clone, Debug)]
pub struct PathStory {
    /// The certificate verified.
    pub target: String,
    /// Accepted, refused, open.
    pub mark: Mark,
    /// From the anchor down to the target.
    pub certificates: Vec<String>,
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
#[derive(Clone, Debug)]
pub struct FindingStory {
    /// Its mark.
    pub mark: Mark,
    /// How bad.
    pub severity: Severity,
    /// The check's code.
    pub code: &'static str,
    /// The fault in a few words.
    pub title: &'static str,
    /// The fault in this file.
    pub message: String,
    /// Both sides.
    pub evidence: Vec<Evidence>,
    /// Why it matters.
    pub why: &'static str,
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
        findings: findings.iter().map(story).collect(),
        notes: notes.iter().map(story).collect(),
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
    report.bundle.items.iter().map(|item| describe(item, name(report, item), report.policy.at)).collect()
}
