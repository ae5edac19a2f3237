//! The two halves of the work on a chunk: read and judge, then test for duplicates and render.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::alter::Changes;
use super::sellers::Sellers;
use super::turn::{Turn, own};
use crate::field_types::{Channels, FieldType};
use crate::identity::suppression::Barred;
use crate::identity::{Duplicate, EVERY_CELL, FirstSeen, SAME_BYTES, SharedKeys, SharedValue, WholeRecords};
use crate::intake::{CarryOver, Chunk, ChunkFields, Lead, List, Records, States, Tally};
use crate::judge::{Judged, derive, judge};
use crate::ledger::Known;
use crate::model::{Cell, Verdict};
use crate::profile::Columns;
use crate::render::{
    Altered, LeadPlace, OtherLead, Position, Rendered, Repeat, Run, Settled, SoldBefore, Wanted, render,
};
use crate::report::ROW_LIMIT;

/// A judged chunk, on its way to the test for duplicates.
pub(super) struct JudgedChunk {
    pub(super) position: Position,
    pub(super) records: Records,
    pub(super) columns: Columns,
    altered: Option<Altered>,
    pub(super) judged: Judged,
    pub(super) hashes: Vec<Vec<Option<u128>>>,
    whole: Vec<Option<u128>>,
    companies: Vec<u32>,
    barred: Vec<Option<Barred>>,
    pub(super) known: Vec<Option<Known>>,
    tallies: BTreeMap<usize, Tally>,
    states: States,
}

/// What the rules and keys say of a chunk, wherever it stands.
struct Findings {
    columns: Columns,
    altered: Option<Altered>,
    judged: Judged,
    hashes: Vec<Vec<Option<u128>>>,
    /// For each record without a key, the hash of all of its cells; no records where all have a key.
    whole: Vec<Option<u128>>,
    /// For each record a number for its company; no records where that does not matter.
    companies: Vec<u32>,
    barred: Vec<Option<Barred>>,
    known: Vec<Option<Known>>,
    tallies: BTreeMap<usize, Tally>,
    states: States,
}

/// A chunk that was read and, where that needs no other chunk, judged.
struct ReadChunk {
    records: Records,
    findings: Option<Findings>,
    last: bool,
}

/// A rendered chunk, on its way to the files.
pub(super) struct RenderedChunk {
    pub(super) position: Position,
    pub(super) records: Records,
    pub(super) rendered: Rendered,
}

/// Reads and judges chunks.
pub(super) struct Judging<'r> {
    run: &'r Run<'r>,
    changes: &'r Changes,
    placing: Mutex<Placing>,
}

/// Where chunks stand, as far as they were placed.
struct Placing {
    list: Option<usize>,
    /// A record that did not end in the chunk before.
    rest: Vec<u8>,
    /// What the chunk before says about this one.
    carry_over: CarryOver,
    /// The last record that others may go on with.
    lead: Lead,
    next: Position,
}

impl<'r> Judging<'r> {
    pub(super) fn new(run: &'r Run<'r>, changes: &'r Changes) -> Self {
        Self { run, changes, placing: Mutex::new(Placing::new()) }
    }

    /// Reads and judges a chunk before it is known where it stands. The few chunks that do not begin where a record begins
    /// are put right once that is known, and judged then, as are those of lists in which a record can go on with an
    /// earlier one. One step of the turn; nothing where an earlier one was given up.
    pub(super) fn judge(&self, turn: &Turn, list: usize, chunk: Chunk) -> Option<JudgedChunk> {
        let (run, changes, offset) = (self.run, self.changes, chunk.offset);
        let read = read(run, changes, list, chunk);
        let (position, chunk) = turn.take(|| own(&self.placing).place(run.lists, (list, offset), read))?;
        Some(chunk.judged(run, changes, position))
    }
}

/// Reads chunks without judging them.
pub(super) struct Reading<'r> {
    lists: &'r [List],
    placing: Mutex<Placing>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(lists: &'r [List]) -> Self {
        Self { lists, placing: Mutex::new(Placing::new()) }
    }

    /// Reads a chunk, and says where it stands. One step of the turn; nothing where an earlier one was given up.
    pub(super) fn read(&self, turn: &Turn, list: usize, chunk: Chunk) -> Option<(Position, Records)> {
        let Chunk { bytes, offset, last } = chunk;
        let records = Records::read(bytes, &self.lists[list].shape, last);
        let whole = ReadChunk { records, findings: None, last };
        let (position, placed) = turn.take(|| own(&self.placing).place(self.lists, (list, offset), whole))?;
        Some((position, placed.records))
    }
}

impl Placing {
    /// Before the first chunk.
    fn new() -> Self {
        let next = Position { list: 0, records_before: 0, line: 0, offset: 0 };
        Self { list: None, rest: Vec::new(), carry_over: CarryOver::default(), lead: Lead::default(), next }
    }

    /// Says where a chunk stands. Where the one before left a rest, both are read again as one; so is a chunk that belongs
    /// to another table.
    fn place(&mut self, lists: &[List], (place, offset): (usize, u64), chunk: ReadChunk) -> (Position, ReadChunk) {
        let (list, mut chunk) = (&lists[place], chunk);
        if self.list != Some(place) {
            let next = Position { list: place, records_before: 0, line: list.first_line(), offset };
            *self = Self { list: Some(place), next, ..Self::new() };
        }
        if !self.rest.is_empty() || !self.carry_over.is_beginning() {
            let mut bytes = std::mem::take(&mut self.rest);
            bytes.extend_from_slice(&chunk.records.into_bytes());
            chunk.records = Records::read_on(bytes, &list.shape, chunk.last, &self.carry_over);
            chunk.findings = None;
        }
        self.carry_over = chunk.records.carry_over().clone();
        self.rest = std::mem::take(&mut chunk.records.rest);
        list.reshape(&mut chunk.records, &mut self.lead);
        let position = self.next;
        self.next.records_before += u64::from(chunk.records.count);
        self.next.line += u64::from(chunk.records.line_count);
        self.next.offset += chunk.records.source_length(|text| list.source_length(text));
        (position, chunk)
    }
}

fn read(run: &Run<'_>, changes: &Changes, list: usize, chunk: Chunk) -> ReadChunk {
    let records = Records::read(chunk.bytes, &run.lists[list].shape, chunk.last);
    let waits = run.lists[list].reshapes() || changes.need_places() || run.earlier.memory.repeats(list);
    let findings = (!waits).then(|| find(run, changes, list, None, &records));
    ReadChunk { records, findings, last: chunk.last }
}

impl ReadChunk {
    fn judged(self, run: &Run<'_>, changes: &Changes, position: Position) -> JudgedChunk {
        let records = self.records;
        let find = || find(run, changes, position.list, Some(position), &records);
        let findings = self.findings.unwrap_or_else(find);
        let Findings { columns, altered, judged, hashes, whole, companies, barred, known, tallies, states } = findings;
        JudgedChunk {
            position,
            records,
            columns,
            altered,
            judged,
            hashes,
            whole,
            companies,
            barred,
            known,
            tallies,
            states,
        }
    }
}

/// Who a lead is and whether it may be contacted is told from its cells as the list has them; rules see them altered.
fn find(run: &Run<'_>, changes: &Changes, list: usize, position: Option<Position>, records: &Records) -> Findings {
    let place = list;
    let list = &run.lists[list];
    let fields = ChunkFields::new(run.profile, list, records).keeping_states(run.wanted.decisions);
    let columns = derive(run.profile, records.len(), |source, columns| fields.column(source, columns));
    // Fields that no rule reads are looked at as well where cells of their type may be misread, where they were
    // promised, and where somebody has to answer for what cannot be read. Only texts are looked at for this chunk's sake:
    // what was not looked at in every chunk is not counted.
    let wanted = |field: &usize| {
        let field_type = &run.profile.fields[*field].field_type;
        let answered_for = list.file.is_bought() && !matches!(field_type, FieldType::Text(_));
        let promise = &list.file.promise;
        promise.filled.contains_key(field)
            || promise.verified_within.contains_key(field)
            || (field_type.has_form() || answered_for || records.oddities().need_repair()) && list.feeds(*field)
    };
    (0..run.profile.fields.len()).filter(wanted).for_each(|field| fields.count(field));
    let (tallies, states) = fields.into_tallies_and_states();
    let hashes = run.keys.hashes(&columns, records.len());
    let whole = whole_records(list, records, &hashes);
    let companies = run.keys.companies(&columns, records.len());
    let mut barred = run.suppression.find(&columns, records.len());
    let channels = run.suppression.channels(&columns, &hashes, records.len(), &mut barred);
    let cleared = cleared(run, list, records, &channels, &mut barred);
    let known = known(run, place, position, &hashes, records);
    let place = position.map(|position| (position, list.numbers_per_record()));
    let (columns, altered) = changes.alter(run.profile, place, records, columns, cleared);
    let judged = judge(run.profile, &columns, records.len());
    Findings { columns, altered, judged, hashes, whole, companies, barred, known, tallies, states }
}

/// For each record without a key, the hash of all of its cells; no records where all have a key.
fn whole_records(list: &List, records: &Records, hashes: &[Vec<Option<u128>>]) -> Vec<Option<u128>> {
    let has_no_key = |record: &usize| hashes.iter().all(|key| key[*record].is_none());
    let Some(first) = (0..records.len()).find(has_no_key) else { return Vec::new() };
    let headers = &list.mapping.headers;
    let whole = WholeRecords::under(headers.iter().map(String::as_str));
    let hash =
        |record| whole.hash((0..headers.len()).map(|column| records.cell(record, column)), records.group(record));
    (0..records.len()).map(|record| (record >= first && has_no_key(&record)).then(|| hash(record))).collect()
}

/// The cells that must not be used because their channel is objected to. A lead without any other way left to contact it
/// is barred.
fn cleared(
    run: &Run<'_>,
    list: &List,
    records: &Records,
    channels: &BTreeMap<usize, Channels>,
    barred: &mut [Option<Barred>],
) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    for (record, channels) in channels {
        let known =
            |field| matches!(list.cell(run.profile, records, *record, field).cell, Cell::Known(_) | Cell::Range(_));
        if !run.suppression.fields_left(*channels).any(known) {
            barred[*record] = barred[*record].or(Some(Barred::NoChannel(*channels)));
        }
        cells.extend(run.suppression.fields_of(*channels).map(|field| (*record, field)));
    }
    cells
}

/// For each record, that it was handed over before; no records where nobody was.
fn known(
    run: &Run<'_>,
    list: usize,
    position: Option<Position>,
    hashes: &[Vec<Option<u128>>],
    records: &Records,
) -> Vec<Option<Known>> {
    let memory = run.earlier.memory;
    let repeats = memory.repeats(list);
    if memory.is_empty() && !repeats {
        return Vec::new();
    }
    let before = position.map_or(0, |position| position.records_before);
    let by_place = |record: usize| {
        let number = before + u64::from(records.number(record)) + 1;
        memory.known_record(list, number, records.part(record), SAME_BYTES)
    };
    let known = |record: usize| {
        let by_key = memory.known(hashes.iter().map(|key| key[record]));
        if repeats { by_key.or_else(|| by_place(record)) } else { by_key }
    };
    (0..records.len()).map(known).collect()
}

/// Tests chunks for duplicates, and renders them.
pub(super) struct Settling<'r> {
    run: &'r Run<'r>,
    earlier: Mutex<EarlierChunks>,
}

/// What is known of the chunks that were tested.
struct EarlierChunks {
    seen: FirstSeen,
    sellers: Sellers,
    shared: SharedKeys,
    /// For each list, the number over all lists of its first record.
    starts: Vec<u64>,
    /// The number over all lists of the next record; a record that is several leads has several.
    next: u64,
    /// How many leads were rejected so far: beyond some number they get no sheet, and need no rows for it.
    rejected: usize,
}

/// What the earlier chunks tell of one.
pub(super) struct Repeats {
    /// For each record, the earlier one that it repeats.
    pub(super) duplicates: Vec<Option<Repeat>>,
    /// Whether a sheet has room for its rejected leads.
    sheet: bool,
}

impl<'r> Settling<'r> {
    /// With room for the keys of about so many records.
    pub(super) fn new(run: &'r Run<'r>, records: usize) -> Self {
        let earlier = EarlierChunks {
            seen: FirstSeen::with_room(records * run.keys.len()),
            sellers: Sellers::of(run.lists),
            shared: SharedKeys::default(),
            starts: Vec::new(),
            next: 0,
            rejected: 0,
        };
        Self { run, earlier: Mutex::new(earlier) }
    }

    /// The values of keys that more than a few companies share, in all chunks that were tested.
    pub(super) fn into_shared(self) -> Vec<SharedValue> {
        let earlier = self.earlier.into_inner().unwrap_or_else(PoisonError::into_inner);
        earlier.shared.finish(|key| (self.run.keys.name(key), self.run.keys.is_told(key)))
    }

    /// Renders a chunk. One step of the turn; nothing where an earlier one was given up.
    pub(super) fn settle(&self, turn: &Turn, chunk: JudgedChunk) -> Option<RenderedChunk> {
        let Repeats { duplicates, sheet } = self.repeats(turn, &chunk)?;
        let run = Run { wanted: Wanted { rejections_sheet: sheet, ..self.run.wanted }, ..*self.run };
        Some(render_chunk(&run, chunk, &duplicates))
    }

    /// What the records of a chunk repeat. One step of the turn; nothing where an earlier one was given up.
    pub(super) fn repeats(&self, turn: &Turn, chunk: &JudgedChunk) -> Option<Repeats> {
        turn.take(|| {
            let mut earlier = own(&self.earlier);
            let duplicates = earlier.duplicates(self.run, chunk);
            let sheet = self.run.wanted.rejections_sheet && earlier.rejected <= ROW_LIMIT;
            earlier.rejected += rejected(chunk, &duplicates);
            Repeats { duplicates, sheet }
        })
    }
}

impl EarlierChunks {
    /// For each record of a chunk, the earlier one that it repeats.
    fn duplicates(&mut self, run: &Run<'_>, chunk: &JudgedChunk) -> Vec<Option<Repeat>> {
        while self.starts.len() <= chunk.position.list {
            self.starts.push(self.next);
        }
        let (first, lists) = (self.next, run.lists);
        let each = lists[chunk.position.list].numbers_per_record();
        self.next += u64::from(chunk.records.count) * each;
        self.seen.touch(chunk.hashes.iter().flatten().flatten().copied());
        let number = |record: usize| {
            first + u64::from(chunk.records.number(record)) * each + u64::from(chunk.records.group(record))
        };
        let repeats = (0..chunk.records.len()).map(|record| {
            let number = number(record);
            if let Some(company) = chunk.companies.get(record) {
                self.shared.note(number, *company);
            }
            let keys = chunk.hashes.iter().map(|key| key[record]);
            let whole = chunk.whole.get(record).copied().flatten();
            let mut duplicate = self.seen.meet(keys.chain([whole]), number)?;
            self.share(run, chunk, record, number);
            let mut sold = self.sold(chunk, record, number);
            // A record has this one only where it has no other.
            if whole.is_some() {
                duplicate.key = EVERY_CELL;
                sold.iter_mut().for_each(|(key, _)| *key = EVERY_CELL);
            }
            Some(self.repeat(lists, duplicate, sold))
        });
        repeats.collect()
    }

    /// Notes which keys of a duplicate records of other companies have.
    fn share(&mut self, run: &Run<'_>, chunk: &JudgedChunk, record: usize, number: u64) {
        for (key, first) in self.seen.hits().iter().filter(|(key, _)| run.keys.spans_companies(*key)) {
            self.shared.meet(*key, *first, number, || run.keys.normal_form(*key, &chunk.columns, record));
        }
    }

    /// The key and the number of the earlier record of the same seller that a duplicate repeats.
    fn sold(&mut self, chunk: &JudgedChunk, record: usize, number: u64) -> Option<(usize, u64)> {
        let Self { seen, sellers, starts, .. } = self;
        let hash = |key: usize| chunk.hashes.get(key).map_or_else(|| chunk.whole[record], |hashes| hashes[record]);
        let hits =
            seen.hits().iter().filter_map(|(key, first)| Some((*key, hash(*key)?, *first, list_of(starts, *first))));
        sellers.meet(chunk.position.list, number, hits)
    }

    /// Where the records stand that a duplicate names.
    fn repeat(&self, lists: &[List], duplicate: Duplicate, sold: Option<(usize, u64)>) -> Repeat {
        let placed = |number: u64| {
            let list = list_of(&self.starts, number);
            LeadPlace { list, place: number - self.starts[list] }
        };
        let record = |lead: LeadPlace| lead.place / lists[lead.list].numbers_per_record() + 1;
        let sold = sold.map(|(key, number)| {
            let lead = placed(number);
            SoldBefore { key, list: lead.list, record: record(lead) }
        });
        let (first, lead) = (placed(duplicate.first), placed(duplicate.lead));
        let other = duplicate.other.map(|other| {
            let lead = placed(other.lead);
            OtherLead { key: other.key, record: record(lead), lead }
        });
        Repeat { key: duplicate.key, list: first.list, record: record(first), place: first.place, lead, other, sold }
    }
}

/// The place of the list that has the record of this number over all lists, where the lists begin at `starts`.
fn list_of(starts: &[u64], number: u64) -> usize {
    starts.partition_point(|start| *start <= number) - 1
}

fn rejected(chunk: &JudgedChunk, duplicates: &[Option<Repeat>]) -> usize {
    let leads = chunk.judged.verdicts.iter().zip(duplicates).enumerate();
    let rejected = leads.filter(|(record, (verdict, duplicate))| {
        // Whoever was handed over before is known, whatever tonight's rules say.
        let known = chunk.known.get(*record).is_some_and(Option::is_some);
        **verdict == Verdict::Rejected && duplicate.is_none() && !chunk.is_barred(*record) && !known
    });
    rejected.count()
}

impl JudgedChunk {
    /// Whether a record was handed over before, with a verdict as good as tonight's.
    pub(super) fn is_known(&self, record: usize) -> bool {
        let known = self.known.get(record).copied().flatten();
        known.is_some_and(|known| known.settles(self.judged.verdicts[record]))
    }

    /// Whether a record must not be contacted.
    pub(super) fn is_barred(&self, record: usize) -> bool {
        self.barred.get(record).is_some_and(Option::is_some)
    }
}

fn render_chunk(run: &Run<'_>, chunk: JudgedChunk, duplicates: &[Option<Repeat>]) -> RenderedChunk {
    let settled = Settled {
        position: chunk.position,
        records: &chunk.records,
        columns: &chunk.columns,
        altered: chunk.altered.as_ref(),
        judged: &chunk.judged,
        duplicates,
        barred: &chunk.barred,
        known: &chunk.known,
        held: &run.earlier.held.find(chunk.position, &chunk.records),
        keys: &chunk.hashes,
        tallies: &chunk.tallies,
        states: &chunk.states,
    };
    let rendered = render(run, &settled);
    RenderedChunk { position: chunk.position, records: chunk.records, rendered }
}
