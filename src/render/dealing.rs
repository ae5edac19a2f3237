//! Deals the records of a chunk out to the outputs, each to one.

use std::collections::BTreeMap;

use super::claims::{Claims, claims};
use super::lead::View;
use super::{ChunkCounts, LeadPlace, Rendered, Run, Settled, counts, decisions, lines, sheets, similar};
use crate::identity::similar::KeptLead;
use crate::ledger::{Handover, Handovers};
use crate::model::{Disposition, Verdict};
use crate::report::{CsvLines, SheetRow};

/// The outputs of a chunk while they are filled.
pub(super) struct Dealing {
    prospects: CsvLines,
    review: CsvLines,
    rejections: CsvLines,
    duplicates: CsvLines,
    suppressed: CsvLines,
    known: CsvLines,
    held: CsvLines,
    prospect_rows: Vec<SheetRow>,
    review_rows: Vec<SheetRow>,
    rejection_rows: Vec<SheetRow>,
    handed: Handovers,
    held_keys: Vec<Vec<u128>>,
    similar: Vec<KeptLead>,
    links: Vec<[LeadPlace; 2]>,
    /// Who is asked something, with the fields.
    asked: BTreeMap<usize, Vec<usize>>,
}

impl Dealing {
    pub(super) fn new(run: &Run<'_>, chunk: &Settled<'_>) -> Self {
        let lines = || CsvLines::new(run.guard);
        // Most leads of a bought list are rejected, and come out half as long again as they went in. A buffer that has
        // to grow is copied.
        let room = if run.wanted.csv { chunk.records.bytes() * 7 / 4 } else { 0 };
        Self {
            prospects: CsvLines::with_room(run.guard, room / 8),
            review: CsvLines::with_room(run.guard, room / 8),
            rejections: CsvLines::with_room(run.guard, room),
            duplicates: lines(),
            suppressed: lines(),
            known: lines(),
            held: lines(),
            prospect_rows: Vec::new(),
            review_rows: Vec::new(),
            rejection_rows: Vec::new(),
            handed: Handovers::default(),
            held_keys: Vec::new(),
            similar: Vec::new(),
            links: Vec::new(),
            asked: BTreeMap::new(),
        }
    }

    /// Writes a record to where it ends, as far as that is wanted.
    pub(super) fn deal(&mut self, view: &View<'_>, record: usize) {
        let csv = view.run.wanted.csv;
        if csv {
            self.similar.extend(similar::keep(view, record));
            self.links.extend(similar::link(view, record));
        }
        match view.chunk.disposition(record) {
            Disposition::Suppressed if csv => lines::suppressed(view, record, &mut self.suppressed),
            Disposition::Duplicate if csv => lines::duplicate(view, record, &mut self.duplicates),
            Disposition::Known if csv => lines::known(view, record, &mut self.known),
            Disposition::Unreadable | Disposition::Suppressed | Disposition::Duplicate | Disposition::Known => {}
            Disposition::Held => self.hold(view, record),
            Disposition::Rejected => self.judged(view, record, Verdict::Rejected),
            Disposition::Review => self.hand_over(view, record, Verdict::Review),
            Disposition::Prospect => self.hand_over(view, record, Verdict::Prospect),
        }
    }

    fn hold(&mut self, view: &View<'_>, record: usize) {
        if view.run.wanted.csv {
            lines::judged(view, record, &view.explanation(record), &mut self.held);
        }
        if view.run.earlier.ledger {
            self.held_keys.push(view.chunk.keys(record).flatten().collect());
        }
    }

    fn hand_over(&mut self, view: &View<'_>, record: usize, verdict: Verdict) {
        self.judged(view, record, verdict);
        if view.run.earlier.ledger {
            let points = |score| decisions::points(view.run.profile, score);
            let handover = Handover {
                record: view.number(record),
                part: view.chunk.records.part(record),
                verdict,
                worst: points(view.chunk.judged.worst[record]),
                best: points(view.chunk.judged.best[record]),
                upgraded: view.chunk.upgraded(record).is_some(),
            };
            // What the person is known by besides, so that whoever objects is found by any of it.
            let more = view.run.people.map(|people| people.keys(view.chunk.columns, record)).unwrap_or_default();
            self.handed.push(handover, view.chunk.keys(record).chain(more.into_iter().map(Some)));
        }
    }

    /// Writes a judged record to the CSV file and the sheet of its verdict.
    fn judged(&mut self, view: &View<'_>, record: usize, verdict: Verdict) {
        let wanted = &view.run.wanted;
        let sheet = if verdict == Verdict::Rejected { wanted.rejections_sheet } else { wanted.sheets };
        let asks = verdict == Verdict::Review && wanted.decisions;
        if !wanted.csv && !sheet && !asks {
            return;
        }
        let (lines, rows) = match verdict {
            Verdict::Prospect => (&mut self.prospects, &mut self.prospect_rows),
            Verdict::Review => (&mut self.review, &mut self.review_rows),
            Verdict::Rejected => (&mut self.rejections, &mut self.rejection_rows),
        };
        let explanation = view.explanation(record);
        if verdict == Verdict::Review && !explanation.questions.is_empty() {
            self.asked.insert(record, explanation.questions.iter().map(|question| question.field).collect());
        }
        if wanted.csv {
            lines::judged(view, record, &explanation, lines);
        }
        if sheet {
            let mut reason = String::new();
            view.reason(record, &explanation, &mut reason);
            rows.push(sheets::row(view, record, &explanation, reason));
        }
    }

    pub(super) fn finish(self, run: &Run<'_>, chunk: &Settled<'_>) -> Rendered {
        let Claims { lines: claims, overlap, overlapping, defects, outdated, records: defective } = claims(run, chunk);
        Rendered {
            prospects: self.prospects.into_bytes(),
            review: self.review.into_bytes(),
            rejections: self.rejections.into_bytes(),
            duplicates: self.duplicates.into_bytes(),
            suppressed: self.suppressed.into_bytes(),
            known: self.known.into_bytes(),
            held: self.held.into_bytes(),
            prospect_rows: self.prospect_rows,
            review_rows: self.review_rows,
            rejection_rows: self.rejection_rows,
            decisions: run.wanted.decisions.then(|| decisions::decisions(run, chunk, &self.asked, &defective)),
            claims,
            overlap: if run.wanted.csv { overlap } else { Vec::new() },
            counts: ChunkCounts {
                asked: by_field(&self.asked),
                defects,
                overlapping,
                defective: defective.len() as u64,
                outdated,
                ..counts::count(run, chunk)
            },
            handed: self.handed,
            held_keys: self.held_keys,
            similar: self.similar,
            links: self.links,
        }
    }
}

/// How many leads are asked for each field.
fn by_field(asked: &BTreeMap<usize, Vec<usize>>) -> BTreeMap<usize, u64> {
    let mut fields = BTreeMap::new();
    asked.values().flatten().for_each(|field| *fields.entry(*field).or_default() += 1);
    fields
}
