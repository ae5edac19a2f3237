//! `within_last`: not longer ago than a period, and not in the future.
//!
//! Fits dates. Counts back from the as-of day; both ends are included. A range passes if every day in it passes,
//! fails if none does, and is unknown otherwise. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must_not.recent-bankruptcy]
//! field       = "bankruptcy_filed"
//! within_last = "3 years"
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `within_last = "3 years"`
pub(super) const OPERATOR: Operator = Operator {
    key: "within_last",
    synonyms: &["in_last", "last", "newer_than", "younger_than", "in_the_last", "within_past"],
    manual: "holds from that long ago to the as-of day, both included: `within_last = \"3 years\"`",
    takes: "a period in quotes",
    fits: |subject| subject.is_date(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let low = operand.period()?.before(subject.as_of);
    Ok(Test::Date(Interval::closed(low, subject.as_of)))
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
            ("3 years".into(), day(date(2023, 10, 1)), Pass),
            ("3 years".into(), day(date(2023, 9, 30)), Fail),
            ("3 years".into(), day(date(2026, 10, 1)), Pass),
            ("3 years".into(), day(date(2026, 10, 2)), Fail),
            ("3 years".into(), days(date(2023, 1, 1), date(2023, 12, 31)), Unknown),
            ("3 years".into(), days(date(2024, 1, 1), date(2024, 12, 31)), Pass),
        ];
        check(&OPERATOR, &FieldType::Date(DateStyle::default()), cases);
    }

    #[test]
    fn refusals() {
        let field = FieldType::Date(DateStyle::default());
        assert_eq!(refusal(&OPERATOR, &field, 90).help, "write \"90 days\"");
        assert!(refusal(&OPERATOR, &field, "soon").message.starts_with("\"soon\" is no period"));
    }
}
