//! Is it the beginning of something longer? A DER value that states more bytes than are there, and what it would have been.

use crate::asn1::oids;
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
    let outer = Header::read(der).filter(|outer| outer.tag == SEQUENCE)?;
    let stated = outer.length.checked_add(der.len() - outer.rest.len())?;
    (stated > der.len()).then(|| Cut { kind: kind(outer.rest), stated })
}

/// By the fields that come first in each format; whatever follows may be missing.
fn kind(fields: &[u8]) -> Option<Kind> {
    let first = Header::read(fields)?;
    match (first.tag, first.content()) {
        (OID, Some(oids::PKCS7_SIGNED_DATA)) => Some(Kind::Pkcs7),
        // Version 3 and a ContentInfo; versions 0 and 1, and what keys continue with (RFC 5958, RFC 5915, RFC 8017).
        (INTEGER, Some([3])) => Some(Kind::Pkcs12),
        (INTEGER, Some([0 | 1])) => Some(Kind::PrivateKey),
        (SEQUENCE, _) => kind_of_first_sequence(first.rest),
        _ => None,
    }
}

/// An algorithm, as keys begin with (RFC 5280 §4.1.2.7, RFC 5958 §3), or the signed part of a certificate, request or list.
fn kind_of_first_sequence(fields: &[u8]) -> Option<Kind> {
    let first = Header::read(fields)?;
    match first.tag {
        VERSION => Some(Kind::Certificate),
        OID => {
            let is_password_based = first.content().is_some_and(|oid| {
                [oids::PBES2, oids::PBE_SHA1_3DES]
                    .iter()
                    .any(|known| known.get(..8).is_some_and(|arc| oid.starts_with(arc)))
            });
            Some(if is_password_based { Kind::PrivateKey } else { Kind::PublicKey })
        }
        INTEGER => match (first.content()?, Header::read(first.after()?)?.tag) {
            ([0], SEQUENCE) => Some(Kind::CertificationRequest),
            ([1], SEQUENCE) => Some(Kind::RevocationList),
            _ => None,
        },
        _ => None,
    }
}

/// A tag of one byte, a length, and whatever is left, which may be less than the length says.
struct Header<'a> {
    tag: u8,
    length: usize,
    rest: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let [tag, first, rest @ ..] = bytes else { return None };
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81..=0x84 => {
                let (length, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
                (length.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        Some(Self { tag: *tag, length, rest })
    }

    fn content(&self) -> Option<&'a [u8]> {
        self.rest.get(..self.length)
    }

    fn after(&self) -> Option<&'a [u8]> {
        self.rest.get(self.length..)
    }
}

const INTEGER: u8 = 0x02;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// `[0] EXPLICIT`, with which only certificates begin (RFC 5280 §4.1).
const VERSION: u8 = 0xa0;
