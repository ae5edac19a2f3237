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
    /// The column's cells contradict each other. A lone separator before three digits is for thousands all the same, but
    /// not where a scale word stands beside it, and not where other cells have decimals behind that sign: then it is
    /// read as neither.
    Mixed {
        /// Whether cells without a scale word have decimals behind a point.
        point: bool,
        /// Whether they have some behind a comma.
        comma: bool,
    },
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
    /// The most decimals behind a point in a cell without a scale word.
    finest_point: u32,
    /// The most decimals behind a comma in a cell without a scale word.
    finest_comma: u32,
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
            Self::Unknown | Self::Mixed { .. } | Self::Doubtful(_) => None,
        }
    }

    /// Whether nobody knows what a separator is that is decimal to this habit alone, in a cell with a scale word or not.
    pub(super) fn leaves_open(self, open: Habit, is_scaled: bool) -> bool {
        match self {
            Self::Mixed { point, comma } => is_scaled || if open == Habit::Point { point } else { comma },
            Self::Doubtful(habit) => habit == open,
            Self::Unknown | Self::Shown(_) | Self::Declared(_) => false,
        }
    }

    /// Whether a lone comma before three digits is for thousands, where no scale word stands beside it.
    pub(super) fn groups_by_comma(self) -> bool {
        self.habit() != Some(Habit::Comma) && !self.leaves_open(Habit::Comma, false)
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
            (Some(Habit::Point), _) => {
                self.point.add(raw, cells);
                self.finest_point = self.finest_point.max(quantity.decimals);
            }
            (Some(Habit::Comma), _) => {
                self.comma.add(raw, cells);
                self.finest_comma = self.finest_comma.max(quantity.decimals);
            }
            (None, Some(Habit::Point)) => self.open_point.add(raw, cells),
            (None, Some(Habit::Comma)) => self.open_comma.add(raw, cells),
            (None, None) => {}
        }
    }

    /// What follows for the column's ambiguous cells.
    ///
    /// Three telling cells and none against them decide. One that differs among twenty is a slip. Fewer than three leave
    /// it as it is, unless an ambiguous cell would be another number by them: then nobody knows. Nor does anybody where
    /// cells contradict each other and some have decimals; `fewest` decimals make a doubt: one for numbers, and three for
    /// amounts of money, of which `1.500` would have three.
    ///
    /// ```
    /// use leadsieve::field_types::{Habit, DecimalEvidence, DecimalStyle};
    /// let of = |cells: &[&str]| {
    ///     let mut evidence = DecimalEvidence::default();
    ///     cells.iter().for_each(|cell| evidence.add(cell, 1));
    ///     evidence.decide(1)
    /// };
    /// assert_eq!(of(&["12,5", "1.500", "0,75", "3,1 Mio. €"]), DecimalStyle::Shown(Habit::Comma));
    /// assert_eq!(of(&["12,5", "0,75", "3,1", "99.95"]), DecimalStyle::Mixed { point: true, comma: true });
    /// ```
    #[must_use]
    pub fn decide(&self, fewest: u32) -> DecimalStyle {
        let (more, fewer, habit) = if self.point.cells >= self.comma.cells {
            (self.point.cells, self.comma.cells, Habit::Point)
        } else {
            (self.comma.cells, self.point.cells, Habit::Comma)
        };
        let open = if habit == Habit::Point { &self.open_point } else { &self.open_comma };
        match (more, fewer) {
            (0, _) => DecimalStyle::Unknown,
            (_, 1..) if more < SLIPS * fewer => {
                DecimalStyle::Mixed { point: self.finest_point >= fewest, comma: self.finest_comma >= fewest }
            }
            (TELLING_CELLS.., _) => DecimalStyle::Shown(habit),
            _ if open.cells > 0 && self.finest(habit) >= fewest => DecimalStyle::Doubtful(habit),
            _ if open.cells > 0 => DecimalStyle::Mixed { point: false, comma: false },
            _ => DecimalStyle::Unknown,
        }
    }

    /// Whether so many cells show either habit that the column has both.
    #[must_use]
    pub const fn has_both(&self) -> bool {
        self.point.cells >= TELLING_CELLS && self.comma.cells >= TELLING_CELLS
    }

    const fn finest(&self, habit: Habit) -> u32 {
        match habit {
            Habit::Point => self.finest_point,
            Habit::Comma => self.finest_comma,
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
        let table: [(&[&str], DecimalStyle); 16] = [
            (&["12,5", "1.234.567", "€ 1.500,50", "1.500", "call me"], DecimalStyle::Shown(Habit::Comma)),
            (&["1,234,567", "$1.5M", "0.5"], DecimalStyle::Shown(Habit::Point)),
            (&["1.5", "2.5"], DecimalStyle::Unknown),
            (&["1.5", "2.5", "1,500"], DecimalStyle::Unknown),
            (&["1.5", "1.500"], DecimalStyle::Doubtful(Habit::Point)),
            (&["2,5", "1,500", "750"], DecimalStyle::Doubtful(Habit::Comma)),
            (&["1.5", "2.5", "3.5", "3,5"], DecimalStyle::Mixed { point: true, comma: true }),
            (&["1.5", "2.5", "3.5", "3,5 Mio. €"], DecimalStyle::Mixed { point: true, comma: false }),
            (&["$2.5M", "3,5 Mio. €", "1,500"], DecimalStyle::Mixed { point: false, comma: false }),
            (&["1,234,567", "1.234.567", "1.500"], DecimalStyle::Mixed { point: false, comma: false }),
            (&["2,5 Mio. €", "1,500"], DecimalStyle::Mixed { point: false, comma: false }),
            (&["1.500", "23.11.2026", "1'500", "250"], DecimalStyle::Unknown),
            (&["50,00000", "825,0000", "12,3456", "7,0000"], DecimalStyle::Unknown),
            (&["50,00000", "1,700,000", "934,160"], DecimalStyle::Unknown),
            (&["3.5", "4.125", "2.5", "0.75"], DecimalStyle::Shown(Habit::Point)),
            (&[], DecimalStyle::Unknown),
        ];
        for (cells, expected) in table {
            let mut evidence = DecimalEvidence::default();
            cells.iter().for_each(|cell| evidence.add(cell, 1));
            assert_eq!(evidence.decide(1), expected, "{cells:?}");
        }
    }

    #[test]
    fn one_slip_among_many_turns_nothing_round() {
        let mut evidence = DecimalEvidence::default();
        evidence.add("1,234.50", 20);
        evidence.add("12,5", 1);
        assert_eq!(evidence.decide(1), DecimalStyle::Shown(Habit::Point));
        evidence.add("13,5", 1);
        assert_eq!(evidence.decide(1), DecimalStyle::Mixed { point: true, comma: true });
        assert_eq!(evidence.decide(3), DecimalStyle::Mixed { point: false, comma: false });
        evidence.add("0,125", 1);
        assert_eq!(evidence.decide(3), DecimalStyle::Mixed { point: false, comma: true });
    }
}
