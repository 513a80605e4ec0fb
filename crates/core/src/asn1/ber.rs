//! What does BER say in DER's lengths? PKCS#7 and PKCS#12 files are often written with lengths that end later (X.690 §8.1.3.6).

use der_parser::asn1_rs::{FromBer as _, Header, Length};
use zeroize::Zeroizing;

use super::value::der_value;

/// Why bytes are not taken for BER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BerFault {
    /// Headers and lengths that do not fit each other.
    Broken,
    /// Nested deeper than the limit.
    TooDeep,
}

impl BerFault {
    /// The rest of a sentence, `max_depth` being the limit.
    pub(crate) fn words(self, max_depth: usize) -> String {
        match self {
            Self::Broken => "its lengths do not fit".to_owned(),
            Self::TooDeep => format!("it is nested deeper than the limit of {max_depth} levels"),
        }
    }
}

/// `ber` with every indefinite length made definite. Values without one inside stay as they are, to the byte: a certificate
/// in it keeps its signature.
///
/// # Errors
/// It is no BER, or nested deeper than `max_depth`.
pub(crate) fn with_definite_lengths(ber: &[u8], max_depth: usize) -> Result<Zeroizing<Vec<u8>>, BerFault> {
    let (value, length) = value(ber, max_depth)?;
    if length == ber.len() { Ok(value) } else { Err(BerFault::Broken) }
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
fn value(ber: &[u8], max_depth: usize) -> Result<(Zeroizing<Vec<u8>>, usize), BerFault> {
    let depth_left = max_depth.checked_sub(1).ok_or(BerFault::TooDeep)?;
    let (after, header) = Header::from_ber(ber).map_err(|_| BerFault::Broken)?;
    let header_length = ber.len() - after.len();
    // A tag number over 30 takes more bytes; no structure that is read here has one.
    let identifier = ber.first().filter(|_| header.tag().0 <= 30).ok_or(BerFault::Broken)?;
    match header.length() {
        Length::Definite(length) => {
            let content = after.get(..length).ok_or(BerFault::Broken)?;
            let taken = header_length + length;
            if !header.constructed() || !has_indefinite(content, depth_left)? {
                let whole = ber.get(..taken).ok_or(BerFault::Broken)?;
                return Ok((Zeroizing::new(whole.to_vec()), taken));
            }
            let mut rebuilt = Zeroizing::new(Vec::with_capacity(content.len()));
            let mut rest = content;
            while !rest.is_empty() {
                rest = push_value(&mut rebuilt, rest, depth_left)?;
            }
            Ok((Zeroizing::new(der_value(*identifier, &rebuilt)), taken))
        }
        Length::Indefinite => {
            let mut rebuilt = Zeroizing::new(Vec::with_capacity(after.len()));
            let mut rest = after;
            while !rest.starts_with(END_OF_CONTENTS) {
                rest = push_value(&mut rebuilt, rest, depth_left)?;
            }
            let taken = ber.len() - rest.len() + END_OF_CONTENTS.len();
            Ok((Zeroizing::new(der_value(*identifier, &rebuilt)), taken))
        }
    }
}

/// What follows the value at the beginning of `rest`, after it was put to the others.
fn push_value<'a>(rebuilt: &mut Vec<u8>, rest: &'a [u8], max_depth: usize) -> Result<&'a [u8], BerFault> {
    let (inner, taken) = value(rest, max_depth)?;
    rebuilt.extend_from_slice(&inner);
    rest.get(taken..).ok_or(BerFault::Broken)
}

/// Whether a value among these, or inside one, has a length that ends later.
fn has_indefinite(mut values: &[u8], max_depth: usize) -> Result<bool, BerFault> {
    let depth_left = max_depth.checked_sub(1).ok_or(BerFault::TooDeep)?;
    while !values.is_empty() {
        let (after, header) = Header::from_ber(values).map_err(|_| BerFault::Broken)?;
        let Length::Definite(length) = header.length() else { return Ok(true) };
        let content = after.get(..length).ok_or(BerFault::Broken)?;
        if header.constructed() && has_indefinite(content, depth_left)? {
            return Ok(true);
        }
        values = after.get(length..).ok_or(BerFault::Broken)?;
    }
    Ok(false)
}

const END_OF_CONTENTS: &[u8] = &[0, 0];

#[cfg(test)]
mod tests {
    use super::{BerFault, with_definite_lengths};

    #[test]
    fn lengths_that_end_later_become_definite_and_the_rest_stays() {
        let ber = [0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x05, 0, 0, 0x30, 0x81, 0x01, 0x05, 0, 0];
        let der = with_definite_lengths(&ber[..9], 8);
        assert_eq!(der, Err(BerFault::Broken), "the end is missing");
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
        assert_eq!(with_definite_lengths(&ber, 32), Err(BerFault::TooDeep));
    }
}
