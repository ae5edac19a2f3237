//! UTF-16 and UTF-32 without a byte order mark, told by where their NULs stand.

use super::names::Encoding;

/// The UTF-16 that the sample is in, by its NULs: the upper halves of plain characters. A list has plain delimiters
/// and line ends, so there are some, whatever its language.
///
/// `None` for text with stray NULs, for a file of nothing but NULs, and where there are none.
pub(super) fn utf16(sample: &[u8]) -> Option<Encoding> {
    memchr::memchr(0, sample)?;
    let (pairs, _) = sample.as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let encoding = if second > first { Encoding::UTF_16LE } else { Encoding::UTF_16BE };
    let (many, few) = (first.max(second), first.min(second));
    // Of the bytes beside the NULs, nearly all must be text.
    let plain = |pair: &&[u8; 2]| (pair[0] == 0) != (pair[1] == 0) && is_text(pair[0] | pair[1]);
    let plain = pairs.iter().filter(plain).count();
    // Where text has stray NULs, the pairs without one are two characters of ASCII.
    let ascii = pairs.iter().filter(|pair| pair.iter().all(|byte| matches!(byte, b' '..=b'~'))).count();
    let likely =
        many * 20 >= pairs.len() && few * 10 <= many && plain * 10 >= many * 9 && ascii * 2 <= pairs.len() - many;
    let certain = many >= 2 && many * 2 >= pairs.len() && few * 10 <= many && plain * 10 >= many * 9;
    (many > 0 && pairs.len() > 1 && (certain || (likely && many > 1))).then_some(encoding)
}

/// Whether the sample is in UTF-32, with a byte order mark or evidently without.
pub(super) fn is_utf32(sample: &[u8]) -> bool {
    let (units, _) = sample.as_chunks::<4>();
    let share = |wanted: fn(&&[u8; 4]) -> bool| units.iter().filter(wanted).count() * 10 >= units.len() * 9;
    sample.starts_with(b"\xFF\xFE\0\0")
        || sample.starts_with(b"\0\0\xFE\xFF")
        || (units.len() > 1
            && memchr::memchr(0, sample).is_some()
            && (share(|unit| unit[0] != 0 && unit[2..] == [0, 0] && unit[1] < 0x30)
                || share(|unit| unit[3] != 0 && unit[..2] == [0, 0] && unit[2] < 0x30))
            && units.iter().all(|unit| unit.contains(&0)))
}

/// Whether U+00`byte` occurs in text.
fn is_text(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0xA0..)
}
