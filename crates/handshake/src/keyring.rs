//! Where do the private keys come from? The core hands each one to a [`Crypto`] and forgets it; this one keeps it.

use std::sync::{Mutex, PoisonError};

use countersign_core::crypto::{Crypto, DecryptError, KdfLimits, KeyError, PssParameters};
use countersign_core::model::PublicKey;
use rustls_pki_types::{
    InvalidSignature, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
    SignatureVerificationAlgorithm,
};
use zeroize::Zeroizing;

/// A backend that remembers the private keys of one inspection, in whatever file and under whatever passphrase they lay.
///
/// Only a door that is to use keys puts it in front of its backend. The keys are wiped with it, and never printed.
pub struct Keyring<'a> {
    backend: &'a dyn Crypto,
    keys: Mutex<Vec<Kept>>,
}

struct Kept {
    public_half: Vec<u8>,
    key: PrivateKey,
}

/// A private key as DER, wiped when dropped.
#[derive(Clone)]
pub(crate) struct PrivateKey {
    form: Form,
    der: Zeroizing<Vec<u8>>,
}

#[derive(Clone, Copy)]
enum Form {
    Pkcs1,
    Pkcs8,
    Sec1,
}

impl<'a> Keyring<'a> {
    /// In front of `backend`, with no key yet.
    #[must_use]
    pub const fn new(backend: &'a dyn Crypto) -> Self {
        Self { backend, keys: Mutex::new(Vec::new()) }
    }

    /// The private half of `public_key`.
    pub(crate) fn private_half(&self, public_key: &PublicKey) -> Option<PrivateKey> {
        let wanted = public_key.plain_der();
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |kept: &&Kept| {
            PublicKey::from_spki_der(&kept.public_half).is_ok_and(|half| half.plain_der() == wanted)
        };
        keys.iter().find(fits).map(|kept| kept.key.clone())
    }

    fn keep(&self, key: &PrivateKeyDer<'_>, public_half: &[u8]) {
        let form = match key {
            PrivateKeyDer::Pkcs1(_) => Form::Pkcs1,
            PrivateKeyDer::Sec1(_) => Form::Sec1,
            PrivateKeyDer::Pkcs8(_) => Form::Pkcs8,
            // A form of a later version, which nothing here could give on.
            _ => return,
        };
        let key = PrivateKey { form, der: Zeroizing::new(key.secret_der().to_vec()) };
        let kept = Kept { public_half: public_half.to_vec(), key };
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }
}

impl PrivateKey {
    /// The key for a TLS library, which reads it without taking it.
    pub(crate) fn as_der(&self) -> PrivateKeyDer<'_> {
        let der = self.der.as_slice();
        match self.form {
            Form::Pkcs1 => PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)),
            Form::Pkcs8 => PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)),
            Form::Sec1 => PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)),
        }
    }
}

impl core::fmt::Debug for Keyring<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Keyring(…)")
    }
}

/// Everything is the backend's matter; the keys that pass by are kept.
impl Crypto for Keyring<'_> {
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
        let public_half = self.backend.public_half(private_key)?;
        self.keep(private_key, &public_half);
        Ok(public_half)
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
        self.backend.open_openssh(key, passphrase, limits)
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
        self.backend.pkcs12_mac(algorithm, salt, iterations, passphrase, data, limits)
    }
}
