//! What stands in a sensitive field is told nowhere: not in sheets, decisions, page, mail, summary, claims, on the
//! terminal or in a log. Only the CSV files have the list's own columns as they were bought.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
mod raw;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use common::{AS_OF, Rows, Test, names};
use polars::prelude::{ParquetReader, SerReader as _};

/// A type, how it is written, and cells that it can read, can read as several values, and cannot read. What must stand
/// nowhere is everything in them that no other cell of the test has.
const TYPES: [(&str, &str, &str, &str, &str); 13] = [
    ("text", "", "Qzreadtext", "Qzreadtext two", "Qzreadtext three"),
    ("number", "", "7310001", "7320002-7330003", "Qzbadnumber"),
    ("money", "currency = \"USD\"", "7410001", "7420002-7430003", "Qzbadmoney"),
    ("date", "", "1917-03-01", "1918", "Qzbaddate"),
    ("yes_no", "", "Qzyes", "Qzno", "Qzbadyes"),
    ("country", "", "Eswatini", "Eswatini or Qzcountry", "Qzbadcountry"),
    ("email", "", "qzreada@acme.example", "qzreadb@acme.example; qzreadc@acme.example", "qzbad at mail"),
    ("phone", "", "+12125550173", "+12125550174 / +12125550175", "Qzbadphone 12"),
    ("web", "", "https://qzreadweb.example", "qzwebtwo.example, qzwebthree.example", "Qz bad web"),
    ("company", "", "Qzcompany Ltd", "Qzcompany two Ltd", "Qzcompany three"),
    ("person", "", "Qzfirst Qzlast", "Qzother Qzperson", "Qzbad4 person"),
    ("postal_code", "", "73173", "73174-2222", "Qzbadcode"),
    ("list", "separator = \";\"", "Qzpart; Qzpiece", "Qzone, Qztwo", "Qzthree"),
];

/// All that must stand nowhere.
const SECRETS: [&str; 25] = [
    "Qz",
    "qz",
    "73100",
    "7,310,0",
    "7.310.0",
    "73200",
    "7,320,0",
    "73300",
    "7,330,0",
    "74100",
    "7,410,0",
    "74200",
    "7,420,0",
    "1917-03",
    "01/03/1917",
    "01.03.1917",
    "Eswatini",
    "2125550173",
    "212-555-0173",
    "2125550174",
    "2125550175",
    "73173",
    "73174",
    "7309901",
    "7,309,9",
];

fn fields() -> String {
    let mut text = String::from(
        "format = 1\n[identity]\nkeys = [[\"s_email\"], [\"email\"]]\ndo_not_contact = [\"s_opt\"]\nfill_gaps = true\n\
         review_similar = { above = 0.5, of = \"all\" }\n\
         [field.email]\ntype = \"email\"\ncolumns = [\"Email\"]\n[field.s_opt]\ntype = \"text\"\nsensitive = true\ncolumns = [\"S_opt\"]\n",
    );
    for (name, more, ..) in TYPES {
        text += &format!(
            "[field.s_{name}]\ntype = \"{name}\"\nsensitive = true\n{more}\ncolumns = [\"S_{name}\"]\nask = \"What about it?\"\n"
        );
    }
    text + "[classify.s_class]\nfrom = \"s_text\"\nfirst_match = [{ value = \"Qzclass\", starts_with_any = [\"Qzread\"] }]\notherwise = \"other\"\n"
}

/// Rules that fail, pass and stay open on such cells, with and without words of their own.
const RULES: &str = r#"
format = 1
criterion = "c"
[must_not.bare]
field = "s_text"
is = "Qzreadtext"
[must.said]
field = "s_number"
at_most = 100
message = "It is {value}, and should be {expected}, off by {short_by}."
why = "They asked for it."
[must.bare-number]
field = "s_money"
at_most = 50
[must.day]
field = "s_date"
on_or_after = 2020-01-01
message = "{value} and {s_country} and {s_email}"
[must.many]
any = [{ field = "s_postal_code", is = "10001" }, { field = "s_country", is = "US" }, { field = "s_phone", is_known = false }]
[must.class]
field = "s_class"
is_not = "Qzclass"
[score.web]
field = "s_web"
is = "https://qzreadweb.example"
points = 5
[score.band]
field = "s_number"
bands = [{ at_least = 7309901, points = 3 }]
[score.list]
field = "s_list"
has_any = ["Qzpart"]
points = 2
if_unknown = "fail"
"#;

fn lists() -> (String, String, String) {
    let header: Vec<String> = TYPES.iter().map(|(name, ..)| format!("S_{name}")).collect();
    let header = format!("Email,S_opt,{}\n", header.join(","));
    let quoted = |cell: &str| format!("\"{cell}\"");
    let row = |number: usize, opt: &str, cells: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..TYPES.len()).map(cells).collect();
        format!("lead{number}@acme.example,{opt},{}\n", cells.join(","))
    };
    let mut all = header.clone();
    all += &row(1, "", &|place| quoted(TYPES[place].2));
    all += &row(2, "", &|place| quoted(TYPES[place].3));
    all += &row(3, "", &|place| quoted(TYPES[place].4));
    all += &row(4, "Qzopt perhaps", &|_| String::new());
    all += &row(5, "do not contact Qz", &|_| String::new());
    // The same person by a sensitive key, and each cell alone, so that rules fail by one thing only.
    all += &row(6, "", &|place| if TYPES[place].0 == "email" { TYPES[place].2.to_owned() } else { String::new() });
    for (alone, (_, _, read, several, bad)) in TYPES.iter().enumerate() {
        for (kind, cell) in [read, several, bad].into_iter().enumerate() {
            all += &row(10 + alone * 3 + kind, "", &|place| if place == alone { quoted(cell) } else { String::new() });
        }
    }
    all += &format!("{},Qzsurplus\n", row(90, "", &|_| "Qzcell".to_owned()).trim_end());
    // Numbers and dates that contradict each other, in a list where most cannot be read.
    let mut doubtful = header.clone();
    for (number, cell) in
        ["7310001,5", "7.310,5", "7,310.5", "01/13/1917", "13/01/1917", "1.731"].into_iter().enumerate()
    {
        let fits = |place: usize| ["number", "money", "date"].contains(&TYPES[place].0);
        doubtful += &row(100 + number, "", &|place| if fits(place) { quoted(cell) } else { String::new() });
    }
    let headless =
        "Qzname Ltd,qzhead@acme.example,DE,12,+4930123456\nQzother Ltd,qzhead2@acme.example,DE,15,+4930123457\n";
    (all, doubtful, headless.to_owned())
}

fn test(language: &str) -> Test {
    let (all, doubtful, headless) = lists();
    let job = format!(
        "format = 1\nname = \"night\"\nlanguage = \"{language}\"\nprofile = \"rules/p.toml\"\nout = \"out\"\n\
         lists = [\"all.list.toml\", \"doubtful.csv\", \"headless.csv\"]\n\
         [ledger]\nfile = \"state/l.sqlite\"\n[suppress]\nfiles = [\"s.csv\"]\n"
    );
    let promise: Vec<String> = TYPES.iter().map(|(name, ..)| format!("s_{name} = \"90%\"")).collect();
    let list = format!(
        "format = 1\nfiles = [\"all.csv\"]\nvendor = \"V\"\nprice = {{ amount = 5, currency = \"USD\" }}\n\
         [promise]\nfilled = {{ {} }}\n",
        promise.join(", ")
    );
    Test::small()
        .file("night.toml", job)
        .file("all.list.toml", list)
        .file("all.csv", all)
        .file("doubtful.csv", doubtful)
        .file("headless.csv", headless)
        .file("s.csv", "email\nqzreadb@acme.example\n")
        .file("rules/fields.toml", fields())
        .file("rules/location.toml", RULES)
}

/// Fails where a secret stands in what people or programs are told.
fn assert_untold(what: &str, text: &str) {
    for secret in SECRETS {
        let at = text.find(secret).map(|at| &text[text.floor_char_boundary(at.saturating_sub(80))..][..]);
        let at = at.map(|text| &text[..text.floor_char_boundary(200.min(text.len()))]);
        assert_eq!(at, None, "{secret} stands in {what}");
    }
}

/// A CSV file without the columns that are the list's own.
fn added(path: &Path) -> String {
    let rows = Rows::read(path);
    let own = |name: &str| name.starts_with("S_") || name == "raw" || name.starts_with("s_");
    let kept: Vec<usize> = (0..rows.header.len()).filter(|place| !own(&rows.header[*place])).collect();
    let line = |row: &Vec<String>| kept.iter().map(|place| row[*place].as_str()).collect::<Vec<_>>().join(",");
    rows.rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn parquet(path: &Path) -> String {
    let frame = ParquetReader::new(File::open(path).unwrap()).finish().unwrap();
    let mut text = String::new();
    for column in frame.columns() {
        text += column.name();
        (0..frame.height()).for_each(|row| text += &format!(" {}", column.get(row).unwrap()));
    }
    text
}

/// A file without what is another number every time.
fn without_chance(path: &Path) -> String {
    let mut json: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    ["timings", "run_id", "ledger_id"].iter().for_each(|key| {
        json.as_object_mut().unwrap().remove(*key);
    });
    json.to_string()
}

fn search(folder: &Path) -> usize {
    let mut searched = 0;
    for name in names(folder) {
        let path = folder.join(&name);
        let ending = name.rsplit('.').next().unwrap_or_default();
        match ending {
            _ if path.is_dir() => searched += search(&path),
            "xlsx" => {
                raw::workbook(&path).iter().for_each(|(part, text)| assert_untold(&format!("{name}/{part}"), text))
            }
            "parquet" => assert_untold(&name, &parquet(&path)),
            "csv" if folder.ends_with("claims") => {
                assert_untold(&name, &String::from_utf8_lossy(&fs::read(&path).unwrap()).replace("S_", ""))
            }
            "csv" => assert_untold(&name, &added(&path)),
            "json" => assert_untold(&name, &without_chance(&path)),
            _ => assert_untold(&name, &fs::read_to_string(&path).unwrap()),
        }
        searched += 1;
    }
    searched
}

fn leadsieve(test: &Test, line: &str) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadsieve"));
    command.args(line.split_whitespace()).args(["--as-of", AS_OF]).current_dir(test.path(""));
    let ran = command.output().unwrap();
    let [stdout, stderr] = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(matches!(ran.status.code(), Some(0 | 1 | 3)), "{line}: {stderr}");
    (stdout, stderr)
}

#[test]
fn a_night_tells_nothing_of_sensitive_fields() {
    for (language, log) in [("en", "--verbose"), ("de", "--log json"), ("en", "--format json")] {
        let test = test(language);
        let (stdout, stderr) = leadsieve(&test, &format!("run night.toml {log}"));
        assert!(test.path("out/latest").exists(), "{stderr}");
        assert_untold("stdout", &stdout);
        assert_untold("stderr", &stderr);
        assert!(search(&test.path("out/latest").canonicalize().unwrap()) > 15);
        // They were read, or nothing was proved.
        let own = fs::read_to_string(test.path("out/latest/rejections.csv")).unwrap();
        assert!(own.contains("Qzreadtext") && own.contains("7310001"), "{own}");
        let ledger = fs::read(test.path("state/l.sqlite")).unwrap();
        assert_untold(
            "the ledger",
            &String::from_utf8_lossy(&ledger).replace(|c: char| !c.is_ascii_graphic(), " ").replace("Qz ", ""),
        );
    }
}

#[test]
fn other_commands_tell_nothing_of_them_either() {
    let test = test("en");
    for line in [
        "inspect all.csv doubtful.csv --profile rules/p.toml",
        "inspect all.csv doubtful.csv --profile rules/p.toml --format json",
        "inspect headless.csv --profile rules/p.toml",
        "explain rules/p.toml all.csv --row 2",
        "explain rules/p.toml all.csv --row 3",
        "explain rules/p.toml all.csv --row 2 --format json",
        "check rules/p.toml --with all.csv --with doubtful.csv",
        "compare rules/p.toml rules/p.toml all.csv",
        "qualify headless.csv --profile rules/p.toml --out o",
    ] {
        let (stdout, stderr) = leadsieve(&test, line);
        assert_untold(&format!("stdout of {line}"), &stdout);
        // The rules themselves may be shown to their author.
        let stderr: String = stderr.lines().filter(|said| !said.contains(" | ")).collect();
        assert_untold(&format!("stderr of {line}"), &stderr);
        assert!(!stdout.is_empty() || !stderr.is_empty(), "{line} says something");
    }
}
