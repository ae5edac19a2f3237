//! What stands between the characters of a cell and what its author meant, by the real binary: characters that nobody
//! sees, HTML entities, error values, separators of lists, value maps, and cells that cannot be read.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::HashMap;

use common::{Rows, Test};

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
ask     = "Which address?"
[field.country]
type    = "country"
columns = ["country"]
[field.phone]
type    = "phone"
country_from = "country"
columns = ["phone"]
[field.zip]
type    = "postal_code"
country_from = "country"
columns = ["zip"]
[field.employees]
type    = "number"
columns = ["employees"]
ask     = "How many?"
[field.note]
type    = "text"
columns = ["note"]
[field.tools]
type      = "list"
separator = ","
columns   = ["tools"]
ask       = "Which tools?"
[field.stack]
type      = "list"
separator = ";"
columns   = ["stack"]
[field.state]
type    = "text"
columns = ["state"]
values  = { Florida = "FL", Texas = "TX", "South Carolina" = "SC" }
"#;

const PROFILE: &str = "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"rule.toml\"]\n";

/// A run over one list, and where each lead ended with its cells.
struct Ran {
    ran: common::Ran,
    leads: HashMap<String, (String, HashMap<String, String>)>,
}

fn test(more_fields: &str, rule: &str, list: &str) -> Test {
    Test::new()
        .file("rules/fields.toml", [FIELDS, more_fields].concat())
        .file("rules/rule.toml", format!("format = 1\ncriterion = \"t\"\n{rule}"))
        .file("rules/p.toml", PROFILE)
        .file("rules/regions.csv", "state,region\nFlorida,south\n\u{200B}TX,south\nOhio,north\n")
        .file("leads.csv", list)
}

fn run(rule: &str, list: &str) -> Ran {
    let ran = test("", rule, list).qualify("leads.csv").run();
    let mut leads = HashMap::new();
    for file in ["prospects", "review", "rejections", "duplicates"] {
        let rows = records(&ran.rows(&format!("out/{file}.csv")));
        leads.extend(rows.into_iter().map(|(id, cells)| (id, (file.to_owned(), cells))));
    }
    Ran { ran, leads }
}

/// The cells of each record by their headers, by its id.
fn records(rows: &Rows) -> HashMap<String, HashMap<String, String>> {
    let cells = |row: &Vec<String>| rows.header.iter().cloned().zip(row.iter().cloned()).collect();
    rows.rows.iter().map(cells).map(|cells: HashMap<String, String>| (cells["id"].clone(), cells)).collect()
}

impl Ran {
    fn summary(&self) -> serde_json::Value {
        self.ran.json("out/summary.json")
    }

    fn place(&self, id: &str) -> &str {
        &self.leads.get(id).unwrap_or_else(|| panic!("{id}: {}", self.ran.stderr)).0
    }

    fn cell(&self, id: &str, field: &str) -> &str {
        &self.leads[id].1[field]
    }
}

const HIDDEN: [char; 20] = [
    '\u{AD}',
    '\u{34F}',
    '\u{61C}',
    '\u{115F}',
    '\u{17B4}',
    '\u{180B}',
    '\u{180E}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{202A}',
    '\u{2060}',
    '\u{2066}',
    '\u{206F}',
    '\u{3164}',
    '\u{FE0F}',
    '\u{FEFF}',
    '\u{FFA0}',
    '\u{E0001}',
];

#[test]
fn what_nobody_sees_is_no_part_of_any_cell_header_or_rule() {
    for c in HIDDEN {
        let list = format!(
            "i{c}d,na{c}me,com{c}pany,email{c},{c}country,phone,zip,employees,note\n\
             a,Ann Roth,Buchenholz AG,ann@kiefer.example,Germany,+49 30 901827,01067,51-200,Purchasing\n\
             b,Ann R{c}oth,Buchen{c}holz AG,ann@kie{c}fer.example,Ger{c}many,+49 30 90{c}1827,010{c}67,51{c}-200,Pur{c}chasing\n\
             c,{c},{c},{c}{c},{c},{c},{c},n/a{c},{c} {c}\n\
             {c},{c},\"{c}\",,{c},,,,\n"
        );
        let rule = format!(
            "[must.buys]\nfield = \"note\"\nhas_any_word = [\"pur{c}chasing\"]\n[must_not.acme]\nfield = \"company\"\nis = \"A{c}cme\"\n"
        );
        let ran = run(&rule, &list);
        let code = u32::from(c);
        for field in ["name", "company", "email", "country", "phone", "zip", "employees", "note"] {
            assert_eq!(ran.cell("b", field), ran.cell("a", field), "{field} with U+{code:04X}");
            assert_eq!(ran.cell("c", field), "", "{field} of nothing but U+{code:04X}");
        }
        assert_eq!(
            (ran.place("a"), ran.place("b"), ran.place("c")),
            ("prospects", "prospects", "review"),
            "U+{code:04X}"
        );
        assert_eq!(ran.summary()["lists"][0]["unreadable"]["blank"], 1, "U+{code:04X}");
    }
}

#[test]
fn every_blank_is_a_blank() {
    for c in ['\u{A0}', '\u{1680}', '\u{2003}', '\u{2007}', '\u{202F}', '\u{205F}', '\u{3000}', '\u{2800}'] {
        let list = format!(
            "id,company,note,employees\na,Holt AG,Head of Sales,{c}12{c}\nb,Holt{c}AG,Head{c}of{c}Sales,12\nc,,{c},\n"
        );
        let ran = run("[score.note]\nfield = \"note\"\nis_known = true\npoints = 1\n", &list);
        for field in ["company", "note", "employees"] {
            assert_eq!(ran.cell("a", field), ran.cell("b", field), "{c:?}");
        }
        assert_eq!((ran.cell("a", "score_worst"), ran.cell("c", "score_worst")), ("1", "0"), "{c:?}");
    }
}

#[test]
fn rejections_keep_the_cells_as_they_were() {
    let list = "id,company,note\na,Buchen\u{AD}holz AG,M&uuml;ller\u{200B}\n";
    let ran = run("[must.never]\nfield = \"note\"\nis = \"x\"\nmessage = \"no\"\n", list);
    assert_eq!(ran.place("a"), "rejections");
    assert_eq!((ran.cell("a", "company"), ran.cell("a", "note")), ("Buchen\u{AD}holz AG", "M&uuml;ller\u{200B}"));
}

#[test]
fn entities_are_decoded_and_counted() {
    let list = "id,name,company,email,note\n\
                a,Ren&eacute;e O&#039;Brien,M&uuml;ller &amp; S&ouml;hne GmbH,o&#39;brien@kiefer.example,5&nbsp;&euro;\n\
                b,Bo &quot;Bob&quot; Ro&szlig;,LANG &AMP; M&OUML;LLER,kim&#x40;holt.example,A &amp;amp; B\n\
                c,Ann Roth,AT&T,ann@kiefer.example,R&D; Sales\n";
    let ran = run("[score.note]\nfield = \"note\"\nis_known = true\npoints = 1\n", list);
    let table = [
        ("a", "name", "Renée O'Brien"),
        ("a", "company", "Müller & Söhne GmbH"),
        ("a", "email", "o'brien@kiefer.example"),
        ("a", "note", "5 €"),
        ("b", "company", "LANG & MÖLLER"),
        ("b", "email", "kim@holt.example"),
        ("b", "note", "A & B"),
        ("c", "company", "AT&T"),
        ("c", "note", "R&D; Sales"),
    ];
    for (id, field, shown) in table {
        assert_eq!(ran.cell(id, field), shown);
    }
    assert_eq!(ran.summary()["lists"][0]["repair_kinds"]["company"]["html_entities"], 2);
}

#[test]
fn error_values_are_unreadable_and_a_repeated_header_is_missing() {
    for error in [
        "#REF!",
        "#N/A",
        "#WERT!",
        "#BEZUG!",
        "#NV",
        "#VALEUR!",
        "#¡VALOR!",
        "#RIF!",
        "#WAARDE!",
        "Err:502",
        "########",
    ] {
        let list = format!("id,company,employees,note\na,{error},{error},{error}\nb,Holt AG,12,fine\n");
        let ran = run(
            "[must.noted]\nfield = \"note\"\nis_known = true\n[must_not.x]\nfield = \"company\"\nis = \"x\"\n",
            &list,
        );
        assert_eq!((ran.place("a"), ran.place("b")), ("review", "prospects"), "{error}");
        assert!(ran.cell("a", "reason").contains("error value"), "{}", ran.cell("a", "reason"));
    }
    let list = "id,company,email,note\na,Company,E-Mail,NOTE\nb,Holt AG,ann@kiefer.example,fine\n";
    let ran = run("[score.noted]\nfield = \"note\"\nis_known = true\npoints = 1\n", list);
    assert_eq!((ran.cell("a", "company"), ran.cell("a", "note"), ran.cell("a", "score_worst")), ("", "", "0"));
    // A column of nothing but its header is one of ticks.
    let ran = run("[score.noted]\nfield = \"note\"\nis_known = true\npoints = 1\n", "id,note\na,note\nb,\nc,note\n");
    assert_eq!((ran.cell("a", "score_worst"), ran.cell("b", "score_worst")), ("1", "0"));
}

const SLACK: &str = "[must.slack]\nfield = \"tools\"\nhas_any = [\"Slack\"]\n";

#[test]
fn another_separator_never_loses_a_part() {
    let one = [
        "Salesforce; Slack",
        "Salesforce|Slack",
        "\"Salesforce\nSlack\"",
        "Salesforce / Slack",
        "Salesforce • Slack",
        "\"[\"\"Salesforce\"\", \"\"Slack\"\"]\"",
        "\"['Salesforce', 'Slack']\"",
        "\"{Salesforce,Slack}\"",
    ];
    for cell in one {
        let ran = run(SLACK, &format!("id,tools\na,{cell}\nb,Teams\n"));
        assert_ne!(ran.place("a"), "rejections", "{cell}");
        assert_eq!(ran.place("b"), "rejections", "{cell}");
        let ran = run(
            "[must_not.slack]\nfield = \"tools\"\nhas_any = [\"Slack\"]\n",
            &format!("id,tools\na,{cell}\nb,Teams\n"),
        );
        assert_ne!(ran.place("a"), "prospects", "{cell}");
        assert_eq!(ran.place("b"), "prospects", "{cell}");
    }
    // The column tells its separator.
    for sign in [";", "|"] {
        let list = format!("id,tools\na,Salesforce{sign}Slack\nb,Jira {sign} Zoom\nc,Slack{sign}Zoom\n");
        let ran = run(SLACK, &list);
        assert_eq!(
            (ran.place("a"), ran.place("b"), ran.place("c")),
            ("prospects", "rejections", "prospects"),
            "{sign}"
        );
        assert_eq!(ran.cell("a", "tools"), "Salesforce,Slack");
    }
    // A field that says semicolons, and a vendor of commas.
    let rule = "[must.slack]\nfield = \"stack\"\nhas_any = [\"Slack\"]\n";
    let ran = run(rule, "id,stack\na,\"Salesforce, Slack\"\nb,\"Slack; Jira\"\nc,\"Acme, Inc.\"\n");
    assert_eq!((ran.place("a"), ran.place("b"), ran.place("c")), ("review", "prospects", "rejections"));
    let told = ran.summary()["warnings"].to_string();
    assert!(told.contains("what separates the parts of stack is not clear in 2 cells"), "{told}");
}

#[test]
fn the_declared_separator_stays() {
    let list =
        "id,tools\na,\"Salesforce, Slack\"\nb,\"Salesforce,Slack Connect\"\nc,\"CI/CD, Slack / Teams\"\nd,Slack\ne,\n";
    let ran = run(SLACK, list);
    let places = ["a", "b", "c", "d", "e"].map(|id| ran.place(id));
    assert_eq!(places, ["prospects", "rejections", "rejections", "prospects", "review"]);
}

#[test]
fn rules_and_cells_go_through_the_same_value_map() {
    let list = "id,state\na,Florida\nb,FL\nc,texas\nd,Ohio\n";
    let table = [
        ("is = \"Florida\"", "ab"),
        ("is = \" FLORIDA \"", "ab"),
        ("in = [\"TX\", \"Florida\"]", "abc"),
        ("in = [\"Texas\", \"FL\"]", "abc"),
        ("is_not = \"Florida\"", "cd"),
        ("not_in = [\"Florida\", \"Texas\"]", "d"),
        ("in_list = \"south\"", "abc"),
        ("not_in_list = \"south\"", "d"),
        ("starts_with_any = [\"O\"]", "d"),
    ];
    for (operator, passing) in table {
        let rule = format!("[list.south]\nvalues = [\"Florida\", \"TX\"]\n[must.one]\nfield = \"state\"\n{operator}\n");
        let ran = run(&rule, list);
        let passed: String = ["a", "b", "c", "d"].into_iter().filter(|id| ran.place(id) == "prospects").collect();
        assert_eq!(passed, passing, "{operator}");
    }
    for refused in
        ["contains_any = [\"Florida\"]", "has_any_word = [\"florida\"]", "ends_with_any = [\"South Carolina\"]"]
    {
        let rule = format!("[must.one]\nfield = \"state\"\n{refused}\n");
        let told = test("", &rule, list).qualify("leads.csv").exit(1).run().stderr;
        assert!(told.contains("E113") && (told.contains("write \"FL\"") || told.contains("write \"SC\"")), "{told}");
    }
}

#[test]
fn unreadable_is_asked_whatever_is_said_of_blanks() {
    let list = "id,employees,email\na,many,ann@kiefer.example\nb,,ann@kiefer.example\nc,many,\nd,12,nobody\n";
    let rule = |more: &str| {
        format!(
            "[must.some]\nall = [{{ field = \"employees\", at_least = 10 }}, {{ field = \"email\", is_not = \"ben@kiefer.example\" }}]\n{more}\n"
        )
    };
    let table = [
        ("", ["review", "review", "review", "review"]),
        ("if_unknown = \"pass\"", ["review", "prospects", "review", "review"]),
        ("if_unknown = \"fail\"", ["review", "rejections", "review", "review"]),
        ("if_unreadable = \"pass\"", ["prospects", "review", "prospects", "prospects"]),
        ("if_unreadable = \"fail\"", ["rejections", "review", "rejections", "rejections"]),
        ("if_unknown = \"fail\"\nif_unreadable = \"pass\"", ["prospects", "rejections", "prospects", "prospects"]),
    ];
    for (more, places) in table {
        let ran = run(&rule(more), list);
        assert_eq!(["a", "b", "c", "d"].map(|id| ran.place(id)), places, "{more}");
    }
    // Known leads pass, and blank ones fail; what is unreadable is neither.
    let ran =
        run("[must.reach]\nfield = \"email\"\nis_known = true\n", "id,email\na,ann@kiefer.example\nb,\nc,nobody\n");
    assert_eq!(["a", "b", "c"].map(|id| ran.place(id)), ["prospects", "rejections", "review"]);
    assert!(ran.cell("c", "reason").contains("Which address?"), "{}", ran.cell("c", "reason"));
}

#[test]
fn is_known_of_what_no_column_feeds_is_told_once_a_list() {
    let ran = run(
        "[must.reach]\nfield = \"email\"\nis_known = true\n[score.more]\nfield = \"email\"\nis_known = true\npoints = 1\n",
        "id,note\na,x\nb,y\n",
    );
    let told = [ran.ran.stderr.as_str(), &ran.ran.stdout].concat();
    assert_eq!(told.matches("no column feeds email").count(), 1, "{told}");
    assert_eq!(ran.place("a"), "rejections");
}

#[test]
fn keys_of_look_ups_go_through_the_value_map_too() {
    let rule = "[lookup.region]\nfrom = \"state\"\nfile = \"regions.csv\"\nkey = \"state\"\nvalue = \"region\"\n\
                [must.south]\nfield = \"region\"\nis = \"south\"\n";
    let ran = run(rule, "id,state\na,Florida\nb,FL\nc,Texas\nd,TX\ne,Ohio\n");
    let places = ["a", "b", "c", "d", "e"].map(|id| ran.place(id));
    assert_eq!(places, ["prospects", "prospects", "prospects", "prospects", "rejections"]);
}

#[test]
fn values_of_forms_in_which_nothing_was_chosen_are_pointed_out() {
    let rule = "[must_not.x]\nfield = \"note\"\nis = \"x\"\n";
    for unchosen in
        ["Select", "- Please select -", "Unanswered", "Bitte w\u{e4}hlen", "Non renseign\u{e9}", "Seleccione"]
    {
        let list = format!("id,note\na,{unchosen}\nb,{unchosen}\nc,{unchosen}\nd,fine\ne,good\nf,well\n");
        let said = |line: &str| test("", rule, &list).args(line).run().stdout;
        let checked = said("check rules/p.toml --with leads.csv");
        assert!(checked.contains("W609") && checked.contains(&format!("note = [\"{unchosen}\"]")), "{checked}");
        let inspected = said("inspect leads.csv --profile rules/p.toml");
        assert!(inspected.contains(&format!("note: \"{unchosen}\" means nothing")), "{inspected}");
    }
}

#[test]
fn a_channel_is_barred_where_it_cannot_be_read_whether_it_may_be_used() {
    let newsletter = "[field.newsletter]\ntype = \"yes_no\"\ncolumns = [\"newsletter\"]\n";
    let rule = "[must_not.x]\nfield = \"id\"\nis = \"x\"\n";
    let list = "id,email,newsletter\na,ann@kiefer.example,yes\nb,ben@kiefer.example,no\nc,cyd@kiefer.example,\n\
                d,dan@kiefer.example,never again\n";
    let job = |when: &str| {
        format!(
            "format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n\
             [[suppress.clear]]\nfields = [\"email\"]\nwhen = {when}\n"
        )
    };
    let plain = "{ field = \"newsletter\", is = false }";
    let careful = "{ any = [{ field = \"newsletter\", is = false }, { field = \"newsletter\", is_known = false }] }";
    for (when, kept) in [(plain, "ac"), (careful, "a")] {
        let ran = test(newsletter, rule, list).file("job.toml", job(when)).args("run job.toml").run();
        let prospects = records(&ran.rows("out/latest/prospects.csv"));
        let with_mail: String =
            ["a", "b", "c", "d"].into_iter().filter(|id| !prospects[*id]["email"].is_empty()).collect();
        assert_eq!(with_mail, kept, "{when}: {}", ran.stderr);
    }
}
