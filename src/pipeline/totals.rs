//! The counts of a whole run, and the two files that tell them.

use super::feed::ReadFile;
use super::{Inputs, Settings};
use crate::field_types::Tables;
use crate::model::Repair;
use crate::profile::{ColumnSource, Profile};
use crate::render::{ChunkCounts, Run};
use crate::report::{FieldTally, FileRecord, InputRecord, ListSummary, Named, Reason, RunRecord, Summary};

/// The counts of every list.
pub(super) struct Totals {
    lists: Vec<(u64, ChunkCounts)>,
}

impl Totals {
    pub(super) fn new(run: &Run<'_>) -> Self {
        Self { lists: vec![(0, ChunkCounts::default()); run.lists.len()] }
    }

    pub(super) fn add(&mut self, list: usize, records: u64, counts: &ChunkCounts) {
        self.lists[list].0 += records;
        self.lists[list].1.add(counts);
    }

    fn all(&self) -> ChunkCounts {
        let mut all = ChunkCounts::default();
        self.lists.iter().filter(|(read, _)| *read > 0).for_each(|(_, counts)| all.add(counts));
        all
    }
}

/// What `summary.json` says.
pub(super) fn summary(run: &Run<'_>, totals: &Totals) -> Summary {
    let all = totals.all();
    let profile = run.profile;
    // A run without a single record has counts of no length.
    let rule = |place: usize| all.rules.get(place).copied().unwrap_or_default();
    let criterion = |place: usize| all.criteria.get(place).copied().unwrap_or_default();
    let mut summary = Summary {
        read: totals.lists.iter().map(|(read, _)| read).sum(),
        dispositions: all.dispositions,
        lists: (0..run.lists.len()).map(|list| list_summary(run, totals, list)).collect(),
        criteria: profile.criteria.iter().enumerate().map(|(place, c)| (c.name.clone(), criterion(place))).collect(),
        rules: profile.rules.iter().enumerate().map(|(place, r)| (r.id.clone(), rule(place).counts)).collect(),
        reasons: (0..profile.rules.len())
            .map(|place| Reason {
                rule: profile.rules[place].id.clone(),
                rejected: rule(place).rejected,
                sole_blocker: rule(place).counts.sole_blocker,
            })
            .collect(),
        warnings: warnings(run, totals),
        unmapped_knock_outs: unmapped_knock_outs(profile, run.lists),
    };
    summary.rank_reasons();
    summary
}

fn list_summary(run: &Run<'_>, totals: &Totals, place: usize) -> ListSummary {
    let (list, (read, counts)) = (&run.lists[place], &totals.lists[place]);
    let fields = &run.profile.fields;
    let name = |field: usize| fields[field].name.clone();
    let mapped = |field: &usize| !list.mapping.fields[*field].feeds.is_empty();
    let mended = counts.fields.iter().filter_map(|(field, tally)| {
        let damaged = tally.repairs.iter().filter(|(repair, _)| *repair != Repair::Unwrapped);
        let sum: u64 = damaged.map(|(_, records)| records).sum();
        (sum > 0).then(|| (name(*field), sum))
    });
    let tally = |(field, tally): (&usize, &crate::intake::Tally)| {
        let (known, range) = (tally.known, tally.range);
        (name(*field), FieldTally { known, range, missing: tally.missing, unreadable: tally.unreadable })
    };
    ListSummary {
        list: list.name.clone(),
        vendor: list.file.vendor.clone(),
        read: *read,
        dispositions: counts.dispositions,
        encoding: "utf-8".to_owned(),
        delimiter: Some(list.shape.dialect.delimiter_shown()),
        repairs: mended.collect(),
        mapping: (0..fields.len()).filter(mapped).map(|field| (name(field), list.mapping.shown(field))).collect(),
        unmapped_fields: (0..fields.len()).filter(|field| !list.feeds(*field)).map(name).collect(),
        fields: counts.fields.iter().map(tally).collect(),
    }
}

/// What a person should look at: lists that cannot be judged, and lists with nothing in them.
fn warnings(run: &Run<'_>, totals: &Totals) -> Vec<String> {
    let mut warnings = unmapped_knock_outs(run.profile, run.lists);
    for (list, (read, counts)) in run.lists.iter().zip(&totals.lists) {
        if *read == 0 {
            warnings.push(format!("{} has a header and no records.", list.name));
        }
        if counts.trimmed > 0 {
            warnings.push(format!("{}: {} records lost surplus blank cells at their end.", list.name, counts.trimmed));
        }
    }
    warnings
}

/// A sentence for each knock-out and list that has no column for any field that the knock-out reads.
fn unmapped_knock_outs(profile: &Profile, lists: &[crate::intake::List]) -> Vec<String> {
    let mut warnings = Vec::new();
    for list in lists {
        for rule in profile.rules.iter().filter(|rule| rule.is_knock_out()) {
            let columns = rule.columns();
            let fact = |column: &crate::profile::ColumnId| matches!(profile.columns[column.0], ColumnSource::Fact(_));
            let mut fields: Vec<usize> = columns.iter().flat_map(|column| profile.source_fields(*column)).collect();
            fields.sort_unstable();
            fields.dedup();
            if fields.is_empty() || columns.iter().any(fact) || fields.iter().any(|field| list.feeds(*field)) {
                continue;
            }
            let names: Vec<&str> = fields.iter().map(|field| profile.fields[*field].name.as_str()).collect();
            warnings.push(format!("{} has no column for {}, which {} reads.", list.name, names.join(", "), rule.id));
        }
    }
    warnings
}

/// What `run.json` says.
pub(super) fn run_record(
    run: &Run<'_>,
    settings: &Settings,
    inputs: &Inputs,
    read: &[ReadFile],
    summary: &Summary,
    seconds: f64,
) -> RunRecord {
    let mut record = RunRecord::new(run.profile.as_of, &run.profile.name);
    record.job.clone_from(&settings.job);
    record.inputs = inputs
        .lists
        .iter()
        .zip(run.lists)
        .zip(read)
        .map(|((input, list), file)| InputRecord {
            path: input.path.clone(),
            list: list.name.clone(),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
        })
        .collect();
    record.rule_files = inputs
        .files
        .iter()
        .chain(&run.profile.sources)
        .map(|file| FileRecord { path: file.path.clone(), sha256: file.sha256.clone() })
        .collect();
    record.reference_data = Tables::origins()
        .into_iter()
        .map(|(name, origin)| (name.to_owned(), origin.to_owned()))
        .collect::<Named<String>>();
    record.read = summary.read;
    record.dispositions = summary.dispositions;
    record.threads = rayon::current_num_threads();
    record.timings = [("total".to_owned(), seconds)].into_iter().collect();
    record
}
