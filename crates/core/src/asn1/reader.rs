//! What is the next value? A cursor over DER that remembers where it is and says what it expected.

use std::ops::Range;

use der_parser::asn1_rs::{Class, FromDer, Header};

/// A decoded DER value: header facts and content, with its place in the outermost bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// Class, form and number.
    pub tag: Tag,
    /// Offset of the first header byte.
    pub offset: usize,
    /// Length of the header in bytes.
    pub header_length: usize,
    /// Header and content.
    pub bytes: &'a [u8],
    /// Content alone.
    pub content: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// Header and content as a range of the outermost bytes.
    #[must_use]
    pub const fn span(&self) -> Range<usize> {
        self.offset..self.offset + self.bytes.len()
    }

    /// A reader over the content.
    #[must_use]
    pub const fn reader(&self) -> Reader<'a> {
        Reader { rest: self.content, offset: self.offset + self.header_length }
    }
}

/// A DER identifier: class, primitive or constructed, number (X.690 §8.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// 0 universal, 1 application, 2 context-specific, 3 private.
    pub class: u8,
    /// Holds other values.
    pub constructed: bool,
    /// The tag number.
    pub number: u32,
}

impl Tag {
    /// BOOLEAN.
    pub const BOOLEAN: Self = Self::universal(1);
    /// INTEGER.
    pub const INTEGER: Self = Self::universal(2);
    /// BIT STRING.
    pub const BIT_STRING: Self = Self::universal(3);
    /// OCTET STRING.
    pub const OCTET_STRING: Self = Self::universal(4);
    /// NULL.
    pub const NULL: Self = Self::universal(5);
    /// OBJECT IDENTIFIER.
    pub const OID: Self = Self::universal(6);
    /// ENUMERATED.
    pub const ENUMERATED: Self = Self::universal(10);
    /// UTF8String.
    pub const UTF8_STRING: Self = Self::universal(12);
    /// IA5String.
    pub const IA5_STRING: Self = Self::universal(22);
    /// NumericString.
    pub const NUMERIC_STRING: Self = Self::universal(18);
    /// PrintableString.
    pub const PRINTABLE_STRING: Self = Self::universal(19);
    /// TeletexString, also called T61String.
    pub const TELETEX_STRING: Self = Self::universal(20);
    /// VisibleString.
    pub const VISIBLE_STRING: Self = Self::universal(26);
    /// UniversalString: UCS-4.
    pub const UNIVERSAL_STRING: Self = Self::universal(28);
    /// BMPString: UCS-2.
    pub const BMP_STRING: Self = Self::universal(30);
    /// SEQUENCE, SEQUENCE OF.
    pub const SEQUENCE: Self = Self { class: 0, constructed: true, number: 16 };
    /// SET, SET OF.
    pub const SET: Self = Self { class: 0, constructed: true, number: 17 };
    /// UTCTime.
    pub const UTC_TIME: Self = Self::universal(23);
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: Self = Self::universal(24);

    const fn universal(number: u32) -> Self {
        Self { class: 0, constructed: false, number }
    }

    /// `[number]`, constructed.
    #[must_use]
    pub const fn context(number: u32) -> Self {
        Self { class: 2, constructed: true, number }
    }

    /// `[number]`, primitive.
    #[must_use]
    pub const fn context_primitive(number: u32) -> Self {
        Self { class: 2, constructed: false, number }
    }

    /// `SEQUENCE`, `[0]`, … for messages.
    #[must_use]
    pub fn words(self) -> String {
        let name = match (self.class, self.number) {
            (0, 1) => "BOOLEAN",
            (0, 2) => "INTEGER",
            (0, 3) => "BIT STRING",
            (0, 4) => "OCTET STRING",
            (0, 5) => "NULL",
            (0, 6) => "OBJECT IDENTIFIER",
            (0, 10) => "ENUMERATED",
            (0, 12) => "UTF8String",
            (0, 16) => "SEQUENCE",
            (0, 17) => "SET",
            (0, 18) => "NumericString",
            (0, 19) => "PrintableString",
            (0, 20) => "TeletexString",
            (0, 22) => "IA5String",
            (0, 23) => "UTCTime",
            (0, 24) => "GeneralizedTime",
            (0, 26) => "VisibleString",
            (0, 28) => "UniversalString",
            (0, 30) => "BMPString",
            (2, number) => return format!("[{number}]"),
            (1, number) => return format!("[APPLICATION {number}]"),
            (3, number) => return format!("[PRIVATE {number}]"),
            (_, number) => return format!("[UNIVERSAL {number}]"),
        };
        name.to_owned()
    }
}

/// Why bytes could not be decoded: the field being read, where, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The field by its standard name.
    pub field: String,
    /// Byte offset in the outermost bytes.
    pub offset: usize,
    /// What is wrong, as the second half of a sentence.
    pub reason: String,
}

impl Malformed {
    /// A fault in `field` at `offset`.
    #[must_use]
    pub fn new(field: &str, offset: usize, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), offset, reason: reason.into() }
    }
}

impl core::fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{} at byte {}: {}", self.field, self.offset, self.reason)
    }
}

/// A cursor over consecutive DER values.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte of `der`, which counts as offset 0.
    #[must_use]
    pub const fn new(der: &'a [u8]) -> Self {
        Self { rest: der, offset: 0 }
    }

    /// No byte is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The offset of the next value.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The next value, whatever it is.
    ///
    /// # Errors
    /// No bytes left, a header that is not DER (X.690 §10.1), or a length past the end.
    pub fn next(&mut self, field: &str) -> Result<Tlv<'a>, Malformed> {
        if self.rest.is_empty() {
            return Err(Malformed::new(field, self.offset, "it is missing"));
        }
        if let Some((header, content)) = huge(self.rest) {
            return Err(self.cut_off(field, content, self.rest.len() - header));
        }
        let header =
            header(self.rest).ok_or_else(|| Malformed::new(field, self.offset, "the header is not DER"))?;
        let Some(content_length) = header.content_length else {
            let reason = "the length is indefinite, which DER forbids";
            return Err(Malformed::new(field, self.offset, reason));
        };
        let (head, after) = self.rest.split_at(header.length);
        let Some(content) = after.get(..content_length) else {
            return Err(self.cut_off(field, content_length.try_into().unwrap_or(u64::MAX), after.len()));
        };
        if header.length != minimal_header_length(header.tag.number, content.len()) {
            return Err(Malformed::new(field, self.offset, "the header is longer than DER allows"));
        }
        let (bytes, rest) = self.rest.split_at(head.len() + content.len());
        let tlv = Tlv { tag: header.tag, offset: self.offset, header_length: head.len(), bytes, content };
        self.rest = rest;
        self.offset += bytes.len();
        Ok(tlv)
    }

    fn cut_off(&self, field: &str, length: u64, there: usize) -> Malformed {
        let reason = format!("it should go on for {length} bytes, but only {there} are there");
        Malformed::new(field, self.offset, reason)
    }

    /// The next value, which must carry `tag`.
    ///
    /// # Errors
    /// As [`Self::next`], another tag, or an object identifier whose content is none (X.690 §8.19.2).
    pub fn expect(&mut self, tag: Tag, field: &str) -> Result<Tlv<'a>, Malformed> {
        let start = self.offset;
        let tlv = self.next(field)?;
        if tlv.tag != tag {
            let reason = format!("expected {}, found {}", tag.words(), tlv.tag.words());
            return Err(Malformed::new(field, start, reason));
        }
        if tag == Tag::OID && !is_object_identifier(tlv.content) {
            return Err(Malformed::new(field, start, "the object identifier is empty, cut short or padded"));
        }
        Ok(tlv)
    }

    /// The next value if it carries `tag`; otherwise the cursor stays.
    ///
    /// # Errors
    /// As [`Self::next`] when the value has that tag but can't be decoded.
    pub fn optional(&mut self, tag: Tag, field: &str) -> Result<Option<Tlv<'a>>, Malformed> {
        if self.peek() == Some(tag) { self.next(field).map(Some) } else { Ok(None) }
    }

    /// The tag of the next value, if one can be read.
    #[must_use]
    pub fn peek(&self) -> Option<Tag> {
        header(self.rest).map(|header| header.tag)
    }

    /// Demands that nothing follows.
    ///
    /// # Errors
    /// Bytes are left.
    pub fn finish(&self, field: &str) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(Malformed::new(
            field,
            self.offset,
            format!("{} bytes follow where it should end", self.rest.len()),
        ))
    }
}

/// Identifier and length octets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) tag: Tag,
    pub(crate) length: usize,
    /// None: indefinite.
    pub(crate) content_length: Option<usize>,
}

/// The lengths of header and content where the content's takes more than four bytes, which der-parser can't say where
/// numbers are small, as in a browser: every door names it by the same words.
fn huge(bytes: &[u8]) -> Option<(usize, u64)> {
    // Hardly any length takes that many: this is asked for every value.
    if matches!(bytes, [identifier, ..0x85, ..] if identifier & 0x1f != 0x1f) {
        return None;
    }
    let (first, rest) = bytes.split_first()?;
    let tag_rest = match first & 0x1f {
        0x1f => rest.iter().position(|byte| byte & 0x80 == 0)? + 1,
        _ => 0,
    };
    let (length, rest) = rest.get(tag_rest..)?.split_first()?;
    let octets = rest.get(..usize::from(length.checked_sub(0x80)?))?;
    let number =
        octets.iter().try_fold(0_u64, |number, octet| Some(number.checked_mul(256)? | u64::from(*octet)))?;
    (number > u64::from(u32::MAX)).then_some((2 + tag_rest + octets.len(), number))
}

/// The header that `bytes` begin with.
///
/// Nearly every one is two bytes, a low tag number and a short length. Those are read at once, since a certificate has a
/// hundred and is walked twice; der-parser reads them alike (a test holds it to that), and all others.
pub(crate) fn header(bytes: &[u8]) -> Option<Head> {
    match *bytes {
        [identifier, length @ ..0x80, ..] if identifier & 0x1f != 0x1f => Some(Head {
            tag: Tag {
                class: identifier >> 6,
                constructed: identifier & 0x20 != 0,
                number: u32::from(identifier & 0x1f),
            },
            length: 2,
            content_length: Some(usize::from(length)),
        }),
        _ => parsed_header(bytes),
    }
}

fn parsed_header(bytes: &[u8]) -> Option<Head> {
    let (after, header) = Header::from_der(bytes).ok()?;
    let tag = Tag {
        class: class_number(header.class()),
        constructed: header.constructed(),
        number: header.tag().0,
    };
    Some(Head { tag, length: bytes.len() - after.len(), content_length: header.length().definite().ok() })
}

const fn class_number(class: Class) -> u8 {
    match class {
        Class::Universal => 0,
        Class::Application => 1,
        Class::ContextSpecific => 2,
        Class::Private => 3,
    }
}

/// Subidentifiers of seven bits a byte, each without a leading zero and with an end (X.690 §8.19.2).
fn is_object_identifier(content: &[u8]) -> bool {
    let mut at_start = true;
    for byte in content {
        if at_start && *byte == 0x80 {
            return false;
        }
        at_start = byte & 0x80 == 0;
    }
    at_start && !content.is_empty()
}

/// The only header length that DER allows for this tag and content length (X.690 §8.1.2.4, §10.1).
fn minimal_header_length(tag_number: u32, content_length: usize) -> usize {
    let identifier = if tag_number < 31 {
        1
    } else {
        1 + usize::try_from((u32::BITS - tag_number.leading_zeros()).div_ceil(7)).unwrap_or(usize::MAX / 2)
    };
    let length = if content_length < 128 {
        1
    } else {
        1 + usize::try_from((usize::BITS - content_length.leading_zeros()).div_ceil(8))
            .unwrap_or(usize::MAX / 2)
    };
    identifier + length
}

#[cfg(test)]
mod tests {
    use super::{Reader, Tag, header, parsed_header};

    #[test]
    fn a_value_knows_where_it_stands() {
        let der = [0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00];
        let sequence = Reader::new(&der).expect(Tag::SEQUENCE, "whole").unwrap();
        let mut inside = sequence.reader();
        assert_eq!(inside.expect(Tag::INTEGER, "number").unwrap().span(), 2..5);
        assert_eq!(inside.expect(Tag::NULL, "nothing").unwrap().span(), 5..7);
        assert!(inside.is_empty());
    }

    #[test]
    fn headers_of_two_bytes_are_read_as_der_parser_reads_them() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let bytes = [first, second, 0x81, 0x01, 0x00, 0x00];
                assert_eq!(header(&bytes), parsed_header(&bytes), "{first:02x} {second:02x}");
            }
        }
    }

    #[test]
    fn long_form_lengths_that_fit_the_short_form_are_refused() {
        assert!(Reader::new(&[0x04, 0x81, 0x01, 0x00]).next("value").is_err());
        assert!(Reader::new(&[0x04, 0x82, 0x00, 0x01, 0x00]).next("value").is_err());
    }

    #[test]
    fn a_gigabyte_claimed_in_six_bytes_is_an_error_and_not_an_allocation() {
        let fault = Reader::new(&[0x30, 0x84, 0x40, 0x00, 0x00, 0x00]).next("value").unwrap_err();
        assert!(fault.reason.contains("1073741824"), "{fault}");
    }

    #[test]
    fn object_identifiers_are_whole() {
        let read = |der: &[u8]| Reader::new(der).expect(Tag::OID, "type").is_ok();
        assert!(read(&[6, 3, 0x55, 4, 3]) && read(&[6, 4, 0x55, 0x81, 0x00, 3]));
        assert!(!read(&[6, 0]), "no subidentifier");
        assert!(!read(&[6, 3, 0x55, 4, 0x83]), "the last one has no end");
        assert!(!read(&[6, 4, 0x55, 0x80, 4, 3]), "one begins with a zero");
    }

    #[test]
    fn a_length_of_five_bytes_is_told_in_the_same_words_wherever_it_is_read() {
        let bytes = [0x04, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0xaa];
        let error = Reader::new(&bytes).next("value").unwrap_err();
        assert_eq!(error.reason, "it should go on for 79744507642113 bytes, but only 1 are there");
    }

    #[test]
    fn indefinite_lengths_are_refused() {
        assert!(Reader::new(&[0x30, 0x80, 0x00, 0x00]).next("value").is_err());
    }
}
