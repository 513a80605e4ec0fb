//! What does BER say in DER's lengths? PKCS#7 and PKCS#12 files are often written with lengths that end later (X.690 §8.1.3.6).

use der_parser::asn1_rs::{FromBer as _, Header, Length};
use zeroize::Zeroizing;

use super::value::der_value;

/// `ber` with every indefinite length made definite. Values without one inside stay as they are, to the byte: a certificate
/// in it keeps its signature.
///
/// `None` where it is no BER, or nested deeper than `max_depth`.
#[must_use]
pub(crate) fn with_definite_lengths(ber: &[u8], max_depth: usize) -> Option<Zeroizing<Vec<u8>>> {
    let (value, length) = value(ber, max_depth)?;
    (length == ber.len()).then_some(value)
}

/// The content of an OCTET STRING, which BER may cut into pieces (X.690 §8.7.3).
#[must_use]
pub(crate) fn octets(tlv: &super::Tlv<'_>, max_depth: usize) -> Option<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: what grows leaves copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(tlv.content.len()));
    push_octets(&mut out, tlv, max_depth)?;
    Some(out)
}

fn push_octets(out: &mut Vec<u8>, tlv: &super::Tlv<'_>, max_depth: usize) -> Option<()> {
    if !tlv.tag.constructed {
        out.extend_from_slice(tlv.content);
        return Some(());
    }
    let mut reader = tlv.reader();
    while !reader.is_empty() {
        push_octets(out, &reader.next("octets").ok()?, max_depth.checked_sub(1)?)?;
    }
    Some(())
}

/// One value in definite lengths, and how many bytes it took.
fn value(ber: &[u8], max_depth: usize) -> Option<(Zeroizing<Vec<u8>>, usize)> {
    let depth_left = max_depth.checked_sub(1)?;
    let (after, header) = Header::from_ber(ber).ok()?;
    let header_length = ber.len().checked_sub(after.len())?;
    // A tag number over 30 takes more bytes; no structure that is read here has one.
    if header.tag().0 > 30 {
        return None;
    }
    match header.length() {
        Length::Definite(length) => {
            let whole = ber.get(..header_length.checked_add(length)?)?;
            let content = whole.get(header_length..)?;
            if !header.constructed() || !has_indefinite(content, depth_left)? {
                return Some((Zeroizing::new(whole.to_vec()), whole.len()));
            }
            let mut rebuilt = Zeroizing::new(Vec::with_capacity(content.len()));
            let mut rest = content;
            while !rest.is_empty() {
                let (inner, taken) = value(rest, depth_left)?;
                rebuilt.extend_from_slice(&inner);
                rest = rest.get(taken..)?;
            }
            Some((Zeroizing::new(der_value(*ber.first()?, &rebuilt)), whole.len()))
        }
        Length::Indefinite => {
            let mut rebuilt = Zeroizing::new(Vec::with_capacity(after.len()));
            let mut rest = after;
            let mut taken = header_length;
            while !rest.starts_with(END_OF_CONTENTS) {
                let (inner, length) = value(rest, depth_left)?;
                rebuilt.extend_from_slice(&inner);
                rest = rest.get(length..)?;
                taken += length;
            }
            let rebuilt = Zeroizing::new(der_value(*ber.first()?, &rebuilt));
            Some((rebuilt, taken + END_OF_CONTENTS.len()))
        }
    }
}

/// Whether a value among these, or inside one, has a length that ends later.
fn has_indefinite(mut values: &[u8], max_depth: usize) -> Option<bool> {
    let depth_left = max_depth.checked_sub(1)?;
    while !values.is_empty() {
        let (after, header) = Header::from_ber(values).ok()?;
        let Length::Definite(length) = header.length() else { return Some(true) };
        let content = after.get(..length)?;
        if header.constructed() && has_indefinite(content, depth_left)? {
            return Some(true);
        }
        values = after.get(length..)?;
    }
    Some(false)
}

const END_OF_CONTENTS: &[u8] = &[0, 0];

#[cfg(test)]
mod tests {
    use super::with_definite_lengths;

    #[test]
    fn lengths_that_end_later_become_definite_and_the_rest_stays() {
        let ber = [0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x05, 0, 0, 0x30, 0x81, 0x01, 0x05, 0, 0];
        let der = with_definite_lengths(&ber[..9], 8);
        assert_eq!(der, None, "the end is missing");
        let whole =
            with_definite_lengths(&[0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x05, 0, 0, 0, 0], 8).unwrap();
        assert_eq!(whole.as_slice(), [0x30, 5, 0x30, 3, 2, 1, 5]);
        // A length in long form is not touched.
        assert_eq!(
            with_definite_lengths(&[0x30, 0x81, 3, 2, 1, 5], 8).unwrap().as_slice(),
            [0x30, 0x81, 3, 2, 1, 5]
        );
    }

    #[test]
    fn ten_thousand_levels_end_at_the_limit() {
        let ber = [0x30, 0x80].repeat(10_000);
        assert_eq!(with_definite_lengths(&ber, 32), None);
    }
}
