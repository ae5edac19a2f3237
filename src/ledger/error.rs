//! Why a ledger cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why a ledger cannot be used. The message is one sentence for the person who started the run.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Another run has it open.
    #[error("another run is using the ledger {}", path.display())]
    Locked {
        /// The ledger.
        path: PathBuf,
    },
    /// The file is there, and is no ledger.
    #[error("{} is no ledger of leadsieve: name another file, or move this one away", path.display())]
    NoLedger {
        /// The file.
        path: PathBuf,
    },
    /// A later version of the program has written it.
    #[error("the ledger {} is of a newer leadsieve: it has version {found}, and this one knows {known}", path.display())]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// The version of its tables.
        found: i64,
        /// The newest version that is known here.
        known: i64,
    },
    /// The ledger does not fit itself.
    #[error(
        "the ledger {path} is damaged: {found}; `leadsieve ledger restore` with the job puts back a copy of it (who does \
         so by hand deletes {path}-wal and {path}-shm first)",
        path = path.display()
    )]
    Damaged {
        /// The ledger.
        path: PathBuf,
        /// What does not fit.
        found: String,
    },
    /// The file cannot be made.
    #[error("could not write the ledger {}: {cause}", path.display())]
    Write {
        /// The ledger.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The file, or its folder, may only be read.
    #[error("could not write the ledger {}: it, or the folder it stands in, may only be read", path.display())]
    ReadOnly {
        /// The ledger.
        path: PathBuf,
    },
    /// The database refused.
    #[error("could not use the ledger {}: {cause}", path.display())]
    Refused {
        /// The ledger.
        path: PathBuf,
        /// What it said.
        cause: rusqlite::Error,
    },
}

impl LedgerError {
    /// For `map_err`: the database refused.
    pub(super) fn of(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |cause| match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path: path.clone() },
            Some(ErrorCode::NotADatabase) => Self::NoLedger { path: path.clone() },
            Some(ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path: path.clone(), found: "its pages do not fit each other".to_owned() }
            }
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path: path.clone() },
            _ => Self::Refused { path: path.clone(), cause },
        }
    }

    /// The same error, told of another file than the one that was tried in its stead.
    pub(super) fn of_file(mut self, file: &Path, tried: &Path) -> Self {
        let (Self::Locked { path }
        | Self::NoLedger { path }
        | Self::Newer { path, .. }
        | Self::Damaged { path, .. }
        | Self::Write { path, .. }
        | Self::ReadOnly { path }
        | Self::Refused { path, .. }) = &mut self;
        if path == tried {
            file.clone_into(path);
        }
        self
    }

    /// Whether another run has it open.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        matches!(self, Self::Locked { .. })
    }
}
