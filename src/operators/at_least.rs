//! `at_least`: this number or more.
//!
//! Fits numbers and money.
//! A range passes if all of it lies at or above the number, fails if all of it lies below, and is unknown otherwise:
//! `5k-15k` neither meets nor misses `at_least = 10_000`.
//! A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.minimum-budget]
//! field    = "budget"
//! at_least = 10_000
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `at_least = 10_000`
pub(super) const OPERATOR: Operator = Operator {
    key: "at_least",
    synonyms: &[">=", "gte", "min", "minimum", "ge", "from", "greater_or_equal", "no_less_than"],
    manual: "holds for this number and everything above it: `at_least = 10_000`",
    takes: "a number",
    fits: |subject| subject.is_number(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    subject.number_test(Interval::at_least(operand.number()?))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::cases::{Fail, Pass, Unknown, check, number, number_field, numbers, refusal, whole_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [
            (10_000.into(), number("10000"), Pass),
            (10_000.into(), number("9999.99"), Fail),
            (10_000.into(), numbers(5_000, 15_000), Unknown),
            (10_000.into(), numbers(10_000, 50_000), Pass),
            (10_000.into(), numbers(1, 9_999), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
    }

    #[test]
    fn whole_numbers() {
        let cases =
            [(Decimal::new(205, 1).into(), numbers(21, 30), Pass), (Decimal::new(205, 1).into(), number("20"), Fail)];
        check(&OPERATOR, &whole_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "10_000").help, "write 10000 without quotes");
        assert_eq!(refusal(&OPERATOR, &number_field(), [10]).help, "write digits, such as 10_000");
    }
}
