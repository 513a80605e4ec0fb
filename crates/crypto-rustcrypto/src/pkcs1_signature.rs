//! Is this RSA signature right? PKCS#1 v1.5 (RFC 8017 §8.2.2).

use std::fmt;
use std::marker::PhantomData;

use md5::Md5;
use rsa::pkcs1::{RsaPublicKeyRef, der::Decode};
use rsa::traits::SignatureScheme;
use rsa::{BoxedUint, Pkcs1v15Sign, PublicKey};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::digest::const_oid::AssociatedOid;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::algorithm_identifiers as identifiers;

/// The modulus sizes that are computed with, in bits. Below, a signature proves nothing at all; above, checking it is
/// work without bound. OpenSSL draws the upper line at the same place (`OPENSSL_RSA_MAX_MODULUS_BITS`).
pub(crate) const MODULUS_BITS: std::ops::RangeInclusive<usize> = 512..=16_384;

/// One digest, for one pair of AlgorithmIdentifiers.
pub(crate) struct Pkcs1Signature<D> {
    signature: AlgorithmIdentifier,
    key: AlgorithmIdentifier,
    digest: PhantomData<fn() -> D>,
}

macro_rules! pkcs1 {
    ($name:ident, $digest:ty, $signature:expr, $key:expr) => {
        pub(crate) static $name: Pkcs1Signature<$digest> =
            Pkcs1Signature { signature: $signature, key: $key, digest: PhantomData };
    };
}

pkcs1!(PKCS1_MD5, Md5, identifiers::MD5_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_MD5_ABSENT, Md5, identifiers::MD5_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA1, Sha1, identifiers::SHA1_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA1_ABSENT, Sha1, identifiers::SHA1_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA1_KEY_ABSENT, Sha1, identifiers::SHA1_WITH_RSA, identifiers::RSA_ENCRYPTION_ABSENT);
pkcs1!(PKCS1_SHA224, Sha224, identifiers::SHA224_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA224_ABSENT, Sha224, identifiers::SHA224_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA256, Sha256, identifiers::SHA256_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA256_ABSENT, Sha256, identifiers::SHA256_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA256_KEY_ABSENT, Sha256, identifiers::SHA256_WITH_RSA, identifiers::RSA_ENCRYPTION_ABSENT);
pkcs1!(PKCS1_SHA384, Sha384, identifiers::SHA384_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA384_ABSENT, Sha384, identifiers::SHA384_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA512, Sha512, identifiers::SHA512_WITH_RSA, alg_id::RSA_ENCRYPTION);
pkcs1!(PKCS1_SHA512_ABSENT, Sha512, identifiers::SHA512_WITH_RSA_ABSENT, alg_id::RSA_ENCRYPTION);

impl<D> fmt::Debug for Pkcs1Signature<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkcs1Signature").field("signature", &self.signature).finish_non_exhaustive()
    }
}

impl<D: Digest + AssociatedOid> SignatureVerificationAlgorithm for Pkcs1Signature<D> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = read_public_key(public_key).ok_or(InvalidSignature)?;
        let hashed = D::digest(message);
        let verdict = Pkcs1v15Sign::new::<D>().verify(&key, &hashed, signature);
        verdict.map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

/// Reads RSAPublicKey (RFC 8017 §A.1.1). The rsa crate's own reader stops at 1024 bits; old suites are shorter.
pub(crate) fn read_public_key(der: &[u8]) -> Option<PublicKey> {
    let key = RsaPublicKeyRef::from_der(der).ok()?;
    let modulus = unsigned(key.modulus.as_bytes())?;
    PublicKey::new_with_size_limits(modulus, unsigned(key.public_exponent.as_bytes())?, MODULUS_BITS).ok()
}

/// A big-endian number in as many bits as its bytes have.
pub(crate) fn unsigned(bytes: &[u8]) -> Option<BoxedUint> {
    let bits = u32::try_from(bytes.len()).ok()?.checked_mul(8)?;
    BoxedUint::from_be_slice(bytes, bits).ok()
}
