//! A header with more or fewer names than nearly all records have cells: a delimiter was lost in it, or a column has no
//! name.
//!
//! Read as it stands, every value behind the gap would come under the name of another column, or no record would fit.
//! Which name is lacking, a list does not tell; so it is refused, and whoever knows the list names the columns.

use super::OpenError;
use super::dialect::Sniffed;
use super::expectations;
use super::open_error::Misfit;
use super::records::{Fault, Records, Shape, UnreadableRecord};
use super::writing::cut;
use crate::profile::{CsvOptions, HeaderLine};

/// How much of a list is looked at.
const SEEN: usize = 1 << 18;

/// The fewest records that can contradict a header.
const FEWEST: usize = 3;

/// Where a header stands, and its names.
pub(super) struct Found<'a> {
    pub(super) names: &'a [String],
    /// The header as it stands in the list.
    pub(super) line: &'a str,
    /// How many lines of the list end before the first record.
    pub(super) lines: u64,
}

/// Refuses a header that at least nine in ten of the records behind it contradict, all by the same number of cells.
///
/// A header that the list file names is trusted. So is one with fewer names where the cells beyond them are blank, unless
/// they are what other names say: lists are often written with surplus delimiters; and one with more, where `pad_short` says that records may end
/// early.
pub(super) fn check(
    list: &str,
    header: &Found<'_>,
    behind: &[u8],
    whole: bool,
    sniffed: &Sniffed,
    options: &CsvOptions,
) -> Result<(), OpenError> {
    let (names, cells) = (header.names.len(), sniffed.width);
    let trusted = !matches!(options.header, None | Some(HeaderLine::Present));
    if trusted || names == cells || cells < 2 || (names > cells && options.pad_short) {
        return Ok(());
    }
    let some = &behind[..behind.len().min(SEEN)];
    let records =
        Records::read(some.to_vec(), &Shape::new(sniffed.dialect, cells), whole && some.len() == behind.len());
    let (seen, fitting) = (looked_at(&records), records.len() - records.trimmed());
    if fitting < FEWEST || fitting * 10 < seen * 9 {
        return Ok(());
    }
    let shifted = || expectations::are_shifted(header.names, &records).then(|| records.raw(0));
    let Some(record) = telling(&records, names).or_else(shifted) else { return Ok(()) };
    Err(OpenError::Misfit(Box::new(Misfit {
        list: list.to_owned(),
        names,
        cells,
        seen,
        fitting,
        header: cut(header.line),
        record: cut(record),
        lines: header.lines,
    })))
}

/// How many records say how many cells a record has: blank ones and lines below the data do not.
fn looked_at(records: &Records) -> usize {
    let is_broken = |record: &&UnreadableRecord| !matches!(record.fault, Fault::Blank | Fault::BelowData);
    records.len() + records.unreadable.iter().filter(is_broken).count()
}

/// A record that shows what is wrong. Nothing where the cells beyond the names are as good as always blank.
fn telling(records: &Records, names: usize) -> Option<&str> {
    let goes_on = |record: &usize| {
        names > records.width() || (names..records.width()).any(|column| !records.cell_is_blank(*record, column))
    };
    let told = (0..records.len()).filter(goes_on).count();
    let first = (0..records.len()).find(goes_on)?;
    (told * 20 >= records.len()).then(|| records.raw(first))
}
