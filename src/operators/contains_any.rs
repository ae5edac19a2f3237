//! `contains_any`: one of several pieces occurs anywhere in the text, inside words too.
//!
//! Fits everything that is compared as text, on the normal form. `"vp"` is found in `MVP`; for whole words there is
//! [`has_any_word`](super::has_any_word). A cell that is missing, unreadable or not found gives unknown.
//!
//! ```toml
//! [score.builds-machines]
//! field        = "industry"
//! contains_any = ["maschinenbau", "machine"]
//! points       = 10
//! ```

use super::automaton::Automaton;
use super::{Fragments, Operand, Operator, Predicate, Refusal, Subject, Test};

/// `contains_any = ["machine"]`
pub(super) const OPERATOR: Operator = Operator {
    key: "contains_any",
    synonyms: &["contains", "includes", "has_text", "containing", "substring", "contains_one_of"],
    manual: "holds where one of the pieces occurs in the text: `contains_any = [\"machine\"]`",
    takes: "a list of texts in quotes",
    fits: |subject| subject.is_text(),
    compile,
};

/// Pieces of which one must occur.
#[derive(Clone, Debug)]
pub struct Contained {
    automaton: Automaton,
    /// The pieces.
    pub fragments: Fragments,
}

fn compile(operand: &Operand, subject: &Subject<'_>) -> Result<Test, Refusal> {
    let fragments = Fragments::read(operand, subject)?;
    let automaton = Automaton::new(fragments.compared.iter().map(String::as_str))?;
    Ok(Test::text(Predicate::Contains(Contained { automaton, fragments })))
}

impl Contained {
    /// Whether one of the pieces occurs in a text in its compared form.
    #[must_use]
    pub fn occur_in(&self, text: &str) -> bool {
        self.automaton.get().is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::{Fail, Pass, check, refusal, text, text_field};
    use super::*;

    #[test]
    fn cases() {
        let cases = [
            (["vp"].into(), text("mvp"), Pass),
            (["Maschinen", "Machine"].into(), text("sondermaschinenbau"), Pass),
            (["machine"].into(), text("logistics"), Fail),
        ];
        check(&OPERATOR, &text_field(), cases);
    }

    #[test]
    fn refusals() {
        assert_eq!(refusal(&OPERATOR, &text_field(), "vp").help, "write [\"vp\"]");
        assert_eq!(refusal(&OPERATOR, &text_field(), ["vp", ""]).element, Some(1));
    }
}
