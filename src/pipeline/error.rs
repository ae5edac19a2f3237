//! Why a run did not finish.

use std::path::PathBuf;

use crate::intake::OpenError;
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
         email_sha256, phone, domain or company"
    )]
    NobodyNamed {
        /// The file.
        file: String,
    },
    /// There is no list.
    #[error("there is no list to read")]
    NoLists,
    /// The counts of a finished run do not add up.
    #[error("this is a bug in leadsieve, and no output was made: {0}; please report it")]
    Bug(String),
}
