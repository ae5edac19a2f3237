//! Lists that were read before: which of their leads were handed over, by their places.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::lead_rows::LeadRow;
use super::{Ledger, LedgerError, Memory};

/// A list of an earlier night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBefore {
    /// Its name then.
    pub name: String,
    /// The as-of date of the run that read it.
    pub day: Date,
}

/// What is known of the files of all lists that were read, so that the ledger is not asked for each of thousands.
#[derive(Clone, Debug, Default)]
pub struct FilesRead {
    /// Of lists that an earlier version entered, no size is known.
    sizes: HashSet<Option<u64>>,
    hashes: HashSet<String>,
}

impl FilesRead {
    /// Whether a file of this size may be one of them.
    #[must_use]
    pub fn may_have(&self, bytes: u64) -> bool {
        self.sizes.contains(&Some(bytes)) || self.sizes.contains(&None)
    }

    /// Whether a file with this hash is one of them.
    #[must_use]
    pub fn has(&self, sha256: &str) -> bool {
        self.hashes.contains(sha256)
    }
}

/// A list of the ledger: its name and run, the part of its file that it was, its first lead, how many it has, and the
/// checksum over them.
type Listed = (String, i64, Option<String>, u64, u64, Option<i64>);

impl Ledger {
    /// What is known of the files of all lists that were read.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn files_read(&self) -> Result<FilesRead, LedgerError> {
        let mut statement = self.connection.prepare("SELECT bytes, sha256 FROM list").map_err(self.failed())?;
        let lists = statement.query_map([], |row| Ok((row.get::<_, Option<u64>>(0)?, row.get(1)?)));
        let mut files = FilesRead::default();
        for list in lists.map_err(self.failed())? {
            let (size, hash): (_, String) = list.map_err(self.failed())?;
            files.sizes.insert(size);
            files.hashes.insert(hash);
        }
        Ok(files)
    }

    /// The last list with these bytes that was read before; `member` is the part of its file that is the list. What was
    /// handed over of such lists goes into the memory, for the list at `place` of the run.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn read_before(
        &self,
        memory: &mut Memory,
        place: usize,
        sha256: &str,
        member: Option<&str>,
    ) -> Result<Option<ReadBefore>, LedgerError> {
        let query = "SELECT name, run, member, first, leads, checksum FROM list WHERE sha256 = ? ORDER BY id";
        let mut statement = self.connection.prepare(query).map_err(self.failed())?;
        let lists = statement.query_map([sha256], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        });
        let lists: Vec<Listed> = lists.and_then(Iterator::collect).map_err(self.failed())?;
        let mut last = None;
        for (name, run, part, first, leads, checksum) in lists {
            if !is_same_part(&name, part.as_deref(), member) {
                continue;
            }
            let known = memory.repeated.entry(place).or_default();
            add_leads(known, &self.lead_rows(first, leads, checksum)?);
            last = memory.date(run).map(|day| ReadBefore { name, day });
        }
        Ok(last)
    }
}

/// Adds the leads of a list by record and part, those that were handed over as prospects before others.
fn add_leads(known: &mut HashMap<(u64, u32), u64>, rows: &[LeadRow]) {
    for row in rows {
        let number = row.id << 2 | u64::from(row.upgraded) << 1 | u64::from(row.is_prospect);
        let before = known.entry((row.record, row.part)).or_insert(number);
        if *before & 1 == 0 && number & 1 == 1 {
            *before = number;
        }
    }
}

/// Whether a list is the same part of its file. Earlier versions kept the name alone: `export.zip/inner.csv`.
fn is_same_part(name: &str, part: Option<&str>, member: Option<&str>) -> bool {
    match (part, member) {
        (None, None) => true,
        (None, Some(member)) => name.strip_suffix(member).is_some_and(|file| file.ends_with('/')),
        (part, member) => part == member,
    }
}
