//! What does the request ask for? RFC 2986 §4, and the extensions it asks for (RFC 2985 §5.4.2).

use std::ops::Range;

use crate::asn1::{Malformed, Oid, Reader, Tag, Tlv, oids};

use super::algorithm::AlgorithmIdentifier;
use super::certificate::{read_name, signature_bytes};
use super::extension::Extensions;
use super::name::Name;
use super::public_key::PublicKey;

/// `CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm, signature }`.
#[derive(Clone, Debug)]
pub struct CertificationRequest {
    /// The whole request.
    pub der: Vec<u8>,
    /// Where `certificationRequestInfo`, the signed part, lies in `der`.
    pub certification_request_info: Range<usize>,
    /// Whom the certificate shall name.
    pub subject: Name,
    /// The key to certify.
    pub subject_public_key_info: PublicKey,
    /// The extensions asked for, all extensionRequest attributes together.
    pub requested_extensions: Extensions,
    /// All attributes by type, in order.
    pub attributes: Vec<RequestAttribute>,
    /// The algorithm the requester signed with.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature's bytes, made with the key to certify (RFC 2986 §4.2).
    pub signature_value: Vec<u8>,
}

/// An attribute of a request. Values are not kept: a challengePassword is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestAttribute {
    /// The attribute's type.
    pub oid: Oid,
    /// Its place in the request.
    pub span: Range<usize>,
}

impl CertificationRequest {
    /// Decodes one DER request with nothing after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 2986 §4 encodes it.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(der);
        let request = outer.expect(Tag::SEQUENCE, "CertificationRequest")?;
        outer.finish("CertificationRequest")?;
        let mut fields = request.reader();
        let info = fields.expect(Tag::SEQUENCE, "certificationRequestInfo")?;
        let signature_algorithm = AlgorithmIdentifier::read(&mut fields, "signatureAlgorithm")?;
        let signature_value = signature_bytes(&mut fields, "signature")?;
        fields.finish("CertificationRequest")?;

        let mut info_fields = info.reader();
        info_fields.expect(Tag::INTEGER, "certificationRequestInfo.version")?;
        let subject = read_name(&mut info_fields, "certificationRequestInfo.subject")?;
        let spki = info_fields.expect(Tag::SEQUENCE, "certificationRequestInfo.subjectPKInfo")?;
        let subject_public_key_info = PublicKey::from_tlv(&spki, "certificationRequestInfo.subjectPKInfo")?;
        let mut attributes = Vec::new();
        let mut requested_extensions = Extensions::default();
        // Some tools leave the empty [0] out; RFC 2986 demands it, everyone accepts it.
        if let Some(set) = info_fields.optional(Tag::context(0), "certificationRequestInfo.attributes")? {
            read_attributes(&set, &mut attributes, &mut requested_extensions)?;
        }
        info_fields.finish("certificationRequestInfo")?;
        Ok(Self {
            certification_request_info: info.span(),
            der: der.to_vec(),
            subject,
            subject_public_key_info,
            requested_extensions,
            attributes,
            signature_algorithm,
            signature_value,
        })
    }

    /// The signed bytes.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.der.get(self.certification_request_info.clone()).unwrap_or_default()
    }
}

fn read_attributes(
    set: &Tlv<'_>,
    attributes: &mut Vec<RequestAttribute>,
    requested: &mut Extensions,
) -> Result<(), Malformed> {
    const FIELD: &str = "certificationRequestInfo.attributes";
    let mut reader = set.reader();
    while !reader.is_empty() {
        let attribute = reader.expect(Tag::SEQUENCE, FIELD)?;
        let mut parts = attribute.reader();
        let oid = Oid::from_der_content(parts.expect(Tag::OID, FIELD)?.content);
        let values = parts.expect(Tag::SET, FIELD)?;
        parts.finish(FIELD)?;
        let is_request = matches!(oid.as_bytes(), oids::AT_EXTENSION_REQUEST | oids::AT_MS_EXTENSION_REQUEST);
        attributes.push(RequestAttribute { oid, span: attribute.span() });
        if is_request {
            // RFC 2985 §5.4.2 wants one value; what a second one asks for must not be lost.
            let mut inside = values.reader();
            while !inside.is_empty() {
                let list = inside.expect(Tag::SEQUENCE, FIELD)?;
                requested.append(Extensions::from_sequence(&list, FIELD)?);
            }
        }
    }
    Ok(())
}
