//! The operators of conditions, one file each: manual, what it takes, how it compiles, its table of cases.
//!
//! An operator key of a rule file compiles to a [`Test`]. A test knows values only: what a range, a missing or an
//! unreadable cell means is said in one place, [`Test::outcome`]. [`ALL`] is the registry: to add an operator, write
//! its file and name it there.

mod abbreviation;
mod at_least;
mod at_most;
mod automaton;
mod between;
#[cfg(test)]
mod cases;
mod contains_any;
mod distance;
mod ends_with_any;
mod expected;
mod fragments;
mod has_all;
mod has_any;
mod has_any_word;
mod in_;
mod in_list;
mod is;
mod is_known;
mod is_not;
mod less_than;
mod matches;
mod more_than;
mod not_in;
mod not_in_list;
mod older_than;
mod on_or_after;
mod on_or_before;
mod operand;
mod period;
mod refusal;
mod starts_with_any;
mod subject;
mod test;
mod under_any;
mod within;
mod within_last;
mod within_next;

pub use contains_any::Contained;
pub use distance::{Distance, Domain, Gap, Limit};
pub use expected::length;
pub use fragments::Fragments;
pub use has_any::ListTest;
pub use has_any_word::{Phrase, Word, Words};
pub use in_::ValueSet;
pub use matches::Pattern;
pub use operand::Operand;
pub use period::Period;
pub use refusal::Refusal;
pub use subject::{Subject, SubjectType};
pub use test::{Predicate, Test, TextTest};
pub use within::Near;

/// One operator key.
#[derive(Debug)]
pub struct Operator {
    /// The key as rule files write it.
    pub key: &'static str,
    /// Other spellings that people try; named in the "did you mean".
    pub synonyms: &'static [&'static str],
    /// The meaning in one line, with an example in TOML.
    pub manual: &'static str,
    /// What its value has to be, in words: "a number", "a list of texts in quotes".
    pub takes: &'static str,
    /// Whether it fits what the condition is about.
    pub fits: fn(SubjectType<'_>) -> bool,
    /// The test that it becomes.
    pub compile: fn(&Operand, &Subject<'_>) -> Result<Test, Refusal>,
}

/// Every operator, in the order of the manual.
pub const ALL: &[&Operator] = &[
    &is_known::OPERATOR,
    &is::OPERATOR,
    &is_not::OPERATOR,
    &in_::OPERATOR,
    &not_in::OPERATOR,
    &in_list::OPERATOR,
    &not_in_list::OPERATOR,
    &starts_with_any::OPERATOR,
    &ends_with_any::OPERATOR,
    &contains_any::OPERATOR,
    &has_any_word::OPERATOR,
    &matches::OPERATOR,
    &under_any::OPERATOR,
    &within::OPERATOR,
    &at_least::OPERATOR,
    &at_most::OPERATOR,
    &more_than::OPERATOR,
    &less_than::OPERATOR,
    &between::OPERATOR,
    &on_or_after::OPERATOR,
    &on_or_before::OPERATOR,
    &within_last::OPERATOR,
    &within_next::OPERATOR,
    &older_than::OPERATOR,
    &has_any::OPERATOR,
    &has_all::OPERATOR,
];

/// The operator that rule files call `key`.
#[must_use]
pub fn find(key: &str) -> Option<&'static Operator> {
    ALL.iter().copied().find(|operator| operator.key == key)
}

/// The operator that someone means who writes `word`: `>=`, `gte` and `min` are `at_least`. Case does not matter, and
/// neither does whether words are joined by hyphens, underscores or not at all (`notIn`, `not-in`).
#[must_use]
pub fn by_synonym(word: &str) -> Option<&'static Operator> {
    let plain = plain(word);
    ALL.iter().copied().find(|operator| {
        plain == self::plain(operator.key) || operator.synonyms.iter().any(|synonym| plain == self::plain(synonym))
    })
}

/// What says the same of `subject` as `operator`, which does not fit it: `on_or_after` of a date for `at_least`.
#[must_use]
pub fn counterpart(operator: &Operator, subject: SubjectType<'_>) -> Option<&'static Operator> {
    let others: &[&str] = match operator.key {
        "at_least" | "more_than" => &["on_or_after"],
        "at_most" | "less_than" => &["on_or_before"],
        "on_or_after" => &["at_least"],
        "on_or_before" => &["at_most"],
        "is" => &["has_any", "between"],
        "in" | "contains_any" | "has_any_word" => &["has_any", "is"],
        "has_any" => &["in"],
        "has_all" => &["has_any_word"],
        _ => &[],
    };
    others.iter().filter_map(|key| find(key)).find(|other| (other.fits)(subject))
}

/// The operators that a condition on `subject` may have.
pub fn fitting(subject: SubjectType<'_>) -> impl Iterator<Item = &'static Operator> {
    ALL.iter().copied().filter(move |operator| (operator.fits)(subject))
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::field_types::{DateStyle, FieldType, NumberStyle, Part, TextStyle};

    #[test]
    fn keys_and_synonyms_are_unique() {
        let mut seen = HashSet::new();
        for operator in ALL {
            assert!(seen.insert(plain(operator.key)), "{}", operator.key);
            for synonym in operator.synonyms {
                assert!(seen.insert(plain(synonym)), "{synonym} of {}", operator.key);
            }
        }
    }

    #[test]
    fn every_operator_has_a_manual_with_an_example() {
        for operator in ALL {
            assert!(operator.manual.contains(&format!("`{} = ", operator.key)), "{}", operator.key);
            assert!(!operator.takes.is_empty(), "{}", operator.key);
        }
    }

    #[test]
    fn operators_are_found_by_the_words_that_people_try() {
        let table = [
            (">=", "at_least"),
            ("gte", "at_least"),
            ("min", "at_least"),
            ("<=", "at_most"),
            ("max", "at_most"),
            ("lte", "at_most"),
            (">", "more_than"),
            ("gt", "more_than"),
            ("<", "less_than"),
            ("lt", "less_than"),
            ("==", "is"),
            ("=", "is"),
            ("equals", "is"),
            ("eq", "is"),
            ("!=", "is_not"),
            ("ne", "is_not"),
            ("not", "is_not"),
            ("one_of", "in"),
            ("any_of", "in"),
            ("notIn", "not_in"),
            ("none-of", "not_in"),
            ("regex", "matches"),
            ("pattern", "matches"),
            ("like", "matches"),
            ("contains", "contains_any"),
            ("starts_with", "starts_with_any"),
            ("prefix", "starts_with_any"),
            ("ends_with", "ends_with_any"),
            ("suffix", "ends_with_any"),
            ("has_word", "has_any_word"),
            ("words", "has_any_word"),
            ("after", "on_or_after"),
            ("since", "on_or_after"),
            ("before", "on_or_before"),
            ("until", "on_or_before"),
            ("exists", "is_known"),
            ("present", "is_known"),
            ("required", "is_known"),
            ("AT_LEAST", "at_least"),
        ];
        for (word, key) in table {
            assert_eq!(by_synonym(word).map(|operator| operator.key), Some(key), "{word}");
        }
        assert!(find("gte").is_none());
    }

    #[test]
    fn an_unfit_operator_has_its_counterpart() {
        let (date, list) = (FieldType::Date(DateStyle::default()), FieldType::List { separator: ";".into() });
        let table = [
            (">=", &date, Some("on_or_after")),
            ("max", &date, Some("on_or_before")),
            ("is", &date, Some("between")),
            ("contains", &list, Some("has_any")),
            ("since", &FieldType::Number(NumberStyle::default()), Some("at_least")),
            ("has_any", &FieldType::Country, Some("in")),
            ("matches", &date, None),
        ];
        for (word, field_type, key) in table {
            let meant = counterpart(by_synonym(word).unwrap(), SubjectType::Field(field_type));
            assert_eq!(meant.map(|operator| operator.key), key, "{word}");
        }
    }

    #[test]
    fn each_type_has_its_operators() {
        let keys = |field_type| {
            fitting(SubjectType::Field(&field_type)).map(|operator| operator.key).collect::<Vec<_>>().join(" ")
        };
        let text = "is_known is is_not in not_in in_list not_in_list starts_with_any ends_with_any contains_any \
                    has_any_word matches";
        assert_eq!(keys(FieldType::Text(TextStyle::default())), text);
        assert_eq!(keys(FieldType::Country), text);
        assert_eq!(keys(FieldType::Code { length: 5 }), format!("{text} under_any"));
        assert_eq!(keys(FieldType::PostalCode), format!("{text} within between"));
        let number = "is_known is at_least at_most more_than less_than between";
        assert_eq!(keys(FieldType::Number(NumberStyle::default())), number);
        let date = "is_known between on_or_after on_or_before within_last within_next older_than";
        assert_eq!(keys(FieldType::Date(DateStyle::default())), date);
        assert_eq!(keys(FieldType::YesNo), "is_known is");
        assert_eq!(keys(FieldType::List { separator: ";".into() }), "is_known has_any has_all");
        assert_eq!(fitting(SubjectType::Part(Part::PhoneKind)).count(), fitting(SubjectType::Derived).count());
    }
}
