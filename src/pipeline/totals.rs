//! The counts of a whole run, and the two files that tell them.

use super::feed::ReadFile;
use super::{Inputs, Settings};
use crate::field_types::{FieldType, Tables, time_zones_origin};
use crate::intake::{List, Recognition, Tally};
use crate::model::{Disposition, Repair, Unreadable};
use crate::operators::{Period, with_commas};
use crate::profile::{ColumnId, ColumnSource, IfUnknown, Profile, Rule};
use crate::render::{ChunkCounts, Run};
use crate::report::{
    Asked, FieldTally, FileRecord, InputRecord, ListSummary, Named, Price, Promise, Reason, RunRecord, Summary,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

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
        misses: Vec::new(),
        questions: questions(profile, &all),
        warnings: warnings(run, totals),
        unmapped_knock_outs: unmapped_knock_outs(profile, run.lists),
        lost_columns: Vec::new(),
        broken_lists: Vec::new(),
    };
    summary.rank_reasons();
    summary
}

/// The questions for the leads for review, the most frequent one first.
fn questions(profile: &Profile, counts: &ChunkCounts) -> Vec<Asked> {
    let asked = |(field, leads): (&usize, &u64)| {
        let field = &profile.fields[*field];
        Some(Asked { field: field.name.clone(), question: field.ask.clone()?, leads: *leads })
    };
    let mut questions: Vec<Asked> = counts.asked.iter().filter_map(asked).collect();
    questions.sort_by_key(|asked| std::cmp::Reverse(asked.leads));
    questions
}

fn list_summary(run: &Run<'_>, totals: &Totals, place: usize) -> ListSummary {
    let (list, (read, counts)) = (&run.lists[place], &totals.lists[place]);
    let fields = &run.profile.fields;
    let name = |field: usize| fields[field].name.clone();
    let mapped = |field: &usize| !list.mapping.fields[*field].feeds.is_empty();
    let by_kind = counts.fields.iter().map(|(field, tally)| (name(*field), repairs(tally)));
    let by_kind: Named<Named<u64>> = by_kind.filter(|(_, kinds)| !kinds.0.is_empty()).collect();
    let sum = |kinds: &Named<u64>| kinds.0.iter().map(|(_, cells)| cells).sum();
    let unwrapped = counts.fields.iter().filter_map(|(field, tally)| Some((name(*field), unwrapped(tally)?)));
    let tally = |(field, tally): (&usize, &Tally)| {
        let (known, range) = (tally.known, tally.range);
        (name(*field), FieldTally { known, range, missing: tally.missing, unreadable: tally.unreadable })
    };
    ListSummary {
        list: list.name.clone(),
        vendor: list.file.vendor.clone(),
        stages: run.profile.criteria.iter().zip(&counts.stages).map(|(one, left)| (one.name.clone(), *left)).collect(),
        price: list.file.price.map(|price| Price { amount: float(price.amount), currency: price.currency.to_string() }),
        promise: promise(list, &name),
        defects: counts.defects.iter().map(|(defect, count)| ((*defect).to_owned(), *count)).collect(),
        defective: counts.defective,
        outdated: counts.outdated.iter().map(|(field, leads)| (name(*field), *leads)).collect(),
        read: *read,
        dispositions: counts.dispositions,
        encoding: list.encoding().name().to_owned(),
        delimiter: list.delimiter(),
        repairs: by_kind.0.iter().map(|(field, kinds)| (field.clone(), sum(kinds))).collect(),
        repair_kinds: by_kind,
        unwrapped: unwrapped.collect(),
        mended: counts.mended.iter().map(|(mending, (records, _))| (mending.as_str().to_owned(), *records)).collect(),
        unreadable: counts.faults.iter().map(|(kind, records)| ((*kind).to_owned(), *records)).collect(),
        mapping: (0..fields.len()).filter(mapped).map(|field| (name(field), list.mapping.shown(field))).collect(),
        unmapped_fields: (0..fields.len()).filter(|field| !list.feeds(*field)).map(name).collect(),
        fields: counts.fields.iter().map(tally).collect(),
    }
}

/// What was promised of a list, its fields in the order of their names; nothing where nothing was.
fn promise(list: &List, name: &impl Fn(usize) -> String) -> Option<Promise> {
    let promise = &list.file.promise;
    let mut filled: Vec<(String, f64)> =
        promise.filled.iter().map(|(field, share)| (name(*field), float(*share))).collect();
    filled.sort_by(|a, b| a.0.cmp(&b.0));
    let mut verified: Vec<(String, String)> =
        promise.verified_within.iter().map(|(field, within)| (name(*field), age(*within))).collect();
    verified.sort_unstable();
    let told = || Promise { rows: promise.rows, filled: Named(filled), verified_within: Named(verified) };
    (!promise.is_nothing()).then(told)
}

/// A length of time in plain words: `12 months`, `90 days`.
fn age(period: Period) -> String {
    match period.parts() {
        (months, 0) => format!("{months} months"),
        (_, days) => format!("{days} days"),
    }
}

fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or_default()
}

/// How often the cells of a field were mended, by how. A wrapping that was taken off is no repair.
fn repairs(tally: &Tally) -> Named<u64> {
    let mut repairs = tally.repairs.clone();
    repairs.retain(|(repair, _)| *repair != Repair::Unwrapped);
    repairs.sort_unstable();
    repairs.into_iter().map(|(repair, cells)| (repair.as_str().to_owned(), cells)).collect()
}

/// How many cells of a field lost a wrapping.
fn unwrapped(tally: &Tally) -> Option<u64> {
    tally.repairs.iter().find(|(repair, _)| *repair == Repair::Unwrapped).map(|(_, cells)| *cells)
}

/// What a person should look at: lists that cannot be judged, and lists with nothing or damage in them.
fn warnings(run: &Run<'_>, totals: &Totals) -> Vec<String> {
    let mut warnings = Vec::new();
    for (list, (read, counts)) in run.lists.iter().zip(&totals.lists) {
        if let Recognition::Close { vendor, lacks } = &list.recognition {
            let lacks = lacks.join(", ");
            warnings.push(format!(
                "{} looks like an export of {vendor}, but lacks {lacks}; write vendor = \"{vendor}\" if it is one.",
                list.name
            ));
        }
        if *read == 0 {
            warnings.push(format!("{} has a header and no records.", list.name));
        }
        if list.mapping.unmapped().len() == list.mapping.headers.len() {
            warnings.push(format!("No column of {} feeds any field: is this the right profile for it?", list.name));
        }
        warnings.extend(counts.fields.iter().filter_map(|(field, tally)| unreadable(run.profile, list, *field, tally)));
        // A stray bad byte is damage; one record in fifty is another encoding.
        let no_text = counts.faults.get("not_text").copied().unwrap_or(0);
        if no_text * 50 > *read {
            let no_text = counted(no_text, "record holds", "records hold");
            warnings.push(format!(
                "{}: {no_text} bytes that are no text; name its encoding under [csv] in a list file.",
                list.name
            ));
        }
        if *read > 0 && counts.dispositions.get(Disposition::Unreadable) == *read {
            warnings.push(format!("{}: not one record could be read. {}", list.name, why_none(list, counts)));
        }
        warnings.extend(counts.mended.iter().map(|(mending, (records, line))| {
            let records = counted(*records, "record", "records");
            format!("{}: {records} {}; the first in line {line}.", list.name, mending.words())
        }));
        if counts.trimmed > 0 {
            let trimmed = counted(counts.trimmed, "record", "records");
            warnings.push(format!("{}: {trimmed} lost surplus blank cells at the end.", list.name));
        }
    }
    warnings.extend(unmapped_knock_outs(run.profile, run.lists));
    warnings
}

/// What to do about a list of which no record fits the header.
fn why_none(list: &List, counts: &ChunkCounts) -> String {
    let width = list.shape.width;
    let ragged: u64 = ["too_few_cells", "too_many_cells"].iter().filter_map(|kind| counts.faults.get(kind)).sum();
    if ragged == 0 {
        return "See unreadable.csv.".to_owned();
    }
    format!("The header has {}; see leadsieve inspect.", counted(width as u64, "cell", "cells"))
}

/// A sentence about a field of which a tenth of the cells or more cannot be read: mostly its format is not named.
fn unreadable(profile: &Profile, list: &List, field: usize, tally: &Tally) -> Option<String> {
    let filled = tally.known + tally.range + tally.unreadable;
    let (example, cause) = tally.example.as_ref().filter(|_| tally.unreadable * 10 >= filled)?;
    let field = &profile.fields[field];
    let help = match cause {
        Unreadable::Malformed if matches!(field.field_type, FieldType::Date(_)) => {
            "; name its date format under formats"
        }
        Unreadable::NoCountry => "; without +code it needs the lead's country",
        Unreadable::NoCurrency => "; it needs a currency, in the cell, the field or the list file",
        Unreadable::NoExchangeRate => "; its currency needs a rate under [currency]",
        _ => "",
    };
    let cells = counted(tally.unreadable, "cell", "cells");
    Some(format!(
        "{}: {} cannot be read in {cells} of {}, such as \"{example}\"{help}.",
        list.name,
        field.name,
        with_commas(filled.into())
    ))
}

/// A sentence for each knock-out that some list has no column for: those leads can only be asked.
fn unmapped_knock_outs(profile: &Profile, lists: &[List]) -> Vec<String> {
    let asks = |rule: &&Rule| rule.is_knock_out() && rule.if_unknown == IfUnknown::Ask;
    let sentence = |rule: &Rule| {
        let fields = fields_read(profile, rule)?;
        let without: Vec<&str> = lists
            .iter()
            .filter(|list| fields.iter().all(|field| !list.feeds(*field)))
            .map(|list| list.name.as_str())
            .collect();
        let names: Vec<&str> = fields.iter().map(|field| profile.fields[*field].name.as_str()).collect();
        (!without.is_empty())
            .then(|| format!("No column for {}, which {} reads, in {}.", names.join(", "), rule.id, without.join(", ")))
    };
    profile.rules.iter().filter(asks).filter_map(sentence).collect()
}

/// The fields that a rule reads; nothing where it reads facts of the list, which need no column.
pub(super) fn fields_read(profile: &Profile, rule: &Rule) -> Option<Vec<usize>> {
    let columns = rule.columns();
    let is_fact = |column: &ColumnId| matches!(profile.columns[column.0], ColumnSource::Fact(_));
    let mut fields: Vec<usize> = columns.iter().flat_map(|column| profile.source_fields(*column)).collect();
    fields.sort_unstable();
    fields.dedup();
    (!fields.is_empty() && !columns.iter().any(is_fact)).then_some(fields)
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", with_commas(number.into()), if number == 1 { one } else { many })
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
    record.output = settings.output.described();
    record.inputs = inputs
        .lists
        .iter()
        .zip(run.lists)
        .zip(read)
        .enumerate()
        .map(|(place, ((input, list), file))| InputRecord {
            path: input.member.path.clone(),
            list: list.name.clone(),
            bytes: file.fingerprint.bytes,
            sha256: file.fingerprint.sha256.clone(),
            stays: run.earlier.held.waits(place),
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
        .chain([("phone_zones", time_zones_origin())])
        .map(|(name, origin)| (name.to_owned(), origin.to_owned()))
        .collect::<Named<String>>();
    record.read = summary.read;
    record.dispositions = summary.dispositions;
    #[expect(clippy::cast_precision_loss, reason = "a few threads")]
    let threads = rayon::current_num_threads() as f64;
    record.timings = [("seconds", seconds), ("threads", threads)]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    record
}
