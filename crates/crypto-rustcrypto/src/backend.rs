//! The backend itself: the seam's questions, each passed to the file that answers it.

use countersign_core::asn1::oids;
use countersign_core::crypto::{Crypto, DecryptError, KdfLimits, KeyError, PssParameters};
use rustls_pki_types::{InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use crate::{
    algorithms, dsa_signature, ec_key, encryption, openssh_key, private_key, pss_signature, rsa_factors,
};

/// Cryptography by RustCrypto's crates.
#[derive(Clone, Copy, Debug, Default)]
pub struct RustCrypto;

impl Crypto for RustCrypto {
    fn signature_algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        algorithms::ALL
    }

    fn verify_pss(
        &self,
        parameters: PssParameters,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        pss_signature::verify(parameters, public_key, message, signature)
    }

    fn verify_dsa(
        &self,
        digest: &[u8],
        parameters: &[u8],
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Option<Result<(), InvalidSignature>> {
        dsa_signature::verify(digest, parameters, public_key, message, signature)
    }

    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        Sha256::digest(data).into()
    }

    fn digest(&self, algorithm: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        match algorithm {
            oids::SHA1 => Some(Sha1::digest(data).to_vec()),
            oids::SHA224 => Some(Sha224::digest(data).to_vec()),
            oids::SHA256 => Some(Sha256::digest(data).to_vec()),
            oids::SHA384 => Some(Sha384::digest(data).to_vec()),
            oids::SHA512 => Some(Sha512::digest(data).to_vec()),
            _ => None,
        }
    }

    fn public_half(&self, private_key: &PrivateKeyDer<'_>) -> Result<Vec<u8>, KeyError> {
        private_key::public_half(private_key)
    }

    fn is_on_curve(&self, curve: &[u8], point: &[u8]) -> Option<bool> {
        ec_key::is_on_curve(curve, point)
    }

    fn has_close_primes(&self, modulus: &[u8]) -> bool {
        rsa_factors::has_close_primes(modulus)
    }

    fn shared_factors(&self, moduli: &[&[u8]]) -> Vec<(usize, usize)> {
        rsa_factors::shared_factors(moduli)
    }

    fn decrypt(
        &self,
        algorithm: &[u8],
        encrypted: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        encryption::decrypt(algorithm, encrypted, passphrase, limits)
    }

    fn decrypt_traditional(
        &self,
        cipher: &str,
        iv: &[u8],
        encrypted: &[u8],
        passphrase: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        encryption::decrypt_traditional(cipher, iv, encrypted, passphrase)
    }

    fn open_openssh(
        &self,
        key: &[u8],
        passphrase: Option<&[u8]>,
        limits: KdfLimits,
    ) -> Result<Result<Vec<u8>, KeyError>, DecryptError> {
        openssh_key::public_half(key, passphrase, limits)
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
        encryption::mac(algorithm, salt, iterations, passphrase, data, limits)
    }
}
