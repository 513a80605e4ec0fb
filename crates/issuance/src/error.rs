//! What can go wrong while making something?

use std::fmt;

/// Why a key, request or certificate could not be made. Each holds the reason in words; none holds key material.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A certificate could not be signed or encoded.
    Certificate(String),
    /// Something could not be written as PEM text.
    Encoding(String),
    /// A key pair could not be generated, read or encrypted.
    KeyPair(String),
    /// A name cannot be written in a certificate.
    Name(String),
    /// The operating system gave no randomness.
    Randomness(String),
    /// A certification request could not be signed or encoded.
    Request(String),
    /// A PKCS#12 store could not be written.
    Store(String),
    /// A date is outside what a certificate can say.
    Validity(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, reason) = match self {
            Self::Certificate(reason) => ("the certificate could not be made", reason),
            Self::Encoding(reason) => ("the text could not be written", reason),
            Self::KeyPair(reason) => ("the key pair could not be made", reason),
            Self::Name(reason) => ("the name cannot be written in a certificate", reason),
            Self::Randomness(reason) => ("there is no randomness", reason),
            Self::Request(reason) => ("the request could not be made", reason),
            Self::Store(reason) => ("the store could not be written", reason),
            Self::Validity(reason) => ("the dates cannot be written in a certificate", reason),
        };
        write!(formatter, "{what}: {reason}")
    }
}

impl std::error::Error for Error {}

impl Error {
    pub(crate) fn certificate(reason: impl fmt::Display) -> Self {
        Self::Certificate(reason.to_string())
    }

    pub(crate) fn key_pair(reason: impl fmt::Display) -> Self {
        Self::KeyPair(reason.to_string())
    }

    pub(crate) fn store(reason: impl fmt::Display) -> Self {
        Self::Store(reason.to_string())
    }

    pub(crate) fn request(reason: impl fmt::Display) -> Self {
        Self::Request(reason.to_string())
    }
}
