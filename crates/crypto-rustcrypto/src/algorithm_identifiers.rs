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

/// id-RSASSA-PSS as a key type without restrictions (RFC 4055 §3.1).
pub(crate) const RSASSA_PSS_KEY: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]);

/// id-RSASSA-PSS with all defaults: SHA-1, MGF1 with SHA-1, 20 bytes of salt (RFC 4055 §3.1).
pub(crate) const PSS_SHA1: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x30, 0x00,
]);

/// RSASSA-PSS-params (RFC 4055 §3.1) with one digest for the message and MGF1, and these salt length bytes.
macro_rules! pss {
    ($name:ident, $digest:literal, $params:literal, $salt:expr, $words:literal) => {
        #[doc = $words]
        pub(crate) const $name: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&{
            const HEAD: [u8; 13] =
                [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x30, $params];
            const HASH: [u8; 17] = [
                0xa0, 0x0f, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, $digest,
                0x05, 0x00,
            ];
            const MASK: [u8; 30] = [
                0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08,
                0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, $digest, 0x05, 0x00,
            ];
            join::<{ HEAD.len() + HASH.len() + MASK.len() + $salt.len() }>(&HEAD, &HASH, &MASK, &$salt)
        });
    };
}

pss!(PSS_SHA256_SALT_20, 1, 0x2f, [0u8; 0], "RSA-PSS, SHA-256, the default salt of 20 bytes.");
pss!(PSS_SHA256_SALT_222, 1, 0x35, [0xa2, 4, 2, 2, 0, 222], "RSA-PSS, SHA-256, RSA-2048's longest salt.");
pss!(PSS_SHA256_SALT_478, 1, 0x35, [0xa2, 4, 2, 2, 1, 0xde], "RSA-PSS, SHA-256, RSA-4096's longest salt.");
pss!(PSS_SHA384_SALT_20, 2, 0x2f, [0u8; 0], "RSA-PSS, SHA-384, the default salt of 20 bytes.");
pss!(PSS_SHA512_SALT_20, 3, 0x2f, [0u8; 0], "RSA-PSS, SHA-512, the default salt of 20 bytes.");

/// ecdsa-with-SHA1 (RFC 3279 §2.2.3).
pub(crate) const ECDSA_SHA1: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]);

/// ecdsa-with-SHA224 (RFC 5758 §3.2).
pub(crate) const ECDSA_SHA224: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x01]);

/// Puts the parts of a constant behind one another.
const fn join<const LENGTH: usize>(head: &[u8], hash: &[u8], mask: &[u8], salt: &[u8]) -> [u8; LENGTH] {
    let parts = [head, hash, mask, salt];
    let mut out = [0; LENGTH];
    let (mut part, mut at) = (0, 0);
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which rejects a wrong index")]
    while part < parts.len() {
        let mut byte = 0;
        while byte < parts[part].len() {
            out[at] = parts[part][byte];
            at += 1;
            byte += 1;
        }
        part += 1;
    }
    out
}
