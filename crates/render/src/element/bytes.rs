//! Which bytes are there, and what is this one? The object's DER in stretches of one value each, every one of which can be
//! asked about.

use countersign_core::Report;
use countersign_core::asn1::{Node, field_span, tree};
use countersign_core::report::{Field, hex, value_words};
use maud::{Markup, html};

/// More bytes than a page should hold are counted.
const MOST_BYTES: usize = 4096;
/// Deep enough for any real object, and for looking at hostile ones.
const MAX_DEPTH: usize = 64;

/// The bytes of one object. `data-` attributes hold nothing but numbers.
pub(super) fn bytes(der: &[u8], name: &str) -> Markup {
    let runs = runs(der);
    html! {
        div.bytes part="bytes" role="group" aria-label={ "Bytes of " (name) } {
            @for (index, (from, to)) in runs.iter().enumerate() {
                span role="button" tabindex=(if index == 0 { "0" } else { "-1" }) data-from=(from) data-to=(to) {
                    (pairs(der.get(*from..*to).unwrap_or_default()))
                }
                " "
            }
            @if der.len() > MOST_BYTES { small { "and " (der.len() - MOST_BYTES) " more bytes" } }
        }
    }
}

/// From the first byte on: the header of each constructed value, the whole of each primitive one, and what is no value.
fn runs(der: &[u8]) -> Vec<(usize, usize)> {
    let shown = der.len().min(MOST_BYTES);
    let mut runs = Vec::new();
    let mut end = 0;
    for node in tree(der, MAX_DEPTH).0.iter().take_while(|node| node.offset < shown) {
        let header = node.offset + node.header_length;
        end = if node.tag.constructed { header } else { header + node.length }.min(shown);
        runs.push((node.offset, end));
    }
    if end < shown {
        runs.push((end, shown));
    }
    runs
}

fn pairs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| hex(&[*byte])).collect::<Vec<_>>().join(" ")
}

/// What the byte at `offset` of an object is: the values around it, from the outermost, and the field it belongs to.
#[must_use]
pub fn explained(report: &Report, item: usize, offset: usize) -> String {
    let der = report.bundle.items.get(item).and_then(|item| item.der()).unwrap_or_default();
    let (nodes, fault) = tree(der, MAX_DEPTH);
    let around: Vec<&Node> = nodes.iter().filter(|node| (node.offset..end(node)).contains(&offset)).collect();
    let markup = html! {
        @match around.last() {
            Some(node) => { b { (place(node)) } " " (said(node, der)) }
            None => {
                b { "Byte " (offset) } " is in no value"
                @if let Some(fault) = fault { ": the tree ends at byte " (fault.offset) ", " (fault.reason) }
            }
        }
        @if let Some(field) = field_around(report, item, der, offset) {
            br; "Part of " b { (field.label) } ". " (field.meaning)
        }
        @if around.len() > 1 {
            br; small { @for node in around.iter().rev().skip(1).rev() { (node.tag.words()) " › " } "here" }
        }
    };
    markup.into_string()
}

fn end(node: &Node) -> usize {
    node.offset + node.header_length + node.length
}

fn place(node: &Node) -> String {
    format!("Bytes {} to {}", node.offset, end(node).saturating_sub(1))
}

/// `OBJECT IDENTIFIER, 3 bytes: 2.5.4.3 (CN)`.
fn said(node: &Node, der: &[u8]) -> Markup {
    let start = node.offset + node.header_length;
    let content = der.get(start..start + node.length).unwrap_or_default();
    let words = if node.tag.constructed { String::new() } else { value_words(node.tag, content) };
    html! {
        (node.tag.words()) ", " (node.length) (if node.length == 1 { " byte" } else { " bytes" })
        @if !words.is_empty() { ": " code { bdi { (words) } } }
    }
}

/// The smallest field that holds the byte.
fn field_around(report: &Report, item: usize, der: &[u8], offset: usize) -> Option<Field> {
    let fields = report.detail(item)?.fields.into_iter().filter(|field| !field.path.is_empty());
    let spans = fields.filter_map(|field| Some((field_span(der, &field.path)?, field)));
    spans
        .filter(|(span, _)| span.contains(&offset))
        .min_by_key(|(span, _)| span.len())
        .map(|(_, field)| field)
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn every_byte_stands_in_exactly_one_stretch() {
        // SEQUENCE { SEQUENCE {}, INTEGER 5 }, then a byte that is no value.
        let runs = runs(&[0x30, 0x05, 0x30, 0x00, 0x02, 0x01, 0x05, 0xff]);
        assert_eq!(runs, [(0, 2), (2, 4), (4, 7), (7, 8)]);
    }

    #[test]
    fn bytes_that_are_no_value_are_shown_all_the_same() {
        assert_eq!(runs(&[0xff, 0xff]), [(0, 2)]);
        assert!(runs(&[]).is_empty());
    }
}
