//! Which comes first in a column's dates, the day or the month: told from all of its cells.
//!
//! `05/11/2026` is written by Americans and by Europeans. Cells such as `25/04/2026` show whose column it is. Formats
//! with the same separator share what is shown, whether their years have two digits or four: they are one *family*.

use super::format::{DateFormat, Token};
use super::scan::Parts;
use super::{days, iso, time_of_day};
use crate::field_types::quantity::{SLIPS, Shown};

/// What the cells of a date column show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateEvidence {
    families: Vec<FamilyEvidence>,
    /// For each format, whether it reads every cell that any format reads.
    fits: Vec<bool>,
    is_empty: bool,
}

/// What the cells show that are written in one family of formats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FamilyEvidence {
    family: Family,
    /// Whether formats with the day in front are allowed, and with the month in front.
    allowed: (bool, bool),
    /// One cell in so many that no format reads is a slip.
    slips: u64,
    /// Cells that can only have the day in front (`25/04/2026`).
    pub day_first: Shown,
    /// Cells that can only have the month in front (`04/25/2026`).
    pub month_first: Shown,
    /// Cells that can be both (`05/11/2026`).
    pub open: Shown,
}

/// How numeric dates are written, but for the order of day and month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Family {
    /// What stands between day and month.
    between: Vec<Token>,
    /// Whether the year stands in front of both.
    year_first: bool,
}

/// Which of day and month stands first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Day,
    Month,
}

impl DateEvidence {
    /// Nothing seen yet, in a column with these formats. Where the list file names them (`by_list`), it takes more cells
    /// against them than for them to doubt its word.
    #[must_use]
    pub fn new(formats: &[DateFormat], by_list: bool) -> Self {
        let slips = if by_list { 1 } else { SLIPS };
        let mut families: Vec<FamilyEvidence> = Vec::new();
        for (family, order) in formats.iter().filter_map(DateFormat::family) {
            let known = families.iter().position(|known| known.family == family);
            let place = known.unwrap_or_else(|| {
                families.push(FamilyEvidence { family, slips, ..FamilyEvidence::default() });
                families.len() - 1
            });
            match order {
                Order::Day => families[place].allowed.0 = true,
                Order::Month => families[place].allowed.1 = true,
            }
        }
        Self { families, fits: vec![true; formats.len()], is_empty: true }
    }

    /// Counts `cells` cells that are written like this one, which is no missing-marker. Cells that no format reads show
    /// nothing.
    pub fn add(&mut self, formats: &[DateFormat], raw: &str, cells: u64) {
        let raw = raw.trim();
        let date = time_of_day::date_before(raw).unwrap_or(raw);
        if iso(date).is_some_and(|parts| days(&parts, None).is_some()) {
            return;
        }
        let parts: Vec<Option<Parts>> =
            formats.iter().map(|format| format.parts(raw).or_else(|| format.parts(date))).collect();
        let reads: Vec<bool> =
            parts.iter().map(|parts| parts.is_some_and(|parts| days(&parts, None).is_some())).collect();
        if reads.contains(&true) {
            self.is_empty = false;
            self.fits.iter_mut().zip(&reads).for_each(|(fits, reads)| *fits &= reads);
        }
        for evidence in &mut self.families {
            let mut of_family = formats.iter().zip(&parts).filter_map(|(format, parts)| {
                let (family, order) = format.family()?;
                (family == evidence.family).then_some((order, (*parts)?))
            });
            if let Some((order, parts)) = of_family.next() {
                evidence.add(order, parts, raw, cells);
            }
        }
    }

    /// The formats in the order in which the column's cells are tried, those marked of which the column contradicts
    /// itself.
    #[must_use]
    pub fn decide(&self, formats: &[DateFormat]) -> Vec<DateFormat> {
        let first = self.fits.iter().position(|fits| *fits).filter(|_| !self.is_empty);
        let mut ordered = formats.to_vec();
        if let Some(first) = first {
            ordered[..=first].rotate_right(1);
        }
        for evidence in &self.families {
            evidence.apply(&mut ordered);
        }
        ordered
    }

    /// The families whose cells contradict each other or the formats.
    pub fn contradictions(&self) -> impl Iterator<Item = &FamilyEvidence> {
        self.families.iter().filter(|family| family.contradicts())
    }

    /// Whether a cell shows an order or may have two.
    #[must_use]
    pub fn has_numeric(&self) -> bool {
        self.families.iter().any(|family| family.day_first.cells + family.month_first.cells + family.open.cells > 0)
    }
}

impl FamilyEvidence {
    fn add(&mut self, order: Order, parts: Parts, raw: &str, cells: u64) {
        let swapped = Parts { month: parts.day, day: parts.month, ..parts };
        let reads = |parts: &Parts| days(parts, None).is_some();
        match (reads(&parts), reads(&swapped), order) {
            (true, true, _) if parts.day == parts.month => {}
            (true, true, _) => self.open.add(raw, cells),
            (true, false, Order::Day) | (false, true, Order::Month) => self.day_first.add(raw, cells),
            (true, false, Order::Month) | (false, true, Order::Day) => self.month_first.add(raw, cells),
            (false, false, _) => {}
        }
    }

    /// Whether cells of both orders are there, or cells of an order that no format has.
    const fn contradicts(&self) -> bool {
        let (day, month) = (self.day_first.cells > 0, self.month_first.cells > 0);
        match self.allowed {
            (true, true) => day && month,
            (true, false) => month,
            (false, true) => day,
            (false, false) => false,
        }
    }

    /// Whether nobody can tell which order the ambiguous cells have. Where the formats allow one order only, a few cells
    /// of the other are slips.
    #[must_use]
    pub const fn is_doubtful(&self) -> bool {
        let (day, month) = (self.day_first.cells, self.month_first.cells);
        match self.allowed {
            (true, true) => day > 0 && month > 0,
            (true, false) => month > 0 && day < self.slips * month,
            (false, true) => day > 0 && month < self.slips * day,
            (false, false) => false,
        }
    }

    /// Puts the formats of the order that the cells show before the others of the family, in the same places; marks
    /// them where the order is in doubt.
    fn apply(&self, formats: &mut [DateFormat]) {
        let places: Vec<usize> = (0..formats.len())
            .filter(|place| formats[*place].family().is_some_and(|(family, _)| family == self.family))
            .collect();
        if self.is_doubtful() {
            places.iter().for_each(|place| formats[*place].doubtful = true);
            return;
        }
        let shown = match (self.day_first.cells, self.month_first.cells) {
            (1.., 0) => Order::Day,
            (0, 1..) => Order::Month,
            _ => return,
        };
        let mut own: Vec<DateFormat> = places.iter().map(|place| formats[*place].clone()).collect();
        own.sort_by_key(|format| format.family().is_none_or(|(_, order)| order != shown));
        places.into_iter().zip(own).for_each(|(place, format)| formats[place] = format);
    }
}

impl DateFormat {
    /// The family of a format of a numeric day and month, and which of them stands first.
    fn family(&self) -> Option<(Family, Order)> {
        let place = |wanted| self.tokens.iter().position(|token| *token == wanted);
        let (day, month) = (place(Token::Day)?, place(Token::Month)?);
        let year = place(Token::Year).or_else(|| place(Token::ShortYear))?;
        let (first, second) = (day.min(month), day.max(month));
        let order = if day < month { Order::Day } else { Order::Month };
        let between = self.tokens[first + 1..second].to_vec();
        Some((Family { between, year_first: year < first }, order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(texts: &[&str]) -> Vec<DateFormat> {
        texts.iter().map(|text| DateFormat::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))).collect()
    }

    /// The first format that the column takes, with `?` where it is in doubt.
    fn decided(texts: &[&str], cells: &[&str]) -> String {
        let formats = formats(texts);
        let mut evidence = DateEvidence::new(&formats, false);
        cells.iter().for_each(|cell| evidence.add(&formats, cell, 1));
        let first = &evidence.decide(&formats)[0];
        let place = formats.iter().position(|format| format.tokens == first.tokens).expect("one of them");
        format!("{}{}", texts[place], if first.doubtful { "?" } else { "" })
    }

    #[test]
    fn the_cells_of_a_column_decide_its_order() {
        const BOTH: &[&str] = &["%m/%d/%Y", "%d/%m/%Y"];
        let table: [(&[&str], &[&str], &str); 16] = [
            (BOTH, &[], "%m/%d/%Y"),
            (BOTH, &["05/11/2024", "11/05/2024"], "%m/%d/%Y"),
            (BOTH, &["25/04/2026", "05/11/2024"], "%d/%m/%Y"),
            (BOTH, &["25/04/2026", "05/11/2024", "see contract", "31/02/2026"], "%d/%m/%Y"),
            (BOTH, &["25/04/2026 10:30", "05/11/2024"], "%d/%m/%Y"),
            (BOTH, &["04/25/2026", "05/11/2024", "2026-01-31"], "%m/%d/%Y"),
            (BOTH, &["25/04/2026", "04/25/2026", "05/11/2024"], "%m/%d/%Y?"),
            (&["%m/%d/%Y"], &["25/04/2026", "13/02/2026", "11/05/2024"], "%m/%d/%Y?"),
            (&["%m/%d/%Y"], &["04/25/2026", "13/02/2026", "11/05/2024"], "%m/%d/%Y?"),
            (&["%d.%m.%Y", "%m/%d/%Y"], &["25.04.2026", "05/11/2024", "11/25/2024"], "%d.%m.%Y"),
            (&["%m/%d/%Y", "%d/%m/%y"], &["25/04/26", "05/11/2024"], "%d/%m/%y"),
            (&["%m-%d-%Y", "%d-%m-%Y"], &["25-04-2026"], "%d-%m-%Y"),
            (&["%d%m%y", "%y%m%d"], &["991231", "260105"], "%y%m%d"),
            (&["%d.%m.%Y"], &["05.11.2024", "11/25/2024"], "%d.%m.%Y"),
            (&["%Y/%m/%d", "%Y/%d/%m"], &["2026/25/04", "2026/05/06"], "%Y/%d/%m"),
            (BOTH, &["05/05/2026", "06/06/2026"], "%m/%d/%Y"),
        ];
        for (texts, cells, first) in table {
            assert_eq!(decided(texts, cells), first, "{texts:?} {cells:?}");
        }
    }

    #[test]
    fn a_slip_in_twenty_does_not_outweigh_the_format() {
        let formats = formats(&["%m/%d/%Y"]);
        let mut evidence = DateEvidence::new(&formats, false);
        evidence.add(&formats, "04/25/2026", 20);
        evidence.add(&formats, "25/04/2026", 1);
        assert_eq!(evidence.contradictions().map(FamilyEvidence::is_doubtful).collect::<Vec<_>>(), [false]);
        evidence.add(&formats, "26/04/2026", 1);
        assert_eq!(evidence.contradictions().map(FamilyEvidence::is_doubtful).collect::<Vec<_>>(), [true]);
    }

    #[test]
    fn the_word_of_a_list_file_is_doubted_where_most_cells_contradict_it() {
        let formats = formats(&["%d/%m/%Y"]);
        for (cells, doubtful) in [(["25/04/2026", "04/25/2026"], false), (["04/25/2026", "04/26/2026"], true)] {
            let mut evidence = DateEvidence::new(&formats, true);
            cells.iter().for_each(|cell| evidence.add(&formats, cell, 1));
            assert_eq!(evidence.contradictions().map(FamilyEvidence::is_doubtful).collect::<Vec<_>>(), [doubtful]);
        }
    }
}
