//! `is`: exactly this value.
//!
//! Fits everything that is compared as text (on the normal form, as [`in`](super::in_) does), numbers, money, and
//! `yes_no`. Dates have `between`, lists have `has_any`. A range that holds the value and others gives unknown, one
//! that does not hold it fails. A cell that is missing, unreadable or not found gives unknown.
//!
//! ```toml
//! [must.business-lead]
//! field = "lead_type"
//! is    = "B2B"
//! ```

use super::{Operand, Operator, Refusal, Subject, Test, ValueSet};
use crate::model::Interval;

/// `is = "B2B"`
pub(super) const OPERATOR: Operator = Operator {
    key: "is",
    synonyms: &["==", "=", "equals", "eq", "equal", "equal_to", "is_equal_to"],
    manual: "holds where the cell is this value: `is = \"B2B\"`, `is = 5`, `is = true`",
    takes: "a text in quotes; for a number field a number; for a yes_no field true or false",
    fits: |subject| subject.is_text() || subject.is_number() || subject.is_yes_no(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    if subject.subject_type.is_number() {
        subject.number_test(Interval::point(operand.number()?))
    } else if subject.subject_type.is_yes_no() {
        operand.yes_no().map(Test::YesNo)
    } else {
        Ok(ValueSet::read([operand.text()?], subject).map_err(Refusal::of_all)?.test(false))
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::cases::{
        Fail, Pass, Unknown, check, number, number_field, numbers, refusal, text, text_field, whole_field,
    };
    use super::*;
    use crate::field_types::FieldType;
    use crate::model::{Cell, Value};

    #[test]
    fn texts() {
        let cases = [("B2B".into(), text("b2b"), Pass), ("B2B".into(), text("b2c"), Fail)];
        check(&OPERATOR, &text_field(), cases);
    }

    #[test]
    fn figures() {
        let cases = [
            (5.into(), number("5.00"), Pass),
            (5.into(), number("5.1"), Fail),
            (5.into(), numbers(1, 10), Unknown),
            (5.into(), numbers(5, 5), Pass),
            (5.into(), numbers(6, 10), Fail),
        ];
        check(&OPERATOR, &number_field(), cases);
    }

    #[test]
    fn yes_and_no() {
        let yes = || Cell::Known(Value::YesNo(true));
        check(&OPERATOR, &FieldType::YesNo, [(true.into(), yes(), Pass), (false.into(), yes(), Fail)]);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "10000").help, "write 10000 without quotes");
        assert_eq!(refusal(&OPERATOR, &FieldType::YesNo, "no").help, "write false without quotes");
        assert_eq!(refusal(&OPERATOR, &text_field(), 5).help, "write \"5\"");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["a"]).help, "write \"a\" without brackets");
        assert_eq!(refusal(&OPERATOR, &whole_field(), Decimal::new(205, 1)).help, "write a whole number");
    }
}
