//! `on_or_before`: this day or an earlier one.
//!
//! Fits dates. A date without its day or month is a range: it passes if every day in it passes, fails if none does, and
//! is unknown otherwise. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [score.old-hand]
//! field        = "founded"
//! on_or_before = 2010-12-31
//! points       = 5
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `on_or_before = 2026-10-01`
pub(super) const OPERATOR: Operator = Operator {
    key: "on_or_before",
    synonyms: &["before", "until", "to_date", "not_after", "by", "earlier_than"],
    manual: "holds on this day and before it: `on_or_before = 2026-10-01`",
    takes: "a date",
    fits: |subject| subject.is_date(),
    compile,
};

fn compile(operand: &Operand, _: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(Test::Date(Interval::at_most(operand.date()?)))
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
            (date(2010, 12, 31).into(), day(date(2010, 12, 31)), Pass),
            (date(2010, 12, 31).into(), day(date(2011, 1, 1)), Fail),
            (date(2010, 12, 31).into(), days(date(2010, 1, 1), date(2011, 1, 1)), Unknown),
            (date(2010, 12, 31).into(), days(date(2010, 1, 1), date(2010, 12, 31)), Pass),
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
