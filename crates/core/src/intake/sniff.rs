//! What is this block? Its kind, by content; labels are hints.

use crate::asn1::{Reader, Tag, ber, oids};
use crate::model::{Kind, is_encrypted_pkcs8, plain_encoding};

use super::blocks::{Block, BlockForm, looks_like_text};

/// The block is, or says that it is, a private key or a store that may hold one: its content must not be shown.
#[must_use]
pub fn holds_secret(block: &Block) -> bool {
    let by_label =
        matches!(&block.form, BlockForm::Pem(label) if label.contains("PRIVATE KEY") || label == "PKCS12");
    let by_content = block.der.as_ref().is_ok_and(|der| {
        !matches!(
            kind_of_shape(der),
            Some(
                Kind::Certificate
                    | Kind::CertificationRequest
                    | Kind::PublicKey
                    | Kind::RevocationList
                    | Kind::Pkcs7
            )
        )
    });
    by_label || by_content
}

/// A container by its content, or by its label where the content is damaged; never one inside another.
pub(super) fn container_kind(block: &Block, der: &[u8], max_depth: usize) -> Option<Kind> {
    let by_label = match &block.form {
        BlockForm::Inside(..) => return None,
        BlockForm::Pem(label) => kind_of_label(label),
        _ => None,
    };
    let kind = match der {
        // What begins with a SEQUENCE is signed or a key; containers begin with what they are. Almost every block ends here.
        [0x30, length, 0x30, ..] if *length < 0x80 => return None,
        [0x30, 0x81, _, 0x30, ..] | [0x30, 0x82, _, _, 0x30, ..] => return None,
        // A length that ends later: BER, as which containers are often written.
        [0x30, 0x80, ..] => kind_of_shape(&ber::with_definite_lengths(der, max_depth).ok()?),
        _ => kind_of_shape(der),
    };
    kind.or(by_label).filter(|kind| matches!(kind, Kind::Pkcs7 | Kind::Pkcs12))
}

pub(crate) fn kind_of_label(label: &str) -> Option<Kind> {
    match label {
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Some(Kind::Certificate),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Some(Kind::CertificationRequest),
        "X509 CRL" => Some(Kind::RevocationList),
        "OCSP RESPONSE" => Some(Kind::OcspResponse),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Some(Kind::PublicKey),
        "PKCS7" | "CMS" => Some(Kind::Pkcs7),
        _ if label.ends_with("PRIVATE KEY") => Some(Kind::PrivateKey),
        _ => None,
    }
}

/// The kind by the shape of the outermost fields, which no two of these formats share.
pub(super) fn kind_of_shape(der: &[u8]) -> Option<Kind> {
    if plain_encoding(der).is_some() || is_encrypted_pkcs8(der) {
        return Some(Kind::PrivateKey);
    }
    let mut fields = Reader::new(der).expect(Tag::SEQUENCE, "").ok()?.reader();
    let first = fields.next("").ok()?;
    let second = fields.peek();
    match (first.tag, second) {
        (Tag::ENUMERATED, None) => Some(Kind::OcspResponse),
        (Tag::ENUMERATED, Some(second)) if second == Tag::context(0) => Some(Kind::OcspResponse),
        (Tag::OID, _) if first.content == oids::PKCS7_SIGNED_DATA => Some(Kind::Pkcs7),
        (Tag::INTEGER, Some(Tag::SEQUENCE)) if first.content == [3] => Some(Kind::Pkcs12),
        (Tag::INTEGER, Some(Tag::INTEGER)) => kind_of_numbers(fields),
        (Tag::SEQUENCE, Some(Tag::BIT_STRING)) => Some(Kind::PublicKey),
        (Tag::SEQUENCE, Some(Tag::SEQUENCE)) => kind_of_signed(first.content),
        _ => None,
    }
}

/// After the first of several numbers: two are RSAPublicKey; six and more a private key (RSA, DSA) whose version is damaged.
/// Three are the parameters of DSA.
fn kind_of_numbers(mut fields: Reader<'_>) -> Option<Kind> {
    let mut count = 1;
    while !fields.is_empty() {
        (fields.next("").ok()?.tag == Tag::INTEGER).then(|| count += 1)?;
    }
    match count {
        2 => Some(Kind::PublicKey),
        6.. => Some(Kind::PrivateKey),
        _ => None,
    }
}

/// Certificate, request or CRL, by the first fields of the signed part.
fn kind_of_signed(to_be_signed: &[u8]) -> Option<Kind> {
    let mut tags = Vec::with_capacity(6);
    let mut reader = Reader::new(to_be_signed);
    while tags.len() < 6 && !reader.is_empty() {
        tags.push(reader.next("").ok()?.tag);
    }
    let is_time = |tag: &Tag| matches!(*tag, Tag::UTC_TIME | Tag::GENERALIZED_TIME);
    match tags.as_slice() {
        [version, Tag::INTEGER, ..] if *version == Tag::context(0) => Some(Kind::Certificate),
        [Tag::INTEGER, Tag::SEQUENCE, Tag::SEQUENCE, time, ..] if is_time(time) => Some(Kind::RevocationList),
        [Tag::SEQUENCE, Tag::SEQUENCE, time, ..] if is_time(time) => Some(Kind::RevocationList),
        [Tag::INTEGER, Tag::SEQUENCE, Tag::SEQUENCE, Tag::SEQUENCE, Tag::SEQUENCE, ..] => {
            Some(Kind::Certificate)
        }
        [Tag::INTEGER, Tag::SEQUENCE, Tag::SEQUENCE, ..] => Some(Kind::CertificationRequest),
        _ => None,
    }
}

/// Words of [`looks_like`] for what begins like DER and is none.
pub(super) const DAMAGED: &str = "damaged or cut ASN.1 data";

/// Words of [`looks_like`] for what may hold a private key or a certificate all the same.
pub(crate) const MAY_HOLD_KEYS: [&str; 14] = [
    "a 7z archive",
    "a bzip2 archive",
    "a gzip archive",
    "a tar archive",
    "an xz archive",
    "a JSON Web Key",
    "a Java keystore (JCEKS)",
    "a Java keystore (JKS)",
    "a private key of PuTTY",
    "a private key of age",
    "a zip archive",
    "a zip archive that is encrypted: unpack it first",
    DAMAGED,
    "data of OpenPGP",
];

/// What unreadable bytes look like, in words, for the finding that says so.
pub(crate) fn looks_like(bytes: &[u8]) -> &'static str {
    // The first bit of an entry's flags (APPNOTE.TXT §4.4.4).
    if matches!(bytes, [b'P', b'K', 3, 4, _, _, flags, ..] if flags & 1 == 1) {
        return "a zip archive that is encrypted: unpack it first";
    }
    const MAGIC: [(&[u8], &str); 16] = [
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ\x00", "an xz archive"),
        (b"PuTTY-User-Key-File", "a private key of PuTTY"),
        (b"AGE-SECRET-KEY-", "a private key of age"),
        (b"---- BEGIN SSH2 ", "an SSH public key (RFC 4716)"),
        (b"\x99", "data of OpenPGP"),
        (b"\x95", "data of OpenPGP"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\xfe\xed\xfe\xed", "a Java keystore (JKS)"),
        (b"\xce\xce\xce\xce", "a Java keystore (JCEKS)"),
        (b"%PDF", "a PDF document"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"ssh-", "an OpenSSH public key"),
        (b"<", "a web page or XML document"),
        (b"{", "a JSON document"),
    ];
    if bytes.is_empty() {
        return "an empty file";
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return "a tar archive";
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    if matches!(start, [b'{' | b'[', ..]) && memchr::memmem::find(bytes, b"\"kty\"").is_some() {
        return "a JSON Web Key"; // RFC 7517 §4.1
    }
    let by_magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, words)| *words);
    match by_magic {
        Some(words) => words,
        // Its keys stand behind comments (age-keygen).
        None if memchr::memmem::find(bytes, b"\nAGE-SECRET-KEY-").is_some() => "a private key of age",
        None if matches!(bytes, [0x30, 0x80..=0x88, ..]) => DAMAGED,
        None if looks_like_text(bytes) => "plain text",
        None => "binary data",
    }
}
