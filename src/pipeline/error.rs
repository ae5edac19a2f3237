//! Why a run did not finish.

use std::path::PathBuf;

use crate::identity::suppression::LockedHash;
use crate::intake::OpenError;
use crate::ledger::LedgerError;
use crate::report::ReportError;

/// Why a run did not finish. The last good output is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A list cannot be read.
    #[error(transparent)]
    Input(#[from] OpenError),
    /// An output cannot be written.
    #[error(transparent)]
    Output(#[from] ReportError),
    /// A part of an archive or workbook that is not in it.
    #[error("there is no list {inner} in {}", file.display())]
    NotInside {
        /// The archive or workbook.
        file: PathBuf,
        /// What was looked for.
        inner: String,
    },
    /// A list that two profiles read as different records.
    #[error("the two profiles read {name} as different records, so its leads cannot be compared")]
    OtherRecords {
        /// The list.
        name: String,
    },
    /// A suppression file without a column that names anybody.
    #[error(
        "{file} names nobody who must not be contacted: its first line has to name its columns, one of them email, \
         email_sha256, phone, page, domain, company or name"
    )]
    NobodyNamed {
        /// The file.
        file: String,
    },
    /// A hash of somebody who must not be contacted, whom nobody would recognise.
    #[error(
        "{file}, line {line}: whom this hash names cannot be told, because it was made with the secret {secret} of another \
         ledger; put that ledger or a copy of it back (leadsieve ledger restore), or delete the lines that begin with \
         {secret}: those people are not barred any more then", file = .0.file, line = .0.line, secret = .0.secret
    )]
    Locked(LockedHash),
    /// No e-mail address.
    #[error("\"{written}\" is no e-mail address")]
    NoAddress {
        /// What was written.
        written: String,
    },
    /// A field that the profile does not have.
    #[error("the profile has no field {field}")]
    UnknownField {
        /// The field.
        field: String,
    },
    /// A value that its field cannot be.
    #[error("{field} cannot be \"{written}\"")]
    NoValue {
        /// The field.
        field: String,
        /// What was written.
        written: String,
    },
    /// A limit of the job goes by a field that the profile does not have.
    #[error("[limit.{limit}] goes by the field {field}, and the profile has no such field")]
    NoSuchField {
        /// The limit.
        limit: String,
        /// The field.
        field: String,
    },
    /// A list of the run cannot be read.
    #[error("{cause}")]
    List {
        /// Its place among the lists of the run.
        place: usize,
        /// Why.
        cause: Box<RunError>,
    },
    /// A list is not as it was when it was opened.
    #[error("a list was changed while it was read: somebody is still writing it; run again when it is whole")]
    Changed,
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The ledger is not the one that the job's earlier runs were entered in.
    #[error(
        "the ledger {} {why}, and {} was entered in one: put it back, by hand or with `leadsieve ledger restore`; without \
         it everybody is new again, and if that is meant, run once with --new-ledger",
        ledger.display(),
        folder.display()
    )]
    LedgerLost {
        /// Where the ledger is looked for.
        ledger: PathBuf,
        /// What is wrong with it.
        why: &'static str,
        /// The reports of such a run.
        folder: PathBuf,
    },
    /// There is no list.
    #[error("there is no list to read")]
    NoLists,
    /// The counts of a finished run do not add up.
    #[error("this is a bug in leadsieve, and no output was made: {0}; please report it")]
    Bug(String),
}

impl RunError {
    /// For `map_err`: of the list at this place.
    pub(super) fn of_list<E: Into<Self>>(place: usize) -> impl Fn(E) -> Self {
        move |cause| Self::List { place, cause: Box::new(cause.into()) }
    }

    /// The same error of a list whose place among all lists is another one.
    pub(super) fn of_place(self, place_of: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::List { place, cause } => Self::List { place: place_of(place), cause },
            other => other,
        }
    }

    /// The place of the list that cannot be read, where that is what went wrong.
    #[must_use]
    pub const fn broken_list(&self) -> Option<usize> {
        match self {
            Self::List { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// Whether another run is at work.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        match self {
            Self::Output(ReportError::Locked { .. }) => true,
            Self::Ledger(ledger) => ledger.is_locked(),
            _ => false,
        }
    }
}
