//! Who is the same lead, by the real binary.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Rows, Test};

/// Everybody is a prospect, so that nothing but identity decides where a record ends.
const ALL: &str = "format = 1\ncriterion = \"all\"\n[score.anybody]\nfield = \"id\"\nis_known = true\npoints = 1\n";
const PROFILE: &str =
    "format = 1\nname = \"all\"\nfields = [FIELDS]\nrules = [\"all.toml\"]\n[decision]\nprospect_at = 0\n";

const FIELDS: &str = r#"
format  = 1
missing = ["-", "n/a"]
[field.id]
type    = "text"
columns = ["id"]
[field.name]
type    = "person"
columns = ["name"]
[field.company]
type    = "company"
columns = ["company"]
[field.email]
type    = "email"
columns = ["email"]
[field.country]
type    = "country"
columns = ["country"]
[field.phone]
type    = "phone"
columns = ["phone"]
[field.web]
type    = "web"
columns = ["website"]
[field.linkedin]
type    = "web"
columns = ["linkedin"]
[field.crm]
type    = "code"
case    = "keep"
columns = ["crm"]
[field.old_crm]
type    = "text"
columns = ["old crm"]
"#;

fn test(identity: &str, list: &str) -> Test {
    Test::new()
        .file("rules/fields.toml", format!("{FIELDS}[identity]\n{identity}\n"))
        .file("rules/all.toml", ALL)
        .file("rules/p.toml", PROFILE.replace("FIELDS", "\"fields.toml\""))
        .file("leads.csv", list)
        .qualify("leads.csv")
}

/// Leads judged by shipped fields, with an `id` beside them.
fn shipped(fields: &str, list: &str) -> Test {
    let id = "format = 1\n[field.id]\ntype = \"text\"\ncolumns = [\"id\"]\n";
    Test::shipped()
        .file("rules/id.toml", id)
        .file("rules/all.toml", ALL)
        .file("rules/p.toml", PROFILE.replace("FIELDS", &format!("\"fields/{fields}.toml\", \"id.toml\"")))
        .file("leads.csv", list)
        .qualify("leads.csv")
}

/// The ids of the records in a report.
fn ids(ran: &Ran, report: &str) -> String {
    ran.rows(&format!("out/{report}.csv")).column("id").concat()
}

fn duplicates(identity: &str, list: &str) -> String {
    ids(&test(identity, list).run(), "duplicates")
}

fn cells(rows: &Rows, names: [&str; 6]) -> Vec<String> {
    names.into_iter().map(|name| rows.column(name).join("|")).collect()
}

#[test]
fn a_key_may_be_made_of_parts_and_count_only_without_a_person() {
    let keys = r#"keys = [
        ["name", "company"],
        { fields = ["company", "web.domain"], unless_known = ["name"] },
        { fields = ["company", "phone"], unless_known = ["name"] },
    ]"#;
    let list = "id,name,company,website,phone\n\
        a,,Kiefer GmbH,www.kiefer.example,\n\
        b,,Kiefer,https://shop.kiefer.example/de,+49 30 901820\n\
        c,Ann Roth,Kiefer GmbH,kiefer.example,+49 30 901820\n\
        d,,KIEFER,,030 / 90 18 20\n\
        e,,Holt,kiefer.example,\n\
        f,Ben Holt,Kiefer GmbH,kiefer.example,+49 30 901820\n\
        g,,Kiefer,,+49 30 901820\n";
    assert_eq!(duplicates(keys, list), "bg");
    let rows = test(keys, list).run().rows("out/duplicates.csv");
    assert_eq!(rows.column("key"), ["company + web.domain", "company + phone"]);
    assert_eq!(rows.column("key_value"), ["kiefer + kiefer.example", "kiefer + +4930901820"]);
}

#[test]
fn a_common_address_joins_records_of_a_company_that_name_nobody() {
    let list = "id,First Name,Last Name,Company,Email\n\
        a,,,Schule am Wald,info@schule.example\n\
        b,,,Schule am Wald,INFO@schule.example\n\
        c,,,Schule am See,info@schule.example\n\
        d,Ann,Roth,Schule am Wald,info@schule.example\n\
        e,Ben,Holt,Schule am Wald,info@schule.example\n";
    let ran = shipped("b2b", list).run();
    assert_eq!(ids(&ran, "duplicates"), "b");
    assert_eq!(ran.rows("out/duplicates.csv").column("key"), ["company + email"]);
}

#[test]
fn pages_join_by_what_identifies_them() {
    let list = "id,linkedin\n\
        a,https://www.linkedin.com/in/ann-lee-1\n\
        b,https://de.linkedin.com/in/Ann-Lee-1/en?trk=x\n\
        c,https://www.linkedin.com/profile/view?id=111222\n\
        d,https://www.linkedin.com/profile/view?id=333444\n\
        e,https://www.linkedin.com/in/\n\
        f,https://www.linkedin.com/in/\n\
        g,https://www.linkedin.com/company/\n\
        h,https://www.linkedin.com/company/?x=1\n\
        i,https://kiefer.example\n\
        j,https://www.kiefer.example/\n\
        k,https://www.linkedin.com/search/results/people/?keywords=ann\n\
        l,https://www.linkedin.com/search/results/people/?keywords=ann&x=2\n";
    assert_eq!(duplicates("keys = [[\"linkedin\"]]", list), "b");
    // Beside a company a site is a part of a key, and nobody's page is none.
    let list = "id,company,linkedin\na,Kiefer,kiefer.example\nb,Kiefer,www.kiefer.example/\n\
        c,Holt,linkedin.com/in/\nd,Holt,linkedin.com/in/\n";
    assert_eq!(duplicates("keys = [[\"company\", \"linkedin\"]]", list), "b");
    // The pages are shown with what identifies them, so that their links lead there.
    let ran = test("keys = [[\"email\"]]", "id,linkedin\na,linkedin.com/profile/view?trk=x&id=7\n").run();
    assert_eq!(ran.rows("out/prospects.csv").column("linkedin"), ["linkedin.com/profile/view?id=7"]);
}

#[test]
fn ids_that_differ_in_case_are_two_leads() {
    let list =
        "id,crm\na,003xx000004TmiQ\nb,003xx000004Tmiq\nc,003xx000004TmiQ\nd,001A0000006Vm9u\ne,001A0000006Vm9uIAC\n";
    assert_eq!(duplicates("keys = [[\"crm\"]]", list), "ce");
    let text = list.replace("id,crm", "id,old crm");
    assert_eq!(duplicates("keys = [[\"old_crm\"]]", &text), "bc", "a text minds no case");
}

#[test]
fn a_record_of_two_leads_names_both() {
    let identity = "keys = [[\"email\"], [\"phone\", \"name\"]]\nreview_similar = true";
    let list = "id,name,email,phone\n\
        a,Ann Roth,ann@kiefer.example,\n\
        b,Anna Holt,holt@other.example,+49 30 901820\n\
        c,Anna Holt,ann@kiefer.example,+49 30 901820\n\
        d,Anna Holt,ANN@kiefer.example,+49 30 90 18 20\n\
        e,Ann Roth,ann@kiefer.example,+49 30 901821\n\
        f,Ann Roth,,+49 30 901821\n";
    let ran = test(identity, list).stdout("leads.csv: 2 records with one key of one lead").run();
    assert_eq!(ids(&ran, "duplicates"), "cdef");
    let names = ["key", "first_list", "first_record", "other_key", "other_list", "other_record"];
    let expected = [
        "email|email|email|phone + name",
        "leads.csv|leads.csv|leads.csv|leads.csv",
        "1|1|1|5",
        "phone + name|phone + name||",
        "leads.csv|leads.csv||",
        "2|2||",
    ];
    assert_eq!(cells(&ran.rows("out/duplicates.csv"), names), expected);
    let similar = ran.rows("out/similar.csv");
    let pairs: Vec<_> = similar.column("record").into_iter().zip(similar.column("other_record")).collect();
    assert_eq!(pairs, [("1", "2")]);
}

#[test]
fn records_that_are_identical_in_every_cell_are_duplicates_without_a_key() {
    let list = "id,company\na,Kiefer\na,Kiefer\nb,Kiefer\na,\"Kiefer\"\na,kiefer\n";
    let ran = test("keys = [[\"email\"]]", list)
        .file("more.csv", "id,company\na,Kiefer\nz,Zett\n")
        .file("other.csv", "id,firm\na,Kiefer\n")
        .args("qualify leads.csv more.csv other.csv --profile rules/p.toml --out out --formats csv")
        .stdout("leads.csv: no identity key applies to any of its 5 records. Records that are identical to an earlier one in every cell are duplicates: 2.")
        .run();
    let rows = ran.rows("out/duplicates.csv");
    assert_eq!(rows.column("record"), ["2", "4", "1"]);
    assert_eq!(rows.column("list"), ["leads.csv", "leads.csv", "more.csv"]);
    assert_eq!(rows.column("key"), ["every cell"; 3]);
    assert_eq!(rows.column("first_record"), ["1"; 3]);
    // Without any key in the profile as well.
    let ran = test("keys = []", list).run();
    assert_eq!(ran.rows("out/duplicates.csv").column("record"), ["2", "4"]);
    // A list to which a key applies says nothing of it.
    let some = list.replace("id,company", "id,company,email").replace("b,Kiefer", "b,Kiefer,ann@kiefer.example");
    let some =
        some.replace("Kiefer\n", "Kiefer,\n").replace("\"Kiefer\"\n", "Kiefer,\n").replace("kiefer\n", "kiefer,\n");
    let ran = test("keys = [[\"email\"]]", &some).run();
    assert_eq!(ran.rows("out/duplicates.csv").column("record"), ["2", "4"]);
    assert!(!ran.stdout.contains("no identity key"), "{}", ran.stdout);
}

#[test]
fn a_key_that_many_companies_share_is_told_with_its_value() {
    let lead = |number: u32, company: &str| format!("{number},{company},mb7@ministry.example\n");
    let list = |companies: &[&str]| {
        let leads: String = (1..).zip(companies).map(|(number, company)| lead(number, company)).collect();
        format!("id,company,email\n{leads}")
    };
    let ran = test("keys = [[\"email\"]]", &list(&["Ash", "Birch", "Cedar", "Elm", "Ash GmbH"])).run();
    let sentence =
        "4 different companies share email mb7@ministry.example, 5 records, and count as one lead by this key.";
    assert!(ran.stdout.contains(sentence), "{}", ran.stdout);
    let shared = &ran.json("out/summary.json")["shared"][0];
    assert_eq!((shared["of"].as_str(), shared["companies"].as_u64()), (Some("email"), Some(4)));
    // A few are no remark, and what is sensitive is not told.
    let few = test("keys = [[\"email\"]]", &list(&["Ash", "Birch", "Cedar", "Ash GmbH", "Ash Inc."])).run();
    assert!(!few.stdout.contains("different companies"), "{}", few.stdout);
    let fields = FIELDS.replace("columns = [\"email\"]", "columns = [\"email\"]\nsensitive = true");
    let hidden = test("", &list(&["Ash", "Birch", "Cedar", "Elm"]))
        .file("rules/fields.toml", format!("{fields}[identity]\nkeys = [[\"email\"]]\n"))
        .stdout("4 different companies share a value of email, which is sensitive")
        .run();
    assert!(!hidden.text("out/summary.json").contains("ministry.example"), "no value");
}

#[test]
fn by_the_shipped_keys_a_shared_mailbox_is_not_a_person() {
    let school = |number: u32| format!("{number},School {number},mb7@ministry.example,030 90182{number}\n");
    let list: String = "id,Company,Email,Phone\n".to_owned() + &(1..=6).map(school).collect::<String>();
    let ran = shipped("b2b", &list).run();
    assert_eq!(ids(&ran, "prospects"), "123456");
    let similar = ran.rows("out/similar.csv");
    assert_eq!(similar.column("record"), ["1"; 5]);
    assert!(similar.column("alike").iter().all(|alike| alike.contains("mb7@ministry.example, the same")));
    let sentence = "6 different companies share email mb7@ministry.example, 6 records";
    assert!(ran.stdout.contains(sentence), "{}", ran.stdout);
}

#[test]
fn the_shipped_keys_join_an_address_with_a_name_or_a_company() {
    let table = [
        ("Full Name,Email", "Ann Roth,ann@kiefer.example", "Dr. Ann Roth,ANN@kiefer.example", true),
        ("First Name,Last Name,Email", "Ann,Roth,ann@kiefer.example", "A.,Roth,ann@kiefer.example", true),
        ("Last Name,Email", "Roth,ann@kiefer.example", "Roth,ann@kiefer.example", true),
        ("Full Name,Email", "Ann Roth,mb7@kiefer.example", "Ben Holt,mb7@kiefer.example", false),
        ("Company,Email", "Kiefer GmbH,ann@kiefer.example", "Kiefer,ann@kiefer.example", true),
        ("Company,Email", "Kiefer GmbH,ann@kiefer.example", "Holt AG,ann@kiefer.example", false),
        ("Email,State", "ann@kiefer.example,NY", "ann@kiefer.example,MA", false),
        ("LinkedIn URL,City", "linkedin.com/in/ann-roth,Ulm", "linkedin.com/in/ann-roth,Bonn", false),
        (
            "Full Name,LinkedIn URL",
            "Ann Roth,linkedin.com/in/ann-roth",
            "Ann M. Roth,de.linkedin.com/in/ann-roth",
            true,
        ),
        ("Company,Website", "Kiefer GmbH,kiefer.example", "Kiefer,www.kiefer.example/de", true),
        ("Company,Phone,Country", "Kiefer GmbH,030 901820,DE", "Kiefer,+49 30 901820,DE", true),
        (
            "Company,Street,Postal Code,Country",
            "Kiefer,Hauptstr. 5,10115,DE",
            "Kiefer GmbH,Hauptstraße 5,10115,DE",
            true,
        ),
        (
            "Company,Street,Postal Code,Country",
            "Kiefer,Hauptstr. 5,10115,DE",
            "Kiefer GmbH,Hauptstraße 7,10115,DE",
            false,
        ),
        ("Company,Website,Full Name", "Kiefer,kiefer.example,Ann Roth", "Kiefer,kiefer.example,Ben Holt", false),
        ("Company,Phone,Last Name", "Kiefer,+49 30 901820,Roth", "Kiefer,+49 30 901820,Holt", false),
        ("Salesforce ID,City", "003xx000004TmiQ,Ulm", "003xx000004TmiQ,Bonn", true),
        ("Salesforce ID,City", "003xx000004TmiQ,Ulm", "003xx000004Tmiq,Ulm", false),
    ];
    for (header, one, other, is_one) in table {
        let ran = shipped("b2b", &format!("id,{header}\na,{one}\nb,{other}\n")).run();
        assert_eq!(ids(&ran, "duplicates"), if is_one { "b" } else { "" }, "{header}: {one} / {other}");
    }
    let table = [
        ("Roth,ann@kiefer.example", "Roth,ann@kiefer.example", true),
        ("Roth,ann@kiefer.example", "Holt,ann@kiefer.example", false),
    ];
    for (one, other, is_one) in table {
        let ran = shipped("consumer", &format!("id,Last Name,Email\na,{one}\nb,{other}\n")).run();
        assert_eq!(ids(&ran, "duplicates"), if is_one { "b" } else { "" }, "{one} / {other}");
    }
}

#[test]
fn whoever_objects_is_barred_by_any_single_identifier_whatever_the_keys() {
    let list = "id,Full Name,Company,Email,Phone,Country\n\
        a,Ann Roth,Kiefer,ann@kiefer.example,+49 30 901820,DE\n\
        b,A. Roth-Holt,Holt AG,ann@kiefer.example,,DE\n\
        c,Somebody Else,Cedar,other@cedar.example,030 901820,DE\n\
        d,Dan Ito,Elm,dan@elm.example,+49 30 901829,DE\n";
    let job = "format = 1\nname = \"n\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n\
               [output]\nformats = [\"csv\"]\n[suppress]\nfiles = [\"stop.csv\"]\n";
    let objector = [("email\nANN@kiefer.example\n", "ab"), ("phone\n+49 30 901820\n", "ac")];
    for (stop, barred) in objector {
        let test = shipped("b2b", list).file("job.toml", job).file("stop.csv", stop);
        let ran = test.args("run job.toml").run();
        assert_eq!(ran.rows("out/latest/suppressed.csv").column("id").concat(), barred, "{stop}");
    }
}

#[test]
fn the_order_of_chunks_and_threads_does_not_matter() {
    let mut list = String::from("id,name,company,email,phone,linkedin\n");
    for number in 0..4000_u32 {
        let (name, company, mail) = (number % 37, number % 11, number % 701);
        list += &format!("{number},Ann Roth{name},Firm {company},m{mail}@firm.example,,linkedin.com/in/p{mail}\n");
        list += if number % 9 == 0 { "x,,Firm,,,\n" } else { "" };
    }
    let identity = "keys = [[\"email\"], [\"name\", \"company\"]]\nreview_similar = \"shared\"";
    let of = |threads: &str| {
        let line = format!("qualify leads.csv --profile rules/p.toml --out out --formats csv --threads {threads}");
        let ran = test(identity, &list).args(&line).run();
        ["duplicates.csv", "similar.csv", "summary.json"].map(|name| ran.text(&format!("out/{name}")))
    };
    let (one, three) = (of("1"), of("3"));
    assert!(one == three);
    assert!(one[0].contains("every cell") && one[2].contains("\"shared\""));
}
