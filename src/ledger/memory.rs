//! What earlier nights knew, as a run asks for it: from all threads, a million times.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::entries::Entries;
use super::filter::Filter;
use crate::model::Verdict;

/// The leads that were handed over before, and those that are held.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(super) handed: Vec<Entries>,
    /// Over all that was handed over.
    pub(super) filter: Filter,
    pub(super) held: Entries,
    /// In the order of the numbers of their leads.
    pub(super) lists: Vec<PastList>,
    /// The runs' ids and days, in order.
    pub(super) runs: Vec<(i64, Date)>,
    /// For lists of the run that hold the same bytes as earlier ones: what was handed over, by record and part.
    pub(super) repeated: BTreeMap<usize, HashMap<(u64, u32), u64>>,
}

/// A list of an earlier run.
#[derive(Clone, Debug)]
pub(super) struct PastList {
    pub(super) name: String,
    pub(super) run: i64,
    pub(super) first: u64,
}

/// That a lead was handed over before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The first of its keys that says so, by its place.
    pub key: usize,
    /// Four times the id of the lead, two more where it was upgraded, and one more where it was a prospect.
    number: u64,
}

/// When and as what a lead was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past<'m> {
    /// The as-of date of the run.
    pub date: Date,
    /// The name of the list.
    pub list: &'m str,
    /// The verdict then.
    pub verdict: Verdict,
    /// Whether it had been handed over before that, with a lesser verdict.
    pub upgraded: bool,
}

static NOTHING: Memory = Memory {
    handed: Vec::new(),
    filter: Filter::nothing(),
    held: Entries::nothing(),
    lists: Vec::new(),
    runs: Vec::new(),
    repeated: BTreeMap::new(),
};

impl Known {
    /// The verdict when it was handed over.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        if self.number & 1 == 1 { Verdict::Prospect } else { Verdict::Review }
    }

    /// Whether tonight's verdict is no better than that.
    #[must_use]
    pub fn settles(&self, verdict: Verdict) -> bool {
        !(verdict == Verdict::Prospect && self.verdict() == Verdict::Review)
    }
}

impl Memory {
    /// Knows nobody.
    #[must_use]
    pub const fn nothing() -> &'static Self {
        &NOTHING
    }

    /// Whether nobody was handed over.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.handed.is_empty()
    }

    /// Whether a lead with these keys was handed over: at best as a prospect, else the first time.
    #[must_use]
    pub fn known(&self, keys: impl Iterator<Item = Option<u128>>) -> Option<Known> {
        let keys = keys.enumerate().filter_map(|(key, hash)| Some((key, hash?)));
        let found = keys.filter(|(_, hash)| self.filter.may_have(*hash)).flat_map(|(key, hash)| {
            self.handed.iter().flat_map(move |entries| entries.find(hash)).map(move |number| Known { key, number })
        });
        found.min_by_key(|known| (known.number & 1 == 0, known.number, known.key))
    }

    /// Whether the list at this place holds the same bytes as one of an earlier night.
    #[must_use]
    pub fn repeats(&self, list: usize) -> bool {
        self.repeated.contains_key(&list)
    }

    /// Whether the lead at this place of such a list was handed over; `key` stands for the place.
    #[must_use]
    pub fn known_record(&self, list: usize, record: u64, part: u32, key: usize) -> Option<Known> {
        let number = *self.repeated.get(&list)?.get(&(record, part))?;
        Some(Known { key, number })
    }

    /// Since when a lead with these keys is held.
    #[must_use]
    pub fn held_since(&self, keys: impl Iterator<Item = Option<u128>>) -> Option<Date> {
        self.held_first(keys).and_then(|run| self.date(run))
    }

    /// The run that held a lead with these keys first.
    pub(super) fn held_first(&self, keys: impl Iterator<Item = Option<u128>>) -> Option<i64> {
        let runs = keys.flatten().flat_map(|hash| self.held.find(hash));
        runs.min().and_then(|run| i64::try_from(run).ok())
    }

    /// When and as what a known lead was handed over.
    #[must_use]
    pub fn past(&self, known: Known) -> Option<Past<'_>> {
        let place = self.lists.partition_point(|list| list.first <= known.number >> 2).checked_sub(1)?;
        let list = &self.lists[place];
        let (date, upgraded) = (self.date(list.run)?, known.number & 2 == 2);
        Some(Past { date, list: &list.name, verdict: known.verdict(), upgraded })
    }

    pub(super) fn date(&self, run: i64) -> Option<Date> {
        let place = self.runs.binary_search_by_key(&run, |(id, _)| *id).ok()?;
        Some(self.runs[place].1)
    }
}
