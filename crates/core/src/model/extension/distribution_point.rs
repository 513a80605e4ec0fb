//! Where are revocation lists, and what does one cover? DistributionPoint (RFC 5280 §4.2.1.13) and its counterpart in the
//! list, IssuingDistributionPoint (§5.2.5).

use crate::asn1::{Malformed, Reader, Tag, Tlv};
use crate::model::Name;

use super::decode::{boolean, fault, names};
use super::general_name::GeneralName;
use super::sole_sequence;

/// `DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }`, each optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionPoint {
    /// Where the list is.
    pub name: Option<DistributionPointName>,
    /// The reasons its list covers; `None` for all.
    pub reasons: Option<ReasonFlags>,
    /// Who issues the list, if not the certificate's issuer.
    pub crl_issuer: Vec<GeneralName>,
}

impl DistributionPoint {
    /// Where, for which reasons, and by whom, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.name.as_ref().map(DistributionPointName::words));
        parts.extend(self.reasons.map(|_| "for some reasons only".to_owned()));
        if !self.crl_issuer.is_empty() {
            parts.push(format!("issued by {}", names_words(&self.crl_issuer)));
        }
        parts.join(", ")
    }
}

impl DistributionPointName {
    fn words(&self) -> String {
        match self {
            Self::Full(names) => names_words(names),
            Self::RelativeToIssuer(name) => format!("the issuer's name with {}", name.rfc4514()),
        }
    }
}

impl IssuingDistributionPoint {
    /// What the list covers, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.name.as_ref().map(DistributionPointName::words));
        let flags = [
            (self.only_contains_user_certs, "no CA certificates"),
            (self.only_contains_ca_certs, "CA certificates only"),
            (self.only_contains_attribute_certs, "attribute certificates only"),
            (self.only_some_reasons.is_some(), "some reasons only"),
            (self.indirect_crl, "certificates of several issuers"),
        ];
        parts.extend(flags.iter().filter(|(set, _)| *set).map(|(_, words)| (*words).to_owned()));
        parts.join(", ")
    }
}

fn names_words(names: &[GeneralName]) -> String {
    crate::report::list(&names.iter().map(GeneralName::words).collect::<Vec<_>>(), 20)
}

/// `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DistributionPointName {
    /// Names of one place, any of which will do.
    Full(Vec<GeneralName>),
    /// What to add to the list issuer's name; a Name of one relative distinguished name.
    RelativeToIssuer(Name),
}

/// `IssuingDistributionPoint`: what a list covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuingDistributionPoint {
    /// Where the list is.
    pub name: Option<DistributionPointName>,
    /// No CA certificates.
    pub only_contains_user_certs: bool,
    /// CA certificates alone.
    pub only_contains_ca_certs: bool,
    /// The reasons it covers; `None` for all.
    pub only_some_reasons: Option<ReasonFlags>,
    /// It has entries of other issuers.
    pub indirect_crl: bool,
    /// Attribute certificates alone.
    pub only_contains_attribute_certs: bool,
}

/// `ReasonFlags ::= BIT STRING`: the bits of reasons 1 (keyCompromise) to 8 (aACompromise), bit 0 lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonFlags(u16);

impl ReasonFlags {
    /// Every reason.
    pub const ALL: Self = Self(0b1_1111_1110);
    /// No reason.
    pub const NONE: Self = Self(0);

    /// The reasons in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The reasons in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Every reason of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn from_bits(bits: &Tlv<'_>) -> Result<Self, Malformed> {
        let [unused @ 0..=7, bytes @ ..] = bits.content else {
            return Err(fault("the reasons are no BIT STRING"));
        };
        if bytes.is_empty() && *unused != 0 || bytes.len() > 2 {
            return Err(fault("the reasons have too few or too many bits"));
        }
        let first = bytes.first().copied().unwrap_or_default().reverse_bits();
        let second = bytes.get(1).copied().unwrap_or_default().reverse_bits();
        Ok(Self(u16::from_le_bytes([first, second])).intersection(Self::ALL))
    }
}

/// `CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint`.
pub(super) fn points(content: &[u8]) -> Result<Vec<DistributionPoint>, Malformed> {
    let mut reader = sole_sequence(content, "")?.reader();
    let mut points = Vec::new();
    while !reader.is_empty() {
        let mut fields = reader.expect(Tag::SEQUENCE, "DistributionPoint")?.reader();
        let name = name(&mut fields)?;
        let reasons = reasons(&mut fields, 1)?;
        let crl_issuer = match fields.optional(Tag::context(2), "cRLIssuer")? {
            Some(list) => names(&list)?,
            None => Vec::new(),
        };
        fields.finish("DistributionPoint")?;
        if name.is_none() && crl_issuer.is_empty() {
            return Err(fault("a distribution point has neither a name nor an issuer"));
        }
        points.push(DistributionPoint { name, reasons, crl_issuer });
    }
    if points.is_empty() { Err(fault("the list is empty")) } else { Ok(points) }
}

/// The content of issuingDistributionPoint.
pub(super) fn issuing(content: &[u8]) -> Result<IssuingDistributionPoint, Malformed> {
    let mut fields = sole_sequence(content, "")?.reader();
    if fields.is_empty() {
        return Err(fault("it is empty, which the standard does not allow"));
    }
    let point = IssuingDistributionPoint {
        name: name(&mut fields)?,
        only_contains_user_certs: flag(&mut fields, 1)?,
        only_contains_ca_certs: flag(&mut fields, 2)?,
        only_some_reasons: reasons(&mut fields, 3)?,
        indirect_crl: flag(&mut fields, 4)?,
        only_contains_attribute_certs: flag(&mut fields, 5)?,
    };
    fields.finish("")?;
    let only =
        [point.only_contains_user_certs, point.only_contains_ca_certs, point.only_contains_attribute_certs];
    if only.iter().filter(|only| **only).count() > 1 {
        return Err(fault("it covers only one kind of certificates, and only another"));
    }
    Ok(point)
}

fn name(fields: &mut Reader<'_>) -> Result<Option<DistributionPointName>, Malformed> {
    let Some(tagged) = fields.optional(Tag::context(0), "distributionPoint")? else { return Ok(None) };
    let mut inside = tagged.reader();
    let choice = inside.next("distributionPoint")?;
    inside.finish("distributionPoint")?;
    if choice.tag == Tag::context(0) {
        return Ok(Some(DistributionPointName::Full(names(&choice)?)));
    }
    if choice.tag == Tag::context(1) {
        return Ok(Some(DistributionPointName::RelativeToIssuer(Name::from_rdn(choice.content)?)));
    }
    Err(fault("a distribution point has a name of an unknown form"))
}

/// `[n] IMPLICIT BOOLEAN DEFAULT FALSE`.
fn flag(fields: &mut Reader<'_>, number: u32) -> Result<bool, Malformed> {
    match fields.optional(Tag::context_primitive(number), "")? {
        Some(tlv) => boolean(&tlv, ""),
        None => Ok(false),
    }
}

fn reasons(fields: &mut Reader<'_>, number: u32) -> Result<Option<ReasonFlags>, Malformed> {
    let bits = fields.optional(Tag::context_primitive(number), "reasons")?;
    bits.map(|bits| ReasonFlags::from_bits(&bits)).transpose()
}

#[cfg(test)]
mod tests {
    use super::{ReasonFlags, issuing, points};

    #[test]
    fn an_empty_reason_bit_string_is_a_fault_and_no_panic() {
        // RUSTSEC-2026-0104: [3] with no content at all.
        assert!(issuing(&[0x30, 0x02, 0x83, 0x00]).is_err());
        assert_eq!(
            issuing(&[0x30, 0x03, 0x83, 0x01, 0x00]).unwrap().only_some_reasons,
            Some(ReasonFlags::NONE)
        );
    }

    #[test]
    fn reasons_are_read_from_the_first_bit_on() {
        // keyCompromise (1) and cACompromise (2): bits 01100000.
        let point = issuing(&[0x30, 0x04, 0x83, 0x02, 0x05, 0x60]).unwrap();
        assert_eq!(point.only_some_reasons, Some(ReasonFlags(0b110)));
    }

    #[test]
    fn a_list_can_not_be_only_for_users_and_only_for_cas() {
        assert!(issuing(&[0x30, 0x06, 0x81, 0x01, 0xff, 0x82, 0x01, 0xff]).is_err());
    }

    #[test]
    fn an_empty_list_or_point_is_a_fault() {
        assert!(points(&[0x30, 0x00]).is_err());
        assert!(points(&[0x30, 0x02, 0x30, 0x00]).is_err());
        assert!(issuing(&[0x30, 0x00]).is_err());
    }
}
