//! Lists in which a record is not a lead: several contacts side by side in one record (`[explode]`), or a further
//! contact in a record of its own in which the company is blank (`[continue]`).

use super::list::List;
use super::mapping::{Folded, Mapping};
use super::records::Records;
use crate::profile::ListFile;

/// More than the groups of columns that a record can have.
const NUMBERS: u64 = 64;

/// What a record that goes on with the one before takes from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Continuation {
    /// The columns that are blank in such a record.
    telling: Vec<usize>,
    /// The columns that it takes over where its own are blank.
    inherited: Vec<usize>,
}

/// The cells of the last record that others may go on with.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    cells: Vec<String>,
    /// Which of them are quoted.
    quoted: Vec<bool>,
}

impl Continuation {
    /// By the list file, and by what records of the sample leave blank: a cell that some further contact has is the
    /// contact's own, and must not be taken from another one.
    pub(super) fn new(list: &ListFile, mapping: &Mapping, sample: &Records) -> Option<Self> {
        let known = list.continuation.as_ref()?;
        let telling: Vec<usize> = mapping.fields[known.when_blank].columns().collect();
        if telling.is_empty() {
            return None;
        }
        let goes_on = |record: &usize| is_blank(sample, *record, &telling);
        let further: Vec<usize> = (0..sample.len()).filter(goes_on).collect();
        let always_blank = |column: &usize| further.iter().all(|record| is_blank(sample, *record, &[*column]));
        let own = Folded::new(&mapping.headers).fitting(&known.own);
        let shared = |column: &usize| !own.contains(column) && always_blank(column);
        let inherited = (0..mapping.headers.len()).filter(shared).collect();
        Some(Self { telling, inherited })
    }

    fn apply(&self, records: &mut Records, lead: &mut Lead) {
        for record in 0..records.len() {
            let columns = 0..records.width();
            let mut cells: Vec<String> =
                columns.clone().map(|column| records.cell(record, column).into_owned()).collect();
            let mut quoted: Vec<bool> = columns.map(|column| records.raw_cell(record, column).1).collect();
            if !is_blank(records, record, &self.telling) {
                *lead = Lead { cells, quoted };
            } else if !lead.cells.is_empty() {
                for column in self.inherited.iter().filter(|column| lead.cells.len() > **column) {
                    if cells[*column].trim().is_empty() {
                        cells[*column].clone_from(&lead.cells[*column]);
                        quoted[*column] = lead.quoted[*column];
                        records.take_over(record, *column);
                    }
                }
                records.rewrite(record, &cells, &quoted);
            }
        }
    }
}

fn is_blank(records: &Records, record: usize, columns: &[usize]) -> bool {
    columns.iter().all(|column| records.cell_is_blank(record, *column))
}

impl List {
    /// Whether records have to be looked at in the order of the list, because some go on with the one before.
    #[must_use]
    pub const fn continues(&self) -> bool {
        self.continuation.is_some()
    }

    /// Whether leads are other than records, so that a chunk is not to be judged before [`List::reshape`].
    #[must_use]
    pub fn reshapes(&self) -> bool {
        self.continues() || self.mapping.groups() > 0
    }

    /// How many numbers each record takes, so that every lead of it has one.
    #[must_use]
    pub fn numbers_per_record(&self) -> u64 {
        if self.mapping.groups() == 0 { 1 } else { NUMBERS }
    }

    /// Makes leads of the records of the next chunk. `lead` is the last record that others may go on with.
    pub fn reshape(&self, records: &mut Records, lead: &mut Lead) {
        if let Some(continuation) = &self.continuation {
            continuation.apply(records, lead);
        }
        if self.mapping.groups() > 0 {
            records.explode(|records, record| filled_groups(&self.mapping, records, record));
        }
    }
}

/// The groups of columns of a record that hold something, counted from 1.
fn filled_groups(mapping: &Mapping, records: &Records, record: usize) -> Vec<u32> {
    let is_filled = |group: &u32| {
        let feeds =
            mapping.fields.iter().filter(|field| !field.groups.is_empty()).flat_map(|field| field.feeds_of(*group));
        feeds.flat_map(|feed| &feed.columns).any(|column| !is_blank(records, record, &[*column]))
    };
    (1..=u32::try_from(mapping.groups()).unwrap_or(u32::MAX)).filter(is_filled).collect()
}
