//! `in`: one of several values.
//!
//! Fits text, classes, look-ups, parts, and every type that is compared as text, on the normal form: letters' case
//! does not matter, and for a country `"Deutschland"`, `"DEU"` and `"DE"` are the same. A value that no cell of the
//! field's type could hold is refused. A cell that is missing, unreadable or not found gives unknown; a telephone's
//! kind that is one of two passes only if both are named.
//!
//! ```toml
//! [score.good-industry]
//! field  = "industry"
//! in     = ["Logistics", "Manufacturing", "Wholesale"]
//! points = 15
//! ```

use hashbrown::HashSet;

use super::{Operand, Operator, Predicate, Refusal, Subject, SubjectType, Test};
use crate::field_types::Part;

/// `in = ["AZ", "CA"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "in",
    synonyms: &["one_of", "any_of", "is_in", "is_one_of", "is_any", "among"],
    manual: "holds where the text is one of the values: `in = [\"AZ\", \"CA\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

/// Whole values, of which a text may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSet {
    /// In their compared form.
    pub compared: HashSet<String>,
    /// As the rule wrote them.
    pub written: Vec<String>,
}

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    Ok(ValueSet::read(operand.texts()?, subject)?.test(false))
}

impl ValueSet {
    /// Reads a rule's values as cells of `subject` are read.
    ///
    /// # Errors
    /// Refuses a value that no cell could hold, and says which.
    pub fn read<'v>(written: impl IntoIterator<Item = &'v str>, subject: &Subject<'_>) -> Result<Self, Refusal> {
        let mut values = Self { compared: HashSet::new(), written: Vec::new() };
        for (i, value) in written.into_iter().enumerate() {
            values.compared.insert(subject.whole(value).map_err(|no| no.at(i))?);
            values.written.push(value.to_owned());
        }
        values.name_both_kinds(subject.subject_type);
        Ok(values)
    }

    /// Whether a text, in its compared form, is one of them.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.compared.contains(text)
    }

    /// The test for being one of them, or with `negated` none of them.
    pub(super) fn test(self, negated: bool) -> Test {
        Test::text(Predicate::In { values: self, negated })
    }

    /// A rule that says `fixed_or_mobile` means a number of either kind, so that it also holds once the kind is known.
    fn name_both_kinds(&mut self, subject: SubjectType<'_>) {
        if matches!(subject, SubjectType::Part(Part::PhoneKind)) && self.contains("fixed_or_mobile") {
            self.compared.extend(["fixed", "mobile"].map(str::to_owned));
        }
    }
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
            [
                (["AZ", "CA"].into(), text("ca"), Pass),
                (["AZ", "CA"].into(), text("tx"), Fail),
                (["Straße"].into(), text("strasse"), Pass),
                ([" New  York "].into(), text("new york"), Pass),
                (["AZ"].into(), text("azure"), Fail),
            ],
        );
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "US").help, "write [\"US\"]");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["US", ""]).element, Some(1));
        assert!(refusal(&OPERATOR, &text_field(), Operand::Array(Vec::new())).message.contains("empty"));
    }

    #[test]
    fn values_are_kept_as_written() {
        let field = text_field();
        let values = ValueSet::read(["AZ", "ca"], &super::super::cases::subject(&field)).unwrap();
        assert_eq!(values.written, ["AZ", "ca"]);
    }
}
