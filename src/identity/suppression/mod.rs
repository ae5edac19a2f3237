//! Who must not be contacted: what suppression files name, and what a list says itself.
//!
//! A lead is tested by its normal forms, as for duplicates, before anything else is done with it.

mod entries;
mod headers;
mod kind;
mod national;
mod objections;
mod person;
mod plan;

pub use entries::{Entries, EntriesBuilder, Entry};
pub use headers::{Role, headers_origin};
pub use kind::Kind;
pub use national::national;
pub use objections::{
    By, Objected, Objections, Origin, PersonColumns, email_key, employee_keys, name_form, page_key, phone_keys,
    phone_owner,
};
pub use person::{Name, Place, name_of, person_form};
pub use plan::{Barred, LockedHash, ObjectingRecord, SuppressionPlan, Unclear};

use std::collections::BTreeMap;

/// What the suppression files of a job name.
#[derive(Clone, Debug, Default)]
pub struct Suppression {
    files: Vec<String>,
    entries: BTreeMap<Kind, Entries>,
    /// The ids of the secrets that keyed hashes were made with, each with the first place of one.
    secrets: BTreeMap<String, Entry>,
}

impl Suppression {
    /// Of files, by their names in the reports, and what they name.
    #[must_use]
    pub fn new(files: Vec<String>, entries: BTreeMap<Kind, EntriesBuilder>) -> Self {
        let sorted = entries.into_iter().map(|(kind, entries)| (kind, entries.finish()));
        let entries = sorted.filter(|(_, entries)| !entries.is_empty()).collect();
        Self { files, entries, secrets: BTreeMap::new() }
    }

    /// The same with hashes that were made with secrets: the id of each, and the first place that has one of its hashes.
    #[must_use]
    pub fn with_secrets(self, secrets: BTreeMap<String, Entry>) -> Self {
        Self { secrets, ..self }
    }

    /// The ids of secrets that have to be known, each with the first place that needs it.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, Entry)> {
        self.secrets.iter().map(|(id, entry)| (id.as_str(), *entry))
    }

    /// How many different entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let own = self.entries.iter().filter(|(kind, _)| **kind != Kind::PhoneDigits);
        own.map(|(_, entries)| entries.len()).sum()
    }

    /// Whether nobody is suppressed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The kinds that something is named of.
    fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.entries.keys().copied()
    }

    /// The entry of a kind with this normal form.
    fn find(&self, kind: Kind, form: &str) -> Option<Entry> {
        self.entries.get(&kind)?.find(kind.hash(form))
    }

    /// Where an entry stands: the file, and the line in it.
    fn place(&self, entry: Entry) -> (&str, u32) {
        (&self.files[entry.file as usize], entry.line)
    }
}
