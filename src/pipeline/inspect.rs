//! What a list is, told from its beginning: how it is written, what its columns hold, and what to do about it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::totals::unheeded_opt_outs;
use super::{Inputs, RunError};
use crate::field_types::{is_company_name, is_spreadsheet_error, looks_unchosen};
use crate::intake::{
    ChunkFields, List, OpenError, Recognition, Records, Tally, Writing, close_field, kind_of_cells, open_list,
};
use crate::model::{Cell, Column, Language, Missing, Repair};
use crate::profile::{ColumnSource, Columns, CsvOptions, HeaderLine, Profile};
use crate::wording::{Wording, with_commas};

/// How many samples a column shows.
const SAMPLES: usize = 3;

/// How many different cells tell what a column holds that has no name.
const LOOKED_AT: usize = 500;

/// What a list is.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Its name.
    pub list: String,
    /// What it comes in.
    pub container: String,
    /// Who sold it, where that is known, and whether that is certain.
    pub vendor: Option<String>,
    /// The vendor that it looks like, and the headers that it lacks for that; nothing is assumed of it.
    pub looks_like: Option<(String, Vec<String>)>,
    /// How its characters are written.
    pub encoding: String,
    /// Another name of the encoding that is as right.
    pub encoding_also: Option<String>,
    /// How sure that is, 0 to 1.
    pub encoding_confidence: f32,
    /// What it was told by.
    pub encoding_why: String,
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// What separates cells; nothing for a sheet.
    pub delimiter: Option<String>,
    /// What stands around cells.
    pub quote: String,
    /// What stands before a quote in a cell; nothing where it is doubled.
    pub escape: Option<String>,
    /// Whether blanks stand beside quoted cells.
    pub spaced: bool,
    /// Whether whole lines are wrapped in quotes.
    pub wrapped: bool,
    /// How sure the dialect is, 0 to 1.
    pub dialect_confidence: f32,
    /// How many lines stand above the header.
    pub skip_top: usize,
    /// The line of the header, from 1; nothing where there is none.
    pub header_line: Option<usize>,
    /// Whether the list names its columns.
    pub has_header: bool,
    /// How sure the header is, 0 to 1.
    pub header_confidence: f32,
    /// The lines above the header, at most a few.
    pub above: Vec<String>,
    /// How many records were looked at, unreadable ones included.
    pub records: u64,
    /// Whether these are all.
    pub whole: bool,
    /// Why records are unreadable, and how many.
    pub unreadable: BTreeMap<String, u64>,
    /// How records were mended, and how many.
    pub mended: BTreeMap<String, u64>,
    /// The columns.
    pub columns: Vec<ColumnInspection>,
    /// The fields that no column feeds.
    pub fields_without_column: Vec<String>,
    /// What to do about the list, a sentence each.
    pub advice: Vec<String>,
    /// Why a run refuses the list: its first line may be a lead, or does not name its columns. It is then told as if it had
    /// no header.
    pub refused: Option<String>,
}

/// What a column is.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnInspection {
    /// Its name.
    pub name: String,
    /// The header as it stands in the list.
    pub header: String,
    /// The fields that it feeds.
    pub fields: Vec<String>,
    /// How many cells are not blank.
    pub filled: u64,
    /// How many different cells there are.
    pub distinct: u64,
    /// How many cells hold a word for nothing.
    pub placeholder: u64,
    /// How many cells its field cannot read.
    pub unreadable: u64,
    /// How many cells had to be mended.
    pub repaired: u64,
    /// The first different cells.
    pub samples: Vec<String>,
    /// What most cells look like, where the list has no names for its columns.
    pub looks_like: Option<&'static str>,
    /// Some cells.
    #[serde(skip)]
    cells: Vec<String>,
    /// The most frequent word for nothing that is no missing-marker yet.
    #[serde(skip)]
    marker: Option<String>,
    /// A cell that cannot be read.
    #[serde(skip)]
    example: Option<String>,
}

/// Looks at the beginning of every list.
///
/// # Errors
/// A list that cannot be read at all.
pub fn inspect(inputs: &Inputs) -> Result<Vec<Inspection>, RunError> {
    inputs.lists.iter().map(|input| one(inputs, input)).collect()
}

/// Looks at one list. One that a run refuses for its header is looked at as if it had none.
fn one(inputs: &Inputs, input: &super::ListInput) -> Result<Inspection, RunError> {
    let refused = match look(inputs, input, &input.file.csv) {
        Ok((list, found)) => match list.doubtful_header() {
            None => return Ok(found),
            Some(refused) => refused,
        },
        Err(refused @ (OpenError::NoHeader { .. } | OpenError::Misfit(_))) => refused,
        Err(error) => return Err(error.into()),
    };
    let without = CsvOptions { header: Some(HeaderLine::Absent), trusted: true, ..input.file.csv.clone() };
    let Ok((list, mut found)) = look(inputs, input, &without) else { return Err(refused.into()) };
    let is_sensitive = inputs.profile.fields.iter().any(|field| field.sensitive);
    for column in &mut found.columns {
        column.looks_like = looks_like(&inputs.profile, &column.cells);
        if is_sensitive {
            // Which column holds what must not be told, nobody knows.
            (column.samples, column.marker) = (Vec::new(), None);
        }
    }
    found.header_confidence = list.header_confidence();
    found.refused = Some(refused.to_string());
    found.advice = Vec::new();
    Ok(found)
}

fn look(inputs: &Inputs, input: &super::ListInput, options: &CsvOptions) -> Result<(List, Inspection), OpenError> {
    let mut open = open_list(&input.member, options, &inputs.limits)?;
    let (sample, writing) = (open.sample.clone(), open.writing.clone());
    let list = List::prepare(&inputs.profile, input.name.clone(), input.file.clone(), &mut open);
    let records = Records::read(sample, &list.shape, true);
    let found = inspection(&inputs.profile, &list, &writing, &records, open.whole);
    Ok((list, found))
}

/// What most of these cells are.
fn looks_like(profile: &Profile, cells: &[String]) -> Option<&'static str> {
    let is_company = |cell: &String| is_company_name(cell, &profile.tables);
    let companies = cells.iter().filter(|cell| is_company(cell)).count();
    kind_of_cells(cells).or_else(|| (companies * 2 > cells.len()).then_some("company"))
}

fn inspection(profile: &Profile, list: &List, writing: &Writing, records: &Records, whole: bool) -> Inspection {
    let sniffed = &writing.sniffed;
    let sign = |byte: u8| char::from(byte).to_string();
    let mut found = Inspection {
        list: list.name.clone(),
        container: writing.kind.to_string(),
        vendor: list.file.vendor.clone(),
        looks_like: match &list.recognition {
            Recognition::Close { vendor, lacks } => Some((vendor.clone(), lacks.clone())),
            _ => None,
        },
        encoding: writing.encoding.encoding.name().to_owned(),
        encoding_also: writing.encoding.also.map(str::to_owned),
        encoding_confidence: writing.encoding.confidence,
        encoding_why: writing.encoding.why.to_owned(),
        bom: writing.encoding.bom,
        delimiter: list.delimiter(),
        quote: sign(sniffed.dialect.quote),
        escape: sniffed.dialect.escape.map(sign),
        spaced: sniffed.dialect.spaced,
        wrapped: sniffed.wrapped,
        dialect_confidence: sniffed.confidence,
        skip_top: sniffed.skip_top,
        header_line: (!writing.header.is_empty()).then_some(sniffed.skip_top + 1),
        has_header: !writing.header.is_empty(),
        header_confidence: sniffed.header_confidence,
        above: if sniffed.skip_top > 0 { writing.above.clone() } else { Vec::new() },
        records: records.leads() as u64,
        whole,
        unreadable: counted(records.unreadable.iter().map(|record| record.fault.kind())),
        mended: counted(records.mended.iter().map(|record| record.mending.as_str())),
        columns: columns(profile, list, writing, records),
        fields_without_column: (0..profile.fields.len())
            .filter(|field| !list.feeds(*field))
            .map(|field| profile.fields[field].name.clone())
            .collect(),
        advice: Vec::new(),
        refused: None,
    };
    let is_sensitive = |name: &String| profile.field(name).is_some_and(|field| profile.fields[field].sensitive);
    for column in found.columns.iter_mut().filter(|column| column.fields.iter().any(is_sensitive)) {
        (column.samples, column.example, column.marker) = (Vec::new(), None, None);
    }
    found.advice = advice(&found, writing);
    let english = Wording::new(Language::En);
    let opt_outs = unheeded_opt_outs(profile, list);
    found.advice.splice(0..0, opt_outs.iter().map(|remark| remark.words(&english)));
    found.advice.extend(suggestions(profile, list, &found));
    found.advice.extend(super::doubts::sentences(profile, list).into_iter().map(|(_, sentence)| sentence));
    found
}

/// Columns that feed nothing and are called much like a field that has none.
fn suggestions(profile: &Profile, list: &List, found: &Inspection) -> Vec<String> {
    let free = found.columns.iter().filter(|column| column.fields.is_empty() && !column.header.trim().is_empty());
    let close = free.filter_map(|column| {
        let field = close_field(&column.header, &profile.fields).filter(|field| !list.feeds(*field))?;
        let field = &profile.fields[field].name;
        Some(format!("{} may be {field}; write {field} = \"{0}\" under [columns] if it is.", column.name))
    });
    close.collect()
}

fn counted<'w>(words: impl Iterator<Item = &'w str>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    words.for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    counts
}

fn columns(profile: &Profile, list: &List, writing: &Writing, records: &Records) -> Vec<ColumnInspection> {
    let (tallies, markers) = fields(profile, list, records);
    let feeds = |column: usize| {
        let fed = move |field: &usize| list.mapping.fields[*field].columns().any(|fed| fed == column);
        (0..profile.fields.len()).filter(fed)
    };
    let column = |place: usize| {
        let is_declared = |word: &str| feeds(place).all(|field| list.readers[field].missing.have(word));
        let mut column = cells(records, place, is_declared);
        column.name.clone_from(&list.mapping.headers[place]);
        column.header = writing.header.get(place).cloned().unwrap_or_default();
        column.fields = feeds(place).map(|field| profile.fields[field].name.clone()).collect();
        for field in feeds(place) {
            let tally = &tallies[&field];
            column.unreadable = column.unreadable.max(tally.unreadable);
            column.placeholder = column.placeholder.max(markers[&field]);
            let mended = tally.repairs.iter().filter(|(repair, _)| *repair != Repair::Unwrapped);
            column.repaired = column.repaired.max(mended.map(|(_, records)| records).sum());
            let example = tally.example.as_ref().filter(|_| tally.unreadable > 0);
            column.example = column.example.or_else(|| example.map(|(raw, _)| raw.clone()));
        }
        column
    };
    (0..records.width()).map(column).collect()
}

/// How the cells of each field are read, and how many hold a missing-marker.
fn fields(profile: &Profile, list: &List, records: &Records) -> (BTreeMap<usize, Tally>, BTreeMap<usize, u64>) {
    let chunk = ChunkFields::new(profile, list, records);
    let marked = |column: &Column| {
        let is_marker = |record: &usize| matches!(column.cell(*record), Cell::Missing(Missing::Marker));
        (0..records.len()).filter(is_marker).count() as u64
    };
    let column = |field| chunk.column(&ColumnSource::Field { field, part: None }, &Columns(Vec::new()));
    let markers = (0..profile.fields.len()).map(|field| (field, marked(&column(field)))).collect();
    (chunk.into_tallies(), markers)
}

/// What stands in a column, whatever its field makes of it.
fn cells(records: &Records, place: usize, is_declared: impl Fn(&str) -> bool) -> ColumnInspection {
    let (mut distinct, mut samples, mut markers) = (BTreeSet::new(), Vec::new(), BTreeMap::<String, u64>::new());
    let mut filled = 0;
    for record in 0..records.len() {
        let cell = records.readable(record, place);
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        filled += 1;
        if looks_unchosen(cell) || is_spreadsheet_error(cell) {
            *markers.entry(cell.to_owned()).or_default() += 1;
        } else if samples.len() < SAMPLES && !distinct.contains(cell) {
            samples.push(cell.to_owned());
        }
        distinct.insert(cell.to_owned());
    }
    let placeholder = markers.values().sum();
    markers.retain(|word, _| !is_declared(word));
    ColumnInspection {
        name: String::new(),
        header: String::new(),
        fields: Vec::new(),
        filled,
        distinct: distinct.len() as u64,
        placeholder,
        unreadable: 0,
        repaired: 0,
        samples,
        looks_like: None,
        cells: distinct.into_iter().take(LOOKED_AT).collect(),
        marker: markers.into_iter().max_by_key(|(_, records)| *records).map(|(word, _)| word),
        example: None,
    }
}

/// What to do about a list, the most important first.
fn advice(found: &Inspection, writing: &Writing) -> Vec<String> {
    let mut advice = Vec::new();
    let unreadable: u64 = found.unreadable.values().sum();
    if unreadable > 0 {
        let share = format!("{} of {} records", with_commas(unreadable.into()), with_commas(found.records.into()));
        advice.push(format!("{share} cannot be read; a run writes them to unreadable.csv, with line and reason."));
    }
    if found.encoding_confidence < 0.6 {
        advice.push(format!("The encoding {} is a guess; name the right one under [csv].", found.encoding));
    }
    if found.dialect_confidence < 0.4 && found.delimiter.is_some() && found.columns.len() > 1 {
        advice.push("The delimiter is not certain; name it under [csv].".to_owned());
    }
    if let Some(records) = found.unreadable.get("below_header") {
        advice.push(format!(
            "{records} of them stand right below the header and describe the columns; they are no leads, and nothing is to be done."
        ));
    }
    if writing.has_groups {
        advice.push("The line above the header groups the columns; it is no header and no lead.".to_owned());
    }
    if let Some(mending) = writing.mended_header {
        advice.push(format!("The header was {mending}."));
    }
    if let Some((vendor, lacks)) = &found.looks_like {
        let lacks = lacks.join(", ");
        advice.push(format!(
            "It looks like an export of {vendor}, but lacks {lacks}; write vendor = \"{vendor}\" if it is one."
        ));
    }
    let mapped = found.columns.iter().filter(|column| !column.fields.is_empty()).count();
    if mapped == 0 {
        advice.push("No column feeds any field; name the columns under [columns].".to_owned());
    }
    for column in &found.columns {
        let (name, fields) = (&column.name, column.fields.join(", "));
        if column.unreadable * 10 > column.filled.max(1) && !column.fields.is_empty() {
            let example = column.example.as_deref().unwrap_or_default();
            let odd = with_commas(column.unreadable.into());
            advice.push(format!("{name}: {odd} cells cannot be read as {fields}, such as \"{example}\"."));
        }
        if let Some(marker) = column.marker.as_ref().filter(|_| !column.fields.is_empty()) {
            advice.push(format!("{name}: \"{marker}\" means nothing; name it under [missing]."));
        }
    }
    advice
}
