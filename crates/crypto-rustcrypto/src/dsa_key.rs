//! Which public key belongs to this DSA private key, and do its numbers fit? Only to name and condemn it.

use countersign_core::asn1::{Reader, Tag, der_value, oids};
use countersign_core::crypto::KeyError;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Resize as _};
use dsa::VerifyingKey;
use zeroize::Zeroizing;

use crate::dsa_parameters;

/// The DER SubjectPublicKeyInfo of a DSA key: `parameters` is a DER Dss-Parms, `private_key` a DER INTEGER, `stored` the
/// content of a BIT STRING that holds the public INTEGER.
pub(crate) fn public_key(
    parameters: &[u8],
    private_key: &[u8],
    stored: Option<&[u8]>,
) -> Result<Vec<u8>, KeyError> {
    let components = dsa_parameters::components(parameters)
        .ok_or_else(|| KeyError::Unsupported("DSA with parameters of an unusual size".to_owned()))?;
    let (p, precision) = (components.p().clone(), components.p().bits_precision());
    let secret =
        integer(private_key).ok_or_else(|| KeyError::Malformed("its secret number is none".to_owned()))?;
    let secret = BoxedUint::from_be_slice(secret, precision)
        .map_err(|_| inconsistent("its secret number is too large for its parameters"))?;
    let secret = Zeroizing::new(secret);
    if *secret >= components.q().as_ref().clone().resize(precision) || bool::from(secret.is_zero()) {
        return Err(inconsistent("its secret number is too large for its parameters, or zero"));
    }
    // FIPS 186-4 §4.1: y = g^x mod p.
    let modulus = BoxedMontyParams::new(p);
    let public = BoxedMontyForm::new(components.g().as_ref().clone(), &modulus).pow(&secret).retrieve();
    if VerifyingKey::from_components(components, public.clone()).is_err() {
        return Err(inconsistent("its numbers are not those of a DSA key"));
    }
    let public = der_value(0x02, &unsigned(&public.to_be_bytes()));
    if stored.is_some_and(|stored| stored != public) {
        return Err(inconsistent("the public number in the file belongs to another key"));
    }
    let algorithm = [&der_value(0x06, oids::DSA), parameters].concat();
    let bits = der_value(0x03, &[&[0], public.as_slice()].concat());
    Ok(der_value(0x30, &[der_value(0x30, &algorithm), bits].concat()))
}

/// The same of OpenSSL's `SEQUENCE { 0, p, q, g, y, x }`.
pub(crate) fn of_traditional(der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let six = || KeyError::Malformed("a DSA private key has six numbers".to_owned());
    let mut reader = Reader::new(der).expect(Tag::SEQUENCE, "DSAPrivateKey").map_err(|_| six())?.reader();
    let mut next = || reader.expect(Tag::INTEGER, "number").map_err(|_| six());
    next()?;
    let parameters = [next()?.bytes, next()?.bytes, next()?.bytes].concat();
    let (public, private) = (next()?.bytes, next()?.bytes);
    public_key(&der_value(0x30, &parameters), private, Some(public))
}

/// The content of a DER INTEGER that is not negative.
fn integer(der: &[u8]) -> Option<&[u8]> {
    let content = Reader::new(der).expect(Tag::INTEGER, "number").ok()?.content;
    content.first().filter(|first| *first & 0x80 == 0)?;
    Some(content)
}

/// As the content of an INTEGER: no zeros in front but the one that keeps it from being negative.
fn unsigned(number: &[u8]) -> Vec<u8> {
    let significant: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = significant.first().is_none_or(|first| first & 0x80 != 0);
    if sign { [vec![0], significant].concat() } else { significant }
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
