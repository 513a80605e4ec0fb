//! Whom or what does a certificate name?

use std::net::IpAddr;

use rcgen::{DnType, SanType};

use crate::error::Error;

/// The subject or issuer of a certificate: attributes in order, such as `O=Example, CN=device-0001` (RFC 5280 section
/// 4.1.2.4). Values are written as UTF8String.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistinguishedName {
    attributes: Vec<(DnType, String)>,
}

/// One entry of the subjectAltName extension (RFC 5280 section 4.2.1.6): what a peer compares the name with that it
/// wanted to reach. Here a certificate says whom it is for; the common name is decoration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// A host name, also with `*` as its first label.
    DnsName(String),
    /// An address, for hosts that are reached without a name.
    IpAddress(IpAddr),
    /// A mail address.
    Rfc822Name(String),
    /// A URI, often `urn:…` or `spiffe://…` for a device or service.
    UniformResourceIdentifier(String),
}

impl DistinguishedName {
    /// The empty name.
    #[must_use]
    pub const fn new() -> Self {
        Self { attributes: Vec::new() }
    }

    /// Adds `C`, a country in two letters.
    #[must_use]
    pub fn country(self, value: &str) -> Self {
        self.with(DnType::CountryName, value)
    }

    /// Adds `O`.
    #[must_use]
    pub fn organization(self, value: &str) -> Self {
        self.with(DnType::OrganizationName, value)
    }

    /// Adds `OU`.
    #[must_use]
    pub fn organizational_unit(self, value: &str) -> Self {
        self.with(DnType::OrganizationalUnitName, value)
    }

    /// Adds `CN`.
    #[must_use]
    pub fn common_name(self, value: &str) -> Self {
        self.with(DnType::CommonName, value)
    }

    /// Adds an attribute by its object identifier, such as `[2, 5, 4, 7]` for a locality. A second value of one type takes
    /// the place of the first.
    #[must_use]
    pub fn attribute(self, oid: &[u64], value: &str) -> Self {
        self.with(DnType::from_oid(oid), value)
    }

    fn with(mut self, attribute: DnType, value: &str) -> Self {
        self.attributes.push((attribute, value.to_owned()));
        self
    }

    pub(crate) fn to_rcgen(&self) -> rcgen::DistinguishedName {
        let mut name = rcgen::DistinguishedName::new();
        for (attribute, value) in &self.attributes {
            name.push(attribute.clone(), value.as_str());
        }
        name
    }
}

impl GeneralName {
    pub(crate) fn to_rcgen(&self) -> Result<SanType, Error> {
        let ascii =
            |value: &str| value.try_into().map_err(|error: rcgen::Error| Error::Name(error.to_string()));
        Ok(match self {
            Self::DnsName(name) => SanType::DnsName(ascii(name)?),
            Self::IpAddress(address) => SanType::IpAddress(*address),
            Self::Rfc822Name(address) => SanType::Rfc822Name(ascii(address)?),
            Self::UniformResourceIdentifier(uri) => SanType::URI(ascii(uri)?),
        })
    }
}

/// A host as a person types it: an address when it reads as one, else a DNS name.
impl From<&str> for GeneralName {
    fn from(host: &str) -> Self {
        host.parse().map_or_else(|_| Self::DnsName(host.to_owned()), Self::IpAddress)
    }
}
