//! Whom the entries of suppression files bar, by the real binary: everybody that they mean, and nobody else. What bars
//! nobody is told on the error stream with file and line, and makes the exit code 3.

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
keys = [["id"]]
[field.id]
type    = "text"
columns = ["id"]
[field.name]
type    = "person"
columns = ["name"]
[field.first_name]
type    = "person"
columns = ["first"]
[field.last_name]
type    = "person"
columns = ["last"]
[field.email]
type    = "email"
columns = ["email"]
[field.country]
type    = "country"
columns = ["country"]
[field.phone]
type         = "phone"
country_from = "country"
columns      = ["phone"]
[field.zip]
type         = "postal_code"
country_from = "country"
columns      = ["zip"]
[field.website]
type    = "web"
columns = ["website"]
[field.linkedin]
type    = "web"
columns = ["linkedin"]
[field.company]
type    = "company"
columns = ["company"]
[field.state]
type    = "text"
columns = ["state"]
[field.employees]
type    = "number"
columns = ["employees"]
"#;

const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["leads.csv"]
out     = "out"
[output]
formats = ["csv"]
[suppress]
files   = ["suppression/*"]
"#;

/// A suppression file, leads, and whom it bars, by their ids.
struct Case {
    file: &'static str,
    leads: &'static str,
    barred: &'static str,
    exit: i32,
    /// Parts of what is said on the error stream.
    told: &'static [&'static str],
}

const fn case(file: &'static str, leads: &'static str, barred: &'static str) -> Case {
    Case { file, leads, barred, exit: 0, told: &[] }
}

const fn told(case: Case, told: &'static [&'static str]) -> Case {
    Case { told, ..case }
}

const fn idle(case: Case, told: &'static [&'static str]) -> Case {
    Case { exit: 3, told, ..case }
}

fn run(case: &Case, args: &str) -> Ran {
    let mut test = Test::small()
        .file("rules/fields.toml", FIELDS)
        .file("leads.csv", case.leads)
        .file("suppression/a.csv", case.file)
        .file("night.toml", JOB)
        .args(&format!("run night.toml{args}"))
        .exit(case.exit);
    for part in case.told {
        test = test.stderr(part);
    }
    test.run()
}

fn holds(cases: &[Case]) {
    for case in cases {
        let ran = run(case, "");
        let rows = ran.rows("out/latest/suppressed.csv");
        assert_eq!(rows.column("id").join(" "), case.barred, "{}\nby\n{}\n{}", case.leads, case.file, ran.stderr);
        assert!(!case.told.is_empty() || ran.stderr.is_empty(), "{}\n{}", case.file, ran.stderr);
    }
}

const MAIL: &str = "id,email,website
a,ann@waldhof.example,
b,bob@waldhof.example,
c,cid@mail.birke.example,
d,,https://www.waldhof.example/team
e,eve@erle.example,erle.example
";

#[test]
fn everybody_at_a_domain() {
    holds(&[
        case("email\n*@waldhof.example\n", MAIL, "a b d"),
        case("email\n@waldhof.example\n", MAIL, "a b d"),
        case("email\nWaldhof.Example\n", MAIL, "a b d"),
        case("email\n*@birke.example\n", MAIL, "c"),
        case("email\n*.birke.example\n", MAIL, "c"),
        case("domain\n*@waldhof.example\n*.birke.example\n", MAIL, "a b c d"),
        case("domain\n@waldhof.example\n", MAIL, "a b d"),
        case("domain\nhttps://www.waldhof.example/kontakt\n", MAIL, "a b d"),
        case("domain\nwaldhof.example; birke.example\n", MAIL, "a b c d"),
        case("domain\nwaldhof.example / birke.example\n", MAIL, "a b c d"),
        case("domain\nwaldhof.example/birke.example\n", MAIL, "a b c d"),
        case("domain\n\"waldhof.example\nbirke.example\"\n", MAIL, "a b c d"),
        case("domain;note\nwaldhof.example|birke.example;two\n", MAIL, "a b c d"),
        case("Domain\n'waldhof.example\n", MAIL, "a b d"),
        case("website\nhttp://erle.example/\n", MAIL, "e"),
    ]);
}

#[test]
fn several_addresses_in_a_cell() {
    holds(&[
        case("email\n\"ann@waldhof.example; bob@waldhof.example\"\n", MAIL, "a b"),
        case("email\n\"ann@waldhof.example,bob@waldhof.example\"\n", MAIL, "a b"),
        case("email\nann@waldhof.example | bob@waldhof.example\n", MAIL, "a b"),
        case("email\nann@waldhof.example/bob@waldhof.example\n", MAIL, "a b"),
        case("email\nann@waldhof.example und bob@waldhof.example\n", MAIL, "a b"),
        case("email\n\"ann@waldhof.example\nbob@waldhof.example\"\n", MAIL, "a b"),
        case("email\nAnn Lee <ann@waldhof.example>; Bob <bob@waldhof.example>\n", MAIL, "a b"),
        case("email\n\"Lee, Ann <ann@waldhof.example>\"\n", MAIL, "a"),
        case("email\nmailto:ann@waldhof.example\n", MAIL, "a"),
        case("email\n'ann@waldhof.example\n", MAIL, "a"),
        case("email\n\"=\"\"ann@waldhof.example\"\"\"\n", MAIL, "a"),
        case("email\nann@waldhof.example (privat)\n", MAIL, "a"),
        case("email\nANN@WALDHOF.EXAMPLE.\n", MAIL, "a"),
        case("Adresse e-mail;motif\nann@waldhof.example;désinscription\n", MAIL, "a"),
        case("Correo electrónico;Baja\nann@waldhof.example;sí\n", MAIL, "a"),
        idle(
            case("email\nnobody at all\nbob@waldhof.example\n", MAIL, "b"),
            &["a.csv: nobody is barred by 1 entry", "line 2 (email \"nobody at all\")"],
        ),
        idle(case("email\n\"ann@waldhof.example; bob@@waldhof\"\n", MAIL, "a"), &["bob@@waldhof"]),
        idle(case("email\n\"ann@waldhof.co,uk\"\n", MAIL, ""), &["ann@waldhof.co,uk"]),
        idle(case("email,why\n,left\n", MAIL, ""), &["line 2", "left", "no address, number, name"]),
        told(case("domain\nann@waldhof.example\n", MAIL, "a"), &["ann@waldhof.example", "this address alone"]),
    ]);
}

const CALLS: &str = "id,country,phone
a,DE,040 361230
b,DE,040 361231
c,US,650-253-0000
d,DE,030 901820
e,DE,0151 23456789
";

#[test]
fn numbers_and_what_stands_beside_them() {
    holds(&[
        case("phone\n+49 40 361230 privat\n", CALLS, "a"),
        case("phone\nTel. +49 40 361230 (Zentrale)\n", CALLS, "a"),
        case("phone\n+49 (0)40 361230\n", CALLS, "a"),
        case("phone\n0049 40 361230\n", CALLS, "a"),
        case("phone\n'+4940361230\n", CALLS, "a"),
        case("phone\ntel:+49-40-361230\n", CALLS, "a"),
        case("phone\n+49 40 361230 seit 14.07.2024\n", CALLS, "a"),
        case("phone\n+49 40 361230 / 361231\n", CALLS, "a b"),
        case("phone\n+49 40 361230 / 31\n", CALLS, "a b"),
        case("phone\n+49 40 361230/+49 30 901820\n", CALLS, "a d"),
        case("phone\n\"+49 40 361230, +49 30 901820\"\n", CALLS, "a d"),
        case("phone\n+49 40 361230; +1 650 253 0000\n", CALLS, "a c"),
        case("phone\n+49 40 361230 oder +49 151 23456789\n", CALLS, "a e"),
        case("phone\n\"+49 40 361230\n+49 30 901820\"\n", CALLS, "a d"),
        case("phone\n+49 40/361230\n", CALLS, "a"),
        case("Phone;Country\n040 361230;DE\n650-253-0000;US\n", CALLS, "a c"),
        case("Rufnummer,Land\n040 361230 privat,Deutschland\n", CALLS, "a"),
        told(
            case("phone\n040 361230\n", CALLS, "a"),
            &["a.csv", "line 2 (phone \"040 361230\")", "with their country"],
        ),
        told(case("phone\n16502530000\n4915123456789\n", CALLS, "c e"), &["16502530000", "4915123456789", "plus"]),
        told(case("phone\n(650) 253-0000\n", CALLS, "c"), &["253-0000"]),
        idle(case("phone\n36123\n", CALLS, ""), &["36123", "area code"]),
        idle(case("phone\n4.94E+11\n", CALLS, ""), &["4.94E+11"]),
        idle(case("phone\n+49 30\n", CALLS, ""), &["line 2"]),
        idle(case("phone\ncall me never\n", CALLS, ""), &["call me never"]),
    ]);
}

const FIRMS: &str = "id,name,email,company,zip,country,website,linkedin
a,Zoe Hill,zoe@grossnetz.example,Grossnetz Inc.,10115,DE,grossnetz.example,https://www.linkedin.com/in/zoe-hill-6
b,Bob May,bob@grossnetz.example,Grossnetz,10115,DE,,linkedin.com/in/bob-may-2
c,Zoe Hill,zh@kleinnetz.example,Kleinnetz AG,80331,DE,facebook.com/kleinnetz,
d,Ann Lee,ann@bakers.example,Six Bakers,80331,DE,https://www.facebook.com/sixbakers,
e,Dan Fox,dan@gmail.com,Fox KG,20095,DE,fox.wixsite.com,
";

#[test]
fn a_row_about_a_person_bars_nobody_else() {
    holds(&[
        case("Email,First Name,Company,UNSUB_TIME\nzoe@grossnetz.example,Zoe,Grossnetz Inc.,2026-10-01\n", FIRMS, "a"),
        case("email,domain\nzoe@grossnetz.example,grossnetz.example\n", FIRMS, "a"),
        case("email,LinkedIn\nzoe@else.example,https://www.linkedin.com/in/zoe-hill-6\n", FIRMS, "a"),
        case("LinkedIn\nlinkedin.com/in/zoe-hill-6/\n", FIRMS, "a"),
        case("Profil\nhttps://de.linkedin.com/in/zoe-hill-6/en?trk=people\n", FIRMS, "a"),
        case("First Name;Last Name;Company\nZoe;Hill;Grossnetz\n", FIRMS, "a"),
        case("Name,Company\n\"Hill, Zoe\",Kleinnetz AG\n", FIRMS, "c"),
        case("Name,Postal Code,Country\nZoe Hill,80331,DE\n", FIRMS, "c"),
        case("Name,Website\nZoe Hill,www.grossnetz.example\n", FIRMS, "a"),
        case("phone,company\n+49 30 901820,Grossnetz\n", FIRMS, ""),
        case("email,website\nann@else.example,https://www.facebook.com/sixbakers\n", FIRMS, ""),
        told(case("Name\nZoe Hill\n", FIRMS, "a c"), &["Zoe Hill", "name alone"]),
        idle(case("First Name\nZoe\n", FIRMS, ""), &["Zoe", "shared by many"]),
        idle(case("email,company\nnot an address,Grossnetz\n", FIRMS, ""), &["not an address"]),
    ]);
}

#[test]
fn a_row_with_a_company_alone_bars_the_company() {
    holds(&[
        case("company\nGrossnetz Inc.\n", FIRMS, "a b"),
        case("Firma;Grund\nGROSSNETZ GmbH;Kunde\n", FIRMS, "a b"),
        case("Name\nGrossnetz Inc.\n", FIRMS, "a b"),
        case("company\nGrossnetz; Kleinnetz AG\n", FIRMS, "a b c"),
        case("company\n\"Kleinnetz AG, Fox KG\"\n", FIRMS, "c e"),
        case("company,domain\nKleinnetz AG,grossnetz.example\n", FIRMS, "a b c"),
        case("website\nhttps://facebook.com/sixbakers\n", FIRMS, "d"),
        case("website\nfox.wixsite.com\n", FIRMS, "e"),
        case("company,website\nSix Bakers,facebook.com\n", FIRMS, "d"),
        case("company,domain\nFox KG,gmail.com\n", FIRMS, "e"),
        case("email\n*@gmail.com\n", FIRMS, "e"),
        idle(case("domain\nlinkedin.com\n", FIRMS, ""), &["linkedin.com", "share this host"]),
        idle(case("website\nhttps://www.facebook.com/\n", FIRMS, ""), &["facebook.com"]),
        idle(case("domain\nwixsite.com\n", FIRMS, ""), &["wixsite.com"]),
        idle(case("domain\ngmail.com\n", FIRMS, ""), &["gmail.com", "*@"]),
    ]);
}

#[test]
fn a_column_that_nobody_knows_is_told_and_read() {
    holds(&[
        case("mail,firma\nann@waldhof.example,\n,Erle\n", MAIL, "a"),
        told(case("x1,company\nann@waldhof.example,\n,Erle\n", MAIL, "a"), &["a.csv", "x1", "email"]),
        told(case("wer,wann\nann@waldhof.example,2026-01-01\nbob@waldhof.example,2026-01-02\n", MAIL, "a b"), &["wer"]),
        told(case("wen nicht,seit\n+49 40 361230,2026\n+49 30 901820,2025\n", CALLS, "a d"), &["wen nicht", "phone"]),
        told(
            case("sperren,grund\nwaldhof.example,Kunde\nerle.example,Kunde\n", MAIL, "a b d e"),
            &["sperren", "domain"],
        ),
        told(case("ann@waldhof.example\nbob@waldhof.example\n", MAIL, "a b"), &["column 1", "email"]),
        told(case("+49 40 361230\n+49 30 901820\n", CALLS, "a d"), &["column 1", "phone"]),
        told(case("waldhof.example\nerle.example\n", MAIL, "a b d e"), &["column 1", "domain"]),
        told(case("ann@waldhof.example;left\nbob@waldhof.example;left\n", MAIL, "a b"), &["column 1", "email"]),
        case("email\nann@waldhof.example; bob@waldhof.example\n", MAIL, "a b"),
        case("email\nann@waldhof.example, bob@waldhof.example\n", MAIL, "a b"),
        case("email\nann@waldhof.example\tbob@waldhof.example\n", MAIL, "a b"),
        case("email,campaign\nann@waldhof.example,news.birke.example\n", MAIL, "a"),
    ]);
}

#[test]
fn what_bars_nobody_is_told_even_where_nobody_wants_to_hear() {
    let file = "email\nnobody at all\n";
    let ran = run(
        &idle(
            case(file, MAIL, ""),
            &["warning: a.csv: nobody is barred by 1 entry", "line 2 (email \"nobody at all\")"],
        ),
        " --quiet",
    );
    assert_eq!(ran.stdout, "");
    let summary = ran.json("out/latest/summary.json");
    assert_eq!(summary["idle_suppressions"], 1);
    assert!(summary["warnings"].to_string().contains("nobody at all"));
    assert!(ran.text("out/latest/mail.txt").contains("nobody at all"));
}

#[test]
fn of_many_entries_all_lines_are_named() {
    let mut file = "email\n".to_owned();
    (0..100).for_each(|n| file += &format!("nobody {n}\n"));
    let test = Test::small()
        .file("rules/fields.toml", FIELDS)
        .file("leads.csv", MAIL)
        .file("suppression/a.csv", file)
        .file("night.toml", JOB);
    let test = test.args("run night.toml").exit(3).stderr("a.csv: nobody is barred by 100 entries").stderr("line 2 (");
    test.stderr("and 80 more in lines 22-101").run();
}

#[test]
fn channels_are_cleared_by_the_same_entries() {
    let job = JOB.replace(
        "[suppress]\nfiles   = [\"suppression/*\"]",
        "[[suppress.clear]]\nfields = [\"phone\"]\nfiles = [\"suppression/*\"]",
    );
    let test = Test::small()
        .file("rules/fields.toml", FIELDS)
        .file("leads.csv", CALLS)
        .file("suppression/a.csv", "phone\n+49 40 361230 privat\nnone of them\n")
        .file("night.toml", job);
    let ran = test.args("run night.toml").exit(3).stderr("none of them").run();
    let leads = [ran.rows("out/latest/prospects.csv"), ran.rows("out/latest/review.csv")];
    let phones: Vec<&str> = leads.iter().flat_map(|rows| rows.column("phone")).collect();
    assert_eq!(phones.iter().filter(|phone| phone.is_empty()).count(), 1, "{phones:?}");
}

#[test]
fn signs_without_a_word_and_torn_addresses_are_told() {
    let leads = "id,name,company,email,country,phone,linkedin\n\
        a,Ann Roth,Kiefer AG,ann@acme.example,DE,030 901820,linkedin.com/in/ann-roth\n\
        b,Bob May,Hill & Sons,bob@acme.example,DE,030 901821,\n\
        c,Cyd Nash,Hill und Sons,cyd@other.example,DE,0151 23456789,\n";
    let malformed = &["line 2", "cannot be read"];
    holds(&[
        idle(case("email\n*\n", leads, ""), malformed),
        idle(case("email\n*@*\n", leads, ""), malformed),
        idle(case("company\n???\n", leads, ""), malformed),
        idle(case("email,phone\n???,+49 30 901820\n", leads, "a"), malformed),
        case("company\n-\nKiefer\n", leads, "a"),
        idle(case("email\nann*@acme.example\n", leads, ""), malformed),
        idle(case("email\n#ann@acme.example\n", leads, ""), malformed),
        idle(case("email\nann @acme.example\n", leads, "a"), malformed),
        idle(case("email\nann@ acme.example\n", leads, "a"), malformed),
        case("email\neveryone @acme.example\n", leads, "a b"),
        case("email\nSMTP:ann@acme.example\n", leads, "a"),
        case("company\nHill and Sons\n", leads, "b c"),
        case("company\nother.example\n", leads, "c"),
        told(case("company\nann@acme.example\n", leads, "a"), &["line 2"]),
        idle(case("company\nGmbH\n", leads, ""), malformed),
        idle(case("phone\n030 901820 030 901821\n", leads, ""), &["line 2"]),
        idle(case("phone\n+49 30 90182O\n", leads, ""), malformed),
        told(case("phone\n4915123456789.0\n", leads, "c"), &["line 2"]),
        told(case("Link\nlinkedin.com/in/ann-roth\n", leads, "a"), &["Link", "page"]),
        case("email_sha256\nann@acme.example\n", leads, "a"),
    ]);
}

#[test]
fn a_run_that_repeats_the_last_one_tells_it_again() {
    let ran = run(&idle(case("email\n*\n", "id,email\na,ann@acme.example\n", ""), &["line 2"]), "");
    let again = ran.again().args("run night.toml").exit(3).stderr("line 2").run();
    assert!(!again.path("out/2026-11-23-night-2").exists(), "nothing was done");
}
