//! `date`: a calendar day, or the days that a date without its day or month leaves open.

mod format;
mod scan;

pub use self::format::DateFormat;
use self::scan::Parts;
use super::Context;
use crate::model::{Cell, Interval, Range, Reading, Unreadable, Value};
use jiff::civil::Date;

/// How dates of a field are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateStyle {
    /// Tried in order after ISO.
    pub formats: Vec<DateFormat>,
    /// What is added to years written with two digits (1900 or 2000); without it 70-99 are 1970-1999.
    pub century: Option<i16>,
}

/// Reads a date: ISO always (`2026-11-23`, `2026-11`, `2026`), else the list's formats, else the field's, in order.
///
/// A date that fits a way of writing and is in no calendar (30 February) is not in use; the rest is malformed.
pub(super) fn read(raw: &str, style: &DateStyle, context: &Context<'_>) -> Reading<'static> {
    let formats = if context.hints.formats.is_empty() { &style.formats } else { &context.hints.formats };
    let mut failure = Unreadable::Malformed;
    let ways = std::iter::once(iso(raw)).chain(formats.iter().map(|format| format.parts(raw)));
    for parts in ways.flatten() {
        match days(&parts, style.century) {
            Some(cell) => return Reading::plain(cell),
            None => failure = Unreadable::Invalid,
        }
    }
    Reading::plain(Cell::Unreadable(failure))
}

/// The place of the first format that reads every cell, where there is one; ISO cells fit every format.
///
/// The cells are a column's sample without blanks and missing-markers. An empty sample shows nothing.
///
/// ```
/// use leadsieve::field_types::{DateFormat, first_fitting_format};
/// let formats = ["%d/%m/%Y", "%m/%d/%Y"].map(|text| DateFormat::parse(text).unwrap());
/// assert_eq!(first_fitting_format(&formats, ["01/02/2026", "01/31/2026"]), Some(1));
/// assert_eq!(first_fitting_format(&formats, ["31/01/2026", "01/31/2026"]), None);
/// ```
#[must_use]
pub fn first_fitting_format<'a>(formats: &[DateFormat], cells: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let mut fits = vec![true; formats.len()];
    let mut is_empty = true;
    for cell in cells {
        is_empty = false;
        if iso(cell).is_some_and(|parts| days(&parts, None).is_some()) {
            continue;
        }
        for (fits, format) in fits.iter_mut().zip(formats) {
            *fits = *fits && format.parts(cell).is_some_and(|parts| days(&parts, None).is_some());
        }
    }
    if is_empty { None } else { fits.iter().position(|fits| *fits) }
}

/// The parts of an ISO date; a year, or a year and month, is one as well.
fn iso(raw: &str) -> Option<Parts> {
    let number = |text: &str, len: usize| {
        (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let mut fields = raw.split('-');
    let mut parts = Parts { year: Some(number(fields.next()?, 4)?), ..Parts::default() };
    if let Some(month) = fields.next() {
        parts.month = Some(i8::try_from(number(month, 2)?).ok()?);
    }
    if let Some(day) = fields.next() {
        parts.day = Some(i8::try_from(number(day, 2)?).ok()?);
    }
    fields.next().is_none().then_some(parts)
}

/// The day or the days that the parts name; nothing where the calendar has no such day.
fn days(parts: &Parts, century: Option<i16>) -> Option<Cell<'static>> {
    if let Some(serial) = parts.serial {
        return serial_day(serial).map(known);
    }
    let year = parts.year.or_else(|| parts.short_year.map(|short| whole_year(short, century)))?;
    // A year below 1000 is a mark for "no date" (`0001-01-01`, `0000`) or a slip of the pen.
    let valid = |month, day| Date::new(year, month, day).ok().filter(|_| year >= 1000);
    match (parts.month, parts.day) {
        (Some(month), Some(day)) => valid(month, day).map(known),
        (Some(month), None) => valid(month, 1).map(|first| span(first, first.last_of_month())),
        (None, _) => valid(1, 1).map(|first| span(first, first.last_of_year())),
    }
}

fn known(date: Date) -> Cell<'static> {
    Cell::Known(Value::Date(date))
}

fn span(first: Date, last: Date) -> Cell<'static> {
    Cell::Range(Range::Date(Interval::closed(first, last)))
}

const fn whole_year(short: i16, century: Option<i16>) -> i16 {
    match century {
        Some(century) => century + short,
        None if short >= 70 => 1900 + short,
        None => 2000 + short,
    }
}

/// The day of a spreadsheet's serial number, where day 1 is 1 January 1900 and the 29 February 1900 that
/// spreadsheets count (day 60) does not exist.
fn serial_day(serial: i32) -> Option<Date> {
    const LAST: i32 = 2_958_465;
    let base = match serial {
        1..=59 => Date::constant(1899, 12, 31),
        61..=LAST => Date::constant(1899, 12, 30),
        _ => return None,
    };
    base.checked_add(jiff::Span::new().days(serial)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Currencies, Hints, Tables};
    use super::*;

    fn formats(texts: &[&str]) -> Vec<DateFormat> {
        texts.iter().map(|text| DateFormat::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))).collect()
    }

    fn read_as(raw: &str, hints: &[&str], style: &[&str], century: Option<i16>) -> String {
        let (hints, currencies) = (Hints { formats: formats(hints), ..Hints::default() }, Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        match read(raw, &DateStyle { formats: formats(style), century }, &context).cell {
            Cell::Known(value) => value.to_string(),
            Cell::Range(range) => range.to_string(),
            cell => cell.cause().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn formats_are_tried_in_order() {
        let table: [(&str, &[&str], &str); 14] = [
            ("2026-11-23", &[], "2026-11-23"),
            ("2026-11", &[], "2026-11-01..2026-11-30"),
            ("2024", &["DD.MM.YYYY"], "2024-01-01..2024-12-31"),
            ("23.11.2026", &[], "cannot be read"),
            ("31.02.2026", &["DD.MM.YYYY"], "not valid"),
            ("0001-01-01", &[], "not valid"),
            ("23. November 2026", &["D. MMMM YYYY"], "2026-11-23"),
            ("23 MÄRZ 2026", &["%d %b %Y"], "2026-03-23"),
            ("Nov 5, 2026", &["MMM D, YYYY"], "2026-11-05"),
            ("11/5/2026 9:05 pm", &["%m/%d/%Y %I:%M %p"], "2026-11-05"),
            ("2026-11-23T10:00:00Z", &["%Y-%m-%dT%H:%M:%S%z"], "2026-11-23"),
            ("20261123", &["YYYYMMDD"], "2026-11-23"),
            ("45992.75", &["excel"], "2025-12-01"),
            ("60", &["excel"], "not valid"),
        ];
        for (raw, formats, shown) in table {
            assert_eq!(read_as(raw, &[], formats, None), shown, "{raw} as {formats:?}");
        }
    }

    #[test]
    fn the_list_s_formats_win_over_the_field_s() {
        assert_eq!(read_as("01/02/2026", &["%m/%d/%Y"], &["%d/%m/%Y"], None), "2026-01-02");
        assert_eq!(read_as("01/02/2026", &[], &["%d/%m/%Y"], None), "2026-02-01");
    }

    #[test]
    fn the_century_of_two_digits_can_be_set() {
        for (century, shown) in [(None, "2026-01-05"), (Some(1900), "1926-01-05"), (Some(2000), "2026-01-05")] {
            assert_eq!(read_as("05.01.26", &[], &["DD.MM.YY"], century), shown);
        }
        assert_eq!(read_as("05.01.70", &[], &["DD.MM.YY"], None), "1970-01-05");
        assert_eq!(read_as("05.01.69", &[], &["DD.MM.YY"], None), "2069-01-05");
    }

    #[test]
    fn a_column_takes_the_format_of_its_whole_sample() {
        let formats = formats(&["%d/%m/%Y", "%m/%d/%Y"]);
        let table: [(&[&str], Option<usize>); 4] = [
            (&["01/02/2026", "2026-01-31", "31/01/2026"], Some(0)),
            (&["01/02/2026", "01/31/2026"], Some(1)),
            (&["31/01/2026", "01/31/2026"], None),
            (&[], None),
        ];
        for (cells, place) in table {
            assert_eq!(first_fitting_format(&formats, cells.iter().copied()), place, "{cells:?}");
        }
    }

    #[test]
    fn serials_count_the_day_that_never_was() {
        for (serial, day) in [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2_958_465, "9999-12-31")] {
            assert_eq!(serial_day(serial).map(|d| d.to_string()).as_deref(), Some(day));
        }
        assert_eq!([serial_day(0), serial_day(60), serial_day(2_958_466), serial_day(-1)], [None; 4]);
    }
}
