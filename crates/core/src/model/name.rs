//! Who? Distinguished names: for showing (RFC 4514), for comparing (RFC 5280 §7.1).

use core::fmt::Write as _;

use x509_parser::asn1_rs::{Any, FromDer as _, Tag as UniversalTag};
use x509_parser::x509::X509Name;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, der_value, oids};
use crate::report::shown;

/// `Name ::= SEQUENCE OF RelativeDistinguishedName` (RFC 5280 §4.1.2.4).
#[derive(Clone, Debug)]
pub struct Name {
    /// The DER of the whole SEQUENCE.
    pub der: Vec<u8>,
    /// The relative distinguished names in encoded order, each a set of attributes.
    pub rdns: Vec<Vec<Attribute>>,
    comparable: Vec<String>,
    canonical: bool,
}

/// `AttributeTypeAndValue` with its value as text where it has a string type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The attribute's type.
    pub oid: Oid,
    /// The value as text; `None` when it is not a string or not valid in its string type.
    pub text: Option<String>,
    /// The DER content of the value.
    pub raw: Vec<u8>,
}

impl Name {
    /// Decodes the SEQUENCE `tlv`.
    ///
    /// x509-parser reads on where a tag inside is another or bytes follow a value, so the structure is walked first: a name
    /// that others can't read matches none.
    pub(crate) fn from_tlv(tlv: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        walk(tlv, field)?;
        let (_, parsed) = X509Name::from_der(tlv.bytes)
            .map_err(|_| Malformed::new(field, tlv.offset, "it is not a well-formed distinguished name"))?;
        Ok(Self::from_parsed(&parsed, tlv.bytes))
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

    fn from_parsed(parsed: &X509Name<'_>, der: &[u8]) -> Self {
        let rdns: Vec<Vec<Attribute>> = parsed
            .iter_rdn()
            .map(|rdn| {
                rdn.iter()
                    .map(|pair| Attribute::new(pair.attr_type().as_bytes(), pair.attr_value()))
                    .collect()
            })
            .collect();
        let comparable = rdns.iter().map(|rdn| comparable_rdn(rdn)).collect();
        let canonical = parsed.iter_rdn().all(|rdn| is_sorted(rdn));
        Self { der: der.to_vec(), rdns, comparable, canonical }
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

    /// One text per relative distinguished name, equal for names that match.
    #[must_use]
    pub fn comparable(&self) -> &[String] {
        &self.comparable
    }

    /// The name as RFC 4514 writes it (last attribute first), escaped for showing.
    #[must_use]
    pub fn rfc4514(&self) -> String {
        let rdns: Vec<String> = self
            .rdns
            .iter()
            .rev()
            .map(|rdn| rdn.iter().map(Attribute::rfc4514).collect::<Vec<_>>().join("+"))
            .collect();
        shown(&rdns.join(","))
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
            .map_or_else(|| self.rfc4514(), shown)
    }

    /// The common name, if there is one.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.last_text(oids::AT_COMMON_NAME)
    }

    fn last_text(&self, oid: &[u8]) -> Option<&str> {
        let mut attributes = self.rdns.iter().rev().flatten();
        attributes.find(|attribute| attribute.oid.as_bytes() == oid)?.text.as_deref()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other)
    }
}

impl Eq for Name {}

impl Attribute {
    fn new(oid: &[u8], value: &Any<'_>) -> Self {
        Self { oid: Oid::from_der_content(oid), text: string_value(value), raw: value.data.to_vec() }
    }

    /// `CN=api.example.com` (RFC 4514 §2.3, §2.4).
    #[must_use]
    pub fn rfc4514(&self) -> String {
        let value = match &self.text {
            Some(text) => escape_rfc4514(text),
            None => format!("#{}", crate::report::hex(&self.raw)),
        };
        format!("{}={value}", self.short_type())
    }

    /// The type's short name, else its dotted OID.
    fn short_type(&self) -> String {
        // RFC 4514 §3 lists these; others stay dotted so that every reader understands them.
        const SHORT: [&[u8]; 9] = [
            oids::AT_COMMON_NAME,
            oids::AT_LOCALITY,
            oids::AT_STATE,
            oids::AT_ORGANIZATION,
            oids::AT_ORGANIZATIONAL_UNIT,
            oids::AT_COUNTRY,
            oids::AT_STREET,
            oids::AT_DOMAIN_COMPONENT,
            oids::AT_USER_ID,
        ];
        if SHORT.contains(&self.oid.as_bytes()) { self.oid.words() } else { self.oid.dotted() }
    }
}

/// `SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }` and nothing else (RFC 5280 Appendix A.1).
fn walk(name: &Tlv<'_>, field: &str) -> Result<(), Malformed> {
    let mut rdns = name.reader();
    while !rdns.is_empty() {
        let mut attributes = rdns.expect(Tag::SET, field)?.reader();
        if attributes.is_empty() {
            return Err(Malformed::new(field, attributes.offset(), "a part of the name has no attribute"));
        }
        while !attributes.is_empty() {
            let mut attribute = attributes.expect(Tag::SEQUENCE, field)?.reader();
            attribute.expect(Tag::OID, field)?;
            let value = attribute.next(field)?;
            let in_pieces = value.tag.constructed && !matches!(value.tag, Tag::SEQUENCE | Tag::SET);
            if value.tag.class != 0 || in_pieces {
                return Err(Malformed::new(field, value.offset, "a value has no tag that DER gives it"));
            }
            attribute.finish(field)?;
        }
    }
    Ok(())
}

/// The text of a DirectoryString or IA5String; TeletexString is read as Latin-1, as everyone does.
fn string_value(value: &Any<'_>) -> Option<String> {
    match value.tag() {
        UniversalTag::Utf8String
        | UniversalTag::PrintableString
        | UniversalTag::Ia5String
        | UniversalTag::NumericString
        | UniversalTag::VisibleString => core::str::from_utf8(value.data).ok().map(str::to_owned),
        UniversalTag::T61String => Some(value.data.iter().copied().map(char::from).collect()),
        UniversalTag::BmpString => {
            let units: Option<Vec<u16>> =
                even_chunks::<2>(value.data).map(|c| c.map(u16::from_be_bytes).collect());
            String::from_utf16(&units?).ok()
        }
        UniversalTag::UniversalString => {
            even_chunks::<4>(value.data)?.map(u32::from_be_bytes).map(char::from_u32).collect()
        }
        _ => None,
    }
}

/// By type, then by value: for attributes of one length class that is the order of their encodings.
fn is_sorted(rdn: &x509_parser::x509::RelativeDistinguishedName<'_>) -> bool {
    let encodings: Vec<(usize, &[u8], usize, &[u8])> = rdn
        .iter()
        .map(|pair| {
            let (oid, value) = (pair.attr_type().as_bytes(), pair.attr_value().data);
            (oid.len() + value.len(), oid, value.len(), value)
        })
        .collect();
    encodings.is_sorted()
}

fn even_chunks<const N: usize>(bytes: &[u8]) -> Option<impl Iterator<Item = [u8; N]>> {
    let (chunks, rest) = bytes.as_chunks::<N>();
    rest.is_empty().then(|| chunks.iter().copied())
}

fn escape_rfc4514(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        let leading = index == 0 && matches!(character, ' ' | '#');
        let trailing = character == ' ' && index + 1 == text.len();
        if leading || trailing || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

fn comparable_rdn(rdn: &[Attribute]) -> String {
    let mut attributes: Vec<String> = rdn.iter().map(comparable_attribute).collect();
    attributes.sort();
    attributes.join("\u{0}")
}

/// One space for each run of white space, none at the ends.
fn compressed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Strings by case folding and white space compression (RFC 5280 §7.1, RFC 4518 §2); other types by their bytes.
fn comparable_attribute(attribute: &Attribute) -> String {
    let value = match &attribute.text {
        Some(text) => compressed(text).to_lowercase(),
        None => format!("#{}", crate::report::hex(&attribute.raw)),
    };
    // Each part after its length, so that no value can spell the end of its attribute and the begin of another.
    let oid = attribute.oid.as_bytes();
    let mut out = String::with_capacity(oid.len() * 2 + value.len() + 8);
    let _ = write!(out, "{}:", oid.len());
    out.extend(oid.iter().copied().map(char::from));
    let _ = write!(out, "{}:{value}", value.len());
    out
}

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::asn1::Reader;

    fn read(der: &[u8]) -> bool {
        Reader::new(der).next("").and_then(|tlv| Name::from_tlv(&tlv, "name")).is_ok()
    }

    /// CN=a, and the same with another tag at each place: read as CN=a, they chained to an issuer that no one else sees.
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
