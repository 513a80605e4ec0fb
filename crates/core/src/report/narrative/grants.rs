//! What was asked, and what became of it?

use super::findings::finding_mark;
use super::{GrantLine, GrantStory, Mark, name};
use crate::bundle::{Change, Grant, GrantRow, ItemId};
use crate::report::Report;

pub(super) fn grant_stories(report: &Report) -> Vec<GrantStory> {
    report.bundle.grants.iter().map(|grant| grant_story(report, grant)).collect()
}

fn grant_story(report: &Report, grant: &Grant) -> GrantStory {
    let named = |id: ItemId| report.bundle.item(id).map(|item| name(report, item)).unwrap_or_default();
    GrantStory {
        request: named(grant.request),
        certificate: named(grant.certificate),
        rows: grant.rows.iter().map(|row| line(report, grant, row)).collect(),
    }
}

fn line(report: &Report, grant: &Grant, row: &GrantRow) -> GrantLine {
    let label = match &*row.field {
        "subject" => "Subject",
        "subjectAltName" => "Name",
        "keyUsage" => "Key usage",
        "extKeyUsage" => "Purpose",
        "basicConstraints" => "CA",
        other => other,
    };
    let change = match row.change {
        Change::Added => "added",
        Change::Changed => "changed",
        Change::Dropped => "lost",
        Change::Kept => "as asked",
    };
    let mark = match row.change {
        Change::Kept => Mark::Right,
        _ => found(report, grant, row).unwrap_or(Mark::None),
    };
    GrantLine {
        label: label.to_owned().into(),
        asked: row.asked.clone(),
        granted: row.granted.clone(),
        mark,
        change: change.into(),
    }
}

/// The mark of the finding about this difference; a difference that no check minds has none.
fn found(report: &Report, grant: &Grant, row: &GrantRow) -> Option<Mark> {
    let is_about = |code: &str| match (&*row.field, row.change) {
        ("subjectAltName", Change::Added) => code == "grant.san-added",
        ("subjectAltName", _) => code == "grant.san-dropped",
        ("subject", _) => code == "grant.subject-changed",
        ("keyUsage", _) => code == "grant.key-usage-changed",
        ("extKeyUsage", _) => code == "grant.eku-dropped",
        ("basicConstraints", Change::Added) => code == "grant.authority-granted",
        // A CA names the key as it likes, which no check minds.
        ("subjectKeyIdentifier", Change::Changed) => false,
        _ => code == "grant.extension-dropped",
    };
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.primary.item == Some(grant.certificate) && is_about(finding.check.code));
    finding.map(finding_mark)
}
