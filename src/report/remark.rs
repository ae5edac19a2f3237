//! What a person should know of a run: a key of the tables of words, and what fills its gaps.
//!
//! Remarks are made where something is found, and worded where somebody reads it, in the reader's language.

use serde::{Deserialize, Serialize};

use super::words::plain_date;
use super::{Named, Wording};

/// The key of a remark that was worded by somebody else, in English.
const AS_IS: &str = "m_as_is";

/// One remark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The key of its words.
    pub says: String,
    /// What fills the gaps in them.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub gaps: Named<Filling>,
}

/// What fills a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filling {
    /// A name, or what stands in a list.
    Text(String),
    /// A number.
    Number(u64),
    /// A day, ISO.
    Day(String),
    /// Several names.
    Names(Vec<String>),
    /// A number of things, by the words for one of them and for many.
    Counted(u64, String),
    /// Parts of the sentence.
    Parts(Vec<Remark>),
}

impl Remark {
    /// A remark with these words; see the tables for the gaps they have.
    #[must_use]
    pub fn new(says: &str, gaps: impl IntoIterator<Item = (&'static str, Filling)>) -> Self {
        let gaps = gaps.into_iter().map(|(name, filling)| (name.to_owned(), filling)).collect();
        Self { says: says.to_owned(), gaps }
    }

    /// A sentence that somebody else has worded in English.
    #[must_use]
    pub fn as_is(sentence: &str) -> Self {
        Self::new(AS_IS, [("text", Filling::text(sentence))])
    }

    /// Whether it is English in every language.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.says == AS_IS
    }

    /// The sentence.
    #[must_use]
    pub fn words(&self, words: &Wording) -> String {
        let gaps: Vec<(&str, String)> =
            self.gaps.0.iter().map(|(name, filling)| (name.as_str(), filling.words(words))).collect();
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, filling)| (*name, filling.as_str())).collect();
        words.fill(&self.says, &gaps)
    }
}

impl Filling {
    /// A name, or what stands in a list.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Several names.
    #[must_use]
    pub fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self::Names(names.into_iter().map(str::to_owned).collect())
    }

    /// So many things: `cell`, `record`.
    #[must_use]
    pub fn counted(count: u64, thing: &str) -> Self {
        Self::Counted(count, thing.to_owned())
    }

    fn words(&self, words: &Wording) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => words.number(*number),
            Self::Day(day) => plain_date(words, day),
            Self::Names(names) => names.join(", "),
            Self::Counted(count, thing) => words.counted(*count, &format!("one_{thing}"), &format!("many_{thing}s")),
            Self::Parts(parts) => parts.iter().map(|part| part.words(words)).collect::<Vec<_>>().join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn a_remark_is_worded_for_its_reader() {
        let list = || ("list", Filling::text("a.csv"));
        let read = Filling::Number(2500);
        let cells = Remark::new(
            "m_unreadable",
            [
                list(),
                ("field", Filling::text("budget")),
                ("cells", Filling::counted(1, "cell")),
                ("filled", read),
                ("example", Filling::text("{list}")),
            ],
        );
        let table = [
            (&cells, Language::En, "a.csv: budget cannot be read in 1 cell of 2,500, such as \"{list}\"."),
            (&cells, Language::De, "a.csv: budget ist in 1 Zelle von 2.500 nicht zu lesen, etwa „{list}“."),
            (&Remark::as_is("Mind {this}."), Language::De, "Mind {this}."),
        ];
        for (remark, language, expected) in table {
            assert_eq!(remark.words(&Wording::new(language)), expected);
            let json = serde_json::to_string(remark).expect("JSON");
            assert_eq!(serde_json::from_str::<Remark>(&json).expect("a remark"), *remark);
        }
    }
}
