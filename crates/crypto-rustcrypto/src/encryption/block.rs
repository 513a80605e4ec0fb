//! How is a ciphertext opened once its key is there? Block ciphers in CBC mode with the padding of PKCS#7.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, InnerIvInit as _, KeyIvInit};
use countersign_core::crypto::DecryptError;
use des::{Des, TdesEde2, TdesEde3};
use rc2::Rc2;
use zeroize::Zeroizing;

/// A cipher, and how long its key is where that is open.
#[derive(Clone, Copy)]
pub(super) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Des,
    /// RC2, whose key may be longer than what of it has an effect (RFC 2268 §2).
    Rc2 {
        key_bytes: usize,
        effective_bits: usize,
    },
    /// Triple DES with two keys.
    TripleDes2,
    /// Triple DES with three keys.
    TripleDes3,
}

impl Cipher {
    /// RC2 with a key all of which is effective.
    pub(super) const fn rc2(key_bytes: usize) -> Self {
        Self::Rc2 { key_bytes, effective_bits: key_bytes * 8 }
    }

    pub(super) const fn key_length(self) -> usize {
        match self {
            Self::Aes128 | Self::TripleDes2 => 16,
            Self::Aes192 | Self::TripleDes3 => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
            Self::Rc2 { key_bytes, .. } => key_bytes,
        }
    }

    pub(super) const fn iv_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::Des | Self::Rc2 { .. } | Self::TripleDes2 | Self::TripleDes3 => 8,
        }
    }

    /// CBC; a padding that comes out wrong means a wrong passphrase.
    pub(super) fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        encrypted: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        match self {
            Self::Aes128 => cbc::<cbc::Decryptor<Aes128>>(key, iv, encrypted),
            Self::Aes192 => cbc::<cbc::Decryptor<Aes192>>(key, iv, encrypted),
            Self::Aes256 => cbc::<cbc::Decryptor<Aes256>>(key, iv, encrypted),
            Self::Des => cbc::<cbc::Decryptor<Des>>(key, iv, encrypted),
            Self::Rc2 { effective_bits, .. } => {
                let cipher = Rc2::new_with_eff_key_len(key, effective_bits);
                let iv = iv.try_into().map_err(|_| wrong_length())?;
                opened(cbc::Decryptor::inner_iv_init(cipher, iv), encrypted)
            }
            Self::TripleDes2 => cbc::<cbc::Decryptor<TdesEde2>>(key, iv, encrypted),
            Self::TripleDes3 => cbc::<cbc::Decryptor<TdesEde3>>(key, iv, encrypted),
        }
    }
}

fn cbc<D: KeyIvInit + BlockModeDecrypt>(
    key: &[u8],
    iv: &[u8],
    encrypted: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let decryptor = D::new_from_slices(key, iv).map_err(|_| wrong_length())?;
    opened(decryptor, encrypted)
}

fn opened(decryptor: impl BlockModeDecrypt, encrypted: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let opened = decryptor.decrypt_padded_vec::<Pkcs7>(encrypted);
    opened.map(Zeroizing::new).map_err(|_| DecryptError::WrongPassphrase)
}

fn wrong_length() -> DecryptError {
    DecryptError::Malformed("the initialization vector has the wrong length".to_owned())
}
