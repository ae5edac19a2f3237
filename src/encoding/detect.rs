//! Which encoding a list is in, told from its beginning.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as rs;

use super::choice::{differ, sure};
use super::mixed::{OtherEncoding, is_western, without_utf8};
use super::names::{Encoding, Scheme};
use super::plausible::Reading;
use super::sound::sound;
use super::utf16;
use super::words::{Word, Words};
use super::{asian, cyrillic};

/// The encoding of a list and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether the list begins with a byte order mark of that encoding.
    pub bom: bool,
    /// Another name that is as right for this sample: `ascii` of UTF-8, `iso-8859-1` of Windows-1252.
    pub also: Option<&'static str>,
    /// The encoding of records that are none in it: of a list in UTF-8 that was put together from several files.
    pub others: Option<Encoding>,
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
    /// Korean or Chinese letters as ASCII between escape sequences.
    #[error("it is written in ISO-2022-KR or ISO-2022-CN, which are not read; save it as \"CSV UTF-8\"")]
    Iso2022,
}

/// The encodings of the Latin script that are told apart, each with how rare it is, as a logarithm.
const CANDIDATES: [(Encoding, f32); 11] = [
    (Encoding::WINDOWS_1252, 0.0),
    (Encoding::ISO_8859_15, -2.0),
    (Encoding::MAC_ROMAN, -2.5),
    (Encoding::WINDOWS_1250, -1.0),
    (Encoding::ISO_8859_2, -1.8),
    (Encoding::CP850, -2.0),
    (Encoding::WINDOWS_1254, -1.0),
    (Encoding::CP852, -3.0),
    (Encoding::WINDOWS_1257, -2.0),
    (Encoding(Scheme::Web(rs::ISO_8859_13)), -3.5),
    (Encoding(Scheme::Web(rs::ISO_8859_3)), -4.0),
];

/// Below this likelihood for each byte beyond ASCII, as a logarithm, a sample does not look Latin.
pub(super) const HARDLY_LATIN: f32 = -6.0;

/// The same where such bytes stand side by side, which is rare in Latin text.
const HARDLY_LATIN_SIDE_BY_SIDE: f32 = -5.0;

/// Above this likelihood it looks Latin indeed: what was Latin had more than that in all lists that were tried.
const SURELY_LATIN: f32 = -4.72;

/// How many bytes suffice to tell a script.
const ENOUGH: usize = 512 << 10;

/// The confidence of a mere guess, and how few odd bytes are rather damage than another encoding.
const GUESS: f32 = 0.35;
const FEW: usize = 4;

/// In how many lines a single odd byte tells nothing.
const MANY_LINES: usize = 20;

/// Of how many characters beyond ASCII one may be broken in UTF-8, at the most.
const BROKEN_ONE_IN: usize = 2;

/// Tells the encoding of a list from `sample`, its first bytes; `whole` says whether they are all of it.
///
/// By a byte order mark, by the NULs of UTF-16, by being UTF-8 (a few broken characters do not count against it: no
/// other encoding looks like it by chance), and else by how plausible the letters are that each encoding reads. A
/// sample that reads the same in several encodings is given the most usual one.
///
/// # Errors
/// [`Unsupported`] for UTF-32, and for ISO-2022-KR and ISO-2022-CN.
pub fn detect(sample: &[u8], whole: bool) -> Result<Detected, Unsupported> {
    if utf16::is_utf32(sample) {
        return Err(Unsupported::Utf32);
    }
    let escape = memchr::memchr(0x1B, sample);
    if escape.is_some() && designates_letters(sample) {
        return Err(Unsupported::Iso2022);
    }
    let marked =
        [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE].into_iter().find(|e| sample.starts_with(e.bom()));
    if let Some(encoding) = marked {
        return Ok(Detected { encoding, bom: true, also: None, others: None, confidence: 1.0, why: "byte order mark" });
    }
    if let Some(encoding) = utf16::utf16(sample) {
        let why = "every other byte is NUL";
        return Ok(Detected { encoding, bom: false, also: None, others: None, confidence: 0.98, why });
    }
    Ok(as_utf8(sample, whole, escape.is_some()).unwrap_or_else(|| {
        let guess = by_letters(sample);
        if is_lone(sample) || guess.confidence <= GUESS && is_damaged_ascii(sample) { damaged_ascii() } else { guess }
    }))
}

/// Text in which hardly a byte is odd, and none makes sense in any encoding: damage, not another encoding.
const fn damaged_ascii() -> Detected {
    let why = "plain ASCII with a few broken bytes";
    Detected { encoding: Encoding::UTF_8, bom: false, also: Some("ascii"), others: None, confidence: 0.5, why }
}

/// Whether one single byte is odd in many lines, and stands where no word has a letter beyond ASCII: at its beginning,
/// before a capital or a digit. A capital (`ÖBB`) and a sign (`£500`) do stand there.
fn is_lone(sample: &[u8]) -> bool {
    let mut odd = sample.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
    let (Some((place, byte)), None) = (odd.next(), odd.next()) else { return false };
    let is_odd_before = sample.get(place + 1).is_some_and(|next| next.is_ascii_uppercase() || next.is_ascii_digit());
    let begins = place == 0 || !sample[place - 1].is_ascii_alphanumeric();
    // The capitals of Windows-1252 but for those that begin most characters of UTF-8, and the signs of prices and quotes.
    let is_usual =
        matches!(byte, 0xC0 | 0xC1 | 0xC4..=0xD6 | 0xD8..=0xDE | 0x80 | 0x84 | 0x93 | 0x96 | 0xA3 | 0xA7 | 0xAB);
    begins && is_odd_before && !is_usual && memchr::memchr_iter(b'\n', sample).count() > MANY_LINES
}

/// Whether a few bytes are odd, all of them such as no text has often: the first of a character in UTF-8 that was cut,
/// or none of UTF-8 at all.
fn is_damaged_ascii(sample: &[u8]) -> bool {
    let odd: Vec<u8> = sample.iter().copied().filter(|byte| !byte.is_ascii()).take(FEW).collect();
    odd.len() < FEW && odd.iter().all(|byte| matches!(byte, 0xC0..=0xC3 | 0xE2 | 0xFE | 0xFF))
}

/// What is known of a list whose encoding is stated to be `encoding`: the byte order is looked up in the sample.
#[must_use]
pub fn stated(encoding: Encoding, sample: &[u8]) -> Detected {
    let orders = [Encoding::UTF_16LE, Encoding::UTF_16BE];
    let marked = || orders.into_iter().find(|order| sample.starts_with(order.bom()));
    let order = if encoding.is_utf16() { marked().or_else(|| utf16::utf16(sample)) } else { None };
    let encoding = order.unwrap_or(encoding);
    let bom = !encoding.bom().is_empty() && sample.starts_with(encoding.bom());
    Detected { encoding, bom, also: None, others: None, confidence: 1.0, why: "stated" }
}

/// UTF-8, if the sample is that or evidently was meant to be; or what escape sequences in plain ASCII say.
fn as_utf8(sample: &[u8], whole: bool, has_escapes: bool) -> Option<Detected> {
    let sound_in = Some(Encoding::WINDOWS_1252);
    let found = |also, others, confidence, why| {
        Some(Detected { encoding: Encoding::UTF_8, bom: false, also, others, confidence, why })
    };
    if sample.is_ascii() {
        let escaped = has_escapes.then(|| japanese_escapes(sample)).flatten();
        return escaped.or_else(|| found(Some("ascii"), sound_in, 1.0, "plain ASCII"));
    }
    let (sound, broken) = characters(sample, whole);
    if let Some(others) = (sound > 0 && broken > 0).then(|| others(sample)).flatten() {
        return found(None, Some(others), 0.8, "UTF-8 in some records and another encoding in others");
    }
    match (sound, broken) {
        (0, 0) => found(None, sound_in, 0.5, "ASCII, and the beginning of a character"),
        (_, 0) => found(None, sound_in, 1.0, "valid UTF-8"),
        _ if sound >= 10 * broken => found(None, sound_in, 0.95, "UTF-8 with a few broken characters"),
        _ if sound >= BROKEN_ONE_IN * broken => found(None, sound_in, 0.7, "UTF-8 with broken characters"),
        _ => None,
    }
}

/// The encoding in which those words of a sample make sense that are no UTF-8, where the others are words in UTF-8.
fn others(sample: &[u8]) -> Option<Encoding> {
    let letters = without_utf8(sample);
    let words = Words::of(&letters);
    let mut scored = scored(&words);
    scored.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let (best, likelihood) = *scored.first()?;
    let other = OtherEncoding::new(best)?;
    let read = words.kept.iter().filter(|word| other.text(word.bytes).is_some()).count();
    let makes_sense = each_byte(likelihood, &words) > HARDLY_LATIN && read * 2 > words.kept.len();
    (makes_sense && is_western(sample)).then_some(best)
}

/// How likely the words are in each encoding of the Latin script.
fn scored(words: &Words<'_>) -> Vec<(Encoding, f32)> {
    let candidates = CANDIDATES.iter().zip(&*READINGS);
    candidates.map(|((encoding, rarity), reading)| (*encoding, latin(reading.as_ref(), &words.kept) + rarity)).collect()
}

/// What each letter is worth in the encodings of the Latin script: the same for every list.
static READINGS: LazyLock<Vec<Option<Reading>>> = LazyLock::new(|| {
    let reading = |encoding: Encoding| encoding.upper_half().map(|upper| Reading::new(&upper));
    CANDIDATES.iter().map(|(encoding, _)| reading(*encoding)).collect()
});

/// The sound and the broken characters beyond ASCII, read as UTF-8. One cut by the sample's end is neither.
fn characters(sample: &[u8], whole: bool) -> (usize, usize) {
    // Nearly every list is sound, and that is told at once.
    match std::str::from_utf8(sample) {
        Ok(_) => return (leads(sample), 0),
        Err(cut) if cut.error_len().is_none() && !whole => return (leads(&sample[..cut.valid_up_to()]), 0),
        Err(_) => {}
    }
    let (mut whole_ones, mut broken, mut cut) = (0, 0, false);
    for (valid, invalid) in sound(sample) {
        whole_ones += leads(valid.as_bytes());
        broken += usize::from(!invalid.is_empty());
        cut = is_beginning(invalid);
    }
    (whole_ones, broken - usize::from(cut && !whole))
}

/// How many bytes of a text in UTF-8 begin a character beyond ASCII. As many as a byte can count are counted in bytes,
/// of which the processor adds up sixteen at a time.
fn leads(text: &[u8]) -> usize {
    let counted = |part: &[u8]| usize::from(part.iter().map(|byte| u8::from(*byte >= 0xC0)).sum::<u8>());
    text.chunks(usize::from(u8::MAX)).map(counted).sum()
}

/// Whether these bytes could become a character of UTF-8, with more of them.
fn is_beginning(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a sample has one of the sequences that name a set of Korean or Chinese letters (RFC 1557, RFC 1922), and letters
/// of such a set behind a shift.
fn designates_letters(sample: &[u8]) -> bool {
    let mut escapes = memchr::memmem::find_iter(sample, b"\x1B$");
    let names_a_set = |at: usize| matches!(sample.get(at + 2..at + 4), Some(b")C" | b")A" | b")G" | b"*H"));
    escapes.any(names_a_set) && memchr::memchr(0x0E, sample).is_some()
}

/// ISO-2022-JP, which is ASCII with escape sequences.
fn japanese_escapes(sample: &[u8]) -> Option<Detected> {
    let encoding = guess(sample);
    let certain = encoding == Encoding(Scheme::Web(rs::ISO_2022_JP));
    let why = "Japanese escape sequences";
    certain.then_some(Detected { encoding, bom: false, also: None, others: None, confidence: 0.9, why })
}

/// What the detector of the web says, which knows the scripts of the world by their letters. It is slow, and sure
/// after some pages, so it sees as much as [`ENOUGH`] from the first line on that is not plain ASCII.
fn guess(sample: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let first = sample.iter().position(|byte| !byte.is_ascii() || *byte == 0x1B).unwrap_or(0);
    let line = memchr::memrchr(b'\n', &sample[..first]).map_or(0, |end| end + 1);
    detector.feed(&sample[line..sample.len().min(line + ENOUGH)], line + ENOUGH >= sample.len());
    Encoding(Scheme::Web(detector.guess(None, Utf8Detection::Deny)))
}

/// The encoding in which the letters beyond ASCII make the likeliest words.
fn by_letters(sample: &[u8]) -> Detected {
    let words = Words::of(sample);
    let mut scored = scored(&words);
    scored.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let (best, likelihood) = scored[0];
    if let Some(other) = other_script(sample, &words, likelihood) {
        return other;
    }
    let differs = |encoding: Encoding| match (encoding.upper_half(), best.upper_half()) {
        (Some(one), Some(other)) => differ(&one, &other, &words.counts),
        _ => encoding != best,
    };
    let second = scored.iter().find(|(encoding, _)| differs(*encoding)).map_or(f32::NEG_INFINITY, |(_, score)| *score);
    let most = match each_byte(likelihood, &words) {
        each if each > SURELY_LATIN => 0.99,
        each if each > HARDLY_LATIN => 0.8,
        _ => 0.3,
    };
    let confidence = sure(likelihood, second).min(most);
    let controls = words.counts[..0x20].iter().any(|count| *count > 0);
    let also = (best == Encoding::WINDOWS_1252 && !controls).then_some("iso-8859-1");
    Detected { encoding: best, bom: false, also, others: None, confidence, why: "its accented letters" }
}

/// How likely the words are as they are read in a Latin encoding, as a logarithm.
fn latin(reading: Option<&Reading>, words: &[Word]) -> f32 {
    reading.map_or(f32::NEG_INFINITY, |reading| reading.likelihood(words))
}

/// The likelihood of the kept words for each of their bytes beyond ASCII.
#[expect(clippy::cast_precision_loss, reason = "some thousand words")]
fn each_byte(likelihood: f32, words: &Words) -> f32 {
    likelihood / words.kept.iter().flat_map(|word| word.bytes).filter(|byte| !byte.is_ascii()).count() as f32
}

/// An encoding of another script, where the sample has mostly letters beyond ASCII side by side and makes no sense in
/// Latin letters.
fn other_script(sample: &[u8], words: &Words, likelihood: f32) -> Option<Detected> {
    if words.crowded * 10 < words.total() * 4 || each_byte(likelihood, words) > HARDLY_LATIN_SIDE_BY_SIDE {
        return None;
    }
    let guessed = guess(sample);
    let is_latin = CANDIDATES.iter().any(|(latin, _)| *latin == guessed);
    if let Some((encoding, confidence)) = cyrillic::detect(words, CYRILLIC.contains(&guessed.name())) {
        // Greek capitals stand where KOI8 has small letters.
        let may_be_greek = [rs::ISO_8859_7, rs::WINDOWS_1253].map(|web| Encoding(Scheme::Web(web))).contains(&guessed);
        let confidence = if may_be_greek { confidence.min(0.5) } else { confidence };
        let why = "its Cyrillic letters";
        return Some(Detected { encoding, bom: false, also: None, others: None, confidence, why });
    }
    let (encoding, confidence) = asian::settle(guessed, sample);
    let why = "its letters";
    (!is_latin).then_some(Detected { encoding, bom: false, also: None, others: None, confidence, why })
}

/// The encodings of the Cyrillic script that the web's detector knows.
const CYRILLIC: [&str; 6] = ["windows-1251", "koi8-u", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples::LISTS;
    use super::*;

    fn encoding(label: &str) -> Encoding {
        Encoding::from_label(label).expect("a known label")
    }

    fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
        if encoding.is_utf16() {
            let order = if encoding == Encoding::UTF_16LE { u16::to_le_bytes } else { u16::to_be_bytes };
            return text.encode_utf16().flat_map(order).collect();
        }
        let Some(upper) = encoding.upper_half() else {
            let Scheme::Web(web) = encoding.0 else { panic!("a code page has an upper half") };
            return web.encode(text).0.into_owned();
        };
        let byte = |char: char| {
            let place = || upper.iter().position(|own| *own == char).map_or(0x3F, |place| place + 0x80);
            u8::try_from(if char.is_ascii() { char as usize } else { place() }).expect("a byte")
        };
        text.chars().map(byte).collect()
    }

    fn decoded(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let mut text = Vec::new();
        let mut reader = super::super::Transcoder::new(bytes, encoding);
        std::io::Read::read_to_end(&mut reader, &mut text).expect("no error in memory");
        text
    }

    #[test]
    fn marks_and_nuls_and_utf8() {
        let table: [(&[u8], bool, &str, bool); 27] = [
            (b"", true, "utf-8", false),
            (b"a,b\n1,2\n", true, "utf-8", false),
            (b"\xEF\xBB\xBFa,b\n", true, "utf-8", true),
            (b"\xEF\xBB\xBFM\xFCller", true, "utf-8", true),
            (b"\xFF\xFEa\0\n\0", true, "utf-16le", true),
            (b"\xFE\xFF\0a\0\n", true, "utf-16be", true),
            (b"\xFF\xFE", true, "utf-16le", true),
            (b"a\0,\0b\0\n\0", true, "utf-16le", false),
            (b"\0a\0,\0b\0\n", true, "utf-16be", false),
            (b"M\0\xFC\0l\0\n\0x\0", false, "utf-16le", false),
            (b"\0\0\0\0\0\0\0\0", true, "utf-8", false),
            (b"\0", true, "utf-8", false),
            (b"name,town\nM\0ller,Ulm\nA,B\n", true, "utf-8", false),
            (b"name,town\nMu\0ler,Ulm\0\nA,B\n", true, "utf-8", false),
            (b"name,town\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", true, "utf-8", false),
            (b"a,b\0\0\0\0c,d\0\0\0\0", true, "utf-8", false),
            ("Müller".as_bytes(), true, "utf-8", false),
            (b"M\xC3\xBCller M\xC3", false, "utf-8", false),
            (b"Mueller M\xC3", false, "utf-8", false),
            (b"\xE2\x82", false, "utf-8", false),
            (b"M\xC3\xBCller \xC3\xA4\xC3\xB6\xC3\xBC M\xFCller", true, "utf-8", false),
            (b"M\xC3\xBCller J\xC3\xB6rg M\xFCller", true, "utf-8", false),
            (b"M\xFCller M\xFCller J\xC3\xB6rg M\xFCller", true, "utf-8", false),
            (b"M\xFCller,Stra\xDFe\n", true, "windows-1252", false),
            (b"caf\xE9", true, "windows-1252", false),
            (b"caf\xE9", false, "utf-8", false),
            (b"\xFC", true, "windows-1252", false),
        ];
        for (sample, whole, name, bom) in table {
            let found = detect(sample, whole).expect("no UTF-32");
            let shown = String::from_utf8_lossy(sample);
            assert_eq!((found.encoding.name(), found.bom), (name, bom), "{shown}: {found:?}");
            assert!((0.0..=1.0).contains(&found.confidence), "{shown}: {found:?}");
        }
        for escaped in
            [b"\x1B$)Cname\n\x0E:OA6\x0F\n".as_slice(), b"a\n\x1B$)A\x0E:OA6\x0F\n", b"\x1B$)G\x0E:O\x0F,\x1B*H"]
        {
            assert_eq!(detect(escaped, true), Err(Unsupported::Iso2022));
        }
        assert!(detect(b"\x1B$)C is no text without a shift", true).is_ok());
        for utf32 in [b"\xFF\xFE\0\0a\0\0\0".as_slice(), b"\0\0\xFE\xFF", b"a\0\0\0,\0\0\0", b"\0\0\0a\0\0\0,\0\0\0\n"]
        {
            assert_eq!(detect(utf32, true), Err(Unsupported::Utf32));
        }
    }

    #[test]
    fn one_word_is_enough_for_the_usual_ones() {
        let table = [
            (
                "windows-1252",
                "Müller;Straße;José;café;Ärzte;Özil;Groß;Jürgen;Søren;François;Peña;São;L’Oréal;ÜBER;100 €;GRÖSSE",
            ),
            ("iso-8859-15", "100 €;cœur;5€;12,50 €"),
            ("mac-roman", "Müller;Straße;José;café;Jürgen;Gärtner;Hélène;Peña;García;Zürich"),
            ("cp850", "Müller;Jürgen;Köln;Gärtner;José;Ärzte GmbH"),
            ("windows-1250", "Łódź;Świętokrzyska;Wrocław;Dvořák;Liběchov;Plzeň;Győr"),
            ("iso-8859-2", "Łódź;Świętokrzyska;Šimůnek;Dvořák;Tomáš Němec"),
            ("windows-1254", "Işık;Doğan"),
            ("windows-1251", "Москва"),
            ("koi8-u", "Москва;Иванов"),
            ("shift_jis", "株式会社;東京都港区"),
            ("gbk", "北京市朝阳区;有限公司"),
            ("euc-kr", "서울특별시;주식회사"),
        ];
        let mut wrong = Vec::new();
        for (label, words) in table {
            for word in words.split(';') {
                let bytes = encoded(&format!("name;town\nx;{word}\n"), encoding(label));
                let found = detect(&bytes, true).expect("no UTF-32");
                let text = String::from_utf8(decoded(&bytes, found.encoding)).expect("nothing malformed");
                if text != format!("name;town\nx;{word}\n") {
                    wrong.push(format!("{word} in {label} taken for {}", found.encoding.name()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("; "));
    }

    #[test]
    fn the_other_name_is_given_where_it_is_as_right() {
        let table: [(&[u8], Option<&str>); 4] = [
            (b"x", Some("ascii")),
            (b"M\xFCller", Some("iso-8859-1")),
            (b"M\xFCller 5 \x80", None),
            ("ü".as_bytes(), None),
        ];
        for (sample, also) in table {
            assert_eq!(detect(sample, true).expect("no UTF-32").also, also, "{sample:?}");
        }
    }

    #[test]
    fn what_is_stated_holds_but_for_the_byte_order() {
        let table: [(&str, &[u8], &str, bool); 6] = [
            ("utf-16", b"\xFE\xFF\0a", "utf-16be", true),
            ("utf-16", b"\0a\0b\0\n", "utf-16be", false),
            ("utf-16", b"", "utf-16le", false),
            ("utf-16be", b"\xFF\xFEa\0", "utf-16le", true),
            ("utf-8", b"\xEF\xBB\xBFa", "utf-8", true),
            ("latin1", b"\xEF\xBB\xBFa", "windows-1252", false),
        ];
        for (label, sample, name, bom) in table {
            let found = stated(encoding(label), sample);
            assert_eq!((found.encoding.name(), found.bom), (name, bom), "{label} {sample:?}");
        }
    }

    #[test]
    fn few_letters_or_signs_in_a_plain_list_are_those_of_windows() {
        let plain = "1;Jan Smit;Acme Ltd;Leeds\n2;Pat Bos;Berg Ltd;York\n".repeat(20);
        for lines in [
            "a;call again…",
            "a;call again…\nb;left voicemail…\nc;no answer…",
            "a;ÖBB Holding",
            "a;Österreichische Post",
            "a;Ärzte GmbH",
            "a;§ 13b",
            "a;§13b UStG",
            "a;£500",
            "a;£ 500",
            "a;500 €",
            "a;€500",
            "a;€ 500",
            "a;Smith – Partner",
            "a;O’Brien",
            "a;„gut“",
            "a;België\nb;Joëlle Vos",
            "a;België",
            "a;Curaçao",
            "a;Zoë",
            "a;Acme™",
            "a;Acme®",
            "a;20° C",
            "a;Ünal Çelik",
        ] {
            for text in [format!("id;note\n{lines}\n"), format!("id;note;x\n{plain}{lines}\n{plain}")] {
                let bytes = encoded(&text, Encoding::WINDOWS_1252);
                let found = detect(&bytes, true).expect("no UTF-32");
                let read = String::from_utf8(decoded(&bytes, found.encoding)).unwrap_or_default();
                assert!(read == text, "{lines}: {found:?}");
            }
        }
    }

    #[test]
    fn lists_of_two_encodings_are_told() {
        for (sample, others) in [
            (b"r0,M\xC3\xBCller\nr1,M\xFCller\nr2,B\xE4cker\n".as_slice(), "windows-1252"),
            (b"r0,M\xFCller\nr1,M\xFCller\nr2,B\xE4cker\nr3,J\xC3\xA4ger\n", "windows-1252"),
            (b"r0,\xC5\x81\xC3\xB3d\xC5\xBA\nr1,\xA3\xF3d\x9F\nr2,Wroc\xB3aw\n", "windows-1250"),
        ] {
            let found = detect(sample, true).expect("no UTF-32");
            assert_eq!((found.encoding, found.others), (Encoding::UTF_8, Some(encoding(others))), "{found:?}");
        }
    }

    /// For each list and each encoding that has all its letters: how many pieces of so many records are read right.
    fn accuracy(records: usize) -> Vec<(String, usize, usize)> {
        let labels =
            ["windows-1252", "iso-8859-15", "mac-roman", "cp850", "windows-1250", "iso-8859-2", "windows-1254"];
        let all =
            labels.into_iter().flat_map(|label| LISTS.iter().map(move |(language, list)| (label, language, list)));
        let native = all.filter(|(label, _, list)| !encoded(list, encoding(label)).contains(&b'?'));
        let pieces = |list: &str| {
            let lines: Vec<&str> = list.lines().collect();
            let wanted = lines.chunks(records).map(|piece| format!("firma;name;ort\n{}\n", piece.join("\n")));
            wanted.filter(|piece| !piece.is_ascii()).collect::<Vec<_>>()
        };
        let right = |label: &str, piece: &str| {
            let bytes = encoded(piece, encoding(label));
            detect(&bytes, true).is_ok_and(|found| decoded(&bytes, found.encoding) == piece.as_bytes())
        };
        let row = |(label, language, list): (&str, &&str, &&str)| {
            let pieces = pieces(list);
            let right = pieces.iter().filter(|piece| right(label, piece)).count();
            (format!("{label} {language}"), right, pieces.len())
        };
        native.map(row).collect()
    }

    #[test]
    fn short_lists_are_nearly_always_and_longer_ones_always_right() {
        for (records, permille) in [(1, 970), (3, 1000), (100, 1000)] {
            let rows = accuracy(records);
            let (right, all) = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
            assert!(right * 1000 >= all * permille, "{records} records: {right} of {all} right\n{rows:#?}");
        }
    }

    #[test]
    #[ignore = "prints a table"]
    #[expect(clippy::print_stdout, reason = "it is what the test is for")]
    fn accuracy_as_a_table() {
        for (one, (three, all)) in accuracy(1).into_iter().zip(accuracy(3).into_iter().zip(accuracy(100))) {
            println!("{:28} {:>3}/{:<3} {:>3}/{:<3} {:>3}/{:<3}", one.0, one.1, one.2, three.1, three.2, all.1, all.2);
        }
    }

    proptest! {
        #[test]
        fn utf8_is_utf8_wherever_it_is_cut(text in "[a-z,\nüß€łó日😀]{0,40}", cut in 0..160_usize) {
            let bytes = &text.as_bytes()[..cut.min(text.len())];
            let found = detect(bytes, false).expect("no UTF-32");
            prop_assert_eq!(found.encoding.name(), "utf-8");
        }

        #[test]
        fn any_bytes_have_an_encoding(bytes in prop::collection::vec(any::<u8>(), 0..200), whole: bool) {
            let found = detect(&bytes, whole);
            prop_assert!(found.is_err() || found.is_ok_and(|found| (0.0..=1.0).contains(&found.confidence)));
        }

        #[test]
        fn utf16_needs_no_mark(text in "[a-z;\n]{4}[a-zA-Z0-9;\nüßéłŁ日本語Привет ]{0,60}\n", little: bool) {
            let encoding = if little { Encoding::UTF_16LE } else { Encoding::UTF_16BE };
            prop_assume!(text.chars().filter(char::is_ascii).count() * 4 > text.chars().count());
            prop_assert_eq!(detect(&encoded(&text, encoding), true).map(|found| found.encoding), Ok(encoding));
        }
    }
}
