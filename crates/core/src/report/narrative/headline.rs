//! What is the answer, in one sentence?

use super::Mark;
use crate::checks::Meaning;
use crate::policy::Task;
use crate::report::Report;
use crate::report::finding::{Actor, Finding, Severity};
use crate::report::handshake::{HandshakeKind, StepState};
use crate::report::verdict::Verdict;

pub(super) fn headline(report: &Report) -> (Mark, String) {
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
    let worst = first.or(first_open);
    let why = format!("{}{}", cause(worst), who_acts(worst));
    if let Some(sentence) = super::handshakes::headline(report, mark, &why) {
        return (mark, sentence.trim_end().to_owned());
    }
    let two_way_open = report
        .handshakes
        .iter()
        .any(|one| one.kind == HandshakeKind::TwoWay && one.state() == StepState::Open);
    let mind = if mark == Mark::Warning { " Mind the warnings below." } else { "" };
    let sentence = match (report.policy.task, report.verdict()) {
        (Task::Check, Verdict::Passed) if two_way_open && report.policy.side.is_none() => {
            format!(
                "This set works for the one-way handshake. There is no client file here, so the two-way one was not judged.{mind}"
            )
        }
        (Task::Check, Verdict::Passed) => match report.policy.side {
            Some(team) => format!("What {} holds will work.{mind}", team.words()),
            None => {
                format!("This set will work: every file fits, and each side will accept the other.{mind}")
            }
        },
        (Task::Check, Verdict::Failed) if report.teams.is_empty() => cause(first),
        (Task::Check, Verdict::Failed) => {
            format!("{} {}{}", consequence(first), cause(first), who_acts(first))
        }
        (Task::Verify, Verdict::Passed) => {
            "The certificate leads to the CA given, and every rule that was looked at holds.".to_owned()
        }
        (Task::Verify, Verdict::Failed) => format!("The certificate is refused. {}", cause(first)),
        (Task::Match, Verdict::Passed) => "These files belong to one key pair.".to_owned(),
        (Task::Match, Verdict::Failed) => cause(first),
        (Task::Inspect, Verdict::Passed) => {
            "Every file was understood. Whether they work together is another question: countersign check."
                .to_owned()
        }
        (Task::Inspect, Verdict::Failed) => cause(first),
        (_, Verdict::Indeterminate) => format!("The answer is open. {}", cause(first_open)),
    };
    (mark, sentence.trim_end().to_owned())
}

/// A set whose secret is out may well work; it must not be used.
fn consequence(first: Option<&Finding>) -> &'static str {
    if first.is_some_and(|finding| finding.check.code.starts_with("custody.")) {
        "This set must not be used."
    } else {
        "This set will not work yet."
    }
}

fn who_acts(finding: Option<&Finding>) -> String {
    match finding.map(|finding| finding.remedy.who) {
        Some(who @ (Actor::TeamA | Actor::TeamB)) => format!(" {} must act.", who.words()),
        _ => String::new(),
    }
}
