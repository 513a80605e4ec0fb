//! What is this? From an artifact's bytes to blocks, and from a block to its kind, by content; labels are hints.

use std::ops::Range;

use zeroize::{Zeroize as _, Zeroizing};

use crate::asn1::{Malformed, Reader, Tag, ber, is_deeper_than, oids};
use crate::crypto::Crypto;
use crate::model::{
    Certificate, CertificationRequest, Kind, OcspResponse, Parsed, PrivateKeyEncoding, PublicKey,
    RevocationList, TraditionalEncryption, is_encrypted_pkcs8, open_private_key, open_traditional,
    plain_encoding, ssh_line, ssh_public_key,
};
use crate::policy::Policy;

use super::armor::{self, Armored};
use super::artifact::Artifact;
use super::containers;
use super::doctor;

/// Something about an artifact that is not as it should be, though it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Irregularity {
    /// Base64 without BEGIN and END lines.
    BareBase64,
    /// Values that are base64 of PEM texts, as in a Secret of Kubernetes.
    Base64Inside,
    /// A UTF-8 byte-order mark in front.
    ByteOrderMark,
    /// Line breaks written as `\n`.
    EscapedLineBreaks,
    /// `>` before the lines.
    MailQuoting,
    /// So many blocks without an END line, which were read all the same.
    MissingEndLines(usize),
    /// The text ends without a line break.
    NoFinalNewline,
    /// Quoted-printable, as mail is sent.
    QuotedPrintable,
    /// So many bytes that are neither a block nor white space, first at this offset.
    TextOutside(usize),
    /// Larger than the limit, in bytes; not read.
    TooLarge(usize),
    /// More blocks than the limit; the rest was not read.
    TooManyBlocks(usize),
    /// So many bytes after a DER object.
    TrailingBytes(usize),
    /// Dashes where boundaries have hyphens.
    TypographicDashes,
    /// UTF-16 text.
    Utf16,
}

/// How a block was wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockForm {
    /// Bare base64.
    Base64,
    /// DER as such.
    Der,
    /// Inside a container of this kind.
    Inside(Kind),
    /// Not readable as any form.
    None,
    /// A line as OpenSSH writes public keys, held as SubjectPublicKeyInfo.
    OpenSsh,
    /// PEM with this label.
    Pem(String),
}

/// One object inside an artifact: where it is, how it was wrapped, and its DER.
#[derive(Debug)]
pub struct Block {
    /// Bytes of the block in the artifact as given; `None` where they don't correspond (UTF-16).
    pub span: Option<Range<usize>>,
    /// How it was wrapped.
    pub form: BlockForm,
    /// The DER, or why there is none. It may hold a key; it is wiped on drop.
    pub der: Result<Zeroizing<Vec<u8>>, String>,
    /// How an old encrypted PEM block is sealed; its content is no DER then.
    pub sealed: Option<TraditionalEncryption>,
}

/// What was found in one artifact.
#[derive(Debug, Default)]
pub struct Intake {
    /// The objects, in order.
    pub blocks: Vec<Block>,
    /// What is not as it should be.
    pub irregularities: Vec<Irregularity>,
}

/// Finds the blocks of `artifact` without decoding what they say, for views of bytes.
#[must_use]
pub fn find_blocks(artifact: &Artifact, policy: &Policy) -> Intake {
    take_in(artifact, policy, policy.limits.blocks)
}

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

/// Finds the blocks of `artifact`, at most `most_blocks`.
pub(crate) fn take_in(artifact: &Artifact, policy: &Policy, most_blocks: usize) -> Intake {
    let bytes = artifact.bytes();
    if bytes.len() > policy.limits.artifact_bytes {
        return Intake { blocks: Vec::new(), irregularities: vec![Irregularity::TooLarge(bytes.len())] };
    }
    if bytes.first() == Some(&0x30) && !looks_like_text(bytes) {
        return der_blocks(bytes, most_blocks);
    }
    let treated = doctor::treat(bytes);
    let mut intake = text_blocks(&treated.bytes, treated.shift, most_blocks);
    intake.irregularities.splice(0..0, treated.irregularities);
    intake
}

/// `0` is also a digit: text that begins with it is printable throughout its beginning.
fn looks_like_text(bytes: &[u8]) -> bool {
    bytes.iter().take(64).all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'))
}

/// One DER object after the other, as far as they can be told apart.
fn der_blocks(bytes: &[u8], most: usize) -> Intake {
    let mut intake = Intake::default();
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let start = reader.offset();
        if intake.blocks.len() == most {
            intake.irregularities.push(Irregularity::TooManyBlocks(most));
            break;
        }
        match reader.next("DER object") {
            Ok(tlv) if tlv.tag == Tag::SEQUENCE => intake.blocks.push(der_block(tlv.span(), tlv.bytes)),
            // The first object may be damaged in its header: it is kept whole, so that the damage can be named.
            _ if start == 0 => {
                intake.blocks.push(der_block(0..bytes.len(), bytes));
                break;
            }
            _ => {
                intake.irregularities.push(Irregularity::TrailingBytes(bytes.len() - start));
                break;
            }
        }
    }
    intake
}

fn der_block(span: Range<usize>, bytes: &[u8]) -> Block {
    Block { span: Some(span), form: BlockForm::Der, der: Ok(Zeroizing::new(bytes.to_vec())), sealed: None }
}

fn text_blocks(text: &[u8], shift: Option<usize>, most: usize) -> Intake {
    let (armored, more) = armor::blocks(text, most);
    if armored.is_empty() {
        let lines = ssh_lines(text, shift, most);
        return if lines.blocks.is_empty() { bare_base64(text, shift) } else { lines };
    }
    let mut irregularities =
        outside_text(text, &armored).map(Irregularity::TextOutside).into_iter().collect::<Vec<_>>();
    if !matches!(text.last(), Some(b'\n' | b'\r')) {
        irregularities.push(Irregularity::NoFinalNewline);
    }
    let cut = armored.iter().filter(|block| block.has_no_end && block.decoded.is_ok()).count();
    if cut > 0 {
        irregularities.push(Irregularity::MissingEndLines(cut));
    }
    if more {
        irregularities.push(Irregularity::TooManyBlocks(most));
    }
    let blocks = armored.into_iter().map(|block| Block {
        span: shift.map(|shift| block.span.start + shift..block.span.end + shift),
        form: BlockForm::Pem(block.label),
        der: block.decoded,
        sealed: block.sealed,
    });
    Intake { blocks: blocks.collect(), irregularities }
}

/// Where text that is not white space lies outside the blocks.
fn outside_text(text: &[u8], blocks: &[Armored]) -> Option<usize> {
    let mut from = 0;
    let starts =
        blocks.iter().map(|block| (block.span.start, block.span.end)).chain([(text.len(), text.len())]);
    for (start, end) in starts {
        let gap = text.get(from..start).unwrap_or_default();
        if let Some(at) = gap.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            return Some(from + at);
        }
        from = end;
    }
    None
}

/// Public keys of OpenSSH, one a line.
fn ssh_lines(text: &[u8], shift: Option<usize>, most: usize) -> Intake {
    let mut intake = Intake::default();
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let span = start..start + line.len();
        start = span.end;
        let Some(blob) = ssh_line(line) else { continue };
        if intake.blocks.len() == most {
            intake.irregularities.push(Irregularity::TooManyBlocks(most));
            break;
        }
        let key = armor::decode_base64(blob).and_then(|blob| ssh_public_key(&blob));
        let der =
            key.map(Zeroizing::new).ok_or_else(|| "it is no SSH public key that is known here".to_owned());
        let span = shift.map(|shift| span.start + shift..span.end + shift);
        intake.blocks.push(Block { span, form: BlockForm::OpenSsh, der, sealed: None });
    }
    intake
}

fn bare_base64(text: &[u8], shift: Option<usize>) -> Intake {
    let body: Zeroizing<Vec<u8>> =
        Zeroizing::new(text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect());
    let alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    // A DER SEQUENCE begins 0x30, in base64 `M`.
    if body.len() < 32 || body.first() != Some(&b'M') || !body.iter().all(alphabet) {
        return Intake::default();
    }
    let der = armor::decode_base64(&body)
        .ok_or_else(|| "its base64 text is incomplete or has stray padding".to_owned());
    let span = shift.map(|shift| shift..text.len() + shift);
    Intake {
        blocks: vec![Block { span, form: BlockForm::Base64, der, sealed: None }],
        irregularities: vec![Irregularity::BareBase64],
    }
}

/// Decodes the block and what is inside it, if it is a container: each block with what it says, in order. At most
/// `most_inside` objects are taken out of it.
pub(crate) fn parse_all(
    block: Block,
    most_inside: usize,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Vec<(Block, Parsed)> {
    let mut block = block;
    let mut all = Vec::new();
    let container = block
        .der
        .as_ref()
        .ok()
        .and_then(|der| Some((container_kind(&block, der, policy.limits.nesting_depth)?, der)));
    match container {
        None => {
            let parsed = parse_block(&mut block, policy, crypto);
            all.push((block, parsed));
        }
        Some((kind, der)) => {
            let opened = containers::open(kind, der, most_inside, policy, crypto);
            all.push((block, opened.parsed));
            all.extend(opened.blocks.into_iter().map(|mut inner| {
                let parsed = parse_block(&mut inner, policy, crypto);
                (inner, parsed)
            }));
        }
    }
    all
}

/// A container by its content, or by its label where the content is damaged; never one inside another.
fn container_kind(block: &Block, der: &[u8], max_depth: usize) -> Option<Kind> {
    let by_label = match &block.form {
        BlockForm::Inside(_) => return None,
        BlockForm::Pem(label) => kind_of_label(label),
        _ => None,
    };
    let kind = match der {
        // A length that ends later: BER, as which containers are often written.
        [0x30, 0x80, ..] => kind_of_shape(&ber::with_definite_lengths(der, max_depth)?),
        _ => kind_of_shape(der),
    };
    kind.or(by_label).filter(|kind| matches!(kind, Kind::Pkcs7 | Kind::Pkcs12))
}

/// Decodes a block by its content, with its label as a hint. A private key's DER is wiped before this returns.
fn parse_block(block: &mut Block, policy: &Policy, crypto: &dyn Crypto) -> Parsed {
    let label = match &block.form {
        BlockForm::Pem(label) => label.as_str(),
        _ => "",
    };
    let label_kind = kind_of_label(label);
    let der = match &mut block.der {
        Ok(der) => der,
        Err(reason) => {
            let kind = label_kind.unwrap_or(Kind::Unrecognized);
            return Parsed::Malformed { kind, fault: Malformed::new("PEM", 0, reason.clone()) };
        }
    };
    if let (Some(sealed), Some(Kind::PrivateKey)) = (&block.sealed, label_kind) {
        let opened = open_traditional(der, sealed, encoding_of_label(label), policy, crypto);
        der.zeroize();
        return keep(Kind::PrivateKey, opened.map(Parsed::PrivateKey));
    }
    let parsed = parse_der(der, label, label_kind, policy, crypto);
    if parsed.kind() == Kind::PrivateKey {
        der.zeroize();
    }
    parsed
}

fn parse_der(
    der: &[u8],
    label: &str,
    label_kind: Option<Kind>,
    policy: &Policy,
    crypto: &dyn Crypto,
) -> Parsed {
    if label.ends_with("PARAMETERS") {
        return Parsed::Parameters;
    }
    if label == "OPENSSH PRIVATE KEY" {
        let key = open_private_key(der, PrivateKeyEncoding::OpenSsh, policy, crypto);
        return keep(Kind::PrivateKey, key.map(Parsed::PrivateKey));
    }
    if is_deeper_than(der, policy.limits.nesting_depth) {
        let reason = format!("nested deeper than the limit of {} levels", policy.limits.nesting_depth);
        let kind = label_kind.unwrap_or(Kind::Unrecognized);
        return Parsed::Malformed { kind, fault: Malformed::new("DER", 0, reason) };
    }
    let kind = kind_of_shape(der).or(label_kind);
    match kind {
        Some(Kind::Certificate) => {
            keep(Kind::Certificate, Certificate::from_der(der).map(|c| Parsed::Certificate(Box::new(c))))
        }
        Some(Kind::CertificationRequest) => keep(
            Kind::CertificationRequest,
            CertificationRequest::from_der(der).map(|r| Parsed::CertificationRequest(Box::new(r))),
        ),
        Some(Kind::RevocationList) => keep(
            Kind::RevocationList,
            RevocationList::from_der(der).map(|l| Parsed::RevocationList(Box::new(l))),
        ),
        Some(Kind::OcspResponse) => keep(
            Kind::OcspResponse,
            OcspResponse::from_der(der).map(|response| Parsed::OcspResponse(Box::new(response))),
        ),
        Some(Kind::PublicKey) => keep(Kind::PublicKey, public_key(der).map(Parsed::PublicKey)),
        Some(Kind::PrivateKey) => keep(Kind::PrivateKey, private_key(der, label, policy, crypto)),
        Some(Kind::Parameters | Kind::Pkcs12 | Kind::Pkcs7 | Kind::Unrecognized) | None => {
            Parsed::Unrecognized("ASN.1 data, but no key, request, certificate or revocation list".to_owned())
        }
    }
}

fn keep(kind: Kind, parsed: Result<Parsed, Malformed>) -> Parsed {
    parsed.unwrap_or_else(|fault| Parsed::Malformed { kind, fault })
}

fn private_key(der: &[u8], label: &str, policy: &Policy, crypto: &dyn Crypto) -> Result<Parsed, Malformed> {
    let encoding = if is_encrypted_pkcs8(der) || label == "ENCRYPTED PRIVATE KEY" {
        PrivateKeyEncoding::EncryptedPkcs8
    } else {
        plain_encoding(der).unwrap_or_else(|| encoding_of_label(label))
    };
    open_private_key(der, encoding, policy, crypto).map(Parsed::PrivateKey)
}

fn encoding_of_label(label: &str) -> PrivateKeyEncoding {
    match label {
        "RSA PRIVATE KEY" => PrivateKeyEncoding::Pkcs1,
        "EC PRIVATE KEY" => PrivateKeyEncoding::Sec1,
        _ => PrivateKeyEncoding::Pkcs8,
    }
}

/// SubjectPublicKeyInfo, or a bare PKCS#1 RSAPublicKey, which is wrapped into one.
fn public_key(der: &[u8]) -> Result<PublicKey, Malformed> {
    if Reader::new(der).expect(Tag::SEQUENCE, "")?.reader().peek() != Some(Tag::INTEGER) {
        return PublicKey::from_spki_der(der);
    }
    PublicKey::from_pkcs1_der(der)
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
fn kind_of_shape(der: &[u8]) -> Option<Kind> {
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
        (Tag::INTEGER, Some(Tag::INTEGER)) => Some(Kind::PublicKey),
        (Tag::SEQUENCE, Some(Tag::BIT_STRING)) => Some(Kind::PublicKey),
        (Tag::SEQUENCE, Some(Tag::SEQUENCE)) => kind_of_signed(first.content),
        _ => None,
    }
}

/// Certificate, request or CRL, by the first fields of the signed part.
fn kind_of_signed(to_be_signed: &[u8]) -> Option<Kind> {
    let mut tags = Vec::new();
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

/// What unreadable bytes look like, in words, for the finding that says so.
pub(crate) fn looks_like(bytes: &[u8]) -> &'static str {
    const MAGIC: [(&[u8], &str); 8] = [
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
    let start = bytes.trim_ascii_start();
    let by_magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, words)| *words);
    by_magic.unwrap_or_else(|| if looks_like_text(bytes) { "plain text" } else { "binary data" })
}
