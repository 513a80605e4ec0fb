//! Who? Distinguished names: for showing (RFC 4514), for comparing (RFC 5280 §7.1).

use core::fmt::Write as _;
use std::borrow::Cow;

use smallvec::SmallVec;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, der_value, oids};
use crate::report::{shown, shown_within};

/// `Name ::= SEQUENCE OF RelativeDistinguishedName` (RFC 5280 §4.1.2.4).
#[derive(Clone, Debug)]
pub struct Name {
    /// The DER of the whole SEQUENCE.
    pub der: Vec<u8>,
    /// The relative distinguished names in encoded order, each a set of attributes.
    pub rdns: Vec<RelativeDistinguishedName>,
    comparable: Vec<String>,
    canonical: bool,
}

/// `RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue`; almost every one has a single attribute.
pub type RelativeDistinguishedName = SmallVec<[Attribute; 1]>;

/// `AttributeTypeAndValue`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The attribute's type.
    pub oid: Oid,
    /// The DER content of the value.
    pub raw: Vec<u8>,
    tag: Tag,
}

impl Name {
    /// Decodes the SEQUENCE `tlv`: `SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }` and
    /// nothing else (RFC 5280 Appendix A.1).
    ///
    /// x509-parser reads on where a tag inside is another or bytes follow a value; a name that others can't read matches none.
    pub(crate) fn from_tlv(tlv: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut name =
            Self { der: tlv.bytes.to_vec(), rdns: Vec::new(), comparable: Vec::new(), canonical: true };
        let mut rdns = tlv.reader();
        while !rdns.is_empty() {
            let mut set = rdns.expect(Tag::SET, field)?.reader();
            if set.is_empty() {
                return Err(Malformed::new(field, set.offset(), "a part of the name has no attribute"));
            }
            let mut rdn = RelativeDistinguishedName::new();
            while !set.is_empty() {
                rdn.push(Attribute::read(&set.expect(Tag::SEQUENCE, field)?, field)?);
            }
            name.canonical &= is_sorted(&rdn);
            name.comparable.push(comparable_rdn(&rdn));
            name.rdns.push(rdn);
        }
        Ok(name)
    }

    /// A name of one relative distinguished name, from the content of its SET.
    pub(crate) fn from_rdn(content: &[u8]) -> Result<Self, Malformed> {
        let name = der_value(0x30, &der_value(0x31, content));
        Self::from_tlv(&Reader::new(&name).next("")?, "")
    }

    /// This name with the relative distinguished names of `relative` after its own (RFC 5280 §4.2.1.13).
    pub(crate) fn joined(&self, relative: &Self) -> Self {
        Self {
            // Nothing points into a name that was put together.
            der: Vec::new(),
            rdns: [self.rdns.as_slice(), &relative.rdns].concat(),
            comparable: [self.comparable.as_slice(), &relative.comparable].concat(),
            canonical: self.canonical && relative.canonical,
        }
    }

    /// The attributes of each relative distinguished name are in the order that DER demands of a SET OF (X.690 §11.6).
    #[must_use]
    pub const fn is_canonical(&self) -> bool {
        self.canonical
    }

    /// No attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// The same name by RFC 5280 §7.1: case and inner spaces of strings do not count, order does.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.comparable == other.comparable
    }

    /// It begins with the parts of `other`, or with such as string preparation (RFC 4518 §2) could make equal to them: it is
    /// not carried out here beyond case and white space.
    pub(crate) fn could_begin_with(&self, other: &Self) -> bool {
        let pairs = self.comparable.iter().zip(&other.comparable);
        self.comparable.len() >= other.comparable.len()
            && pairs.into_iter().all(|(own, other)| own == other || could_be_equal(own, other))
    }

    /// One text per relative distinguished name, equal for names that match.
    #[must_use]
    pub fn comparable(&self) -> &[String] {
        &self.comparable
    }

    /// The name as RFC 4514 writes it (last attribute first), escaped for showing.
    #[must_use]
    pub fn rfc4514(&self) -> String {
        let mut out = String::with_capacity(self.der.len());
        for (place, rdn) in self.rdns.iter().rev().enumerate() {
            for (inner, attribute) in rdn.iter().enumerate() {
                match (place, inner) {
                    (0, 0) => {}
                    (_, 0) => out.push(','),
                    _ => out.push('+'),
                }
                attribute.push_rfc4514(&mut out);
            }
        }
        shown_within(&out, MAX_NAME_CHARACTERS)
    }

    /// The shortest name a person would use: common name, else organisation, else the whole.
    #[must_use]
    pub fn short(&self) -> String {
        if self.is_empty() {
            return "(no name)".to_owned();
        }
        [oids::AT_COMMON_NAME, oids::AT_ORGANIZATIONAL_UNIT, oids::AT_ORGANIZATION]
            .iter()
            .find_map(|oid| self.last_text(oid))
            .map_or_else(|| self.rfc4514(), |text| shown(&text))
    }

    /// The common name, if there is one.
    #[must_use]
    pub fn common_name(&self) -> Option<Cow<'_, str>> {
        self.last_text(oids::AT_COMMON_NAME)
    }

    fn last_text(&self, oid: &[u8]) -> Option<Cow<'_, str>> {
        let mut attributes = self.rdns.iter().rev().flatten();
        attributes.find(|attribute| attribute.oid.as_bytes() == oid)?.text()
    }
}

/// A name of a dozen attributes is shown whole.
const MAX_NAME_CHARACTERS: usize = 2048;

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other)
    }
}

impl Eq for Name {}

impl Attribute {
    fn read(sequence: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut reader = sequence.reader();
        let oid = reader.expect(Tag::OID, field)?;
        let value = reader.next(field)?;
        let in_pieces = value.tag.constructed && !matches!(value.tag, Tag::SEQUENCE | Tag::SET);
        if value.tag.class != 0 || in_pieces {
            return Err(Malformed::new(field, value.offset, "a value has no tag that DER gives it"));
        }
        reader.finish(field)?;
        Ok(Self { oid: Oid::from_der_content(oid.content), raw: value.content.to_vec(), tag: value.tag })
    }

    /// The value as text where it has a string type and is valid in it. TeletexString is read as Latin-1, as everyone does.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self.tag {
            Tag::IA5_STRING
            | Tag::NUMERIC_STRING
            | Tag::PRINTABLE_STRING
            | Tag::UTF8_STRING
            | Tag::VISIBLE_STRING => core::str::from_utf8(&self.raw).ok().map(Cow::Borrowed),
            Tag::BMP_STRING => bmp_string(&self.raw).map(Cow::Owned),
            Tag::TELETEX_STRING => Some(self.raw.iter().copied().map(char::from).collect()),
            Tag::UNIVERSAL_STRING => {
                even_chunks::<4>(&self.raw)?.map(u32::from_be_bytes).map(char::from_u32).collect()
            }
            _ => None,
        }
    }

    /// `CN=api.example.com` (RFC 4514 §2.3, §2.4).
    #[must_use]
    pub fn rfc4514(&self) -> String {
        let mut out = String::new();
        self.push_rfc4514(&mut out);
        out
    }

    fn push_rfc4514(&self, out: &mut String) {
        match self.short_type() {
            Some(short) => out.push_str(short),
            None => out.push_str(&self.oid.dotted()),
        }
        out.push('=');
        match self.text() {
            Some(text) => push_escaped(out, &text),
            None => {
                out.push('#');
                out.push_str(&crate::report::hex(&self.raw));
            }
        }
    }

    /// The type's short name.
    fn short_type(&self) -> Option<&'static str> {
        // RFC 4514 §3 lists these; others stay dotted so that every reader understands them.
        match self.oid.as_bytes() {
            oids::AT_COMMON_NAME
            | oids::AT_COUNTRY
            | oids::AT_DOMAIN_COMPONENT
            | oids::AT_LOCALITY
            | oids::AT_ORGANIZATION
            | oids::AT_ORGANIZATIONAL_UNIT
            | oids::AT_STATE
            | oids::AT_STREET
            | oids::AT_USER_ID => self.oid.name(),
            _ => None,
        }
    }
}

/// By type, then by value: for attributes of one length class that is the order of their encodings.
fn is_sorted(rdn: &[Attribute]) -> bool {
    rdn.is_sorted_by_key(|one| {
        let oid = one.oid.as_bytes();
        (oid.len() + one.raw.len(), oid, one.raw.len(), one.raw.as_slice())
    })
}

/// The text of a BMPString, read as UTF-16; `None` for an odd length or half a surrogate pair.
pub(crate) fn bmp_string(content: &[u8]) -> Option<String> {
    let units = even_chunks::<2>(content)?.map(u16::from_be_bytes);
    String::from_utf16(&units.collect::<Vec<u16>>()).ok()
}

fn even_chunks<const N: usize>(bytes: &[u8]) -> Option<impl Iterator<Item = [u8; N]>> {
    let (chunks, rest) = bytes.as_chunks::<N>();
    rest.is_empty().then(|| chunks.iter().copied())
}

fn push_escaped(out: &mut String, text: &str) {
    // Most values have nothing to escape.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')) {
        out.push_str(text);
        return;
    }
    for (index, character) in text.char_indices() {
        let leading = index == 0 && matches!(character, ' ' | '#');
        let trailing = character == ' ' && index + 1 == text.len();
        if leading || trailing || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
}

/// By type and folded value; equal for relative distinguished names that match.
fn comparable_rdn(rdn: &[Attribute]) -> String {
    if let [only] = rdn {
        return comparable_attribute(only);
    }
    let mut attributes: Vec<String> = rdn.iter().map(comparable_attribute).collect();
    attributes.sort();
    let mut out = String::new();
    for attribute in attributes {
        // Each after its length, so that no value can spell the end of its attribute and the begin of another.
        let _ = write!(out, "{SEVERAL}{}:{attribute}", attribute.len());
    }
    out
}

/// Strings by case folding and white space compression (RFC 5280 §7.1, RFC 4518 §2); other types by their bytes.
fn comparable_attribute(attribute: &Attribute) -> String {
    let oid = attribute.oid.as_bytes();
    let mut out = String::with_capacity(oid.len() * 2 + attribute.raw.len() + 4);
    out.extend(oid.iter().copied().map(char::from));
    match attribute.text() {
        Some(text) => {
            out.push(TEXT_FOLLOWS);
            push_folded(&mut out, &text);
        }
        None => {
            out.push(BYTES_FOLLOW);
            let _ = write!(out, "{}:", attribute.tag.number);
            out.push_str(&crate::report::hex(&attribute.raw));
        }
    }
    out
}

/// These end a type: its bytes stand as the characters up to U+00FF.
const TEXT_FOLLOWS: char = '\u{100}';
const BYTES_FOLLOW: char = '\u{101}';
/// Begins each attribute of several; a type never begins so.
const SEVERAL: char = '\u{102}';

/// Of two comparable texts of one type that differ: whether their plain beginnings and ends leave room for the same text.
fn could_be_equal(one: &str, other: &str) -> bool {
    let texts = [one, other].map(|part| part.split_once(TEXT_FOLLOWS));
    let [Some((of_one, one)), Some((of_other, other))] = texts else { return false };
    // Parts of several attributes are not told apart any further.
    let several = of_one.starts_with(SEVERAL) && of_other.starts_with(SEVERAL);
    if (is_plain(one) && is_plain(other)) || (of_one != of_other && !several) {
        return false;
    }
    let same = |(left, right): (char, char)| left == right;
    several
        || (plain_beginning(one).chars().zip(plain_beginning(other).chars()).all(same)
            && plain_end(one).chars().rev().zip(plain_end(other).chars().rev()).all(same))
}

/// Printable ASCII is prepared by case and white space alone.
fn is_plain(text: &str) -> bool {
    text.chars().all(|character| matches!(character, ' '..='~'))
}

/// Up to the first character that is not plain, without the one before it, with which it may be composed.
fn plain_beginning(text: &str) -> &str {
    match text.find(|character| !matches!(character, ' '..='~')) {
        Some(end) => text.get(..end.saturating_sub(1)).unwrap_or_default(),
        None => text,
    }
}

fn plain_end(text: &str) -> &str {
    let start = text.rfind(|character| !matches!(character, ' '..='~'));
    let after =
        start.and_then(|start| text.get(start..)?.char_indices().nth(1).map(|(width, _)| start + width));
    match (start, after) {
        (None, _) => text,
        (Some(_), Some(after)) => text.get(after..).unwrap_or_default(),
        (Some(_), None) => "",
    }
}

/// In lower case, one space for each run of white space and none at the ends.
fn push_folded(out: &mut String, text: &str) {
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        if word.is_ascii() {
            let start = out.len();
            out.push_str(word);
            out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::asn1::{Reader, der_value, oids};

    fn read(der: &[u8]) -> bool {
        Reader::new(der).next("").and_then(|tlv| Name::from_tlv(&tlv, "name")).is_ok()
    }

    /// CN=a, and the same with another tag at each place: read as CN=a, they chained to an issuer that no one else sees.
    fn organization(text: &str) -> Name {
        let value = der_value(0x0c, text.as_bytes());
        let attribute = [der_value(0x06, oids::AT_ORGANIZATION), value].concat();
        let der = der_value(0x30, &der_value(0x31, &der_value(0x30, &attribute)));
        Name::from_tlv(&Reader::new(&der).next("").unwrap(), "").unwrap()
    }

    /// RFC 4518 §2 makes the pairs of the first list equal: an excluded name written so is none the less excluded.
    #[test]
    fn names_that_preparation_could_make_equal_are_told_from_others() {
        let could = |one: &str, other: &str| organization(one).could_begin_with(&organization(other));
        for (one, other) in [
            ("E\u{ad}vil", "Evil"),
            ("\u{ff25}vil", "Evil"),
            ("Stra\u{df}e", "STRASSE"),
            ("Bu\u{308}cher", "B\u{fc}cher"),
            ("E\u{1}vil", "Evil"),
            ("Evil\u{200b}", "Evil"),
        ] {
            assert!(could(one, other) && could(other, one), "{one:?} {other:?}");
        }
        for (one, other) in [("B\u{fc}cher GmbH", "Evil"), ("Good", "Evil"), ("Evil \u{fc}ber", "Evil Inc")] {
            assert!(!could(one, other) && !could(other, one), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_name_with_a_wrong_tag_or_more_than_a_value_is_malformed() {
        let name = [0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 12, 1, b'a'];
        assert!(read(&name) && read(&[0x30, 0]));
        for (place, tag) in [(2, 0xb1), (4, 0xb0), (6, 7)] {
            let mut wrong = name;
            wrong[place] = tag;
            assert!(!read(&wrong), "tag {tag:#x} at {place}");
        }
        assert!(
            !read(&[0x30, 15, 0x31, 13, 0x30, 11, 6, 3, 0x55, 4, 3, 12, 1, b'a', 12, 1, b'b']),
            "two values"
        );
        assert!(!read(&[0x30, 2, 0x31, 0]), "no attribute");
        assert!(
            !read(&[0x30, 13, 0x31, 0x81, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 12, 1, b'a']),
            "a length in long form"
        );
    }
}
