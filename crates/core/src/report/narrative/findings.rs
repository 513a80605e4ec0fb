//! What is wrong, why, and who mends it?

use super::{FindingStory, Mark};
use crate::checks::{Citation, Meaning, Scope};
use crate::report::Report;
use crate::report::finding::{Actor, Finding, Severity};

pub(super) fn finding_story(report: &Report, finding: &Finding) -> FindingStory {
    let set_wide = matches!(finding.check.scope, Scope::Set(_)) && finding.primary.item.is_none();
    let file = report.names.get(finding.primary.artifact).filter(|_| !set_wide).cloned().unwrap_or_default();
    FindingStory {
        mark: finding_mark(finding),
        severity: finding.severity,
        code: finding.check.code,
        title: finding.check.title,
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        why: finding.check.rationale,
        sources: finding.check.cites.iter().map(Citation::words).collect(),
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

pub(super) fn finding_mark(finding: &Finding) -> Mark {
    match (finding.severity, finding.check.meaning) {
        (Severity::Note, _) => Mark::None,
        (_, Meaning::CouldNotDetermine) => Mark::Open,
        (Severity::Warning, _) => Mark::Warning,
        (Severity::Error | Severity::Blocker, _) => Mark::Wrong,
    }
}
