//! Which public key belongs to this private key of OpenSSH? Its own format (PROTOCOL.key), plain or behind bcrypt.

use countersign_core::asn1::{der_value, oids};
use countersign_core::crypto::{DecryptError, KdfLimits, KeyError};
use countersign_core::model::ssh_public_key;
use rsa::{BoxedUint, PrivateKey as RsaPrivateKey};
use rustls_pki_types::{PrivateKeyDer, PrivateSec1KeyDer};
use ssh_key::private::{EcdsaKeypair, KeypairData, RsaKeypair};
use ssh_key::{Cipher, EcdsaCurve, Kdf, PrivateKey};
use zeroize::Zeroizing;

use crate::pkcs1_signature::unsigned;
use crate::{curve_key, private_key, rsa_key};

/// The DER SubjectPublicKeyInfo of the key in `openssh-key-v1` bytes.
pub(crate) fn public_half(
    bytes: &[u8],
    passphrase: Option<&[u8]>,
    limits: KdfLimits,
) -> Result<Result<Vec<u8>, KeyError>, DecryptError> {
    let mut key =
        PrivateKey::from_bytes(bytes).map_err(|error| DecryptError::Malformed(decoding_fault(&error)))?;
    if key.is_encrypted() {
        if let Kdf::Bcrypt { rounds, .. } = key.kdf() {
            let (asked, limit) = (u64::from(*rounds), u64::from(limits.bcrypt_rounds));
            if asked > limit {
                return Err(DecryptError::LimitExceeded { what: "bcrypt rounds", asked, limit });
            }
        }
        // Known to ssh-key by name only; a right passphrase would look wrong.
        if key.cipher() == Cipher::TdesCbc {
            return Err(DecryptError::Unsupported(format!("OpenSSH's, {}", key.cipher())));
        }
        let Some(passphrase) = passphrase else {
            return Err(DecryptError::Unsupported(format!("OpenSSH's, {}", key.cipher())));
        };
        key = key.decrypt(passphrase).map_err(|error| match error {
            ssh_key::Error::AlgorithmUnsupported { .. } | ssh_key::Error::AlgorithmUnknown => {
                DecryptError::Unsupported(format!("OpenSSH's, {}", key.cipher()))
            }
            _ => DecryptError::WrongPassphrase,
        })?;
    }
    Ok(checked(&key))
}

/// The public half as the file states it, if the private one makes the same.
fn checked(key: &PrivateKey) -> Result<Vec<u8>, KeyError> {
    let blob = key.public_key().to_bytes().map_err(|error| KeyError::Malformed(error.to_string()))?;
    let name = key.algorithm();
    let stated = ssh_public_key(&blob).ok_or_else(|| KeyError::Unsupported(format!("{name} of OpenSSH")))?;
    let computed = match key.key_data() {
        KeypairData::Ecdsa(pair) => ecdsa(pair)?,
        KeypairData::Ed25519(pair) => {
            let secret = Zeroizing::new(pair.private.to_bytes());
            let wrapped = Zeroizing::new(der_value(0x04, secret.as_slice()));
            let public = curve_key::public_key(oids::ED25519, &wrapped, Some(&pair.public.0));
            public.unwrap_or_else(|| Err(KeyError::Unsupported(name.to_string())))?;
            stated.clone()
        }
        KeypairData::Rsa(pair) => {
            rsa(pair)?;
            stated.clone()
        }
        _ => return Err(KeyError::Unsupported(format!("{name} of OpenSSH"))),
    };
    if computed == stated {
        Ok(stated)
    } else {
        Err(inconsistent("the public key in the file belongs to another key"))
    }
}

/// Through SEC1, which the other EC keys take too.
fn ecdsa(pair: &EcdsaKeypair) -> Result<Vec<u8>, KeyError> {
    let curve = match pair.curve() {
        EcdsaCurve::NistP256 => oids::SECP256R1,
        EcdsaCurve::NistP384 => oids::SECP384R1,
        EcdsaCurve::NistP521 => oids::SECP521R1,
    };
    let secret = Zeroizing::new(der_value(0x04, pair.private_key_bytes()));
    let parameters = der_value(0xa0, &der_value(0x06, curve));
    let sec1 = Zeroizing::new([&[2, 1, 1], secret.as_slice(), &parameters].concat());
    let sec1 = Zeroizing::new(der_value(0x30, &sec1));
    private_key::public_half(&PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(sec1.as_slice())))
}

/// n = p·q, d, and the coefficient, which OpenSSH stores beside them.
fn rsa(pair: &RsaKeypair) -> Result<(), KeyError> {
    let number = |part: Option<&[u8]>| {
        part.and_then(unsigned).ok_or_else(|| inconsistent("one of its numbers is negative or too long"))
    };
    let (public, private) = (pair.public(), pair.private());
    let p = Zeroizing::new(number(private.p().as_positive_bytes())?);
    let q = Zeroizing::new(number(private.q().as_positive_bytes())?);
    // rsa wipes what it is given.
    RsaPrivateKey::from_components(
        number(public.n().as_positive_bytes())?,
        number(public.e().as_positive_bytes())?,
        number(private.d().as_positive_bytes())?,
        vec![BoxedUint::clone(&p), BoxedUint::clone(&q)],
    )
    .map_err(rsa_key::not_one_key)?;
    let coefficient = Zeroizing::new(number(private.iqmp().as_positive_bytes())?);
    let fits = rsa_key::is_inverse(&coefficient, &q, &p);
    if fits { Ok(()) } else { Err(inconsistent("its coefficient does not fit its primes")) }
}

/// The library's words, but for the one case that says nothing to a person.
fn decoding_fault(error: &ssh_key::Error) -> String {
    let words = error.to_string();
    if words.contains("overflow") { "its lengths do not fit it".to_owned() } else { words }
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
