//! Is it the beginning of something longer? A DER value that states more bytes than are there, and what it would have been.

use crate::asn1::{Tag, header, oids};
use crate::model::Kind;

/// A value that was cut.
pub(super) struct Cut {
    /// What it begins like, if its first fields are there.
    pub(super) kind: Option<Kind>,
    /// How many bytes it has by its own header.
    pub(super) stated: usize,
}

/// `None` for what is whole, and for what does not begin with a SEQUENCE.
pub(super) fn cut(der: &[u8]) -> Option<Cut> {
    let outer = Beginning::read(der).filter(|outer| outer.tag == Tag::SEQUENCE)?;
    let stated = outer.length.checked_add(der.len() - outer.rest.len())?;
    (stated > der.len()).then(|| Cut { kind: kind(outer.rest), stated })
}

/// By the fields that come first in each format; whatever follows may be missing.
fn kind(fields: &[u8]) -> Option<Kind> {
    let first = Beginning::read(fields)?;
    match (first.tag, first.content()) {
        (Tag::OID, Some(oids::PKCS7_SIGNED_DATA)) => Some(Kind::Pkcs7),
        // Version 3 and a ContentInfo; versions 0 and 1, and what keys continue with (RFC 5958, RFC 5915, RFC 8017).
        (Tag::INTEGER, Some([3])) => Some(Kind::Pkcs12),
        (Tag::INTEGER, Some([0 | 1])) => Some(Kind::PrivateKey),
        (Tag::SEQUENCE, _) => kind_of_first_sequence(first.rest),
        _ => None,
    }
}

/// An algorithm, as keys begin with (RFC 5280 §4.1.2.7, RFC 5958 §3), or the signed part of a certificate, request or list.
fn kind_of_first_sequence(fields: &[u8]) -> Option<Kind> {
    let first = Beginning::read(fields)?;
    match first.tag {
        // Only certificates begin with one (RFC 5280 §4.1).
        tag if tag == Tag::context(0) => Some(Kind::Certificate),
        Tag::OID => {
            let is_password_based = first.content().is_some_and(|oid| {
                [oids::PBES2, oids::PBE_SHA1_3DES]
                    .iter()
                    .any(|known| known.get(..8).is_some_and(|arc| oid.starts_with(arc)))
            });
            Some(if is_password_based { Kind::PrivateKey } else { Kind::PublicKey })
        }
        Tag::INTEGER => match (first.content()?, Beginning::read(first.after()?)?.tag) {
            ([0], Tag::SEQUENCE) => Some(Kind::CertificationRequest),
            ([1], Tag::SEQUENCE) => Some(Kind::RevocationList),
            _ => None,
        },
        _ => None,
    }
}

/// A header, and whatever is left behind it, which may be less than it says.
struct Beginning<'a> {
    tag: Tag,
    length: usize,
    rest: &'a [u8],
}

impl<'a> Beginning<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let head = header(bytes)?;
        Some(Self { tag: head.tag, length: head.content_length?, rest: bytes.get(head.length..)? })
    }

    fn content(&self) -> Option<&'a [u8]> {
        self.rest.get(..self.length)
    }

    fn after(&self) -> Option<&'a [u8]> {
        self.rest.get(self.length..)
    }
}
