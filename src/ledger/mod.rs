//! What earlier nights knew: which leads were handed over to sales people, when, from which list, with which verdict.
//!
//! A ledger is a file of `SQLite`. It knows leads by their identity hashes alone, so it holds no name, address or number.
//! Reports and ledger agree, whatever happens: a run is entered before its reports are put in their place, and counts
//! once they are there. One that was interrupted in between is looked for by the next run ([`Ledger::settle`]).

mod entries;
mod error;
mod filter;
mod forget;
mod memory;
mod objections;
mod purge;
mod read_before;
mod record;
mod schema;

pub use error::LedgerError;
pub use forget::Forgotten;
pub use memory::{Known, Memory, Past};
pub use objections::Objector;
pub use purge::Purged;
pub use read_before::ReadBefore;
pub use record::{Handover, HandoverList, HandoverRun, Handovers, Held};

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::Connection;

use self::entries::Entries;
use self::filter::Filter;
use self::memory::PastList;
use self::schema::Found;

/// An open ledger. Nobody else can open it until it is dropped.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    connection: Connection,
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
    /// Another run has it open; the file cannot be made; it is no ledger, or of a later version.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        create(path).map_err(|cause| LedgerError::Write { path: path.to_owned(), cause })?;
        let failed = LedgerError::of(path);
        let connection = Connection::open(path).map_err(&failed)?;
        connection.busy_timeout(std::time::Duration::ZERO).map_err(&failed)?;
        // Exclusive: two runs at once would hand over the same leads. Full: what was entered is on the disk.
        let settings = "PRAGMA page_size = 16384; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; \
            PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT;";
        connection.execute_batch(settings).map_err(&failed)?;
        match schema::migrate(&connection).map_err(&failed)? {
            Found::Ledger => Ok(Self { path: path.to_owned(), connection }),
            Found::Foreign => Err(LedgerError::NoLedger { path: path.to_owned() }),
            Found::Newer(found) => {
                Err(LedgerError::Newer { path: path.to_owned(), found, known: schema::VERSION.into() })
            }
        }
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

    /// Enters what became of the runs that were interrupted after they were entered: those whose reports `is_there`
    /// count, the others are struck out.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn settle(&mut self, is_there: impl Fn(i64) -> bool) -> Result<(), LedgerError> {
        let open: Vec<i64> = self.rows("SELECT id FROM run WHERE NOT done", |row| row.get(0))?;
        let (done, broken): (Vec<i64>, Vec<i64>) = open.into_iter().partition(|run| is_there(*run));
        done.into_iter().try_for_each(|run| self.done(run))?;
        if broken.is_empty() { Ok(()) } else { self.within(|ledger| ledger.strike_out(&broken)).map(|_| ()) }
    }

    /// The number of the last run that counts.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn last_run(&self) -> Result<Option<i64>, LedgerError> {
        let last: Vec<Option<i64>> = self.rows("SELECT max(id) FROM run WHERE done", |row| row.get(0))?;
        Ok(last.into_iter().flatten().next())
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
        let query = "SELECT id, held_by FROM segment ORDER BY id";
        let segments = self.rows(query, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let segment = |(id, held_by): (i64, Option<String>)| Ok(Segment { id, held_by, entries: self.segment(id)? });
        segments.into_iter().map(segment).collect()
    }

    /// The entries of a segment, read piece by piece into their place: as a value of a row they would be held twice, and
    /// memory that is touched for the first time is what reading them costs.
    fn segment(&self, id: i64) -> Result<Entries, LedgerError> {
        let blob = self.connection.blob_open("main", "segment", "entries", id, true).map_err(self.failed())?;
        let mut bytes = Vec::with_capacity(blob.len());
        let mut reader = blob;
        let read = std::io::Read::read_to_end(&mut reader, &mut bytes);
        read.map_err(|cause| LedgerError::Write { path: self.path.clone(), cause })?;
        Entries::from_bytes(bytes).ok_or_else(|| self.damaged(format!("the keys of segment {id} are cut off")))
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
        let done = work(self).and_then(|value| self.execute("COMMIT").map(|()| value));
        if done.is_err() {
            // A database that cannot even do that forgets the work when it is closed.
            let _ = self.execute("ROLLBACK");
        }
        done
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

/// Makes the file where it is not there, for its owner alone.
fn create(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    crate::files::refuse_in_the_way(path)?;
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

#[cfg(test)]
mod tests;
