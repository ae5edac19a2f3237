//! What a cell holds beside the value that it was read as, and what it may hold where it could not be read.
//!
//! Rules and reports never see it. But somebody who must not be contacted may be known by it.

use std::borrow::Cow;

use super::{Context, FieldType, address_meant, read, spelled_out};
use crate::model::{Cell, Reading, Repair, Text, Unreadable, Value};

/// What marks the digits of a telephone number of which nobody says in which country it is.
pub const ANY_COUNTRY: char = '~';

/// Whether a cell may hold more than it was read as: asked of every cell, so that nothing else is done with most.
pub(super) fn may_hold_more(field_type: &FieldType, raw: &str, reading: &Reading<'_>) -> bool {
    match field_type {
        FieldType::Email | FieldType::Phone => matches!(reading.cell, Cell::Unreadable(_)),
        FieldType::Web => matches!(reading.cell, Cell::Unreadable(_)) || reading.repair == Some(Repair::FirstOfSeveral),
        FieldType::Company => raw.contains([';', '|', '\n']) || raw.contains(" / "),
        _ => false,
    }
}

/// The values of a type in the pieces of a cell.
pub(super) fn pieces(field_type: &FieldType, raw: &str, context: &Context<'_>) -> Vec<Text<'static>> {
    if *field_type == FieldType::Phone {
        return numbers(raw, context);
    }
    let spelled = if *field_type == FieldType::Email { spelled_out(raw) } else { None };
    let raw = spelled.as_deref().unwrap_or(raw);
    let is_name = *field_type == FieldType::Company;
    let apart = |c: char| ",;|<>\"()[]".contains(c) || c.is_whitespace();
    let cut: Vec<Cow<'_, str>> = if is_name {
        raw.split([';', '|', '\n', '\r']).flat_map(|part| part.split(" / ")).map(Cow::Borrowed).collect()
    } else {
        raw.split(apart).map(Cow::Borrowed).collect()
    };
    let pieces = cut.iter().map(|piece| piece.trim()).filter(|piece| piece.chars().any(char::is_alphanumeric));
    let known = |piece: &str| match read(field_type, piece, context).cell {
        Cell::Known(Value::Text(text)) => Some(text.into_owned()),
        _ => None,
    };
    // A slip of the keyboard in an address hides who it is.
    let meant = || address_meant(raw, context.tables).map(Text::same);
    let meant = if *field_type == FieldType::Email { meant() } else { None };
    pieces.filter_map(known).chain(meant).collect()
}

/// The numbers in the pieces of a cell that is none.
fn numbers(raw: &str, context: &Context<'_>) -> Vec<Text<'static>> {
    let joined = [" oder ", " or ", " od. ", " und ", " and "]
        .iter()
        .fold(raw.to_owned(), |text, word| if text.contains(word) { text.replace(word, ";") } else { text });
    let number = |piece: &str| match read(&FieldType::Phone, piece, context).cell {
        Cell::Known(Value::Text(text)) => Some(text.into_owned()),
        Cell::Unreadable(Unreadable::NoCountry) => {
            national_digits(piece).map(|digits| Text::same(format!("{ANY_COUNTRY}{digits}")))
        }
        _ => None,
    };
    // The slash may also stand behind the code of a town: what follows it then is no whole number.
    let is_whole = |piece: &&str| piece.trim().starts_with(['0', '+', '(']);
    let slashed = |part| std::iter::once(part).chain(str::split(part, '/').filter(is_whole));
    let pieces = joined.split([';', ',', '|', '\n']).flat_map(slashed);
    let mut found: Vec<Text<'static>> = Vec::new();
    for text in pieces.map(str::trim).filter(|piece| !piece.is_empty()).filter_map(number) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The digits of a number without the zeros in front of it; `None` if there are too few or too many.
fn national_digits(raw: &str) -> Option<String> {
    const FEWEST: usize = 6;
    const MOST: usize = 13;
    let start = raw.find(|c: char| c.is_ascii_digit())?;
    let is_number = |c: char| c.is_ascii_digit() || " -./()\u{a0}".contains(c);
    let run = &raw[start..];
    let run = &run[..run.find(|c| !is_number(c)).unwrap_or(run.len())];
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (FEWEST..=MOST).contains(&digits.len()).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Currencies, Hints, Tables};
    use super::*;

    #[test]
    fn pieces_of_odd_cells_are_values() {
        let (hints, currencies) = (Hints::default(), Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        for (field_type, raw, expected) in [
            (
                FieldType::Web,
                "kiefer.example, https://www.kiefer-shop.example",
                vec!["kiefer.example", "kiefer-shop.example"],
            ),
            (FieldType::Web, "Shop: kiefer.example", vec!["kiefer.example"]),
            (FieldType::Email, "frag ida (ida@kiefer.example)", vec!["ida@kiefer.example"]),
            (FieldType::Email, "ida (at) kiefer.example", vec!["ida@kiefer.example"]),
            (FieldType::Email, "ida at kiefer dot example", vec!["ida@kiefer.example"]),
            (FieldType::Email, "ida@gmial.com", vec!["ida@gmail.com"]),
            (FieldType::Phone, "030 901820", vec!["~30901820"]),
            (FieldType::Phone, "(030) 9018-20 Zentrale", vec!["~30901820"]),
            (FieldType::Phone, "+49 30 901830 / 12345678901234567", vec!["+4930901830"]),
            (FieldType::Phone, "030/901820 oder 12345678901234567", vec!["~30901820"]),
            (FieldType::Company, "Kiefer GmbH; Tanne AG", vec!["Kiefer GmbH", "Tanne AG"]),
            (FieldType::Company, "Kiefer GmbH / Tanne AG", vec!["Kiefer GmbH", "Tanne AG"]),
            (FieldType::Company, "Kiefer GmbH", vec![]),
            (FieldType::Web, "kiefer.example", vec![]),
            (FieldType::Phone, "call me", vec![]),
        ] {
            let more = may_hold_more(&field_type, raw, &read(&field_type, raw, &context));
            let found = if more { pieces(&field_type, raw, &context) } else { Vec::new() };
            assert_eq!(found.iter().map(|text| &*text.shown).collect::<Vec<_>>(), expected, "{raw}");
        }
    }
}
