//! By which names may a server be called? What a person types becomes names that a certificate can have.

use std::net::IpAddr;

use countersign_core::path::{ReferenceIdentifier, unfit};
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
        words.map(Self::read).collect()
    }

    /// Other letters and the root's dot are no slips here: they become what a certificate can hold.
    fn read(word: &str) -> Result<Self, String> {
        let (star, rest) = word.strip_prefix("*.").map_or(("", word), |rest| ("*.", rest));
        let fault = match ReferenceIdentifier::parse(rest) {
            ReferenceIdentifier::Ip(address) if star.is_empty() => return Ok(Self::Address(address)),
            ReferenceIdentifier::Ip(_) => Some("an address has no wildcard".to_owned()),
            ReferenceIdentifier::Dns(name) => match unfit(&name, "") {
                None => return Ok(Self::Host(format!("{star}{name}"))),
                fault => fault,
            },
            _ => unfit(rest, ""),
        };
        let fault = fault.unwrap_or_else(|| "api.example.com is one".to_owned());
        Err(format!("{} can't be a server's name: {fault}.", shown(word)))
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
