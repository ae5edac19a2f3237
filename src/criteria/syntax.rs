//! Mistakes in the TOML itself, in words for people who do not know TOML.
//!
//! The parser says what it expected next; what people wrote instead is better told from the line. One diagnostic a
//! line: the first mistake explains the others.

use std::ops::Range;

use super::notes::Notes;
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};

/// A line that is not TOML, as far as the parser came.
struct Slip<'t> {
    /// The line.
    line: &'t str,
    /// Where in it the parser stopped.
    column: usize,
    /// The parser's own words.
    parser: &'t str,
}

/// What is wrong and what to write instead.
struct Advice {
    code: Code,
    /// Bytes of the line.
    at: Range<usize>,
    message: String,
    help: String,
}

/// Adds one diagnostic for every line on which the parser stumbled.
pub(super) fn report(source: SourceId, text: &str, places: Vec<(Range<usize>, String)>, notes: &mut Notes) {
    let mut places = places;
    places.sort_by_key(|(place, _)| place.start);
    let (mut last_line, mut lost_until) = (None, 0);
    for (place, parser) in places {
        let (start, line) = line_at(text, unfinished(text, place.start, &parser));
        let column = place.start.saturating_sub(start).min(line.len());
        if last_line.replace(start) == Some(start) || start < lost_until {
            continue;
        }
        if parser.starts_with("duplicate key") && below_duplicate_header(text, start) {
            continue;
        }
        let slip = Slip { line, column, parser: &parser };
        let advice = advise(text, start, &slip, place.len());
        let span = Span::new(source, start + advice.at.start, start + advice.at.end);
        let lost = if line.trim_start().starts_with('[') || is_in_brackets(&parser) {
            table_end(text, start)
        } else {
            start + line.len() + 1
        };
        lost_until = if is_in_brackets(&parser) { lost } else { lost_until };
        notes.broken(source, start..lost, advice.code != Code::E107);
        notes.push(Diagnostic::error(advice.code, span, advice.message, advice.help));
    }
}

/// Where the line of a byte begins, and the line. An end of line belongs to the line before it.
fn line_at(text: &str, offset: usize) -> (usize, &str) {
    let offset = text.floor_char_boundary(offset);
    // The parser reports an unfinished line at the start of the next token; step back over blanks and ends of line.
    let offset = if text[offset..].is_empty() { text.trim_end().len() } else { offset };
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    (start, text[start..].lines().next().unwrap_or(""))
}

/// The bytes of the line of an offset, without its end.
pub(super) fn line_range(text: &str, offset: usize) -> Range<usize> {
    let (start, line) = line_at(text, offset);
    start..start + line.len()
}

/// Where a list or table in brackets was left unfinished: the line before, if the parser noticed it at a line's start.
fn unfinished(text: &str, offset: usize, parser: &str) -> usize {
    let offset = text.floor_char_boundary(offset);
    let at_line_start = text[..offset].ends_with('\n');
    if at_line_start && is_in_brackets(parser) { text[..offset].trim_end().len() } else { offset }
}

/// Whether a list or table in brackets was left unfinished, so that nobody knows where it ends.
fn is_in_brackets(parser: &str) -> bool {
    parser.starts_with("missing comma") || parser.starts_with("unclosed array")
}

/// Where the table whose header begins at `start` ends: what a broken header loses.
fn table_end(text: &str, start: usize) -> usize {
    text[start..].find("\n[").map_or(text.len(), |next| start + next + 1)
}

/// Whether a line stands below a header that was there before: then the header is the mistake, not the key.
fn below_duplicate_header(text: &str, start: usize) -> bool {
    let mut above = text[..start].lines().rev().map(str::trim);
    let header = above.find(|line| line.starts_with('['));
    header.is_some_and(|header| above.any(|line| line == header))
}

/// The mistakes that are told by how the line looks, the most telling first.
const RECOGNISED: [fn(&Slip<'_>) -> Option<Advice>; 11] = [
    duplicate,
    curly_quotes,
    arrow,
    comparison,
    leading_zero,
    decimal_comma,
    grouped_number,
    colon,
    strange_blank,
    header_without_point,
    no_equals_sign,
];

/// `[must served]`, or with a tab: a point belongs between the two.
fn header_without_point(slip: &Slip<'_>) -> Option<Advice> {
    let line = slip.line.trim();
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let words: Vec<&str> = inner.split_whitespace().collect();
    let plain = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if words.len() < 2 || !words.iter().all(plain) {
        return None;
    }
    let start = slip.line.find('[')?;
    let what = if inner.contains('\t') { "a tab" } else { "a blank" };
    let (message, written) = if words[0].contains('.') {
        (format!("{what} stands in the name of this table, and names have none"), words.join("-"))
    } else {
        let written = format!("{}.{}", words[0], words[1..].join("-"));
        (format!("{what} stands in this header where a point belongs"), written)
    };
    Some(Advice { code: Code::E100, at: start..start + line.len(), message, help: format!("write [{written}]") })
}

/// `field "state"`, or with a tab between the two.
fn no_equals_sign(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.parser.starts_with("key with no value") {
        return None;
    }
    let (key, value) = slip.line.trim().split_once([' ', '\t'])?;
    let value = value.trim();
    let is_value = value.starts_with(['"', '\'', '[', '{', '-']) || value.starts_with(|c: char| c.is_ascii_digit());
    let start = slip.line.len() - slip.line.trim_start().len();
    is_value.then(|| Advice {
        code: Code::E100,
        at: start..start + slip.line.trim().len(),
        message: format!("there is no `=` between `{key}` and its value"),
        help: format!("write `{key} = {value}`"),
    })
}

fn advise(text: &str, start: usize, slip: &Slip<'_>, len: usize) -> Advice {
    let recognised = RECOGNISED.iter().find_map(|recognise| recognise(slip));
    if let Some(mut advice) = recognised {
        if advice.code == Code::E107 {
            advice.help = first_time(text, start, slip.line);
        }
        return advice;
    }
    by_parser(slip, len)
}

/// What is left: the parser's words, made plain.
fn by_parser(slip: &Slip<'_>, len: usize) -> Advice {
    let column = slip.column.min(slip.line.len());
    let at = column..(column + len).min(slip.line.len()).max(column);
    let (message, help): (String, &str) = match slip.parser {
        p if p.starts_with("string values must be quoted") && at.is_empty() => {
            ("the value is missing".into(), "write a value behind the `=`, a text in quotes: \"…\"")
        }
        p if p.starts_with("string values must be quoted") => (
            format!("{} is neither a number nor a text in quotes", slip.line.get(at.clone()).unwrap_or_default()),
            "put a text in quotes: \"…\"; write dates as 2026-10-01 and shares as \"5%\"",
        ),
        p if p.starts_with("invalid basic string") || p.starts_with("invalid literal string") => {
            ("the text has no closing quote".into(), "end the text with the same quote that it begins with")
        }
        p if p.contains("escape") => (
            "a backslash in double quotes begins a special sign".into(),
            "put a text with backslashes, such as a pattern, in single quotes: '\\d+'",
        ),
        p if p.starts_with("key with no value") => {
            ("there is no `=` behind the key".into(), "write `key = value`, one on each line")
        }
        p if p.starts_with("invalid unquoted key") => (
            "a key has letters, digits, `-` and `_` only".into(),
            "put the key in quotes if it needs other characters: \"Umsatz (Mio.)\" = …",
        ),
        p if p.starts_with("unclosed table") => (
            "the table's name has no closing bracket".into(),
            "write the header as [must.my-rule], a name without blanks",
        ),
        p if p.starts_with("unclosed array")
            || p.contains("in array")
            || p.starts_with("missing comma between array") =>
        {
            ("the list is not finished".into(), "separate the values by commas and close the list with `]`")
        }
        p if p.contains("inline table") || p.starts_with("missing comma between key") => {
            ("the table in curly brackets is not finished".into(), "separate its keys by commas and close it with `}`")
        }
        p if p.starts_with("invalid boolean") => {
            ("this is neither true nor false".into(), "write true or false in small letters, without quotes")
        }
        p if p.starts_with("invalid date") => {
            ("there is no such day".into(), "write the date as year, month and day: 2026-10-01")
        }
        p if p.starts_with("unexpected key or value") => {
            ("something stands behind the value".into(), "write one `key = value` on each line; put a text in quotes")
        }
        p if p.starts_with("invalid mantissa") || p.starts_with("invalid fraction") => {
            ("a number needs a digit on both sides of its point".into(), "write 0.5, not .5, and 1.0, not 1.")
        }
        other => (format!("this is not TOML: {other}"), "write `key = value`, one on each line"),
    };
    Advice { code: Code::E100, at, message, help: help.into() }
}

fn duplicate(slip: &Slip<'_>) -> Option<Advice> {
    slip.parser.starts_with("duplicate key").then(|| {
        let line = slip.line.trim();
        let (at, what) = if line.starts_with('[') {
            (slip.line.len() - slip.line.trim_start().len()..slip.line.trim_end().len(), line.to_owned())
        } else {
            let key = line.split('=').next().unwrap_or(line).trim();
            (slip.column..slip.column + key.len().min(slip.line.len() - slip.column), format!("`{key}`"))
        };
        Advice { code: Code::E107, at, message: format!("{what} is written twice"), help: String::new() }
    })
}

/// The help for a duplicate: where it was written first.
fn first_time(text: &str, start: usize, line: &str) -> String {
    let key = |line: &str| line.split('=').next().unwrap_or("").trim().to_owned();
    let header = line.trim().starts_with('[');
    let earlier = text[..start].lines().collect::<Vec<_>>();
    let same = |candidate: &&str| {
        if header { candidate.trim() == line.trim() } else { key(candidate) == key(line) }
    };
    let first = earlier.iter().rposition(same);
    let place = first.map_or(String::new(), |index| format!("; the first one is in line {}", index + 1));
    if header {
        format!("give one of them another name, or put what they say under one header{place}")
    } else {
        format!("keep one of them{place}")
    }
}

fn curly_quotes(slip: &Slip<'_>) -> Option<Advice> {
    let is_curly = |c: char| "“”„‟«»‘’‚".contains(c);
    let at = slip.line.find(is_curly).filter(|at| *at >= slip.column.saturating_sub(1))?;
    let end = slip.line.rfind(is_curly)?;
    let end = end + slip.line[end..].chars().next().map_or(0, char::len_utf8);
    let inner: String = slip.line[at..end].chars().map(|c| if is_curly(c) { '"' } else { c }).collect();
    let message = "these are the curly quotes of a word processor".into();
    Some(Advice { code: Code::E100, at: at..end, message, help: format!("use straight quotes: {inner}") })
}

fn arrow(slip: &Slip<'_>) -> Option<Advice> {
    let at = slip.line.find("=>")?;
    let key = slip.line[..at].trim();
    let help = format!("write `{key} = {}`", slip.line[at + 2..].trim());
    Some(Advice { code: Code::E100, at: at..at + 2, message: "`=>` is no sign of rule files".into(), help })
}

fn comparison(slip: &Slip<'_>) -> Option<Advice> {
    let words =
        [(">=", "at_least"), ("<=", "at_most"), ("==", "is"), ("!=", "is_not"), (">", "more_than"), ("<", "less_than")];
    let outside = slip.line.split(['"', '\'', '#']).next().unwrap_or("");
    let (at, sign, word) = words.iter().find_map(|(sign, word)| Some((outside.find(sign)?, *sign, *word)))?;
    let value = slip.line[at + sign.len()..].trim_matches([' ', '=', '}', ',']);
    let value = if value.is_empty() { "…" } else { value };
    let message = format!("`{sign}` is no sign of rule files; comparisons are words");
    Some(Advice { code: Code::E100, at: at..at + sign.len(), message, help: format!("write `{word} = {value}`") })
}

fn leading_zero(slip: &Slip<'_>) -> Option<Advice> {
    slip.parser.starts_with("unexpected leading zero").then(|| {
        let rest = &slip.line[slip.column..];
        let digits = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
        let at = slip.column..slip.column + digits.len();
        let help = format!("a code or postcode is a text: write \"{digits}\" in quotes");
        Advice { code: Code::E210, at, message: "a number may not begin with 0".into(), help }
    })
}

fn decimal_comma(slip: &Slip<'_>) -> Option<Advice> {
    let value = slip.line.split_once('=')?.1;
    let start = slip.line.len() - value.trim_start().len();
    let number = value.split('#').next()?.trim();
    let (whole, fraction) = number.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_number = digits(whole.trim_start_matches('-')) && fraction.split(',').all(digits);
    is_number.then(|| {
        let thousands = fraction.split(',').all(|group| group.len() == 3);
        let help = if thousands {
            format!(
                "write thousands as {}; a decimal point as {}",
                number.replace(',', "_"),
                number.replacen(',', ".", 1)
            )
        } else {
            format!("write a point: {}", number.replacen(',', ".", 1))
        };
        let message = "a number has no comma".into();
        Advice { code: Code::E100, at: start..start + number.len(), message, help }
    })
}

fn grouped_number(slip: &Slip<'_>) -> Option<Advice> {
    let value = slip.line.split_once('=')?.1;
    let start = slip.line.len() - value.trim_start().len();
    let number = value.split('#').next()?.trim();
    let groups: Vec<&str> = number.split(['.', ' ', '\'']).collect();
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.len() > 1 && groups.iter().all(digits) && groups[1..].iter().all(|group| group.len() == 3);
    let (message, help) = ("thousands are not separated like this".into(), format!("write {}", groups.join("_")));
    grouped.then(|| Advice { code: Code::E100, at: start..start + number.len(), message, help })
}

fn colon(slip: &Slip<'_>) -> Option<Advice> {
    let (key, value) = slip.line.split_once(':').filter(|(key, _)| !key.contains(['=', '"', '#']))?;
    let help = format!("write `{} = {}`", key.trim(), value.trim());
    Some(Advice {
        code: Code::E100,
        at: key.len()..key.len() + 1,
        message: "a key is followed by `=`, not by `:`".into(),
        help,
    })
}

fn strange_blank(slip: &Slip<'_>) -> Option<Advice> {
    let at = slip
        .line
        .find(|c: char| c.is_whitespace() && !matches!(c, ' ' | '\t') || c == '\u{feff}' || c == '\u{200b}')?;
    let len = slip.line[at..].chars().next().map_or(0, char::len_utf8);
    let message = "there is an invisible special blank in this line".into();
    let help = "delete it and type a normal blank; it often comes from copying out of a web page".into();
    Some(Advice { code: Code::E100, at: at..at + len, message, help })
}
