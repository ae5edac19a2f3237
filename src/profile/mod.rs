//! What the TOML files become: compiled, checked, and ready to be used on every thread.
//!
//! Only `criteria` makes these; everything else reads them.

mod change;
mod condition;
mod domain;
mod field;
mod job;
mod list_file;
mod lookup;
mod message;
mod range_as;
mod rule;
mod size;
mod suite;

pub use change::{Change, changes};
pub use condition::{
    Class, ClassRow, ColumnId, ColumnSource, Columns, Condition, Fact, SharedCondition, identity, is_new,
};
pub use domain::Domain;
pub use field::{Feed, Field, HeaderPattern, Identity, IdentityKey, KeyPart, ReviewSimilar, SimilarOf};
pub use job::{After, Clearing, FailWhen, Format, Job, LedgerFile, Limit, ListPattern, OTHERS, Output, Unpacking};
pub use list_file::{Continuation, CsvOptions, HeaderLine, ListFile, Price, Promise, Take, Vendor};
pub use lookup::{Centre, KEY_SEPARATOR, Keys, Lookup, LookupPart, Span};
pub use message::{Message, Piece};
pub use range_as::{RangeAs, settled, settled_end};
pub use rule::{Band, Criterion, Decision, Effect, Grade, IfUnknown, ListDecision, Place, Rule, Thresholds};
pub use size::size;
pub use suite::{CaseTable, Expectation, Expected, TestCase, TestSuite};

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::field_types::{Currencies, Part, Tables};
use crate::operators::Test;

/// Everything that judging needs to know.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The name that the profile gives itself.
    pub name: String,
    /// What it is called in reports.
    pub title: Option<String>,
    /// The author's word for its state.
    pub version: Option<String>,
    /// The day that relative dates count from.
    pub as_of: Date,
    /// The fields of a lead, in the order of the files.
    pub fields: Vec<Field>,
    /// What the rules read. Whatever a class or look-up is made of stands before it.
    pub columns: Vec<ColumnSource>,
    /// The classifications.
    pub classes: Vec<Class>,
    /// The look-ups.
    pub lookups: Vec<Lookup>,
    /// The criteria, in the profile's order.
    pub criteria: Vec<Criterion>,
    /// The rules, in the profile's order of criteria, then file order.
    pub rules: Vec<Rule>,
    /// From which scores a lead is a prospect or worth a call.
    pub decision: Decision,
    /// Which fields tell that two records are the same lead.
    pub identity: Identity,
    /// Which cells a job does not want to be used.
    pub clear: Vec<Clearing>,
    /// The exchange rates.
    pub currencies: Arc<Currencies>,
    /// The reference tables.
    pub tables: Arc<Tables>,
    /// The layouts of vendors that are recognised.
    pub vendors: Arc<[Vendor]>,
    /// Every file that it was made of, with the SHA-256 of its bytes in hexadecimal.
    pub sources: Vec<SourceFile>,
}

/// A file that a profile or job was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it was read.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Profile {
    /// The place of the field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The place of the column with this source; a field's column that no rule reads is added.
    pub fn require(&mut self, source: ColumnSource) -> ColumnId {
        let place = self.columns.iter().position(|column| *column == source);
        ColumnId(place.unwrap_or_else(|| {
            self.columns.push(source);
            self.columns.len() - 1
        }))
    }

    /// The name by which rules call a column: `email`, `email.kind`, `list.vendor`, `region`.
    #[must_use]
    pub fn column_name(&self, column: ColumnId) -> String {
        match &self.columns[column.0] {
            ColumnSource::Field { field, part: None } => self.fields[*field].name.clone(),
            ColumnSource::Field { field, part: Some(Part::Objection) } => {
                format!("{}.objection", self.fields[*field].name)
            }
            ColumnSource::Field { field, part: Some(part) } => {
                let field = &self.fields[*field];
                let parts = field.field_type.parts();
                let name = parts.iter().find(|(_, candidate)| candidate == part).map_or("", |(name, _)| name);
                format!("{}.{name}", field.name)
            }
            ColumnSource::Fact(fact) => format!("list.{}", fact.name()),
            ColumnSource::Class(class) => self.classes[*class].name.clone(),
            ColumnSource::Lookup { lookup, part } => self.lookups[*lookup].part_name(*part),
            ColumnSource::Place { code, .. } => self.column_name(*code),
        }
    }

    /// The columns that some pattern looks at, in a rule or a class.
    #[must_use]
    pub fn pattern_columns(&self) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        let mut visit = |column: ColumnId, test: &Test| {
            if test.has_pattern() && !columns.contains(&column) {
                columns.push(column);
            }
        };
        for rule in &self.rules {
            rule.only_if.iter().chain(rule.condition()).for_each(|condition| condition.each_test(&mut visit));
            if let Effect::Bands { column, bands, .. } = &rule.effect {
                bands.iter().flat_map(|band| &band.tests).for_each(|test| visit(*column, test));
            }
        }
        self.classes.iter().flat_map(|class| &class.rows).for_each(|row| row.condition.each_test(&mut visit));
        columns
    }

    /// Whether a column holds, or is made of, what stands in a sensitive field: then what it holds is told nowhere.
    #[must_use]
    pub fn hides(&self, column: ColumnId) -> bool {
        self.source_fields(column).iter().any(|field| self.fields[*field].sensitive)
    }

    /// The fields that feed a column, through classes and look-ups down to the list: what to ask when it is unknown.
    #[must_use]
    pub fn source_fields(&self, column: ColumnId) -> Vec<usize> {
        let mut fields = match &self.columns[column.0] {
            ColumnSource::Field { field, .. } => vec![*field],
            ColumnSource::Fact(_) => Vec::new(),
            ColumnSource::Lookup { lookup, .. } => {
                self.lookups[*lookup].from.iter().flat_map(|column| self.source_fields(*column)).collect()
            }
            ColumnSource::Place { code, country } => {
                [code, country].into_iter().flat_map(|column| self.source_fields(*column)).collect()
            }
            ColumnSource::Class(class) => {
                self.classes[*class].columns().iter().flat_map(|column| self.source_fields(*column)).collect()
            }
        };
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}
