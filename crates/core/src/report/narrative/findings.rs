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
        code: finding.check.code.into(),
        title: finding.check.title.into(),
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        why: finding.check.rationale.into(),
        sources: finding.check.cites.iter().map(Citation::words).collect(),
        who: who(report, finding.remedy.who),
        cure: finding.remedy.text.clone(),
        file,
        field: finding.primary.field.clone(),
        item: finding.primary.item.map(|id| id.0),
        bytes: finding.primary.der.as_ref().map(|span| (span.start, span.end)),
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
