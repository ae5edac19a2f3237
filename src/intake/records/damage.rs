//! What can be wrong with a record, and what was put right in one.

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableRecord {
    /// Its number among the chunk's records, from 0.
    pub number: u32,
    /// How many line ends of the chunk stand before it.
    pub line: u32,
    /// Where it begins in the chunk.
    pub start: usize,
    /// Its bytes, without the line end.
    pub raw: Vec<u8>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has fewer cells than the header.
    TooFewCells(usize),
    /// It has more cells than the header, and the surplus is not blank.
    TooManyCells(usize),
    /// Its cells stand under wrong names: there is one too many in it, and a blank one at the end makes up for it.
    Shifted,
    /// Its bytes are no UTF-8, or hold a NUL.
    NotText,
    /// All its cells are blank.
    Blank,
    /// A cell is longer than [`MAX_CELL`](super::MAX_CELL).
    CellTooLong,
    /// It is the header once more, as in lists that were put together from several.
    RepeatedHeader,
    /// It stands right below the header and says more about the columns: types, units, descriptions, a survey's questions.
    BelowHeader,
    /// It stands in another table of the list, and has something in a column that the list's header does not name.
    OtherColumns,
    /// It stands below the last lead: a total, or a remark such as "Exported by …".
    BelowData,
}

impl Fault {
    /// Every kind, by the word that `unreadable.csv` uses.
    pub const KINDS: [&str; 10] = [
        "too_few_cells",
        "too_many_cells",
        "shifted_cells",
        "not_text",
        "blank",
        "cell_too_long",
        "repeated_header",
        "below_header",
        "other_columns",
        "below_data",
    ];

    /// Whether nothing stands there.
    #[must_use]
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The word that `unreadable.csv` uses.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::TooFewCells(_) => "too_few_cells",
            Self::TooManyCells(_) => "too_many_cells",
            Self::Shifted => "shifted_cells",
            Self::NotText => "not_text",
            Self::Blank => "blank",
            Self::CellTooLong => "cell_too_long",
            Self::RepeatedHeader => "repeated_header",
            Self::BelowHeader => "below_header",
            Self::OtherColumns => "other_columns",
            Self::BelowData => "below_data",
        }
    }
}

/// A record that could be read only after something was put right, or with a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MendedRecord {
    /// Its number among the chunk's records, from 0.
    pub number: u32,
    /// How many line ends of the chunk stand before it.
    pub line: u32,
    /// What was done.
    pub mending: Mending,
}

/// What was done to a record so that it could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mending {
    /// A quote where none belongs was read as an ordinary character.
    StrayQuote,
    /// The whole record was wrapped in quotes, as by a spreadsheet that saved one column: it was unwrapped.
    Unwrapped,
    /// The record has a delimiter of its own, and with that as many cells as the header.
    OtherDelimiter,
    /// The record is in another encoding than the list's, and was read in that.
    OtherEncoding,
    /// The record stands in another table of the list, and was read by the names of that.
    OtherTable,
    /// A delimiter in it was not quoted: two of its cells were joined, the only two that make all cells fit their columns.
    JoinedCells,
    /// A delimiter beside a quote in it was lost: it was put back, in the only place that makes all cells fit.
    LostDelimiter,
}

impl Mending {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::StrayQuote,
        Self::Unwrapped,
        Self::OtherDelimiter,
        Self::OtherEncoding,
        Self::OtherTable,
        Self::JoinedCells,
        Self::LostDelimiter,
    ];

    /// The word that the summary uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StrayQuote => "stray_quote",
            Self::Unwrapped => "unwrapped_record",
            Self::OtherDelimiter => "other_delimiter",
            Self::OtherEncoding => "other_encoding",
            Self::OtherTable => "other_table",
            Self::JoinedCells => "joined_cells",
            Self::LostDelimiter => "lost_delimiter",
        }
    }

    /// What was done, to follow "1 record" or "7 records".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::StrayQuote => "with a stray quote, read as an ordinary character",
            Self::Unwrapped => "wrapped whole in quotes, unwrapped",
            Self::OtherDelimiter => "with another delimiter than the list's, read by that",
            Self::OtherEncoding => "in another encoding than the list's, read in that",
            Self::JoinedCells => "with a delimiter in a cell that is not quoted, read with the two cells joined",
            Self::LostDelimiter => "with a delimiter lost beside a quote, read with that put back",
            Self::OtherTable => "of another table in the list, read by the names that stand above it",
        }
    }
}
