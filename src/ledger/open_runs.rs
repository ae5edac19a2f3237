//! Runs that were interrupted after they were entered, and whether their reports are there.

use std::path::PathBuf;

use rusqlite::params;

use super::{Ledger, LedgerError};

/// A run that was entered, and of which it is not known whether its reports are in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRun {
    /// Its number, which only this ledger knows.
    pub number: i64,
    /// Its random id, which is in the `run.json` of its reports; nothing for one of version 1.
    pub run_id: Option<String>,
    /// The name of its job.
    pub job: String,
    /// The as-of date, ISO.
    pub as_of: String,
    /// The folder that its reports were to be put in; nothing for one of version 1.
    pub out: Option<PathBuf>,
}

/// What became of the reports of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are in their place: the run counts.
    InPlace,
    /// They are not: the run is struck out.
    Absent,
    /// That cannot be told: its leads count as handed over until it can.
    Unknown,
}

impl Ledger {
    /// Enters what became of the runs that were interrupted after they were entered, and gives those whose fate is not
    /// known.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn settle(&mut self, fate: impl Fn(&OpenRun) -> Fate) -> Result<Vec<OpenRun>, LedgerError> {
        let (mut broken, mut unknown) = (Vec::new(), Vec::new());
        for run in self.open_runs()? {
            match fate(&run) {
                Fate::InPlace => self.done(run.number)?,
                Fate::Absent => broken.push(run.number),
                Fate::Unknown => unknown.push(run),
            }
        }
        if !broken.is_empty() {
            self.within(|ledger| ledger.strike_out(&broken))?;
        }
        Ok(unknown)
    }

    /// Runs that were interrupted after they were entered.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open_runs(&self) -> Result<Vec<OpenRun>, LedgerError> {
        self.rows("SELECT id, run_id, job, as_of, out FROM run WHERE NOT done ORDER BY id", |row| {
            let out: Option<String> = row.get(4)?;
            let (number, run_id, job, as_of) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(OpenRun { number, run_id, job, as_of, out: out.map(PathBuf::from) })
        })
    }

    /// The random id of the last run that counts.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn last_run(&self) -> Result<Option<String>, LedgerError> {
        let query = "SELECT run_id FROM run WHERE done ORDER BY id DESC LIMIT 1";
        let last: Vec<Option<String>> = self.rows(query, |row| row.get(0))?;
        Ok(last.into_iter().flatten().next())
    }

    /// Whether a run counts.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn counts(&self, run_id: &str) -> Result<bool, LedgerError> {
        let query = "SELECT count(*) FROM run WHERE done AND run_id = ?";
        let count: i64 = self.connection.query_row(query, [run_id], |row| row.get(0)).map_err(self.failed())?;
        Ok(count > 0)
    }

    /// The random ids by which reports name this ledger: its own first, then those of ledgers that it took the place of.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, LedgerError> {
        self.rows("SELECT name FROM ledger_id ORDER BY id", |row| row.get(0))
    }

    /// Whether any run was ever entered, were it one that is purged by now.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn was_used(&self) -> Result<bool, LedgerError> {
        let used: Vec<i64> = self.rows("SELECT seq FROM sqlite_sequence WHERE name = 'run'", |row| row.get(0))?;
        Ok(used.into_iter().any(|last| last > 0))
    }

    /// Takes the place of other ledgers, whose runs it does not know.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn take_the_place_of(&mut self, others: &[String]) -> Result<(), LedgerError> {
        self.within(|ledger| {
            let mut insert = ledger
                .connection
                .prepare("INSERT OR IGNORE INTO ledger_id (name) VALUES (?)")
                .map_err(ledger.failed())?;
            others.iter().try_for_each(|name| insert.execute(params![name]).map(|_| ()).map_err(ledger.failed()))
        })
    }
}
