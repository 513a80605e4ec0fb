//! How would the same objects look if nothing had happened to them? PEM as RFC 7468 §2 writes it, without what was around.

use pem::{EncodeConfig, LineEnding, Pem};

use crate::model::Kind;

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
                (Some(label), Some(der)) => {
                    copy.text.push_str(&pem::encode_config(&Pem::new(label, der.as_slice()), config));
                }
                _ => copy.left_out.push(item.id),
            }
        }
        copy
    }
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
