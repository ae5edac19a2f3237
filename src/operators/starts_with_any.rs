//! `starts_with_any`: the text starts with one of several pieces.
//!
//! Fits everything that is compared as text, on the normal form: letters' case does not matter, a telephone number
//! starts with `+` and its country code. A cell that is missing, unreadable or not found gives unknown.
//!
//! ```toml
//! [score.near]
//! field           = "zip"
//! starts_with_any = ["80", "81"]
//! points          = 5
//! ```

use super::{Fragments, Operand, Operator, Predicate, Refusal, Subject, Test};

/// `starts_with_any = ["80", "81"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "starts_with_any",
    synonyms: &["starts_with", "prefix", "begins_with", "prefixes", "startswith_any_of"],
    manual: "holds where the text starts with one of the pieces: `starts_with_any = [\"80\", \"81\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Fragments::read(operand, subject).map(|starts| Test::text(Predicate::StartsWith(starts)))
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;
    use crate::field_types::FieldType;

    #[test]
    fn cases() {
        let cases = [
            (["Senior"].into(), text("senior buyer"), Pass),
            (["a", "b"].into(), text("berlin"), Pass),
            (["a", "b"].into(), text("cologne"), Fail),
        ];
        check(&OPERATOR, &text_field(), cases);
        check(&OPERATOR, &FieldType::Phone, [(["+49 (89)"].into(), text("+498912345"), Pass)]);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "80").help, "write [\"80\"]");
        assert_eq!(refusal(&OPERATOR, &text_field(), [80]).help, "write \"80\"");
        assert_eq!(refusal(&OPERATOR, &FieldType::Phone, ["--"]).help, "write letters or digits");
    }
}
