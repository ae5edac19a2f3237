//! What tests on a text can say: of each value that they name, and of a text that none of them names.

use super::columns::{Leaf, MOST_FREE, Told, cells};
use super::worlds::Saying;
use crate::field_types::FieldType;
use crate::model::Outcome;
use crate::operators::{Phrase, Predicate, Test, Word, Words};
use crate::profile::{ColumnId, ColumnSource, Profile};

/// All that tests on a text can say.
pub(super) fn sayings(profile: &Profile, column: ColumnId, leaves: &[Leaf<'_>]) -> Option<Vec<Told>> {
    if let Some(values) = profile.few_values(column).filter(|values| !values.is_empty()) {
        return Some(cells(values, leaves));
    }
    let free = Free::of(leaves);
    let mut sayings = free.unnamed(leaves)?;
    for value in named(leaves) {
        sayings.extend(free.of_value(value, leaves)?);
    }
    Some(sayings.into_iter().map(|saying| (true, saying)).collect())
}

/// Every value that a test names.
fn named<'l>(leaves: &[Leaf<'l>]) -> Vec<&'l str> {
    let sets = predicates(leaves).filter_map(|predicate| match predicate {
        Predicate::In { values, .. } => Some(&values.compared),
        _ => None,
    });
    let mut values: Vec<&str> = sets.flatten().map(String::as_str).collect();
    values.sort_unstable();
    values.dedup();
    values
}

fn predicates<'l>(leaves: &[Leaf<'l>]) -> impl Iterator<Item = &'l Predicate> {
    leaves
        .iter()
        .filter_map(|leaf| match leaf.test {
            Test::Text(test) => Some(&test.predicates),
            _ => None,
        })
        .flatten()
}

/// The predicates that are no sets: each may hold or not, as far as the others let it.
struct Free<'l>(Vec<&'l Predicate>);

impl<'l> Free<'l> {
    fn of(leaves: &[Leaf<'l>]) -> Self {
        let mut free: Vec<&Predicate> = Vec::new();
        for predicate in predicates(leaves).filter(|one| !matches!(one, Predicate::In { .. })) {
            if !free.iter().any(|known| same(known, predicate)) {
                free.push(predicate);
            }
        }
        Self(free)
    }

    /// What can be said of a text that no set names.
    fn unnamed(&self, leaves: &[Leaf<'_>]) -> Option<Vec<Saying>> {
        let holds = |bits: usize, predicate: &Predicate| match predicate {
            Predicate::In { negated, .. } => *negated,
            other => self.bit(bits, other),
        };
        let possible = self.combinations(|_| true)?;
        Some(possible.into_iter().map(|bits| saying(leaves, |predicate| holds(bits, predicate))).collect())
    }

    /// What can be said of a named value. Its compared form says it all, except to what looks at its normal form.
    fn of_value(&self, value: &str, leaves: &[Leaf<'_>]) -> Option<Vec<Saying>> {
        let is_open = |predicate: &Predicate| !is_settled_by_compared(predicate);
        let holds = |bits: usize, predicate: &Predicate| {
            if is_open(predicate) { self.bit(bits, predicate) } else { predicate.holds(value, value) }
        };
        let possible = self.combinations(is_open)?;
        Some(possible.into_iter().map(|bits| saying(leaves, |predicate| holds(bits, predicate))).collect())
    }

    fn bit(&self, bits: usize, predicate: &Predicate) -> bool {
        self.0.iter().position(|known| same(known, predicate)).is_some_and(|place| bits >> place & 1 == 1)
    }

    /// Every way in which those that are asked for can hold together.
    fn combinations(&self, wanted: impl Fn(&Predicate) -> bool) -> Option<Vec<usize>> {
        let open: Vec<usize> = (0..self.0.len()).filter(|place| wanted(self.0[*place])).collect();
        if open.len() > MOST_FREE {
            return None;
        }
        let spread =
            |bits: usize| open.iter().enumerate().fold(0, |all, (bit, place)| all | (bits >> bit & 1) << place);
        Some((0..1 << open.len()).map(spread).filter(|bits| self.is_possible(*bits, &open)).collect())
    }

    fn is_possible(&self, bits: usize, open: &[usize]) -> bool {
        let holds = |place: usize| bits >> place & 1 == 1;
        let pairs = open.iter().flat_map(|a| open.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b && holds(*a));
        pairs.into_iter().all(
            |(a, b)| {
                if holds(b) { !excludes(self.0[a], self.0[b]) } else { !implies(self.0[a], self.0[b]) }
            },
        )
    }
}

fn saying(leaves: &[Leaf<'_>], holds: impl Fn(&Predicate) -> bool) -> Saying {
    let says = |leaf: &Leaf<'_>| match leaf.test {
        Test::Text(test) => Outcome::of(test.predicates.iter().all(&holds)),
        Test::IsKnown(wanted) => Outcome::of(*wanted),
        _ => Outcome::Unknown,
    };
    Saying::of(leaves.iter().map(says))
}

/// Whether the compared form of a text is all that a predicate looks at.
const fn is_settled_by_compared(predicate: &Predicate) -> bool {
    matches!(
        predicate,
        Predicate::In { .. }
            | Predicate::StartsWith(_)
            | Predicate::EndsWith(_)
            | Predicate::Contains(_)
            | Predicate::Words(_)
            | Predicate::Under(_)
            | Predicate::Digits { .. }
    )
}

/// Whether two predicates hold on the same texts, as far as can be told.
fn same(a: &Predicate, b: &Predicate) -> bool {
    std::ptr::eq(a, b) || implies(a, b) && implies(b, a)
}

/// Whether every text that meets `a` meets `b`.
fn implies(a: &Predicate, b: &Predicate) -> bool {
    let each =
        |a: &[String], b: &[String], fits: fn(&str, &str) -> bool| a.iter().all(|a| b.iter().any(|b| fits(a, b)));
    let starts = |a: &str, b: &str| a.starts_with(b);
    let ends = |a: &str, b: &str| a.ends_with(b);
    let contains = |a: &str, b: &str| a.contains(b);
    match (a, b) {
        (Predicate::StartsWith(a), Predicate::StartsWith(b)) | (Predicate::Under(a), Predicate::Under(b)) => {
            each(&a.compared, &b.compared, starts)
        }
        (Predicate::EndsWith(a), Predicate::EndsWith(b)) => each(&a.compared, &b.compared, ends),
        (Predicate::StartsWith(a) | Predicate::EndsWith(a), Predicate::Contains(b)) => {
            each(&a.compared, &b.fragments.compared, contains)
        }
        (Predicate::Contains(a), Predicate::Contains(b)) => {
            each(&a.fragments.compared, &b.fragments.compared, contains)
        }
        (Predicate::Words(a), Predicate::Words(b)) => a.phrases.iter().all(|phrase| phrase_implies(phrase, b)),
        (Predicate::Digits { low, high, .. }, Predicate::Digits { low: least, high: most, .. }) => {
            least <= low && high <= most
        }
        (Predicate::Matches(a), Predicate::Matches(b)) => a.as_str() == b.as_str(),
        _ => false,
    }
}

/// Whether no text meets both.
fn excludes(a: &Predicate, b: &Predicate) -> bool {
    let apart = |a: &[String], b: &[String], fits: fn(&str, &str) -> bool| {
        a.iter().all(|a| b.iter().all(|b| !fits(a, b) && !fits(b, a)))
    };
    match (a, b) {
        (Predicate::StartsWith(a), Predicate::StartsWith(b)) | (Predicate::Under(a), Predicate::Under(b)) => {
            apart(&a.compared, &b.compared, |a, b| a.starts_with(b))
        }
        (Predicate::EndsWith(a), Predicate::EndsWith(b)) => apart(&a.compared, &b.compared, |a, b| a.ends_with(b)),
        (Predicate::Digits { low, high, .. }, Predicate::Digits { low: least, high: most, .. }) => {
            high < least || most < low
        }
        _ => false,
    }
}

/// Whether every text with this phrase has one of the others.
fn phrase_implies(phrase: &Phrase, others: &Words) -> bool {
    let words: Vec<&Word> = phrase.words().collect();
    let plain = phrase.is_plain() && others.phrases.iter().all(Phrase::is_plain);
    if plain && words.iter().all(|word| !word.open_start && !word.open_end) {
        let text = words.iter().map(|word| word.letters.as_str()).collect::<Vec<_>>().join(" ");
        return others.occur_in(&text);
    }
    others.phrases.iter().any(|other| {
        let of_other: Vec<&Word> = other.words().collect();
        match (words.as_slice(), of_other.as_slice()) {
            ([word], [of_other]) if other.is_plain() => word_implies(word, of_other),
            _ => phrase == other,
        }
    })
}

/// Whether every word of the one form is of the other form.
fn word_implies(word: &Word, other: &Word) -> bool {
    let open = (other.open_start || !word.open_start) && (other.open_end || !word.open_end);
    open && match (other.open_start, other.open_end) {
        (true, true) => word.letters.contains(&other.letters),
        (true, false) => word.letters.ends_with(&other.letters),
        (false, true) => word.letters.starts_with(&other.letters),
        (false, false) => word.letters == other.letters,
    }
}

/// The type of the field behind a column, where it is a whole field.
pub(super) fn field_type(profile: &Profile, column: ColumnId) -> Option<&FieldType> {
    match &profile.columns[column.0] {
        ColumnSource::Field { field, part: None } => Some(&profile.fields[*field].field_type),
        _ => None,
    }
}
