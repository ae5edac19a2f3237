//! `has_all`: all of several values are among the parts of a list cell.
//!
//! Fits `list`, and compares as [`has_any`](super::has_any) does. A cell that is missing gives unknown.
//!
//! ```toml
//! [must.sells-both-ways]
//! field   = "channels"
//! has_all = ["online", "retail"]
//! ```

use super::{ListTest, Operand, Operator, Refusal, Subject, Test};

/// `has_all = ["online", "retail"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "has_all",
    synonyms: &["has_each", "has_every", "contains_all", "includes_all", "all_of"],
    manual: "holds where all of the values are in the list: `has_all = [\"online\", \"retail\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_list(),
    compile,
};

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    ListTest::read(operand, subject, true).map(Test::List)
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, parts, refusal};
    use super::*;
    use crate::field_types::FieldType;

    #[test]
    fn cases() {
        let cases = [
            (["Online", "Retail"].into(), parts(&["retail", "wholesale", "online"]), Pass),
            (["Online", "Retail"].into(), parts(&["online"]), Fail),
        ];
        check(&OPERATOR, &FieldType::List { separator: ";".into() }, cases);
    }

    #[test]
    fn refusals() {
        let field = FieldType::List { separator: ";".into() };
        assert_eq!(refusal(&OPERATOR, &field, ["a", " "]).element, Some(1));
    }
}
