//! What a test wants, in words: for `{expected}` and generated messages.

use std::fmt::Display;
use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{ListTest, Predicate, Test};
use crate::model::Interval;

/// Up to this many values are all named.
const NAMED: usize = 8;
/// Of more values, this many are.
const NAMED_OF_MORE: usize = 6;

impl Test {
    /// What it wants, in words that finish the sentence "expected: ": `at least 10,000`, `AZ, CA or WA`.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Self::IsKnown(known) => if *known { "known" } else { "not known" }.to_owned(),
            Self::Text(test) => join(test.predicates.iter().map(Predicate::expected), "and"),
            Self::Number(wanted) => numbers(wanted),
            Self::Date(wanted) => dates(wanted),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::List(test) => test.expected(),
        }
    }

    /// What is wanted where the test must not hold: `less than 10,000` for `at_least = 10_000`.
    #[must_use]
    pub fn expected_not(&self) -> String {
        let opposite = match self {
            Self::IsKnown(known) => Some(Self::IsKnown(!known).expected()),
            Self::YesNo(yes) => Some(Self::YesNo(!yes).expected()),
            Self::Number(unwanted) => single(Interval::ALL.without(unwanted)).map(|wanted| numbers(&wanted)),
            Self::Date(unwanted) => single(Interval::ALL.without(unwanted)).map(|wanted| dates(&wanted)),
            Self::Text(test) => Some(join(test.predicates.iter().map(Predicate::expected_not), "or")),
            Self::List(_) => None,
        };
        opposite.unwrap_or_else(|| format!("not {}", self.expected()))
    }
}

impl Predicate {
    /// What it wants, in words.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Self::In { values, negated } => values_expected(&values.written, *negated),
            Self::StartsWith(starts) => format!("starting with {}", choice(&starts.written)),
            Self::EndsWith(ends) => format!("ending with {}", choice(&ends.written)),
            Self::Contains(contained) => format!("containing {}", choice(&contained.fragments.written)),
            Self::Words(words) => match words.written.as_slice() {
                [word] => format!("containing the word {word}"),
                several => format!("containing one of the words {}", choice(several)),
            },
            Self::Matches(pattern) => format!("matching the pattern {}", pattern.as_str()),
            Self::Under(codes) => format!("under {}", choice(&codes.written)),
            Self::Digits { written: [low, high], .. } => format!("{low} to {high}"),
            Self::Near(near) => format!("within {} of {}", near.reach, near.written),
        }
    }

    /// What is wanted where it must not hold.
    fn expected_not(&self) -> String {
        match self {
            Self::In { values, negated } => values_expected(&values.written, !negated),
            other => format!("not {}", other.expected()),
        }
    }
}

impl ListTest {
    fn expected(&self) -> String {
        format!("with {}", join(self.written.iter(), if self.all { "and" } else { "or" }))
    }
}

/// A number as people read it in a sentence: `10,000`, `-1,234.5`, without trailing zeros.
#[must_use]
pub fn with_commas(number: Decimal) -> String {
    if let (0, Ok(whole)) = (number.scale(), i64::try_from(number)) {
        return whole_with_commas(whole);
    }
    let plain = number.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::with_capacity(plain.len() * 4 / 3 + 1);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

/// A whole number, written from its last digit on: most numbers in reports are whole.
fn whole_with_commas(number: i64) -> String {
    let (mut signs, mut first, mut rest) = ([0; 27], 27, number.unsigned_abs());
    for place in 0.. {
        if place > 0 && place % 3 == 0 {
            first -= 1;
            signs[first] = b',';
        }
        first -= 1;
        signs[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        first -= 1;
        signs[first] = b'-';
    }
    String::from_utf8_lossy(&signs[first..]).into_owned()
}

fn values_expected(written: &[String], negated: bool) -> String {
    format!("{}{}", if negated { "not " } else { "" }, choice(written))
}

fn choice(written: &[String]) -> String {
    join(written.iter(), "or")
}

/// `A`, `A or B`, `A, B or C`; of more than eight the first six and `or 4 more`.
fn join<T: Display>(words: impl Iterator<Item = T>, joint: &str) -> String {
    let mut words: Vec<String> = words.map(|word| word.to_string()).collect();
    if words.len() > NAMED {
        let more = words.len() - NAMED_OF_MORE;
        words.truncate(NAMED_OF_MORE);
        words.push(format!("{} more", with_commas(more.into())));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} {joint} {last}", first.join(", ")),
        None => String::new(),
    }
}

fn numbers(wanted: &Interval<Decimal>) -> String {
    let low = match wanted.low {
        Included(low) => Some(format!("at least {}", with_commas(low))),
        Excluded(low) => Some(format!("more than {}", with_commas(low))),
        Unbounded => None,
    };
    let high = match wanted.high {
        Included(high) => Some(format!("at most {}", with_commas(high))),
        Excluded(high) => Some(format!("less than {}", with_commas(high))),
        Unbounded => None,
    };
    span(wanted, |end| with_commas(*end)).unwrap_or_else(|| either_end(low, high, "any number"))
}

fn dates(wanted: &Interval<Date>) -> String {
    let low = match wanted.low {
        Included(low) => Some(format!("on or after {low}")),
        Excluded(low) => Some(format!("after {low}")),
        Unbounded => None,
    };
    let high = match wanted.high {
        Included(high) => Some(format!("on or before {high}")),
        Excluded(high) => Some(format!("before {high}")),
        Unbounded => None,
    };
    span(wanted, Date::to_string).unwrap_or_else(|| either_end(low, high, "any date"))
}

/// `10 to 1,000`, or just `10`, where both ends belong to the interval.
fn span<T: PartialEq>(wanted: &Interval<T>, word: impl Fn(&T) -> String) -> Option<String> {
    match (&wanted.low, &wanted.high) {
        (Included(low), Included(high)) if low == high => Some(word(low)),
        (Included(low), Included(high)) => Some(format!("{} to {}", word(low), word(high))),
        _ => None,
    }
}

fn either_end(low: Option<String>, high: Option<String>, neither: &str) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} and {high}"),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => neither.to_owned(),
    }
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

    fn test(field_type: &FieldType, key: &str, operand: impl Into<Operand>) -> Test {
        compile(find(key).unwrap(), &subject(field_type), &operand.into())
    }

    #[test]
    fn numbers_have_commas() {
        for (number, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-123456", "-123,456"),
            ("-9223372036854775808", "-9,223,372,036,854,775,808"),
            ("18446744073709551615", "18,446,744,073,709,551,615"),
            ("-1234567.50", "-1,234,567.5"),
            ("0.25", "0.25"),
        ] {
            assert_eq!(with_commas(number.parse().unwrap()), text);
        }
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
            assert_eq!(test.expected(), expected);
            assert_eq!(test.expected_not(), expected_not);
        }
        let half_open = test(&number, "at_least", 10).merge(&test(&number, "less_than", 50)).unwrap();
        assert_eq!(half_open.expected(), "at least 10 and less than 50");
        assert_eq!(Test::Number(Interval::ALL).expected(), "any number");
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
            assert_eq!(test.expected(), expected);
        }
        let both = test(&text, "is_not", "MVP").merge(&test(&text, "ends_with_any", ["vp"])).unwrap();
        assert_eq!(both.expected(), "not MVP and ending with vp");
        assert_eq!(both.expected_not(), "MVP or not ending with vp");
        assert_eq!(test(&text, "in", ["CU", "IR"]).expected_not(), "not CU or IR");
        assert_eq!(test(&text, "is_not", "CU").expected_not(), "CU");
    }
}
