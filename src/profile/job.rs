//! The nightly import as its job file describes it.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::Condition;
use super::SourceFile;
use crate::model::{Language, Readers, Verdict};
use crate::operators::Period;

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
    /// For each `[[suppress.clear]]`, the files that name whose cells are not to be used.
    pub clear: Vec<Vec<ListPattern>>,
    /// Where it remembers whom it handed over.
    pub ledger: Option<LedgerFile>,
    /// How many leads are handed over at most.
    pub limit: Vec<Limit>,
    /// What becomes of lists that were done; nothing where the job has no inbox.
    pub after: Option<After>,
    /// Whether one list that cannot be read stops the others.
    pub strict: bool,
    /// Whether its paths may leave its folder through symbolic links.
    pub follow_links: bool,
    /// How many runs of the job stay in `out`; all where it does not say.
    pub keep_runs: Option<usize>,
    /// The job file itself, for the record of the run.
    pub source: SourceFile,
}

/// `[ledger]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFile {
    /// The ledger.
    pub path: PathBuf,
    /// How long it remembers; for ever where it does not say.
    pub retention: Option<Period>,
    /// How many copies of it are kept.
    pub backups: usize,
    /// The suppression file for people who objected.
    pub forgotten: PathBuf,
}

/// `[[suppress.clear]]`: which cells are not to be used, and of whom.
#[derive(Clone, Debug)]
pub struct Clearing {
    /// The fields.
    pub fields: Vec<usize>,
    /// Of whom; where files name somebody too, of those for whom both hold.
    pub when: Option<Condition>,
}

/// `[limit.NAME]`: best first, and what has no room is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name.
    pub name: String,
    /// The field whose values are the groups; without one, all leads are one group.
    pub by: Option<String>,
    /// How many leads of a group are handed over at most.
    pub keep: u64,
    /// Which leads it counts: prospects, or those for review.
    pub of: Verdict,
    /// How long who is held comes first on later nights.
    pub hold_for: Option<Period>,
}

/// What becomes of lists that were done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// They stay where they are.
    Keep,
    /// They are moved to `done/<date>/` beside the job file.
    Move,
}

/// One entry of `lists`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPattern {
    /// A path or glob, absolute.
    pub pattern: String,
    /// Whether it may match nothing.
    pub optional: bool,
}

/// Among the columns of `[output]`: all that are not named.
pub const OTHERS: &str = "*";

/// `[output]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The formats to write.
    pub formats: Vec<Format>,
    /// Whether cells that a spreadsheet would run get a leading apostrophe.
    pub formula_guard: bool,
    /// Who on the machine may read the files.
    pub readable_by: Readers,
    /// The language of the reports for people.
    pub language: Language,
    /// The columns of prospects and reviews behind the decision, by the names of fields; `*` is all others. Without it
    /// they have all.
    pub columns: Option<Vec<String>>,
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
    /// `report.html`.
    Html,
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
    /// A list whose encoding is told with a confidence below 90 %.
    pub guessed_encoding: bool,
    /// A list with fewer records, or a field filled less often, than its vendor promised.
    pub below_promise: bool,
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
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Parquet, Self::Html];

    /// The word that job files and flags use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Html => "html",
        }
    }
}

impl Output {
    /// The formats and the guard, as the record of a run says it.
    #[must_use]
    pub fn described(&self) -> String {
        let formats: Vec<&str> = self.formats.iter().map(|format| format.name()).collect();
        let guard = if self.formula_guard { "" } else { ", formulas unguarded" };
        let columns = self.columns.as_ref().map_or_else(String::new, |names| format!(", columns {}", names.join(" ")));
        format!("{}, {}{guard}{columns}", formats.join(", "), self.language.name())
    }
}

impl Default for Output {
    fn default() -> Self {
        Self {
            formats: Format::ALL.to_vec(),
            formula_guard: true,
            readable_by: Readers::Owner,
            language: Language::En,
            columns: None,
        }
    }
}
