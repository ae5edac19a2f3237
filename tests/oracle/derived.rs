//! Classes and look-ups of one lead.

use std::sync::LazyLock;

use leadsieve::model::{Cell, Missing, Outcome, Range, Text, Unit, Unreadable, Value};
use leadsieve::profile::{Centre, Class, KEY_SEPARATOR, Keys, Lookup, LookupPart, Profile};
use rust_decimal::Decimal;

use super::values::{COUNTRIES, POSTAL_CODES};
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

/// The rows that the keys lead to; a key without one gives `otherwise`, else *not found*. Keys that are not known are
/// passed on, *not found* before all others. What may be several things is known only where all of them are the same.
pub fn look_up(lookup: &Lookup, part: LookupPart, lead: &Lead) -> Cell<'static> {
    let keys: Vec<&Cell<'static>> = lookup.from.iter().map(|column| &lead[column.0]).collect();
    if keys.iter().any(|key| **key == Cell::NotFound) {
        return Cell::NotFound;
    }
    if let Some(key) = keys.iter().find(|key| !matches!(key, Cell::Known(_) | Cell::Range(_))) {
        return (*key).clone();
    }
    let rows = possible_rows(lookup, &keys);
    let mut cells: Vec<Cell<'static>> = rows.into_iter().map(|row| value(lookup, row, part, &keys)).collect();
    if cells.is_empty() || cells.iter().any(|cell| *cell != cells[0]) {
        return Cell::Missing(Missing::Undecided);
    }
    cells.remove(0)
}

fn value(lookup: &Lookup, row: Option<Hit>, part: LookupPart, keys: &[&Cell<'static>]) -> Cell<'static> {
    match (part, row) {
        (LookupPart::Value(place), row) => match row.map_or("", |hit| lookup.rows[hit.row][place].as_str()) {
            "" => lookup.otherwise.clone().map_or(Cell::NotFound, Cell::text),
            text => Cell::text(text.to_owned()),
        },
        (LookupPart::Away(unit), Some(Hit { centre: Some(centre), .. })) => {
            Cell::Known(Value::Number(distance(text(keys[0]), &centre, unit)))
        }
        _ => Cell::NotFound,
    }
}

/// A row that was found, and where it is if it has a place.
#[derive(Clone, Debug)]
struct Hit {
    row: usize,
    centre: Option<String>,
}

fn text<'c>(cell: &'c Cell<'static>) -> &'c str {
    match cell {
        Cell::Known(Value::Text(text)) => &text.compared,
        other => panic!("a bug of the test: {other:?} is no text"),
    }
}

/// One entry for each way in which the keys may be meant; none where a range reaches over an end of a row.
fn possible_rows(lookup: &Lookup, keys: &[&Cell<'static>]) -> Vec<Option<Hit>> {
    let hit = |row: &usize| Hit { row: *row, centre: None };
    match &lookup.keys {
        Keys::Exact(rows) => {
            let mut joined = vec![String::new()];
            for (place, key) in keys.iter().enumerate() {
                let words: Vec<String> = match key {
                    Cell::Range(Range::Choice { values, .. }) => values.iter().map(|one| (*one).to_owned()).collect(),
                    key => vec![text(key).to_owned()],
                };
                let between = if place == 0 { String::new() } else { KEY_SEPARATOR.to_string() };
                joined = joined
                    .iter()
                    .flat_map(|head| words.iter().map(|word| format!("{head}{between}{word}")).collect::<Vec<_>>())
                    .collect();
            }
            joined.iter().map(|key| rows.get(key).map(hit)).collect()
        }
        Keys::Prefix(rows) => {
            let fits = rows.iter().filter(|(start, _)| text(keys[0]).starts_with(start.as_str()));
            vec![fits.max_by_key(|(start, _)| start.len()).map(|(_, row)| hit(row))]
        }
        Keys::Range(spans) => {
            let spans = &spans[text(keys[0])];
            let numbers: Vec<Decimal> = match keys[1] {
                Cell::Known(Value::Number(number)) => vec![*number],
                Cell::Range(Range::Number(range)) => {
                    (0..60).map(Decimal::from).filter(|number| range.contains(number)).collect()
                }
                other => panic!("a bug of the test: {other:?} is no number"),
            };
            let holds = |number: &Decimal| spans.iter().position(|span| span.low <= *number && *number <= span.high);
            let mut met: Vec<Option<usize>> = numbers.iter().map(holds).collect();
            met.dedup();
            if met.len() == 1 { vec![met[0].map(|span| hit(&spans[span].row))] } else { Vec::new() }
        }
        Keys::Nearest(centres) => {
            let here = text(keys[0]);
            let away = |centre: &Centre, unit| distance(here, &centre.point.to_string(), unit);
            let reaching = centres
                .iter()
                .filter(|centre| centre.reach.is_none_or(|reach| away(centre, reach.unit) <= reach.amount));
            let nearest = reaching.min_by_key(|centre| away(centre, Unit::Km));
            vec![nearest.map(|centre| Hit { row: centre.row, centre: Some(centre.point.to_string()) })]
        }
    }
}

/// Where a lead is.
pub fn place_of(code: &Cell<'static>, country: &Cell<'static>) -> Cell<'static> {
    match (code, country) {
        (Cell::Known(Value::Text(code)), Cell::Known(Value::Text(country))) => {
            place(&country.compared, &code.compared).map_or(Cell::NotFound, Cell::Known)
        }
        (Cell::Known(_), _) => Cell::Unreadable(Unreadable::NoCountry),
        (code, _) => code.clone(),
    }
}

/// The place of a postal code of the random leads, as the shipped table has it.
pub fn place(country: &str, code: &str) -> Option<Value<'static>> {
    static POINTS: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
        let table = include_str!("../../rules/reference/postal_codes.csv");
        let keys = COUNTRIES.iter().flat_map(|country| POSTAL_CODES.map(|code| format!("{country},{code},")));
        keys.filter_map(|key| Some((key.clone(), table.lines().find_map(|line| line.strip_prefix(&key))?))).collect()
    });
    let wanted = format!("{country},{code},");
    let (_, point) = POINTS.iter().find(|(key, _)| *key == wanted)?;
    Some(Value::Text(Text { shown: code.to_owned().into(), compared: (*point).into() }))
}

/// The distance by the spherical law of cosines, which is another formula than the kernel's.
pub fn distance(from: &str, to: &str, unit: Unit) -> Decimal {
    let radians = |point: &str| -> [f64; 2] {
        let mut degrees = point.split(',').map(|degrees| degrees.parse::<f64>().unwrap().to_radians());
        [degrees.next().unwrap(), degrees.next().unwrap()]
    };
    let ([from_north, from_east], [to_north, to_east]) = (radians(from), radians(to));
    let cosine = from_north.sin() * to_north.sin() + from_north.cos() * to_north.cos() * (to_east - from_east).cos();
    let km = cosine.clamp(-1.0, 1.0).acos() * 6371.0088;
    let length = if unit == Unit::Km { km } else { km / 1.609_344 };
    format!("{length:.1}").parse::<Decimal>().unwrap().normalize()
}
