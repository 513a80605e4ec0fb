//! What was done to the text on its way? Recognises and undoes what tools, editors and mail put over a file.
//!
//! Nothing is repaired in silence: each repair comes back as an [`Irregularity`].

use memchr::{memchr, memmem};
use zeroize::Zeroizing;

use super::blocks::Irregularity;
use super::values;
use crate::report::unhex_pair;

/// Text as bytes that armor can be looked for in, with what had to be undone.
pub(super) struct Treated<'a> {
    /// The bytes to look at; they may hold a key.
    pub(super) bytes: Text<'a>,
    /// What was undone.
    pub(super) irregularities: Vec<Irregularity>,
    /// Offsets in `bytes` plus this are offsets in the artifact; `None` when they do not correspond.
    pub(super) shift: Option<usize>,
}

/// The text as it was given, or a repaired one that is wiped on drop.
pub(super) enum Text<'a> {
    Given(&'a [u8]),
    Repaired(Zeroizing<Vec<u8>>),
}

impl core::ops::Deref for Text<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Given(bytes) => bytes,
            Self::Repaired(bytes) => bytes,
        }
    }
}

/// Undoes whatever is recognised, the outermost first.
pub(super) fn treat(bytes: &[u8]) -> Treated<'_> {
    treat_within(bytes, MOST_LEVELS)
}

/// The same for what lies within something, where values are looked into `levels` deep.
pub(super) fn treat_within(bytes: &[u8], levels: usize) -> Treated<'_> {
    let mut treated = decoded(bytes);
    for (undo, irregularity) in &REPAIRS {
        if let Some(repaired) = undo(&treated.bytes, levels) {
            if !treated.irregularities.contains(irregularity) {
                treated.irregularities.push(irregularity.clone());
            }
            treated = Treated { bytes: Text::Repaired(repaired), shift: None, ..treated };
        }
    }
    treated
}

/// What may lie over a PEM text, in the order in which it is put off. Each gives nothing where it finds nothing to do.
type Undo = fn(&[u8], usize) -> Option<Zeroizing<Vec<u8>>>;
const REPAIRS: [(Undo, Irregularity); 5] = [
    (|text, _| without_quoting(text), Irregularity::MailQuoting),
    (|text, _| from_quoted_printable(text), Irregularity::QuotedPrintable),
    (|text, _| with_line_breaks(text), Irregularity::EscapedLineBreaks),
    (|text, _| with_hyphens(text), Irregularity::TypographicDashes),
    (values::with_armored_values, Irregularity::Base64Inside),
];

/// A Secret may hold base64 of base64 of a PEM text, by mistake; nobody means more.
const MOST_LEVELS: usize = 3;

/// UTF-16, or UTF-8 with a byte-order mark, as UTF-8.
fn decoded(bytes: &[u8]) -> Treated<'_> {
    if let Some(text) = from_utf16(bytes) {
        return Treated {
            bytes: Text::Repaired(text),
            irregularities: vec![Irregularity::Utf16],
            shift: None,
        };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Treated {
            bytes: Text::Given(rest),
            irregularities: vec![Irregularity::ByteOrderMark],
            shift: Some(3),
        };
    }
    Treated { bytes: Text::Given(bytes), irregularities: Vec::new(), shift: Some(0) }
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

/// `> ` before each line of a block, as mail programs quote (RFC 3676 §4.5).
fn without_quoting(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr(b'>', text)?;
    let is_quoted = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let marks = before.iter().rev().take_while(|byte| matches!(byte, b'>' | b' ')).count();
        let (rest, marks) = before.split_at_checked(at - marks).unwrap_or_default();
        marks.contains(&b'>') && (rest.is_empty() || rest.ends_with(b"\n"))
    };
    memmem::find_iter(text, b"-----BEGIN ").any(is_quoted).then_some(())?;
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| matches!(byte, b'>' | b' ')).count();
        let quoted = line.first() == Some(&b'>');
        out.extend_from_slice(if quoted { line.get(marks..).unwrap_or_default() } else { line });
    }
    Some(out)
}

/// `=3D` for `=` and lines broken by `=` at their end (RFC 2045 §6.7).
fn from_quoted_printable(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr(b'=', text)?;
    memmem::find(text, b"=3D").or_else(|| memmem::find(text, b"=20"))?;
    memmem::find(text, b"-----BEGIN ")?;
    // A body that ends with `=` was not encoded: there it would be `=3D`.
    if [b"=\n-----END ".as_slice(), b"=\r\n-----END "].iter().any(|end| memmem::find(text, end).is_some()) {
        return None;
    }
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'=', [b'\r', b'\n', after @ ..]) | (b'=', [b'\n', after @ ..]) => after,
            (b'=', [high, low, after @ ..]) if let Some(byte) = unhex_pair(*high, *low) => {
                out.push(byte);
                after
            }
            _ => {
                out.push(*first);
                after
            }
        };
    }
    Some(out)
}

/// `\n` as two characters, as JSON and environment variables write line breaks.
fn with_line_breaks(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr(b'\\', text)?;
    let escaped = memmem::find(text, b"-----\\n").or_else(|| memmem::find(text, b"-----\\r\\n"));
    escaped.filter(|_| memmem::find(text, b"-----BEGIN ").is_some())?;
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'\\', [b'n', after @ ..]) => {
                out.push(b'\n');
                after
            }
            (b'\\', [b'r', after @ ..]) => after,
            // JSON may escape the slash, which is a digit of base64 too.
            (b'\\', [b'/', after @ ..]) => {
                out.push(b'/');
                after
            }
            // .NET escapes the plus sign.
            (b'\\', [b'u', b'0', b'0', b'2', b'B' | b'b', after @ ..]) => {
                out.push(b'+');
                after
            }
            _ => {
                out.push(*first);
                after
            }
        };
    }
    Some(out)
}

/// Dashes that an editor made of hyphens, at the boundaries: `—–BEGIN CERTIFICATE—–`.
fn with_hyphens(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if text.is_ascii() {
        return None;
    }
    let text = core::str::from_utf8(text).ok()?;
    if !text.chars().any(is_typographic_dash) {
        return None;
    }
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut changed = false;
    for line in text.split_inclusive('\n') {
        let inside = line.trim().trim_matches(is_dash);
        let is_boundary = ["BEGIN ", "END "].iter().any(|word| inside.starts_with(word));
        if is_boundary && line.chars().any(is_typographic_dash) {
            changed = true;
            out.extend_from_slice(b"-----");
            out.extend_from_slice(inside.as_bytes());
            out.extend_from_slice(b"-----\n");
        } else {
            out.extend_from_slice(line.as_bytes());
        }
    }
    changed.then_some(out)
}

/// Unicode's dashes and hyphens but the hyphen of ASCII.
const fn is_typographic_dash(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

const fn is_dash(character: char) -> bool {
    character == '-' || is_typographic_dash(character)
}

#[cfg(test)]
mod tests {
    use super::treat;
    use crate::intake::Irregularity;

    fn undone(text: &str) -> (String, Vec<Irregularity>) {
        let treated = treat(text.as_bytes());
        (String::from_utf8(treated.bytes.to_vec()).unwrap(), treated.irregularities)
    }

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
            assert_eq!(&*treated.bytes, b"-----BEGIN");
            assert_eq!(treated.irregularities, [Irregularity::Utf16]);
        }
    }

    #[test]
    fn der_that_begins_with_a_long_sequence_is_not_taken_for_utf16() {
        assert!(treat(&[0x30, 0x00, 0x00, 0x00]).irregularities.is_empty());
        assert!(treat(&[0x30, 0x82, 0x01, 0x00]).irregularities.is_empty());
    }

    const PEM: &str = "-----BEGIN A-----\nAQID\nBA==\n-----END A-----\n";

    #[test]
    fn what_is_whole_stays_as_it_is() {
        assert_eq!(undone(PEM), (PEM.to_owned(), Vec::new()));
        // A path of Windows is no line break, and a dash in a sentence no boundary.
        let text = format!("C:\\new\\n – a key\n{PEM}");
        assert_eq!(undone(&text), (text, Vec::new()));
    }

    #[test]
    fn the_quoting_of_mail_is_taken_off() {
        for mark in ["> ", ">", ">> ", "> > "] {
            let quoted: String = PEM.lines().map(|line| format!("{mark}{line}\n")).collect();
            assert_eq!(undone(&quoted), (PEM.to_owned(), vec![Irregularity::MailQuoting]), "{mark:?}");
        }
    }

    #[test]
    fn quoted_printable_is_undone() {
        let mailed = PEM.replace('=', "=3D").replace("AQID", "AQ=\r\nID");
        assert_eq!(undone(&mailed), (PEM.to_owned(), vec![Irregularity::QuotedPrintable]));
    }

    #[test]
    fn the_values_of_a_secret_of_kubernetes_are_decoded() {
        use base64::Engine as _;
        let value = base64::prelude::BASE64_STANDARD.encode(PEM);
        let yaml = format!("kind: Secret\ndata:\n  tls.crt: {value}\n  tls.key: {value}\n");
        let (text, irregularities) = undone(&yaml);
        assert_eq!(text.matches("BEGIN A").count(), 2);
        assert_eq!(irregularities, [Irregularity::Base64Inside]);
    }

    #[test]
    fn line_breaks_that_json_escapes_are_breaks_again() {
        let plus = PEM.replace("AQID", "AQ+D");
        let json = format!("{{\"cert\": \"{}\"}}", plus.replace('\n', "\\n").replace('+', "\\u002B"));
        assert!(undone(&json).0.contains(&plus));
        let json = format!("{{\"cert\": \"{}\"}}", PEM.replace('\n', "\\n"));
        let (text, irregularities) = undone(&json);
        assert!(text.contains(PEM), "{text}");
        assert_eq!(irregularities, [Irregularity::EscapedLineBreaks]);
    }

    #[test]
    fn dashes_of_an_editor_become_hyphens_at_boundaries_only() {
        let typed = PEM.replace("-----", "\u{2014}\u{2013}");
        assert_eq!(undone(&typed), (PEM.to_owned(), vec![Irregularity::TypographicDashes]));
    }
}
