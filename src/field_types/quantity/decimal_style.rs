//! What is known of a column's separators: from its list file, from its cells, or not at all.

use super::{Habit, Quantity};

/// How the ambiguous numbers of a column (`1.500`, `1,500`) are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalStyle {
    /// No cell shows the habit: a lone separator before three digits is for thousands.
    #[default]
    Unknown,
    /// The column's telling cells show it. A cell that shows another habit is read by its own.
    Shown(Habit),
    /// The list file says it, or the cell is a number of a workbook. Whatever does not fit cannot be read.
    Declared(Habit),
    /// The column's cells contradict each other: what may be either is read as neither.
    Mixed,
    /// Too few cells show this habit, and none the other: what is decimal to it alone is read as neither. What is for
    /// thousands to it is so anyway.
    Doubtful(Habit),
}

/// What the cells of a column show of its separators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecimalEvidence {
    /// Cells that show a decimal point, and the first of them.
    pub point: Shown,
    /// Cells that show a decimal comma, and the first of them.
    pub comma: Shown,
    /// Cells such as `1.500`.
    pub open_point: Shown,
    /// Cells such as `1,500`.
    pub open_comma: Shown,
}

/// How many cells of a column show something, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The cells.
    pub cells: u64,
    /// The first one, as the list writes it.
    pub example: String,
}

/// How many cells of a column must show a habit before the column has it.
const TELLING_CELLS: u64 = 3;

/// One cell in so many that shows the other habit is a slip of the keyboard.
pub(in super::super) const SLIPS: u64 = 20;

impl DecimalStyle {
    /// What the list file declares: `.` or `,`.
    #[must_use]
    pub fn declared(separator: char) -> Self {
        Habit::of_separator(separator).map_or(Self::Unknown, Self::Declared)
    }

    /// The habit by which an ambiguous separator is decimal.
    pub(super) const fn habit(self) -> Option<Habit> {
        match self {
            Self::Shown(habit) | Self::Declared(habit) => Some(habit),
            Self::Unknown | Self::Mixed | Self::Doubtful(_) => None,
        }
    }

    /// Whether nobody knows what a separator is that is decimal to this habit alone.
    pub(super) fn leaves_open(self, open: Habit) -> bool {
        match self {
            Self::Mixed => true,
            Self::Doubtful(habit) => habit == open,
            Self::Unknown | Self::Shown(_) | Self::Declared(_) => false,
        }
    }

    /// Whether a cell that shows this habit can be read.
    pub(super) fn allow(self, shown: Option<Habit>) -> bool {
        !matches!((self, shown), (Self::Declared(declared), Some(shown)) if declared != shown)
    }
}

impl DecimalEvidence {
    /// Counts `cells` cells that are written like this one.
    pub fn add(&mut self, raw: &str, cells: u64) {
        if !raw.bytes().any(|byte| matches!(byte, b'.' | b',')) {
            return;
        }
        let Ok(quantity) = Quantity::parse(raw, DecimalStyle::Unknown) else { return };
        match (quantity.habit, quantity.open) {
            (Some(Habit::Point), _) => self.point.add(raw, cells),
            (Some(Habit::Comma), _) => self.comma.add(raw, cells),
            (None, Some(Habit::Point)) => self.open_point.add(raw, cells),
            (None, Some(Habit::Comma)) => self.open_comma.add(raw, cells),
            (None, None) => {}
        }
    }

    /// What follows for the column's ambiguous cells.
    ///
    /// Three telling cells and none against them decide. One that differs among twenty is a slip. Fewer than three leave
    /// it as it is, unless an ambiguous cell would be another number by them: then nobody knows.
    ///
    /// ```
    /// use leadsieve::field_types::{Habit, DecimalEvidence, DecimalStyle};
    /// let of = |cells: &[&str]| {
    ///     let mut evidence = DecimalEvidence::default();
    ///     cells.iter().for_each(|cell| evidence.add(cell, 1));
    ///     evidence.decide()
    /// };
    /// assert_eq!(of(&["12,5", "1.500", "0,75", "3,1 Mio. €"]), DecimalStyle::Shown(Habit::Comma));
    /// assert_eq!(of(&["12,5", "0,75", "3,1", "99.95"]), DecimalStyle::Mixed);
    /// ```
    #[must_use]
    pub fn decide(&self) -> DecimalStyle {
        let (more, fewer, habit) = if self.point.cells >= self.comma.cells {
            (self.point.cells, self.comma.cells, Habit::Point)
        } else {
            (self.comma.cells, self.point.cells, Habit::Comma)
        };
        let open = if habit == Habit::Point { &self.open_point } else { &self.open_comma };
        match (more, fewer) {
            (0, _) => DecimalStyle::Unknown,
            (_, 1..) if more < SLIPS * fewer => DecimalStyle::Mixed,
            (TELLING_CELLS.., _) => DecimalStyle::Shown(habit),
            _ if open.cells > 0 => DecimalStyle::Doubtful(habit),
            _ => DecimalStyle::Unknown,
        }
    }

    /// How many cells may be read in two ways.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.open_point.cells + self.open_comma.cells
    }
}

impl Shown {
    /// Counts `cells` more cells, of which this is one.
    pub(in super::super) fn add(&mut self, raw: &str, cells: u64) {
        if self.cells == 0 {
            raw.trim().clone_into(&mut self.example);
        }
        self.cells += cells;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_the_habit_that_its_cells_agree_on() {
        let table: [(&[&str], DecimalStyle); 12] = [
            (&["12,5", "1.234.567", "€ 1.500,50", "1.500", "call me"], DecimalStyle::Shown(Habit::Comma)),
            (&["1,234,567", "$1.5M", "0.5"], DecimalStyle::Shown(Habit::Point)),
            (&["1.5", "2.5"], DecimalStyle::Unknown),
            (&["1.5", "2.5", "1,500"], DecimalStyle::Unknown),
            (&["1.5", "1.500"], DecimalStyle::Doubtful(Habit::Point)),
            (&["2,5", "1,500", "750"], DecimalStyle::Doubtful(Habit::Comma)),
            (&["1.5", "2.5", "3.5", "3,5"], DecimalStyle::Mixed),
            (&["1.500", "23.11.2026", "1'500", "250"], DecimalStyle::Unknown),
            (&["50,00000", "825,0000", "12,3456", "7,0000"], DecimalStyle::Unknown),
            (&["50,00000", "1,700,000", "934,160"], DecimalStyle::Unknown),
            (&["3.5", "4.125", "2.5", "0.75"], DecimalStyle::Shown(Habit::Point)),
            (&[], DecimalStyle::Unknown),
        ];
        for (cells, expected) in table {
            let mut evidence = DecimalEvidence::default();
            cells.iter().for_each(|cell| evidence.add(cell, 1));
            assert_eq!(evidence.decide(), expected, "{cells:?}");
        }
    }

    #[test]
    fn one_slip_among_many_turns_nothing_round() {
        let mut evidence = DecimalEvidence::default();
        evidence.add("1,234.50", 20);
        evidence.add("12,5", 1);
        assert_eq!(evidence.decide(), DecimalStyle::Shown(Habit::Point));
        evidence.add("13,5", 1);
        assert_eq!(evidence.decide(), DecimalStyle::Mixed);
    }
}
