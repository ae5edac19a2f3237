//! The nightly import as its job file describes it.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::SourceFile;
use crate::model::Readers;

/// A compiled job file. All paths are absolute.
#[derive(Clone, Debug)]
pub struct Job {
    /// The job file.
    pub path: PathBuf,
    /// The name, part of the output folder's name.
    pub name: String,
    /// The profile file.
    pub profile: PathBuf,
    /// The lists, in order of priority.
    pub lists: Vec<ListPattern>,
    /// The folder of the outputs.
    pub out: PathBuf,
    /// What is written and how.
    pub output: Output,
    /// When a finished run counts as failed.
    pub fail_when: FailWhen,
    /// How much may come out of packed files.
    pub limits: Unpacking,
    /// The files that name who must not be contacted.
    pub suppress: Vec<ListPattern>,
    /// How many runs of the job stay in `out`; all where it does not say.
    pub keep_runs: Option<usize>,
    /// The job file itself, for the record of the run.
    pub source: SourceFile,
}

/// One entry of `lists`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPattern {
    /// A path or glob, absolute.
    pub pattern: String,
    /// Whether it may match nothing.
    pub optional: bool,
}

/// `[output]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The formats to write.
    pub formats: Vec<Format>,
    /// Whether cells that a spreadsheet would run get a leading apostrophe.
    pub formula_guard: bool,
    /// Who on the machine may read the files.
    pub readable_by: Readers,
}

/// A format of outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CSV files.
    Csv,
    /// Workbooks.
    Xlsx,
    /// `decisions.parquet`.
    Parquet,
}

/// `[fail_when]`: passing one of these ends a finished run with exit code 3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailWhen {
    /// Share of unreadable records above which the run counts as failed, 0 to 1.
    pub unreadable_rows: Option<Decimal>,
    /// Fewer prospects than this.
    pub prospects_below: Option<u64>,
    /// A list without any column that a knock-out reads.
    pub unmapped_knock_out: bool,
    /// A rule's id, and the share of judged leads above which its unknowns count as failure, 0 to 1.
    pub unknown: Vec<(String, Decimal)>,
}

/// `[limits]`: how much may come out of archives and workbooks, where the job says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacking {
    /// The most bytes that one packed list may unpack to.
    pub max_unpacked: Option<u64>,
    /// How many times its own size a file may unpack to.
    pub max_ratio: Option<u64>,
    /// The most files in an archive.
    pub max_members: Option<usize>,
    /// The most bytes that a workbook may unpack to.
    pub max_workbook: Option<u64>,
}

impl Format {
    /// Every format, in the order that help shows.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Parquet];

    /// The word that job files and flags use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

impl Default for Output {
    fn default() -> Self {
        Self { formats: Format::ALL.to_vec(), formula_guard: true, readable_by: Readers::Owner }
    }
}
