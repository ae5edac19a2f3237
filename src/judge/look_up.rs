//! What look-ups find, and where leads are.

use std::borrow::Cow;
use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::field_types::{Tables, collapse, fold_key, postal_code_digits};
use crate::model::{Cell, Cells, Codes, Column, Interval, Missing, Point, Range, Text, Unit, Unreadable, Value};
use crate::profile::{Centre, ColumnId, Columns, KEY_SEPARATOR, Keys, Lookup, LookupPart, Span};

/// What a table has for keys that are known.
#[derive(Clone, Copy)]
enum Found {
    Row(usize),
    /// The row of the nearest place, and where that is.
    Near(usize, Point),
    Nothing,
    /// More than one row is possible.
    Open,
}

/// A part of a look-up over all records.
pub(super) fn look_up(lookup: &Lookup, part: LookupPart, columns: &Columns, records: usize) -> Column {
    together(&lookup.from, columns, records, |keys| look_up_one(lookup, part, keys))
}

/// Where the leads are: a text whose compared form is the point.
///
/// A postal code without a country could lie anywhere, so the country is asked for; one that the table does not know is
/// *not found*.
pub(super) fn places(tables: &Tables, code: ColumnId, country: ColumnId, columns: &Columns, records: usize) -> Column {
    together(&[country, code], columns, records, |cells| {
        let [country, code] = cells else { return Cell::NotFound };
        match (code, country) {
            (Cell::Known(Value::Text(code)), Cell::Known(Value::Text(country))) => {
                tables.place(&country.compared, &code.compared).map_or(Cell::NotFound, |point| place(code, &point))
            }
            (Cell::Known(_), _) => Cell::Unreadable(Unreadable::NoCountry),
            (code, _) => code.clone().into_owned(),
        }
    })
}

fn place(code: &Text<'_>, point: &Point) -> Cell<'static> {
    Cell::Known(Value::Text(Text {
        shown: Cow::Owned(code.shown.clone().into_owned()),
        compared: Cow::Owned(point.to_string()),
    }))
}

/// A column that follows from others: each combination of their distinct cells is looked at once.
fn together(
    from: &[ColumnId],
    columns: &Columns,
    records: usize,
    mut cell: impl FnMut(&[Cell<'_>]) -> Cell<'static>,
) -> Column {
    let sources: Vec<&Column> = from.iter().map(|column| columns.get(*column)).collect();
    if let [only] = sources.as_slice() {
        return only.map(|key| cell(&[key]));
    }
    let (mut met, mut cells, mut codes) = (HashMap::new(), Cells::default(), Vec::with_capacity(records));
    for record in 0..records {
        let combination: Vec<usize> = sources.iter().map(|source| source.code(record)).collect();
        let code = *met.entry(combination).or_insert_with(|| {
            let keys: Vec<Cell<'_>> = sources.iter().map(|source| source.cell(record)).collect();
            cells.push(&cell(&keys));
            u32::try_from(cells.len() - 1).expect("bug: a chunk has fewer than 2^32 records")
        });
        codes.push(code);
    }
    Column { codes: Codes::Coded(codes), cells }
}

/// A key that is not known is passed on; *not found* first, because no answer would help. Where a key may be one of
/// several, the value is known only if all of them lead to the same, so that narrowing it never overturns it.
fn look_up_one(lookup: &Lookup, part: LookupPart, keys: &[Cell<'_>]) -> Cell<'static> {
    let unknown = keys.iter().filter(|key| !key.is_known());
    if let Some(key) = unknown.min_by_key(|key| **key != Cell::NotFound) {
        return key.clone().into_owned();
    }
    let mut possible = combinations(keys).into_iter().map(|keys| value(lookup, part, &keys));
    let first = possible.next().unwrap_or(Cell::NotFound);
    if possible.all(|cell| cell == first) { first } else { Cell::Missing(Missing::Undecided) }
}

/// Every way in which keys that may be one of several texts can be meant.
fn combinations<'c>(keys: &[Cell<'c>]) -> Vec<Vec<Cell<'c>>> {
    keys.iter().fold(vec![Vec::new()], |before, key| {
        let meanings: Vec<Cell<'c>> = match key {
            Cell::Range(Range::Choice { values, .. }) => values.iter().map(|value| Cell::text(*value)).collect(),
            key => vec![key.clone()],
        };
        let with = |head: &Vec<Cell<'c>>, last: &Cell<'c>| head.iter().chain([last]).cloned().collect();
        before.iter().flat_map(|head| meanings.iter().map(move |last| with(head, last))).collect()
    })
}

fn value(lookup: &Lookup, part: LookupPart, keys: &[Cell<'_>]) -> Cell<'static> {
    let otherwise = || match (&lookup.otherwise, part) {
        (Some(value), LookupPart::Value(_)) => text(value),
        _ => Cell::NotFound,
    };
    match (find(&lookup.keys, keys), part) {
        (Found::Open, _) => Cell::Missing(Missing::Undecided),
        (Found::Nothing, _) => otherwise(),
        (Found::Row(row) | Found::Near(row, _), LookupPart::Value(place)) => {
            let value = &lookup.rows[row][place];
            if value.is_empty() { otherwise() } else { text(value) }
        }
        (Found::Near(_, place), LookupPart::Away(unit)) => away(keys, &place, unit),
        (Found::Row(_), LookupPart::Away(_)) => Cell::NotFound,
    }
}

fn away(keys: &[Cell<'_>], place: &Point, unit: Unit) -> Cell<'static> {
    let here = keys.first().and_then(point);
    here.map_or(Cell::NotFound, |here| Cell::Known(Value::Number(here.away(place, unit))))
}

fn find(keys: &Keys, cells: &[Cell<'_>]) -> Found {
    let Some((last, lead)) = cells.split_last() else { return Found::Nothing };
    match keys {
        Keys::Exact(rows) => rows.get(&joined(cells)).map_or(Found::Nothing, |row| Found::Row(*row)),
        Keys::Prefix(rows) => longest(rows, &joined(lead), &compared(last)),
        Keys::Range(spans) => spans.get(&joined(lead)).map_or(Found::Nothing, |spans| spanned(spans, last)),
        Keys::Nearest(centres) => point(last).map_or(Found::Nothing, |here| nearest(centres, &here)),
    }
}

fn joined(cells: &[Cell<'_>]) -> String {
    let mut joined = String::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            joined.push(KEY_SEPARATOR);
        }
        joined.push_str(&compared(cell));
    }
    joined
}

fn compared<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Known(Value::Text(text)) => Cow::Borrowed(text.compared.as_ref()),
        Cell::Known(value) => Cow::Owned(value.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// The row of the longest start of a key.
fn longest(rows: &HashMap<String, usize>, lead: &str, last: &str) -> Found {
    let mut key = if lead.is_empty() { String::new() } else { format!("{lead}{KEY_SEPARATOR}") };
    let start = key.len();
    key.push_str(last);
    while key.len() > start {
        if let Some(row) = rows.get(&key) {
            return Found::Row(*row);
        }
        key.pop();
    }
    Found::Nothing
}

/// The row of the span that holds all of a key; open where only some of it lies in one.
fn spanned(spans: &[Span], key: &Cell<'_>) -> Found {
    let Some(key) = number(key) else { return Found::Nothing };
    let mut rows = spans.iter().filter(|span| !span.interval().is_apart_from(&key));
    match (rows.next(), rows.next()) {
        (None, _) => Found::Nothing,
        (Some(span), None) if key.is_within(&span.interval()) => Found::Row(span.row),
        _ => Found::Open,
    }
}

/// The number of a key: of a postal code or another code its digits.
fn number(key: &Cell<'_>) -> Option<Interval<Decimal>> {
    match key {
        Cell::Known(Value::Number(number)) => Some(Interval::point(*number)),
        Cell::Known(Value::Text(text)) => Some(Interval::point(postal_code_digits(&text.compared)?.into())),
        Cell::Range(Range::Number(range)) => Some(*range),
        _ => None,
    }
}

fn point(place: &Cell<'_>) -> Option<Point> {
    compared(place).parse().ok()
}

/// The nearest place that reaches as far as here; of two that are equally near, the first.
fn nearest(centres: &[Centre], here: &Point) -> Found {
    let (mut found, mut least) = (Found::Nothing, f64::MAX);
    for centre in centres {
        if here.at_least_tenths(&centre.point, Unit::Km) >= least {
            continue;
        }
        let tenths = here.tenths(&centre.point, Unit::Km);
        if tenths < least && centre.reach.is_none_or(|reach| here.is_within(reach, &centre.point)) {
            (found, least) = (Found::Near(centre.row, centre.point), tenths);
        }
    }
    found
}

/// A text that a table gives.
pub(super) fn text(value: &str) -> Cell<'static> {
    let (shown, compared) = (collapse(value).into_owned(), fold_key(value).into_owned());
    Cell::Known(Value::Text(Text { shown: shown.into(), compared: compared.into() }))
}
