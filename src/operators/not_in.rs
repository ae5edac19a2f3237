//! `not_in`: none of several values.
//!
//! Fits what [`in`](super::in_) fits, and reads its values in the same way. A cell that is missing, unreadable or not
//! found gives unknown, not pass: nobody knows that it is none of them.
//!
//! ```toml
//! [must.no-competitor]
//! field  = "web.domain"
//! not_in = ["rival.com", "rival.de"]
//! ```

use super::{Operand, Operator, Refusal, Subject, Test, ValueSet};

/// `not_in = ["CU", "IR"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "not_in",
    synonyms: &["none_of", "nin", "is_not_in", "is_none_of", "not_one_of"],
    manual: "holds where the text is none of the values: `not_in = [\"CU\", \"IR\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(ValueSet::read(operand.texts()?, subject)?.test(true))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;

    #[test]
    fn cases() {
        check(
            &OPERATOR,
            &text_field(),
            [(["CU", "IR"].into(), text("de"), Pass), (["CU", "IR"].into(), text("ir"), Fail)],
        );
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "CU").help, "write [\"CU\"]");
    }
}
