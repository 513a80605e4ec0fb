//! Does this passphrase open a PKCS#12 store? Its own key derivation (RFC 7292 Appendix B), encryption (Appendix C) and MAC (§4).

use countersign_core::asn1::{Oid, oids};
use countersign_core::crypto::DecryptError;
use rc4::{KeyInit as _, Rc4, StreamCipher as _};
use sha1::Sha1;
use sha2::digest::block_api::BlockSizeUser;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::block::Cipher;
use super::{Work, pbmac1};

/// `None` for algorithms of other schemes.
pub(super) fn decrypt(
    oid: &[u8],
    work: Work<'_>,
    encrypted: &[u8],
    passphrase: Option<&[u8]>,
) -> Option<Result<Zeroizing<Vec<u8>>, DecryptError>> {
    let cipher = match oid {
        oids::PBE_SHA1_RC4_128 => return Some(rc4(work, encrypted, passphrase, 16)),
        oids::PBE_SHA1_RC4_40 => return Some(rc4(work, encrypted, passphrase, 5)),
        oids::PBE_SHA1_3DES => Cipher::TripleDes3,
        oids::PBE_SHA1_2DES => Cipher::TripleDes2,
        oids::PBE_SHA1_RC2_128 => Cipher::rc2(16),
        oids::PBE_SHA1_RC2_40 => Cipher::rc2(5),
        _ => return None,
    };
    let key = derived::<Sha1>(passphrase, work, Purpose::Key, cipher.key_length());
    let iv = derived::<Sha1>(passphrase, work, Purpose::Iv, cipher.iv_length());
    Some(cipher.decrypt(&key, &iv, encrypted))
}

/// The MAC over `data` by HMAC with the digest of this OID (DER content).
pub(super) fn mac(
    digest: &[u8],
    work: Work<'_>,
    passphrase: Option<&[u8]>,
    data: &[u8],
) -> Result<Vec<u8>, DecryptError> {
    match digest {
        oids::SHA1 => hmac::<Sha1>(passphrase, work, data),
        oids::SHA224 => hmac::<Sha224>(passphrase, work, data),
        oids::SHA256 => hmac::<Sha256>(passphrase, work, data),
        oids::SHA384 => hmac::<Sha384>(passphrase, work, data),
        oids::SHA512 => hmac::<Sha512>(passphrase, work, data),
        other => Err(DecryptError::Unsupported(Oid::from_der_content(other).words())),
    }
}

fn hmac<D>(passphrase: Option<&[u8]>, work: Work<'_>, data: &[u8]) -> Result<Vec<u8>, DecryptError>
where
    D: Digest + BlockSizeUser + Clone,
{
    pbmac1::hmac::<D>(&derived::<D>(passphrase, work, Purpose::Mac, <D as Digest>::output_size()), data)
}

fn rc4(
    work: Work<'_>,
    encrypted: &[u8],
    passphrase: Option<&[u8]>,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let key = derived::<Sha1>(passphrase, work, Purpose::Key, length);
    let mut stream =
        Rc4::new_from_slice(&key).map_err(|_| DecryptError::Malformed("RC4 takes no such key".to_owned()))?;
    let mut opened = Zeroizing::new(encrypted.to_vec());
    stream.apply_keystream(&mut opened);
    Ok(opened)
}

/// What a derived key is for; the ID byte of Appendix B.3.
#[derive(Clone, Copy)]
enum Purpose {
    Key,
    Iv,
    Mac,
}

/// Appendix B.2, step by step. (The `pkcs12` crate has it too, and pins a `cms` that the tests' oracle can't share.)
fn derived<D: Digest + BlockSizeUser>(
    passphrase: Option<&[u8]>,
    work: Work<'_>,
    purpose: Purpose,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = D::block_size();
    let password = big_endian(passphrase);
    let filled = |bytes: &[u8]| bytes.len().div_ceil(block) * block;
    // Steps 1 to 4: the diversifier, and salt and passphrase, each repeated to whole blocks.
    let id = match purpose {
        Purpose::Key => 1,
        Purpose::Iv => 2,
        Purpose::Mac => 3,
    };
    let diversifier = vec![id; block];
    // Room for all of it at once: what grows leaves copies behind.
    let mut input = Zeroizing::new(Vec::with_capacity(filled(work.salt) + filled(&password)));
    input.extend(work.salt.iter().copied().cycle().take(filled(work.salt)));
    input.extend(password.iter().copied().cycle().take(filled(&password)));
    let mut key = Zeroizing::new(Vec::with_capacity(length + block));
    while key.len() < length {
        // Step 6 A.
        let mut digest =
            Zeroizing::new(D::new().chain_update(&diversifier).chain_update(&input).finalize().to_vec());
        for _ in 1..work.iterations {
            let next = D::digest(digest.as_slice());
            digest.copy_from_slice(&next);
        }
        key.extend_from_slice(&digest);
        // Steps 6 B and C: each block of the input plus the digest, repeated, plus one.
        let addend = Zeroizing::new(digest.iter().copied().cycle().take(block).collect::<Vec<u8>>());
        for part in input.chunks_mut(block) {
            add_with_one(part, &addend);
        }
    }
    key.truncate(length);
    key
}

/// Both as big-endian numbers of the same length; what does not fit is dropped.
fn add_with_one(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1;
    for (digit, add) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*digit) + u16::from(*add) + carry;
        let [high, low] = sum.to_be_bytes();
        (*digit, carry) = (low, u16::from(high));
    }
}

/// Appendix B.1: UTF-16 and a zero character at its end. No passphrase at all is no byte, an empty one the zero character.
fn big_endian(passphrase: Option<&[u8]>) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(passphrase.map_or(0, |one| 2 * one.len() + 2)));
    let Some(passphrase) = passphrase else { return out };
    match core::str::from_utf8(passphrase) {
        Ok(text) => out.extend(text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes)),
        // Typed in some single-byte encoding.
        Err(_) => out.extend(passphrase.iter().chain(&[0]).flat_map(|byte| [0, *byte])),
    }
    out
}
