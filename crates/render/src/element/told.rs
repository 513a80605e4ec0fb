//! What is the whole story of files that a reader gave? The answer first, everything else folded below it.

use countersign_core::Report;
use countersign_core::report::Narrative;
use maud::{Markup, html};

use super::board::{headline, table, teams};
use super::specimen::specimen;
use super::walk::walk;
use crate::html::{findings, grants, path_story};

/// More entries of a list than a page should hold are counted.
const MOST: usize = 12;

/// The whole story.
pub(super) fn told(report: &Report, story: &Narrative) -> Markup {
    let objects = report.bundle.items.len();
    html! {
        (headline(story))
        (teams(&story.teams))
        (table(&story.board))
        div part="findings" {
            (findings("What is wrong, and who must act", some(&story.findings)))
            (more(story.findings.len(), "findings"))
        }
        @if !story.notes.is_empty() {
            details { summary { (story.notes.len()) " notes" } (findings("Notes", some(&story.notes))) }
        }
        @if !story.handshakes.is_empty() { details { summary { "The handshakes" } (walk(report, story)) } }
        @if !story.grants.is_empty() { details { summary { "Asked and granted" } (grants(some(&story.grants))) } }
        @if !story.paths.is_empty() {
            details { summary { "Certification paths" } @for path in some(&story.paths) { (path_story(path)) } }
        }
        @for item in 0..objects.min(MOST) {
            @if let Some(detail) = report.detail(item) {
                details { summary { code { (detail.name) } " " (detail.title) } (specimen(report, item)) }
            }
        }
        (more(objects, "objects"))
        @for line in &story.not_checked { p.quiet { (line) } }
        p.quiet { (story.closing) }
    }
}

fn some<T>(list: &[T]) -> &[T] {
    list.get(..MOST).unwrap_or(list)
}

fn more(all: usize, what: &str) -> Markup {
    html! { @if all > MOST { p.quiet { "and " (all - MOST) " more " (what) } } }
}
