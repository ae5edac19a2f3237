//! A chunk's share of the summary.

use std::collections::BTreeMap;

use super::{Alteration, Repeat, Run, Settled};
use crate::identity::EVERY_CELL;
use crate::identity::suppression::Unclear;
use crate::intake::{Mending, Tally};
use crate::judge::Bits;
use crate::model::{Bitmap, Disposition, Outcome};
use crate::profile::Profile;
use crate::report::{CriterionCounts, DispositionCounts, RuleCounts};

/// What is counted of one chunk, or of many.
#[derive(Clone, Debug, Default)]
pub struct ChunkCounts {
    /// How many records ended where.
    pub dispositions: DispositionCounts,
    /// One for each criterion.
    pub criteria: Vec<CriterionCounts>,
    /// For each criterion, the leads that no criterion up to and including it has failed.
    pub stages: Vec<u64>,
    /// For each field, how many leads for review are to be asked for it.
    pub asked: BTreeMap<usize, u64>,
    /// Defects of a bought list, by the word for what they are.
    pub defects: BTreeMap<&'static str, u64>,
    /// Leads with a defect.
    pub defective: u64,
    /// Leads of a bought list that a list of another seller, or of our own, has had before.
    pub overlapping: u64,
    /// For each field with a promise of how old it may be, how many leads are older.
    pub outdated: BTreeMap<usize, u64>,
    /// One for each rule.
    pub rules: Vec<RuleTally>,
    /// What the cells of the fields that were read are like.
    pub fields: BTreeMap<usize, Tally>,
    /// For each field, the cells that the job did not want to be used.
    pub cleared: BTreeMap<usize, u64>,
    /// For each field, the cells that were taken over from duplicates.
    pub filled: BTreeMap<usize, u64>,
    /// Leads without any identity key.
    pub keyless: u64,
    /// Of these, duplicates that are identical to an earlier record in every cell.
    pub identical: u64,
    /// Duplicates that share one key with one lead and another key with another lead.
    pub linked: u64,
    /// For each opt-out field, the cells that are not understood.
    pub unclear: BTreeMap<usize, Unclear>,
    /// Records that lost surplus blank cells at their end.
    pub trimmed: u64,
    /// How many records are unreadable, by the word for why.
    pub faults: BTreeMap<&'static str, u64>,
    /// How many bytes at the end of the list are no text.
    pub padding: u64,
    /// How many records were mended, by how, and the line of the first.
    pub mended: BTreeMap<Mending, (u64, u64)>,
}

/// What is counted of one rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleTally {
    /// Outcomes over the judged leads.
    pub counts: RuleCounts,
    /// Rejected leads that it blocks.
    pub rejected: u64,
}

/// Counts a chunk. Rules and criteria count over the judged leads, which duplicates are not.
pub(super) fn count(run: &Run<'_>, chunk: &Settled<'_>) -> ChunkCounts {
    let profile = run.profile;
    let judged = Bitmap::from_fn(chunk.records.len(), |record| chunk.is_judged(record));
    let failed = failures(profile, chunk, &judged);
    let rules = (0..profile.rules.len()).map(|rule| rule_tally(chunk, rule, &judged, failed.get(&rule), &failed));
    ChunkCounts {
        dispositions: dispositions(chunk),
        rules: rules.collect(),
        criteria: chunk.judged.criteria.iter().map(|bits| criterion(bits, &judged)).collect(),
        asked: BTreeMap::new(),
        defects: BTreeMap::new(),
        defective: 0,
        overlapping: 0,
        cleared: altered(chunk, &judged, |one| matches!(one, Alteration::Cleared)),
        filled: altered(chunk, &judged, |one| matches!(one, Alteration::Filled(_))),
        stages: stages(chunk, judged),
        keyless: (0..chunk.records.len()).filter(|record| chunk.keys(*record).all(|key| key.is_none())).count() as u64,
        identical: repeats(chunk, |repeat| repeat.key == EVERY_CELL),
        linked: repeats(chunk, |repeat| repeat.other.is_some()),
        outdated: BTreeMap::new(),
        fields: chunk.tallies.clone(),
        unclear: run.suppression.unclear(chunk.as_read()),
        trimmed: chunk.records.trimmed() as u64,
        faults: faults(chunk),
        padding: chunk.records.padding() as u64,
        mended: mended(chunk),
    }
}

/// How many duplicates of a chunk are such.
fn repeats(chunk: &Settled<'_>, is_such: impl Fn(&Repeat) -> bool) -> u64 {
    let duplicates = (0..chunk.records.len()).filter(|record| chunk.disposition(*record) == Disposition::Duplicate);
    duplicates.filter_map(|record| chunk.duplicates[record].as_ref()).filter(|repeat| is_such(repeat)).count() as u64
}

/// The cells of judged leads that were altered in one way, by field.
fn altered(chunk: &Settled<'_>, judged: &Bitmap, is_wanted: impl Fn(&Alteration) -> bool) -> BTreeMap<usize, u64> {
    let mut counts = BTreeMap::new();
    let cells = chunk.altered.into_iter().flat_map(|altered| &altered.cells);
    for ((_, field), _) in cells.filter(|((record, _), one)| judged.get(*record) && is_wanted(one)) {
        *counts.entry(*field).or_default() += 1;
    }
    counts
}

fn faults(chunk: &Settled<'_>) -> BTreeMap<&'static str, u64> {
    let mut faults = BTreeMap::new();
    chunk.records.unreadable.iter().for_each(|record| *faults.entry(record.fault.kind()).or_default() += 1);
    faults
}

fn mended(chunk: &Settled<'_>) -> BTreeMap<Mending, (u64, u64)> {
    let mut mended = BTreeMap::new();
    for record in &chunk.records.mended {
        let line = chunk.position.line + u64::from(record.line);
        mended.entry(record.mending).or_insert((0, line)).0 += 1;
    }
    mended
}

fn dispositions(chunk: &Settled<'_>) -> DispositionCounts {
    let mut counts = DispositionCounts::default();
    counts.add(Disposition::Unreadable, chunk.records.unreadable.len() as u64);
    (0..chunk.records.len()).for_each(|record| counts.add(chunk.disposition(record), 1));
    counts
}

/// The judged leads that each knock-out fails.
fn failures(profile: &Profile, chunk: &Settled<'_>, judged: &Bitmap) -> BTreeMap<usize, Bitmap> {
    let knock_outs = (0..profile.rules.len()).filter(|rule| profile.rules[*rule].is_knock_out());
    let failed = knock_outs.map(|rule| {
        let outcomes = &chunk.judged.rules[rule];
        let failed = outcomes.bits.fail().and(judged);
        (rule, outcomes.skipped.as_ref().map_or_else(|| failed.clone(), |skipped| failed.without(skipped)))
    });
    failed.collect()
}

fn rule_tally(
    chunk: &Settled<'_>,
    rule: usize,
    judged: &Bitmap,
    failed: Option<&Bitmap>,
    all_failed: &BTreeMap<usize, Bitmap>,
) -> RuleTally {
    let outcomes = &chunk.judged.rules[rule];
    let all = judged.count() as u64;
    let among = |bits: &Bitmap| bits.and(judged).count() as u64;
    let skipped = outcomes.skipped.as_ref().map_or(0, among);
    let (pass, unknown) = (among(&outcomes.bits.pass), among(&outcomes.bits.unknown));
    let mut tally = RuleTally::default();
    tally.counts.add(Outcome::Pass, pass);
    tally.counts.add(Outcome::Unknown, unknown);
    tally.counts.add(Outcome::Skipped, skipped);
    tally.counts.add(Outcome::Fail, all - pass - unknown - skipped);
    let settled = |assumed: &Bitmap| match &outcomes.skipped {
        Some(skipped) => assumed.without(&outcomes.bits.unknown).without(skipped),
        None => assumed.without(&outcomes.bits.unknown),
    };
    tally.counts.assumed = outcomes.assumed.as_ref().map_or(0, |assumed| among(&settled(assumed)));
    if let Some(failed) = failed {
        tally.rejected = failed.count() as u64;
        let others = all_failed.iter().filter(|(other, _)| **other != rule);
        tally.counts.sole_blocker =
            others.fold(failed.clone(), |alone, (_, other)| alone.without(other)).count() as u64;
    }
    tally
}

fn stages(chunk: &Settled<'_>, judged: Bitmap) -> Vec<u64> {
    let mut left = judged;
    let stage = |bits: &Bits| {
        left = left.without(&bits.fail());
        left.count() as u64
    };
    chunk.judged.criteria.iter().map(stage).collect()
}

fn criterion(bits: &Bits, judged: &Bitmap) -> CriterionCounts {
    let among = |bits: &Bitmap| bits.and(judged).count() as u64;
    let mut counts = CriterionCounts::default();
    counts.add(Outcome::Pass, among(&bits.pass));
    counts.add(Outcome::Unknown, among(&bits.unknown));
    counts.add(Outcome::Fail, among(&bits.fail()));
    counts
}

impl ChunkCounts {
    /// Adds the counts of another chunk.
    pub fn add(&mut self, other: &Self) {
        self.dispositions.add_all(&other.dispositions);
        self.criteria.resize(other.criteria.len(), CriterionCounts::default());
        for (sum, more) in self.criteria.iter_mut().zip(&other.criteria) {
            sum.add(Outcome::Pass, more.pass);
            sum.add(Outcome::Fail, more.fail);
            sum.add(Outcome::Unknown, more.unknown);
        }
        self.stages.resize(other.stages.len(), 0);
        self.stages.iter_mut().zip(&other.stages).for_each(|(sum, more)| *sum += more);
        other.asked.iter().for_each(|(field, leads)| *self.asked.entry(*field).or_default() += leads);
        other.defects.iter().for_each(|(defect, count)| *self.defects.entry(defect).or_default() += count);
        self.defective += other.defective;
        self.overlapping += other.overlapping;
        other.outdated.iter().for_each(|(field, leads)| *self.outdated.entry(*field).or_default() += leads);
        self.rules.resize(other.rules.len(), RuleTally::default());
        self.rules.iter_mut().zip(&other.rules).for_each(|(sum, more)| sum.add(more));
        for (field, tally) in &other.fields {
            self.fields.entry(*field).or_default().merge(tally);
        }
        other.cleared.iter().for_each(|(field, cells)| *self.cleared.entry(*field).or_default() += cells);
        other.filled.iter().for_each(|(field, cells)| *self.filled.entry(*field).or_default() += cells);
        self.keyless += other.keyless;
        self.identical += other.identical;
        self.linked += other.linked;
        for (field, unclear) in &other.unclear {
            self.unclear.entry(*field).or_default().merge(unclear);
        }
        self.trimmed += other.trimmed;
        other.faults.iter().for_each(|(fault, records)| *self.faults.entry(fault).or_default() += records);
        self.padding += other.padding;
        for (mending, (records, line)) in &other.mended {
            self.mended.entry(*mending).or_insert((0, *line)).0 += records;
        }
    }

    /// How many prospects there are.
    #[must_use]
    pub const fn prospects(&self) -> u64 {
        self.dispositions.get(Disposition::Prospect)
    }
}

impl RuleTally {
    const fn add(&mut self, more: &Self) {
        self.counts.add(Outcome::Pass, more.counts.pass);
        self.counts.add(Outcome::Fail, more.counts.fail);
        self.counts.add(Outcome::Unknown, more.counts.unknown);
        self.counts.add(Outcome::Skipped, more.counts.skipped);
        self.counts.assumed += more.counts.assumed;
        self.counts.sole_blocker += more.counts.sole_blocker;
        self.rejected += more.rejected;
    }
}
