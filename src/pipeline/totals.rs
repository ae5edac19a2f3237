//! The counts of a whole run, and the two files that tell them.

use super::feed::ReadFile;
use super::night::rules_hash;
use super::{Inputs, ListInput, Settings};
use crate::field_types::{FieldType, Tables, address_meant, platforms_origin, time_zones_origin};
use crate::identity::suppression::headers_origin;
use crate::intake::{List, OptOutColumn, Recognition, Tally, opt_out_words_origin};
use crate::model::{Disposition, Language, Repair, Unreadable, sha256};
use crate::operators::{Period, Test};
use crate::profile::{ColumnId, ColumnSource, IfUnknown, Profile, Rule};
use crate::render::{ChunkCounts, Run};
use crate::report::{
    Asked, FieldTally, FileRecord, Filling, InputRecord, ListSummary, Named, Price, Promise, Reason, Remark, RunRecord,
    Summary, Timings, Wording,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// So many digits name a run: as many as the random ids of a ledger have.
const RUN_DIGITS: usize = 32;

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
        format: Summary::FORMAT,
        job: None,
        run: String::new(),
        as_of: profile.as_of.to_string(),
        read: totals.lists.iter().map(|(read, _)| read).sum(),
        dispositions: all.dispositions,
        lists: (0..run.lists.len()).map(|list| list_summary(run, totals, list)).collect(),
        criteria: profile.criteria.iter().enumerate().map(|(place, c)| (c.name.clone(), criterion(place))).collect(),
        titles: profile.criteria.iter().filter_map(|c| Some((c.name.clone(), c.title.clone()?))).collect(),
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
        warnings: Vec::new(),
        remarks: remarks(run, totals),
        unmapped_knock_outs: in_english(unmapped_knock_outs(profile, run.lists)),
        lost_columns: Vec::new(),
        broken_promises: Vec::new(),
        guessed_encodings: in_english(run.lists.iter().filter_map(guessed_encoding).collect()),
        shared: Vec::new(),
        unheeded_opt_outs: in_english(run.lists.iter().flat_map(|list| unheeded_opt_outs(profile, list)).collect()),
        idle_suppressions: 0,
        broken_lists: Vec::new(),
    };
    summary.rank_reasons();
    summary
}

/// For the log, which is English.
pub(super) fn in_english(remarks: Vec<Remark>) -> Vec<String> {
    let english = Wording::new(Language::En);
    remarks.into_iter().map(|remark| remark.words(&english)).collect()
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
    // A list without a record has counts of no length.
    let left = |place: usize| counts.stages.get(place).copied().unwrap_or(0);
    let stages = run.profile.criteria.iter().enumerate().map(|(place, one)| (one.name.clone(), left(place)));
    let tally = |(field, tally): (&usize, &Tally)| {
        let (known, range) = (tally.known, tally.range);
        (name(*field), FieldTally { known, range, missing: tally.missing, unreadable: tally.unreadable })
    };
    ListSummary {
        list: list.name.clone(),
        vendor: list.file.vendor.clone(),
        stages: stages.collect(),
        price: list.file.price.map(|price| Price { amount: float(price.amount), currency: price.currency.to_string() }),
        promise: promise(list, &name),
        defects: counts.defects.iter().map(|(defect, count)| ((*defect).to_owned(), *count)).collect(),
        defective: counts.defective,
        overlap: counts.overlapping,
        outdated: counts.outdated.iter().map(|(field, leads)| (name(*field), *leads)).collect(),
        read: *read,
        dispositions: counts.dispositions,
        encoding: list.encoding().name().to_owned(),
        delimiter: list.delimiter(),
        repairs: by_kind.0.iter().map(|(field, kinds)| (field.clone(), sum(kinds))).collect(),
        repair_kinds: by_kind,
        unwrapped: unwrapped.collect(),
        cleared: counts.cleared.iter().map(|(field, cells)| (name(*field), *cells)).collect(),
        filled: counts.filled.iter().map(|(field, cells)| (name(*field), *cells)).collect(),
        mended: counts.mended.iter().map(|(mending, (records, _))| (mending.as_str().to_owned(), *records)).collect(),
        unreadable: counts.faults.iter().map(|(kind, records)| ((*kind).to_owned(), *records)).collect(),
        mapping: (0..fields.len()).filter(mapped).map(|field| (name(field), list.mapping.shown(field))).collect(),
        unmapped_fields: (0..fields.len()).filter(|field| !list.feeds(*field)).map(name).collect(),
        fields: counts.fields.iter().filter(|(_, tally)| is_of_all(tally, counts)).map(tally).collect(),
    }
}

/// Whether the cells of all leads were counted, and not of those chunks only in which something was to be mended.
fn is_of_all(tally: &Tally, counts: &ChunkCounts) -> bool {
    let leads = counts.dispositions.total() - counts.dispositions.get(Disposition::Unreadable);
    tally.known + tally.range + tally.missing + tally.unreadable == leads
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
fn remarks(run: &Run<'_>, totals: &Totals) -> Vec<Remark> {
    let lists = run.lists.iter().zip(&totals.lists);
    let mut remarks: Vec<Remark> =
        lists.flat_map(|(list, (read, counts))| of_list(run.profile, list, *read, counts)).collect();
    remarks.extend(unmapped_knock_outs(run.profile, run.lists));
    remarks
}

fn of_list(profile: &Profile, list: &List, read: u64, counts: &ChunkCounts) -> Vec<Remark> {
    let name = || ("list", Filling::text(&list.name));
    let mut remarks = Vec::new();
    if let Recognition::Close { vendor, lacks } = &list.recognition {
        let lacks = Filling::names(lacks.iter().map(String::as_str));
        remarks.push(Remark::new("m_close_vendor", [name(), ("vendor", Filling::text(vendor)), ("lacks", lacks)]));
    }
    if let Some(names) = &list.company_names {
        let field = |place: usize| Filling::text(&profile.fields[place].name);
        let gaps = [
            name(),
            ("column", Filling::text(&names.header)),
            ("field", field(names.company)),
            ("other", field(names.person)),
        ];
        remarks.push(Remark::new("m_company_names", gaps));
    }
    remarks.extend(guessed_encoding(list));
    if read == 0 {
        remarks.push(Remark::new("m_no_records", [name()]));
    }
    if list.mapping.unmapped().len() == list.mapping.headers.len() {
        remarks.push(Remark::new("m_nothing_mapped", [name()]));
    }
    remarks.extend(unfed(profile, list));
    remarks.extend(unheeded_opt_outs(profile, list));
    remarks.extend(identity(profile, list, read, counts));
    remarks.extend(counts.fields.iter().filter_map(|(field, tally)| unclear_lists(profile, list, *field, tally)));
    let is_typed = |(field, _): &(&usize, &Tally)| !profile.identity.do_not_contact.contains(field);
    let by_type = counts.fields.iter().filter(is_typed).filter(|(_, tally)| is_of_all(tally, counts));
    remarks.extend(by_type.filter_map(|(field, tally)| unreadable(profile, list, *field, tally)));
    remarks.extend(objections(profile, list, counts));
    remarks.extend(super::doubts::remarks(profile, list).into_iter().map(|(_, remark)| remark));
    // A stray bad byte is damage; one record in fifty is another encoding.
    let no_text = counts.faults.get("not_text").copied().unwrap_or(0);
    if no_text * 50 > read {
        remarks.push(Remark::new("m_no_text", [name(), ("records", Filling::counted(no_text, "record"))]));
    }
    if read > 0 && counts.dispositions.get(Disposition::Unreadable) == read {
        remarks.push(none_readable(list, counts));
    }
    remarks.extend(counts.mended.iter().map(|(mending, (records, line))| {
        let gaps = [name(), ("records", Filling::counted(*records, "record")), ("line", Filling::Number(*line))];
        Remark::new(&format!("m_mended_{}", mending.as_str()), gaps)
    }));
    let short = counts.faults.get("too_few_cells").copied().unwrap_or(0);
    if short * 2 > read {
        remarks.push(Remark::new("m_short_records", [name(), ("records", Filling::counted(short, "record"))]));
    }
    if let Some(tail) = list.shape.line_tail {
        remarks.push(Remark::new("m_line_tail", [name(), ("tail", Filling::text(&tail.shown()))]));
    }
    if let Some(below) = counts.faults.get("below_data") {
        remarks.push(Remark::new("m_below_data", [name(), ("records", Filling::counted(*below, "record"))]));
    }
    if counts.padding > 0 {
        remarks.push(Remark::new("m_padding", [name(), ("bytes", Filling::counted(counts.padding, "byte"))]));
    }
    if let Some(records) = counts.faults.get("below_header") {
        remarks.push(Remark::new("m_below_header", [name(), ("records", Filling::counted(*records, "record"))]));
    }
    if list.is_header_uncertain() {
        let percent = ("percent", Filling::text(&list.header_percent()));
        remarks.push(Remark::new("m_header_uncertain", [name(), percent]));
    }
    if list.writing.as_ref().is_some_and(|writing| writing.has_groups) {
        remarks.push(Remark::new("m_header_groups", [name()]));
    }
    if counts.trimmed > 0 {
        remarks.push(Remark::new("m_trimmed", [name(), ("records", Filling::counted(counts.trimmed, "record"))]));
    }
    remarks
}

/// A remark on the encoding of a list where it is a guess.
fn guessed_encoding(list: &List) -> Option<Remark> {
    let guessed = list.guessed.as_ref()?;
    let percent = Decimal::from_f32_retain(guessed.confidence * 100.0).unwrap_or_default().trunc();
    let gaps = [
        ("list", Filling::text(&list.name)),
        ("encoding", Filling::text(list.encoding().name())),
        ("percent", Filling::text(&percent.normalize().to_string())),
    ];
    let example = guessed.example.as_ref().map(|example| ("example", Filling::text(example)));
    let key = if example.is_some() { "m_guessed_encoding_example" } else { "m_guessed_encoding" };
    Some(Remark::new(key, gaps.into_iter().chain(example)))
}

/// A remark on the fields that no column of the list feeds, and of which rules ask whether they are known: they have an
/// answer for every lead, and so nobody would be asked.
fn unfed(profile: &Profile, list: &List) -> Option<Remark> {
    let (mut fields, mut rules) = (Vec::new(), Vec::new());
    for rule in profile.rules.iter().filter(|rule| !rule.dormant) {
        let mut asked = Vec::new();
        rule.each_test(&mut |column, test| asked.extend(matches!(test, Test::IsKnown(_)).then_some(column)));
        for column in asked {
            let sources = profile.source_fields(column);
            if !sources.is_empty() && sources.iter().all(|field| !list.feeds(*field)) {
                fields.extend(sources);
                rules.push(rule.id.as_str());
            }
        }
    }
    fields.sort_unstable();
    fields.dedup();
    rules.dedup();
    let names = Filling::names(fields.iter().map(|field| profile.fields[*field].name.as_str()));
    let gaps = [("list", Filling::text(&list.name)), ("fields", names), ("rules", Filling::names(rules))];
    (!fields.is_empty()).then(|| Remark::new("m_unfed_is_known", gaps))
}

/// What is to be said of the identity of a list's leads: that nothing tells it, or that it is not clear.
fn identity(profile: &Profile, list: &List, read: u64, counts: &ChunkCounts) -> Vec<Remark> {
    let name = || ("list", Filling::text(&list.name));
    let leads = read - counts.dispositions.get(Disposition::Unreadable);
    let mut remarks = Vec::new();
    let has_keys = !profile.identity.keys.is_empty();
    if leads > 0 && counts.keyless == leads && (has_keys || counts.identical > 0) {
        let gaps =
            [name(), ("records", Filling::counted(leads, "record")), ("identical", Filling::Number(counts.identical))];
        remarks.push(Remark::new("m_no_key", gaps));
    }
    if counts.linked > 0 {
        remarks.push(Remark::new("m_linked", [name(), ("records", Filling::counted(counts.linked, "record"))]));
    }
    remarks
}

/// A remark on each column that looks like an opt-out and that nothing reads.
pub(super) fn unheeded_opt_outs(profile: &Profile, list: &List) -> Vec<Remark> {
    let field = profile.identity.do_not_contact.first();
    let field = field.map_or("do_not_contact", |field| profile.fields[*field].name.as_str());
    let remark = |found: &OptOutColumn| {
        let column = Filling::text(&list.mapping.headers[found.column]);
        let mut gaps = vec![("list", Filling::text(&list.name)), ("column", column), ("field", Filling::text(field))];
        let says = match &found.example {
            Some(example) => {
                gaps.push(("example", Filling::text(example)));
                "m_opt_out_value"
            }
            None => "m_opt_out_header",
        };
        Remark::new(says, gaps)
    };
    list.opt_outs.iter().map(remark).collect()
}

/// What is to be said of the opt-out columns of a list: cells that nobody understands, and headers that ask the opposite.
fn objections(profile: &Profile, list: &List, counts: &ChunkCounts) -> Vec<Remark> {
    let gaps =
        |field: usize| [("list", Filling::text(&list.name)), ("field", Filling::text(&profile.fields[field].name))];
    let unclear = counts.unclear.iter().map(|(field, unclear)| {
        let shown = |written: &String| if profile.fields[*field].sensitive { "…" } else { written }.to_owned();
        let mut examples: Vec<String> = unclear.examples.iter().map(|one| format!("\"{}\"", shown(one))).collect();
        examples.dedup();
        let cells = ("cells", Filling::counted(unclear.records, "cell"));
        let gaps = gaps(*field).into_iter().chain([cells, ("examples", Filling::Names(examples))]);
        Remark::new("m_unclear_objections", gaps)
    });
    let consents = profile.identity.do_not_contact.iter().flat_map(|field| {
        let feeds = list.mapping.fields[*field].feeds.iter().filter(|feed| feed.consents);
        let columns = feeds.flat_map(|feed| &feed.columns).map(|column| Filling::text(&list.mapping.headers[*column]));
        columns.map(|column| Remark::new("m_consent_column", gaps(*field).into_iter().chain([("column", column)])))
    });
    unclear.chain(consents).collect()
}

/// A remark on a field of lists in which other signs stand than the one that separates its parts.
fn unclear_lists(profile: &Profile, list: &List, field: usize, tally: &Tally) -> Option<Remark> {
    let about = &profile.fields[field];
    let FieldType::List { separator } = &about.field_type else { return None };
    let gaps = [
        ("list", Filling::text(&list.name)),
        ("field", Filling::text(&about.name)),
        ("cells", Filling::counted(tally.range, "cell")),
        ("separator", Filling::text(separator)),
    ];
    (tally.range > 0).then(|| Remark::new("m_unclear_lists", gaps))
}

/// What to do about a list of which no record fits the header.
fn none_readable(list: &List, counts: &ChunkCounts) -> Remark {
    let ragged: u64 = ["too_few_cells", "too_many_cells"].iter().filter_map(|kind| counts.faults.get(kind)).sum();
    let name = ("list", Filling::text(&list.name));
    match ragged {
        0 => Remark::new("m_none_readable", [name]),
        _ => {
            let width = Filling::counted(list.shape.width as u64, "cell");
            Remark::new("m_none_fits", [name, ("cells", width)])
        }
    }
}

/// A remark on a field of which a tenth of the cells or more cannot be read: mostly its format is not named.
fn unreadable(profile: &Profile, list: &List, field: usize, tally: &Tally) -> Option<Remark> {
    let filled = tally.known + tally.range + tally.unreadable;
    let (example, cause) = tally.example.as_ref().filter(|_| tally.unreadable * 10 >= filled)?;
    let field = &profile.fields[field];
    if field.sensitive {
        let gaps = [
            ("list", Filling::text(&list.name)),
            ("field", Filling::text(&field.name)),
            ("cells", Filling::counted(tally.unreadable, "cell")),
            ("filled", Filling::Number(filled)),
        ];
        return Some(Remark::new("m_unreadable_unshown", gaps));
    }
    let meant = (*cause == Unreadable::Mistyped).then(|| address_meant(example, &profile.tables)).flatten();
    let says = match cause {
        Unreadable::Malformed if matches!(field.field_type, FieldType::Date(_)) => "m_unreadable_date",
        Unreadable::NoCountry => "m_unreadable_country",
        Unreadable::NoCurrency => "m_unreadable_currency",
        Unreadable::NoExchangeRate => "m_unreadable_rate",
        Unreadable::NoAreaCode => "m_unreadable_area_code",
        Unreadable::Mistyped if meant.is_some() => "m_unreadable_mistyped",
        _ => "m_unreadable",
    };
    let gaps = [
        ("list", Filling::text(&list.name)),
        ("field", Filling::text(&field.name)),
        ("cells", Filling::counted(tally.unreadable, "cell")),
        ("filled", Filling::Number(filled)),
        ("example", Filling::text(example)),
    ];
    let meant = meant.as_deref().map(|meant| ("meant", Filling::text(meant)));
    Some(Remark::new(says, gaps.into_iter().chain(meant)))
}

/// A remark for each knock-out that some list has no column for: those leads can only be asked.
fn unmapped_knock_outs(profile: &Profile, lists: &[List]) -> Vec<Remark> {
    let asks = |rule: &&Rule| rule.is_knock_out() && rule.if_unknown == IfUnknown::Ask;
    let remark = |rule: &Rule| {
        let fields = fields_read(profile, rule)?;
        let without: Vec<&str> = lists
            .iter()
            .filter(|list| fields.iter().all(|field| !list.feeds(*field)))
            .map(|list| list.name.as_str())
            .collect();
        let names = Filling::names(fields.iter().map(|field| profile.fields[*field].name.as_str()));
        let gaps =
            [("fields", names), ("rule", Filling::text(&rule.id)), ("lists", Filling::names(without.iter().copied()))];
        (!without.is_empty()).then(|| Remark::new("m_unmapped_knock_out", gaps))
    };
    profile.rules.iter().filter(asks).filter_map(remark).collect()
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

/// A list that an earlier run has done with; nothing where it is not as it was then.
fn settled(list: &ListInput) -> Option<InputRecord> {
    let file = list.seen.fingerprint().ok()?;
    Some(InputRecord {
        path: list.member.path.clone(),
        list: list.name.clone(),
        bytes: file.bytes,
        sha256: file.sha256,
        member: list.member.inner.clone(),
        stays: false,
    })
}

/// What `run.json` says.
/// What names a run that no ledger knows: a hash of all that its reports follow from.
pub(super) fn run_of(run: &Run<'_>, settings: &Settings, inputs: &Inputs, read: &[ReadFile]) -> String {
    let rules = rules_hash(inputs.files.iter().chain(&run.profile.sources));
    let lists = run.lists.iter().zip(read).map(|(list, file)| format!("{} {:?}\n", file.fingerprint.sha256, list.name));
    let (as_of, output) = (run.profile.as_of, settings.output.described());
    let all = format!("{as_of}\n{:?}\n{rules}\n{output}\n{}", settings.job, lists.collect::<String>());
    sha256(&all)[..RUN_DIGITS].to_owned()
}

pub(super) fn run_record(
    run: &Run<'_>,
    settings: &Settings,
    inputs: &Inputs,
    read: &[ReadFile],
    summary: &Summary,
    seconds: f64,
) -> RunRecord {
    let mut record = RunRecord::new(run.profile.as_of, &run.profile.name);
    record.run.clone_from(&summary.run);
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
            member: input.member.inner.clone(),
            stays: run.earlier.held.waits(place),
        })
        .collect();
    record.settled = inputs.settled.iter().filter_map(settled).collect();
    record.rule_files = inputs
        .files
        .iter()
        .chain(&run.profile.sources)
        .map(|file| FileRecord { path: file.path.clone(), sha256: file.sha256.clone() })
        .collect();
    record.rules = Some(rules_hash(run.profile.sources.iter()));
    record.reference_data = Tables::origins()
        .into_iter()
        .chain([("phone_zones", time_zones_origin()), ("platform_hosts", platforms_origin())])
        .chain([("suppression_headers", headers_origin()), ("opt_out_words", opt_out_words_origin())])
        .map(|(name, origin)| (name.to_owned(), origin.to_owned()))
        .collect::<Named<String>>();
    record.read = summary.read;
    record.dispositions = summary.dispositions;
    record.timings = Timings { seconds, threads: rayon::current_num_threads() };
    record
}
