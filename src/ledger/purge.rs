//! What is no longer needed goes: personal data is kept no longer than its purpose lasts.

use std::collections::HashSet;

use jiff::civil::Date;

use super::entries::Entries;
use super::{Ledger, LedgerError};

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Runs.
    pub runs: u64,
    /// The leads that they had handed over.
    pub leads: u64,
}

impl Ledger {
    /// Deletes what runs before a day have handed over.
    ///
    /// # Errors
    /// It cannot be written; then nothing is deleted.
    pub fn purge(&mut self, before: Date) -> Result<Purged, LedgerError> {
        let old = self.runs()?.into_iter().filter(|(_, date)| *date < before).map(|(run, _)| run);
        let old: Vec<i64> = old.collect();
        if old.is_empty() {
            return Ok(Purged::default());
        }
        self.execute("PRAGMA secure_delete = ON")?;
        let leads = self.within(|ledger| ledger.strike_out(&old))?;
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(Purged { runs: old.len() as u64, leads })
    }

    /// The days of the runs, in the order in which they were made.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn days(&self) -> Result<Vec<Date>, LedgerError> {
        Ok(self.runs()?.into_iter().map(|(_, date)| date).collect())
    }

    /// Deletes runs with all that they have entered, and gives the number of their leads.
    pub(super) fn strike_out(&self, runs: &[i64]) -> Result<u64, LedgerError> {
        let gone: HashSet<i64> = runs.iter().copied().collect();
        let lists = self.rows("SELECT run, first, leads FROM list ORDER BY first", |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, u64>(1)?, row.get::<_, u64>(2)?))
        })?;
        let ranges = lists.into_iter().filter(|(run, _, leads)| gone.contains(run) && *leads > 0);
        let ranges: Vec<(u64, u64)> = ranges.map(|(_, first, leads)| (first, first + leads)).collect();
        self.delete_leads(&ranges)?;
        for segment in self.segments()? {
            let held = segment.held_by.is_some();
            let keep = |number: u64| {
                if held {
                    !i64::try_from(number).is_ok_and(|run| gone.contains(&run))
                } else {
                    !within(&ranges, number >> 2)
                }
            };
            self.replace(segment.id, segment.held_by.as_deref(), &segment.entries, keep)?;
        }
        for run in runs {
            for statement in ["DELETE FROM list WHERE run = ?", "DELETE FROM run WHERE id = ?"] {
                self.connection.execute(statement, [run]).map_err(self.failed())?;
            }
        }
        Ok(ranges.iter().map(|(first, end)| end - first).sum())
    }

    fn delete_leads(&self, ranges: &[(u64, u64)]) -> Result<(), LedgerError> {
        let statement = "DELETE FROM lead WHERE id >= ? AND id < ?";
        let mut delete = self.connection.prepare(statement).map_err(self.failed())?;
        ranges.iter().try_for_each(|(first, end)| delete.execute([first, end]).map(|_| ()).map_err(self.failed()))
    }

    /// Writes a segment anew without what is not kept; one that keeps everything stays as it is.
    pub(super) fn replace(
        &self,
        id: i64,
        held_by: Option<&str>,
        entries: &Entries,
        keep: impl Fn(u64) -> bool,
    ) -> Result<(), LedgerError> {
        if entries.iter().all(|(_, number)| keep(number)) {
            return Ok(());
        }
        self.connection.execute("DELETE FROM segment WHERE id = ?", [id]).map_err(self.failed())?;
        self.insert_segment(held_by, &Entries::merged(std::slice::from_ref(entries), keep))
    }
}

/// Whether a number is in one of the ranges, which are in order.
fn within(ranges: &[(u64, u64)], number: u64) -> bool {
    let place = ranges.partition_point(|(first, _)| *first <= number);
    place.checked_sub(1).is_some_and(|place| number < ranges[place].1)
}
