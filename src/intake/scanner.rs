//! Finds the bytes that matter to CSV: delimiter, quote, line feed, carriage return.
//!
//! A block of 64 bytes becomes a mask with a bit for each of them, by sixteen-byte comparisons; the parser then looks
//! at the set bits only. Cells are some fifteen bytes long, so most bytes are never looked at one by one. The scanner
//! can be set back, which the parser needs when a quote turns out to be no opening quote.

use wide::u8x16;

const BLOCK: usize = 64;

/// The structural bytes of a text, from any place on.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    quote: u8,
    block: usize,
    mask: u64,
}

impl<'b> Scanner<'b> {
    /// From the first byte on.
    pub(super) fn new(bytes: &'b [u8], delimiter: u8, quote: u8) -> Self {
        let mut scanner = Self { bytes, delimiter, quote, block: 0, mask: 0 };
        scanner.set_to(0);
        scanner
    }

    /// Goes on, or back, to `place`: the next one found stands there or behind it.
    pub(super) fn set_to(&mut self, place: usize) {
        self.block = place / BLOCK * BLOCK;
        self.mask = self.load() & (u64::MAX << (place % BLOCK));
    }

    /// The place of the next structural byte.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                self.block -= BLOCK;
                return None;
            }
            self.mask = self.load();
        }
        let place = self.block + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(place)
    }

    #[inline]
    fn load(&self) -> u64 {
        match self.bytes.get(self.block..self.block + BLOCK) {
            Some(block) => self.mask_of(block),
            None => {
                let rest = self.bytes.get(self.block..).unwrap_or_default();
                let mut block = [0; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                // The padding must not count, even where NUL is the delimiter.
                self.mask_of(&block) & !u64::MAX.checked_shl(u32::try_from(rest.len()).unwrap_or(0)).unwrap_or(0)
            }
        }
    }

    #[inline]
    fn mask_of(&self, block: &[u8]) -> u64 {
        let wanted = [self.delimiter, self.quote, b'\n', b'\r'].map(u8x16::splat);
        block.chunks_exact(16).enumerate().fold(0, |mask, (quarter, bytes)| {
            let bytes = u8x16::from(<[u8; 16]>::try_from(bytes).unwrap_or_default());
            let found = wanted.iter().fold(u8x16::ZERO, |found, byte| found | bytes.simd_eq(*byte));
            mask | (u64::from(found.to_bitmask()) << (quarter * 16))
        })
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
            }
        }
    }
}
