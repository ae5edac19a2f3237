//! How a list is written, told from a sample of its text: delimiter, quote, escape, and where the header stands.
//!
//! Every dialect the sample could be written in is tried on it (`trial`); the one that gives the most even table
//! (`uniformity`) of the most sensible cells (`cell_kinds`, `scores`) wins (`contest`). The header is looked for in
//! the winner's table (`header`).

mod cell_kinds;
mod contest;
mod header;
mod header_evidence;
mod header_words;
mod measures;
mod scores;
mod sniff;
mod trial;
mod uniformity;
mod wrapping;

#[cfg(test)]
mod cases;

pub(super) use cell_kinds::Kind;
pub use cell_kinds::kind_of_cells;
pub(super) use header_words::{is_known, names_of_columns, names_something, split_humps};
pub use sniff::sniff;

/// Delimiter, quote and escape of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// What stands around cells that hold a delimiter or a line end.
    pub quote: u8,
    /// What makes a quote behind it text, inside a quoted cell; `None` where a quote is doubled instead.
    pub escape: Option<u8>,
    /// Whether spaces may stand between a delimiter and an opening quote, and behind a closing one: `a, "b", c`. The first
    /// space of a cell without quotes belongs to the delimiter, too.
    pub spaced: bool,
}

impl Dialect {
    /// A comma and double quotes.
    pub const COMMA: Self = Self { delimiter: b',', quote: b'"', escape: None, spaced: false };
}

/// Whether the list names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// The first record names the columns.
    Present,
    /// The first record is data like the others. Said only where the evidence is strong.
    Absent,
}

/// What the user has said of a list; it is not guessed again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// The quote.
    pub quote: Option<u8>,
    /// The escape: `Some(None)` says that there is none.
    pub escape: Option<Option<u8>>,
    /// Whether spaces may stand beside quoted cells.
    pub spaced: Option<bool>,
    /// How many lines stand above the header.
    pub skip_top: Option<usize>,
    /// Whether there is a header.
    pub header: Option<bool>,
}

/// What a sample tells of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sniffed {
    /// How cells are told apart.
    pub dialect: Dialect,
    /// How many lines stand above the header, or above the first record where there is none. A line ends with LF,
    /// CRLF or CR; blank lines count, and so does a `sep=;` line.
    pub skip_top: usize,
    /// Whether there is a header.
    pub header: Header,
    /// How sure that is, 0 to 1.
    pub header_confidence: f32,
    /// How sure the dialect is, 0 to 1: how regular its table is, and how far the next best dialect is behind.
    pub confidence: f32,
    /// The next best dialect with another delimiter, where another one gives a table at all.
    pub runner_up: Option<Dialect>,
    /// How many cells most records have.
    pub width: usize,
    /// Whether whole lines stand in quotes (`"a,b,""c, d"""`), as spreadsheets save a file that they had opened as one
    /// column. `dialect` is then that of the lines without these quotes.
    pub wrapped: bool,
}
