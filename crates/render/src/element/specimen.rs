//! What does each field of one object say? A list to open field by field, beside the bytes.

use countersign_core::Report;
use countersign_core::asn1::field_span;
use countersign_core::report::{Field, Narrative};
use maud::{Markup, html};

use super::board::headline;
use super::bytes::bytes;
use crate::html::symbol;

/// More objects than a page should hold are counted.
const MOST_OBJECTS: usize = 12;

/// Every object; the answer above them where there is more to say than that all was understood.
pub(super) fn specimens(report: &Report, story: &Narrative) -> Markup {
    let says_more = report.policy.task != countersign_core::Task::Inspect || !story.findings.is_empty();
    let objects = report.bundle.items.len();
    html! {
        @if says_more { (headline(story)) }
        @for item in 0..objects.min(MOST_OBJECTS) { (specimen(report, item)) }
        @if objects > MOST_OBJECTS { p.quiet { "and " (objects - MOST_OBJECTS) " more objects" } }
        @if !story.findings.is_empty() {
            ul.plain.faults {
                @for finding in &story.findings {
                    li class=(finding.mark.name()) {
                        (symbol(finding.mark)) " " (finding.message) " " small { (finding.why) }
                    }
                }
            }
        }
    }
}

/// One object. `data-item` tells which it is to whoever asks about its bytes.
pub(super) fn specimen(report: &Report, item: usize) -> Markup {
    let Some(detail) = report.detail(item) else { return html! {} };
    let der = report.bundle.items.get(item).and_then(|item| item.der()).unwrap_or_default();
    html! {
        section.specimen part="specimen" data-item=(item) {
            p.title part="title" { code { (detail.name) } " " (detail.title) }
            dl.fields part="fields" { @for one in &detail.fields { (field(one, der)) } }
            @if !der.is_empty() {
                p.explanation part="explanation" role="status" {
                    "Choose a field, or a byte, to see what it is."
                }
                (bytes(der, &detail.name))
            }
        }
    }
}

/// One field: its name opens what it is for, and marks its bytes.
fn field(field: &Field, der: &[u8]) -> Markup {
    let span = Some(&field.path).filter(|path| !path.is_empty()).and_then(|path| field_span(der, path));
    html! {
        div.field part="field" {
            dt {
                button type="button" part="field-name" aria-expanded="false"
                    data-from=[span.as_ref().map(|span| span.start)] data-to=[span.as_ref().map(|span| span.end)] {
                    (field.label)
                }
            }
            dd { bdi { (field.value) } small.meaning hidden { (field.meaning) } }
        }
    }
}
