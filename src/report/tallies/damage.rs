//! What each list can be blamed for, counted out of the columns `fault` and `defects`.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, PolarsError};

use crate::report::{ListSummary, Named};

/// The columns: why a record is unreadable, and the defects of a lead that was bought, `damaged_cell email`.
pub(in crate::report) const COLUMNS: [&str; 2] = ["fault", "defects"];

/// Faults and defects of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Damage {
    faults: BTreeMap<String, u64>,
    defects: BTreeMap<String, u64>,
    defective: u64,
}

/// Faults and defects, list by list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DamageTallies(Named<Damage>);

impl DamageTallies {
    /// Counts one more frame; `lists` has the place of each record's list in `names`.
    pub(super) fn add(&mut self, frame: &DataFrame, lists: &[usize], names: &[String]) -> Result<(), PolarsError> {
        for name in &names[self.0.0.len()..] {
            self.0.0.push((name.clone(), Damage::default()));
        }
        let [faults, defects] = COLUMNS.map(|name| frame.column(name));
        for (fault, list) in faults?.str()?.iter().zip(lists) {
            if let Some(fault) = fault {
                *self.0.0[*list].1.faults.entry(fault.to_owned()).or_default() += 1;
            }
        }
        super::lists::each(defects?, |record, defects| self.0.0[lists[record]].1.count(defects))
    }

    /// Puts these numbers into the summary of a list. How many leads are outdated by a field stays as the run has counted it:
    /// a cell that two fields read is one defect, and both fields are outdated.
    pub(super) fn put_into(&self, list: &mut ListSummary) {
        let Some(damage) = self.0.get(&list.list) else { return };
        let named = |counts: &BTreeMap<String, u64>| -> Named<u64> {
            counts.iter().map(|(name, count)| (name.clone(), *count)).collect()
        };
        (list.unreadable, list.defects) = (named(&damage.faults), named(&damage.defects));
        list.defective = damage.defective;
    }
}

impl Damage {
    fn count(&mut self, defects: &[&str]) {
        self.defective += 1;
        for defect in defects {
            let word = defect.split_once(' ').map_or(*defect, |(word, _)| word);
            *self.defects.entry(word.to_owned()).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::Column;

    use super::*;

    #[test]
    fn faults_and_defects_are_counted_list_by_list() {
        let faults = [Some("blank"), None, None, Some("not_text")];
        let defects = [None, Some("damaged_cell email; outdated_record seen"), None, Some("unreadable_record")];
        let columns = vec![Column::new("fault".into(), faults), Column::new("defects".into(), defects)];
        let (mut damage, lists) = (DamageTallies::default(), ["a", "b"].map(str::to_owned));
        damage.add(&DataFrame::new(4, columns).expect("a frame"), &[0, 0, 1, 1], &lists).expect("counted");
        let named = |counts: &[(&str, u64)]| Named(counts.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect());
        let list = |damage: &DamageTallies, place: usize| {
            let outdated = named(&[("seen", 7)]);
            let mut list = ListSummary { list: lists[place].clone(), outdated, ..ListSummary::default() };
            damage.put_into(&mut list);
            list
        };
        let (one, other) = (list(&damage, 0), list(&damage, 1));
        assert_eq!((one.unreadable, one.defective), (named(&[("blank", 1)]), 1));
        assert_eq!(one.defects, named(&[("damaged_cell", 1), ("outdated_record", 1)]));
        assert_eq!(one.outdated, named(&[("seen", 7)]));
        assert_eq!((other.unreadable, other.defective), (named(&[("not_text", 1)]), 1));
    }
}
