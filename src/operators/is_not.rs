//! `is_not`: anything but this value.
//!
//! Fits everything that is compared as text, as [`in`](super::in_) does. A cell that is missing, unreadable or not
//! found gives unknown, not pass: nobody knows that it is another value.
//!
//! ```toml
//! [must.not-toll-free]
//! field  = "phone.kind"
//! is_not = "toll_free"
//! ```

use super::{Operand, Operator, Refusal, Subject, Test, ValueSet};

/// `is_not = "toll_free"`
pub(super) const OPERATOR: Operator = Operator {
    key: "is_not",
    synonyms: &["!=", "<>", "ne", "neq", "not", "not_equal", "not_equals", "isnt"],
    manual: "holds where the text is another value: `is_not = \"toll_free\"`",
    takes: "a text in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(ValueSet::read([operand.text()?], subject).map_err(Refusal::of_all)?.test(true))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [("B2B".into(), text("b2c"), Pass), ("B2B".into(), text("b2b"), Fail)];
        check(&OPERATOR, &text_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), true).help, "write \"true\"");
        assert!(refusal(&OPERATOR, &text_field(), " ").help.contains("is_known = false"));
    }
}
