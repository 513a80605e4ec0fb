//! What does the revocation list say? RFC 5280 §5.1, field by field.

use std::ops::Range;

use crate::asn1::{Malformed, Reader, Tag, Time};

use super::algorithm::AlgorithmIdentifier;
use super::certificate::{read_name, read_time, signature_bytes};
use super::extension::Extensions;
use super::name::Name;

/// `CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue }`.
#[derive(Clone, Debug)]
pub struct RevocationList {
    /// The whole list.
    pub der: Vec<u8>,
    /// Where `tbsCertList`, the signed part, lies in `der`.
    pub tbs_cert_list: Range<usize>,
    /// The algorithm named inside the signed part.
    pub signature: AlgorithmIdentifier,
    /// Who issued the list.
    pub issuer: Name,
    /// When it was made.
    pub this_update: Time,
    /// When the next one comes at the latest.
    pub next_update: Option<Time>,
    /// The revoked certificates.
    pub revoked_certificates: Vec<RevokedCertificate>,
    /// The list's extensions.
    pub extensions: Extensions,
    /// The algorithm the issuer signed with.
    pub signature_algorithm: AlgorithmIdentifier,
    /// The signature's bytes.
    pub signature_value: Vec<u8>,
}

/// One revoked certificate (RFC 5280 §5.1.2.6).
#[derive(Clone, Debug)]
pub struct RevokedCertificate {
    /// Its serial number's DER content.
    pub serial_number: Vec<u8>,
    /// Since when.
    pub revocation_date: Time,
    /// Entry extensions (reason, invalidity date, certificate issuer).
    pub extensions: Extensions,
}

impl RevocationList {
    /// Decodes one DER CertificateList with nothing after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 5280 §5.1 encodes it.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(der);
        let list = outer.expect(Tag::SEQUENCE, "CertificateList")?;
        outer.finish("CertificateList")?;
        let mut fields = list.reader();
        let tbs = fields.expect(Tag::SEQUENCE, "tbsCertList")?;
        let signature_algorithm = AlgorithmIdentifier::read(&mut fields, "signatureAlgorithm")?;
        let signature_value = signature_bytes(&mut fields, "signatureValue")?;
        fields.finish("CertificateList")?;

        let mut tbs_fields = tbs.reader();
        let version = tbs_fields.optional(Tag::INTEGER, "tbsCertList.version")?;
        if let Some(version) = version.filter(|version| version.content != [1]) {
            return Err(Malformed::new("tbsCertList.version", version.offset, "it is not version 2"));
        }
        let signature = AlgorithmIdentifier::read(&mut tbs_fields, "tbsCertList.signature")?;
        let issuer = read_name(&mut tbs_fields, "tbsCertList.issuer")?;
        let this_update = read_time(&mut tbs_fields, "tbsCertList.thisUpdate")?;
        let next_update = match tbs_fields.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => {
                Some(read_time(&mut tbs_fields, "tbsCertList.nextUpdate")?)
            }
            _ => None,
        };
        let revoked_certificates = read_entries(&mut tbs_fields)?;
        let extensions = match tbs_fields.optional(Tag::context(0), "tbsCertList.crlExtensions")? {
            Some(tagged) => Extensions::from_explicit(&tagged, "tbsCertList.crlExtensions")?,
            None => Extensions::default(),
        };
        tbs_fields.finish("tbsCertList")?;
        Ok(Self {
            tbs_cert_list: tbs.span(),
            der: der.to_vec(),
            signature,
            issuer,
            this_update,
            next_update,
            revoked_certificates,
            extensions,
            signature_algorithm,
            signature_value,
        })
    }

    /// The signed bytes.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.der.get(self.tbs_cert_list.clone()).unwrap_or_default()
    }
}

fn read_entries(tbs_fields: &mut Reader<'_>) -> Result<Vec<RevokedCertificate>, Malformed> {
    const FIELD: &str = "tbsCertList.revokedCertificates";
    let mut entries = Vec::new();
    let Some(list) = tbs_fields.optional(Tag::SEQUENCE, FIELD)? else { return Ok(entries) };
    let mut reader = list.reader();
    if reader.is_empty() {
        return Err(Malformed::new(FIELD, list.offset, "an empty list of entries is left out"));
    }
    while !reader.is_empty() {
        let mut entry = reader.expect(Tag::SEQUENCE, FIELD)?.reader();
        let serial_number = entry.expect(Tag::INTEGER, FIELD)?.content.to_vec();
        let revocation_date = read_time(&mut entry, FIELD)?;
        let extensions = match entry.optional(Tag::SEQUENCE, FIELD)? {
            Some(extensions) => Extensions::from_sequence(&extensions, FIELD)?,
            None => Extensions::default(),
        };
        entry.finish(FIELD)?;
        entries.push(RevokedCertificate { serial_number, revocation_date, extensions });
    }
    Ok(entries)
}
