//! What a test wants, in words: for `{expected}` and generated messages.

use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{ListTest, Predicate, Test};
use crate::model::{Interval, Length, Unit};
use crate::wording::Wording;

/// Up to this many values are all named.
const NAMED: usize = 8;
/// Of more values, this many are.
const NAMED_OF_MORE: usize = 6;

impl Test {
    /// What it wants, in words that finish the sentence "expected: ": `at least 10,000`, `AZ, CA or WA`.
    #[must_use]
    pub fn expected(&self, words: &Wording) -> String {
        match self {
            Self::IsKnown(known) => words.text(if *known { "x_known" } else { "x_not_known" }).to_owned(),
            Self::Text(test) => {
                joined(test.predicates.iter().map(|predicate| predicate.expected(words)), "x_and", words)
            }
            Self::Number(wanted) => numbers(wanted, words),
            Self::Date(wanted) => dates(wanted, words),
            Self::YesNo(yes) => words.text(if *yes { "x_yes" } else { "x_no" }).to_owned(),
            Self::List(test) => test.expected(words),
        }
    }

    /// What is wanted where the test must not hold: `less than 10,000` for `at_least = 10_000`.
    #[must_use]
    pub fn expected_not(&self, words: &Wording) -> String {
        let opposite = match self {
            Self::IsKnown(known) => Some(Self::IsKnown(!known).expected(words)),
            Self::YesNo(yes) => Some(Self::YesNo(!yes).expected(words)),
            Self::Number(unwanted) => single(Interval::ALL.without(unwanted)).map(|wanted| numbers(&wanted, words)),
            Self::Date(unwanted) => single(Interval::ALL.without(unwanted)).map(|wanted| dates(&wanted, words)),
            Self::Text(test) => {
                Some(joined(test.predicates.iter().map(|predicate| predicate.expected_not(words)), "x_or", words))
            }
            Self::List(_) => None,
        };
        opposite.unwrap_or_else(|| words.fill("x_not", &[("what", &self.expected(words))]))
    }
}

impl Predicate {
    /// What it wants, in words.
    #[must_use]
    pub fn expected(&self, words: &Wording) -> String {
        let of = |key: &str, written: &[String]| words.fill(key, &[("words", &choice(written, words))]);
        match self {
            Self::In { values, negated } => values_expected(&values.written, *negated, words),
            Self::StartsWith(starts) => of("x_starting", &starts.written),
            Self::EndsWith(ends) => of("x_ending", &ends.written),
            Self::Contains(contained) => of("x_containing", &contained.fragments.written),
            Self::Words(wanted) => of(if wanted.written.len() == 1 { "x_word" } else { "x_words" }, &wanted.written),
            Self::Matches(pattern) => words.fill("x_matching", &[("words", pattern.as_str())]),
            Self::Under(codes) => of("x_under", &codes.written),
            Self::Digits { written: [low, high], .. } => words.fill("x_span", &[("low", low), ("high", high)]),
            Self::Near(near) => {
                words.fill("x_near", &[("reach", &length(near.reach, words)), ("place", &near.written)])
            }
        }
    }

    /// What is wanted where it must not hold.
    fn expected_not(&self, words: &Wording) -> String {
        match self {
            Self::In { values, negated } => values_expected(&values.written, !negated, words),
            other => words.fill("x_not", &[("what", &other.expected(words))]),
        }
    }
}

impl ListTest {
    fn expected(&self, words: &Wording) -> String {
        let joint = if self.all { "x_and" } else { "x_or" };
        words.fill("x_with", &[("words", &joined(self.written.iter().cloned(), joint, words))])
    }
}

fn values_expected(written: &[String], negated: bool, words: &Wording) -> String {
    let all = choice(written, words);
    if negated { words.fill("x_not", &[("what", &all)]) } else { all }
}

fn choice(written: &[String], words: &Wording) -> String {
    joined(written.iter().cloned(), "x_or", words)
}

/// `A`, `A or B`, `A, B or C`; of more than eight the first six and `or 4 more`.
fn joined(all: impl Iterator<Item = String>, joint: &str, words: &Wording) -> String {
    let mut all: Vec<String> = all.collect();
    if all.len() > NAMED {
        let more = words.exact((all.len() - NAMED_OF_MORE).into());
        all.truncate(NAMED_OF_MORE);
        all.push(words.fill("x_and_more", &[("count", &more)]));
    }
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} {} {last}", first.join(", "), words.text(joint)),
        None => String::new(),
    }
}

fn numbers(wanted: &Interval<Decimal>, words: &Wording) -> String {
    let end = |key: &str, end: Decimal| Some(words.fill(key, &[("end", &words.exact(end))]));
    let low = match wanted.low {
        Included(low) => end("x_at_least", low),
        Excluded(low) => end("x_more_than", low),
        Unbounded => None,
    };
    let high = match wanted.high {
        Included(high) => end("x_at_most", high),
        Excluded(high) => end("x_less_than", high),
        Unbounded => None,
    };
    span(wanted, |end| words.exact(*end), words).unwrap_or_else(|| either_end(low, high, "x_any_number", words))
}

/// Days in sentences are ISO in every language, as in the files beside.
fn dates(wanted: &Interval<Date>, words: &Wording) -> String {
    let end = |key: &str, end: Date| Some(words.fill(key, &[("end", &end.to_string())]));
    let low = match wanted.low {
        Included(low) => end("x_from", low),
        Excluded(low) => end("x_after", low),
        Unbounded => None,
    };
    let high = match wanted.high {
        Included(high) => end("x_until", high),
        Excluded(high) => end("x_before", high),
        Unbounded => None,
    };
    span(wanted, Date::to_string, words).unwrap_or_else(|| either_end(low, high, "x_any_date", words))
}

/// `10 to 1,000`, or just `10`, where both ends belong to the interval.
fn span<T: PartialEq>(wanted: &Interval<T>, word: impl Fn(&T) -> String, words: &Wording) -> Option<String> {
    match (&wanted.low, &wanted.high) {
        (Included(low), Included(high)) if low == high => Some(word(low)),
        (Included(low), Included(high)) => Some(words.fill("x_span", &[("low", &word(low)), ("high", &word(high))])),
        _ => None,
    }
}

fn either_end(low: Option<String>, high: Option<String>, neither: &str, words: &Wording) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} {} {high}", words.text("x_and")),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => words.text(neither).to_owned(),
    }
}

/// A length in words: `1 mile`, `12.5 km`.
#[must_use]
pub fn length(length: Length, words: &Wording) -> String {
    let key = match length.unit {
        Unit::Km => "x_km",
        Unit::Miles if length.amount == Decimal::ONE => "x_mile",
        Unit::Miles => "x_miles",
    };
    words.fill(key, &[("amount", &words.exact(length.amount))])
}

/// The only one, where there is exactly one.
fn single<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::cases::{compile, number_field, subject, text_field, whole_field};
    use super::super::{Operand, find};
    use super::*;
    use crate::field_types::{DateStyle, FieldType};
    use crate::model::Language;

    fn english() -> Wording {
        Wording::new(Language::En)
    }

    fn test(field_type: &FieldType, key: &str, operand: impl Into<Operand>) -> Test {
        compile(find(key).unwrap(), &subject(field_type), &operand.into())
    }

    #[test]
    fn numbers_and_dates_in_words() {
        let (number, whole, dates) = (number_field(), whole_field(), FieldType::Date(DateStyle::default()));
        let table = [
            (test(&number, "at_least", 10_000), "at least 10,000", "less than 10,000"),
            (test(&number, "at_most", 49), "at most 49", "more than 49"),
            (test(&number, "less_than", 50), "less than 50", "at least 50"),
            (test(&whole, "more_than", 20), "at least 21", "less than 21"),
            (test(&number, "between", [10, 1_000]), "10 to 1,000", "not 10 to 1,000"),
            (test(&number, "is", 5), "5", "not 5"),
            (test(&dates, "on_or_after", date(2026, 10, 1)), "on or after 2026-10-01", "before 2026-10-01"),
            (
                test(&dates, "between", [date(2026, 1, 1), date(2026, 12, 31)]),
                "2026-01-01 to 2026-12-31",
                "not 2026-01-01 to 2026-12-31",
            ),
            (test(&dates, "older_than", "18 years"), "on or before 2008-10-01", "after 2008-10-01"),
            (test(&FieldType::YesNo, "is", true), "yes", "no"),
            (test(&number, "is_known", true), "known", "not known"),
        ];
        for (test, expected, expected_not) in table {
            assert_eq!(test.expected(&english()), expected);
            assert_eq!(test.expected_not(&english()), expected_not);
        }
        let half_open = test(&number, "at_least", 10).merge(&test(&number, "less_than", 50)).unwrap();
        assert_eq!(half_open.expected(&english()), "at least 10 and less than 50");
        assert_eq!(Test::Number(Interval::ALL).expected(&english()), "any number");
    }

    #[test]
    fn texts_in_words() {
        let (text, list) = (text_field(), FieldType::List { separator: ";".into() });
        let table = [
            (test(&text, "is", "B2B"), "B2B"),
            (test(&text, "is_not", "B2B"), "not B2B"),
            (test(&text, "in", ["AZ", "CA", "NV", "OR", "WA"]), "AZ, CA, NV, OR or WA"),
            (test(&text, "not_in", ["CU", "IR"]), "not CU or IR"),
            (test(&text, "in", ["1", "2", "3", "4", "5", "6", "7", "8"]), "1, 2, 3, 4, 5, 6, 7 or 8"),
            (test(&text, "in", ["1", "2", "3", "4", "5", "6", "7", "8", "9"]), "1, 2, 3, 4, 5, 6 or 3 more"),
            (test(&text, "starts_with_any", ["80", "81"]), "starting with 80 or 81"),
            (test(&text, "ends_with_any", ["@gmail.com"]), "ending with @gmail.com"),
            (test(&text, "contains_any", ["machine"]), "containing machine"),
            (test(&text, "has_any_word", ["owner", "Head of"]), "containing one of the words owner or Head of"),
            (test(&text, "has_any_word", ["owner"]), "containing the word owner"),
            (test(&text, "matches", "^a"), "matching the pattern ^a"),
            (test(&FieldType::Code { length: 5 }, "under_any", ["28", "29.1"]), "under 28 or 29.1"),
            (test(&FieldType::PostalCode, "between", ["01067", "04999"]), "01067 to 04999"),
            (test(&list, "has_any", ["SAP", "Excel"]), "with SAP or Excel"),
            (test(&list, "has_all", ["SAP", "Excel"]), "with SAP and Excel"),
        ];
        for (test, expected) in table {
            assert_eq!(test.expected(&english()), expected);
        }
        let both = test(&text, "is_not", "MVP").merge(&test(&text, "ends_with_any", ["vp"])).unwrap();
        assert_eq!(both.expected(&english()), "not MVP and ending with vp");
        assert_eq!(both.expected_not(&english()), "MVP or not ending with vp");
        assert_eq!(test(&text, "in", ["CU", "IR"]).expected_not(&english()), "not CU or IR");
        assert_eq!(test(&text, "is_not", "CU").expected_not(&english()), "CU");
    }

    #[test]
    fn a_german_reads_the_same_in_german() {
        let (number, dates, text) = (number_field(), FieldType::Date(DateStyle::default()), text_field());
        let list = FieldType::List { separator: ";".into() };
        let nine = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let table = [
            (test(&number, "at_least", 10_000), "mindestens 10.000", "weniger als 10.000"),
            (test(&number, "at_most", 49), "höchstens 49", "mehr als 49"),
            (test(&number, "between", [10, 1_000]), "10 bis 1.000", "nicht 10 bis 1.000"),
            (test(&dates, "on_or_after", date(2026, 10, 1)), "ab 2026-10-01", "vor dem 2026-10-01"),
            (test(&dates, "on_or_before", date(2026, 10, 1)), "bis 2026-10-01", "nach dem 2026-10-01"),
            (test(&FieldType::YesNo, "is", true), "ja", "nein"),
            (test(&number, "is_known", true), "bekannt", "nicht bekannt"),
            (test(&text, "in", ["AZ", "CA", "WA"]), "AZ, CA oder WA", "nicht AZ, CA oder WA"),
            (test(&text, "in", nine), "1, 2, 3, 4, 5, 6 oder 3 weitere", "nicht 1, 2, 3, 4, 5, 6 oder 3 weitere"),
            (test(&text, "starts_with_any", ["80"]), "beginnend mit 80", "nicht beginnend mit 80"),
            (test(&text, "ends_with_any", ["vp"]), "endend auf vp", "nicht endend auf vp"),
            (test(&text, "contains_any", ["machine"]), "mit machine darin", "nicht mit machine darin"),
            (test(&text, "has_any_word", ["owner"]), "das Wort owner", "nicht das Wort owner"),
            (test(&text, "has_any_word", ["a", "b"]), "eines der Wörter a oder b", "nicht eines der Wörter a oder b"),
            (test(&list, "has_all", ["SAP", "Excel"]), "mit SAP und Excel", "nicht mit SAP und Excel"),
        ];
        let german = Wording::new(Language::De);
        for (test, expected, expected_not) in table {
            assert_eq!(test.expected(&german), expected);
            assert_eq!(test.expected_not(&german), expected_not);
        }
        assert_eq!(Test::Number(Interval::ALL).expected(&german), "irgendeine Zahl");
    }
}
