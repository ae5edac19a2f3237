//! Opt-out cells: whether a list says that somebody must not be contacted.
//!
//! The field asks "do they object?". Calling somebody who did is the worst that can happen, so only what clearly says no
//! is no: `no`, `0`, and words that allow. Whatever cannot be understood counts as an objection, of a kind of its own,
//! so that a person looks at it.
//!
//! A cell is cut into clauses. In each, words that turn round (`not`, `kein`) are held against what they turn round:
//! "no objection" allows, "no calls" objects. A clause with a word in it that nobody knows never allows.

mod channels;
mod clauses;
mod signs;
mod statement;
mod sum;
mod words;

use std::borrow::Cow;

pub use channels::Channels;

use super::folding::{fold_accents, fold_key};
use crate::model::{Cell, Text, Unreadable, Value};
use clauses::clauses;
use signs::whole;
use statement::{Said, is_turning};
use sum::{said, together};
use words::Word;

/// What an opt-out cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Objection {
    /// Nobody objects.
    None,
    /// The person must not be contacted.
    Person,
    /// These channels must not be used.
    Channels(Channels),
    /// Something is there that nobody understands: it may be an objection.
    Unclear,
}

/// What the header of a column asks: a bare *yes* means the one or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// `Do not contact`, `Opt-out`
    Objection,
    /// `Opt-in`, `Consent`, `Newsletter`
    Consent,
}

impl Objection {
    /// The word for it among the cells of a column; channels by their names.
    fn code(self) -> String {
        match self {
            Self::None => "no".to_owned(),
            Self::Person => "yes".to_owned(),
            Self::Unclear => "unclear".to_owned(),
            Self::Channels(channels) => channels.to_string(),
        }
    }

    /// What a cell of a column of objections says. A cell that is not there objects to nothing.
    #[must_use]
    pub fn of(cell: &Cell<'_>) -> Self {
        match cell {
            Cell::Known(Value::Text(text)) => match &*text.compared {
                "no" => Self::None,
                "yes" => Self::Person,
                "unclear" => Self::Unclear,
                names => Self::Channels(Channels::from_names(names)),
            },
            Cell::Missing(_) => Self::None,
            _ => Self::Unclear,
        }
    }

    /// What two cells of one lead say together: an objection in one of them is one.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Person, _) | (_, Self::Person) => Self::Person,
            (Self::Unclear, _) | (_, Self::Unclear) => Self::Unclear,
            (Self::Channels(one), Self::Channels(more)) => Self::Channels(one.union(more)),
            (Self::None, other) | (other, Self::None) => other,
        }
    }
}

/// Reads an opt-out cell: the objection in its compared form, what the list wrote in its shown one.
pub(in crate::field_types) fn cell<'a>(raw: &str, asks: Asks) -> Cell<'a> {
    let shown = raw.trim().to_owned().into();
    Cell::Known(Value::Text(Text { shown, compared: read(raw, asks).code().into() }))
}

/// The cell of a lead out of those of several columns.
#[must_use]
pub fn joined<'a>(cells: impl IntoIterator<Item = Cell<'a>>) -> Option<Cell<'a>> {
    let filled = cells.into_iter().filter(|cell| !matches!(cell, Cell::Missing(_)));
    filled.reduce(|one, other| {
        let (first, second) = (Objection::of(&one), Objection::of(&other));
        let both = first.with(second);
        let speaks = if both == first { &one } else { &other };
        let shown = match speaks {
            Cell::Known(Value::Text(text)) => text.shown.clone(),
            _ => return Cell::Unreadable(Unreadable::Malformed),
        };
        Cell::Known(Value::Text(Text { shown, compared: both.code().into() }))
    })
}

/// What the header of a column asks, by its words: `Opt In`, `Newsletter` and `Einwilligung` ask for consent.
#[must_use]
pub fn asks(header: &str) -> Asks {
    let clauses = clauses(&folded(&spaced(header)));
    let words: Vec<Word> = clauses.into_iter().flat_map(|clause| clause.words).collect();
    let has = |wanted: fn(&Word) -> bool| words.iter().any(wanted);
    let turned = words.iter().filter(|word| is_turning(**word)).count() % 2 == 1;
    let objects = has(|word| *word == Word::Objects);
    let news = words.iter().all(|word| matches!(word, Word::Channel(Channels::EMAIL) | Word::Filler))
        && header.to_lowercase().contains("news");
    let named = has(|word| matches!(word, Word::Contact | Word::Channel(_)));
    let allows = has(|word| *word == Word::Allows) || named && has(|word| *word == Word::Modal);
    let consents = !objects && (allows || news);
    if consents && !turned { Asks::Consent } else { Asks::Objection }
}

/// What a trimmed, filled cell says.
#[must_use]
pub fn read(raw: &str, asks: Asks) -> Objection {
    let text = folded(&spaced(raw));
    let text = text.trim().trim_matches(['"', '\'', '*', '`', '´', '’']).trim();
    if let Some(answer) = whole(text) {
        return match answer {
            Said::Nothing => Objection::None,
            answer => said(answer, asks),
        };
    }
    together(&clauses(&boxed(text)), asks)
}

/// Boxes that are drawn with brackets, as one sign each.
fn boxed(text: &str) -> Cow<'_, str> {
    const EMPTY: [&str; 4] = ["[ ]", "[]", "( )", "()"];
    if !text.contains(['[', '(']) {
        return text.into();
    }
    EMPTY.iter().fold(text.to_owned(), |text, empty| text.replace(empty, " ☐ ")).into()
}

/// Two words that were written as one (`OptedOut`) become two again.
fn spaced(raw: &str) -> String {
    let mut spaced = String::with_capacity(raw.len() + 4);
    let mut before = ' ';
    for letter in raw.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    spaced
}

fn folded(text: &str) -> String {
    fold_accents(&fold_key(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(table.as_bytes()).into_records().map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn cells_say_what_they_say() {
        for row in rows(include_str!("../../../tests/cases/objection.csv")) {
            let said = read(&row[0], asks(&row[1])).code();
            assert!(
                row[2].split(" or ").any(|right| right == said),
                "{:?} under {}: {said}, not {}",
                &row[0],
                &row[1],
                &row[2]
            );
        }
    }

    #[test]
    fn headers_ask_for_objections_or_consent() {
        for row in rows(include_str!("../../../tests/cases/objection_headers.csv")) {
            assert_eq!(format!("{:?}", asks(&row[0])).to_lowercase(), row[1], "{}", &row[0]);
        }
    }

    #[test]
    fn several_cells_of_a_lead_say_what_the_worst_says() {
        let no = || cell("no", Asks::Objection);
        let said = |cells: Vec<Cell<'static>>| joined(cells).map(|cell| Objection::of(&cell));
        let table = [
            (vec![no(), cell("x", Asks::Objection)], Some(Objection::Person)),
            (vec![cell("yes", Asks::Consent), no()], Some(Objection::None)),
            (vec![cell("no calls", Asks::Objection), cell("abc", Asks::Objection)], Some(Objection::Unclear)),
            (
                vec![cell("no calls", Asks::Objection), no(), cell("no emails", Asks::Objection)],
                Some(Objection::Channels(Channels::PHONE.union(Channels::EMAIL))),
            ),
            (
                vec![Cell::Missing(crate::model::Missing::Blank), Cell::Unreadable(Unreadable::NoMatch)],
                Some(Objection::Unclear),
            ),
            (vec![Cell::Missing(crate::model::Missing::Blank)], None),
        ];
        for (cells, expected) in table {
            assert_eq!(said(cells.clone()), expected, "{cells:?}");
        }
    }
}
