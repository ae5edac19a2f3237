//! What rules meet in lists: counts by rule and the frequent values that no set of a rule names. Nothing is written.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use super::alter::Changes;
use super::flow::{Wants, flow};
use super::stages::{Judging, RenderedChunk, Settling};
use super::turn::{Turn, own};
use super::{CHUNK, Inputs, RunError};
use crate::field_types::{fold_accents, looks_unchosen};
use crate::identity::KeyPlan;
use crate::intake::List;
use crate::judge::Words;
use crate::model::{Cell, Value};
use crate::operators::{Predicate, Test, ValueSet};
use crate::profile::{ColumnId, Columns, Profile, Rule};
use crate::render::{ChunkCounts, Layout, Run};

/// How many distinct values of a column are counted at most.
const MOST_VALUES: usize = 20_000;
/// A value that occurs less often is no habit of the vendor's.
const FEWEST: u64 = 3;

/// What was met.
#[derive(Debug)]
pub struct Met {
    /// The profile that judged.
    pub profile: Profile,
    /// The counts of dispositions, criteria and rules.
    pub counts: ChunkCounts,
    /// For each field, whether some list has a column for it.
    pub mapped: Vec<bool>,
    /// Fields whose cells contradict each other in a list, and what there is to say of it.
    pub doubts: Vec<(usize, String)>,
    /// Values that may have been meant, the most frequent first.
    pub nearly: Vec<Nearly>,
    /// Frequent values that look as if nothing had been chosen, by column, the most frequent first.
    pub unchosen: Vec<Unchosen>,
    /// Columns that look like opt-outs and that nothing reads.
    pub opt_outs: Vec<UnheededOptOut>,
}

/// A column of a list that looks like an opt-out and that nothing reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnheededOptOut {
    /// The list.
    pub list: String,
    /// The header of the column.
    pub header: String,
    /// What stands in it and gave it away; nothing where its header did.
    pub example: Option<String>,
}

/// A frequent value that is nearly one that a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearly {
    /// The rule.
    pub rule: usize,
    /// The column that it looks at.
    pub column: ColumnId,
    /// The value as the lists have it, in its normal form.
    pub value: String,
    /// How many leads have it.
    pub times: u64,
    /// The value that the rule names.
    pub meant: String,
}

/// A frequent value that looks as if nothing had been chosen: `Select`, `Unanswered`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchosen {
    /// The column that has it.
    pub column: ColumnId,
    /// The value as the lists have it, in its normal form.
    pub value: String,
    /// How many leads have it.
    pub times: u64,
}

/// Judges all records of all lists.
///
/// # Errors
/// A list that cannot be read.
pub fn meet(mut inputs: Inputs) -> Result<Met, RunError> {
    let keys = KeyPlan::new(&mut inputs.profile);
    let opened = inputs.open()?;
    let layout = Layout::new(&inputs.profile, &opened.lists, false, None);
    let words = Words::english(&inputs.profile);
    let (profile, lists) = (&inputs.profile, &opened.lists);
    let run = Run::to_judge(profile, lists, &layout, &keys, &words);
    let sets = sets(profile);
    let wanted = read_columns(profile);
    let (judging, settling) = (Judging::new(&run, Changes::nothing()), Settling::new(&run, opened.records()));
    let (mut counts, values) = (ChunkCounts::default(), Mutex::new(Values::default()));
    let work = |turn: &Turn, list, chunk| {
        let judged = judging.judge(turn, list, chunk)?;
        // Which values are kept where there are too many depends on the order.
        turn.take(|| own(&values).count(&wanted, &judged.columns, judged.records.len()))?;
        settling.settle(turn, judged)
    };
    let take = |chunk: RenderedChunk| {
        counts.add(&chunk.rendered.counts);
        Ok(Wants::More)
    };
    flow(opened.sources, CHUNK, work, take)?;
    let values = values.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mapped = (0..profile.fields.len()).map(|field| lists.iter().any(|list| list.feeds(field))).collect();
    let (nearly, unchosen) = (values.nearly(&sets), values.unchosen(&sets));
    let opt_outs = lists.iter().flat_map(unheeded).collect();
    let doubts = lists.iter().flat_map(|list| super::doubts::sentences(profile, list)).collect();
    Ok(Met { counts, mapped, doubts, nearly, unchosen, opt_outs, profile: inputs.profile })
}

fn unheeded(list: &List) -> impl Iterator<Item = UnheededOptOut> + '_ {
    list.opt_outs.iter().map(|found| UnheededOptOut {
        list: list.name.clone(),
        header: list.mapping.headers[found.column].clone(),
        example: found.example.clone(),
    })
}

/// A set of values that a rule compares a column with.
struct Set<'p> {
    rule: usize,
    column: ColumnId,
    values: &'p ValueSet,
}

fn sets(profile: &Profile) -> Vec<Set<'_>> {
    let mut sets = Vec::new();
    for (rule, about) in profile.rules.iter().enumerate() {
        about.each_test(&mut |column, test| {
            let Test::Text(test) = test else { return };
            for predicate in &test.predicates {
                if let Predicate::In { values, .. } = predicate {
                    sets.push(Set { rule, column, values });
                }
            }
        });
    }
    sets
}

/// The columns of texts that rules read, those that classes and look-ups are made of included.
fn read_columns(profile: &Profile) -> Vec<ColumnId> {
    let is_read = |column: &ColumnId| {
        profile.rules.iter().flat_map(Rule::columns).any(|read| {
            let source = &profile.columns[column.0];
            read == *column || source.field().is_some_and(|field| profile.source_fields(read).contains(&field))
        })
    };
    (0..profile.columns.len()).map(ColumnId).filter(is_read).collect()
}

/// How often values occur: by column and compared form, with the normal form.
#[derive(Default)]
struct Values(BTreeMap<ColumnId, HashMap<String, (String, u64)>>);

impl Values {
    fn count(&mut self, wanted: &[ColumnId], columns: &Columns, records: usize) {
        for id in wanted {
            let column = columns.get(*id);
            let mut times = vec![0_u64; column.cells.len()];
            (0..records).for_each(|record| times[column.code(record)] += 1);
            let counted = self.0.entry(*id).or_default();
            for (code, times) in times.into_iter().enumerate().filter(|(_, times)| *times > 0) {
                let Cell::Known(Value::Text(text)) = column.cells.get(code) else { continue };
                if let Some((_, all)) = counted.get_mut(text.compared.as_ref()) {
                    *all += times;
                } else if counted.len() < MOST_VALUES {
                    counted.insert(text.compared.clone().into_owned(), (text.shown.into_owned(), times));
                }
            }
        }
    }

    fn unchosen(&self, sets: &[Set<'_>]) -> Vec<Unchosen> {
        let mut found = Vec::new();
        for (column, counted) in &self.0 {
            // What a rule names is meant as it is.
            let is_named = |value: &str| sets.iter().any(|set| set.column == *column && set.values.contains(value));
            for (value, (shown, times)) in counted.iter().filter(|(_, (_, times))| *times >= FEWEST) {
                if looks_unchosen(shown) && !is_named(value) {
                    found.push(Unchosen { column: *column, value: shown.clone(), times: *times });
                }
            }
        }
        found.sort_by(|a, b| (b.times, &a.value, a.column).cmp(&(a.times, &b.value, b.column)));
        found
    }

    fn nearly(&self, sets: &[Set<'_>]) -> Vec<Nearly> {
        let mut found = Vec::new();
        for set in sets {
            // A value that another set of the rule names is meant as it is.
            let of_rule = || sets.iter().filter(|other| other.column == set.column && other.rule == set.rule);
            let is_named = |value: &str| of_rule().any(|other| other.values.contains(value));
            let counted = self.0.get(&set.column).into_iter().flatten();
            for (value, (shown, times)) in counted.filter(|(value, (_, times))| *times >= FEWEST && !is_named(value)) {
                if let Some(meant) = set.values.written.iter().find(|written| is_near(value, written)) {
                    let (value, meant) = (shown.clone(), meant.clone());
                    found.push(Nearly { rule: set.rule, column: set.column, value, times: *times, meant });
                }
            }
        }
        found.sort_by(|a, b| (b.times, &a.value, a.rule).cmp(&(a.times, &b.value, b.rule)));
        found.dedup_by(|a, b| a.value == b.value && a.column == b.column && a.meant == b.meant);
        found
    }
}

/// Whether a value may be another spelling: one edit away, the same but for blanks, signs and accents, or short for it.
fn is_near(value: &str, written: &str) -> bool {
    let plain =
        |text: &str| -> String { fold_accents(&text.to_lowercase()).chars().filter(|c| c.is_alphanumeric()).collect() };
    let (a, b) = (plain(value), plain(written));
    let (short, long) = (a.chars().count(), b.chars().count());
    let is_short_for = value.trim_end().ends_with('.') && short >= 3 && b.starts_with(&a);
    a == b || is_short_for || short.min(long) >= 5 && strsim::osa_distance(&a, &b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_are_near() {
        let table = [
            ("calif.", "California", true),
            ("califronia", "California", true),
            ("nord rhein westfalen", "Nordrhein-Westfalen", true),
            ("zurich", "Zürich", true),
            ("ca", "CA", true),
            ("cal", "California", false),
            ("tx", "TN", false),
            ("texas", "Taxes", false),
            ("nevada", "Arizona", false),
        ];
        for (value, written, near) in table {
            assert_eq!(is_near(value, written), near, "{value} {written}");
        }
    }
}
