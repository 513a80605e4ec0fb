//! Whose name is this? A distinguished name as messages of TLS carry it, in words.

use crate::asn1::{Reader, Tag};
use crate::model::Name;

/// The DER of a `Name` (RFC 5280 §4.1.2.4) as RFC 4514 writes it, escaped for showing; `None` where it is none.
#[must_use]
pub fn name_words(der: &[u8]) -> Option<String> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(Tag::SEQUENCE, "name").ok()?;
    reader.finish("name").ok()?;
    Name::from_tlv(&sequence, "name").ok().map(|name| name.rfc4514())
}
