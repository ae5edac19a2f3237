//! What operators compile to, and the one place that says what an unknown cell means to a comparison.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Contained, Fragments, ListTest, Near, Pattern, ValueSet, Words};
use crate::field_types::{code_is_under, postal_code_digits};
use crate::model::{Cell, Interval, Outcome, Range, Value};

/// A condition on one cell. Several operator keys on one field are one test where the values allow it.
#[derive(Clone, Debug)]
pub enum Test {
    /// `is_known = true | false`
    IsKnown(bool),
    /// All predicates hold on the text.
    Text(TextTest),
    /// The number lies in the interval: every numeric operator is one, and several are their intersection.
    Number(Interval<Decimal>),
    /// The day lies in the interval.
    Date(Interval<Date>),
    /// `is = true | false`
    YesNo(bool),
    /// `has_any`, `has_all`
    List(ListTest),
}

/// Predicates that must all hold on one text.
#[derive(Clone, Debug, Default)]
pub struct TextTest {
    /// The predicates.
    pub predicates: Vec<Predicate>,
}

/// One predicate on a text.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// `is`, `in`, `in_list`; with `negated`, `is_not`, `not_in`, `not_in_list`.
    In {
        /// The values.
        values: ValueSet,
        /// Whether the text must be none of them.
        negated: bool,
    },
    /// `starts_with_any`
    StartsWith(Fragments),
    /// `ends_with_any`
    EndsWith(Fragments),
    /// `contains_any`
    Contains(Contained),
    /// `has_any_word`
    Words(Words),
    /// `matches`
    Matches(Pattern),
    /// `under_any`
    Under(Fragments),
    /// `between` on postal codes, by their digits, ends included
    Digits {
        /// The lowest.
        low: u64,
        /// The highest.
        high: u64,
        /// Both ends as the rule wrote them.
        written: [String; 2],
    },
    /// `within`, on a place: the compared form of the text is a point
    Near(Near),
}

impl Test {
    /// A test of one predicate.
    #[must_use]
    pub fn text(predicate: Predicate) -> Self {
        Self::Text(TextTest { predicates: vec![predicate] })
    }

    /// What the test says of a cell.
    ///
    /// A comparison of a cell that is not known is unknown, the negative ones included. A range passes if every value
    /// in it passes, fails if none does, and is unknown otherwise. Only `is_known` has an answer for cells that are
    /// missing or not found; of one that is unreadable it has none either.
    #[must_use]
    pub fn outcome(&self, cell: &Cell<'_>) -> Outcome {
        match (self, cell) {
            // Something is there: whether it says anything, only a person can tell.
            (Self::IsKnown(_), Cell::Unreadable(_)) => Outcome::Unknown,
            (Self::IsKnown(wanted), cell) => Outcome::of(cell.is_known() == *wanted),
            (Self::Text(test), Cell::Known(Value::Text(known))) => {
                Outcome::of(test.holds(&known.shown, &known.compared))
            }
            (Self::Text(test), Cell::Range(Range::Choice { values, .. })) => test.choice(values),
            (Self::Number(wanted), Cell::Known(Value::Number(number))) => Outcome::of(wanted.contains(number)),
            (Self::Number(wanted), Cell::Range(Range::Number(range))) => over(range, wanted),
            (Self::Date(wanted), Cell::Known(Value::Date(date))) => Outcome::of(wanted.contains(date)),
            (Self::Date(wanted), Cell::Range(Range::Date(range))) => over(range, wanted),
            (Self::YesNo(wanted), Cell::Known(Value::YesNo(yes))) => Outcome::of(yes == wanted),
            (Self::List(test), Cell::Known(Value::List(parts))) => Outcome::of(test.holds(parts)),
            (Self::List(test), Cell::Range(Range::Lists { readings, .. })) => test.readings(readings),
            _ => Outcome::Unknown,
        }
    }

    /// Whether it looks at where a postal code lies, and not at the code itself.
    #[must_use]
    pub fn asks_for_a_place(&self) -> bool {
        matches!(self, Self::Text(test) if test.predicates.iter().any(|one| matches!(one, Predicate::Near(_))))
    }

    /// Whether a pattern is part of it.
    #[must_use]
    pub fn has_pattern(&self) -> bool {
        matches!(self, Self::Text(test) if test.predicates.iter().any(|one| matches!(one, Predicate::Matches(_))))
    }

    /// Both tests as one, where one test can say it: exact for ranges, which two tests one after the other are not.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(Self::Number(a.intersect(b))),
            (Self::Date(a), Self::Date(b)) => Some(Self::Date(a.intersect(b))),
            (Self::Text(a), Self::Text(b)) => {
                let predicates = a.predicates.iter().chain(&b.predicates).cloned().collect();
                Some(Self::Text(TextTest { predicates }))
            }
            _ => None,
        }
    }
}

/// What a comparison with `wanted` says of a range.
fn over<T: Ord + Copy>(range: &Interval<T>, wanted: &Interval<T>) -> Outcome {
    if range.is_within(wanted) {
        Outcome::Pass
    } else if range.is_apart_from(wanted) {
        Outcome::Fail
    } else {
        Outcome::Unknown
    }
}

impl TextTest {
    /// Whether every predicate holds on a known text, given in its normal and its compared form.
    #[must_use]
    pub fn holds(&self, shown: &str, compared: &str) -> bool {
        self.predicates.iter().all(|predicate| predicate.holds(shown, compared))
    }

    /// What the test says of a text of which only the compared form is told.
    #[must_use]
    pub fn of_compared(&self, text: &str) -> Outcome {
        let says = |predicate: &Predicate| match predicate {
            Predicate::Matches(pattern) if !pattern.is_always_found() => Outcome::Unknown,
            predicate => Outcome::of(predicate.holds(text, text)),
        };
        Outcome::at_least(self.predicates.len(), self.predicates.iter().map(says))
    }

    /// What it says of a text that no set names: what is asked for besides may hold or not.
    #[must_use]
    pub fn of_unnamed(&self) -> Outcome {
        let says = |predicate: &Predicate| match predicate {
            Predicate::In { negated, .. } => Outcome::of(*negated),
            Predicate::Matches(pattern) if pattern.is_always_found() => Outcome::Pass,
            _ => Outcome::Unknown,
        };
        Outcome::at_least(self.predicates.len(), self.predicates.iter().map(says))
    }

    /// What the test says of a text that is one of a few.
    fn choice(&self, values: &[&str]) -> Outcome {
        match values.iter().filter(|value| self.holds(value, value)).count() {
            0 => Outcome::Fail,
            passed if passed == values.len() => Outcome::Pass,
            _ => Outcome::Unknown,
        }
    }
}

impl Predicate {
    /// Whether it holds on a known text: patterns search the normal form, all others look at the compared form.
    #[must_use]
    pub fn holds(&self, shown: &str, text: &str) -> bool {
        match self {
            Self::In { values, negated } => values.contains(text) != *negated,
            Self::StartsWith(starts) => starts.any(|start| text.starts_with(start)),
            Self::EndsWith(ends) => ends.any(|end| text.ends_with(end)),
            Self::Contains(contained) => contained.occur_in(text),
            Self::Words(words) => words.occur_in(text),
            Self::Matches(pattern) => pattern.is_match(shown),
            Self::Under(prefixes) => prefixes.any(|prefix| code_is_under(text, prefix)),
            Self::Digits { low, high, .. } => {
                postal_code_digits(text).is_some_and(|digits| (*low..=*high).contains(&digits))
            }
            Self::Near(near) => near.holds(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, Unknown, compile, fixed_or_mobile, numbers, subject, text, whole_field};
    use super::super::{Operand, SubjectType, find};
    use super::*;
    use crate::field_types::{FieldType, Part};

    fn of_phone_kind(key: &str, operand: impl Into<Operand>) -> Test {
        let phone = FieldType::Phone;
        let kind = super::super::Subject { subject_type: SubjectType::Part(Part::PhoneKind), ..subject(&phone) };
        compile(find(key).unwrap(), &kind, &operand.into())
    }

    #[test]
    fn a_kind_that_nobody_can_tell_is_judged_by_all_it_may_be() {
        let table = [
            (of_phone_kind("is", "mobile"), Unknown),
            (of_phone_kind("is", "fixed"), Unknown),
            (of_phone_kind("is_not", "mobile"), Unknown),
            (of_phone_kind("is", "toll_free"), Fail),
            (of_phone_kind("is_not", "toll_free"), Pass),
            (of_phone_kind("in", ["mobile", "fixed"]), Pass),
            (of_phone_kind("not_in", ["mobile", "fixed"]), Fail),
            (of_phone_kind("in", ["mobile", "voip"]), Unknown),
            (of_phone_kind("is", "fixed_or_mobile"), Pass),
            (of_phone_kind("is_not", "fixed_or_mobile"), Fail),
            (of_phone_kind("starts_with_any", ["mob", "fix"]), Pass),
            (of_phone_kind("matches", "^mobile$"), Unknown),
            (of_phone_kind("is_known", true), Pass),
        ];
        for (test, outcome) in table {
            assert_eq!(test.outcome(&fixed_or_mobile()), outcome, "{test:?}");
        }
        let either = of_phone_kind("is_not", "mobile").merge(&of_phone_kind("is_not", "fixed")).unwrap();
        assert_eq!(either.outcome(&fixed_or_mobile()), Fail, "it is one of them");
    }

    #[test]
    fn the_word_for_both_means_each_of_them_too() {
        // Else a number's kind, once it is found out, would overturn what was settled before.
        assert_eq!(of_phone_kind("is", "fixed_or_mobile").outcome(&text("mobile")), Pass);
        assert_eq!(of_phone_kind("is_not", "fixed_or_mobile").outcome(&text("fixed")), Fail);
        assert_eq!(of_phone_kind("is", "fixed_or_mobile").outcome(&text("voip")), Fail);
    }

    #[test]
    fn two_ends_are_one_test_on_a_range() {
        let field = whole_field();
        let test = |key: &str, end: i64| compile(find(key).unwrap(), &subject(&field), &end.into());
        let merged = test("more_than", 10).merge(&test("less_than", 21)).unwrap();
        assert_eq!(merged.outcome(&numbers(11, 20)), Pass);
        assert_eq!(merged.outcome(&numbers(20, 21)), Unknown);
        assert_eq!(merged.outcome(&numbers(1, 10)), Fail);
        assert!(merged.merge(&Test::IsKnown(true)).is_none());
    }

    #[test]
    fn a_cell_of_another_type_is_unknown() {
        assert_eq!(Test::YesNo(true).outcome(&text("true")), Unknown);
    }
}
