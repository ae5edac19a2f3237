//! People whom a list itself says not to contact: its cells, all lists of a run, later nights; by the real binary.

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
missing = ["-", "n/a"]
[identity]
keys           = [["email", "last_name"], ["name", "company"]]
do_not_contact = ["opted_out"]
[field.id]
type    = "text"
columns = ["id"]
[field.last_name]
type    = "person"
columns = ["Last Name"]
[field.name]
type    = "person"
columns = ["Name"]
[field.company]
type    = "company"
columns = ["Company"]
[field.email]
type    = "email"
columns = ["Email"]
ask     = "What is the address?"
[field.phone]
type    = "phone"
columns = ["Phone"]
ask     = "What is the number?"
[field.mobile]
type    = "phone"
columns = ["Mobile"]
[field.street]
type    = "street"
columns = ["Street"]
[field.linkedin]
type    = "web"
columns = ["LinkedIn"]
[field.opted_out]
type    = "yes_no"
columns = ["Opt-out", "Werbesperre"]
"#;

const RULE: &str = r#"
format    = 1
criterion = "all"
[score.any]
field    = "id"
is_known = true
points   = 1
[score.callable]
field    = "phone"
is_known = true
points   = 1
"#;

const PROFILE: &str = r#"
format = 1
name   = "all"
fields = "fields.toml"
rules  = ["rule.toml"]
[decision]
prospect_at = -9
review_at   = -9
"#;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["a.csv", { path = "b*.csv", optional = true }]
out     = "out"
[output]
formats = ["csv"]
[ledger]
file = "state/ledger.sqlite"
"#;

fn test() -> Test {
    Test::new()
        .file("rules/fields.toml", FIELDS)
        .file("rules/rule.toml", RULE)
        .file("rules/p.toml", PROFILE)
        .file("night.toml", JOB)
}

fn with_type(field_type: &str) -> Test {
    test().file("rules/fields.toml", FIELDS.replace("type    = \"yes_no\"", field_type))
}

fn run(test: Test) -> Ran {
    test.args("run night.toml").run()
}

fn ids(ran: &Ran, file: &str) -> Vec<String> {
    let rows = ran.rows(&format!("out/latest/{file}.csv"));
    rows.column("id").into_iter().map(str::to_owned).collect()
}

fn suppressed_by(ran: &Ran) -> Vec<String> {
    let rows = ran.rows("out/latest/suppressed.csv");
    rows.column("suppressed_by").into_iter().map(str::to_owned).collect()
}

fn warnings(ran: &Ran) -> String {
    ran.json("out/latest/summary.json")["warnings"].to_string()
}

/// A list of leads with these opt-out cells, named by them.
fn cells(cells: &[&str]) -> String {
    let lead = |(n, cell): (usize, &&str)| format!("{n},p{n}@acme.example,\"{cell}\"\n");
    "id,Email,Opt-out\n".to_owned() + &cells.iter().enumerate().map(lead).collect::<String>()
}

#[test]
fn a_filled_cell_that_is_no_clear_no_suppresses_whatever_the_type_of_its_field() {
    let barred = ["T", "✓", "DNC", "Unsubscribed", "2025-03-01", "Yes - all", "gesperrt", "-1", "keine Werbung", "abc"];
    let free = ["F", "0", "nein", "", "-", "no objection", "Newsletter ok", "nicht gesperrt", "opt-in", "☐"];
    let list = cells(&[&barred[..], &free[..]].concat());
    let types = [
        "type = \"yes_no\"",
        "type = \"text\"",
        "type = \"date\"",
        "type = \"list\"\nseparator = \",\"",
        "type = \"number\"",
    ];
    for field_type in types {
        let ran = run(with_type(field_type).file("a.csv", &list));
        assert_eq!(ids(&ran, "suppressed").len(), barred.len(), "{field_type}");
        assert_eq!(ids(&ran, "prospects").len(), free.len(), "{field_type}");
    }
}

#[test]
fn what_is_not_understood_suppresses_with_a_cause_of_its_own_and_is_always_said() {
    let mut written = vec!["no"; 400];
    written[7] = "see ticket 4711";
    written[9] = "yes";
    let ran = run(test().file("a.csv", cells(&written)));
    let causes = ["opted_out in the list itself, in words that are not understood", "opted_out in the list itself"];
    assert_eq!(suppressed_by(&ran), causes);
    let said =
        "a.csv: opted_out is not understood in 1 cell, such as \\\"see ticket 4711\\\"; they count as objections.";
    assert!(warnings(&ran).contains(said), "{}", warnings(&ran));
    assert!(!warnings(&ran).contains("cannot be read"), "{}", warnings(&ran));
    assert!(ran.stdout.contains("see ticket 4711"), "{}", ran.stdout);
    let german = FIELDS.replace("[field.opted_out]", "[field.opted_out]\nvalues = { \"see ticket 4711\" = \"no\" }");
    let mapped = run(test().file("rules/fields.toml", german).file("a.csv", cells(&written)));
    assert_eq!(ids(&mapped, "suppressed"), ["9"]);
}

#[test]
fn an_objection_to_a_channel_bars_that_channel_alone() {
    let list = "id,Email,Phone,Mobile,Opt-out\n\
        a,a@acme.example,+49 30 901820,+49 171 3920000,no calls\n\
        b,b@acme.example,+49 30 901821,,Email\n\
        c,c@acme.example,,,keine E-Mails\n\
        d,d@acme.example,+49 30 901822,,\"no calls, no emails\"\n\
        e,e@acme.example,+49 30 901823,,no fax\n";
    let ran = run(test().file("a.csv", list));
    let prospects = ran.rows("out/latest/prospects.csv");
    assert_eq!(prospects.column("id"), ["a", "b", "e"]);
    assert_eq!(prospects.column("email"), ["a@acme.example", "", "e@acme.example"]);
    assert_eq!(prospects.column("phone"), ["", "+4930901821", "+4930901823"]);
    assert_eq!(prospects.column("mobile"), ["", "", ""], "no rule and no key reads it");
    assert_eq!(prospects.column("score_worst"), ["1", "2", "2"], "rules see no barred cell");
    let nobody = "no way left to make contact: ";
    assert_eq!(
        suppressed_by(&ran),
        [format!("{nobody}email must not be used"), format!("{nobody}email phone must not be used")]
    );
    let cleared = &ran.json("out/latest/summary.json")["lists"][0]["cleared"];
    assert_eq!((&cleared["email"], &cleared["phone"]), (&1.into(), &1.into()));
}

#[test]
fn a_channel_is_barred_in_every_list() {
    let ran = run(test()
        .file("a.csv", "id,Last Name,Email,Phone\na,Roth,ann@acme.example,+49 30 901820\n")
        .file("b.csv", "id,Email,Opt-out\nb,ANN@acme.example,nicht anrufen\nc,cyd@acme.example,no\n"));
    let prospects = ran.rows("out/latest/prospects.csv");
    assert_eq!((prospects.column("id"), prospects.column("phone")), (vec!["a", "b", "c"], vec!["", "", ""]));
}

#[test]
fn an_objection_counts_in_every_list_and_for_earlier_records() {
    let first = "id,Name,Company,Last Name,Email,Phone\n\
        a,Ann Roth,Kiefer GmbH,,,\n\
        b,,,Holt,ben@acme.example,\n\
        c,,,Nash,,+49 30 901820\n\
        d,,,Ito,,+49 30 901820\n\
        e,,,,,+49 30 901820\n\
        f,Ann Roth,Birke GmbH,,,\n";
    let second = "id,Name,Company,Last Name,Email,Phone,Werbesperre\n\
        u,Ann Roth,Kiefer,,,,ja\n\
        v,,,,BEN@acme.example,,x\n\
        w,,,Nash,,+4930901820,gesperrt\n\
        x,,,,fay@acme.example,,\n\
        y,,,,fay@acme.example,,DNC\n";
    let ran = run(test().file("a.csv", first).file("b.csv", second));
    assert_eq!(ids(&ran, "suppressed"), ["a", "b", "c", "e", "u", "v", "w", "x", "y"]);
    let by = suppressed_by(&ran);
    assert_eq!(by[0], "name + company of somebody who objects in b.csv, record 1");
    assert_eq!(by[1], "email of somebody who objects in b.csv, record 2");
    assert_eq!(by[2], "phone of somebody who objects in b.csv, record 3");
    assert_eq!(by[7], "email of somebody who objects in b.csv, record 5");
    assert_eq!(ids(&ran, "prospects"), ["d", "f"], "a number that others share, and another company");
}

#[test]
fn an_objection_with_a_page_or_an_employer_alone_counts_whatever_the_keys_are() {
    let by_address = FIELDS.replace(r#"[["email", "last_name"], ["name", "company"]]"#, r#"[["email"]]"#);
    let first = "id,Name,Company,Email,LinkedIn\n\
        a,,,ann@acme.example,https://de.linkedin.com/in/ann-roth/?trk=x\n\
        b,\"Holt, Ben\",KIEFER AG,ben@acme.example,\n\
        c,Ben Holt,Birke AG,holt@acme.example,\n\
        d,Cyd Nash,Kiefer AG,cyd@acme.example,linkedin.com/company/kiefer\n";
    let second = "id,Name,Company,LinkedIn,Opt-out\n\
        u,,,linkedin.com/in/ann-roth,yes\n\
        v,Ben Holt,Kiefer,,yes\n\
        w,Nash,Kiefer AG,linkedin.com/company/kiefer,yes\n";
    let ran = run(test().file("rules/fields.toml", by_address).file("a.csv", first).file("b.csv", second));
    assert_eq!(ids(&ran, "suppressed"), ["a", "b", "u", "v", "w"]);
    let by = suppressed_by(&ran);
    assert_eq!(by[0], "page of somebody who objects in b.csv, record 1");
    assert_eq!(by[1], "name of somebody who objects in b.csv, record 2");
    assert_eq!(ids(&ran, "prospects"), ["c", "d"], "another company, and a company's page");
    let later = ran.again().file("a.csv", first).file("b.csv", "id\nz\n").on("2026-11-24").args("run night.toml").run();
    assert_eq!(ids(&later, "suppressed"), ["a", "b"]);
}

#[test]
fn an_objection_counts_on_every_later_night_for_known_leads_too() {
    let lead = |id: &str, more: &str| {
        format!(
            "id,Last Name,Email{}\n{id},Roth,ann@acme.example{more}\n",
            if more.is_empty() { "" } else { ",Opt-out" }
        )
    };
    let first = run(test().file("a.csv", lead("a", "")));
    assert_eq!(ids(&first, "prospects"), ["a"]);
    let night =
        |ran: Ran, day: &str, list: String| ran.again().file("a.csv", list).on(day).args("run night.toml").run();
    let second = night(first, "2026-11-24", lead("b", ",yes"));
    assert_eq!((ids(&second, "suppressed"), ids(&second, "known")), (vec!["b".to_owned()], vec![]));
    let third = night(second, "2026-11-25", lead("c", ""));
    assert_eq!(suppressed_by(&third), ["email + last_name of somebody who objected, known since 2026-11-24"]);
    // Another list, in which nobody asks; and a "no" there takes nothing back.
    let fourth = night(third, "2026-11-26", "id,Email,Opt-out\nd,Ann@Acme.example,no\n".to_owned());
    assert_eq!(suppressed_by(&fourth), ["email of somebody who objected, known since 2026-11-24"]);
    let allowed = fourth.again().args("ledger allow night.toml --email ann@acme.example --where last_name=Roth").run();
    assert_eq!(allowed.stdout, "took back the objection of 2 keys\n");
    let fifth = night(allowed, "2026-11-27", "id,Email\ne,ann@acme.example\n".to_owned());
    assert_eq!(ids(&fifth, "prospects"), ["e"]);
}

#[test]
fn who_is_held_and_objects_is_suppressed() {
    let job = JOB.to_owned() + "[limit.one]\nof = \"prospect\"\nkeep = 1\nhold_for = \"9 days\"\n";
    let first = run(test().file("night.toml", job).file("a.csv", "id,Email\na,a@acme.example\nb,b@acme.example\n"));
    assert_eq!(ids(&first, "held"), ["b"]);
    let second = first.again().on("2026-11-24").file("b.csv", "id,Email,Opt-out\nc,b@acme.example,T\n");
    let second = run(second);
    assert_eq!((ids(&second, "held"), ids(&second, "suppressed")), (vec![], vec!["b".to_owned(), "c".to_owned()]));
}

#[test]
fn an_objection_in_any_of_several_columns_counts() {
    let list = "id,Email,Opt-out,Werbesperre\na,a@acme.example,no,ja\nb,b@acme.example,yes,nein\nc,c@acme.example,,nein\n\
        d,d@acme.example,n/a,gesperrt\n";
    let ran = run(test().file("a.csv", list));
    assert_eq!(ids(&ran, "suppressed"), ["a", "b", "d"]);
}

#[test]
fn a_column_that_asks_who_consents_is_not_taken_for_one_of_objections() {
    for header in ["Opt In", "Consent", "Newsletter", "Einwilligung", "opt_in"] {
        let fields = FIELDS.replace("\"Werbesperre\"]", &format!("\"{header}\"]"));
        let list = format!(
            "id,Email,{header}\na,a@acme.example,yes\nb,b@acme.example,no\nc,c@acme.example,\n\
            d,d@acme.example,unsubscribed\n"
        );
        let ran = run(test().file("rules/fields.toml", fields).file("a.csv", list));
        assert_eq!(
            (ids(&ran, "suppressed"), ids(&ran, "prospects")),
            (["b", "d"].map(str::to_owned).to_vec(), ["a", "c"].map(str::to_owned).to_vec()),
            "{header}"
        );
        assert!(warnings(&ran).contains(&format!("\\\"{header}\\\" asks who consents")), "{}", warnings(&ran));
    }
}

#[test]
fn standard_input_and_archives_are_read_twice_as_well() {
    let list = "id,Email,Opt-out\na,a@acme.example,\nb,a@acme.example,ja\nc,c@acme.example,\n";
    let piped = test().stdin(list).args("qualify - --profile rules/p.toml --out out/latest --formats csv").run();
    assert_eq!(
        (ids(&piped, "suppressed"), ids(&piped, "prospects")),
        (vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()])
    );
}

#[test]
fn german_reports_say_it_in_german() {
    let list = cells(&["siehe Akte", "nein"]);
    let ran = test().file("a.csv", list).args("run night.toml --language de").run();
    assert_eq!(suppressed_by(&ran), ["opted_out in der Liste selbst, in unverständlichen Worten"]);
    assert!(ran.stdout.contains("nicht zu verstehen") && ran.stdout.contains("siehe Akte"), "{}", ran.stdout);
}

#[test]
fn vendors_are_not_blamed_for_words_in_an_opt_out_column() {
    let list = "format = 1\nfiles = [\"a.csv\"]\nsource = \"bought_list\"\n";
    let job = JOB.replace("\"a.csv\",", "\"a.list.toml\",");
    let ran =
        run(test().file("a.list.toml", list).file("night.toml", job).file("a.csv", cells(&["subscribed", "DNC", "T"])));
    assert_eq!(ran.json("out/latest/summary.json")["lists"][0]["defective"], 0);
    assert_eq!(ids(&ran, "suppressed"), ["1", "2"]);
}
