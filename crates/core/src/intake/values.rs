//! Which runs of base64 in a text are objects? Values of Kubernetes manifests (a Secret's `data`), of JSON and of environment
//! files, attachments of mails (RFC 2045 §6.8), and bodies whose BEGIN line was lost.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::memmem;
use zeroize::Zeroizing;

use crate::asn1::{Reader, ber};
use crate::model::{Kind, PrivateKeyEncoding, plain_encoding};

use super::doctor;
use super::sniff::{DAMAGED, MAY_HOLD_KEYS, kind_of_shape, looks_like};

/// The text with each such value as a PEM block, or as the PEM text that it is; nothing where there is none. What stands in
/// blocks stays as it is. Values may hold values, `levels` deep.
pub(super) fn with_armored_values(text: &[u8], levels: usize) -> Option<Zeroizing<Vec<u8>>> {
    let levels = levels.checked_sub(1)?;
    let segments = segments(text);
    let is_long = |segment: &Segment<'_>| match segment {
        Segment::Outside(outside) => outside.trim_ascii().len() >= SHORTEST,
        Segment::Block(_) => false,
    };
    segments.iter().any(is_long).then_some(())?;
    // Room for every value's boundaries, so that no copy is left behind where it grows: a text may hold a key.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len().saturating_mul(2).saturating_add(256)));
    let mut found = false;
    for segment in segments {
        match segment {
            Segment::Block(block) => out.extend_from_slice(block),
            Segment::Outside(outside) => {
                let outside = unwrapped(outside);
                // Bare base64 is told as such.
                let is_all = outside.trim_ascii().len();
                for run in runs(&outside) {
                    let value = value(run, levels);
                    let bare = is_all == run.len() && out.is_empty() && matches!(value, Some(Value::Der(_)));
                    found |= value.is_some() && !bare;
                    push(&mut out, run, value.filter(|_| !bare));
                }
            }
        }
    }
    found.then_some(out)
}

/// A text in parts: blocks from BEGIN to END, and what is not in them.
enum Segment<'a> {
    Block(&'a [u8]),
    Outside(&'a [u8]),
}

fn segments(text: &[u8]) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some(begin) = memmem::find(rest, b"-----BEGIN ") {
        let (outside, block) = rest.split_at_checked(begin).unwrap_or_default();
        // A block without an end reaches to the next one.
        let next =
            memmem::find(block.get(1..).unwrap_or_default(), b"-----BEGIN ").map_or(block.len(), |at| at + 1);
        let end = memmem::find(block.get(..next).unwrap_or_default(), b"-----END ").map_or(next, |at| {
            let line = block.get(at..next).unwrap_or_default();
            at + memchr::memchr(b'\n', line).map_or(line.len(), |length| length + 1)
        });
        let (block, after) = block.split_at_checked(end).unwrap_or_default();
        segments.extend([Segment::Outside(outside), Segment::Block(block)]);
        rest = after;
    }
    segments.push(Segment::Outside(rest));
    segments
}

/// Base64 over several lines, as YAML's block scalars and mails hold it, on one line each.
fn unwrapped(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut follows = false;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii();
        let is_body = !bare.is_empty() && bare.iter().all(|byte| is_digit(*byte) || *byte == b'=');
        if follows && is_body {
            let end = out.trim_ascii_end().len();
            out.truncate(end);
            out.extend_from_slice(bare);
            out.push(b'\n');
        } else {
            out.extend_from_slice(line);
        }
        follows = is_body && bare.len() >= WRAPPED;
    }
    out
}

/// The text cut before and behind each run of base64; its padding belongs to it.
fn runs(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let first = *rest.first()?;
        let same = rest.iter().take_while(|byte| is_digit(**byte) == is_digit(first)).count();
        let padding = rest.get(same..)?.iter().take(2).take_while(|byte| **byte == b'=').count();
        let length = if is_digit(first) { same + padding } else { same };
        let (run, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(run)
    })
}

/// What a run of base64 holds.
enum Value {
    /// It begins like an object, and can't be decoded.
    Damaged,
    /// Bytes, with the label they have in PEM.
    Der(&'static [u8]),
    /// A text with PEM blocks in it.
    Text(Zeroizing<Vec<u8>>),
}

fn push(out: &mut Zeroizing<Vec<u8>>, run: &[u8], value: Option<Value>) {
    let mut add = |parts: &[&[u8]]| parts.iter().for_each(|part| out.extend_from_slice(part));
    match value {
        None => add(&[run]),
        Some(Value::Text(inner)) => add(&[b"\n", &inner, b"\n"]),
        Some(Value::Damaged) => add(&[b"\n-----BEGIN DAMAGED-----\n", run, b"\n-----END DAMAGED-----\n"]),
        Some(Value::Der(label)) => {
            let standard: Zeroizing<Vec<u8>> =
                Zeroizing::new(run.iter().copied().map(standard_digit).collect());
            let missing: &[u8] = b"===".get(..(4 - standard.len() % 4) % 4).unwrap_or_default();
            add(&[
                b"\n-----BEGIN ",
                label,
                b"-----\n",
                &standard,
                missing,
                b"\n-----END ",
                label,
                b"-----\n",
            ]);
        }
    }
}

fn value(run: &[u8], levels: usize) -> Option<Value> {
    if run.len() < SHORTEST {
        return None;
    }
    let Some(decoded) = decoded(run) else {
        // A SEQUENCE with a length in two bytes, and five hyphens.
        let begins_like_one = [b"MII".as_slice(), b"LS0t"].iter().any(|start| run.starts_with(start));
        return begins_like_one.then_some(Value::Damaged);
    };
    let inner = doctor::treat_within(&decoded, levels);
    if memmem::find(&inner.bytes, b"-----BEGIN ").is_some() {
        return Some(Value::Text(Zeroizing::new(inner.bytes.to_vec())));
    }
    der_label(&decoded).map(Value::Der)
}

/// By either alphabet (RFC 4648 §4, §5), with padding or without.
fn decoded(run: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let is_url_safe = run.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let alphabet = if is_url_safe { &URL_SAFE } else { &STANDARD };
    GeneralPurpose::new(alphabet, config).decode(run).map(Zeroizing::new).ok()
}

/// The label for what may hold a key or a certificate; `DATA` for what is damaged, or can't be opened here, so that it is told.
fn der_label(decoded: &[u8]) -> Option<&'static [u8]> {
    let words = looks_like(decoded);
    // One byte says too little.
    if MAY_HOLD_KEYS.contains(&words) && !matches!(words, "data of OpenPGP" | DAMAGED) {
        return Some(b"DATA");
    }
    // Stores are often BER.
    let definite = match decoded {
        [0x30, 0x80, ..] => ber::with_definite_lengths(decoded, MAX_DEPTH).ok()?,
        _ => Zeroizing::new(decoded.to_vec()),
    };
    let is_whole = Reader::new(&definite).next("value").is_ok_and(|tlv| tlv.bytes.len() == definite.len());
    match kind_of_shape(&definite).filter(|_| is_whole) {
        Some(Kind::Certificate) => Some(b"CERTIFICATE"),
        Some(Kind::CertificationRequest) => Some(b"CERTIFICATE REQUEST"),
        Some(Kind::Pkcs12) => Some(b"PKCS12"),
        Some(Kind::Pkcs7) => Some(b"PKCS7"),
        Some(Kind::PrivateKey) => {
            let encoding = plain_encoding(&definite).unwrap_or(PrivateKeyEncoding::EncryptedPkcs8);
            Some(encoding.label().as_bytes())
        }
        Some(Kind::PublicKey) => Some(b"PUBLIC KEY"),
        Some(Kind::RevocationList) => Some(b"X509 CRL"),
        Some(Kind::OcspResponse | Kind::Parameters | Kind::Unrecognized) => None,
        None => matches!(decoded, [0x30, 0x81..=0x84, ..]).then_some(b"DATA"),
    }
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

const fn standard_digit(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

/// The shortest line at which tools wrap.
const WRAPPED: usize = 40;

/// Stores have some ten levels.
const MAX_DEPTH: usize = 32;

/// An Ed25519 key in DER, the shortest of all, has 48 bytes.
const SHORTEST: usize = 60;
