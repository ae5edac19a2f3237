//! `matches`: a regular expression is found in the text.
//!
//! Fits everything that is compared as text. It searches a text as it stands in the list, trimmed and nothing else, and
//! of all other types the normal form that reports show; it ignores letters' case, and may match anywhere: `^` and `$` tie it to the ends. The time it takes grows with the length of the text and nothing
//! else; there are therefore no look-arounds and no back-references. In `must` and `must_not` a `message` has to say
//! in words what it asks for. A cell that is missing, unreadable or not found gives unknown.
//!
//! ```toml
//! [must.order-number]
//! field   = "reference"
//! matches = '^[A-Z]{2}-\d{6}$'
//! message = "Reference {value} is no order number."
//! ```

use regex::{Error, Regex, RegexBuilder};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Operand, Operator, Predicate, Refusal, Subject, Test};

/// `matches = '^[A-Z]{2}-\d{6}$'`
pub(super) const OPERATOR: Operator = Operator {
    key: "matches",
    synonyms: &["regex", "pattern", "like", "regexp", "match", "matches_regex", "=~"],
    manual: "holds where the regular expression is found in the text: `matches = '^[A-Z]{2}-\\d{6}$'`",
    takes: "a regular expression in single quotes",
    fits: |subject| subject.is_text(),
    compile,
};

/// A user's regular expression: ignores letters' case, takes linear time, and bounded memory.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

fn compile(operand: &Operand, _: &Subject<'_>) -> Result<Test, Refusal> {
    Pattern::new(operand.text()?).map(|pattern| Test::text(Predicate::Matches(pattern)))
}

impl Pattern {
    /// How much memory one compiled pattern may take, in bytes.
    pub const SIZE_LIMIT: usize = 1 << 20;

    /// Compiles a pattern.
    ///
    /// # Errors
    /// Refuses what is no regular expression, and one that takes more than [`Self::SIZE_LIMIT`].
    pub fn new(pattern: &str) -> Result<Self, Refusal> {
        RegexBuilder::new(pattern).case_insensitive(true).size_limit(Self::SIZE_LIMIT).build().map(Self).map_err(refuse)
    }

    /// Whether it is found in the text. Letters with marks are one character here, however the list wrote them.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        if is_nfc(text) { self.0.is_match(text) } else { self.0.is_match(&text.nfc().collect::<String>()) }
    }

    /// Whether it is found in every text, as far as can be told by its looks: `.`, `.*`, `^.+$`.
    #[must_use]
    pub fn is_always_found(&self) -> bool {
        let bare = self.as_str().trim_start_matches('^').trim_end_matches('$');
        matches!(bare, "." | ".*" | ".+")
    }

    /// The pattern as its author wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The part of the text that its first group matches, or all that it matches where it has no group.
    #[must_use]
    pub fn find_part<'t>(&self, text: &'t str) -> Option<&'t str> {
        let part = if self.0.captures_len() > 1 { self.0.captures(text)?.get(1) } else { self.0.find(text) };
        part.map(|part| part.as_str())
    }
}

fn refuse(error: Error) -> Refusal {
    match error {
        Error::CompiledTooBig(_) => Refusal::new(
            "the regular expression takes more than 1 MiB of memory",
            "write fewer or smaller repetitions, such as \\d* in place of \\d{1000}",
        ),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            let reason = last.trim().trim_start_matches("error: ");
            Refusal::new(
                format!("this is no regular expression: {reason}"),
                "write a backslash before a sign that means itself: \\( \\* \\+",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;
    use crate::model::{Cell, Text, Value};

    #[test]
    fn cases() {
        let shown = Text { shown: "Chief Marketing Officer".into(), compared: "chief marketing officer".into() };
        let cases = [
            (r"\bchief\b.*\bofficer\b".into(), Cell::Known(Value::Text(shown)), Pass),
            ("^[A-Z]{2}$".into(), text("de"), Pass),
            ("^[A-Z]{2}$".into(), text("deu"), Fail),
            ("ä".into(), text("Ärztin"), Pass),
            ("^caf.$".into(), text("cafe\u{301}"), Pass),
            ("(?-i)chief".into(), text("Chief"), Fail),
        ];
        check(&OPERATOR, &text_field(), cases);
    }

    #[test]
    fn parts() {
        let part = |pattern: &str, text| Pattern::new(pattern).unwrap().find_part(text);
        assert_eq!(part(r"^\d{5}", "80331 München"), Some("80331"));
        assert_eq!(part(r"^\d{5} (.*)", "80331 München"), Some("München"));
        assert_eq!(part(r"^\d{5}", "München"), None);
        assert_eq!(part(r"a|(b)", "a"), None);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "a(b").message, "this is no regular expression: unclosed group");
        assert!(refusal(&OPERATOR, &text_field(), r"(\w{100}){100}").message.contains("1 MiB"));
        assert_eq!(refusal(&OPERATOR, &text_field(), ["a"]).help, "write \"a\" without brackets");
        assert!(refusal(&OPERATOR, &text_field(), r"(?=a)").message.contains("look-around"));
    }
}
