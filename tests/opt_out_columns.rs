//! Columns by which a list itself says who must not be contacted: the shipped field sets read those of vendors and CRMs,
//! and one that nothing reads is told.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;

use common::{Ran, Test};

/// Headers that ask whether somebody objects.
const OPT_OUTS: [&str; 60] = [
    "Do Not Contact",
    "DoNotContact",
    "do_not_contact",
    "Opt-Out",
    "Opted Out",
    "Unsubscribed",
    "UNSUB_TIME",
    "Unsubscribe Date",
    "Unsubscribed from all email",
    "Global Unsubscribe",
    "Blacklisted",
    "DoNotCall",
    "Do Not Call",
    "DNC",
    "Mobile DNC",
    "donotphone",
    "Do not allow Phone Calls",
    "TPS/CTPS",
    "HasOptedOutOfEmail",
    "Email Opt Out",
    "Do Not Email",
    "donotbulkemail",
    "Do not allow Emails",
    "DoNotPostalMail",
    "HasOptedOutOfFax",
    "Werbesperre",
    "Werbesperre Telefon",
    "Werbesperre E-Mail",
    "Werbewiderspruch",
    "Widerspruch am",
    "Gesperrt",
    "Sperrvermerk",
    "Kontaktsperre",
    "Nicht anrufen",
    "Robinson-Liste",
    "Abgemeldet am",
    "Newsletter abgemeldet",
    "Désinscrit",
    "Desinscrit",
    "Date de désinscription",
    "Désabonné",
    "Ne pas contacter",
    "Ne pas appeler",
    "Opposition",
    "Bloctel",
    "Baja",
    "Dado de baja",
    "Fecha de baja",
    "No llamar",
    "No contactar",
    "Lista Robinson",
    "Disiscritto",
    "Data disiscrizione",
    "Non contattare",
    "Non chiamare",
    "Registro opposizioni",
    "Uitgeschreven",
    "Afgemeld",
    "Niet bellen",
    "Bel-me-niet-register",
];

/// Headers that ask the other way round, or nothing of the kind.
const OTHERS: [&str; 8] =
    ["Opt In", "Opted In", "Consent", "Email Permission", "Newsletter", "Subscribed", "Einwilligung", "Marketing OK"];

const PROFILES: [(&str, &str); 3] =
    [("b2b-mid-market", "Email"), ("consumer-home", "Email"), ("rookie-scouting", "Registration")];

/// A list with all of these columns, of which each record has a yes in one and a no in all others.
fn list(key: &str, headers: &[&str]) -> String {
    let mut list = format!("{key},{}\n", headers.join(","));
    for yes in 0..headers.len() {
        let cells: Vec<&str> = (0..headers.len()).map(|column| if column == yes { "yes" } else { "no" }).collect();
        list += &format!("p{yes}@kiefer.example,{}\n", cells.join(","));
    }
    list + &format!("nobody@kiefer.example,{}\n", vec!["no"; headers.len()].join(","))
}

fn qualify(profile: &str, list: String) -> Ran {
    let args = format!("qualify leads.csv --profile rules/profiles/{profile}.toml --out out --formats csv");
    Test::shipped().file("leads.csv", list).args(&args).run()
}

#[test]
fn shipped_fields_know_the_opt_outs_of_vendors() {
    for (profile, key) in PROFILES {
        // Two spellings of one header are one column.
        let mut headers: Vec<&str> = OPT_OUTS.to_vec();
        headers.retain(|header| !["DoNotContact", "do_not_contact", "DoNotCall", "Desinscrit"].contains(header));
        let ran = qualify(profile, list(key, &headers));
        let suppressed = ran.rows("out/suppressed.csv");
        let barred: Vec<&str> = suppressed.column(key);
        for (place, header) in headers.iter().enumerate() {
            assert!(barred.contains(&format!("p{place}@kiefer.example").as_str()), "{profile}: {header}");
        }
        assert!(!barred.contains(&"nobody@kiefer.example"), "{profile}: a no in every column objects to nothing");
        assert_eq!(ran.stderr, "", "{profile}");
    }
}

#[test]
fn one_header_alone_is_enough_however_it_is_written() {
    for header in ["DoNotContact", "do_not_contact", "DoNotCall", "Desinscrit", "OPT OUT", "werbe-sperre"] {
        let ran = qualify("b2b-mid-market", list("Email", &[header]));
        assert_eq!(ran.rows("out/suppressed.csv").column("Email"), ["p0@kiefer.example"], "{header}");
    }
}

#[test]
fn consent_is_no_objection() {
    for (profile, key) in PROFILES {
        let ran = qualify(profile, list(key, &OTHERS));
        assert_eq!(ran.rows("out/suppressed.csv").rows.len(), 0, "{profile}");
        assert!(!ran.stderr.contains("opt-out"), "{profile}: {}", ran.stderr);
    }
}

const UNREAD: &str = "Email,State,Employees,Kontakt gesperrt?,Stand,Reachable\n\
    kim@acme.example,NY,12,,active,yes\n\
    lee@acme.example,TX,12,ja,Unsubscribed,yes\n";

#[test]
fn a_run_tells_opt_outs_that_nothing_reads() {
    let ran = Test::small().file("leads.csv", UNREAD).qualify("leads.csv --quiet");
    let ran =
        ran.stderr("leads.csv: the header Kontakt gesperrt? looks like an opt-out").stderr("\"Unsubscribed\"").run();
    assert!(!ran.stderr.contains("Reachable"), "{}", ran.stderr);
    let warnings = ran.json("out/summary.json")["warnings"].to_string();
    assert!(warnings.contains("Kontakt gesperrt?") && warnings.contains("Unsubscribed"), "{warnings}");
}

#[test]
fn inspect_and_check_tell_them_too() {
    let ran = Test::small().file("leads.csv", UNREAD).args("inspect leads.csv --profile rules/p.toml").run();
    for part in ["Kontakt gesperrt?", "Unsubscribed", "do_not_contact"] {
        assert!(ran.stdout.contains(part), "{part} in {}", ran.stdout);
    }
    let ran = ran.again().args("check rules/p.toml --with leads.csv").run();
    for part in ["W607", "\"Kontakt gesperrt?\" of leads.csv", "W608", "\"Unsubscribed\" in \"Stand\""] {
        assert!(ran.stdout.contains(part), "{part} in {}", ran.stdout);
    }
}

#[test]
fn what_is_read_is_not_told() {
    let fields = "format = 1\n[identity]\nkeys = [[\"email\"]]\ndo_not_contact = [\"gone\"]\n\
        [field.email]\ntype = \"email\"\ncolumns = [\"Email\"]\n[field.state]\ntype = \"text\"\ncolumns = [\"State\"]\n\
        [field.employees]\ntype = \"number\"\ncolumns = [\"Employees\"]\n\
        [field.gone]\ntype = \"yes_no\"\ncolumns = [\"Kontakt gesperrt?\"]\n";
    let list = "Email,State,Employees,Kontakt gesperrt?\nkim@acme.example,NY,12,\nlee@acme.example,TX,12,ja\n";
    let ran = Test::small().file("rules/fields.toml", fields).file("leads.csv", list).qualify("leads.csv").run();
    assert!(!ran.stderr.contains("opt-out"), "{}", ran.stderr);
    assert_eq!(ran.rows("out/suppressed.csv").column("Email"), ["lee@acme.example"]);
}
