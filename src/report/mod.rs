//! Verdicts become files, one format per file.
//!
//! An [`OutputFolder`] makes outputs appear whole or not at all; everything else here writes one file into it, or the
//! words that a person reads when the run is done. [`Summary::add_up`] is the proof that no record was lost.

mod claims;
mod counts;
mod csv;
mod decisions;
mod error;
mod flushed;
mod folder;
mod grade;
mod guard;
mod html;
mod lock;
mod mail;
mod parquet;
mod past;
mod place;
mod placed;
mod purge;
mod remark;
mod remembered;
mod remembering;
mod run_record;
mod schema;
mod sheet;
mod summary;
mod tallies;
mod unfinished;
mod unreadable;
mod words;
mod xlsx;

/// The words of the reports, in the reader's language.
pub use crate::wording::Wording;
pub use claims::{ClaimForms, ClaimsWriter, OverlapWriter};
pub use counts::{CriterionCounts, DispositionCounts, FieldTally, Named, RuleCounts};
pub use csv::{CsvLines, csv_cell};
pub use decisions::{DecisionChunk, Missed};
pub use error::ReportError;
pub use flushed::FlushedFile;
pub use folder::OutputFolder;
pub use grade::Grade;
pub use guard::{guarded, only_begins};
pub use html::{Night, PastRun, html, write_html};
pub use mail::write_mail;
pub use parquet::{DECISIONS_FORMAT, DecisionsWriter, Footer, Names, RuleAbout};
pub use past::{past_run, past_runs};
pub use placed::{PlacedRun, Placing, Unshown, ledgers_of, place_of_run, place_of_version_1, runs_of, unshown};
pub use purge::{Purging, earlier_days, purge_runs};
pub use remark::{Filling, Remark};
pub use remembered::{LastRun, Remembered, last_run, remembered};
pub use run_record::{FileRecord, InputRecord, RunRecord, Timings, ToldPromise};
pub use schema::{REPORT_KINDS, report_schema};
pub use sheet::{AnswerKind, BETWEEN, BestRows, ColumnKind, FirstRows, ROW_LIMIT, SheetCell, SheetColumn, SheetRow};
pub use summary::{Asked, ListSummary, Price, Promise, Reason, Shared, Shortfall, Summary};
pub use tallies::{Gaps, Miss, Tallies, Value};
pub use unfinished::{abandon, wait_if_abandoned};
pub use unreadable::{UnreadableRow, UnreadableWriter, escaped};
pub use words::closing;
pub use xlsx::{PlainCell, PlainSheet, Sheet, SheetKind, write_plain_workbook, write_workbook};
