//! `text`: any words. Shown with blanks collapsed, compared without regard to case.

use std::borrow::Cow;

use super::folding::both_forms;
use crate::model::{Cell, Reading, Text, Value};

/// How texts of a field are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Compare without accents and umlauts' dots.
    pub fold_accents: bool,
    /// Which letters are the same letter.
    pub spelling: Spelling,
    /// Whether the shown form keeps the blanks inside as they stand, because a pattern looks at it. What is written
    /// into reports is collapsed all the same.
    pub as_written: bool,
}

/// Which letters are the same letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spelling {
    /// Each letter is itself.
    #[default]
    Plain,
    /// ä = ae, ö = oe, ü = ue (ß = ss always).
    German,
}

/// Reads any text; none is refused.
pub(super) fn read(raw: &str, style: TextStyle) -> Reading<'_> {
    Reading::plain(Cell::Known(Value::Text(text(raw, style))))
}

/// The two forms of a text: with blanks collapsed, and folded by `style`.
pub(super) fn text(raw: &str, style: TextStyle) -> Text<'_> {
    let (shown, compared) = both_forms(raw, style);
    Text { shown: if style.as_written { Cow::Borrowed(raw.trim()) } else { shown }, compared }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shown_form_keeps_what_the_compared_form_folds() {
        let german = TextStyle { spelling: Spelling::German, ..TextStyle::default() };
        let as_written = TextStyle { as_written: true, ..TextStyle::default() };
        let table = [
            (as_written, "  Head  of\tSales ", "Head  of\tSales", "head of sales"),
            (TextStyle::default(), "  Head  of\tSales ", "Head of Sales", "head of sales"),
            (german, "GESCHÄFTSFÜHRER", "GESCHÄFTSFÜHRER", "geschaeftsfuehrer"),
        ];
        for (style, raw, shown, compared) in table {
            assert_eq!(text(raw, style), Text { shown: shown.into(), compared: compared.into() });
        }
    }
}
