//! The type of a field with its options.

use rust_decimal::Decimal;

use super::document::Table;
use super::notes::Notes;
use super::suggest;
use super::values::a_field;
use crate::diagnostic::{Code, Span};
use crate::field_types::{DateFormat, DateStyle, FieldType, MoneyStyle, NumberStyle, Spelling, TextStyle};
use crate::model::Currency;

/// Every option with the types that have it.
const OPTIONS: [(&str, &[&str]); 14] = [
    ("whole", &["number", "money"]),
    ("min", &["number", "money"]),
    ("max", &["number", "money"]),
    ("unit", &["number", "money"]),
    ("currency", &["money"]),
    ("formats", &["date"]),
    ("century", &["date"]),
    ("past", &["date"]),
    ("separator", &["list"]),
    ("length", &["code"]),
    ("case", &["code"]),
    ("fold_accents", &["text"]),
    ("spelling", &["text"]),
    ("country_from", &["phone", "postal_code"]),
];

/// The type of the field `name`; text where it cannot be told, so that nothing follows from the mistake.
pub(super) fn read(name: &str, table: &Table, notes: &mut Notes) -> FieldType {
    let example = format!("type = \"text\"; {}", suggest::listed(&FieldType::NAMES));
    let node = table.required("type", &example, notes);
    let Some(word) = node.and_then(|node| node.word(&FieldType::NAMES, notes)) else {
        table.ignore_rest();
        return FieldType::Text(TextStyle::default());
    };
    refuse_options(name, word, table, notes);
    match word {
        "number" => FieldType::Number(number(table, notes)),
        "money" => FieldType::Money(money(table, notes)),
        "date" => FieldType::Date(date(table, notes)),
        "yes_no" => FieldType::YesNo,
        "list" => FieldType::List { separator: separator(table, notes) },
        "email" => FieldType::Email,
        "phone" => FieldType::Phone,
        "country" => FieldType::Country,
        "postal_code" => FieldType::PostalCode,
        "web" => FieldType::Web,
        "code" => code(table, notes),
        "company" => FieldType::Company,
        "person" => FieldType::Person,
        "street" => FieldType::Street,
        _ => FieldType::Text(text(table, notes)),
    }
}

fn refuse_options(name: &str, word: &str, table: &Table, notes: &mut Notes) {
    for (option, types) in OPTIONS.iter().filter(|(option, types)| table.has(option) && !types.contains(&word)) {
        let Some(entry) = table.get(option) else { continue };
        let message = format!("`{option}` does not fit `{name}`, which is {}", a_field(word));
        let help = format!("take it out, or write type = \"{}\"", types.join("\" or \""));
        notes.error(Code::E206, entry.key_span, message, help);
    }
}

fn text(table: &Table, notes: &mut Notes) -> TextStyle {
    let spelling = table.node("spelling").and_then(|node| node.word(&["plain", "german"], notes));
    let spelling = if spelling == Some("german") { Spelling::German } else { Spelling::Plain };
    TextStyle { fold_accents: table.flag("fold_accents", notes), spelling, ..TextStyle::default() }
}

fn number(table: &Table, notes: &mut Notes) -> NumberStyle {
    let (min, max) = (table.number("min", notes), table.number("max", notes));
    if let (Some(low), Some(high), Some(node)) = (min, max, table.node("max"))
        && low > high
    {
        let message = format!("`max` lies below `min`, which is {low}");
        notes.error(Code::E205, node.span, message, "swap them");
    }
    let unit = table.node("unit").and_then(|node| self::unit(node.number(notes)?, node.span, notes));
    NumberStyle { whole: table.flag("whole", notes), min, max, unit }
}

/// What bare numbers are multiplied by: more than nothing.
pub(super) fn unit(unit: Decimal, span: Span, notes: &mut Notes) -> Option<Decimal> {
    if unit <= Decimal::ZERO {
        let message = "a unit has to be more than 0";
        notes.error(Code::E205, span, message, "write unit = 1000 for a column in thousands");
        return None;
    }
    Some(unit)
}

fn money(table: &Table, notes: &mut Notes) -> MoneyStyle {
    let currency = table.node("currency").and_then(|node| currency(node.text(notes)?, node.span, notes));
    MoneyStyle { number: number(table, notes), currency }
}

/// A currency by its three letters.
pub(super) fn currency(code: &str, span: Span, notes: &mut Notes) -> Option<Currency> {
    let currency = Currency::new(code.trim());
    if currency.is_none() {
        notes.error(
            Code::E203,
            span,
            format!("\"{code}\" is no currency"),
            "write its three letters: \"USD\", \"EUR\", \"CHF\"",
        );
    }
    currency
}

fn date(table: &Table, notes: &mut Notes) -> DateStyle {
    let formats = table.node("formats").map(|node| date_formats(node, notes)).unwrap_or_default();
    let century = table.node("century").and_then(|node| Some((node.whole(0, 9900, notes)?, node.span)));
    let century = century.and_then(|(century, span)| {
        if century % 100 != 0 {
            notes.error(Code::E205, span, "a century is a multiple of 100", "write century = 1900 or century = 2000");
        }
        i16::try_from(century).ok()
    });
    DateStyle { formats, century, past: table.flag("past", notes) }
}

/// The ways of writing dates that a list names.
pub(super) fn date_formats(node: &super::document::Node, notes: &mut Notes) -> Vec<DateFormat> {
    let written = node.text_or_texts(notes);
    let parsed = written.iter().filter_map(|(text, span)| match DateFormat::parse(text) {
        Ok(format) => Some(format),
        Err(reason) => {
            let message = format!("\"{text}\" is no date format: {reason}");
            notes.error(Code::E203, *span, message, "write \"DD.MM.YYYY\" or \"%d.%m.%Y\"");
            None
        }
    });
    parsed.collect()
}

fn separator(table: &Table, notes: &mut Notes) -> String {
    table.required_text("separator", "separator = \";\"", notes).unwrap_or_else(|| ";".into())
}

/// Digits of an industry code, or an id that is compared as it is written.
fn code(table: &Table, notes: &mut Notes) -> FieldType {
    let case = table.node("case").and_then(|node| node.word(&["keep"], notes));
    if case.is_none() {
        return FieldType::Code { length: length(table, notes) };
    }
    let length = table.node("length").and_then(|node| node.whole(1, 100, notes));
    FieldType::Id { length: length.and_then(|length| usize::try_from(length).ok()) }
}

fn length(table: &Table, notes: &mut Notes) -> usize {
    let node = table.required("length", "length = 5, the number of digits", notes);
    let length = node.and_then(|node| node.whole(1, 20, notes));
    length.and_then(|length| usize::try_from(length).ok()).unwrap_or(5)
}
