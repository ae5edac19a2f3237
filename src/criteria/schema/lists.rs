//! The schemas of jobs, list files and vendors' layouts.

use serde_json::{Value, json};

use super::{about, day, flag, format_key, named, number, object, reference, text, text_or_texts, texts, with, word};
use crate::model::Readers;
use crate::profile::Format;

pub(super) fn job() -> Value {
    let entry = object(
        json!({ "path": text("a file or pattern"), "optional": flag("whether it may match nothing") }),
        &["path"],
    );
    let barred = json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, entry] },
        "description": "files that name who must not be contacted, and patterns" });
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let size = json!({ "type": ["string", "integer"] });
    object(
        json!({
            "format": format_key(),
            "name": text("part of the output folder's name"),
            "profile": text("the profile file"),
            "lists": { "type": "array", "minItems": 1, "items": { "anyOf": [{ "type": "string" }, entry.clone()] },
                "description": "files and patterns, in order of priority" },
            "out": text("the folder of the outputs"),
            "language": word(&["en", "de"], "the words of the reports"),
            "output": object(json!({
                "formats": { "type": "array", "items": { "enum": formats } },
                "readable_by": word(&Readers::NAMES, "who on the machine may read the files"),
                "columns": { "type": "array", "minItems": 1, "items": { "type": "string" },
                    "description": "the fields of prospects and reviews, in their order; * is all others" },
                "formula_guard": flag("whether cells that a spreadsheet would run get an apostrophe"),
            }), &[]),
            "fail_when": object(json!({
                "unreadable_rows": text("a share, such as \"5%\""),
                "prospects_below": number("fewer prospects than this"),
                "unknown": about(named(json!({ "type": "string" })), "rule = the share of unknowns, such as \"60%\""),
                "below_promise": flag("a list that falls short of what its vendor promised"),
                "unmapped_knock_out": flag("a list without any column that a knock-out reads"),
                "guessed_encoding": flag("a list whose encoding is told with a confidence below 90 %"),
            }), &[]),
            "keep_runs": number("how many runs of the job stay under out; older ones are removed"),
            "suppress": object(json!({ "files": barred, "clear": { "type": "array",
                "items": object(json!({ "fields": texts("the fields whose cells are not to be used"), "files": barred,
                    "when": about(reference("condition"), "of whom; with files, of those for whom both hold") }), &["fields"]),
                "description": "bars a channel, not the person" } }), &[]),
            "ledger": object(json!({
                "file": text("where the job remembers whom it handed over"),
                "retention": text("how long, such as \"24 months\""),
                "backups": number("how many copies of it are kept, one a run; 7 where it does not say"),
                "forgotten": text("the suppression file of people who objected; forgotten.csv beside the ledger"),
            }), &["file"]),
            "limit": about(named(object(json!({
                "by": text("the field whose values are the groups; all leads are one without it"),
                "keep": number("how many leads of a group are handed over at most"),
                "of": word(&["prospect", "review"], "which leads it counts"),
                "hold_for": text("how long who is held comes first on later nights, such as \"14 days\""),
            }), &["keep", "of"])), "a name = the best leads that are handed over; what has no room is held"),
            "after": word(&["keep", "move"], "what becomes of lists that were done"),
            "strict": flag("whether one list that cannot be read stops the others"),
            "follow_links": flag("whether paths may leave the job's folder through symbolic links"),
            "limits": object(json!({ "max_unpacked": size, "max_ratio": { "type": "integer" },
                "max_members": { "type": "integer" }, "max_workbook": size }), &[]),
        }),
        &["format", "name", "profile", "lists", "out"],
    )
}

pub(super) fn list_keys() -> Value {
    let sources = crate::criteria::list_file::SOURCES;
    let feeds = || named(reference("feeds"));
    json!({
        "format": format_key(),
        "files": text_or_texts("the files that this is about, relative to this one; patterns may be used"),
        "vendor": text("who sold it"),
        "source": word(&sources, "how it came about"),
        "bought": day("when it was bought"),
        "price": object(json!({ "amount": number("for the whole list"), "currency": text("such as EUR") }), &["amount", "currency"]),
        "promise": object(json!({ "rows": number("how many records were promised"),
            "filled": about(named(json!({ "type": "string" })), "field = the share of records in which it is filled, such as \"98%\""),
            "verified_within": about(named(json!({ "type": "string" })),
                "date field = how old it may be on the day of the purchase, such as \"12 months\"") }), &[]),
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

pub(super) fn vendor() -> Value {
    let headers = json!({ "type": "array", "items": { "type": ["string", "array"], "items": { "type": "string" } } });
    let keys = with(list_keys(), json!({ "recognise": object(json!({ "headers": headers }), &["headers"]) }));
    object(keys, &["format", "vendor", "recognise"])
}
