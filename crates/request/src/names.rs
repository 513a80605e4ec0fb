//! By which names may a server be called? What a person types becomes names that a certificate can have.

use std::net::IpAddr;

use countersign_core::path::ReferenceIdentifier;
use countersign_core::report::shown;

use crate::der::tagged;

/// A name for the subjectAltName.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An address.
    Address(IpAddr),
    /// A host name of ASCII letters, with `*` for its first label if need be.
    Host(String),
}

impl Name {
    /// Reads names between spaces or commas. The error names the first that is none.
    pub fn list(text: &str) -> Result<Vec<Self>, String> {
        let words = text.split([',', ';', ' ', '\n', '\t']).map(str::trim).filter(|word| !word.is_empty());
        words
            .map(|word| {
                Self::read(word).ok_or_else(|| {
                    format!("{} is no name or address of a server: api.example.com is one.", shown(word))
                })
            })
            .collect()
    }

    fn read(word: &str) -> Option<Self> {
        let (star, rest) = word.strip_prefix("*.").map_or(("", word), |rest| ("*.", rest));
        match ReferenceIdentifier::parse(rest) {
            ReferenceIdentifier::Dns(name) if is_host(&name) => Some(Self::Host(format!("{star}{name}"))),
            ReferenceIdentifier::Ip(address) if star.is_empty() => Some(Self::Address(address)),
            _ => None,
        }
    }

    /// `dNSName [2] IA5String` or `iPAddress [7] OCTET STRING` (RFC 5280 §4.2.1.6).
    pub(crate) fn general_name(&self) -> Vec<u8> {
        match self {
            Self::Address(IpAddr::V4(address)) => tagged(0x87, &[address.octets().to_vec()]),
            Self::Address(IpAddr::V6(address)) => tagged(0x87, &[address.octets().to_vec()]),
            Self::Host(name) => tagged(0x82, &[name.clone().into_bytes()]),
        }
    }

    /// For people; nobody compares it. Longer ones than 64 characters don't fit (RFC 5280 appendix A, ub-common-name).
    pub(crate) fn common_name(&self) -> Option<String> {
        let text = match self {
            Self::Address(address) => address.to_string(),
            Self::Host(name) => name.clone(),
        };
        (text.len() <= 64).then_some(text)
    }
}

/// RFC 1123 §2.1: letters, digits and hyphens inside, 63 a label, 253 in all.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let fits = (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
        fits && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}
