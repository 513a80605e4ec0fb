//! Does this passphrase fit a store's newer MAC? PBMAC1 (RFC 8018 §7.1) in PKCS#12 (RFC 9579).

use countersign_core::asn1::{Oid, Reader, Tag, oids};
use countersign_core::crypto::{DecryptError, KdfLimits};
use hmac::{KeyInit as _, Mac as _, SimpleHmac};
use sha1::Sha1;
use sha2::digest::block_api::BlockSizeUser;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::{malformed, pbkdf2};

/// The MAC over `data`; `parameters` is the content of `PBMAC1-params ::= SEQUENCE { keyDerivationFunc, messageAuthScheme }`.
///
/// The passphrase counts as its UTF-8 bytes (RFC 9579 §6), unlike in the older MAC.
pub(super) fn mac(
    parameters: &[u8],
    passphrase: &[u8],
    data: &[u8],
    limits: KdfLimits,
) -> Result<Vec<u8>, DecryptError> {
    let mut fields = Reader::new(parameters);
    let kdf = fields.expect(Tag::SEQUENCE, "keyDerivationFunc").map_err(malformed)?.bytes;
    let mut scheme = fields.expect(Tag::SEQUENCE, "messageAuthScheme").map_err(malformed)?.reader();
    let scheme = scheme.expect(Tag::OID, "algorithm").map_err(malformed)?.content;
    let kdf = pbkdf2::Parameters::read(kdf, limits)?;
    // RFC 9579 §5: it is there, so that readers do not derive keys of different lengths.
    let length = kdf.key_length.filter(|length| (1..=MOST_KEY_BYTES).contains(length));
    let length =
        length.ok_or_else(|| DecryptError::Malformed("PBMAC1 states no usable key length".to_owned()))?;
    let key = kdf.key(passphrase, length)?;
    match scheme {
        oids::HMAC_SHA1 => hmac::<Sha1>(&key, data),
        oids::HMAC_SHA224 => hmac::<Sha224>(&key, data),
        oids::HMAC_SHA256 => hmac::<Sha256>(&key, data),
        oids::HMAC_SHA384 => hmac::<Sha384>(&key, data),
        oids::HMAC_SHA512 => hmac::<Sha512>(&key, data),
        other => Err(DecryptError::Unsupported(Oid::from_der_content(other).words())),
    }
}

/// The block of SHA-512: HMAC keys beyond it are hashed, and cost time for nothing.
const MOST_KEY_BYTES: usize = 128;

pub(super) fn hmac<D: Digest + BlockSizeUser + Clone>(
    key: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, DecryptError> {
    let mut mac = SimpleHmac::<D>::new_from_slice(key)
        .map_err(|_| DecryptError::Malformed("the MAC takes no such key".to_owned()))?;
    mac.update(data);
    Ok(mac.finalize().into_bytes().to_vec())
}
