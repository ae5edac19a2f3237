//! Whom one row of a suppression file bars.
//!
//! A row that says who somebody is (an address, a number, a name, a page) bars that person, and never the company or the
//! platform that it also names. A row with nothing but a company or a domain bars the company.

use super::cells::{Cells, Named, Read, bare, has_sign, is_word};
use super::columns::Source;
use super::why::{Doubt, Why};
use crate::field_types::{FieldType, PageOf};
use crate::identity::suppression::{Kind, Name, Place, Role, name_of, national, person_form};
use crate::intake::Records;
use crate::model::{Country, secret_of};
use crate::profile::Profile;

/// What a row says, and what is to be told of it.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its line, from 1.
    pub(super) line: u64,
    /// The entries that it makes: their kinds, and the hashes of their normal forms.
    pub(super) entries: Vec<(Kind, u128)>,
    /// The parts of it that bar nobody: what their column holds, the text, and why.
    pub(super) idle: Vec<(Role, String, Why)>,
    /// The ids of the secrets that its hashes were made with.
    pub(super) secrets: Vec<String>,
    /// The parts of it that bar somebody and are doubtful.
    pub(super) doubts: Vec<(Role, String, Doubt)>,
}

/// The cells of a row, by whom they mean.
#[derive(Default)]
struct Said {
    /// Entries that name a person.
    person: Vec<(Kind, String)>,
    /// Entries that name a company.
    company: Vec<(Kind, String)>,
    /// Entries that bar everybody whatever else the row says.
    all: Vec<(Kind, String)>,
    /// What tells people of one name apart.
    places: Vec<(Place, String)>,
    /// The parts of a name, in their compared form.
    names: Vec<String>,
    /// The name as it is written.
    written: Vec<String>,
    /// Whether anything in it says who somebody is, read or not.
    is_personal: bool,
}

/// Reads a row by the columns that name somebody.
pub(super) fn read(profile: &Profile, records: &Records, record: usize, sources: &[Source], line: u64) -> Row {
    let mut row = Row { line, ..Row::default() };
    let text = |source: &Source| source.text(records, record);
    let mut countries = sources.iter().filter(|source| source.role == Role::Country).map(text);
    let blank = Cells { profile, country: None };
    let country = countries.find_map(|text| Country::new(&blank.form(&FieldType::Country, bare(&text))?));
    let cells = Cells { profile, country };
    let mut said = Said::default();
    for source in sources {
        let text = text(source);
        let text = bare(&text);
        if is_word(text) && !super::is_placeholder(text) {
            said.take(cells, source, text, &mut row);
        } else if has_sign(text) {
            row.idle.push((source.role, text.to_owned(), Why::Malformed));
        }
    }
    said.settle(&mut row);
    if row.entries.is_empty() && row.idle.is_empty() {
        let cells = (0..records.width()).map(|column| records.readable(record, column));
        let shown: Vec<String> = cells.map(|cell| cell.trim().to_owned()).filter(|cell| is_word(cell)).collect();
        if !shown.is_empty() {
            row.idle.push((sources[0].role, shown.join(", "), Why::NamesNobody));
        }
    }
    row
}

impl Said {
    /// Takes in one cell.
    fn take(&mut self, cells: Cells<'_>, source: &Source, text: &str, row: &mut Row) {
        let role = source.role;
        match role {
            // "Name" may be the company's.
            Role::Name if cells.is_company(text) => {
                let read = cells.read(Role::Company, text);
                self.sort(cells, role, read, row);
            }
            Role::Name => {
                self.names.extend(cells.form(&FieldType::Person, text));
                self.written.push(text.to_owned());
            }
            Role::PostalCode => {
                let form = cells.form(&FieldType::PostalCode, text);
                self.places.extend(form.map(|form| (Place::PostalCode, form)));
            }
            _ => {
                let read = cells.read(role, text);
                let is_all = |named: &Named| matches!(named, Named::Everybody(_));
                self.is_personal |= matches!(role, Role::Email | Role::EmailSha256 | Role::Phone)
                    && (read.named.is_empty() || !read.named.iter().all(is_all));
                self.sort(cells, role, read, row);
            }
        }
    }

    fn sort(&mut self, cells: Cells<'_>, role: Role, read: Read, row: &mut Row) {
        for named in read.named {
            match named {
                Named::Address(form) => self.person.push((Kind::Email, form)),
                Named::Hash(form) => self.person.push((Kind::EmailSha256, form)),
                Named::KeyedHash(form) => {
                    row.secrets.extend(secret_of(&form).map(str::to_owned));
                    self.person.push((Kind::EmailHmac, form));
                }
                Named::Phone(form) => {
                    self.person.extend(national(&form).map(|digits| (Kind::PhoneDigits, digits.to_owned())));
                    self.person.push((Kind::Phone, form));
                }
                Named::National(form) => self.person.push((Kind::NationalPhone, form)),
                Named::Everybody(host) => {
                    let kind = if cells.is_shared(&host) { Kind::Mailboxes } else { Kind::Domain };
                    self.all.push((kind, host));
                }
                Named::Host(host) => {
                    self.places.push((Place::Domain, host.clone()));
                    self.company.push((Kind::Domain, host));
                }
                Named::Company(form) => {
                    self.places.push((Place::Company, form.clone()));
                    self.company.push((Kind::Company, form));
                }
                Named::Page(form, page) => match page {
                    PageOf::Person => self.person.push((Kind::Page, form)),
                    PageOf::Either if role == Role::Page => self.person.push((Kind::Page, form)),
                    PageOf::Either | PageOf::Company => self.company.push((Kind::Page, form)),
                },
            }
        }
        row.idle.extend(read.idle.into_iter().map(|(text, why)| (role, text, why)));
        row.doubts.extend(read.doubts.into_iter().map(|(text, doubt)| (role, text, doubt)));
    }

    /// Whom the cells mean together.
    fn settle(self, row: &mut Row) {
        let hash = |(kind, form): &(Kind, String)| (*kind, kind.hash(form));
        let name = name_of(self.names.iter().map(String::as_str));
        let is_person = self.is_personal || !self.person.is_empty() || !name.is_empty();
        row.entries.extend(self.all.iter().chain(&self.person).map(hash));
        if !is_person {
            row.entries.extend(self.company.iter().map(hash));
        } else if !name.is_empty() {
            row.entries.extend(self.named(&name));
            let is_alone = row.entries.is_empty() && row.idle.is_empty();
            match name.len() {
                _ if !is_alone => {}
                0 | 1 => row.idle.push((Role::Name, self.written.join(" "), Why::NoFullName)),
                _ => {
                    row.entries.push((Kind::Person, Kind::Person.hash(&person_form(&name, Place::Anywhere, ""))));
                    row.doubts.push((Role::Name, self.written.join(" "), Doubt::NameAlone));
                }
            }
        }
        // A shared host beside something that says who is meant is no loss.
        if !row.entries.is_empty() {
            row.idle.retain(|(_, _, why)| *why != Why::SharedHost);
        }
    }

    /// The person with this name at each place that the row names.
    fn named(&self, name: &Name<'_>) -> Vec<(Kind, u128)> {
        let hash = |(place, form): &(Place, String)| Kind::Person.hash(&person_form(name, *place, form));
        self.places.iter().map(|place| (Kind::Person, hash(place))).collect()
    }
}
