//! Whether a seller has sold a lead before, whoever else did.
//!
//! A duplicate names the first record of all that has its key. That may be one of another seller, or of our own, though
//! the list itself has the lead twice; and a vendor answers for what it has sold twice, and for nothing else.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::identity::FirstSeen;
use crate::intake::List;

/// The sellers of the lists of a run, and the first record of each one with keys that somebody else had first.
pub(super) struct Sellers {
    /// For each list a number that no list of another seller has; nothing for lists that nobody has sold.
    sellers: Vec<Option<u64>>,
    seen: FirstSeen,
}

/// A key that a record shares with an earlier one: its place, the key, the number of the first record that has it, and the
/// place of that record's list.
type Hit = (usize, u128, u64, usize);

impl Sellers {
    pub(super) fn of(lists: &[List]) -> Self {
        let mut known: HashMap<String, u64> = HashMap::new();
        let seller = |(place, list): (u64, &List)| {
            let place = list.file.seller().map_or(place, |seller| *known.entry(seller).or_insert(place));
            list.file.is_bought().then_some(place)
        };
        Self { sellers: (0..).zip(lists).map(seller).collect(), seen: FirstSeen::default() }
    }

    /// The key and the number of the earlier record that the seller of a list has sold and that record `number` repeats.
    pub(super) fn meet(&mut self, list: usize, number: u64, hits: impl Iterator<Item = Hit>) -> Option<(usize, u64)> {
        let seller = self.sellers[list]?;
        let (mut own, mut foreign) = (None, Vec::new());
        for (place, key, first, list) in hits {
            if self.sellers[list] == Some(seller) {
                own = own.or(Some((place, first)));
            } else {
                foreign.push((place, key));
            }
        }
        if foreign.is_empty() {
            return own;
        }
        let salt = xxh3_128(&seller.to_le_bytes());
        let before = self.seen.meet(foreign.iter().map(|(_, key)| Some(key ^ salt)), number);
        own.or_else(|| before.map(|before| (foreign[before.key].0, before.first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seller_answers_for_what_it_has_sold_twice() {
        // List 0 is our own: records 0 and 1 have the keys 7 and 8.
        /// List, number of the record, what it shares, and what it repeats of its seller.
        type Row = (usize, u64, &'static [Hit], Option<(usize, u64)>);
        const fn key(number: u128) -> u128 {
            number << 64
        }
        const TABLE: [Row; 9] = [
            (0, 1, &[(0, key(7), 0, 0)], None),
            (1, 2, &[(0, key(7), 0, 0)], None),
            (1, 3, &[(0, key(7), 0, 0)], Some((0, 2))),
            (1, 4, &[(1, key(9), 3, 1)], Some((1, 3))),
            // Another seller has sold it once.
            (2, 5, &[(0, key(7), 0, 0)], None),
            (2, 6, &[(0, key(9), 3, 1)], None),
            (2, 7, &[(0, key(8), 1, 0), (1, key(9), 3, 1)], Some((1, 6))),
            // Another list of the first one.
            (3, 8, &[(0, key(8), 1, 0), (1, key(9), 3, 1)], Some((1, 3))),
            (3, 9, &[(0, key(8), 1, 0)], Some((0, 8))),
        ];
        let mut sellers = Sellers { sellers: vec![None, Some(1), Some(2), Some(1)], seen: FirstSeen::default() };
        for (list, number, hits, expected) in TABLE {
            assert_eq!(sellers.meet(list, number, hits.iter().copied()), expected, "record {number}");
        }
    }
}
