//! `company`: a company's name, compared without its legal form.

use std::borrow::Cow;

use hashbrown::HashSet;

use super::tables::rows;
use super::{Context, collapse, fold_accents, fold_key};
use crate::model::{Cell, Reading, Text, Value};

/// Reads a name: shown as written, compared in lower case without legal form, accents and punctuation.
///
/// Only a form at the end comes off, and only once, so `AG Bau AG` is compared as `ag bau`; a name that is nothing but
/// a legal form stays. Refuses nothing.
pub(super) fn read<'a>(raw: &'a str, context: &Context<'_>) -> Reading<'a> {
    let shown = collapse(raw);
    let mut compared = plain(&shown);
    if let Some(bare) = context.tables.legal_forms().strip(&compared) {
        compared.truncate(bare.len());
    }
    Cell::Known(Value::Text(Text { shown, compared: compared.into() })).into()
}

/// Legal forms as they are compared; from `rules/reference/legal_forms.txt`.
#[derive(Debug)]
pub(super) struct LegalForms {
    forms: HashSet<Box<str>>,
    most_words: usize,
}

impl LegalForms {
    /// Parses one form a line.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let form = |(line, row): (usize, &str)| {
            let form = plain(row);
            let has_letter = form.contains(char::is_alphanumeric);
            has_letter.then(|| form.into()).ok_or_else(|| format!("line {line}: `{row}` has no letter"))
        };
        let forms = rows(text)?.map(form).collect::<Result<HashSet<Box<str>>, _>>()?;
        let most_words = forms.iter().map(|form| form.split(' ').count()).max().unwrap_or(0);
        Ok(Self { forms, most_words })
    }

    /// The name in front of the longest form at the end of `name`, which is in its compared form already.
    pub(super) fn strip<'n>(&self, name: &'n str) -> Option<&'n str> {
        if self.forms.contains(name) {
            return None;
        }
        let blanks = name.rmatch_indices(' ').map(|(place, _)| place).take(self.most_words);
        blanks.filter(|place| self.forms.contains(&name[place + 1..])).last().map(|place| &name[..place])
    }
}

/// A name as names are compared: words of letters and digits in lower case without accents, one blank between.
///
/// A text without any letter or digit is only folded.
pub(super) fn plain(name: &str) -> String {
    let words = if name.is_ascii() { words(name) } else { words(&fold_accents(&fold_key(name))) };
    if words.is_empty() { fold_key(name).into_owned() } else { words }
}

fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// A text whose compared form is the plain one.
pub(super) fn named(shown: Cow<'_, str>) -> Cell<'_> {
    let compared = plain(&shown).into();
    Cell::Known(Value::Text(Text { shown, compared }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_types::Tables;

    #[test]
    fn the_longest_form_at_the_end_comes_off() {
        let table = [
            ("Müller GmbH & Co. KG", "muller"),
            ("Müller GmbH + Co KG", "muller"),
            ("Meyer UG (haftungsbeschränkt)", "meyer"),
            ("Gebr. Schmidt KGaA", "gebr schmidt"),
            ("TSV Neustadt e.V.", "tsv neustadt"),
            ("Stadtwerke gGmbH", "stadtwerke"),
            ("Bio-Hof eG", "bio hof"),
            ("Kanzlei Roth PartG mbB", "kanzlei roth"),
            ("Dupont S.à r.l.", "dupont"),
            ("Rossi S.p.A.", "rossi"),
            ("Łódź Sp. z o.o.", "lodz"),
            ("Acme Pty. Ltd.", "acme"),
            ("Acme Co., Ltd.", "acme"),
            ("Tiffany & Co.", "tiffany"),
            ("Grupo Sol S.A. de C.V.", "grupo sol"),
            ("AG", "ag"),
            ("GmbH & Co. KG", "gmbh co kg"),
            ("AGB Recht", "agb recht"),
            ("株式会社", "株式会社"),
            ("???", "???"),
        ];
        for (name, expected) in table {
            let compared = plain(name);
            let bare = Tables::embedded().legal_forms().strip(&compared).unwrap_or(&compared);
            assert_eq!(bare, expected, "{name}");
        }
    }
}
