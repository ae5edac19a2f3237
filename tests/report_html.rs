//! `report.html` in a real browser: it loads without an error, and its numbers are those of `summary.json`.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use common::{Ran, Test};

/// The names under which systems install the browser.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What the browser makes of the page, and what it says of errors; nothing where there is no browser.
fn dom(page: &Path) -> Option<(String, String)> {
    dom_with(page, &[])
}

fn dom_with(page: &Path, flags: &[&str]) -> Option<(String, String)> {
    let profile = tempfile::tempdir().unwrap();
    let run = |browser: &&str| {
        let mut command = Command::new(browser);
        command
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
            .args(flags);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.arg(format!("file://{}", page.display())).output().ok()
    };
    let output = BROWSERS.iter().find_map(run)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((text(&output.stdout), text(&output.stderr)))
}

/// The numbers of the page by their keys.
fn values(dom: &str) -> BTreeMap<String, u64> {
    let cells = dom.split("data-key=\"").skip(1).filter_map(|rest| {
        let (key, rest) = rest.split_once('"')?;
        let value = rest.split("data-value=\"").nth(1)?.split('"').next()?;
        Some((key.to_owned(), value.parse().ok()?))
    });
    cells.collect()
}

fn ran(language: &str) -> Ran {
    Test::shipped().args(&format!("run sample-data/nightly.toml --language {language}")).run()
}

fn holds(values: &BTreeMap<String, u64>, summary: &serde_json::Value) {
    let number = |value: &serde_json::Value| value.as_u64().unwrap();
    assert_eq!(values["read"], number(&summary["read"]));
    for (disposition, count) in summary["dispositions"].as_object().unwrap() {
        assert_eq!(values[&format!("disposition.{disposition}")], number(count), "{disposition}");
    }
    for reason in summary["reasons"].as_array().unwrap() {
        let rule = reason["rule"].as_str().unwrap();
        assert_eq!(values[&format!("reason.{rule}")], number(&reason["rejected"]), "{rule}");
        assert_eq!(values[&format!("alone.{rule}")], number(&reason["sole_blocker"]), "{rule}");
    }
    for list in summary["lists"].as_array().unwrap() {
        let name = list["list"].as_str().unwrap();
        assert_eq!(values[&format!("list.{name}.read")], number(&list["read"]), "{name}");
        assert_eq!(values[&format!("funnel.{name}.prospect")], number(&list["dispositions"]["prospect"]), "{name}");
    }
    for asked in summary["questions"].as_array().unwrap() {
        let key = format!("question.{}", asked["field"].as_str().unwrap());
        assert_eq!(values[&key], number(&asked["leads"]), "{key}");
    }
}

#[test]
fn the_numbers_of_the_page_are_those_of_the_summary() {
    for language in ["en", "de"] {
        let ran = ran(language);
        let page = ran.text("sample-data/../out/latest/report.html");
        holds(&values(&page), &ran.json("out/latest/summary.json"));
    }
}

#[test]
fn a_browser_shows_every_section_without_an_error() {
    for language in ["en", "de"] {
        let ran = ran(language);
        let page = ran.path("out/latest/report.html").canonicalize().unwrap();
        let Some((dom, said)) = dom(&page) else {
            println!("skipped: there is no headless Chromium ({})", BROWSERS.join(", "));
            return;
        };
        holds(&values(&dom), &ran.json("out/latest/summary.json"));
        for id in ["funnel", "cost", "reasons", "misses", "questions", "lists", "trend", "rules", "repairs"] {
            assert!(dom.contains(&format!("<section id=\"{id}\"")), "{id}");
        }
        assert!(!said.contains("CONSOLE"), "{said}");
    }
}

/// Names the file `axe.min.js` of axe-core, which is not part of the project.
const AXE: &str = "LEADSIEVE_AXE";

/// What axe-core calls a mistake on the page, as somebody sees it who likes it dark or light, in a window so wide.
fn axe(page: &str, script: &str, dark: bool, width: u32) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let scheme = if dark { "@media all" } else { "@media not all" };
    // The result has to be there when the browser writes down what it made of the page.
    let run = "axe.run(document).then(found => { const pre = document.createElement('pre'); pre.id = 'found'; \
        pre.textContent = found.violations.map(one => 'axe:' + one.id + ': ' + one.nodes[0].html).join('\\n') + 'axe.'; \
        document.body.append(pre); });";
    let with_axe = page
        .replace("@media (prefers-color-scheme: dark)", scheme)
        .replace("</body>", &format!("<script>{script}</script><script>{run}</script></body>"));
    let path = folder.path().join("report.html");
    std::fs::write(&path, with_axe).unwrap();
    let window = format!("--window-size={width},900");
    let (dom, _) = dom_with(&path, &[&window, "--virtual-time-budget=30000"]).expect("a browser");
    let found = dom.split("<pre id=\"found\">").nth(1).expect("axe ran to its end");
    let found = found.split("</pre>").next().unwrap_or_default();
    assert!(found.contains("axe."), "{found}");
    found.split("axe:").skip(1).map(str::to_owned).collect()
}

#[test]
fn axe_finds_nothing_in_either_language_by_day_and_by_night_on_a_screen_and_on_a_telephone() {
    let Some(script) = std::env::var_os(AXE).map(|path| std::fs::read_to_string(path).unwrap()) else {
        println!("skipped: {AXE} does not name axe.min.js of axe-core, which .ci/run installs");
        return;
    };
    for language in ["en", "de"] {
        let ran = ran(language);
        if dom(&ran.path("out/latest/report.html")).is_none() {
            println!("skipped: there is no headless Chromium ({})", BROWSERS.join(", "));
            return;
        }
        // With a trend, which a first night has not.
        let later = format!("run sample-data/nightly.toml --language {language}");
        let page = ran.again().on("2026-12-01").args(&later).run().text("out/latest/report.html");
        // That it finds what there is to find.
        let broken = axe(&page.replace(" lang=", " data-lang="), &script, false, 1100);
        assert!(broken.iter().any(|found| found.starts_with("html-has-lang")), "{broken:?}");
        for (dark, width) in [(false, 1100), (true, 1100), (false, 390), (true, 390)] {
            let found = axe(&page, &script, dark, width);
            assert!(found.is_empty(), "{language}, dark {dark}, {width} pixels: {found:#?}");
        }
    }
}

/// The leads that the question counts speak of are those of the call sheet.
#[test]
fn the_questions_are_counted_out_of_the_call_sheet() {
    let ran = ran("en");
    let review = ran.rows("out/latest/review.csv");
    let reasons = review.column("reason");
    let summary = ran.json("out/latest/summary.json");
    for asked in summary["questions"].as_array().unwrap() {
        let question = asked["question"].as_str().unwrap();
        let leads = reasons.iter().filter(|reason| reason.contains(question)).count() as u64;
        assert_eq!(asked["leads"], leads, "{question}");
    }
}

/// The counts of a run out of its CSV files, by disposition.
fn counted_in_csv(ran: &Ran) -> BTreeMap<&'static str, u64> {
    let files = [
        ("unreadable", "unreadable"),
        ("suppressed", "suppressed"),
        ("duplicates", "duplicate"),
        ("rejections", "rejected"),
        ("review", "review"),
        ("prospects", "prospect"),
    ];
    let rows = |file: &str| ran.rows(&format!("out/latest/{file}.csv")).rows.len() as u64;
    files.into_iter().map(|(file, disposition)| (disposition, rows(file))).collect()
}

#[test]
fn decisions_csv_files_and_summary_have_the_same_numbers() {
    let ran = ran("en");
    let tallies = leadsieve::report::Tallies::read(&ran.path("out/latest/decisions.parquet")).unwrap();
    let summary = ran.json("out/latest/summary.json");
    let as_json = |value: &dyn erased::Json| value.json();
    assert_eq!(as_json(&tallies.dispositions()), summary["dispositions"]);
    for (disposition, rows) in counted_in_csv(&ran) {
        assert_eq!(summary["dispositions"][disposition], rows, "{disposition}");
    }
    assert_eq!(as_json(&tallies.criteria), summary["criteria"]);
    for (list, counts) in &tallies.lists.0 {
        let own = summary["lists"].as_array().unwrap().iter().find(|one| one["list"] == list.as_str()).unwrap();
        assert_eq!(as_json(counts), own["dispositions"], "{list}");
    }
    for (rule, counts) in &tallies.rules.0 {
        let own = &summary["rules"][rule];
        let numbers = [counts.pass, counts.fail, counts.unknown, counts.skipped, counts.assumed];
        let names = ["pass", "fail", "unknown", "skipped", "assumed"];
        assert_eq!(names.map(|name| own[name].as_u64().unwrap()), numbers, "{rule}");
    }
}

/// What the page says of rules and criteria, counted once more out of the CSV files, as a reader of them would.
#[test]
fn the_figures_of_the_page_are_counted_again_out_of_the_csv_files() {
    let ran = ran("en");
    let page = values(&ran.text("out/latest/report.html"));
    let summary = ran.json("out/latest/summary.json");
    let files = ["prospects", "review", "rejections"].map(|file| ran.rows(&format!("out/latest/{file}.csv")));
    for (name, counts) in summary["criteria"].as_object().unwrap() {
        let outcomes: Vec<&str> = files.iter().flat_map(|file| file.column(&format!("criterion.{name}"))).collect();
        for outcome in ["pass", "fail", "unknown"] {
            let counted = outcomes.iter().filter(|one| **one == outcome).count() as u64;
            assert_eq!(counts[outcome].as_u64(), Some(counted), "{name} {outcome}");
        }
    }
    // The funnel of all lists: who is left behind each criterion.
    let mut left: Vec<bool> = files.iter().flat_map(|file| vec![true; file.rows.len()]).collect();
    for name in summary["criteria"].as_object().unwrap().keys() {
        let outcomes = files.iter().flat_map(|file| file.column(&format!("criterion.{name}")));
        left.iter_mut().zip(outcomes).for_each(|(left, outcome)| *left &= outcome != "fail");
        assert_eq!(
            page[&format!("funnel.criterion.{name}")],
            left.iter().filter(|left| **left).count() as u64,
            "{name}"
        );
    }
    let [.., rejections] = files;
    let blocked = rejections.column("blocked_by");
    for reason in summary["reasons"].as_array().unwrap() {
        let rule = reason["rule"].as_str().unwrap();
        let among = |blockers: &&&str| blockers.split("; ").any(|one| one == rule);
        assert_eq!(page[&format!("reason.{rule}")], blocked.iter().filter(among).count() as u64, "{rule}");
        assert_eq!(page[&format!("alone.{rule}")], blocked.iter().filter(|one| **one == rule).count() as u64, "{rule}");
    }
}

/// What the cells of a list are like, counted once more out of the CSV files, in which unreadable cells stand as they were.
#[test]
fn fill_and_damage_are_counted_again_out_of_the_csv_files() {
    let ran = Test::small()
        .file(
            "rules/fields.toml",
            "format = 1\n[identity]\nkeys = [[\"email\"]]\n[field.email]\ntype = \"email\"\ncolumns = [\"Email\"]\n\
             [field.state]\ntype = \"text\"\ncolumns = [\"State\"]\n[field.employees]\ntype = \"number\"\n\
             columns = [\"Employees\"]\n[field.zip]\ntype = \"postal_code\"\ncolumns = [\"Zip\"]\ncountry_from = \"land\"\n\
             [field.land]\ntype = \"country\"\ncolumns = [\"Land\"]\n",
        )
        .file(
            "leads.csv",
            "Email,State,Employees,Zip,Land\n\
             kim@acme.example,NY,12,1067,DE\nlee at acme.example,NY,1-10,80331,DE\n,NY,many,,DE\n\
             ana@acme.example,NY,10-Jan,\"=\"\"04107\"\"\",DE\nbad,row\nkim@acme.example,NY,,,\n",
        )
        .file(
            "leads.list.toml",
            "format = 1\nfiles = [\"leads.csv\"]\nsource = \"bought_list\"\n[promise]\nfilled = { email = \"98%\" }\n",
        )
        .file(
            "job.toml",
            "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.list.toml\"]\nout = \"out\"\n",
        )
        .args("run job.toml")
        .run();
    let path = |file: &str| format!("out/latest/{file}");
    let list = &ran.json(&path("summary.json"))["lists"][0];
    // Nobody is rejected, so that all leads but the duplicate stand in these two.
    let files = ["prospects.csv", "review.csv"].map(|file| ran.rows(&path(file)));
    let claims = ran.rows(&path("claims/leads.csv"));
    for (field, duplicate) in [("email", 1), ("state", 1), ("employees", 0), ("zip", 0), ("land", 0)] {
        let cells: Vec<&str> = files.iter().flat_map(|file| file.column(field)).collect();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count() as u64 + duplicate;
        let tally = ["known", "range", "missing", "unreadable"].map(|state| list["fields"][field][state].as_u64());
        let [known, range, missing, unreadable] = tally.map(|count| count.unwrap());
        assert_eq!((known + range + unreadable, missing), (filled, 5 - filled), "{field}");
        let header = match field {
            "email" => "Email",
            "employees" => "Employees",
            _ => "",
        };
        let damaged = claims.column("column").into_iter().zip(claims.column("defect"));
        let damaged = damaged.filter(|claim| *claim == (header, "damaged_cell")).count() as u64;
        assert_eq!(unreadable, damaged, "{field}");
    }
    assert_eq!(list["repair_kinds"]["zip"]["leading_zeros"], 1);
    assert_eq!(list["repair_kinds"]["employees"]["day_month"], 1);
    assert_eq!(list["unwrapped"]["zip"], 1);
    let codes = claims.column("defect");
    for (defect, count) in list["defects"].as_object().unwrap() {
        let counted = codes.iter().filter(|code| *code == defect).count() as u64;
        assert_eq!(count.as_u64(), Some(counted), "{defect}");
    }
    assert_eq!((codes.len(), list["unreadable"]["too_few_cells"].as_u64()), (4, Some(1)));
    // The page that is made again takes the numbers out of the decisions: wrong ones in the summary do not come back.
    let summary = ran.text(&path("summary.json"));
    let wrong = summary.replacen("\"leading_zeros\": 1", "\"leading_zeros\": 7", 1);
    assert_ne!(summary, wrong);
    std::fs::write(ran.path(&path("summary.json")), wrong).unwrap();
    let before = values(&ran.text(&path("report.html")));
    let again = ran.again().args("report out/latest").run();
    assert_eq!(values(&again.text(&path("report.html"))), before);
}

/// How far off the leads of one rule are, out of the sentence that each of them has for it.
#[test]
fn the_nearest_misses_are_those_of_the_rejections() {
    let ran = ran("en");
    let rejections = ran.rows("out/latest/rejections.csv");
    let rule = "demographics.small-business";
    let blocked = rejections.column("blocked_by").into_iter().zip(rejections.column("nearest_miss"));
    let off = |miss: &str| -> f64 {
        let number = miss.split("(off by ").nth(1).unwrap().split(')').next().unwrap();
        number.replace(',', "").parse().unwrap()
    };
    let mut by: Vec<f64> = blocked.filter(|(blocked, _)| *blocked == rule).map(|(_, miss)| off(miss)).collect();
    by.sort_by(f64::total_cmp);
    let summary = ran.json("out/latest/summary.json");
    let miss = summary["misses"].as_array().unwrap().iter().find(|miss| miss["rule"] == rule).unwrap();
    let gaps = &miss["gaps"];
    assert_eq!((&miss["field"], &gaps["limit"], &gaps["above"]), (&"employees".into(), &"50".into(), &true.into()));
    assert_eq!(miss["leads"], by.len());
    assert_eq!(gaps["close"], by.iter().filter(|by| **by <= 5.0).count());
    assert_eq!(gaps["quarter"], by[by.len().div_ceil(4) - 1]);
    assert_eq!(gaps["half"], by[by.len().div_ceil(2) - 1]);
    let page = ran.text("out/latest/report.html");
    assert!(page.contains("<td>employees above 50</td>"));
}

/// Anything that is written as JSON.
mod erased {
    pub(crate) trait Json {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

#[test]
fn the_page_of_a_run_is_made_again_and_of_many_runs_with_their_trend() {
    let first = Test::shipped().on("2026-11-22").args("run sample-data/nightly.toml").run();
    let second = first.again().args("run sample-data/nightly.toml").run();
    let page = second.text("out/latest/report.html");
    let again = second.again().args("report out/latest").run();
    assert!(page == again.text("out/latest/report.html"), "the same page");
    let german = again.again().args("report out/latest --language de").run();
    assert!(german.text("out/latest/report.html").contains("<html lang=\"de\">"));
    let both = german.again().args("report out --to both.html").run();
    holds(&values(&both.text("both.html")), &both.json("out/latest/summary.json"));
    assert!(both.text("both.html").contains("22 Nov 2026"));
    let none = both.again().args("report out").exit(1).stderr("say where the page of 2 runs is to go: --to FILE").run();
    none.is_one_sentence();
    let empty = none.again().args("report sample-data").exit(1).stderr("sample-data holds no run").run();
    empty.is_one_sentence();
    // Decisions that do not fit the other files are told, and the page stays as it was.
    let other = empty.again().file("out/latest/decisions.parquet", "broken").args("report out/latest").exit(1);
    other.stderr("could not read ").run().is_one_sentence();
}
