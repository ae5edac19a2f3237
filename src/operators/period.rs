//! Lengths of time by the calendar: `"18 years"`, `"3 months"`, `"2 weeks"`, `"90 days"`.

use jiff::Span;
use jiff::civil::Date;

/// A length of time. A year is twelve months and a week is seven days, but a month has no number of days.
///
/// A day that the month reached does not have is the first of the next: a year after 29 February is 1 March. What lies
/// beyond the calendar of the years -9999 to 9999 is its last or first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    months: i32,
    days: i32,
}

/// The highest number before a unit, so that no arithmetic leaves its bounds.
const HIGHEST: i32 = 9_999;

impl Period {
    /// Reads a whole number and its unit, in the singular or the plural.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (count, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let count: i32 = count.parse().ok().filter(|count| *count <= HIGHEST)?;
        let (months, days) = match unit.trim_start().to_lowercase().as_str() {
            "year" | "years" => (count * 12, 0),
            "month" | "months" => (count, 0),
            "week" | "weeks" => (0, count * 7),
            "day" | "days" => (0, count),
            _ => return None,
        };
        Some(Self { months, days })
    }

    /// What somebody may have meant who wrote a unit otherwise: `90 days` for `90 dys`, `18 years` for `18 yrs`.
    #[must_use]
    pub fn meant(text: &str) -> Option<String> {
        let text = text.trim();
        let (count, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let unit = unit.trim().trim_end_matches('.').to_lowercase();
        let short =
            [("d", "days"), ("w", "weeks"), ("wk", "weeks"), ("wks", "weeks"), ("mo", "months"), ("y", "years")];
        let more = [("yr", "years"), ("yrs", "years"), ("tage", "days"), ("wochen", "weeks"), ("monate", "months")];
        let known = short.iter().chain(&more).find(|(word, _)| *word == unit).map(|(_, unit)| *unit);
        let near =
            || ["days", "weeks", "months", "years"].into_iter().find(|word| strsim::osa_distance(word, &unit) <= 2);
        let unit = known.or_else(|| (unit.len() > 2).then(near).flatten())?;
        (!count.is_empty()).then(|| format!("{count} {unit}"))
    }

    /// The months and days that it is.
    #[must_use]
    pub const fn parts(self) -> (i32, i32) {
        (self.months, self.days)
    }

    /// The day that lies this much after `date`.
    #[must_use]
    pub fn after(self, date: Date) -> Date {
        shift_days(shift_months(date, self.months), self.days)
    }

    /// Whether it is no time at all: `0 days`.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.months == 0 && self.days == 0
    }

    /// The day that lies this much before `date`.
    #[must_use]
    pub fn before(self, date: Date) -> Date {
        shift_days(shift_months(date, -self.months), -self.days)
    }

    /// The latest day from which this much has gone by on `date`: the last birthday of those who are old enough.
    #[must_use]
    pub fn latest_start(self, date: Date) -> Date {
        // A step back and forth over months may land a few days off, because of months of unlike length.
        let mut start = shift_days(self.before(date), 4);
        while self.after(start) > date && start > Date::MIN {
            start = shift_days(start, -1);
        }
        start
    }
}

fn shift_days(date: Date, days: i32) -> Date {
    date.saturating_add(Span::new().days(days))
}

fn shift_months(date: Date, months: i32) -> Date {
    let from_year_0 = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let (year, month) = (from_year_0.div_euclid(12), from_year_0.rem_euclid(12) + 1);
    let first = i16::try_from(year).ok().zip(i8::try_from(month).ok()).and_then(|(y, m)| Date::new(y, m, 1).ok());
    match first {
        Some(first) if date.day() > first.days_in_month() => shift_days(first.last_of_month(), 1),
        Some(first) => shift_days(first, i32::from(date.day()) - 1),
        None if months < 0 => Date::MIN,
        None => Date::MAX,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn other_units_are_understood() {
        let table = [
            ("18 yrs", Some("18 years")),
            ("90 dys", Some("90 days")),
            ("90 dais", Some("90 days")),
            ("6 mo", Some("6 months")),
            ("3 monate", Some("3 months")),
            ("2w", Some("2 weeks")),
            ("5 lightyears", None),
            ("days", None),
        ];
        for (text, meant) in table {
            assert_eq!(super::Period::meant(text).as_deref(), meant, "{text}");
        }
    }

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn periods_are_a_number_and_a_unit() {
        assert_eq!(period("18 years"), period("216 months"));
        assert_eq!(period("2 weeks"), period(" 14 Days "));
        assert_eq!(period("1 year"), period("1year"));
        for text in
            ["", "18", "years", "-1 day", "1.5 years", "10000 days", "3 moons", "18 years old", "99999999999 days"]
        {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_calendar_counts() {
        let table = [
            ("18 years", date(2008, 2, 29), date(2026, 3, 1)),
            ("4 years", date(2024, 2, 29), date(2028, 2, 29)),
            ("1 month", date(2026, 1, 31), date(2026, 3, 1)),
            ("13 months", date(2025, 12, 5), date(2027, 1, 5)),
            ("90 days", date(2026, 10, 1), date(2026, 12, 30)),
            ("2 weeks", date(2026, 12, 24), date(2027, 1, 7)),
            ("9999 years", date(2026, 1, 1), Date::MAX),
        ];
        for (text, from, to) in table {
            assert_eq!(period(text).after(from), to, "{text} after {from}");
        }
        assert_eq!(period("3 years").before(date(2026, 10, 1)), date(2023, 10, 1));
        assert_eq!(period("3 years").before(date(2028, 2, 29)), date(2025, 3, 1));
        assert_eq!(period("9999 years").before(date(-1, 1, 1)), Date::MIN);
    }

    #[test]
    fn one_is_as_old_as_ones_birthdays() {
        let table = [
            (date(2026, 2, 28), date(2008, 2, 28)),
            (date(2026, 3, 1), date(2008, 3, 1)),
            (date(2028, 2, 29), date(2010, 2, 28)),
            (date(2026, 10, 1), date(2008, 10, 1)),
        ];
        for (today, born) in table {
            assert_eq!(period("18 years").latest_start(today), born, "{today}");
        }
    }

    proptest! {
        #[test]
        fn the_latest_start_is_exact(months in 0..400i32, days in 0..400i32, at in -200_000..200_000i32) {
            let period = Period { months, days };
            let end = shift_days(date(2000, 1, 1), at);
            let start = period.latest_start(end);
            prop_assert!(period.after(start) <= end);
            prop_assert!(period.after(shift_days(start, 1)) > end);
        }
    }
}
