//! The JSON Schemas of the TOML files: shipped files fit them, bad ones do not, and the printed ones are those in `docs/`.

#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Ran, Test};
use leadsieve::criteria::{KINDS, schema};
use leadsieve::operators;
use leadsieve::report::{REPORT_KINDS, report_schema};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is wrong with a value, by the part of JSON Schema that the schemas use: a path and a reason for each.
fn wrong(value: &Value, schema: &Value, all: &Value, path: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return wrong(value, all.pointer(reference.strip_prefix('#').unwrap()).unwrap(), all, path);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices.iter().any(|choice| wrong(value, choice, all, path).is_empty());
        return if fits { Vec::new() } else { vec![format!("{path}: none of the choices")] };
    }
    let mut found = Vec::new();
    let is = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("a type that nobody checks: {other}"),
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|word| is(word)) {
        found.push(format!("{path}: not {}", types.join(" or ")));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        found.push(format!("{path}: no such word"));
    }
    if schema.get("const").is_some_and(|wanted| wanted != value) {
        found.push(format!("{path}: another value"));
    }
    if let Some(table) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten() {
            if !table.contains_key(key.as_str().unwrap()) {
                found.push(format!("{path}: no {key}"));
            }
        }
        for (key, inner) in table {
            let path = format!("{path}/{key}");
            match (schema["properties"].get(key), &schema["additionalProperties"]) {
                (Some(known), _) => found.extend(wrong(inner, known, all, &path)),
                (None, Value::Bool(false)) => found.push(format!("{path}: unknown key")),
                (None, Value::Object(_)) => found.extend(wrong(inner, &schema["additionalProperties"], all, &path)),
                (None, _) => {}
            }
        }
    }
    if let Some(elements) = value.as_array() {
        let count = |key: &str| schema[key].as_u64().map(|count| usize::try_from(count).unwrap());
        if count("minItems").is_some_and(|least| elements.len() < least)
            || count("maxItems").is_some_and(|most| elements.len() > most)
        {
            found.push(format!("{path}: so many elements"));
        }
        if schema["items"].is_object() {
            let each = elements.iter().enumerate();
            found.extend(each.flat_map(|(place, one)| wrong(one, &schema["items"], all, &format!("{path}/{place}"))));
        }
    }
    found
}

/// A TOML file as JSON; dates are texts, as editors take them.
fn json_of(text: &str) -> Option<Value> {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => day.to_string().into(),
            toml::Value::Table(table) => {
                table.into_iter().map(|(key, inner)| (key, convert(inner))).collect::<serde_json::Map<_, _>>().into()
            }
            toml::Value::Array(elements) => elements.into_iter().map(convert).collect::<Vec<_>>().into(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    text.parse::<toml::Table>().ok().map(|table| convert(toml::Value::Table(table)))
}

/// The kind of a good file, by its place and its keys.
fn kind_of(path: &Path, file: &Value) -> &'static str {
    let has = |key: &str| file.get(key).is_some();
    match () {
        () if has("recognise") => "vendor",
        () if has("criterion") => "criterion",
        () if has("lists") && has("profile") => "job",
        () if has("rules") || has("extends") => "profile",
        () if has("field") || has("classify") => "fields",
        () if path.to_string_lossy().ends_with(".list.toml") => "list",
        () => panic!("{}: of which kind?", path.display()),
    }
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    found
}

fn problems(kind: &str, text: &str) -> Vec<String> {
    let schema = schema(kind).unwrap();
    json_of(text).map_or_else(|| vec!["no TOML".to_owned()], |file| wrong(&file, &schema, &schema, ""))
}

#[test]
fn shipped_files_fit_their_schemas() {
    let mut checked = 0;
    for folder in ["rules", "sample-data", "benches/rules", "tests/examples", "tests/reference-data"] {
        for path in toml_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let kind = kind_of(&path, &json_of(&text).unwrap());
            assert_eq!(problems(kind, &text), [] as [String; 0], "{} as a {kind} file", path.display());
            checked += 1;
        }
    }
    assert!(checked > 40, "only {checked} files");
}

/// What a schema can know: keys, operators and kinds of values. Fields and lists it cannot.
#[test]
fn bad_files_do_not_fit() {
    let known = [
        "E101-job",
        "E101-list",
        "E101-misspelt-key",
        "E101-top-level",
        "E103-operator",
        "E110-rule",
        "E202-quoted-number",
        "E204-profile",
    ];
    for name in known {
        let text = fs::read_to_string(root().join(format!("tests/diagnostics/bad/{name}.toml"))).unwrap();
        let kind = text.lines().next().unwrap().strip_prefix("# ").unwrap();
        assert!(!problems(kind, &text).is_empty(), "{name} fits the schema of a {kind} file");
    }
}

/// The reader knows every operator that the schema offers, and the schema every one that the reader knows.
#[test]
fn the_operators_are_those_of_the_reader() {
    let criterion = schema("criterion").unwrap();
    let offered = criterion.pointer("/definitions/condition/properties").unwrap().as_object().unwrap();
    for operator in operators::ALL {
        assert_eq!(offered[operator.key]["description"], operator.manual, "{}", operator.key);
    }
    let others = ["field", "all", "any", "none", "need", "condition"];
    assert_eq!(offered.len(), operators::ALL.len() + others.len());
}

/// The reports in a folder fit their schemas; which keys of the schemas they have is noted, by their paths.
fn assert_reports_fit(ran: &Ran, folder: &str, met: &mut BTreeSet<String>) {
    for kind in REPORT_KINDS {
        let (report, schema) = (ran.json(&format!("{folder}/{kind}.json")), report_schema(kind).unwrap());
        assert_eq!(wrong(&report, &schema, &schema, kind), [] as [String; 0]);
        note(&report, &schema, &schema, kind, met);
    }
}

/// Notes which keys of a schema a value has.
fn note(value: &Value, schema: &Value, all: &Value, path: &str, met: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        return note(value, all.pointer(reference.strip_prefix('#').unwrap()).unwrap(), all, "remark", met);
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let known = &schema["properties"][key];
        if known.is_object() {
            let path = format!("{path}/{key}");
            note(inner, known, all, &path, met);
            met.insert(path);
        } else {
            note(inner, &schema["additionalProperties"], all, path, met);
        }
    }
    value.as_array().into_iter().flatten().for_each(|one| note(one, &schema["items"], all, path, met));
}

/// The keys of a schema.
fn keys(schema: &Value, path: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        found.extend(keys(inner, &path));
        found.insert(path);
    }
    for inner in ["additionalProperties", "items"].map(|key| &schema[key]).into_iter().filter(|inner| inner.is_object())
    {
        found.extend(keys(inner, path));
    }
    found
}

/// Programs can rely on the schemas: whatever runs leave fits them, and no key in them is never there.
#[test]
fn reports_fit_their_schemas() {
    let mut met = BTreeSet::new();
    let mut test = Test::shipped();
    for job in ["nightly", "consumer", "scouting"] {
        let ran = test.args(&format!("run sample-data/{job}.toml --formats csv,parquet,html")).run();
        assert_reports_fit(&ran, "out/latest", &mut met);
        let summary = ran.json("out/latest/summary.json");
        assert_eq!(
            (&summary["format"], &summary["job"], &summary["as_of"]),
            (&1.into(), &job.into(), &common::AS_OF.into())
        );
        assert_eq!(summary["run"], ran.json("out/latest/run.json")["run"]);
        test = ran.again();
    }
    // A job with a ledger, limits, a broken promise, a list that is cut short, objections by channel, gaps that duplicates
    // fill, and a list that stays though it was read.
    let fields = r#"format = 1
[identity]
keys = [["email"]]
fill_gaps = true
do_not_contact = ["no"]
review_similar = true
[field.email]
type = "email"
columns = ["Email"]
[field.phone]
type = "phone"
columns = ["Phone"]
country_from = "land"
[field.land]
type = "country"
columns = ["Land"]
[field.no]
type = "text"
columns = ["No"]
[field.company]
type = "company"
columns = ["Company"]
[field.seen]
type = "date"
columns = ["Seen"]
"#;
    let profile = "format = 1\nname = \"p\"\ntest_as_of = 2026-11-01\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n\
                   [decision]\nprospect_at = 0\n";
    let rules = "format = 1\ncriterion = \"c\"\ntitle = \"Where\"\n[must.here]\nfield = \"land\"\nin = [\"DE\"]\n";
    let list = |more: &str| {
        format!(
            "format = 1\nfiles = [\"*.csv\"]\nvendor = \"V\"\nprice = {{ amount = 9, currency = \"EUR\" }}\n[promise]\nrows = 9\n{more}"
        )
    };
    let leads = "Email,Phone,Land,No,Company,Seen\na@x.example,,DE,,A,2001-01-01\na@x.example,030 901820,DE,,A,\n\
                 b@x.example,030 901821,DE,no calls,B,\nc@x.example,030 901822,FR,,C,\nd@x.example,030 901823,DE,,D,\n";
    let job = "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\nlists = [\"lists/*.list.toml\"]\nout = \"out\"\n\
               [ledger]\nfile = \"ledger.sqlite\"\n[limit.few]\nof = \"prospect\"\nkeep = 1\n[fail_when]\nbelow_promise = true\n";
    let test = Test::new().file("rules/fields.toml", fields).file("rules/p.toml", profile).file("rules/c.toml", rules);
    let test = test
        .file("lists/l.list.toml", list("verified_within = { seen = \"12 months\" }\nfilled = { phone = \"99%\" }\n"));
    let test = test.file("lists/one.csv", leads).file("night.toml", job);
    let ran = test.args("run night.toml").exit(3).run();
    assert_reports_fit(&ran, "out/latest", &mut met);
    let all: BTreeSet<String> =
        REPORT_KINDS.iter().flat_map(|kind| keys(&report_schema(kind).unwrap(), kind)).collect();
    // Parts of archives, files that cannot be moved away, and cells that are cleared or filled are rare, and not made here.
    let rare = ["earlier_days", "settled", "member", "stays", "cleared", "filled"];
    let never: Vec<&String> =
        all.difference(&met).filter(|key| !rare.iter().any(|part| key.split('/').any(|one| one == *part))).collect();
    assert_eq!(never, [] as [&String; 0]);
}

/// Every key has a line for those who hover over it, or is a table whose keys have.
#[test]
fn keys_are_described() {
    fn visit(schema: &Value, path: &str, silent: &mut Vec<String>) {
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            let is_scalar =
                inner["type"].is_string() && !["object", "array"].contains(&inner["type"].as_str().unwrap());
            if is_scalar && inner["description"].is_null() && !path.contains("/limits/") {
                silent.push(path.clone());
            }
            visit(inner, &path, silent);
            visit(&inner["additionalProperties"], &path, silent);
        }
    }
    for kind in KINDS.into_iter().chain(REPORT_KINDS) {
        let mut silent = Vec::new();
        visit(&schema(kind).or_else(|| report_schema(kind)).unwrap(), kind, &mut silent);
        assert_eq!(silent, [] as [String; 0]);
    }
}

/// `docs/schemas/` holds what `leadsieve schema` prints. `LEADSIEVE_WRITE_SCHEMAS=1` writes them anew.
#[test]
fn the_schemas_in_the_documents_are_the_printed_ones() {
    for kind in KINDS.into_iter().chain(REPORT_KINDS) {
        let schema = schema(kind).or_else(|| report_schema(kind)).unwrap();
        let printed = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = root().join(format!("docs/schemas/{kind}.schema.json"));
        if std::env::var_os("LEADSIEVE_WRITE_SCHEMAS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &printed).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&path).unwrap_or_default(),
            printed,
            "write it anew: LEADSIEVE_WRITE_SCHEMAS=1 cargo test --test schema"
        );
    }
}
