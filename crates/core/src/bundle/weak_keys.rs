//! Which RSA keys can anybody work out once all files lie side by side? Close primes, shared primes, and published keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::asn1::oids;
use crate::crypto::Crypto;
use crate::model::{RsaWeakness, rsa_weakness};
use crate::policy::{KeyBlocklist, Policy};
use crate::report::hex;

use super::item::{Item, ItemId};
use super::link::KeyGroups;

/// What was found out about all keys together; each key is looked at once, however many files hold it.
#[derive(Debug, Default)]
pub struct WeakKeys {
    /// RSA keys whose primes lie so close together that Fermat's method finds them.
    pub close_primes: BTreeSet<ItemId>,
    /// Keys on the list that the policy names.
    pub listed: BTreeSet<ItemId>,
    /// Pairs of different RSA keys with a common prime.
    pub shared_primes: Vec<(ItemId, ItemId)>,
    /// RSA keys that need no long computation.
    pub breakable: BTreeMap<ItemId, RsaWeakness>,
    /// RSA keys that were not looked at, since so many had been.
    pub not_looked_at: BTreeSet<ItemId>,
    /// There were more RSA keys than are compared with each other, so none was.
    pub too_many_to_compare: bool,
}

impl WeakKeys {
    pub(super) fn of(items: &[Item], keys: &KeyGroups, policy: &Policy, crypto: &dyn Crypto) -> Self {
        let mut weak = Self::default();
        let mut moduli: Vec<(ItemId, &[u8])> = Vec::new();
        let mut bytes_left = policy.limits.moduli_bytes;
        for group in keys.iter() {
            let first = group.first().and_then(|id| items.get(id.0));
            let Some((item, key)) = first.and_then(|item| Some((item, item.parsed.public_key()?))) else {
                continue;
            };
            let numbers = key.rsa_numbers().filter(|_| key.is_rsa());
            let modulus = numbers.map(|(modulus, _)| modulus);
            if let Some((modulus, exponent)) = numbers {
                match bytes_left.checked_sub(modulus.len()) {
                    Some(left) => {
                        bytes_left = left;
                        weak.look_at(modulus, exponent, group, crypto);
                    }
                    None => weak.not_looked_at.extend(group),
                }
            }
            if is_listed(item, modulus, &policy.weak_keys, crypto) {
                weak.listed.extend(group);
            }
            moduli.extend(modulus.map(|modulus| (item.id, modulus)));
        }
        weak.too_many_to_compare = moduli.len() > policy.limits.compared_moduli;
        if moduli.len() > 1 && !weak.too_many_to_compare {
            let numbers: Vec<&[u8]> = moduli.iter().map(|(_, modulus)| *modulus).collect();
            let place = |place: usize| moduli.get(place).map(|(id, _)| *id);
            let pairs = crypto.shared_factors(&numbers);
            weak.shared_primes =
                pairs.into_iter().filter_map(|(one, other)| Some((place(one)?, place(other)?))).collect();
        }
        weak
    }
}

impl WeakKeys {
    fn look_at(&mut self, modulus: &[u8], exponent: &[u8], group: &[ItemId], crypto: &dyn Crypto) {
        if let Some(weakness) = rsa_weakness(modulus, exponent) {
            self.breakable.extend(group.iter().map(|id| (*id, weakness)));
        }
        if crypto.has_close_primes(modulus) {
            self.close_primes.extend(group);
        }
    }
}

/// By the digest of its SubjectPublicKeyInfo, or of its modulus as `openssl rsa -modulus` prints it.
fn is_listed(item: &Item, modulus: Option<&[u8]>, list: &KeyBlocklist, crypto: &dyn Crypto) -> bool {
    if list.is_empty() {
        return false;
    }
    let printed = modulus.and_then(|modulus| {
        let digits = hex(modulus).to_uppercase();
        crypto.digest(oids::SHA1, format!("Modulus={}\n", digits.trim_start_matches('0')).as_bytes())
    });
    item.spki_sha256.is_some_and(|digest| list.holds_spki(&digest))
        || printed.is_some_and(|digest| list.holds_modulus(&digest))
}
