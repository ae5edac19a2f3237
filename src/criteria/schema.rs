//! JSON Schemas of the TOML files, for editors: what may stand where, with a line about each key.
//!
//! Draft 07, because that is what the language servers for TOML read. The operators with their manuals come out of the
//! registry, so they cannot drift. A schema knows names and kinds of values; what only the reader can know (whether a
//! field exists, whether an operator fits it) stays with `leadsieve check`.

#![expect(clippy::needless_pass_by_value, reason = "schemas are put together out of parts that are made on the spot")]

use serde_json::{Map, Value, json};

use crate::field_types::{FieldType, Table};
use crate::model::{Outcome, Verdict};
use crate::operators::{self, Operator};
use crate::profile::Format;

/// The kinds of files that have a schema.
pub const KINDS: [&str; 6] = ["fields", "criterion", "profile", "job", "list", "vendor"];

/// The schema of a kind of file; nothing for a word that is none of [`KINDS`].
#[must_use]
pub fn schema(kind: &str) -> Option<Value> {
    let mut schema = match kind {
        "fields" => fields(),
        "criterion" => criterion(),
        "profile" => profile(),
        "job" => job(),
        "list" => object(list_keys(), &["format"]),
        "vendor" => vendor(),
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

fn fields() -> Value {
    let field = json!({
        "type": word(&FieldType::NAMES, "how cells are read and compared"),
        "label": text("what people read"),
        "columns": reference("feeds"),
        "ask": text("the question for the call when it is not known"),
        "missing": texts("cells that mean blank, beside those of all fields"),
        "values": reference("values"),
        "sensitive": flag("left out of sheets and Parquet; rules that read it say why"),
        "country_from": text("the field with the country of a phone or postal code"),
        "min": number("no value lies below"), "max": number("no value lies above"),
        "whole": flag("only whole values count"),
        "unit": number("what bare numbers are multiplied by"),
        "currency": text("the currency of amounts, such as EUR"),
        "formats": text_or_texts("how dates are written, such as DD.MM.YYYY"),
        "century": number("of years with two digits: 1900"),
        "separator": text("what stands between the parts of a list"),
        "length": number("how many digits a code has"),
        "fold_accents": flag("é is compared as e"),
        "spelling": word(&["plain", "german"], "german: ä is compared as ae"),
    });
    let row = with(
        json!({ "value": text("the class where this row is the first to hold") }),
        definitions()["condition"]["properties"].clone(),
    );
    let class = json!({
        "from": text("the field that the rows look at unless they name another"),
        "first_match": { "type": "array", "minItems": 1, "items": object(row, &["value"]) },
        "otherwise": text("the class where no row holds"),
    });
    let keys = json!({ "keys": { "type": "array", "items": { "type": "array", "items": { "type": "string" } },
        "description": "each a set of fields by which two records are the same lead" } });
    let currency = json!({ "base": text("the currency of a rate of 1"), "as_of": day("the day of the rates"),
        "rates": named(json!({ "type": "number" })) });
    let tables: Map<String, Value> =
        Table::NAMES.iter().map(|name| ((*name).to_owned(), text("a file in place of the shipped table"))).collect();
    object(
        json!({
            "format": format_key(),
            "missing": texts("cells that mean blank in every field"),
            "field": named(object(field, &[])),
            "classify": named(object(class, &["from", "first_match"])),
            "identity": object(keys, &[]),
            "currency": object(currency, &["base"]),
            "reference": object(Value::Object(tables), &[]),
        }),
        &["format"],
    )
}

/// The keys of a rule beside those of its condition.
fn rule_keys() -> Value {
    json!({
        "only_if": about(reference("condition"), "where this fails, the rule is skipped"),
        "if_unknown": word(&["ask", "pass", "fail"], "what becomes of an unknown; a question unless said otherwise"),
        "range_as": word(&["low", "middle", "high"], "what a range counts as in this rule"),
        "why": text("the reason, for those who read the rules"),
        "message": text("the sentence for the bad outcome; {label} {value} {expected} {short_by} {FIELD}"),
        "valid_from": day("the first day on which the rule counts"),
        "valid_until": day("the last day on which the rule counts"),
    })
}

fn rule(more: Value) -> Value {
    let keys = with(definitions()["condition"]["properties"].clone(), rule_keys());
    named(object(with(keys, more), &[]))
}

fn score_keys() -> Value {
    let band = with(json!({ "points": number("the points of this band") }), operator_keys());
    json!({
        "points": about(json!({ "type": "integer" }), "what the rule earns"),
        "bands": { "type": "array", "minItems": 1, "items": object(band, &["points"]),
            "description": "read from the top; the first that holds counts" },
    })
}

fn test(expect: Value) -> Value {
    let facts = json!({ "vendor": text("who sold the list"), "source": text("how it came about"),
        "name": text("its name"), "bought": day("when it was bought"), "price_per_record": json!({}) });
    let keys = json!({
        "lead": about(named(json!({ "type": "string" })), "raw cells by field; a field left out is missing"),
        "list": about(object(facts, &[]), "the list's own facts"),
        "expect": expect,
        "fields": about(json!({ "type": "object" }), "what cells must have been read as; \"\" for not known"),
    });
    named(object(keys, &["lead"]))
}

fn criterion() -> Value {
    let list = json!({ "values": texts("the values"), "file": text("a text file of values, or a CSV file"),
        "column": text("the column of the CSV file") });
    let lookup = json!({
        "from": text_or_texts("the field, or several, whose cells are the keys"),
        "file": text("the CSV file"),
        "key": text_or_texts("its key columns"),
        "value": text_or_texts("its value columns"),
        "match": word(&["exact", "prefix", "range", "nearest"], "how keys are found"),
        "within": text("how far the nearest place may be: \"30 miles\", or a column"),
        "country": text("the country of the table's postal codes"),
        "otherwise": text("the value of a key without a row"),
    });
    let outcomes = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::Skipped].map(Outcome::as_str);
    let expect = json!({ "type": "object", "additionalProperties": { "type": ["string", "number"] },
        "description": format!("rule = outcome ({}) or points", outcomes.join(", ")) });
    object(
        json!({
            "format": format_key(),
            "criterion": text("the name that ids begin with"),
            "title": text("what people read"), "version": text("the author's word for its state"),
            "test_as_of": day("the day that the tests are run on"),
            "must": about(rule(json!({})), "[must.NAME] knocks a lead out when its condition fails"),
            "must_not": about(rule(json!({})), "[must_not.NAME] knocks a lead out when its condition holds"),
            "score": about(rule(score_keys()), "[score.NAME] earns points"),
            "condition": named(reference("condition")),
            "list": named(object(list, &[])),
            "lookup": named(object(lookup, &["from", "file", "key", "value"])),
            "test": test(expect),
        }),
        &["format", "criterion"],
    )
}

fn profile() -> Value {
    let thresholds = json!({ "prospect_at": number("prospect from this worst score on"),
        "review_at": number("rejected below this best score") });
    let decision = with(
        thresholds.clone(),
        json!({ "max_questions": number("how many questions a lead gets at most"),
            "grades": about(named(json!({ "type": "number" })), "grade = the worst score that it begins at") }),
    );
    let for_lists = with(thresholds, json!({ "only_if": about(reference("condition"), "over list.* fields alone") }));
    let own = json!({ "why": text("the reason"), "until": day("the last day on which it counts") });
    let change = json!({ "add": texts("values to add"), "remove": texts("values to take out") });
    let mut overrides =
        rule(with(score_keys(), with(own.clone(), json!({ "off": flag("whether the rule is dropped") }))));
    overrides["additionalProperties"]["required"] = json!(["why"]);
    let verdicts = [Verdict::Prospect, Verdict::Review, Verdict::Rejected].map(Verdict::as_str);
    let expect = json!({ "type": "object", "description": "verdict, score, grade, blocked_by, ask, or ids of rules",
        "properties": { "verdict": word(&verdicts, "the verdict"), "blocked_by": texts("ids of rules"),
            "ask": texts("fields, in order") } });
    object(
        json!({
            "format": format_key(),
            "name": text("the name of the profile"), "title": text("what people read"),
            "version": text("the author's word for its state"),
            "test_as_of": day("the day that the tests are run on"),
            "extends": text("the profile that this one goes on from"),
            "fields": text_or_texts("the fields files, later ones add"),
            "rules": texts("the criterion files"),
            "decision": object(decision, &[]),
            "decision_for": named(object(for_lists, &["only_if"])),
            "weight": about(named(json!({ "type": "number" })), "criterion = what all its points are multiplied by"),
            "override": named(overrides),
            "override_list": named(named(object(with(own, change), &["why"]))),
            "test": test(expect),
        }),
        &["format", "name"],
    )
}

fn job() -> Value {
    let entry = object(
        json!({ "path": text("a file or pattern"), "optional": flag("whether it may match nothing") }),
        &["path"],
    );
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let size = json!({ "type": ["string", "integer"] });
    object(
        json!({
            "format": format_key(),
            "name": text("part of the output folder's name"),
            "profile": text("the profile file"),
            "lists": { "type": "array", "minItems": 1, "items": { "anyOf": [{ "type": "string" }, entry] },
                "description": "files and patterns, in order of priority" },
            "out": text("the folder of the outputs"),
            "language": word(&["en", "de"], "the words of the reports"),
            "output": object(json!({
                "formats": { "type": "array", "items": { "enum": formats } },
                "formula_guard": flag("whether cells that a spreadsheet would run get an apostrophe"),
            }), &[]),
            "fail_when": object(json!({
                "unreadable_rows": text("a share, such as \"5%\""),
                "prospects_below": number("fewer prospects than this"),
                "unmapped_knock_out": flag("a list without any column that a knock-out reads"),
            }), &[]),
            "limits": object(json!({ "max_unpacked": size, "max_ratio": { "type": "integer" },
                "max_members": { "type": "integer" }, "max_workbook": size }), &[]),
        }),
        &["format", "name", "profile", "lists", "out"],
    )
}

fn list_keys() -> Value {
    let sources = super::list_file::SOURCES;
    let feeds = || named(reference("feeds"));
    json!({
        "format": format_key(),
        "files": text_or_texts("the files that this is about, relative to this one; patterns may be used"),
        "vendor": text("who sold it"),
        "source": word(&sources, "how it came about"),
        "bought": day("when it was bought"),
        "price": object(json!({ "amount": number("for the whole list"), "currency": text("such as EUR") }), &["amount", "currency"]),
        "promise": object(json!({ "rows": number("how many records were promised"),
            "filled": named(json!({ "type": "string" })) }), &[]),
        "csv": object(json!({
            "encoding": text("such as windows-1252"), "delimiter": text("what stands between cells"),
            "quote": text("what stands around cells"), "escape": text("what stands before a quote in a cell"),
            "decimal": word(&[".", ","], "the decimal separator of ambiguous numbers"),
            "skip_top": number("how many lines stand above the header"),
            "header": { "type": ["boolean", "array"], "items": { "type": "string" },
                "description": "false, or the names of the columns, where the list has no header" },
            "short_records": word(&["pad", "refuse"], "what becomes of records with too few cells"),
        }), &[]),
        "columns": about(feeds(), "field = header; wins over the fields file"),
        "missing": about(named(json!({ "type": "array", "items": { "type": "string" } })), "all, or field = cells that mean blank"),
        "values": about(named(reference("values")), "field = what is written, and what it means"),
        "units": about(named(json!({})), "field = what bare numbers are multiplied by, or { unit, currency }"),
        "fill": about(named(json!({ "type": "string" })), "field = what the list leaves out because it is obvious"),
        "formats": about(named(text_or_texts("date formats")), "field = how its dates are written"),
        "explode": object(json!({ "groups": { "type": "array", "items": feeds() } }), &["groups"]),
        "continue": object(json!({ "when_blank": text("the field that is blank in a record that goes on"),
            "own": texts("columns that are each record's own") }), &["when_blank"]),
    })
}

fn vendor() -> Value {
    let headers = json!({ "type": "array", "items": { "type": ["string", "array"], "items": { "type": "string" } } });
    let keys = with(list_keys(), json!({ "recognise": object(json!({ "headers": headers }), &["headers"]) }));
    object(keys, &["format", "vendor", "recognise"])
}
