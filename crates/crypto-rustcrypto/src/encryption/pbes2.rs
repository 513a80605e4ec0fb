//! Does this passphrase open it by PKCS#5's second scheme? PBES2 (RFC 8018 §6.2) with PBKDF2 or scrypt.

use countersign_core::asn1::Oid;
use countersign_core::crypto::{DecryptError, KdfLimits};
use pkcs8::der::Decode;
use pkcs8::pkcs5::pbes2::{Kdf, ScryptParams};
use pkcs8::pkcs5::{self, EncryptionScheme};
use zeroize::Zeroizing;

/// What is inside; `algorithm` is a DER AlgorithmIdentifier of PBES2.
pub(super) fn decrypt(
    algorithm: &[u8],
    encrypted: &[u8],
    passphrase: &[u8],
    limits: KdfLimits,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let scheme = EncryptionScheme::from_der(algorithm).map_err(|error| match error.kind() {
        der::ErrorKind::OidUnknown { oid } => unsupported(&oid),
        _ => DecryptError::Malformed(error.to_string()),
    })?;
    let EncryptionScheme::Pbes2(scheme) = scheme else {
        return Err(DecryptError::Unsupported("a new encryption scheme".to_owned()));
    };
    check_cost(&scheme.kdf, limits)?;
    scheme.decrypt(passphrase, encrypted).map(Zeroizing::new).map_err(|error| match error {
        pkcs5::Error::UnsupportedAlgorithm { oid } => unsupported(&oid),
        pkcs5::Error::AlgorithmParametersInvalid { oid } => {
            DecryptError::Malformed(format!("the parameters of {} are invalid", words(&oid)))
        }
        _ => DecryptError::WrongPassphrase,
    })
}

/// Compares what the file asks for with what is allowed, before any key is derived.
fn check_cost(kdf: &Kdf, limits: KdfLimits) -> Result<(), DecryptError> {
    match kdf {
        Kdf::Pbkdf2(parameters) => within(
            "PBKDF2 iterations",
            u64::from(parameters.iteration_count),
            u64::from(limits.pbkdf2_iterations),
        ),
        Kdf::Scrypt(parameters) => check_scrypt(parameters, limits),
        other => Err(unsupported(&other.oid())),
    }
}

/// RFC 7914 §2: N is a power of two above one; memory is 128·N·r bytes, and time grows with p besides.
fn check_scrypt(parameters: &ScryptParams, limits: KdfLimits) -> Result<(), DecryptError> {
    let cost = parameters.cost_parameter;
    if cost < 2 || !cost.is_power_of_two() {
        return Err(DecryptError::Malformed("the scrypt cost is not a power of two above one".to_owned()));
    }
    let memory = cost.saturating_mul(u64::from(parameters.block_size)).saturating_mul(128);
    within("bytes of scrypt memory", memory, limits.scrypt_memory_bytes)?;
    within("scrypt parallelization", u64::from(parameters.parallelization), SCRYPT_PARALLELIZATION)
}

const fn within(what: &'static str, asked: u64, limit: u64) -> Result<(), DecryptError> {
    if asked > limit { Err(DecryptError::LimitExceeded { what, asked, limit }) } else { Ok(()) }
}

fn unsupported(oid: &pkcs8::ObjectIdentifier) -> DecryptError {
    DecryptError::Unsupported(words(oid))
}

fn words(oid: &pkcs8::ObjectIdentifier) -> String {
    Oid::from_der_content(oid.as_bytes()).words()
}

/// OpenSSL, Java and GnuTLS write 1; each lane costs the whole memory's time again.
const SCRYPT_PARALLELIZATION: u64 = 16;
