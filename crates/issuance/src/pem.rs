//! How do DER bytes become PEM text? One block, lines of 64 characters, line feeds (RFC 7468).

use pkcs8::LineEnding;
use pkcs8::der::pem;
use zeroize::Zeroizing;

use crate::error::Error;

/// Any DER under any label, such as `CERTIFICATE REQUEST`. Neither is looked at; what this crate makes has its own
/// `to_pem`.
pub fn pem_block(label: &str, der: &[u8]) -> Result<String, Error> {
    pem::encode_string(label, LineEnding::LF, der).map_err(|error| Error::Encoding(error.to_string()))
}

/// A block with a secret in it: wiped when dropped.
pub(crate) fn secret_pem_block(label: &str, der: &[u8]) -> Result<Zeroizing<String>, Error> {
    pem_block(label, der).map(Zeroizing::new)
}
