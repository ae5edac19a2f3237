//! `leadsieve compare OLD NEW LIST...` by the real binary.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::{Value, json};

const FIELDS: &str = "format = 1\n[field.state]\ntype = \"text\"\nask = \"Which?\"\n[field.size]\ntype = \"number\"\n\
                      ask = \"How many?\"\n[field.email]\ntype = \"email\"\n[identity]\nkeys = [[\"email\"]]\n";

const OLD: &str = "[must.served]\nfield = \"state\"\nin = [\"CA\", \"AZ\"]\n[must.size]\nfield = \"size\"\n\
                   at_least = 10\n[score.home]\nfield = \"state\"\nis = \"CA\"\npoints = 20\n\
                   [score.large]\nfield = \"size\"\nat_least = 100\npoints = 10\n[must_not.huge]\nfield = \"size\"\n\
                   more_than = 5000\n";

/// NV is new, 50 people are needed, being large counts more, and huge ones are let in.
const NEW: &str = "[must.served]\nfield = \"state\"\nin = [\"AZ\", \"NV\", \"CA\"]\n[must.size]\nfield = \"size\"\n\
                   at_least = 50\n[score.home]\nfield = \"state\"\nis = \"CA\"\npoints = 20\n\
                   [score.large]\nfield = \"size\"\nat_least = 100\npoints = 12.5\n";

const LEADS: &str = "State,Size,Email\n\
                     CA,200,ann@x.example\nCA,20,b@x.example\nAZ,200,c@x.example\nNV,300,d@x.example\nNV,,e@x.example\n\
                     TX,300,f@x.example\nCA,9000,g@x.example\nCA,40-60,h@x.example\nCA,200,ANN@X.example\nbroken\n";

fn compare(new_rules: &str, new_decision: &str, arguments: &[&str], look: impl FnOnce(&std::path::Path)) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let rules = |text: &str| format!("format = 1\ncriterion = \"m\"\n{}", text.replace("12.5", "13"));
    let profile = |name: &str, decision: &str| {
        format!("format = 1\nname = \"{name}\"\nfields = \"fields.toml\"\nrules = [\"{name}-rules.toml\"]\n{decision}")
    };
    let decision = "[decision]\nprospect_at = 20\nreview_at = 10\n";
    for (name, text) in [
        ("fields.toml", FIELDS.to_owned()),
        ("old-rules.toml", rules(OLD)),
        ("new-rules.toml", rules(new_rules)),
        ("old.toml", profile("old", decision)),
        ("new.toml", profile("new", new_decision)),
        ("leads.csv", LEADS.to_owned()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadsieve"));
    command.current_dir(folder.path()).args(["compare", "old.toml", "new.toml", "leads.csv"]).args(arguments);
    let output = command.output().unwrap();
    look(folder.path());
    output
}

const DECISION: &str = "[decision]\nprospect_at = 12.5\nreview_at = 10\n";

#[test]
fn every_lead_that_moves_has_the_change_that_moves_it() {
    let output = compare(NEW, DECISION, &["--format", "json"], |_| {});
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["judged"], &json["duplicates"], &json["unreadable"]), (&json!(8), &json!(1), &json!(1)));
    // old: a prospect, b prospect, c review (10 of 20), d to g rejected (served, served, served, huge), h prospect.
    // new: a prospect, b rejected (size), c prospect (13 of 12.5), d prospect, e review, f rejected, g prospect, h review.
    let expected = json!({
        "prospect": { "prospect": 1, "review": 1, "rejected": 1 },
        "review": { "prospect": 1, "review": 0, "rejected": 0 },
        "rejected": { "prospect": 2, "review": 1, "rejected": 1 },
    });
    assert_eq!(json["moves"], expected);
    let names: Vec<&str> =
        json["changes"].as_array().unwrap().iter().map(|one| one["change"].as_str().unwrap()).collect();
    assert_eq!(names, ["m.served", "m.size", "m.large", "m.huge", "thresholds"]);
    let moved: Vec<(u64, &str, &str, Vec<&str>, bool)> = json["leads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lead| {
            let by = lead["responsible"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
            let text = |key: &str| lead[key].as_str().unwrap();
            (lead["record"].as_u64().unwrap(), text("old"), text("new"), by, lead["together"].as_bool().unwrap())
        })
        .collect();
    let expected = [
        (2, "prospect", "rejected", vec!["m.size"], false),
        (3, "review", "prospect", vec!["m.large", "thresholds"], true),
        (4, "rejected", "prospect", vec!["m.served"], false),
        (5, "rejected", "review", vec!["m.served"], false),
        (7, "rejected", "prospect", vec!["m.huge"], false),
        (8, "prospect", "review", vec!["m.size"], false),
    ];
    // Of record 4, the new list of states is needed for everything else: alone it brings the lead to review.
    assert_eq!(moved, expected);
    let size = &json["changes"][1];
    assert_eq!((&size["old"], &size["new"]), (&json!("must be at least 10"), &json!("must be at least 50")));
    assert_eq!(size["moves"]["prospect"], json!({ "prospect": 1, "review": 1, "rejected": 1 }));
    assert_eq!(json["changes"][3]["new"], Value::Null, "it is gone");
}

#[test]
fn a_screen_in_words() {
    let output = compare(NEW, DECISION, &[], |_| {});
    let text = String::from_utf8(output.stdout).unwrap();
    insta::assert_snapshot!("compare", text);
}

#[test]
fn a_workbook_with_all_of_it() {
    let output = compare(NEW, DECISION, &["--out", "c.xlsx"], |folder| {
        let mut book: Xlsx<_> = open_workbook(folder.join("c.xlsx")).unwrap();
        assert_eq!(book.sheet_names(), ["Movement", "Changes", "Leads"]);
        let movement = book.worksheet_range("Movement").unwrap();
        assert_eq!(movement.get_value((3, 1)).unwrap().to_string(), "2", "rejected before, prospects now");
        let leads = book.worksheet_range("Leads").unwrap();
        assert_eq!(leads.height(), 7);
        assert_eq!(leads.get_value((1, 5)).unwrap().to_string(), "m.size");
    });
    assert!(output.status.success());
}

#[test]
fn the_same_rules_move_nobody() {
    let output = compare(OLD, "[decision]\nprospect_at = 20.0\nreview_at = 10\n", &[], |_| {});
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("none gets another verdict"), "{text}");
    assert!(text.contains("The two profiles say the same."), "{text}");
}

#[test]
fn standard_input_cannot_be_read_twice() {
    let output = compare(NEW, DECISION, &["-"], |_| {});
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot both read standard input"));
}

/// The names of the changes between a profile and another one with something else in it.
fn changes(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<String> {
    let load = |changed: &[(&str, &str)]| {
        let folder = tempfile::tempdir().unwrap();
        let base = [
            (
                "fields.toml",
                "format = 1\n[field.title]\ntype = \"text\"\n[field.size]\ntype = \"number\"\n[field.fee]\ntype = \"money\"\n\
                 currency = \"USD\"\n[currency]\nbase = \"USD\"\nas_of = 2026-11-01\nrates = { EUR = 1.1 }\n[field.tools]\ntype = \"list\"\n\
                 separator = \";\"\n[classify.rank]\nfrom = \"title\"\nfirst_match = [{ value = \"boss\", has_any_word = \
                 [\"ceo\", \"owner\"] }]\notherwise = \"staff\"\n",
            ),
            (
                "c.toml",
                "format = 1\ncriterion = \"c\"\n[must_not.staff]\nfield = \"rank\"\nis = \"staff\"\n[must.size]\nfield = \
                 \"size\"\nat_least = 10\n[must.tools]\nfield = \"tools\"\nhas_any = [\"x\", \"y\"]\n[score.both]\nall = \
                 [{ field = \"size\", at_least = 50 }, { field = \"fee\", at_least = 5 }]\npoints = 5\n",
            ),
            ("p.toml", "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n"),
        ];
        for (name, text) in base {
            let more = changed.iter().filter(|(from, _)| !from.is_empty());
            let mut text = more.fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            if name == "p.toml" {
                changed.iter().filter(|(from, _)| from.is_empty()).for_each(|(_, table)| text.push_str(table));
            }
            fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = leadsieve::criteria::load_profile(&folder.path().join("p.toml"), "2026-11-23".parse().unwrap());
        loaded.unwrap_or_else(|why| panic!("{changed:?}: {why:?}")).value
    };
    let name = |change: leadsieve::profile::Change| match change {
        leadsieve::profile::Change::Rule { id, .. } => id,
        leadsieve::profile::Change::Thresholds => "thresholds".to_owned(),
        leadsieve::profile::Change::Fields => "fields".to_owned(),
    };
    leadsieve::profile::changes(&load(old), &load(new)).into_iter().map(name).collect()
}

/// What is replaced in the files, and what `compare` says of it.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn only_changes_that_happened_are_listed() {
    let off = ("", "[override.c.staff]\noff = true\nwhy = 'x'\n");
    let (class, widened) = ("\"ceo\", \"owner\"", "\"ceo\", \"owner\", \"chief\"");
    let rates = ("EUR = 1.1", "EUR = 1.2");
    let table: [Case; 13] = [
        (&[off], &["c.staff"]),
        (&[off, (class, widened)], &["c.staff"]),
        (&[(class, widened)], &["fields"]),
        (&[(class, "\"owner\", \"ceo\"")], &[]),
        (&[("[\"x\", \"y\"]", "[\"y\", \"x\"]")], &[]),
        (&[("[\"x\", \"y\"]", "[\"x\", \"z\"]")], &["c.tools"]),
        (&[("at_least = 10", "at_least = 10.0")], &[]),
        (&[("at_least = 10", "at_least = 11")], &["c.size"]),
        (&[rates], &["fields"]),
        (&[rates, ("", "[override.c.both]\noff = true\nwhy = 'x'\n")], &["c.both"]),
        (&[("type = \"list\"", "type = \"list\"\nlabel = \"Tools\"")], &[]),
        (&[("field = \"size\", at_least = 50", "field = \"size\", at_least = 51")], &["c.both"]),
        (&[("value = \"boss\"", "value = \"chief\"")], &["fields"]),
    ];
    for (new, expected) in table {
        assert_eq!(changes(&[], new), expected, "{new:?}");
    }
}

/// Whether `compare` takes two ways of writing the fields for different.
fn fields_differ(old: (&str, &str), new: (&str, &str), rule: &str) -> bool {
    let load = |(fields, table): (&str, &str)| {
        let folder = tempfile::tempdir().unwrap();
        // Look-ups are part of the rules.
        let (fields, look_up) = if fields.starts_with("[lookup") { ("", fields) } else { (fields, "") };
        let fields = format!("format = 1\n[field.state]\ntype = \"text\"\n[field.size]\ntype = \"number\"\n{fields}");
        for (name, text) in [
            ("fields.toml", fields.as_str()),
            ("table.csv", table),
            ("c.toml", &format!("format = 1\ncriterion = \"c\"\n{look_up}[score.one]\npoints = 5\n{rule}")),
            ("p.toml", "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = leadsieve::criteria::load_profile(&folder.path().join("p.toml"), "2026-11-23".parse().unwrap());
        loaded
            .unwrap_or_else(|why| panic!("{fields}: {}", format!("{why:?}").chars().take(500).collect::<String>()))
            .value
    };
    let changes = leadsieve::profile::changes(&load(old), &load(new));
    assert!(changes.iter().all(|one| *one == leadsieve::profile::Change::Fields), "{changes:?}");
    !changes.is_empty()
}

#[test]
fn value_maps_and_look_ups_are_compared_as_rules_read_them() {
    let (state, size) = ("field = \"state\"\nin = [\"FL\"]\n", "field = \"size\"\nat_least = 10\n");
    let matched = "field = \"state\"\nmatches = \"^FL$\"\nmessage = \"no\"\n";
    // Rule, the old map, the new one, and whether they differ. A map follows the fields `state` and `size`.
    let maps: [(&str, &str, &str, bool); 14] = [
        (state, "state.values]\nFlorida = \"FL\"", "state.values]\nflorida = \"fl\"", false),
        (state, "state.values]\nFlorida = \"FL\"", "state.values]\n\" FLORIDA \" = \" FL \"", false),
        (
            state,
            "state.values]\nFlorida = \"FL\"\nTexas = \"TX\"",
            "state.values]\nTexas = \"TX\"\nFlorida = \"FL\"",
            false,
        ),
        (state, "state.values]\nFlorida = \"FL\"", "state.values]\nFlorida = \"GA\"", true),
        (state, "state.values]\nFlorida = \"FL\"", "state.values]\nFlorid = \"FL\"", true),
        (state, "state.values]\n\"a\" = \"FL\"\n\"b\" = \"TX\"", "state.values]\n\"a\" = \"TX\"\n\"b\" = \"FL\"", true),
        (state, "state.values]\n\"a b\" = \"c\"", "state.values]\n\"a\" = \"b c\"", true),
        (state, "state.values]\n\"a\\\" \\\"b\" = \"c\"", "state.values]\n\"a\" = \"b\\\" \\\"c\"", true),
        (state, "state.values]\n\"a\" = \"b\"\n\"c\" = \"d\"", "state.values]\n\"a\" = \"b\"", true),
        (size, "size.values]\nsmall = \"1-10\"", "size.values]\nSmall = \"1 - 10\"", false),
        (size, "size.values]\nsmall = \"1000\"", "size.values]\nsmall = \"1,000\"", false),
        (size, "size.values]\nsmall = \"1-10\"", "size.values]\nsmall = \"1-11\"", true),
        // A pattern sees letters as they are written.
        (matched, "state.values]\nFlorida = \"FL\"", "state.values]\nFlorida = \"fl\"", true),
        (matched, "state.values]\nFlorida = \"FL\"", "state.values]\nFLORIDA = \"FL\"", false),
    ];
    for (rule, old, new, differ) in maps {
        let [old, new] = [old, new].map(|map| format!("[field.{map}\n"));
        assert_eq!(fields_differ((&old, ""), (&new, ""), rule), differ, "{old} {new}");
    }
    let look_up =
        |more: &str| format!("[lookup.region]\nfrom = \"state\"\nfile = \"table.csv\"\nkey = \"state\"\n{more}");
    let south = "field = \"region\"\nin = [\"South\"]\n";
    let tables: [(&str, &str, &str, bool); 9] = [
        ("", "state,region\nFL,South\nNY,North\n", "state,region\nny,north\nfl,SOUTH\n", false),
        ("", "state,region\nFL,South\nNY,North\n", "state,region\nFL,North\nNY,South\n", true),
        ("", "state,region\nFL,South\n", "state,region\nFLA,South\n", true),
        ("", "state,region\na b,c\nZ,South\n", "state,region\na,b c\nZ,South\n", true),
        ("", "state,region,zone\nFL,South,1\n", "state,region,zone\nFL,South,2\n", true),
        ("", "state,region,zone\nFL,South,1\n", "state,region,zone\nfl,south,1\n", false),
        ("match = \"prefix\"\n", "state,region\nFL,South\nF,North\n", "state,region\nf,North\nfl,South\n", false),
        ("match = \"prefix\"\n", "state,region\nFL,South\nF,North\n", "state,region\nFL,North\nF,South\n", true),
        ("otherwise = \"South\"\n", "state,region\nFL,South\n", "state,region\nFL,South\nNY,North\n", true),
    ];
    for (more, old, new, differ) in tables {
        let values = if old.contains("zone") { "[\"region\", \"zone\"]" } else { "\"region\"" };
        let fields = look_up(&format!("value = {values}\n{more}"));
        assert_eq!(fields_differ((&fields, old), (&fields, new), south), differ, "{old} {new}");
    }
    let ranges = "[lookup.region]\nfrom = \"size\"\nfile = \"table.csv\"\nkey = [\"low\", \"high\"]\nvalue = \"region\"\nmatch = \"range\"\n";
    for (old, new, differ) in [
        ("low,high,region\n1,10,South\n", "low,high,region\n1.0,10.00,south\n", false),
        ("low,high,region\n1,10,South\n", "low,high,region\n1,11,South\n", true),
    ] {
        assert_eq!(fields_differ((ranges, old), (ranges, new), south), differ, "{old} {new}");
    }
    let otherwise = |value: &str| look_up(&format!("value = \"region\"\notherwise = \"{value}\"\n"));
    let table = "state,region\nFL,South\n";
    assert!(!fields_differ((&otherwise("North"), table), (&otherwise("north"), table), south));
    assert!(fields_differ((&otherwise("North"), table), (&otherwise("South"), table), south));
}
