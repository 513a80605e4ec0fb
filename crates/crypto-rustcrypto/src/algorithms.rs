//! Which signatures can be verified? One list; weak digests stand in it so that they can be named and condemned.

use rustls_pki_types::SignatureVerificationAlgorithm;

use crate::{ecdsa_signature, ed25519_signature, rsa_signature};

/// Every signature algorithm of this backend, one entry for each pair of AlgorithmIdentifiers.
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
    // Ed25519 (RFC 8410 §3).
    &ed25519_signature::ED25519,
    // RSA PKCS#1 v1.5 (RFC 4055 §5, RFC 3279 §2.2.1).
    &rsa_signature::PKCS1_SHA256,
    &rsa_signature::PKCS1_SHA384,
    &rsa_signature::PKCS1_SHA512,
    &rsa_signature::PKCS1_SHA224,
    &rsa_signature::PKCS1_SHA1,
    &rsa_signature::PKCS1_MD5,
    &rsa_signature::PKCS1_SHA256_ABSENT,
    &rsa_signature::PKCS1_SHA384_ABSENT,
    &rsa_signature::PKCS1_SHA512_ABSENT,
    &rsa_signature::PKCS1_SHA224_ABSENT,
    &rsa_signature::PKCS1_SHA1_ABSENT,
    &rsa_signature::PKCS1_MD5_ABSENT,
    &rsa_signature::PKCS1_SHA256_KEY_ABSENT,
    &rsa_signature::PKCS1_SHA1_KEY_ABSENT,
    // RSA-PSS (RFC 4055 §3), with either key type.
    &rsa_signature::PSS_SHA256,
    &rsa_signature::PSS_SHA384,
    &rsa_signature::PSS_SHA512,
    &rsa_signature::PSS_SHA1,
    &rsa_signature::PSS_SHA256_SALT_20,
    &rsa_signature::PSS_SHA256_SALT_222,
    &rsa_signature::PSS_SHA256_SALT_478,
    &rsa_signature::PSS_SHA384_SALT_20,
    &rsa_signature::PSS_SHA512_SALT_20,
    &rsa_signature::PSS_SHA256_PSS_KEY,
    &rsa_signature::PSS_SHA384_PSS_KEY,
    &rsa_signature::PSS_SHA512_PSS_KEY,
];
