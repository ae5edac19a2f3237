//! Random profiles and leads out of a row of numbers, so that proptest can shrink what it finds: zeros make the
//! simplest profile, and a row that is too short goes on with zeros.

mod leads;
mod profiles;

pub use leads::{base_columns, columns, lead, refine};
pub use profiles::{TRAITS, Traits, profile};

/// A row of numbers to choose by.
#[derive(Debug)]
pub struct Choices<'n> {
    numbers: std::slice::Iter<'n, u16>,
}

impl<'n> Choices<'n> {
    /// Chooses by `numbers`, front to back.
    pub fn new(numbers: &'n [u16]) -> Self {
        Self { numbers: numbers.iter() }
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or(0)) % limit
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).expect("a bug of the test: ends out of order");
        low + i64::try_from(self.below(span)).expect("a bug of the test: a small number")
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of several.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
