//! What stands below the data looks unlike the leads: cells that all leads have are blank in it, and the others are of
//! another kind.
//!
//! A row is never below the data by its looks alone. A blank row has to separate its block from the leads, and no row of the
//! block may look like a lead.

use super::habits::{Habit, Habits};
use super::remarks;

/// What a row looks like beside the leads of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Like a lead.
    Lead,
    /// Like one that lacks a cell which all others have.
    Lacking,
    /// The same, and a word is in a column of nothing but figures.
    Head,
    /// Like one that lacks most of the cells which all others have.
    Thin,
    /// It lacks such cells, and what it has is of another kind.
    Odd,
    /// A remark, a title or a total.
    Mark,
}

impl Habits {
    /// What a row looks like. `words` says that it is below the data by its words.
    pub(super) fn class(&self, cells: &[&[u8]], words: bool) -> Class {
        let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
        let is_blank = |column: usize| cell(column).trim_ascii().is_empty();
        let always = || (0..self.columns.len()).filter(|column| self.columns[*column].is_always_filled());
        let (all, lacks) = (always().count(), always().filter(|column| is_blank(*column)).count());
        let count = |is: fn(&Habit, &[u8]) -> bool| {
            let filled = (0..self.columns.len()).filter(|column| !is_blank(*column));
            filled.filter(|column| is(&self.columns[*column], cell(*column))).count()
        };
        if words {
            return Class::Mark;
        }
        if all < 2 || lacks == 0 {
            return Class::Lead;
        }
        let (strange, far) = (count(Habit::is_strange), lacks * 2 >= all);
        let is_misplaced = |column: usize| {
            self.columns[column].is_number_among_words(cell(column)) || self.is_of_another_column(column, cell(column))
        };
        match () {
            () if far && is_mark(cells, lacks + 1 >= all && all > 2) => Class::Mark,
            () if count(Habit::is_word_among_figures) > 0 => Class::Head,
            () if strange > 1 || far && strange > 0 || (0..self.columns.len()).any(is_misplaced) => Class::Odd,
            () if far => Class::Thin,
            () => Class::Lacking,
        }
    }
}

/// Whether these rows, which a blank row separates from the leads, are none: a legend, a small table, remarks.
pub(super) fn is_below(rows: &[Class]) -> bool {
    let count = |class: Class| rows.iter().filter(|row| **row == class).count();
    let Some(first) = rows.first() else { return false };
    let telling = count(Class::Mark) + count(Class::Odd);
    let is_telling = |row: &Class| matches!(row, Class::Mark | Class::Odd);
    match () {
        () if count(Class::Lead) > 0 => false,
        () if *first == Class::Head => rows.len() > 1 && count(Class::Head) == 1,
        () if *first == Class::Lacking && rows.len() > 2 && rows[1..].iter().all(is_telling) => true,
        () if count(Class::Lacking) + count(Class::Head) > 0 => false,
        () => *first == Class::Mark || telling * 2 >= rows.len(),
    }
}

/// Whether the text of a row is a remark: by its words, as `Label: text` or `A = active`, behind a footnote's sign, or, where it
/// is `alone` in a row that should hold more, as a sentence.
fn is_mark(cells: &[&[u8]], alone: bool) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim_ascii()).filter(|cell| !cell.is_empty());
    let (Some(first), rest) = (filled.next(), filled.count()) else { return false };
    let Ok(text) = std::str::from_utf8(first) else { return false };
    let folded = text.to_lowercase();
    remarks::is_remark(&folded)
        || remarks::is_total(&folded)
        || remarks::is_title(&folded)
        || is_labelled(text)
        || rest == 0 && (is_footnote(text) || text.contains(" = ") || alone && is_sentence(text))
}

/// Whether a text begins as `Filter applied: …` does, or ends with a colon.
fn is_labelled(text: &str) -> bool {
    let label = text.split_once(": ").map(|(label, _)| label).or_else(|| text.strip_suffix(':'));
    label.is_some_and(|label| label.chars().count() <= 40 && label.starts_with(char::is_alphabetic))
}

/// Whether a text begins with `*`, `¹`, `1)`, `(1)` or `[1]`.
fn is_footnote(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '[']);
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < inner.len() && inner.len() - digits.len() < 3 && digits.starts_with([')', ']']);
    text.starts_with(['*', '†', '‡', '¹', '²', '³', '•', '–', '—', '#']) || numbered
}

/// Whether a text is made of at least five words, most of them in small letters.
fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    words.len() > 4 && small * 2 > words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_names() {
        for text in [
            "Filter applied: employees 10 to 50",
            "Legend:",
            "A = active, B = blocked",
            "* estimated",
            "1) as of last year",
            "(2) by phone",
            "All figures are as of last November",
            "Legende",
            "Quelle: Handelsregister",
        ] {
            assert!(is_mark(&[b"", text.as_bytes(), b""], true), "{text}");
        }
        for text in
            ["Kiefer GmbH", "Kiefer, Roth & Söhne Maschinenbau GmbH & Co. KG", "3M", "1&1 AG", "Legend Motors Ltd", "7"]
        {
            assert!(!is_mark(&[text.as_bytes(), b""], true), "{text}");
        }
        assert!(!is_mark(&[b"", b""], true));
    }

    #[test]
    fn a_block_with_a_lead_in_it_is_not_below_the_data() {
        use Class::{Head, Lacking, Lead, Mark, Odd, Thin};
        for (rows, expected) in [
            (&[Mark, Mark][..], true),
            (&[Thin, Odd, Odd, Odd], true),
            (&[Mark, Thin, Thin], true),
            (&[Head, Lacking, Lacking], true),
            (&[Head], false),
            (&[Thin, Thin], false),
            (&[Thin, Thin, Thin, Mark], false),
            (&[Lacking, Mark], false),
            (&[Mark, Lead], false),
            (&[], false),
        ] {
            assert_eq!(is_below(rows), expected, "{rows:?}");
        }
    }
}
