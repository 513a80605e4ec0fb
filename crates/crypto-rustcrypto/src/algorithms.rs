//! Which signatures can be verified? One list; weak digests stand in it so that they can be named and condemned.

use rustls_pki_types::SignatureVerificationAlgorithm;

use crate::{ecdsa_signature, ed448_signature, ed25519_signature, ml_dsa_signature, pkcs1_signature};

/// Every signature algorithm of this backend but DSA and RSA-PSS, whose parameters are open (see `dsa_signature`, `pss_signature`), one entry for each pair of AlgorithmIdentifiers.
pub(crate) static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    // ECDSA (RFC 5758 §3.2): any digest with any curve.
    &ecdsa_signature::P256_SHA256,
    &ecdsa_signature::P384_SHA384,
    &ecdsa_signature::P521_SHA512,
    &ecdsa_signature::P256_SHA384,
    &ecdsa_signature::P256_SHA512,
    &ecdsa_signature::P384_SHA256,
    &ecdsa_signature::P384_SHA512,
    &ecdsa_signature::P521_SHA256,
    &ecdsa_signature::P521_SHA384,
    &ecdsa_signature::P256_SHA1,
    &ecdsa_signature::P256_SHA224,
    &ecdsa_signature::P384_SHA1,
    &ecdsa_signature::P384_SHA224,
    &ecdsa_signature::P521_SHA1,
    &ecdsa_signature::P521_SHA224,
    // Ed25519 and Ed448 (RFC 8410 §3).
    &ed25519_signature::ED25519,
    &ed448_signature::ED448,
    // ML-DSA (RFC 9881 §3).
    &ml_dsa_signature::ML_DSA_44,
    &ml_dsa_signature::ML_DSA_65,
    &ml_dsa_signature::ML_DSA_87,
    // RSA PKCS#1 v1.5 (RFC 4055 §5, RFC 3279 §2.2.1).
    &pkcs1_signature::PKCS1_SHA256,
    &pkcs1_signature::PKCS1_SHA384,
    &pkcs1_signature::PKCS1_SHA512,
    &pkcs1_signature::PKCS1_SHA224,
    &pkcs1_signature::PKCS1_SHA1,
    &pkcs1_signature::PKCS1_MD5,
    &pkcs1_signature::PKCS1_SHA256_ABSENT,
    &pkcs1_signature::PKCS1_SHA384_ABSENT,
    &pkcs1_signature::PKCS1_SHA512_ABSENT,
    &pkcs1_signature::PKCS1_SHA224_ABSENT,
    &pkcs1_signature::PKCS1_SHA1_ABSENT,
    &pkcs1_signature::PKCS1_MD5_ABSENT,
    &pkcs1_signature::PKCS1_SHA256_KEY_ABSENT,
    &pkcs1_signature::PKCS1_SHA1_KEY_ABSENT,
];
