//! Leads that no identity key joins and that are very alike, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Test};

const FIELDS: &str = r#"
format = 1
[identity]
keys = [["email"]]
review_similar = true
[field.first_name]
type    = "person"
columns = ["First"]
[field.last_name]
type    = "person"
columns = ["Last"]
[field.company]
type    = "company"
columns = ["Company"]
[field.email]
type    = "email"
columns = ["Email"]
[field.street]
type    = "street"
columns = ["Street"]
[field.postal_code]
type    = "postal_code"
columns = ["Zip"]
[field.birth_date]
type      = "date"
formats   = ["YYYY-MM-DD"]
columns   = ["Born"]
sensitive = true
[field.state]
type    = "text"
columns = ["State"]
ask     = "Which state?"
[field.employees]
type    = "number"
columns = ["Employees"]
[field.country]
type    = "country"
columns = ["Country"]
"#;

const HEADER: &str = "First,Last,Company,Email,Street,Zip,Born,State,Employees,Country\n";

/// Kim and Kimm are one; the families and colleagues behind them are not.
const LEADS: &str = "\
Kim,Novak,,kim@one.example,12 Main Street,10001,1981-05-04,NY,12,US
Kimm,Novak,,novak@two.example,12 Main St,10001,1981-05-04,NY,12,US
Paul,Novak,,paul@two.example,12 Main St,10001,1951-07-01,NY,12,US
Jane,Doe,Acme Inc.,jane@acme.example,,10002,,NY,12,US
Jane,Roe,Acme Inc.,roe@acme.example,,10002,,NY,12,US
";

fn lists(fields: &str, leads: &str) -> Test {
    Test::small().file("rules/fields.toml", fields).file("leads.csv", format!("{HEADER}{leads}"))
}

fn similar(ran: &Ran) -> Vec<(String, String, String)> {
    let rows = ran.rows("out/similar.csv");
    let of = |name| rows.column(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (one, other, similarity) = (of("record"), of("other_record"), of("similarity"));
    one.into_iter().zip(other).zip(similarity).map(|((one, other), similarity)| (one, other, similarity)).collect()
}

/// The pairs by record numbers.
fn pairs(leads: &str) -> Vec<(String, String)> {
    let ran = lists(FIELDS, leads).qualify("leads.csv").run();
    similar(&ran).into_iter().map(|(one, other, _)| (one, other)).collect()
}

#[test]
fn a_slip_in_a_name_is_listed_with_both_values_and_changes_no_count() {
    let ran = lists(FIELDS, LEADS).qualify("leads.csv").stdout("One pair of leads is very alike").run();
    let rows = ran.rows("out/similar.csv");
    assert_eq!(rows.rows.len(), 1, "{rows:?}");
    assert_eq!([rows.column("list")[0], rows.column("record")[0], rows.column("line")[0]], ["leads.csv", "1", "2"]);
    assert_eq!([rows.column("disposition")[0], rows.column("other_disposition")[0]], ["prospect", "prospect"]);
    let alike = rows.column("alike")[0];
    for told in ["Kim Novak ~ Kimm Novak (+", "12 Main Street = 12 Main St (+4.0)", "10001, the same (+1.5)"] {
        assert!(alike.contains(told), "{told}: {alike}");
    }
    assert!(rows.column("different")[0].contains("kim@one.example / novak@two.example (-0.5)"));
    let without = lists(&FIELDS.replace("review_similar = true", ""), LEADS).qualify("leads.csv").run();
    assert!(!without.path("out/similar.csv").exists());
    let counts = |ran: &Ran| ran.json("out/summary.json")["dispositions"].clone();
    assert_eq!(counts(&ran), counts(&without));
    assert_eq!(ran.text("out/prospects.csv"), without.text("out/prospects.csv"));
}

#[test]
fn what_is_sensitive_counts_and_is_not_told() {
    let ran = lists(FIELDS, LEADS).qualify("leads.csv").run();
    let told = ran.text("out/similar.csv");
    assert!(told.contains("birth_date: the same, and sensitive (+6.0)") && !told.contains("1981"), "{told}");
}

#[test]
fn what_is_a_pair_and_what_is_none() {
    let lead = |first: &str, last: &str, company: &str, mail: &str, street: &str, zip: &str, born: &str| {
        format!("{first},{last},{company},{mail},{street},{zip},{born},NY,12,US\n")
    };
    let john = || lead("John", "Smith", "", "a@one.example", "5 Elm Street", "10003", "1970-01-02");
    let table = [
        ("swapped names", john(), lead("Smith", "John", "", "", "5 Elm Street", "10003", ""), true),
        ("a slip in the postcode", john(), lead("John", "Smith", "", "", "5 Elm St", "10004", "1970-01-02"), true),
        ("day and month turned", john(), lead("Jon", "Smith", "", "", "5 Elm St", "10003", "1970-02-01"), true),
        ("a name and a postcode", john(), lead("Jon", "Smith", "", "", "", "10003", ""), true),
        (
            "another house and birthday",
            john(),
            lead("John", "Smith", "", "", "9 Oak Street", "10003", "1991-06-07"),
            false,
        ),
        ("a wife", john(), lead("Mary", "Smith", "", "", "5 Elm Street", "10003", ""), false),
        ("a name alone", john(), lead("John", "Smith", "", "", "", "", ""), false),
        (
            "a company with two spellings",
            lead("", "", "Isar Software AG", "", "5 Elm Street", "10003", ""),
            lead("", "", "Isar-Software", "", "5 Elm Street", "10003", ""),
            true,
        ),
        (
            "two companies in one house",
            lead("", "", "Isar Software AG", "", "5 Elm Street", "10003", ""),
            lead("", "", "Kanzlei Roth", "", "5 Elm Street", "10003", ""),
            false,
        ),
    ];
    for (case, one, other, is_pair) in table {
        assert_eq!(!pairs(&(one + &other)).is_empty(), is_pair, "{case}");
    }
}

#[test]
fn a_free_mail_provider_joins_nobody() {
    let lead = |number: u32| format!("Max,Muster,,p{number}.x{number}@gmail.com,,,,NY,12,US\n");
    assert_eq!(pairs(&(lead(11) + &lead(77))), []);
}

#[test]
fn pairs_that_nobody_would_call_are_listed_only_where_all_are_wanted() {
    let rejected = LEADS.replace(",NY,", ",TX,");
    for (of, expected) in [("handed_over", 0), ("all", 1)] {
        let fields =
            FIELDS.replace("review_similar = true", &format!("review_similar = {{ above = 0.6, of = \"{of}\" }}"));
        let ran = lists(&fields, &rejected).qualify("leads.csv").run();
        assert_eq!(similar(&ran).len(), expected, "{of}");
    }
}

#[test]
fn a_higher_threshold_lists_fewer() {
    let above = |above| {
        let fields = FIELDS.replace("review_similar = true", &format!("review_similar = {{ above = {above} }}"));
        similar(&lists(&fields, LEADS).qualify("leads.csv").run()).len()
    };
    assert_eq!((above("0.5"), above("0.99")), (1, 0));
}

#[test]
fn a_duplicate_stands_behind_its_first_record_and_a_suppressed_lead_is_told() {
    let again = format!("{LEADS}Kimm,Novak,,NOVAK@two.example,12 Main St,10001,1981-05-04,NY,12,US\n");
    assert_eq!(pairs(&again), [("1".to_owned(), "2".to_owned())]);
    let job = "format = 1\nname = \"n\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n\
               [output]\nformats = [\"csv\"]\n[suppress]\nfiles = [\"stop.csv\"]\n";
    let test = lists(FIELDS, LEADS).file("job.toml", job).file("stop.csv", "email\nkim@one.example\n");
    let rows = test.args("run job.toml").run().rows("out/latest/similar.csv");
    assert_eq!(rows.column("disposition"), ["suppressed"]);
}

#[test]
fn held_and_known_leads_are_told_as_such() {
    let job = "format = 1\nname = \"n\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n\
               [output]\nformats = [\"csv\"]\n[ledger]\nfile = \"l.sqlite\"\n\
               [limit.one]\nkeep = 1\nof = \"prospect\"\n";
    let of = |ran: &Ran| {
        let rows = ran.rows("out/latest/similar.csv");
        [rows.column("disposition")[0].to_owned(), rows.column("other_disposition")[0].to_owned()]
    };
    let first = lists(FIELDS, LEADS).file("job.toml", job).args("run job.toml").run();
    assert_eq!(of(&first), ["prospect", "held"]);
    let second = first.again().on("2026-11-24").args("run job.toml").run();
    assert_eq!(of(&second), ["known", "prospect"]);
}

#[test]
fn a_duplicate_names_its_key_as_written_and_as_compared() {
    let again = LEADS.replace("roe@acme.example", "JANE@Acme.example");
    let rows = lists(FIELDS, &again).qualify("leads.csv").run().rows("out/duplicates.csv");
    assert_eq!(
        [rows.column("key"), rows.column("key_raw"), rows.column("key_value")],
        [["email"], ["JANE@Acme.example"], ["jane@acme.example"]]
    );
}

#[test]
fn threads_do_not_matter_formulas_are_guarded_and_only_the_owner_may_read() {
    // One postcode with more leads than are compared each with each.
    let mut leads = String::from("=1+1,Novak,,x@one.example,7 Oak Street,10001,,NY,12,US\n");
    for number in 0..400 {
        let letter = |place: u32| char::from(b'a' + u8::try_from(number / 2 / place % 20).unwrap());
        let slip = if number % 2 == 0 { "" } else { "x" };
        let name = format!("{0}{1}ne{0}lan{slip},{1}{0}muster", letter(1), letter(20));
        leads += &format!("{name},,m{number}@one.example,{} Elm Street,10001,,NY,12,US\n", number / 2);
    }
    leads += &leads.lines().next().unwrap().replace("x@one", "y@two");
    let written = |threads: &str| {
        let line = format!("qualify leads.csv --profile rules/p.toml --out out --formats csv --threads {threads}");
        let ran = lists(FIELDS, &leads).args(&line).run();
        (ran.text("out/similar.csv"), ran)
    };
    let ((one, ran), (two, _)) = (written("1"), written("3"));
    assert!(one == two && one.lines().count() > 10, "{}", one.lines().count());
    let similarity: Vec<f64> = similar(&ran).iter().map(|(_, _, similarity)| similarity.parse().unwrap()).collect();
    assert!(similarity.is_sorted_by(|one, other| one >= other), "the most alike come first");
    let rows = ran.rows("out/similar.csv");
    let guarded = |cell: &String| !cell.starts_with(['=', '+', '@']);
    assert!(one.contains("=1+1") && rows.rows.iter().flatten().all(guarded), "{one}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(ran.path("out/similar.csv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}
