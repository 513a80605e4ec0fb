//! Which values of a Kubernetes manifest, which parts of a mail are objects in base64? Secrets hold binary files so under
//! `data`, ConfigMaps under `binaryData`, mails as attachments (RFC 2045 §6.8): stores, and certificates in DER.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;
use zeroize::Zeroizing;

use crate::asn1::{Reader, ber};
use crate::model::Kind;

use super::sniff::kind_of_shape;

/// The text with each such value as a PEM block; nothing where there is none.
pub(super) fn with_armored_values(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // Hardly any other text has the words: a search for each is enough for it.
    let is_manifest =
        memmem::find(text, b"kind").is_some() && KINDS.iter().any(|kind| memmem::find(text, kind).is_some());
    if !is_manifest && memmem::find(text, b"Content-Transfer-Encoding: base64").is_none() {
        return None;
    }
    let text = unwrapped(text);
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() + text.len() / 16));
    let mut found = false;
    for run in text.chunk_by(|one, other| is_base64(*one) == is_base64(*other)) {
        let value = value(run);
        found |= value.is_some();
        match value {
            Some(Value::Der(label)) => {
                let parts =
                    [b"\n-----BEGIN ".as_slice(), label, b"-----\n", run, b"\n-----END ", label, b"-----\n"];
                parts.iter().for_each(|part| out.extend_from_slice(part));
            }
            Some(Value::Text(inner)) => {
                [b"\n".as_slice(), &inner, b"\n"].iter().for_each(|part| out.extend_from_slice(part));
            }
            None => out.extend_from_slice(run),
        }
    }
    found.then_some(out)
}

/// Base64 over several lines, as YAML's block scalars and mails hold it, on one line each.
pub(super) fn unwrapped(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let is_wrapped = |line: &[u8]| line.len() >= WRAPPED && line.iter().copied().all(is_base64);
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut follows = false;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii();
        if follows && !bare.is_empty() && bare.iter().copied().all(is_base64) {
            let end = out.trim_ascii_end().len();
            out.truncate(end);
            out.extend_from_slice(bare);
            out.push(b'\n');
        } else {
            out.extend_from_slice(line);
        }
        follows = is_wrapped(bare);
    }
    out
}

/// The shortest line at which tools wrap.
const WRAPPED: usize = 60;

/// What a run of base64 holds.
enum Value {
    /// DER, with the label it has in PEM.
    Der(&'static [u8]),
    /// A text with PEM blocks in it.
    Text(Zeroizing<Vec<u8>>),
}

/// How YAML and JSON say it.
const KINDS: [&[u8]; 6] = [
    b"kind: Secret",
    b"kind: ConfigMap",
    b"\"kind\":\"Secret\"",
    b"\"kind\": \"Secret\"",
    b"\"kind\":\"ConfigMap\"",
    b"\"kind\": \"ConfigMap\"",
];

fn value(run: &[u8]) -> Option<Value> {
    if run.len() < SHORTEST {
        return None;
    }
    let decoded = BASE64_STANDARD.decode(run).map(Zeroizing::new).ok()?;
    if memmem::find(&decoded, b"-----BEGIN ").is_some() {
        return Some(Value::Text(decoded));
    }
    if matches!(decoded.as_slice(), [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..]) {
        return Some(Value::Der(b"JAVA KEYSTORE"));
    }
    // Stores are often BER.
    let definite = match decoded.as_slice() {
        [0x30, 0x80, ..] => ber::with_definite_lengths(&decoded, MAX_DEPTH)?,
        _ => Zeroizing::new(decoded.to_vec()),
    };
    let whole = Reader::new(&definite).next("value").is_ok_and(|tlv| tlv.bytes.len() == definite.len());
    match kind_of_shape(&definite).filter(|_| whole)? {
        Kind::Certificate => Some(Value::Der(b"CERTIFICATE")),
        Kind::CertificationRequest => Some(Value::Der(b"CERTIFICATE REQUEST")),
        Kind::Pkcs12 => Some(Value::Der(b"PKCS12")),
        Kind::Pkcs7 => Some(Value::Der(b"PKCS7")),
        Kind::PrivateKey => Some(Value::Der(b"PRIVATE KEY")),
        Kind::PublicKey => Some(Value::Der(b"PUBLIC KEY")),
        Kind::RevocationList => Some(Value::Der(b"X509 CRL")),
        Kind::OcspResponse | Kind::Parameters | Kind::Unrecognized => None,
    }
}

/// Stores have some ten levels.
const MAX_DEPTH: usize = 32;

/// An Ed25519 key in DER, the shortest of all, has 48 bytes.
const SHORTEST: usize = 60;

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
