//! Is this Ed448 signature right? (RFC 8032 §5.2.7, RFC 8410 §3.)

use ed448_goldilocks::{EdwardsPoint, Signature, VerifyingKey};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// Ed448 on the whole message, with an empty context.
#[derive(Debug)]
pub(crate) struct Ed448;

pub(crate) static ED448: Ed448 = Ed448;

impl SignatureVerificationAlgorithm for Ed448 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = <&[u8; 57]>::try_from(public_key).map_err(|_| InvalidSignature)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| InvalidSignature)?;
        // Departs: RFC 8032 lets keys of small order pass, as with Ed25519.
        let point = key.to_edwards();
        if point == EdwardsPoint::IDENTITY || !bool::from(point.is_torsion_free()) {
            return Err(InvalidSignature);
        }
        let Some((r, s)) = signature.split_first_chunk::<57>() else { return Err(InvalidSignature) };
        if !is_canonical_point(public_key) || !is_canonical_point(r) || !is_reduced_scalar(s) {
            return Err(InvalidSignature);
        }
        let signature = Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
        key.verify_raw(&signature, message).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        ID
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        ID
    }
}

/// RFC 8032 §5.2.7: S is below the order of the group, or a second signature could be made of any. The library reduces it.
fn is_reduced_scalar(scalar: &[u8]) -> bool {
    scalar.len() == ORDER.len() && scalar.iter().rev().lt(&ORDER)
}

/// RFC 8032 §5.2.3: y is below the prime, and but for the sign of x the last byte is zero. The library ignores what is more.
fn is_canonical_point(point: &[u8]) -> bool {
    let Some((last, y)) = point.split_last() else { return false };
    // p = 2⁴⁴⁸ − 2²²⁴ − 1, big-endian: all bits but the lowest of its upper half.
    let prime = (0..56).map(|place| if place == 27 { 0xfe } else { 0xff_u8 });
    last & 0x7f == 0 && y.len() == 56 && y.iter().rev().copied().lt(prime)
}

/// 2⁴⁴⁶ − 0x8335dc163bb124b65129c96fde933d8d723a70aadc873d6d54a7bb0d, big-endian (RFC 8032 §5.2).
#[rustfmt::skip]
const ORDER: [u8; 57] = [
    0x00, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7c, 0xca, 0x23, 0xe9, 0xc4, 0x4e, 0xdb,
    0x49, 0xae, 0xd6, 0x36, 0x90, 0x21, 0x6c, 0xc2, 0x72, 0x8d, 0xc5, 0x8f, 0x55, 0x23, 0x78, 0xc2, 0x92, 0xab,
    0x58, 0x44, 0xf3,
];

/// 1.3.101.113 without parameters.
const ID: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[0x06, 0x03, 0x2b, 0x65, 0x71]);
