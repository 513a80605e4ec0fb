//! What happens to bytes on their way? The accidents that make an example.

use countersign_issuance::Certificate;

use super::Error;

/// The same bytes with the first occurrence of `old` replaced by the equally long `new`.
pub(super) fn replaced(bytes: &[u8], old: &str, new: &str) -> Result<Vec<u8>, Error> {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let position = bytes.windows(old.len()).position(|window| window == old);
    let position = position.ok_or("the bytes to be replaced are not there")?;
    let (before, after) = bytes.split_at(position);
    let after = after.strip_prefix(old).unwrap_or_default();
    Ok([before, new, after].concat())
}

/// Text as Windows editors save "Unicode": UTF-16, little endian, byte order mark, CR LF.
pub(super) fn utf16_with_byte_order_mark(text: &str) -> Vec<u8> {
    let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// One PEM file after the other.
pub(super) fn bundle(certificates: &[&Certificate]) -> Result<String, Error> {
    let blocks: Result<Vec<String>, _> =
        certificates.iter().map(|certificate| certificate.to_pem()).collect();
    Ok(blocks?.concat())
}
