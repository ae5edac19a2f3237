//! `has_any_word`: one of several words or phrases occurs in the text.
//!
//! Fits everything that is compared as text, on the normal form. A word is a run of letters, digits and marks;
//! everything else separates: `"vp"` is found in `VP, Sales` and not in `MVP`. Letters with points are also one word:
//! `"vp"` is found in `V.P. Sales`. A phrase matches its words in sequence, whatever separates them but a bracket:
//! `"co-founder"` is found in `Co Founder`, and `"head of"` not in `Head (of course)`. `*` at a word's start or end
//! stands for the rest of it, which may be nothing: `"geschäftsführ*"`, `"*leiter"`. `...` stands for any words of the
//! same part, also none: `"chief ... officer"`. `|` at the start or the end stands for where a part starts or ends:
//! `"| partner |"` is found in `Founder, Partner` and not in `Partner Relations`. Parts end at the text's ends, brackets,
//! commas, semicolons, colons, slashes, bars and dashes with a blank beside them; for `|` also at `&` and `+`. A cell
//! that is missing, unreadable or not found gives unknown.
//!
//! ```toml
//! [must.decides]
//! field        = "job_title"
//! has_any_word = ["owner", "founder", "ceo", "head of", "geschäftsführ*"]
//! ```

use unicode_normalization::char::is_combining_mark;

use super::abbreviation;
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
    /// Whether a part of the text must start with it (`| partner`).
    starts_part: bool,
    /// Whether a part of the text must end with it (`partner |`).
    ends_part: bool,
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
    /// Whether other words of the same part may stand before it (`chief ... officer`).
    pub after_gap: bool,
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
        self.occur_as_written(text) || abbreviation::joined(text).is_some_and(|joined| self.occur_as_written(&joined))
    }

    fn occur_as_written(&self, text: &str) -> bool {
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
        let bare = pattern.trim();
        let (starts_part, bare) = bare.strip_prefix('|').map_or((false, bare), |rest| (true, rest));
        let (ends_part, bare) = bare.strip_suffix('|').map_or((false, bare), |rest| (true, rest));
        if bare.contains('|') {
            return Err(Refusal::new(
                format!("`|` in \"{pattern}\" does not stand at the start or the end"),
                "write each of the words in quotes of its own, such as [\"owner\", \"founder\"]",
            ));
        }
        let mut words = Vec::new();
        // Hardly a phrase has a gap.
        let pieces = if bare.contains(['.', '…']) { &bare.replace('…', "...") } else { bare };
        for (place, piece) in pieces.split("...").enumerate() {
            let from = words.len();
            for written in runs(piece, |c| is_word_char(c) || c == '*') {
                Word::parse(written, fold, &mut words)?;
            }
            words.get_mut(from).into_iter().for_each(|word: &mut Word| word.after_gap = place > 0 && from > 0);
        }
        let mut words = words.into_iter();
        let first = words.next().ok_or_else(|| {
            Refusal::new(
                format!("\"{pattern}\" has no word"),
                "write letters or digits; for signs there is contains_any",
            )
        })?;
        Ok(Self { first, rest: words.collect(), starts_part, ends_part })
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

    /// Whether it holds wherever its words stand side by side: it has no `...` and no `|`.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.starts_part && !self.ends_part && self.rest.iter().all(|word| !word.after_gap)
    }

    /// Whether the phrase is there, where its [`Phrase::clue`] was found from `start` to `end`. Takes no memory.
    #[must_use]
    pub fn occurs_at(&self, text: &str, start: usize, end: usize) -> bool {
        let (before, after) = (&text[..start], &text[end..]);
        let starts = self.first.open_start || !before.ends_with(is_word_char);
        let behind = after.trim_start_matches(is_word_char);
        let ends = self.first.open_end || behind.len() == after.len();
        starts && ends && self.starts_where(before) && self.go_on(&self.rest, behind)
    }

    /// Whether the phrase may start behind this text.
    fn starts_where(&self, before: &str) -> bool {
        let gap = &before[before.trim_end_matches(|c| !is_word_char(c)).len()..];
        !self.starts_part || gap.len() == before.len() || is_edge(gap)
    }

    /// Whether these words, the last ones of the phrase, follow in a text.
    fn go_on(&self, words: &[Word], text: &str) -> bool {
        let Some((word, words)) = words.split_first() else {
            let gap = &text[..text.len() - text.trim_start_matches(|c| !is_word_char(c)).len()];
            return !self.ends_part || gap.len() == text.len() || is_edge(gap);
        };
        if !word.after_gap {
            return word.comes_next(text).is_some_and(|behind| self.go_on(words, behind));
        }
        let mut text = text;
        while let Some((found, behind)) = next_in_part(text) {
            if word.is(found) && self.go_on(words, behind) {
                return true;
            }
            text = behind;
        }
        false
    }
}

impl Word {
    /// Reads a run of word characters and asterisks, and adds it to `words`. Where the compared form has separators (a
    /// company's `A&B`), one run becomes several words.
    fn parse(written: &str, fold: &impl Fn(&str) -> String, words: &mut Vec<Self>) -> Result<(), Refusal> {
        let bare = written.trim_matches('*');
        if bare.is_empty() || bare.contains('*') {
            return Err(Refusal::new(
                format!("`*` in \"{written}\" does not stand at a word's start or end"),
                "write it where the rest of a word is left open, such as \"*leiter\" or \"manag*\"",
            ));
        }
        let folded = fold(bare);
        let closed =
            |letters: &str| Self { letters: letters.to_owned(), open_start: false, open_end: false, after_gap: false };
        let from = words.len();
        words.extend(runs(&folded, is_word_char).map(closed));
        if let [first, ..] = &mut words[from..] {
            first.open_start = written.starts_with('*');
        }
        if let [.., last] = &mut words[from..] {
            last.open_end = written.ends_with('*');
        }
        Ok(())
    }

    /// What stands behind the next word of `text`, if that word is this one and no bracket stands before it.
    fn comes_next<'t>(&self, text: &'t str) -> Option<&'t str> {
        let word = text.trim_start_matches(|c| !is_word_char(c) && !is_bracket(c));
        let behind = word.trim_start_matches(is_word_char);
        self.is(&word[..word.len() - behind.len()]).then_some(behind)
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

/// The next word of a text and what stands behind it, where it is of the same part.
fn next_in_part(text: &str) -> Option<(&str, &str)> {
    let word = text.trim_start_matches(|c| !is_word_char(c));
    let behind = word.trim_start_matches(is_word_char);
    let gap = &text[..text.len() - word.len()];
    (!word.is_empty() && !ends_part(gap)).then(|| (&word[..word.len() - behind.len()], behind))
}

/// Whether what stands between two words ends a part of the text.
fn ends_part(gap: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    gap.contains(|c| is_bracket(c) || matches!(c, ',' | ';' | ':' | '/' | '|'))
        || gap.contains(is_dash) && gap.contains(char::is_whitespace)
}

/// Whether what stands between two words is where a `|` may be.
fn is_edge(gap: &str) -> bool {
    ends_part(gap) || gap.contains(['&', '+', '•'])
}

/// What ends a phrase: a word in brackets goes on with nothing that stands before them.
const fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' | '［' | '］' | '【' | '】')
}

/// Letters, digits and marks: what words are made of.
pub(super) fn is_word_char(c: char) -> bool {
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
            (["head of"].into(), text("head (of course)"), Fail),
            (["head of"].into(), text("head [of] sales"), Fail),
            (["head of"].into(), text("(head of) sales"), Pass),
            (["head of sales"].into(), text("head of (sales)"), Fail),
            (["vice president"].into(), text("assistant (vice) president"), Fail),
            (["vice president"].into(), text("(senior) vice president (sales)"), Pass),
            (["assistant vice president"].into(), text("vp assistant (vice president's assistant)"), Fail),
            (["ceo"].into(), text("c.e.o."), Pass),
            (["ceo"].into(), text("founder & c.e.o"), Pass),
            (["vp sales"].into(), text("v. p., sales"), Pass),
            (["v. p."].into(), text("v.p."), Pass),
            (["i. R."].into(), text("direktor i.r."), Pass),
            (["ceo"].into(), text("c e o"), Fail),
            (["eo"].into(), text("c.e.o."), Fail),
            (["chief ... officer"].into(), text("chief information security officer"), Pass),
            (["chief ... officer"].into(), text("chief officer"), Pass),
            (["chief … officer"].into(), text("chief nursing officer"), Pass),
            (["chief ... officer"].into(), text("chief engineer, officer"), Fail),
            (["chief ... officer"].into(), text("chief (nursing) officer"), Fail),
            (["chief ... officer"].into(), text("chief cook - police officer"), Fail),
            (["chief ... officer"].into(), text("officer to the chief"), Fail),
            (["chief ... off*"].into(), text("chief and vice-chief officers"), Pass),
            (["to ... chief officer"].into(), text("to chief aide and chief officer"), Pass),
            (["| partner |"].into(), text("partner"), Pass),
            (["| partner |"].into(), text("founder, partner (tax)"), Pass),
            (["| partner |"].into(), text("founder & partner"), Pass),
            (["| partner |"].into(), text("partner - audit"), Pass),
            (["| partner |"].into(), text("partner relations"), Fail),
            (["| partner |"].into(), text("business partner"), Fail),
            (["|md"].into(), text("md europe"), Pass),
            (["|md"].into(), text("baltimore md"), Fail),
            (["lead|"].into(), text("sales lead"), Pass),
            (["lead|"].into(), text("tech-lead, web"), Pass),
            (["lead|"].into(), text("lead generation"), Fail),
            (["| vice chair ... board |"].into(), text("vice-chair of the board"), Pass),
        ];
        check(&OPERATOR, &text_field(), cases);
        check(&OPERATOR, &FieldType::Company, [(["A&B*"].into(), text("a bc"), Pass)]);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "vp").help, "write [\"vp\"]");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["vp", "&"]).message, "\"&\" has no word");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["vp", "&"]).element, Some(1));
        for pattern in ["owner|founder", "a | b"] {
            assert!(refusal(&OPERATOR, &text_field(), [pattern]).message.contains("`|`"), "{pattern}");
        }
        for pattern in ["...", "| |", "|"] {
            assert!(refusal(&OPERATOR, &text_field(), [pattern]).message.contains("no word"), "{pattern}");
        }
        for pattern in ["*", "head * of", "leiter*in"] {
            assert!(refusal(&OPERATOR, &text_field(), [pattern]).message.contains("`*`"), "{pattern}");
        }
    }

    /// The slow twin: cuts the text into words and compares them one by one.
    fn naive(words: &Words, text: &str) -> bool {
        let parts = runs(text, |c| !is_bracket(c)).map(|part| runs(part, is_word_char).collect::<Vec<&str>>());
        let parts: Vec<Vec<&str>> = parts.collect();
        words.phrases.iter().any(|phrase| {
            let wanted: Vec<&Word> = phrase.words().collect();
            let is = |window: &[&str]| window.iter().zip(&wanted).all(|(word, wanted)| wanted.is(word));
            parts.iter().any(|found| found.windows(wanted.len()).any(is))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn agrees_with_cutting_the_text_into_words(
            patterns in prop::collection::vec("\\*?[abé]{1,3}\\*?([ -]\\*?[abé]{1,2}\\*?){0,2}", 1..4),
            text in "[abé\u{301} _'&()]{0,14}",
        ) {
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let words = Words::compile(&patterns, |word| fold_key(word).into_owned()).unwrap();
            let text = fold_key(&text);
            prop_assert_eq!(words.occur_in(&text), naive(&words, &text), "{:?} in {:?}", patterns, text);
        }
    }
}
