//! The JSON Schemas of the TOML files: shipped files fit them, bad ones do not, and the printed ones are those in `docs/`.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use leadsieve::criteria::{KINDS, schema};
use leadsieve::operators;
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
    for kind in KINDS {
        let mut silent = Vec::new();
        visit(&schema(kind).unwrap(), kind, &mut silent);
        assert_eq!(silent, [] as [String; 0]);
    }
}

/// `docs/schemas/` holds what `leadsieve schema` prints. `LEADSIEVE_WRITE_SCHEMAS=1` writes them anew.
#[test]
fn the_schemas_in_the_documents_are_the_printed_ones() {
    for kind in KINDS {
        let printed = serde_json::to_string_pretty(&schema(kind).unwrap()).unwrap() + "\n";
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
