//! What earlier nights knew: which leads were handed over to sales people, when, from which list, with which verdict.
//!
//! A ledger is a file of `SQLite`. It knows leads by their identity hashes alone, so it holds no name, address or number.
//! Reports and ledger agree, whatever happens: a run is entered before its reports are put in their place, and counts
//! once they are there. One that was interrupted in between is looked for by the next run ([`Ledger::settle`]).

mod copies;
mod entries;
mod error;
mod file;
mod filter;
mod forget;
mod forgotten_file;
mod lead_rows;
mod memory;
mod objections;
mod open_runs;
mod purge;
mod read_before;
mod record;
mod schema;
mod seal;
mod secrets;

pub use copies::{Restored, copies};
pub use error::LedgerError;
pub use forget::Forgotten;
pub use forgotten_file::ForgottenFile;
pub use memory::{Known, Memory, Past};
pub use objections::Objector;
pub use open_runs::{Fate, OpenRun};
pub use purge::Purged;
pub use read_before::{FilesRead, ReadBefore};
pub use record::{BegunRun, Handover, HandoverList, HandoverRun, Handovers, Held};

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use self::entries::Entries;
use self::filter::Filter;
use self::memory::PastList;
use self::schema::Found;

/// An open ledger. Nobody else can open it until it is dropped.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    connection: Connection,
    /// Whether there was a log beside it, as an interrupted run leaves it.
    interrupted: bool,
}

/// What is in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// How many runs have handed leads over.
    pub runs: u64,
    /// How many leads they have handed over.
    pub leads: u64,
    /// How many keys these have.
    pub keys: u64,
    /// The days of the first and the last run.
    pub days: Option<(Date, Date)>,
}

impl Ledger {
    /// Opens a ledger, or makes it. Only its owner may read a new one. A ledger of an earlier version is brought to
    /// this one.
    ///
    /// # Errors
    /// Another run has it open; the file cannot be made; it is no ledger, or of a later version, and then nothing is
    /// changed in it; or it is damaged.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let ledger = Self::open_unchecked(path)?;
        ledger.check()?;
        let keeps_the_log = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        ledger.connection.set_db_config(keeps_the_log, false).map_err(ledger.failed())?;
        Ok(ledger)
    }

    /// The same without looking for damage. It is closed without writing what is in its log into the file, so that a log
    /// that is another ledger's does no harm.
    fn open_unchecked(path: &Path) -> Result<Self, LedgerError> {
        file::refuse_foreign(path)?;
        file::create(path).map_err(|cause| LedgerError::Write { path: path.to_owned(), cause })?;
        let failed = LedgerError::of(path);
        let interrupted = fs::metadata(file::beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
        let connection = Connection::open(path).map_err(&failed)?;
        connection.busy_timeout(std::time::Duration::ZERO).map_err(&failed)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(&failed)?;
        // Exclusive: two runs at once would hand over the same leads. Full: what was entered is on the disk.
        let settings = "PRAGMA page_size = 16384; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; \
            PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT;";
        connection.execute_batch(settings).map_err(&failed)?;
        match schema::migrate(&connection).map_err(&failed)? {
            Found::Ledger => Ok(Self { path: path.to_owned(), connection, interrupted }),
            Found::Foreign => Err(LedgerError::NoLedger { path: path.to_owned() }),
            Found::Newer(found) => {
                Err(LedgerError::Newer { path: path.to_owned(), found, known: schema::VERSION.into() })
            }
        }
    }

    /// Where a run was interrupted, its pages are looked at as well: a log beside a copy that was put back is another
    /// ledger's, and tears it to pieces.
    fn check(&self) -> Result<(), LedgerError> {
        if self.interrupted {
            let fit: Vec<String> = self.rows("PRAGMA quick_check(1)", |row| row.get(0))?;
            if fit != ["ok"] {
                return Err(self.damaged("its pages do not fit each other".to_owned()));
            }
        }
        if seal::holds(&self.connection, schema::VERSION as usize).map_err(self.failed())? {
            return Ok(());
        }
        Err(self.damaged("its tables are not as they were written".to_owned()))
    }

    /// What it knows, for a run of `job`.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn memory(&self, job: &str) -> Result<Memory, LedgerError> {
        let mut memory = Memory { lists: self.lists()?, runs: self.runs()?, ..Memory::default() };
        for segment in self.segments()? {
            match segment.held_by {
                None => memory.handed.push(segment.entries),
                Some(holder) if holder == job => memory.held = segment.entries,
                Some(_) => {}
            }
        }
        memory.filter = Filter::new(&memory.handed);
        Ok(memory)
    }

    /// What is in it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn holdings(&self) -> Result<Holdings, LedgerError> {
        let (runs, memory) = (self.runs()?, self.memory("")?);
        let leads: Vec<u64> = self.rows("SELECT count(*) FROM lead", |row| row.get(0))?;
        let days: Vec<Date> = runs.iter().map(|(_, date)| *date).collect();
        Ok(Holdings {
            runs: runs.len() as u64,
            leads: leads.into_iter().sum(),
            keys: memory.handed.iter().map(|entries| entries.len() as u64).sum(),
            days: days.iter().min().copied().zip(days.iter().max().copied()),
        })
    }

    fn runs(&self) -> Result<Vec<(i64, Date)>, LedgerError> {
        let runs = self.rows("SELECT id, as_of FROM run ORDER BY id", |row| Ok((row.get(0)?, row.get(1)?)))?;
        let dated = |(id, as_of): (i64, String)| {
            let date = as_of.parse().map_err(|_| self.damaged(format!("run {id} was on \"{as_of}\"")));
            date.map(|date| (id, date))
        };
        runs.into_iter().map(dated).collect()
    }

    fn lists(&self) -> Result<Vec<PastList>, LedgerError> {
        self.rows("SELECT name, run, first FROM list ORDER BY first, id", |row| {
            Ok(PastList { name: row.get(0)?, run: row.get(1)?, first: row.get(2)? })
        })
    }

    fn segments(&self) -> Result<Vec<Segment>, LedgerError> {
        let query = "SELECT id, held_by, checksum FROM segment ORDER BY id";
        let segments = self.rows(query, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let segment = |(id, held_by, checksum): (i64, Option<String>, Option<i64>)| {
            Ok(Segment { id, held_by, entries: self.segment(id, checksum)? })
        };
        segments.into_iter().map(segment).collect()
    }

    /// The entries of a segment, read piece by piece into their place: as a value of a row they would be held twice, and
    /// memory that is touched for the first time is what reading them costs.
    fn segment(&self, id: i64, checksum: Option<i64>) -> Result<Entries, LedgerError> {
        let blob = self.connection.blob_open("main", "segment", "entries", id, true).map_err(self.failed())?;
        let mut bytes = Vec::with_capacity(blob.len());
        let mut reader = blob;
        let read = std::io::Read::read_to_end(&mut reader, &mut bytes);
        read.map_err(|cause| LedgerError::Write { path: self.path.clone(), cause })?;
        Entries::from_bytes(bytes, checksum).map_err(|found| self.damaged(format!("the keys of segment {id} {found}")))
    }

    fn rows<T>(
        &self,
        query: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.connection.prepare(query).map_err(self.failed())?;
        let rows = statement.query_map([], |row| read(row)).and_then(Iterator::collect);
        rows.map_err(self.failed())
    }

    /// Does all of it, or nothing.
    fn within<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.execute("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|value| self.commit().map(|()| value));
        if done.is_err() {
            // A database that cannot even do that forgets the work when it is closed.
            let _ = self.execute("ROLLBACK");
        }
        done
    }

    /// Ends a step, with the checksum over what it has left.
    fn commit(&self) -> Result<(), LedgerError> {
        seal::write(&self.connection).map_err(self.failed())?;
        self.execute("COMMIT")
    }

    fn execute(&self, statement: &str) -> Result<(), LedgerError> {
        self.connection.execute_batch(statement).map_err(self.failed())
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path)
    }

    fn damaged(&self, found: String) -> LedgerError {
        LedgerError::Damaged { path: self.path.clone(), found }
    }
}

/// A set of keys as it stands in the file.
struct Segment {
    id: i64,
    held_by: Option<String>,
    entries: Entries,
}

#[cfg(test)]
mod tests;
