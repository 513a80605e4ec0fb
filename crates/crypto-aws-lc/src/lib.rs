//! Countersign's cryptography for the command line: aws-lc's speed, the pure Rust backend's answers.
//!
//! [`AwsLc`] verifies with aws-lc where it has the algorithm. An RSA signature that aws-lc refuses, perhaps for its key's size, is put to
//! `countersign-crypto-rustcrypto` before it is called invalid, and whatever aws-lc lacks goes there at once. So every
//! door gives the same answer to the same bytes: `tests/differential.rs` holds the two against each other.

mod accelerated;

use std::sync::LazyLock;

use countersign_core::crypto::{Crypto, DecryptError, KdfLimits, KeyError, PssParameters};
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm};
use zeroize::Zeroizing;

/// Cryptography by aws-lc, with RustCrypto behind it.
#[derive(Clone, Copy, Debug, Default)]
pub struct AwsLc;

impl Crypto for AwsLc {
    fn signature_algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        &ALGORITHMS
    }

    fn verify_pss(
        &self,
        parameters: PssParameters,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        RustCrypto.verify_pss(parameters, public_key, message, signature)
    }

    fn verify_dsa(
        &self,
        digest: &[u8],
        parameters: &[u8],
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        RustCrypto.verify_dsa(digest, parameters, public_key, message, signature)
    }

    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, data);
        out.copy_from_slice(digest.as_ref());
        out
    }

    fn digest(&self, algorithm: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        RustCrypto.digest(algorithm, data)
    }

    fn public_half(&self, private_key: &PrivateKeyDer<'_>) -> Result<Vec<u8>, KeyError> {
        RustCrypto.public_half(private_key)
    }

    fn is_on_curve(&self, curve: &[u8], point: &[u8]) -> Option<bool> {
        RustCrypto.is_on_curve(curve, point)
    }

    fn has_close_primes(&self, modulus: &[u8]) -> bool {
        RustCrypto.has_close_primes(modulus)
    }

    fn shared_factors(&self, moduli: &[&[u8]]) -> Vec<(usize, usize)> {
        RustCrypto.shared_factors(moduli)
    }

    fn decrypt(
        &self,
        algorithm: &[u8],
        encrypted: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        RustCrypto.decrypt(algorithm, encrypted, passphrase, limits)
    }

    fn decrypt_traditional(
        &self,
        cipher: &str,
        iv: &[u8],
        encrypted: &[u8],
        passphrase: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        RustCrypto.decrypt_traditional(cipher, iv, encrypted, passphrase)
    }

    fn open_openssh(
        &self,
        key: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Result<Vec<u8>, KeyError>, DecryptError> {
        RustCrypto.open_openssh(key, passphrase, limits)
    }

    fn pkcs12_mac(
        &self,
        algorithm: &[u8],
        salt: &[u8],
        iterations: &[u8],
        passphrase: Option<&[u8]>,
        data: &[u8],
        limits: KdfLimits,
    ) -> Result<Vec<u8>, DecryptError> {
        RustCrypto.pkcs12_mac(algorithm, salt, iterations, passphrase, data, limits)
    }
}

/// aws-lc's algorithms come first: the first entry that matches is asked.
static ALGORITHMS: LazyLock<Vec<&'static dyn SignatureVerificationAlgorithm>> = LazyLock::new(|| {
    let accelerated = accelerated::ALL.iter().map(|entry| -> &dyn SignatureVerificationAlgorithm { entry });
    accelerated.chain(RustCrypto.signature_algorithms().iter().copied()).collect()
});
