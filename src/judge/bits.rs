//! Three-valued logic over bitmaps: the one place that says how pass, fail and unknown combine.

use crate::model::{Bitmap, Codes, Column, Outcome};

/// Pass and unknown of every record; what is neither has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    /// Where it passes.
    pub pass: Bitmap,
    /// Where it is unknown.
    pub unknown: Bitmap,
}

impl Bits {
    /// The same outcome for every record.
    #[must_use]
    pub fn constant(records: usize, outcome: Outcome) -> Self {
        Self {
            pass: Bitmap::filled(records, outcome == Outcome::Pass),
            unknown: Bitmap::filled(records, outcome == Outcome::Unknown),
        }
    }

    /// The outcome of each record, given the outcome of each distinct cell of a column.
    #[must_use]
    pub fn dealt(column: &Column, outcomes: &[Outcome]) -> Self {
        let is = |wanted: Outcome| Bitmap::from_fn(outcomes.len(), |code| outcomes[code] == wanted);
        match &column.codes {
            Codes::Same(records) => Self::constant(*records, outcomes[0]),
            _ => Self { pass: column.deal(&is(Outcome::Pass)), unknown: column.deal(&is(Outcome::Unknown)) },
        }
    }

    /// Where it fails.
    #[must_use]
    pub fn fail(&self) -> Bitmap {
        self.pass.combine(&self.unknown, |pass, unknown| !(pass | unknown))
    }

    /// The outcome of one record.
    #[must_use]
    pub fn outcome(&self, record: usize) -> Outcome {
        if self.pass.get(record) {
            Outcome::Pass
        } else if self.unknown.get(record) {
            Outcome::Unknown
        } else {
            Outcome::Fail
        }
    }

    /// Pass for fail and fail for pass.
    #[must_use]
    pub fn opposite(&self) -> Self {
        Self { pass: self.fail(), unknown: self.unknown.clone() }
    }

    /// Passes where all pass, fails where one fails.
    #[must_use]
    pub fn all(parts: &[Self], records: usize) -> Self {
        let start = Self::constant(records, Outcome::Pass);
        parts.iter().fold(start, |all, part| {
            let pass = all.pass.and(&part.pass);
            // Neither has failed, and not both passed.
            let open = all.pass.or(&all.unknown).and(&part.pass.or(&part.unknown));
            Self { unknown: open.without(&pass), pass }
        })
    }

    /// Passes where one passes, fails where all fail.
    #[must_use]
    pub fn any(parts: &[Self], records: usize) -> Self {
        let start = Self::constant(records, Outcome::Fail);
        parts.iter().fold(start, |any, part| {
            let pass = any.pass.or(&part.pass);
            Self { unknown: any.unknown.or(&part.unknown).without(&pass), pass }
        })
    }

    /// Passes where `need` pass, fails where passes and unknowns together stay below it.
    #[must_use]
    pub fn at_least(need: usize, parts: &[Self], records: usize) -> Self {
        let count =
            |record: usize, bits: fn(&Self) -> &Bitmap| parts.iter().filter(|part| bits(part).get(record)).count();
        let passes = |record: usize| count(record, |part| &part.pass);
        let pass = Bitmap::from_fn(records, |record| passes(record) >= need);
        let open = Bitmap::from_fn(records, |record| passes(record) + count(record, |part| &part.unknown) >= need);
        Self { unknown: open.without(&pass), pass }
    }

    /// Passes where all fail, fails where one passes.
    #[must_use]
    pub fn none(parts: &[Self], records: usize) -> Self {
        Self::any(parts, records).opposite()
    }
}

#[cfg(test)]
mod tests {
    use Outcome::{Fail, Pass, Unknown};

    use super::*;

    /// a, b, all, any, none: the table of the rule language.
    const TABLE: [(Outcome, Outcome, Outcome, Outcome, Outcome); 6] = [
        (Pass, Pass, Pass, Pass, Fail),
        (Pass, Fail, Fail, Pass, Fail),
        (Pass, Unknown, Unknown, Pass, Fail),
        (Fail, Fail, Fail, Fail, Pass),
        (Fail, Unknown, Fail, Unknown, Unknown),
        (Unknown, Unknown, Unknown, Unknown, Unknown),
    ];

    #[test]
    fn groups_follow_the_table_in_either_order() {
        for (a, b, all, any, none) in TABLE {
            for (first, second) in [(a, b), (b, a)] {
                let parts = [Bits::constant(3, first), Bits::constant(3, second)];
                assert_eq!(Bits::all(&parts, 3), Bits::constant(3, all), "all {first} {second}");
                assert_eq!(Bits::any(&parts, 3), Bits::constant(3, any), "any {first} {second}");
                assert_eq!(Bits::none(&parts, 3), Bits::constant(3, none), "none {first} {second}");
                assert_eq!(Bits::at_least(1, &parts, 3), Bits::constant(3, any), "need 1 {first} {second}");
                assert_eq!(Bits::at_least(2, &parts, 3), Bits::constant(3, all), "need 2 {first} {second}");
            }
        }
    }

    #[test]
    fn need_counts() {
        let table: [(&[Outcome], usize, Outcome); 5] = [
            (&[Pass, Pass, Unknown], 2, Pass),
            (&[Pass, Fail, Unknown], 2, Unknown),
            (&[Pass, Fail, Fail], 2, Fail),
            (&[Unknown, Unknown, Fail], 3, Fail),
            (&[Fail, Fail], 0, Pass),
        ];
        for (outcomes, need, expected) in table {
            let parts: Vec<Bits> = outcomes.iter().map(|outcome| Bits::constant(1, *outcome)).collect();
            assert_eq!(Bits::at_least(need, &parts, 1).outcome(0), expected, "{outcomes:?} need {need}");
        }
    }
}
