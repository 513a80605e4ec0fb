//! Which name, of which form? GeneralName (RFC 5280 §4.2.1.6) for showing and for comparing.

use std::net::{Ipv4Addr, Ipv6Addr};

use x509_parser::extensions::GeneralName as ParsedGeneralName;

use crate::asn1::{Malformed, Oid, Tag, Tlv};
use crate::model::Name;
use crate::report::{hex, shown};

use super::decode::{decode, fault};

/// One of the nine forms of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// `directoryName [4]`.
    DirectoryName(Name),
    /// `dNSName [2]`.
    DnsName(String),
    /// `ediPartyName [5]`, not decoded.
    EdiPartyName,
    /// Not decodable; the text says which form it has.
    Invalid(String),
    /// `iPAddress [7]`: 4 or 16 bytes, twice that in name constraints.
    IpAddress(Vec<u8>),
    /// `otherName [0]`: its type and the DER of its value.
    OtherName(Oid, Vec<u8>),
    /// `registeredID [8]`.
    RegisteredId(Oid),
    /// `rfc822Name [1]`: an email address.
    Rfc822Name(String),
    /// `uniformResourceIdentifier [6]`.
    Uri(String),
    /// `x400Address [3]`, not decoded.
    X400Address,
}

impl GeneralName {
    /// Decodes one name.
    ///
    /// # Errors
    /// It is encoded otherwise than RFC 5280 Appendix A.2 says: which forms hold other values is part of that.
    pub(super) fn read(tlv: &Tlv<'_>) -> Result<Self, Malformed> {
        let holds_others = matches!(tlv.tag.number, 0 | 3 | 4 | 5);
        if tlv.tag.class != 2 || tlv.tag.number > 8 || tlv.tag.constructed != holds_others {
            return Err(fault(format!("a name has the tag {}, which is no form of a name", tlv.tag.words())));
        }
        if tlv.tag.number == 4 {
            let mut reader = tlv.reader();
            let name = Name::from_tlv(&reader.expect(Tag::SEQUENCE, "directoryName")?, "directoryName")?;
            reader.finish("directoryName")?;
            return Ok(Self::DirectoryName(name));
        }
        Ok(Self::from_parsed(&decode(tlv.bytes)?))
    }

    fn from_parsed(parsed: &ParsedGeneralName<'_>) -> Self {
        match parsed {
            ParsedGeneralName::OtherName(oid, value) => {
                Self::OtherName(Oid::from_der_content(oid.as_bytes()), value.to_vec())
            }
            ParsedGeneralName::RFC822Name(text) => Self::Rfc822Name((*text).to_owned()),
            ParsedGeneralName::DNSName(text) => Self::DnsName((*text).to_owned()),
            ParsedGeneralName::X400Address(_) => Self::X400Address,
            // Read above, by our own reader.
            ParsedGeneralName::DirectoryName(_) => Self::Invalid("[4]".to_owned()),
            ParsedGeneralName::EDIPartyName(_) => Self::EdiPartyName,
            ParsedGeneralName::URI(text) => Self::Uri((*text).to_owned()),
            ParsedGeneralName::IPAddress(bytes) => Self::IpAddress(bytes.to_vec()),
            ParsedGeneralName::RegisteredID(oid) => Self::RegisteredId(Oid::from_der_content(oid.as_bytes())),
            ParsedGeneralName::Invalid(tag, _) => Self::Invalid(format!("[{}]", tag.0)),
        }
    }

    /// `DNS api.example.com`, escaped for showing. The form comes first, so that a name which holds the text
    /// "DNS:a, DNS:b" stays one name (CVE-2021-44532).
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::DirectoryName(name) => format!("name \"{}\"", name.rfc4514()),
            Self::DnsName(text) => format!("DNS {}{}", quoted_if_odd(text), in_unicode(text)),
            Self::EdiPartyName => "EDI party name".to_owned(),
            Self::Invalid(form) => format!("invalid name {form}"),
            Self::IpAddress(bytes) => format!("IP {}", ip_words(bytes)),
            Self::OtherName(oid, _) => format!("other name {}", oid.words()),
            Self::RegisteredId(oid) => format!("registered ID {}", oid.dotted()),
            Self::Rfc822Name(text) => format!("email {}", quoted_if_odd(text)),
            Self::Uri(text) => format!("URI {}", quoted_if_odd(text)),
            Self::X400Address => "X.400 address".to_owned(),
        }
    }

    /// The same name: DNS names and the host part of email addresses without regard to case (RFC 5280 §7.2, §7.5).
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::DnsName(one), Self::DnsName(two)) => one.eq_ignore_ascii_case(two),
            (Self::Rfc822Name(one), Self::Rfc822Name(two)) => {
                match (one.rsplit_once('@'), two.rsplit_once('@')) {
                    (Some((user, host)), Some((other_user, other_host))) => {
                        user == other_user && host.eq_ignore_ascii_case(other_host)
                    }
                    _ => one == two,
                }
            }
            _ => self == other,
        }
    }
}

/// ` (bücher.example)` behind a name with A-labels, so that both forms are seen; labels are at most 63 characters long
/// (RFC 5890 §2.3.2.1; CVE-2022-3602 is the lack of that bound).
fn in_unicode(text: &str) -> String {
    let decoded = |label: &str| match label.strip_prefix("xn--") {
        Some(encoded) if label.len() <= 63 && label.is_ascii() => {
            punycode::decode(encoded).ok().filter(|decoded| !decoded.is_empty())
        }
        Some(_) => None,
        None => Some(label.to_owned()),
    };
    if text.len() > 253 || !text.split('.').any(|label| label.starts_with("xn--")) {
        return String::new();
    }
    let labels: Option<Vec<String>> = text.split('.').map(decoded).collect();
    labels.map(|labels| format!(" ({})", shown(&labels.join(".")))).unwrap_or_default()
}

/// Text with spaces, commas or other characters that do not belong into such names goes into quotation marks.
fn quoted_if_odd(text: &str) -> String {
    let plain =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, ',' | '"' | '<' | '>'));
    if plain { shown(text) } else { format!("\"{}\"", shown(text)) }
}

fn ip_words(bytes: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Ipv4Addr::from(four).to_string();
    }
    if let Ok(sixteen) = <[u8; 16]>::try_from(bytes) {
        return Ipv6Addr::from(sixteen).to_string();
    }
    match bytes.split_at_checked(bytes.len() / 2) {
        Some((address, mask)) if matches!(bytes.len(), 8 | 32) => {
            format!("{} mask {}", ip_words(address), ip_words(mask))
        }
        _ => format!(
            "of {} bytes ({})",
            bytes.len(),
            hex(bytes.get(..16.min(bytes.len())).unwrap_or_default())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::GeneralName;
    use crate::asn1::Reader;

    #[test]
    fn a_name_has_the_form_that_its_tag_says() {
        let read = |der: &[u8]| Reader::new(der).next("").and_then(|tlv| GeneralName::read(&tlv));
        assert_eq!(read(&[0x82, 1, b'a']), Ok(GeneralName::DnsName("a".into())));
        assert!(read(&[0x83, 1, b'a']).is_err(), "an X.400 address holds other values");
        assert!(read(&[0xa2, 3, 0x16, 1, b'a']).is_err(), "a DNS name holds none");
        assert!(read(&[0x89, 0]).is_err(), "there are nine forms");
    }

    #[test]
    fn a_name_that_spells_two_names_stays_one() {
        let name = GeneralName::DnsName("a.example, DNS b.example".to_owned());
        assert_eq!(name.words(), "DNS \"a.example, DNS b.example\"");
    }

    #[test]
    fn a_nul_in_a_name_is_shown() {
        assert_eq!(
            GeneralName::DnsName("good.example\0.evil".into()).words(),
            "DNS \"good.example\\u{0}.evil\""
        );
    }

    #[test]
    fn addresses_read_as_addresses() {
        assert_eq!(GeneralName::IpAddress(vec![192, 0, 2, 7]).words(), "IP 192.0.2.7");
        assert_eq!(GeneralName::IpAddress(vec![1, 2, 3]).words(), "IP of 3 bytes (010203)");
    }
}
