//! Which public key belongs to this RSA private key, and do its numbers agree?

use countersign_core::crypto::KeyError;
use crypto_bigint::{BoxedUint, ConcatenatingMul as _, NonZero};
use rsa::PrivateKey;
use rsa::pkcs1::RsaPrivateKeyRef;
use rsa::pkcs1::der::asn1::UintRef;
use rsa::pkcs1::der::{Decode, Encode};
use zeroize::Zeroizing;

use crate::pkcs1_signature::{MODULUS_BITS, unsigned};
use crate::private_key::malformed;

/// The DER RSAPublicKey (RFC 8017 §A.1.1) of a DER RSAPrivateKey (§A.1.2).
pub(crate) fn public_key(pkcs1_der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let key = RsaPrivateKeyRef::from_der(pkcs1_der).map_err(malformed)?;
    let bits = key.modulus.as_bytes().len() * 8;
    if bits > *MODULUS_BITS.end() {
        return Err(KeyError::Unsupported(format!("RSA-{bits}")));
    }
    check_consistency(&key)?;
    key.public_key().to_der().map_err(malformed)
}

/// RFC 8017 §3.2: n is the product of all primes, e·d ≡ 1, and the numbers of the Chinese remainder theorem follow from them.
fn check_consistency(key: &RsaPrivateKeyRef<'_>) -> Result<(), KeyError> {
    let number = |part: &UintRef<'_>| {
        let number = unsigned(part.as_bytes()).map(Zeroizing::new);
        number.ok_or_else(|| inconsistent("one of its numbers is too long"))
    };
    let others = key.other_prime_infos.as_deref().unwrap_or_default();
    if others.len() > MOST_PRIMES - 2 {
        return Err(KeyError::Unsupported(format!("RSA with {} primes", others.len() + 2)));
    }
    let (p, q, d) = (number(&key.prime1)?, number(&key.prime2)?, number(&key.private_exponent)?);
    let mut factors = vec![
        Factor { prime: p.clone(), exponent: number(&key.exponent1)?, coefficient: None },
        Factor { prime: q.clone(), exponent: number(&key.exponent2)?, coefficient: None },
    ];
    for other in others {
        let coefficient = Some(number(&other.coefficient)?);
        factors.push(Factor {
            prime: number(&other.prime)?,
            exponent: number(&other.exponent)?,
            coefficient,
        });
    }
    // rsa wipes what it is given, but not all that it computes (docs/decisions/0014).
    let primes = factors.iter().map(|factor| BoxedUint::clone(&factor.prime)).collect();
    let (n, e) = (number(&key.modulus)?, number(&key.public_exponent)?);
    PrivateKey::from_components(BoxedUint::clone(&n), BoxedUint::clone(&e), BoxedUint::clone(&d), primes)
        .map_err(not_one_key)?;
    // RFC 8017 §3.2: less than p, so that there is one.
    let coefficient = number(&key.coefficient)?;
    let first = *coefficient < *p && is_inverse(&coefficient, &q, &p);
    if first && follow_from(&factors, &d) {
        Ok(())
    } else {
        Err(inconsistent("its exponents or coefficient do not fit its primes"))
    }
}

/// OpenSSL makes and reads no more (`RSA_MAX_PRIME_NUM`).
const MOST_PRIMES: usize = 5;

/// A prime with its CRT exponent, and from the third on its coefficient (RFC 8017 §3.2, `OtherPrimeInfo`).
struct Factor {
    prime: Zeroizing<BoxedUint>,
    exponent: Zeroizing<BoxedUint>,
    coefficient: Option<Zeroizing<BoxedUint>>,
}

/// d_i = d mod (r_i − 1), and t_i is the inverse of the product of the primes before it.
fn follow_from(factors: &[Factor], d: &BoxedUint) -> bool {
    let mut before = Zeroizing::new(BoxedUint::one());
    factors.iter().all(|factor| {
        let one = BoxedUint::one_with_precision(factor.prime.bits_precision());
        let order = NonZero::new(factor.prime.wrapping_sub(&one)).into_option().map(Zeroizing::new);
        let Some(order) = order else { return false };
        let exponent = Zeroizing::new(d.rem(&order)) == factor.exponent;
        let coefficient =
            factor.coefficient.as_ref().is_none_or(|own| is_inverse(own, &before, &factor.prime));
        before = Zeroizing::new(before.concatenating_mul(&*factor.prime));
        exponent && coefficient
    })
}

pub(crate) fn is_inverse(one: &BoxedUint, other: &BoxedUint, modulus: &BoxedUint) -> bool {
    let modulus = NonZero::new(modulus.clone()).into_option().map(Zeroizing::new);
    let Some(modulus) = modulus else { return false };
    Zeroizing::new(one.concatenating_mul(other)).rem(&modulus) == BoxedUint::one()
}

/// RFC 8017 §3.1 allows every odd exponent from 3 up; the library's own limit says nothing about the key.
pub(crate) fn not_one_key(error: rsa::Error) -> KeyError {
    match error {
        rsa::Error::PublicExponentTooLarge => {
            KeyError::Unsupported("RSA with a public exponent of more than 33 bits".to_owned())
        }
        error => inconsistent(&format!("its numbers do not make one RSA key ({error})")),
    }
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
