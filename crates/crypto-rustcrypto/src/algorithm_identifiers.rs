//! DER contents of the AlgorithmIdentifiers that `rustls_pki_types::alg_id` does not name.
//!
//! Each constant is the *content* of the SEQUENCE (RFC 5280 §4.1.1.2): the OID, then the parameters.

use rustls_pki_types::AlgorithmIdentifier;

/// RFC 4055 §5: verifiers accept absent parameters as well as the NULL that signers must write.
macro_rules! pkcs1_signature {
    ($with_null:ident, $without_parameters:ident, $last_arc:literal, $words:literal) => {
        #[doc = $words]
        pub(crate) const $with_null: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
            0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, $last_arc, 0x05, 0x00,
        ]);
        #[doc = $words]
        #[doc = "Without parameters."]
        pub(crate) const $without_parameters: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
            0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, $last_arc,
        ]);
    };
}

pkcs1_signature!(MD5_WITH_RSA, MD5_WITH_RSA_ABSENT, 4, "md5WithRSAEncryption (RFC 3279 §2.2.1).");
pkcs1_signature!(SHA1_WITH_RSA, SHA1_WITH_RSA_ABSENT, 5, "sha1WithRSAEncryption (RFC 3279 §2.2.1).");
pkcs1_signature!(SHA256_WITH_RSA, SHA256_WITH_RSA_ABSENT, 11, "sha256WithRSAEncryption (RFC 4055 §5).");
pkcs1_signature!(SHA384_WITH_RSA, SHA384_WITH_RSA_ABSENT, 12, "sha384WithRSAEncryption (RFC 4055 §5).");
pkcs1_signature!(SHA512_WITH_RSA, SHA512_WITH_RSA_ABSENT, 13, "sha512WithRSAEncryption (RFC 4055 §5).");
pkcs1_signature!(SHA224_WITH_RSA, SHA224_WITH_RSA_ABSENT, 14, "sha224WithRSAEncryption (RFC 4055 §5).");

/// rsaEncryption without the NULL that RFC 3279 §2.3.1 asks for; old encoders leave it out.
pub(crate) const RSA_ENCRYPTION_ABSENT: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);

/// ecdsa-with-SHA1 (RFC 3279 §2.2.3).
pub(crate) const ECDSA_SHA1: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]);

/// ecdsa-with-SHA224 (RFC 5758 §3.2).
pub(crate) const ECDSA_SHA224: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x01]);
