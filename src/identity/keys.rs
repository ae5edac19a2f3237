//! Identity keys: 128-bit hashes of normal forms.
//!
//! The hash is XXH3-128 over the fields' names and normal forms, each with its length before it, so that a key means
//! the same on every machine and in every night, and no two sets of fields can be taken for one another.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::field_types::{FieldType, Tables, fold_accents, is_role};
use crate::model::{Cell, Column, Value};
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};

/// Where the keys of a profile are found among its columns.
#[derive(Clone, Debug, Default)]
pub struct KeyPlan {
    keys: Vec<Vec<KeyField>>,
    tables: Arc<Tables>,
}

/// The keys of one record, in the order of the profile; nothing where a field of the key is not known.
pub type KeyedRecord = Vec<Option<u128>>;

#[derive(Clone, Debug)]
struct KeyField {
    name: String,
    /// The name as it is hashed.
    written_name: Vec<u8>,
    column: ColumnId,
    /// E-mail addresses of roles are no keys.
    is_email: bool,
    /// Names count without accents.
    accents: bool,
}

impl KeyPlan {
    /// Finds the columns of all keys, and adds those that no rule reads to the profile's columns.
    #[must_use]
    pub fn new(profile: &mut Profile) -> Self {
        let keys = profile.identity.keys.clone();
        let keys = keys.iter().map(|fields| fields.iter().map(|field| key_field(profile, *field)).collect()).collect();
        Self { keys, tables: Arc::clone(&profile.tables) }
    }

    /// How many keys a record has at most.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is any key.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys of every record of a chunk, one column a key.
    #[must_use]
    pub fn hashes(&self, columns: &Columns, records: usize) -> Vec<Vec<Option<u128>>> {
        let mut written = Vec::new();
        let mut hashes = |key: &Vec<KeyField>| {
            (0..records).map(|record| hash(key, columns, record, &self.tables, &mut written)).collect()
        };
        self.keys.iter().map(&mut hashes).collect()
    }

    /// The keys of which every field is known, out of the columns' normal forms.
    pub fn hashes_of<'k>(&self, profile: &Profile, known: impl Fn(&ColumnSource) -> Option<&'k str>) -> Vec<u128> {
        let hash = |key: &Vec<KeyField>| {
            let mut written = Vec::new();
            for field in key {
                let form = known(&profile.columns[field.column.0])?;
                written.extend_from_slice(&field.written_name);
                if field.accents { add(&mut written, &fold_accents(form)) } else { add(&mut written, form) }
            }
            Some(xxh3_128(&written))
        };
        self.keys.iter().filter_map(hash).collect()
    }

    /// The fields of key number `key`, as reports name them: `first_name + last_name`.
    #[must_use]
    pub fn name(&self, key: usize) -> String {
        self.keys[key].iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" + ")
    }

    /// The normal forms that the key of a record is made of, joined by ` + `.
    #[must_use]
    pub fn normal_form(&self, key: usize, columns: &Columns, record: usize) -> String {
        let form = |field: &KeyField| {
            let column = columns.get(field.column);
            let mut text = String::new();
            with_form(column, column.code(record), field.accents, |form| text.push_str(form));
            text
        };
        self.keys[key].iter().map(form).collect::<Vec<_>>().join(" + ")
    }
}

fn key_field(profile: &mut Profile, field: usize) -> KeyField {
    let (name, field_type) = (profile.fields[field].name.clone(), profile.fields[field].field_type.clone());
    let column = profile.require(ColumnSource::Field { field, part: None });
    let is_email = field_type == FieldType::Email;
    let mut written_name = Vec::new();
    add(&mut written_name, &name);
    KeyField { name, written_name, column, is_email, accents: matches!(field_type, FieldType::Text(_)) }
}

/// The hash of what the key is made of, which is `written` to a buffer first: that is faster than piece by piece.
fn hash(key: &[KeyField], columns: &Columns, record: usize, tables: &Tables, written: &mut Vec<u8>) -> Option<u128> {
    written.clear();
    for field in key {
        let column = columns.get(field.column);
        let address = column.cells.compared(column.code(record)).filter(|_| field.is_email);
        if address.is_some_and(|address| is_role(address, tables)) {
            return None;
        }
        written.extend_from_slice(&field.written_name);
        with_form(column, column.code(record), field.accents, |form| add(written, form))?;
    }
    Some(xxh3_128(written))
}

fn add(written: &mut Vec<u8>, text: &str) {
    written.extend_from_slice(&(text.len() as u64).to_le_bytes());
    written.extend_from_slice(text.as_bytes());
}

/// Hands the normal form of a known cell to `take`; nothing where the cell is not one known value.
fn with_form(column: &Column, code: usize, accents: bool, take: impl FnOnce(&str)) -> Option<()> {
    if let Some(text) = column.cells.compared(code) {
        if accents && !text.is_ascii() {
            take(&fold_accents(text));
        } else {
            take(text);
        }
        return Some(());
    }
    match column.cells.get(code) {
        Cell::Known(Value::List(_)) | Cell::Range(_) | Cell::Missing(_) | Cell::Unreadable(_) | Cell::NotFound => None,
        Cell::Known(value) => {
            take(&value.to_string());
            Some(())
        }
    }
}
