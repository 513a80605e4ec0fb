//! What does the certificate say? RFC 5280 §4.1, field by field.

use std::ops::Range;

use crate::asn1::{Malformed, Reader, Tag, Time, Tlv};

use super::algorithm::AlgorithmIdentifier;
use super::extension::Extensions;
use super::name::Name;
use super::public_key::PublicKey;

/// `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }`.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The whole certificate.
    pub der: Vec<u8>,
    /// Where `tbsCertificate`, the signed part, lies in `der`.
    pub tbs_certificate: Range<usize>,
    /// 1, 2 or 3 (encoded 0, 1, 2).
    pub version: u64,
    /// The serial number's DER content, big-endian two's complement.
    pub serial_number: Vec<u8>,
    /// The signature algorithm named inside the signed part; must equal [`Self::signature_algorithm`].
    pub signature: AlgorithmIdentifier,
    /// Who signed.
    pub issuer: Name,
    /// From when to when, both ends included.
    pub validity: Validity,
    /// Whom it names.
    pub subject: Name,
    /// The certified key.
    pub subject_public_key_info: PublicKey,
    /// Version 3 extensions in order.
    pub extensions: Extensions,
    /// The algorithm the issuer signed with.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature's bytes.
    pub signature_value: Vec<u8>,
}

/// `Validity ::= SEQUENCE { notBefore Time, notAfter Time }` (RFC 5280 §4.1.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first valid second.
    pub not_before: Time,
    /// The last valid second.
    pub not_after: Time,
}

impl Certificate {
    /// Decodes one DER certificate with nothing after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 5280 §4.1 encodes it. Extension contents never fail here: each keeps its own fault.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(der);
        let certificate = outer.expect(Tag::SEQUENCE, "Certificate")?;
        outer.finish("Certificate")?;
        let mut fields = certificate.reader();
        let tbs = fields.expect(Tag::SEQUENCE, "tbsCertificate")?;
        let signature_algorithm = AlgorithmIdentifier::read(&mut fields, "signatureAlgorithm")?;
        let signature_value = signature_bytes(&mut fields, "signatureValue")?;
        fields.finish("Certificate")?;

        let mut tbs_fields = tbs.reader();
        let version = read_version(&mut tbs_fields)?;
        let serial_number = tbs_fields.expect(Tag::INTEGER, "tbsCertificate.serialNumber")?;
        if serial_number.content.is_empty() {
            return Err(Malformed::new("tbsCertificate.serialNumber", serial_number.offset, "it is empty"));
        }
        let signature = AlgorithmIdentifier::read(&mut tbs_fields, "tbsCertificate.signature")?;
        let issuer = read_name(&mut tbs_fields, "tbsCertificate.issuer")?;
        let validity = read_validity(&tbs_fields.expect(Tag::SEQUENCE, "tbsCertificate.validity")?)?;
        let subject = read_name(&mut tbs_fields, "tbsCertificate.subject")?;
        let spki = tbs_fields.expect(Tag::SEQUENCE, "tbsCertificate.subjectPublicKeyInfo")?;
        let subject_public_key_info = PublicKey::from_tlv(&spki, "tbsCertificate.subjectPublicKeyInfo")?;
        tbs_fields.optional(Tag::context_primitive(1), "tbsCertificate.issuerUniqueID")?;
        tbs_fields.optional(Tag::context_primitive(2), "tbsCertificate.subjectUniqueID")?;
        let extensions = match tbs_fields.optional(Tag::context(3), "tbsCertificate.extensions")? {
            Some(tagged) => Extensions::from_explicit(&tagged, "tbsCertificate.extensions")?,
            None => Extensions::default(),
        };
        tbs_fields.finish("tbsCertificate")?;
        Ok(Self {
            tbs_certificate: tbs.span(),
            der: der.to_vec(),
            version,
            serial_number: serial_number.content.to_vec(),
            signature,
            issuer,
            validity,
            subject,
            subject_public_key_info,
            extensions,
            signature_algorithm,
            signature_value,
        })
    }

    /// The signed bytes.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.der.get(self.tbs_certificate.clone()).unwrap_or_default()
    }

    /// Subject and issuer are the same name (RFC 5280 §6.1: self-issued). Says nothing of the signature.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject.matches(&self.issuer)
    }

    /// basicConstraints says it is a CA (RFC 5280 §4.2.1.9).
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.extensions.basic_constraints().is_some_and(|constraints| constraints.ca)
    }

    /// The serial number as hexadecimal without leading zeros.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        let hex = crate::report::hex(&self.serial_number);
        let trimmed = hex.trim_start_matches('0');
        if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
    }
}

/// `[0] EXPLICIT INTEGER DEFAULT v1`, counted from 1.
fn read_version(fields: &mut Reader<'_>) -> Result<u64, Malformed> {
    const FIELD: &str = "tbsCertificate.version";
    let Some(tagged) = fields.optional(Tag::context(0), FIELD)? else { return Ok(1) };
    let mut inside = tagged.reader();
    let number = inside.expect(Tag::INTEGER, FIELD)?;
    inside.finish(FIELD)?;
    match number.content {
        [byte @ 0..=2] => Ok(u64::from(*byte) + 1),
        _ => Err(Malformed::new(FIELD, number.offset, "it is none of the versions 1, 2 and 3")),
    }
}

pub(super) fn read_name(fields: &mut Reader<'_>, field: &str) -> Result<Name, Malformed> {
    Name::from_tlv(&fields.expect(Tag::SEQUENCE, field)?, field)
}

fn read_validity(tlv: &Tlv<'_>) -> Result<Validity, Malformed> {
    let mut times = tlv.reader();
    let not_before = read_time(&mut times, "tbsCertificate.validity.notBefore")?;
    let not_after = read_time(&mut times, "tbsCertificate.validity.notAfter")?;
    times.finish("tbsCertificate.validity")?;
    Ok(Validity { not_before, not_after })
}

/// `Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }`.
pub(super) fn read_time(reader: &mut Reader<'_>, field: &str) -> Result<Time, Malformed> {
    let tlv = reader.next(field)?;
    let time = match tlv.tag {
        Tag::UTC_TIME => Time::from_utc_time(tlv.content),
        Tag::GENERALIZED_TIME => Time::from_generalized_time(tlv.content),
        other => Err(format!("expected a time, found {}", other.words())),
    };
    time.map_err(|reason| Malformed::new(field, tlv.offset, reason))
}

/// A signature's BIT STRING, which is a whole number of bytes for every algorithm in use.
pub(super) fn signature_bytes(reader: &mut Reader<'_>, field: &str) -> Result<Vec<u8>, Malformed> {
    let bits = reader.expect(Tag::BIT_STRING, field)?;
    let [0, signature @ ..] = bits.content else {
        return Err(Malformed::new(field, bits.offset, "it is not a whole number of bytes"));
    };
    Ok(signature.to_vec())
}
