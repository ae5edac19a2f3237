//! Values of keys that different companies share: a switchboard, a ministry's mailbox, a directory's page.
//!
//! A key means what its author says, so that all of these leads are one. Where they belong to more than a few companies,
//! that is hardly what was meant, and a run says so.

use std::collections::{BTreeMap, HashSet};

/// So many companies may share a value without a word: one that was bought, one that was renamed.
pub const A_FEW: usize = 3;

/// A value that more than a few companies share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedValue {
    /// What it is a value of: the fields of a key.
    pub of: String,
    /// The value; nothing where it is sensitive.
    pub value: Option<String>,
    /// How many companies share it.
    pub companies: u64,
    /// How many records have it.
    pub records: u64,
}

/// Who shares keys, as far as records were read.
#[derive(Debug, Default)]
pub struct SharedKeys {
    /// For each record, by its number over all lists, the number of its company; 0 where none is known.
    companies: Vec<u32>,
    /// By the place of the key and the first record that has it.
    shared: BTreeMap<(usize, u64), Sharers>,
}

#[derive(Debug, Default)]
struct Sharers {
    companies: HashSet<u32>,
    records: u64,
    value: Option<String>,
}

impl SharedKeys {
    /// Takes the company of a record. Records come in order; numbers that are left out have no company.
    pub fn note(&mut self, record: u64, company: u32) {
        let record = place(record);
        if self.companies.len() <= record {
            self.companies.resize(record + 1, 0);
        }
        self.companies[record] = company;
    }

    /// Takes that a record has key number `key` of an earlier one. `value` is asked for where too many share it.
    pub fn meet(&mut self, key: usize, first: u64, record: u64, value: impl FnOnce() -> String) {
        let of = |record: u64| self.companies.get(place(record)).copied().unwrap_or(0);
        let (own, firsts) = (of(record), of(first));
        let known = self.shared.get_mut(&(key, first));
        let sharers = match known {
            Some(sharers) => sharers,
            None if own == 0 || own == firsts => return,
            None => self.shared.entry((key, first)).or_insert_with(|| Sharers { records: 1, ..Sharers::default() }),
        };
        sharers.records += 1;
        sharers.companies.extend([own, firsts].into_iter().filter(|company| *company != 0));
        if sharers.companies.len() > A_FEW && sharers.value.is_none() {
            sharers.value = Some(value());
        }
    }

    /// The values that more than a few companies share, those of most companies first. `told` says what a key is called,
    /// and whether its values may be told.
    #[must_use]
    pub fn finish(self, told: impl Fn(usize) -> (String, bool)) -> Vec<SharedValue> {
        let shared = self.shared.into_iter().filter(|(_, sharers)| sharers.companies.len() > A_FEW);
        let mut values: Vec<SharedValue> = shared
            .map(|((key, _), sharers)| {
                let (of, is_told) = told(key);
                let companies = sharers.companies.len() as u64;
                SharedValue { of, value: sharers.value.filter(|_| is_told), companies, records: sharers.records }
            })
            .collect();
        values.sort_by(|one, other| {
            (other.companies, &one.of, &one.value).cmp(&(one.companies, &other.of, &other.value))
        });
        values
    }
}

fn place(record: u64) -> usize {
    usize::try_from(record).expect("bug: more records than memory has bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(companies: &[u32]) -> Vec<SharedValue> {
        let mut keys = SharedKeys::default();
        for (record, company) in (0..).zip(companies) {
            keys.note(record, *company);
            if record > 0 {
                keys.meet(0, 0, record, || "m@x.example".to_owned());
            }
        }
        keys.finish(|_| ("email".to_owned(), true))
    }

    #[test]
    fn more_than_a_few_companies_are_told_with_the_first_one_s() {
        let told = |companies, records| {
            let value = Some("m@x.example".to_owned());
            vec![SharedValue { of: "email".to_owned(), value, companies, records }]
        };
        assert_eq!(shared(&[1, 2, 3, 4]), told(4, 4));
        assert_eq!(shared(&[1, 1, 2, 0, 3, 4, 4, 5]), told(5, 7));
        assert_eq!(shared(&[1, 2, 3, 3, 1]), []);
        assert_eq!(shared(&[1, 1, 1, 1, 1]), []);
        assert_eq!(shared(&[0, 0, 0, 0, 0]), []);
    }
}
