//! Classes and look-ups of one lead.

use leadsieve::model::{Cell, Missing, Outcome, Range, Value};
use leadsieve::profile::{Class, Lookup, Profile};

use super::{Lead, outcome};

/// The first row that passes wins. Where a row above it is unknown, the value is known only if all rows still possible
/// agree. A source that is not known is passed on where no row passes.
pub fn class(class: &Class, profile: &Profile, lead: &Lead) -> Cell<'static> {
    let mut possible: Vec<Option<String>> = Vec::new();
    let mut passed = false;
    for row in &class.rows {
        match outcome(profile, &row.condition, lead) {
            Outcome::Pass => {
                possible.push(Some(row.value.clone()));
                passed = true;
                break;
            }
            Outcome::Unknown => possible.push(Some(row.value.clone())),
            _ => {}
        }
    }
    let source = &lead[class.from.0];
    if !passed && !matches!(source, Cell::Known(_) | Cell::Range(_)) {
        return source.clone();
    }
    if !passed {
        possible.push(class.otherwise.clone());
    }
    if possible.iter().any(|value| *value != possible[0]) {
        return Cell::Missing(Missing::Undecided);
    }
    possible.remove(0).map_or(Cell::Missing(Missing::NoClass), Cell::text)
}

/// The row of the key; a key without one gives `otherwise`, else *not found*. A key that may be one of several is known
/// only where all of them lead to the same.
pub fn look_up(lookup: &Lookup, lead: &Lead) -> Cell<'static> {
    let found = |key: &str| match lookup.rows.get(key).or(lookup.otherwise.as_ref()) {
        Some(value) => Cell::text(value.clone()),
        None => Cell::NotFound,
    };
    match &lead[lookup.from.0] {
        Cell::Known(Value::Text(text)) => found(&text.compared),
        Cell::Range(Range::Choice { values, .. }) => {
            let mut cells: Vec<Cell<'static>> = values.iter().map(|value| found(value)).collect();
            cells.dedup();
            if cells.len() == 1 { cells.remove(0) } else { Cell::Missing(Missing::Undecided) }
        }
        cell => cell.clone(),
    }
}
