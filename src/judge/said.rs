//! What was said of a cell before.
//!
//! A chunk of a thousand leads has a dozen sizes of companies and fifty states, and the sentence of a rule that looks at
//! one column follows from the cell. So it is put into words for the first lead with the cell, and copied for the others.

use std::cell::RefCell;

use crate::model::Column;

/// The sentences about the cells of one chunk, each with the rule that it is of.
#[derive(Debug, Default)]
pub struct Said(RefCell<Sentences>);

#[derive(Debug, Default)]
struct Sentences {
    texts: String,
    /// For each kind and rule, where the sentence about each distinct cell stands.
    places: Vec<Vec<Option<Span>>>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    len: usize,
}

/// What is said.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Why the rule failed.
    Reason,
    /// By how much.
    OffBy,
}

impl Said {
    /// Writes what `say` says of the cell that `record` has in `column`, the one that `rule` looks at.
    pub(super) fn say(
        &self,
        (kind, rule): (Kind, usize),
        (column, record): (&Column, usize),
        text: &mut String,
        say: impl FnOnce(&mut String),
    ) {
        let Some(code) = column.shared_code(record) else { return say(text) };
        let place = rule * 2 + kind as usize;
        let mut sentences = self.0.borrow_mut();
        if sentences.places.len() <= place {
            sentences.places.resize(place + 1, Vec::new());
        }
        let known = sentences.places[place].get(code).copied().flatten();
        match known {
            Some(Span { start, len }) => text.push_str(&sentences.texts[start..start + len]),
            None => {
                let start = text.len();
                say(text);
                sentences.keep((place, code), column.cells.len(), &text[start..]);
            }
        }
    }
}

impl Sentences {
    fn keep(&mut self, (place, code): (usize, usize), codes: usize, said: &str) {
        let span = Span { start: self.texts.len(), len: said.len() };
        self.texts.push_str(said);
        let places = &mut self.places[place];
        places.resize(codes.max(places.len()), None);
        places[code] = Some(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Cells, Codes};

    fn column(codes: Codes) -> Column {
        let mut cells = Cells::default();
        ["a", "b", "c"].into_iter().for_each(|text| cells.push(&Cell::text(text)));
        Column { codes, cells }
    }

    #[test]
    fn what_is_said_of_a_cell_is_made_up_once() {
        let records = [0, 1, 2, 1, 0, 2];
        for (codes, made_up) in [(Codes::Coded(vec![0, 1, 1]), 2), (Codes::Same(3), 1), (Codes::Each(3), 6)] {
            let (column, said) = (column(codes), Said::default());
            let mut times = 0;
            for (place, kind) in [Kind::Reason, Kind::OffBy].into_iter().enumerate() {
                for record in records {
                    let mut text = String::from("It is ");
                    let words = format!("{place}{}", column.code(record));
                    said.say((kind, 3), (&column, record), &mut text, |text| {
                        times += 1;
                        text.push_str(&words);
                    });
                    assert_eq!(text, format!("It is {words}"));
                }
            }
            assert_eq!(times, made_up * 2);
        }
    }
}
