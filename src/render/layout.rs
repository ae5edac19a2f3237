//! Which columns the outputs have, over all lists of a run.

use std::collections::{HashMap, HashSet};

use crate::intake::{List, unique_names};
use crate::profile::{ColumnId, ColumnSource, OTHERS, Profile};

use super::sheets::sensitive_originals;

/// The columns of all outputs of a run.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The header of `prospects.csv` and `review.csv`.
    pub leads: Vec<String>,
    /// The header of `rejections.csv`.
    pub rejections: Vec<String>,
    /// The header of `duplicates.csv`.
    pub duplicates: Vec<String>,
    /// The header of `suppressed.csv`.
    pub suppressed: Vec<String>,
    /// The header of `known.csv`.
    pub known: Vec<String>,
    /// The header of `held.csv`.
    pub held: Vec<String>,
    /// How many columns stand before `blocked_by`.
    pub decision: usize,
    /// How many columns of the rejections stand before those of the list.
    pub before_originals: usize,
    /// Whether first records take over from their duplicates what they lack, so that the outputs say from which.
    pub fills: bool,
    /// How many columns stand before the fields of prospects and reviews.
    pub before_fields: usize,
    /// What stands behind them.
    pub shown: Vec<LeadColumn>,
    /// Whether the job has chosen these.
    pub is_chosen: bool,
    /// Whether some list has several leads in a record, so that the outputs say which one it is.
    pub parts: bool,
    /// One for each list.
    pub lists: Vec<ListLayout>,
    /// For each field, the column that holds its cells, where a rule or a key reads it.
    pub columns: Vec<Option<ColumnId>>,
    /// For each original column, whether it feeds a sensitive field and so stays out of sheets.
    pub hidden: Vec<bool>,
}

/// A column of prospects and reviews behind the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadColumn {
    /// A field, by its place in the profile.
    Field(usize),
    /// A column that feeds no field, by its place among those of all lists.
    Unmapped(usize),
}

/// Where a list's columns go.
#[derive(Clone, Debug)]
pub struct ListLayout {
    /// For each original column of the outputs, the list's column.
    pub originals: Vec<Option<usize>>,
    /// For each unmapped column of the outputs, the list's column.
    pub unmapped: Vec<Option<usize>>,
    /// Whether a record has all original columns and no others, in their order.
    pub is_whole: bool,
}

impl Layout {
    /// The union of the lists' columns, by exact header, in order of first appearance. With a `ledger`, those that are
    /// handed over say whether they were before. Behind the decision, prospects and reviews have the `chosen` columns.
    #[must_use]
    pub fn new(profile: &Profile, lists: &[List], ledger: bool, chosen: Option<&[String]>) -> Self {
        let all = |list: &List| (0..list.mapping.headers.len()).collect::<Vec<_>>();
        let free = |list: &List| list.mapping.unmapped();
        let originals = union(lists, all);
        let unmapped = union(lists, free);
        let parts = lists.iter().any(|list| list.mapping.groups() > 0);
        let decision = decision_columns(profile, parts);
        let shown = shown(profile, unmapped.len(), chosen);
        let name = |column: &LeadColumn| match column {
            LeadColumn::Field(field) => profile.fields[*field].name.clone(),
            LeadColumn::Unmapped(place) => unmapped[*place].clone(),
        };
        let fields = || shown.iter().map(name);
        let fills = profile.identity.fill_gaps;
        let filled: &[&str] = if fills { &["filled_from"] } else { &[] };
        let again = [if ledger { &["upgraded"] } else { &[][..] }, filled].concat();
        let before = |more: &[&str]| -> Vec<String> {
            decision.iter().cloned().chain(more.iter().map(|name| (*name).to_owned())).collect()
        };
        let why = [&["blocked_by", "nearest_miss"], filled].concat();
        let by = ["blocked_by", "nearest_miss", "suppressed_by"];
        let twice = [
            "blocked_by",
            "nearest_miss",
            "key",
            "key_value",
            "key_raw",
            "first_list",
            "first_record",
            "other_key",
            "other_list",
            "other_record",
        ];
        let then = [
            "blocked_by",
            "nearest_miss",
            "key",
            "key_value",
            "known_since",
            "known_verdict",
            "known_stage",
            "known_list",
        ];
        let waits = [&again[..], &["held_by", "held_since"]].concat();
        let mut layout = Self {
            leads: unique(before(&again).into_iter().chain(fields())),
            held: unique(before(&waits).into_iter().chain(fields())),
            known: unique(before(&then).into_iter().chain(originals.iter().cloned())),
            rejections: unique(before(&why).into_iter().chain(originals.iter().cloned())),
            suppressed: unique(before(&by).into_iter().chain(originals.iter().cloned())),
            duplicates: unique(before(&twice).into_iter().chain(originals.iter().cloned())),
            decision: decision.len(),
            before_originals: decision.len() + why.len(),
            fills,
            before_fields: decision.len() + again.len(),
            is_chosen: chosen.is_some(),
            parts,
            lists: lists
                .iter()
                .map(|list| {
                    let originals = places(&originals, list, &all(list));
                    let is_whole = originals.iter().enumerate().all(|(place, column)| *column == Some(place));
                    ListLayout { is_whole, originals, unmapped: places(&unmapped, list, &free(list)) }
                })
                .collect(),
            columns: (0..profile.fields.len()).map(|field| column_of(profile, field)).collect(),
            hidden: Vec::new(),
            shown: Vec::new(),
        };
        layout.shown = shown;
        layout.hidden = sensitive_originals(profile, &layout, lists);
        layout
    }
}

/// The chosen columns in their order; all where none are chosen. What is no field has been refused before.
fn shown(profile: &Profile, unmapped: usize, chosen: Option<&[String]>) -> Vec<LeadColumn> {
    let all = (0..profile.fields.len()).map(LeadColumn::Field).chain((0..unmapped).map(LeadColumn::Unmapped));
    let Some(chosen) = chosen else { return all.collect() };
    let named = |name: &String| profile.field(name).map(LeadColumn::Field);
    let taken: Vec<LeadColumn> = chosen.iter().filter_map(named).collect();
    let others: Vec<LeadColumn> = all.filter(|column| !taken.contains(column)).collect();
    let columns = chosen.iter().flat_map(|name| match name.as_str() {
        OTHERS => others.clone(),
        _ => named(name).into_iter().collect(),
    });
    columns.collect()
}

fn column_of(profile: &Profile, field: usize) -> Option<ColumnId> {
    let source = ColumnSource::Field { field, part: None };
    profile.columns.iter().position(|column| *column == source).map(ColumnId)
}

fn decision_columns(profile: &Profile, parts: bool) -> Vec<String> {
    let place = ["list", "record", "line"].into_iter().chain(parts.then_some("part"));
    let first = place.chain(["verdict", "score_worst", "score_best", "reason"]).map(str::to_owned);
    let criteria = profile.criteria.iter().map(|criterion| format!("criterion.{}", criterion.name));
    let grade = (!profile.decision.grades.is_empty()).then(|| "grade".to_owned());
    first.chain(criteria).chain(grade).collect()
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    unique_names(&names.collect::<Vec<_>>())
}

fn union(lists: &[List], columns: impl Fn(&List) -> Vec<usize>) -> Vec<String> {
    let (mut names, mut taken): (Vec<String>, HashSet<&str>) = (Vec::new(), HashSet::new());
    for list in lists {
        for column in columns(list) {
            let name = &list.mapping.headers[column];
            if taken.insert(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn places(names: &[String], list: &List, columns: &[usize]) -> Vec<Option<usize>> {
    let headers = &list.mapping.headers;
    // Of two columns of one name the first counts.
    let first: HashMap<&str, usize> = columns.iter().rev().map(|column| (headers[*column].as_str(), *column)).collect();
    names.iter().map(|name| first.get(name.as_str()).copied()).collect()
}
