//! What differs between two profiles, rule by rule.

use super::{Class, Condition, Effect, Profile, Rule};
use crate::operators::{Predicate, Test};

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
    if fields(old) != fields(new) {
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

fn condition(profile: &Profile, about: &Condition) -> String {
    let each = |of: &[Condition]| of.iter().map(|part| condition(profile, part)).collect::<Vec<_>>().join(", ");
    match about {
        Condition::Test { column, test: one, range_as } => {
            format!("{} {} {range_as:?}", profile.column_name(*column), test(one))
        }
        Condition::All(of) => format!("all({})", each(of)),
        Condition::Any { need, of } => format!("{need} of({})", each(of)),
        Condition::None(of) => format!("none({})", each(of)),
    }
}

/// A test without what depends on the order of a hash table.
fn test(one: &Test) -> String {
    match one {
        Test::Text(text) => text.predicates.iter().map(predicate).collect::<Vec<_>>().join(" and "),
        other => format!("{other:?}"),
    }
}

fn predicate(one: &Predicate) -> String {
    match one {
        Predicate::In { values, negated } => {
            let mut sorted: Vec<&String> = values.compared.iter().collect();
            sorted.sort_unstable();
            format!("in {negated} {sorted:?}")
        }
        Predicate::Contains(contained) => format!("contains {:?}", contained.fragments.compared),
        Predicate::Words(words) => format!("words {:?}", words.phrases),
        Predicate::Matches(pattern) => format!("matches {}", pattern.as_str()),
        other => format!("{other:?}"),
    }
}

fn decision(profile: &Profile) -> String {
    let shown = |at: Option<i64>| at.map(|at| profile.decision.shown(at));
    let both = |one: super::Thresholds| format!("{:?} {:?}", shown(one.prospect_at), shown(one.review_at));
    let for_lists = profile.decision.for_lists.iter();
    let others = for_lists.map(|one| format!("{} {}", condition(profile, &one.only_if), both(one.thresholds)));
    format!("{} {:?}", both(profile.decision.thresholds), others.collect::<Vec<_>>())
}

/// How the cells come about that rules read.
fn fields(profile: &Profile) -> Vec<String> {
    let mut found: Vec<String> = profile
        .fields
        .iter()
        .map(|field| {
            format!(
                "{} {:?} {:?} {:?} {:?} {:?}",
                field.name,
                field.field_type,
                field.feeds,
                field.missing,
                sorted(&format!("{:?}", field.values)),
                field.country_from.map(|place| &profile.fields[place].name)
            )
        })
        .collect();
    found.extend(profile.classes.iter().map(|class| of_class(profile, class)));
    found.extend(profile.lookups.iter().map(|lookup| {
        let from: Vec<String> = lookup.from.iter().map(|column| profile.column_name(*column)).collect();
        let keys = sorted(&format!("{:?}", lookup.keys));
        format!("{} {from:?} {:?} {:?} {:?} {keys}", lookup.name, lookup.values, lookup.rows, lookup.otherwise)
    }));
    found.sort_unstable();
    found
}

/// The characters of a text in order: the same for two hash tables with the same entries.
fn sorted(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn of_class(profile: &Profile, class: &Class) -> String {
    let rows = class.rows.iter().map(|row| format!("{} {}", row.value, condition(profile, &row.condition)));
    format!("{} {:?} {:?}", class.name, rows.collect::<Vec<_>>(), class.otherwise)
}
