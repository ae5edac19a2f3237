//! Who objected: in some list of the run, or on an earlier night.
//!
//! A person who objects is known by the identity keys of their record, and by their addresses and numbers, whatever the
//! keys of the profile are: an address that objected is never written to. A number may be a switchboard, so that it
//! stands for the person whose name is the same, and for everybody where one of the two has no name.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::plan::forms;
use super::{Kind, Name, Place, name_of, national, person_form};
use crate::field_types::{
    ANY_COUNTRY, Channels, FieldType, Objection, Page, PageOf, Part, Tables, fold_accents, fold_key,
};
use crate::model::Column;
use crate::profile::{ColumnId, ColumnSource, Columns, Profile};

/// Everybody who objected, by the hashes of what they are known by.
#[derive(Clone, Debug, Default)]
pub struct Objections {
    by: HashMap<u128, Objected>,
    /// The names of the lists of the run.
    lists: Vec<String>,
}

/// An objection, and where it was met first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objected {
    /// The channels that must not be used; none: the person is not to be contacted.
    pub channels: Channels,
    /// Where it was met.
    pub origin: Origin,
}

/// Where an objection was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a list of this run: its place, and the record, from 1.
    List(u32, u64),
    /// On an earlier night.
    Night(Date),
}

/// By what a lead is the person who objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// An identity key, by its place.
    Key(usize),
    /// An address.
    Email,
    /// A number.
    Phone,
    /// A page about the person.
    Page,
    /// The full name, together with the company.
    Name,
}

/// Where a profile's columns hold what people are known by, beside the identity keys.
#[derive(Clone, Debug, Default)]
pub struct PersonColumns {
    emails: Vec<ColumnId>,
    phones: Vec<ColumnId>,
    /// Last names.
    names: Vec<ColumnId>,
    pages: Vec<ColumnId>,
    /// Names, whole or in parts.
    people: Vec<ColumnId>,
    companies: Vec<ColumnId>,
}

/// The key of an address in its normal form.
#[must_use]
pub fn email_key(form: &str) -> u128 {
    Kind::Email.hash(form)
}

/// The key of a number in its normal form, of a person with this last name or none.
#[must_use]
fn phone_key(form: &str, name: &str) -> u128 {
    Kind::Phone.hash(&format!("{form}\n{name}"))
}

/// The key of a number, whoever has it.
#[must_use]
fn any_phone_key(form: &str) -> u128 {
    Kind::Phone.hash(&format!("{form}\n*"))
}

/// The key by which to look for whoever has a number: of this name, or everybody.
#[must_use]
pub fn phone_owner(form: &str, name: Option<&str>) -> u128 {
    name.map_or_else(|| any_phone_key(form), |name| phone_key(form, name))
}

/// The key of a page about a person, by a web address in its normal form; nothing for other addresses.
#[must_use]
pub fn page_key(form: &str) -> Option<u128> {
    match Page::of(form) {
        Page::One(page) => {
            (PageOf::address(&page, Tables::embedded()) == Some(PageOf::Person)).then(|| Kind::Page.hash(&page))
        }
        Page::Site(_) | Page::Nobodys => None,
    }
}

/// The keys of somebody with a full name at a company, each of the two in its normal form. A name may be in several
/// parts; a first or last name alone gives no key.
#[must_use]
pub fn employee_keys(names: &[&str], companies: &[&str]) -> Vec<u128> {
    let pairs = (0..names.len()).flat_map(|first| (first..names.len()).map(move |second| (first, second)));
    let full: BTreeSet<Name<'_>> =
        pairs.map(|(first, second)| name_of([names[first], names[second]])).filter(|name| name.len() > 1).collect();
    let at = |name: &Name<'_>, company: &&str| Kind::Person.hash(&person_form(name, Place::Company, company));
    full.iter().flat_map(|name| companies.iter().map(|company| at(name, company)).collect::<Vec<_>>()).collect()
}

/// A last name as it is compared.
#[must_use]
pub fn name_form(name: &str) -> String {
    fold_accents(&fold_key(name)).into_owned()
}

impl Objections {
    /// Of the lists with these names.
    #[must_use]
    pub fn new(lists: Vec<String>) -> Self {
        Self { by: HashMap::new(), lists }
    }

    /// Whether nobody objected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by.is_empty()
    }

    /// Adds an objection. Of two with one key, the person's counts more than that of a channel, and then the first.
    pub fn add(&mut self, key: u128, objected: Objected) {
        match self.by.entry(key) {
            Entry::Vacant(free) => {
                free.insert(objected);
            }
            Entry::Occupied(mut known) => {
                let before = known.get_mut();
                match (before.channels.is_empty(), objected.channels.is_empty()) {
                    (true, _) => {}
                    (false, true) => *before = objected,
                    (false, false) => before.channels = before.channels.union(objected.channels),
                }
            }
        }
    }

    /// The name of a list of the run.
    pub(super) fn list(&self, place: u32) -> &str {
        &self.lists[place as usize]
    }

    /// For each record of a chunk that is somebody who objected: by what, and what the objection is.
    pub(super) fn find(
        &self,
        people: &PersonColumns,
        columns: &Columns,
        hashes: &[Vec<Option<u128>>],
        records: usize,
    ) -> Vec<(usize, By, Objected)> {
        let mut found = Vec::new();
        for (place, key) in hashes.iter().enumerate() {
            let met = key.iter().enumerate().filter_map(|(record, hash)| Some((record, self.by.get(&(*hash)?)?)));
            found.extend(met.map(|(record, objected)| (record, By::Key(place), *objected)));
        }
        for email in &people.emails {
            let column = columns.get(*email);
            let by_code = each(column, |form| self.by.get(&email_key(form)).copied());
            let met = (0..records).filter_map(|record| Some((record, by_code[column.code(record)]?)));
            found.extend(met.map(|(record, objected)| (record, By::Email, objected)));
        }
        for phone in &people.phones {
            let column = columns.get(*phone);
            let is_known = |form: &str| self.by.contains_key(&any_phone_key(form));
            let is_met = each(column, |form| looked_up(form).iter().any(|form| is_known(form)).then_some(()));
            let met = (0..records).filter(|record| is_met[column.code(*record)].is_some());
            let of_person = met.filter_map(|record| {
                let names = people.names(columns, record);
                let mut numbers = forms(&column.cells, column.code(record));
                Some((record, By::Phone, numbers.find_map(|form| self.by_phone(form, &names))?))
            });
            found.extend(of_person);
        }
        for page in &people.pages {
            let column = columns.get(*page);
            let by_code = each(column, |form| self.by.get(&page_key(form)?).copied());
            let met = (0..records).filter_map(|record| Some((record, by_code[column.code(record)]?)));
            found.extend(met.map(|(record, objected)| (record, By::Page, objected)));
        }
        let by_name = |record| {
            let mut keys = people.employee_keys(columns, record).into_iter();
            keys.find_map(|key| Some((record, By::Name, *self.by.get(&key)?)))
        };
        found.extend((0..records).filter_map(by_name));
        found
    }

    /// What somebody with this number and name objected to.
    fn by_phone(&self, form: &str, names: &[String]) -> Option<Objected> {
        let of = |key: u128| self.by.get(&key).copied();
        looked_up(form).iter().find_map(|form| match names {
            [] => of(any_phone_key(form)),
            names => names.iter().map(String::as_str).chain([""]).find_map(|name| of(phone_key(form, name))),
        })
    }
}

/// As what a number is looked up. Where nobody says in which country it is, it may be any number with these digits.
fn looked_up(form: &str) -> Vec<String> {
    let unsaid = national(form).map(|digits| format!("{ANY_COUNTRY}{digits}"));
    let said = form.strip_prefix(ANY_COUNTRY).map(of_some_country);
    let own = (!form.starts_with(ANY_COUNTRY)).then(|| form.to_owned());
    own.into_iter().chain(unsaid).chain(said).collect()
}

/// What stands for a number with these digits in some country that is known.
fn of_some_country(digits: &str) -> String {
    format!("{ANY_COUNTRY}+{digits}")
}

/// The forms by which a number that objected is found: its own, and that for numbers without a country.
fn barred_forms(form: &str) -> Vec<String> {
    let without = national(form).filter(|_| !form.starts_with(ANY_COUNTRY)).map(of_some_country);
    std::iter::once(form.to_owned()).chain(without).collect()
}

/// The forms of the cell of a record, and of the further values that its field has.
fn forms_of(column: &Column, record: usize) -> impl Iterator<Item = &str> {
    forms(&column.cells, column.code(record))
}

/// What each distinct cell that is a known text gives.
fn each<T>(column: &Column, look: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    (0..column.cells.len()).map(|code| forms(&column.cells, code).find_map(&look)).collect()
}

impl PersonColumns {
    /// Finds them, and adds those that nothing reads to the profile's columns.
    #[must_use]
    pub fn new(profile: &mut Profile) -> Self {
        let of_type = |wanted: FieldType| -> Vec<usize> {
            let fields = profile.fields.iter().enumerate();
            fields.filter(|(_, field)| field.field_type == wanted).map(|(place, _)| place).collect()
        };
        let (emails, phones, all) = (of_type(FieldType::Email), of_type(FieldType::Phone), of_type(FieldType::Person));
        let (webs, firms) = (of_type(FieldType::Web), of_type(FieldType::Company));
        let last = profile.field("last_name");
        let whole = |field: usize| profile.fields[field].name == "first_name" || Some(field) == last;
        let people: Vec<usize> = all.iter().copied().filter(|field| !whole(*field)).collect();
        let mut require = |field: usize, part| profile.require(ColumnSource::Field { field, part });
        let mut names: Vec<ColumnId> = last.into_iter().map(|field| require(field, None)).collect();
        names.extend(people.into_iter().map(|field| require(field, Some(Part::PersonLast))));
        let mut columns = |fields: Vec<usize>| fields.into_iter().map(|field| require(field, None)).collect();
        Self {
            emails: columns(emails),
            phones: columns(phones),
            names,
            pages: columns(webs),
            people: columns(all),
            companies: columns(firms),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = ColumnId> + '_ {
        let beside = self.pages.iter().chain(&self.people).chain(&self.companies);
        self.emails.iter().chain(&self.phones).chain(&self.names).chain(beside).copied()
    }

    /// The last names of a lead as they are compared: of several columns, the first that has any.
    fn names(&self, columns: &Columns, record: usize) -> Vec<String> {
        let names = |column: &ColumnId| -> Vec<String> {
            forms_of(columns.get(*column), record).map(name_form).filter(|name| !name.is_empty()).collect()
        };
        self.names.iter().map(names).find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// The keys by which the lead of a record is known, beside its identity keys.
    #[must_use]
    pub fn keys(&self, columns: &Columns, record: usize) -> Vec<u128> {
        let forms = |ids: &[ColumnId]| -> Vec<String> {
            let columns = ids.iter().map(|column| columns.get(*column));
            columns.flat_map(|column| forms_of(column, record).map(str::to_owned)).collect()
        };
        let names = self.names(columns, record);
        let mut keys: Vec<u128> = forms(&self.emails).iter().map(|form| email_key(form)).collect();
        for form in forms(&self.phones) {
            keys.extend(owner_keys(&form, &names));
        }
        keys.extend(forms(&self.pages).iter().filter_map(|form| page_key(form)));
        keys.extend(self.employee_keys(columns, record));
        keys
    }

    /// The keys by which a lead that objects is found: those by which it is known, and those of leads whose number does
    /// not say its country.
    #[must_use]
    pub fn objecting_keys(&self, columns: &Columns, record: usize) -> Vec<u128> {
        let mut keys = self.keys(columns, record);
        let names = self.names(columns, record);
        for column in self.phones.iter().map(|column| columns.get(*column)) {
            let forms = forms_of(column, record).flat_map(|form| barred_forms(form).into_iter().skip(1));
            keys.extend(forms.flat_map(|form| owner_keys(&form, &names)));
        }
        keys
    }

    /// The keys of the lead of a record by name and company.
    fn employee_keys(&self, columns: &Columns, record: usize) -> Vec<u128> {
        let forms = |column: &ColumnId| forms_of(columns.get(*column), record);
        let companies: Vec<&str> = self.companies.iter().flat_map(forms).collect();
        if companies.is_empty() {
            return Vec::new();
        }
        employee_keys(&self.people.iter().flat_map(forms).collect::<Vec<_>>(), &companies)
    }
}

/// The keys that bar whoever has a number: with this last name, or whatever the name is.
#[must_use]
pub fn phone_keys(form: &str, name: Option<&str>) -> Vec<u128> {
    let names: Vec<String> = name.map(str::to_owned).into_iter().collect();
    barred_forms(form).iter().flat_map(|form| owner_keys(form, &names)).collect()
}

/// The keys of whoever has a number: of these last names or none, and of anybody.
fn owner_keys(form: &str, people: &[String]) -> Vec<u128> {
    let named = people.iter().map(|name| phone_key(form, name));
    named.chain(people.is_empty().then(|| phone_key(form, ""))).chain([any_phone_key(form)]).collect()
}

impl Objected {
    /// What is entered of an objection of a cell; nothing where there is none. What is not understood counts as one.
    #[must_use]
    pub const fn channels_of(objection: Objection) -> Option<Channels> {
        match objection {
            Objection::None => None,
            Objection::Person | Objection::Unclear => Some(Channels::from_bits(0)),
            Objection::Channels(channels) => Some(channels),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objected(channels: Channels, record: u64) -> Objected {
        Objected { channels, origin: Origin::List(0, record) }
    }

    #[test]
    fn the_person_counts_more_than_a_channel_and_channels_add_up() {
        let mut all = Objections::new(vec!["a.csv".to_owned()]);
        all.add(1, objected(Channels::PHONE, 1));
        all.add(1, objected(Channels::EMAIL, 2));
        assert_eq!(all.by[&1], objected(Channels::PHONE.union(Channels::EMAIL), 1));
        all.add(1, objected(Channels::default(), 3));
        all.add(1, objected(Channels::PHONE, 4));
        assert_eq!(all.by[&1], objected(Channels::default(), 3));
    }

    #[test]
    fn a_number_bars_who_has_the_name_and_who_has_none() {
        let (mut named, mut nameless) = (Objections::default(), Objections::default());
        let is_barred = |all: &Objections, name: Option<&str>| {
            let owners: Vec<String> = name.map(str::to_owned).into_iter().collect();
            all.by_phone("+49301", &owners).is_some()
        };
        phone_keys("+49301", Some("roth")).into_iter().for_each(|key| named.add(key, objected(Channels::default(), 1)));
        phone_keys("+49301", None).into_iter().for_each(|key| nameless.add(key, objected(Channels::default(), 1)));
        let table = [(Some("roth"), true, true), (None, true, true), (Some("holt"), false, true)];
        for (name, by_named, by_nameless) in table {
            assert_eq!((is_barred(&named, name), is_barred(&nameless, name)), (by_named, by_nameless), "{name:?}");
        }
    }
}
