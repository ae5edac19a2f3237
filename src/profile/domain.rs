//! The values that a field can have at all.

use std::ops::Bound;

use rust_decimal::Decimal;

use super::{ColumnId, ColumnSource, LookupPart, Profile};
use crate::field_types::{Part, collapse, fold_key};
use crate::model::{Cell, Interval, Range, Text, Value};
pub use crate::operators::Domain;
use crate::operators::SubjectType;

impl Profile {
    /// Every value that a column can have, where these are only a few: kinds, classes, look-ups. Known values, and
    /// those that leave open which of two they are.
    #[must_use]
    pub fn few_values(&self, column: ColumnId) -> Option<Vec<Cell<'static>>> {
        match &self.columns[column.0] {
            ColumnSource::Field { part: Some(part), .. } => {
                let choices = SubjectType::Part(*part).choices()?.iter().map(|choice| Cell::text(*choice));
                let either = Cell::Range(Range::Choice { shown: "fixed_or_mobile", values: &["fixed", "mobile"] });
                Some(choices.chain((*part == Part::PhoneKind).then_some(either)).collect())
            }
            ColumnSource::Class(class) => {
                let class = &self.classes[*class];
                Some(class.rows.iter().map(|row| &row.value).chain(&class.otherwise).map(|value| text(value)).collect())
            }
            ColumnSource::Lookup { lookup, part: part @ LookupPart::Value(_) } => {
                Some(self.lookups[*lookup].texts(*part).map(text).collect())
            }
            ColumnSource::Field { .. }
            | ColumnSource::Fact(_)
            | ColumnSource::Place { .. }
            | ColumnSource::Lookup { part: LookupPart::Away(_), .. } => None,
        }
    }
}

fn text(value: &str) -> Cell<'static> {
    let (shown, compared) = (collapse(value).into_owned(), fold_key(value).into_owned());
    Cell::Known(Value::Text(Text { shown: shown.into(), compared: compared.into() }))
}

impl Domain {
    /// The bounds of the field behind a column; every number where there are none. No distance is below 0.
    #[must_use]
    pub fn of(profile: &Profile, column: ColumnId) -> Self {
        if let ColumnSource::Lookup { part: LookupPart::Away(_), .. } = &profile.columns[column.0] {
            return Self { numbers: Interval::at_least(Decimal::ZERO), whole: false };
        }
        let style = match &profile.columns[column.0] {
            ColumnSource::Field { field, part: None } => profile.fields[*field].field_type.number_style(),
            _ => None,
        };
        let bound = |value: Option<Decimal>| value.map_or(Bound::Unbounded, Bound::Included);
        Self {
            numbers: Interval {
                low: bound(style.and_then(|style| style.min)),
                high: bound(style.and_then(|style| style.max)),
            },
            whole: style.is_some_and(|style| style.whole),
        }
    }
}
