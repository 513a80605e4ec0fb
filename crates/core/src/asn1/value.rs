//! How is a value wrapped, and which integers are one? The little that the core encodes and compares itself.

/// The content of an INTEGER without the bytes that its two's complement does not need (X.690 §8.3.2): equal for equal
/// numbers, however they were padded.
#[must_use]
pub fn minimal_integer(content: &[u8]) -> &[u8] {
    let is_needed = |pair: &[u8]| !matches!(pair, [0x00, ..0x80] | [0xff, 0x80..=0xff]);
    let padding = content.windows(2).position(is_needed).unwrap_or(content.len().saturating_sub(1));
    content.get(padding..).unwrap_or_default()
}

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

#[cfg(test)]
mod tests {
    use super::minimal_integer;

    #[test]
    fn padding_goes_and_signs_stay() {
        assert_eq!(minimal_integer(&[0, 0, 0x55]), [0x55]);
        assert_eq!(minimal_integer(&[0, 0x80]), [0, 0x80]);
        assert_eq!(minimal_integer(&[0xff, 0xff, 0x80]), [0x80]);
        assert_eq!(minimal_integer(&[0xff, 0x7f]), [0xff, 0x7f]);
        assert_eq!(minimal_integer(&[0, 0]), [0]);
        assert!(minimal_integer(&[]).is_empty());
    }
}
