//! One found lead with all that is said of it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::judge::{Asking, Explanation, Lead, Said, Words, explain as explained, is_derived};
use crate::model::{Cell, Outcome, Reading};
use crate::pipeline::Found;
use crate::profile::ColumnId;
use crate::render::lead_text;

/// What stands in the place of a value that is told nowhere.
const UNSHOWN: &str = "(not shown)";

/// A found lead with its explanation.
pub(super) struct Told<'f> {
    pub(super) found: &'f Found,
    pub(super) explanation: Explanation,
}

impl<'f> Told<'f> {
    pub(super) fn new(found: &'f Found) -> Self {
        let explanation = explained(&Asking::new(&found.profile), &found.columns, &found.judged, found.record);
        Self { found, explanation }
    }

    fn with_lead<T>(&self, use_lead: impl FnOnce(&Words, &Lead<'_>) -> T) -> T {
        let Found { profile, list, records, columns, judged, record, .. } = self.found;
        let raw = lead_text(profile, list, records, *record);
        let said = Said::default();
        use_lead(&Words::english(profile), &Lead { profile, columns, judged, record: *record, raw: &raw, said: &said })
    }

    pub(super) fn reason(&self) -> String {
        self.with_lead(|words, lead| words.reason(lead, &self.explanation))
    }

    pub(super) fn nearest_miss(&self) -> String {
        let mut text = String::new();
        self.with_lead(|words, lead| words.write_nearest_miss(lead, &self.explanation, &mut text));
        text
    }

    pub(super) fn outcome(&self, rule: usize) -> Outcome {
        self.found.judged.rules[rule].outcome(self.found.record)
    }

    pub(super) fn points(&self, rule: usize) -> (i64, i64) {
        self.explanation.points.get(rule).copied().unwrap_or_default()
    }

    /// What a rule has to say beyond its outcome.
    pub(super) fn remark(&self, rule: usize) -> String {
        match self.outcome(rule) {
            Outcome::Fail if self.found.profile.rules[rule].is_knock_out() => {
                self.with_lead(|words, lead| words.sentence(lead, rule, Outcome::Fail))
            }
            Outcome::Unknown => {
                let causes = self.causes(rule).into_iter().map(|(name, why)| format!("{name}: {why}"));
                causes.collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        }
    }

    /// Why a rule is unknown, one cause a column: its name, and the cause.
    pub(super) fn causes(&self, rule: usize) -> Vec<(String, String)> {
        let Found { profile, columns, record, .. } = self.found;
        let cause = |column: ColumnId| {
            let why = match columns.get(column).cell(*record) {
                Cell::Range(_) if profile.hides(column) => format!("could be several, {UNSHOWN}"),
                Cell::Range(range) => format!("could be {range}"),
                cell => cell.cause()?.to_owned(),
            };
            Some((profile.column_name(column), why))
        };
        profile.rules[rule].columns().into_iter().filter_map(cause).collect()
    }

    /// The cell of a field as it was read, and as the list wrote it.
    pub(super) fn cell(&self, field: usize) -> (Reading<'_>, Cow<'_, str>) {
        let Found { profile, list, records, record, .. } = self.found;
        let raw = list.raw(profile, records, *record, field);
        if profile.fields[field].sensitive && !raw.trim().is_empty() {
            let (repair, approximate, others) = (None, false, Vec::new());
            return (Reading { cell: Cell::text(UNSHOWN), repair, approximate, others }, UNSHOWN.into());
        }
        (list.cell(profile, records, *record, field), list.raw(profile, records, *record, field))
    }

    /// The classes and look-ups that rules read, by name.
    pub(super) fn derived(&self) -> impl Iterator<Item = (String, Cell<'_>)> {
        let Found { profile, columns, record, .. } = self.found;
        let derived = (0..profile.columns.len()).filter(|column| is_derived(&profile.columns[*column]));
        derived.map(|column| {
            let cell = columns.0[column].cell(*record);
            let is_told = cell.cause().is_some() || !profile.hides(ColumnId(column));
            (profile.column_name(ColumnId(column)), if is_told { cell } else { Cell::text(UNSHOWN) })
        })
    }

    /// The ids of rules.
    pub(super) fn ids(&self, rules: &[usize]) -> Vec<&str> {
        rules.iter().map(|rule| self.found.profile.rules[*rule].id.as_str()).collect()
    }

    /// A score as people read it.
    pub(super) fn shown(&self, score: i64) -> Decimal {
        self.found.profile.decision.shown(score)
    }
}

/// The normal form of a cell, or why it is not known.
pub(super) fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Known(value) => value.to_string(),
        Cell::Range(range) => range.to_string(),
        cell => format!("({})", cell.cause().unwrap_or_default()),
    }
}
