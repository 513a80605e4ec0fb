//! What is to be written to the team that must act? Plain words, ready to send, and nothing secret.

use std::fmt::Write as _;

use super::MessageStory;
use crate::bundle::Role;
use crate::checks::Citation;
use crate::policy::Team;
use crate::report::finding::{Finding, Severity};
use crate::report::{Report, hex};

/// A message for each team that has something to mend and is not the one that asks.
pub(super) fn messages(report: &Report) -> Vec<MessageStory> {
    [Team::TeamA, Team::TeamB]
        .into_iter()
        .filter(|team| report.policy.side != Some(*team))
        .filter_map(|team| message(report, team))
        .collect()
}

fn message(report: &Report, team: Team) -> Option<MessageStory> {
    let theirs: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note && finding.remedy.who.team() == Some(team))
        .collect();
    if theirs.is_empty() {
        return None;
    }
    let mut text = format!(
        "Hello {},\n\nwe looked at the files of our HTTPS set-up, as of {}. Please mend the following.\n",
        team.words(),
        report.policy.at.day_words()
    );
    for (index, finding) in theirs.iter().enumerate() {
        push_finding(&mut text, index + 1, finding);
    }
    push_files(report, &mut text);
    text.push_str("\nPlease send certificates and requests only. A private key stays where it was made.\n");
    Some(MessageStory { to: team.words().into(), text })
}

fn push_finding(text: &mut String, number: usize, finding: &Finding) {
    let _ = writeln!(text, "\n{number}. {}", finding.message);
    for one in &finding.evidence {
        let _ = writeln!(text, "   {}: {}", one.label, one.value);
    }
    let sources: Vec<String> = finding.check.cites.iter().map(Citation::words).collect();
    let _ = writeln!(text, "   What to do: {}", finding.remedy.text);
    let _ = writeln!(
        text,
        "   Why: {} ({}; {})",
        finding.check.rationale,
        sources.join("; "),
        finding.check.code
    );
}

/// Fingerprints, so that both teams know that they speak of the same files.
fn push_files(report: &Report, text: &mut String) {
    let public = |role: Role| role != Role::Unrecognized && role != Role::Stray;
    let mut files = report.bundle.items.iter().filter(|item| public(item.role)).peekable();
    if files.peek().is_some() {
        text.push_str("\nThe files we looked at, by SHA-256:\n");
    }
    for item in files {
        if let Some(digest) = item.sha256 {
            let _ = writeln!(text, "   {}  {}", super::name(report, item), hex(&digest));
        }
    }
}
