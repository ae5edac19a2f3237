//! `has_any`: one of several values is among the parts of a list cell.
//!
//! Fits `list`. Parts are compared as text: whole, and letters' case does not matter. A cell that is missing gives
//! unknown.
//!
//! ```toml
//! [score.uses-a-crm]
//! field   = "technologies"
//! has_any = ["Salesforce", "HubSpot"]
//! points  = 5
//! ```

use super::{Operand, Operator, Refusal, Subject, Test};
use crate::field_types::fold_key;
use crate::model::{Outcome, Text};

/// `has_any = ["Salesforce", "HubSpot"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "has_any",
    synonyms: &["has", "has_one_of", "includes_any", "intersects", "has_either"],
    manual: "holds where one of the values is in the list: `has_any = [\"Salesforce\", \"HubSpot\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_list(),
    compile,
};

/// `has_any` or `has_all` on a list cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListTest {
    /// The values in their compared form.
    pub values: Vec<String>,
    /// As the rule wrote them.
    pub written: Vec<String>,
    /// Whether all of them must be there, not just one.
    pub all: bool,
}

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    ListTest::read(operand, subject, false).map(Test::List)
}

impl ListTest {
    /// Reads an array of texts, of which one or `all` must be there.
    ///
    /// # Errors
    /// Refuses everything but an array of texts.
    pub fn read(operand: &Operand, subject: &Subject<'_>, all: bool) -> Result<Self, Refusal> {
        let texts = operand.texts()?;
        let values = texts.iter().map(|text| fold_key(subject.mapped(text)).into_owned()).collect();
        Ok(Self { values, written: texts.into_iter().map(str::to_owned).collect(), all })
    }

    /// What it says of a cell that may be meant in several ways: pass or fail where all of them agree.
    pub(super) fn readings(&self, readings: &[Vec<Text<'_>>]) -> Outcome {
        match readings.iter().filter(|parts| self.holds(parts)).count() {
            0 => Outcome::Fail,
            passed if passed == readings.len() => Outcome::Pass,
            _ => Outcome::Unknown,
        }
    }

    /// Whether the parts of a list cell hold what is wanted.
    #[must_use]
    pub fn holds(&self, parts: &[Text<'_>]) -> bool {
        let has = |value: &String| parts.iter().any(|part| part.compared == *value);
        if self.all { self.values.iter().all(has) } else { self.values.iter().any(has) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, parts, refusal};
    use super::*;
    use crate::field_types::FieldType;

    #[test]
    fn cases() {
        let cases = [
            (["HubSpot", "SAP"].into(), parts(&["excel", "sap"]), Pass),
            (["HubSpot", "SAP"].into(), parts(&["excel"]), Fail),
            (["Excel"].into(), parts(&["excel 365"]), Fail),
        ];
        check(&OPERATOR, &FieldType::List { separator: ";".into() }, cases);
    }

    #[test]
    fn refusals() {
        let field = FieldType::List { separator: ";".into() };
        assert_eq!(refusal(&OPERATOR, &field, "SAP").help, "write [\"SAP\"]");
    }
}
