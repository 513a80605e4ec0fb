//! Which extensions, and what do they hold? RFC 5280 §4.2 values, each decoded or kept with the reason why not.

mod decode;
mod distribution_point;
mod general_name;
mod key_usage;
mod words;

pub use distribution_point::{
    DistributionPoint, DistributionPointName, IssuingDistributionPoint, ReasonFlags,
};
pub use general_name::GeneralName;
pub use key_usage::KeyUsage;

use std::collections::BTreeSet;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, oids};

/// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Which extension.
    pub oid: Oid,
    /// A relying party that does not understand it must refuse.
    pub critical: bool,
    /// Its content.
    pub value: ExtensionValue,
    /// The content's DER.
    pub der: Vec<u8>,
}

/// A decoded extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtensionValue {
    /// §4.2.2.1: where to find OCSP responders and issuers' certificates.
    AuthorityInfoAccess(Vec<(Oid, GeneralName)>),
    /// §4.2.1.1: which of the issuer's keys signed.
    AuthorityKeyIdentifier {
        /// The key's identifier.
        key_identifier: Option<Vec<u8>>,
        /// It also names the issuer's issuer and serial number.
        names_issuer: bool,
    },
    /// §4.2.1.9: a CA or not, and how many CAs may follow.
    BasicConstraints(BasicConstraints),
    /// §5.3.3: of an entry and those after it in an indirect CRL, who issued the certificate.
    CertificateIssuer(Vec<GeneralName>),
    /// §4.2.1.4: the policies' identifiers.
    CertificatePolicies {
        /// In order.
        policies: Vec<Oid>,
        /// One of them has a qualifier other than a practice statement's address or a notice to people.
        unknown_qualifier: bool,
    },
    /// §4.2.1.13, and §4.2.1.15 for freshestCRL: where revocation lists are.
    CrlDistributionPoints(Vec<DistributionPoint>),
    /// §5.2.3: the list's number, as DER content of an INTEGER.
    CrlNumber(Vec<u8>),
    /// §5.3.1: why an entry was revoked, by the number of its CRLReason.
    CrlReason(u8),
    /// §5.2.4: the list only holds what changed since the complete one of this number.
    DeltaCrlIndicator(Vec<u8>),
    /// §4.2.1.12: purposes, in order.
    ExtendedKeyUsage(Vec<Oid>),
    /// §4.2.1.14: after how many certificates anyPolicy stops counting.
    InhibitAnyPolicy(u32),
    /// §4.2.1.7.
    IssuerAltName(Vec<GeneralName>),
    /// §5.2.5: what a revocation list covers.
    IssuingDistributionPoint(IssuingDistributionPoint),
    /// §4.2.1.3.
    KeyUsage(KeyUsage),
    /// Known to be damaged; the text says how.
    Malformed(String),
    /// §4.2.1.10: name spaces that subjects must and must not lie in.
    NameConstraints {
        /// Must lie in one of these, per form.
        permitted: Vec<GeneralName>,
        /// Must lie in none of these.
        excluded: Vec<GeneralName>,
    },
    /// Not decoded here.
    Opaque,
    /// §4.2.1.11.
    PolicyConstraints {
        /// After how many certificates an explicit policy is required.
        require_explicit_policy: Option<u32>,
        /// After how many certificates mapping is inhibited.
        inhibit_policy_mapping: Option<u32>,
    },
    /// §4.2.1.5: issuer's policy to subject's policy.
    PolicyMappings(Vec<(Oid, Oid)>),
    /// §4.2.1.6: the names it is valid for.
    SubjectAltName(Vec<GeneralName>),
    /// §4.2.1.2: this key's identifier.
    SubjectKeyIdentifier(Vec<u8>),
}

/// CRLReason in words (RFC 5280 §5.3.1).
#[must_use]
pub const fn reason_words(reason: u8) -> &'static str {
    match reason {
        1 => "key compromise",
        2 => "CA compromise",
        3 => "affiliation changed",
        4 => "superseded",
        5 => "cessation of operation",
        6 => "certificate hold",
        8 => "removed from the list",
        9 => "privilege withdrawn",
        10 => "attribute authority compromise",
        _ => "unspecified",
    }
}

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// The subject is a CA.
    pub ca: bool,
    /// Most non-self-issued intermediate certificates that may follow.
    pub path_len_constraint: Option<u32>,
}

/// Few certificates carry more, and moving the values of a list that grows costs more than decoding them.
const USUAL_EXTENSIONS: usize = 10;
/// A reason code in a revocation list, in bytes; of those there may be a hundred thousand.
const SHORTEST_EXTENSION: usize = 12;

/// The extensions of a certificate, request, CRL or CRL entry, in order.
#[derive(Clone, Debug, Default)]
pub struct Extensions(Vec<Extension>);

impl Extensions {
    /// Decodes `[n] EXPLICIT SEQUENCE OF Extension`.
    pub(crate) fn from_explicit(tagged: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut inside = tagged.reader();
        let list = inside.expect(Tag::SEQUENCE, field)?;
        inside.finish(field)?;
        Self::from_sequence(&list, field)
    }

    /// Decodes `SEQUENCE OF Extension`.
    pub(crate) fn from_sequence(list: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut extensions =
            Vec::with_capacity(USUAL_EXTENSIONS.min(list.content.len() / SHORTEST_EXTENSION));
        let mut reader = list.reader();
        while !reader.is_empty() {
            let tlv = reader.expect(Tag::SEQUENCE, field)?;
            extensions.push(Extension::from_tlv(&tlv, field)?);
        }
        Ok(Self(extensions))
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Extension> {
        self.0.iter()
    }

    /// The first extension with this identifier.
    #[must_use]
    pub fn find(&self, oid: &[u8]) -> Option<&Extension> {
        self.0.iter().find(|extension| extension.oid.as_bytes() == oid)
    }

    /// Identifiers that appear more than once, which RFC 5280 §4.2 forbids.
    #[must_use]
    pub fn repeated(&self) -> Vec<&Oid> {
        let mut seen = BTreeSet::new();
        self.0.iter().map(|extension| &extension.oid).filter(|oid| !seen.insert(*oid)).collect()
    }

    /// The extensions that can't be read, each with the reason.
    pub fn malformed(&self) -> impl Iterator<Item = (&Extension, &str)> {
        self.0.iter().filter_map(|extension| match &extension.value {
            ExtensionValue::Malformed(reason) => Some((extension, reason.as_str())),
            _ => None,
        })
    }

    /// basicConstraints, if present and well-formed.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        match self.find(oids::BASIC_CONSTRAINTS)?.value {
            ExtensionValue::BasicConstraints(constraints) => Some(constraints),
            _ => None,
        }
    }

    /// keyUsage, if present and well-formed.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        match self.find(oids::KEY_USAGE)?.value {
            ExtensionValue::KeyUsage(usage) => Some(usage),
            _ => None,
        }
    }

    /// The purposes of extKeyUsage; `None` when absent.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<&[Oid]> {
        match &self.find(oids::EXTENDED_KEY_USAGE)?.value {
            ExtensionValue::ExtendedKeyUsage(purposes) => Some(purposes),
            _ => None,
        }
    }

    /// The names of subjectAltName; empty when absent.
    #[must_use]
    pub fn subject_alt_names(&self) -> &[GeneralName] {
        match self.find(oids::SUBJECT_ALT_NAME).map(|extension| &extension.value) {
            Some(ExtensionValue::SubjectAltName(names)) => names,
            _ => &[],
        }
    }

    /// The subject key identifier.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        match &self.find(oids::SUBJECT_KEY_IDENTIFIER)?.value {
            ExtensionValue::SubjectKeyIdentifier(identifier) => Some(identifier),
            _ => None,
        }
    }

    /// The key identifier in authorityKeyIdentifier.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        match &self.find(oids::AUTHORITY_KEY_IDENTIFIER)?.value {
            ExtensionValue::AuthorityKeyIdentifier { key_identifier, .. } => key_identifier.as_deref(),
            _ => None,
        }
    }
}

impl Extension {
    fn from_tlv(tlv: &Tlv<'_>, field: &str) -> Result<Self, Malformed> {
        let mut parts = tlv.reader();
        let identifier = parts.expect(Tag::OID, field)?;
        let critical = match parts.optional(Tag::BOOLEAN, field)? {
            Some(boolean) => decode::boolean(&boolean, field)?,
            None => false,
        };
        let content = parts.expect(Tag::OCTET_STRING, field)?;
        parts.finish(field)?;
        let oid = Oid::from_der_content(identifier.content);
        let value = decode::value(&oid, content.content).unwrap_or_else(|fault| {
            let place = if fault.field.is_empty() { String::new() } else { format!("{}: ", fault.field) };
            ExtensionValue::Malformed(format!("{place}{}", fault.reason))
        });
        Ok(Self { oid, critical, value, der: content.content.to_vec() })
    }

    /// What it says, escaped for showing.
    #[must_use]
    pub fn value_words(&self) -> String {
        words::value_words(self)
    }

    /// The path of this extension in a certificate, for a location.
    #[must_use]
    pub fn certificate_field(&self) -> String {
        let name = self.oid.name().map_or_else(|| self.oid.dotted().replace('.', "-"), str::to_owned);
        format!("tbsCertificate.extensions.{name}")
    }
}

/// The whole content as one SEQUENCE.
pub(crate) fn sole_sequence<'a>(content: &'a [u8], field: &str) -> Result<Tlv<'a>, Malformed> {
    let mut reader = Reader::new(content);
    let sequence = reader.expect(Tag::SEQUENCE, field)?;
    reader.finish(field)?;
    Ok(sequence)
}
