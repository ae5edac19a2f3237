//! `list`: several texts in one cell.

use super::text::{self, TextStyle};
use crate::model::{Cell, Missing, Reading, Text, Value};

/// Splits a cell on `separator` and reads each part as a text; empty parts are dropped.
///
/// A cell of nothing but separators is missing. An empty separator splits nothing.
pub(super) fn read<'a>(raw: &'a str, separator: &str) -> Reading<'a> {
    let parts: Vec<Text<'a>> = if separator.is_empty() {
        vec![text::text(raw, TextStyle::default())]
    } else {
        raw.split(separator)
            .filter(|part| !part.trim().is_empty())
            .map(|part| text::text(part, TextStyle::default()))
            .collect()
    };
    Reading::plain(if parts.is_empty() { Cell::Missing(Missing::Blank) } else { Cell::Known(Value::List(parts)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_texts_of_their_own() {
        let table: [(&str, &str, &[&str]); 5] = [
            ("SaaS; Cloud  Hosting ;CRM", ";", &["saas", "cloud hosting", "crm"]),
            ("a, ,b,", ",", &["a", "b"]),
            ("a || b", "||", &["a", "b"]),
            ("one", ";", &["one"]),
            ("a;b", "", &["a;b"]),
        ];
        for (raw, separator, parts) in table {
            let Cell::Known(Value::List(read)) = read(raw, separator).cell else { panic!("{raw} is a list") };
            assert_eq!(read.iter().map(|part| &*part.compared).collect::<Vec<_>>(), parts, "{raw}");
        }
        assert_eq!(read(" ; ;", ";").cell, Cell::Missing(Missing::Blank));
    }
}
