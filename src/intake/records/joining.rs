//! Records whose cells do not fit their columns, read such that they do: with two cells joined where a delimiter was not quoted
//! (`Orr, Inc.,Austin`), or with a delimiter put back beside a quote (`Orr Ltd"Lee, Kim",Austin`).
//!
//! A way counts only if it is the only one in which every cell is like the others of its column. Where several do, nobody
//! knows what was meant.

use super::habits::{Habit, Habits};
use super::parser::Parser;
use super::{Mending, QUOTED, unquote};
use crate::intake::dialect::Dialect;

/// The longest record that is looked at, in bytes, and the most cells of it.
const LONGEST: usize = 1 << 14;
const MOST_CELLS: usize = 400;

/// Words that end a name, and never are all of a cell but in a column of such.
const ENDS_OF_NAMES: [&str; 20] = [
    "inc",
    "incorporated",
    "llc",
    "llp",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "gmbh",
    "mbh",
    "plc",
    "spa",
    "sas",
    "sarl",
    "srl",
    "jr",
    "phd",
    "esq",
    "pty",
    "bhd",
];

/// A cell of a record.
struct Part<'r> {
    raw: &'r str,
    quoted: bool,
}

/// A way to read a record.
struct Reading {
    cells: Vec<String>,
    mending: Mending,
    /// How many cells are known from others of their columns.
    known: usize,
}

/// The cells of a record that does not fit its columns as it stands, and what was done to it; `None` if there is no way to read it,
/// or more than one.
pub(super) fn joined(raw: &str, dialect: Dialect, habits: &Habits) -> Option<(Vec<String>, Mending)> {
    let readings = readings(raw, &parts_of(raw, dialect)?, dialect, habits);
    let (first, rest) = readings.split_first()?;
    rest.iter().all(|other| other.cells == first.cells).then(|| (first.cells.clone(), first.mending))
}

/// Whether a record that can be read as it stands, with these cells, may as well be meant in another way. A shift makes one
/// cell more; where more blank ones stand at the end, they were there without it.
pub(super) fn is_doubtful(raw: &str, cells: &[&[u8]], dialect: Dialect, habits: &Habits) -> bool {
    let Some(parts) = parts_of(raw, dialect).filter(|parts| parts.len() <= cells.len() + 1) else { return false };
    let known = cells.iter().zip(&*habits.columns).filter(|(cell, habit)| habit.has(cell)).count();
    readings(raw, &parts, dialect, habits).iter().any(|other| other.known >= known)
}

/// The cells of a record as they stand in it; `None` if it is too long to be looked at.
fn parts_of(raw: &str, dialect: Dialect) -> Option<Vec<Part<'_>>> {
    parts(raw, dialect).filter(|_| raw.len() <= LONGEST).map(|(parts, _)| parts)
}

/// All ways of reading a record, which has these cells as it stands, in which every cell fits its column.
fn readings(raw: &str, parts: &[Part<'_>], dialect: Dialect, habits: &Habits) -> Vec<Reading> {
    let width = habits.columns.len();
    let mut readings = Vec::new();
    if parts.len() > width && parts.len() <= MOST_CELLS {
        readings.extend((0..parts.len() - 1).filter_map(|at| with_joined(parts, at, dialect, habits)));
    }
    readings.extend(put_back(raw, dialect).filter_map(|text| with_delimiter(&text, dialect, habits)));
    readings
}

/// The cells of a record as they stand in it, and whether a quote in it is none.
fn parts(raw: &str, dialect: Dialect) -> Option<(Vec<Part<'_>>, bool)> {
    let mut parser = Parser::new(raw.as_bytes(), dialect, true);
    let mut ends = Vec::new();
    let found = parser.record(&mut ends).filter(|found| found.start == 0 && found.stop == raw.len())?;
    let mut start = 0;
    let parts = ends.iter().map(|end| {
        let stop = (end & !QUOTED) as usize;
        Part { raw: &raw[std::mem::replace(&mut start, stop + 1)..stop], quoted: end & QUOTED != 0 }
    });
    Some((parts.collect(), found.stray || parser.bare))
}

/// The record with the cells at `at` and behind it as one.
fn with_joined(parts: &[Part<'_>], at: usize, dialect: Dialect, habits: &Habits) -> Option<Reading> {
    let (one, other) = (&parts[at], &parts[at + 1]);
    let (blank, delimiter) = ("", char::from(dialect.delimiter));
    if one.quoted || other.quoted || one.raw.trim() == blank || other.raw.trim() == blank {
        return None;
    }
    // A delimiter with a blank behind it, as in a sentence, tells where cells have none.
    let is_sentence = other.raw.starts_with(' ') && !dialect.spaced;
    if !is_sentence && habits.columns.get(at).is_none_or(|habit| !habit.takes_two()) {
        return None;
    }
    let joined = format!("{}{delimiter}{}", one.raw, other.raw);
    let before = parts[..at].iter().map(|part| text(part, dialect));
    let behind = parts[at + 2..].iter().map(|part| text(part, dialect));
    fitting(before.chain([joined]).chain(behind).collect(), Mending::JoinedCells, dialect, habits)
}

fn text(part: &Part<'_>, dialect: Dialect) -> String {
    if part.quoted { unquote(part.raw, dialect).into_owned() } else { part.raw.to_owned() }
}

/// The record with a delimiter put before or behind each of its quotes that has text on both sides.
fn put_back(raw: &str, dialect: Dialect) -> impl Iterator<Item = String> {
    let quotes = raw.match_indices(char::from(dialect.quote)).map(|(place, _)| place).take(MOST_CELLS);
    let ends = move |byte: Option<&u8>| byte.is_none_or(|byte| *byte == dialect.delimiter || *byte == dialect.quote);
    let bytes = raw.as_bytes();
    quotes.flat_map(move |place| {
        let (before, behind) = (place.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(place + 1));
        let places = [(!ends(before)).then_some(place), (!ends(behind)).then_some(place + 1)];
        places.into_iter().flatten().map(move |at| {
            let (head, tail) = raw.split_at(at);
            format!("{head}{}{tail}", char::from(dialect.delimiter))
        })
    })
}

/// The cells of such a record, if all of its quotes are in their places then.
fn with_delimiter(raw: &str, dialect: Dialect, habits: &Habits) -> Option<Reading> {
    let (parts, _) = parts(raw, dialect).filter(|(_, has_stray)| !has_stray)?;
    fitting(parts.iter().map(|part| text(part, dialect)).collect(), Mending::LostDelimiter, dialect, habits)
}

/// A reading, if it has as many cells as the list, but for blank ones at its end, and all of them fit.
fn fitting(mut cells: Vec<String>, mending: Mending, dialect: Dialect, habits: &Habits) -> Option<Reading> {
    let width = habits.columns.len();
    let surplus = cells.split_off(width.min(cells.len()));
    if cells.len() < width || surplus.iter().any(|cell| !cell.trim().is_empty()) {
        return None;
    }
    let fits = (0..width).all(|column| habits.fit(column, cells[column].as_bytes(), dialect.delimiter));
    let known = cells.iter().zip(&*habits.columns).filter(|(cell, habit)| habit.has(cell.as_bytes())).count();
    fits.then_some(Reading { cells, mending, known })
}

impl Habits {
    /// Whether a cell is like the others of its column.
    pub(super) fn fit(&self, column: usize, cell: &[u8], delimiter: u8) -> bool {
        let habit: &Habit = &self.columns[column];
        !habit.is_odd(cell)
            && !habit.is_strange(cell)
            && !self.is_of_another_column(column, cell)
            && (!begins_with_end_of_name(cell, delimiter) || habit.has(cell))
    }
}

/// Whether a cell is nothing but the end of a name, or begins with one in front of a delimiter.
pub(super) fn begins_with_end_of_name(cell: &[u8], delimiter: u8) -> bool {
    let first = cell.split(|byte| *byte == delimiter).next().unwrap_or_default();
    let letters: String = String::from_utf8_lossy(first).chars().filter(|c| !". ".contains(*c)).collect();
    letters.len() < 16 && ENDS_OF_NAMES.contains(&letters.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{Records, Shape};
    use super::*;

    /// What becomes of a record behind sound ones: its cells and what was done, or why it is unreadable.
    fn read(sound: &str, record: &str, width: usize) -> Result<(Vec<String>, Option<Mending>), &'static str> {
        let text = format!("{sound}{record}\n");
        let mut shape = Shape::new(Dialect::COMMA, width);
        shape.habits = Records::read(sound.as_bytes().to_vec(), &shape, true).habits();
        let records = Records::read(text.clone().into_bytes(), &shape, true);
        let result = match records.unreadable.first() {
            Some(record) => Err(record.fault.kind()),
            None => {
                let last = records.len() - 1;
                assert_eq!(records.raw(last), record);
                let cells = (0..width).map(|column| records.cell(last, column).into_owned()).collect();
                let mending = records.mended.iter().find(|mended| mended.number == records.number(last));
                Ok((cells, mending.map(|mended| mended.mending)))
            }
        };
        assert_eq!(String::from_utf8(records.into_bytes()).unwrap_or_default(), text);
        result
    }

    const SOUND: &str = "a,Kiefer GmbH,Ann Roth,Bonn,20,\nb,Holt AG,Ben Holt,Kiel,30,x\nc,Nash KG,Cyd Nash,Ulm,40,\n\
                         d,Ito UG,Dan Ito,Jena,50,\ne,Kay SE,Eve Kay,Hof,60,y\n";

    #[test]
    fn records_are_read_in_the_only_way_that_fits() {
        use Mending::{JoinedCells, LostDelimiter};
        let lead = ["f", "Orr, Inc.", "Kim Lee", "Austin", "12", ""];
        for (record, cells, mending) in [
            ("f,Orr, Inc.,Kim Lee,Austin,12,", lead, JoinedCells),
            ("f,Orr,Inc.,Kim Lee,Austin,12,", ["f", "Orr,Inc.", "Kim Lee", "Austin", "12", ""], JoinedCells),
            ("f,Orr, LLC,Kim Lee,Austin,12,z", ["f", "Orr, LLC", "Kim Lee", "Austin", "12", "z"], JoinedCells),
            ("f,Orr Ltd,Lee, Kim,Austin,12,", ["f", "Orr Ltd", "Lee, Kim", "Austin", "12", ""], JoinedCells),
            ("f,Orr Ltd,Kim Lee,Austin, TX,12,", ["f", "Orr Ltd", "Kim Lee", "Austin, TX", "12", ""], JoinedCells),
            ("f,Orr Ltd,Kim Lee,Austin,1,200,", ["f", "Orr Ltd", "Kim Lee", "Austin", "1,200", ""], JoinedCells),
            ("f,Orr, Inc.,Kim Lee,Austin,12,,,", lead, JoinedCells),
            ("f,Orr Ltd\"Lee, Kim\",Austin,12,", ["f", "Orr Ltd", "Lee, Kim", "Austin", "12", ""], LostDelimiter),
            ("f,Orr Ltd\"Kim Lee\",Austin,12,", ["f", "Orr Ltd", "Kim Lee", "Austin", "12", ""], LostDelimiter),
            ("f,\"Orr, Inc.\"Kim Lee,Austin,12,", lead, LostDelimiter),
        ] {
            let read = read(SOUND, record, 6);
            assert_eq!(read, Ok((cells.map(str::to_owned).to_vec(), Some(mending))), "{record}");
        }
    }

    #[test]
    fn what_can_be_meant_in_several_ways_is_unreadable() {
        for (record, kind) in [
            ("f,Orr,Sons and Co,Kim Lee,Austin,12,", "shifted_cells"),
            (",f,Orr Ltd,Kim Lee,Austin,12,", "shifted_cells"),
            ("f,Orr, Lee, Inc.,Kim Lee,Austin,12,", "too_many_cells"),
            ("f,Orr Ltd,Kim Lee,Austin,12,x,y,z", "too_many_cells"),
            ("f,Orr Ltd\"Kim Lee\"Austin,12,", "too_few_cells"),
        ] {
            assert_eq!(read(SOUND, record, 6).map(|(cells, _)| cells), Err(kind), "{record}");
        }
    }

    #[test]
    fn surplus_blank_cells_are_cut_where_nothing_else_can_be_meant() {
        for record in
            ["f,Orr Ltd,Kim Lee,Austin,12,,", "f,Orr Ltd,Kim Lee,Austin,12,z,,,", "f,Orr Ltd,Kim Lee,Austin,12,,,,,"]
        {
            let cells = read(SOUND, record, 6).map(|(cells, mending)| (cells[3].clone(), mending));
            assert_eq!(cells, Ok(("Austin".to_owned(), None)), "{record}");
        }
    }

    #[test]
    fn words_alone_tell_by_what_repeats_itself() {
        let sound = "a,Kiefer GmbH,Ann Roth,Bonn,Germany,\nb,Holt AG,Ben Holt,Kiel,Germany,x\nc,Nash KG,Cyd Nash,Ulm,Germany,\n\
                     d,Ito UG,Dan Ito,Graz,Austria,y\ne,Kay SE,Eve Kay,Linz,Austria,\n";
        for (record, expected) in [
            ("f,Orr, Inc.,Kim Lee,Wels,Austria,", Ok("Wels")),
            ("f,Orr,Inc.,Kim Lee,Wels,Austria,", Ok("Wels")),
            ("f,Orr Ltd,Kim Lee,Wels,Austria,,", Ok("Wels")),
            ("f,Orr Ltd,Lee, Kim,Wels,Austria,x", Ok("Wels")),
        ] {
            assert_eq!(
                read(sound, record, 6).map(|(cells, _)| cells[3].clone()),
                expected.map(str::to_owned),
                "{record}"
            );
        }
    }
}
