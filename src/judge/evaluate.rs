//! A condition over columns becomes [`Bits`].

use super::Bits;
use super::questions::is_open_by_unreadable;
use crate::model::{Bitmap, Cell, Column, Outcome};
use crate::operators::Test;
use crate::profile::{ColumnId, Columns, Condition, Profile, RangeAs, identity, settled};

/// A condition's bits, and where a range was taken for one value.
#[derive(Clone, Debug)]
pub(super) struct Evaluated {
    pub(super) bits: Bits,
    pub(super) assumed: Option<Bitmap>,
}

/// For which records a condition passes, or may pass because a cell is not blank and cannot be read: for conditions by
/// which people are left alone, where a doubt counts as their objection.
#[must_use]
pub fn passes_or_cannot_be_read(profile: &Profile, condition: &Condition, columns: &Columns, records: usize) -> Bitmap {
    let Bits { mut pass, unknown } = evaluate(condition, columns, records).bits;
    for record in unknown.ones().filter(|record| is_open_by_unreadable(profile, condition, columns, *record)) {
        pass.set(record, true);
    }
    pass
}

/// Evaluates a condition over all records.
pub(super) fn evaluate(condition: &Condition, columns: &Columns, records: usize) -> Evaluated {
    evaluate_once(condition, columns, records, &mut Vec::new())
}

/// The shared conditions that were evaluated.
type Shared = Vec<(usize, Evaluated)>;

fn evaluate_once(condition: &Condition, columns: &Columns, records: usize, shared: &mut Shared) -> Evaluated {
    let mut group = |of: &[Condition], combine: &dyn Fn(&[Bits], usize) -> Bits| {
        let parts: Vec<Evaluated> = of.iter().map(|part| evaluate_once(part, columns, records, shared)).collect();
        combined(parts, records, combine)
    };
    match condition {
        Condition::Test { column, test, range_as } => leaf(columns.get(*column), test, *range_as),
        Condition::All(of) => group(of, &Bits::all),
        Condition::None(of) => group(of, &Bits::none),
        Condition::Any { need: 1, of } => group(of, &Bits::any),
        Condition::Any { need, of } => group(of, &|parts, records| Bits::at_least(*need, parts, records)),
        Condition::Shared(one) => {
            if let Some((_, known)) = shared.iter().find(|(known, _)| *known == identity(one)) {
                return known.clone();
            }
            let evaluated = evaluate_once(&one.condition, columns, records, shared);
            shared.push((identity(one), evaluated.clone()));
            evaluated
        }
    }
}

/// What a condition says of one record: for explanations, which look at single records.
pub(super) fn outcome(condition: &Condition, columns: &Columns, record: usize) -> Outcome {
    condition.outcome(&mut |column, test, range_as| {
        let (cell, _) = settled(columns.get(column).cell(record), range_as);
        test.outcome(&cell)
    })
}

/// A cell as a test sees it.
pub(super) fn settled_cell(columns: &Columns, column: ColumnId, range_as: Option<RangeAs>, record: usize) -> Cell<'_> {
    settled(columns.get(column).cell(record), range_as).0
}

/// Each distinct cell is looked at once.
fn leaf(column: &Column, test: &Test, range_as: Option<RangeAs>) -> Evaluated {
    let mut assumed = Bitmap::filled(column.cells.len(), false);
    let outcomes: Vec<Outcome> = (0..column.cells.len())
        .map(|code| {
            let (cell, was_range) = settled(column.cells.get(code), range_as);
            if was_range {
                assumed.set(code, true);
            }
            test.outcome(&cell)
        })
        .collect();
    let assumed = range_as.map(|_| column.deal(&assumed));
    Evaluated { bits: Bits::dealt(column, &outcomes), assumed }
}

fn combined(parts: Vec<Evaluated>, records: usize, combine: &dyn Fn(&[Bits], usize) -> Bits) -> Evaluated {
    let assumed = parts.iter().fold(None, |assumed, part| either(assumed, part.assumed.as_ref()));
    let bits: Vec<Bits> = parts.into_iter().map(|part| part.bits).collect();
    Evaluated { bits: combine(&bits, records), assumed }
}

/// One where either is; nothing where there is neither.
pub(super) fn either(a: Option<Bitmap>, b: Option<&Bitmap>) -> Option<Bitmap> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.or(b)),
        (a, b) => a.or_else(|| b.cloned()),
    }
}
