//! Which key does PBKDF2 derive (RFC 8018 §5.2), where pkcs5 does not use it itself?

use countersign_core::crypto::{DecryptError, KdfLimits};
use der::Decode as _;
use pkcs8::pkcs5::pbes2::{Kdf, Pbkdf2Params, Pbkdf2Prf};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::pbes2::{check_cost, unsupported};

/// The parameters in a DER AlgorithmIdentifier of PBKDF2, their cost within `limits`.
pub(super) fn parameters(algorithm: &[u8], limits: KdfLimits) -> Result<Pbkdf2Params, DecryptError> {
    let malformed = |error: der::Error| match error.kind() {
        der::ErrorKind::OidUnknown { oid } => unsupported(&oid),
        _ => DecryptError::Malformed(error.to_string()),
    };
    let kdf = AlgorithmIdentifierRef::from_der(algorithm).and_then(Kdf::try_from).map_err(malformed)?;
    check_cost(&kdf, limits)?;
    match kdf {
        Kdf::Pbkdf2(parameters) => Ok(parameters),
        other => Err(unsupported(&other.oid())),
    }
}

/// `length` bytes of key.
pub(super) fn derived(
    parameters: &Pbkdf2Params,
    passphrase: &[u8],
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let mut key = Zeroizing::new(vec![0; length]);
    let (salt, rounds) = (parameters.salt.as_ref(), parameters.iteration_count);
    match parameters.prf {
        Pbkdf2Prf::HmacWithSha1 => pbkdf2::pbkdf2_hmac::<Sha1>(passphrase, salt, rounds, &mut key),
        Pbkdf2Prf::HmacWithSha224 => pbkdf2::pbkdf2_hmac::<Sha224>(passphrase, salt, rounds, &mut key),
        Pbkdf2Prf::HmacWithSha256 => pbkdf2::pbkdf2_hmac::<Sha256>(passphrase, salt, rounds, &mut key),
        Pbkdf2Prf::HmacWithSha384 => pbkdf2::pbkdf2_hmac::<Sha384>(passphrase, salt, rounds, &mut key),
        Pbkdf2Prf::HmacWithSha512 => pbkdf2::pbkdf2_hmac::<Sha512>(passphrase, salt, rounds, &mut key),
        other => return Err(unsupported(&other.oid())),
    }
    Ok(key)
}
