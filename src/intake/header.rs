//! The header: column names that are unique, none of them empty, and as many as the records have cells.

use std::collections::HashMap;
use std::ops::Range;

use super::dialect::{Dialect, Sniffed};
use super::records::{cells, first_record, inside_of_wrapping, legible, mended};

/// The header of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The cells, as they are.
    pub(super) cells: Vec<String>,
    /// Where its record stands in the text, without its line end.
    pub(super) raw: Range<usize>,
    /// Where the first record behind it begins.
    pub(super) end: usize,
    /// How many line ends stand before that.
    pub(super) lines: u32,
    /// What had to be done to make it fit the records.
    pub(super) mending: Option<&'static str>,
    /// Whether the line above it names groups of columns.
    pub(super) has_groups: bool,
}

/// The first record of the text as a header. Nothing where the text has no record, or one that does not end in it.
pub(super) fn read(text: &[u8], whole: bool, sniffed: &Sniffed, is_sheet: bool) -> Option<Header> {
    let first = first_record(text, sniffed.dialect, whole, is_sheet)?;
    let mut header = Header {
        cells: first.cells,
        raw: first.raw,
        end: first.end,
        lines: first.lines,
        mending: None,
        has_groups: false,
    };
    let raw = std::str::from_utf8(&text[header.raw.clone()]).unwrap_or_default();
    if let Some((cells, mending)) = fitted(&header.cells, raw, sniffed) {
        (header.cells, header.mending) = (cells, Some(mending));
    }
    for cell in &mut header.cells {
        if let Some(text) = legible(cell) {
            *cell = text;
        }
    }
    Some(header)
}

impl Header {
    /// Takes the line above into account where that names groups of columns: a column without a name is called as its group,
    /// and one of two columns of one name has its group before it.
    pub(super) fn join_groups(&mut self, above: &[u8], dialect: Dialect) {
        let above = last_line(above).and_then(|line| first_record(line, dialect, true, false));
        let groups: Vec<String> =
            above.map_or_else(Vec::new, |first| first.cells.iter().map(|cell| cell.trim().to_owned()).collect());
        if !are_groups(&groups, self.cells.len()) {
            return;
        }
        let folded: Vec<String> = self.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
        let group = |place: usize| groups.get(place).filter(|group| !group.is_empty());
        for (place, name) in self.cells.iter_mut().enumerate() {
            if folded[place].is_empty() {
                *name = group(place).cloned().unwrap_or_default();
            } else if folded.iter().filter(|other| **other == folded[place]).count() > 1 {
                let own = (0..=place).rev().find_map(group).filter(|group| group.to_lowercase() != folded[place]);
                *name = own.map_or_else(|| name.clone(), |group| format!("{group} {}", name.trim()));
            }
        }
        self.has_groups = true;
    }
}

/// Whether cells name groups of so many columns: words, over some columns none, or the one before again.
fn are_groups(groups: &[String], columns: usize) -> bool {
    let named = groups.iter().filter(|group| !group.is_empty()).count();
    let is_name = |group: &String| group.is_empty() || group.chars().any(char::is_alphabetic);
    let goes_on = named < columns || groups.windows(2).any(|two| two[0] == two[1]);
    named > 1 && goes_on && groups.iter().all(is_name)
}

/// The last line of a text that ends with it.
fn last_line(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let start = memchr::memrchr2(b'\n', b'\r', text).map_or(0, |end| end + 1);
    Some(&text[start..]).filter(|line| !line.is_empty())
}

/// The header read such that it has as many cells as most records, where it has not.
fn fitted(found: &[String], raw: &str, sniffed: &Sniffed) -> Option<(Vec<String>, &'static str)> {
    let (dialect, width) = (sniffed.dialect, sniffed.width);
    if found.len() == width {
        return None;
    }
    let unwrapped = || inside_of_wrapping(raw, dialect).and_then(|inner| all_cells(&inner, dialect));
    if let Some(cells) = unwrapped().filter(|cells| sniffed.wrapped || cells.len() == width) {
        return Some((cells, "wrapped whole in quotes, unwrapped"));
    }
    if let Some((cells, mending)) = mended(raw, dialect, width) {
        return Some((cells, mending.words()));
    }
    let named: Vec<String> = found.iter().filter(|name| !name.trim().is_empty()).cloned().collect();
    (named.len() == width && found.len() > width).then_some((named, "with blank names that have no column, left out"))
}

/// The cells of a text that is one record, however many.
fn all_cells(text: &str, dialect: Dialect) -> Option<Vec<String>> {
    let first = first_record(text.as_bytes(), dialect, true, false)?;
    cells(text, dialect, first.cells.len())
}

/// The headers as column names that are unique ignoring case: a later one gets ` (2)`, an empty one `column N`.
///
/// ```
/// let names = leadsieve::intake::unique_names(&["Phone".into(), "phone".into(), " ".into()]);
/// assert_eq!(names, ["Phone", "phone (2)", "column 3"]);
/// ```
#[must_use]
pub fn unique_names(headers: &[String]) -> Vec<String> {
    let mut taken = HashMap::new();
    let base = |(place, header): (usize, &String)| match header.trim() {
        "" => format!("column {}", place + 1),
        header => header.to_owned(),
    };
    headers.iter().enumerate().map(base).map(|name| unique(name, &mut taken)).collect()
}

/// The first of these that is free: the name, the name with 2, with 3, …. For each name, `taken` has the number that is
/// tried next, so that thousands of the same name are not all tried for each of them.
fn unique(name: String, taken: &mut HashMap<String, usize>) -> String {
    let Some(next) = taken.get(&name.to_lowercase()).copied() else {
        taken.insert(name.to_lowercase(), 2);
        return name;
    };
    let numbered = (next..).map(|number| (number, format!("{name} ({number})")));
    let free = numbered.into_iter().find(|(_, candidate)| !taken.contains_key(&candidate.to_lowercase()));
    let (number, free) = free.expect("bug: some number is always free");
    taken.insert(name.to_lowercase(), number + 1);
    taken.insert(free.to_lowercase(), 2);
    free
}
