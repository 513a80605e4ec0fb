//! What does it mean for each team? Its own set's verdict, and what it has to do.

use super::finding::{Actor, Finding, Severity};
use super::verdict::Verdict;
use crate::bundle::{Bundle, Role};
use crate::checks::Meaning;
use crate::path::{PathVerdict, State};
use crate::policy::{Policy, Purpose, Team};

/// One team's part of the answer.
#[derive(Clone, Debug)]
pub struct TeamVerdict {
    /// Which team.
    pub team: Team,
    /// Whether what this team deploys will work.
    pub verdict: Verdict,
    /// What this team must do, one instruction each; empty when it has nothing to do.
    pub must_act: Vec<String>,
    /// It waits for the other team.
    pub waits: bool,
}

/// Splits the findings over the teams.
pub(crate) fn split(
    policy: &Policy,
    bundle: &Bundle,
    findings: &[Finding],
    paths: &[PathVerdict],
) -> Vec<TeamVerdict> {
    [Team::TeamA, Team::TeamB]
        .into_iter()
        .map(|team| team_verdict(team, policy, bundle, findings, paths))
        .collect()
}

fn team_verdict(
    team: Team,
    policy: &Policy,
    bundle: &Bundle,
    findings: &[Finding],
    paths: &[PathVerdict],
) -> TeamVerdict {
    let serious = |finding: &&Finding| finding.severity >= Severity::Error;
    let acts = |finding: &&Finding| {
        finding.remedy.who == Actor::from(team)
            || (finding.remedy.who == Actor::You && policy.side == Some(team))
    };
    let mut must_act: Vec<String> = Vec::new();
    for finding in findings.iter().filter(serious).filter(acts) {
        if !must_act.contains(&finding.remedy.text) {
            must_act.push(finding.remedy.text.clone());
        }
    }
    let concerned: Vec<&Finding> =
        findings.iter().filter(|finding| concerns(team, bundle, finding)).collect();
    let failed = concerned
        .iter()
        .any(|finding| finding.severity >= Severity::Error && finding.check.meaning == Meaning::Fault);
    let open = concerned.iter().any(|finding| {
        finding.check.meaning == Meaning::CouldNotDetermine && finding.severity >= Severity::Warning
    });
    let purpose = if team == Team::TeamA { Purpose::Server } else { Purpose::Client };
    let states: Vec<State> =
        paths.iter().filter(|path| path.purpose == purpose).map(PathVerdict::state).collect();
    let verdict = if failed || states.contains(&State::Refused) || !must_act.is_empty() {
        Verdict::Failed
    } else if open || states.is_empty() || states.contains(&State::Undetermined) {
        Verdict::Indeterminate
    } else {
        Verdict::Passed
    };
    let waits = must_act.is_empty() && verdict == Verdict::Failed;
    TeamVerdict { team, verdict, must_act, waits }
}

/// Findings about a team's own files, about the CA, and about the set as a whole concern it.
fn concerns(team: Team, bundle: &Bundle, finding: &Finding) -> bool {
    let Some(item) = finding.primary.item.and_then(|id| bundle.item(id)) else { return true };
    // What shares an exposed key has to be made again, by whoever provides it.
    let mut spent = finding.related.iter().filter_map(|location| bundle.item(location.item?));
    if finding.check.code == "custody.private-key-exposed" && spent.any(|item| item.role.provider() == team) {
        return true;
    }
    match item.role {
        Role::CaCertificate | Role::IntermediateCertificate | Role::CaKey => true,
        role => role.side().is_none_or(|side| side.team() == team),
    }
}
