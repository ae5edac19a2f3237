//! The grade of a list: how far what came is from what was promised and from what a list should be.

use super::ListSummary;
use super::counts::share;
use crate::model::Disposition;

/// The most unreadable records that cost nothing, of all.
const UNREADABLE: f64 = 0.02;
/// The most duplicates that cost nothing, of all.
const DUPLICATES: f64 = 0.05;
/// The most damaged cells that cost nothing, of a field's cells that hold something.
const DAMAGED: f64 = 0.02;

/// The most leads older than promised that cost nothing, of those with a date.
const OUTDATED: f64 = 0.02;

/// From A, the best, to E.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade(usize);

impl Grade {
    /// The letters, the best first.
    const LETTERS: [char; 5] = ['A', 'B', 'C', 'D', 'E'];

    /// The grade of a list: one step down for fewer records than promised, for a field filled less often than promised,
    /// for unreadable records, for duplicates, for damaged cells, and for records older than promised.
    #[must_use]
    pub fn of(list: &ListSummary) -> Self {
        let promise = list.promise.as_ref();
        let get = |disposition| share(list.dispositions.get(disposition), list.read);
        let damaged = list
            .fields
            .0
            .iter()
            .any(|(_, tally)| share(tally.unreadable, tally.known + tally.range + tally.unreadable) > DAMAGED);
        let short = promise.and_then(|promise| promise.rows).is_some_and(|rows| list.read < rows);
        let hollow = promise.is_some_and(|promise| {
            promise.filled.0.iter().any(|(field, promised)| list.filled(field).is_some_and(|came| came < *promised))
        });
        let stale = list.outdated.0.iter().any(|(field, leads)| {
            let dated = list.fields.get(field).map_or(0, |tally| tally.known + tally.range);
            share(*leads, dated) > OUTDATED
        });
        let faults = [
            short,
            stale,
            hollow,
            get(Disposition::Unreadable) > UNREADABLE,
            get(Disposition::Duplicate) > DUPLICATES,
            damaged,
        ];
        Self(faults.into_iter().filter(|fault| *fault).count().min(Self::LETTERS.len() - 1))
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        Self::LETTERS[self.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{DispositionCounts, FieldTally, Named, Promise};

    fn list(change: impl FnOnce(&mut ListSummary)) -> ListSummary {
        let mut list = ListSummary { read: 100, ..ListSummary::default() };
        list.fields = Named(vec![("email".to_owned(), FieldTally { known: 90, missing: 10, ..FieldTally::default() })]);
        change(&mut list);
        list
    }

    fn promise(rows: u64, filled: f64) -> Promise {
        Promise { rows: Some(rows), filled: Named(vec![("email".to_owned(), filled)]), ..Promise::default() }
    }

    fn ended(disposition: Disposition, records: u64) -> DispositionCounts {
        let mut counts = DispositionCounts::default();
        counts.add(disposition, records);
        counts
    }

    #[test]
    fn each_fault_takes_one_step() {
        let table: [(ListSummary, char); 10] = [
            (list(|_| {}), 'A'),
            (list(|list| list.promise = Some(promise(100, 0.9))), 'A'),
            (list(|list| list.promise = Some(promise(101, 0.9))), 'B'),
            (list(|list| list.promise = Some(promise(101, 0.91))), 'C'),
            (list(|list| list.dispositions = ended(Disposition::Unreadable, 2)), 'A'),
            (list(|list| list.dispositions = ended(Disposition::Unreadable, 3)), 'B'),
            (list(|list| list.dispositions = ended(Disposition::Duplicate, 6)), 'B'),
            (list(|list| list.fields.0[0].1.unreadable = 2), 'B'),
            (list(|list| list.outdated = Named(vec![("email".to_owned(), 1)])), 'A'),
            (list(|list| list.outdated = Named(vec![("email".to_owned(), 2)])), 'B'),
        ];
        for (list, letter) in table {
            assert_eq!(Grade::of(&list).letter(), letter, "{list:?}");
        }
        let worst = list(|list| {
            list.promise = Some(promise(1000, 1.0));
            list.dispositions = ended(Disposition::Unreadable, 50);
            list.dispositions.add(Disposition::Duplicate, 50);
            list.fields.0[0].1.unreadable = 50;
        });
        assert_eq!(Grade::of(&worst).letter(), 'E');
    }
}
