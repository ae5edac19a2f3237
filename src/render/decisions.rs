//! The rows of `decisions.parquet`: every record of a chunk, in the order of the list.

use std::collections::BTreeMap;

use super::misses::{missed, sole_blocker};
use super::{Run, Settled};
use crate::intake::Fault;
use crate::judge::{earned, failed, open_cells};
use crate::model::{Cell, Disposition, Outcome, Verdict};
use crate::profile::Profile;
use crate::report::DecisionChunk;

/// One record of the chunk: read, or unreadable, by its place among those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    Read(usize),
    Unreadable(usize),
}

impl Row {
    /// Why the record is unreadable.
    fn fault(self, chunk: &Settled<'_>) -> Option<Fault> {
        match self {
            Self::Read(_) => None,
            Self::Unreadable(place) => Some(chunk.records.unreadable[place].fault),
        }
    }

    /// The number of the record in its list, and its line, both from 1.
    pub(super) fn number_and_line(self, chunk: &Settled<'_>) -> (u64, u64) {
        let (number, line) = match self {
            Self::Read(record) => (chunk.records.number(record), chunk.records.line(record)),
            Self::Unreadable(place) => {
                let broken = &chunk.records.unreadable[place];
                (broken.number, broken.line)
            }
        };
        (chunk.position.records_before + u64::from(number) + 1, chunk.position.line + u64::from(line))
    }
}

/// The decision rows of a chunk. `asked` has the records that are asked something, with the fields; `defects` those with
/// a defect.
pub(super) fn decisions(
    run: &Run<'_>,
    chunk: &Settled<'_>,
    asked: &BTreeMap<usize, Vec<usize>>,
    defects: &BTreeMap<Row, Vec<String>>,
) -> DecisionChunk {
    let rows = rows(chunk);
    let position = &chunk.position;
    let (number, line): (Vec<u64>, Vec<u64>) = rows.iter().map(|row| row.number_and_line(chunk)).unzip();
    let judged = |row: &Row| match row {
        Row::Read(record) if chunk.is_judged(*record) => Some(*record),
        _ => None,
    };
    let each = |value: &dyn Fn(usize) -> Option<Outcome>| -> Vec<Option<Outcome>> {
        rows.iter().map(|row| judged(row).and_then(value)).collect()
    };
    let score = |scores: &[i64]| -> Vec<Option<f64>> {
        rows.iter().map(|row| judged(row).map(|record| points(run.profile, scores[record]))).collect()
    };
    let ask = |row: &Row| judged(row).and_then(|record| Some(names(run.profile, asked.get(&record)?)));
    let blocked_by = |row: &Row| judged(row).map(|record| blockers(chunk, record)).unwrap_or_default();
    let points_of = |rule: usize| {
        let earned =
            |record: usize| points(run.profile, earned(run.profile, chunk.columns, chunk.judged, rule, record));
        rows.iter().map(|row| judged(row).map(earned)).collect()
    };
    let alone: Vec<Option<usize>> =
        rows.iter().map(|row| judged(row).and_then(|record| sole_blocker(run.profile, chunk, record))).collect();
    let missed = rows.iter().zip(&alone).map(|(row, rule)| missed(run, chunk, (*rule)?, judged(row)?).map(Box::new));
    DecisionChunk {
        faults: rows.iter().map(|row| row.fault(chunk).map(Fault::kind)).collect(),
        defects: rows.iter().map(|row| defects.get(row).cloned().unwrap_or_default()).collect(),
        cells: told_fields(run.profile).map(|field| states(chunk, field, &rows)).collect(),
        ask: rows.iter().map(|row| ask(row).unwrap_or_default()).collect(),
        blocked_by: rows.iter().map(blocked_by).collect(),
        points: scoring(run.profile).map(points_of).collect(),
        missed: missed.collect(),
        alone,
        list: run.lists[position.list].name.clone(),
        vendor: run.lists[position.list].file.vendor.clone(),
        part: rows.iter().map(|row| part(chunk, *row)).collect(),
        record: number,
        line,
        disposition: rows.iter().map(|row| disposition(chunk, *row)).collect(),
        score_worst: score(&chunk.judged.worst),
        score_best: score(&chunk.judged.best),
        criteria: chunk.judged.criteria.iter().map(|bits| each(&|record| Some(bits.outcome(record)))).collect(),
        rules: chunk.judged.rules.iter().map(|rule| each(&|record| Some(rule.outcome(record)))).collect(),
        causes: (0..chunk.judged.rules.len())
            .map(|rule| rows.iter().map(|row| judged(row).and_then(|record| cause(run, chunk, rule, record))).collect())
            .collect(),
    }
}

/// The fields whose cells stand in decisions: all but the sensitive ones.
pub fn told_fields(profile: &Profile) -> impl Iterator<Item = usize> + '_ {
    (0..profile.fields.len()).filter(|field| !profile.fields[*field].sensitive)
}

/// The state of each record's cell as the list has it; 0 for unreadable records, and where nobody looked.
fn states(chunk: &Settled<'_>, field: usize, rows: &[Row]) -> Vec<u8> {
    let Some(states) = chunk.states.get(&field) else { return vec![0; rows.len()] };
    let state = |row: &Row| match row {
        Row::Read(record) => states[*record],
        Row::Unreadable(_) => 0,
    };
    rows.iter().map(state).collect()
}

fn names(profile: &Profile, fields: &[usize]) -> Vec<String> {
    fields.iter().map(|field| profile.fields[*field].name.clone()).collect()
}

/// The places of the rules that give points.
pub fn scoring(profile: &Profile) -> impl Iterator<Item = usize> + '_ {
    (0..profile.rules.len()).filter(|rule| !profile.rules[*rule].earns_nothing())
}

/// The knock-outs that a rejected record fails.
fn blockers(chunk: &Settled<'_>, record: usize) -> Vec<usize> {
    if chunk.judged.verdicts[record] == Verdict::Rejected { failed(chunk.judged, record).collect() } else { Vec::new() }
}

/// Read and unreadable records in the order of their numbers.
fn rows(chunk: &Settled<'_>) -> Vec<Row> {
    let read = (0..chunk.records.len()).map(|record| (chunk.records.number(record), Row::Read(record)));
    let broken = chunk.records.unreadable.iter().enumerate();
    let broken = broken.map(|(place, record)| (record.number, Row::Unreadable(place)));
    let mut rows: Vec<(u32, Row)> = read.chain(broken).collect();
    rows.sort_by_key(|(number, _)| *number);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn part(chunk: &Settled<'_>, row: Row) -> u32 {
    match row {
        Row::Read(record) => chunk.records.part(record),
        Row::Unreadable(_) => 0,
    }
}

fn disposition(chunk: &Settled<'_>, row: Row) -> Disposition {
    match row {
        Row::Unreadable(_) => Disposition::Unreadable,
        Row::Read(record) => chunk.disposition(record),
    }
}

/// A score, or points, as people read them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "scores are small, and Parquet readers expect floats")]
pub fn points(profile: &Profile, score: i64) -> f64 {
    score as f64 / 10_f64.powi(profile.decision.scale.try_into().unwrap_or(0))
}

/// Why a rule is unknown, or that something was assumed for it.
fn cause(run: &Run<'_>, chunk: &Settled<'_>, rule: usize, record: usize) -> Option<&'static str> {
    let outcomes = &chunk.judged.rules[rule];
    match outcomes.outcome(record) {
        // What was assumed settled it; where it stays unknown something else is open.
        Outcome::Pass | Outcome::Fail => outcomes.is_assumed(record).then_some("assumed"),
        Outcome::Skipped => None,
        Outcome::Unknown => open_cells(&run.profile.rules[rule], chunk.columns, record).find_map(|cell| match cell {
            Cell::Range(_) => Some("range"),
            cell => cell.cause(),
        }),
    }
}
