//! How is each extension's content encoded? From DER to [`ExtensionValue`].

use std::collections::BTreeSet;

use x509_parser::asn1_rs::FromDer;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, oids};

use super::distribution_point;
use super::general_name::GeneralName;
use super::key_usage::KeyUsage;
use super::{BasicConstraints, ExtensionValue, sole_sequence};

/// Decodes `content` by its extension's identifier. Unknown identifiers give [`ExtensionValue::Opaque`].
pub(super) fn value(oid: &Oid, content: &[u8]) -> Result<ExtensionValue, Malformed> {
    Ok(match oid.as_bytes() {
        oids::AUTHORITY_INFO_ACCESS => authority_info_access(content)?,
        oids::AUTHORITY_KEY_IDENTIFIER => authority_key_identifier(content)?,
        oids::BASIC_CONSTRAINTS => basic_constraints(content)?,
        oids::CERTIFICATE_POLICIES => certificate_policies(content)?,
        oids::CERTIFICATE_ISSUER => ExtensionValue::CertificateIssuer(general_names(content)?),
        oids::CRL_DISTRIBUTION_POINTS | oids::FRESHEST_CRL => {
            ExtensionValue::CrlDistributionPoints(distribution_point::points(content)?)
        }
        oids::CRL_NUMBER => ExtensionValue::CrlNumber(integer(content)?),
        oids::CRL_REASON => crl_reason(content)?,
        oids::DELTA_CRL_INDICATOR => ExtensionValue::DeltaCrlIndicator(integer(content)?),
        oids::EXTENDED_KEY_USAGE => ExtensionValue::ExtendedKeyUsage(identifiers(content)?),
        oids::INHIBIT_ANY_POLICY => inhibit_any_policy(content)?,
        oids::ISSUER_ALT_NAME => ExtensionValue::IssuerAltName(general_names(content)?),
        oids::ISSUING_DISTRIBUTION_POINT => {
            ExtensionValue::IssuingDistributionPoint(distribution_point::issuing(content)?)
        }
        oids::KEY_USAGE => key_usage(content)?,
        oids::NAME_CONSTRAINTS => name_constraints(content)?,
        oids::POLICY_CONSTRAINTS => policy_constraints(content)?,
        oids::POLICY_MAPPINGS => policy_mappings(content)?,
        oids::SUBJECT_ALT_NAME => ExtensionValue::SubjectAltName(general_names(content)?),
        oids::SUBJECT_KEY_IDENTIFIER => subject_key_identifier(content)?,
        _ => ExtensionValue::Opaque,
    })
}

/// A DER BOOLEAN: one byte, all bits or none (X.690 §11.1).
pub(super) fn boolean(tlv: &Tlv<'_>, field: &str) -> Result<bool, Malformed> {
    match tlv.content {
        [0x00] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Malformed::new(field, tlv.offset, "the BOOLEAN is neither 00 nor FF, as DER demands")),
    }
}

/// Runs one of x509-parser's decoders and demands that it takes everything.
pub(super) fn decode<'a, T, E>(content: &'a [u8]) -> Result<T, Malformed>
where
    T: FromDer<'a, E>,
{
    match T::from_der(content) {
        Ok(([], value)) => Ok(value),
        Ok((rest, _)) => Err(fault(format!("{} bytes follow where it should end", rest.len()))),
        Err(_) => Err(fault("its content is not encoded as the standard says")),
    }
}

pub(super) fn fault(reason: impl Into<String>) -> Malformed {
    Malformed::new("", 0, reason)
}

fn small_number(tlv: &Tlv<'_>) -> Result<u32, Malformed> {
    let (Some(first), false) = (tlv.content.first(), tlv.content.len() > 5) else {
        return Err(fault("a number is empty or far too large"));
    };
    if first & 0x80 != 0 {
        return Err(fault("a number is negative"));
    }
    if let [0, 0..=0x7f, ..] = tlv.content {
        return Err(fault("a number is written with more bytes than DER allows"));
    }
    let value = tlv.content.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    u32::try_from(value).map_err(|_| fault("a number is far too large"))
}

fn basic_constraints(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let ca = match reader.optional(Tag::BOOLEAN, "cA")? {
        Some(tlv) => boolean(&tlv, "cA")?,
        None => false,
    };
    let path_len_constraint = match reader.optional(Tag::INTEGER, "pathLenConstraint")? {
        Some(tlv) => Some(small_number(&tlv)?),
        None => None,
    };
    reader.finish("")?;
    Ok(ExtensionValue::BasicConstraints(BasicConstraints { ca, path_len_constraint }))
}

fn key_usage(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = Reader::new(content);
    let bits = reader.expect(Tag::BIT_STRING, "")?;
    reader.finish("")?;
    match *bits.content {
        [0..=7] => Ok(ExtensionValue::KeyUsage(KeyUsage::from_bits(0, 0))),
        [0..=7, first] => Ok(ExtensionValue::KeyUsage(KeyUsage::from_bits(first, 0))),
        [0..=7, first, second] => Ok(ExtensionValue::KeyUsage(KeyUsage::from_bits(first, second))),
        _ => Err(fault("its BIT STRING is empty or too long")),
    }
}

fn identifiers(content: &[u8]) -> Result<Vec<Oid>, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut identifiers = Vec::new();
    while !reader.is_empty() {
        identifiers.push(Oid::from_der_content(reader.expect(Tag::OID, "")?.content));
    }
    if identifiers.is_empty() { Err(fault("the list is empty")) } else { Ok(identifiers) }
}

fn general_names(content: &[u8]) -> Result<Vec<GeneralName>, Malformed> {
    names(&sole_sequence(content, "")?)
}

/// The entries of a GeneralNames, whatever tag it has.
pub(super) fn names(list: &Tlv<'_>) -> Result<Vec<GeneralName>, Malformed> {
    let mut reader = list.reader();
    if reader.is_empty() {
        return Err(fault("the list of names is empty"));
    }
    let mut names = Vec::new();
    while !reader.is_empty() {
        names.push(GeneralName::read(&reader.next("")?)?);
    }
    Ok(names)
}

/// The content of a sole INTEGER.
fn integer(content: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut reader = Reader::new(content);
    let number = reader.expect(Tag::INTEGER, "")?;
    reader.finish("")?;
    Ok(number.content.to_vec())
}

/// `CRLReason ::= ENUMERATED`, 0 to 10 without 7 (RFC 5280 §5.3.1).
fn crl_reason(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = Reader::new(content);
    let reason = reader.expect(Tag::ENUMERATED, "")?;
    reader.finish("")?;
    match reason.content {
        [number @ (0..=6 | 8..=10)] => Ok(ExtensionValue::CrlReason(*number)),
        _ => Err(fault("it is no reason that the standard knows")),
    }
}

fn subject_key_identifier(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = Reader::new(content);
    let identifier = reader.expect(Tag::OCTET_STRING, "")?;
    reader.finish("")?;
    Ok(ExtensionValue::SubjectKeyIdentifier(identifier.content.to_vec()))
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }`, each
/// implicit and optional, the last two both or neither.
fn authority_key_identifier(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let key_identifier = reader.optional(Tag::context_primitive(0), "keyIdentifier")?;
    let issuer = reader.optional(Tag::context(1), "authorityCertIssuer")?;
    let serial = reader.optional(Tag::context_primitive(2), "authorityCertSerialNumber")?;
    reader.finish("")?;
    if let Some(issuer) = &issuer {
        names(issuer)?;
    }
    let key_identifier = key_identifier.map(|identifier| identifier.content.to_vec());
    Ok(ExtensionValue::AuthorityKeyIdentifier {
        key_identifier,
        names_issuer: issuer.is_some() || serial.is_some(),
    })
}

/// `AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { accessMethod, accessLocation GeneralName }`.
fn authority_info_access(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut descriptions = Vec::new();
    while !reader.is_empty() {
        let mut description = reader.expect(Tag::SEQUENCE, "AccessDescription")?.reader();
        let method = description.expect(Tag::OID, "accessMethod")?;
        let location = GeneralName::read(&description.next("accessLocation")?)?;
        description.finish("AccessDescription")?;
        descriptions.push((Oid::from_der_content(method.content), location));
    }
    if descriptions.is_empty() {
        return Err(fault("the list is empty"));
    }
    Ok(ExtensionValue::AuthorityInfoAccess(descriptions))
}

/// Identifiers; of the qualifiers, which are texts for people, only whether their kind is known (RFC 5280 §4.2.1.4).
fn certificate_policies(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut policies = Vec::new();
    let mut seen = BTreeSet::new();
    let mut unknown_qualifier = false;
    while !reader.is_empty() {
        let mut information = reader.expect(Tag::SEQUENCE, "PolicyInformation")?.reader();
        let policy = Oid::from_der_content(information.expect(Tag::OID, "policyIdentifier")?.content);
        if !seen.insert(policy.clone()) {
            return Err(fault(format!("it names the policy {} more than once", policy.dotted())));
        }
        policies.push(policy);
        if let Some(qualifiers) = information.optional(Tag::SEQUENCE, "policyQualifiers")? {
            unknown_qualifier |= has_unknown_qualifier(&qualifiers)?;
        }
        information.finish("PolicyInformation")?;
    }
    if policies.is_empty() {
        Err(fault("the list is empty"))
    } else {
        Ok(ExtensionValue::CertificatePolicies { policies, unknown_qualifier })
    }
}

fn has_unknown_qualifier(qualifiers: &Tlv<'_>) -> Result<bool, Malformed> {
    let mut reader = qualifiers.reader();
    if reader.is_empty() {
        return Err(fault("a list of policy qualifiers is empty"));
    }
    let mut unknown = false;
    while !reader.is_empty() {
        let mut qualifier = reader.expect(Tag::SEQUENCE, "PolicyQualifierInfo")?.reader();
        let identifier = qualifier.expect(Tag::OID, "policyQualifierId")?;
        unknown |= !matches!(identifier.content, oids::QT_CPS | oids::QT_UNOTICE);
    }
    Ok(unknown)
}

fn inhibit_any_policy(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = Reader::new(content);
    let number = reader.expect(Tag::INTEGER, "")?;
    reader.finish("")?;
    Ok(ExtensionValue::InhibitAnyPolicy(small_number(&number)?))
}

fn name_constraints(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let permitted = subtrees(&mut reader, 0, "permittedSubtrees")?;
    let excluded = subtrees(&mut reader, 1, "excludedSubtrees")?;
    reader.finish("")?;
    if permitted.is_none() && excluded.is_none() {
        return Err(fault("it constrains nothing"));
    }
    let (permitted, excluded) = (permitted.unwrap_or_default(), excluded.unwrap_or_default());
    Ok(ExtensionValue::NameConstraints { permitted, excluded })
}

/// `GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }`, where
/// minimum must be zero and maximum absent (RFC 5280 §4.2.1.10).
fn subtrees(
    reader: &mut Reader<'_>,
    number: u32,
    field: &str,
) -> Result<Option<Vec<GeneralName>>, Malformed> {
    let Some(list) = reader.optional(Tag::context(number), field)? else { return Ok(None) };
    let mut entries = list.reader();
    let mut names = Vec::new();
    while !entries.is_empty() {
        let mut subtree = entries.expect(Tag::SEQUENCE, field)?.reader();
        names.push(GeneralName::read(&subtree.next(field)?)?);
        // DER leaves the default out; written all the same it means nothing else.
        let minimum = subtree.optional(Tag::context_primitive(0), field)?;
        if !subtree.is_empty() || minimum.is_some_and(|minimum| minimum.content != [0]) {
            return Err(fault("a subtree has a minimum or maximum, which the standard does not allow"));
        }
    }
    // An empty list of what is excluded excludes nothing, and is seen; an empty list of what is permitted could mean
    // everything or nothing. The profiles' table refuses both.
    if names.is_empty() && number == 0 { Err(fault("a list of subtrees is empty")) } else { Ok(Some(names)) }
}

fn policy_constraints(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut read = |number| match reader.optional(Tag::context_primitive(number), "")? {
        Some(tlv) => small_number(&tlv).map(Some),
        None => Ok(None),
    };
    let (require_explicit_policy, inhibit_policy_mapping) = (read(0)?, read(1)?);
    reader.finish("")?;
    Ok(ExtensionValue::PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}

/// `SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }` (RFC 5280 §4.2.1.5).
fn policy_mappings(content: &[u8]) -> Result<ExtensionValue, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut mappings = Vec::new();
    while !reader.is_empty() {
        let mut mapping = reader.expect(Tag::SEQUENCE, "PolicyMappings")?.reader();
        let mut policy =
            |field| mapping.expect(Tag::OID, field).map(|oid| Oid::from_der_content(oid.content));
        let pair = (policy("issuerDomainPolicy")?, policy("subjectDomainPolicy")?);
        mapping.finish("PolicyMappings")?;
        mappings.push(pair);
    }
    if mappings.is_empty() {
        Err(fault("the list is empty"))
    } else {
        Ok(ExtensionValue::PolicyMappings(mappings))
    }
}
