//! How a list is written: what its list file says, what its beginning shows, and where the two contradict each other.

use std::io::Read as _;

use super::OpenError;
use super::container::Kind;
use super::dialect::{Dialect, Given, Header as Named, Sniffed, sniff};
use super::header::Header;
use super::records::{Records, Shape, first_record, names_again, padding};
use crate::encoding::{Detected, Encoding, Transcoder};
use crate::profile::{CsvOptions, HeaderLine};

/// How sure the sample must be to contradict a list file.
const SURE: f32 = 0.5;
const VERY_SURE: f32 = 0.8;

/// How many lines above a header are looked at.
const MOST_ABOVE: usize = 1_000;

/// How many lines, and how much of each, a person is shown.
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 120;

/// Tells how the cells of a list are told apart. What the list file says stands, unless the list shows otherwise.
pub(super) fn told(
    name: &str,
    sample: &[u8],
    whole: bool,
    options: &CsvOptions,
    kind: Kind,
) -> Result<Sniffed, OpenError> {
    let header = options.header.as_ref().map(|header| *header == HeaderLine::Present);
    let given = if kind.is_sheet() {
        Given {
            delimiter: Some(b','),
            quote: Some(b'"'),
            escape: Some(None),
            spaced: Some(false),
            skip_top: options.skip_top,
            header,
        }
    } else {
        let escape =
            options.escape.map(|escape| Some(escape).filter(|escape| *escape != options.quote.unwrap_or(b'"')));
        Given {
            delimiter: options.delimiter,
            quote: options.quote,
            escape,
            spaced: None,
            skip_top: options.skip_top,
            header,
        }
    };
    let mut sniffed = sniff(sample, whole, &given);
    if given.skip_top.is_none() {
        sniffed = header_above(sample, whole, &sniffed).unwrap_or(sniffed);
        sniffed = first_table(sample, &sniffed).unwrap_or(sniffed);
    }
    if given != Given::default() && !kind.is_sheet() && !options.trusted {
        let free = sniff(sample, whole, &Given::default());
        check_dialect(name, sample, whole, options, &sniffed, &free)?;
    }
    if sniffed.header == Named::Absent && options.header.is_none() {
        let rows = shown_lines(&sample[line_start(sample, sniffed.skip_top)..]);
        return Err(OpenError::NoHeader { name: name.to_owned(), rows });
    }
    Ok(sniffed)
}

/// The header in the line above, where that has fewer cells only because the records go on with blank ones: lists are
/// often written with surplus delimiters behind every record and none behind the header.
fn header_above(sample: &[u8], whole: bool, sniffed: &Sniffed) -> Option<Sniffed> {
    let above = sniffed.skip_top.checked_sub(1)?;
    let header = &sample[line_start(sample, above)..line_start(sample, sniffed.skip_top)];
    let cells = first_record(header, sniffed.dialect, true, false)?.cells;
    let is_name = |cell: &String| cell.chars().any(char::is_alphabetic) && !cell.contains('@');
    if cells.len() < 2 || cells.len() >= sniffed.width || !cells.iter().all(is_name) {
        return None;
    }
    let body = &sample[line_start(sample, sniffed.skip_top)..];
    let some = &body[..body.len().min(1 << 18)];
    let records =
        Records::read(some.to_vec(), &Shape::new(sniffed.dialect, cells.len()), whole && some.len() == body.len());
    let fits = records.len() * 10 >= records.leads() * 9 && records.trimmed() * 2 > records.len();
    fits.then_some(Sniffed { skip_top: above, header: Named::Present, width: cells.len(), ..*sniffed })
}

/// The header of a table that stands above the one that was found: of several tables in a list, a later one may be the
/// largest, and the leads of those before it are no lines above a header.
fn first_table(sample: &[u8], sniffed: &Sniffed) -> Option<Sniffed> {
    let cells = |line: usize| {
        let start = line_start(sample, line);
        let text = &sample[start..start + line_length(&sample[start..])];
        Some(first_record(text, sniffed.dialect, true, false)?.cells).filter(|cells| cells.len() > 1)
    };
    let above = sniffed.skip_top.min(MOST_ABOVE);
    let header = cells(sniffed.skip_top).filter(|_| above > 1 && sniffed.header == Named::Present)?;
    let (line, found) = (0..above - 1)
        .find_map(|line| cells(line).filter(|cells| names_again(&header, cells)).map(|cells| (line, cells)))?;
    let is_filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count() > 1;
    let mut between = (line + 1..above).filter_map(cells);
    between
        .any(|record| record.len() == found.len() && is_filled(&record) && !names_again(&header, &record))
        .then_some(Sniffed { skip_top: line, width: found.len(), ..*sniffed })
}

/// Refuses a delimiter, quote or number of lines to skip that leaves no table where the list shows one.
fn check_dialect(
    name: &str,
    sample: &[u8],
    whole: bool,
    options: &CsvOptions,
    ruled: &Sniffed,
    free: &Sniffed,
) -> Result<(), OpenError> {
    let is_table = |sniffed: &Sniffed| sniffed.width > 1 && header_width(sample, whole, sniffed) == sniffed.width;
    let is_no_header = header_width(sample, whole, ruled) < 2;
    if free.confidence < SURE || !is_no_header || !is_table(free) {
        return Ok(());
    }
    let sign = |byte: u8| if byte == b'\t' { "\\t".to_owned() } else { char::from(byte).to_string() };
    let line = |sniffed: &Sniffed| shown_lines(&sample[line_start(sample, sniffed.skip_top)..]).swap_remove(0);
    let differ = |key: &str, said: String, shown: String| OpenError::Contradiction {
        name: name.to_owned(),
        said: format!("{key} = {said}"),
        shown,
        lines: vec![format!("by the list file: {}", line(ruled)), format!("by the list:      {}", line(free))],
    };
    let (ours, theirs) = (ruled.dialect, free.dialect);
    match options {
        CsvOptions { delimiter: Some(_), .. } if ours.delimiter != theirs.delimiter => {
            Err(differ("delimiter", format!("\"{}\"", sign(ours.delimiter)), format!("\"{}\"", sign(theirs.delimiter))))
        }
        CsvOptions { skip_top: Some(_), .. } if ruled.skip_top != free.skip_top => {
            Err(differ("skip_top", ruled.skip_top.to_string(), format!("a header in line {}", free.skip_top + 1)))
        }
        CsvOptions { quote: Some(_), .. } if ours.quote != theirs.quote => {
            Err(differ("quote", format!("\"{}\"", sign(ours.quote)), format!("\"{}\"", sign(theirs.quote))))
        }
        _ => Ok(()),
    }
}

/// How many cells the header has that a dialect finds.
fn header_width(sample: &[u8], whole: bool, sniffed: &Sniffed) -> usize {
    let body = &sample[line_start(sample, sniffed.skip_top)..];
    first_record(body, sniffed.dialect, whole, false).map_or(0, |first| first.cells.len())
}

/// The names of the columns: the header's, the list file's, or their numbers.
pub(super) fn column_names(
    name: &str,
    body: &[u8],
    header: &Header,
    sniffed: &Sniffed,
    options: &CsvOptions,
) -> Result<Vec<String>, OpenError> {
    match &options.header {
        Some(HeaderLine::Absent) => Ok(vec![String::new(); sniffed.width.max(1)]),
        Some(HeaderLine::Named(names)) => {
            let contradiction = |said: String, shown: String| OpenError::Contradiction {
                name: name.to_owned(),
                said,
                shown,
                lines: vec![format!("as in: {}", shown_lines(body).swap_remove(0))],
            };
            let first = first_record(body, sniffed.dialect, true, false).map(|first| first.cells).unwrap_or_default();
            if sniffed.width > 1 && names.len() != sniffed.width {
                let said = format!("that there are {} columns", names.len());
                return Err(contradiction(said, format!("{} in most records", sniffed.width)));
            }
            if same_names(names, &first) {
                return Err(contradiction("that there is no header".to_owned(), "one".to_owned()));
            }
            Ok(names.clone())
        }
        _ => Ok(header.cells.clone()),
    }
}

fn same_names(names: &[String], first: &[String]) -> bool {
    let same = |(a, b): (&String, &String)| a.trim().to_lowercase() == b.trim().to_lowercase();
    names.len() == first.len() && names.iter().zip(first).all(same)
}

/// Refuses an encoding of the list file that the bytes contradict.
pub(super) fn check_encoding(
    name: &str,
    sample: &[u8],
    options: &CsvOptions,
    found: &Detected,
) -> Result<(), OpenError> {
    let Some(said) = options.encoding else { return Ok(()) };
    let (marked, utf8) = (found.bom, found.encoding == Encoding::UTF_8);
    let wide = |encoding: Encoding| encoding.is_utf16();
    let beyond_ascii = sample.iter().any(|byte| !byte.is_ascii());
    let contradicts = said != found.encoding
        && !(wide(said) && wide(found.encoding))
        && (marked
            || wide(said) != wide(found.encoding)
            || (said == Encoding::UTF_8) != utf8 && beyond_ascii && found.confidence > VERY_SURE);
    if !contradicts {
        return Ok(());
    }
    let shown = |encoding: Encoding| telling_line(&read_as(encoding, &sample[..sample.len().min(1 << 20)]));
    Err(OpenError::Contradiction {
        name: name.to_owned(),
        said: format!("encoding = \"{}\"", said.name()),
        shown: found.encoding.name().to_owned(),
        lines: [said, found.encoding].iter().map(|one| format!("{} reads: {}", one.name(), shown(*one))).collect(),
    })
}

/// What bytes say in an encoding.
fn read_as(encoding: Encoding, bytes: &[u8]) -> String {
    let mut text = Vec::new();
    // Reading from memory never fails.
    let _ = Transcoder::new(bytes, encoding).read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The first line with a character beyond ASCII, or the first one.
fn telling_line(text: &str) -> String {
    let telling = text.lines().find(|line| !line.is_ascii()).or_else(|| text.lines().next());
    cut(telling.unwrap_or_default())
}

/// Refuses what is evidently no text.
pub(super) fn check_text(name: &str, sample: &[u8]) -> Result<(), OpenError> {
    let not_csv = |what| Err(OpenError::NotCsv { name: name.to_owned(), what });
    let text = &sample[..sample.len() - padding(sample)];
    let head = &text[..text.len().min(4_096)];
    if head.trim_ascii().is_empty() && sample.trim_ascii().is_empty() {
        return Err(OpenError::Empty(name.to_owned()));
    }
    let nul = memchr::memchr_iter(0, head).count();
    let is_control = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x01 | 0x1F);
    if head.iter().filter(is_control).count() * 5 > head.len() {
        return not_csv("it holds bytes that no text has");
    }
    if nul > 0 && memchr::memchr2(b'\n', b'\r', head).is_none() {
        return not_csv("its first line holds NUL bytes");
    }
    Ok(())
}

/// The first lines of a text, cut to what a person can take in; at least one.
pub(super) fn shown_lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(&text[..text.len().min(64 << 10)]);
    let lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let shown: Vec<String> = lines.take(SHOWN).map(cut).collect();
    if shown.is_empty() { vec![String::new()] } else { shown }
}

/// A line cut to what a person can take in.
pub(super) fn cut(line: &str) -> String {
    let line = line.trim_end();
    if line.chars().count() > SHOWN_CHARS {
        line.chars().take(SHOWN_CHARS).chain(['…']).collect()
    } else {
        line.to_owned()
    }
}

/// Where the line begins that so many others stand above.
pub(super) fn line_start(text: &[u8], above: usize) -> usize {
    (0..above).fold(0, |start, _| start + line_length(&text[start..]))
}

/// The length of the first line with its line end.
fn line_length(bytes: &[u8]) -> usize {
    match memchr::memchr2(b'\n', b'\r', bytes) {
        Some(place) if bytes[place..].starts_with(b"\r\n") => place + 2,
        Some(place) => place + 1,
        None => bytes.len(),
    }
}

/// How many lines end in a text.
pub(super) fn line_ends(mut bytes: &[u8]) -> u64 {
    let mut lines = 0;
    while memchr::memchr2(b'\n', b'\r', bytes).is_some() {
        bytes = &bytes[line_length(bytes)..];
        lines += 1;
    }
    lines
}

impl Dialect {
    /// The delimiter as people write it.
    #[must_use]
    pub fn delimiter_shown(&self) -> String {
        match self.delimiter {
            b'\t' => "\\t".to_owned(),
            control if control < b' ' => format!("\\u{control:04x}"),
            sign => char::from(sign).to_string(),
        }
    }
}

impl Default for Dialect {
    fn default() -> Self {
        Self::COMMA
    }
}
