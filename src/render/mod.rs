//! A judged chunk becomes the bytes, sheet rows, decision rows and counts of every output.
//!
//! Pure, and so done on every thread; whoever writes the files only has to put the chunks in order.

mod counts;
mod decisions;
mod layout;
mod lead;
mod lines;
mod sheets;

pub use counts::{ChunkCounts, RuleTally};
pub use layout::{Layout, ListLayout};
pub use lead::lead_text;
pub use sheets::{lead_columns, rejection_columns};

use std::collections::BTreeMap;

use crate::identity::suppression::{Barred, SuppressionPlan};
use crate::identity::{Duplicate, KeyPlan};
use crate::intake::{List, Records, Tally};
use crate::judge::{Explanation, Judged, Words, explain, explain_without_questions};
use crate::model::{Disposition, Verdict};
use crate::profile::{Columns, Profile};
use crate::report::{CsvLines, DecisionChunk, SheetRow};

/// What is the same for all chunks of a run.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// The rules.
    pub profile: &'r Profile,
    /// The lists, in job order.
    pub lists: &'r [List],
    /// The columns of the outputs.
    pub layout: &'r Layout,
    /// The identity keys.
    pub keys: &'r KeyPlan,
    /// Who must not be contacted.
    pub suppression: &'r SuppressionPlan,
    /// The sentences of the rules.
    pub words: &'r Words,
    /// Which outputs are wanted.
    pub wanted: Wanted,
    /// Whether formulas are guarded.
    pub guard: bool,
}

/// Which outputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// CSV files.
    pub csv: bool,
    /// Rows of the sheets of prospects and reviews.
    pub sheets: bool,
    /// Rows of the sheet of rejections.
    pub rejections_sheet: bool,
    /// Rows of `decisions.parquet`.
    pub decisions: bool,
}

/// Where a chunk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The place of its list among the lists.
    pub list: usize,
    /// How many records of the list stand before it.
    pub records_before: u64,
    /// The line of its first byte, from 1.
    pub line: u64,
    /// The place of its first byte in the list.
    pub offset: u64,
}

/// A chunk that was judged and tested for duplicates.
pub struct Settled<'s> {
    /// Where it stands.
    pub position: Position,
    /// Its records.
    pub records: &'s Records,
    /// What the rules read.
    pub columns: &'s Columns,
    /// What the rules say.
    pub judged: &'s Judged,
    /// For each record, the earlier one that it repeats: list, record and key.
    pub duplicates: &'s [Option<Repeat>],
    /// For each record, why it must not be contacted; empty where nothing was tested.
    pub barred: &'s [Option<Barred>],
    /// What the cells of its fields were like.
    pub tallies: &'s BTreeMap<usize, Tally>,
}

/// An earlier record that a duplicate repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The key that both have.
    pub duplicate: Duplicate,
    /// The place of the earlier record's list.
    pub list: usize,
    /// The earlier record's number in its list, from 1.
    pub record: u64,
}

/// A chunk's share of every output.
#[derive(Debug)]
pub struct Rendered {
    /// Lines of `prospects.csv`.
    pub prospects: Vec<u8>,
    /// Lines of `review.csv`.
    pub review: Vec<u8>,
    /// Lines of `rejections.csv`.
    pub rejections: Vec<u8>,
    /// Lines of `duplicates.csv`.
    pub duplicates: Vec<u8>,
    /// Lines of `suppressed.csv`.
    pub suppressed: Vec<u8>,
    /// Rows of `prospects.xlsx`.
    pub prospect_rows: Vec<SheetRow>,
    /// Rows of `review.xlsx`.
    pub review_rows: Vec<SheetRow>,
    /// Rows of `rejections.xlsx`.
    pub rejection_rows: Vec<SheetRow>,
    /// Rows of `decisions.parquet`.
    pub decisions: Option<DecisionChunk>,
    /// Counts.
    pub counts: ChunkCounts,
}

/// Renders a chunk.
#[must_use]
pub fn render(run: &Run<'_>, chunk: &Settled<'_>) -> Rendered {
    let lines = || CsvLines::new(run.guard);
    let (mut prospects, mut review, mut duplicates, mut suppressed) = (lines(), lines(), lines(), lines());
    // Most leads of a bought list are rejected, and come out half as long again as they went in. A buffer that has to
    // grow is copied.
    let room = if run.wanted.csv { chunk.records.bytes() * 7 / 4 } else { 0 };
    let mut rejections = CsvLines::with_room(run.guard, room);
    let (mut prospect_rows, mut review_rows, mut rejection_rows) = (Vec::new(), Vec::new(), Vec::new());
    let view = lead::View { run, chunk, list: &run.lists[chunk.position.list] };
    for record in 0..chunk.records.len() {
        if let Some(barred) = chunk.barred(record) {
            if run.wanted.csv {
                lines::suppressed(&view, record, barred, &mut suppressed);
            }
            continue;
        }
        if chunk.duplicates[record].is_some() {
            if run.wanted.csv {
                lines::duplicate(&view, record, &mut duplicates);
            }
            continue;
        }
        let (lines, rows) = match chunk.judged.verdicts[record] {
            Verdict::Prospect => (&mut prospects, &mut prospect_rows),
            Verdict::Review => (&mut review, &mut review_rows),
            Verdict::Rejected => (&mut rejections, &mut rejection_rows),
        };
        view.write(record, lines, rows);
    }
    Rendered {
        prospects: prospects.into_bytes(),
        review: review.into_bytes(),
        rejections: rejections.into_bytes(),
        duplicates: duplicates.into_bytes(),
        suppressed: suppressed.into_bytes(),
        prospect_rows,
        review_rows,
        rejection_rows,
        decisions: run.wanted.decisions.then(|| decisions::decisions(run, chunk)),
        counts: counts::count(run.profile, chunk),
    }
}

impl Settled<'_> {
    /// Why a record must not be contacted.
    fn barred(&self, record: usize) -> Option<Barred> {
        self.barred.get(record).copied().flatten()
    }

    /// Whether a record counts as judged: not suppressed, and no duplicate.
    fn is_judged(&self, record: usize) -> bool {
        self.barred(record).is_none() && self.duplicates[record].is_none()
    }

    /// Where a record ends.
    fn disposition(&self, record: usize) -> Disposition {
        match (self.barred(record), &self.duplicates[record]) {
            (Some(_), _) => Disposition::Suppressed,
            (None, Some(_)) => Disposition::Duplicate,
            (None, None) => self.judged.verdicts[record].into(),
        }
    }
}

impl lead::View<'_> {
    /// Writes a judged record to its CSV file and its sheet, as far as they are wanted.
    fn write(&self, record: usize, lines: &mut CsvLines, rows: &mut Vec<SheetRow>) {
        let rejected = self.chunk.judged.verdicts[record] == Verdict::Rejected;
        let sheet = if rejected { self.run.wanted.rejections_sheet } else { self.run.wanted.sheets };
        if !self.run.wanted.csv && !sheet {
            return;
        }
        let explained = if rejected { explain_without_questions } else { explain };
        let explanation: Explanation = explained(self.run.profile, self.chunk.columns, self.chunk.judged, record);
        if self.run.wanted.csv {
            lines::judged(self, record, &explanation, lines);
        }
        if sheet {
            let mut reason = String::new();
            self.reason(record, &explanation, &mut reason);
            rows.push(sheets::row(self, record, &explanation, reason));
        }
    }
}
