//! Where are the PEM blocks, and what do they hold? Encapsulation boundaries (RFC 7468 §2) with their byte spans.

use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem::Finder;
use zeroize::Zeroizing;

use crate::asn1::Reader;
use crate::model::TraditionalEncryption;
use crate::report::unhex;

use super::damage::{base64_fault, length_fault};

/// One PEM block found in a text.
#[derive(Debug)]
pub(super) struct Armored {
    /// The label of the BEGIN line.
    pub(super) label: String,
    /// From the first dash of BEGIN to the last dash of END.
    pub(super) span: Range<usize>,
    /// The DER inside, or what is wrong with the armor.
    pub(super) decoded: Result<Zeroizing<Vec<u8>>, String>,
    /// Its END line is missing, and what is there is whole all the same.
    pub(super) has_no_end: bool,
    /// How an old encrypted block is sealed; its content is no DER then.
    pub(super) sealed: Option<TraditionalEncryption>,
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// A searcher costs more to make than to run on a file of one block.
static BEGINS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGIN));
static ENDS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(END));
static CLOSINGS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(DASHES));

/// Every block of `text` in order, damaged ones included, at most `most`; the flag says that there were more.
pub(super) fn blocks(text: &[u8], most: usize) -> (Vec<Armored>, bool) {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = find(text, &BEGINS, from) {
        if found.len() == most {
            return (found, true);
        }
        let armored = block_at(text, start);
        from = armored.span.end;
        found.push(armored);
    }
    (found, false)
}

fn block_at(text: &[u8], start: usize) -> Armored {
    let next_begin = find(text, &BEGINS, start + BEGIN.len()).unwrap_or(text.len());
    let Some(label) = label_at(text, start + BEGIN.len(), next_begin) else {
        let decoded = Err("its BEGIN line has no closing dashes".to_owned());
        return Armored {
            label: String::new(),
            span: start..next_begin,
            decoded,
            has_no_end: false,
            sealed: None,
        };
    };
    let damaged = |label: String, reason: &str| Armored {
        label,
        span: start..next_begin,
        decoded: Err(reason.to_owned()),
        has_no_end: false,
        sealed: None,
    };
    let until_next = text.get(..next_begin).unwrap_or_default();
    let Some(end_line) = find(until_next, &ENDS, start) else {
        let header = start + BEGIN.len() + label.len() + DASHES.len();
        return match text.get(header..next_begin).and_then(whole_value) {
            Some(der) => {
                Armored { label, span: start..next_begin, decoded: Ok(der), has_no_end: true, sealed: None }
            }
            None => damaged(label, "its END line is missing: the file was cut, or part of it was not copied"),
        };
    };
    let Some(end_label) = label_at(text, end_line + END.len(), next_begin) else {
        return damaged(label, "its END line has no closing dashes");
    };
    let end = end_line + END.len() + end_label.len() + DASHES.len();
    let span = start..end.min(text.len());
    if end_label != label {
        let decoded = Err("its BEGIN and END lines name different things".to_owned());
        return Armored { label, span, decoded, has_no_end: false, sealed: None };
    }
    let block = text.get(span.clone()).unwrap_or_default();
    let header = BEGIN.len() + label.len() + DASHES.len();
    Armored {
        label,
        span,
        decoded: decode(block, header, end_line - start),
        has_no_end: false,
        sealed: sealed(block),
    }
}

/// What the headers of an old encrypted block say: `DEK-Info: AES-256-CBC,0102…` (RFC 1421 §4.6.1.3).
fn sealed(block: &[u8]) -> Option<TraditionalEncryption> {
    memchr::memchr(b':', block)?;
    let mut lines = block.split(|byte| matches!(byte, b'\n' | b'\r')).take(10);
    let value = lines.find_map(|line| line.strip_prefix(b"DEK-Info:"))?;
    let mut parts = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let (name, iv) = (parts.next()?, parts.next().unwrap_or_default());
    let plain = name.len() <= 40 && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    let cipher =
        if plain { String::from_utf8_lossy(name).into_owned() } else { "an unknown cipher".to_owned() };
    Some(TraditionalEncryption { cipher, iv: unhex(iv).unwrap_or_default() })
}

/// The label between `start` and the closing dashes on the same line.
fn label_at(text: &[u8], start: usize, limit: usize) -> Option<String> {
    let line = text.get(start..limit)?;
    let length = line.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(line.len());
    let line = line.get(..length)?;
    let label = line.get(..CLOSINGS.find(line)?)?;
    // RFC 7468 §3: printable characters; anything else is no label.
    let plain = label.len() <= 64 && label.iter().all(|byte| matches!(byte, b' '..=b'~'));
    plain.then(|| String::from_utf8_lossy(label).into_owned())
}

fn decode(block: &[u8], header: usize, footer: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    let body = block.get(header..footer).unwrap_or_default();
    match decode_base64(after_headers(body)) {
        Some(der) if der.is_empty() => Err("there is nothing between its BEGIN and END lines".to_owned()),
        Some(der) => match length_fault(block, &der) {
            Some(reason) => Err(reason),
            None => Ok(der),
        },
        None => Err(base64_fault(block)),
    }
}

/// What follows the headers that PEM once had (RFC 1421 §4.4): `Name: value` lines, and an empty one.
fn after_headers(body: &[u8]) -> &[u8] {
    let text = body.trim_ascii_start();
    if memchr::memchr(b':', text).is_none() {
        return text;
    }
    [b"\n\n".as_slice(), b"\r\n\r\n"]
        .iter()
        .filter_map(|empty_line| {
            let at = memchr::memmem::find(text, empty_line)?;
            let (headers, rest) = text.split_at_checked(at)?;
            headers.contains(&b':').then_some(rest)
        })
        .next()
        .unwrap_or(text)
}

/// Base64 with white space anywhere (RFC 7468 §3, lax). The text may be that of a private key, so the copy without white
/// space is wiped; `pem` leaves its own behind.
pub(super) fn decode_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut dense = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\n', rest) {
        let (line, after) = rest.split_at_checked(at)?;
        dense.extend_from_slice(line.trim_ascii());
        rest = after.get(1..)?;
    }
    dense.extend_from_slice(rest.trim_ascii());
    decode_dense(&dense).or_else(|| {
        // White space within a line is rare.
        dense.retain(|byte| !byte.is_ascii_whitespace());
        decode_dense(&dense)
    })
}

fn decode_dense(dense: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut der = Zeroizing::new(vec![0; base64::decoded_len_estimate(dense.len())]);
    let length = BASE64_STANDARD.decode_slice(dense, &mut der).ok()?;
    der.truncate(length);
    Some(der)
}

/// A body without its END line, if the ASN.1 value in it is whole; whatever follows it on lines of its own is text.
fn whole_value(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_body = |line: &&[u8]| {
        line.trim_ascii()
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
    };
    let lines = body.split_inclusive(|byte| *byte == b'\n').take_while(is_body);
    let length = lines.map(<[u8]>::len).sum();
    let der = decode_base64(body.get(..length)?)?;
    let mut reader = Reader::new(&der);
    reader.next("value").ok()?;
    reader.is_empty().then_some(der)
}

fn find(text: &[u8], needle: &Finder<'_>, from: usize) -> Option<usize> {
    needle.find(text.get(from..)?).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_are_found_between_other_text() {
        let text = b"hello\n-----BEGIN A B-----\nAQID\n-----END A B-----\nbye\n-----BEGIN C-----\r\nBA==\r\n-----END C-----";
        let (found, more) = blocks(text, 10);
        assert!(!more);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].label.as_str(), found[0].decoded.as_ref().unwrap().as_slice()),
            ("A B", &[1, 2, 3][..])
        );
        assert_eq!(&text[found[1].span.clone()], &text[text.len() - 40..]);
    }

    #[test]
    fn a_block_without_its_end_line_does_not_swallow_the_next() {
        let (found, _) = blocks(b"-----BEGIN A-----\nAQID\n-----BEGIN A-----\nAQID\n-----END A-----\n", 10);
        assert!(found[0].decoded.as_ref().unwrap_err().contains("END line is missing"));
        assert!(found[1].decoded.is_ok());
    }

    #[test]
    fn a_damaged_body_names_its_line_and_not_its_text() {
        let (found, _) = blocks(b"-----BEGIN A-----\nAQID\nA!SECRET\n-----END A-----\n", 10);
        let reason = found[0].decoded.as_ref().unwrap_err();
        assert!(reason.contains("line 3") && !reason.contains("SECRET"), "{reason}");
    }

    #[test]
    fn the_cipher_of_an_old_encrypted_block_is_named() {
        let text = b"-----BEGIN A-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-256-CBC,00FF\r\n\r\nAQID\r\n-----END A-----";
        let (found, _) = blocks(text, 10);
        let sealed = found[0].sealed.as_ref().unwrap();
        assert_eq!((sealed.cipher.as_str(), sealed.iv.as_slice()), ("AES-256-CBC", &[0, 255][..]));
        let (found, _) = blocks(b"-----BEGIN A-----\nAQID\n-----END A-----", 10);
        assert_eq!(found[0].sealed, None);
    }

    #[test]
    fn begin_and_end_on_one_line_without_a_break_are_two_boundaries() {
        let (found, _) =
            blocks(b"-----BEGIN A-----\nAQID\n-----END A----------BEGIN B-----\nAQID\n-----END B-----", 10);
        assert_eq!(found.iter().map(|block| block.label.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    }
}
