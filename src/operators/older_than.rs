//! `older_than`: at least as long ago as a period.
//!
//! Fits dates. `"18 years"` holds from the eighteenth birthday on; who was born on 29 February has it on 1 March in
//! other years. Counts back from the as-of day. A range passes if every day in it passes,
//! fails if none does, and is unknown otherwise. A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.adult]
//! field      = "birth_date"
//! older_than = "18 years"
//! why        = "Consumer contracts need an adult."
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `older_than = "18 years"`
pub(super) const OPERATOR: Operator = Operator {
    key: "older_than",
    synonyms: &["older", "age_over", "longer_ago_than", "min_age"],
    manual: "holds from the day on which the period is over: `older_than = \"18 years\"`",
    takes: "a period in quotes",
    fits: |subject| subject.is_date(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(Test::Date(Interval::at_most(operand.period()?.latest_start(subject.as_of))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::cases::{Fail, Pass, Unknown, check, check_subject, day, days, refusal, subject};
    use super::*;
    use crate::field_types::{DateStyle, FieldType};

    #[test]
    fn cases() {
        let cases = [
            ("18 years".into(), day(date(2008, 10, 1)), Pass),
            ("18 years".into(), day(date(2008, 10, 2)), Fail),
            ("18 years".into(), day(date(1980, 1, 1)), Pass),
            ("18 years".into(), days(date(2008, 1, 1), date(2008, 12, 31)), Unknown),
            ("18 years".into(), days(date(2007, 1, 1), date(2007, 12, 31)), Pass),
        ];
        check(&OPERATOR, &FieldType::Date(DateStyle::default()), cases);
    }

    #[test]
    fn leap_days_fall_on_the_first_of_march() {
        let field = FieldType::Date(DateStyle::default());
        let on = |as_of| Subject { as_of, ..subject(&field) };
        let leap_day = || day(date(2008, 2, 29));
        check_subject(&OPERATOR, &on(date(2026, 2, 28)), [("18 years".into(), leap_day(), Fail)]);
        check_subject(&OPERATOR, &on(date(2026, 3, 1)), [("18 years".into(), leap_day(), Pass)]);
    }

    #[test]
    fn refusals() {
        let field = FieldType::Date(DateStyle::default());
        assert_eq!(refusal(&OPERATOR, &field, 90).help, "write \"90 days\"");
        assert!(refusal(&OPERATOR, &field, "soon").message.starts_with("\"soon\" is no period"));
    }
}
