//! Why a list cannot be read at all.

use std::io;

use super::container::ContainerError;
use super::{MAX_RECORD, source};
use crate::encoding::Unsupported;

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file, or what it is packed in.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// Not one byte, or nothing but blank lines.
    #[error("{0} is empty: it has not even a header line")]
    Empty(String),
    /// Its header does not end in the bytes that are looked at.
    #[error("{0} has no line end in its first {sample} MiB; is this a CSV file?", sample = source::SAMPLE >> 20)]
    NoLineEnd(String),
    /// An encoding that is not read.
    #[error("cannot read {name}: {cause}")]
    Encoding {
        /// The list.
        name: String,
        /// Which one.
        cause: Unsupported,
    },
    /// It is no text.
    #[error("{name} is no CSV file: {what}")]
    NotCsv {
        /// The list.
        name: String,
        /// What it seems to be instead.
        what: &'static str,
    },
    /// More columns than a lead list has.
    #[error(
        "{name} has {columns} columns in its header, and at most {} are read; is the delimiter right?",
        source::MAX_COLUMNS
    )]
    TooManyColumns {
        /// The list.
        name: String,
        /// How many there are.
        columns: usize,
    },
    /// No line end for too long.
    #[error("{name}: the record at byte {offset} is longer than {} MiB; is this a CSV file?", MAX_RECORD >> 20)]
    TooLong {
        /// The list.
        name: String,
        /// Where the record begins.
        offset: u64,
    },
    /// Its first record is a lead like the others.
    #[error(
        "{name} has no header; it begins with\n{}\nname its columns in a list file: [csv] header = [\"Company\", \"City\", …]",
        rows.iter().map(|row| format!("  {row}")).collect::<Vec<_>>().join("\n")
    )]
    NoHeader {
        /// The list.
        name: String,
        /// Its first rows.
        rows: Vec<String>,
    },
    /// Its header has more or fewer names than its records have cells.
    #[error(transparent)]
    Misfit(Box<Misfit>),
    /// The list file says one thing and the list shows another.
    #[error("{name}: the list file says {said}, but the list shows {shown}; correct the list file, or leave it out")]
    Contradiction {
        /// The list.
        name: String,
        /// What the list file says.
        said: String,
        /// What the list shows.
        shown: String,
    },
}

/// A header, and the records that contradict it.
#[derive(Debug, thiserror::Error)]
#[error(
    "{list}: the header has {}, but {fitting} of {seen} records have {}; each value could come under a wrong name\n  \
     the header: {header}\n  a record:   {record}\n{}",
    counted(*names, "name"), counted(*cells, "cell"), self.advice()
)]
pub struct Misfit {
    /// The list.
    pub list: String,
    /// How many names the header has.
    pub names: usize,
    /// How many cells the records have.
    pub cells: usize,
    /// How many records were looked at.
    pub seen: usize,
    /// How many of them have so many cells.
    pub fitting: usize,
    /// The header as it stands in the list, cut to what a person can take in.
    pub header: String,
    /// One of the records, in the same way.
    pub record: String,
    /// How many lines stand before the first record.
    pub lines: u64,
}

impl Misfit {
    /// What to write in the list file.
    fn advice(&self) -> String {
        let all = format!(
            "name all {} columns in a list file: [csv] skip_top = {} and header = [\"Company\", \"City\", …]",
            self.cells, self.lines
        );
        let other = "where the header is another line, let skip_top say how many stand above it";
        if self.names > self.cells {
            let pad = "where only the last cells are left out, write [csv] short_records = \"pad\"";
            format!("{all};\n{pad};\n{other}")
        } else {
            format!("{all};\n{other}")
        }
    }
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

impl OpenError {
    /// What came out of the reader of the list `name`.
    pub(super) fn reading(name: &str, cause: io::Error) -> Self {
        Self::Container(ContainerError::of(name, cause))
    }
}
