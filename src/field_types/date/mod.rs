//! `date`: a calendar day, or the days that a date without its day or month leaves open.

mod format;
mod order;
mod scan;
mod time_of_day;

pub use self::format::DateFormat;
pub use self::order::{DateEvidence, FamilyEvidence};
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
    /// Whether its days are in the past (births, foundings): years of two digits are then never in the future, and a
    /// date that is says nothing.
    pub past: bool,
}

/// Reads a date: ISO always (`2026-11-23`, `2026-11`, `2026`), else the list's formats, else the field's, in order. A
/// time of day beside the date is left out.
///
/// A date that fits a way of writing and is in no calendar (30 February), or in the future of a field of the past, is
/// *not in use*; one whose day and month may be swapped in a column that has both orders is *ambiguous*; the rest is
/// malformed.
pub(super) fn read(raw: &str, style: &DateStyle, context: &Context<'_>) -> Reading<'static> {
    let formats = if context.hints.formats.is_empty() { &style.formats } else { &context.hints.formats };
    let century = Century { century: style.century, before: context.hints.today.filter(|_| style.past) };
    let mut failure = Unreadable::Malformed;
    for text in [Some(raw), time_of_day::date_before(raw)].into_iter().flatten() {
        let known_formats = formats.iter().map(|format| (format.doubtful, format.parts(text)));
        for (doubtful, parts) in std::iter::once((false, iso(text))).chain(known_formats) {
            let Some(parts) = parts else { continue };
            if doubtful && parts.may_be_swapped() {
                return Reading::plain(Cell::Unreadable(Unreadable::Ambiguous));
            }
            match century.days(&parts) {
                Some(cell) => return Reading::plain(cell),
                None => failure = Unreadable::Invalid,
            }
        }
    }
    Reading::plain(Cell::Unreadable(failure))
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

/// How years of two digits are meant.
struct Century {
    /// What is added to them, where the field says so.
    century: Option<i16>,
    /// The last day that there can be, in a field of the past.
    before: Option<Date>,
}

impl Century {
    /// The day or the days that the parts name; `None` if the calendar has no such day, or it is still to come.
    fn days(&self, parts: &Parts) -> Option<Cell<'static>> {
        let cell = days(parts, self.century)?;
        let Some(before) = self.before.filter(|before| first_day(&cell).is_some_and(|first| first > *before)) else {
            return Some(cell);
        };
        let year = parts.short_year.map(|short| whole_year(short, self.century) - 100)?;
        let earlier = days(&Parts { year: Some(year), ..*parts }, None)?;
        (first_day(&earlier)? <= before).then_some(earlier)
    }
}

/// The first of the days that a cell leaves open.
fn first_day(cell: &Cell<'_>) -> Option<Date> {
    match cell {
        Cell::Known(Value::Date(day)) => Some(*day),
        Cell::Range(Range::Date(days)) => match days.low {
            std::ops::Bound::Included(day) | std::ops::Bound::Excluded(day) => Some(day),
            std::ops::Bound::Unbounded => None,
        },
        _ => None,
    }
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
        match read(raw, &DateStyle { formats: formats(style), century, past: false }, &context).cell {
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
    fn dates_of_the_past_are_never_in_the_future() {
        let (hints, currencies) =
            (Hints { today: Some(Date::constant(2026, 11, 1)), ..Hints::default() }, Currencies::default());
        let context = Context { hints: &hints, country: None, currencies: &currencies, tables: Tables::embedded() };
        let table = [
            ("15.03.58", None, "1958-03-15"),
            ("15.03.49", None, "1949-03-15"),
            ("15.03.99", None, "1999-03-15"),
            ("15.03.25", None, "2025-03-15"),
            ("01.11.26", None, "2026-11-01"),
            ("02.11.26", None, "1926-11-02"),
            ("29.02.28", None, "1928-02-29"),
            ("15.03.30", Some(2000), "1930-03-15"),
            ("15.03.58", Some(1900), "1958-03-15"),
            ("15.03.1958", None, "1958-03-15"),
            ("15.03.2058", None, "not valid"),
            ("2026", None, "2026-01-01..2026-12-31"),
            ("2027", None, "not valid"),
            ("2027-01-05", None, "not valid"),
        ];
        for (raw, century, shown) in table {
            let style = DateStyle { formats: formats(&["DD.MM.YY", "DD.MM.YYYY"]), century, past: true };
            let cell = read(raw, &style, &context).cell;
            let read = match &cell {
                Cell::Known(value) => value.to_string(),
                Cell::Range(range) => range.to_string(),
                cell => cell.cause().unwrap_or_default().to_owned(),
            };
            assert_eq!(read, shown, "{raw}");
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
