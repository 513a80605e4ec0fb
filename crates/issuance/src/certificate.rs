//! What comes out of a certification authority?

use crate::error::Error;
use crate::pem::pem_block;

/// A certificate (RFC 5280 section 4.1): a CA's signed statement that a public key belongs to a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
}

impl Certificate {
    /// Takes DER as it is, also when it is damaged: nothing is read or verified.
    #[must_use]
    pub const fn from_der(der: Vec<u8>) -> Self {
        Self { der }
    }

    /// The certificate as DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as a `CERTIFICATE` block (RFC 7468 section 5).
    pub fn to_pem(&self) -> Result<String, Error> {
        pem_block("CERTIFICATE", &self.der)
    }
}
