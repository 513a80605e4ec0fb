//! Which key does PBKDF2 derive (RFC 8018 §5.2)?

use countersign_core::asn1::{Oid, Reader, Tag, oids};
use countersign_core::crypto::{DecryptError, KdfLimits};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use zeroize::Zeroizing;

use super::{key_length, malformed, within_limit};

/// `PBKDF2-params ::= SEQUENCE { salt CHOICE { OCTET STRING, … }, iterationCount INTEGER, keyLength INTEGER OPTIONAL, prf
/// AlgorithmIdentifier DEFAULT hmacWithSHA1 }` (RFC 8018 §A.2).
pub(super) struct Parameters<'a> {
    salt: &'a [u8],
    iterations: u32,
    /// Bytes, if stated.
    pub(super) key_length: Option<usize>,
    /// The OID of the HMAC, as DER content.
    pub(super) prf: &'a [u8],
}

impl<'a> Parameters<'a> {
    /// Those in a DER AlgorithmIdentifier of PBKDF2, their cost within `limits`.
    pub(super) fn read(algorithm: &'a [u8], limits: KdfLimits) -> Result<Self, DecryptError> {
        let mut fields =
            Reader::new(algorithm).expect(Tag::SEQUENCE, "keyDerivationFunc").map_err(malformed)?.reader();
        let oid = fields.expect(Tag::OID, "algorithm").map_err(malformed)?.content;
        if oid != oids::PBKDF2 {
            return Err(DecryptError::Unsupported(Oid::from_der_content(oid).words()));
        }
        let mut fields = fields.expect(Tag::SEQUENCE, "PBKDF2-params").map_err(malformed)?.reader();
        let salt = fields.expect(Tag::OCTET_STRING, "salt").map_err(malformed)?.content;
        let iterations = fields.expect(Tag::INTEGER, "iterationCount").map_err(malformed)?.content;
        let key_length = key_length(&mut fields)?;
        let prf = fields.optional(Tag::SEQUENCE, "prf").map_err(malformed)?;
        let prf = prf.map(|prf| prf.reader().expect(Tag::OID, "prf")).transpose().map_err(malformed)?;
        Ok(Self {
            salt,
            iterations: within_limit("PBKDF2 iterations", iterations, limits)?,
            key_length,
            prf: prf.map_or(oids::HMAC_SHA1, |prf| prf.content),
        })
    }

    /// `length` bytes of key.
    pub(super) fn key(&self, passphrase: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let derive = match self.prf {
            oids::HMAC_SHA1 => pbkdf2::pbkdf2_hmac::<Sha1>,
            oids::HMAC_SHA224 => pbkdf2::pbkdf2_hmac::<Sha224>,
            oids::HMAC_SHA256 => pbkdf2::pbkdf2_hmac::<Sha256>,
            oids::HMAC_SHA384 => pbkdf2::pbkdf2_hmac::<Sha384>,
            oids::HMAC_SHA512 => pbkdf2::pbkdf2_hmac::<Sha512>,
            oids::HMAC_SHA512_224 => pbkdf2::pbkdf2_hmac::<Sha512_224>,
            oids::HMAC_SHA512_256 => pbkdf2::pbkdf2_hmac::<Sha512_256>,
            other => return Err(DecryptError::Unsupported(Oid::from_der_content(other).words())),
        };
        let mut key = Zeroizing::new(vec![0; length]);
        derive(passphrase, self.salt, self.iterations, &mut key);
        Ok(key)
    }
}
