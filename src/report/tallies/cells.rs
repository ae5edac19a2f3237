//! What the cells of each list were like, counted out of the columns `cell.FIELD`.

use polars::prelude::{ChunkedArray, DataFrame, PolarsError, UInt32Type};

use crate::model::{CellState, Repair};
use crate::report::{FieldTally, ListSummary, Named};

/// How many cells have each code.
type Codes = [u64; CellState::CODES];

/// For each list, how many cells of each field have which code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CellTallies {
    fields: Vec<String>,
    lists: Named<Vec<Codes>>,
}

impl CellTallies {
    /// Of these fields, and no list yet.
    pub(super) fn nothing(fields: Vec<String>) -> Self {
        Self { fields, lists: Named(Vec::new()) }
    }

    /// Counts one more frame; `lists` has the place of each record's list in `names`.
    pub(super) fn add(&mut self, frame: &DataFrame, lists: &[usize], names: &[String]) -> Result<(), PolarsError> {
        for name in &names[self.lists.0.len()..] {
            self.lists.0.push((name.clone(), vec![[0; CellState::CODES]; self.fields.len()]));
        }
        for (place, field) in self.fields.iter().enumerate() {
            let codes: &ChunkedArray<UInt32Type> = frame.column(&format!("cell.{field}"))?.u32()?;
            for (code, list) in codes.iter().zip(lists) {
                let code = code.map_or(0, |code| code as usize);
                self.lists.0[*list].1[place][code.min(CellState::CODES - 1)] += 1;
            }
        }
        Ok(())
    }

    /// Puts these numbers into the summary of a list. Fields that stand in no decision keep those that they have.
    pub(super) fn put_into(&self, list: &mut ListSummary) {
        let Some(counts) = self.lists.get(&list.list) else { return };
        let of = |field: &str| self.fields.iter().position(|known| known == field).map(|place| &counts[place]);
        for (field, tally) in &mut list.fields.0 {
            if let Some(codes) = of(field) {
                *tally = states(codes);
            }
        }
        let names: Vec<String> = list.fields.0.iter().map(|(field, _)| field.clone()).collect();
        let kinds = |field: &String| match of(field) {
            Some(codes) => repairs(codes),
            None => list.repair_kinds.get(field).cloned().unwrap_or_default(),
        };
        let repaired: Named<Named<u64>> =
            names.iter().map(|field| (field.clone(), kinds(field))).filter(|(_, kinds)| !kinds.is_empty()).collect();
        let unwrapped = |field: &String| match of(field) {
            Some(codes) => Some(mended(codes, Repair::Unwrapped)).filter(|cells| *cells > 0),
            None => list.unwrapped.get(field).copied(),
        };
        list.unwrapped = names.iter().filter_map(|field| Some((field.clone(), unwrapped(field)?))).collect();
        let sum = |kinds: &Named<u64>| kinds.0.iter().map(|(_, cells)| cells).sum();
        list.repairs = repaired.0.iter().map(|(field, kinds)| (field.clone(), sum(kinds))).collect();
        list.repair_kinds = repaired;
    }
}

/// How many cells were known, ranges, missing, unreadable.
fn states(codes: &Codes) -> FieldTally {
    let state = |wanted: usize| codes.iter().skip(wanted).step_by(10).sum();
    FieldTally { known: state(1), range: state(2), missing: state(3), unreadable: state(4) }
}

/// How many cells were mended in one way.
fn mended(codes: &Codes, repair: Repair) -> u64 {
    (0..codes.len()).filter(|code| CellState::repair_of(*code) == Some(repair)).map(|code| codes[code]).sum()
}

/// How often cells were mended, by how. A wrapping that was taken off is no repair.
fn repairs(codes: &Codes) -> Named<u64> {
    let repairs = CellState::REPAIRS.into_iter().filter(|repair| *repair != Repair::Unwrapped);
    let counted = repairs.map(|repair| (repair.as_str().to_owned(), mended(codes, repair)));
    counted.filter(|(_, cells)| *cells > 0).collect()
}

#[cfg(test)]
mod tests {
    use polars::prelude::Column;

    use super::*;

    #[test]
    fn cells_are_counted_by_list_state_and_repair() {
        let codes: [Option<u32>; 7] = [Some(1), Some(11), Some(3), Some(44), None, Some(2), Some(1)];
        let frame = DataFrame::new(7, vec![Column::new("cell.zip".into(), codes.to_vec())]).expect("a frame");
        let mut cells = CellTallies::nothing(vec!["zip".to_owned()]);
        let names = ["a.csv", "b.csv"].map(str::to_owned);
        cells.add(&frame, &[0, 0, 0, 0, 0, 1, 1], &names).expect("counted");
        let list = |name: &str| {
            let fields = Named(["zip", "iban"].map(|field| (field.to_owned(), FieldTally::default())).to_vec());
            let mut list = ListSummary { list: name.to_owned(), fields, ..ListSummary::default() };
            list.repair_kinds = Named(vec![("iban".to_owned(), Named(vec![("day_month".to_owned(), 9)]))]);
            cells.put_into(&mut list);
            list
        };
        let (one, other) = (list("a.csv"), list("b.csv"));
        let tally = |known, range, missing, unreadable| FieldTally { known, range, missing, unreadable };
        assert_eq!(one.fields.get("zip"), Some(&tally(2, 0, 1, 1)));
        assert_eq!(other.fields.get("zip"), Some(&tally(1, 1, 0, 0)));
        assert_eq!(one.repairs, Named(vec![("zip".to_owned(), 1), ("iban".to_owned(), 9)]));
        assert_eq!(one.unwrapped, Named(vec![("zip".to_owned(), 1)]));
        assert_eq!(one.fields.get("iban"), Some(&FieldTally::default()), "no decision tells of it");
        assert_eq!(list("c.csv").fields.get("zip"), Some(&FieldTally::default()));
    }
}
