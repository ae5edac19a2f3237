//! The rows of leads: by record and part, they say which places of a list were handed over, for lists that are bought
//! twice and have no keys. `SQLite` does not notice a bit that changes in one, so each list has a checksum over its own.

use rusqlite::{OptionalExtension as _, Row, params};
use xxhash_rust::xxh3::xxh3_64;

use super::record::Handover;
use super::{Ledger, LedgerError};
use crate::model::Verdict;

/// A lead as its row has it.
#[derive(Debug)]
pub(super) struct LeadRow {
    pub(super) id: u64,
    pub(super) record: u64,
    pub(super) part: u32,
    pub(super) is_prospect: bool,
    worst: f64,
    best: f64,
    pub(super) upgraded: bool,
}

/// The columns of a row, in the order in which they are read.
const COLUMNS: &str = "id, record, part, verdict, score_worst, score_best, upgraded";

impl LeadRow {
    fn of(id: u64, lead: &Handover) -> Self {
        let Handover { record, part, verdict, worst, best, upgraded } = *lead;
        Self { id, record, part, is_prospect: verdict == Verdict::Prospect, worst, best, upgraded }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let verdict: String = row.get(3)?;
        Ok(Self {
            id: row.get(0)?,
            record: row.get(1)?,
            part: row.get(2)?,
            is_prospect: verdict == Verdict::Prospect.as_str(),
            worst: row.get(4)?,
            best: row.get(5)?,
            upgraded: row.get(6)?,
        })
    }

    fn hash(&self) -> u64 {
        let mut bytes = [0; 38];
        bytes[..8].copy_from_slice(&self.id.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.record.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.part.to_le_bytes());
        bytes[20..28].copy_from_slice(&self.worst.to_le_bytes());
        bytes[28..36].copy_from_slice(&self.best.to_le_bytes());
        bytes[36] = self.is_prospect.into();
        bytes[37] = self.upgraded.into();
        xxh3_64(&bytes)
    }
}

/// A checksum that does not depend on the order, so that somebody who is forgotten can be taken out of it.
fn checksum<'r>(rows: impl Iterator<Item = &'r LeadRow>) -> i64 {
    rows.map(LeadRow::hash).fold(0, u64::wrapping_add).cast_signed()
}

/// The checksum of leads that get the numbers from `first` on.
pub(super) fn checksum_of(first: u64, leads: &[Handover]) -> i64 {
    let rows: Vec<LeadRow> = leads.iter().zip(first..).map(|(lead, id)| LeadRow::of(id, lead)).collect();
    checksum(rows.iter())
}

impl Ledger {
    /// The leads of a list that are not forgotten. Of lists of version 1, no checksum is known.
    pub(super) fn lead_rows(&self, first: u64, leads: u64, written: Option<i64>) -> Result<Vec<LeadRow>, LedgerError> {
        let query = format!("SELECT {COLUMNS} FROM lead WHERE id >= ? AND id < ?");
        let mut statement = self.connection.prepare(&query).map_err(self.failed())?;
        let rows = statement.query_map([first, first + leads], LeadRow::read);
        let rows: Vec<LeadRow> = rows.and_then(Iterator::collect).map_err(self.failed())?;
        if written.is_some_and(|written| written != checksum(rows.iter())) {
            return Err(self.damaged(format!("the leads from number {first} on are not those that were written")));
        }
        Ok(rows)
    }

    /// Deletes leads, and takes them out of the checksum of their list.
    pub(super) fn delete_lead(&self, id: u64) -> Result<(), LedgerError> {
        for row in self.lead_rows(id, 1, None)? {
            let statement = "UPDATE list SET checksum = ?1 WHERE first <= ?2 AND ?2 < first + leads";
            let query = "SELECT checksum FROM list WHERE first <= ?1 AND ?1 < first + leads";
            let of_list = |value: &rusqlite::Row<'_>| value.get::<_, Option<i64>>(0);
            let before = self.connection.query_row(query, [id], of_list).optional().map_err(self.failed())?;
            let after = before.flatten().map(|sum| sum.wrapping_sub(row.hash().cast_signed()));
            self.connection.execute(statement, params![after, id]).map_err(self.failed())?;
            self.connection.execute("DELETE FROM lead WHERE id = ?", [id]).map_err(self.failed())?;
        }
        Ok(())
    }
}
