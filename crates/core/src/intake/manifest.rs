//! Which values of a Kubernetes manifest are objects in base64? Secrets hold binary files so under `data`, ConfigMaps under
//! `binaryData`: stores, and certificates in DER.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;
use zeroize::Zeroizing;

use crate::model::Kind;

use super::sniff::kind_of_shape;

/// The manifest with each such value as a PEM block; nothing where there is none.
pub(super) fn with_armored_values(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if !KINDS.iter().any(|kind| memmem::find(text, kind).is_some()) {
        return None;
    }
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() + text.len() / 16));
    let mut found = false;
    for run in text.chunk_by(|one, other| is_base64(*one) == is_base64(*other)) {
        match label(run) {
            Some(label) => {
                found = true;
                for part in
                    [b"\n-----BEGIN ".as_slice(), label, b"-----\n", run, b"\n-----END ", label, b"-----\n"]
                {
                    out.extend_from_slice(part);
                }
            }
            None => out.extend_from_slice(run),
        }
    }
    found.then_some(out)
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

/// The label of what a run of base64 holds; only what has a DER header with a length of two bytes or more is looked at.
fn label(run: &[u8]) -> Option<&'static [u8]> {
    if run.len() < SHORTEST || !run.starts_with(b"MI") {
        return None;
    }
    let der = BASE64_STANDARD.decode(run).map(Zeroizing::new).ok()?;
    match kind_of_shape(&der)? {
        Kind::Certificate => Some(b"CERTIFICATE"),
        Kind::CertificationRequest => Some(b"CERTIFICATE REQUEST"),
        Kind::Pkcs12 => Some(b"PKCS12"),
        Kind::Pkcs7 => Some(b"PKCS7"),
        Kind::PrivateKey => Some(b"PRIVATE KEY"),
        Kind::PublicKey => Some(b"PUBLIC KEY"),
        Kind::RevocationList => Some(b"X509 CRL"),
        Kind::OcspResponse | Kind::Parameters | Kind::Unrecognized => None,
    }
}

/// No certificate and no key of a length in two bytes is shorter.
const SHORTEST: usize = 128;

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
