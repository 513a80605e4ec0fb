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

/// 1.3.101.113 without parameters.
const ID: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[0x06, 0x03, 0x2b, 0x65, 0x71]);
