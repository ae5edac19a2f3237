//! What the cells of each column are like, learned from the first records of a list.
//!
//! By that, records whose cells are under wrong names are detected, and rows below the data that are not leads. All chunks of
//! a list use the same habits, so it does not matter in which chunk a record is.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

/// So many filled cells say what a column holds, at least.
pub(super) const LEAST: usize = 3;

/// So many different texts are few in a column, whatever its length.
const FEW: usize = 8;

/// What the cells of the columns of a list are like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    pub(super) columns: Arc<[Habit]>,
    /// Whether blank rows separate so many leads that they mean nothing.
    pub(super) scattered: bool,
}

/// What the cells of a column are like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Habit {
    blank: usize,
    figures: usize,
    words: usize,
    /// Cells that begin with a blank.
    spaced: usize,
    /// The kinds of characters that occur in any cell.
    signs: Signs,
    /// The length of the longest cell, in bytes.
    longest: usize,
    /// The number of words of the wordiest cell.
    wordiest: usize,
    /// Whether the column repeats itself.
    repeats: bool,
    /// The hashes of its texts, in order.
    texts: Vec<u32>,
}

/// A set of kinds of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Signs(u16);

impl Signs {
    const LETTERS: u16 = 1;
    const DIGITS: u16 = 2;
    const BLANKS: u16 = 4;
    const AT: u16 = 8;
    const DOTS: u16 = 16;
    const SLASHES: u16 = 32;
    const OTHERS: u16 = 64;

    fn of(cell: &[u8]) -> Self {
        Self(cell.iter().fold(0, |signs, byte| signs | Self::kind(*byte)))
    }

    const fn kind(byte: u8) -> u16 {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Self::LETTERS,
            b'0'..=b'9' => Self::DIGITS,
            b' ' | b'\t' => Self::BLANKS,
            b'@' => Self::AT,
            b'.' => Self::DOTS,
            b'/' | b':' => Self::SLASHES,
            _ => Self::OTHERS,
        }
    }

    const fn has(self, kind: u16) -> bool {
        self.0 & kind != 0
    }
}

impl Habits {
    /// Whether a cell of `column` is one of those that the column beside it repeats, from where a shift would bring it, and
    /// is none of its own column's.
    pub(super) fn is_of_another_column(&self, column: usize, cell: &[u8]) -> bool {
        let text = cell.trim_ascii();
        if text.is_empty() || is_figure(text) || self.columns[column].knows(text) != Some(false) {
            return false;
        }
        let beside = [column.checked_sub(1), Some(column + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|column| self.columns.get(column));
        beside.any(|habit| habit.repeats && habit.knows(text) == Some(true))
    }

    /// Whether some cell of a record is like none of its column, blank ones at the end excepted: what is blank at the end was
    /// not said, and a shift leaves nothing blank before what is.
    pub(super) fn are_odd(&self, cells: &[&[u8]]) -> bool {
        let filled = cells.iter().rposition(|cell| !cell.trim_ascii().is_empty()).map_or(0, |last| last + 1);
        let mut columns = cells[..filled].iter().zip(&*self.columns).enumerate();
        columns.any(|(column, (cell, habit))| {
            habit.is_odd(cell)
                || self.is_of_another_column(column, cell)
                || super::joining::begins_with_end_of_name(cell, 0) && !habit.has(cell)
        })
    }
}

impl Habit {
    /// What is learned from these cells.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c [u8]>) -> Self {
        let mut habit = Self::default();
        let mut texts = Vec::new();
        for cell in cells {
            habit.add(cell);
            texts.extend(Some(cell.trim_ascii()).filter(|text| !text.is_empty()).map(hash));
        }
        let filled = texts.len();
        texts.sort_unstable();
        texts.dedup();
        // First names repeat themselves, too, and some are last names.
        let few = if texts.len() <= FEW { 2 } else { 4 };
        Self { repeats: filled > LEAST && texts.len() * few <= filled, texts, ..habit }
    }

    fn add(&mut self, cell: &[u8]) {
        let text = cell.trim_ascii();
        match () {
            () if text.is_empty() => self.blank += 1,
            () if is_figure(cell) => self.figures += 1,
            () => self.words += 1,
        }
        self.spaced += usize::from(cell.starts_with(b" "));
        self.signs.0 |= Signs::of(text).0;
        self.longest = self.longest.max(text.len());
        self.wordiest = self.wordiest.max(words(text));
    }

    const fn filled(&self) -> usize {
        self.figures + self.words
    }

    /// Whether the cells seen are enough and none of them is blank.
    pub(super) const fn is_always_filled(&self) -> bool {
        self.blank == 0 && self.filled() >= LEAST
    }

    /// Whether a cell is like none of the others.
    pub(super) fn is_odd(&self, cell: &[u8]) -> bool {
        match () {
            () if cell.trim_ascii().is_empty() => self.blank == 0 && self.filled() > LEAST,
            () if self.filled() == 0 => true,
            () if self.spaced == 0 && cell.starts_with(b" ") => true,
            () if is_figure(cell) => self.figures == 0 && self.filled() >= LEAST,
            () => self.words == 0 && self.filled() >= LEAST,
        }
    }

    /// Whether a text is one of the column's; `None` if too few are known.
    fn knows(&self, text: &[u8]) -> Option<bool> {
        (self.filled() >= LEAST).then(|| self.texts.binary_search(&hash(text)).is_ok())
    }

    /// Whether a filled cell is one of the column's.
    pub(super) fn has(&self, cell: &[u8]) -> bool {
        let text = cell.trim_ascii();
        !text.is_empty() && self.texts.binary_search(&hash(text)).is_ok()
    }

    /// Whether two cells joined may be one of the column: it has texts of several words, or numbers.
    pub(super) const fn takes_two(&self) -> bool {
        self.wordiest > 1 || self.words == 0 && self.figures > 0
    }

    /// Whether a cell is a plain number or a share in a column of nothing but words.
    pub(super) fn is_number_among_words(&self, cell: &[u8]) -> bool {
        let is_plain = |byte: &u8| byte.is_ascii_digit() || b" .,%".contains(byte);
        self.figures == 0 && self.words >= LEAST && is_figure(cell) && cell.iter().all(is_plain)
    }

    /// Whether a cell is a word in a column of nothing but figures.
    pub(super) fn is_word_among_figures(&self, cell: &[u8]) -> bool {
        self.words == 0 && self.figures >= LEAST && !cell.trim_ascii().is_empty() && !is_figure(cell)
    }

    /// Whether a filled cell is odd, much longer than the others, or made of other characters.
    pub(super) fn is_strange(&self, cell: &[u8]) -> bool {
        let text = cell.trim_ascii();
        !text.is_empty()
            && (self.is_odd(cell) || self.filled() >= LEAST && (self.is_too_long(text) || self.is_foreign(text)))
    }

    fn is_too_long(&self, text: &[u8]) -> bool {
        text.len() > 2 * self.longest + 8 || words(text) > 2 * self.wordiest + 1
    }

    /// Whether a text has characters that no other has, and that tell columns apart.
    fn is_foreign(&self, text: &[u8]) -> bool {
        let signs = Signs::of(text);
        let new = |kind: u16| signs.has(kind) && !self.signs.has(kind);
        new(Signs::AT)
            || new(Signs::BLANKS) && self.wordiest == 1 && words(text) > 2
            || self.signs.has(Signs::AT) && !signs.has(Signs::AT)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "half a hash tells a few hundred texts apart")]
fn hash(text: &[u8]) -> u32 {
    xxh3_64(text) as u32
}

fn words(text: &[u8]) -> usize {
    text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count()
}

/// Whether a cell is a number, an amount, a date or a phone: it has a digit and no letter.
pub(super) fn is_figure(cell: &[u8]) -> bool {
    cell.iter().any(u8::is_ascii_digit) && !cell.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
}
