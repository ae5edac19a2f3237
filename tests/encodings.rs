//! How lists of old and mixed encodings are read, and what is said of it.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Test};

const JOB: &str = "format = 1\nname = \"j\"\nprofile = \"rules/p.toml\"\nlists = [\"leads.csv\"]\nout = \"out\"\n\
    [output]\nformats = [\"csv\"]\n[fail_when]\nguessed_encoding = true\n";

fn run(list: &[u8], exit: i32) -> Ran {
    Test::small().file("j.toml", JOB).file("leads.csv", list).args("run j.toml").exit(exit).run()
}

fn said(ran: &Ran) -> String {
    ran.json("out/latest/summary.json")["warnings"].to_string()
}

#[test]
fn a_list_of_two_encodings_is_read_record_by_record_and_said_so() {
    let mut list = b"Email,State,Employees,Note\n".to_vec();
    let mut notes = Vec::new();
    for (number, note) in ["Weiß", "Größe, klein", "Müller \"Jäger\"", "plain", "Bäcker & Söhne", "5 €"]
        .iter()
        .cycle()
        .take(60)
        .enumerate()
    {
        let cell = format!("\"{}\"", note.replace('"', "\"\""));
        list.extend(format!("lead{number}@acme.example,NY,5,").bytes());
        if number % 3 == 0 {
            list.extend(cell.chars().map(|c| if c == '€' { 0x80 } else { u8::try_from(c).unwrap() }));
        } else {
            list.extend(cell.bytes());
        }
        list.push(b'\n');
        notes.push((*note).to_owned());
    }
    // A letter that was cut is damage, and no letter of the other encoding.
    list.extend(b"cut@acme.example,NY,5,M\xC3\n");
    let ran = run(&list, 3);
    let rows = ran.rows("out/latest/prospects.csv");
    assert_eq!(rows.column("Note"), notes);
    assert_eq!(ran.rows("out/latest/unreadable.csv").column("kind"), ["not_text"]);
    let decoded = notes.iter().enumerate().filter(|(number, note)| number % 3 == 0 && !note.is_ascii()).count();
    assert!(said(&ran).contains(&format!("{decoded} records in another encoding than the list's")), "{}", said(&ran));
    let offset = ran.rows("out/latest/unreadable.csv").column("byte_offset")[0].parse::<usize>().unwrap();
    assert!(list[offset..].starts_with(b"cut@"));
}

#[test]
fn letters_that_come_late_in_a_plain_list_are_read_and_said() {
    let plain: String =
        (0..12_000).map(|number| format!("lead{number}@acme.example,NY,5,{}\n", "x".repeat(400))).collect();
    let mut list = format!("Email,State,Employees,Note\n{plain}").into_bytes();
    list.extend(b"late@acme.example,NY,5,M\xFCller\n");
    let ran = run(&list, 0);
    assert_eq!(ran.rows("out/latest/prospects.csv").column("Note").last(), Some(&"Müller"));
    assert!(said(&ran).contains("1 record in another encoding than the list's"), "{}", said(&ran));
}

#[test]
fn a_guess_is_said_with_an_example_and_can_end_a_run_with_exit_code_3() {
    let unclear = b"Email,State,Employees,Note\na@acme.example,NY,5,x\xA4y\xBDz\nb@acme.example,NY,5,\n";
    let ran = run(unclear, 3);
    let words = said(&ran);
    assert!(words.contains("probably written in") && words.contains("in which a cell reads"), "{words}");
    assert!(ran.stderr.contains("warning: leads.csv: probably written in"), "{}", ran.stderr);
    for sure in [
        &b"Email,State,Employees,Note\na@acme.example,NY,5,plain\n"[..],
        "Email,State,Employees,Note\na@acme.example,NY,5,Müller\n".as_bytes(),
    ] {
        assert!(!said(&run(sure, 0)).contains("probably written"));
    }
}

#[test]
fn an_example_is_none_of_a_sensitive_field() {
    let fields = "format = 1\n[field.email]\ntype = \"email\"\ncolumns = [\"Email\"]\n[field.state]\ntype = \"text\"\n\
        columns = [\"State\"]\n[field.employees]\ntype = \"number\"\ncolumns = [\"Employees\"]\n[field.note]\ntype = \"text\"\n\
        columns = [\"Note\"]\nsensitive = true\n";
    let unclear = b"Email,State,Employees,Note\na@acme.example,NY,5,secret\xA4y\xBDz\n";
    let test = Test::small().file("rules/fields.toml", fields).file("j.toml", JOB).file("leads.csv", unclear);
    let ran = test.args("run j.toml").exit(3).run();
    let words = said(&ran) + &ran.stderr + &ran.stdout;
    assert!(words.contains("probably written in") && !words.contains("secret"), "{words}");
}
