//! What does the OCSP response say? RFC 6960 §4.2.1, field by field.

use std::ops::Range;

use crate::asn1::{Malformed, Oid, Reader, Tag, Time, Tlv, oids};

use super::algorithm::AlgorithmIdentifier;
use super::certificate::{Certificate, read_name, signature_bytes};
use super::extension::Extensions;
use super::name::Name;

/// `OCSPResponse ::= SEQUENCE { responseStatus, responseBytes [0] OPTIONAL }` with a BasicOCSPResponse inside.
#[derive(Clone, Debug)]
pub struct OcspResponse {
    /// The whole response.
    pub der: Vec<u8>,
    /// Where `tbsResponseData`, the signed part, lies in `der`.
    pub tbs_response_data: Range<usize>,
    /// Who answers.
    pub responder_id: ResponderId,
    /// When it was signed.
    pub produced_at: Time,
    /// One answer for each certificate asked about.
    pub responses: Vec<SingleResponse>,
    /// The response's extensions.
    pub extensions: Extensions,
    /// The algorithm the responder signed with.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature's bytes.
    pub signature_value: Vec<u8>,
    /// Certificates sent along to verify it with.
    pub certificates: Vec<Certificate>,
}

/// `ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponderId {
    /// The SHA-1 digest of the responder's public key, without tag, length and unused bits.
    ByKey(Vec<u8>),
    /// The responder's name.
    ByName(Name),
}

/// `SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0], singleExtensions [1] }`.
#[derive(Clone, Debug)]
pub struct SingleResponse {
    /// The digest of the two hashes below.
    pub hash_algorithm: Oid,
    /// Digest of the issuer's name.
    pub issuer_name_hash: Vec<u8>,
    /// Digest of the issuer's public key, without tag, length and unused bits.
    pub issuer_key_hash: Vec<u8>,
    /// The certificate's serial number, as DER content.
    pub serial_number: Vec<u8>,
    /// The answer.
    pub cert_status: CertStatus,
    /// When the answer was known to be right.
    pub this_update: Time,
    /// When there will be news at the latest.
    pub next_update: Option<Time>,
    /// The answer's extensions.
    pub extensions: Extensions,
}

/// `CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertStatus {
    /// Not revoked.
    Good,
    /// Revoked since then, and the CRLReason if it was given.
    Revoked(Time, Option<u8>),
    /// The responder does not know the certificate.
    Unknown,
}

impl OcspResponse {
    /// Decodes one DER OCSPResponse with nothing after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 6960 §4.2.1 encodes it; a response that only tells why there is no answer.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(der);
        let response = outer.expect(Tag::SEQUENCE, "OCSPResponse")?;
        outer.finish("OCSPResponse")?;
        let mut fields = response.reader();
        let status = fields.expect(Tag::ENUMERATED, "responseStatus")?;
        if status.content != [0] {
            let reason = format!("the responder gave no answer: {}", status_words(status.content));
            return Err(Malformed::new("responseStatus", status.offset, reason));
        }
        let bytes = sole(&fields.expect(Tag::context(0), "responseBytes")?, Tag::SEQUENCE, "responseBytes")?;
        fields.finish("OCSPResponse")?;
        let mut bytes = bytes.reader();
        let kind = bytes.expect(Tag::OID, "responseType")?;
        if kind.content != oids::OCSP_BASIC {
            return Err(Malformed::new("responseType", kind.offset, "it is not a basic response"));
        }
        let basic = sole(&bytes.expect(Tag::OCTET_STRING, "response")?, Tag::SEQUENCE, "BasicOCSPResponse")?;
        bytes.finish("responseBytes")?;
        Self::from_basic(der, &basic)
    }

    fn from_basic(der: &[u8], basic: &Tlv<'_>) -> Result<Self, Malformed> {
        let mut fields = basic.reader();
        let tbs = fields.expect(Tag::SEQUENCE, "tbsResponseData")?;
        let signature_algorithm = AlgorithmIdentifier::read(&mut fields, "signatureAlgorithm")?;
        let signature_value = signature_bytes(&mut fields, "signature")?;
        let certificates = match fields.optional(Tag::context(0), "certs")? {
            Some(tagged) => read_certificates(&sole(&tagged, Tag::SEQUENCE, "certs")?)?,
            None => Vec::new(),
        };
        fields.finish("BasicOCSPResponse")?;

        let mut data = tbs.reader();
        data.optional(Tag::context(0), "version")?;
        let responder_id = read_responder(&mut data)?;
        let produced_at = read_time(&mut data, "producedAt")?;
        let responses = read_responses(&data.expect(Tag::SEQUENCE, "responses")?)?;
        let extensions = read_extensions(&mut data, "responseExtensions")?;
        data.finish("tbsResponseData")?;
        Ok(Self {
            der: der.to_vec(),
            tbs_response_data: tbs.span(),
            responder_id,
            produced_at,
            responses,
            extensions,
            signature_algorithm,
            signature_value,
            certificates,
        })
    }

    /// The signed bytes.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.der.get(self.tbs_response_data.clone()).unwrap_or_default()
    }
}

/// OCSPResponseStatus (RFC 6960 §4.2.1).
const fn status_words(status: &[u8]) -> &'static str {
    match status {
        [1] => "it found the request malformed",
        [2] => "it had an internal error",
        [3] => "it asks to try later",
        [5] => "the request must be signed",
        [6] => "it was not allowed to answer",
        _ => "the status is none that the standard knows",
    }
}

fn sole<'a>(outer: &Tlv<'a>, tag: Tag, field: &str) -> Result<Tlv<'a>, Malformed> {
    let mut inside = outer.reader();
    let tlv = inside.expect(tag, field)?;
    inside.finish(field)?;
    Ok(tlv)
}

fn read_certificates(list: &Tlv<'_>) -> Result<Vec<Certificate>, Malformed> {
    let mut reader = list.reader();
    let mut certificates = Vec::new();
    while !reader.is_empty() {
        certificates.push(Certificate::from_der(reader.expect(Tag::SEQUENCE, "certs")?.bytes)?);
    }
    Ok(certificates)
}

fn read_responder(data: &mut Reader<'_>) -> Result<ResponderId, Malformed> {
    let choice = data.next("responderID")?;
    let mut inside = choice.reader();
    let responder = if choice.tag == Tag::context(1) {
        ResponderId::ByName(read_name(&mut inside, "responderID")?)
    } else if choice.tag == Tag::context(2) {
        ResponderId::ByKey(inside.expect(Tag::OCTET_STRING, "responderID")?.content.to_vec())
    } else {
        return Err(Malformed::new("responderID", choice.offset, "it is neither a name nor a key"));
    };
    inside.finish("responderID")?;
    Ok(responder)
}

fn read_time(reader: &mut Reader<'_>, field: &str) -> Result<Time, Malformed> {
    let tlv = reader.expect(Tag::GENERALIZED_TIME, field)?;
    Time::from_generalized_time(tlv.content).map_err(|reason| Malformed::new(field, tlv.offset, reason))
}

fn read_extensions(reader: &mut Reader<'_>, field: &str) -> Result<Extensions, Malformed> {
    match reader.optional(Tag::context(1), field)? {
        Some(tagged) => Extensions::from_explicit(&tagged, field),
        None => Ok(Extensions::default()),
    }
}

fn read_responses(list: &Tlv<'_>) -> Result<Vec<SingleResponse>, Malformed> {
    let mut reader = list.reader();
    let mut responses = Vec::new();
    while !reader.is_empty() {
        let mut fields = reader.expect(Tag::SEQUENCE, "SingleResponse")?.reader();
        let mut certificate = fields.expect(Tag::SEQUENCE, "certID")?.reader();
        let hash = AlgorithmIdentifier::read(&mut certificate, "hashAlgorithm")?;
        let issuer_name_hash = certificate.expect(Tag::OCTET_STRING, "issuerNameHash")?.content.to_vec();
        let issuer_key_hash = certificate.expect(Tag::OCTET_STRING, "issuerKeyHash")?.content.to_vec();
        let serial_number = certificate.expect(Tag::INTEGER, "serialNumber")?.content.to_vec();
        certificate.finish("certID")?;
        let cert_status = read_status(&mut fields)?;
        let this_update = read_time(&mut fields, "thisUpdate")?;
        let next_update = match fields.optional(Tag::context(0), "nextUpdate")? {
            Some(tagged) => Some(read_time(&mut tagged.reader(), "nextUpdate")?),
            None => None,
        };
        let extensions = read_extensions(&mut fields, "singleExtensions")?;
        fields.finish("SingleResponse")?;
        responses.push(SingleResponse {
            hash_algorithm: hash.algorithm,
            issuer_name_hash,
            issuer_key_hash,
            serial_number,
            cert_status,
            this_update,
            next_update,
            extensions,
        });
    }
    Ok(responses)
}

fn read_status(fields: &mut Reader<'_>) -> Result<CertStatus, Malformed> {
    let choice = fields.next("certStatus")?;
    if choice.tag == Tag::context_primitive(0) && choice.content.is_empty() {
        return Ok(CertStatus::Good);
    }
    if choice.tag == Tag::context_primitive(2) && choice.content.is_empty() {
        return Ok(CertStatus::Unknown);
    }
    if choice.tag != Tag::context(1) {
        return Err(Malformed::new("certStatus", choice.offset, "it is neither good, revoked nor unknown"));
    }
    let mut revoked = choice.reader();
    let since = read_time(&mut revoked, "revocationTime")?;
    let reason = match revoked.optional(Tag::context(0), "revocationReason")? {
        Some(tagged) => sole(&tagged, Tag::ENUMERATED, "revocationReason")?.content.first().copied(),
        None => None,
    };
    revoked.finish("certStatus")?;
    Ok(CertStatus::Revoked(since, reason))
}
