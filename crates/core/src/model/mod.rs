//! What does it say? Certificates, requests, keys and revocation lists as owned values with the standards' field names.
//!
//! This room decodes and does not judge: a value that is wrong is kept as malformed with its reason, and `checks` says what
//! that means. x509-parser decodes names and extensions; the skeletons are walked here so that every fault has a field and
//! an offset.

mod algorithm;
mod certificate;
mod certification_request;
mod container;
mod explicit_curve;
pub mod extension;
mod name;
mod ocsp_response;
mod private_key;
mod public_key;
mod revocation_list;
mod rsa_weakness;
mod ssh_key;

pub use algorithm::{AlgorithmIdentifier, SignatureStrength};
pub use certificate::{Certificate, Validity};
pub use certification_request::{CertificationRequest, RequestAttribute};
pub use container::Container;
pub use explicit_curve::spelled_out_curve;
pub(crate) use name::bmp_string;
pub use name::{Attribute, Name, RelativeDistinguishedName};
pub use ocsp_response::{CertStatus, OcspResponse, ResponderId, SingleResponse};
pub use private_key::{KeyState, Passphrases, PrivateKey, PrivateKeyEncoding, TraditionalEncryption};
pub use public_key::{PublicKey, weak_key_words};
pub use revocation_list::{RevocationList, RevokedCertificate};
pub use rsa_weakness::{RsaWeakness, rsa_weakness};
pub use ssh_key::ssh_public_key;

pub(crate) use private_key::{is_encrypted_pkcs8, open_private_key, open_traditional, plain_encoding};
pub(crate) use ssh_key::ssh_line;

use crate::asn1::Malformed;

/// What one block turned out to be.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// A certificate (RFC 5280 §4.1).
    Certificate(Box<Certificate>),
    /// A certification request (RFC 2986).
    CertificationRequest(Box<CertificationRequest>),
    /// Recognised by its shape, but damaged or not DER.
    Malformed {
        /// What it would be.
        kind: Kind,
        /// What is wrong.
        fault: Malformed,
    },
    /// An answer of an OCSP responder (RFC 6960 §4.2.1).
    OcspResponse(Box<OcspResponse>),
    /// Domain parameters that OpenSSL writes before a key (`EC PARAMETERS`); nothing to judge.
    Parameters,
    /// A PKCS#12 store (RFC 7292).
    Pkcs12(Container),
    /// A PKCS#7/CMS structure (RFC 5652).
    Pkcs7(Container),
    /// A private key, encrypted or not. Holds no secret.
    PrivateKey(PrivateKey),
    /// A public key (SubjectPublicKeyInfo or PKCS#1).
    PublicKey(PublicKey),
    /// A certificate revocation list (RFC 5280 §5.1).
    RevocationList(Box<RevocationList>),
    /// None of these; the text says what it looks like.
    Unrecognized(String),
}

/// The kinds that a report names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// X.509 certificate.
    Certificate,
    /// PKCS#10 certification request.
    CertificationRequest,
    /// OCSP response.
    OcspResponse,
    /// Elliptic curve or other domain parameters.
    Parameters,
    /// PKCS#12 store.
    Pkcs12,
    /// PKCS#7/CMS structure.
    Pkcs7,
    /// Private key.
    PrivateKey,
    /// Public key.
    PublicKey,
    /// Certificate revocation list.
    RevocationList,
    /// None of these.
    Unrecognized,
}

impl Kind {
    /// The kind in a sentence, for example `certificate`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::CertificationRequest => "certificate request",
            Self::OcspResponse => "OCSP response",
            Self::Parameters => "key parameters",
            Self::Pkcs12 => "PKCS#12 store",
            Self::Pkcs7 => "PKCS#7 bundle",
            Self::PrivateKey => "private key",
            Self::PublicKey => "public key",
            Self::RevocationList => "revocation list",
            Self::Unrecognized => "not recognised",
        }
    }
}

impl Parsed {
    /// The kind, damaged or not.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Certificate(_) => Kind::Certificate,
            Self::CertificationRequest(_) => Kind::CertificationRequest,
            Self::Malformed { kind, .. } => *kind,
            Self::OcspResponse(_) => Kind::OcspResponse,
            Self::Parameters => Kind::Parameters,
            Self::Pkcs12(_) => Kind::Pkcs12,
            Self::Pkcs7(_) => Kind::Pkcs7,
            Self::PrivateKey(_) => Kind::PrivateKey,
            Self::PublicKey(_) => Kind::PublicKey,
            Self::RevocationList(_) => Kind::RevocationList,
            Self::Unrecognized(_) => Kind::Unrecognized,
        }
    }

    /// The public key it holds or belongs to.
    #[must_use]
    pub fn public_key(&self) -> Option<&PublicKey> {
        match self {
            Self::Certificate(certificate) => Some(&certificate.subject_public_key_info),
            Self::CertificationRequest(request) => Some(&request.subject_public_key_info),
            Self::PrivateKey(key) => key.public_key(),
            Self::PublicKey(key) => Some(key),
            _ => None,
        }
    }
}
