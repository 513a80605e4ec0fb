//! Which RSA-PSS is it? The open parameters of RSASSA-PSS (RFC 4055 §3.1), and whether a key allows them.

use crate::asn1::{Reader, Tag, oids};

/// What an RSASSA-PSS AlgorithmIdentifier chooses, where mask and message have one digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PssParameters {
    /// The digest's OID, as DER content.
    pub digest: &'static [u8],
    /// Bytes of salt.
    pub salt_bytes: usize,
}

impl PssParameters {
    /// Decodes the content of an AlgorithmIdentifier: `id-RSASSA-PSS`, then
    /// `SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT mgf1SHA1, saltLength [2] DEFAULT 20,
    /// trailerField [3] DEFAULT 1 }`.
    ///
    /// `None` for anything else, and where mask and message have different digests, which no backend here verifies.
    pub(super) fn from_content(algorithm_identifier: &[u8]) -> Option<Self> {
        let mut content = Reader::new(algorithm_identifier);
        if content.expect(Tag::OID, FIELD).ok()?.content != oids::RSASSA_PSS {
            return None;
        }
        let mut parameters = content.expect(Tag::SEQUENCE, FIELD).ok()?.reader();
        let hash = parameters.optional(Tag::context(0), FIELD).ok()?;
        let mask = parameters.optional(Tag::context(1), FIELD).ok()?;
        let salt = parameters.optional(Tag::context(2), FIELD).ok()?;
        let trailer = parameters.optional(Tag::context(3), FIELD).ok()?;
        let one = [0x02, 0x01, 0x01];
        if !parameters.is_empty()
            || !content.is_empty()
            || trailer.is_some_and(|tagged| tagged.content != one)
        {
            return None;
        }
        let digest = hash.map_or(Some(oids::SHA1), |tagged| digest(&mut tagged.reader()))?;
        let mask_digest = mask.map_or(Some(oids::SHA1), |tagged| mask_digest(&mut tagged.reader()))?;
        let salt_bytes = salt.map_or(Some(20), |tagged| salt_length(&mut tagged.reader()))?;
        (digest == mask_digest).then_some(Self { digest, salt_bytes })
    }

    /// Whether a key of this type may make such signatures: a plain RSA key any, one restricted to PSS only those with
    /// its digest and at least its salt (RFC 4055 §3.3).
    pub(super) fn fit(&self, key_algorithm: &[u8]) -> bool {
        let mut content = Reader::new(key_algorithm);
        match content.expect(Tag::OID, FIELD).map(|oid| oid.content) {
            Ok(oids::RSA_ENCRYPTION) => true,
            Ok(oids::RSASSA_PSS) if content.is_empty() => true,
            Ok(oids::RSASSA_PSS) => Self::from_content(key_algorithm)
                .is_some_and(|least| least.digest == self.digest && least.salt_bytes <= self.salt_bytes),
            _ => false,
        }
    }
}

/// A digest's AlgorithmIdentifier, with NULL parameters or none (RFC 4055 §2.1).
fn digest(reader: &mut Reader<'_>) -> Option<&'static [u8]> {
    let mut identifier = reader.expect(Tag::SEQUENCE, FIELD).ok()?.reader();
    let oid = identifier.expect(Tag::OID, FIELD).ok()?.content;
    let plain = identifier.is_empty() || identifier.next(FIELD).is_ok_and(|null| null.bytes == [0x05, 0x00]);
    let known = [oids::SHA1, oids::SHA224, oids::SHA256, oids::SHA384, oids::SHA512];
    known.into_iter().find(|digest| plain && oid == *digest)
}

fn mask_digest(reader: &mut Reader<'_>) -> Option<&'static [u8]> {
    let mut generator = reader.expect(Tag::SEQUENCE, FIELD).ok()?.reader();
    let is_mgf1 = generator.expect(Tag::OID, FIELD).ok()?.content == oids::MGF1;
    is_mgf1.then(|| digest(&mut generator)).flatten()
}

/// No salt is longer than the largest modulus, 2048 bytes.
fn salt_length(reader: &mut Reader<'_>) -> Option<usize> {
    let bytes = reader.expect(Tag::INTEGER, FIELD).ok()?.content;
    let number =
        bytes.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?;
    (number <= 2048 && bytes.first()? & 0x80 == 0).then_some(number)
}

const FIELD: &str = "RSASSA-PSS-params";
