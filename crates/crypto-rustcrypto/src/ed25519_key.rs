//! Which public key belongs to this Ed25519 private key? (RFC 8410 §7.)

use countersign_core::crypto::KeyError;
use ed25519_dalek::SigningKey;
use spki::der::Decode;
use spki::der::asn1::OctetStringRef;

use crate::private_key::malformed;

/// The 32 bytes of the public key of a DER CurvePrivateKey, after comparing them with those the file holds.
pub(crate) fn public_key(curve_private_key: &[u8], stored: Option<&[u8]>) -> Result<Vec<u8>, KeyError> {
    let secret = <&OctetStringRef>::from_der(curve_private_key).map_err(malformed)?;
    let secret = <&[u8; 32]>::try_from(secret.as_bytes())
        .map_err(|_| KeyError::Malformed("an Ed25519 private key has 32 bytes".to_owned()))?;
    let public = SigningKey::from_bytes(secret).verifying_key().to_bytes();
    if stored.is_some_and(|stored| stored != public) {
        let reason = "the public key in the file belongs to another key";
        return Err(KeyError::Inconsistent(reason.to_owned()));
    }
    Ok(public.to_vec())
}
