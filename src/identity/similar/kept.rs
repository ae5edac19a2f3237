//! What is kept of a lead until all lists were read.

use crate::model::Disposition;

/// How many letters of a value are compared: names and streets are shorter, and remarks in a wrong column do not count.
const LONGEST: usize = 80;

/// Where a lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whereabouts {
    /// The place of its list among the lists.
    pub list: u32,
    /// The number of its record, from 1.
    pub record: u64,
    /// Which of the leads of its record it is, from 1; 0 where the record is the lead.
    pub part: u32,
    /// Its line, from 1.
    pub line: u64,
    /// Its number in its list, from 0, over records and the leads in them.
    pub number: u64,
}

/// What is kept of a lead: where it stands and ends, and its clues. Takes about 80 bytes, four bytes a clue, and the
/// values, of which a second form is kept only where it differs.
#[derive(Clone, Debug)]
pub struct KeptLead {
    /// Where it stands.
    pub place: Whereabouts,
    /// Where it ends.
    pub disposition: Disposition,
    /// For each clue the value as it is shown, then as it is compared.
    texts: Box<str>,
    /// For each clue, where both end in `texts`.
    ends: Box<[(u16, u16)]>,
}

impl KeptLead {
    /// Of the two forms of each clue's value, blank where nothing is known.
    pub(super) fn new(place: Whereabouts, disposition: Disposition, values: &[(String, String)]) -> Self {
        let (mut texts, mut ends) = (String::new(), Vec::with_capacity(values.len()));
        let end = |texts: &String| u16::try_from(texts.len()).unwrap_or(u16::MAX);
        for (shown, compared) in values {
            texts.push_str(short(shown));
            let middle = end(&texts);
            if shown != compared {
                texts.push_str(short(compared));
            }
            ends.push((middle, end(&texts)));
        }
        Self { place, disposition, texts: texts.into(), ends: ends.into() }
    }

    /// Whether it is good enough to be handed over, tonight or later.
    #[must_use]
    pub const fn is_wanted(&self) -> bool {
        matches!(self.disposition, Disposition::Prospect | Disposition::Review | Disposition::Held)
    }

    /// The value of a clue, as it is shown; blank where it is not known.
    #[must_use]
    pub fn shown(&self, clue: usize) -> &str {
        &self.texts[self.start(clue)..usize::from(self.ends[clue].0)]
    }

    /// The value of a clue, as it is compared; nothing where it is not known.
    pub(super) fn compared(&self, clue: usize) -> Option<&str> {
        let (middle, end) = self.ends[clue];
        let text = if middle == end { self.shown(clue) } else { &self.texts[usize::from(middle)..usize::from(end)] };
        Some(text).filter(|text| !text.is_empty())
    }

    fn start(&self, clue: usize) -> usize {
        clue.checked_sub(1).map_or(0, |before| usize::from(self.ends[before].1))
    }
}

/// The first letters of a text.
fn short(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_in_both_forms() {
        let place = Whereabouts { list: 0, record: 1, part: 0, line: 2, number: 0 };
        let long = "x".repeat(500);
        let values = [("Jörg", "jorg"), ("", ""), ("12345", "12345"), (long.as_str(), long.as_str())];
        let values = values.map(|(shown, compared)| (shown.to_owned(), compared.to_owned()));
        let lead = KeptLead::new(place, Disposition::Review, &values);
        assert_eq!((lead.shown(0), lead.compared(0)), ("Jörg", Some("jorg")));
        assert_eq!((lead.shown(1), lead.compared(1)), ("", None));
        assert_eq!((lead.shown(2), lead.compared(2)), ("12345", Some("12345")));
        assert_eq!(lead.compared(3).map(str::len), Some(LONGEST));
    }
}
