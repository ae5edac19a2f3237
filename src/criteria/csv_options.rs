//! `[csv]` of a list file: how the list is written. What is left out is detected.

use super::document::{Node, Table, Value};
use super::notes::Notes;
use crate::diagnostic::Code;
use crate::encoding::Encoding;
use crate::profile::{CsvOptions, HeaderLine};

/// Reads the table.
pub(super) fn read(table: &Table, notes: &mut Notes) -> CsvOptions {
    let encoding = table.node("encoding").and_then(|node| encoding(node, notes));
    let delimiter = table.node("delimiter").and_then(|node| sign(node, "separate cells", notes));
    let quote = table.node("quote").and_then(|node| sign(node, "stand around cells", notes));
    let escape = table.node("escape").and_then(|node| sign(node, "escape a quote", notes));
    let decimal = table.node("decimal").and_then(|node| node.word(&[".", ","], notes)?.chars().next());
    let skip_top = table.node("skip_top").and_then(|node| node.whole(0, 1_000_000, notes));
    let header = table.node("header").and_then(|node| header(node, notes));
    let short = table.node("short_records").and_then(|node| node.word(&["pad", "refuse"], notes));
    if let (Some(delimiter), Some(node)) = (delimiter, table.node("quote"))
        && quote == Some(delimiter)
    {
        notes.error(Code::E203, node.span, "the quote is the delimiter too", "name two different signs");
    }
    table.finish(notes);
    CsvOptions {
        encoding,
        delimiter,
        quote,
        escape,
        decimal,
        skip_top: skip_top.and_then(|lines| usize::try_from(lines).ok()),
        header,
        pad_short: short == Some("pad"),
        trusted: false,
    }
}

fn encoding(node: &Node, notes: &mut Notes) -> Option<Encoding> {
    let word = node.text(notes)?;
    let known = Encoding::from_label(word);
    if known.is_none() {
        let message = format!("\"{word}\" is no encoding that can be read");
        let help = "write \"utf-8\", \"utf-16\", \"windows-1252\", \"iso-8859-15\", \"windows-1250\" or \"mac-roman\"";
        notes.error(Code::E203, node.span, message, help);
    }
    known
}

/// One sign of ASCII that is no line end and no letter or digit.
fn sign(node: &Node, can: &str, notes: &mut Notes) -> Option<u8> {
    let text = node.text(notes)?;
    match text.as_bytes() {
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && !matches!(one, b'\n' | b'\r') => Some(*one),
        _ => {
            let message = format!("\"{text}\" cannot {can}");
            let help = "write one sign: \",\", \";\", \"|\", \"'\", or \"\\t\" for a tab";
            notes.error(Code::E203, node.span, message, help);
            None
        }
    }
}

/// `true`, `false`, or the names of the columns.
fn header(node: &Node, notes: &mut Notes) -> Option<HeaderLine> {
    match &node.value {
        Value::YesNo(true) => Some(HeaderLine::Present),
        Value::YesNo(false) => Some(HeaderLine::Absent),
        Value::Array(names) if !names.is_empty() => {
            Some(HeaderLine::Named(node.texts(notes).into_iter().map(|(name, _)| name).collect()))
        }
        _ => {
            let help = "write false where the list has no header, or name its columns: [\"Company\", \"City\"]";
            node.unfit("true, false or the names of the columns", help, notes);
            None
        }
    }
}
