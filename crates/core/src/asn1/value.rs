//! How is a value wrapped? The one thing that the core encodes.

/// A DER value of one tag byte around `content`, its length in the fewest bytes (X.690 §10.1).
#[must_use]
pub fn der_value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant = length.iter().skip_while(|byte| **byte == 0).copied();
    let mut out = vec![tag];
    if content.len() < 128 {
        out.extend(significant.chain((content.is_empty()).then_some(0)));
    } else {
        let bytes: Vec<u8> = significant.collect();
        out.push(0x80 | u8::try_from(bytes.len()).unwrap_or(0));
        out.extend(bytes);
    }
    out.extend_from_slice(content);
    out
}
