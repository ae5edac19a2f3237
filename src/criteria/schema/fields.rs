//! The schema of fields files.

use serde_json::{Map, Value, json};

use super::{
    day, definitions, flag, format_key, named, number, object, reference, text, text_or_texts, texts, with, word,
};
use crate::field_types::{FieldType, Table};

pub(super) fn fields() -> Value {
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
        "past": flag("the days of a date are in the past: births, foundings"),
        "separator": text("what stands between the parts of a list"),
        "length": number("how many digits a code has, or characters with case = \"keep\""),
        "case": word(&["keep"], "of a code: an id that is compared as it is written, so that a and A are two"),
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
    let similar = json!({
        "above": { "type": "number", "minimum": 0.5, "exclusiveMaximum": 1, "description": "from which similarity on: 0.8" },
        "of": word(&["handed_over", "all"], "handed_over: pairs with a lead that is handed over or held"),
    });
    let unless = json!({ "fields": texts("the fields, and parts of fields, of the key"),
        "unless_known": texts("the key counts only for records of which none of these fields is known") });
    let key = json!({ "anyOf": [{ "type": "array", "items": { "type": "string" } }, object(unless, &["fields"])] });
    let keys = json!({ "keys": { "type": "array", "items": key,
        "description": "each a set of fields, or of parts such as web.domain, by which two records are the same lead" },
        "review_similar": {
            "description": "whether leads that no key joins and that are very alike are listed in similar.csv; shared: only those that share an address, number or page",
            "oneOf": [{ "type": "boolean" }, { "const": "shared" }, object(similar, &[])],
        },
        "do_not_contact": texts("fields of any type by which a list says that a lead must not be contacted"),
        "fill_gaps": flag("whether the first record takes over from its duplicates what it lacks") });
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
