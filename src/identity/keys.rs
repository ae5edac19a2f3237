//! Identity keys: 128-bit hashes of normal forms.
//!
//! The hash is XXH3-128 over the fields' names and normal forms, each with its length before it, so that a key means
//! the same on every machine and in every night, and no two sets of fields can be taken for one another.
//!
//! What names nobody is no key: the address of a role, the front page of a network, a search.

use std::borrow::Cow;
use std::sync::Arc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::field_types::{FieldType, Page, Tables, fold_accents, is_role};
use crate::model::{Cell, Column, Value};
use crate::profile::{ColumnId, ColumnSource, Columns, IdentityKey, KeyPart, Profile};

/// In a key's place: that two records are identical in every cell.
pub const EVERY_CELL: usize = usize::MAX;

/// Where the keys of a profile are found among its columns.
#[derive(Clone, Debug, Default)]
pub struct KeyPlan {
    keys: Vec<Key>,
    tables: Arc<Tables>,
    /// The column of the company, where different companies can share a key.
    company: Option<ColumnId>,
}

/// In a key's place: that two records have the same place in lists of the same bytes.
pub const SAME_BYTES: usize = usize::MAX - 1;

/// How reports name what is no key of the profile: that every cell is the same, or the place in a list of the same bytes.
const fn beyond(key: usize) -> &'static str {
    if key == EVERY_CELL { "every cell" } else { "same bytes" }
}

/// The keys of one record, in the order of the profile; nothing where a field of the key is not known.
pub type KeyedRecord = Vec<Option<u128>>;

#[derive(Clone, Debug)]
struct Key {
    fields: Vec<KeyField>,
    /// Columns of which none may be known.
    unless_known: Vec<ColumnId>,
    /// Whether a company is part of it, so that no two companies share it.
    has_company: bool,
    /// Whether reports may tell its values.
    is_told: bool,
}

#[derive(Clone, Debug)]
struct KeyField {
    name: String,
    /// The name as it is hashed.
    written_name: Vec<u8>,
    column: ColumnId,
    /// The column of the whole cell, from which a part may follow.
    whole: ColumnId,
    form: Form,
}

/// In which form a cell is part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As it is compared.
    Compared,
    /// As it is compared, without accents.
    Accents,
    /// A telephone number, with its extension.
    Number,
    /// An e-mail address: those of roles are no keys.
    Address,
    /// A web address: what is nobody's page is no key.
    Page {
        /// Whether it is the whole key: then a site, which is everybody's there, is no key either.
        is_all: bool,
    },
}

/// So many further values of a cell are keys; nobody has more telephones.
const OTHERS: usize = 8;

/// The forms of the distinct cells of a column, where they are not those that it holds anyway.
type Forms<'c> = Vec<Option<Cow<'c, str>>>;

impl KeyPlan {
    /// Finds the columns of all keys, and adds those that no rule reads to the profile's columns.
    #[must_use]
    pub fn new(profile: &mut Profile) -> Self {
        let keys: Vec<Key> = profile.identity.keys.clone().iter().map(|key| Key::new(profile, key)).collect();
        let company = profile.fields.iter().position(|field| field.field_type == FieldType::Company);
        let company = company.filter(|_| keys.iter().any(|key| !key.has_company));
        let company = company.map(|field| profile.require(ColumnSource::Field { field, part: None }));
        Self { keys, tables: Arc::clone(&profile.tables), company }
    }

    /// The columns that all keys follow from: those that they are made of, and those that must not be known.
    pub fn columns(&self) -> impl Iterator<Item = ColumnId> + '_ {
        let of_key = |key: &'_ Key| {
            let fields = key.fields.iter().flat_map(|field| [field.whole, field.column]);
            fields.chain(key.unless_known.iter().copied()).collect::<Vec<_>>()
        };
        self.keys.iter().flat_map(of_key)
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
    ///
    /// Where cells hold several values, as many columns again follow for the second values, for the third ones and so
    /// on. They hold the keys of these records alone.
    #[must_use]
    pub fn hashes(&self, columns: &Columns, records: usize) -> Vec<Vec<Option<u128>>> {
        let mut written = Vec::new();
        let mut known: Vec<(ColumnId, Form, Forms<'_>)> = Vec::new();
        for field in self.keys.iter().flat_map(|key| &key.fields).filter(|field| field.form.is_looked_at()) {
            if !known.iter().any(|(column, form, _)| (*column, *form) == (field.column, field.form)) {
                known.push((field.column, field.form, self.forms(columns.get(field.column), field.form)));
            }
        }
        let mut hashes = |key: &Key| {
            let forms = key.fields.iter().map(|field| {
                let of_field = known.iter().find(|(column, form, _)| (*column, *form) == (field.column, field.form));
                of_field.map(|(_, _, forms)| forms.as_slice())
            });
            let forms: Vec<Option<&[Option<Cow<'_, str>>]>> = forms.collect();
            (0..records).map(|record| key.hash(columns, &forms, record, &mut written)).collect()
        };
        let mut all: Vec<_> = self.keys.iter().map(&mut hashes).collect();
        for nth in 1..=self.most_others(columns) {
            let of_key = |key: &Key| (0..records).map(|record| self.other_hash(key, nth, columns, record)).collect();
            all.extend(self.keys.iter().map(of_key));
        }
        all
    }

    /// How many further values a cell of a key field has at most.
    fn most_others(&self, columns: &Columns) -> usize {
        let fields = self.keys.iter().flat_map(|key| &key.fields);
        fields.map(|field| columns.get(field.column).cells.most_others()).max().unwrap_or(0).min(OTHERS)
    }

    /// The hash of a key with the `nth` further values of its cells; nothing where none of them has so many.
    fn other_hash(&self, key: &Key, nth: usize, columns: &Columns, record: usize) -> Option<u128> {
        let has_other = |field: &KeyField| {
            let column = columns.get(field.column);
            column.cells.others(column.code(record)).len() >= nth
        };
        if !key.fields.iter().any(has_other) || !key.applies(columns, record) {
            return None;
        }
        let mut written = Vec::new();
        for field in &key.fields {
            let (column, mut names) = (columns.get(field.column), false);
            written.extend_from_slice(&field.written_name);
            with_form(field.form, nth, column, column.code(record), |text| {
                let form = self.form(text, field.form);
                names = form.is_some();
                add(&mut written, &form.unwrap_or_default());
            })?;
            if !names {
                return None;
            }
        }
        Some(xxh3_128(&written))
    }

    /// A key by its place among the columns of [`KeyPlan::hashes`], and of which of several values it is.
    fn at(&self, place: usize) -> Option<(&Key, usize)> {
        let known = !self.keys.is_empty() && place < SAME_BYTES;
        known.then(|| (&self.keys[place % self.keys.len()], place / self.keys.len()))
    }

    /// The place of a key in the profile, out of its place among the columns of [`KeyPlan::hashes`].
    #[must_use]
    pub const fn of_profile(&self, place: usize) -> usize {
        if place >= SAME_BYTES || self.keys.is_empty() { place } else { place % self.keys.len() }
    }

    /// For each record of a chunk a number for its company, 0 where none is known; no records where it does not matter.
    #[must_use]
    pub fn companies(&self, columns: &Columns, records: usize) -> Vec<u32> {
        let Some(column) = self.company.map(|column| columns.get(column)) else { return Vec::new() };
        #[expect(clippy::cast_possible_truncation, reason = "enough to tell a few companies apart")]
        let number = |code| column.cells.compared(code).map_or(0, |company| xxh3_64(company.as_bytes()) as u32 | 1);
        let numbers: Vec<u32> = (0..column.cells.len()).map(number).collect();
        (0..records).map(|record| numbers[column.code(record)]).collect()
    }

    /// Whether companies that differ can have the same key number `key`.
    #[must_use]
    pub fn spans_companies(&self, key: usize) -> bool {
        self.company.is_some() && self.at(key).is_some_and(|(key, _)| !key.has_company)
    }

    /// Whether reports may tell the values of key number `key`: none of its fields is sensitive.
    #[must_use]
    pub fn is_told(&self, key: usize) -> bool {
        self.at(key).is_some_and(|(key, _)| key.is_told)
    }

    /// Each key of which every field is known, out of the columns' normal forms.
    pub fn hashes_of<'k>(&self, profile: &Profile, known: impl Fn(&ColumnSource) -> Option<&'k str>) -> KeyedRecord {
        let of = |column: ColumnId| known(&profile.columns[column.0]);
        let hash = |key: &Key| {
            if key.unless_known.iter().any(|column| of(*column).is_some()) {
                return None;
            }
            let mut written = Vec::new();
            for field in &key.fields {
                let form = self.form(of(field.column)?, field.form)?;
                written.extend_from_slice(&field.written_name);
                add(&mut written, &form);
            }
            Some(xxh3_128(&written))
        };
        self.keys.iter().map(hash).collect()
    }

    /// The fields of key number `key`, as reports name them: `first_name + last_name`; for [`EVERY_CELL`] and
    /// [`SAME_BYTES`], that.
    #[must_use]
    pub fn name(&self, key: usize) -> String {
        let Some((key, _)) = self.at(key) else { return beyond(key).to_owned() };
        key.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" + ")
    }

    /// The normal forms that the key of a record is made of, joined by ` + `.
    #[must_use]
    pub fn normal_form(&self, key: usize, columns: &Columns, record: usize) -> String {
        let Some((key, nth)) = self.at(key) else { return String::new() };
        let form = |field: &KeyField| {
            let column = columns.get(field.column);
            let (code, mut text) = (column.code(record), String::new());
            let push = |form: &str| text.push_str(&self.form(form, field.form).unwrap_or_default());
            with_form(field.form, nth, column, code, push);
            text
        };
        key.fields.iter().map(form).collect::<Vec<_>>().join(" + ")
    }

    /// The form in which a known cell is part of a key; nothing where it names nobody.
    fn form<'c>(&self, compared: &'c str, form: Form) -> Option<Cow<'c, str>> {
        match form {
            Form::Compared | Form::Number => Some(Cow::Borrowed(compared)),
            Form::Accents => Some(fold_accents(compared)),
            Form::Address => (!is_role(compared, &self.tables)).then_some(Cow::Borrowed(compared)),
            Form::Page { is_all } => match Page::of(compared) {
                Page::One(page) => Some(page),
                Page::Site(site) => (!is_all).then_some(site),
                Page::Nobodys => None,
            },
        }
    }

    fn forms<'c>(&self, column: &'c Column, form: Form) -> Forms<'c> {
        (0..column.cells.len()).map(|code| self.form(column.cells.compared(code)?, form)).collect()
    }
}

impl Form {
    /// Whether each distinct cell is looked at once for all keys.
    const fn is_looked_at(self) -> bool {
        matches!(self, Self::Address | Self::Page { .. })
    }
}

impl Key {
    fn new(profile: &mut Profile, key: &IdentityKey) -> Self {
        let is_company = |part: &KeyPart| profile.fields[part.field].field_type == FieldType::Company;
        let has_company = key.fields.iter().any(is_company);
        // Where a record names nobody, the company's common address is as good as any.
        let of_company = has_company && !key.unless_known.is_empty();
        let is_all = key.fields.len() == 1;
        let fields = key.fields.iter().map(|part| key_field(profile, *part, is_all, of_company)).collect();
        let is_told = !key.fields.iter().any(|part| profile.fields[part.field].sensitive);
        let unless_known = key.unless_known.iter();
        let unless_known = unless_known.map(|field| profile.require(ColumnSource::Field { field: *field, part: None }));
        Self { fields, unless_known: unless_known.collect(), has_company, is_told }
    }

    /// The hash of what the key is made of, which is `written` to a buffer first: that is faster than piece by piece.
    fn hash(
        &self,
        columns: &Columns,
        forms: &[Option<&[Option<Cow<'_, str>>]>],
        record: usize,
        written: &mut Vec<u8>,
    ) -> Option<u128> {
        if !self.applies(columns, record) {
            return None;
        }
        written.clear();
        for (field, forms) in self.fields.iter().zip(forms) {
            let column = columns.get(field.column);
            let code = column.code(record);
            written.extend_from_slice(&field.written_name);
            match forms {
                Some(forms) => add(written, forms[code].as_deref()?),
                None if field.form == Form::Accents => {
                    with_form(field.form, 0, column, code, |form| add(written, &fold_accents(form)))?;
                }
                None => with_form(field.form, 0, column, code, |form| add(written, form))?,
            }
        }
        Some(xxh3_128(written))
    }

    /// Whether it is a key of the record at all.
    fn applies(&self, columns: &Columns, record: usize) -> bool {
        let is_known = |column: &ColumnId| {
            let column = columns.get(*column);
            column.cells.is_known(column.code(record))
        };
        !self.unless_known.iter().any(is_known)
    }
}

fn key_field(profile: &mut Profile, part: KeyPart, is_all: bool, of_company: bool) -> KeyField {
    let (field, field_type) = (part.field, profile.fields[part.field].field_type.clone());
    // The whole before its part, so that the part follows from it.
    let whole = profile.require(ColumnSource::Field { field, part: None });
    let column = part.part.map_or(whole, |part| profile.require(ColumnSource::Field { field, part: Some(part) }));
    let form = match field_type {
        _ if part.part.is_some() => Form::Compared,
        FieldType::Email if of_company => Form::Compared,
        FieldType::Email => Form::Address,
        FieldType::Phone => Form::Number,
        FieldType::Web => Form::Page { is_all },
        FieldType::Text(_) => Form::Accents,
        _ => Form::Compared,
    };
    let (name, mut written_name) = (profile.column_name(column), Vec::new());
    add(&mut written_name, &name);
    KeyField { name, written_name, column, whole, form }
}

fn add(written: &mut Vec<u8>, text: &str) {
    written.extend_from_slice(&(text.len() as u64).to_le_bytes());
    written.extend_from_slice(text.as_bytes());
}

/// Hands the normal form of a known cell to `take`, or of its `nth` further value where it has so many; nothing where the
/// cell is not one known value.
fn with_form(form: Form, nth: usize, column: &Column, code: usize, take: impl FnOnce(&str)) -> Option<()> {
    let cells = &column.cells;
    let shows = form == Form::Number;
    let other = nth.checked_sub(1).and_then(|place| cells.others(code).get(place));
    let text = match other {
        Some(other) => Some(if shows { &*other.shown } else { &*other.compared }),
        None if shows => cells.shown(code),
        None => cells.compared(code),
    };
    if let Some(text) = text {
        take(text);
        return Some(());
    }
    match cells.get(code) {
        Cell::Known(Value::List(_)) | Cell::Range(_) | Cell::Missing(_) | Cell::Unreadable(_) | Cell::NotFound => None,
        Cell::Known(value) => {
            take(&value.to_string());
            Some(())
        }
    }
}
