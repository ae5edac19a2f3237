//! The two halves of the work on a batch: read and judge, then test for duplicates and render.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::feed::Batch;
use crate::identity::FirstSeen;
use crate::intake::{Chunk, ChunkFields, Lead, Records, Tally};
use crate::judge::{Judged, derive, judge};
use crate::profile::Columns;
use crate::render::{Position, Rendered, Repeat, Run, Settled, render};

/// A judged chunk, on its way to the test for duplicates.
pub(super) struct JudgedChunk {
    pub(super) position: Position,
    pub(super) records: Records,
    pub(super) columns: Columns,
    pub(super) judged: Judged,
    hashes: Vec<Vec<Option<u128>>>,
    tallies: BTreeMap<usize, Tally>,
}

/// A rendered chunk, on its way to the files.
pub(super) struct RenderedChunk {
    pub(super) position: Position,
    pub(super) records: Records,
    pub(super) rendered: Rendered,
}

/// Reads and judges batches in the order of the lists.
pub(super) struct Judging<'r> {
    run: &'r Run<'r>,
    list: Option<usize>,
    /// A record that did not end in the chunk before.
    rest: Vec<u8>,
    /// The last record that others may go on with.
    lead: Lead,
    next: Position,
}

impl<'r> Judging<'r> {
    pub(super) fn new(run: &'r Run<'r>) -> Self {
        let next = Position { list: 0, records_before: 0, line: 0, offset: 0 };
        Self { run, list: None, rest: Vec::new(), lead: Lead::default(), next }
    }

    /// Reads all chunks at once, then puts right the few that did not begin where a record begins, then judges all.
    pub(super) fn judge(&mut self, batch: Batch) -> Vec<JudgedChunk> {
        let shape = &self.run.lists[batch.list].shape;
        let offset = batch.chunks.first().map_or(0, |chunk| chunk.offset);
        let read = |chunk: Chunk| (chunk.last, Records::read(chunk.bytes, shape, chunk.last));
        let read: Vec<(bool, Records)> = batch.chunks.into_par_iter().map(read).collect();
        if self.list != Some(batch.list) {
            let line = self.run.lists[batch.list].first_line();
            (self.list, self.next) = (Some(batch.list), Position { list: batch.list, records_before: 0, line, offset });
            (self.rest, self.lead) = (Vec::new(), Lead::default());
        }
        let placed: Vec<(Position, Records)> =
            read.into_iter().map(|(last, records)| self.place(records, last)).collect();
        placed.into_par_iter().map(|(position, records)| judge_chunk(self.run, position, records)).collect()
    }

    /// Says where a chunk stands. Where the one before left a rest, both are read again as one.
    fn place(&mut self, records: Records, last: bool) -> (Position, Records) {
        let mut records = records;
        if !self.rest.is_empty() {
            let mut bytes = std::mem::take(&mut self.rest);
            bytes.extend_from_slice(&records.into_bytes());
            records = Records::read(bytes, &self.run.lists[self.next.list].shape, last);
        }
        self.rest = std::mem::take(&mut records.rest);
        self.run.lists[self.next.list].reshape(&mut records, &mut self.lead);
        let read_from = &self.run.lists[self.next.list];
        let position = self.next;
        self.next.records_before += u64::from(records.count);
        self.next.line += u64::from(records.line_count);
        self.next.offset += records.source_length(|text| read_from.source_length(text));
        (position, records)
    }
}

fn judge_chunk(run: &Run<'_>, position: Position, records: Records) -> JudgedChunk {
    let list = &run.lists[position.list];
    let fields = ChunkFields::new(run.profile, list, &records);
    let columns = derive(run.profile, records.len(), |source, columns| fields.column(source, columns));
    // Fields that no rule reads are looked at as well where cells of their type are ever mended.
    let mended = |field: &usize| {
        (records.is_suspect() || run.profile.fields[*field].field_type.is_mended()) && list.feeds(*field)
    };
    (0..run.profile.fields.len()).filter(mended).for_each(|field| fields.count(field));
    let tallies = fields.into_tallies();
    let judged = judge(run.profile, &columns, records.len());
    let hashes = run.keys.hashes(&columns, records.len());
    JudgedChunk { position, records, columns, judged, hashes, tallies }
}

/// Tests batches for duplicates in the order of the lists, and renders them.
pub(super) struct Settling<'r> {
    run: &'r Run<'r>,
    seen: FirstSeen,
    /// For each list, the number over all lists of its first record.
    starts: Vec<u64>,
    /// The number over all lists of the next record; a record that is several leads has several.
    next: u64,
}

impl<'r> Settling<'r> {
    /// With room for the keys of about so many records.
    pub(super) fn new(run: &'r Run<'r>, records: usize) -> Self {
        Self { run, seen: FirstSeen::with_room(records * run.keys.len()), starts: Vec::new(), next: 0 }
    }

    pub(super) fn settle(&mut self, batch: Vec<JudgedChunk>) -> Vec<RenderedChunk> {
        let tested: Vec<(JudgedChunk, Vec<Option<Repeat>>)> =
            batch.into_iter().map(|chunk| (self.duplicates(&chunk), chunk)).map(|(d, c)| (c, d)).collect();
        let run = self.run;
        tested.into_par_iter().map(|(chunk, duplicates)| render_chunk(run, chunk, &duplicates)).collect()
    }

    /// For each record of a chunk, whether it repeats an earlier one.
    pub(super) fn repeats(&mut self, chunk: &JudgedChunk) -> Vec<bool> {
        self.duplicates(chunk).iter().map(Option::is_some).collect()
    }

    /// For each record of a chunk, the earlier one that it repeats.
    fn duplicates(&mut self, chunk: &JudgedChunk) -> Vec<Option<Repeat>> {
        while self.starts.len() <= chunk.position.list {
            self.starts.push(self.next);
        }
        let (first, lists) = (self.next, self.run.lists);
        let each = lists[chunk.position.list].numbers_per_record();
        self.next += u64::from(chunk.records.count) * each;
        (0..chunk.records.len())
            .map(|record| {
                let number =
                    first + u64::from(chunk.records.number(record)) * each + u64::from(chunk.records.group(record));
                let duplicate = self.seen.meet(chunk.hashes.iter().map(|key| key[record]), number)?;
                let list = self.starts.partition_point(|start| *start <= duplicate.first) - 1;
                let before = (duplicate.first - self.starts[list]) / lists[list].numbers_per_record();
                Some(Repeat { duplicate, list, record: before + 1 })
            })
            .collect()
    }
}

fn render_chunk(run: &Run<'_>, chunk: JudgedChunk, duplicates: &[Option<Repeat>]) -> RenderedChunk {
    let settled = Settled {
        position: chunk.position,
        records: &chunk.records,
        columns: &chunk.columns,
        judged: &chunk.judged,
        duplicates,
        tallies: &chunk.tallies,
    };
    let rendered = render(run, &settled);
    RenderedChunk { position: chunk.position, records: chunk.records, rendered }
}
