//! What is said of single leads in German, by the real binary.

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
[field.email]
type    = "email"
columns = ["Email"]
[field.branche]
type    = "text"
label   = "Branche"
columns = ["Branche"]
[field.mitarbeiter]
type    = "number"
label   = "Mitarbeiter"
columns = ["Mitarbeiter"]
ask     = "Wie viele Leute arbeiten dort?"
[field.umsatz]
type    = "number"
label   = "Umsatz"
columns = ["Umsatz"]
[field.seit]
type    = "date"
label   = "Kunde seit"
columns = ["Seit"]
formats = ["DD.MM.YYYY"]
"#;

/// Every rule without a message, so that all sentences are generated.
const RULES: &str = r#"
format    = 1
criterion = "markt"
[must.branche]
field = "branche"
in    = ["Bau", "Handel", "Verkehr"]
[must_not.amt]
field        = "branche"
has_any_word = ["Amt", "Behörde"]
[must.groesse]
field    = "mitarbeiter"
at_least = 1_500
[must.neu]
field       = "seit"
on_or_after = 2026-01-01
if_unknown  = "pass"
[must.eins]
any = [{ field = "umsatz", at_least = 10_000 }, { field = "mitarbeiter", at_least = 100_000 }]
[score.gross]
field    = "mitarbeiter"
at_least = 20_000
points   = 1_000
[score.umsatz]
field      = "umsatz"
at_least   = 1_000_000
points     = 5
if_unknown = "fail"
[test.bau]
lead   = { branche = "Bau" }
expect = { branche = "pass" }
"#;

const PROFILE: &str = r#"
format     = 1
name       = "markt"
test_as_of = 2026-11-01
fields     = "fields.toml"
rules      = ["markt.toml"]
[decision]
prospect_at = 1_000
review_at   = 2
"#;

const LEADS: &str = "Email,Branche,Mitarbeiter,Umsatz,Seit\n\
    a@acme.example,Gesundheit,1600,20000,01.02.2026\n\
    b@acme.example,Amt Bau,1600,20000,01.02.2026\n\
    c@acme.example,Bau,300,20000,01.12.2025\n\
    d@acme.example,Bau,1600,20,01.02.2026\n\
    e@acme.example,Bau,1600,20000,01.02.2026\n\
    f@acme.example,Bau,1600,1000000,01.02.2026\n\
    g@acme.example,Bau,20000,1000000,01.02.2026\n\
    h@acme.example,Bau,1500-30000,20000,01.02.2026\n\
    i@acme.example,Bau,20000,2000000,\n\
    j@acme.example,,20000,20000,01.02.2026\n\
    a@acme.example,Bau,1600,20000,01.02.2026\n\
    zu,viele,Zellen,in,dieser,Zeile\n";

fn ran(language: &str) -> Ran {
    Test::new()
        .file("rules/fields.toml", FIELDS)
        .file("rules/markt.toml", RULES)
        .file("rules/p.toml", PROFILE)
        .file("leads.csv", LEADS)
        .file("sperre.csv", "email\nz@acme.example\n")
        .args(&format!("qualify leads.csv --profile rules/p.toml --out out --formats csv --language {language}"))
        .run()
}

/// The cells of a column beside the mailbox of each lead.
fn told(ran: &Ran, file: &str, name: &str) -> Vec<(char, String)> {
    let rows = ran.rows(&format!("out/{file}.csv"));
    let mail = rows.column(if file == "rejections" { "Email" } else { "email" });
    let mailboxes = mail.into_iter().map(|address| address.chars().next().unwrap());
    mailboxes.zip(rows.column(name).into_iter().map(str::to_owned)).collect()
}

#[test]
fn every_kind_of_sentence_is_german() {
    let ran = ran("de");
    let owned = |table: &[(char, &str)]| table.iter().map(|(one, text)| (*one, (*text).to_owned())).collect::<Vec<_>>();
    let rejected = [
        ('a', "Branche ist Gesundheit; verlangt: Bau, Handel oder Verkehr."),
        (
            'b',
            "Branche ist Amt Bau; verlangt: Bau, Handel oder Verkehr. \
             Branche ist Amt Bau; ausgeschlossen: eines der Wörter Amt oder Behörde.",
        ),
        ('c', "Mitarbeiter ist 300; verlangt: mindestens 1.500. Kunde seit ist 01.12.2025; verlangt: ab 2026-01-01."),
        ('d', "markt.eins: verlangt wird umsatz mindestens 10.000 oder mitarbeiter mindestens 100.000."),
        ('e', "Höchstens 0 Punkte; zu den 2 für einen Anruf fehlen 2."),
    ];
    assert_eq!(told(&ran, "rejections", "reason"), owned(&rejected));
    let misses = [
        ('a', "markt.branche; 2 Punkte mehr durch markt.gross"),
        ('b', "markt.branche; markt.amt; 2 Punkte mehr durch markt.gross"),
        ('c', "markt.groesse (1.200 daneben); markt.neu (31 Tage daneben); 2 Punkte mehr durch markt.gross"),
        ('d', "markt.eins; 2 Punkte mehr durch markt.gross"),
        ('e', "2 Punkte mehr durch markt.gross"),
    ];
    assert_eq!(told(&ran, "rejections", "nearest_miss"), owned(&misses));
    let review = [
        ('f', "5 Punkte; zu den 1.000 für einen Interessenten fehlen 995."),
        ('h', "Fragen: Wie viele Leute arbeiten dort? (In der Liste steht „1500-30000“.)"),
        ('j', "Unbekannt, und es gibt nichts zu fragen: markt.branche (Branche: leer); markt.amt (Branche: leer)."),
    ];
    assert_eq!(told(&ran, "review", "reason"), owned(&review));
    let prospects = [
        ('g', "1.005 Punkte: markt.gross 1.000, markt.umsatz 5."),
        ('i', "1.005 Punkte: markt.gross 1.000, markt.umsatz 5. Angenommen: markt.neu."),
    ];
    assert_eq!(told(&ran, "prospects", "reason"), owned(&prospects));
    let broken = ran.rows("out/unreadable.csv");
    assert_eq!(broken.column("message"), ["Der Datensatz hat 6 Zellen, die Kopfzeile nur 5."]);
}

#[test]
fn names_verdicts_and_outcomes_of_files_are_english_in_both_languages() {
    let (english, german) = (ran("en"), ran("de"));
    for file in ["prospects", "review", "rejections", "duplicates", "unreadable"] {
        let [one, other] = [&english, &german].map(|ran| ran.rows(&format!("out/{file}.csv")));
        assert_eq!(one.header, other.header);
        let worded = ["reason", "nearest_miss", "message"];
        for name in one.header.iter().filter(|name| !worded.contains(&name.as_str())) {
            assert_eq!(one.column(name), other.column(name), "{name} of {file}");
        }
    }
    assert_eq!(english.json("out/summary.json")["dispositions"], german.json("out/summary.json")["dispositions"]);
}

/// What is generated for the sample lists; messages, questions and labels are their author's.
#[test]
fn no_english_phrase_is_left_in_the_sample_run() {
    let ran = Test::shipped().args("run sample-data/nightly.toml --language de").run();
    let phrases = [
        "must be ",
        "must not be ",
        "earns points",
        "Meets every",
        "At best ",
        "short of the",
        "Ask: ",
        "The list says",
        "nothing to ask",
        "Assumed:",
        " off by ",
        " more from ",
        "no rule can give",
        " points",
        " is blank",
        "The record",
        "the same lead",
        "this list",
        "cannot be read",
        "a word that stands",
        "the list was",
    ];
    let mut texts = 0;
    let claims = common::names(&ran.path("out/latest/claims"));
    let files = ["prospects", "review", "rejections", "unreadable"].map(|file| format!("{file}.csv"));
    for file in files
        .into_iter()
        .chain(claims.into_iter().filter(|claim| claim.ends_with(".csv")).map(|claim| format!("claims/{claim}")))
    {
        let rows = ran.rows(&format!("out/latest/{file}"));
        for name in ["reason", "nearest_miss", "message", "explanation"].map(str::to_owned) {
            if !rows.header.contains(&name) {
                continue;
            }
            for text in rows.column(&name) {
                let english = phrases.iter().find(|phrase| text.contains(*phrase));
                assert!(english.is_none(), "{file}, {name}: {text}");
                texts += usize::from(!text.is_empty());
            }
        }
    }
    assert!(texts > 500, "{texts} texts");
}
