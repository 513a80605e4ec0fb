//! In which order and words is it told? The one story that text, Markdown, HTML and the browser draw.
//!
//! Windows decide how it looks, never what is said. Everything here is escaped for showing; mark-up is the window's matter.

use super::Report;
use super::description::{Description, describe, title_of};
use super::finding::{Actor, Evidence, Finding, Severity};
use super::handshake::{HandshakeKind, StepState};
use super::verdict::Verdict;
use crate::bundle::{Item, Role, SLOTS, Slot};
use crate::checks::{Meaning, find};
use crate::path::{PathVerdict, State, StepOutcome};
use crate::policy::{Task, Team};

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
    /// The handshakes, step by step.
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
    /// Other candidate paths.
    pub others: usize,
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
    let story = |finding: &&Finding| finding_story(report, finding);
    Narrative {
        headline: headline(report),
        teams: team_stories(report),
        board: if report.policy.task == Task::Check { board(report) } else { Vec::new() },
        handshakes: handshake_stories(report),
        paths: report.paths.iter().map(|verdict| path_story(report, verdict)).collect(),
        groups: if report.policy.task == Task::Match { groups(report) } else { Vec::new() },
        details: if report.policy.task == Task::Inspect { details(report) } else { Vec::new() },
        findings: findings.iter().map(story).collect(),
        notes: notes.iter().map(story).collect(),
        not_checked: not_checked(report),
        closing: closing(report),
    }
}

fn name(report: &Report, item: &Item) -> String {
    let file = report.names.get(item.artifact).map_or("", String::as_str);
    let blocks = report.bundle.intakes.get(item.artifact).map_or(0, |intake| intake.blocks.len());
    if blocks > 1 { format!("{file} (block {})", item.block + 1) } else { file.to_owned() }
}

fn headline(report: &Report) -> (Mark, String) {
    let mark = match report.verdict() {
        Verdict::Passed if report.worst() >= Some(Severity::Warning) => Mark::Warning,
        Verdict::Passed => Mark::Right,
        Verdict::Indeterminate => Mark::Open,
        Verdict::Failed => Mark::Wrong,
    };
    let first = report.findings.iter().find(|finding| finding.severity >= Severity::Error);
    let first_open =
        report.findings.iter().find(|finding| finding.check.meaning == Meaning::CouldNotDetermine);
    let cause =
        |finding: Option<&Finding>| finding.map(|finding| finding.message.clone()).unwrap_or_default();
    let two_way_open = report
        .handshakes
        .iter()
        .any(|one| one.kind == HandshakeKind::TwoWay && one.state() == StepState::Open);
    let sentence = match (report.policy.task, report.verdict()) {
        (Task::Check, Verdict::Passed) if two_way_open && report.policy.side.is_none() => {
            "This set works for the one-way handshake. There is no client file here, so the two-way one was not judged.".to_owned()
        }
        (Task::Check, Verdict::Passed) => match report.policy.side {
            Some(team) => format!("What {} holds will work.", team.words()),
            None => "This set will work: every file fits, and each side will accept the other.".to_owned(),
        },
        (Task::Check, Verdict::Failed) => format!("This set will not work yet. {}{}", cause(first), who_acts(first)),
        (Task::Verify, Verdict::Passed) => "The certificate leads to the CA given, and every rule that was looked at holds.".to_owned(),
        (Task::Verify, Verdict::Failed) => format!("The certificate is refused. {}", cause(first)),
        (Task::Match, Verdict::Passed) => "These files belong to one key pair.".to_owned(),
        (Task::Match, Verdict::Failed) => cause(first),
        (Task::Inspect, Verdict::Passed) => "Every file was understood. Whether they work together is another question: countersign check.".to_owned(),
        (Task::Inspect, Verdict::Failed) => cause(first),
        (_, Verdict::Indeterminate) => format!("The answer is open. {}", cause(first_open)),
    };
    (mark, sentence.trim_end().to_owned())
}

fn who_acts(finding: Option<&Finding>) -> String {
    match finding.map(|finding| finding.remedy.who) {
        Some(who @ (Actor::TeamA | Actor::TeamB)) => format!(" {} must act.", who.words()),
        _ => String::new(),
    }
}

fn team_stories(report: &Report) -> Vec<TeamStory> {
    let story = |one: &super::team::TeamVerdict| {
        let (mark, sentence) = match one.verdict {
            Verdict::Passed => (Mark::Right, "has nothing to mend".to_owned()),
            Verdict::Indeterminate => {
                (Mark::Open, "its part could not be judged from these files".to_owned())
            }
            Verdict::Failed if one.waits => {
                (Mark::Wrong, format!("can't go on yet: it waits for {}", one.team.other().words()))
            }
            Verdict::Failed => (Mark::Wrong, "must act".to_owned()),
        };
        let next_steps =
            if one.verdict == Verdict::Passed { vec![deployment(one.team)] } else { one.must_act.clone() };
        TeamStory { team: one.team.words(), mark, sentence, next_steps }
    };
    report.teams.iter().map(story).collect()
}

fn deployment(team: Team) -> String {
    match team {
        Team::TeamA => "Put server_key.pem, server.cer and CA on the server.".to_owned(),
        Team::TeamB => "Put client.pem, client.cer and CA on the device.".to_owned(),
    }
}

fn board(report: &Report) -> Vec<BoardRow> {
    let mut rows = Vec::new();
    for slot in &SLOTS {
        let mut filled = report.bundle.with_role(slot.role).peekable();
        if filled.peek().is_none() {
            rows.push(empty_row(report, slot));
        }
        rows.extend(filled.map(|item| row(report, item, slot.equipment)));
    }
    let in_slot = |item: &&Item| SLOTS.iter().any(|slot| slot.role == item.role);
    // Files that were left aside as bystanders are only counted, in the notes.
    let others = report.bundle.items.iter().filter(|item| !in_slot(item) && item.role != Role::Unrecognized);
    rows.extend(others.map(|item| row(report, item, "–")));
    rows.extend(unreadable_rows(report));
    rows
}

fn row(report: &Report, item: &Item, equipment: &'static str) -> BoardRow {
    let (mark, verdict) = judgement(report, |finding| {
        finding.primary.item == Some(item.id)
            || (finding.primary.item.is_none()
                && finding.primary.artifact == item.artifact
                && is_about_file(finding))
    });
    BoardRow {
        file: name(report, item),
        equipment,
        from: item.role.provider().words(),
        what: title_of(item),
        detail: detail(report, item),
        mark,
        verdict,
        reason: item.role_reason.clone(),
    }
}

/// Findings about the set as a whole carry the first artifact as their place, but are not about it.
fn is_about_file(finding: &Finding) -> bool {
    matches!(finding.check.scope, crate::checks::Scope::Artifact(_))
}

/// The worst finding that concerns a row, in two or three words.
fn judgement(report: &Report, concerns: impl Fn(&Finding) -> bool) -> (Mark, String) {
    let worst = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note && concerns(finding))
        .max_by_key(|finding| finding.severity);
    match worst {
        None => (Mark::Right, "right".to_owned()),
        Some(finding) => (finding_mark(finding), finding.check.brief.to_owned()),
    }
}

fn finding_mark(finding: &Finding) -> Mark {
    match (finding.severity, finding.check.meaning) {
        (Severity::Note, _) => Mark::None,
        (_, Meaning::CouldNotDetermine) => Mark::Open,
        (Severity::Warning, _) => Mark::Warning,
        (Severity::Error | Severity::Blocker, _) => Mark::Wrong,
    }
}

fn empty_row(report: &Report, slot: &Slot) -> BoardRow {
    let owner = slot.role.side().map(|side| side.team());
    let side = report.policy.side;
    let is_key = matches!(slot.role, Role::ServerKey | Role::ClientKey);
    let missing = report.findings.iter().any(|finding| {
        matches!(finding.check.code, "handoff.file-missing") && finding.message.contains(slot.role.words())
    });
    let no_ca = slot.role == Role::CaCertificate;
    let (mark, what, verdict) = match side {
        _ if missing => (Mark::Open, "not here", "missing"),
        _ if no_ca => (Mark::Wrong, "not here", "missing"),
        Some(team) if is_key && owner != Some(team) => (Mark::None, "not here, as it should be", ""),
        _ => (Mark::None, "not here, not needed", ""),
    };
    BoardRow {
        file: slot.file.to_owned(),
        equipment: slot.equipment,
        from: slot.role.provider().words(),
        what: what.to_owned(),
        detail: String::new(),
        mark,
        verdict: verdict.to_owned(),
        reason: String::new(),
    }
}

/// Files in which nothing was recognised, unless they were left aside.
fn unreadable_rows(report: &Report) -> Vec<BoardRow> {
    let unreadable = report.findings.iter().filter(|finding| {
        finding.severity > Severity::Note
            && matches!(finding.check.code, "encoding.unrecognized" | "encoding.limit-reached")
            || finding.severity > Severity::Note
                && finding.check.code == "encoding.malformed"
                && finding
                    .primary
                    .item
                    .and_then(|id| report.bundle.item(id))
                    .is_some_and(|item| item.role == Role::Unrecognized)
    });
    let row = |finding: &Finding| BoardRow {
        file: report.names.get(finding.primary.artifact).cloned().unwrap_or_default(),
        equipment: "–",
        from: "–",
        what: "could not be read".to_owned(),
        detail: String::new(),
        mark: finding_mark(finding),
        verdict: finding.check.brief.to_owned(),
        reason: String::new(),
    };
    unreadable.map(row).collect()
}

fn detail(report: &Report, item: &Item) -> String {
    let Some(certificate) = item.certificate() else {
        return item
            .parsed
            .public_key()
            .filter(|_| item.request().is_some())
            .map(|key| key.words())
            .unwrap_or_default();
    };
    let days = certificate.validity.not_after.days_since(report.policy.at);
    let key = certificate.subject_public_key_info.words();
    if report.policy.at < certificate.validity.not_before {
        return format!("{key}, from {}", certificate.validity.not_before.day_words());
    }
    match days {
        _ if report.policy.at > certificate.validity.not_after => {
            format!("{key}, ended {}", certificate.validity.not_after.day_words())
        }
        0..=1000 => format!("{key}, {days} days left"),
        _ => format!("{key}, to {}", certificate.validity.not_after.day_words()),
    }
}

fn handshake_stories(report: &Report) -> Vec<HandshakeStory> {
    let story = |handshake: &super::handshake::Handshake| HandshakeStory {
        title: match handshake.kind {
            HandshakeKind::OneWay => "One-way",
            HandshakeKind::TwoWay => "Two-way",
        },
        steps: handshake.steps.iter().map(|step| step_story(report, step)).collect(),
    };
    report.handshakes.iter().map(story).collect()
}

fn step_story(report: &Report, step: &super::handshake::HandshakeStep) -> StepStory {
    let mark = match step.state {
        StepState::Failed => Mark::Wrong,
        StepState::NotReached => Mark::None,
        StepState::Open => Mark::Open,
        StepState::Passed => Mark::Right,
    };
    let message = step
        .because
        .and_then(|code| report.findings.iter().find(|finding| finding.check.code == code))
        .map(|finding| finding.message.clone());
    let because = message.or_else(|| step.because.and_then(find).map(|check| check.title.to_owned()));
    let title = because.map_or_else(|| step.title.to_owned(), |because| format!("{}: {because}", step.title));
    StepStory { number: step.number.to_string(), mark, title, detail: step.tls.to_owned() }
}

fn path_story(report: &Report, verdict: &PathVerdict) -> PathStory {
    let named = |id: &crate::bundle::ItemId| {
        report
            .bundle
            .item(*id)
            .map(|item| format!("{} ({})", title_of(item), name(report, item)))
            .unwrap_or_default()
    };
    let foremost = verdict.foremost();
    PathStory {
        target: named(&verdict.target),
        mark: match verdict.state() {
            State::Accepted => Mark::Right,
            State::Refused => Mark::Wrong,
            State::Undetermined => Mark::Open,
        },
        certificates: foremost
            .map(|attempt| attempt.certificates.iter().rev().map(named).collect())
            .unwrap_or_default(),
        steps: foremost
            .map(|attempt| attempt.steps.iter().map(|step| rule_story(report, step)).collect())
            .unwrap_or_default(),
        others: verdict.attempts.len().saturating_sub(1),
    }
}

fn rule_story(report: &Report, step: &crate::path::Step) -> StepStory {
    let certificate = report.bundle.item(step.certificate).map(|item| name(report, item)).unwrap_or_default();
    let (mark, detail) = match &step.outcome {
        StepOutcome::NotApplicable(why) => (Mark::None, (*why).to_owned()),
        StepOutcome::Passed => (Mark::Right, String::new()),
        StepOutcome::Refused(fault) => (Mark::Wrong, format!("{certificate} {}", fault.message)),
        StepOutcome::Undetermined(fault) => (Mark::Open, format!("{certificate} {}", fault.message)),
    };
    StepStory {
        number: step.section.to_owned(),
        mark,
        title: format!("{certificate}: {}", step.rule),
        detail,
    }
}

fn groups(report: &Report) -> Vec<Vec<String>> {
    let named = |id: &crate::bundle::ItemId| {
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

fn finding_story(report: &Report, finding: &Finding) -> FindingStory {
    let set_wide =
        matches!(finding.check.scope, crate::checks::Scope::Set(_)) && finding.primary.item.is_none();
    let file = report.names.get(finding.primary.artifact).filter(|_| !set_wide).cloned().unwrap_or_default();
    FindingStory {
        mark: finding_mark(finding),
        severity: finding.severity,
        code: finding.check.code,
        title: finding.check.title,
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        why: finding.check.rationale,
        sources: finding.check.cites.iter().map(crate::checks::Citation::words).collect(),
        who: who(report, finding.remedy.who),
        cure: finding.remedy.text.clone(),
        file,
        field: finding.primary.field.clone(),
    }
}

/// The team that asks is addressed as such.
fn who(report: &Report, actor: Actor) -> String {
    match (actor.team(), report.policy.side) {
        (Some(team), Some(side)) if team == side => format!("You ({})", team.words()),
        _ => actor.words().to_owned(),
    }
}

/// What no check looked at, so that nobody takes silence for a pass.
pub(super) fn not_checked(report: &Report) -> Vec<String> {
    let mut left = Vec::new();
    if !report.paths.is_empty() {
        let has_list = report.bundle.with_role(Role::RevocationList).next().is_some();
        left.push(if has_list {
            "Revocation: the revocation list here was read but not applied.".to_owned()
        } else {
            "Revocation: no revocation list was given, so nobody asked whether a certificate was revoked."
                .to_owned()
        });
    }
    if report.policy.task == Task::Check && report.policy.hosts.is_empty() {
        left.push("Host names: none was given (--host NAME), so it is open whether clients call the server by a name it has.".to_owned());
    }
    if report.policy.task == Task::Verify && report.policy.hosts.is_empty() {
        left.push("Host names: none was given (--host NAME).".to_owned());
    }
    if report.policy.task == Task::Inspect
        && report.bundle.items.iter().any(|item| item.certificate().is_some())
    {
        left.push("Trust: inspect does not follow certificates to a CA; check and verify do.".to_owned());
    }
    left
}

fn closing(report: &Report) -> String {
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
    let looked = report
        .outcomes
        .iter()
        .filter(|record| !matches!(record.ended, super::Ended::NotApplicable(_)))
        .count();
    parts.push(format!("{looked} checks"));
    format!("{}: {}", report.verdict().words(), parts.join(", "))
}
