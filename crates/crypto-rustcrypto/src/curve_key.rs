//! Which public key belongs to this private key of Curve25519 or Curve448? (RFC 8410 §7.)

use countersign_core::asn1::oids;
use countersign_core::crypto::KeyError;
use ed25519_dalek::SigningKey;
use spki::der::Decode;
use spki::der::asn1::OctetStringRef;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::private_key::malformed;

/// The bytes of the public key of a DER CurvePrivateKey, after comparing them with those the file holds; `None` for other
/// algorithms than Ed25519, Ed448, X25519 and X448.
pub(crate) fn public_key(
    algorithm: &[u8],
    curve_private_key: &[u8],
    stored: Option<&[u8]>,
) -> Option<Result<Vec<u8>, KeyError>> {
    let compute = match algorithm {
        oids::ED25519 => |secret: &[u8]| {
            Some(SigningKey::from_bytes(secret.try_into().ok()?).verifying_key().to_bytes().to_vec())
        },
        oids::ED448 => |secret: &[u8]| {
            let key = ed448_goldilocks::SigningKey::try_from(secret).ok()?;
            Some(key.verifying_key().to_bytes().to_vec())
        },
        oids::X25519 => |secret: &[u8]| {
            let secret = StaticSecret::from(<[u8; 32]>::try_from(secret).ok()?);
            Some(PublicKey::from(&secret).as_bytes().to_vec())
        },
        oids::X448 => |secret: &[u8]| {
            let secret = Zeroizing::new(<[u8; 56]>::try_from(secret).ok()?);
            Some(x448::x448_unchecked(*secret, BASE_POINT).to_vec())
        },
        _ => return None,
    };
    Some(compared(curve_private_key, stored, compute))
}

fn compared(
    curve_private_key: &[u8],
    stored: Option<&[u8]>,
    compute: fn(&[u8]) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, KeyError> {
    let secret = <&OctetStringRef>::from_der(curve_private_key).map_err(malformed)?;
    let public = compute(secret.as_bytes()).ok_or_else(|| {
        KeyError::Malformed("its secret has not the length that its curve demands".to_owned())
    })?;
    if stored.is_some_and(|stored| stored != public) {
        let reason = "the public key in the file belongs to another key";
        return Err(KeyError::Inconsistent(reason.to_owned()));
    }
    Ok(public)
}

/// u = 5 (RFC 7748 §4.2).
const BASE_POINT: [u8; 56] = [
    5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
