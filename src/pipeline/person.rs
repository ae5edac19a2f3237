//! The identity keys of one person, out of what somebody says of them.

use super::RunError;
use crate::field_types::{Context, FieldType, Hints, Part, read, read_part};
use crate::identity::KeyPlan;
use crate::identity::suppression::{email_key, name_form, phone_keys, sha256};
use crate::model::{Cell, Country, Value};
use crate::profile::{ColumnSource, Profile};

/// What a person is recognised by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// SHA-256 of the e-mail address in its normal form, where one is known.
    pub email_sha256: Option<String>,
    /// The identity keys that follow from what is known, each with its name.
    pub keys: Vec<(String, u128)>,
    /// What the person is known by besides: addresses and numbers.
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
    let fields = &profile.fields;
    let of_type = |wanted: FieldType| said.iter().filter(move |one| fields[one.field].field_type == wanted);
    let addresses: Vec<&str> = of_type(FieldType::Email).map(|one| one.form.as_str()).collect();
    person.email_sha256 = addresses.first().map(|address| sha256(address));
    person.more = addresses.into_iter().map(email_key).collect();
    let name = last_name(&profile, &said);
    person.more.extend(of_type(FieldType::Phone).flat_map(|one| phone_keys(&one.form, name.as_deref())));
    person.more.sort_unstable();
    person.more.dedup();
    Ok(person)
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
