//! Copies of the ledger, one a run, and the way back to one.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::file::{beside, create};
use super::{Ledger, LedgerError, Objector};
use crate::files;

/// What putting back a copy has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the ledger is now that was there before; nothing where there was none.
    pub aside: Option<PathBuf>,
    /// How many keys of people who objected came over from it; nothing where they could not be read.
    pub objections: Option<usize>,
}

/// The most copies that are kept.
const MOST: usize = 100;

/// The copies of a ledger that are there, the newest first.
#[must_use]
pub fn copies(path: &Path) -> Vec<PathBuf> {
    from(path, 1).collect()
}

fn from(path: &Path, first: usize) -> impl Iterator<Item = PathBuf> + '_ {
    (first..=MOST).map(|number| copy(path, number)).filter(|copy| copy.is_file())
}

/// The names do not hold a date, because a clock may be wrong: number 1 is the newest.
fn copy(path: &Path, number: usize) -> PathBuf {
    beside(path, &format!(".backup-{number}"))
}

impl Ledger {
    /// Makes a copy of it as it is now, and keeps so many of them.
    ///
    /// # Errors
    /// The copy cannot be written; then the others are as they were.
    pub fn back_up(&self, keep: usize) -> Result<(), LedgerError> {
        if keep > 0 {
            let half = beside(&self.path, ".backup-half");
            let made = self
                .copy_to(&half)
                .and_then(|()| self.make_room(keep))
                .and_then(|()| fs::rename(&half, copy(&self.path, 1)).map_err(|cause| write(&half, cause)));
            if made.is_err() {
                let _ = fs::remove_file(&half);
            }
            made?;
        }
        from(&self.path, keep + 1).try_for_each(|old| fs::remove_file(&old).map_err(|cause| write(&old, cause)))
    }

    fn copy_to(&self, half: &Path) -> Result<(), LedgerError> {
        let failed = |cause| write(half, cause);
        remove(half).map_err(failed)?;
        create(half).map_err(failed)?;
        // The file itself must not be opened beside the database: closing it would let go of the lock.
        self.connection.execute("VACUUM INTO ?", [half.to_string_lossy()]).map_err(LedgerError::of(half))?;
        File::open(half).and_then(|file| file.sync_all()).map_err(failed)
    }

    /// Moves every copy on by one, up to the first number that is free.
    fn make_room(&self, keep: usize) -> Result<(), LedgerError> {
        let taken = (1..keep).take_while(|number| copy(&self.path, *number).is_file()).count();
        (1..=taken).rev().try_for_each(|number| {
            let (from, to) = (copy(&self.path, number), copy(&self.path, number + 1));
            fs::rename(&from, &to).map_err(|cause| write(&from, cause))
        })
    }

    /// Puts a copy in the place of a ledger that is damaged or gone. Who objected stays barred, as far as that can be
    /// read: what a copy does not know yet comes over from the ledger.
    ///
    /// # Errors
    /// The copy is damaged, or no ledger; another run has the ledger open; a file cannot be written. Then the ledger is as
    /// it was.
    pub fn restore(path: &Path, copy: &Path) -> Result<Restored, LedgerError> {
        let objectors = salvaged(path)?;
        let half = beside(path, ".restore-half");
        ["", "-wal", "-shm"]
            .iter()
            .try_for_each(|end| remove(&beside(&half, end)))
            .map_err(|cause| write(&half, cause))?;
        create(&half).and_then(|()| copy_bytes(copy, &half)).map_err(|cause| write(&half, cause))?;
        let made = fitted(&half, objectors.as_deref()).and_then(|came| Ok((came, put_aside(path)?)));
        let (came, aside) = match made {
            Ok(made) => made,
            Err(error) => {
                let _ = fs::remove_file(&half);
                return Err(error.of_file(copy, &half));
            }
        };
        fs::rename(&half, path).map_err(|cause| write(path, cause))?;
        Ok(Restored { aside, objections: objectors.map(|_| came) })
    }
}

/// Checks the whole of a copy, adds who objected since, and says how many keys that were.
fn fitted(half: &Path, objectors: Option<&[Objector]>) -> Result<usize, LedgerError> {
    let mut ledger = Ledger::open(half)?;
    ledger.memory("")?;
    let known: HashSet<u128> = ledger.objectors()?.iter().map(|one| one.key).collect();
    let new = objectors.unwrap_or_default().iter().filter(|one| !known.contains(&one.key));
    let new: Vec<Objector> = new.copied().collect();
    ledger.within(|ledger| ledger.enter_objections(&new))?;
    Ok(new.len())
}

/// Who objected by a ledger that may be damaged; nothing where that cannot be read.
fn salvaged(path: &Path) -> Result<Option<Vec<Objector>>, LedgerError> {
    if !path.is_file() {
        return Ok(None);
    }
    match Ledger::open_unchecked(path).and_then(|ledger| ledger.objectors()) {
        Err(error) if error.is_locked() => Err(error),
        read => Ok(read.ok()),
    }
}

/// Moves a ledger aside, with the log that belongs to it: beside another one, that would destroy it.
fn put_aside(path: &Path) -> Result<Option<PathBuf>, LedgerError> {
    let mut numbers = 1..usize::MAX;
    let aside = numbers.find_map(|number| Some(aside(path, number)).filter(|aside| !aside.exists()));
    let aside = aside.expect("bug: some number is always free");
    for end in ["-wal", "-shm", ""] {
        match fs::rename(beside(path, end), beside(&aside, end)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(write(path, cause)),
            _ => {}
        }
    }
    Ok(aside.is_file().then_some(aside))
}

/// Where a ledger goes in whose place a copy was put.
pub(super) fn aside(path: &Path, number: usize) -> PathBuf {
    beside(path, &format!(".damaged-{number}"))
}

/// Copies what is in a file, and not who may read it.
fn copy_bytes(from: &Path, to: &Path) -> io::Result<()> {
    let mut half = files::private().truncate(true).open(to)?;
    io::copy(&mut files::open(from)?, &mut half)?;
    half.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn write(path: &Path, cause: io::Error) -> LedgerError {
    LedgerError::Write { path: path.to_owned(), cause }
}
