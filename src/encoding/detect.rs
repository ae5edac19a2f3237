//! Which encoding a list is in, told from its beginning.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as rs;

use super::names::{Encoding, Scheme};
use super::plausible::Reading;
use super::wide;
use super::words::{Word, Words};

/// The encoding of a list and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether the list begins with a byte order mark of that encoding.
    pub bom: bool,
    /// Another name that is as right for this sample: `ascii` of UTF-8, `iso-8859-1` of Windows-1252.
    pub also: Option<&'static str>,
    /// From 0 for a guess to 1 for certain.
    pub confidence: f32,
    /// What it was told by, in a few words.
    pub why: &'static str,
}

/// Why a list's encoding cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsupported {
    /// Four bytes a character.
    #[error("it is written in UTF-32, which is not read; save it as \"CSV UTF-8\"")]
    Utf32,
}

/// The encodings of the Latin script that are told apart, each with how rare it is, as a logarithm.
const CANDIDATES: [(Encoding, f32); 10] = [
    (Encoding::WINDOWS_1252, 0.0),
    (Encoding::ISO_8859_15, -2.0),
    (Encoding::MAC_ROMAN, -1.5),
    (Encoding::WINDOWS_1250, -1.0),
    (Encoding::ISO_8859_2, -1.8),
    (Encoding::CP850, -2.0),
    (Encoding::WINDOWS_1254, -1.0),
    (Encoding::CP852, -3.0),
    (Encoding::WINDOWS_1257, -2.0),
    (Encoding(Scheme::Web(rs::ISO_8859_13)), -3.5),
];

/// Below this likelihood for each byte beyond ASCII, as a logarithm, a sample does not look Latin.
const HARDLY_LATIN: f32 = -6.0;

/// Of how many characters beyond ASCII one may be broken in UTF-8, at the most.
const BROKEN_ONE_IN: usize = 2;

/// Tells the encoding of a list from `sample`, its first bytes; `whole` says whether they are all of it.
///
/// By a byte order mark, by the NULs of UTF-16, by being UTF-8 (a few broken characters do not count against it: no
/// other encoding looks like it by chance), and else by how plausible the letters are that each encoding reads. A
/// sample that reads the same in several encodings is given the most usual one.
///
/// # Errors
/// [`Unsupported`] for UTF-32.
pub fn detect(sample: &[u8], whole: bool) -> Result<Detected, Unsupported> {
    if wide::is_utf32(sample) {
        return Err(Unsupported::Utf32);
    }
    let marked =
        [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE].into_iter().find(|e| sample.starts_with(e.bom()));
    if let Some(encoding) = marked {
        return Ok(Detected { encoding, bom: true, also: None, confidence: 1.0, why: "byte order mark" });
    }
    if let Some(encoding) = wide::utf16(sample) {
        return Ok(Detected { encoding, bom: false, also: None, confidence: 0.98, why: "every other byte is NUL" });
    }
    Ok(as_utf8(sample, whole).unwrap_or_else(|| by_letters(sample)))
}

/// What is known of a list whose encoding is stated to be `encoding`: the byte order is looked up in the sample.
#[must_use]
pub fn stated(encoding: Encoding, sample: &[u8]) -> Detected {
    let orders = [Encoding::UTF_16LE, Encoding::UTF_16BE];
    let marked = || orders.into_iter().find(|order| sample.starts_with(order.bom()));
    let order = if encoding.is_utf16() { marked().or_else(|| wide::utf16(sample)) } else { None };
    let encoding = order.unwrap_or(encoding);
    let bom = !encoding.bom().is_empty() && sample.starts_with(encoding.bom());
    Detected { encoding, bom, also: None, confidence: 1.0, why: "stated" }
}

/// UTF-8, if the sample is that or evidently was meant to be.
fn as_utf8(sample: &[u8], whole: bool) -> Option<Detected> {
    let found = |also, confidence, why| Some(Detected { encoding: Encoding::UTF_8, bom: false, also, confidence, why });
    if sample.is_ascii() {
        let escaped = memchr::memchr(0x1B, sample).and_then(|_| japanese_escapes(sample));
        return escaped.or_else(|| found(Some("ascii"), 1.0, "plain ASCII"));
    }
    let (sound, broken) = characters(sample, whole);
    match (sound, broken) {
        (0, 0) => found(None, 0.5, "ASCII, and the beginning of a character"),
        (_, 0) => found(None, 1.0, "valid UTF-8"),
        _ if sound >= 10 * broken => found(None, 0.95, "UTF-8 with a few broken characters"),
        _ if sound >= BROKEN_ONE_IN * broken => found(None, 0.7, "UTF-8 with broken characters"),
        _ => None,
    }
}

/// The sound and the broken characters beyond ASCII, read as UTF-8. One cut by the sample's end is neither.
fn characters(sample: &[u8], whole: bool) -> (usize, usize) {
    let (mut sound, mut broken) = (0, 0);
    for chunk in sample.utf8_chunks() {
        let leads = chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        sound += leads;
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut = matches!(sample.utf8_chunks().last(), Some(last) if is_beginning(last.invalid()));
    (sound, broken - usize::from(cut && !whole))
}

/// Whether these bytes could become a character of UTF-8, with more of them.
fn is_beginning(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// ISO-2022-JP, which is ASCII with escape sequences.
fn japanese_escapes(sample: &[u8]) -> Option<Detected> {
    let encoding = guess(sample);
    let certain = encoding == Encoding(Scheme::Web(rs::ISO_2022_JP));
    certain.then_some(Detected { encoding, bom: false, also: None, confidence: 0.9, why: "Japanese escape sequences" })
}

/// What the detector of the web says, which knows the scripts of the world by their letters.
fn guess(sample: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    Encoding(Scheme::Web(detector.guess(None, Utf8Detection::Deny)))
}

/// The encoding in which the letters beyond ASCII make the likeliest words.
fn by_letters(sample: &[u8]) -> Detected {
    let words = Words::of(sample);
    let mut scored: Vec<(Encoding, f32)> =
        CANDIDATES.iter().map(|(encoding, rarity)| (*encoding, latin(*encoding, &words.kept) + rarity)).collect();
    scored.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let (best, likelihood) = scored[0];
    if let Some(other) = other_script(sample, &words, likelihood) {
        return other;
    }
    let differs = |encoding: Encoding| differ(encoding, best, &words.counts);
    let second = scored.iter().find(|(encoding, _)| differs(*encoding)).map_or(f32::NEG_INFINITY, |(_, score)| *score);
    // Likelihoods are logarithms, and their assumptions are rough, so they are trusted half.
    let confidence = (1.0 / (1.0 + ((second - likelihood) / 2.0).exp())).min(0.99);
    let controls = words.counts[..0x20].iter().any(|count| *count > 0);
    let also = (best == Encoding::WINDOWS_1252 && !controls).then_some("iso-8859-1");
    Detected { encoding: best, bom: false, also, confidence, why: "its accented letters" }
}

/// How likely the words are in a Latin encoding, as a logarithm.
fn latin(encoding: Encoding, words: &[Word]) -> f32 {
    encoding.upper_half().map_or(f32::NEG_INFINITY, |upper| Reading::new(upper).likelihood(words))
}

/// Whether two encodings read any byte that occurs in different ways.
fn differ(a: Encoding, b: Encoding, counts: &[u64; 128]) -> bool {
    let (Some(a), Some(b)) = (a.upper_half(), b.upper_half()) else { return a != b };
    (0..counts.len()).any(|place| counts[place] > 0 && a[place] != b[place])
}

/// An encoding of another script, where the sample has mostly letters beyond ASCII side by side and makes no sense in
/// Latin letters.
fn other_script(sample: &[u8], words: &Words, likelihood: f32) -> Option<Detected> {
    #[expect(clippy::cast_precision_loss, reason = "of some thousand words")]
    let each =
        likelihood / words.kept.iter().flat_map(|word| word.bytes).filter(|byte| !byte.is_ascii()).count() as f32;
    if words.crowded * 10 < words.total() * 4 || each > HARDLY_LATIN {
        return None;
    }
    let encoding = guess(sample);
    let is_latin = CANDIDATES.iter().any(|(latin, _)| *latin == encoding);
    (!is_latin).then_some(Detected { encoding, bom: false, also: None, confidence: 0.9, why: "its letters" })
}
