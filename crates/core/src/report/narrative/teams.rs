//! What does it mean for each team?

use super::{Mark, TeamStory};
use crate::policy::Team;
use crate::report::Report;
use crate::report::team::TeamVerdict;
use crate::report::verdict::Verdict;

pub(super) fn team_stories(report: &Report) -> Vec<TeamStory> {
    let story = |one: &TeamVerdict| {
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
        TeamStory { team: one.team.words().into(), mark, sentence, next_steps }
    };
    report.teams.iter().map(story).collect()
}

fn deployment(team: Team) -> String {
    match team {
        Team::TeamA => "Put server_key.pem, server.cer and CA on the server.".to_owned(),
        Team::TeamB => "Put client.pem, client.cer and CA on the device.".to_owned(),
    }
}
