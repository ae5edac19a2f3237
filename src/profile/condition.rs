//! Conditions as trees over columns, and the columns that are made of others.

use std::sync::Arc;

use crate::field_types::Part;
use crate::model::{Column, Outcome};
use crate::operators::Test;

use super::{LookupPart, RangeAs};

/// A column that rules read: its place in [`super::Profile::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnId(pub usize);

/// The columns that a profile's rules read over one chunk, each at the place of its [`ColumnId`].
#[derive(Clone, Debug, Default)]
pub struct Columns(pub Vec<Column>);

/// Where a column comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColumnSource {
    /// A field of the lead, or a part of it.
    Field {
        /// Its place among the fields.
        field: usize,
        /// The part.
        part: Option<Part>,
    },
    /// A fact of the list.
    Fact(Fact),
    /// A class; its place among the classes.
    Class(usize),
    /// A part of a look-up.
    Lookup {
        /// Its place among the look-ups.
        lookup: usize,
        /// The part.
        part: LookupPart,
    },
    /// Where the lead is: the centre point of its postal code.
    Place {
        /// The column of the postal code.
        code: ColumnId,
        /// The column of the country.
        country: ColumnId,
    },
}

/// A list's own facts, written `list.NAME` in rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// Who sold it; text.
    Vendor,
    /// How it came about; text.
    Source,
    /// Its name; text.
    Name,
    /// When it was bought; date.
    Bought,
    /// What one record cost; money.
    PricePerRecord,
}

/// A condition on a lead.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A test on one column.
    Test {
        /// The column.
        column: ColumnId,
        /// What is asked of it.
        test: Test,
        /// What a range counts as here.
        range_as: Option<RangeAs>,
    },
    /// All must hold.
    All(Vec<Condition>),
    /// At least `need` must hold.
    Any {
        /// How many.
        need: usize,
        /// Of these.
        of: Vec<Condition>,
    },
    /// None may hold.
    None(Vec<Condition>),
    /// A named condition that is held once, however many refer to it.
    Shared(Arc<SharedCondition>),
}

/// A named condition that others refer to, too large to stand in each of them: conditions that refer to each other
/// would otherwise double in size with every step.
#[derive(Clone, Debug)]
pub struct SharedCondition {
    /// Its name.
    pub name: String,
    /// What it says.
    pub condition: Condition,
}

/// Which shared condition one is: its place in memory, where it stays as long as its profile.
#[must_use]
pub fn identity(shared: &Arc<SharedCondition>) -> usize {
    Arc::as_ptr(shared).addr()
}

/// A classification: a text made of words in other columns.
#[derive(Clone, Debug)]
pub struct Class {
    /// The name that rules use.
    pub name: String,
    /// The column that its conditions read unless they name another.
    pub from: ColumnId,
    /// Top to bottom: the first that passes wins.
    pub rows: Vec<ClassRow>,
    /// The value where none passes; missing without it.
    pub otherwise: Option<String>,
    /// The columns that it is made of, each once.
    columns: Vec<ColumnId>,
}

/// One row of a classification.
#[derive(Clone, Debug)]
pub struct ClassRow {
    /// The value.
    pub value: String,
    /// When it is the value.
    pub condition: Condition,
}

impl Columns {
    /// The column with this id.
    #[must_use]
    pub fn get(&self, column: ColumnId) -> &Column {
        &self.0[column.0]
    }
}

impl ColumnSource {
    /// The field that a column, or the part of a field, is read from.
    #[must_use]
    pub const fn field(&self) -> Option<usize> {
        match self {
            Self::Field { field, .. } => Some(*field),
            _ => None,
        }
    }
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 5] = [Self::Vendor, Self::Source, Self::Name, Self::Bought, Self::PricePerRecord];

    /// The name behind `list.`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Source => "source",
            Self::Name => "name",
            Self::Bought => "bought",
            Self::PricePerRecord => "price_per_record",
        }
    }
}

impl Condition {
    /// What it says of one lead, where `test` says what a single test does.
    pub fn outcome<'c>(&'c self, test: &mut impl FnMut(ColumnId, &'c Test, Option<RangeAs>) -> Outcome) -> Outcome {
        self.outcome_once(test, &mut Vec::new())
    }

    /// The same; `known` are the shared conditions that were looked at.
    fn outcome_once<'c>(
        &'c self,
        test: &mut impl FnMut(ColumnId, &'c Test, Option<RangeAs>) -> Outcome,
        known: &mut Vec<(usize, Outcome)>,
    ) -> Outcome {
        // All parts are looked at, whatever the first ones say.
        let mut at_least =
            |need: usize, of: &'c [Self]| Outcome::at_least(need, of.iter().map(|part| part.outcome_once(test, known)));
        match self {
            Self::Test { column, test: one, range_as } => test(*column, one, *range_as),
            Self::All(of) => at_least(of.len(), of),
            Self::Any { need, of } => at_least(*need, of),
            Self::None(of) => at_least(1, of).opposite(),
            Self::Shared(shared) => {
                let one = identity(shared);
                if let Some((_, outcome)) = known.iter().find(|(other, _)| *other == one) {
                    return *outcome;
                }
                let outcome = shared.condition.outcome_once(test, known);
                known.push((one, outcome));
                outcome
            }
        }
    }

    /// How much it holds itself: tests, and shared conditions that it refers to.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Test { .. } | Self::Shared(_) => 1,
            Self::All(of) | Self::None(of) | Self::Any { of, .. } => of.iter().map(Self::size).sum(),
        }
    }

    /// Calls `visit` for every test in it, from left to right; for those of a shared condition once.
    pub fn each_test<'c>(&'c self, visit: &mut impl FnMut(ColumnId, &'c Test)) {
        self.outcome(&mut |column, test, _| {
            visit(column, test);
            Outcome::Unknown
        });
    }

    /// The columns that it reads, each once, in order of first appearance.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        self.each_test(&mut |column, _| {
            if !columns.contains(&column) {
                columns.push(column);
            }
        });
        columns
    }
}

/// Whether a shared condition was not seen before; from now on it was.
#[must_use]
pub fn is_new(shared: &Arc<SharedCondition>, seen: &mut Vec<usize>) -> bool {
    let is_new = !seen.contains(&identity(shared));
    if is_new {
        seen.push(identity(shared));
    }
    is_new
}

impl Class {
    /// A class of these rows.
    #[must_use]
    pub fn new(name: String, from: ColumnId, rows: Vec<ClassRow>, otherwise: Option<String>) -> Self {
        let mut columns = vec![from];
        for column in rows.iter().flat_map(|row| row.condition.columns()) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        Self { name, from, rows, otherwise, columns }
    }

    /// The columns that it is made of, each once: its own first, then those that its rows name.
    #[must_use]
    pub fn columns(&self) -> &[ColumnId] {
        &self.columns
    }
}
