//! What reading a cell came to, in one byte: what decisions keep of every cell of every record.

use super::{CellKind, Repair};

/// The state of a cell, and how it was mended.
///
/// Its code is a number for people, too: 1 known, 2 range, 3 missing, 4 unreadable; 10 more where leading zeros were put
/// back, 20 for a day and month turned back, 30 for the first of several values, 40 for a wrapping taken off, 50 for
/// text in a wrong encoding, 60 for HTML entities, 70 for a plus put back in front of a telephone number. 0: nobody
/// looked.
///
/// ```
/// use leadsieve::model::{Cell, CellState, Repair};
/// assert_eq!(CellState::new(Cell::text("00123").kind(), Some(Repair::LeadingZeros)).code(), 11);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellState(u8);

impl CellState {
    /// Codes are below this.
    pub const CODES: usize = 80;

    /// How cells are mended, in the order of the codes.
    pub const REPAIRS: [Repair; 7] = [
        Repair::LeadingZeros,
        Repair::DayMonth,
        Repair::FirstOfSeveral,
        Repair::Unwrapped,
        Repair::Misread,
        Repair::Entities,
        Repair::LostPlus,
    ];

    /// Of a cell that was read.
    #[must_use]
    pub const fn new(kind: CellKind, repair: Option<Repair>) -> Self {
        let state = match kind {
            CellKind::Known => 1,
            CellKind::Range => 2,
            CellKind::Missing => 3,
            CellKind::Unreadable => 4,
        };
        let tens = match repair {
            None => 0,
            Some(Repair::LeadingZeros) => 10,
            Some(Repair::DayMonth) => 20,
            Some(Repair::FirstOfSeveral) => 30,
            Some(Repair::Unwrapped) => 40,
            Some(Repair::Misread) => 50,
            Some(Repair::Entities) => 60,
            Some(Repair::LostPlus) => 70,
        };
        Self(state + tens)
    }

    /// The number that it is written as; 0 where nobody looked.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// How the cell was mended that a code stands for.
    #[must_use]
    pub fn repair_of(code: usize) -> Option<Repair> {
        Self::REPAIRS.get((code / 10).checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Missing, Unreadable};

    #[test]
    fn a_code_tells_state_and_repair() {
        let cells = [
            (Cell::text("a"), 1),
            (Cell::Missing(Missing::Blank), 3),
            (Cell::Unreadable(Unreadable::Malformed), 4),
            (Cell::NotFound, 4),
        ];
        for (cell, state) in &cells {
            assert_eq!(CellState::new(cell.kind(), None).code(), *state);
            for (place, repair) in CellState::REPAIRS.into_iter().enumerate() {
                let code = usize::from(CellState::new(cell.kind(), Some(repair)).code());
                assert_eq!((code % 10, code / 10), (usize::from(*state), place + 1));
                assert!(code < CellState::CODES && CellState::repair_of(code) == Some(repair));
            }
        }
        assert_eq!((CellState::default().code(), CellState::repair_of(4)), (0, None));
    }
}
