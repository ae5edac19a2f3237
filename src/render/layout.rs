//! Which columns the outputs have, over all lists of a run.

use crate::intake::{List, unique_names};
use crate::profile::{ColumnId, ColumnSource, Profile};

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
    /// How many columns stand before the fields of prospects and reviews.
    pub before_fields: usize,
    /// Whether some list has several leads in a record, so that the outputs say which one it is.
    pub parts: bool,
    /// One for each list.
    pub lists: Vec<ListLayout>,
    /// For each field, the column that holds its cells, where a rule or a key reads it.
    pub columns: Vec<Option<ColumnId>>,
    /// For each original column, whether it feeds a sensitive field and so stays out of sheets.
    pub hidden: Vec<bool>,
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
    /// handed over say whether they were before.
    #[must_use]
    pub fn new(profile: &Profile, lists: &[List], ledger: bool) -> Self {
        let all = |list: &List| (0..list.mapping.headers.len()).collect::<Vec<_>>();
        let free = |list: &List| list.mapping.unmapped();
        let originals = union(lists, all);
        let unmapped = union(lists, free);
        let parts = lists.iter().any(|list| list.mapping.groups() > 0);
        let decision = decision_columns(profile, parts);
        let fields = || profile.fields.iter().map(|field| field.name.clone()).chain(unmapped.iter().cloned());
        let again: &[&str] = if ledger { &["upgraded"] } else { &[] };
        let before = |more: &[&str]| -> Vec<String> {
            decision.iter().cloned().chain(more.iter().map(|name| (*name).to_owned())).collect()
        };
        let why = ["blocked_by", "nearest_miss"];
        let by = ["blocked_by", "nearest_miss", "suppressed_by"];
        let twice = ["blocked_by", "nearest_miss", "key", "key_raw", "key_value", "first_list", "first_record"];
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
        let waits = [again, &["held_by", "held_since"]].concat();
        let mut layout = Self {
            leads: unique(before(again).into_iter().chain(fields())),
            held: unique(before(&waits).into_iter().chain(fields())),
            known: unique(before(&then).into_iter().chain(originals.iter().cloned())),
            rejections: unique(before(&why).into_iter().chain(originals.iter().cloned())),
            suppressed: unique(before(&by).into_iter().chain(originals.iter().cloned())),
            duplicates: unique(before(&twice).into_iter().chain(originals.iter().cloned())),
            decision: decision.len(),
            before_fields: decision.len() + again.len(),
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
        };
        layout.hidden = sensitive_originals(profile, &layout, lists);
        layout
    }
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
    let mut names: Vec<String> = Vec::new();
    for list in lists {
        for column in columns(list) {
            let name = &list.mapping.headers[column];
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn places(names: &[String], list: &List, columns: &[usize]) -> Vec<Option<usize>> {
    let find = |name: &String| columns.iter().copied().find(|column| list.mapping.headers[*column] == *name);
    names.iter().map(find).collect()
}
