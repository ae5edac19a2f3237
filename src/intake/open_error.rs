//! Why a list cannot be read at all.

use std::fmt;
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
    #[error(fmt = no_header)]
    NoHeader {
        /// The list.
        name: String,
        /// Its first rows.
        rows: Vec<String>,
    },
    /// Its first record may be a lead or the header, and no name in it is known.
    #[error(fmt = doubtful_header)]
    DoubtfulHeader {
        /// The list.
        name: String,
        /// How sure the header is, in percent.
        percent: String,
        /// The record, cut to what a person can take in.
        row: String,
    },
    /// Its header has more or fewer names than its records have cells.
    #[error(transparent)]
    Misfit(Box<Misfit>),
    /// The list file says one thing and the list shows another.
    #[error(fmt = contradiction)]
    Contradiction {
        /// The list.
        name: String,
        /// What the list file says.
        said: String,
        /// What the list shows.
        shown: String,
        /// Lines of the list that show it, each behind what it is.
        lines: Vec<String>,
    },
}

/// A header, and the records that contradict it.
#[derive(Debug)]
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

impl std::error::Error for Misfit {}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { list, fitting, seen, header, record, .. } = self;
        let (names, cells) = (counted(self.names, "name"), counted(self.cells, "cell"));
        write!(f, "{list}: the header has {names}, but {fitting} of {seen} records have {cells}; ")?;
        f.write_str("each value could come under a wrong name\n")?;
        if f.alternate() {
            write!(f, "  the header: {header}\n  a record:   {record}\n")?;
        }
        f.write_str(&self.advice())
    }
}

/// With `{:#}` the first rows are told, too: to a person at a terminal, and to no log, mail or report. People stand in
/// them.
#[expect(clippy::ptr_arg, reason = "what thiserror gives are references to the fields")]
fn no_header(name: &String, rows: &Vec<String>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{name} has no header; ")?;
    if f.alternate() {
        writeln!(f, "it begins with")?;
        rows.iter().try_for_each(|row| writeln!(f, "  {row}"))?;
    }
    f.write_str("name its columns in a list file: [csv] header = [\"Company\", \"City\", …]")
}

/// The same for a record that may be a lead or the header.
fn doubtful_header(name: &String, percent: &String, row: &String, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{name}: its first line is hardly a header ({percent} % sure), and no name in it feeds a field")?;
    if f.alternate() {
        write!(f, "\n  {row}\n")?;
    } else {
        f.write_str("; ")?;
    }
    f.write_str("if it is a lead, name the columns in a list file: [csv] header = [\"Company\", \"City\", …]; ")?;
    f.write_str("if it is the header, write header = true, and name the fields under [columns]")
}

/// The same for lines that contradict a list file.
#[expect(clippy::ptr_arg, reason = "what thiserror gives are references to the fields")]
fn contradiction(
    name: &String,
    said: &String,
    shown: &String,
    lines: &Vec<String>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(f, "{name}: the list file says {said}, but the list shows {shown}; ")?;
    f.write_str("correct the list file, or leave it out")?;
    if f.alternate() {
        lines.iter().try_for_each(|line| write!(f, "\n  {line}"))?;
    }
    Ok(())
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
