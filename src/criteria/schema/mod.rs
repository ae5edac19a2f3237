//! JSON Schemas of the TOML files, for editors: what may stand where, with a line about each key.
//!
//! Draft 07, because that is what the language servers for TOML read. The operators with their manuals come out of the
//! registry, so they cannot drift. A schema knows names and kinds of values; what only the reader can know (whether a
//! field exists, whether an operator fits it) stays with `leadsieve check`.

#![expect(clippy::needless_pass_by_value, reason = "schemas are put together out of parts that are made on the spot")]

mod fields;
mod lists;
mod rules;

use serde_json::{Map, Value, json};

use crate::operators::{self, Operator};

/// The kinds of files that have a schema.
pub const KINDS: [&str; 6] = ["fields", "criterion", "profile", "job", "list", "vendor"];

/// The schema of a kind of file; nothing for a word that is none of [`KINDS`].
#[must_use]
pub fn schema(kind: &str) -> Option<Value> {
    let mut schema = match kind {
        "fields" => fields::fields(),
        "criterion" => rules::criterion(),
        "profile" => rules::profile(),
        "job" => lists::job(),
        "list" => object(lists::list_keys(), &["format"]),
        "vendor" => lists::vendor(),
        _ => return None,
    };
    let about = schema.as_object_mut()?;
    about.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    about.insert("title".to_owned(), format!("leadsieve {kind} file").into());
    about.insert("definitions".to_owned(), definitions());
    Some(schema)
}

/// A table with these keys and no others.
fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A table whose keys are names.
fn named(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

fn about(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}

fn text(description: &str) -> Value {
    about(json!({ "type": "string" }), description)
}

fn number(description: &str) -> Value {
    about(json!({ "type": "number" }), description)
}

fn flag(description: &str) -> Value {
    about(json!({ "type": "boolean" }), description)
}

fn day(description: &str) -> Value {
    about(json!({ "type": "string", "format": "date" }), description)
}

fn word(words: &[&str], description: &str) -> Value {
    about(json!({ "enum": words }), description)
}

fn texts(description: &str) -> Value {
    about(json!({ "type": "array", "items": { "type": "string" } }), description)
}

fn text_or_texts(description: &str) -> Value {
    about(json!({ "type": ["string", "array"], "items": { "type": "string" } }), description)
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn format_key() -> Value {
    about(json!({ "const": 1 }), "the version of the file format: 1")
}

/// All keys of both tables.
fn with(mut keys: Value, more: Value) -> Value {
    if let (Some(keys), Value::Object(more)) = (keys.as_object_mut(), more) {
        keys.extend(more);
    }
    keys
}

fn definitions() -> Value {
    let condition = with(
        json!({
            "field": text("the field, part, class, look-up or list.FACT that is looked at"),
            "all": conditions("all of these must hold"),
            "any": conditions("one of these must hold; `need` of them, where that is given"),
            "none": conditions("none of these may hold"),
            "need": about(json!({ "type": "integer", "minimum": 1 }), "how many of `any` must hold"),
            "condition": text("a [condition.NAME] of this file"),
        }),
        operator_keys(),
    );
    let feed = json!({ "anyOf": [
        { "type": "string" },
        { "type": "array", "items": { "type": "string" } },
        object(json!({ "column": text("the header"), "take": text("a pattern: the part of the cell to take") }), &["column"]),
    ] });
    json!({
        "condition": object(condition, &[]),
        "feeds": about(
            json!({ "anyOf": [
                { "type": "string" },
                { "type": "array", "items": feed.clone() },
                feed["anyOf"][2].clone(),
            ] }),
            "headers, best first; an inner list joins columns; { column, take } takes a part of a cell",
        ),
        "values": about(
            json!({ "anyOf": [{ "type": "string" }, named(json!({ "type": "string" }))] }),
            "what is written, and what it means: a table here, or a CSV file of two columns",
        ),
    })
}

fn conditions(description: &str) -> Value {
    about(json!({ "type": "array", "minItems": 1, "items": reference("condition") }), description)
}

/// Every operator with its manual.
fn operator_keys() -> Value {
    let keys = operators::ALL.iter().map(|operator| (operator.key.to_owned(), operator_key(operator)));
    Value::Object(keys.collect::<Map<_, _>>())
}

fn operator_key(operator: &Operator) -> Value {
    let takes = match operator.key {
        "is_known" => json!({ "type": "boolean" }),
        "is" => json!({ "type": ["string", "number", "boolean"] }),
        "is_not" | "in_list" | "not_in_list" | "matches" | "within_last" | "within_next" | "older_than" => {
            json!({ "type": "string" })
        }
        "on_or_after" | "on_or_before" => json!({ "type": "string", "format": "date" }),
        "at_least" | "at_most" | "more_than" | "less_than" => json!({ "type": "number" }),
        "between" => json!({ "type": "array", "minItems": 2, "maxItems": 2 }),
        "within" => object(
            json!({ "km": number("how far, in kilometres"), "miles": number("how far, in miles"),
                "of": text("the postal code in the middle"), "country": text("its country") }),
            &["of"],
        ),
        _ => json!({ "type": "array", "minItems": 1, "items": { "type": "string" } }),
    };
    about(takes, operator.manual)
}
