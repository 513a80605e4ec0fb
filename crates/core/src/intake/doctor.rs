//! What was done to the text on its way? Recognises and undoes encodings that tools and mail put over a file.
//!
//! Nothing is repaired in silence: each repair comes back as an [`Irregularity`].

use zeroize::Zeroizing;

use super::sniff::Irregularity;

/// Text as bytes that armor can be looked for in, with what had to be undone.
pub(super) struct Treated {
    /// The bytes to look at; they may hold a key.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// What was undone.
    pub(super) irregularities: Vec<Irregularity>,
    /// Offsets in `bytes` plus this are offsets in the artifact; `None` when they do not correspond.
    pub(super) shift: Option<usize>,
}

/// Undoes UTF-16 and a UTF-8 byte-order mark.
pub(super) fn treat(bytes: &[u8]) -> Treated {
    if let Some(text) = from_utf16(bytes) {
        return Treated { bytes: text, irregularities: vec![Irregularity::Utf16], shift: None };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Treated {
            bytes: Zeroizing::new(rest.to_vec()),
            irregularities: vec![Irregularity::ByteOrderMark],
            shift: Some(3),
        };
    }
    Treated { bytes: Zeroizing::new(bytes.to_vec()), irregularities: Vec::new(), shift: Some(0) }
}

/// UTF-16 with a byte-order mark, or without one when every second byte of the beginning is zero.
fn from_utf16(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (body, big_endian) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (bytes, false),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (bytes, true),
        _ => return None,
    };
    // An odd last byte is a cut character; what precedes it is still worth reading.
    let (pairs, _) = body.as_chunks::<2>();
    let units = pairs
        .iter()
        .map(|pair| if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
    let mut text = Zeroizing::new(Vec::with_capacity(body.len()));
    for character in char::decode_utf16(units) {
        let mut buffer = [0; 4];
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::treat;
    use crate::intake::Irregularity;

    #[test]
    fn utf16_of_both_byte_orders_is_undone_with_and_without_a_mark() {
        let little: Vec<u8> = "-----BEGIN".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "-----BEGIN".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            little.clone(),
            big.clone(),
            [vec![0xff, 0xfe], little].concat(),
            [vec![0xfe, 0xff], big].concat(),
        ] {
            let treated = treat(&bytes);
            assert_eq!(treated.bytes.as_slice(), b"-----BEGIN");
            assert_eq!(treated.irregularities, [Irregularity::Utf16]);
        }
    }

    #[test]
    fn der_that_begins_with_a_long_sequence_is_not_taken_for_utf16() {
        assert!(treat(&[0x30, 0x00, 0x00, 0x00]).irregularities.is_empty());
        assert!(treat(&[0x30, 0x82, 0x01, 0x00]).irregularities.is_empty());
    }
}
