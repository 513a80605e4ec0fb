//! Which key does scrypt derive (RFC 7914)?

use countersign_core::asn1::{Reader, Tag};
use countersign_core::crypto::{DecryptError, KdfLimits};
use zeroize::Zeroizing;

use super::{key_length, malformed, number, within};

/// `scrypt-params ::= SEQUENCE { salt OCTET STRING, costParameter INTEGER, blockSize INTEGER, parallelizationParameter INTEGER,
/// keyLength INTEGER OPTIONAL }` (RFC 7914 §7).
pub(super) struct Parameters<'a> {
    salt: &'a [u8],
    cost: scrypt::Params,
    /// Bytes, if stated.
    pub(super) key_length: Option<usize>,
}

impl<'a> Parameters<'a> {
    /// Those that follow the OID of scrypt, their cost within `limits`.
    pub(super) fn read(mut parameters: Reader<'a>, limits: KdfLimits) -> Result<Self, DecryptError> {
        let mut fields = parameters.expect(Tag::SEQUENCE, "scrypt-params").map_err(malformed)?.reader();
        let salt = fields.expect(Tag::OCTET_STRING, "salt").map_err(malformed)?.content;
        let mut next = |field| number(fields.expect(Tag::INTEGER, field).map_err(malformed)?.content);
        let (cost, block, lanes) =
            (next("costParameter")?, next("blockSize")?, next("parallelizationParameter")?);
        let key_length = key_length(&mut fields)?;
        Ok(Self { salt, cost: checked(cost, block, lanes, limits)?, key_length })
    }

    /// `length` bytes of key.
    pub(super) fn key(&self, passphrase: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let mut key = Zeroizing::new(vec![0; length]);
        let invalid = |_| DecryptError::Malformed("scrypt gives no key of that length".to_owned());
        scrypt::scrypt(passphrase, self.salt, &self.cost, &mut key).map_err(invalid)?;
        Ok(key)
    }
}

/// RFC 7914 §2: N is a power of two above one; memory is 128·N·r bytes, and time grows with p besides.
fn checked(cost: u64, block: u64, lanes: u64, limits: KdfLimits) -> Result<scrypt::Params, DecryptError> {
    if cost < 2 || !cost.is_power_of_two() {
        return Err(DecryptError::Malformed("the scrypt cost is not a power of two above one".to_owned()));
    }
    let memory = cost.saturating_mul(block).saturating_mul(128);
    within("bytes of scrypt memory", memory, limits.scrypt_memory_bytes)?;
    within("scrypt parallelization", lanes, PARALLELIZATION)?;
    let invalid = || DecryptError::Malformed("the parameters of scrypt are invalid".to_owned());
    let exponent = u8::try_from(cost.ilog2()).map_err(|_| invalid())?;
    let (block, lanes) =
        (u32::try_from(block).map_err(|_| invalid())?, u32::try_from(lanes).map_err(|_| invalid())?);
    scrypt::Params::new(exponent, block, lanes).map_err(|_| invalid())
}

/// OpenSSL, Java and GnuTLS write 1; each lane costs the whole memory's time again.
const PARALLELIZATION: u64 = 16;
