//! The schemas of criterion files and profiles.

use serde_json::{Value, json};

use super::{
    about, day, definitions, flag, format_key, named, number, object, operator_keys, reference, text, text_or_texts,
    texts, with, word,
};
use crate::model::{Outcome, Verdict};

/// The keys of a rule beside those of its condition.
fn rule_keys() -> Value {
    json!({
        "only_if": about(reference("condition"), "where this fails, the rule is skipped"),
        "if_unknown": word(&["ask", "pass", "fail"], "what becomes of an unknown; a question unless said otherwise"),
        "if_unreadable": word(&["ask", "pass", "fail"],
            "the same where something is there that cannot be read; a question unless said otherwise"),
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

pub(super) fn criterion() -> Value {
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

pub(super) fn profile() -> Value {
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
