//! What is different from the last time a job read a list of the same pattern: columns that came or went, another
//! delimiter or encoding. Vendors change their exports without a word.

use std::collections::BTreeSet;

use super::totals::fields_read;
use super::{Inputs, ListInput};
use crate::intake::List;
use crate::profile::Profile;
use crate::render::Run;
use crate::report::{Filling, Remark, Remembered};

/// What is to be said of a list that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drift {
    /// What changed, a remark a list.
    pub(super) changes: Vec<Remark>,
    /// What a knock-out lost by it.
    pub(super) losses: Vec<Remark>,
    /// What the next run has to know.
    pub(super) remembered: Vec<Remembered>,
}

impl Drift {
    /// Compares the lists of a run with what was remembered of the last one.
    pub(super) fn new(run: &Run<'_>, inputs: &Inputs, before: Vec<Remembered>) -> Self {
        let mut drift = Self::default();
        let now: Vec<Remembered> =
            inputs.lists.iter().zip(run.lists).filter_map(|(input, list)| layout(run.profile, input, list)).collect();
        for list in &now {
            if let Some(old) = last_of(&before, list) {
                drift.changes.extend(changes(old, list));
                drift.losses.extend(losses(run.profile, old, list));
            }
        }
        drift.remembered = merged(before, now);
        drift
    }
}

/// What a list looks like; nothing for a list of which neither a list file nor a vendor is known.
fn layout(profile: &Profile, input: &ListInput, list: &List) -> Option<Remembered> {
    let vendor = list.file.vendor.clone();
    let fed = |field: &usize| !list.mapping.fields[*field].feeds.is_empty();
    let fields = (0..profile.fields.len()).filter(fed).map(|field| profile.fields[field].name.clone());
    Some(Remembered {
        pattern: input.pattern.clone().or_else(|| vendor.is_some().then(String::new))?,
        vendor,
        list: list.name.clone(),
        as_of: profile.as_of.to_string(),
        headers: list.mapping.headers.clone(),
        fields: fields.collect(),
        encoding: list.encoding().name().to_owned(),
        delimiter: list.shape.dialect.delimiter_shown(),
        quote: char::from(list.shape.dialect.quote).to_string(),
    })
}

/// The last list of the same pattern, else of the same vendor: a pattern with a month in it is another one next month.
fn last_of<'b>(before: &'b [Remembered], list: &Remembered) -> Option<&'b Remembered> {
    let same_pattern = before.iter().rfind(|old| old.pattern == list.pattern && !old.pattern.is_empty());
    same_pattern.or_else(|| before.iter().rfind(|old| old.vendor.is_some() && old.vendor == list.vendor))
}

fn changes(old: &Remembered, new: &Remembered) -> Option<Remark> {
    let (gone, came) = (missing(&old.headers, &new.headers), missing(&new.headers, &old.headers));
    let columns = [("m_without", gone), ("m_with_new", came)];
    let mut said: Vec<Remark> = columns
        .into_iter()
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(says, columns)| {
            let count = if columns.len() == 1 { "column" } else { "columns" };
            Remark::new(&format!("{says}_{count}"), [("columns", Filling::Names(columns))])
        })
        .collect();
    let written = [
        ("m_delimiter", &old.delimiter, &new.delimiter),
        ("m_quote", &old.quote, &new.quote),
        ("m_encoding", &old.encoding, &new.encoding),
    ];
    let differing = written.into_iter().filter(|(_, before, now)| before != now);
    said.extend(differing.map(|(says, before, now)| {
        Remark::new(says, [("now", Filling::text(now)), ("before", Filling::text(before))])
    }));
    let gaps = |said| {
        [
            ("list", Filling::text(&new.list)),
            ("before", Filling::text(&old.list)),
            ("day", Filling::Day(old.as_of.clone())),
            ("changes", Filling::Parts(said)),
        ]
    };
    (!said.is_empty()).then(|| Remark::new("m_changed", gaps(said)))
}

/// The names that are in `these` and not in `others`, in order.
fn missing(these: &[String], others: &[String]) -> Vec<String> {
    let others: BTreeSet<&String> = others.iter().collect();
    these.iter().filter(|name| !others.contains(name)).cloned().collect()
}

/// The knock-outs that read a field which had a column the last time and has none now.
fn losses(profile: &Profile, old: &Remembered, new: &Remembered) -> Vec<Remark> {
    let lost = missing(&old.fields, &new.fields);
    let knock_outs = profile.rules.iter().filter(|rule| rule.is_knock_out());
    let sentences = knock_outs.filter_map(|rule| {
        let fields = fields_read(profile, rule)?;
        let names = fields.into_iter().map(|field| profile.fields[field].name.clone());
        let names: Vec<String> = names.filter(|name| lost.contains(name)).collect();
        let gaps = |names| {
            [("list", Filling::text(&new.list)), ("fields", Filling::Names(names)), ("rule", Filling::text(&rule.id))]
        };
        (!names.is_empty()).then(|| Remark::new("m_lost_column", gaps(names)))
    });
    sentences.collect()
}

/// The newest of each pattern; what was not read tonight is kept.
fn merged(before: Vec<Remembered>, now: Vec<Remembered>) -> Vec<Remembered> {
    let mut merged: Vec<Remembered> = Vec::new();
    for list in before.into_iter().chain(now) {
        merged.retain(|old| old.pattern != list.pattern || (old.pattern.is_empty() && old.vendor != list.vendor));
        merged.push(list);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;
    use crate::report::Wording;

    fn list(headers: &[&str], delimiter: &str) -> Remembered {
        Remembered {
            pattern: "inbox/*.csv".to_owned(),
            list: "b.csv".to_owned(),
            as_of: "2026-11-22".to_owned(),
            headers: headers.iter().map(|header| (*header).to_owned()).collect(),
            delimiter: delimiter.to_owned(),
            ..Remembered::default()
        }
    }

    #[test]
    fn what_changed_is_said_in_one_sentence() {
        let old = Remembered { list: "a.csv".to_owned(), ..list(&["Email", "State"], ",") };
        let table: [(Remembered, Option<&str>); 4] = [
            (list(&["State", "Email"], ","), None),
            (list(&["Email"], ","), Some("b.csv is not like a.csv of 22 Nov 2026: without column State.")),
            (
                list(&["Email", "Region", "Town"], ","),
                Some(
                    "b.csv is not like a.csv of 22 Nov 2026: without column State, with the new columns Region, Town.",
                ),
            ),
            (
                list(&["Email", "State"], ";"),
                Some("b.csv is not like a.csv of 22 Nov 2026: with delimiter ; instead of ,."),
            ),
        ];
        for (new, expected) in table {
            let words = Wording::new(Language::En);
            assert_eq!(changes(&old, &new).map(|change| change.words(&words)).as_deref(), expected);
        }
    }

    #[test]
    fn a_pattern_with_a_month_in_it_is_found_by_its_vendor() {
        let apollo = |pattern: &str| Remembered {
            pattern: pattern.to_owned(),
            vendor: Some("Apollo".to_owned()),
            ..list(&["Email"], ",")
        };
        let before = [list(&["A"], ","), apollo("apollo-2026-10-*.csv")];
        assert_eq!(last_of(&before, &apollo("apollo-2026-11-*.csv")), Some(&before[1]));
        assert_eq!(last_of(&before, &Remembered { vendor: None, ..apollo("other.csv") }), None);
    }

    #[test]
    fn what_was_not_read_tonight_is_not_forgotten() {
        let other = Remembered { pattern: "other.csv".to_owned(), ..list(&["A"], ",") };
        let merged = merged(vec![list(&["A"], ","), other.clone()], vec![list(&["B"], ","), list(&["C"], ",")]);
        assert_eq!(merged, [other, list(&["C"], ",")]);
    }
}
