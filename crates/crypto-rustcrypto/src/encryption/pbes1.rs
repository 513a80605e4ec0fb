//! Does this passphrase open it by PKCS#5's first scheme? PBES1 with PBKDF1 (RFC 8018 §6.1, §5.1).

use countersign_core::asn1::oids;
use countersign_core::crypto::DecryptError;
use md5::Md5;
use sha1::Sha1;
use sha2::Digest;
use zeroize::Zeroizing;

use super::Work;
use super::block::Cipher;

/// `None` for algorithms of other schemes.
pub(super) fn decrypt(
    oid: &[u8],
    work: Work<'_>,
    encrypted: &[u8],
    passphrase: &[u8],
) -> Option<Result<Zeroizing<Vec<u8>>, DecryptError>> {
    let (derived, cipher) = match oid {
        oids::PBES1_MD5_DES => (pbkdf1::<Md5>(passphrase, work), Cipher::Des),
        oids::PBES1_MD5_RC2 => (pbkdf1::<Md5>(passphrase, work), Cipher::rc2(8)),
        oids::PBES1_SHA1_DES => (pbkdf1::<Sha1>(passphrase, work), Cipher::Des),
        oids::PBES1_SHA1_RC2 => (pbkdf1::<Sha1>(passphrase, work), Cipher::rc2(8)),
        _ => return None,
    };
    // §6.1.2: eight bytes of key, eight of initialization vector.
    let (key, rest) = derived.split_at_checked(8)?;
    Some(cipher.decrypt(key, rest.get(..8)?, encrypted))
}

fn pbkdf1<D: Digest>(passphrase: &[u8], work: Work<'_>) -> Zeroizing<Vec<u8>> {
    let mut block =
        Zeroizing::new(D::new().chain_update(passphrase).chain_update(work.salt).finalize().to_vec());
    for _ in 1..work.iterations {
        let next = D::digest(block.as_slice());
        block.copy_from_slice(&next);
    }
    block
}
