//! `less_than`: below this number.
//!
//! Fits numbers and money.
//! On a field of whole numbers `less_than = 50` is `at_most = 49`. A range passes if all of it lies below the number,
//! fails if none of it does, and is unknown otherwise.
//! A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must_not.too-small]
//! field     = "employees"
//! less_than = 5
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `less_than = 10_000`
pub(super) const OPERATOR: Operator = Operator {
    key: "less_than",
    synonyms: &["<", "lt", "below", "smaller_than", "fewer_than", "smaller"],
    manual: "holds for everything below this number: `less_than = 10_000`",
    takes: "a number",
    fits: |subject| subject.is_number(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    subject.number_test(Interval::less_than(operand.number()?))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::cases::{Fail, Pass, Unknown, check, number, number_field, numbers, refusal, whole_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [
            (50.into(), number("49.99"), Pass),
            (50.into(), number("50"), Fail),
            (50.into(), numbers(11, 50), Unknown),
            (50.into(), numbers(1, 49), Pass),
            (50.into(), numbers(50, 60), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
    }

    #[test]
    fn whole_numbers() {
        let cases = [
            (50.into(), number("49"), Pass),
            (50.into(), numbers(49, 50), Unknown),
            (Decimal::new(495, 1).into(), number("49"), Pass),
        ];
        check(&OPERATOR, &whole_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "10_000").help, "write 10000 without quotes");
        assert_eq!(refusal(&OPERATOR, &number_field(), [10]).help, "write digits, such as 10_000");
    }
}
