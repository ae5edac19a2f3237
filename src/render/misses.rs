//! What a rejected lead lacks for the one rule that rejects it.

use rust_decimal::prelude::ToPrimitive as _;

use super::{Run, Settled};
use crate::field_types::FieldType;
use crate::judge::{Limit, miss};
use crate::model::{Cell, Outcome, Verdict};
use crate::profile::{ColumnId, ColumnSource, Profile};
use crate::report::Missed;

/// The longest value that is kept, in characters: it is to be counted, not to be read.
const LONGEST: usize = 60;

/// The only knock-out that a record fails.
pub(super) fn sole_blocker(profile: &Profile, chunk: &Settled<'_>, record: usize) -> Option<usize> {
    if chunk.judged.verdicts[record] != Verdict::Rejected {
        return None;
    }
    let knock_outs = (0..profile.rules.len()).filter(|rule| profile.rules[*rule].is_knock_out());
    let mut failed = knock_outs.filter(|rule| chunk.judged.rules[*rule].outcome(record) == Outcome::Fail);
    failed.next().filter(|_| failed.next().is_none())
}

/// What a record lacks for a rule; nothing where the rule reads a sensitive field.
pub(super) fn missed(run: &Run<'_>, chunk: &Settled<'_>, rule: usize, record: usize) -> Option<Missed> {
    let profile = run.profile;
    let miss = miss(profile, &profile.rules[rule], chunk.columns, record)?;
    if profile.source_fields(miss.column).iter().any(|field| profile.fields[*field].sensitive) {
        return None;
    }
    // A day that is still to come is no way out: nobody's insolvency will have been filed tomorrow.
    let gap = miss.gap.filter(|gap| !matches!(gap.limit, Limit::Date(day) if !gap.above && day > profile.as_of));
    let by = gap.and_then(|gap| Some((gap.above, gap.distance.amount().to_f64()?)));
    Some(Missed {
        column: miss.column.0,
        limit: gap.map(|gap| gap.limit.to_string()),
        by: by.map(|(above, by)| if above { by } else { -by }),
        value: miss.gap.is_none().then(|| value(profile, chunk, miss.column, record)).flatten(),
    })
}

/// What a column says in its normal form, where many leads can say the same and it does not tell who the lead is.
fn value(profile: &Profile, chunk: &Settled<'_>, column: ColumnId, record: usize) -> Option<String> {
    let tells_who = match &profile.columns[column.0] {
        ColumnSource::Field { field, part: None } => matches!(
            profile.fields[*field].field_type,
            FieldType::Person
                | FieldType::Company
                | FieldType::Street
                | FieldType::Email
                | FieldType::Phone
                | FieldType::Web
                | FieldType::Id { .. }
        ),
        ColumnSource::Place { .. } => true,
        _ => false,
    };
    if tells_who {
        return None;
    }
    match chunk.columns.get(column).cell(record) {
        Cell::Known(value) => Some(value.to_string().chars().take(LONGEST).collect()),
        Cell::Range(range) => Some(range.to_string()),
        _ => None,
    }
}
