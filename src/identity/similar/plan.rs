//! Which clues a profile gives, and what is kept of a lead for them.

use super::clue::{self, Clue, ClueKind, Source};
use super::kept::{KeptLead, Whereabouts};
use super::measures::plain;
use crate::field_types::Page;
use crate::model::{Cell, Column, Disposition, Value};
use crate::profile::{Columns, Profile, SimilarOf};

/// How a profile's leads are compared.
#[derive(Clone, Debug)]
pub struct SimilarPlan {
    /// What is compared.
    pub clues: Vec<Clue>,
    /// From how many thousandths on a pair is listed.
    pub(super) at_least: u16,
    /// Which pairs are listed.
    pub(super) of: SimilarOf,
    /// Whether only pairs are listed that share an address, a number or a page.
    pub(super) shared_only: bool,
}

/// A value as it is shown, and as it is compared.
type Forms = (String, String);

impl SimilarPlan {
    /// Nothing where the profile does not ask for it. Columns that no rule reads are added to the profile's.
    #[must_use]
    pub fn new(profile: &mut Profile) -> Option<Self> {
        let wanted = profile.identity.review_similar?;
        let mut clues = clue::clues(profile);
        if wanted.shared_only {
            clues.retain(|clue| clue.kind.is_shared() || matches!(clue.kind, ClueKind::Name | ClueKind::Company));
        }
        Some(Self { clues, at_least: wanted.at_least, of: wanted.of, shared_only: wanted.shared_only })
    }

    /// Whether only pairs are listed that share an address, a number or a page.
    #[must_use]
    pub const fn is_shared_only(&self) -> bool {
        self.shared_only
    }

    /// Whether a lead that ends there is kept. Where only what is shared is looked for, those who are rejected are not:
    /// most leads of a bought list are.
    #[must_use]
    pub const fn keeps(&self, disposition: Disposition) -> bool {
        match disposition {
            Disposition::Unreadable => false,
            Disposition::Rejected => !self.shared_only || matches!(self.of, SimilarOf::All),
            _ => true,
        }
    }

    /// What is kept of a record of a chunk.
    #[must_use]
    pub fn keep(&self, columns: &Columns, record: usize, place: Whereabouts, disposition: Disposition) -> KeptLead {
        let values: Vec<Forms> = self.clues.iter().map(|clue| value(clue, columns, record)).collect();
        KeptLead::new(place, disposition, &values)
    }

    /// The clues of a kind, with their places.
    pub(super) fn of_kind(&self, kind: ClueKind) -> impl Iterator<Item = usize> + '_ {
        self.clues.iter().enumerate().filter(move |(_, clue)| clue.kind == kind).map(|(place, _)| place)
    }
}

/// The value of a clue: of all its fields, each word once, so that a full name beside its parts counts once.
fn value(clue: &Clue, columns: &Columns, record: usize) -> Forms {
    let (mut shown, mut compared) = (String::new(), String::new());
    for source in &clue.sources {
        let Some((value, form)) = forms(clue.kind, source, columns, record) else { continue };
        if add(&mut compared, &form) {
            shown.push_str(if shown.is_empty() { "" } else { " " });
            shown.push_str(&value);
        }
    }
    (shown, compared)
}

/// Adds the words that are not there yet; whether there were any.
fn add(text: &mut String, more: &str) -> bool {
    let before = text.len();
    for word in more.split(' ') {
        if text[..before].split(' ').any(|known| known == word) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.len() > before
}

fn forms(kind: ClueKind, source: &Source, columns: &Columns, record: usize) -> Option<Forms> {
    let mail = source.mail_kind.map(|column| compared(columns.get(column), record)).unwrap_or_default();
    let tells = match (kind, mail) {
        (ClueKind::Email, kind) => kind != Some("role"),
        (ClueKind::Domain, kind) => !matches!(kind, Some("free" | "disposable")),
        _ => true,
    };
    let column = columns.get(source.column);
    let (shown, form) = known(column, record).filter(|_| tells)?;
    let form = match kind {
        ClueKind::Name | ClueKind::Company | ClueKind::Street | ClueKind::City => plain(&form),
        ClueKind::Phone | ClueKind::Birth => form.chars().filter(char::is_ascii_digit).collect(),
        ClueKind::Page => page(&form),
        _ => form,
    };
    Some((shown, form)).filter(|(_, form)| !form.is_empty())
}

/// A page as identity keys see it; blank for what is nobody's.
fn page(address: &str) -> String {
    match Page::of(address) {
        Page::One(page) => page.into_owned(),
        Page::Site(_) | Page::Nobodys => String::new(),
    }
}

fn compared(column: &Column, record: usize) -> Option<&str> {
    column.cells.compared(column.code(record))
}

/// Both forms of a known value; a list is none.
fn known(column: &Column, record: usize) -> Option<Forms> {
    match column.cell(record) {
        Cell::Known(Value::Text(text)) => Some((text.shown.into_owned(), text.compared.into_owned())),
        Cell::Known(value @ (Value::Number(_) | Value::Date(_))) => {
            let text = value.to_string();
            Some((text.clone(), text))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_once() {
        let mut name = String::new();
        for (part, news) in [("ann lee", true), ("ann", false), ("lee", false), ("marie", true)] {
            assert_eq!(add(&mut name, part), news, "{part}");
        }
        assert_eq!(name, "ann lee marie");
    }
}
