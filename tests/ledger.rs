//! What a job remembers from one night to the next, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Ran, Rows, Test, names};

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["leads.csv"]
out     = "out"
[output]
formats = ["csv"]
[ledger]
file      = "state/ledger.sqlite"
retention = "12 months"
"#;

/// How often a run is killed, each time a little later.
const KILLS: u32 = 16;

fn test() -> Test {
    Test::small().file("night.toml", JOB)
}

fn night(ran: Ran, day: &str, leads: &str) -> Ran {
    ran.again().file("leads.csv", leads).on(day).args("run night.toml").run()
}

/// The addresses in a file of the last run.
fn emails(ran: &Ran, name: &str) -> Vec<String> {
    let rows = ran.rows(&format!("out/latest/{name}.csv"));
    let column = if rows.header.contains(&"email".to_owned()) { "email" } else { "Email" };
    rows.column(column).into_iter().map(str::to_owned).collect()
}

fn counts(ran: &Ran) -> serde_json::Value {
    ran.json("out/latest/summary.json")["dispositions"].clone()
}

#[test]
fn who_was_handed_over_is_known_the_next_night_and_counts_add_up() {
    let first = test().on("2026-11-20").args("run night.toml").run();
    assert_eq!(emails(&first, "prospects"), ["kim@acme.example"]);
    assert_eq!(emails(&first, "known"), Vec::<String>::new());
    // The same three, one of whom is now known to be in New York, one who was rejected and has moved, and a new one.
    let leads = "Email,State,Employees,Note\nkim@acme.example,TX,12,\nlee@acme.example,NY,12,\n\
        ana@acme.example,NY,80,\nnew@acme.example,NY,5,\n";
    let second = night(first, "2026-11-21", leads);
    assert_eq!(emails(&second, "prospects"), ["lee@acme.example", "ana@acme.example", "new@acme.example"]);
    let prospects = second.rows("out/latest/prospects.csv");
    assert_eq!(prospects.column("upgraded"), ["", "2026-11-20", ""]);
    let known = second.rows("out/latest/known.csv");
    let cells = ["Email", "key", "key_value", "known_since", "known_verdict", "known_stage", "known_list", "verdict"];
    let row: Vec<&str> = cells.iter().map(|name| known.column(name)[0]).collect();
    let kim = "kim@acme.example";
    assert_eq!(row, [kim, "email", kim, "2026-11-20", "prospect", "handed_over", "leads.csv", ""]);
    assert_eq!(known.rows.len(), 1);
    assert_eq!((&counts(&second)["known"], &counts(&second)["prospect"]), (&1.into(), &3.into()));
    // On the third night everybody is known, ana as one who was upgraded.
    let third = night(second, "2026-11-22", leads);
    let known = third.rows("out/latest/known.csv");
    assert_eq!(known.column("known_stage"), ["handed_over", "handed_over", "upgraded", "handed_over"]);
    assert_eq!(known.column("known_since"), ["2026-11-20", "2026-11-21", "2026-11-21", "2026-11-21"]);
    assert_eq!(counts(&third)["prospect"], 0);
}

#[test]
fn a_run_is_not_repeated_on_the_same_day_unless_it_is_asked_for() {
    let first = test().args("run night.toml").run();
    let second = first.again().args("run night.toml").stderr("out/2026-11-23-night was made of the same lists").run();
    assert_eq!(second.stdout, "");
    assert_eq!(names(&second.path("out")), [".lock", "2026-11-23-night", "latest"]);
    let third = second.again().args("run night.toml --again").run();
    assert_eq!(counts(&third)["known"], 2);
    // Other rules are another run, and so is another list.
    let rules = fs::read_to_string(third.path("rules/location.toml")).unwrap();
    let fourth = third.again().file("rules/location.toml", rules + "# \n").args("run night.toml").run();
    let fifth = fourth.again().file("leads.csv", "Email,State\nx@y.example,NY\n").args("run night.toml").run();
    assert_eq!(names(&fifth.path("out")).len(), 6);
}

#[test]
fn without_a_ledger_nothing_is_kept() {
    let job = JOB.split("[ledger]").next().unwrap();
    let ran = test().file("night.toml", job).args("run night.toml").run();
    assert!(!ran.path("state").exists() && !ran.path("out/latest/known.csv").exists());
    let again = night(ran, "2026-11-24", common::LEADS);
    assert_eq!(emails(&again, "prospects"), ["kim@acme.example"]);
}

#[test]
fn what_was_kept_long_enough_goes_and_is_said() {
    let first = test().on("2025-01-10").args("run night.toml").run();
    // A clock that jumps ahead deletes nothing; the run after a month of nights does.
    let jumped = night(first, "2030-01-01", common::LEADS);
    assert_eq!(counts(&jumped)["known"], 2);
    let refused = jumped.again().on("2030-01-02").args("ledger purge night.toml").exit(1);
    let refused = refused.stderr("the date jumped from 2025-01-10 to 2030-01-01").run();
    let purged = refused.again().args("ledger purge night.toml --before 2029-01-02").run();
    assert_eq!(purged.stdout, "deleted 2 leads of 1 runs before 2029-01-02\n");
    let purged = purged.again().args("ledger purge night.toml --before 2035-01-01").run();
    assert_eq!(purged.stdout, "deleted 0 leads of 1 runs before 2035-01-01\n");
    let shown = purged.again().args("ledger show night.toml").run();
    assert!(shown.stdout.ends_with("ledger.sqlite: 0 leads of 0 runs, by 0 keys\n"), "{}", shown.stdout);
}

#[test]
fn retention_works_every_night() {
    let first = test().on("2025-12-01").args("run night.toml").run();
    let mut ran = first;
    for day in ["2025-12-31", "2026-02-28", "2026-05-31", "2026-08-31", "2026-11-30", "2026-12-20"] {
        ran = night(ran, day, &format!("Email,State\n{day}@acme.example,NY\n"));
    }
    let shown = ran.again().on("2026-12-20").args("ledger show night.toml").run();
    let expected = "6 leads of 6 runs, from 2025-12-31 to 2026-12-20, by 6 keys\n";
    assert!(shown.stdout.ends_with(expected), "{}", shown.stdout);
    let warnings = shown.json("out/latest/summary.json")["warnings"].to_string();
    assert!(warnings.contains("The ledger no longer knows 2 leads of 1 runs before 20 Dec 2025"), "{warnings}");
}

#[test]
fn a_person_who_objects_is_forgotten_and_never_contacted_again() {
    let first = test().args("run night.toml").run();
    let forgot = first.again().args("ledger forget night.toml --email KIM@acme.example").run();
    let said = "forgot 1 lead with 1 key (found 1 lead by email); the hash of the address is on ";
    assert!(
        forgot.stdout.starts_with(said) && forgot.stdout.contains("barred from now on by 1 key"),
        "{}",
        forgot.stdout
    );
    let list = forgot.text("state/forgotten.csv");
    assert!(list.starts_with("email_hmac,since\n") && list.lines().count() == 2 && !list.contains("kim"), "{list}");
    assert!(!list.contains(KIM), "whoever has the address could find the person: {list}");
    let bytes = fs::read(forgot.path("state/ledger.sqlite")).unwrap();
    assert!(!bytes.windows(4).any(|part| part == b"kim@" || part == b"ana@"), "a ledger holds no address");
    let again = forgot.again().args("ledger forget night.toml --email kim@acme.example").run();
    let said = "forgot 0 leads with 0 keys (found 0 leads by email); the hash of the address was already on";
    assert!(again.stdout.contains(said), "{}", again.stdout);
    let next = night(again, "2026-11-24", common::LEADS);
    assert_eq!(emails(&next, "suppressed"), ["kim@acme.example"]);
    assert_eq!(emails(&next, "known"), ["ana@acme.example"]);
    next.again()
        .args("ledger forget night.toml --email nobody")
        .exit(1)
        .stderr("\"nobody\" is no e-mail address")
        .run();
}

/// The SHA-256 of kim@acme.example.
const KIM: &str = "f8032061171054bb6ff22032117d329ae5de75617456206cfa1d7b07033a3473";

/// Kim was forgotten, and their objection stands in `forgotten.csv` alone.
fn forgot_kim_by_the_list_alone() -> Ran {
    let first = test().args("run night.toml").run();
    let forgot = first.again().args("ledger forget night.toml --email kim@acme.example").run();
    let allowed = forgot.again().args("ledger allow night.toml --email kim@acme.example").run();
    let line = allowed.text("state/forgotten.csv");
    let hash = line.lines().last().unwrap().split(',').next().unwrap().to_owned();
    let said = format!("forgotten.csv: delete the line that begins with {hash}");
    assert!(allowed.stdout.contains(&said), "{}", allowed.stdout);
    allowed
}

#[test]
fn a_keyed_hash_bars_alone() {
    let next = night(forgot_kim_by_the_list_alone(), "2026-11-24", common::LEADS);
    let rows = next.rows("out/latest/suppressed.csv");
    assert_eq!(rows.column("suppressed_by"), ["email_hmac in forgotten.csv, line 2"]);
    assert_eq!(emails(&next, "suppressed"), ["kim@acme.example"]);
}

#[test]
fn a_hash_that_had_no_key_bars_and_is_given_one_when_the_next_person_goes() {
    let plain = format!("email_sha256,since\n{KIM},2026-11-20\n");
    let first = test().file("state/forgotten.csv", plain).args("run night.toml").run();
    assert_eq!(emails(&first, "suppressed"), ["kim@acme.example"]);
    let forgot = first.again().args("ledger forget night.toml --email other@acme.example").run();
    let list = forgot.text("state/forgotten.csv");
    assert!(list.starts_with("email_hmac,since\n") && list.lines().count() == 3 && !list.contains(KIM), "{list}");
    assert!(list.lines().nth(1).unwrap().ends_with(",2026-11-20"), "{list}");
    let next = night(forgot, "2026-11-24", common::LEADS);
    assert_eq!(emails(&next, "suppressed"), ["kim@acme.example"]);
}

#[test]
fn a_new_ledger_knows_who_was_forgotten_by_a_copy_of_the_old_one_and_else_no_run_begins() {
    let forgot = forgot_kim_by_the_list_alone();
    fs::remove_file(forgot.path("state/ledger.sqlite")).unwrap();
    let next =
        forgot.again().file("leads.csv", common::LEADS).on("2026-11-24").args("run night.toml --new-ledger").run();
    assert_eq!(emails(&next, "suppressed"), ["kim@acme.example"]);
    let state = fs::read_dir(next.path("state")).unwrap().map(|entry| entry.unwrap().path());
    state
        .filter(|path| path.display().to_string().contains("ledger.sqlite"))
        .for_each(|path| fs::remove_file(path).unwrap());
    let refused = next.again().on("2026-11-25").args("run night.toml --new-ledger").exit(1);
    let refused = refused.stderr("forgotten.csv, line 2: whom this hash names cannot be told").run();
    refused.is_one_sentence();
    // What the message says to do is done.
    fs::write(refused.path("state/forgotten.csv"), "email_hmac,since\n").unwrap();
    let gone = refused.again().on("2026-11-25").args("run night.toml --new-ledger").run();
    assert!(emails(&gone, "suppressed").is_empty());
}

#[test]
fn a_list_of_another_ledger_is_refused() {
    let forgot = forgot_kim_by_the_list_alone();
    let list = forgot.text("state/forgotten.csv");
    let other = test().file("state/forgotten.csv", list).args("run night.toml").exit(1);
    other.stderr("forgotten.csv, line 2: whom this hash names cannot be told").run().is_one_sentence();
}

/// Leads are known by an address with a name, by a number, and by name and company.
const MANY_KEYS: &str = r#"
format = 1
[identity]
keys = [["email", "last_name"], ["phone"], ["last_name", "company"]]
[field.email]
type    = "email"
columns = ["Email"]
[field.country]
type    = "country"
columns = ["Country"]
[field.phone]
type    = "phone"
columns = ["Phone"]
[field.last_name]
type    = "person"
columns = ["Last Name"]
[field.company]
type    = "company"
columns = ["Company"]
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
"#;

const PEOPLE: &str = "Email,Last Name,Company,Country,Phone,State\n\
    ann@acme.example,Roth,Acme GmbH,DE,030 901820,NY\n,Holt,Birke AG,DE,030 901821,NY\n";

fn with_many_keys() -> Ran {
    test().file("rules/fields.toml", MANY_KEYS).file("leads.csv", PEOPLE).args("run night.toml").run()
}

#[test]
fn a_forgotten_person_is_barred_by_every_key_that_was_known() {
    let first = with_many_keys();
    let args = "ledger forget night.toml --where country=DE --where phone=030/901820";
    let forgot = first.again().args(args).run();
    assert_eq!(forgot.stdout, "forgot 1 lead with 6 keys (found 1 lead by phone)\nbarred from now on by 9 keys\n");
    assert!(!forgot.path("state/forgotten.csv").exists(), "no address is known");
    // Another address and number, and the company's name without its legal form; then the address alone.
    let later = "Email,Last Name,Company,Country,Phone,State\n\
        roth@private.example,Roth,ACME,DE,030 555,NY\nann@acme.example,Roth,,,,NY\n,Holt,Birke,,,NY\n";
    let next = night(forgot, "2026-11-24", later);
    let rows = next.rows("out/latest/suppressed.csv");
    let by = ["last_name + company", "email + last_name"];
    let by = by.map(|key| format!("{key} of somebody who objected, known since 2026-11-23"));
    assert_eq!(rows.column("suppressed_by"), by);
    assert_eq!((&counts(&next)["known"], &counts(&next)["prospect"]), (&1.into(), &0.into()), "the other is known");
}

#[test]
fn forgetting_says_by_what_else_somebody_may_be_known() {
    let first = with_many_keys();
    let forgot = first.again().args("ledger forget night.toml --email other@acme.example").run();
    let hint = "nobody was found, and may be known by another key: leads are known by email + last_name, by phone, by \
        last_name + company; add what you know: --where last_name=… --where phone=… --where company=…";
    assert!(forgot.stdout.contains(hint), "{}", forgot.stdout);
    let named = forgot.again().args("ledger forget night.toml --where last_name=Roth --where company=acme").run();
    let said = "forgot 1 lead with 6 keys (found 1 lead by last_name + company)\n";
    assert!(named.stdout.starts_with(said), "{}", named.stdout);
    let alone = named.again().args("ledger forget night.toml --where company=acme").exit(1);
    let alone = alone.stderr("nobody is known by that alone: leads are known by").run();
    alone.is_one_sentence();
    alone.again().args("ledger forget night.toml").exit(2).stderr("--email").run();
}

#[test]
fn a_person_is_found_by_an_address_that_is_no_identity_key_and_barred_by_the_number() {
    let first = with_many_keys();
    let forgot = first.again().args("ledger forget night.toml --email ANN@acme.example").run();
    assert!(forgot.stdout.starts_with("forgot 1 lead with"), "{}", forgot.stdout);
    assert!(forgot.stdout.contains("(found 1 lead by email)"), "{}", forgot.stdout);
    let later = "Email,Last Name,Company,Country,Phone,State\n\
        roth@private.example,Roth,,DE,+49 30 901820,NY\n,Roth,Acme,,,NY\n,Nash,Nash AG,DE,030 901829,NY\n";
    let next = night(forgot, "2026-11-24", later);
    let rows = next.rows("out/latest/suppressed.csv");
    let by = ["phone", "last_name + company"];
    let by = by.map(|key| format!("{key} of somebody who objected, known since 2026-11-23"));
    assert_eq!(rows.column("suppressed_by"), by);
    assert_eq!(counts(&next)["prospect"], 1, "somebody else");
}

#[test]
fn colleagues_with_the_number_of_a_forgotten_person_stay() {
    let keys = MANY_KEYS.replace("[\"phone\"]", "[\"phone\", \"last_name\"]");
    assert_ne!(keys, MANY_KEYS);
    let people = "Email,Last Name,Company,Country,Phone,State\n\
        ann@acme.example,Roth,Acme GmbH,DE,030 901820,NY\nben@acme.example,Holt,Acme GmbH,DE,030 901820,NY\n\
        ,,Birke AG,DE,030 901820,NY\n";
    let first = test().file("rules/fields.toml", keys).file("leads.csv", people).args("run night.toml").run();
    let args = "ledger forget night.toml --email ann@acme.example --where last_name=Roth --where phone=+4930901820";
    let forgot = first.again().args(args).run();
    assert!(forgot.stdout.starts_with("forgot 1 lead with"), "{}", forgot.stdout);
    let later = "Email,Last Name,Company,Country,Phone,State\n\
        ,Holt,,DE,030 901820,NY\n,Nash,,DE,030 901820,NY\n,Roth,,DE,030 901820,NY\n";
    let next = night(forgot, "2026-11-24", later);
    assert_eq!(next.rows("out/latest/suppressed.csv").column("Last Name"), ["Roth"]);
}

/// Leads without any identity key.
const KEYLESS: &str = "State,Note\nNY,blue barn\nNY,red barn\nTX,old mill\n";

#[test]
fn the_same_bytes_are_handed_over_once_whatever_their_name() {
    let first = test().file("leads.csv", KEYLESS).on("2026-11-20").args("run night.toml").run();
    assert_eq!(counts(&first)["prospect"], 2);
    let second = night(first, "2026-11-21", "State,Note\nNY,new barn\n");
    assert_eq!(counts(&second)["prospect"], 1);
    let job = JOB.replace("leads.csv", "renamed.csv");
    let third = second.again().file("night.toml", job).file("renamed.csv", KEYLESS).on("2026-11-22");
    let third = third.args("run night.toml").stdout("holds the same bytes as leads.csv of 20 Nov 2026").run();
    assert_eq!((&counts(&third)["known"], &counts(&third)["rejected"]), (&2.into(), &1.into()));
    let known = third.rows("out/latest/known.csv");
    assert_eq!((known.column("key"), known.column("known_since")), (vec!["same bytes"; 2], vec!["2026-11-20"; 2]));
    let again = third.again().args("run night.toml --again").run();
    assert_eq!(counts(&again)["prospect"], 2);
    // As long, and not the same.
    let other = KEYLESS.replace("blue", "grey");
    let fourth = again.again().file("renamed.csv", other).on("2026-11-24").args("run night.toml").run();
    assert_eq!(counts(&fourth)["prospect"], 2);
}

#[test]
fn the_same_bytes_in_two_lists_of_a_run_are_handed_over_once() {
    let job = JOB.split("[ledger]").next().unwrap().replace("[\"leads.csv\"]", "[\"leads.csv\", \"more/*.csv\"]");
    let files = test().file("night.toml", job).file("leads.csv", KEYLESS).file("more/b.csv", KEYLESS);
    let first = files.file("more/c.csv", KEYLESS.replace("red", "tan")).args("run night.toml").run();
    assert_eq!((&counts(&first)["prospect"], &counts(&first)["duplicate"]), (&3.into(), &5.into()));
    let duplicates = first.rows("out/latest/duplicates.csv");
    assert_eq!(duplicates.column("key"), ["every cell"; 5]);
    assert_eq!(duplicates.column("first_list"), ["leads.csv"; 5]);
    assert_eq!(duplicates.column("first_record"), ["1", "2", "3", "1", "3"]);
    let warnings = first.json("out/latest/summary.json")["warnings"].to_string();
    assert!(warnings.contains("b.csv holds the same bytes as leads.csv"), "{warnings}");
}

#[test]
fn two_runs_at_once_on_one_ledger_are_refused() {
    let ran = test().args("run night.toml").run();
    let path = ran.path("state/ledger.sqlite");
    let held = leadsieve::ledger::Ledger::open(&path).unwrap();
    let refused = ran.again().args("run night.toml --again").exit(4).stderr("another run is using the ledger").run();
    refused.is_one_sentence();
    drop(held);
    refused.again().args("run night.toml --again").run();
}

/// A list of leads that nobody has seen before.
fn fresh_list(night: u32) -> String {
    let lead = |n: u32| format!("lead{n}of{night}@acme.example,{},{}\n", ["NY", "TX", ""][n as usize % 3], n % 90);
    "Email,State,Employees\n".to_owned() + &(0..9_000).map(lead).collect::<String>()
}

/// Every lead that was handed over, by all runs whose reports are in their place.
fn handed_over(test: &Test) -> Vec<String> {
    let runs = names(&test.path("out")).into_iter().filter(|name| name.starts_with("2026"));
    let files = runs.flat_map(|run| ["prospects", "review"].map(|file| format!("out/{run}/{file}.csv")));
    let emails = |file: String| Rows::read(&test.path(&file)).column("email").into_iter().map(str::to_owned).collect();
    files.flat_map::<Vec<String>, _>(emails).collect()
}

fn ledger_leads(test: &Test) -> u64 {
    let ledger = test.path("state/ledger.sqlite");
    let out = test.path("out");
    let at = leadsieve::pipeline::Whereabouts { ledger: &ledger, out: &out, job: "night", new_ledger: false };
    leadsieve::pipeline::open_ledger(at).unwrap().0.holdings().unwrap().leads
}

#[test]
fn reports_and_ledger_agree_whenever_a_run_is_killed() {
    let began = Instant::now();
    let ran = test().file("leads.csv", fresh_list(0)).args("run night.toml").run();
    let whole = began.elapsed();
    let mut test = ran.again().args("run night.toml");
    for kill in 0..KILLS {
        test = test.file("leads.csv", fresh_list(kill / 2));
        let mut child = test.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // More of them towards the end, where reports and ledger are put in place.
        let share = 0.4 + 0.65 * f64::from(kill) / f64::from(KILLS);
        sleep(whole.mul_f64(share).min(Duration::from_secs(20)));
        // It may have ended already.
        let _ = child.kill();
        child.wait().unwrap();
        let handed = handed_over(&test);
        assert_eq!(ledger_leads(&test), handed.len() as u64, "after kill {kill}");
        let distinct: BTreeSet<&String> = handed.iter().collect();
        assert_eq!(distinct.len(), handed.len(), "after kill {kill} nobody was handed over twice");
    }
    let last = test.file("leads.csv", fresh_list(KILLS)).run();
    assert_eq!(counts(&last)["prospect"].as_u64().unwrap() + counts(&last)["review"].as_u64().unwrap(), 6_000);
}

#[test]
fn a_ledger_that_cannot_be_used_is_told_and_nothing_is_made() {
    let broken = test().file("state/ledger.sqlite", "these are notes").args("run night.toml").exit(1);
    let ran = broken.stderr("is no ledger of leadsieve: name another file, or move this one away").run();
    ran.is_one_sentence();
    assert!(!ran.path("out/latest").exists());
    assert_eq!(ran.text("state/ledger.sqlite"), "these are notes");
}

/// Every write of a run fails at some limit of the size of files: reports, ledger, records of the run.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_anywhere_leaves_reports_and_ledger_as_they_were() {
    let job = JOB.replace("formats = [\"csv\"]", "formats = [\"csv\", \"xlsx\", \"parquet\", \"html\"]");
    let ran = test().file("night.toml", job).args("run night.toml").run();
    let mut test = ran.again().args("run night.toml");
    let (mut failed, mut done) = (0, 0);
    // In blocks of 1,024 bytes; the workbook of the last ones is larger than any CSV file.
    for (night, blocks) in
        [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 2048, 8192, 65536].into_iter().enumerate()
    {
        test = test.file("leads.csv", fresh_list(u32::try_from(night).unwrap() + 100));
        let (before, leads) = (names(&test.path("out")), handed_over(&test).len());
        let command = test.command();
        let quoted = |text: &std::ffi::OsStr| format!("'{}'", text.to_string_lossy());
        let words: Vec<String> = std::iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect();
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {}", words.join(" "));
        let output =
            std::process::Command::new("bash").args(["-c", &script]).current_dir(test.path("")).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        match output.status.code() {
            Some(0) => done += 1,
            Some(1) => {
                failed += 1;
                assert_eq!(
                    (said.lines().count(), said.starts_with("error: could not ")),
                    (1, true),
                    "{blocks}: {said}"
                );
                assert_eq!(names(&test.path("out")), before, "{blocks}");
                assert_eq!(handed_over(&test).len(), leads, "{blocks}");
            }
            other => panic!("{blocks}: {other:?} {said}"),
        }
        assert_eq!(ledger_leads(&test), handed_over(&test).len() as u64, "{blocks}: {said}");
    }
    assert!(failed > 8 && done > 0, "{failed} failed, {done} done");
    test.file("leads.csv", fresh_list(99)).run();
}
