//! `ends_with_any`: the text ends with one of several pieces.
//!
//! Fits everything that is compared as text, on the normal form. A cell that is missing, unreadable or not found gives
//! unknown.
//!
//! ```toml
//! [must_not.personal-mailbox]
//! field         = "email"
//! ends_with_any = ["@gmail.com", "@outlook.com", "@yahoo.com"]
//! ```

use super::{Fragments, Operand, Operator, Predicate, Refusal, Subject, Test};

/// `ends_with_any = ["@gmail.com"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "ends_with_any",
    synonyms: &["ends_with", "suffix", "suffixes", "endswith_any_of"],
    manual: "holds where the text ends with one of the pieces: `ends_with_any = [\"@gmail.com\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Fragments::read(operand, subject).map(|ends| Test::text(Predicate::EndsWith(ends)))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;
    use crate::field_types::FieldType;

    #[test]
    fn cases() {
        let cases = [
            (["@GMAIL.com", "@yahoo.com"].into(), text("kim@gmail.com"), Pass),
            (["@gmail.com"].into(), text("kim@acme.com"), Fail),
            (["@gmail.com"].into(), text("gmail.com"), Fail),
        ];
        check(&OPERATOR, &FieldType::Email, cases);
        check(&OPERATOR, &text_field(), [(["STRASSE"].into(), text("hauptstrasse"), Pass)]);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "@x.com").help, "write [\"@x.com\"]");
    }
}
