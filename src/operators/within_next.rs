//! `within_next`: not further ahead than a period, and not in the past.
//!
//! Fits dates. Counts from the as-of day; both ends are included. A range passes if every day in it passes,
//! fails if none does, and is unknown otherwise. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [score.buying-soon]
//! field       = "purchase_date"
//! within_next = "90 days"
//! points      = 10
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `within_next = "90 days"`
pub(super) const OPERATOR: Operator = Operator {
    key: "within_next",
    synonyms: &["in_next", "next", "in_the_next", "within_coming"],
    manual: "holds from the as-of day to that far ahead, both included: `within_next = \"90 days\"`",
    takes: "a period in quotes",
    fits: |subject| subject.is_date(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let high = operand.period()?.after(subject.as_of);
    Ok(Test::Date(Interval::closed(subject.as_of, high)))
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
            ("90 days".into(), day(date(2026, 10, 1)), Pass),
            ("90 days".into(), day(date(2026, 9, 30)), Fail),
            ("90 days".into(), day(date(2026, 12, 30)), Pass),
            ("90 days".into(), day(date(2026, 12, 31)), Fail),
            ("90 days".into(), days(date(2026, 12, 1), date(2026, 12, 31)), Unknown),
            ("90 days".into(), days(date(2026, 11, 1), date(2026, 11, 30)), Pass),
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
