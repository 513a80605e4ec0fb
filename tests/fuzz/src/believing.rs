//! What lies behind a signature? A backend that believes every one, so that the fuzzer gets past those it can't forge.

use std::sync::LazyLock;

use countersign_core::Crypto;
use countersign_core::crypto::{DecryptError, KdfLimits, KeyError, PssParameters};
use countersign_crypto_rustcrypto::RustCrypto;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm,
};
use zeroize::Zeroizing;

/// RustCrypto, but every signature of a known algorithm is right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Believing;

impl Crypto for Believing {
    fn signature_algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        &BELIEVED
    }

    fn verify_pss(
        &self,
        _: PssParameters,
        _: &[u8],
        _: &[u8],
        _: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        Some(Ok(()))
    }

    fn verify_dsa(
        &self,
        _: &[u8],
        _: &[u8],
        _: &[u8],
        _: &[u8],
        _: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        Some(Ok(()))
    }

    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        RustCrypto.sha256(data)
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

/// An algorithm of RustCrypto's by its identifiers alone.
#[derive(Debug)]
struct Believed(&'static dyn SignatureVerificationAlgorithm);

impl SignatureVerificationAlgorithm for Believed {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.0.signature_alg_id()
    }
}

static BELIEVED: LazyLock<Vec<&'static dyn SignatureVerificationAlgorithm>> = LazyLock::new(|| {
    let believe = |algorithm| -> &'static dyn SignatureVerificationAlgorithm {
        Box::leak(Box::new(Believed(algorithm)))
    };
    RustCrypto.signature_algorithms().iter().copied().map(believe).collect()
});
