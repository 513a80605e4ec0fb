//! Which public key belongs to this private key? The key's container is opened here, its type's own file does the rest.

use countersign_core::asn1::{Oid, Reader, Tag, oids};
use countersign_core::crypto::KeyError;
use countersign_core::model::spelled_out_curve;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use rustls_pki_types::PrivateKeyDer;
use spki::der::asn1::{AnyRef, BitStringRef};
use spki::der::{self, Decode, Encode};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use crate::{curve_key, dsa_key, ec_key, ml_dsa_key, rsa_key};

/// The DER SubjectPublicKeyInfo of `private_key`.
pub(crate) fn public_half(private_key: &PrivateKeyDer<'_>) -> Result<Vec<u8>, KeyError> {
    match private_key {
        // OpenSSL's DSA keys have the same shape: numbers, six instead of nine.
        PrivateKeyDer::Pkcs1(key) if numbers(key.secret_pkcs1_der()) == 6 => {
            dsa_key::of_traditional(key.secret_pkcs1_der())
        }
        PrivateKeyDer::Pkcs1(key) => {
            let algorithm = AlgorithmIdentifierRef { oid: RSA_ENCRYPTION, parameters: Some(AnyRef::NULL) };
            subject_public_key_info(algorithm, &rsa_key::public_key(key.secret_pkcs1_der())?)
        }
        PrivateKeyDer::Pkcs8(key) => of_pkcs8(key.secret_pkcs8_der()),
        PrivateKeyDer::Sec1(key) => of_sec1(key.secret_sec1_der()),
        _ => Err(KeyError::Unsupported("a private key of a new kind".to_owned())),
    }
}

/// Names an algorithm for [`KeyError::Unsupported`].
pub(crate) fn unsupported(oid: ObjectIdentifier) -> KeyError {
    KeyError::Unsupported(Oid::from_der_content(oid.as_bytes()).words())
}

/// Says where decoding stopped. The der crate's errors name tags and positions, never contents.
pub(crate) fn malformed(error: der::Error) -> KeyError {
    KeyError::Malformed(error.to_string())
}

/// How many values a SEQUENCE holds.
fn numbers(der: &[u8]) -> usize {
    let Ok(sequence) = Reader::new(der).expect(Tag::SEQUENCE, "") else { return 0 };
    let mut reader = sequence.reader();
    core::iter::from_fn(|| reader.next("").ok()).count()
}

fn of_pkcs8(der: &[u8]) -> Result<Vec<u8>, KeyError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(malformed)?;
    let secret = info.private_key.as_bytes();
    let stored = info.public_key.as_ref().map(BitStringRef::raw_bytes);
    let public_key = match info.algorithm.oid.as_bytes() {
        oids::RSA_ENCRYPTION | oids::RSASSA_PSS => {
            let public = rsa_key::public_key(secret)?;
            if stored.is_some_and(|stored| stored != public) {
                let reason = "the public key in the file belongs to another key".to_owned();
                return Err(KeyError::Inconsistent(reason));
            }
            public
        }
        oids::EC_PUBLIC_KEY => {
            let curve = named_curve(info.algorithm.parameters.as_ref())?;
            ec_key::public_key(secret, Some(curve), stored)?.1
        }
        oids::DSA => {
            let parameters = info.algorithm.parameters.map(|parameters| parameters.to_der()).transpose();
            let parameters = parameters.map_err(malformed)?.unwrap_or_default();
            return dsa_key::public_key(&parameters, secret, stored);
        }
        other => curve_key::public_key(other, secret, stored)
            .or_else(|| ml_dsa_key::public_key(other, secret, stored))
            .unwrap_or_else(|| Err(unsupported(info.algorithm.oid)))?,
    };
    subject_public_key_info(info.algorithm, &public_key)
}

fn of_sec1(der: &[u8]) -> Result<Vec<u8>, KeyError> {
    // ECPrivateKey ::= SEQUENCE { version, privateKey, parameters [0] OPTIONAL, publicKey [1] OPTIONAL } (RFC 5915 §3).
    let spelled_out = explicit_parameters(der);
    let parameters = spelled_out.map(AnyRef::from_der).transpose().map_err(malformed)?;
    let curve = parameters.as_ref().map(|one| named_curve(Some(one))).transpose()?;
    let (curve, point) = ec_key::public_key(der, curve, None)?;
    let algorithm =
        AlgorithmIdentifierRef { oid: EC_PUBLIC_KEY, parameters: parameters.or(Some(AnyRef::from(&curve))) };
    subject_public_key_info(algorithm, &point)
}

/// The parameters of an ECPrivateKey, if they spell a curve out.
fn explicit_parameters(der: &[u8]) -> Option<&[u8]> {
    let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "ECPrivateKey").ok()?.reader();
    fields.expect(Tag::INTEGER, "version").ok()?;
    fields.expect(Tag::OCTET_STRING, "privateKey").ok()?;
    let parameters = fields.optional(Tag::context(0), "parameters").ok()??;
    Some(parameters.reader().expect(Tag::SEQUENCE, "ECParameters").ok()?.bytes)
}

/// RFC 5480 §2.1.1: a curve has a name. Parameters that spell it out are compared and never evaluated (CVE-2020-0601,
/// CVE-2022-0778); the public half keeps them, so that they are told.
fn named_curve(parameters: Option<&AnyRef<'_>>) -> Result<ObjectIdentifier, KeyError> {
    let spelled_out = |parameters: &AnyRef<'_>| {
        let curve = spelled_out_curve(&parameters.to_der().ok()?)?;
        ObjectIdentifier::from_bytes(curve.as_bytes()).ok()
    };
    parameters
        .and_then(|parameters| {
            parameters.decode_as::<ObjectIdentifier>().ok().or_else(|| spelled_out(parameters))
        })
        .ok_or_else(|| KeyError::Unsupported("elliptic curve with explicit parameters".to_owned()))
}

fn subject_public_key_info(
    algorithm: AlgorithmIdentifierRef<'_>,
    public_key: &[u8],
) -> Result<Vec<u8>, KeyError> {
    let subject_public_key = BitStringRef::from_bytes(public_key).map_err(malformed)?;
    SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der().map_err(malformed)
}

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
