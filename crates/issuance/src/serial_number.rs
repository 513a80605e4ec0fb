//! Which number does a CA give to a certificate?

use crate::error::Error;
use crate::key_pair::fill_randomly;

/// A certificate's number: positive, at most 20 bytes, and never given twice by one CA (RFC 5280 section 4.1.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialNumber(Vec<u8>);

impl SerialNumber {
    /// A number of 16 random bytes: unique without a list of those already given.
    pub fn random() -> Result<Self, Error> {
        let mut bytes = [0; 16];
        fill_randomly(&mut bytes)?;
        // The first byte between 0x40 and 0x7f: positive, and always of one length.
        if let Some(first) = bytes.first_mut() {
            *first = (*first & 0x3f) | 0x40;
        }
        Ok(Self(bytes.to_vec()))
    }

    pub(crate) fn to_rcgen(&self) -> rcgen::SerialNumber {
        rcgen::SerialNumber::from_slice(&self.0)
    }
}

impl From<u64> for SerialNumber {
    fn from(number: u64) -> Self {
        Self(number.to_be_bytes().to_vec())
    }
}
