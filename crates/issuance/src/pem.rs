//! How do DER bytes become PEM text? One block, lines of 64 characters, line feeds (RFC 7468).

use pkcs8::LineEnding;
use pkcs8::der::pem;
use zeroize::Zeroizing;

/// A `CERTIFICATE`, `CERTIFICATE REQUEST` or other public block.
pub(crate) fn encode(label: &str, der: &[u8]) -> Result<String, String> {
    pem::encode_string(label, LineEnding::LF, der).map_err(|error| error.to_string())
}

/// A block with a secret in it: wiped when dropped.
pub(crate) fn encode_secret(label: &str, der: &[u8]) -> Result<Zeroizing<String>, String> {
    encode(label, der).map(Zeroizing::new)
}
