//! One field of one chunk, read: the distinct cells, and which of them each record has.
//!
//! Bought lists repeat themselves: a chunk of five thousand leads holds a dozen countries and fifty titles. A rule
//! therefore looks at each distinct cell once, and its outcome is then dealt out by code. Where values do not repeat
//! (e-mail addresses), every record simply has its own cell. Texts live in one buffer a column, so that reading a
//! chunk allocates a few times, not a few times per record.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Bitmap, Cell, CellKind, Interval, Missing, Range, Reading, Text, Unreadable, Value};

/// The cells of one field over the records of a chunk.
#[derive(Clone, Debug)]
pub struct Column {
    /// Which cell each record has.
    pub codes: Codes,
    /// The distinct cells.
    pub cells: Cells,
}

/// Which cell each record has.
#[derive(Clone, Debug)]
pub enum Codes {
    /// Every record has the first cell: a column that the list lacks, or a fact of the list itself.
    Same(usize),
    /// Record *i* has cell *i*.
    Each(usize),
    /// Record *i* has the cell that stands here.
    Coded(Vec<u32>),
}

/// Cells in a compact store; texts share one buffer.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    slots: Vec<Slot>,
    texts: String,
    ranges: Vec<Range>,
    lists: Vec<Vec<Text<'static>>>,
    /// Of the few cells that hold several values: their place, and the values behind the first.
    others: Vec<(u32, Vec<Text<'static>>)>,
    /// Of cells that were taken out of several columns: their place, and the values in the columns behind the taken one.
    behind: Vec<(u32, Vec<Text<'static>>)>,
}

/// The bytes of a text that is different in every record: an e-mail or web address, a name.
const TEXT: usize = 32;

#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    Text { shown: Span, compared: Span },
    Number(Decimal),
    Date(Date),
    YesNo(bool),
    List(u32),
    Range(u32),
    Missing(Missing),
    Unreadable(Unreadable),
    NotFound,
}

impl Column {
    /// `records` records that all have `cell`.
    #[must_use]
    pub fn same(cell: &Cell<'_>, records: usize) -> Self {
        let mut cells = Cells::default();
        cells.push(cell);
        Self { codes: Codes::Same(records), cells }
    }

    /// How many records it covers.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.codes {
            Codes::Same(records) | Codes::Each(records) => *records,
            Codes::Coded(codes) => codes.len(),
        }
    }

    /// Whether it covers no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of `record`'s cell among the distinct ones.
    #[must_use]
    pub fn code(&self, record: usize) -> usize {
        match &self.codes {
            Codes::Same(_) => 0,
            Codes::Each(_) => record,
            Codes::Coded(codes) => codes[record] as usize,
        }
    }

    /// The same where other records may have that very cell, too; nothing where each has its own.
    #[must_use]
    pub fn shared_code(&self, record: usize) -> Option<usize> {
        (!matches!(self.codes, Codes::Each(_))).then(|| self.code(record))
    }

    /// The cell of `record`, counted from 0 within the chunk.
    #[must_use]
    pub fn cell(&self, record: usize) -> Cell<'_> {
        self.cells.get(self.code(record))
    }

    /// A bit a record out of a bit a distinct cell.
    #[must_use]
    pub fn deal(&self, bits: &Bitmap) -> Bitmap {
        match &self.codes {
            Codes::Same(records) => Bitmap::filled(*records, bits.get(0)),
            Codes::Each(_) => bits.clone(),
            Codes::Coded(codes) => Bitmap::from_fn(codes.len(), |record| bits.get(codes[record] as usize)),
        }
    }

    /// Another column over the same records, whose cell follows from this one's.
    #[must_use]
    pub fn map<'c>(&'c self, mut cell: impl FnMut(Cell<'c>) -> Cell<'c>) -> Self {
        let mut cells = Cells::default();
        for code in 0..self.cells.len() {
            cells.push(&cell(self.cells.get(code)));
        }
        Self { codes: self.codes.clone(), cells }
    }

    /// The same column with other cells for some records.
    #[must_use]
    pub fn with<'c>(&self, replaced: impl IntoIterator<Item = (usize, &'c Cell<'c>)>) -> Self {
        let mut cells = self.cells.clone();
        let mut codes: Vec<u32> = (0..self.len()).map(|record| place(self.code(record))).collect();
        for (record, cell) in replaced {
            codes[record] = place(cells.len());
            cells.push(cell);
        }
        Self { codes: Codes::Coded(codes), cells }
    }
}

impl Cells {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slots: Vec::new(),
            texts: String::new(),
            ranges: Vec::new(),
            lists: Vec::new(),
            others: Vec::new(),
            behind: Vec::new(),
        }
    }

    /// None yet, with room for so many, and for texts of a usual length.
    #[must_use]
    pub fn with_room(cells: usize) -> Self {
        Self { slots: Vec::with_capacity(cells), texts: String::with_capacity(cells * TEXT), ..Self::new() }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds one. Texts beyond 4 GiB in one chunk cannot occur: a chunk is far smaller.
    pub fn push(&mut self, cell: &Cell<'_>) {
        let slot = match cell {
            Cell::Known(value) => self.known(value),
            Cell::Range(range) => Slot::Range(append(&mut self.ranges, range.clone())),
            Cell::Missing(missing) => Slot::Missing(*missing),
            Cell::Unreadable(unreadable) => Slot::Unreadable(*unreadable),
            Cell::NotFound => Slot::NotFound,
        };
        self.slots.push(slot);
    }

    /// Cell number `code`, in the order they were added.
    #[must_use]
    pub fn get(&self, code: usize) -> Cell<'_> {
        match self.slots[code] {
            Slot::Text { shown, compared } => {
                Cell::Known(Value::Text(Text { shown: self.text(shown), compared: self.text(compared) }))
            }
            Slot::Number(number) => Cell::Known(Value::Number(number)),
            Slot::Date(date) => Cell::Known(Value::Date(date)),
            Slot::YesNo(yes) => Cell::Known(Value::YesNo(yes)),
            Slot::List(place) => Cell::Known(Value::List(self.lists[place as usize].clone())),
            Slot::Range(place) => Cell::Range(self.ranges[place as usize].clone()),
            Slot::Missing(missing) => Cell::Missing(missing),
            Slot::Unreadable(unreadable) => Cell::Unreadable(unreadable),
            Slot::NotFound => Cell::NotFound,
        }
    }

    /// Adds a cell as it was read, with what else it holds.
    pub fn push_reading(&mut self, reading: &Reading<'_>) {
        if !reading.others.is_empty() {
            self.others.push((place(self.slots.len()), reading.others.clone()));
        }
        self.push(&reading.cell);
    }

    /// The further values of cell `code`, of which the first counts as its value.
    #[must_use]
    pub fn others(&self, code: usize) -> &[Text<'static>] {
        found(&self.others, code)
    }

    /// Adds what the columns behind the one hold from which the last cell was taken.
    pub fn push_behind(&mut self, values: Vec<Text<'static>>) {
        if !values.is_empty() {
            self.behind.push((place(self.slots.len() - 1), values));
        }
    }

    /// Whether some cell has further values: in itself, or in the columns behind the one from which it was taken.
    #[must_use]
    pub const fn have_more(&self) -> bool {
        !self.others.is_empty() || !self.behind.is_empty()
    }

    /// The further values that a field has for cell `code`: those in the cell, and those in the columns behind the one
    /// from which it was taken, where they are kept.
    pub fn further(&self, code: usize) -> impl Iterator<Item = &Text<'static>> {
        self.others(code).iter().chain(found(&self.behind, code))
    }

    /// How many further values a cell has at most.
    #[must_use]
    pub fn most_others(&self) -> usize {
        self.others.iter().map(|(_, others)| others.len()).max().unwrap_or(0)
    }

    /// What kind of cell number `code` is, which costs less than the cell.
    #[must_use]
    pub fn kind(&self, code: usize) -> CellKind {
        match self.slots[code] {
            Slot::Range(_) => CellKind::Range,
            Slot::Missing(_) => CellKind::Missing,
            Slot::Unreadable(_) | Slot::NotFound => CellKind::Unreadable,
            _ => CellKind::Known,
        }
    }

    /// The compared form of cell `code` where it is a known text: what text rules and identity keys look at.
    #[must_use]
    pub fn compared(&self, code: usize) -> Option<&str> {
        match self.slots[code] {
            Slot::Text { compared, .. } => Some(self.slice(compared)),
            _ => None,
        }
    }

    /// The shown form of cell `code` where it is a known text.
    #[must_use]
    pub fn shown(&self, code: usize) -> Option<&str> {
        match self.slots[code] {
            Slot::Text { shown, .. } => Some(self.slice(shown)),
            _ => None,
        }
    }

    /// The numbers that cell `code` may stand for, where it is a known number or a range of numbers.
    #[must_use]
    pub fn numbers(&self, code: usize) -> Option<Interval<Decimal>> {
        match self.slots[code] {
            Slot::Number(number) => Some(Interval::point(number)),
            Slot::Range(place) => match &self.ranges[place as usize] {
                Range::Number(interval) => Some(*interval),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether some cell holds something that cannot be read.
    #[must_use]
    pub fn has_unreadable(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Unreadable(_)))
    }

    /// Whether cell `code` is known or a range.
    #[must_use]
    pub fn is_known(&self, code: usize) -> bool {
        matches!(self.kind(code), CellKind::Known | CellKind::Range)
    }

    fn known(&mut self, value: &Value<'_>) -> Slot {
        match value {
            Value::Text(text) => {
                let shown = self.store(&text.shown);
                let compared = if text.shown == text.compared { shown } else { self.store(&text.compared) };
                Slot::Text { shown, compared }
            }
            Value::Number(number) => Slot::Number(*number),
            Value::Date(date) => Slot::Date(*date),
            Value::YesNo(yes) => Slot::YesNo(*yes),
            Value::List(parts) => {
                let parts = parts.iter().cloned().map(Text::into_owned).collect();
                Slot::List(append(&mut self.lists, parts))
            }
        }
    }

    fn store(&mut self, text: &str) -> Span {
        let span = Span { start: place(self.texts.len()), len: place(text.len()) };
        self.texts.push_str(text);
        span
    }

    fn slice(&self, span: Span) -> &str {
        &self.texts[span.start as usize..][..span.len as usize]
    }

    fn text(&self, span: Span) -> Cow<'_, str> {
        Cow::Borrowed(self.slice(span))
    }
}

/// What stands beside cell `code`.
fn found<'c>(beside: &'c [(u32, Vec<Text<'static>>)], code: usize) -> &'c [Text<'static>] {
    let place = || beside.binary_search_by_key(&code, |(place, _)| *place as usize).ok();
    if beside.is_empty() { &[] } else { place().map_or(&[], |place| &beside[place].1) }
}

fn append<T>(store: &mut Vec<T>, value: T) -> u32 {
    store.push(value);
    place(store.len() - 1)
}

fn place(offset: usize) -> u32 {
    u32::try_from(offset).expect("bug: a chunk of more than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Vec<Cell<'static>> {
        vec![
            Cell::text("acme"),
            Cell::Known(Value::Text(Text { shown: "Müller GmbH".into(), compared: "muller".into() })),
            Cell::Known(Value::Number(Decimal::new(15, 1))),
            Cell::Known(Value::Date(Date::constant(2026, 2, 28))),
            Cell::Known(Value::YesNo(false)),
            Cell::Known(Value::List(vec![Text::same("a"), Text::same("b")])),
            Cell::Range(Range::Number(Interval::at_least(Decimal::TEN))),
            Cell::Range(Range::Choice { shown: "either", values: &["a", "b"] }),
            Cell::Missing(Missing::Marker),
            Cell::Unreadable(Unreadable::Malformed),
            Cell::NotFound,
        ]
    }

    #[test]
    fn what_goes_in_comes_out() {
        let mut cells = Cells::default();
        pool().iter().for_each(|cell| cells.push(cell));
        for (code, cell) in pool().iter().enumerate() {
            assert_eq!(&cells.get(code), cell);
            assert_eq!(cells.kind(code), cell.kind());
            assert_eq!(cells.is_known(code), cell.is_known());
        }
        assert_eq!(cells.compared(1), Some("muller"));
        assert_eq!(cells.numbers(6), Some(Interval::at_least(Decimal::TEN)));
    }

    #[test]
    fn further_values_stay_with_their_cell() {
        let mut cells = Cells::default();
        let several = Reading { others: vec![Text::same("b"), Text::same("c")], ..Reading::plain(Cell::text("a")) };
        for reading in [Reading::plain(Cell::text("x")), several, Reading::plain(Cell::NotFound)] {
            cells.push_reading(&reading);
        }
        let others = |code| cells.others(code).iter().map(|text| text.shown.to_string()).collect::<Vec<_>>();
        assert_eq!((others(0), others(1), others(2)), (vec![], vec!["b".to_owned(), "c".to_owned()], vec![]));
        assert_eq!((cells.most_others(), Cells::default().most_others()), (2, 0));
        cells.push(&Cell::text("y"));
        cells.push_behind(vec![Text::same("d")]);
        let further = |code| cells.further(code).map(|text| text.shown.to_string()).collect::<Vec<_>>();
        assert_eq!(
            (further(0).len(), further(1), further(3)),
            (0, vec!["b".to_owned(), "c".to_owned()], vec!["d".to_owned()])
        );
        assert_eq!((cells.others(3).len(), cells.most_others()), (0, 2));
    }

    #[test]
    fn some_records_get_other_cells() {
        let mut cells = Cells::default();
        pool().iter().take(3).for_each(|cell| cells.push(cell));
        let other = Cell::Missing(Missing::Suppressed);
        for codes in [Codes::Each(3), Codes::Same(3), Codes::Coded(vec![2, 0, 1])] {
            let column = Column { codes, cells: cells.clone() };
            let with = column.with([(1, &other)]);
            assert_eq!((with.cell(0), with.cell(1), with.cell(2)), (column.cell(0), other.clone(), column.cell(2)));
        }
    }

    #[test]
    fn bits_are_dealt_to_the_records() {
        let mut cells = Cells::default();
        pool().iter().take(3).for_each(|cell| cells.push(cell));
        let bits = Bitmap::from_fn(3, |code| code == 1);
        let column = Column { codes: Codes::Coded(vec![0, 1, 1, 2]), cells };
        assert_eq!(column.deal(&bits).ones().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(Column::same(&Cell::NotFound, 3).cell(2), Cell::NotFound);
    }
}
