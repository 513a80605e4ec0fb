//! Is this ECDSA signature right? P-256, P-384 and P-521 with any SHA (RFC 5758 §3.2, FIPS 186-5 §6).

use std::fmt;
use std::marker::PhantomData;

use p256::NistP256;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p384::NistP384;
use p521::NistP521;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::algorithm_identifiers as identifiers;

/// One digest on one curve.
pub(crate) struct EcdsaSignature<C, D> {
    signature: AlgorithmIdentifier,
    digest: PhantomData<fn() -> (C, D)>,
}

/// What is particular to a curve.
pub(crate) trait VerifyingCurve {
    /// Bytes of a field element.
    const FIELD_BYTES: usize;
    /// `id-ecPublicKey` with the curve's name.
    const KEY: AlgorithmIdentifier;
    /// Verifies a DER ECDSA-Sig-Value over a digest of at least [`Self::FIELD_BYTES`].
    fn verify(public_key: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), InvalidSignature>;
}

macro_rules! verifying_curve {
    ($curve:ty, $module:ident, $field_bytes:literal, $key:expr) => {
        impl VerifyingCurve for $curve {
            const FIELD_BYTES: usize = $field_bytes;
            const KEY: AlgorithmIdentifier = $key;

            fn verify(public_key: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
                let key = $module::ecdsa::VerifyingKey::from_sec1_bytes(public_key)
                    .map_err(|_| InvalidSignature)?;
                let signature =
                    $module::ecdsa::Signature::from_der(signature).map_err(|_| InvalidSignature)?;
                key.verify_prehash(digest, &signature).map_err(|_| InvalidSignature)
            }
        }
    };
}

verifying_curve!(NistP256, p256, 32, alg_id::ECDSA_P256);
verifying_curve!(NistP384, p384, 48, alg_id::ECDSA_P384);
verifying_curve!(NistP521, p521, 66, alg_id::ECDSA_P521);

macro_rules! ecdsa {
    ($name:ident, $curve:ty, $digest:ty, $signature:expr) => {
        pub(crate) static $name: EcdsaSignature<$curve, $digest> =
            EcdsaSignature { signature: $signature, digest: PhantomData };
    };
}

ecdsa!(P256_SHA1, NistP256, Sha1, identifiers::ECDSA_SHA1);
ecdsa!(P256_SHA224, NistP256, Sha224, identifiers::ECDSA_SHA224);
ecdsa!(P256_SHA256, NistP256, Sha256, alg_id::ECDSA_SHA256);
ecdsa!(P256_SHA384, NistP256, Sha384, alg_id::ECDSA_SHA384);
ecdsa!(P256_SHA512, NistP256, Sha512, alg_id::ECDSA_SHA512);
ecdsa!(P384_SHA1, NistP384, Sha1, identifiers::ECDSA_SHA1);
ecdsa!(P384_SHA224, NistP384, Sha224, identifiers::ECDSA_SHA224);
ecdsa!(P384_SHA256, NistP384, Sha256, alg_id::ECDSA_SHA256);
ecdsa!(P384_SHA384, NistP384, Sha384, alg_id::ECDSA_SHA384);
ecdsa!(P384_SHA512, NistP384, Sha512, alg_id::ECDSA_SHA512);
ecdsa!(P521_SHA1, NistP521, Sha1, identifiers::ECDSA_SHA1);
ecdsa!(P521_SHA224, NistP521, Sha224, identifiers::ECDSA_SHA224);
ecdsa!(P521_SHA256, NistP521, Sha256, alg_id::ECDSA_SHA256);
ecdsa!(P521_SHA384, NistP521, Sha384, alg_id::ECDSA_SHA384);
ecdsa!(P521_SHA512, NistP521, Sha512, alg_id::ECDSA_SHA512);

impl<C, D> fmt::Debug for EcdsaSignature<C, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaSignature").field("signature", &self.signature).finish_non_exhaustive()
    }
}

impl<C: VerifyingCurve, D: Digest> SignatureVerificationAlgorithm for EcdsaSignature<C, D> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let digest = D::digest(message);
        // FIPS 186-5 §6.4.2 reads the digest as a number. The ecdsa crate refuses digests under half the field's
        // size (SHA-256 on P-521 is one), so the number is written with leading zeros.
        let mut number = vec![0; C::FIELD_BYTES.saturating_sub(digest.len())];
        number.extend_from_slice(&digest);
        C::verify(public_key, &number, signature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        C::KEY
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}
