//! The conformance tables of the types that are compared as text, and what must hold for any cell of them.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::{CellReader, Currencies, FieldType, Hints, Markers, Part, Tables, ValueMap};
use crate::model::{Cell, Country, Range, Repair, Value};

fn reader(field_type: FieldType) -> CellReader {
    CellReader {
        field_type,
        hints: Hints::default(),
        missing: Markers::new(vec!["-".to_owned(), "n/a".to_owned()]),
        headers: Vec::new(),
        values: ValueMap::default(),
        fill: None,
        currencies: Arc::new(Currencies::default()),
        tables: Arc::new(Tables::embedded().clone()),
    }
}

/// One row of a table, its cells by the header's names.
struct Row(csv::StringRecord, csv::StringRecord);

impl Row {
    fn all(table: &str) -> Vec<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(table).with_extension("csv");
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("the table is there");
        let header = rows.headers().expect("a header").clone();
        rows.records().map(|row| Self(header.clone(), row.expect("a row"))).collect()
    }

    fn get(&self, column: &str) -> &str {
        self.0.iter().position(|name| name == column).and_then(|place| self.1.get(place)).unwrap_or_default()
    }

    fn hint(&self, name: &str) -> Option<&str> {
        self.get("context").split(';').find_map(|hint| hint.strip_prefix(name)?.strip_prefix('='))
    }

    fn country(&self) -> Option<Country> {
        self.hint("country").and_then(Country::new)
    }
}

/// What a cell shows: a known text's normal form, the word of a choice, else nothing.
fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(value) => value.to_string(),
        Cell::Range(Range::Choice { shown, .. }) => (*shown).to_owned(),
        _ => String::new(),
    }
}

fn compared(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(Value::Text(text)) => text.compared.clone().into_owned(),
        other => panic!("not known: {other:?}"),
    }
}

/// Checks state and value of every row, and each part whose column the table has.
fn check(table: &str, field_type: &FieldType, value: &str, parts: &[(&str, Part)]) {
    for row in Row::all(table) {
        let raw = row.get("raw");
        let length = row.hint("length").map(|length| length.parse().expect("a length"));
        let read_as = match (row.hint("case"), length) {
            (Some(_), length) => FieldType::Id { length },
            (None, Some(length)) => FieldType::Code { length },
            (None, None) => field_type.clone(),
        };
        let reader = reader(read_as);
        let reading = reader.read(raw, row.country());
        assert_eq!(reading.cell.state(), row.get("state"), "{table}: {raw}");
        assert_eq!(shown(&reading.cell), row.get(value), "{table}: {raw}");
        if row.0.iter().any(|name| name == "repaired") {
            assert_eq!(reading.repair == Some(Repair::LeadingZeros), row.get("repaired") == "true", "{table}: {raw}");
        }
        for (column, part) in parts {
            assert_eq!(shown(&reader.read_part(*part, raw, row.country())), row.get(column), "{table}: {raw}.{column}");
        }
    }
}

#[test]
fn country() {
    check("country", &FieldType::Country, "value", &[]);
}

/// The names of every country in seven languages, as Unicode CLDR has them; those of two countries have no value.
#[test]
fn country_names() {
    let reader = reader(FieldType::Country);
    let rows = Row::all("country_names");
    assert_eq!(rows.len(), 7 * 250);
    let wrong = rows.iter().filter(|row| shown(&reader.read(row.get("raw"), None).cell) != row.get("value"));
    assert_eq!(wrong.map(|row| row.get("raw")).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn email() {
    check("email", &FieldType::Email, "value", &[("kind", Part::EmailKind)]);
}

#[test]
fn phone() {
    check("phone", &FieldType::Phone, "e164", &[("kind", Part::PhoneKind)]);
}

#[test]
fn postal_code() {
    check("postal_code", &FieldType::PostalCode, "value", &[]);
}

#[test]
fn web() {
    check("web", &FieldType::Web, "value", &[("host", Part::WebHost), ("domain", Part::WebDomain)]);
}

#[test]
fn code() {
    check("code", &FieldType::Code { length: 0 }, "value", &[]);
}

#[test]
fn company() {
    let reader = reader(FieldType::Company);
    for row in Row::all("company") {
        let raw = row.get("raw");
        assert_eq!(compared(&reader.read(raw, None).cell), row.get("key"), "{raw}");
    }
}

#[test]
fn person() {
    let reader = reader(FieldType::Person);
    for row in Row::all("person") {
        let raw = row.get("raw");
        assert_eq!(compared(&reader.read(raw, None).cell), row.get("key"), "{raw}");
        assert_eq!(shown(&reader.read_part(Part::PersonFirst, raw, None)), row.get("first"), "{raw}");
        assert_eq!(shown(&reader.read_part(Part::PersonLast, raw, None)), row.get("last"), "{raw}");
    }
}

const TYPES: [FieldType; 10] = [
    FieldType::Country,
    FieldType::Email,
    FieldType::Phone,
    FieldType::PostalCode,
    FieldType::Web,
    FieldType::Code { length: 5 },
    FieldType::Id { length: None },
    FieldType::Company,
    FieldType::Person,
    FieldType::Street,
];

/// Text of the signs that these types look at, and any other text.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~äßéİΣ]{0,24}",
        "[a-zA-Z.]{1,8}[@ ,;<]{1,2}(xn--)?[a-zäß.-]{1,8}\\.[a-z]{1,3}[>;, ]?[a-z@.]{0,6}",
        "(tel:|\\+|00|0)?[0-9 ()/.-]{3,18}( ?(x|ext\\.?|;ext=|;phone-context=)[+0-9a-z.:]{1,8})?(tel:)?",
        "(https?://)?(www\\.){0,2}[a-zA-Z0-9.äß-]{1,12}(:[0-9]{1,4})?(/[a-zA-Z%/äİ]{0,8})?[?#]?",
        "[A-Z]{0,2}[- ]?[0-9]{2,5}([-. ][0-9]{1,4})?[ A-Za-z]{0,4}",
        "([A-Z][a-zéä.]{1,6}[ ,]{1,2}){1,5}(GmbH|Jr\\.|MBA|von)?",
        "([A-Z]?[a-zß]{1,8}(str|pl)?[ .,-]{1,2}){1,4}[0-9]{0,3}[ -]?[0-9a-c]{0,3}",
    ]
}

fn country_or_none() -> impl Strategy<Value = Option<Country>> {
    let codes = ["DE", "US", "GB", "NL", "CH", "FR", "SE", "AQ", "BR"];
    proptest::option::of(proptest::sample::select(codes.to_vec()).prop_map(|code| Country::new(code).expect("a code")))
}

proptest! {
    /// Reading says something of any text whatever, and panics at none.
    #[test]
    fn any_text_is_read(raw in cell(), country in country_or_none()) {
        for field_type in TYPES {
            let reader = reader(field_type);
            let _ = reader.read(&raw, country);
            for (_, part) in reader.field_type.parts() {
                let _ = reader.read_part(*part, &raw, country);
            }
        }
    }

    /// What a report shows can be bought again: it is read as what it was.
    #[test]
    fn a_normal_form_is_read_as_itself(raw in cell(), country in country_or_none()) {
        for field_type in TYPES {
            let reader = reader(field_type);
            let first = reader.read(&raw, country).cell;
            if let Cell::Known(Value::Text(text)) = &first {
                let again = reader.read(&text.shown, country);
                prop_assert_eq!(&again.cell, &first, "{:?} in {:?}", &reader.field_type, country);
                prop_assert_eq!(again.repair, None);
            }
        }
    }
}
