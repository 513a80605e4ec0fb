//! Which kinds of key pairs can be made?

use rcgen::{
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ECDSA_P521_SHA512, PKCS_ED25519, PKCS_RSA_SHA256,
    RsaKeySize, SignatureAlgorithm,
};

/// The algorithm and size of a key pair. Current TLS software accepts all of them but for the notes given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyType {
    /// Elliptic curve P-256, signing with SHA-256 (RFC 5480). Small, fast and accepted everywhere: a good first choice.
    EcdsaP256,
    /// Elliptic curve P-384, signing with SHA-384 (RFC 5480). Often chosen for a CA.
    EcdsaP384,
    /// Elliptic curve P-521, signing with SHA-512 (RFC 5480). Browsers refuse it.
    EcdsaP521,
    /// Ed25519 (RFC 8410). Browsers and many devices do not know it in certificates.
    Ed25519,
    /// RSA with a 2048-bit modulus, signing PKCS#1 v1.5 with SHA-256 (RFC 8017). For software that knows nothing newer.
    Rsa2048,
    /// RSA with a 3072-bit modulus.
    Rsa3072,
    /// RSA with a 4096-bit modulus.
    Rsa4096,
}

impl KeyType {
    /// An RSA key, of whatever size. Only these can encipher, so only for these `keyEncipherment` makes sense.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096)
    }

    pub(crate) fn signature_algorithm(self) -> &'static SignatureAlgorithm {
        match self {
            Self::EcdsaP256 => &PKCS_ECDSA_P256_SHA256,
            Self::EcdsaP384 => &PKCS_ECDSA_P384_SHA384,
            Self::EcdsaP521 => &PKCS_ECDSA_P521_SHA512,
            Self::Ed25519 => &PKCS_ED25519,
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &PKCS_RSA_SHA256,
        }
    }

    pub(crate) const fn rsa_key_size(self) -> Option<RsaKeySize> {
        match self {
            Self::Rsa2048 => Some(RsaKeySize::_2048),
            Self::Rsa3072 => Some(RsaKeySize::_3072),
            Self::Rsa4096 => Some(RsaKeySize::_4096),
            _ => None,
        }
    }
}
