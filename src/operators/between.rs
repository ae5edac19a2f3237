//! `between`: from one end to the other, both included.
//!
//! Fits numbers, money, dates, and postal codes. Postal codes stand in quotes and compare by their digits: `"01067"` to
//! `"04999"`. A range passes if all of it lies between the ends, fails if none of it does, and is unknown otherwise. A
//! cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.mid-sized]
//! field   = "employees"
//! between = [50, 499]
//! ```

use super::subject::empty_interval;
use super::{Operand, Operator, Predicate, Refusal, Subject, Test};
use crate::field_types::postal_code_digits;
use crate::model::Interval;

/// `between = [50, 499]`
pub(super) const OPERATOR: Operator = Operator {
    key: "between",
    synonyms: &["range", "in_range", "from_to"],
    manual: "holds from one end to the other, both included: `between = [50, 499]`",
    takes: "two ends in brackets: numbers, dates, or postal codes in quotes",
    fits: |subject| subject.is_number() || subject.is_date() || subject.is_postal_code(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    if subject.subject_type.is_number() {
        let (low, high) = operand.ends(Operand::number)?;
        subject.number_test(Interval::closed(low, high))
    } else if subject.subject_type.is_date() {
        let (low, high) = operand.ends(Operand::date)?;
        if low > high { Err(empty_interval()) } else { Ok(Test::Date(Interval::closed(low, high))) }
    } else {
        postal_codes(operand, subject)
    }
}

fn postal_codes(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let ((low, first), (high, last)) = operand.ends(|end| digits(end, subject))?;
    if low > high {
        return Err(empty_interval());
    }
    Ok(Test::text(Predicate::Digits { low, high, written: [first.to_owned(), last.to_owned()] }))
}

fn digits<'o>(end: &'o Operand, subject: &Subject<'_>) -> Result<(u64, &'o str), Refusal> {
    let written = end.text()?;
    let digits = postal_code_digits(&subject.fragment(written)).ok_or_else(|| {
        Refusal::new(
            format!("\"{written}\" has no digits to compare"),
            "write postal codes, such as [\"01067\", \"04999\"]",
        )
    })?;
    Ok((digits, written))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::super::cases::{
        Fail, Pass, Unknown, check, day, days, number, number_field, numbers, refusal, text, whole_field,
    };
    use super::*;
    use crate::field_types::{DateStyle, FieldType};

    #[test]
    fn numbers_and_money() {
        let cases = [
            ([50, 499].into(), number("50"), Pass),
            ([50, 499].into(), number("499"), Pass),
            ([50, 499].into(), number("499.5"), Fail),
            ([50, 499].into(), numbers(51, 200), Pass),
            ([50, 499].into(), numbers(201, 1000), Unknown),
            ([50, 499].into(), numbers(1, 10), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
        let halves = || [Decimal::new(195, 1), Decimal::new(205, 1)].into();
        check(&OPERATOR, &whole_field(), [(halves(), number("20"), Pass), (halves(), numbers(20, 21), Unknown)]);
    }

    #[test]
    fn dates() {
        let year = || [date(2026, 1, 1), date(2026, 12, 31)].into();
        let cases = [
            (year(), day(date(2026, 12, 31)), Pass),
            (year(), day(date(2027, 1, 1)), Fail),
            (year(), days(date(2026, 1, 1), date(2026, 12, 31)), Pass),
            (year(), days(date(2025, 1, 1), date(2026, 1, 1)), Unknown),
        ];
        check(&OPERATOR, &FieldType::Date(DateStyle::default()), cases);
    }

    #[test]
    fn postal_codes_by_digits() {
        let cases =
            [(["01067", "04999"].into(), text("02134"), Pass), (["01067", "04999"].into(), text("80331"), Fail)];
        check(&OPERATOR, &FieldType::PostalCode, cases);
    }

    #[test]
    fn refusals() {
        assert!(refusal(&OPERATOR, &number_field(), [499, 50]).message.starts_with("an empty interval"));
        assert!(refusal(&OPERATOR, &FieldType::PostalCode, ["9", "1"]).message.starts_with("an empty interval"));
        assert_eq!(refusal(&OPERATOR, &FieldType::PostalCode, [1067, 4999]).help, "write \"1067\"");
        assert_eq!(refusal(&OPERATOR, &number_field(), ["50", "499"]).help, "write 50 without quotes");
        assert!(refusal(&OPERATOR, &number_field(), [1, 2, 3]).message.contains("the list has 3"));
        assert!(refusal(&OPERATOR, &number_field(), 5).help.contains("[10, 50]"));
        let none = [Decimal::new(202, 1), Decimal::new(208, 1)];
        assert_eq!(refusal(&OPERATOR, &whole_field(), none).help, "write a whole number");
        let dates = FieldType::Date(DateStyle::default());
        assert!(refusal(&OPERATOR, &dates, [date(2026, 2, 1), date(2026, 1, 1)]).help.contains("lower end first"));
        assert_eq!(refusal(&OPERATOR, &dates, ["2026-01-01", "x"]).help, "write 2026-01-01 without quotes");
    }
}
