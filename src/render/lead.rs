//! One record of a chunk, seen from the reports.

use std::borrow::Cow;

use super::{Alteration, Run, Settled};
use crate::field_types::{FieldType, TextStyle, collapse};
use crate::intake::{List, Records};
use crate::judge::{Asking, CellText, Explanation, Lead, Said, explain, explain_briefly};
use crate::model::{Cell, Missing, Range, Text, Value, Verdict};
use crate::profile::Profile;
use crate::report::csv_cell;

/// The decimal places of an amount that was converted.
const CENTS: u32 = 2;

/// A chunk with its run and its list.
pub(super) struct View<'v> {
    pub(super) run: &'v Run<'v>,
    pub(super) chunk: &'v Settled<'v>,
    pub(super) list: &'v List,
    /// The name of the list, as a cell of CSV.
    pub(super) name: String,
    /// What was said of its leads.
    said: Said,
    /// What was found out about their questions.
    asking: Asking<'v>,
}

/// The cells of one record as its list wrote them.
struct RawCells<'l> {
    profile: &'l Profile,
    list: &'l List,
    records: &'l Records,
    record: usize,
}

/// The cells of one record as they were written, whoever wrote them.
struct WrittenCells<'w, 'v> {
    view: &'w View<'v>,
    record: usize,
}

impl CellText for RawCells<'_> {
    fn raw(&self, field: usize) -> Cow<'_, str> {
        self.list.raw(self.profile, self.records, self.record, field)
    }
}

impl CellText for WrittenCells<'_, '_> {
    fn raw(&self, field: usize) -> Cow<'_, str> {
        self.view.raw(self.record, field)
    }
}

/// The cells of one record as its list wrote them, for the messages of rules.
#[must_use]
pub fn lead_text<'l>(
    profile: &'l Profile,
    list: &'l List,
    records: &'l Records,
    record: usize,
) -> impl CellText + use<'l> {
    RawCells { profile, list, records, record }
}

impl<'v> View<'v> {
    /// A chunk, seen from the reports.
    pub(super) fn new(run: &'v Run<'v>, chunk: &'v Settled<'v>) -> Self {
        let list = &run.lists[chunk.position.list];
        Self {
            run,
            chunk,
            list,
            name: csv_cell(&list.name, run.guard),
            said: Said::default(),
            asking: Asking::new(run.profile),
        }
    }

    /// Explains the verdict on a record. Nobody asks a rejected lead anything.
    pub(super) fn explanation(&self, record: usize) -> Explanation {
        let (columns, judged) = (self.chunk.columns, self.chunk.judged);
        match judged.verdicts[record] {
            Verdict::Rejected => explain_briefly(self.run.profile, columns, judged, record),
            _ => explain(&self.asking, columns, judged, record),
        }
    }

    /// The number of the record in its list, from 1.
    pub(super) fn number(&self, record: usize) -> u64 {
        self.chunk.position.records_before + u64::from(self.chunk.records.number(record)) + 1
    }

    /// The number of the lead in its list, from 0, over records and the leads in them.
    pub(super) fn lead_number(&self, record: usize) -> u64 {
        let group = u64::from(self.chunk.records.group(record));
        (self.number(record) - 1) * self.list.numbers_per_record() + group
    }

    /// The line where the record begins, from 1.
    pub(super) fn line(&self, record: usize) -> u64 {
        self.chunk.position.line + u64::from(self.chunk.records.line(record))
    }

    /// Writes the reason for the verdict, in sentences.
    pub(super) fn reason(&self, record: usize, explanation: &Explanation, text: &mut String) {
        self.with_lead(record, |lead| self.run.words.write_reason(lead, explanation, text));
    }

    /// Writes the nearest miss of a rejected lead.
    pub(super) fn nearest_miss(&self, record: usize, explanation: &Explanation, text: &mut String) {
        self.with_lead(record, |lead| self.run.words.write_nearest_miss(lead, explanation, text));
    }

    fn with_lead(&self, record: usize, use_lead: impl FnOnce(&Lead<'_>)) {
        let (profile, columns, judged) = (self.run.profile, self.chunk.columns, self.chunk.judged);
        let raw = WrittenCells { view: self, record };
        use_lead(&Lead { profile, columns, judged, record, raw: &raw, said: &self.said });
    }

    /// The grade of a prospect, blank for the others; nothing where the profile grades nobody.
    pub(super) fn grade(&self, explanation: &Explanation) -> Option<&str> {
        (!self.run.profile.decision.grades.is_empty()).then(|| explanation.grade(self.run.profile).unwrap_or(""))
    }

    /// The cell of a field: out of its column where a rule reads it, else read now.
    pub(super) fn cell(&self, record: usize, field: usize) -> Cell<'_> {
        match self.run.layout.columns[field] {
            // Of a field in no column, nothing but a cleared cell can be altered.
            None if self.chunk.altered.is_some_and(|altered| altered.get(record, field).is_some()) => {
                Cell::Missing(Missing::Suppressed)
            }
            Some(column) => self.chunk.columns.get(column).cell(record),
            None => self.list.cell(self.run.profile, self.chunk.records, record, field).cell,
        }
    }

    /// A column of the list that feeds no field, where it may be shown: not where it holds what a field holds whose cell
    /// of this record must not be used.
    pub(super) fn unmapped(&self, record: usize, column: Option<usize>) -> Option<usize> {
        let is_cleared = |column: usize| {
            let cells = self.chunk.altered.map(|altered| altered.cells.range((record, 0)..(record + 1, 0)));
            let mut cleared = cells.into_iter().flatten().filter(|(_, cell)| matches!(cell, Alteration::Cleared));
            cleared.any(|((_, field), _)| self.list.mapping.fields[*field].holds_beside(column))
        };
        column.filter(|column| self.chunk.altered.is_none() || !is_cleared(*column))
    }

    /// The further values in the cell of a field, as they are shown.
    pub(super) fn others(&self, record: usize, field: usize) -> Vec<String> {
        let shown = |others: &[Text<'_>]| others.iter().map(|text| text.shown.to_string()).collect();
        match self.run.layout.columns[field] {
            Some(column) => {
                let column = self.chunk.columns.get(column);
                shown(column.cells.others(column.code(record)))
            }
            None => shown(&self.list.cell(self.run.profile, self.chunk.records, record, field).others),
        }
    }

    /// The cell of a field as it is written: an amount that was converted has two places, half to even.
    pub(super) fn written(&self, record: usize, field: usize) -> Cell<'_> {
        match self.cell(record, field) {
            Cell::Known(Value::Number(number)) if number.scale() > CENTS && self.is_converted(record, field) => {
                Cell::Known(Value::Number(number.round_dp(CENTS).normalize()))
            }
            Cell::Range(Range::Number(range)) if range.is_finer_than(CENTS) && self.is_converted(record, field) => {
                Cell::Range(Range::Number(range.rounded(CENTS)))
            }
            cell => cell,
        }
    }

    fn is_converted(&self, record: usize, field: usize) -> bool {
        self.list.converts(self.run.profile, self.chunk.records, record, field)
    }

    fn is_as_written(&self, field: usize) -> bool {
        matches!(self.run.profile.fields[field].field_type, FieldType::Text(TextStyle { as_written: true, .. }))
    }

    /// Writes the cell of a field as CSV has it: the normal form, nothing where it is missing, and what the list wrote
    /// where it cannot be read.
    pub(super) fn text(&self, record: usize, field: usize, text: &mut String) {
        match self.written(record, field) {
            Cell::Known(Value::Text(known)) if self.is_as_written(field) => text.push_str(&collapse(&known.shown)),
            Cell::Known(Value::Text(known)) => text.push_str(&known.shown),
            Cell::Known(value) => text.push_str(&joined(&value, self.run.profile, field)),
            Cell::Range(range) => text.push_str(&range.to_string()),
            Cell::Missing(_) => {}
            Cell::Unreadable(_) | Cell::NotFound => text.push_str(self.raw(record, field).trim()),
        }
    }

    /// The cell of a field as the list has it, whatever was altered.
    pub(super) fn as_read(&self, record: usize, field: usize) -> Cell<'_> {
        match (self.run.layout.columns[field], self.chunk.altered) {
            (Some(column), Some(altered)) => altered.as_read.get(column).cell(record),
            _ => self.cell(record, field),
        }
    }

    /// What stands in the cell of a field: blank where it was cleared, and what a duplicate has where it was filled.
    pub(super) fn raw(&self, record: usize, field: usize) -> Cow<'_, str> {
        match self.chunk.altered.and_then(|altered| altered.get(record, field)) {
            Some(Alteration::Cleared) => Cow::Borrowed(""),
            Some(Alteration::Filled(_)) => {
                let mut text = String::new();
                self.text(record, field, &mut text);
                Cow::Owned(text)
            }
            None => self.original(record, field),
        }
    }

    /// What the list wrote in the cell of a field.
    pub(super) fn original(&self, record: usize, field: usize) -> Cow<'_, str> {
        self.list.raw(self.run.profile, self.chunk.records, record, field)
    }
}

/// A value in its normal form; a list joined by its own separator.
fn joined(value: &Value<'_>, profile: &Profile, field: usize) -> String {
    match (value, &profile.fields[field].field_type) {
        (Value::List(parts), crate::field_types::FieldType::List { separator }) => {
            parts.iter().map(|part| part.shown.as_ref()).collect::<Vec<_>>().join(separator)
        }
        (value, _) => value.to_string(),
    }
}
