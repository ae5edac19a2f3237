//! The values that a field can have at all.

use std::ops::Bound;

use rust_decimal::Decimal;

use super::{ColumnId, ColumnSource, LookupPart, Profile};
use crate::model::Interval;

/// The values that a field of numbers can have: what a cell that is not known may still turn out to be.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// Between its bounds.
    pub numbers: Interval<Decimal>,
    /// Whether only whole values count.
    pub whole: bool,
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
