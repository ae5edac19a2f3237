//! A list, damaged in every way that is known of, in several places each: how much of it is read exactly as from its sound
//! twin, what ends as unreadable, and that nothing is read wrongly without a word.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use common::{Ran, Test};

type Cells = Vec<String>;

/// The sound list. Its last column is blank in most records, its first has commas and quotes, and its letters are not
/// those of ASCII alone.
struct Sound {
    header: Cells,
    rows: Vec<Cells>,
}

const HEADER: [&str; 7] = ["Company", "Contact", "City", "Phone", "Email", "Employees", "Note"];

impl Sound {
    fn new() -> Self {
        let firms = ["Acme Ltd", "Birke GmbH", "Müller & Söhne", "Hotel Zur Post", "Alder Foods", "Nash, Roth & Co."];
        let people = ["Ann Lee", "José Orr", "Kim Vos", "Jürgen Holt", "Eva Stone"];
        let towns = ["Köln", "Austin", "Zürich", "New York"];
        let row = |place: usize| {
            let (firm, person) = (firms[place % firms.len()], people[place % people.len()]);
            let note = if place % 6 == 4 { "call again" } else { "" };
            let mail = format!("person{place}@firm{}.example", place % 9);
            let phone = format!("+49 30 90{:04}", 1800 + place * 37);
            [firm, person, towns[place % 4], &phone, &mail, &(5 + place * 7 % 90).to_string(), note]
                .map(str::to_owned)
                .to_vec()
        };
        Self { header: HEADER.map(str::to_owned).to_vec(), rows: (0..36).map(row).collect() }
    }

    fn lines(&self) -> Vec<String> {
        std::iter::once(&self.header).chain(&self.rows).map(|cells| line(cells)).collect()
    }

    fn text(&self) -> String {
        joined(&self.lines())
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",")
}

fn joined(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |text, line| text + line + "\n")
}

/// A damaged list, and the records that a person would read from it.
struct Damaged {
    bytes: Vec<u8>,
    ending: &'static str,
    rows: Vec<Cells>,
}

fn damaged(bytes: impl Into<Vec<u8>>, rows: &[Cells]) -> Damaged {
    Damaged { bytes: bytes.into(), ending: "csv", rows: rows.to_vec() }
}

/// Three records in which each kind of damage is tried: the first, one of the middle, the last.
const PLACES: [usize; 3] = [0, 17, 35];

/// The list with another record in one place, and another line for it.
fn one_line(sound: &Sound, change: impl Fn(&mut Cells) -> String) -> Vec<Damaged> {
    let at = |place: &usize| {
        let (mut rows, mut lines) = (sound.rows.clone(), sound.lines());
        lines[place + 1] = change(&mut rows[*place]);
        damaged(joined(&lines), &rows)
    };
    PLACES.iter().map(at).collect()
}

/// The list with other lines before one place, or behind its end.
fn between(sound: &Sound, more: &[&str]) -> Vec<Damaged> {
    let at = |place: &usize| {
        let mut lines = sound.lines();
        let more = more.iter().map(|line| (*line).to_owned());
        lines.splice(place + 1..place + 1, more);
        damaged(joined(&lines), &sound.rows)
    };
    PLACES.iter().map(at).collect()
}

fn whole(sound: &Sound, text: String) -> Vec<Damaged> {
    vec![damaged(text, &sound.rows)]
}

fn below(sound: &Sound, more: &str) -> Vec<Damaged> {
    whole(sound, sound.text() + more)
}

/// The second half under a header in this order.
fn in_other_order(sound: &Sound, order: [usize; 7]) -> Vec<Damaged> {
    let turned = |cells: &Cells| order.iter().map(|place| cells[*place].clone()).collect::<Cells>();
    let (first, second) = sound.rows.split_at(18);
    let first = std::iter::once(&sound.header).chain(first).map(|cells| line(cells));
    let second = std::iter::once(&sound.header).chain(second).map(|cells| line(&turned(cells)));
    whole(sound, joined(&first.chain(second).collect::<Vec<_>>()))
}

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn every_kind(sound: &Sound) -> Vec<(&'static str, Vec<Damaged>)> {
    let text = || sound.text();
    let firm = |name: &'static str, written: &'static str| {
        one_line(sound, move |cells| {
            cells[0] = name.to_owned();
            format!("{written},{}", line(&cells[1..]))
        })
    };
    let above = |line: &str| whole(sound, format!("{line}\n{}", text()));
    let under = |row: &str| {
        let lines = sound.lines();
        whole(sound, format!("{}\n{row}\n{}", lines[0], joined(&lines[1..])))
    };
    let blank_tails = |keep: usize| {
        let cut = |cells: &Cells| cells[..keep].iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        let mut sound = Sound::new();
        sound.rows.iter_mut().for_each(|cells| cells[keep..].fill(String::new()));
        let text = sound.rows.iter().fold(sound.lines()[0].clone() + "\n", |text, cells| text + &cut(cells) + "\n");
        vec![damaged(text, &sound.rows)]
    };
    let gz = |tail: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(text().as_bytes()).unwrap();
        let bytes = [packed.finish().unwrap(), tail.to_vec()].concat();
        Damaged { bytes, ending: "csv.gz", rows: sound.rows.clone() }
    };
    let mixed = || {
        let lines = sound.lines();
        let bytes = lines.iter().enumerate().flat_map(|(place, line)| {
            let line = format!("{line}\n");
            if place % 3 == 2 { windows_1252(&line) } else { line.into_bytes() }
        });
        vec![damaged(bytes.collect::<Vec<u8>>(), &sound.rows)]
    };
    let torn = || one_line(sound, |cells| line(cells).replacen(&cells[2], &format!("{}\n", cells[2]), 1));
    vec![
        ("sound", whole(sound, text())),
        ("a comma too many in a name", firm("Orr, Inc.", "Orr, Inc.")),
        (
            "a comma too many, and no note",
            one_line(sound, |cells| {
                cells[0] = "Orr, Inc.".to_owned();
                cells[6] = String::new();
                format!("Orr, Inc.,{},", cells[1..6].join(","))
            }),
        ),
        (
            "a comma lost before a quote",
            one_line(sound, |cells| {
                cells[0] = cells[0].replace(',', "");
                cells[1] = "Lee, Kim".to_owned();
                format!("{}\"Lee, Kim\",{}", cells[0], line(&cells[2..]))
            }),
        ),
        ("quotes inside quotes", firm("Hotel \"Zur Post\" GmbH", "\"Hotel \"Zur Post\" GmbH\"")),
        ("a stray quote in front", firm("\"Zur Post", "\"Zur Post")),
        ("a stray quote behind", firm("12\" Pizza", "12\" Pizza")),
        ("the header again", between(sound, &["Company,Contact,City,Phone,Email,Employees,Note"])),
        ("the header again in capitals", between(sound, &["COMPANY,CONTACT,CITY,PHONE,EMAIL,EMPLOYEES,NOTE"])),
        (
            "the header again in quotes",
            between(sound, &["\"Company\",\"Contact\",\"City\",\"Phone\",\"Email\",\"Employees\",\"Note\""]),
        ),
        ("the header again with another name", between(sound, &["Company,Contact,Town,Phone,Email,Employees,Note"])),
        ("a second table in another order", in_other_order(sound, [1, 0, 4, 3, 2, 6, 5])),
        ("a second table backwards", in_other_order(sound, [6, 5, 4, 3, 2, 1, 0])),
        ("groups above the header", above("Firm,,,Person,,,Remarks")),
        ("a title above the header", above("Leads of November\n\n")),
        ("types below the header", under("text,text,text,text,text,number,text")),
        ("units below the header", under(",,,,,people,")),
        (
            "descriptions below the header",
            under(
                "Name of the firm,Who to ask for,Where it is,With its code,Business address,How many work there,Anything else",
            ),
        ),
        ("question ids below the header", under("QID1,QID2,QID3,QID4,QID5,QID6,QID7")),
        ("counts below the data", below(sound, "\nCity,Leads\nKöln,9\nAustin,9\nZürich,9\nNew York,9\n")),
        ("a source below the data", below(sound, "\nSource: Example Data Ltd\nAll rights reserved\n")),
        ("a legend below the data", below(sound, ",,,,,,\nLegend,,,,,,\nA,very good,,,,,\nB,good,,,,,\n")),
        ("a sum below the data", below(sound, "Total,,,,,36,\n")),
        ("blank lines", between(sound, &["", ",,,,,,", "  "])),
        (
            "running numbers alone",
            whole(sound, {
                let numbered = |(place, line): (usize, &String)| {
                    if place == 0 { format!("No,{line}") } else { format!("{place},{line}") }
                };
                let lines: Vec<String> = sound.lines().iter().enumerate().map(numbered).collect();
                joined(&lines) + "37,,,,,,,\n38,,,,,,,\n"
            }),
        ),
        ("Windows-1252", vec![damaged(windows_1252(&text()), &sound.rows)]),
        ("UTF-8 and Windows-1252", mixed()),
        ("UTF-16", vec![damaged(text().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), &sound.rows)]),
        (
            "a mark of byte order in the middle",
            between(sound, &["\u{feff}Company,Contact,City,Phone,Email,Employees,Note"]),
        ),
        ("Ctrl-Z at the end", below(sound, "\u{1a}")),
        ("zeros at the end", below(sound, "\0\0\0\0\0\0\0\0")),
        ("bytes behind a gz", vec![gz(b"\0\0\0\0"), gz(b"trailing rubbish")]),
        ("no header", whole(sound, joined(&sound.lines()[1..]))),
        ("cells that most records lack", blank_tails(5)),
        ("a record broken by a line end", torn()),
        ("commas at the end of every line", whole(sound, text().replace('\n', ",,\n"))),
        ("semicolons at the end of every line", whole(sound, text().replace('\n', ";\n"))),
        ("line ends of the Macintosh", whole(sound, text().replace('\n', "\r"))),
        ("no line end at the end", whole(sound, text().trim_end().to_owned())),
        (
            "lines wrapped in quotes",
            whole(
                sound,
                joined(
                    &sound.lines().iter().map(|line| format!("\"{}\"", line.replace('"', "\"\""))).collect::<Vec<_>>(),
                ),
            ),
        ),
        ("a name too few in the header", whole(sound, text().replacen("Contact,City", "ContactCity", 1))),
        ("the second half with semicolons", {
            let lines = sound.lines();
            let turned = sound.rows[18..].iter().map(|cells| cells.join(";"));
            let all: Vec<String> = lines[..19].iter().cloned().chain(turned).collect();
            whole(sound, joined(&all))
        }),
        (
            "a quote that never ends",
            one_line(sound, |cells| {
                cells[1] = format!("\"{}", cells[1]);
                format!("{},{},{}", quoted(&cells[0]), cells[1], line(&cells[2..]))
            }),
        ),
        ("two records in a line", {
            let mut lines = sound.lines();
            let second = lines.remove(11);
            lines[10] = format!("{},{second}", lines[10]);
            whole(sound, joined(&lines))
        }),
        ("the first cell lost", one_line(sound, |cells| line(&cells[1..]))),
        ("a cell in the middle lost", one_line(sound, |cells| format!("{},{}", line(&cells[..2]), line(&cells[3..])))),
        ("a blank cell too many", one_line(sound, |cells| format!("{},,{}", line(&cells[..2]), line(&cells[2..])))),
        ("page titles between the records", between(sound, &["", "Leads of November - page 2", ""])),
        ("a form feed between the records", between(sound, &["\u{c}"])),
        ("zeros in a cell", one_line(sound, |cells| line(cells).replacen(&cells[1], &format!("{}\0", cells[1]), 1))),
        (
            "blanks around all cells",
            whole(sound, {
                let spaced = |cells: &Cells| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(" , ");
                joined(&std::iter::once(&sound.header).chain(&sound.rows).map(spaced).collect::<Vec<_>>())
            }),
        ),
        ("a remark between the records", between(sound, &["# checked by Kim"])),
        ("a line of dashes below the header", under("-------,-------,----,-----,-----,---------,----")),
        ("two rows of header", {
            let lines = sound.lines();
            whole(
                sound,
                format!("Company,Contact,City,Phone,Email,Number of,Note\n,,,,,Employees,\n{}", joined(&lines[1..])),
            )
        }),
        ("a record cut off", {
            let text = text();
            vec![damaged(text[..text.len() - 30].to_owned(), &sound.rows[..35])]
        }),
    ]
}

const FIELDS: &str = r#"
format = 1
[field.employees]
type    = "number"
columns = ["Employees"]
"#;
const RULES: &str = r#"
format    = 1
criterion = "demographics"
[must.any]
field      = "employees"
is_known   = true
if_unknown = "pass"
if_unreadable = "pass"
"#;
const PROFILE: &str =
    "format = 1\nname = \"all\"\nfields = \"fields.toml\"\nrules = [\"all.toml\"]\n[decision]\nprospect_at = 0\n";
const JOB: &str = "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\nout = \"out\"\nlists = [\"inbox/*\"]\n[output]\nformats = [\"csv\"]\n";

/// What came of the damaged lists of a kind.
#[derive(Default)]
struct Came {
    lists: usize,
    exact: usize,
    refused: usize,
    unreadable: usize,
    wrong: Vec<String>,
}

fn records_of(ran: &Ran) -> BTreeMap<String, Vec<Cells>> {
    let mut records: BTreeMap<String, Vec<Cells>> = BTreeMap::new();
    for name in ["prospects", "review", "rejections", "duplicates", "suppressed"] {
        if !ran.path(&format!("out/latest/{name}.csv")).exists() {
            continue;
        }
        let rows = ran.rows(&format!("out/latest/{name}.csv"));
        let place = |wanted: &str| {
            let known = |name: &str| rows.header.iter().position(|header| header == name);
            known(wanted).or_else(|| known(&wanted.to_lowercase()))
        };
        let places = HEADER.map(place);
        for row in &rows.rows {
            let cell = |place: &Option<usize>| place.map_or_else(String::new, |place| row[place].trim().to_owned());
            let cells = places
                .iter()
                .map(cell)
                .map(|cell| cell.strip_prefix("'+").map(|rest| format!("+{rest}")).unwrap_or(cell));
            records.entry(row[place("list").unwrap()].clone()).or_default().push(cells.collect());
        }
    }
    records
}

fn wrong(got: &[Cells], wanted: &[Cells], unreadable: usize, is_said: bool) -> Option<String> {
    let mut left = wanted.to_vec();
    let mut more = Vec::new();
    for cells in got {
        match left.iter().position(|one| one == cells) {
            Some(place) => drop(left.remove(place)),
            None => more.push(cells),
        }
    }
    let is_wrong = !is_said && (!more.is_empty() || !left.is_empty() && unreadable == 0);
    is_wrong.then(|| format!("read {more:?}, not {left:?}"))
}

#[test]
fn nothing_is_read_wrongly_without_a_word() {
    let sound = Sound::new();
    let kinds = every_kind(&sound);
    let mut test = Test::new()
        .file("rules/fields.toml", FIELDS)
        .file("rules/all.toml", RULES)
        .file("rules/p.toml", PROFILE)
        .file("night.toml", JOB);
    for (kind, lists) in &kinds {
        for (place, list) in lists.iter().enumerate() {
            test = test.file(&format!("inbox/{}.{}", name(kind, place), list.ending), &list.bytes);
        }
    }
    let ran = test.args("run night.toml").exit(3).run();
    let (records, summary) = (records_of(&ran), ran.json("out/latest/summary.json"));
    // Two lists of this test are alike, and nobody in them has a key: that says nothing of their damage.
    let is_of_the_test =
        |warning: &str| warning.contains("no identity key applies") || warning.contains("holds the same bytes");
    let warnings = summary["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap());
    let warnings: Vec<&str> = warnings.filter(|warning| !is_of_the_test(warning)).collect();
    let told = |name: &str| warnings.iter().any(|warning| warning.contains(name));
    let unreadable = ran.rows("out/latest/unreadable.csv");
    let mut table = String::from("kind | lists | exact | left out | unreadable records | wrong, unsaid\n");
    let mut all_wrong = Vec::new();
    for (kind, lists) in &kinds {
        let mut came = Came { lists: lists.len(), ..Came::default() };
        for (place, list) in lists.iter().enumerate() {
            let name = format!("{}.csv", name(kind, place));
            let Some(got) = records.get(&name) else {
                assert!(told(&name), "{name} is gone without a word");
                came.refused += 1;
                continue;
            };
            let lost = unreadable.column("list").iter().filter(|one| **one == name).count();
            let (mut got, mut wanted) = (got.clone(), list.rows.clone());
            came.wrong.extend(wrong(&got, &wanted, lost, told(&name)).map(|what| format!("{name}: {what}")));
            got.sort();
            wanted.sort();
            came.exact += usize::from(got == wanted);
            came.unreadable += lost;
        }
        let Came { lists, exact, refused, unreadable, wrong } = came;
        writeln!(table, "{kind} | {lists} | {exact} | {refused} | {unreadable} | {}", wrong.len()).unwrap();
        all_wrong.extend(wrong);
    }
    assert!(all_wrong.is_empty(), "{}\n{table}", all_wrong.join("\n"));
    insta::assert_snapshot!(table);
}

fn name(kind: &str, place: usize) -> String {
    format!("{}-{place}", kind.replace([' ', ','], "-").to_lowercase())
}
