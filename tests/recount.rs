//! Every number that the page, the sheets and the mail show, counted again out of the CSV files: of lists that are damaged in
//! many ways, on a second night with leads that are known and leads that are held back, in both languages.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod common;
mod recounting;

use std::collections::BTreeSet;

use common::{Ran, Test};
use leadsieve::model::Language;
use leadsieve::report::Wording;
use recounting::counted::page_of;
use recounting::sentences::{mailed, sentences, sheet};
use recounting::shown::{altered, between, read_mail, shown, shown_on_sheet, text};
use recounting::{FILES, Night};

/// One knock-out a criterion, so that what a criterion says is what its rule says.
const SIZE: &str = "format = 1\ncriterion = \"size\"\n[must.small]\nfield = \"employees\"\nat_most = 50\n\
    message = \"{value} is too many.\"\n";
const LOCATION: &str = "format = 1\ncriterion = \"location\"\n[must.served]\nfield = \"state\"\nin = [\"NY\", \"MA\"]\n\
    message = \"{value} is not served.\"\n";
const PROFILE: &str = "format = 1\nname = \"served\"\nfields = \"fields.toml\"\nrules = [\"location.toml\", \"size.toml\"]\n\
    [decision]\nprospect_at = 0\n";
const FIELDS: &str = "format = 1\n[identity]\nkeys = [[\"email\"]]\n[field.email]\ntype = \"email\"\ncolumns = [\"Email\"]\n\
    [field.state]\ntype = \"text\"\ncolumns = [\"State\"]\nask = \"Which state?\"\n\
    [field.employees]\ntype = \"number\"\ncolumns = [\"Employees\"]\nask = \"How many people?\"\n";
const JOB: &str = "format = 1\nname = \"night\"\nprofile = \"rules/p.toml\"\n\
    lists = [\"main.list.toml\", \"second.list.toml\", \"own.csv\"]\nout = \"out\"\n[suppress]\nfiles = [\"gone.csv\"]\n\
    [ledger]\nfile = \"ledger.sqlite\"\n[limit.per-state]\nby = \"state\"\nkeep = 2\nof = \"prospect\"\n";

/// Stray quotes, short and long records, one record in Windows-1252, a blank one, and a second table in another order.
const MAIN: &[u8] = b"Email,State,Employees,Company,Note\nkim@acme.example,NY,12,Acme,fair\n\
    lee@rio.example,TX,80,\"Rio, Inc.\",\nana@elm.example,,30,Elm,\nben@oak.example,NY,many,Oak,web\n\
    cyd@ash.example,MA,,Ash,fair\ndan@fir.example,TX,20,Fir,\neve@yew.example,NY,20,\"Hotel \"Zur Post\" GmbH\",fair\n\
    fay@bay.example,NY,30,Bay,web\ngus@ivy.example,NY,40,Ivy,web\nkim@acme.example,NY,12,Acme,fair\n\
    hal@gone.example,MA,8,Gone,fair\nshort@row.example,NY\nlong@row.example,NY,5,Long,fair,x,y\n\
    ida@lotus.example,MA,54,Lot\xfcs,fair\njan@rose.example,MA,9,R\xc3\xb6se,fair\n,,,,\n\
    State,Note,Email,Employees,Company\nNY,web,kay@palm.example,15,Palm\nTX,fair,leo@pine.example,900,Pine\n";

/// Windows-1252 throughout, behind semicolons, with the header once more, and zeros behind the end.
const SECOND: &[u8] = b"Email;State;Employees;Company;Note\nmia@beech.example;MA;10;B\xfcche & S\xf6hne;fair\n\
    ned@birch.example;TX;10;B\xfcrke;web\nora@cedar.example;;;Zeder;web\nkim@acme.example;NY;12;Acme;fair\n\
    kim@acme.example;NY;12;Acme;fair\npat@gone.example;NY;5;Gone;fair\nEMAIL;\"STATE\";Employees;Company;Note\n\
    kurz@row.example;MA\nquy@dogwood.example;MA;soon;Gr\xf6\xdfe;fair\n";
const SECOND_LATER: &[u8] = b"vic@hazel.example;NY;4;Hasel;web\nwes@rowan.example;;70;Esche;web\n\
    xia@thorn.example;MA;few;Dorn;fair\nyul@sorb.example;MA;;Elsbeere;fair\nasa@medlar.example;;8;Mispel;web\n\x1a\0\0\0";

/// A line of types below the header, a lost delimiter beside a quoted cell, and a table below the data.
const OWN: &[u8] =
    b"Email,State,Employees,Company,Note\ntext,text,number,text,text\nray@maple.example,NY,3,Maple,web\n\
    sue@linden.example\"Lin, Den\",\ntom@alder.example,CA,60,Alder,web\numa@willow.example,,60,Willow,web\n\
    zoe@spruce.example,,7,Fichte,web\nari@larch.example,MA,51,Larch,fair\nbo@hemlock.example,NY,75,Hemlock,web\n\
    \nCity,Count,,,\nAustin,4,,,\nDallas,4,,,\nGrand Total,8,,,\n";

/// Two nights over these lists.
fn two_nights(language: &str) -> Ran {
    let test = Test::new()
        .file("rules/fields.toml", FIELDS)
        .file("rules/location.toml", LOCATION)
        .file("rules/size.toml", SIZE)
        .file("rules/p.toml", PROFILE)
        .file("main.csv", MAIN)
        .file("second.csv", SECOND)
        .file("own.csv", OWN)
        .file("gone.csv", "domain\ngone.example\n")
        .file(
            "main.list.toml",
            "format = 1\nfiles = [\"main.csv\"]\nvendor = \"Main Street Data\"\n\
             price = { amount = 30, currency = \"EUR\" }\n[promise]\nrows = 25\nfilled = { email = \"98%\", state = \"90%\" }\n",
        )
        .file("second.list.toml", "format = 1\nfiles = [\"second.csv\"]\nvendor = \"Second Source\"\n")
        .file("night.toml", JOB);
    let line = format!("run night.toml --language {language}");
    let first = test.on("2026-11-22").args(&line).run();
    first.again().file("second.csv", [SECOND, SECOND_LATER].concat()).on("2026-11-23").args(&line).run()
}

#[test]
fn every_number_that_is_shown_is_counted_again_out_of_the_csv_files() {
    for (name, language) in [("en", Language::En), ("de", Language::De)] {
        let ran = two_nights(name);
        let words = Wording::new(language);
        let mut nights = ["2026-11-22", "2026-11-23"].map(|day| Night::read(&ran, day));
        lists_have_what_is_counted(&nights[1]);

        let page = ran.text("out/latest/report.html");
        let (found, counted) = (shown(&page, &words), page_of(&nights, language));
        assert_eq!(found.keys().collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>());
        found.iter().for_each(|(table, rows)| assert_eq!(*rows, counted[table], "{table}"));
        for sentence in sentences(&words, &nights) {
            // The alternative text of a picture is inside of it.
            assert!(text(&page).contains(&sentence) || page.contains(&sentence), "no {sentence:?}");
        }
        for cell in between(&page, "data-value=\"", "<") {
            let (value, figure) = cell.split_once("\">").unwrap();
            assert_eq!(words.number(value.parse().unwrap()), figure);
        }
        // Any other number in any cell of the page would be seen.
        let altered = altered(&page);
        assert!(altered.len() > 140, "{} numbers were compared", altered.len());
        assert!(altered.iter().all(|page| shown(page, &words) != counted));

        let (subject, body) = read_mail(&ran.text("out/latest/mail.txt"));
        let mail = mailed(&words, &nights[1]);
        assert_eq!(subject, mail.0);
        assert!(body.starts_with(&mail.1), "{body}\n{}", mail.1);

        let on_sheet = sheet(&words, &nights[1]);
        for file in ["prospects", "review", "rejections"] {
            assert_eq!(shown_on_sheet(&ran, file, &words), on_sheet, "{file}");
        }

        // A record less in any of the files would be seen everywhere.
        for at in 0..nights[1].records.len() {
            let one = nights[1].records.remove(at);
            assert_ne!(page_of(&nights, language), found);
            assert_ne!(mailed(&words, &nights[1]), mail);
            assert_ne!(sheet(&words, &nights[1]), on_sheet);
            nights[1].records.insert(at, one);
        }
    }
}

/// Somebody ended in each way, and records are unreadable for many reasons.
fn lists_have_what_is_counted(night: &Night) {
    for (_, ended) in FILES {
        assert!(night.ended(None, &[ended]) > 0, "nobody is {ended}");
    }
    let kinds: BTreeSet<&str> =
        night.records.iter().map(|one| one.cell("kind")).filter(|kind| !kind.is_empty()).collect();
    let all = ["below_data", "below_header", "blank", "repeated_header", "too_few_cells", "too_many_cells"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}
