//! `more_than`: above this number.
//!
//! Fits numbers and money.
//! On a field of whole numbers `more_than = 20` is `at_least = 21`. A range passes if all of it lies above the number,
//! fails if none of it does, and is unknown otherwise.
//! A cell that is missing or unreadable gives unknown.
//!
//! ```toml
//! [must.more-than-a-handful]
//! field     = "employees"
//! more_than = 5
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::model::Interval;

/// `more_than = 10_000`
pub(super) const OPERATOR: Operator = Operator {
    key: "more_than",
    synonyms: &[">", "gt", "above", "over", "greater_than", "greater", "exceeds"],
    manual: "holds for everything above this number: `more_than = 10_000`",
    takes: "a number",
    fits: |subject| subject.is_number(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    subject.number_test(Interval::more_than(operand.number()?))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::cases::{Fail, Pass, Unknown, check, number, number_field, numbers, refusal, whole_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [
            (20.into(), number("20.01"), Pass),
            (20.into(), number("20"), Fail),
            (20.into(), numbers(20, 30), Unknown),
            (20.into(), numbers(21, 30), Pass),
            (20.into(), numbers(1, 20), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
    }

    #[test]
    fn whole_numbers() {
        let cases = [
            (20.into(), number("21"), Pass),
            (20.into(), numbers(20, 21), Unknown),
            (Decimal::new(205, 1).into(), number("21"), Pass),
        ];
        check(&OPERATOR, &whole_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "10_000").help, "write 10000 without quotes");
        assert_eq!(refusal(&OPERATOR, &number_field(), [10]).help, "write digits, such as 10_000");
    }
}
