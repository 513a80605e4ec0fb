//! Which public key belongs to this DSA private key, and do its numbers fit? Only to name and condemn it.

use countersign_core::crypto::KeyError;
use dsa::pkcs8::EncodePublicKey as _;
use dsa::{SigningKey, VerifyingKey};
use pkcs8::PrivateKeyInfoRef;
use spki::der::asn1::{AnyRef, OctetStringRef, UintRef};
use spki::der::{Decode, Encode, Reader, SliceReader};

use crate::private_key::malformed;

/// The DER SubjectPublicKeyInfo of a DSA PrivateKeyInfo.
pub(crate) fn of_pkcs8(info: PrivateKeyInfoRef<'_>) -> Result<Vec<u8>, KeyError> {
    let key = SigningKey::try_from(info)
        .map_err(|_| KeyError::Inconsistent("its numbers are not those of a DSA key".to_owned()))?;
    spki(key.verifying_key())
}

/// The same of OpenSSL's `SEQUENCE { 0, p, q, g, y, x }`, after looking whether y belongs to x.
pub(crate) fn of_traditional(der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let mut numbers = Vec::new();
    let sequence = AnyRef::from_der(der).map_err(malformed)?;
    let mut reader = SliceReader::new(sequence.value()).map_err(malformed)?;
    while !reader.is_finished() {
        numbers.push(UintRef::decode(&mut reader).map_err(malformed)?);
    }
    let [_, p, q, g, y, x] = numbers.as_slice() else {
        return Err(KeyError::Malformed("a DSA private key has six numbers".to_owned()));
    };
    let parameters = [p, q, g].map(Encode::to_der);
    let [Ok(p), Ok(q), Ok(g)] = parameters else {
        return Err(KeyError::Malformed("its parameters can't be written down".to_owned()));
    };
    let parameters = countersign_core::asn1::der_value(0x30, &[p, q, g].concat());
    let secret = zeroize::Zeroizing::new(x.to_der().map_err(malformed)?);
    let algorithm = spki::AlgorithmIdentifierRef {
        oid: dsa::OID,
        parameters: Some(AnyRef::from_der(&parameters).map_err(malformed)?),
    };
    let secret = OctetStringRef::new(&secret).map_err(malformed)?;
    let spki = of_pkcs8(PrivateKeyInfoRef::new(algorithm, secret))?;
    let stored = y.to_der().map_err(malformed)?;
    if spki.ends_with(&stored) {
        Ok(spki)
    } else {
        Err(KeyError::Inconsistent("the public number in the file belongs to another key".to_owned()))
    }
}

fn spki(key: &VerifyingKey) -> Result<Vec<u8>, KeyError> {
    let document = key.to_public_key_der();
    document
        .map(|document| document.as_bytes().to_vec())
        .map_err(|_| KeyError::Malformed("its public half can't be written down".to_owned()))
}
