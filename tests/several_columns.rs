//! People who must not be contacted, known by what stands in another column, or another part of a cell, than the value
//! that their record shows; by the real binary.

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
keys           = [["email", "last_name"], ["phone", "last_name"]]
do_not_contact = ["opted_out"]
[field.id]
type    = "text"
columns = ["id"]
[field.last_name]
type    = "person"
columns = ["Last Name"]
[field.name]
type    = "person"
columns = ["Name", "Contact"]
[field.company]
type    = "company"
columns = ["Company", "Trading Name"]
[field.email]
type    = "email"
columns = ["Email", "Work Email", "Private Email"]
[field.country]
type    = "country"
columns = ["Country"]
[field.phone]
type         = "phone"
country_from = "country"
columns      = ["Mobile", "Direct", ["Vorwahl", "Rufnummer"], "Switchboard"]
[field.zip]
type         = "postal_code"
country_from = "country"
columns      = ["Zip", "Second Zip"]
[field.website]
type    = "web"
columns = ["Website", "Shop"]
[field.linkedin]
type    = "web"
columns = ["Profile", "Other Profile"]
[field.opted_out]
type    = "yes_no"
columns = ["Opt-out"]
"#;

const RULE: &str = "format = 1\ncriterion = \"all\"\n[score.any]\nfield = \"id\"\nis_known = true\npoints = 1\n";
const PROFILE: &str =
    "format = 1\nname = \"all\"\nfields = \"fields.toml\"\nrules = [\"rule.toml\"]\n[decision]\nprospect_at = 0\n";
const JOB: &str = r#"
format  = 1
name    = "night"
profile = "rules/p.toml"
lists   = ["*.csv"]
out     = "out"
[output]
formats = ["csv"]
[ledger]
file = "ledger.sqlite"
[suppress]
files   = [{ path = "stop/*.csv", optional = true }]
"#;

fn test() -> Test {
    Test::new()
        .file("rules/fields.toml", FIELDS)
        .file("rules/rule.toml", RULE)
        .file("rules/p.toml", PROFILE)
        .file("night.toml", JOB)
}

fn ids(ran: &Ran, report: &str) -> String {
    ran.rows(&format!("out/latest/{report}.csv")).column("id").join(" ")
}

/// Who is suppressed of `leads` by a suppression file.
fn barred(stop: &str, leads: &str) -> String {
    let ran = test().file("stop/a.csv", stop).file("leads.csv", leads).args("run night.toml --quiet").run();
    ids(&ran, "suppressed")
}

#[test]
fn a_value_in_a_column_behind_the_taken_one_bars() {
    const PHONES: &str = "id,Country,Mobile,Direct,Vorwahl,Rufnummer,Switchboard\n\
        a,DE,0151 23456789,030 901820,040,361230,\n\
        b,DE,,030 901821,,,040 361231\n\
        c,DE,ask her,0151 23456780,,,0800 1234567 / 040 361232\n\
        d,DE,0151 23456781,,,,040 361233 ext. 5\n";
    const MAIL: &str = "id,Email,Work Email,Private Email,Website,Shop,Profile,Other Profile\n\
        a,ann@kiefer.example,ann.roth@tanne.example,ann@mail.example,kiefer.example,laden.example,,\n\
        b,,ben@kiefer.example,ben@mail.example; holt@mail.example,kiefer.example,shop.birke.example/de,\
        linkedin.com/in/ben-holt,xing.com/profile/Ben_Holt\n\
        c,cid@erle.example,,,erle.example,erle-shop.example,,linkedin.com/in/cid\n";
    const FIRMS: &str = "id,Name,Contact,Company,Trading Name,Zip,Second Zip,Country\n\
        a,Ann Roth,Ann Kern,Kiefer GmbH,Tanne,10115,20095,DE\n\
        b,Ben Holt,,Birke AG,,10115,,DE\n";
    for (stop, leads, expected) in [
        ("phone\n+49 30 901820\n", PHONES, "a"),
        ("phone\n+49 40 361230\n", PHONES, "a"),
        ("phone\n040 361231\n", PHONES, "b"),
        ("phone\n+4940361232\n", PHONES, "c"),
        ("phone\n0049 800 1234567\n", PHONES, "c"),
        ("phone\n+49 40 361233\n", PHONES, "d"),
        ("phone\n+49 151 23456789\n+49 151 23456780\n", PHONES, "a c"),
        ("phone\n+49 30 901829\n", PHONES, ""),
        ("email\nann.roth@tanne.example\n", MAIL, "a"),
        ("email\nANN@mail.example\n", MAIL, "a"),
        ("email\nholt@mail.example\n", MAIL, "b"),
        // The SHA-256 of ben@mail.example.
        ("email_sha256\ndd8da1a0f234762a7470f907ccaf6a10d7bfb4a3de18d5a8de71fc1f7731f747\n", MAIL, "b"),
        ("email\n*@tanne.example\n", MAIL, "a"),
        ("domain\nmail.example\n", MAIL, "a b"),
        ("domain\nladen.example\n", MAIL, "a"),
        ("domain\nbirke.example\n", MAIL, "b"),
        ("domain\nerle-shop.example\n", MAIL, "c"),
        ("profile\nhttps://www.linkedin.com/in/cid/\n", MAIL, "c"),
        ("profile\nhttps://www.xing.com/profile/Ben_Holt\n", MAIL, "b"),
        ("company\nTanne GmbH\n", FIRMS, "a"),
        ("name,company\nAnn Kern,Kiefer\n", FIRMS, "a"),
        ("name,company\nAnn Roth,Tanne\n", FIRMS, "a"),
        ("name,postal code\nAnn Kern,20095\n", FIRMS, "a"),
        ("name,company\nBen Holt,Tanne\n", FIRMS, ""),
    ] {
        assert_eq!(barred(stop, leads), expected, "{leads}\nby\n{stop}");
    }
}

#[test]
fn a_column_that_feeds_nothing_bars_by_what_its_header_says() {
    const LEADS: &str = "id,Country,Mobile,Phone 2,Email,E-Mail privat,Website,Homepage,Firma\n\
        a,DE,0151 23456789,030 901820,ann@kiefer.example,ann@tanne.example,,,\n\
        b,DE,,+49 30 901821,,ben@tanne.example,birke.example,erle.example,Lärche GmbH\n";
    for (stop, expected) in [
        ("phone\n+49 30 901820\n", "a"),
        ("phone\n+49 30 901821\n", "b"),
        ("email\nann@tanne.example\n", "a"),
        ("email\nben@tanne.example\n", "b"),
        ("domain\ntanne.example\n", "a b"),
        ("domain\nerle.example\n", "b"),
        ("company\nLärche\n", "b"),
        ("phone\n+49 30 901822\n", ""),
        ("Vorwahl,Rufnummer\n030,901820\n", "a"),
        ("Area code,Phone,Note\n30,901821,x\n", "b"),
        ("Phone,Area code\n901820,(030)\n", "a"),
        ("Vorwahl,Rufnummer\n030,030 901820\n", "a"),
        ("Vorwahl,Rufnummer\n030,+49 30 901821\n", "b"),
        ("Vorwahl,Telefon\n0151,23456789\n030,901821\n", "a b"),
        ("email\nann (at) tanne.example\n", "a"),
        ("email\nben at tanne dot example\n", "b"),
        ("email\nann[at]tanne[dot]example; ben{at}tanne.example\n", "a b"),
    ] {
        assert_eq!(barred(stop, LEADS), expected, "{stop}");
    }
}

#[test]
fn what_a_cell_may_hold_beside_its_value_bars() {
    const LEADS: &str = "id,Country,Mobile,Email,Website,Company\n\
        a,,030 901820,,\"kiefer.example, kiefer-shop.example\",Kiefer GmbH\n\
        b,DE,+49 30 901821,frag ben (ben@tanne.example),Shop: tanne.example,\"Tanne AG; Birke GmbH\"\n\
        c,,(040) 36 12 30 Zentrale,cid@gmial.com,,Erle AG / Lärche KG\n\
        d,AT,030 901820,,,\n\
        e,DE,030 901830 / 12345678901234567,,,\n\
        f,DE,,\"[\"\"fay@erle.example\"\",\"\"gil@erle.example\"\"]\",,\n\
        g,,,hal (at) fichte dot example,,\n";
    for (stop, expected) in [
        ("phone\n+49 30 901820\n", "a"),
        ("phone\n+49 40 361230\n", "c"),
        ("email\nben@tanne.example\n", "b"),
        ("email\ncid@gmail.com\n", "c"),
        ("domain\nkiefer-shop.example\n", "a"),
        ("domain\ntanne.example\n", "b"),
        ("company\nBirke\n", "b"),
        ("company\nLärche\n", "c"),
        ("company\nTanne\n", "b"),
        ("phone\n+49 30 901821\n", "b"),
        ("phone\n+49 30 901830\n", "e"),
        ("email\ngil@erle.example\n", "f"),
        ("email\nhal@fichte.example\n", "g"),
    ] {
        assert_eq!(barred(stop, LEADS), expected, "{stop}");
    }
}

#[test]
fn an_objection_counts_by_every_value_of_the_record_tonight_and_later() {
    let objecting = "id,Last Name,Country,Mobile,Direct,Phone 2,Email,Private Email,Opt-out\n\
        o,Roth,DE,0151 23456789,030 901820,040 361230,ann@kiefer.example,ann@mail.example,yes\n";
    let others = "id,Last Name,Country,Mobile,Direct,Email,Work Email\n\
        a,Roth,DE,030 901820,,,\n\
        b,Roth,DE,0151 1111111,040 361230,,\n\
        c,,,030 901820,,,\n\
        d,Kern,DE,,,kern@erle.example,ann@mail.example\n\
        e,Kern,DE,030 901820,,eve@erle.example,\n\
        f,Roth,DE,0151 23456700,,fay@erle.example,\n";
    let ran = test().file("a.csv", others).file("b.csv", objecting).args("run night.toml").run();
    assert_eq!(ids(&ran, "suppressed"), "a b c d o");
    assert_eq!(ids(&ran, "prospects"), "e f");
    std::fs::remove_file(ran.path("b.csv")).unwrap();
    let new = "id,Last Name,Country,Mobile,Direct,Email\n\
        g,Roth,DE,0151 1111112,0151 23456789,\n\
        h,,,040/36 12 30,,\n\
        i,Kern,DE,040 361230,,\n";
    let ran = ran.again().file("c.csv", new).args("run night.toml").run();
    assert_eq!(ids(&ran, "suppressed"), "a b c d g h");
    assert_eq!((ids(&ran, "prospects"), ids(&ran, "known")), ("i".to_owned(), "e f".to_owned()));
}

#[test]
fn columns_of_one_name_count_each() {
    let leads = "id,Email,Email,Mobile,Mobile,Opt-out,opt-out,OPT-OUT\n\
        a,ann@kiefer.example,,,,no,yes,\n\
        b,ben@kiefer.example,,,,,,DNC\n\
        c,cid@kiefer.example,,,,no,no,no\n\
        d,dan@kiefer.example,dan@mail.example,,,,,\n\
        e,eve@kiefer.example,,+4915123456789,+4930901820,,,\n";
    let stop = "email,phone\ndan@mail.example,\n,+49 30 901820\n";
    let ran = test().file("stop/a.csv", stop).file("leads.csv", leads).args("run night.toml --quiet").run();
    assert_eq!(ids(&ran, "suppressed"), "a b d e");
    assert_eq!(ids(&ran, "prospects"), "c");
}

#[test]
fn a_company_is_barred_however_it_spells_its_name() {
    let leads = "id,Name,Company\n\
        a,,Bäcker Mühle GmbH\nb,,Baecker Muehle\nc,,The Kiefer AG\nd,,Kiefer\ne,Jörg Müller,Öl Haus\nf,,Thekla AG\n\
        g,,\"Kiefer AG, The\"\n";
    for (stop, expected) in [
        ("company\nBaecker Muehle AG\n", "a b"),
        ("company\nBÄCKER MÜHLE\n", "a b"),
        ("company\nKiefer AG\n", "c d g"),
        ("company\nThe Kiefer\n", "c d g"),
        ("name,company\nJoerg Mueller,Oel Haus\n", "e"),
        ("company\nThe Thekla\n", "f"),
        ("company\nKla AG\n", ""),
    ] {
        assert_eq!(barred(stop, leads), expected, "{stop}");
    }
}

#[test]
fn a_channel_that_must_not_be_used_is_left_out_of_every_column() {
    let leads = "id,Email,E-Mail privat,Mobile,Direct,Phone 2,Note,Opt-out\n\
        a,ann@kiefer.example,ann@mail.example,+4915123456789,+4930901820,+4930901821,x,no calls\n\
        b,ben@kiefer.example,ben@mail.example,+4915123456788,,+4930901822,y,no e-mail\n\
        c,cid@kiefer.example,cid@mail.example,+4915123456787,,+4930901823,z,\n";
    let job = JOB.replace("[\"csv\"]", "[\"csv\", \"xlsx\"]");
    let ran = test().file("leads.csv", leads).file("night.toml", job).args("run night.toml").run();
    let rows = ran.rows("out/latest/prospects.csv");
    let column = |name| rows.column(name).join("|");
    assert_eq!(column("phone"), "|+4915123456788|+4915123456787");
    assert_eq!(column("Phone 2"), "|+4930901822|+4930901823");
    assert_eq!(column("email"), "ann@kiefer.example||cid@kiefer.example");
    assert_eq!(column("E-Mail privat"), "ann@mail.example||cid@mail.example");
    assert_eq!(column("Note"), "x|y|z");
}

#[test]
fn whoever_is_forgotten_by_a_second_number_is_found_and_stays_away() {
    let leads = "id,Last Name,Country,Mobile,Direct,Email,Private Email\n\
        a,Roth,DE,0151 23456789,030 901820,ann@kiefer.example,ann@mail.example\n\
        b,Kern,DE,0151 23456780,030 901821,kern@erle.example,\n";
    let ran = test().file("leads.csv", leads).args("run night.toml").run();
    assert_eq!(ids(&ran, "prospects"), "a b");
    let ran = ran
        .again()
        .args("ledger forget night.toml --where phone=+4930901820 --where last_name=Roth")
        .stdout("forgot 1 lead")
        .run();
    let ran = ran.again().args("ledger forget night.toml --email kern@erle.example").stdout("forgot 1 lead").run();
    let ran = ran.again().file("leads.csv", leads).args("run night.toml --again").run();
    assert_eq!(ids(&ran, "suppressed"), "a b");
}
