//! Pieces of text of which one must fit: starts, ends, the first digits of codes.

use super::{Operand, Refusal, Subject};

/// Pieces in their compared form, with how the rule wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragments {
    /// In the form that cells are compared in.
    pub compared: Vec<String>,
    /// As the rule wrote them, in the same order.
    pub written: Vec<String>,
}

impl Fragments {
    /// Reads an array of texts in the form in which cells of `subject` are compared.
    ///
    /// # Errors
    /// Refuses everything but an array of texts, and a text of which nothing is left to compare, because it would fit
    /// every cell.
    pub fn read(operand: &Operand, subject: &Subject<'_>) -> Result<Self, Refusal> {
        let texts = operand.texts()?;
        let compared = texts.iter().enumerate().map(|(i, text)| match subject.fragment(text) {
            compared if compared.is_empty() => Err(nothing_left(text, subject).at(i)),
            compared => Ok(compared),
        });
        let compared = compared.collect::<Result<_, _>>()?;
        Ok(Self { compared, written: texts.into_iter().map(str::to_owned).collect() })
    }

    /// Whether one of the pieces, in its compared form, fits.
    pub fn any(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.compared.iter().any(|fragment| fits(fragment))
    }
}

fn nothing_left(text: &str, subject: &Subject<'_>) -> Refusal {
    let name = subject.subject_type.name();
    Refusal::new(
        format!("nothing of \"{text}\" is left where a {name} is compared, and every cell would hold it"),
        "write letters or digits",
    )
}
