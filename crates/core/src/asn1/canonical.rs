//! Where do bytes that can be read differ from DER? What encoders get wrong and most readers forgive (X.690 §8, §10, §11).
//!
//! Lengths, tags and nesting are DER or the value is not read at all (see `reader`). What is left are values that could be
//! written in two ways: here each second way is found, at its byte.

use super::reader::{Reader, Tag, Tlv};

/// A value that DER writes otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Offset of the value's header.
    pub offset: usize,
    /// What is written, and what DER has instead.
    pub rule: &'static str,
}

/// Most deviations that are listed; one wrong encoder makes the same mistake everywhere.
const MOST: usize = 20;

/// A value that is being walked, and what was seen in it so far.
struct Level<'a> {
    reader: Reader<'a>,
    tag: Tag,
    first: Option<Tag>,
    previous: Option<Tlv<'a>>,
}

/// Every deviation in `der`, in reading order, at most twenty. Extension values are looked into; `der` itself was read
/// before, so its nesting is bounded, and what can't be read ends its branch.
#[must_use]
pub fn deviations(der: &[u8]) -> Vec<Deviation> {
    let mut found = Vec::new();
    let mut stack = vec![Level { reader: Reader::new(der), tag: Tag::SEQUENCE, first: None, previous: None }];
    while let Some(level) = stack.last_mut() {
        if found.len() >= MOST {
            break;
        }
        let Ok(tlv) = level.reader.next("") else {
            stack.pop();
            continue;
        };
        let rule = value_rule(&tlv).or_else(|| place_rule(level, &tlv));
        found.extend(rule.map(|rule| Deviation { offset: tlv.offset, rule }));
        let is_extension_value = tlv.tag == Tag::OCTET_STRING && level.first == Some(Tag::OID);
        level.first = level.first.or(Some(tlv.tag));
        level.previous = Some(tlv);
        if tlv.tag.constructed || is_extension_value {
            stack.push(Level { reader: tlv.reader(), tag: tlv.tag, first: None, previous: None });
        }
    }
    found
}

/// Rules about one value alone.
fn value_rule(tlv: &Tlv<'_>) -> Option<&'static str> {
    match (tlv.tag, tlv.content) {
        (Tag::BOOLEAN, [0 | 0xff]) => None,
        (Tag::BOOLEAN, _) => Some("a BOOLEAN is neither 00 nor FF"),
        (Tag::INTEGER | Tag::ENUMERATED, []) => Some("a number has no bytes"),
        (Tag::INTEGER | Tag::ENUMERATED, [0, second, ..]) if *second < 0x80 => {
            Some("a number begins with a zero byte that it does not need")
        }
        (Tag::INTEGER | Tag::ENUMERATED, [0xff, second, ..]) if *second >= 0x80 => {
            Some("a negative number begins with a byte that it does not need")
        }
        (Tag::BIT_STRING, [unused @ 1..=7, .., last]) if last.trailing_zeros() < u32::from(*unused) => {
            Some("the unused bits of a BIT STRING are not zero")
        }
        (Tag::BIT_STRING, [8..=255, ..] | [] | [1..=7]) => {
            Some("a BIT STRING has no valid number of unused bits")
        }
        (Tag::OID, content) if starts_with_padding(content) => {
            Some("an object identifier has an arc with leading zeros")
        }
        (tag, _) if tag.class == 0 && tag.constructed && !matches!(tag, Tag::SEQUENCE | Tag::SET) => {
            Some("a string is written in pieces")
        }
        _ => None,
    }
}

/// Rules about a value and its neighbours.
fn place_rule(level: &Level<'_>, tlv: &Tlv<'_>) -> Option<&'static str> {
    let previous = level.previous?;
    if level.tag == Tag::SET && tlv.bytes < previous.bytes {
        return Some("the members of a SET OF are not in ascending order");
    }
    // Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue }
    let default_written = previous.tag == Tag::OID && tlv.tag == Tag::BOOLEAN && tlv.content == [0];
    default_written.then_some("a default value (critical FALSE) is written out")
}

/// An arc that begins with 80 has a leading group of seven zero bits (X.690 §8.19.2).
pub(super) fn starts_with_padding(content: &[u8]) -> bool {
    let starts = core::iter::once(true).chain(content.iter().map(|byte| byte & 0x80 == 0));
    content.iter().zip(starts).any(|(byte, start)| start && *byte == 0x80)
}

#[cfg(test)]
mod tests {
    use super::deviations;

    fn rules(der: &[u8]) -> Vec<(usize, &'static str)> {
        deviations(der).iter().map(|one| (one.offset, one.rule)).collect()
    }

    #[test]
    fn der_has_no_deviation() {
        let set = [0x31, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x02];
        let number = [0x02, 0x02, 0x00, 0x80];
        assert_eq!(rules(&[set.as_slice(), &number].concat()), []);
        assert_eq!(rules(&[0x03, 0x02, 0x05, 0xa0]), []);
        assert_eq!(rules(&[0x06, 0x03, 0x81, 0x80, 0x01]), []);
    }

    #[test]
    fn each_second_way_is_found_at_its_byte() {
        let cases: &[(&[u8], usize, &str)] = &[
            (&[0x30, 0x04, 0x02, 0x02, 0x00, 0x7f], 2, "zero byte"),
            (&[0x02, 0x02, 0xff, 0x80], 0, "negative"),
            (&[0x01, 0x01, 0x01], 0, "BOOLEAN"),
            (&[0x03, 0x02, 0x05, 0xa1], 0, "unused bits"),
            (&[0x03, 0x01, 0x03], 0, "unused bits"),
            (&[0x06, 0x03, 0x2a, 0x80, 0x01], 0, "leading zeros"),
            (&[0x31, 0x06, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01], 5, "ascending"),
            (&[0x30, 0x07, 0x06, 0x02, 0x55, 0x1d, 0x01, 0x01, 0x00], 6, "default"),
            (&[0x24, 0x03, 0x04, 0x01, 0x00], 0, "pieces"),
        ];
        for (der, offset, words) in cases {
            let found = rules(der);
            assert!(
                found.iter().any(|(at, rule)| at == offset && rule.contains(words)),
                "{der:02x?}: {found:?}"
            );
        }
    }

    #[test]
    fn extension_values_are_looked_into() {
        // SEQUENCE { OID, OCTET STRING { BOOLEAN 01 } }
        assert_eq!(rules(&[0x30, 0x09, 0x06, 0x02, 0x55, 0x1d, 0x04, 0x03, 0x01, 0x01, 0x01]).len(), 1);
    }
}
