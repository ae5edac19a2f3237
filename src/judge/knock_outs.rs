//! Which knock-outs failed, and which are unknown, lead by lead.
//!
//! The outcomes of a rule are bitmaps over the leads of a chunk. Explaining a lead asks the other way round: which of all
//! rules failed? To ask every rule would cost more than all else that is said of a rejected lead, so the bitmaps are
//! turned once a chunk: the few that failed set their bit in the lead's row.

use super::RuleOutcomes;
use super::verdict::in_force;
use crate::model::Bitmap;
use crate::profile::Profile;

/// For each lead of a chunk, a bit for every rule.
#[derive(Clone, Debug)]
pub(super) struct KnockOuts {
    failed: Rows,
    open: Rows,
}

#[derive(Clone, Debug)]
struct Rows {
    /// The words of one lead.
    width: usize,
    words: Vec<u64>,
}

impl KnockOuts {
    /// Out of the outcomes of all rules over `records` leads.
    pub(super) fn new(profile: &Profile, outcomes: &[RuleOutcomes], records: usize) -> Self {
        let mut rows = Self { failed: Rows::new(outcomes.len(), records), open: Rows::new(outcomes.len(), records) };
        for (place, outcomes) in outcomes.iter().enumerate().filter(|(place, _)| profile.rules[*place].is_knock_out()) {
            let bits = in_force(outcomes);
            rows.failed.set(place, &bits.fail());
            rows.open.set(place, &bits.unknown);
        }
        rows
    }

    /// The places of the knock-outs that failed for a lead, in their order.
    pub(super) fn failed(&self, record: usize) -> impl Iterator<Item = usize> + '_ {
        self.failed.of(record)
    }

    /// Those that are unknown.
    pub(super) fn open(&self, record: usize) -> impl Iterator<Item = usize> + '_ {
        self.open.of(record)
    }
}

impl Rows {
    fn new(rules: usize, records: usize) -> Self {
        let width = rules.div_ceil(64);
        Self { width, words: vec![0; width * records] }
    }

    fn set(&mut self, rule: usize, records: &Bitmap) {
        for record in records.ones() {
            self.words[record * self.width + rule / 64] |= 1 << (rule % 64);
        }
    }

    fn of(&self, record: usize) -> impl Iterator<Item = usize> + '_ {
        Bitmap::ones_in(&self.words[record * self.width..][..self.width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_what_the_bitmaps_have() {
        for rules in [0, 1, 2, 63, 64, 65, 130] {
            let has = |rule: usize, record: usize| (rule * 7 + record * 3).is_multiple_of(5);
            let mut rows = Rows::new(rules, 100);
            (0..rules).for_each(|rule| rows.set(rule, &Bitmap::from_fn(100, |record| has(rule, record))));
            for record in 0..100 {
                let expected: Vec<usize> = (0..rules).filter(|rule| has(*rule, record)).collect();
                assert_eq!(rows.of(record).collect::<Vec<_>>(), expected, "{rules} rules, lead {record}");
            }
        }
    }
}
