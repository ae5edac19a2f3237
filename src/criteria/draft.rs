//! A profile in the making: the columns that its rules read, each once, and how names lead to them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::document::Table;
use super::fields::FieldSet;
use super::lists::NamedList;
use super::notes::Notes;
use super::suggest;
use super::values::{Said, a_field};
use crate::diagnostic::{Code, Diagnostic};
use crate::field_types::{CellReader, FieldType, NumberStyle};
use crate::operators::{Subject, SubjectType};
use crate::profile::{Class, ColumnId, ColumnSource, Condition, Fact, Lookup, LookupPart, RangeAs};

/// What the distances of look-ups are, for operators.
static DISTANCE: LazyLock<FieldType> =
    LazyLock::new(|| FieldType::Number(NumberStyle { min: Some(Decimal::ZERO), ..NumberStyle::default() }));

/// So many names may be made of one another in a row.
const MOST_OPEN: usize = 256;

/// A profile in the making.
#[derive(Debug)]
pub(super) struct Draft<'d> {
    /// What is gathered.
    pub notes: &'d mut Notes,
    /// The fields.
    pub fields: &'d FieldSet,
    /// The day that relative dates count from.
    pub as_of: Date,
    /// The columns so far. Whatever a class or look-up is made of stands before it.
    pub columns: Vec<ColumnSource>,
    /// The classes that are read so far.
    pub classes: Vec<Class>,
    /// The look-ups that are read so far.
    pub lookups: Vec<Lookup>,
    /// The names of the criterion that is being compiled.
    pub scope: Scope,
    /// Whether rules are out of force outside of their seasons.
    pub seasons: bool,
    /// What ranges count as in the rule that is being compiled.
    pub range_as: Option<RangeAs>,
    /// The column that conditions read which name none: a class's own source.
    pub from: Option<ColumnId>,
    /// The ids of rules that are there and have a mistake.
    pub failed: Vec<String>,
    /// The classes, look-ups and conditions that are being compiled, to find circles.
    pub open: Vec<String>,
}

/// A condition by its name, what ranges count as in it, and the column that it reads where it names none.
pub(super) type Named = (String, Option<RangeAs>, Option<ColumnId>);

/// The names that hold in one criterion file.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// `[list.NAME]`
    pub lists: Vec<NamedList>,
    /// `[condition.NAME]`
    pub conditions: Vec<(Said, Table)>,
    /// `[lookup.NAME]`
    pub lookups: Vec<(Said, Table)>,
    /// The look-ups that are compiled, and those that could not be.
    pub compiled: Vec<(String, Option<usize>)>,
    /// The conditions that are compiled, and those that could not be: each by its name, what ranges count as in it, and
    /// the column that it reads where it names none.
    pub named: HashMap<Named, Option<Condition>>,
}

impl<'d> Draft<'d> {
    /// A profile without any rule.
    pub(super) fn new(notes: &'d mut Notes, fields: &'d FieldSet, as_of: Date) -> Self {
        Self {
            notes,
            fields,
            as_of,
            columns: Vec::new(),
            classes: Vec::new(),
            lookups: Vec::new(),
            scope: Scope::default(),
            seasons: true,
            range_as: None,
            from: None,
            failed: Vec::new(),
            open: Vec::new(),
        }
    }

    /// The column that `name` stands for: a field, `field.part`, `list.fact`, a class or a look-up.
    pub(super) fn column(&mut self, name: &Said) -> Option<ColumnId> {
        let text = name.0.as_str();
        if let Some(fact) = text.strip_prefix("list.") {
            return self.fact(fact, name);
        }
        if let Some(field) = self.fields.find(text) {
            return Some(self.intern(ColumnSource::Field { field, part: None }));
        }
        if let Some((whole, part)) = text.split_once('.') {
            if self.scope.lookups.iter().any(|(lookup, _)| lookup.0 == whole) {
                return self.lookup_column(whole, Some(part), name);
            }
            return self.part(whole, part, name);
        }
        if self.fields.classes.iter().any(|(class, _)| class.0 == text) {
            return self.class(text);
        }
        if self.scope.lookups.iter().any(|(lookup, _)| lookup.0 == text) {
            return self.lookup_column(text, None, name);
        }
        self.unknown_field(name);
        None
    }

    /// The place of a column, added where it is new.
    pub(super) fn intern(&mut self, source: ColumnSource) -> ColumnId {
        let place = self.columns.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.columns.push(source);
            self.columns.len() - 1
        });
        ColumnId(place)
    }

    fn fact(&mut self, fact: &str, name: &Said) -> Option<ColumnId> {
        let found = Fact::ALL.into_iter().find(|known| known.name() == fact);
        if found.is_none() {
            let help = suggest::help(fact, Fact::ALL.map(Fact::name));
            let message = format!("a list has no fact `{fact}`");
            self.notes.push(Diagnostic::error(Code::E102, name.1, message, help).labelled("unknown"));
        }
        found.map(|fact| self.intern(ColumnSource::Fact(fact)))
    }

    fn part(&mut self, whole: &str, part: &str, name: &Said) -> Option<ColumnId> {
        let Some(field) = self.fields.find(whole) else {
            self.unknown_field(&(whole.to_owned(), name.1));
            return None;
        };
        let field_type = &self.fields.fields[field].field_type;
        let Some((_, part)) = field_type.parts().iter().find(|(known, _)| *known == part) else {
            let parts: Vec<&str> = field_type.parts().iter().map(|(known, _)| *known).collect();
            let help = if parts.is_empty() { format!("write `{whole}`") } else { suggest::help(part, parts) };
            let message = format!("`{whole}`, {}, has no part `{part}`", a_field(field_type.name()));
            self.notes.push(Diagnostic::error(Code::E102, name.1, message, help).labelled("unknown part"));
            return None;
        };
        Some(self.intern(ColumnSource::Field { field, part: Some(*part) }))
    }

    fn unknown_field(&mut self, name: &Said) {
        let derived = self.fields.classes.iter().chain(&self.scope.lookups).map(|(name, _)| name.0.as_str());
        let help = suggest::help(&name.0, self.fields.names().chain(derived));
        let message = format!("there is no field `{}`", name.0);
        self.notes.push(Diagnostic::error(Code::E102, name.1, message, help).labelled("unknown field"));
    }

    /// What a column is, for operators.
    pub(super) fn subject_type(&self, column: ColumnId) -> SubjectType<'d> {
        match self.columns[column.0] {
            ColumnSource::Field { field, part: None } => SubjectType::Field(&self.fields.fields[field].field_type),
            ColumnSource::Field { part: Some(part), .. } => SubjectType::Part(part),
            ColumnSource::Fact(fact) => SubjectType::Field(&self.fields.fact_types[fact as usize]),
            ColumnSource::Lookup { part: LookupPart::Away(_), .. } => SubjectType::Field(&DISTANCE),
            ColumnSource::Class(_) | ColumnSource::Lookup { .. } | ColumnSource::Place { .. } => SubjectType::Derived,
        }
    }

    /// A column with what is needed to read a rule's values for it.
    pub(super) fn subject<'s>(&self, column: ColumnId, list: Option<&'s [String]>) -> Subject<'s>
    where
        'd: 's,
    {
        let fields: &'d FieldSet = self.fields;
        let reader: Option<&'d CellReader> = match self.columns[column.0] {
            ColumnSource::Field { field, part: None } => Some(fields.reader(field)),
            ColumnSource::Fact(fact) => Some(fields.fact_reader(fact)),
            _ => None,
        };
        Subject { subject_type: self.subject_type(column), reader, as_of: self.as_of, list, tables: &fields.tables }
    }

    /// Compiles something that has a name, unless it is part of itself: then the circle is a mistake.
    pub(super) fn guarded<T>(
        &mut self,
        name: &Said,
        what: &str,
        compile: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let key = format!("{what} `{}`", name.0);
        if let Some(start) = self.open.iter().position(|open| *open == key) {
            let circle = [&self.open[start..], std::slice::from_ref(&key)].concat().join(" needs ");
            let message = format!("the {key} is made of itself: {circle}");
            self.notes.error(Code::E402, name.1, message, "take out one of these references");
            return None;
        }
        if self.open.len() >= MOST_OPEN {
            let message = format!("the {key} is the end of a chain of {MOST_OPEN} that are each made of the next");
            self.notes.error(Code::E117, name.1, message, "write what it says in place of some of these names");
            return None;
        }
        self.open.push(key);
        let compiled = compile(self);
        self.open.pop();
        compiled
    }
}
