//! How much may all keys and passphrases together cost? One budget for a whole inspection, in front of a backend.

use core::sync::atomic::{AtomicU64, Ordering};

use rustls_pki_types::{InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm};
use zeroize::Zeroizing;

use super::{Crypto, DecryptError, KdfLimits, KeyError, PssParameters, cost};

/// A backend whose private keys and derivations count: each is within its limit, and a file may hold thousands of them.
pub(crate) struct Metered<'a> {
    backend: &'a dyn Crypto,
    iterations: Budget,
    private_keys: Budget,
}

impl<'a> Metered<'a> {
    pub(crate) fn new(backend: &'a dyn Crypto, kdf: KdfLimits, private_keys: u64) -> Self {
        let iterations = Budget::new(kdf.iterations_in_all);
        Self { backend, iterations, private_keys: Budget::new(private_keys) }
    }

    /// Work of key derivation, refused before it is done.
    fn derive(&self, work: u64) -> Result<(), DecryptError> {
        let limit = self.iterations.allowed;
        let what = ITERATIONS_TOGETHER;
        self.iterations.spend(work).map_err(|asked| DecryptError::LimitExceeded { what, asked, limit })
    }

    /// One private key of `bytes` bytes. Long numbers take longer: RSA-8192 has 4.6 KB and takes ten times as long as RSA-2048.
    fn take_key(&self, bytes: usize) -> Result<(), KeyError> {
        let keys = u64::try_from(bytes.div_ceil(USUAL_KEY_BYTES)).unwrap_or(u64::MAX);
        let limit = self.private_keys.allowed;
        self.private_keys.spend(keys).map_err(|_| KeyError::LimitExceeded { limit })
    }
}

/// What may be spent, and how much of it is left.
struct Budget {
    allowed: u64,
    left: AtomicU64,
}

impl Budget {
    const fn new(allowed: u64) -> Self {
        Self { allowed, left: AtomicU64::new(allowed) }
    }

    /// Takes `cost` off, or says how much would have been needed by now.
    fn spend(&self, cost: u64) -> Result<(), u64> {
        let left = self.left.load(Ordering::Relaxed);
        let Some(rest) = left.checked_sub(cost) else {
            return Err(self.allowed.saturating_sub(left).saturating_add(cost));
        };
        self.left.store(rest, Ordering::Relaxed);
        Ok(())
    }
}

impl Crypto for Metered<'_> {
    fn signature_algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        self.backend.signature_algorithms()
    }

    fn verify_pss(
        &self,
        parameters: PssParameters,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        self.backend.verify_pss(parameters, public_key, message, signature)
    }

    fn verify_dsa(
        &self,
        digest: &[u8],
        parameters: &[u8],
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        self.backend.verify_dsa(digest, parameters, public_key, message, signature)
    }

    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        self.backend.sha256(data)
    }

    fn digest(&self, algorithm: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        self.backend.digest(algorithm, data)
    }

    fn public_half(&self, private_key: &PrivateKeyDer<'_>) -> Result<Vec<u8>, KeyError> {
        self.take_key(private_key.secret_der().len())?;
        self.backend.public_half(private_key)
    }

    fn is_on_curve(&self, curve: &[u8], point: &[u8]) -> Option<bool> {
        self.backend.is_on_curve(curve, point)
    }

    fn has_close_primes(&self, modulus: &[u8]) -> bool {
        self.backend.has_close_primes(modulus)
    }

    fn shared_factors(&self, moduli: &[&[u8]]) -> Vec<(usize, usize)> {
        self.backend.shared_factors(moduli)
    }

    fn decrypt(
        &self,
        algorithm: &[u8],
        encrypted: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        self.derive(of_algorithm(algorithm, limits)?)?;
        self.backend.decrypt(algorithm, encrypted, passphrase, limits)
    }

    fn decrypt_traditional(
        &self,
        cipher: &str,
        iv: &[u8],
        encrypted: &[u8],
        passphrase: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        self.backend.decrypt_traditional(cipher, iv, encrypted, passphrase)
    }

    fn open_openssh(
        &self,
        key: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Result<Vec<u8>, KeyError>, DecryptError> {
        self.derive(passphrase.map_or(0, |_| cost::of_openssh(key)))?;
        match self.take_key(key.len()) {
            Ok(()) => self.backend.open_openssh(key, passphrase, limits),
            Err(reason) => Ok(Err(reason)),
        }
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
        // PBMAC1 has its iterations in its own parameters.
        self.derive(of_algorithm(algorithm, limits)?.max(cost::of_count(iterations, limits)))?;
        self.backend.pkcs12_mac(algorithm, salt, iterations, passphrase, data, limits)
    }
}

/// What can't be read here is not tried at all, whatever the backend would make of it.
fn of_algorithm(algorithm: &[u8], limits: KdfLimits) -> Result<u64, DecryptError> {
    cost::of_algorithm(algorithm, limits).map_err(|fault| DecryptError::Malformed(fault.reason))
}

/// What [`KdfLimits::iterations_in_all`] limits, in words.
pub(crate) const ITERATIONS_TOGETHER: &str = "iterations, all files and passphrases together";

/// RSA-2048 has some 1,200 bytes, RSA-4096 2,400.
const USUAL_KEY_BYTES: usize = 2048;
