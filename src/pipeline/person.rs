//! The identity keys of one person, out of what somebody says of them.

use super::RunError;
use crate::field_types::{Context, FieldType, Hints, Part, read, read_part};
use crate::identity::KeyPlan;
use crate::identity::suppression::sha256;
use crate::model::{Cell, Value};
use crate::profile::{ColumnSource, Profile};

/// What a person is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// SHA-256 of the e-mail address in its normal form.
    pub email_sha256: String,
    /// The identity keys that follow from what is known.
    pub keys: Vec<u128>,
}

/// The keys of a person with this e-mail address and these other fields.
///
/// # Errors
/// The address cannot be read, or there is no such field.
pub fn person(profile: Profile, email: &str, known: &[(String, String)]) -> Result<Person, RunError> {
    let mut profile = profile;
    let plan = KeyPlan::new(&mut profile);
    let address = form(&profile, &FieldType::Email, email);
    let Some(address) = address else { return Err(RunError::NoAddress { written: email.to_owned() }) };
    let mut forms: Vec<(usize, String)> = Vec::new();
    for (place, field) in profile.fields.iter().enumerate() {
        if field.field_type == FieldType::Email {
            forms.push((place, address.clone()));
        }
    }
    for (name, written) in known {
        let place = profile.fields.iter().position(|field| field.name == *name);
        let place = place.ok_or_else(|| RunError::UnknownField { field: name.clone() })?;
        let form = form(&profile, &profile.fields[place].field_type, written);
        let form = form.ok_or_else(|| RunError::NoValue { field: name.clone(), written: written.clone() })?;
        forms.retain(|(other, _)| *other != place);
        forms.push((place, form));
    }
    let parts = parts(&profile, email, known);
    let known = |source: &ColumnSource| match source {
        ColumnSource::Field { field, part: None } => {
            forms.iter().find(|(place, _)| place == field).map(|(_, form)| form.as_str())
        }
        ColumnSource::Field { field, part: Some(part) } => {
            parts.iter().rev().find(|(of, _)| *of == (*field, *part)).map(|(_, form)| form.as_str())
        }
        _ => None,
    };
    Ok(Person { email_sha256: sha256(&address), keys: plan.hashes_of(&profile, known) })
}

/// The parts of all that is said, by their fields; what is said of a field stands behind the address.
fn parts(profile: &Profile, email: &str, known: &[(String, String)]) -> Vec<((usize, Part), String)> {
    let mut parts = Vec::new();
    for (place, field) in profile.fields.iter().enumerate() {
        let address = (field.field_type == FieldType::Email).then_some(email);
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

/// The normal form of a value, as cells of leads have it.
pub(super) fn form(profile: &Profile, field_type: &FieldType, written: &str) -> Option<String> {
    let hints = Hints::default();
    let context = Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
    match read(field_type, written, &context).cell {
        Cell::Known(Value::Text(text)) => Some(text.compared.into_owned()),
        Cell::Known(value @ (Value::Number(_) | Value::Date(_) | Value::YesNo(_))) => Some(value.to_string()),
        _ => None,
    }
}
