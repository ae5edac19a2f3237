//! One bit a record: how the judge keeps outcomes, and combines them 64 records at a time.

/// A fixed number of bits, all combinable word by word. Bits beyond the length are always zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// `len` bits, all `value`.
    #[must_use]
    pub fn filled(len: usize, value: bool) -> Self {
        let mut bitmap = Self { words: vec![if value { u64::MAX } else { 0 }; len.div_ceil(64)], len };
        bitmap.clear_tail();
        bitmap
    }

    /// `len` bits, bit `i` as `bit(i)` says.
    #[must_use]
    pub fn from_fn(len: usize, mut bit: impl FnMut(usize) -> bool) -> Self {
        let words = (0..len.div_ceil(64))
            .map(|word| {
                let start = word * 64;
                (start..len.min(start + 64)).fold(0, |bits, i| bits | (u64::from(bit(i)) << (i - start)))
            })
            .collect();
        Self { words, len }
    }

    /// How many bits there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no bit at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bit `index`. Panics beyond the length, which only a bug asks for.
    #[must_use]
    pub fn get(&self, index: usize) -> bool {
        debug_assert!(index < self.len, "bug: bit {index} of {}", self.len);
        self.words[index / 64] >> (index % 64) & 1 == 1
    }

    /// Sets bit `index`.
    pub fn set(&mut self, index: usize, value: bool) {
        let (word, bit) = (&mut self.words[index / 64], 1 << (index % 64));
        if value { *word |= bit } else { *word &= !bit }
    }

    /// How many bits are one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Every bit combined with the same bit of `other`.
    ///
    /// # Panics
    /// On two lengths, which only a bug asks for.
    #[must_use]
    pub fn combine(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        assert_eq!(self.len, other.len, "bug: bitmaps of two lengths");
        let words = self.words.iter().zip(&other.words).map(|(a, b)| combine(*a, *b)).collect();
        let mut bitmap = Self { words, len: self.len };
        bitmap.clear_tail();
        bitmap
    }

    /// One where both are.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & b)
    }

    /// One where either is.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    /// One where this is and `other` is not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }

    /// One where this is zero.
    #[must_use]
    pub fn not(&self) -> Self {
        let mut bitmap = Self { words: self.words.iter().map(|word| !word).collect(), len: self.len };
        bitmap.clear_tail();
        bitmap
    }

    /// The places of the ones, ascending.
    pub fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        Self::ones_in(&self.words)
    }

    /// The places of the ones in words of 64 bits, ascending.
    pub fn ones_in(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
        words.iter().enumerate().flat_map(|(index, word)| {
            std::iter::successors((*word != 0).then_some(*word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| index * 64 + rest.trailing_zeros() as usize)
        })
    }

    fn clear_tail(&mut self) {
        if let (Some(last), tail @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << tail) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_behave_as_a_list_of_bools() {
        for len in [0, 1, 63, 64, 65, 200] {
            let third: Vec<bool> = (0..len).map(|i| i % 3 == 0).collect();
            let fifth: Vec<bool> = (0..len).map(|i| i % 5 == 0).collect();
            let a = Bitmap::from_fn(len, |i| third[i]);
            let b = Bitmap::from_fn(len, |i| fifth[i]);
            let list = |bitmap: &Bitmap| (0..len).map(|i| bitmap.get(i)).collect::<Vec<_>>();
            let each = |f: fn(bool, bool) -> bool| third.iter().zip(&fifth).map(|(x, y)| f(*x, *y)).collect::<Vec<_>>();
            assert_eq!(list(&a.and(&b)), each(|x, y| x && y));
            assert_eq!(list(&a.or(&b)), each(|x, y| x || y));
            assert_eq!(list(&a.without(&b)), each(|x, y| x && !y));
            assert_eq!(list(&a.not()), each(|x, _| !x));
            assert_eq!(a.not().count() + a.count(), len);
            assert_eq!(a.ones().collect::<Vec<_>>(), (0..len).filter(|i| i % 3 == 0).collect::<Vec<_>>());
        }
    }
}
