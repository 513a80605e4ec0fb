//! Which items share a key, and which certificates could have issued which?

use std::collections::{BTreeMap, BTreeSet};

use crate::asn1::oids;
use crate::model::PublicKey;
use crate::order;

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
            let curve = key.curve();
            let raw = key.algorithm.parameters.as_deref().unwrap_or_default();
            let curve = curve.as_ref().map_or(raw, |curve| curve.as_bytes());
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

/// For each certificate, the certificates whose subject is its issuer's name.
///
/// Names are grouped once: a bundle may hold ten thousand certificates of one name.
#[derive(Debug, Default)]
pub struct Issuers {
    by_subject: Vec<Vec<ItemId>>,
    /// The group of an item's issuer.
    group_of: BTreeMap<ItemId, usize>,
}

impl Issuers {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut numbers: BTreeMap<&[String], usize> = BTreeMap::new();
        let mut by_subject: Vec<Vec<ItemId>> = Vec::new();
        for item in items {
            let Some(certificate) = item.certificate() else { continue };
            let number = *numbers.entry(certificate.subject.comparable()).or_insert_with(|| {
                by_subject.push(Vec::new());
                by_subject.len() - 1
            });
            if let Some(group) = by_subject.get_mut(number) {
                group.push(item.id);
            }
        }
        let group = |item: &Item| numbers.get(item.certificate()?.issuer.comparable()).copied();
        let group_of = order::map(items.iter().filter_map(|item| Some((item.id, group(item)?))));
        Self { by_subject, group_of }
    }

    /// Certificates whose subject is the issuer of `id`, in the order given; may hold `id` itself when it is self-issued.
    #[must_use]
    pub fn candidates(&self, id: ItemId) -> &[ItemId] {
        self.group_of.get(&id).and_then(|number| self.by_subject.get(*number)).map_or(&[], Vec::as_slice)
    }

    /// The certificates that another certificate names as its issuer.
    pub(super) fn named(&self) -> BTreeSet<ItemId> {
        let mut issued: BTreeMap<usize, Vec<ItemId>> = BTreeMap::new();
        for (id, group) in &self.group_of {
            issued.entry(*group).or_default().push(*id);
        }
        let mut named = BTreeSet::new();
        for (group, issued) in issued {
            let group = self.by_subject.get(group).into_iter().flatten();
            // One that only itself names is not named by another.
            named.extend(group.filter(|id| issued.as_slice() != [**id]));
        }
        named
    }
}
