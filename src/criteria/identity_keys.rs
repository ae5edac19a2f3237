//! `[identity] keys`: sets of fields by which two records are the same lead.

use super::document::{Node, Table, Value};
use super::fields::expect_field;
use super::notes::Notes;
use super::suggest;
use super::values::Said;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{Field, IdentityKey, KeyPart};

/// All keys; what is wrong with one is told, and the others stay.
pub(super) fn read(node: &Node, fields: &[Field], notes: &mut Notes) -> Vec<IdentityKey> {
    let keys = node.array(notes).unwrap_or_default();
    let keys = keys.iter().map(|key| match &key.value {
        Value::Table(table) => of_table(table, fields, notes),
        _ => IdentityKey { fields: parts(key, fields, notes), unless_known: Vec::new() },
    });
    keys.filter(|key| !key.fields.is_empty()).collect()
}

/// `{ fields = ["company", "phone"], unless_known = ["full_name"] }`
fn of_table(table: &Table, fields: &[Field], notes: &mut Notes) -> IdentityKey {
    let node = table.required("fields", "fields = [\"company\", \"phone\"]", notes);
    let parts = node.map(|node| parts(node, fields, notes)).unwrap_or_default();
    let names = table.texts("unless_known", notes);
    let unless_known = names.iter().filter_map(|name| {
        let field = expect_field(fields, name, notes)?;
        if parts.iter().any(|part| part.field == field) {
            never(name, notes);
        }
        Some(field)
    });
    let key = IdentityKey { unless_known: unless_known.collect(), fields: parts.clone() };
    table.finish(notes);
    key
}

/// A field that has to be known and must not be.
fn never(name: &Said, notes: &mut Notes) {
    let message = format!("the key needs `{}`, and counts only where `{}` is not known", name.0, name.0);
    notes.error(
        Code::E211,
        name.1,
        message,
        "take it out of `fields` or out of `unless_known`: this key never applies",
    );
}

fn parts(node: &Node, fields: &[Field], notes: &mut Notes) -> Vec<KeyPart> {
    let names = node.texts(notes);
    names.iter().filter_map(|name| part(name, fields, notes)).collect()
}

/// A field, or a part of one: `web.domain`.
fn part(name: &Said, fields: &[Field], notes: &mut Notes) -> Option<KeyPart> {
    let (whole, wanted) = match name.0.split_once('.') {
        Some((whole, part)) => (whole.to_owned(), Some(part)),
        None => (name.0.clone(), None),
    };
    let field = expect_field(fields, &(whole, name.1), notes)?;
    let Some(wanted) = wanted else { return Some(KeyPart { field, part: None }) };
    let parts = fields[field].field_type.parts();
    let found = parts.iter().find(|(known, _)| *known == wanted).map(|(_, part)| *part);
    if found.is_none() {
        let message = format!("`{}` has no part `{wanted}`", fields[field].name);
        let help = suggest::help(wanted, parts.iter().map(|(known, _)| *known));
        notes.push(Diagnostic::error(Code::E102, name.1, message, help).labelled("unknown part"));
    }
    found.map(|part| KeyPart { field, part: Some(part) })
}
