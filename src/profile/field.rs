//! A field of a lead, and how it finds its columns in a list.

use crate::field_types::{FieldType, Part, ValueMap};

use super::Take;

/// A named attribute of a lead.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name that rules use.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it is.
    pub field_type: FieldType,
    /// What feeds it, best first.
    pub feeds: Vec<Feed>,
    /// The question for the call when it is not known.
    pub ask: Option<String>,
    /// Its missing-markers and those of all fields, case-folded.
    pub missing: Vec<String>,
    /// Values to be put in place of others.
    pub values: ValueMap,
    /// Left out of sheets and Parquet.
    pub sensitive: bool,
    /// For phones and postal codes: the field that holds the country.
    pub country_from: Option<usize>,
}

/// What fills one cell: one column, or several joined by a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The headers.
    pub headers: Vec<HeaderPattern>,
    /// The part of the cell to take.
    pub take: Option<Take>,
}

/// A header as a field or list file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderPattern {
    /// This header.
    Named(String),
    /// Every header that starts so (`Umsatz 20*`); of several the highest name first.
    Starts(String),
}

/// Which fields tell that two records are the same lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The keys, strongest first.
    pub keys: Vec<IdentityKey>,
    /// Fields by which a list itself says that a lead must not be contacted, of any type.
    pub do_not_contact: Vec<usize>,
    /// Whether the first record takes over from its duplicates what it lacks.
    pub fill_gaps: bool,
    /// Which leads that no key joins are listed because they are very alike; nothing where none are.
    pub review_similar: Option<ReviewSimilar>,
}

/// A set of fields and parts of fields by which two records are the same lead, where all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityKey {
    /// What it is made of.
    pub fields: Vec<KeyPart>,
    /// The key counts only for records of which none of these fields is known: `full_name` for keys of organisations.
    pub unless_known: Vec<usize>,
}

/// A field, or a part of it, in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// The place of the field.
    pub field: usize,
    /// The part; the whole cell where there is none.
    pub part: Option<Part>,
}

impl IdentityKey {
    /// Whether it is nothing but this one field, for all records.
    #[must_use]
    pub fn is_field(&self, field: usize) -> bool {
        self.unless_known.is_empty() && self.fields == [KeyPart { field, part: None }]
    }
}

/// Which leads are listed because they are very alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewSimilar {
    /// From how many thousandths on.
    pub at_least: u16,
    /// Of which pairs.
    pub of: SimilarOf,
    /// Whether only those are listed that share an address, a number or a page.
    pub shared_only: bool,
}

/// Of which pairs it is said that they are very alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimilarOf {
    /// Those with a lead that is handed over or held.
    HandedOver,
    /// All.
    All,
}

impl Default for ReviewSimilar {
    fn default() -> Self {
        Self { at_least: 600, of: SimilarOf::HandedOver, shared_only: false }
    }
}

impl Feed {
    /// One column.
    #[must_use]
    pub fn header(pattern: &str) -> Self {
        Self { headers: vec![HeaderPattern::parse(pattern)], take: None }
    }
}

impl HeaderPattern {
    /// A trailing `*` makes it a start.
    #[must_use]
    pub fn parse(pattern: &str) -> Self {
        match pattern.strip_suffix('*') {
            Some(start) => Self::Starts(start.to_owned()),
            None => Self::Named(pattern.to_owned()),
        }
    }
}
