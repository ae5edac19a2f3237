//! Records that do not fit the header, read in another way that makes them fit.
//!
//! Only a record with the wrong number of cells comes here, so that a clean list pays nothing. Each way is taken only
//! where it gives exactly as many cells as the header has; where none does, the record stays unreadable.

use super::parser::Parser;
use super::{Mending, QUOTED, unquote};
use crate::intake::dialect::Dialect;

/// The cells of a record, and what had to be done to read them. `raw` is the record without its line end, `width` how
/// many cells it should have.
pub(in crate::intake) fn mended(raw: &str, dialect: Dialect, width: usize) -> Option<(Vec<String>, Mending)> {
    let ways: [(Way, Mending); 3] = [
        (unwrapped, Mending::Unwrapped),
        (closed_by_force, Mending::StrayQuote),
        (by_another_delimiter, Mending::OtherDelimiter),
    ];
    // One cell fits too easily: anything is one cell by some delimiter.
    ways.into_iter()
        .filter(|_| width > 1)
        .find_map(|(way, mending)| way(raw, dialect, width).map(|cells| (cells, mending)))
        .filter(|(cells, _)| cells.iter().any(|cell| !cell.trim().is_empty()))
}

type Way = fn(&str, Dialect, usize) -> Option<Vec<String>>;

/// The cells of a text that is one record, however many; `None` if it is none or several.
pub(super) fn all_cells(text: &str, dialect: Dialect) -> Option<Vec<String>> {
    let mut parser = Parser::new(text.as_bytes(), dialect, true);
    let mut ends = Vec::new();
    let found = parser.record(&mut ends)?;
    (found.start == 0 && found.stop == text.len())
        .then(|| split(text, &ends, |raw, quoted| if quoted { unquote(raw, dialect).into_owned() } else { raw.into() }))
}

/// The cells of a text that is one record; `None` if it is none or several, or has another number of cells.
pub(in crate::intake) fn cells(text: &str, dialect: Dialect, width: usize) -> Option<Vec<String>> {
    all_cells(text, dialect).filter(|cells| cells.len() == width)
}

fn split<T>(text: &str, ends: &[u32], cell: impl Fn(&str, bool) -> T) -> Vec<T> {
    let mut start = 0;
    let ends = ends.iter().map(|end| ((end & !QUOTED) as usize, end & QUOTED != 0));
    ends.map(|(stop, quoted)| cell(&text[std::mem::replace(&mut start, stop + 1)..stop], quoted)).collect()
}

/// `"a,b,""c, d"""`: what a spreadsheet makes of `a,b,"c, d"` in one column. Blank cells may follow.
fn unwrapped(raw: &str, dialect: Dialect, width: usize) -> Option<Vec<String>> {
    let inner = inside_of_wrapping(raw, dialect)?;
    cells(&inner, dialect, width)
}

/// The text inside the quotes of a record that is wrapped whole.
pub(in crate::intake) fn inside_of_wrapping(raw: &str, dialect: Dialect) -> Option<String> {
    let mut parser = Parser::new(raw.as_bytes(), Dialect { spaced: true, ..dialect }, true);
    let mut ends = Vec::new();
    parser.record(&mut ends).filter(|found| found.stop == raw.len())?;
    let cells = split(raw, &ends, |cell, quoted| (cell.trim().to_owned(), quoted));
    let ((first, quoted), rest) = cells.split_first()?;
    (*quoted && rest.iter().all(|(cell, _)| cell.is_empty())).then(|| unquote(first, dialect).into_owned())
}

/// `"12" pipe, steel",x`: the first quote that a delimiter or the end follows closes the cell, whatever stands before it.
fn closed_by_force(raw: &str, dialect: Dialect, width: usize) -> Option<Vec<String>> {
    let (quote, delimiter) = (char::from(dialect.quote), char::from(dialect.delimiter));
    let mut rest = Some(raw);
    let mut found = Vec::with_capacity(width);
    while let Some(text) = rest.filter(|_| found.len() <= width) {
        let (cell, behind) = match text.strip_prefix(quote).and_then(|inner| up_to_closing(inner, quote, delimiter)) {
            Some((cell, behind)) => (cell.replace(&format!("{quote}{quote}"), &quote.to_string()), behind),
            None => {
                text.split_once(delimiter).map_or((text.to_owned(), None), |(cell, rest)| (cell.to_owned(), Some(rest)))
            }
        };
        found.push(cell);
        rest = behind;
    }
    (found.len() == width && raw.contains(quote)).then_some(found)
}

/// The text up to a quote that a delimiter or the end follows, and what stands behind that delimiter.
fn up_to_closing(inner: &str, quote: char, delimiter: char) -> Option<(&str, Option<&str>)> {
    inner.match_indices(quote).find_map(|(place, _)| match inner[place + 1..].chars().next() {
        None => Some((&inner[..place], None)),
        Some(next) if next == delimiter => Some((&inner[..place], Some(&inner[place + 2..]))),
        Some(_) => None,
    })
}

/// A record that was pasted in from a list with another delimiter.
fn by_another_delimiter(raw: &str, dialect: Dialect, width: usize) -> Option<Vec<String>> {
    let others = [b',', b';', b'\t', b'|'].into_iter().filter(|delimiter| *delimiter != dialect.delimiter);
    others.into_iter().find_map(|delimiter| cells(raw, Dialect { delimiter, ..dialect }, width))
}

/// The cells as one record of the list's dialect, with the ends that the parser would find.
pub(super) fn written(
    cells: &[String],
    was_quoted: impl Fn(usize) -> bool,
    dialect: Dialect,
    text: &mut String,
    ends: &mut Vec<u32>,
) {
    let (quote, delimiter) = (char::from(dialect.quote), char::from(dialect.delimiter));
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(delimiter);
        }
        let quoted = was_quoted(place) || cell.contains([quote, delimiter, '\n', '\r']) || cell.starts_with(' ');
        if quoted {
            let escaped = |c: char| {
                [Some(c).filter(|c| *c == quote || dialect.escape.is_some_and(|e| char::from(e) == *c)), Some(c)]
            };
            text.push(quote);
            text.extend(cell.chars().flat_map(escaped).flatten());
            text.push(quote);
        } else {
            text.push_str(cell);
        }
        ends.push(super::offset(text.len()) | if quoted { QUOTED } else { 0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_fit_once_mended() {
        let comma = Dialect::COMMA;
        let table: [(&str, Mending, &[&str]); 8] = [
            ("\"a,b,c\"", Mending::Unwrapped, &["a", "b", "c"]),
            ("\"a,b,\"\"c, d\"\"\"", Mending::Unwrapped, &["a", "b", "c, d"]),
            ("\"a,b,\"\"12\"\"\"\" pipe\"\"\"", Mending::Unwrapped, &["a", "b", "12\" pipe"]),
            ("\"a,\"\"b\nb\"\",c\"", Mending::Unwrapped, &["a", "b\nb", "c"]),
            ("\"a,b,c\", ", Mending::Unwrapped, &["a", "b", "c"]),
            ("\"12\" pipe, steel\",b,c", Mending::StrayQuote, &["12\" pipe, steel", "b", "c"]),
            ("a;b;c", Mending::OtherDelimiter, &["a", "b", "c"]),
            ("a;\"b;b, d\";c", Mending::OtherDelimiter, &["a", "b;b, d", "c"]),
        ];
        for (raw, mending, expected) in table {
            let (cells, how) = mended(raw, comma, expected.len()).expect(raw);
            assert_eq!((how, cells.as_slice()), (mending, &expected.map_to_strings()[..]), "{raw}");
        }
        for raw in ["a,b", "a,b,c,d", "\"a,b\"", "a;b", "\"a,b,c\",d"] {
            assert_eq!(mended(raw, comma, 3), None, "{raw}");
        }
    }

    trait MapToStrings {
        fn map_to_strings(&self) -> Vec<String>;
    }

    impl MapToStrings for &[&str] {
        fn map_to_strings(&self) -> Vec<String> {
            self.iter().map(|text| (*text).to_owned()).collect()
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let dialects = [
            Dialect::COMMA,
            Dialect { delimiter: b';', escape: Some(b'\\'), ..Dialect::COMMA },
            Dialect { quote: b'\'', spaced: true, ..Dialect::COMMA },
        ];
        let row: Vec<String> =
            ["a", "", "b, \"c\"", "d\\", "\\\"", "it's; 'x'", " y", "z\nz"].map(str::to_owned).into();
        for dialect in dialects {
            let (mut text, mut ends) = (String::new(), Vec::new());
            written(&row, |_| false, dialect, &mut text, &mut ends);
            assert_eq!(cells(&text, dialect, row.len()).as_deref(), Some(&row[..]), "{text:?}");
        }
    }
}
