//! `at_most`: this number or less.
//!
//! Fits numbers and money.
//! A range passes if all of it lies at or below the number, fails if all of it lies above, and is unknown otherwise.
//! A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [score.small]
//! field   = "employees"
//! at_most = 49
//! points  = 10
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `at_most = 10_000`
pub(super) const OPERATOR: Operator = Operator {
    key: "at_most",
    synonyms: &["<=", "max", "lte", "maximum", "le", "up_to", "less_or_equal", "no_more_than"],
    manual: "holds for this number and everything below it: `at_most = 10_000`",
    takes: "a number",
    fits: |subject| subject.is_number(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    subject.number_test(Interval::at_most(operand.number()?))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::cases::{Fail, Pass, Unknown, check, number, number_field, numbers, refusal, whole_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [
            (49.into(), number("49"), Pass),
            (49.into(), number("49.5"), Fail),
            (49.into(), numbers(11, 50), Unknown),
            (49.into(), numbers(1, 10), Pass),
            (49.into(), numbers(51, 200), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
    }

    #[test]
    fn whole_numbers() {
        let cases =
            [(Decimal::new(495, 1).into(), numbers(1, 49), Pass), (Decimal::new(495, 1).into(), number("50"), Fail)];
        check(&OPERATOR, &whole_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "10_000").help, "write 10000 without quotes");
        assert_eq!(refusal(&OPERATOR, &number_field(), [10]).help, "write digits, such as 10_000");
    }
}
