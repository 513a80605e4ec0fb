//! How are things put in order with one sort for all of them?
//!
//! A sort of the standard library is compiled again for each type and each comparison, some three kilobytes a time, and
//! collecting into an ordered set or map sorts too. The browser's module is small because everything here sorts numbers:
//! the places of things. No list that is sorted is long, so nothing is lost by it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts by a key; things of one key keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(things: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = things.iter().map(key).collect();
    let places = places(keys.len(), &mut |one, other| keys.get(one).cmp(&keys.get(other)));
    let mut old: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(places.into_iter().filter_map(|place| old.get_mut(place)?.take()));
}

/// The set of these, entered one after the other.
pub(crate) fn set<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(things);
    set
}

/// The map of these; of two with one key, the later one stays.
pub(crate) fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

/// The numbers below `count` in the order that `compare` gives them.
#[inline(never)]
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::{map, set, sort_by_key};

    #[test]
    fn things_of_one_key_keep_their_order() {
        let mut words = vec!["pear", "fig", "apple", "kiwi", "plum", "date"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "pear", "kiwi", "plum", "date", "apple"]);
    }

    #[test]
    fn of_two_entries_with_one_key_the_later_one_stays() {
        assert_eq!(map([(2, 'a'), (1, 'b'), (2, 'c')]).into_iter().collect::<Vec<_>>(), [(1, 'b'), (2, 'c')]);
        assert_eq!(set([3, 1, 3]).len(), 2);
    }
}
