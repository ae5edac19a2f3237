//! JSON Schemas of `summary.json` and `run.json`, for programs that read them: draft 07, as those of the rule files.

#![expect(clippy::needless_pass_by_value, reason = "schemas are put together out of parts that are made on the spot")]

use serde_json::{Map, Value, json};

use super::{RunRecord, Summary};
use crate::model::Disposition;

/// The reports that have a schema.
pub const REPORT_KINDS: [&str; 2] = ["summary", "run"];

/// The schema of a report; nothing for a word that is none of [`REPORT_KINDS`].
#[must_use]
pub fn report_schema(kind: &str) -> Option<Value> {
    let mut schema = match kind {
        "summary" => summary(),
        "run" => run(),
        _ => return None,
    };
    let about = schema.as_object_mut()?;
    about.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    about.insert("title".to_owned(), format!("leadsieve {kind}.json").into());
    about.insert("definitions".to_owned(), json!({ "remark": remark() }));
    Some(schema)
}

/// Keys with their schemas; those behind a `?` may be left out.
fn object<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (key, schema) in keys {
        let name = key.strip_prefix('?').unwrap_or(key);
        if name == key {
            required.push(name.to_owned());
        }
        properties.insert(name.to_owned(), schema);
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn about(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}

fn text(description: &str) -> Value {
    about(json!({ "type": "string" }), description)
}

fn text_or_null(description: &str) -> Value {
    about(json!({ "type": ["string", "null"] }), description)
}

fn day(description: &str) -> Value {
    about(json!({ "type": "string", "format": "date" }), description)
}

fn count(description: &str) -> Value {
    about(json!({ "type": "integer", "minimum": 0 }), description)
}

fn number(description: &str) -> Value {
    about(json!({ "type": "number" }), description)
}

fn flag(description: &str) -> Value {
    about(json!({ "type": "boolean" }), description)
}

fn format(version: u32) -> Value {
    about(json!({ "const": version }), "the version of the keys of this file and of what they mean")
}

fn all(of: Value, description: &str) -> Value {
    about(json!({ "type": "array", "items": of }), description)
}

fn texts(description: &str) -> Value {
    all(json!({ "type": "string" }), description)
}

/// A table whose keys are names, in an order that means something.
fn named(of: Value, description: &str) -> Value {
    about(json!({ "type": "object", "additionalProperties": of }), description)
}

fn counts(description: &str) -> Value {
    named(json!({ "type": "integer", "minimum": 0 }), description)
}

fn dispositions() -> Value {
    let keys = Disposition::ALL.map(|one| (one.as_str(), count("records that ended there")));
    about(object(keys), "where records ended; together they are all that were read")
}

fn summary() -> Value {
    object([
        ("format", format(Summary::FORMAT)),
        ("job", text_or_null("the job; null for lists that no job names")),
        ("run", text("what names the run, here, in run.json and in decisions.parquet")),
        ("as_of", day("the day that relative dates counted from")),
        ("read", count("leads that were read")),
        ("dispositions", dispositions()),
        ("lists", all(list(), "the lists, in the order of the job")),
        ("criteria", named(criterion_counts(), "what the criteria said of the leads that were judged")),
        ("titles", named(json!({ "type": "string" }), "what people call the criteria that have a title")),
        ("rules", named(rule_counts(), "what the rules said of them")),
        ("reasons", all(reason(), "why leads were rejected, the most frequent reason first")),
        ("misses", all(miss(), "what the leads lack that one rule alone rejects, the most frequent first")),
        ("questions", all(question(), "what leads for review are asked, the most frequent question first")),
        ("warnings", texts("what a person should know, in English")),
        ("remarks", all(json!({ "$ref": "#/definitions/remark" }), "the same as keys of words, for any language")),
        ("?shared", all(shared(), "values that more than a few companies share")),
        ("broken_lists", texts("lists that could not be read and were left out")),
        ("?guessed_encodings", texts("lists whose encoding is a guess")),
        ("idle_suppressions", count("entries of suppression files that bar nobody")),
    ])
}

fn list() -> Value {
    let fields = object([
        ("known", count("cells that say one value")),
        ("range", count("cells that say a range")),
        ("missing", count("blank cells and placeholders")),
        ("unreadable", count("cells that hold something that cannot be read")),
    ]);
    object([
        ("list", text("its name")),
        ("vendor", text_or_null("who sold it; null where that is not known")),
        ("?price", price()),
        ("?promise", promise()),
        ("defects", counts("what can be held against the vendor, by what it is: the rows of its claim")),
        ("defective", count("leads with a defect")),
        ("overlap", count("leads that an earlier list of somebody else has: the rows of overlap.csv")),
        ("?outdated", counts("field to the leads in which it is older than was promised")),
        ("read", count("leads that were read")),
        ("dispositions", dispositions()),
        ("stages", counts("criterion to the leads that no criterion up to and including it has failed")),
        ("encoding", text("how its bytes were decoded")),
        ("delimiter", text_or_null("what separates its cells; null for a sheet of a workbook")),
        ("repairs", counts("field to the cells that were put right")),
        ("repair_kinds", named(counts("cells by what was done to them"), "the same by what was done to the cells")),
        ("unwrapped", counts("field to the cells of which only quotes or a formula were taken off")),
        ("?cleared", counts("field to the cells that the job did not want to be used")),
        ("?filled", counts("field to the cells that were taken over from duplicates")),
        ("mended", counts("how records were recovered to the number of records")),
        ("unreadable", counts("why records are unreadable to the number of records")),
        ("mapping", named(texts("headers, first choice first"), "field to the columns that feed it")),
        ("unmapped_fields", texts("the fields that no column feeds")),
        ("fields", named(fields, "field to the states of its cells")),
    ])
}

fn price() -> Value {
    about(
        object([("amount", number("the sum for all of it")), ("currency", text("its currency, by its three letters"))]),
        "what the whole list cost",
    )
}

fn promise() -> Value {
    let rows = about(json!({ "type": ["integer", "null"] }), "how many records");
    let filled = named(json!({ "type": "number" }), "field to the share of records in which it is filled, 0 to 1");
    let verified = named(json!({ "type": "string" }), "field to how old it may be on the day of the purchase");
    about(object([("rows", rows), ("filled", filled), ("verified_within", verified)]), "what the vendor promised")
}

fn criterion_counts() -> Value {
    object([
        ("pass", count("leads of which no knock-out failed or is unknown")),
        ("fail", count("leads of which a knock-out failed")),
        ("unknown", count("leads of which none failed and one is unknown")),
    ])
}

fn rule_counts() -> Value {
    object([
        ("pass", count("good for the lead")),
        ("fail", count("bad for the lead")),
        ("unknown", count("the list did not say enough")),
        ("skipped", count("the rule did not apply")),
        ("assumed", count("those that passed or failed because the rule says what to assume")),
        ("sole_blocker", count("rejected leads of which it is the only failed knock-out")),
    ])
}

fn reason() -> Value {
    object([
        ("rule", text("the rule")),
        ("rejected", count("rejected leads that it is a reason for")),
        ("sole_blocker", count("those that it alone keeps out")),
    ])
}

fn miss() -> Value {
    let gaps = object([
        ("limit", text("the limit: a number, a day, a length with its unit")),
        ("above", flag("whether the leads lie above it")),
        ("close", count("leads within a tenth of the limit, or within thirty days")),
        ("quarter", number("a quarter of the leads is at most so far away")),
        ("half", number("half of them are at most so far away")),
    ]);
    let value = object([("value", text("in its normal form")), ("leads", count("leads that say so"))]);
    object([
        ("rule", text("the rule")),
        ("field", text("what would have to say something else; blank where that is not told")),
        ("leads", count("leads")),
        ("?gaps", gaps),
        ("?values", all(value, "what most of them say instead")),
    ])
}

fn question() -> Value {
    object([
        ("field", text("the field that is not known")),
        ("question", text("the words")),
        ("leads", count("leads that are asked")),
    ])
}

fn shared() -> Value {
    object([
        ("of", text("the fields that it is a value of")),
        ("value", text_or_null("the value; null where it is sensitive")),
        ("companies", count("companies that share it")),
        ("records", count("records that have it")),
        ("is_key", flag("whether it is an identity key, so that all of these records are one lead")),
    ])
}

fn remark() -> Value {
    let kind = |key: &str, of: Value| json!({ "type": "object", "properties": { key: of }, "required": [key], "additionalProperties": false });
    let counted = json!({ "type": "array", "minItems": 2, "maxItems": 2 });
    let filling = [
        kind("text", json!({ "type": "string" })),
        kind("number", json!({ "type": "integer" })),
        kind("day", json!({ "type": "string" })),
        kind("names", json!({ "type": "array", "items": { "type": "string" } })),
        kind("counted", counted),
        kind("parts", json!({ "type": "array", "items": { "$ref": "#/definitions/remark" } })),
    ];
    object([
        ("says", text("the key of its words, or a sentence")),
        ("?gaps", named(json!({ "anyOf": filling }), "what fills the gaps in them")),
    ])
}

fn run() -> Value {
    let timings = object([
        ("seconds", number("from the beginning to the end of its files")),
        ("threads", count("on how many threads")),
    ]);
    object([
        ("program", about(json!({ "const": "leadsieve" }), "who made it")),
        ("format", format(RunRecord::FORMAT)),
        ("run", text("what names the run, here, in summary.json and in decisions.parquet")),
        ("version", text("the version of the program")),
        ("as_of", day("the day that relative dates counted from")),
        ("job", text_or_null("the job; null for lists that no job names")),
        ("profile", text("the profile")),
        ("output", text("the formats of the outputs")),
        ("inputs", all(input(), "the lists, in the order of the job")),
        ("?settled", all(input(), "lists that earlier runs have done with and whose files were still there")),
        ("rule_files", all(file(), "the job, the profile, and the files of rules, fields and lists")),
        ("?rules", text("a hash of the profile and its rules")),
        ("reference_data", named(json!({ "type": "string" }), "reference table to its version")),
        ("?remembered", all(remembered(), "what the lists looked like, for the next run of the job")),
        ("?told_promises", all(told_promise(), "promises that lists did not keep and of which somebody was told")),
        ("?earlier_days", texts("the days of the job's last runs")),
        ("?run_id", text("the id under which the ledger has entered the run")),
        ("?ledger_id", text("the id of that ledger")),
        ("read", count("leads that were read")),
        ("dispositions", dispositions()),
        ("timings", about(timings, "how long it took")),
    ])
}

fn input() -> Value {
    object([
        ("path", text("where it was read")),
        ("list", text("its name in the reports")),
        ("bytes", count("its size")),
        ("sha256", text("SHA-256 of its bytes")),
        ("?member", text("the part of the file that is the list: a file of an archive, a sheet")),
        ("?stays", flag("whether the next night has to read it again")),
    ])
}

fn file() -> Value {
    object([("path", text("where it was read")), ("sha256", text("SHA-256 of its bytes"))])
}

fn remembered() -> Value {
    object([
        ("pattern", text("the pattern by which it was found; blank where only its vendor is known")),
        ("vendor", text_or_null("who sold it")),
        ("list", text("its name")),
        ("as_of", day("the day of the run that read it")),
        ("headers", texts("its column names")),
        ("fields", texts("the fields that its columns fed")),
        ("encoding", text("how its bytes were decoded")),
        ("delimiter", text("what separated its cells")),
        ("quote", text("what stood around cells")),
    ])
}

fn told_promise() -> Value {
    object([
        ("sha256", text("SHA-256 of the list's bytes")),
        ("?member", text("the part of the file that is the list")),
        ("promise", text("what was promised")),
    ])
}
