//! `is_known`: whether the list says anything about a field.
//!
//! Fits every type. It holds for a known cell and for a range; it does not hold for a cell that is missing, or was not
//! found in a look-up. It is the only operator that has an answer for those: every comparison of them is unknown. Of a
//! cell that is unreadable it is unknown, too: something is there.
//!
//! ```toml
//! [must.can-be-reached]
//! field    = "email"
//! is_known = true
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};

/// `is_known = true`
pub(super) const OPERATOR: Operator = Operator {
    key: "is_known",
    synonyms: &["exists", "present", "required", "known", "is_present", "not_empty", "is_set"],
    manual: "holds where the list says anything about the field: `is_known = true`",
    takes: "true or false",
    fits: |_| true,
    compile,
};

fn compile(operand: &Operand, _: &Subject<'_>) -> Result<Test, Refusal> {
    operand.yes_no().map(Test::IsKnown)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, Unknown, number_field, numbers, refusal, text};
    use super::*;
    use crate::model::{Cell, Missing, Unreadable};

    #[test]
    fn cases() {
        let table = [
            (text("x"), Pass),
            (numbers(1, 2), Pass),
            (Cell::Missing(Missing::NoColumn), Fail),
            (Cell::Unreadable(Unreadable::Malformed), Unknown),
            (Cell::Unreadable(Unreadable::NoCountry), Unknown),
            (Cell::NotFound, Fail),
        ];
        for (cell, outcome) in table {
            assert_eq!(Test::IsKnown(true).outcome(&cell), outcome, "{cell:?}");
            assert_eq!(Test::IsKnown(false).outcome(&cell), outcome.opposite(), "{cell:?}");
        }
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &number_field(), "true").help, "write true without quotes");
        assert_eq!(refusal(&OPERATOR, &number_field(), 1).help, "write true or false");
    }
}
