//! The words of a sample that hold bytes beyond ASCII.

use hashbrown::HashSet;

/// How many different words are kept for each byte value. More would only repeat what they say.
const PER_BYTE: u16 = 150;

/// The longest word; what is longer is cut.
const LONGEST: usize = 48;

/// A word and what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Word<'b> {
    /// Letters of ASCII and bytes beyond it.
    pub(super) bytes: &'b [u8],
    /// Whether a digit stands directly before it or behind it.
    pub(super) at_digit: bool,
}

/// What a sample has beyond ASCII.
pub(super) struct Words<'b> {
    /// Different words, in the order of the sample. Each byte value that occurs is in one of them.
    pub(super) kept: Vec<Word<'b>>,
    /// How often each byte from 0x80 on occurs.
    pub(super) counts: [u64; 128],
    /// How many of these bytes have another one beside them.
    pub(super) crowded: u64,
}

impl<'b> Words<'b> {
    /// Looks through the whole sample.
    pub(super) fn of(sample: &'b [u8]) -> Self {
        let mut words = Self { kept: Vec::new(), counts: [0; 128], crowded: 0 };
        let (mut seen, mut per_byte, mut from) = (HashSet::new(), [0; 128], 0);
        while let Some(found) = sample[from..].iter().position(|byte| !byte.is_ascii()) {
            let found = from + found;
            let start =
                sample[from..found].iter().rposition(|byte| !is_part(*byte)).map_or(from, |place| from + place + 1);
            let start = start.max(found.saturating_sub(LONGEST / 2));
            let length = sample[found..].iter().take(LONGEST / 2).position(|byte| !is_part(*byte));
            let end = length.map_or((found + LONGEST / 2).min(sample.len()), |length| found + length);
            let digit = |place: Option<&u8>| place.is_some_and(u8::is_ascii_digit);
            let at_digit = digit(sample.get(end)) || (start > 0 && digit(sample.get(start - 1)));
            let word = Word { bytes: &sample[start..end], at_digit };
            words.count(word.bytes);
            if wanted(word.bytes, &per_byte) && seen.insert(word) {
                upper(word.bytes).for_each(|place| per_byte[place] += 1);
                words.kept.push(word);
            }
            from = end;
        }
        words
    }

    fn count(&mut self, word: &[u8]) {
        upper(word).for_each(|place| self.counts[place] += 1);
        let beside = |place: usize| word.get(place).is_some_and(|byte| !byte.is_ascii());
        let crowded = (0..word.len()).filter(|i| beside(*i) && (beside(i + 1) || (*i > 0 && beside(i - 1)))).count();
        self.crowded += crowded as u64;
    }

    /// How many bytes beyond ASCII there are.
    pub(super) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// Whether a byte can be part of a word, whatever the encoding.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// The places in an upper half of the bytes beyond ASCII.
fn upper(word: &[u8]) -> impl Iterator<Item = usize> + '_ {
    word.iter().filter(|byte| !byte.is_ascii()).map(|byte| usize::from(byte - 0x80))
}

/// Whether a word has a byte of which there are not yet many.
fn wanted(word: &[u8], per_byte: &[u16; 128]) -> bool {
    upper(word).any(|place| per_byte[place] < PER_BYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_once() {
        let words = Words::of(b"Name\nM\xFCller 5\xB0,M\xFCller\nx \x80");
        let kept: Vec<(&[u8], bool)> = words.kept.iter().map(|word| (word.bytes, word.at_digit)).collect();
        assert_eq!(kept, [(b"M\xFCller".as_slice(), false), (b"\xB0", true), (b"\x80", false)]);
        assert_eq!((words.total(), words.counts[0x7C], words.crowded), (4, 2, 0));
        assert_eq!(Words::of(b"\xC3\xBCx\xFF").crowded, 2);
    }

    #[test]
    fn a_rare_byte_is_never_lost() {
        let mut sample: Vec<u8> = (0..9_999).flat_map(|i| format!("{i:05}").into_bytes()).collect();
        sample = sample.chunks(5).flat_map(|digits| digits.iter().map(|d| d - b'0' + b'a').chain(*b"\xE4 ")).collect();
        sample.extend(b"100 \xA4");
        let words = Words::of(&sample);
        assert_eq!(words.kept.len(), usize::from(PER_BYTE) + 1);
        assert!(words.kept.iter().any(|word| word.bytes == b"\xA4"));
    }
}
