//! The nearest of the places of a table: branches, depots, sales people at home.

use rust_decimal::Decimal;

use super::super::document::Table;
use super::super::draft::Draft;
use super::super::notes::Notes;
use super::super::values::a_field;
use super::Key;
use super::rows::{TableRow, TableRows};
use crate::diagnostic::{Code, Span};
use crate::field_types::{Context, Currencies, FieldType, Hints, Tables, read};
use crate::model::{Cell, Country, Length, Point, Unit, Value};
use crate::profile::{Centre, ColumnId, ColumnSource};

/// What a look-up of places says beside its table.
#[derive(Debug, Default)]
pub(super) struct Aside {
    /// How far every place reaches.
    reach: Option<Length>,
    /// Where `within` names something that is no distance: a column, if there is one of that name.
    column: Option<(String, Span)>,
    /// Whose postal codes the table has.
    country: Option<(String, Span)>,
}

impl Aside {
    /// Reads `within` and `country`, which only `match = "nearest"` has.
    pub(super) fn read(table: &Table, kind: Option<&str>, notes: &mut Notes) -> Option<Self> {
        if kind.is_some_and(|kind| kind != "nearest") {
            for key in ["within", "country"] {
                if let Some(entry) = table.get(key).filter(|_| table.has(key)) {
                    let message = format!("`{key}` goes with match = \"nearest\" only");
                    notes.error(Code::E206, entry.key_span, message, "take it out, or write match = \"nearest\"");
                }
            }
            return Some(Self::default());
        }
        let country = table.node("country").map(|node| node.said(notes));
        let within = table.node("within").map(|node| node.said(notes));
        let (country, within) =
            (country.map_or(Some(None), |said| said.map(Some))?, within.map_or(Some(None), |said| said.map(Some))?);
        let reach = within.as_ref().and_then(|(text, _)| text.parse().ok());
        Some(Self { reach, column: within.filter(|_| reach.is_none()), country })
    }
}

impl Draft<'_> {
    /// The column of the leads' places, where `from` is a postal code.
    pub(super) fn place_of_leads(&mut self, from: &[Key]) -> Option<Vec<Key>> {
        let [key] = from else {
            let message = "match = \"nearest\" looks from one place";
            self.notes.error(Code::E206, from.first()?.span, message, "write from = \"postal_code\"");
            return None;
        };
        let subject = self.subject_type(key.column);
        if !subject.is_postal_code() {
            let message = format!("{} says of no lead where it is", a_field(subject.name()));
            self.notes.error(Code::E201, key.span, message, "look from a field of type postal_code");
            return None;
        }
        Some(vec![Key { column: self.place(key.column, key.span)?, ..*key }])
    }

    /// The column of the places of postal codes. `span` is where the rule names these.
    pub(in crate::criteria) fn place(&mut self, code: ColumnId, span: Span) -> Option<ColumnId> {
        let ColumnSource::Field { field, part: None } = self.columns[code.0] else { return None };
        let Some(country) = self.fields.fields[field].country_from else {
            let name = &self.fields.fields[field].name;
            let message = format!("whose postal codes `{name}` has is not known: the leads have no country");
            let help = format!("add a [field.country] of type \"country\", or country_from = \"…\" to [field.{name}]");
            self.notes.error(Code::E206, span, message, help);
            return None;
        };
        let country = self.intern(ColumnSource::Field { field: country, part: None });
        Some(self.intern(ColumnSource::Place { code, country }))
    }

    /// The places of a table: by postal code, with a country of their own or that of all, or by degrees.
    pub(super) fn centres(&mut self, table: &TableRows, aside: &Aside) -> Option<Vec<Centre>> {
        let by_degrees = table.key_columns == 2 && table.rows.iter().all(|row| point(row).is_some());
        let country = match &aside.country {
            Some((written, span)) => Some(self.country_of_places(written, *span)?),
            None => None,
        };
        if table.key_columns == 1 && country.is_none() {
            let message = "whose postal codes the table has is not said";
            let help = "add country = \"DE\", or a column with the country: key = [\"country\", \"zip\"]";
            self.notes.error(Code::E204, table.key_span, message, help);
            return None;
        }
        let tables = std::sync::Arc::clone(&self.fields.tables);
        let (mut centres, mut unread) = (Vec::new(), Vec::new());
        for (place, row) in table.rows.iter().enumerate() {
            let found = if by_degrees { point(row) } else { by_code(row, country, &tables) };
            match found {
                Some(point) => centres.push(Centre { point, reach: aside.reach, row: place }),
                None => unread.push((row.line, row.keys.join(" "))),
            }
        }
        let help = "write a country and a postal code of streets, or degrees: key = [\"lat\", \"lon\"]".to_owned();
        table.unread(&unread, "a place that is not known", help, self.notes);
        let centres = self.reaching(centres, table, aside);
        unread.is_empty().then_some(centres).flatten()
    }

    fn country_of_places(&mut self, written: &str, span: Span) -> Option<Country> {
        let country = country(written, &self.fields.tables);
        match country {
            None => {
                let message = format!("\"{written}\" is no country");
                self.notes.error(Code::E203, span, message, "write a country, such as \"DE\"");
                None
            }
            Some(known) if !self.fields.tables.has_places_of(known.as_str()) => {
                let message = format!("where the postal codes of {} lie is not known", known.as_str());
                let help = "give the places by degrees, key = [\"lat\", \"lon\"], or centre points under [reference]";
                self.notes.error(Code::E203, span, message, help);
                None
            }
            known => known,
        }
    }

    /// Each place with how far its row says that it reaches, where `within` is a column.
    fn reaching(&mut self, mut centres: Vec<Centre>, table: &TableRows, aside: &Aside) -> Option<Vec<Centre>> {
        let Some((named, span)) = &aside.column else { return Some(centres) };
        if table.rows.iter().all(|row| row.reach.is_none()) {
            let message = format!("\"{named}\" is no distance, and \"{}\" has no such column", table.named);
            let help = "write a distance with its unit, such as \"30 miles\" or \"50 km\", or the name of a column";
            self.notes.error(Code::E203, *span, message, help);
            return None;
        }
        let mut unread = Vec::new();
        for centre in &mut centres {
            let row = &table.rows[centre.row];
            let written = row.reach.as_deref().unwrap_or_default();
            centre.reach = length(written, &table.reach_header);
            if centre.reach.is_none() {
                unread.push((row.line, written.to_owned()));
            }
        }
        let help = "write distances with their unit, such as \"30 miles\", or name the column \"radius km\"".to_owned();
        table.unread(&unread, "a distance that cannot be read", help, self.notes);
        unread.is_empty().then_some(centres)
    }
}

/// The point of a row with degrees.
fn point(row: &TableRow) -> Option<Point> {
    let [latitude, longitude] = row.keys.as_slice() else { return None };
    Point::new(latitude.parse().ok()?, longitude.parse().ok()?)
}

/// The point of a row with a postal code.
fn by_code(row: &TableRow, country_of_all: Option<Country>, tables: &Tables) -> Option<Point> {
    let (country, code) = match (row.keys.as_slice(), country_of_all) {
        ([code], Some(country)) => (country, code),
        ([written, code], _) => (country(written, tables)?, code),
        _ => return None,
    };
    let (hints, currencies) = (Hints::default(), Currencies::default());
    let context = Context { hints: &hints, country: Some(country), currencies: &currencies, tables };
    match read(&FieldType::PostalCode, code, &context).cell {
        Cell::Known(Value::Text(code)) => tables.place(country.as_str(), &code.compared),
        _ => None,
    }
}

fn country(written: &str, tables: &Tables) -> Option<Country> {
    let (hints, currencies) = (Hints::default(), Currencies::default());
    let context = Context { hints: &hints, country: None, currencies: &currencies, tables };
    match read(&FieldType::Country, written.trim(), &context).cell {
        Cell::Known(Value::Text(code)) => Country::new(&code.compared),
        _ => None,
    }
}

/// A distance as a table writes it: with its unit, or in the one that the column's header ends in.
fn length(written: &str, header: &str) -> Option<Length> {
    let bare = || {
        let amount: Decimal = written.trim().parse().ok()?;
        let unit = Unit::from_word(header)?;
        (amount > Decimal::ZERO).then_some(Length { amount, unit })
    };
    written.parse().ok().or_else(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_take_the_unit_of_their_column() {
        let table = [
            ("30 miles", "radius", Some("30 miles")),
            ("30", "miles", Some("30 miles")),
            ("12.5", "KM", Some("12.5 km")),
            ("30 km", "miles", Some("30 km")),
            ("30", "radius", None),
            ("0", "km", None),
            ("", "km", None),
            ("far", "km", None),
        ];
        for (written, header, shown) in table {
            let read = length(written, header).map(|length| length.to_string());
            assert_eq!(read.as_deref(), shown, "{written} below {header}");
        }
    }
}
