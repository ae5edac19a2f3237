//! Finds the bytes that matter to CSV: delimiter, quote, line feed, carriage return.
//!
//! A block of 64 bytes becomes two masks with a bit for each of them, by sixteen-byte comparisons; the parser then looks
//! at the set bits only. Cells are some fifteen bytes long, so most bytes are never looked at one by one. Delimiters have
//! a mask of their own, because most cells are plain and end with one: those before the next other byte are told
//! without looking at the text again. The scanner can be set back, which the parser needs when a quote turns out to be
//! no opening quote.

use wide::u8x16;

const BLOCK: usize = 64;

/// The structural bytes of a text, from any place on.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    quote: u8,
    block: usize,
    masks: Masks,
}

/// Where delimiters, and where quotes and line ends stand in a block. A delimiter that is one of those is not in both.
#[derive(Clone, Copy, Debug, Default)]
struct Masks {
    delimiters: u64,
    others: u64,
}

impl<'b> Scanner<'b> {
    /// From the first byte on.
    pub(super) fn new(bytes: &'b [u8], delimiter: u8, quote: u8) -> Self {
        let mut scanner = Self { bytes, delimiter, quote, block: 0, masks: Masks::default() };
        scanner.set_to(0);
        scanner
    }

    /// Goes on, or back, to `place`: the next one found stands there or behind it.
    pub(super) fn set_to(&mut self, place: usize) {
        self.block = place / BLOCK * BLOCK;
        self.masks = self.load().within(u64::MAX << (place % BLOCK));
    }

    /// The place of the next structural byte.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        while self.masks.all() == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                self.block -= BLOCK;
                return None;
            }
            self.masks = self.load();
        }
        let all = self.masks.all();
        self.masks = self.masks.within(all & (all - 1));
        Some(self.block + all.trailing_zeros() as usize)
    }

    /// Passes the next delimiters, as far as they stand in the block at hand and before any other structural byte.
    #[inline]
    pub(super) fn pass_delimiters(&mut self, mut passed: impl FnMut(usize)) {
        let Masks { delimiters, others } = self.masks;
        let mut next = delimiters & (others & others.wrapping_neg()).wrapping_sub(1);
        self.masks.delimiters = delimiters & !next;
        while next != 0 {
            passed(self.block + next.trailing_zeros() as usize);
            next &= next - 1;
        }
    }

    /// The place of the next quote or line end, and whether delimiters were passed before it.
    #[inline]
    pub(super) fn next_other(&mut self) -> Option<(usize, bool)> {
        let mut passed = 0;
        while self.masks.others == 0 {
            passed |= self.masks.delimiters;
            self.masks.delimiters = 0;
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                self.block -= BLOCK;
                return None;
            }
            self.masks = self.load();
        }
        let others = self.masks.others;
        let up_to = others ^ (others - 1);
        passed |= self.masks.delimiters & up_to;
        self.masks = self.masks.within(!up_to);
        Some((self.block + others.trailing_zeros() as usize, passed != 0))
    }

    #[inline]
    fn load(&self) -> Masks {
        match self.bytes.get(self.block..self.block + BLOCK) {
            Some(block) => self.mask_of(block),
            None => {
                let rest = self.bytes.get(self.block..).unwrap_or_default();
                let mut block = [0; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                // The padding must not count, even where NUL is the delimiter.
                self.mask_of(&block).within(!u64::MAX.checked_shl(u32::try_from(rest.len()).unwrap_or(0)).unwrap_or(0))
            }
        }
    }

    #[inline]
    fn mask_of(&self, block: &[u8]) -> Masks {
        let [delimiter, quote, feed, back] = [self.delimiter, self.quote, b'\n', b'\r'].map(u8x16::splat);
        let (quarters, _) = block.as_chunks::<16>();
        let mut masks = Masks::default();
        for (quarter, bytes) in quarters.iter().enumerate() {
            let bytes = u8x16::from(*bytes);
            let delimiters = bytes.simd_eq(delimiter);
            let others = bytes.simd_eq(quote) | bytes.simd_eq(feed) | bytes.simd_eq(back);
            masks.delimiters |= u64::from(delimiters.to_bitmask()) << (quarter * 16);
            masks.others |= u64::from(others.to_bitmask()) << (quarter * 16);
        }
        Masks { others: masks.others & !masks.delimiters, ..masks }
    }
}

impl Masks {
    const fn all(self) -> u64 {
        self.delimiters | self.others
    }

    const fn within(self, mask: u64) -> Self {
        Self { delimiters: self.delimiters & mask, others: self.others & mask }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_loop_finds() {
        let text: Vec<u8> = (0..500_u32).map(|i| b"a,b\"c\nd\r\0;"[(i * i + i / 7) as usize % 10]).collect();
        for len in [0, 1, 15, 16, 63, 64, 65, 127, 128, 500] {
            for start in [0, 1, 62, 63, 64, 100] {
                let bytes = &text[..len];
                let plain: Vec<usize> =
                    (start..len).filter(|i| matches!(bytes[*i], b',' | b'"' | b'\n' | b'\r')).collect();
                let mut scanner = Scanner::new(bytes, b',', b'"');
                scanner.set_to(start);
                let found: Vec<usize> = std::iter::from_fn(|| scanner.next()).collect();
                assert_eq!(found, plain, "{len} bytes from {start}");
                assert_eq!(scanner.next(), None);
                scanner.set_to(start);
                let (mut found, mut passed) = (Vec::new(), 0);
                loop {
                    scanner.pass_delimiters(|place| found.push(place));
                    assert!(found[passed..].iter().all(|place| bytes[*place] == b','), "{len} bytes from {start}");
                    let Some(next) = scanner.next() else { break };
                    found.push(next);
                    passed = found.len();
                }
                assert_eq!(found, plain, "{len} bytes from {start}");
                scanner.set_to(start);
                let others: Vec<(usize, bool)> = std::iter::from_fn(|| scanner.next_other()).collect();
                let (mut expected, mut passed) = (Vec::new(), false);
                for place in plain {
                    match bytes[place] {
                        b',' => passed = true,
                        _ => expected.push((place, std::mem::take(&mut passed))),
                    }
                }
                assert_eq!(others, expected, "{len} bytes from {start}");
                assert_eq!(scanner.next(), None);
            }
        }
    }
}
