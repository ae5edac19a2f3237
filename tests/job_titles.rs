//! How well job titles are classified: precision and recall on labelled titles, as the tables' comments say.

#![allow(clippy::pedantic, clippy::print_stdout, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use leadsieve::criteria;
use leadsieve::profile::{Place, TestCase, TestSuite};
use leadsieve::rehearsal::cell;

const CLASSES: [&str; 2] = ["seniority_class", "department_class"];

/// A labelled title; every second one was held out while the tables were written.
struct Labelled {
    language: String,
    title: String,
    labels: [String; 2],
    held_out: bool,
}

fn titles() -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/job-titles/titles.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(Result::unwrap).enumerate();
    rows.map(|(place, row)| Labelled {
        language: row[0].to_owned(),
        title: row[1].to_owned(),
        labels: [row[2].to_owned(), row[3].to_owned()],
        held_out: place % 2 == 1,
    })
    .collect()
}

/// A profile with the shipped fields, whose one rule reads both classes.
fn suite() -> TestSuite {
    let folder = tempfile::tempdir().unwrap();
    let fields = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/fields/b2b.toml");
    let rules = "format = 1\ncriterion = \"c\"\n[score.any]\nany = [{ field = \"seniority_class\", is = \"owner\" }, \
                 { field = \"department_class\", is = \"it\" }]\npoints = 1\n";
    let profile = format!("format = 1\nname = \"p\"\nfields = '{}'\nrules = [\"c.toml\"]\n", fields.display());
    fs::write(folder.path().join("c.toml"), rules).unwrap();
    fs::write(folder.path().join("p.toml"), profile).unwrap();
    criteria::load_suites(&folder.path().join("p.toml"), date(2026, 11, 1)).unwrap().value.pop().unwrap()
}

/// What a class says of a title; empty where it says nothing.
fn class_of(suite: &TestSuite, title: &str, class: &str) -> String {
    let case = TestCase {
        name: "title".to_owned(),
        place: Place::default(),
        lead: vec![(suite.profile.field("job_title").unwrap(), title.to_owned())],
        facts: Vec::new(),
        expect: Vec::new(),
    };
    cell(&suite.profile, &case, class).unwrap()
}

/// Right, said and labelled, by class, language and half.
type Figures = BTreeMap<(usize, String, bool), [u32; 3]>;

fn figures(mut miss: impl FnMut(&Labelled, usize, &str)) -> Figures {
    let suite = suite();
    let mut figures = Figures::new();
    for labelled in titles() {
        for (class, name) in CLASSES.into_iter().enumerate() {
            let got = class_of(&suite, &labelled.title, name);
            let wanted = &labelled.labels[class];
            let sums = figures.entry((class, labelled.language.clone(), labelled.held_out)).or_default();
            sums[0] += u32::from(got == *wanted && !got.is_empty());
            sums[1] += u32::from(!got.is_empty());
            sums[2] += u32::from(!wanted.is_empty());
            if got != *wanted {
                miss(&labelled, class, &got);
            }
        }
    }
    figures
}

/// `en 97 % / 95 %`: precision and recall, rounded.
fn shown(figures: &Figures, class: usize, held_out: bool) -> String {
    let share = |of: u32, all: u32| (f64::from(of) * 100.0 / f64::from(all)).round();
    let languages = ["en", "de", "fr", "es"].map(|language| {
        let [right, said, labelled] = figures[&(class, language.to_owned(), held_out)];
        format!("{language} {} / {}", share(right, said), share(right, labelled))
    });
    languages.join(", ")
}

#[test]
fn the_figures_in_the_tables_are_right() {
    let show = std::env::var("SHOW_MISSES").ok();
    let figures = figures(|labelled, class, got| {
        if show.as_deref() == Some(if labelled.held_out { "held" } else { "seen" }) {
            println!(
                "{} {:?}: {} is {:?}, not {got:?}",
                labelled.language, CLASSES[class], labelled.title, labelled.labels[class]
            );
        }
    });
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/fields/b2b.toml")).unwrap();
    let halves = [("seen", false), ("held out", true)];
    let lines = CLASSES.iter().enumerate().flat_map(|(class, name)| {
        halves.map(|(half, held_out)| format!("# {name} {half}: {}", shown(&figures, class, held_out)))
    });
    let wrong: Vec<String> = lines.filter(|line| !table.lines().any(|one| one == line)).collect();
    assert!(wrong.is_empty(), "the table should say:\n{}", wrong.join("\n"));
}

/// Spellings, compounds, abbreviations, and what only looks like a rank: each has the rank that a person gives it.
/// `unknown` stands for no class, which a rule asks about.
#[test]
fn each_spelling_has_its_rank() {
    let suite = suite();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/job-titles/ranks.csv");
    let mut wrong = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().records().map(Result::unwrap) {
        let got = class_of(&suite, &row[0], "seniority_class");
        let got = if got.is_empty() { "unknown" } else { &got };
        if got != &row[1] {
            wrong.push(format!("{} is {}, not {got}", &row[0], &row[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_department_is_found_in_compounds_too() {
    let suite = suite();
    let cases = [
        ("Finanzvorstand", "finance"),
        ("Vertriebsgeschäftsführer", "sales"),
        ("Einkaufschef", "purchasing"),
        ("Personaldirektorin", "hr"),
        ("Personal Assistant", ""),
        ("C.F.O.", "finance"),
        ("CISO", "it"),
        ("Chief Revenue Officer", "sales"),
        ("Company Secretary", "legal"),
        ("Managing Partner", "management"),
        ("CEO's Driver", ""),
    ];
    for (title, department) in cases {
        assert_eq!(class_of(&suite, title, "department_class"), department, "{title}");
    }
}
