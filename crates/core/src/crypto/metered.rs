//! How much may all passphrases together cost? One budget of key derivation for a whole inspection, in front of a backend.

use core::sync::atomic::{AtomicU64, Ordering};

use rustls_pki_types::{InvalidSignature, PrivateKeyDer, SignatureVerificationAlgorithm};
use zeroize::Zeroizing;

use super::{Crypto, DecryptError, KdfLimits, KeyError, PssParameters};
use crate::asn1::{oids, tree};

/// A backend whose derivations count: each is within its limit, and a file may ask for thousands of them.
pub(crate) struct Metered<'a> {
    backend: &'a dyn Crypto,
    left: AtomicU64,
    allowed: u64,
}

impl<'a> Metered<'a> {
    /// As many iterations as a few of the costliest keys need.
    pub(crate) fn new(backend: &'a dyn Crypto, limits: KdfLimits) -> Self {
        let allowed = u64::from(limits.pbkdf2_iterations).saturating_mul(COSTLIEST_KEYS);
        Self { backend, left: AtomicU64::new(allowed), allowed }
    }

    fn spend(&self, cost: u64) -> Result<(), DecryptError> {
        let left = self.left.load(Ordering::Relaxed);
        match left.checked_sub(cost) {
            Some(rest) => {
                self.left.store(rest, Ordering::Relaxed);
                Ok(())
            }
            None => {
                self.left.store(0, Ordering::Relaxed);
                let asked = self.allowed.saturating_add(cost);
                Err(DecryptError::LimitExceeded { what: "iterations in all", asked, limit: self.allowed })
            }
        }
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
        // What is over the limit of one derivation costs nothing: the backend refuses it.
        self.spend(cost(algorithm).filter(|cost| *cost <= self.allowed).unwrap_or(0))?;
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
        self.spend(passphrase.map_or(0, |_| OPENSSH_COST))?;
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
        // PBMAC1 has its iterations in its own parameters.
        let own = cost(algorithm).into_iter().chain(number(iterations)).max();
        self.spend(own.filter(|cost| *cost <= self.allowed).unwrap_or(0))?;
        self.backend.pkcs12_mac(algorithm, salt, iterations, passphrase, data, limits)
    }
}

/// The iterations that an AlgorithmIdentifier of password-based encryption asks for: its largest INTEGER, and for scrypt the
/// product of N, r and p, whose unit takes about as long.
fn cost(algorithm: &[u8]) -> Option<u64> {
    let (nodes, _) = tree(algorithm, MAX_DEPTH);
    let content = |node: &crate::asn1::Node| {
        let start = node.offset + node.header_length;
        algorithm.get(start..start + node.length).unwrap_or_default()
    };
    let is_scrypt = nodes.iter().any(|node| content(node) == oids::SCRYPT);
    let numbers = nodes.iter().filter(|node| node.tag == crate::asn1::Tag::INTEGER);
    let mut numbers = numbers.map(|node| number(content(node)).unwrap_or(u64::MAX));
    if is_scrypt { numbers.try_fold(1_u64, u64::checked_mul) } else { numbers.max() }
}

/// The content of an INTEGER, if it is of a size that anything counts to.
fn number(content: &[u8]) -> Option<u64> {
    let zeros = content.iter().take_while(|byte| **byte == 0).count();
    let significant = content.get(zeros..).filter(|rest| rest.len() <= 8)?;
    Some(significant.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// A set has at most a handful of encrypted files, and each is tried with few passphrases.
const COSTLIEST_KEYS: u64 = 5;

/// bcrypt at its limit of rounds takes about as long.
const OPENSSH_COST: u64 = 1_000_000;

/// PBES2's parameters have four levels.
const MAX_DEPTH: usize = 8;

#[cfg(test)]
mod tests {
    use super::cost;
    use crate::asn1::{der_value, oids};

    fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
        der_value(0x30, &parts.concat())
    }

    #[test]
    fn the_cost_is_what_the_file_asks_for() {
        let oid = |content: &[u8]| der_value(0x06, content);
        let salt = || der_value(0x04, &[7; 8]);
        let pbes1 = sequence(&[oid(oids::PBE_SHA1_3DES), sequence(&[salt(), der_value(2, &[0x07, 0xd0])])]);
        assert_eq!(cost(&pbes1), Some(2_000));
        let scrypt = sequence(&[salt(), der_value(2, &[0x40, 0]), der_value(2, &[8]), der_value(2, &[2])]);
        let pbes2 = sequence(&[oid(oids::PBES2), sequence(&[sequence(&[oid(oids::SCRYPT), scrypt])])]);
        assert_eq!(cost(&pbes2), Some(0x4000 * 16));
        let huge = sequence(&[oid(oids::PBE_SHA1_3DES), sequence(&[salt(), der_value(2, &[0x7f; 20])])]);
        assert_eq!(cost(&huge), Some(u64::MAX));
    }
}
