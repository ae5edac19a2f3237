//! `on_or_after`: this day or a later one.
//!
//! Fits dates. A date without its day or month is a range: it passes if every day in it passes, fails if none does, and
//! is unknown otherwise. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.fresh-data]
//! field       = "last_verified"
//! on_or_after = 2026-01-01
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `on_or_after = 2026-10-01`
pub(super) const OPERATOR: Operator = Operator {
    key: "on_or_after",
    synonyms: &["after", "since", "from_date", "not_before", "later_than"],
    manual: "holds on this day and after it: `on_or_after = 2026-10-01`",
    takes: "a date",
    fits: |subject| subject.is_date(),
    compile,
};

fn compile(operand: &Operand, _: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(Test::Date(Interval::at_least(operand.date()?)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::cases::{Fail, Pass, Unknown, check, day, days, refusal};
    use super::*;
    use crate::field_types::{DateStyle, FieldType};

    #[test]
    fn cases() {
        let cases = [
            (date(2026, 1, 1).into(), day(date(2026, 1, 1)), Pass),
            (date(2026, 1, 1).into(), day(date(2025, 12, 31)), Fail),
            (date(2026, 1, 1).into(), days(date(2025, 1, 1), date(2026, 1, 1)), Unknown),
            (date(2026, 1, 1).into(), days(date(2026, 1, 1), date(2026, 12, 31)), Pass),
        ];
        check(&OPERATOR, &FieldType::Date(DateStyle::default()), cases);
    }

    #[test]
    fn refusals() {
        let field = FieldType::Date(DateStyle::default());
        assert_eq!(refusal(&OPERATOR, &field, "2026-10-01").help, "write 2026-10-01 without quotes");
        assert!(refusal(&OPERATOR, &field, 2026).help.contains("such as 2026-10-01"));
    }
}
