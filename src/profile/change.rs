//! What differs between two profiles, rule by rule.

use std::collections::BTreeSet;
use std::ops::Bound;

use rust_decimal::Decimal;

use super::{Class, ColumnId, ColumnSource, Condition, Effect, Field, Keys, Lookup, Profile, Rule};
use crate::field_types::{Context, FieldType, Hints, fold_key, read};
use crate::model::{Cell, Value};
use crate::operators::{Predicate, Test, TextTest};

/// One difference between an old and a new profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A rule: its place in the old profile, and in the new one; nothing where it is not there.
    Rule {
        /// Its id.
        id: String,
        /// In the old profile.
        old: Option<usize>,
        /// In the new profile.
        new: Option<usize>,
    },
    /// The thresholds.
    Thresholds,
    /// Fields, classes or look-ups: rules that say the same read other cells.
    Fields,
}

/// All differences, in the order of the new profile's rules; removed rules, thresholds and fields behind them.
#[must_use]
pub fn changes(old: &Profile, new: &Profile) -> Vec<Change> {
    let place = |profile: &Profile, id: &str| profile.rules.iter().position(|rule| rule.id == id);
    let rule = |id: &str, old, new| Change::Rule { id: id.to_owned(), old, new };
    let mut found = Vec::new();
    for (now, about) in new.rules.iter().enumerate() {
        let before = place(old, &about.id);
        let same = before.is_some_and(|before| meaning(old, &old.rules[before]) == meaning(new, about));
        if !same {
            found.push(rule(&about.id, before, Some(now)));
        }
    }
    for (before, about) in old.rules.iter().enumerate().filter(|(_, about)| place(new, &about.id).is_none()) {
        found.push(rule(&about.id, Some(before), None));
    }
    if decision(old) != decision(new) {
        found.push(Change::Thresholds);
    }
    if cells(old, new) != cells(new, old) {
        found.push(Change::Fields);
    }
    found
}

impl Change {
    /// Whether it is the thresholds that change.
    #[must_use]
    pub const fn is_thresholds(&self) -> bool {
        matches!(self, Self::Thresholds)
    }

    /// The rules of the old profile with this change: each by its place in the old (`Err`) or in the new profile (`Ok`).
    /// Nothing where no rule changes.
    #[must_use]
    pub fn rules(&self, old: &Profile, new: &Profile) -> Option<Vec<Result<usize, usize>>> {
        let pairs = self.pairs(old, new)?;
        let other = |place: usize| pairs.iter().find(|(before, _)| *before == Some(place)).map(|(_, now)| *now);
        let kept = (0..old.rules.len()).filter_map(|place| match other(place) {
            None => Some(Err(place)),
            Some(now) => now.map(Ok),
        });
        let added = pairs.iter().filter(|(before, _)| before.is_none()).filter_map(|(_, now)| now.map(Ok));
        Some(kept.chain(added).collect())
    }

    /// The rules that this change exchanges: old place, new place. Nothing where no rule changes.
    #[must_use]
    pub fn pairs(&self, old: &Profile, new: &Profile) -> Option<Vec<(Option<usize>, Option<usize>)>> {
        match self {
            Self::Rule { old, new, .. } => Some(vec![(*old, *new)]),
            Self::Thresholds => None,
            Self::Fields => Some(unchanged(old, new)),
        }
    }
}

/// The rules that say the same in both profiles.
fn unchanged(old: &Profile, new: &Profile) -> Vec<(Option<usize>, Option<usize>)> {
    let of_old = |(now, about): (usize, &Rule)| {
        let before = old.rules.iter().position(|rule| rule.id == about.id)?;
        (meaning(old, &old.rules[before]) == meaning(new, about)).then_some((Some(before), Some(now)))
    };
    new.rules.iter().enumerate().filter_map(of_old).collect()
}

/// What a rule says, whatever the places of its columns are.
fn meaning(profile: &Profile, rule: &Rule) -> String {
    let points = |points: &i64| profile.decision.shown(*points);
    let effect = match &rule.effect {
        Effect::Must(wanted) => format!("must {}", condition(profile, wanted)),
        Effect::MustNot(unwanted) => format!("must not {}", condition(profile, unwanted)),
        Effect::Points(wanted, earned) => format!("{} for {}", points(earned), condition(profile, wanted)),
        Effect::Bands { column, bands, range_as } => {
            let band = |band: &super::Band| {
                format!(
                    "{} for {}",
                    points(&band.points),
                    band.tests.iter().map(test).collect::<Vec<_>>().join(" and ")
                )
            };
            let bands: Vec<String> = bands.iter().map(band).collect();
            format!("{} {range_as:?}: {}", profile.column_name(*column), bands.join("; "))
        }
    };
    let only_if = rule.only_if.as_ref().map(|only_if| condition(profile, only_if));
    format!("{effect} {only_if:?} {:?} {:?} {}", rule.if_unknown, rule.if_unreadable, rule.dormant)
}

/// A condition in one way of writing it: neither the order of its parts counts, nor a group of one.
fn condition(profile: &Profile, about: &Condition) -> String {
    condition_once(profile, about, &mut Vec::new())
}

/// The same; of a shared condition there is the hash of what it says, and `known` are those that were hashed.
fn condition_once(profile: &Profile, about: &Condition, known: &mut Vec<(usize, String)>) -> String {
    let mut each = |of: &[Condition]| {
        let mut parts: Vec<String> = of.iter().map(|part| condition_once(profile, part, known)).collect();
        parts.sort_unstable();
        parts.join(", ")
    };
    match about {
        Condition::Test { column, test: one, range_as } => {
            format!("{} {} {range_as:?}", profile.column_name(*column), test(one))
        }
        Condition::All(of) | Condition::Any { need: 1, of } if of.len() == 1 => condition_once(profile, &of[0], known),
        Condition::Shared(shared) => {
            if let Some((_, hash)) = known.iter().find(|(one, _)| *one == super::identity(shared)) {
                return hash.clone();
            }
            let text = condition_once(profile, &shared.condition, known);
            let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(text.as_bytes()));
            known.push((super::identity(shared), hash.clone()));
            hash
        }
        Condition::All(of) => format!("all({})", each(of)),
        Condition::Any { need, of } => format!("{need} of({})", each(of)),
        Condition::None(of) => format!("none({})", each(of)),
    }
}

/// A test without what makes no difference: the order of values, and how a number is written.
fn test(one: &Test) -> String {
    match one {
        Test::Text(text) => sorted(text.predicates.iter().map(predicate)),
        Test::List(list) => format!("list {} {}", list.all, sorted(&list.values)),
        Test::Number(wanted) => {
            let end = |end: Bound<Decimal>| end.map(|value| value.normalize().to_string());
            format!("number {:?} {:?}", end(wanted.low), end(wanted.high))
        }
        other => format!("{other:?}"),
    }
}

fn predicate(one: &Predicate) -> String {
    match one {
        Predicate::In { values, negated } => format!("in {negated} {}", sorted(&values.compared)),
        Predicate::StartsWith(starts) => format!("starts with {}", sorted(&starts.compared)),
        Predicate::EndsWith(ends) => format!("ends with {}", sorted(&ends.compared)),
        Predicate::Under(branches) => format!("under {}", sorted(&branches.compared)),
        Predicate::Contains(contained) => format!("contains {}", sorted(&contained.fragments.compared)),
        Predicate::Words(words) => format!("words {}", sorted(words.phrases.iter().map(|one| format!("{one:?}")))),
        Predicate::Matches(pattern) => format!("matches {}", pattern.as_str()),
        other => format!("{other:?}"),
    }
}

/// Texts in an order of their own, each once.
fn sorted(texts: impl IntoIterator<Item = impl ToString>) -> String {
    let texts: BTreeSet<String> = texts.into_iter().map(|text| text.to_string()).collect();
    format!("{texts:?}")
}

fn decision(profile: &Profile) -> String {
    let shown = |at: Option<i64>| at.map(|at| profile.decision.shown(at));
    let both = |one: super::Thresholds| format!("{:?} {:?}", shown(one.prospect_at), shown(one.review_at));
    let for_lists = profile.decision.for_lists.iter();
    let others = for_lists.map(|one| format!("{} {}", condition(profile, &one.only_if), both(one.thresholds)));
    format!("{} {:?}", both(profile.decision.thresholds), others.collect::<Vec<_>>())
}

/// How the cells come about that the rules read which say the same in both profiles. What only a changed rule reads is
/// part of that change.
fn cells(profile: &Profile, other: &Profile) -> BTreeSet<String> {
    let says_the_same = |rule: &&Rule| {
        let same = other.rules.iter().find(|one| one.id == rule.id);
        !rule.dormant && same.is_some_and(|same| meaning(other, same) == meaning(profile, rule))
    };
    let mut found = BTreeSet::new();
    for column in profile.rules.iter().filter(says_the_same).flat_map(Rule::columns) {
        describe(profile, column, &mut found);
    }
    found
}

/// Adds how a column comes about, and all that it is made of.
fn describe(profile: &Profile, column: ColumnId, found: &mut BTreeSet<String>) {
    let sources = match &profile.columns[column.0] {
        ColumnSource::Field { field, .. } => return describe_field(profile, *field, found),
        ColumnSource::Fact(_) => return,
        ColumnSource::Class(class) => {
            let class = &profile.classes[*class];
            found.insert(of_class(profile, class));
            class.columns().to_vec()
        }
        ColumnSource::Lookup { lookup, .. } => {
            let lookup = &profile.lookups[*lookup];
            found.insert(of_lookup(profile, lookup));
            lookup.from.clone()
        }
        ColumnSource::Place { code, country } => vec![*code, *country],
    };
    sources.into_iter().for_each(|source| describe(profile, source, found));
}

fn describe_field(profile: &Profile, field: usize, found: &mut BTreeSet<String>) {
    let about = &profile.fields[field];
    let mut field_type = about.field_type.clone();
    if let FieldType::Text(style) = &mut field_type {
        // Whether a pattern looks at it is said by the rule.
        style.as_written = false;
    }
    let rates = matches!(field_type, FieldType::Money(_)).then_some(&profile.currencies);
    let country = about.country_from.map(|place| &profile.fields[place].name);
    let (name, feeds, missing) = (&about.name, &about.feeds, sorted(&about.missing));
    let values = value_map(profile, about);
    found.insert(format!("{name} {field_type:?} {feeds:?} {missing} {values} {country:?} {rates:?}"));
    if let Some(country) = about.country_from.filter(|country| *country != field) {
        describe_field(profile, country, found);
    }
}

/// What a field puts in place of what, as its cells are read: what is written in any case, and what it means as the type of
/// the field reads it; as it stands where a pattern looks at it.
fn value_map(profile: &Profile, field: &Field) -> String {
    let looked_at = matches!(&field.field_type, FieldType::Text(style) if style.as_written);
    let hints = Hints::default();
    let context = Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
    let means = |means: &str| match read(&field.field_type, means, &context).cell {
        _ if looked_at => means.trim().to_owned(),
        Cell::Known(Value::Text(text)) => text.compared.into_owned(),
        Cell::Known(value) => value.to_string(),
        Cell::Range(range) => range.to_string(),
        Cell::Missing(_) | Cell::Unreadable(_) | Cell::NotFound => fold_key(means).into_owned(),
    };
    let pairs = field.values.pairs().into_iter();
    sorted(pairs.map(|(written, value)| format!("{:?} {:?}", fold_key(written), means(value))))
}

/// Whether a pattern looks at a value of a look-up: then it sees it as the table writes it.
fn is_matched(profile: &Profile, lookup: &Lookup) -> bool {
    let mut found = false;
    let mut look = |column: ColumnId, one: &Test| {
        let of_it = matches!(&profile.columns[column.0], ColumnSource::Lookup { lookup: place, .. }
            if profile.lookups[*place].name == lookup.name);
        let matches = |text: &TextTest| text.predicates.iter().any(|one| matches!(one, Predicate::Matches(_)));
        found |= of_it && matches!(one, Test::Text(text) if matches(text));
    };
    profile.rules.iter().for_each(|rule| rule.each_test(&mut look));
    found
}

/// What a look-up gives for what, as rules compare it: neither the order of rows and columns counts, nor how numbers and
/// words are written.
fn of_lookup(profile: &Profile, lookup: &Lookup) -> String {
    let from: Vec<String> = lookup.from.iter().map(|column| profile.column_name(*column)).collect();
    let is_matched = is_matched(profile, lookup);
    let value = |text: &str| if is_matched { text.to_owned() } else { fold_key(text).into_owned() };
    let row = |place: &usize| {
        let values = lookup.values.iter().zip(&lookup.rows[*place]);
        sorted(values.map(|(name, text)| format!("{name:?} {:?}", value(text))))
    };
    let keys = match &lookup.keys {
        Keys::Exact(rows) | Keys::Prefix(rows) => {
            sorted(rows.iter().map(|(key, place)| format!("{key:?} {}", row(place))))
        }
        Keys::Range(spans) => sorted(spans.iter().flat_map(|(key, spans)| {
            let of_key = move |span: &super::Span| {
                format!("{key:?} {} {} {}", span.low.normalize(), span.high.normalize(), row(&span.row))
            };
            spans.iter().map(of_key).collect::<Vec<_>>()
        })),
        Keys::Nearest(centres) => {
            sorted(centres.iter().map(|centre| format!("{:?} {:?} {}", centre.point, centre.reach, row(&centre.row))))
        }
    };
    let kind = std::mem::discriminant(&lookup.keys);
    let (first, otherwise) = (lookup.values.first(), lookup.otherwise.as_deref().map(value));
    format!("{} {kind:?} {from:?} {first:?} {otherwise:?} {keys}", lookup.name)
}

fn of_class(profile: &Profile, class: &Class) -> String {
    let rows = class.rows.iter().map(|row| format!("{:?} {}", row.value, condition(profile, &row.condition)));
    let from = profile.column_name(class.from);
    format!("{} {from} {:?} {:?}", class.name, rows.collect::<Vec<_>>(), class.otherwise)
}
