//! What is the answer, in a line?

use countersign_core::Report;
use countersign_core::report::Narrative;
use maud::{Markup, html};

use crate::html::symbol;

/// The verdict and the first file; unfolded, the sentence and what is wrong.
pub(super) fn badge(report: &Report, story: &Narrative) -> Markup {
    let (mark, sentence) = &story.headline;
    html! {
        details.badge part="badge" {
            summary class=(mark.name()) {
                (symbol(*mark)) " " b { (report.verdict().words()) }
                @if let Some(name) = report.names.first() { " " code { (name) } }
            }
            p { (sentence) }
            @if !story.findings.is_empty() {
                ul.plain {
                    @for finding in story.findings.iter().take(8) {
                        li class=(finding.mark.name()) { (symbol(finding.mark)) " " (finding.message) }
                    }
                }
            }
        }
    }
}
