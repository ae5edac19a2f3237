//! The identity keys of one person, out of what somebody says of them.

use super::RunError;
use crate::field_types::{Context, FieldType, Hints, Part, read, read_part};
use crate::identity::KeyPlan;
use crate::identity::suppression::{email_key, employee_keys, name_form, page_key, phone_keys, phone_owner};
use crate::model::{Cell, Country, Value, sha256};
use crate::profile::{ColumnSource, Profile};

/// What a person is recognised by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// SHA-256 of the e-mail address in its normal form, where one is known.
    pub email_sha256: Option<String>,
    /// The identity keys that follow from what is known, each with its name.
    pub keys: Vec<(String, u128)>,
    /// By what else to look for the person, each with its name: addresses, numbers, pages, name and company.
    pub also: Vec<(&'static str, u128)>,
    /// What the person is known by besides: addresses, numbers, pages, name and company.
    pub more: Vec<u128>,
    /// The identity keys that do not follow, because something of them is not known.
    pub open: Vec<OpenKey>,
}

/// An identity key of which something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenKey {
    /// Its name.
    pub name: String,
    /// The fields that are not known.
    pub lacks: Vec<String>,
}

/// What somebody says of a person: a field, what was written, and its normal form.
struct Said<'s> {
    field: usize,
    written: &'s str,
    form: String,
}

/// The keys of a person with this e-mail address, where one is known, and these other fields.
///
/// # Errors
/// The address or a value cannot be read, or there is no such field.
pub fn person(profile: Profile, email: Option<&str>, known: &[(String, String)]) -> Result<Person, RunError> {
    let mut profile = profile;
    let plan = KeyPlan::new(&mut profile);
    let said = said(&profile, email, known)?;
    let form_of = |wanted: usize| said.iter().find(|one| one.field == wanted).map(|one| one.form.as_str());
    let parts = parts(&profile, email, known);
    let known = |source: &ColumnSource| match source {
        ColumnSource::Field { field, part: None } => form_of(*field),
        ColumnSource::Field { field, part: Some(part) } => {
            parts.iter().rev().find(|(of, _)| *of == (*field, *part)).map(|(_, form)| form.as_str())
        }
        _ => None,
    };
    let mut person = Person::default();
    for (place, hash) in plan.hashes_of(&profile, known).into_iter().enumerate() {
        let (name, fields) = (plan.name(place), &profile.identity.keys[place]);
        let lacking = fields.fields.iter().filter(|part| form_of(part.field).is_none());
        match hash {
            Some(hash) => person.keys.push((name, hash)),
            None => {
                let lacks = lacking.map(|part| profile.fields[part.field].name.clone()).collect::<Vec<String>>();
                person.open.extend((!lacks.is_empty()).then_some(OpenKey { name, lacks }));
            }
        }
    }
    let addresses = forms(&profile, &said, &FieldType::Email);
    person.email_sha256 = addresses.first().map(sha256);
    let name = last_name(&profile, &said);
    let numbers = forms(&profile, &said, &FieldType::Phone);
    // A mailbox or a number that many share says who is meant only where nothing else does.
    let is_alone = person.keys.is_empty();
    let is_role = parts.iter().any(|((_, part), form)| *part == Part::EmailKind && form == "role");
    let of_addresses = addresses.iter().filter(|_| is_alone || !is_role).map(|form| ("email", email_key(form)));
    let of_numbers = numbers.iter().filter(|_| name.is_some() || is_alone && addresses.is_empty());
    let of_numbers = of_numbers.map(|form| ("phone", phone_owner(form, name.as_deref())));
    let pages = forms(&profile, &said, &FieldType::Web).into_iter().filter_map(page_key).map(|key| ("page", key));
    let people = forms(&profile, &said, &FieldType::Person);
    let employees = employee_keys(&people, &forms(&profile, &said, &FieldType::Company));
    let employees = employees.into_iter().map(|key| ("name and company", key));
    let certain: Vec<(&str, u128)> = pages.chain(employees).collect();
    person.more = addresses.iter().map(|form| email_key(form)).collect();
    person.more.extend(numbers.iter().flat_map(|form| phone_keys(form, name.as_deref())));
    person.more.extend(certain.iter().map(|(_, key)| *key));
    person.also = of_addresses.chain(of_numbers).chain(certain.iter().copied()).collect();
    // An identity key of a name finds the same leads.
    let keys = &person.keys;
    person.also.retain(|(name, key)| !keys.iter().any(|(known, hash)| known == name || hash == key));
    person.more.sort_unstable();
    person.more.dedup();
    Ok(person)
}

/// The different normal forms of what is said of fields of a type.
fn forms<'s>(profile: &Profile, said: &'s [Said<'_>], wanted: &FieldType) -> Vec<&'s str> {
    let of_type = said.iter().filter(|one| profile.fields[one.field].field_type == *wanted);
    let mut forms: Vec<&str> = of_type.map(|one| one.form.as_str()).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The parts of all that is said, by their fields; what is said of a field stands behind the address.
fn parts(profile: &Profile, email: Option<&str>, known: &[(String, String)]) -> Vec<((usize, Part), String)> {
    let mut parts = Vec::new();
    for (place, field) in profile.fields.iter().enumerate() {
        let address = email.filter(|_| field.field_type == FieldType::Email);
        let said = known.iter().filter(|(name, _)| *name == field.name).map(|(_, written)| written.as_str());
        for written in address.into_iter().chain(said) {
            let of_field = field.field_type.parts().iter();
            parts.extend(
                of_field.filter_map(|(_, part)| Some(((place, *part), part_form(profile, place, *part, written)?))),
            );
        }
    }
    parts
}

fn part_form(profile: &Profile, field: usize, part: Part, written: &str) -> Option<String> {
    let hints = Hints::default();
    let context = Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
    match read_part(&profile.fields[field].field_type, part, written, &context) {
        Cell::Known(Value::Text(text)) => Some(text.compared.into_owned()),
        _ => None,
    }
}

/// The normal forms of all that is said; an address counts in every field of addresses.
fn said<'s>(
    profile: &Profile,
    email: Option<&'s str>,
    known: &'s [(String, String)],
) -> Result<Vec<Said<'s>>, RunError> {
    let mut said: Vec<Said<'s>> = Vec::new();
    if let Some(written) = email {
        let address = form(profile, &FieldType::Email, written, None);
        let address = address.ok_or_else(|| RunError::NoAddress { written: written.to_owned() })?;
        let fields = profile.fields.iter().enumerate().filter(|(_, field)| field.field_type == FieldType::Email);
        said.extend(fields.map(|(field, _)| Said { field, written, form: address.clone() }));
    }
    let place = |name: &str| profile.field(name).ok_or_else(|| RunError::UnknownField { field: name.to_owned() });
    for (name, written) in known {
        let field = place(name)?;
        let from = profile.fields[field].country_from;
        let country = known.iter().find(|(other, _)| profile.field(other) == from && from.is_some());
        let country = country.and_then(|(_, written)| form(profile, &FieldType::Country, written, None));
        let country = country.as_deref().and_then(Country::new);
        let form = form(profile, &profile.fields[field].field_type, written, country);
        let form = form.ok_or_else(|| RunError::NoValue { field: name.clone(), written: written.clone() })?;
        said.retain(|one| one.field != field);
        said.push(Said { field, written, form });
    }
    Ok(said)
}

/// The last name of the person as it is compared, where one is said.
fn last_name(profile: &Profile, said: &[Said<'_>]) -> Option<String> {
    let named = |name: &str| said.iter().find(|one| profile.fields[one.field].name == name);
    if let Some(last) = named("last_name") {
        return Some(name_form(&last.form));
    }
    let is_whole = |one: &&Said<'_>| {
        let field = &profile.fields[one.field];
        field.field_type == FieldType::Person && field.name != "first_name"
    };
    let whole = said.iter().find(is_whole)?;
    let hints = Hints::default();
    let context = Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
    match read_part(&FieldType::Person, Part::PersonLast, whole.written, &context) {
        Cell::Known(Value::Text(text)) => Some(name_form(&text.compared)),
        _ => None,
    }
}

/// The normal form of a value, as cells of leads in a country have it.
pub(super) fn form(
    profile: &Profile,
    field_type: &FieldType,
    written: &str,
    country: Option<Country>,
) -> Option<String> {
    let hints = Hints::default();
    let context = Context { hints: &hints, country, currencies: &profile.currencies, tables: &profile.tables };
    match read(field_type, written, &context).cell {
        // An extension is part of a key.
        Cell::Known(Value::Text(text)) if *field_type == FieldType::Phone => Some(text.shown.into_owned()),
        Cell::Known(Value::Text(text)) => Some(text.compared.into_owned()),
        Cell::Known(value @ (Value::Number(_) | Value::Date(_) | Value::YesNo(_))) => Some(value.to_string()),
        _ => None,
    }
}
