//! `has_any_word`: one of several words or phrases occurs in the text.
//!
//! Fits everything that is compared as text, on the normal form. A word is a run of letters, digits and marks;
//! everything else separates: `"vp"` is found in `VP, Sales` and not in `MVP`. A phrase matches its words in sequence,
//! whatever separates them: `"co-founder"` is found in `Co Founder`. `*` at a word's start or end stands for the rest
//! of it, which may be nothing: `"geschäftsführ*"`, `"*leiter"`. A cell that is missing, unreadable or not found gives
//! unknown.
//!
//! ```toml
//! [must.decides]
//! field        = "job_title"
//! has_any_word = ["owner", "founder", "ceo", "head of", "geschäftsführ*"]
//! ```

use unicode_normalization::char::is_combining_mark;

use super::automaton::Automaton;
use super::{Operand, Operator, Predicate, Refusal, Subject, Test};

/// `has_any_word = ["owner", "head of"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "has_any_word",
    synonyms: &["has_word", "words", "word", "has_words", "any_word", "contains_word", "has_any_words"],
    manual: "holds where one of the words or phrases occurs: `has_any_word = [\"owner\", \"head of\", \"*leiter\"]`",
    takes: "a list of words or phrases in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

/// Words and phrases of which one must occur.
#[derive(Clone, Debug)]
pub struct Words {
    /// Finds the first word of any of the phrases without its asterisks; overlapping hits are wanted.
    automaton: Automaton,
    /// The phrases, in the order of the automaton's patterns.
    pub phrases: Vec<Phrase>,
    /// As the rule wrote them.
    pub written: Vec<String>,
}

/// One word, or several in sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    first: Word,
    rest: Vec<Word>,
}

/// One word of a phrase, in its compared form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The letters.
    pub letters: String,
    /// Whether more letters may stand before it (`*leiter`).
    pub open_start: bool,
    /// Whether more letters may stand behind it (`geschäftsführ*`).
    pub open_end: bool,
}

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let written = operand.texts()?;
    Words::compile(&written, |word| subject.fragment(word)).map(|words| Test::text(Predicate::Words(words)))
}

impl Words {
    /// Compiles patterns; `fold` brings a word into the form that cells are compared in.
    ///
    /// # Errors
    /// Refuses a pattern without a word, and an asterisk that does not stand at a word's start or end.
    pub fn compile(patterns: &[&str], fold: impl Fn(&str) -> String) -> Result<Self, Refusal> {
        let phrases =
            patterns.iter().enumerate().map(|(i, pattern)| Phrase::parse(pattern, &fold).map_err(|no| no.at(i)));
        let phrases = phrases.collect::<Result<Vec<_>, _>>()?;
        let automaton = Automaton::new(phrases.iter().map(Phrase::clue))?;
        Ok(Self { automaton, phrases, written: patterns.iter().map(|&pattern| pattern.to_owned()).collect() })
    }

    /// Whether one of the phrases occurs in a text in its compared form.
    #[must_use]
    pub fn occur_in(&self, text: &str) -> bool {
        let mut hits = self.automaton.get().find_overlapping_iter(text);
        hits.any(|hit| self.phrases[hit.pattern().as_usize()].occurs_at(text, hit.start(), hit.end()))
    }
}

impl Phrase {
    /// Reads a pattern such as `head of`, `co-founder` or `*leiter`; `fold` as in [`Words::compile`].
    ///
    /// # Errors
    /// Refuses a pattern without a word, and an asterisk that does not stand at a word's start or end.
    pub fn parse(pattern: &str, fold: &impl Fn(&str) -> String) -> Result<Self, Refusal> {
        let mut words = Vec::new();
        for written in runs(pattern, |c| is_word_char(c) || c == '*') {
            words.extend(Word::parse(written, fold)?);
        }
        let mut words = words.into_iter();
        let first = words.next().ok_or_else(|| {
            Refusal::new(
                format!("\"{pattern}\" has no word"),
                "write letters or digits; for signs there is contains_any",
            )
        })?;
        Ok(Self { first, rest: words.collect() })
    }

    /// The letters that a text must hold for the phrase to be there: what an automaton looks for.
    #[must_use]
    pub fn clue(&self) -> &str {
        &self.first.letters
    }

    /// The words in sequence.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// Whether the phrase is there, where its [`Phrase::clue`] was found from `start` to `end`. Takes no memory.
    #[must_use]
    pub fn occurs_at(&self, text: &str, start: usize, end: usize) -> bool {
        let (before, after) = (&text[..start], &text[end..]);
        let starts = self.first.open_start || !before.ends_with(is_word_char);
        let behind = after.trim_start_matches(is_word_char);
        let ends = self.first.open_end || behind.len() == after.len();
        starts && ends && self.rest.iter().try_fold(behind, |text, word| word.comes_next(text)).is_some()
    }
}

impl Word {
    /// Reads a run of word characters and asterisks. Where the compared form has separators (a company's `A&B`), one
    /// run becomes several words.
    fn parse(written: &str, fold: &impl Fn(&str) -> String) -> Result<Vec<Self>, Refusal> {
        let bare = written.trim_matches('*');
        if bare.is_empty() || bare.contains('*') {
            return Err(Refusal::new(
                format!("`*` in \"{written}\" does not stand at a word's start or end"),
                "write it where the rest of a word is left open, such as \"*leiter\" or \"manag*\"",
            ));
        }
        let folded = fold(bare);
        let closed = |letters: &str| Self { letters: letters.to_owned(), open_start: false, open_end: false };
        let mut words: Vec<Self> = runs(&folded, is_word_char).map(closed).collect();
        words.first_mut().into_iter().for_each(|word| word.open_start = written.starts_with('*'));
        words.last_mut().into_iter().for_each(|word| word.open_end = written.ends_with('*'));
        Ok(words)
    }

    /// What stands behind the next word of `text`, if that word is this one.
    fn comes_next<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim_start_matches(|c| !is_word_char(c));
        let behind = text.trim_start_matches(is_word_char);
        self.is(&text[..text.len() - behind.len()]).then_some(behind)
    }

    /// Whether a whole word of a text is this one.
    fn is(&self, word: &str) -> bool {
        let letters = self.letters.as_str();
        match (self.open_start, self.open_end) {
            (false, false) => word == letters,
            (false, true) => word.starts_with(letters),
            (true, false) => word.ends_with(letters),
            (true, true) => word.contains(letters),
        }
    }
}

/// Letters, digits and marks: what words are made of.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

/// The longest pieces of `text` whose characters all belong.
fn runs<'t>(text: &'t str, belongs: impl Fn(char) -> bool + 't) -> impl Iterator<Item = &'t str> {
    text.split(move |c| !belongs(c)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;
    use crate::field_types::{FieldType, fold_key};

    #[test]
    fn cases() {
        let cases = [
            (["vp"].into(), text("vp, sales"), Pass),
            (["vp"].into(), text("mvp"), Fail),
            (["vp"].into(), text("mvp and vp"), Pass),
            (["VP"].into(), text("svp_vp"), Pass),
            (["head of"].into(), text("the head of sales"), Pass),
            (["head of"].into(), text("head-of"), Pass),
            (["head of"].into(), text("head sales of"), Fail),
            (["head of"].into(), text("head"), Fail),
            (["head of", "head"].into(), text("head"), Pass),
            (["co-founder"].into(), text("co founder"), Pass),
            (["co-founder"].into(), text("cofounder"), Fail),
            (["Geschäftsführ*"].into(), text("geschäftsführerin"), Pass),
            (["geschäftsführ*"].into(), text("geschäftsführ"), Pass),
            (["*leiter"].into(), text("vertriebsleiter dach"), Pass),
            (["*leiter"].into(), text("leiterin"), Fail),
            (["*leit*"].into(), text("bauleiterin"), Pass),
            (["*leiter ein*"].into(), text("bauleiter / einkauf"), Pass),
            (["o'neill"].into(), text("o neill"), Pass),
            (["c"].into(), text("c\u{327}"), Fail),
        ];
        check(&OPERATOR, &text_field(), cases);
        check(&OPERATOR, &FieldType::Company, [(["A&B*"].into(), text("a bc"), Pass)]);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "vp").help, "write [\"vp\"]");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["vp", "&"]).message, "\"&\" has no word");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["vp", "&"]).element, Some(1));
        for pattern in ["*", "head * of", "leiter*in"] {
            assert!(refusal(&OPERATOR, &text_field(), [pattern]).message.contains("`*`"), "{pattern}");
        }
    }

    /// The slow twin: cuts the text into words and compares them one by one.
    fn naive(words: &Words, text: &str) -> bool {
        let found: Vec<&str> = runs(text, is_word_char).collect();
        words.phrases.iter().any(|phrase| {
            let wanted: Vec<&Word> = phrase.words().collect();
            found.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(word, wanted)| wanted.is(word)))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn agrees_with_cutting_the_text_into_words(
            patterns in prop::collection::vec("\\*?[abé]{1,3}\\*?([ -]\\*?[abé]{1,2}\\*?){0,2}", 1..4),
            text in "[abé\u{301} _'&]{0,14}",
        ) {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let words = Words::compile(&patterns, |word| fold_key(word).into_owned()).unwrap();
            let text = fold_key(&text);
            prop_assert_eq!(words.occur_in(&text), naive(&words, &text), "{:?} in {:?}", patterns, text);
        }
    }
}
