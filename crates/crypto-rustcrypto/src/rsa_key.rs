//! Which public key belongs to this RSA private key, and do its eight numbers agree?

use countersign_core::crypto::KeyError;
use rsa::PrivateKey;
use rsa::pkcs1::der::asn1::UintRef;
use rsa::pkcs1::der::{Decode, Encode};
use rsa::pkcs1::{EncodeRsaPrivateKey, RsaPrivateKeyRef};

use crate::pkcs1_signature::{MODULUS_BITS, unsigned};
use crate::private_key::malformed;

/// The DER RSAPublicKey (RFC 8017 §A.1.1) of a DER RSAPrivateKey (§A.1.2).
pub(crate) fn public_key(pkcs1_der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let key = RsaPrivateKeyRef::from_der(pkcs1_der).map_err(malformed)?;
    if key.other_prime_infos.is_some() {
        return Err(KeyError::Unsupported("RSA with more than two primes".to_owned()));
    }
    let bits = key.modulus.as_bytes().len() * 8;
    if bits > *MODULUS_BITS.end() {
        return Err(KeyError::Unsupported(format!("RSA-{bits}")));
    }
    check_consistency(&key)?;
    key.public_key().to_der().map_err(malformed)
}

/// RFC 8017 §3.2: n = p·q, e·d ≡ 1, and the three numbers of the Chinese remainder theorem follow from them.
fn check_consistency(key: &RsaPrivateKeyRef<'_>) -> Result<(), KeyError> {
    let number = |part: &UintRef<'_>| {
        unsigned(part.as_bytes()).ok_or_else(|| inconsistent("one of its numbers is too long"))
    };
    let primes = vec![number(&key.prime1)?, number(&key.prime2)?];
    let rebuilt = PrivateKey::from_components(
        number(&key.modulus)?,
        number(&key.public_exponent)?,
        number(&key.private_exponent)?,
        primes,
    )
    .map_err(|error| inconsistent(&format!("its numbers do not make one RSA key ({error})")))?;
    let der = rebuilt.to_pkcs1_der().map_err(|_| inconsistent("its numbers do not make one RSA key"))?;
    let rebuilt = RsaPrivateKeyRef::from_der(der.as_bytes()).map_err(malformed)?;
    let same = rebuilt.exponent1 == key.exponent1
        && rebuilt.exponent2 == key.exponent2
        && rebuilt.coefficient == key.coefficient;
    if same { Ok(()) } else { Err(inconsistent("its exponents or coefficient do not fit its primes")) }
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
