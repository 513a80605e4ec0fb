//! One object among all that was handed in.

use std::ops::Range;

use crate::crypto::{Crypto, SignatureOutcome};
use crate::intake::{Block, BlockForm};
use crate::model::{Certificate, CertificationRequest, Kind, Parsed, PrivateKey};
use crate::report::Location;

use super::role::Role;

/// The number of an item in its bundle, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub usize);

/// One object: a certificate, request, key or list, with its role.
#[derive(Debug)]
pub struct Item {
    /// Its number.
    pub id: ItemId,
    /// The artifact it lies in.
    pub artifact: usize,
    /// Its place among the artifact's blocks.
    pub block: usize,
    /// How it was wrapped.
    pub form: BlockForm,
    /// Its bytes in the artifact as given.
    pub text: Option<Range<usize>>,
    /// What it says.
    pub parsed: Parsed,
    /// SHA-256 of its DER; `None` for private keys and what has no DER.
    pub sha256: Option<[u8; 32]>,
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub spki_sha256: Option<[u8; 32]>,
    /// For requests and self-issued certificates: the signature against their own key.
    pub self_signature: Option<SignatureOutcome>,
    /// Whether its public key is a point of its curve; `None` where that was not asked, or can't be.
    pub is_on_curve: Option<bool>,
    /// Its part in the handoff.
    pub role: Role,
    /// Why it has that role.
    pub role_reason: String,
}

impl Item {
    pub(super) fn new(
        id: ItemId,
        artifact: usize,
        block_index: usize,
        block: &Block,
        parsed: Parsed,
        crypto: &dyn Crypto,
    ) -> Self {
        let secret = parsed.kind() == Kind::PrivateKey;
        let der = block.der.as_ref().ok().filter(|_| !secret);
        Self {
            id,
            artifact,
            block: block_index,
            form: block.form.clone(),
            text: block.span.clone(),
            sha256: der.map(|der| crypto.sha256(der)),
            spki_sha256: parsed.public_key().map(|key| crypto.sha256(&key.plain_der())),
            parsed,
            self_signature: None,
            is_on_curve: None,
            role: Role::Unrecognized,
            role_reason: String::new(),
        }
    }

    /// The certificate, if it is one.
    #[must_use]
    pub const fn certificate(&self) -> Option<&Certificate> {
        match &self.parsed {
            Parsed::Certificate(certificate) => Some(certificate),
            _ => None,
        }
    }

    /// The request, if it is one.
    #[must_use]
    pub const fn request(&self) -> Option<&CertificationRequest> {
        match &self.parsed {
            Parsed::CertificationRequest(request) => Some(request),
            _ => None,
        }
    }

    /// The private key, if it is one.
    #[must_use]
    pub const fn private_key(&self) -> Option<&PrivateKey> {
        match &self.parsed {
            Parsed::PrivateKey(key) => Some(key),
            _ => None,
        }
    }

    /// The bytes of a certificate, request or revocation list.
    #[must_use]
    pub fn der(&self) -> Option<&[u8]> {
        match &self.parsed {
            Parsed::Certificate(certificate) => Some(&certificate.der),
            Parsed::CertificationRequest(request) => Some(&request.der),
            Parsed::RevocationList(list) => Some(&list.der),
            _ => None,
        }
    }

    /// The item as a whole.
    #[must_use]
    pub fn location(&self) -> Location {
        Location {
            artifact: self.artifact,
            item: Some(self.id),
            field: String::new(),
            der: None,
            text: self.text.clone(),
        }
    }

    /// A field of the item, with its DER span where the encoding holds it.
    #[must_use]
    pub fn field(&self, path: &str) -> Location {
        let span = self.der().and_then(|der| crate::asn1::field_span(der, path));
        Location { field: path.to_owned(), der: span, ..self.location() }
    }
}

/// Those of `artifact` among items that lie in the order of the artifacts.
pub(super) fn of_artifact(items: &[Item], artifact: usize) -> &[Item] {
    let start = items.partition_point(|item| item.artifact < artifact);
    let end = items.partition_point(|item| item.artifact <= artifact);
    items.get(start..end).unwrap_or_default()
}
