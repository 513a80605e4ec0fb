//! How would the same objects look if nothing had happened to them? PEM as RFC 7468 §2 writes it, without what was around.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use pem::{EncodeConfig, LineEnding, Pem};
use zeroize::Zeroizing;

use crate::asn1::{Reader, Tag};
use crate::intake::{Artifact, find_blocks};
use crate::model::{Kind, PrivateKeyEncoding, is_encrypted_pkcs8, plain_encoding};
use crate::policy::Policy;

use super::{Bundle, Item};

/// The objects of a bundle in PEM, and those that are not among them.
#[derive(Debug)]
pub struct CleanCopy {
    /// PEM blocks with line feeds, in the order of the files.
    pub text: String,
    /// What was left out: private keys, whose content is gone when they have been read, and what could not be read.
    pub left_out: Vec<super::ItemId>,
}

impl Bundle {
    /// Every public object in PEM. A private key is never written.
    #[must_use]
    pub fn clean_copy(&self) -> CleanCopy {
        let mut copy = CleanCopy { text: String::new(), left_out: Vec::new() };
        let config = EncodeConfig::new().set_line_ending(LineEnding::LF);
        for item in &self.items {
            let block = self.intakes.get(item.artifact).and_then(|intake| intake.blocks.get(item.block));
            let der = block.and_then(|block| block.der.as_ref().ok());
            match (label(item), der) {
                // Its objects follow.
                _ if matches!(item.parsed.kind(), Kind::Pkcs7 | Kind::Pkcs12) => {}
                // RFC 7468 §13 keeps PUBLIC KEY for SubjectPublicKeyInfo.
                (Some("PUBLIC KEY"), Some(der)) if is_pkcs1(der) => {
                    let block = Pem::new("RSA PUBLIC KEY", der.as_slice());
                    copy.text.push_str(&pem::encode_config(&block, config));
                }
                (Some(label), Some(der)) => {
                    copy.text.push_str(&pem::encode_config(&Pem::new(label, der.as_slice()), config));
                }
                _ => copy.left_out.push(item.id),
            }
        }
        copy
    }
}

/// The private key of `item` in PEM, taken anew from the file that it lies in: what a report keeps of it is its public half.
/// `None` for other items, for keys inside containers and in OpenSSH's format, and for what has no DER.
///
/// Only for who asks for this very key: nothing else ever writes one.
#[must_use]
pub fn clean_private_key(item: &Item, artifact: &Artifact, policy: &Policy) -> Option<Zeroizing<String>> {
    let encoding = item.private_key()?.encoding;
    if encoding == PrivateKeyEncoding::OpenSsh {
        return None;
    }
    let label = encoding.label();
    let intake = find_blocks(artifact, policy);
    // What lies in a container has no place of its own in the file, and would count from another block.
    let found =
        intake.blocks.get(item.block).filter(|block| block.form == item.form && block.sealed.is_none())?;
    let der = found.der.as_ref().ok().filter(|der| {
        plain_encoding(der) == Some(encoding)
            || (encoding == PrivateKeyEncoding::EncryptedPkcs8 && is_encrypted_pkcs8(der))
    })?;
    let body = Zeroizing::new(BASE64_STANDARD.encode(der.as_slice()));
    // By hand, since `pem` leaves its own copies behind (docs/decisions/0007).
    let mut text = Zeroizing::new(String::with_capacity(body.len() + body.len() / 64 + 128));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    Some(text)
}

fn is_pkcs1(der: &[u8]) -> bool {
    let fields = Reader::new(der).expect(Tag::SEQUENCE, "");
    fields.is_ok_and(|fields| fields.reader().peek() == Some(Tag::INTEGER))
}

/// RFC 7468 §5 to §13; nothing for what could not be read, and for private keys.
fn label(item: &Item) -> Option<&'static str> {
    match item.parsed.kind() {
        _ if matches!(item.parsed, crate::model::Parsed::Malformed { .. }) => None,
        Kind::Certificate => Some("CERTIFICATE"),
        Kind::CertificationRequest => Some("CERTIFICATE REQUEST"),
        Kind::PublicKey => Some("PUBLIC KEY"),
        Kind::RevocationList => Some("X509 CRL"),
        Kind::OcspResponse
        | Kind::Parameters
        | Kind::Pkcs12
        | Kind::Pkcs7
        | Kind::PrivateKey
        | Kind::Unrecognized => None,
    }
}
