//! How is a key pair made, and what leaves it?

use std::fmt;

use pkcs8::pkcs5::pbes2;
use pkcs8::{PrivateKeyInfoRef, SecretDocument};
use rcgen::{PublicKeyData, SigningKey, SubjectPublicKeyInfo};
use zeroize::{Zeroize, Zeroizing};

use crate::condemned::ShortRsaKey;
use crate::error::Error;
use crate::key_type::KeyType;
use crate::pem::secret_pem_block;

/// A private key with its public key. The private half signs and can be written out; it is never printed, not
/// serializable, and wiped when dropped.
pub struct KeyPair {
    signer: Signer,
    key_type: KeyType,
}

/// The public half, as requests and certificates carry it: SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(pub(crate) SubjectPublicKeyInfo);

enum Signer {
    AwsLc(rcgen::KeyPair),
    ShortRsa(ShortRsaKey),
}

impl KeyPair {
    /// Makes a new random key pair.
    pub fn generate(key_type: KeyType) -> Result<Self, Error> {
        let algorithm = key_type.signature_algorithm();
        let key_pair = match key_type.rsa_key_size() {
            Some(size) => rcgen::KeyPair::generate_rsa_for(algorithm, size),
            None => rcgen::KeyPair::generate_for(algorithm),
        };
        Ok(Self { signer: Signer::AwsLc(key_pair.map_err(Error::key_pair)?), key_type })
    }

    pub(crate) fn from_short_rsa(key: ShortRsaKey) -> Self {
        Self { signer: Signer::ShortRsa(key), key_type: KeyType::Rsa2048 }
    }

    /// The kind of key this is. A [`condemned`](crate::condemned) short RSA key calls itself RSA.
    #[must_use]
    pub const fn key_type(&self) -> KeyType {
        self.key_type
    }

    /// The public half.
    pub fn public_key(&self) -> Result<PublicKey, Error> {
        let der = self.subject_public_key_info();
        SubjectPublicKeyInfo::from_der(&der).map(PublicKey).map_err(Error::key_pair)
    }

    /// The private key as PKCS#8 DER: PrivateKeyInfo of version 1, not encrypted (RFC 5208 section 5). aws-lc-rs writes
    /// Ed25519 keys in version 2 with the public key behind (RFC 5958 section 2), which OpenSSL 3.0 and Java can't read.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let key_pair = match &self.signer {
            Signer::AwsLc(key_pair) => key_pair,
            Signer::ShortRsa(key) => return key.to_pkcs8_der(),
        };
        let with_public_key =
            PrivateKeyInfoRef::try_from(key_pair.serialized_der()).map_err(Error::key_pair)?;
        let alone = PrivateKeyInfoRef::new(with_public_key.algorithm, with_public_key.private_key);
        let document = SecretDocument::encode_msg(&alone).map_err(Error::key_pair)?;
        Ok(document.to_bytes())
    }

    /// The private key as a `PRIVATE KEY` block (RFC 7468 section 10). Whoever reads it can pass for its owner.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, Error> {
        secret_pem_block("PRIVATE KEY", &self.to_pkcs8_der()?)
    }

    /// The private key under a passphrase, as an `ENCRYPTED PRIVATE KEY` block (RFC 7468 section 11): PBES2 with PBKDF2
    /// over HMAC-SHA-256 and AES-256-CBC (RFC 8018 section 6.2), which OpenSSL writes and reads too.
    pub fn to_encrypted_pkcs8_pem(&self, passphrase: &str) -> Result<Zeroizing<String>, Error> {
        secret_pem_block("ENCRYPTED PRIVATE KEY", &self.to_encrypted_pkcs8_der(passphrase)?)
    }

    /// The same as DER: EncryptedPrivateKeyInfo (RFC 5208 section 6).
    pub(crate) fn to_encrypted_pkcs8_der(&self, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let der = self.to_pkcs8_der()?;
        let private_key_info = PrivateKeyInfoRef::try_from(der.as_slice()).map_err(Error::key_pair)?;
        let encrypted =
            private_key_info.encrypt_with_params(encryption()?, passphrase).map_err(Error::key_pair)?;
        Ok(encrypted.to_bytes())
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KeyPair").field("key_type", &self.key_type).finish_non_exhaustive()
    }
}

impl Drop for KeyPair {
    fn drop(&mut self) {
        match &mut self.signer {
            Signer::AwsLc(key_pair) => key_pair.zeroize(),
            Signer::ShortRsa(_) => {} // Wipes itself.
        }
    }
}

impl PublicKey {
    /// Takes the SubjectPublicKeyInfo of a request that somebody sent: of the key types of [`KeyType`] and no other.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Error> {
        SubjectPublicKeyInfo::from_der(der).map(Self).map_err(Error::key_pair)
    }
}

impl PublicKeyData for KeyPair {
    fn der_bytes(&self) -> &[u8] {
        match &self.signer {
            Signer::AwsLc(key_pair) => key_pair.der_bytes(),
            Signer::ShortRsa(key) => key.public_key_der(),
        }
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        self.key_type.signature_algorithm()
    }
}

impl SigningKey for KeyPair {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match &self.signer {
            Signer::AwsLc(key_pair) => key_pair.sign(message),
            Signer::ShortRsa(key) => key.sign(message),
        }
    }
}

/// PBES2 with PBKDF2 over HMAC-SHA-256 and AES-256-CBC, with a salt and a vector of its own.
pub(crate) fn encryption() -> Result<pbes2::Parameters, Error> {
    let (mut salt, mut initialization_vector) = ([0; 16], [0; 16]);
    fill_randomly(&mut salt)?;
    fill_randomly(&mut initialization_vector)?;
    pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(PBKDF2_ITERATIONS, &salt, initialization_vector)
        .map_err(Error::key_pair)
}

pub(crate) fn fill_randomly(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|error| Error::Randomness(error.to_string()))
}

/// OWASP's recommendation of 2023 for PBKDF2 with HMAC-SHA-256.
pub(crate) const PBKDF2_ITERATIONS: u32 = 600_000;
