//! Pieces of text that a rule looks for, and that the field's value map replaces before any rule sees them.
//!
//! A whole value of a rule goes through the map as cells do. A start, a word or a pattern cannot: where one holds for a
//! value as lists write it, and not for what the map makes of it, the rule would silently pass over those leads.

use super::draft::Draft;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::field_types::{CellReader, ValueMap, fold_key};
use crate::model::{Cell, Outcome};
use crate::operators::{Operand, Operator, Predicate, Test};
use crate::profile::{ColumnId, ColumnSource};

impl Draft<'_> {
    /// Reports what a test looks for in vain, and whether the rule can stand: it cannot where it names the replaced value
    /// itself.
    pub(super) fn looks_for_replaced(
        &mut self,
        column: ColumnId,
        (operator, operand): (&Operator, &Operand),
        test: &Test,
        span: Span,
    ) -> bool {
        let Some((written, means)) = self.replaced(column, test) else { return false };
        let name = match self.columns[column.0] {
            ColumnSource::Field { field, .. } => &self.fields.fields[field].name,
            _ => return false,
        };
        let message = format!(
            "`{}` holds for \"{written}\", but the value map of `{name}` makes \"{means}\" of it before rules see it",
            operator.key
        );
        let named = texts(operand).iter().any(|text| fold_key(text) == fold_key(&written));
        let help = format!("write \"{means}\" for these leads");
        let found = if named {
            Diagnostic::error(Code::E113, span, message, help)
        } else {
            Diagnostic::warning(Code::W513, span, message, help + ", or see that they are not meant")
        };
        self.notes.push(found);
        named
    }

    /// A value for which a test holds as it is written, and not as the map has it; and that.
    fn replaced(&self, column: ColumnId, test: &Test) -> Option<(String, String)> {
        let ColumnSource::Field { field, part: None } = self.columns[column.0] else { return None };
        let Test::Text(wanted) = test else { return None };
        if wanted.predicates.iter().all(|one| matches!(one, Predicate::In { .. } | Predicate::Near(_))) {
            return None;
        }
        let mapped = self.fields.reader(field);
        let bare = CellReader { values: ValueMap::default(), ..mapped.clone() };
        let holds = |cell: &Cell<'_>| test.outcome(cell) == Outcome::Pass;
        let pairs = mapped.values.pairs().into_iter();
        let mut lost = pairs
            .filter(|(written, means)| holds(&bare.read(written, None).cell) && !holds(&bare.read(means, None).cell));
        lost.next().map(|(written, means)| (written.to_owned(), means.to_owned()))
    }
}

fn texts(operand: &Operand) -> Vec<&str> {
    match operand {
        Operand::Text(text) => vec![text],
        Operand::Array(elements) => elements.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
