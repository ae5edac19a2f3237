//! The workbooks that people open in the morning, as a spreadsheet program reads them.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
#[allow(dead_code, reason = "each test uses its part")]
mod raw;

use std::collections::BTreeSet;
use std::process::Command;

use calamine::{Reader as _, Xlsx, open_workbook};
use common::{Ran, Test};

fn ran(language: &str) -> Ran {
    Test::shipped().args(&format!("run sample-data/nightly.toml --language {language}")).run()
}

/// The cells of a sheet as text.
fn sheet(ran: &Ran, file: &str, name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(ran.path(&format!("out/latest/{file}.xlsx"))).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn xml(ran: &Ran, file: &str, part: &str) -> String {
    raw::workbook(&ran.path(&format!("out/latest/{file}.xlsx")))[part].clone()
}

fn column<'r>(rows: &'r [Vec<String>], name: &str) -> Vec<&'r str> {
    let place = rows[0].iter().position(|header| header == name).unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].as_str()).collect()
}

#[test]
fn the_call_sheet_has_the_questions_of_every_lead_in_order() {
    let ran = ran("en");
    let rows = sheet(&ran, "review", "Review");
    let review = ran.rows("out/latest/review.csv");
    assert_eq!(rows.len() - 1, review.rows.len());
    let begins = ["Name", "First name", "Last name", "Company", "Phone", "Mobile", "Local time", "Ask 1", "Answer 1"];
    assert_eq!(rows[0][..begins.len()], begins);
    assert_eq!(rows[0][rows[0].len() - 3..], ["List", "Record", "Line"]);
    // Each question on the sheet stands in the reason of the same lead in the CSV file, and in the same order.
    let reason = |list: &str, record: &str| {
        let place = |row: &Vec<String>| row[0] == list && row[1] == record;
        let row = review.rows.iter().find(|row| place(row)).unwrap();
        row[review.header.iter().position(|name| name == "reason").unwrap()].clone()
    };
    let (lists, records) = (column(&rows, "List"), column(&rows, "Record"));
    let asks = ["Ask 1", "Ask 2", "Ask 3"].map(|name| column(&rows, name));
    let mut asked = 0;
    for lead in 0..lists.len() {
        let (reason, mut behind) = (reason(lists[lead], records[lead]), 0);
        for question in asks.iter().map(|ask| ask[lead]).filter(|ask| !ask.is_empty()) {
            let words = question.lines().next().unwrap();
            let at = reason[behind..].find(words).unwrap_or_else(|| panic!("{words} in {reason}"));
            (behind, asked) = (behind + at, asked + 1);
            assert!(question.contains("\n→ "), "{question}");
        }
    }
    let counted = ran.json("out/latest/summary.json")["questions"].as_array().unwrap().clone();
    assert_eq!(asked, counted.iter().map(|asked| asked["leads"].as_u64().unwrap()).sum::<u64>());
}

#[test]
fn phones_have_the_time_of_their_country() {
    let ran = ran("en");
    for (file, name) in [("review", "Review")] {
        let rows = sheet(&ran, file, name);
        let zones = column(&rows, "Local time");
        let phones = column(&rows, "Phone").into_iter().zip(column(&rows, "Mobile"));
        for ((phone, mobile), zone) in phones.zip(zones) {
            let first = if phone.starts_with('+') { phone } else { mobile };
            let expected = match first.get(..3) {
                Some("+49") => "Europe/Berlin",
                Some("+43") => "Europe/Vienna",
                Some("+44") => "Europe/London",
                _ if first.starts_with("+1617") => "America/New_York",
                _ if first.starts_with("+1312") => "America/Chicago",
                _ => continue,
            };
            assert_eq!(zone, expected, "{first}");
        }
    }
}

#[test]
fn what_is_entered_is_chosen_from_lists_or_checked() {
    for (language, outcome, answer) in [("en", "meeting booked", "Answer"), ("de", "Termin vereinbart", "Antwort")] {
        let ran = ran(language);
        let main = xml(&ran, "review", "xl/worksheets/sheet1.xml");
        assert!(main.contains("<formula1>Lists!$A$2:$A$10</formula1>") && main.contains("=Lists!$B$2"));
        for kind in ["type=\"list\"", "type=\"custom\"", "type=\"date\"", "<conditionalFormatting"] {
            assert!(main.contains(kind), "{kind}");
        }
        let lists = sheet(&ran, "review", "Lists");
        assert!(lists.iter().any(|row| row[0] == outcome), "{lists:?}");
        assert_eq!(lists[0][1], answer);
        assert!(!xml(&ran, "prospects", "xl/worksheets/sheet1.xml").contains("dataValidation"));
    }
}

#[test]
fn every_workbook_says_how_to_read_it() {
    for (language, tab, numbers, total) in
        [("en", "Read me", "Summary", "Total"), ("de", "Lies mich", "Zahlen", "Summe")]
    {
        let tabs = match language {
            "en" => ["Prospects", "Review", "Rejections"],
            _ => ["Interessenten", "Anrufliste", "Abgelehnt"],
        };
        let ran = ran(language);
        let summary = sheet(&ran, "prospects", numbers);
        assert!(summary.iter().any(|row| row[0] == total && row[1] == "3852"), "{summary:?}");
        for (file, name) in ["prospects", "review", "rejections"].into_iter().zip(tabs) {
            let lines = sheet(&ran, file, tab);
            assert!(lines[0][0].starts_with(name), "{lines:?}");
            assert_eq!(lines.iter().filter(|row| !row[0].is_empty()).count(), 6, "a title and five lines");
            let headers = &sheet(&ran, file, name)[0];
            let distinct: BTreeSet<String> = headers.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(distinct.len(), headers.len(), "{headers:?}");
        }
    }
}

#[test]
fn the_sheet_of_prospects_has_who_before_all_and_whence_behind() {
    let ran = ran("en");
    let rows = sheet(&ran, "prospects", "Prospects");
    let place = |name: &str| rows[0].iter().position(|header| header == name).unwrap();
    assert!(place("Company") < place("Phone") && place("Phone") < place("E-mail") && place("E-mail") < place("Score"));
    assert!(
        place("Score") < place("Why")
            && place("Why") < place("Where they are")
            && place("Where they are") < place("Employees")
    );
    assert_eq!(place("Line"), rows[0].len() - 1);
    let csv = ran.rows("out/latest/prospects.csv");
    let sorted = |mut cells: Vec<&str>| -> Vec<String> {
        cells.sort_unstable();
        cells.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(sorted(column(&rows, "E-mail")), sorted(csv.column("email")));
    assert_eq!(sorted(column(&rows, "Company")), sorted(csv.column("company")));
}

#[test]
fn the_call_sheet_survives_a_round_trip_through_libreoffice() {
    let ran = ran("en");
    let folder = tempfile::tempdir().unwrap();
    let convert = |to: &str, file: &std::path::Path| {
        let mut command = Command::new("soffice");
        command.arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()));
        command.args(["--headless", "--convert-to", to, "--outdir"]).arg(folder.path()).arg(file);
        command.output().ok()
    };
    let file = ran.path("out/latest/review.xlsx").canonicalize().unwrap();
    if convert("ods", &file).is_none() {
        println!("skipped: there is no LibreOffice (soffice)");
        return;
    }
    convert("xlsx", &folder.path().join("review.ods")).unwrap();
    let mut workbook: Xlsx<_> = open_workbook(folder.path().join("review.xlsx")).unwrap();
    let range = workbook.worksheet_range("Review").unwrap();
    let again: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let before = sheet(&ran, "review", "Review");
    for name in ["Company", "Ask 1", "Ask 2", "Local time", "Why", "Line"] {
        assert_eq!(column(&again, name), column(&before, name), "{name}");
    }
    let parts = raw::workbook(&folder.path().join("review.xlsx"));
    let main = &parts["xl/worksheets/sheet1.xml"];
    assert!(main.contains("dataValidation") && main.contains("conditionalFormatting"));
}

/// The letters of a column, from 0.
fn letters(column: usize) -> String {
    let rest = if column >= 26 { letters(column / 26 - 1) } else { String::new() };
    rest + &char::from(b'A' + u8::try_from(column % 26).unwrap()).to_string()
}

/// Answers are checked by what a hidden column of their own row says, so that whoever sorts the rows takes the checks along.
#[test]
fn each_column_of_answers_has_one_check_that_reads_the_kind_in_its_row() {
    let ran = ran("en");
    let rows = sheet(&ran, "review", "Review");
    let parts = raw::workbook(&ran.path("out/latest/review.xlsx"));
    let main = &parts["xl/worksheets/sheet1.xml"];
    let place = |name: &str| rows[0].iter().position(|header| header == name);
    let checks: Vec<&str> =
        main.split("<dataValidation ").skip(1).map(|rest| rest.split("</dataValidation>").next().unwrap()).collect();
    let mut answers = 0;
    for number in 1.. {
        let (Some(answer), Some(ask)) = (place(&format!("Answer {number}")), place(&format!("Ask {number}"))) else {
            break;
        };
        let kind = place(&format!("Kind of answer {number}")).unwrap();
        let (column, kinds, last) = (letters(answer), letters(kind), rows.len());
        let range = format!("sqref=\"{column}2:{column}{last}\"");
        let own: Vec<_> = checks.iter().filter(|check| check.contains(&range)).collect();
        assert_eq!(own.len(), 1, "{range} in {checks:?}");
        for part in ["type=\"custom\"", &format!("${kinds}2=\"yes_no\""), &format!("ISNUMBER({column}2)")] {
            assert!(own[0].contains(part), "{part} in {}", own[0]);
        }
        let hidden = main.split("<col ").find(|col| {
            let bound = |name: &str| {
                col.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()?.parse::<usize>().ok())
            };
            bound("min").zip(bound("max")).is_some_and(|(min, max)| (min..=max).contains(&(kind + 1)))
        });
        assert!(hidden.unwrap().contains("hidden=\"1\""), "{hidden:?}");
        let asks = column_of(&rows, ask).into_iter().zip(column_of(&rows, kind));
        for (asked, kind) in asks {
            assert_eq!(asked.is_empty(), kind.is_empty());
            let wanted = [
                ("Which state", "text"),
                ("How many", "number"),
                ("budget", "number"),
                ("sign", "yes_no"),
                ("When", "date"),
            ];
            let wanted = wanted.iter().find(|(word, _)| asked.lines().next().unwrap_or_default().contains(word));
            assert!(["", "text", "number", "date", "yes_no"].contains(&kind.as_str()), "{kind}");
            assert!(wanted.is_none_or(|(_, wanted)| *wanted == kind), "{asked}: {kind}");
        }
        answers += 1;
    }
    assert_eq!((answers, checks.len()), (3, 3 + 2), "beside the answers, the outcome and the next date");
}

fn column_of(rows: &[Vec<String>], place: usize) -> Vec<String> {
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

/// A job says which columns its people get, in their order: the decision stays in front of them.
#[test]
fn a_job_chooses_the_columns() {
    let job = include_str!("../sample-data/nightly.toml");
    let with = |columns: &str| format!("{job}\n[output]\ncolumns = [{columns}]\n");
    let chosen = with(r#""company", "full_name", "phone", "state""#);
    let ran = Test::shipped().file("sample-data/mine.toml", chosen).args("run sample-data/mine.toml").run();
    let plain = ran.rows("out/latest/prospects.csv").header;
    assert_eq!(plain[..7], ["list", "record", "line", "verdict", "score_worst", "score_best", "reason"]);
    assert!(plain[7..plain.len() - 4].iter().all(|name| name.starts_with("criterion.")), "{plain:?}");
    assert_eq!(plain[plain.len() - 4..], ["company", "full_name", "phone", "state"]);
    assert_eq!(ran.rows("out/latest/review.csv").header, plain);
    let sheet = sheet(&ran, "prospects", "Prospects");
    assert_eq!(sheet[0][..5], ["Company", "Name", "Phone", "State", "Verdict"].map(str::to_owned), "{:?}", sheet[0]);
    let all = with(r#""phone", "*", "email""#);
    let ran = ran.again().file("sample-data/mine.toml", all).args("run sample-data/mine.toml").run();
    let csv = ran.rows("out/latest/review.csv");
    let first = plain.len() - 4;
    assert_eq!((csv.header[first].as_str(), csv.header.last().unwrap().as_str()), ("phone", "email"));
    let every = ran.again().args("run sample-data/nightly.toml").run();
    let whole = every.rows("out/latest/review.csv");
    assert_eq!(csv.header.iter().collect::<BTreeSet<_>>(), whole.header.iter().collect::<BTreeSet<_>>());
    assert_eq!(csv.column("email"), whole.column("email"));
    let wrong = every.again().file("sample-data/mine.toml", with(r#""company", "phon""#)).exit(1);
    let wrong = wrong
        .args("check sample-data/mine.toml")
        .stderr("there is no field `phon`")
        .stderr("did you mean `phone`?")
        .run();
    assert!(wrong.stderr.contains("E102") && wrong.stderr.contains("mine.toml"), "{}", wrong.stderr);
}

/// A claim names each defect with what stands in the list, and the list by its hash.
#[test]
fn claims_are_what_a_vendor_can_check() {
    let ran = ran("en");
    let (summary, record) = (ran.json("out/latest/summary.json"), ran.json("out/latest/run.json"));
    for (list, input) in summary["lists"].as_array().unwrap().iter().zip(record["inputs"].as_array().unwrap()) {
        let name = list["list"].as_str().unwrap();
        if !ran.path(&format!("out/latest/claims/{name}")).is_file() {
            // Nobody sold us our own form, or the telephone book.
            assert!(list["defects"].as_object().unwrap().is_empty(), "{name}");
            assert!(name.starts_with("web-form") || name.starts_with("telefonbuch"), "{name}");
            continue;
        }
        let claim = ran.rows(&format!("out/latest/claims/{name}"));
        assert_eq!(claim.header.join(","), "list,record,line,column,defect,raw_value,guarded,explanation,sha256");
        assert!(claim.column("sha256").iter().all(|hash| *hash == input["sha256"]) && !claim.rows.is_empty());
        assert!(claim.column("list").iter().all(|list| *list == name));
        let counts = list["defects"].as_object().unwrap();
        for (defect, count) in counts {
            let lines = claim.column("defect").iter().filter(|code| *code == defect).count() as u64;
            assert_eq!(count.as_u64(), Some(lines), "{defect} in {name}");
        }
        let leads: BTreeSet<&str> = claim.column("record").into_iter().collect();
        assert_eq!(list["defective"].as_u64(), Some(leads.len() as u64), "{name}");
        // What is called damaged stands in that record of the list as it was bought.
        let bytes = std::fs::read(ran.path("sample-data/b2b").join(name)).unwrap();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let ascii = claim.column("defect").into_iter().zip(claim.column("raw_value")).zip(claim.column("guarded"));
        for ((defect, raw), guarded) in ascii {
            let raw = if guarded == "true" { &raw[1..] } else { raw };
            let shown = raw.is_ascii()
                && !raw.contains(['"', '\\'])
                && ["damaged_cell", "placeholder", "outdated_record"].contains(&defect);
            assert!(!shown || text.contains(raw), "{raw} is not in {name}");
        }
    }
    // What was promised to be of the last 24 months is counted in the list by hand, as a reader of it would.
    let list = std::fs::read(ran.path("sample-data/b2b/adressen-2026-11.csv")).unwrap();
    let list = String::from_utf8_lossy(&list);
    let dates = list
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit(';').next()?.split('.').rev().collect::<Vec<_>>().join("-").into());
    let old = dates.filter(|day| day.as_str() < "2024-11-12").count();
    let claim = ran.rows("out/latest/claims/adressen-2026-11.csv");
    let outdated = claim.column("defect").iter().filter(|code| **code == "outdated_record").count();
    assert!(outdated > 0 && outdated <= old, "{outdated} of {old}");
}
