//! How does one value of the bytes view read? A primitive value's content in words, escaped.

use super::shown::{hex, shown};
use crate::asn1::{Oid, Tag};

/// Bytes of a value that are shown.
const SHOWN_BYTES: usize = 24;

/// The content of a primitive value in words. Callers leave out the content of private keys.
#[must_use]
pub fn value_words(tag: Tag, content: &[u8]) -> String {
    match tag {
        Tag::OID => {
            let oid = Oid::from_der_content(content);
            oid.name().map_or_else(|| oid.dotted(), |name| format!("{} ({name})", oid.dotted()))
        }
        Tag::NULL => String::new(),
        Tag::BOOLEAN if content == [0] => "false".to_owned(),
        Tag::BOOLEAN => "true".to_owned(),
        Tag { class: 0, number: 12 | 18..=20 | 22..=24 | 26, .. } => shown(&String::from_utf8_lossy(content)),
        _ => {
            let start = hex(content.get(..SHOWN_BYTES.min(content.len())).unwrap_or_default());
            if content.len() > SHOWN_BYTES { format!("{start}…") } else { start }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::value_words;
    use crate::asn1::Tag;

    #[test]
    fn an_identifier_is_named_and_a_string_is_escaped() {
        assert_eq!(value_words(Tag::OID, &[0x55, 0x04, 0x03]), "2.5.4.3 (CN)");
        let utf8 = Tag { number: 12, ..Tag::BOOLEAN };
        assert_eq!(value_words(utf8, b"a\x1b[31m"), "a\\u{1b}[31m");
    }

    #[test]
    fn long_content_is_cut() {
        let words = value_words(Tag { number: 4, ..Tag::BOOLEAN }, &[0xab; 100]);
        assert!(words.ends_with('…') && words.chars().count() == 49);
    }
}
