//! What does it mean for each team?

use super::{Mark, TeamStory};
use crate::policy::Team;
use crate::report::Report;
use crate::report::finding::Finding;
use crate::report::team::TeamVerdict;
use crate::report::verdict::Verdict;

pub(super) fn team_stories(report: &Report) -> Vec<TeamStory> {
    let story = |one: &TeamVerdict| {
        let (mark, sentence) = match one.verdict {
            Verdict::Passed if before(report, one.team).is_some() => {
                (Mark::Warning, "has files to join first".to_owned())
            }
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
            if one.verdict == Verdict::Passed { deployment(report, one.team) } else { one.must_act.clone() };
        TeamStory { team: one.team.words().into(), mark, sentence, next_steps }
    };
    report.teams.iter().map(story).collect()
}

/// What goes where, with what has to be done to the files before.
fn deployment(report: &Report, team: Team) -> Vec<String> {
    let before = before(report, team);
    let place = match (team, &before) {
        (Team::TeamA, None) => "Put server_key.pem, server.cer and CA on the server.",
        (Team::TeamA, Some(_)) => "Put server_key.pem, that file and CA on the server.",
        (Team::TeamB, None) => "Put client.pem, client.cer and CA on the device.",
        (Team::TeamB, Some(_)) => "Put client.pem, that file and CA on the device.",
    };
    before.into_iter().chain([place.to_owned()]).collect()
}

/// A certificate that is put where it belongs without its intermediate one is refused, however sound the set is.
fn before(report: &Report, team: Team) -> Option<String> {
    let is_own = |finding: &&Finding| {
        let item = finding.primary.item.and_then(|id| report.bundle.item(id));
        item.and_then(|item| item.role.side()).is_some_and(|side| side.team() == team)
    };
    let mut apart =
        report.findings.iter().filter(|finding| finding.check.code == "handoff.intermediate-apart");
    apart.find(is_own).map(|finding| finding.remedy.text.clone())
}
