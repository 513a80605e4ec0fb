//! The seam to cryptography: what the core asks for, as one trait, and nothing about how it is done.
//!
//! The core links no crypto library. A door hands it a [`Crypto`]: `countersign-crypto-rustcrypto` in the browser,
//! `countersign-crypto-aws-lc` on the command line. Signature algorithms are
//! [`SignatureVerificationAlgorithm`]s, matched on both AlgorithmIdentifiers as rustls-webpki does, so any
//! backend written for rustls fits.

mod cost;
mod dsa;
mod metered;
mod pss;
mod ssh_wire;

use rustls_pki_types::{InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm};
use zeroize::Zeroizing;

pub(crate) use metered::{ITERATIONS_TOGETHER, Metered};
pub use pss::PssParameters;
pub use ssh_wire::ssh_string;

/// Everything cryptographic that an inspection needs.
///
/// Implementations are pure: the same bytes give the same answer, and none of them keeps a copy of a key.
pub trait Crypto: Sync {
    /// Every signature algorithm this backend can verify. When several entries match a signature they must agree;
    /// the first one is asked.
    fn signature_algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm];

    /// Verifies an RSASSA-PSS signature (RFC 8017 §8.1.2). Its parameters are open, so no list of algorithms holds them all.
    /// `public_key` is a DER RSAPublicKey; `None` when the digest is not supported.
    fn verify_pss(
        &self,
        parameters: PssParameters,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>>;

    /// Verifies a DSA signature (RFC 3279 §2.2.2, §2.3.2). Its parameters are open too: `parameters` is a DER Dss-Parms,
    /// `public_key` a DER INTEGER, `digest` an OID as DER content; `None` when the digest is not supported.
    fn verify_dsa(
        &self,
        digest: &[u8],
        parameters: &[u8],
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>>;

    /// The SHA-256 digest of `data`, for fingerprints and for telling public keys apart.
    fn sha256(&self, data: &[u8]) -> [u8; 32];

    /// The digest of `data` by the algorithm with this OID (DER content), for OCSP's CertID (RFC 6960 §4.1.1): SHA-1 and
    /// SHA-2; `None` for others.
    fn digest(&self, algorithm: &[u8], data: &[u8]) -> Option<Vec<u8>>;

    /// The public half of a private key as DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), after checking that the
    /// private key is consistent in itself (n = p·q, the stored point belongs to the scalar).
    fn public_half(&self, private_key: &PrivateKeyDer<'_>) -> Result<Vec<u8>, KeyError>;

    /// Whether `point` (SEC 1 §2.3.3) lies on the curve with this OID (DER content); `None` for curves that are not computed
    /// with.
    fn is_on_curve(&self, curve: &[u8], point: &[u8]) -> Option<bool>;

    /// Whether Fermat's method takes this RSA modulus (unsigned, big-endian) apart at once: its primes lie too close together.
    fn has_close_primes(&self, modulus: &[u8]) -> bool;

    /// The pairs of different RSA moduli (unsigned, big-endian) that have a prime in common, by their places.
    fn shared_factors(&self, moduli: &[&[u8]]) -> Vec<(usize, usize)>;

    /// Opens what a password-based algorithm has encrypted: PBES1 and PBES2 (RFC 8018), PKCS#12's own (RFC 7292 Appendix C).
    /// `algorithm` is a DER AlgorithmIdentifier; no passphrase at all differs from an empty one for PKCS#12. The cost stated
    /// by the file is compared with `limits` before any key is derived. What comes out need not be what it should be: a
    /// wrong passphrase is noticed by its padding only, in 255 cases of 256.
    fn decrypt(
        &self,
        algorithm: &[u8],
        encrypted: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError>;

    /// Opens the content of an old PEM block by the cipher that its `DEK-Info` names, for example `AES-256-CBC`, with the key
    /// that OpenSSL derives: one round of MD5.
    fn decrypt_traditional(
        &self,
        cipher: &str,
        iv: &[u8],
        encrypted: &[u8],
        passphrase: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError>;

    /// The public half of a private key in OpenSSH's own format (`openssh-key-v1`) as DER SubjectPublicKeyInfo, compared with
    /// the private one. Without a passphrase an encrypted key is `Unsupported`, with the name of its cipher.
    fn open_openssh(
        &self,
        key: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Result<Vec<u8>, KeyError>, DecryptError>;

    /// The MAC of a PKCS#12 store over `data` (RFC 7292 §4, Appendix B; PBMAC1 by RFC 9579): `algorithm` is a DER
    /// AlgorithmIdentifier, `iterations` an INTEGER as DER content, which PBMAC1 does not use.
    fn pkcs12_mac(
        &self,
        algorithm: &[u8],
        salt: &[u8],
        iterations: &[u8],
        passphrase: Option<&[u8]>,
        data: &[u8],
        limits: KdfLimits,
    ) -> Result<Vec<u8>, DecryptError>;
}

/// Most work a password-based key derivation may cost before the file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfLimits {
    /// Iterations of one derivation. OWASP's 2023 guidance for PBKDF2 is 600,000 with SHA-256 and 1,300,000 with SHA-1; the
    /// JDK refuses over 5,000,000.
    pub pbkdf2_iterations: u32,
    /// Iterations of one derivation that is tried without anybody's passphrase: is the store open to everybody? OpenSSL writes
    /// 2,048, Windows 2,000, Java 10,000, GnuTLS 600,000.
    pub unasked_iterations: u32,
    /// Iterations of all derivations of an inspection, about a second: three stores of GnuTLS with one passphrase, which derives
    /// from it three times for each.
    pub iterations_in_all: u64,
    /// Rounds of OpenSSH's bcrypt. ssh-keygen writes 16 or 24, guides ask for 100; a round takes some 7 ms.
    pub bcrypt_rounds: u32,
    /// scrypt memory, `128 · N · r` bytes (RFC 7914 §2).
    pub scrypt_memory_bytes: u64,
}

impl Default for KdfLimits {
    fn default() -> Self {
        Self {
            pbkdf2_iterations: 2_000_000,
            unasked_iterations: 600_000,
            iterations_in_all: 6_000_000,
            bcrypt_rounds: 128,
            scrypt_memory_bytes: 64 * 1024 * 1024,
        }
    }
}

/// Why a private key has no usable public half. Texts never hold key material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// The parts of the key contradict each other; the text says which.
    Inconsistent(String),
    /// More private keys than one inspection opens.
    LimitExceeded {
        /// The most that is allowed.
        limit: u64,
    },
    /// The structure could not be decoded; the text says where.
    Malformed(String),
    /// A key type this backend does not know, named or as dotted OID.
    Unsupported(String),
}

/// Why an encrypted private key stayed closed. Texts never hold key material or the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecryptError {
    /// The file asks for more work than allowed.
    LimitExceeded {
        /// What is limited, for example `PBKDF2 iterations`.
        what: &'static str,
        /// What the file asks for.
        asked: u64,
        /// The most that is allowed.
        limit: u64,
    },
    /// The structure could not be decoded; the text says where.
    Malformed(String),
    /// An encryption scheme this backend does not know, named or as dotted OID.
    Unsupported(String),
    /// The passphrase does not open it.
    WrongPassphrase,
}

/// How a signature came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureOutcome {
    /// The algorithm is known, the signature does not verify.
    Invalid,
    /// The signature algorithm is known, but not for a key of this type.
    KeyMismatch,
    /// No algorithm of the backend has this signature AlgorithmIdentifier.
    Unsupported,
    /// It verifies.
    Valid,
}

/// Verifies `signature` over `message`.
///
/// `signature_algorithm` and `key_algorithm` are the *contents* of DER AlgorithmIdentifiers (without the outer SEQUENCE
/// header), as in [`rustls_pki_types::AlgorithmIdentifier`]; `public_key` is the content of the subjectPublicKey BIT STRING.
pub fn verify_signature(
    crypto: &dyn Crypto,
    signature_algorithm: &[u8],
    key_algorithm: &[u8],
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> SignatureOutcome {
    let mut signature_algorithm_known = false;
    for algorithm in crypto.signature_algorithms() {
        if algorithm.signature_alg_id().as_ref() != signature_algorithm {
            continue;
        }
        signature_algorithm_known = true;
        if algorithm.public_key_alg_id().as_ref() != key_algorithm {
            continue;
        }
        return match algorithm.verify_signature(public_key, message, signature) {
            Ok(()) => SignatureOutcome::Valid,
            Err(_) => SignatureOutcome::Invalid,
        };
    }
    if let Some(parameters) = PssParameters::from_content(signature_algorithm) {
        if !parameters.fit(key_algorithm) {
            return SignatureOutcome::KeyMismatch;
        }
        return match crypto.verify_pss(parameters, public_key, message, signature) {
            None => SignatureOutcome::Unsupported,
            Some(Err(_)) => SignatureOutcome::Invalid,
            Some(Ok(())) => SignatureOutcome::Valid,
        };
    }
    if let Some(digest) = dsa::digest(signature_algorithm) {
        let Some(parameters) = dsa::key_parameters(key_algorithm) else {
            return SignatureOutcome::KeyMismatch;
        };
        return match crypto.verify_dsa(digest, parameters, public_key, message, signature) {
            None => SignatureOutcome::Unsupported,
            Some(Err(_)) => SignatureOutcome::Invalid,
            Some(Ok(())) => SignatureOutcome::Valid,
        };
    }
    if signature_algorithm_known { SignatureOutcome::KeyMismatch } else { SignatureOutcome::Unsupported }
}
