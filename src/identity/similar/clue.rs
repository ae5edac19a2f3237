//! What tells who a lead is: which fields of a profile, and as what they are compared.
//!
//! A field's type says most of it. Names of fields decide only where types cannot: a text may be a town or a remark, a
//! date a birthday or a deadline.

use crate::field_types::{FieldType, Part};
use crate::profile::{ColumnId, ColumnSource, Field, Profile};

/// What is compared of two leads.
#[derive(Clone, Debug)]
pub struct Clue {
    /// As what.
    pub kind: ClueKind,
    /// The fields that it is made of, as reports name them: `first_name + last_name`.
    pub name: String,
    /// Whether one of them is sensitive, so that its values are not told.
    pub is_sensitive: bool,
    /// Where its values are.
    pub(super) sources: Vec<Source>,
}

/// As what two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClueKind {
    /// The name of a person.
    Name,
    /// The name of a company.
    Company,
    /// Street and house number.
    Street,
    /// A town.
    City,
    /// A postal code.
    PostalCode,
    /// A country.
    Country,
    /// An e-mail address.
    Email,
    /// The domains of e-mail addresses and web addresses, other than those where everybody may have an address.
    Domain,
    /// Telephone numbers.
    Phone,
    /// A web address with a path: a page that is about one person or company.
    Page,
    /// A day of birth.
    Birth,
    /// A number or word that stands for one lead: a field that is an identity key by itself.
    Id,
}

impl ClueKind {
    /// Whether two leads of which nothing else is alike are worth a glance where they share it.
    pub(super) const fn is_shared(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Page)
    }
}

/// A column that a clue takes its value from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) column: ColumnId,
    /// For addresses and their domains: the column with the kind of the address.
    pub(super) mail_kind: Option<ColumnId>,
}

/// The clues that a profile's fields give. Columns that no rule reads are added to the profile.
pub(super) fn clues(profile: &mut Profile) -> Vec<Clue> {
    let mut clues: Vec<Clue> = JOINED.iter().filter_map(|(kind, take)| joined(profile, *kind, *take)).collect();
    clues.extend(domains(profile));
    for field in 0..profile.fields.len() {
        if let Some(kind) = single(profile, field) {
            clues.push(clue(profile, kind, &[field]));
        }
    }
    clues
}

/// How many of the fitting fields a clue is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    First,
    All,
}

/// Clues of which a lead has one, whatever number of fields it is made of.
const JOINED: [(ClueKind, Take); 7] = [
    (ClueKind::Name, Take::All),
    (ClueKind::Company, Take::First),
    (ClueKind::Street, Take::All),
    (ClueKind::PostalCode, Take::First),
    (ClueKind::City, Take::First),
    (ClueKind::Country, Take::First),
    (ClueKind::Phone, Take::All),
];

fn joined(profile: &mut Profile, kind: ClueKind, take: Take) -> Option<Clue> {
    let mut fields: Vec<usize> =
        (0..profile.fields.len()).filter(|field| fits(&profile.fields[*field], kind)).collect();
    if kind == ClueKind::Street {
        // A second line of an address is a part of town or a building, and often left out.
        fields = house_and_street(profile, &fields);
    }
    if take == Take::First {
        fields.truncate(1);
    }
    (!fields.is_empty()).then(|| clue(profile, kind, &fields))
}

/// The field of the house number, where it has one of its own, and the first of the streets.
fn house_and_street(profile: &Profile, streets: &[usize]) -> Vec<usize> {
    let house =
        profile.fields.iter().position(|field| is_called(field, &["house number", "street number", "hausnummer"]));
    let street = streets.iter().copied().find(|street| Some(*street) != house);
    street.into_iter().flat_map(|street| house.into_iter().chain([street])).collect()
}

fn clue(profile: &mut Profile, kind: ClueKind, fields: &[usize]) -> Clue {
    let names: Vec<String> = fields.iter().map(|field| profile.fields[*field].name.clone()).collect();
    let is_sensitive = fields.iter().any(|field| profile.fields[*field].sensitive);
    let sources = fields.iter().map(|field| source(profile, *field)).collect();
    Clue { kind, name: names.join(" + "), is_sensitive, sources }
}

fn source(profile: &mut Profile, field: usize) -> Source {
    let column = profile.require(ColumnSource::Field { field, part: None });
    Source { column, mail_kind: mail_kind(profile, field) }
}

fn mail_kind(profile: &mut Profile, field: usize) -> Option<ColumnId> {
    let is_mail = profile.fields[field].field_type == FieldType::Email;
    is_mail.then(|| profile.require(ColumnSource::Field { field, part: Some(Part::EmailKind) }))
}

/// The domains of all addresses, as one clue.
fn domains(profile: &mut Profile) -> Option<Clue> {
    let mut domains = Clue { kind: ClueKind::Domain, name: String::new(), is_sensitive: false, sources: Vec::new() };
    let mut names = Vec::new();
    for field in 0..profile.fields.len() {
        let part = match profile.fields[field].field_type {
            FieldType::Email => Part::EmailDomain,
            // Whose host is everybody's, as with profiles of people, is no company's site.
            FieldType::Web if !is_personal(&profile.fields[field]) => Part::WebDomain,
            _ => continue,
        };
        // The whole before its part, so that the part follows from it.
        profile.require(ColumnSource::Field { field, part: None });
        let column = profile.require(ColumnSource::Field { field, part: Some(part) });
        domains.sources.push(Source { column, mail_kind: mail_kind(profile, field) });
        domains.is_sensitive |= profile.fields[field].sensitive;
        names.push(profile.column_name(column));
    }
    domains.name = names.join(" + ");
    (!names.is_empty()).then_some(domains)
}

/// As what a field is a clue by itself.
fn single(profile: &Profile, field: usize) -> Option<ClueKind> {
    let is_key = profile.identity.keys.iter().any(|key| key.is_field(field));
    let known = &profile.fields[field];
    match known.field_type {
        FieldType::Email => Some(ClueKind::Email),
        FieldType::Web if is_personal(known) => Some(ClueKind::Page),
        FieldType::Date(_) | FieldType::Text(_) | FieldType::Number(_) if is_birth(known) => Some(ClueKind::Birth),
        FieldType::Text(_) | FieldType::Code { .. } | FieldType::Id { .. } | FieldType::Number(_)
            if is_key && !is_joined(known) =>
        {
            Some(ClueKind::Id)
        }
        _ => None,
    }
}

fn is_joined(field: &Field) -> bool {
    JOINED.iter().any(|(kind, _)| fits(field, *kind))
}

/// Whether a field is of a kind, by its type, or by its name where it is nothing but a text or number.
fn fits(field: &Field, kind: ClueKind) -> bool {
    let called = |names| is_plain(field) && is_called(field, names);
    match (kind, &field.field_type) {
        (ClueKind::Name, FieldType::Person)
        | (ClueKind::Company, FieldType::Company)
        | (ClueKind::Street, FieldType::Street)
        | (ClueKind::PostalCode, FieldType::PostalCode)
        | (ClueKind::Country, FieldType::Country)
        | (ClueKind::Phone, FieldType::Phone) => true,
        (ClueKind::Name, _) => called(NAMES),
        (ClueKind::Company, _) => called(COMPANIES),
        (ClueKind::Street, _) => called(STREETS),
        (ClueKind::PostalCode, _) => called(POSTAL_CODES),
        (ClueKind::City, _) => called(CITIES),
        (ClueKind::Phone, _) => called(PHONES),
        _ => false,
    }
}

const fn is_plain(field: &Field) -> bool {
    matches!(
        field.field_type,
        FieldType::Text(_) | FieldType::Number(_) | FieldType::Code { .. } | FieldType::Id { .. }
    )
}

const NAMES: &[&str] = &[
    "name",
    "full name",
    "first name",
    "given name",
    "forename",
    "middle name",
    "last name",
    "family name",
    "surname",
    "contact name",
    "vorname",
    "nachname",
    "familienname",
    "ansprechpartner",
];
const COMPANIES: &[&str] =
    &["company", "company name", "organisation", "organization", "business name", "employer", "firm", "firma"];
const STREETS: &[&str] = &[
    "street",
    "street name",
    "street address",
    "address",
    "address 1",
    "address line 1",
    "addr",
    "strasse",
    "straße",
    "anschrift",
];
const POSTAL_CODES: &[&str] = &["postal code", "postcode", "zip", "zip code", "plz", "postleitzahl"];
const CITIES: &[&str] =
    &["city", "town", "suburb", "locality", "place", "municipality", "ort", "stadt", "wohnort", "ville", "ciudad"];
const PHONES: &[&str] = &["phone", "telephone", "phone number", "mobile", "telefon", "tel"];

fn is_called(field: &Field, names: &[&str]) -> bool {
    let name = field.name.to_lowercase().replace(['_', '-'], " ");
    names.contains(&name.as_str())
}

fn is_birth(field: &Field) -> bool {
    let name = field.name.to_lowercase();
    ["birth", "born", "geburt", "geboren", "naissance", "nacimiento"].iter().any(|word| name.contains(word))
        || name.split(['_', '-']).any(|word| word == "dob")
}

/// A web field with a page for each person, such as `linkedin`.
fn is_personal(field: &Field) -> bool {
    let name = field.name.to_lowercase();
    ["linkedin", "xing", "twitter", "facebook", "instagram", "profile"].iter().any(|site| name.contains(site))
}
