//! Which items share a key, and which certificates could have issued which?

use std::collections::BTreeMap;

use crate::asn1::oids;
use crate::model::PublicKey;

use super::item::{Item, ItemId};

/// Items grouped by public key: key = request = certificate.
#[derive(Debug, Default)]
pub struct KeyGroups {
    groups: Vec<Vec<ItemId>>,
    group_of: BTreeMap<ItemId, usize>,
}

impl KeyGroups {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut numbers: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<ItemId>> = Vec::new();
        let mut group_of = BTreeMap::new();
        for item in items {
            let Some(key) = item.parsed.public_key() else { continue };
            let number = *numbers.entry(identity(key)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            group_of.insert(item.id, number);
            if let Some(group) = groups.get_mut(number) {
                group.push(item.id);
            }
        }
        Self { groups, group_of }
    }

    /// The groups, in the order of their first item.
    pub fn iter(&self) -> impl Iterator<Item = &[ItemId]> {
        self.groups.iter().map(Vec::as_slice)
    }

    /// All items with the same key as `id`, itself included; empty when it has no readable key.
    #[must_use]
    pub fn sharing(&self, id: ItemId) -> &[ItemId] {
        self.group_of.get(&id).and_then(|number| self.groups.get(*number)).map_or(&[], Vec::as_slice)
    }

    /// Both have a readable key, and it is the same one.
    #[must_use]
    pub fn same(&self, one: ItemId, two: ItemId) -> bool {
        self.group_of.get(&one).is_some_and(|group| self.group_of.get(&two) == Some(group))
    }
}

/// What makes two keys one: type, curve and point or numbers, however they were encoded.
fn identity(key: &PublicKey) -> Vec<u8> {
    let bits = key.subject_public_key.as_slice();
    match key.algorithm.algorithm.as_bytes() {
        // RSA keys restricted to PSS are the same numbers; parameters NULL or absent do not matter (RFC 4055 §1.2).
        oids::RSA_ENCRYPTION | oids::RSASSA_PSS => [oids::RSA_ENCRYPTION, bits].concat(),
        oids::EC_PUBLIC_KEY => {
            let curve = key.algorithm.parameters.as_deref().unwrap_or_default();
            [oids::EC_PUBLIC_KEY, curve, &compressed(bits)].concat()
        }
        other => [other, bits].concat(),
    }
}

/// An uncompressed point in its compressed form (SEC1 §2.3.3), so that both forms compare equal.
fn compressed(point: &[u8]) -> Vec<u8> {
    let [4, coordinates @ ..] = point else { return point.to_vec() };
    let Some((x, y)) = coordinates.split_at_checked(coordinates.len() / 2) else { return point.to_vec() };
    let sign = 2 + (y.last().copied().unwrap_or_default() & 1);
    [&[sign], x].concat()
}

/// For each certificate, the certificates whose subject is its issuer, likeliest first.
#[derive(Debug, Default)]
pub struct Issuers {
    candidates: BTreeMap<ItemId, Vec<ItemId>>,
}

impl Issuers {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut by_subject: BTreeMap<&[String], Vec<ItemId>> = BTreeMap::new();
        for item in items {
            if let Some(certificate) = item.certificate() {
                by_subject.entry(certificate.subject.comparable()).or_default().push(item.id);
            }
        }
        let mut candidates = BTreeMap::new();
        for item in items {
            let Some(certificate) = item.certificate() else { continue };
            let Some(named) = by_subject.get(certificate.issuer.comparable()) else { continue };
            let mut named = named.clone();
            named.sort_by_key(|id| (likelihood(items, item, *id), *id));
            candidates.insert(item.id, named);
        }
        Self { candidates }
    }

    /// Certificates whose subject is the issuer of `id`; may hold `id` itself when it is self-issued.
    #[must_use]
    pub fn candidates(&self, id: ItemId) -> &[ItemId] {
        self.candidates.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// RFC 4158 §3.5.12: matching key identifiers first, then unknown ones, then differing ones.
fn likelihood(items: &[Item], subject: &Item, issuer: ItemId) -> u8 {
    let authority =
        subject.certificate().and_then(|certificate| certificate.extensions.authority_key_identifier());
    let issuer = items.get(issuer.0).and_then(Item::certificate);
    let key = issuer.and_then(|certificate| certificate.extensions.subject_key_identifier());
    match (authority, key) {
        (Some(authority), Some(key)) if authority == key => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    }
}
