//! Keys that lie from one column to another, both ends included.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::draft::Draft;
use super::Key;
use super::rows::{TableRow, TableRows};
use crate::diagnostic::Code;
use crate::field_types::postal_code_digits;
use crate::profile::Span;

impl Draft<'_> {
    /// The spans by the keys before them, in order; two that have a value in common are a mistake.
    pub(super) fn spans(&mut self, from: &[Key], table: &TableRows) -> Option<BTreeMap<String, Vec<Span>>> {
        let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let (mut unread, mut clean) = (Vec::new(), true);
        for (row, about) in table.rows.iter().enumerate() {
            match self.span(from, about) {
                Ok((lead, low, high)) if low <= high => spans.entry(lead).or_default().push(Span { low, high, row }),
                Ok(_) => {
                    let message =
                        format!("line {} of \"{}\" ends before it begins: {}", about.line, table.named, ends(about));
                    self.notes.error(Code::E208, table.span, message, "write the lower end first");
                    clean = false;
                }
                Err(written) => unread.push((about.line, written)),
            }
        }
        self.unread_keys(from, table, &unread);
        for spans in spans.values_mut() {
            spans.sort_unstable_by_key(|span| (span.low, span.row));
        }
        let overlaps = overlaps(&spans);
        for (one, two) in &overlaps {
            let (one, two) = (&table.rows[*one], &table.rows[*two]);
            let message = format!(
                "two rows of \"{}\" overlap: {} (line {}) and {} (line {})",
                table.named,
                ends(one),
                one.line,
                ends(two),
                two.line
            );
            self.notes.error(Code::E208, table.span, message, "let each row end before the next one begins");
        }
        (clean && unread.is_empty() && overlaps.is_empty()).then_some(spans)
    }

    /// The keys before the span, and its two ends; or what cannot be read.
    fn span(&self, from: &[Key], row: &TableRow) -> Result<(String, Decimal, Decimal), String> {
        let lead = self.compared(from, row, from.len() - 1)?;
        let [.., low, high] = row.keys.as_slice() else { return Err(String::new()) };
        let is_number = from.last().is_some_and(|key| self.subject_type(key.column).is_number());
        let end = |written: &String| {
            let number = if is_number { written.parse().ok() } else { postal_code_digits(written).map(Decimal::from) };
            number.ok_or_else(|| written.clone())
        };
        Ok((lead, end(low)?, end(high)?))
    }
}

/// The span of a row as the table writes it, with the keys before it.
fn ends(row: &TableRow) -> String {
    match row.keys.as_slice() {
        [lead @ .., low, high] if !lead.is_empty() => format!("{} {low} to {high}", lead.join(" ")),
        [.., low, high] => format!("{low} to {high}"),
        _ => String::new(),
    }
}

/// The rows of spans that reach into the next one, by their places in the table.
fn overlaps(spans: &BTreeMap<String, Vec<Span>>) -> Vec<(usize, usize)> {
    let mut overlaps = Vec::new();
    for spans in spans.values() {
        let Some((mut widest, rest)) = spans.split_first() else { continue };
        for span in rest {
            if span.low <= widest.high {
                overlaps.push((widest.row.min(span.row), widest.row.max(span.row)));
            }
            if span.high > widest.high {
                widest = span;
            }
        }
    }
    overlaps.sort_unstable();
    overlaps
}
