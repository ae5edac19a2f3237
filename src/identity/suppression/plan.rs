//! Tests the leads of a chunk against the suppression files and the marks of their list.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::person::PersonTest;
use super::{Entry, Kind, Suppression, national};
use crate::field_types::{FieldType, Page, Part};
use crate::model::{Cell, Column, Value};
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};
use crate::wording::Wording;

/// What is tested, and where a profile's columns hold it.
#[derive(Clone, Debug, Default)]
pub struct SuppressionPlan {
    suppression: Suppression,
    tests: Vec<Test>,
    /// By which columns people are looked up; nothing where no file names one.
    people: Option<PersonTest>,
    marks: Vec<Mark>,
}

/// A column, and the kind of entry that its cells are looked up as.
#[derive(Clone, Copy, Debug)]
struct Test {
    kind: Kind,
    column: ColumnId,
}

/// A yes-or-no field by which a list itself says that a lead must not be contacted.
#[derive(Clone, Debug)]
struct Mark {
    field: String,
    column: ColumnId,
}

/// Why a lead must not be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// A suppression file names it.
    Listed(Kind, Entry),
    /// Its list says so: the place of the mark.
    Marked(usize),
}

static NOTHING: SuppressionPlan = SuppressionPlan {
    suppression: Suppression { files: Vec::new(), entries: BTreeMap::new() },
    tests: Vec::new(),
    people: None,
    marks: Vec::new(),
};

impl SuppressionPlan {
    /// Tests nothing: for what nobody is contacted after.
    #[must_use]
    pub const fn nothing() -> &'static Self {
        &NOTHING
    }

    /// Finds the columns of all that is tested, and adds those that no rule reads to the profile's columns.
    #[must_use]
    pub fn new(profile: &mut Profile, suppression: Suppression) -> Self {
        let marks = profile.identity.do_not_contact.clone().into_iter().map(|field| Mark {
            field: profile.fields[field].name.clone(),
            column: profile.require(ColumnSource::Field { field, part: None }),
        });
        let marks = marks.collect();
        Self { marks, ..Self::of_files(profile, suppression) }
    }

    /// As [`SuppressionPlan::new`], for what files name alone.
    #[must_use]
    pub fn of_files(profile: &mut Profile, suppression: Suppression) -> Self {
        let kinds: Vec<Kind> = suppression.kinds().collect();
        let people = kinds.contains(&Kind::Person).then(|| PersonTest::new(profile));
        let tests = kinds.into_iter().flat_map(|kind| tests(profile, kind)).collect();
        Self { suppression, tests, people: people.filter(|people| !people.is_empty()), marks: Vec::new() }
    }

    /// Whether nothing is tested.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.tests.is_empty() && self.people.is_none() && self.marks.is_empty()
    }

    /// Why each record of a chunk must not be contacted; no records where nothing is tested.
    #[must_use]
    pub fn find(&self, columns: &Columns, records: usize) -> Vec<Option<Barred>> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut barred = vec![None; records];
        for test in &self.tests {
            let column = columns.get(test.column);
            deal(column, &mut barred, |code| {
                let form = column.cells.compared(code)?;
                self.listed(test.kind, form).map(|entry| Barred::Listed(test.kind, entry))
            });
        }
        if let Some(people) = &self.people {
            let find = |record| people.find(&self.suppression, columns, record);
            let listed = |record| find(record).map(|entry| Barred::Listed(Kind::Person, entry));
            barred.iter_mut().enumerate().for_each(|(record, barred)| *barred = barred.or_else(|| listed(record)));
        }
        for (place, mark) in self.marks.iter().enumerate() {
            let column = columns.get(mark.column);
            deal(column, &mut barred, |code| {
                let yes = column.cells.get(code) == Cell::Known(Value::YesNo(true));
                yes.then_some(Barred::Marked(place))
            });
        }
        barred
    }

    /// Why, in words: `email in optouts.csv, line 12`.
    #[must_use]
    pub fn words(&self, barred: Barred, words: &Wording) -> String {
        match barred {
            Barred::Listed(kind, entry) => {
                let (file, line) = self.suppression.place(entry);
                words.fill("a_listed", &[("what", kind.name()), ("file", file), ("line", &line.to_string())])
            }
            Barred::Marked(place) => words.fill("a_marked", &[("field", self.marks[place].field.as_str())]),
        }
    }

    fn listed(&self, kind: Kind, form: &str) -> Option<Entry> {
        match kind {
            Kind::Email | Kind::Phone | Kind::Company | Kind::Person => self.suppression.find(kind, form),
            Kind::Page => match Page::of(form) {
                Page::One(page) => self.suppression.find(kind, &page),
                Page::Site(_) | Page::Nobodys => None,
            },
            Kind::NationalPhone => self.suppression.find(kind, national(form)?),
            Kind::EmailSha256 => self.suppression.find(kind, &sha256(form)),
            Kind::Domain | Kind::Mailboxes => domains(form).find_map(|domain| self.suppression.find(kind, domain)),
        }
    }
}

/// Gives the records that are not barred yet what their distinct cell gives; each is looked at once.
fn deal(column: &Column, barred: &mut [Option<Barred>], look: impl Fn(usize) -> Option<Barred>) {
    let found: Vec<Option<Barred>> = (0..column.cells.len()).map(look).collect();
    for (record, barred) in barred.iter_mut().enumerate() {
        *barred = barred.or(found[column.code(record)]);
    }
}

/// A domain, and those above it but for the last label: whoever bars `acme.com` means `mail.acme.com` too.
pub(super) fn domains(form: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(form), |domain| domain.split_once('.').map(|(_, above)| above))
        .filter(|domain| domain.contains('.'))
}

/// The SHA-256 of a text, in lower-case hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The columns that are looked up as entries of a kind.
fn tests(profile: &mut Profile, kind: Kind) -> Vec<Test> {
    let types: Vec<FieldType> = profile.fields.iter().map(|field| field.field_type.clone()).collect();
    let mut tests = Vec::new();
    for (field, field_type) in types.iter().enumerate() {
        let part = match (kind, field_type) {
            (Kind::Email | Kind::EmailSha256, FieldType::Email)
            | (Kind::Phone | Kind::NationalPhone, FieldType::Phone)
            | (Kind::Page, FieldType::Web)
            | (Kind::Company, FieldType::Company) => None,
            (Kind::Domain | Kind::Mailboxes, FieldType::Email) => Some(Part::EmailDomain),
            (Kind::Domain, FieldType::Web) => Some(Part::WebHost),
            _ => continue,
        };
        tests.push(Test { kind, column: column_of(profile, field, part) });
    }
    tests
}

/// The column of a field or of its part. The whole comes before its part, so that the part follows from it.
pub(super) fn column_of(profile: &mut Profile, field: usize, part: Option<Part>) -> ColumnId {
    let whole = profile.require(ColumnSource::Field { field, part: None });
    part.map_or(whole, |part| profile.require(ColumnSource::Field { field, part: Some(part) }))
}

#[cfg(test)]
mod tests_of_domains {
    use super::*;

    #[test]
    fn a_domain_is_looked_up_with_those_above_it() {
        assert_eq!(domains("a.mail.acme.com").collect::<Vec<_>>(), ["a.mail.acme.com", "mail.acme.com", "acme.com"]);
        assert_eq!(domains("com").count(), 0);
    }

    #[test]
    fn the_hash_of_an_address_is_that_of_everybody() {
        let hash = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
        assert_eq!(sha256("test@example.com"), hash);
    }
}
