//! Tests the leads of a chunk against the suppression files and the marks of their list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::person::PersonTest;
use super::{By, Entry, Kind, Objected, Objections, Origin, PersonColumns, Suppression, national};
use crate::field_types::{ANY_COUNTRY, Channels, FieldType, Objection, Page, Part};
use crate::identity::KeyPlan;
use crate::model::{Cell, Cells, Column, Secret, Value, sha256};
use crate::profile::{ColumnId, ColumnSource, Columns, Field, Profile};
use crate::wording::Wording;

/// What is tested, and where a profile's columns hold it.
#[derive(Clone, Debug, Default)]
pub struct SuppressionPlan {
    suppression: Suppression,
    /// What hashes of the files were made with, as far as they are keyed.
    secrets: Vec<Secret>,
    tests: Vec<Test>,
    /// By which columns people are looked up; nothing where no file names one.
    people: Option<PersonTest>,
    marks: Vec<Mark>,
    /// Who objected, and by what they are known; filled once that is known.
    objections: Objections,
    known_by: PersonColumns,
    /// For each channel, the fields that are it.
    channels: Vec<(Channels, Vec<usize>)>,
}

/// A column, and the kind of entry that its cells are looked up as.
#[derive(Clone, Copy, Debug)]
struct Test {
    kind: Kind,
    column: ColumnId,
    /// The e-mail or web addresses, where the column holds their domains.
    whole: Option<ColumnId>,
}

/// A field by which a list itself says that a lead must not be contacted.
#[derive(Clone, Debug)]
struct Mark {
    place: usize,
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
    /// Its list may say so, in words that are not understood: the place of the mark.
    Unclear(usize),
    /// It is somebody who objected elsewhere.
    Objected(By, Origin),
    /// Every channel by which it could be contacted is objected to.
    NoChannel(Channels),
}

/// A record that its own list marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectingRecord {
    /// The record, from 0 within the chunk.
    pub record: usize,
    /// The channels that must not be used; none: the person is not to be contacted.
    pub channels: Channels,
}

/// A hash that nobody can compare, because its secret is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedHash {
    /// The file that has it.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// The id of the secret.
    pub secret: String,
}

/// Opt-out cells that are not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unclear {
    /// How many leads have one.
    pub records: u64,
    /// The first few different ones, as the list wrote them.
    pub examples: Vec<String>,
}

/// So many cells that are not understood are shown.
const SHOWN: usize = 3;

impl SuppressionPlan {
    /// Tests nothing: for what nobody is contacted after.
    #[must_use]
    pub fn nothing() -> &'static Self {
        static NOTHING: LazyLock<SuppressionPlan> = LazyLock::new(SuppressionPlan::default);
        &NOTHING
    }

    /// Finds the columns of all that is tested, and adds those that no rule reads to the profile's columns.
    #[must_use]
    pub fn new(profile: &mut Profile, suppression: Suppression) -> Self {
        let marks = profile.identity.do_not_contact.clone().into_iter().map(|field| Mark {
            place: field,
            field: profile.fields[field].name.clone(),
            column: profile.require(ColumnSource::Field { field, part: Some(Part::Objection) }),
        });
        let marks = marks.collect();
        Self { marks, channels: channels(profile), ..Self::of_files(profile, suppression) }
    }

    /// As [`SuppressionPlan::new`], for what files name alone.
    #[must_use]
    pub fn of_files(profile: &mut Profile, suppression: Suppression) -> Self {
        let kinds: Vec<Kind> = suppression.kinds().collect();
        let people = kinds.contains(&Kind::Person).then(|| PersonTest::new(profile));
        let tests = kinds.into_iter().flat_map(|kind| tests(profile, kind)).collect();
        Self { suppression, tests, people: people.filter(|people| !people.is_empty()), ..Self::default() }
    }

    /// Whether nothing is tested.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty() && self.people.is_none() && self.marks.is_empty() && self.objections.is_empty()
    }

    /// Whether files name somebody.
    #[must_use]
    pub fn names_anybody(&self) -> bool {
        !self.tests.is_empty() || self.people.is_some()
    }

    /// The fields by which lists themselves say that a lead must not be contacted.
    pub fn marks(&self) -> impl Iterator<Item = usize> + '_ {
        self.marks.iter().map(|mark| mark.place)
    }

    /// The columns that those fields are read into.
    pub fn mark_columns(&self) -> impl Iterator<Item = ColumnId> + '_ {
        self.marks.iter().map(|mark| mark.column)
    }

    /// From now on, whoever objected is barred in all lists.
    pub fn bar(&mut self, people: PersonColumns, objections: Objections) {
        (self.known_by, self.objections) = (people, objections);
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
                let entry = forms(&column.cells, code).find_map(|form| self.listed(test.kind, form))?;
                Some(Barred::Listed(test.kind, entry))
            });
            self.find_by_further_domains(test, columns, &mut barred);
        }
        if let Some(people) = &self.people {
            let find = |record| people.find(&self.suppression, columns, record);
            let listed = |record| find(record).map(|entry| Barred::Listed(Kind::Person, entry));
            barred.iter_mut().enumerate().for_each(|(record, barred)| *barred = barred.or_else(|| listed(record)));
        }
        for (place, mark) in self.marks.iter().enumerate() {
            let column = columns.get(mark.column);
            deal(column, &mut barred, |code| match Objection::of(&column.cells.get(code)) {
                Objection::Person => Some(Barred::Marked(place)),
                Objection::Unclear => Some(Barred::Unclear(place)),
                Objection::None | Objection::Channels(_) => None,
            });
        }
        barred
    }

    /// The records of a chunk that their own list marks.
    #[must_use]
    pub fn objecting(&self, columns: &Columns, records: usize) -> Vec<ObjectingRecord> {
        let mut all = vec![Objection::None; if self.marks.is_empty() { 0 } else { records }];
        for mark in &self.marks {
            let column = columns.get(mark.column);
            let by_code: Vec<Objection> =
                (0..column.cells.len()).map(|code| Objection::of(&column.cells.get(code))).collect();
            if by_code.iter().any(|said| *said != Objection::None) {
                all.iter_mut().enumerate().for_each(|(record, one)| *one = one.with(by_code[column.code(record)]));
            }
        }
        let objecting = all.into_iter().enumerate();
        let objecting = objecting
            .filter_map(|(record, one)| Some(ObjectingRecord { record, channels: Objected::channels_of(one)? }));
        objecting.collect()
    }

    /// Bars the records of a chunk that are somebody who objected, and gives the channels that others must not be
    /// contacted by.
    #[must_use]
    pub fn channels(
        &self,
        columns: &Columns,
        hashes: &[Vec<Option<u128>>],
        records: usize,
        barred: &mut Vec<Option<Barred>>,
    ) -> BTreeMap<usize, Channels> {
        let mut channels: BTreeMap<usize, Channels> = BTreeMap::new();
        let mut add = |record: usize, more: Channels| {
            let known = channels.entry(record).or_default();
            *known = known.union(more);
        };
        let own = self.objecting(columns, records).into_iter().filter(|one| !one.channels.is_empty());
        own.for_each(|one| add(one.record, one.channels));
        if !self.objections.is_empty() {
            barred.resize(records, None);
            for (record, by, objected) in self.objections.find(&self.known_by, columns, hashes, records) {
                if objected.channels.is_empty() {
                    barred[record] = barred[record].or(Some(Barred::Objected(by, objected.origin)));
                } else {
                    add(record, objected.channels);
                }
            }
        }
        channels
    }

    /// The fields that are one of these channels.
    pub fn fields_of(&self, channels: Channels) -> impl Iterator<Item = usize> + '_ {
        let meant = self.channels.iter().filter(move |(one, _)| one.overlap(channels));
        meant.flat_map(|(_, fields)| fields.iter().copied())
    }

    /// The fields by which somebody could still be contacted where these channels must not be used.
    pub fn fields_left(&self, channels: Channels) -> impl Iterator<Item = usize> + '_ {
        let left = self.channels.iter().filter(move |(one, _)| !one.overlap(channels) && *one != Channels::FAX);
        left.flat_map(|(_, fields)| fields.iter().copied())
    }

    /// The opt-out cells of a chunk that are not understood, by their fields.
    #[must_use]
    pub fn unclear(&self, columns: &Columns) -> BTreeMap<usize, Unclear> {
        let mut unclear: BTreeMap<usize, Unclear> = BTreeMap::new();
        for mark in &self.marks {
            let column = columns.get(mark.column);
            let is_unclear = |code: &usize| Objection::of(&column.cells.get(*code)) == Objection::Unclear;
            let codes: BTreeSet<usize> = (0..column.cells.len()).filter(is_unclear).collect();
            if codes.is_empty() {
                continue;
            }
            let found = unclear.entry(mark.place).or_default();
            found.records += (0..column.len()).filter(|record| codes.contains(&column.code(*record))).count() as u64;
            for code in codes {
                if let Cell::Known(Value::Text(text)) = column.cells.get(code) {
                    found.show(&text.shown);
                }
            }
        }
        unclear
    }

    /// Tests the domains of the further addresses that a field has.
    fn find_by_further_domains(&self, test: &Test, columns: &Columns, barred: &mut [Option<Barred>]) {
        let Some(whole) = test.whole.map(|whole| columns.get(whole)).filter(|whole| whole.cells.have_more()) else {
            return;
        };
        deal(whole, barred, |code| {
            let mut domains = whole.cells.further(code).map(|address| domain_of(&address.compared));
            let entry = domains.find_map(|domain| self.listed(test.kind, domain))?;
            Some(Barred::Listed(test.kind, entry))
        });
    }

    /// Why, in words: `email in optouts.csv, line 12`.
    #[must_use]
    pub fn words(&self, barred: Barred, keys: &KeyPlan, words: &Wording) -> String {
        match barred {
            Barred::Unclear(place) => words.fill("a_unclear", &[("field", self.marks[place].field.as_str())]),
            Barred::NoChannel(channels) => words.fill("a_no_channel", &[("channels", &channels.to_string())]),
            Barred::Objected(by, origin) => {
                let what = match by {
                    By::Key(key) => keys.name(key),
                    By::Email => Kind::Email.name().to_owned(),
                    By::Phone => Kind::Phone.name().to_owned(),
                    By::Page => Kind::Page.name().to_owned(),
                    By::Name => Kind::Person.name().to_owned(),
                };
                match origin {
                    Origin::List(list, record) => words.fill(
                        "a_objected",
                        &[("what", &what), ("list", self.objections.list(list)), ("record", &record.to_string())],
                    ),
                    Origin::Night(day) => {
                        words.fill("a_objected_before", &[("what", &what), ("day", &day.to_string())])
                    }
                }
            }
            Barred::Listed(kind, entry) => {
                let (file, line) = self.suppression.place(entry);
                words.fill("a_listed", &[("what", kind.name()), ("file", file), ("line", &line.to_string())])
            }
            Barred::Marked(place) => words.fill("a_marked", &[("field", self.marks[place].field.as_str())]),
        }
    }

    /// The ids of the secrets that hashes of the files were made with.
    pub fn secret_ids(&self) -> impl Iterator<Item = &str> {
        self.suppression.secrets().map(|(id, _)| id)
    }

    /// From now on, hashes that were made with these secrets are recognised.
    ///
    /// # Errors
    /// The first place of a hash whose secret is not among them, and the id of that secret.
    pub fn unlock(&mut self, secrets: &[Secret]) -> Result<(), LockedHash> {
        let is_missing = |id: &str| !secrets.iter().any(|secret| secret.id() == id);
        if let Some((id, entry)) = self.suppression.secrets().find(|(id, _)| is_missing(id)) {
            let (file, line) = self.suppression.place(entry);
            return Err(LockedHash { file: file.to_owned(), line, secret: id.to_owned() });
        }
        self.secrets = secrets.to_vec();
        Ok(())
    }

    fn find_keyed(&self, sha256: &str) -> Option<Entry> {
        self.secrets.iter().find_map(|secret| self.suppression.find(Kind::EmailHmac, &secret.hash(sha256)))
    }

    fn listed(&self, kind: Kind, form: &str) -> Option<Entry> {
        match kind {
            Kind::Email | Kind::Phone | Kind::Company | Kind::Person => self.suppression.find(kind, form),
            Kind::Page => match Page::of(form) {
                Page::One(page) => self.suppression.find(kind, &page),
                Page::Site(_) | Page::Nobodys => None,
            },
            Kind::NationalPhone => self.suppression.find(kind, national(form)?),
            Kind::PhoneDigits => self.suppression.find(kind, form.strip_prefix(ANY_COUNTRY)?),
            Kind::EmailSha256 => self.suppression.find(kind, &sha256(form)),
            Kind::EmailHmac => self.find_keyed(&sha256(form)),
            Kind::Domain | Kind::Mailboxes => domains(form).find_map(|domain| self.suppression.find(kind, domain)),
        }
    }
}

impl Unclear {
    /// Keeps an example, unless there are enough.
    fn show(&mut self, written: &str) {
        if self.examples.len() < SHOWN && !self.examples.iter().any(|known| known == written) {
            self.examples.push(written.to_owned());
        }
    }

    /// Adds those of a later chunk.
    pub fn merge(&mut self, more: &Self) {
        self.records += more.records;
        more.examples.iter().for_each(|written| self.show(written));
    }
}

/// The fields of a profile that are each channel. A fax is a phone by its type, and told by its name.
fn channels(profile: &Profile) -> Vec<(Channels, Vec<usize>)> {
    let is_fax = |field: &Field| {
        let named = [&field.name, &field.label].into_iter().any(|name| name.to_lowercase().contains("fax"));
        field.field_type == FieldType::Phone && named
    };
    let channel = |field: &Field| match field.field_type {
        FieldType::Email => Some(Channels::EMAIL),
        FieldType::Phone if is_fax(field) => Some(Channels::FAX),
        FieldType::Phone => Some(Channels::PHONE),
        FieldType::Street => Some(Channels::POST),
        _ => None,
    };
    let of = |wanted: Channels| {
        let fields = profile.fields.iter().enumerate();
        let fields = fields.filter(|(_, field)| channel(field) == Some(wanted)).map(|(place, _)| place).collect();
        (wanted, fields)
    };
    [Channels::EMAIL, Channels::PHONE, Channels::POST, Channels::FAX].map(of).to_vec()
}

/// Gives the records that are not barred yet what their distinct cell gives; each is looked at once.
fn deal(column: &Column, barred: &mut [Option<Barred>], look: impl Fn(usize) -> Option<Barred>) {
    let found: Vec<Option<Barred>> = (0..column.cells.len()).map(look).collect();
    for (record, barred) in barred.iter_mut().enumerate() {
        *barred = barred.or(found[column.code(record)]);
    }
}

/// The forms that a cell is looked up in: its own, and those of the further values that the field has.
pub(super) fn forms(cells: &Cells, code: usize) -> impl Iterator<Item = &str> {
    cells.compared(code).into_iter().chain(cells.further(code).map(|text| &*text.compared))
}

/// The domain of an e-mail address, or the host of a web address, in their normal forms.
pub(super) fn domain_of(address: &str) -> &str {
    let host = address.rsplit('@').next().unwrap_or(address);
    host.split('/').next().unwrap_or(host)
}

/// A domain, and those above it but for the last label: whoever bars `acme.com` means `mail.acme.com` too.
pub(super) fn domains(form: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(form), |domain| domain.split_once('.').map(|(_, above)| above))
        .filter(|domain| domain.contains('.'))
}

/// The columns that are looked up as entries of a kind.
fn tests(profile: &mut Profile, kind: Kind) -> Vec<Test> {
    let types: Vec<FieldType> = profile.fields.iter().map(|field| field.field_type.clone()).collect();
    let mut tests = Vec::new();
    for (field, field_type) in types.iter().enumerate() {
        let part = match (kind, field_type) {
            (Kind::Email | Kind::EmailSha256 | Kind::EmailHmac, FieldType::Email)
            | (Kind::Phone | Kind::NationalPhone | Kind::PhoneDigits, FieldType::Phone)
            | (Kind::Page, FieldType::Web)
            | (Kind::Company, FieldType::Company) => None,
            (Kind::Domain | Kind::Mailboxes, FieldType::Email) => Some(Part::EmailDomain),
            (Kind::Domain, FieldType::Web) => Some(Part::WebHost),
            _ => continue,
        };
        let whole = part.is_some().then(|| column_of(profile, field, None));
        tests.push(Test { kind, column: column_of(profile, field, part), whole });
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
}
