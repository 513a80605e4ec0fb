//! Which file is in which slot, and is it right? The table of the seven files.

use std::cmp::Reverse;

use super::findings::finding_mark;
use super::{BoardRow, Mark, name};
use crate::bundle::{Item, Role, SLOTS, Slot};
use crate::checks::Scope;
use crate::model::Certificate;
use crate::report::Report;
use crate::report::description::title_of;
use crate::report::finding::{Finding, Severity};

pub(super) fn board(report: &Report) -> Vec<BoardRow> {
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
    let (mark, verdict) = match mark {
        Mark::Right if shares_exposed_key(report, item) => (Mark::Wrong, "its key is exposed".to_owned()),
        _ if is_misnamed(report, item) => (mark, "misnamed".to_owned()),
        _ => (mark, verdict),
    };
    BoardRow {
        file: name(report, item),
        equipment: equipment.into(),
        from: item.role.provider().words().into(),
        what: title_of(item),
        detail: detail(report, item),
        mark,
        verdict,
        reason: item.role_reason.clone(),
    }
}

/// Its key lies elsewhere too, where others could read it: this file is spent with it.
fn shares_exposed_key(report: &Report, item: &Item) -> bool {
    let exposed =
        report.findings.iter().filter(|finding| finding.check.code == "custody.private-key-exposed");
    exposed.flat_map(|finding| &finding.related).any(|location| location.item == Some(item.id))
}

/// It lies where another file was expected; what is missing has a row of its own.
fn is_misnamed(report: &Report, item: &Item) -> bool {
    let worst = report
        .findings
        .iter()
        .find(|finding| finding.severity > Severity::Note && finding.primary.item == Some(item.id));
    worst.is_some_and(|finding| finding.check.code == "handoff.file-missing")
}

/// Findings about the set as a whole carry the first artifact as their place, but are not about it.
fn is_about_file(finding: &Finding) -> bool {
    matches!(finding.check.scope, Scope::Artifact(_))
}

/// The worst finding that concerns a row, in two or three words.
fn judgement(report: &Report, concerns: impl Fn(&Finding) -> bool) -> (Mark, String) {
    let worst = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note && concerns(finding))
        .min_by_key(|finding| Reverse(finding.severity));
    match worst {
        None => (Mark::Right, "right".to_owned()),
        Some(finding) => (finding_mark(finding), finding.check.brief.to_owned()),
    }
}

fn empty_row(report: &Report, slot: &Slot) -> BoardRow {
    let owner = slot.role.side().map(|side| side.team());
    let side = report.policy.side;
    let is_key = matches!(slot.role, Role::ServerKey | Role::ClientKey);
    let missing = report.findings.iter().any(|finding| {
        matches!(finding.check.code, "handoff.file-missing") && finding.primary.field == slot.role.code()
    });
    let no_ca = slot.role == Role::CaCertificate;
    let (mark, what, verdict) = match side {
        _ if missing => (Mark::Open, "not here", "missing"),
        _ if no_ca => (Mark::Wrong, "not here", "missing"),
        Some(team) if is_key && owner != Some(team) => (Mark::None, "not here, as it should be", ""),
        None if is_key && report.policy.keys_elsewhere => (Mark::None, "not here, as it should be", ""),
        _ => (Mark::None, "not here, not needed", ""),
    };
    BoardRow {
        file: slot.file.to_owned(),
        equipment: slot.equipment.into(),
        from: slot.role.provider().words().into(),
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
        equipment: "–".into(),
        from: "–".into(),
        what: "could not be read".to_owned(),
        detail: String::new(),
        mark: finding_mark(finding),
        verdict: finding.check.brief.to_owned(),
        reason: String::new(),
    };
    unreadable.map(row).collect()
}

/// One more fact: how long a certificate still lasts, the key of a CA.
fn detail(report: &Report, item: &Item) -> String {
    let Some(certificate) = item.certificate() else { return String::new() };
    let lasts = lasts(report, certificate);
    if item.role == Role::CaCertificate {
        format!("{}, {lasts}", certificate.subject_public_key_info.words())
    } else {
        lasts
    }
}

fn lasts(report: &Report, certificate: &Certificate) -> String {
    let at = report.policy.at;
    let validity = &certificate.validity;
    if at < validity.not_before {
        return format!("from {}", validity.not_before.day_words());
    }
    if at > validity.not_after {
        return format!("ended {}", validity.not_after.day_words());
    }
    match validity.not_after.days_since(at) {
        1 => "1 day left".to_owned(),
        days @ 0..=1000 => format!("{days} days left"),
        _ => format!("to {}", validity.not_after.day_words()),
    }
}
