//! Does this passphrase open an old PEM block? `DEK-Info` (RFC 1421 §4.6.1.3) with the key that OpenSSL derives for it.

use countersign_core::crypto::DecryptError;
use md5::Md5;
use sha2::Digest as _;
use zeroize::Zeroizing;

use super::block::Cipher;

/// `cipher` is the name in `DEK-Info`, `iv` its bytes; their first eight are the salt, and one round of MD5 all the work.
pub(crate) fn decrypt(
    cipher: &str,
    iv: &[u8],
    encrypted: &[u8],
    passphrase: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let known = match cipher {
        "AES-128-CBC" => Cipher::Aes128,
        "AES-192-CBC" => Cipher::Aes192,
        "AES-256-CBC" => Cipher::Aes256,
        "DES-CBC" => Cipher::Des,
        "DES-EDE-CBC" => Cipher::TripleDes2,
        "DES-EDE3-CBC" => Cipher::TripleDes3,
        "RC2-CBC" => Cipher::rc2(16),
        "RC2-40-CBC" => Cipher::rc2(5),
        "RC2-64-CBC" => Cipher::rc2(8),
        other => return Err(DecryptError::Unsupported(format!("the old PEM encryption with {other}"))),
    };
    let salt = iv.get(..8).filter(|_| iv.len() == known.iv_length());
    let salt = salt.ok_or_else(|| {
        DecryptError::Malformed("its DEK-Info has no initialization vector that fits".to_owned())
    })?;
    let key = bytes_to_key(passphrase, salt, known.key_length());
    known.decrypt(&key, iv, encrypted)
}

/// OpenSSL's EVP_BytesToKey with MD5 and one round: each block digests the last one, the passphrase and the salt.
fn bytes_to_key(passphrase: &[u8], salt: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::with_capacity(length + 16));
    let mut block = Zeroizing::new([0; 16]);
    while key.len() < length {
        let before = if key.is_empty() { &[] } else { block.as_slice() };
        let digest = Md5::new().chain_update(before).chain_update(passphrase).chain_update(salt).finalize();
        block.copy_from_slice(&digest);
        key.extend_from_slice(block.as_slice());
    }
    key.truncate(length);
    key
}
