//! The tables of `tests/cases`: what raw cells of numbers, money, dates and yes or no must be read as.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::model::{Interval, Range, Repair, Value};

type Row = HashMap<String, String>;

fn rows(table: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(table);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_path(&path).expect("the table is there");
    reader.deserialize().collect::<Result<_, _>>().expect("the table is well formed")
}

fn reader(field_type: FieldType, hints: Hints) -> CellReader {
    CellReader {
        field_type,
        hints,
        missing: Markers::new(vec!["-".into(), "n/a".into()]),
        headers: Vec::new(),
        values: ValueMap::default(),
        fill: None,
        currencies: Arc::default(),
        tables: Arc::default(),
    }
}

/// The hints of a row: `decimal=,;unit=1000;currency=EUR`.
fn hints(context: &str) -> Hints {
    let mut hints = Hints::default();
    for (key, value) in context.split(';').filter_map(|pair| pair.split_once('=')) {
        match key {
            "decimal" => {
                hints.decimal_style = value.chars().next().map_or(DecimalStyle::Unknown, DecimalStyle::declared);
            }
            "unit" => hints.unit = value.parse().ok(),
            "currency" => hints.currency = Currency::new(value),
            _ => panic!("the tables of this file have no {key}"),
        }
    }
    hints
}

fn interval(cell: &Cell<'_>) -> Option<Interval<Decimal>> {
    match cell {
        Cell::Known(Value::Number(value)) => Some(Interval::point(*value)),
        Cell::Range(Range::Number(interval)) => Some(*interval),
        _ => None,
    }
}

fn expected_interval(row: &Row) -> Option<Interval<Decimal>> {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let end = |value: &str, open: &str| match row[value].parse() {
        Ok(value) if row[open] == "true" => Excluded(value),
        Ok(value) => Included(value),
        Err(_) => Unbounded,
    };
    matches!(&*row["state"], "known" | "range")
        .then(|| Interval { low: end("lo", "lo_open"), high: end("hi", "hi_open") })
}

/// The rows that `read` does not give what the table says for, each with what it gives.
fn wrong(rows: &[Row], read: impl Fn(&Row) -> Option<String>) -> Vec<String> {
    rows.iter().filter_map(|row| Some(format!("{:?}: {}", row["raw"], read(row)?))).collect()
}

#[test]
fn numbers_are_read_as_the_table_says() {
    let wrong = wrong(&rows("number.csv"), |row| {
        let reader = reader(FieldType::Number(NumberStyle::default()), hints(&row["context"]));
        let cell = reader.read(&row["raw"], None).cell;
        let fits = cell.state() == row["state"] && interval(&cell) == expected_interval(row);
        (!fits).then(|| format!("{cell:?}"))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn money_is_read_as_the_table_says() {
    let wrong = wrong(&rows("money.csv"), |row| {
        let reader = reader(FieldType::Money(MoneyStyle::default()), hints(&row["context"]));
        let cell = reader.read(&row["raw"], None).cell;
        let context =
            Context { hints: &reader.hints, country: None, currencies: &reader.currencies, tables: &reader.tables };
        let conversion = conversion(row["raw"].trim(), &MoneyStyle::default(), &context).filter(|_| cell.is_known());
        let currency = conversion.map(|c| c.from.to_string()).unwrap_or_default();
        let fits =
            cell.state() == row["state"] && interval(&cell) == expected_interval(row) && currency == row["currency"];
        (!fits).then(|| format!("{cell:?} {currency}"))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn dates_are_read_as_the_table_says() {
    let wrong = wrong(&rows("date.csv"), |row| {
        let formats = row["formats"].split('|').filter(|format| !format.is_empty());
        let formats = formats.map(|format| DateFormat::parse(format).expect("the table's formats are right")).collect();
        let reader = reader(FieldType::Date(DateStyle { formats, century: None, past: false }), Hints::default());
        let cell = reader.read(&row["raw"], None).cell;
        let value = match &cell {
            Cell::Known(value) => value.to_string(),
            Cell::Range(range) => range.to_string(),
            _ => String::new(),
        };
        (cell.state() != row["state"] || value != row["value"]).then(|| format!("{cell:?}"))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn yes_and_no_are_read_as_the_table_says() {
    let wrong = wrong(&rows("yes_no.csv"), |row| {
        let cell = reader(FieldType::YesNo, Hints::default()).read(&row["raw"], None).cell.into_owned();
        let value = if let Cell::Known(value) = &cell { value.to_string() } else { String::new() };
        (cell.state() != row["state"] || value != row["value"]).then(|| format!("{cell:?}"))
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_spreadsheet_s_date_and_the_list_s_doubt_are_noted() {
    let reader = reader(FieldType::Number(NumberStyle::default()), Hints::default());
    assert_eq!(reader.read("10-Jan", None).repair, Some(Repair::DayMonth));
    assert_eq!(reader.read("=\"250\"", None).repair, Some(Repair::Unwrapped));
    for raw in ["~250", "ca. 250", "approx. 200-300", "rund 250 Mitarbeiter", "250 approx."] {
        let reading = reader.read(raw, None);
        assert!(reading.approximate && reading.cell.is_known(), "{raw}");
    }
    assert!(!reader.read("250", None).approximate);
}

#[test]
fn a_field_s_bounds_cut_what_a_cell_leaves_open() {
    let style = NumberStyle { whole: true, min: Some(Decimal::ZERO), max: Some(Decimal::from(1000)), unit: None };
    let reader = reader(FieldType::Number(style), Hints::default());
    let table = [
        ("<10", "0-9"),
        (">500", "501-1000"),
        ("1.5-3.5", "2-3"),
        ("<1", "0"),
        ("12.5", "not valid"),
        ("-5", "not valid"),
        ("5000", "not valid"),
        ("5000+", "not valid"),
    ];
    for (raw, shown) in table {
        assert_eq!(show(&reader.read(raw, None).cell), shown, "{raw}");
    }
}

fn show(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(value) => value.to_string(),
        Cell::Range(range) => range.to_string(),
        cell => cell.cause().unwrap_or_default().to_owned(),
    }
}

/// Every way of reading that this file tests, with and without hints.
fn readers() -> Vec<CellReader> {
    let formats = ["DD.MM.YYYY", "%Y%m", "%d %b %y", "%I:%M %p %A %d/%m/%Y", "excel"];
    let formats = formats.map(|format| DateFormat::parse(format).expect("a format that is right"));
    let list = FieldType::List { separator: ";".into() };
    let types = [
        FieldType::Number(NumberStyle { whole: true, min: Some(Decimal::ONE), ..NumberStyle::default() }),
        FieldType::Money(MoneyStyle::default()),
        FieldType::Date(DateStyle { formats: formats.into(), century: None, past: false }),
        FieldType::Text(TextStyle { fold_accents: true, spelling: Spelling::German, ..TextStyle::default() }),
        FieldType::YesNo,
        list,
    ];
    let contexts = ["", "decimal=,;unit=1000;currency=EUR"];
    types.iter().flat_map(|t| contexts.map(|context| reader(t.clone(), hints(context)))).collect()
}

/// Text made of what quantities and dates are made of, so that much of it is nearly right.
fn nearly_right() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "1",
        "12",
        "500",
        "1.5",
        "1,5",
        "0",
        "000",
        "-",
        "–",
        "+",
        "<",
        ">=",
        "(",
        ")",
        " ",
        ".",
        ",",
        "'",
        "e",
        "E+11",
        "k",
        "Mio.",
        "bis",
        "unter",
        "to",
        "€",
        "$",
        "kr",
        "USD",
        "CAD",
        "ca.",
        "~",
        "employees",
        "Nov",
        "Mär",
        "mil",
        "between",
        "and",
        "or more",
        "\u{a0}",
        "\u{300}",
        "٣",
        "99999999999999999999",
        "/",
        ":",
        "am",
        "2026",
        "Z",
        "ß",
    ]);
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_cell_makes_reading_panic(any in "\\PC{0,20}", near in nearly_right()) {
        for reader in readers() {
            let _ = (reader.read(&any, None), reader.read(&near, None));
        }
    }

    #[test]
    fn what_is_read_shows_and_reads_as_the_same_again(near in nearly_right()) {
        let reader = reader(FieldType::Number(NumberStyle::default()), hints("decimal=."));
        let cell = reader.read(&near, None).cell.into_owned();
        if cell.is_known() {
            prop_assert_eq!(interval(&reader.read(&show(&cell), None).cell), interval(&cell), "{:?}", near);
        }
    }

    #[test]
    fn every_interval_reads_as_it_shows(low in decimal(), width in 0_i64..1000, ends in (0_u8..3, 0_u8..3)) {
        let high = low + Decimal::new(width, 2);
        let shown = Interval { low: bound(low, ends.0), high: bound(high, ends.1) };
        if !shown.is_empty() && shown != Interval::ALL {
            let text = Range::Number(shown).to_string();
            let reader = reader(FieldType::Number(NumberStyle::default()), hints("decimal=."));
            prop_assert_eq!(interval(&reader.read(&text, None).cell), Some(shown), "{}", text);
        }
    }

    #[test]
    fn separators_change_nothing(whole in 0_u64..10_000_000_000, cents in 0_u8..100) {
        let style = || FieldType::Number(NumberStyle::default());
        let value = Decimal::new(i64::try_from(whole * 100).unwrap_or(0) + i64::from(cents), 2);
        let write = |group: &str, decimal: &str| format!("{}{decimal}{cents:02}", grouped(whole, group));
        for (group, decimal) in [("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), ("'", "."), ("\u{202f}", ",")] {
            let raw = write(group, decimal);
            let cell = reader(style(), Hints::default()).read(&raw, None).cell.into_owned();
            prop_assert_eq!(cell, Cell::Known(Value::Number(value)), "{}", raw);
        }
        for (group, habit) in [(",", "decimal=."), (".", "decimal=,"), ("'", "decimal=,"), ("", "decimal=.")] {
            let raw = grouped(whole, group);
            let cell = reader(style(), hints(habit)).read(&raw, None).cell.into_owned();
            prop_assert_eq!(cell, Cell::Known(Value::Number(Decimal::from(whole))), "{}", raw);
        }
    }
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-10_000_000_i64..10_000_000, 0_u32..4).prop_map(|(mantissa, decimals)| Decimal::new(mantissa, decimals))
}

fn bound(value: Decimal, kind: u8) -> std::ops::Bound<Decimal> {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    [Included(value), Excluded(value), Unbounded][usize::from(kind)]
}

fn grouped(whole: u64, group: &str) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(group);
        }
        text.push(digit);
    }
    text
}
