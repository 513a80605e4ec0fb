//! Which public point belongs to this elliptic curve private key, and is it the one written beside it?

use countersign_core::asn1::{Oid, Reader, Tag, der_value, oids};
use countersign_core::crypto::KeyError;
use countersign_core::model::spelled_out_curve;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, PublicKey, SecretKey};
use pkcs8::ObjectIdentifier;
use sec1::EcPrivateKey;
use sec1::der::Decode;
use zeroize::Zeroizing;

use crate::private_key::{malformed, unsupported};

/// The curve and the uncompressed point (RFC 5480 §2.2) of a DER ECPrivateKey (RFC 5915 §3).
///
/// `curve` is what the container says, `stored` a public point it holds; both must agree with the key.
pub(crate) fn public_key(
    ec_private_key: &[u8],
    curve: Option<ObjectIdentifier>,
    stored: Option<&[u8]>,
) -> Result<(ObjectIdentifier, Vec<u8>), KeyError> {
    // The decoder knows curves by name only.
    let named = without_explicit_parameters(ec_private_key, curve)?;
    let key =
        EcPrivateKey::from_der(named.as_deref().map_or(ec_private_key, Vec::as_slice)).map_err(malformed)?;
    let own_curve = key.parameters.as_ref().and_then(|parameters| parameters.named_curve());
    let curve = match (curve, own_curve) {
        (Some(outer), Some(own)) if outer != own => {
            return Err(inconsistent("it names two different curves"));
        }
        (Some(curve), _) | (None, Some(curve)) => curve,
        (None, None) => return Err(KeyError::Malformed("it does not say which curve it is for".to_owned())),
    };
    let compute = match curve.as_bytes() {
        oids::SECP256R1 => public_point::<p256::NistP256>,
        oids::SECP384R1 => public_point::<p384::NistP384>,
        oids::SECP521R1 => public_point::<p521::NistP521>,
        _ => return Err(unsupported(curve)),
    };
    Ok((curve, compute(key.private_key, &[key.public_key, stored])?))
}

/// Whether it fits the curve's equation; `None` for curves that are not computed with.
pub(crate) fn is_on_curve(curve: &[u8], point: &[u8]) -> Option<bool> {
    match curve {
        oids::SECP256R1 => Some(p256::PublicKey::from_sec1_bytes(point).is_ok()),
        oids::SECP384R1 => Some(p384::PublicKey::from_sec1_bytes(point).is_ok()),
        oids::SECP521R1 => Some(p521::PublicKey::from_sec1_bytes(point).is_ok()),
        _ => None,
    }
}

/// The key without its `[0] parameters`, if those are no name; they have to spell out `curve`.
fn without_explicit_parameters(
    ec_private_key: &[u8],
    curve: Option<ObjectIdentifier>,
) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
    let Some((without, parameters)) = split_explicit_parameters(ec_private_key) else { return Ok(None) };
    let stated = spelled_out_curve(parameters);
    if stated.is_none()
        || stated.as_ref().map(Oid::as_bytes) != curve.as_ref().map(ObjectIdentifier::as_bytes)
    {
        return Err(inconsistent("it names two different curves, or one that is not known"));
    }
    Ok(Some(without))
}

fn split_explicit_parameters(ec_private_key: &[u8]) -> Option<(Zeroizing<Vec<u8>>, &[u8])> {
    let mut fields = Reader::new(ec_private_key).expect(Tag::SEQUENCE, "ECPrivateKey").ok()?.reader();
    let version = fields.expect(Tag::INTEGER, "version").ok()?.bytes;
    let secret = fields.expect(Tag::OCTET_STRING, "privateKey").ok()?.bytes;
    let parameters = fields.optional(Tag::context(0), "parameters").ok()??;
    let explicit = parameters.reader().expect(Tag::SEQUENCE, "ECParameters").ok()?.bytes;
    let public = fields.optional(Tag::context(1), "publicKey").ok()?.map_or(&[][..], |tlv| tlv.bytes);
    let content = Zeroizing::new([version, secret, public].concat());
    Some((Zeroizing::new(der_value(0x30, &content)), explicit))
}

/// The point that `scalar` makes, after comparing it with every point the file holds.
fn public_point<C>(scalar: &[u8], stored: &[Option<&[u8]>]) -> Result<Vec<u8>, KeyError>
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    let field_bytes = p256::elliptic_curve::FieldBytes::<C>::default().len();
    let significant: &[u8] = match scalar.iter().position(|byte| *byte != 0) {
        Some(first) => scalar.get(first..).unwrap_or_default(),
        None => return Err(inconsistent("its secret number is zero")),
    };
    let Some(zeros) = field_bytes.checked_sub(significant.len()) else {
        return Err(inconsistent("its secret number is too large for the curve"));
    };
    let padded = Zeroizing::new([vec![0; zeros].as_slice(), significant].concat());
    let secret = SecretKey::<C>::from_slice(&padded)
        .map_err(|_| inconsistent("its secret number is too large for the curve"))?;
    let public = secret.public_key();
    for point in stored.iter().flatten() {
        if PublicKey::<C>::from_sec1_bytes(point).ok().as_ref() != Some(&public) {
            return Err(inconsistent("the public point in the file belongs to another key"));
        }
    }
    Ok(public.to_sec1_point(false).as_bytes().to_vec())
}

fn inconsistent(reason: &str) -> KeyError {
    KeyError::Inconsistent(reason.to_owned())
}
