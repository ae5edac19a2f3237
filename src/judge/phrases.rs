//! The phrases that sentences about leads are made of, looked up once a run: a million leads are told about.

use rust_decimal::Decimal;

use crate::model::{Cell, Missing, Unreadable};
use crate::operators::{Distance, length};
use crate::profile::{ColumnId, Effect, Rule};
use crate::wording::{Wording, fill_in};

/// The phrases of one language.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    words: Wording,
    pub(super) blank: String,
    pub(super) some_way: String,
    /// What stands in the place of a value that is told nowhere.
    pub(super) unshown: String,
    /// For each column, whether its values are told nowhere.
    pub(super) hidden: Vec<bool>,
    point: String,
    points: String,
    day: String,
    days: String,
    off_by: (String, String),
}

/// The sentence that is generated for a rule without a message.
#[derive(Clone, Debug)]
pub(super) struct Generated {
    /// Where the rule looks at one column: the column, and what stands before and behind its value.
    pub(super) valued: Option<(ColumnId, String, String)>,
    /// The sentence without a value.
    pub(super) plain: String,
}

impl Phrases {
    pub(super) fn new(words: &Wording) -> Self {
        let text = |key: &str| words.text(key).to_owned();
        Self {
            blank: text("x_blank"),
            some_way: text("x_some_way"),
            unshown: text("x_unshown"),
            hidden: Vec::new(),
            point: text("x_point"),
            points: text("x_points"),
            day: text("x_day"),
            days: text("x_days"),
            off_by: words.around("x_off_by", "distance", &[]),
            words: words.clone(),
        }
    }

    pub(super) const fn wording(&self) -> &Wording {
        &self.words
    }

    /// A text with its gaps filled.
    pub(super) fn fill(&self, key: &str, gaps: &[(&str, &str)]) -> String {
        self.words.fill(key, gaps)
    }

    /// The sentence of a rule that wants what is `expected`; `own` is its one column with the label of it.
    pub(super) fn generated(&self, rule: &Rule, own: Option<(ColumnId, &str)>, expected: &str) -> Generated {
        let (valued, plain) = match rule.effect {
            Effect::Must(_) => ("x_must_value", "x_must"),
            Effect::MustNot(_) => ("x_must_not_value", "x_must_not"),
            Effect::Points(..) | Effect::Bands { .. } => ("x_score_value", "x_score"),
        };
        let around = |(column, label): (ColumnId, &str)| {
            let (before, behind) = self.words.around(valued, "value", &[("label", label), ("expected", expected)]);
            (column, before, behind)
        };
        Generated {
            valued: own.map(around),
            plain: self.fill(plain, &[("rule", rule.id.as_str()), ("expected", expected)]),
        }
    }

    /// Whether what a column holds is told nowhere.
    pub(super) fn hides(&self, column: ColumnId) -> bool {
        self.hidden.get(column.0).copied().unwrap_or(false)
    }

    /// The sentence of a rule that reads what is told nowhere, which tells neither the value nor what it is compared with:
    /// why the author wants it.
    pub(super) fn unshown_rule(&self, rule: &Rule) -> Generated {
        let generated = || self.fill("x_unshown_rule", &[("rule", rule.id.as_str())]);
        Generated { valued: None, plain: rule.why.clone().unwrap_or_else(generated) }
    }

    /// `500`, `30 days`, `12.5 km`.
    pub(super) fn write_distance(&self, distance: Distance, text: &mut String) {
        match distance {
            Distance::Number(number) => self.words.write_exact(number, text),
            Distance::Days(days) => self.write_counted(days.into(), [&self.day, &self.days], text),
            Distance::Length(far) => text.push_str(&length(far, &self.words)),
        }
    }

    /// ` (off by 500)`
    pub(super) fn write_off_by(&self, distance: Distance, text: &mut String) {
        text.push_str(&self.off_by.0);
        self.write_distance(distance, text);
        text.push_str(&self.off_by.1);
    }

    /// `1 point`, `1,500 points`.
    pub(super) fn points(&self, points: Decimal) -> String {
        let mut text = String::new();
        self.write_counted(points, [&self.point, &self.points], &mut text);
        text
    }

    /// Points as a number alone.
    pub(super) fn number(&self, points: Decimal) -> String {
        self.words.exact(points)
    }

    /// Why nothing is known of a cell, in words that finish the sentence "… is unknown: ".
    pub(super) fn cause(&self, cell: &Cell<'_>) -> Option<&str> {
        Some(self.words.text(match cell {
            Cell::Known(_) | Cell::Range(_) => return None,
            Cell::Missing(missing) => missing_key(*missing),
            Cell::Unreadable(unreadable) => unreadable_key(*unreadable),
            Cell::NotFound => "x_not_found",
        }))
    }

    fn write_counted(&self, count: Decimal, [one, many]: [&String; 2], text: &mut String) {
        let words = if count == Decimal::ONE { one } else { many };
        fill_in(words, &[("count", &self.words.exact(count))], text);
    }
}

const fn missing_key(missing: Missing) -> &'static str {
    match missing {
        Missing::Blank => "x_missing_blank",
        Missing::Marker => "x_missing_marker",
        Missing::Header => "x_missing_header",
        Missing::NoColumn => "x_missing_no_column",
        Missing::Undecided => "x_missing_undecided",
        Missing::NoClass => "x_missing_no_class",
        Missing::Suppressed => "x_missing_suppressed",
    }
}

/// The key of the words for why a cell could not be read.
#[must_use]
pub const fn unreadable_key(unreadable: Unreadable) -> &'static str {
    match unreadable {
        Unreadable::Malformed => "x_unread_malformed",
        Unreadable::SpreadsheetNumber => "x_unread_spreadsheet",
        Unreadable::NoCountry => "x_unread_no_country",
        Unreadable::NoCurrency => "x_unread_no_currency",
        Unreadable::NoExchangeRate => "x_unread_no_rate",
        Unreadable::WrongLength => "x_unread_length",
        Unreadable::Invalid => "x_unread_invalid",
        Unreadable::Ambiguous => "x_unread_ambiguous",
        Unreadable::OutOfOrder => "x_unread_order",
        Unreadable::TooLong => "x_unread_too_long",
        Unreadable::NoMatch => "x_unread_no_match",
        Unreadable::SpreadsheetError => "x_unread_error",
        Unreadable::NoAreaCode => "x_unread_no_area_code",
        Unreadable::Mistyped => "x_unread_mistyped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn counts_and_distances_have_their_number() {
        let [english, german] = [Language::En, Language::De].map(|one| Phrases::new(&Wording::new(one)));
        let shown = |phrases: &Phrases, distance| {
            let mut text = String::new();
            phrases.write_distance(distance, &mut text);
            text
        };
        let (one, many) = (Distance::Days(1), Distance::Days(1500));
        assert_eq!([shown(&english, one), shown(&english, many)], ["1 day", "1,500 days"]);
        assert_eq!([shown(&german, one), shown(&german, many)], ["1 Tag", "1.500 Tage"]);
        let (one, many) = (Decimal::ONE, Decimal::from(1500));
        assert_eq!([english.points(one), english.points(many)], ["1 point", "1,500 points"]);
        assert_eq!([german.points(one), german.points(many)], ["1 Punkt", "1.500 Punkte"]);
    }

    /// The English words are those that the terminal and the files for programs use.
    #[test]
    fn causes_are_the_model_s_own_in_english() {
        let phrases = Phrases::new(&Wording::new(Language::En));
        let missing = [
            Missing::Blank,
            Missing::Marker,
            Missing::Header,
            Missing::NoColumn,
            Missing::Undecided,
            Missing::NoClass,
            Missing::Suppressed,
        ];
        let unreadable = [
            Unreadable::Malformed,
            Unreadable::SpreadsheetNumber,
            Unreadable::NoCountry,
            Unreadable::NoCurrency,
            Unreadable::NoExchangeRate,
            Unreadable::WrongLength,
            Unreadable::Invalid,
            Unreadable::Ambiguous,
            Unreadable::OutOfOrder,
            Unreadable::TooLong,
            Unreadable::NoMatch,
            Unreadable::SpreadsheetError,
            Unreadable::NoAreaCode,
            Unreadable::Mistyped,
        ];
        let cells = missing.map(Cell::Missing).into_iter().chain(unreadable.map(Cell::Unreadable));
        for cell in cells.chain([Cell::NotFound, Cell::text("known")]) {
            assert_eq!(phrases.cause(&cell), cell.cause());
        }
    }
}
