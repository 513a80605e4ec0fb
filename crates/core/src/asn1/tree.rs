//! What is the whole structure? Every value with depth and offset, in reading order, for `countersign asn1` and the bytes view.

use super::reader::{Malformed, Reader, Tag};

/// One value of the tree, in pre-order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// 0 for the outermost value.
    pub depth: usize,
    /// Class, form and number.
    pub tag: Tag,
    /// Offset of the header in the DER.
    pub offset: usize,
    /// Bytes of header.
    pub header_length: usize,
    /// Bytes of content.
    pub length: usize,
}

/// A list of a hundred thousand revoked certificates has half a million values.
const MOST_NODES: usize = 1_000_000;

/// Every value in `der`, at most a million and at most `max_depth` levels deep. OCTET STRINGs and BIT STRINGs are not opened.
///
/// The walk keeps its own stack, so nesting costs memory in proportion to `der` and never the call stack.
#[must_use]
pub fn tree(der: &[u8], max_depth: usize) -> (Vec<Node>, Option<Malformed>) {
    let mut nodes = Vec::new();
    let fault = walk(der, max_depth, |node| {
        nodes.push(node);
        nodes.len() < MOST_NODES
    });
    (nodes, fault)
}

/// Values lie deeper than `max_depth` levels, as far as they can be read.
#[must_use]
pub fn is_deeper_than(der: &[u8], max_depth: usize) -> bool {
    let mut last = 0;
    let fault = walk(der, max_depth, |node| {
        last = node.depth;
        true
    });
    fault.is_some() && last + 1 >= max_depth
}

fn walk(der: &[u8], max_depth: usize, mut visit: impl FnMut(Node) -> bool) -> Option<Malformed> {
    let mut stack = Vec::with_capacity(16);
    stack.push(Reader::new(der));
    while let Some(reader) = stack.last_mut() {
        if reader.is_empty() {
            stack.pop();
            continue;
        }
        let depth = stack.len() - 1;
        let Some(reader) = stack.last_mut() else { break };
        let tlv = match reader.next("value") {
            Ok(tlv) => tlv,
            Err(fault) => return Some(fault),
        };
        let goes_on = visit(Node {
            depth,
            tag: tlv.tag,
            offset: tlv.offset,
            header_length: tlv.header_length,
            length: tlv.content.len(),
        });
        if !goes_on {
            let reason = format!("more than the limit of {MOST_NODES} values are not listed");
            return Some(Malformed::new("value", tlv.offset, reason));
        }
        if !tlv.tag.constructed {
            continue;
        }
        if depth + 1 >= max_depth {
            let reason = format!("nested deeper than the limit of {max_depth} levels");
            return Some(Malformed::new("value", tlv.offset, reason));
        }
        stack.push(tlv.reader());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::tree;

    /// Sequences nested `levels` deep, written from the inside out.
    fn nested(levels: usize) -> Vec<u8> {
        let mut reversed = Vec::new();
        for _ in 0..levels {
            let length = reversed.len();
            let bytes: Vec<u8> =
                length.to_le_bytes().into_iter().rev().skip_while(|byte| *byte == 0).collect();
            reversed.extend(bytes.iter().rev());
            if length >= 128 {
                reversed.push(0x80 | u8::try_from(bytes.len()).unwrap());
            } else if length == 0 {
                reversed.push(0);
            }
            reversed.push(0x30);
        }
        reversed.reverse();
        reversed
    }

    /// Two bytes a value: a file within the limit of bytes would make a tree of gigabytes.
    #[test]
    fn more_than_a_million_values_are_said_and_not_listed() {
        let nulls = [0x05, 0x00].repeat(1_000_000);
        let (nodes, fault) = tree(&[&[0x30, 0x83, 0x1e, 0x84, 0x80], nulls.as_slice()].concat(), 32);
        assert_eq!(nodes.len(), 1_000_000);
        assert!(fault.unwrap().reason.contains("more than the limit of 1000000 values"));
    }

    #[test]
    fn a_hundred_thousand_nested_sequences_end_at_the_limit() {
        let (nodes, fault) = tree(&nested(100_000), 32);
        assert_eq!(nodes.len(), 32);
        assert!(fault.unwrap().reason.contains("32 levels"));
    }

    #[test]
    fn a_whole_tree_comes_in_reading_order() {
        let (nodes, fault) = tree(&[0x30, 0x05, 0x30, 0x00, 0x02, 0x01, 0x05], 32);
        assert_eq!(fault, None);
        let shape: Vec<_> = nodes.iter().map(|node| (node.depth, node.offset, node.length)).collect();
        assert_eq!(shape, [(0, 0, 5), (1, 2, 0), (1, 4, 1)]);
    }
}
