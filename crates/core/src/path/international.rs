//! How do internationalized names compare? Domains as A-labels (RFC 5890), mailboxes by RFC 9598 §5.

use crate::asn1::{Reader, Tag};

/// A domain with every U-label as its A-label, in lower case; `None` where a label has none.
///
/// U-labels are taken as given: in Unicode's normalization form C, as RFC 5890 §2.3.2.1 demands.
pub(super) fn a_labels(domain: &str) -> Option<String> {
    let labels: Option<Vec<String>> = domain.split('.').map(a_label).collect();
    labels.map(|labels| labels.join("."))
}

/// `xn--` and at most 63 characters (CVE-2022-3602 is the lack of that bound).
fn a_label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_ascii_lowercase());
    }
    if label.chars().count() > 63 {
        return None;
    }
    let encoded = punycode::encode(&label.to_lowercase()).ok()?;
    Some(format!("xn--{encoded}")).filter(|label| label.len() <= 63)
}

/// A mailbox with its domain in A-labels; the local part stays as it is.
pub(super) fn mailbox(text: &[u8]) -> Option<String> {
    let (user, domain) = core::str::from_utf8(text).ok()?.rsplit_once('@')?;
    Some(format!("{user}@{}", a_labels(domain)?))
}

/// An otherName's value is of a type that some reader may take for a string.
pub(super) fn is_string(value: &[u8]) -> bool {
    STRINGS.iter().any(|tag| string(value, *tag).is_some())
}

/// The string types of X.680 that names are written in, and OCTET STRING.
const STRINGS: [Tag; 9] = [
    Tag::UTF8_STRING,
    Tag::NUMERIC_STRING,
    Tag::PRINTABLE_STRING,
    Tag::TELETEX_STRING,
    Tag::IA5_STRING,
    Tag::VISIBLE_STRING,
    Tag::UNIVERSAL_STRING,
    Tag::BMP_STRING,
    Tag::OCTET_STRING,
];

/// The content of an otherName's string, with or without the tag of its value.
pub(super) fn string(value: &[u8], tag: Tag) -> Option<&[u8]> {
    let mut reader = Reader::new(value);
    let tlv = match reader.optional(Tag::context(0), "value").ok()? {
        Some(tagged) => tagged.reader().expect(tag, "value").ok()?,
        None => reader.expect(tag, "value").ok()?,
    };
    Some(tlv.content)
}
