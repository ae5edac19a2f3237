//! Look-ups: texts that a table gives for other columns, and the places of leads.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rust_decimal::Decimal;

use super::ColumnId;
use crate::model::{Interval, Length, Point, Unit};

/// What stands between the keys of one row in [`Keys`]: no cell holds it.
pub const KEY_SEPARATOR: char = '\u{1f}';

/// A look-up: texts found in a table by other columns.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The name that rules use.
    pub name: String,
    /// The columns whose cells are the keys. What is special to the kind of keys holds for the last one; those before
    /// it are compared exactly.
    pub from: Vec<ColumnId>,
    /// The names of the value columns.
    pub values: Vec<String>,
    /// The values of each row, one a value column, as the table writes them; blank where it says nothing.
    pub rows: Vec<Vec<String>>,
    /// How keys lead to rows.
    pub keys: Keys,
    /// The value of a key that has no row; *not found* without it.
    pub otherwise: Option<String>,
    /// The table's file.
    pub file: PathBuf,
}

/// How keys lead to rows, by their compared forms.
#[derive(Clone, Debug)]
pub enum Keys {
    /// All keys, joined, to the row.
    Exact(HashMap<String, usize>),
    /// The same, and of the last key the longest start that has a row.
    Prefix(HashMap<String, usize>),
    /// All keys but the last, joined, to spans of the last, which is a number: in order, none over another.
    Range(BTreeMap<String, Vec<Span>>),
    /// The nearest of these places, in the order of the table. The one key is a place.
    Nearest(Vec<Centre>),
}

/// A span of numbers with its row; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lowest.
    pub low: Decimal,
    /// The highest.
    pub high: Decimal,
    /// The row.
    pub row: usize,
}

/// A place with its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centre {
    /// Where it is.
    pub point: Point,
    /// How far it reaches; without, to every lead.
    pub reach: Option<Length>,
    /// The row.
    pub row: usize,
}

/// What a column takes of a look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LookupPart {
    /// The value column at this place: `NAME.column`; the first one is `NAME` as well.
    Value(usize),
    /// How far the nearest place is, a number: `NAME.km`, `NAME.miles`.
    Away(Unit),
}

impl Span {
    /// Its numbers.
    #[must_use]
    pub const fn interval(&self) -> Interval<Decimal> {
        Interval::closed(self.low, self.high)
    }
}

impl Lookup {
    /// Every value that a part of it can have as a text, `otherwise` included.
    pub fn texts(&self, part: LookupPart) -> impl Iterator<Item = &str> {
        let place = match part {
            LookupPart::Value(place) => Some(place),
            LookupPart::Away(_) => None,
        };
        let values = self.rows.iter().filter_map(move |row| Some(row[place?].as_str()));
        let otherwise = self.otherwise.as_deref().filter(move |_| place.is_some());
        values.filter(|value| !value.is_empty()).chain(otherwise)
    }

    /// The name by which rules call a part of it.
    #[must_use]
    pub fn part_name(&self, part: LookupPart) -> String {
        match part {
            LookupPart::Value(0) => self.name.clone(),
            LookupPart::Value(place) => format!("{}.{}", self.name, self.values[place]),
            LookupPart::Away(unit) => format!("{}.{}", self.name, unit.as_str()),
        }
    }
}
