//! Mends cells in which UTF-8 was once read as Windows-1252: `MÃ¼ller`.
//!
//! Only what is certain is mended: the whole cell must be what such a misreading gives, and what it was before must be
//! letters and signs that stand where such letters and signs stand.

use memchr::memchr_iter;

use super::letters::is_latin;

/// How often a text may have been misread, one time after the other.
const TIMES: usize = 3;

/// What Windows-1252 has at 0x80 to 0x9F. The five bytes without a character are read as controls.
const SIGNS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The cell as it was before UTF-8 was read as Windows-1252 or ISO-8859-1, once or more often.
///
/// `None` where that did not happen, and where it may not have happened: correct text is never changed.
#[must_use]
pub fn mended(cell: &str) -> Option<String> {
    if !is_suspect(cell.as_bytes()) {
        return None;
    }
    let mut text = cell.to_owned();
    let mut best = None;
    for _ in 0..TIMES {
        let Some(before) = unread(&text) else { break };
        if is_plausible(&text, &before) {
            best = Some(before.clone());
        }
        text = before;
    }
    best
}

/// Whether a text has any place that UTF-8 read as Windows-1252 could have made: a letter from `Â` to `ô`, and behind
/// it a character that Windows-1252 has at 0x80 to 0xBF. Fast, so that clean lists pay next to nothing.
#[must_use]
pub fn is_suspect(text: &[u8]) -> bool {
    memchr_iter(0xC3, text).any(|lead| match text[lead + 1..] {
        [0x82..=0xB4, 0xC2, 0x80..=0xBF, ..] => true,
        [0x82..=0xB4, second @ (0xC5 | 0xC6 | 0xCB), third, ..] => matches!(
            (second, third),
            (0xC5, 0x92 | 0x93 | 0xA0 | 0xA1 | 0xB8 | 0xBD | 0xBE) | (0xC6, 0x92) | (0xCB, 0x86 | 0x9C)
        ),
        [0x82..=0xB4, 0xE2, second, third, ..] => {
            second == 0x80 && third >= 0x93 || matches!((second, third), (0x82, 0xAC) | (0x84, 0xA2))
        }
        _ => false,
    })
}

/// The text whose UTF-8 was read as `text`, if there is one.
fn unread(text: &str) -> Option<String> {
    let bytes: Vec<u8> = text.chars().map(byte_of).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok().filter(|before| before.len() < text.len())
}

/// The byte that is read as `char` in Windows-1252 or, for the controls, in ISO-8859-1.
fn byte_of(char: char) -> Option<u8> {
    let sign = || SIGNS.iter().position(|sign| *sign == char).map(|place| place + 0x80);
    u8::try_from(u32::from(char)).ok().or_else(|| sign().and_then(|byte| u8::try_from(byte).ok()))
}

/// Whether `before` is text, and misreading it surely explains `after` better than somebody's having written that.
fn is_plausible(after: &str, before: &str) -> bool {
    let chars: Vec<char> = before.chars().collect();
    let read: Vec<char> = after.chars().collect();
    let (mut place, mut certain) = (0, false);
    for (i, char) in chars.iter().enumerate().filter(|(_, char)| !char.is_ascii()) {
        let context = Context::of(&chars, i);
        if !context.fits(*char) {
            return false;
        }
        // Characters before this one that are not ASCII took more than one character each.
        place = place.max(chars[..i].iter().map(|char| char.len_utf8()).sum());
        certain |= context.is_certain(*char, &read[place..]);
    }
    certain
}

/// What stands around a character in the mended text.
struct Context {
    /// The two characters before it and the two behind it.
    before: [Option<char>; 2],
    after: [Option<char>; 2],
}

impl Context {
    fn of(chars: &[char], place: usize) -> Self {
        let at = |place: Option<usize>| place.and_then(|place| chars.get(place)).copied();
        Self {
            before: [at(place.checked_sub(1)), at(place.checked_sub(2))],
            after: [at(Some(place + 1)), at(Some(place + 2))],
        }
    }

    /// Whether a character beyond ASCII can stand here.
    fn fits(&self, char: char) -> bool {
        match char {
            'ª' | 'º' | '\u{A0}'..='\u{BF}' | '×' | '÷' => char != '¤' && char != '¦' && char != '¬' && char != '¯',
            '\u{C0}'..='\u{17E}' | '\u{218}'..='\u{21B}' => self.fits_letter(char),
            '\u{1EA0}'..='\u{1EF9}' => self.fits_letter(char),
            // The marks of decomposed letters, as file names on the Macintosh have them.
            '\u{300}'..='\u{303}' | '\u{306}'..='\u{308}' | '\u{30A}'..='\u{30C}' | '\u{327}' | '\u{328}' => {
                self.before[0].is_some_and(|letter| "aceginorsuyzACEGINORSUYZ".contains(letter))
            }
            '\u{386}'..='\u{3CE}' => self.is_among(|char| matches!(char, '\u{386}'..='\u{3CE}')),
            '\u{401}'..='\u{45F}' | 'Ґ' | 'ґ' => {
                self.is_among(|char| matches!(char, '\u{401}'..='\u{45F}' | 'Ґ' | 'ґ'))
            }
            '\u{2010}'..='\u{2015}' | '‘' | '’' | '‚' | '“' | '”' | '„' | '•' | '…' | '‹' | '›' | '€' | '™' | '№' => {
                true
            }
            '\u{200B}' | '\u{200E}' | '\u{2002}'..='\u{2009}' | '\u{202F}' | '\u{FEFF}' | '†' | '‰' | '′' | '″' => {
                true
            }
            '\u{1F300}'..='\u{1FAFF}' => true,
            _ => false,
        }
    }

    /// Whether a letter of the Latin script can: small inside a word, a capital at its beginning or among capitals.
    fn fits_letter(&self, letter: char) -> bool {
        let latin = |char: Option<char>| char.filter(|char| is_latin(*char));
        let (before, earlier, after) = (latin(self.before[0]), latin(self.before[1]), latin(self.after[0]));
        let (upper, lower) = (char::is_uppercase, char::is_lowercase);
        if letter == 'ß' {
            return before.is_some();
        }
        if letter.is_lowercase() {
            let in_capitals = before.is_some_and(upper) && earlier.is_some_and(upper);
            return !in_capitals && !after.is_some_and(upper);
        }
        !before.is_some_and(lower) && !(before.is_some_and(upper) && after.is_some_and(lower))
    }

    /// Whether a letter of another script has one of its own beside it.
    fn is_among(&self, same: fn(char) -> bool) -> bool {
        self.before[0].is_some_and(same) || self.after[0].is_some_and(same)
    }

    /// Whether nobody would have written what `char` was read as: `read` begins with that.
    ///
    /// Somebody might where it is a letter behind which its word ends, and then a sign that stands behind words:
    /// `KESÄ–TALVI`, `AMANHÃ…`.
    fn is_certain(&self, char: char, read: &[char]) -> bool {
        let [lead, sign, rest @ ..] = read else { return false };
        if char.len_utf8() > 2 {
            return rest.first().is_some_and(|third| !is_latin(*sign) || !is_latin(*third));
        }
        let letter = |char: &Option<char>| char.is_some_and(is_latin);
        let small = |char: Option<char>| char.is_some_and(char::is_lowercase);
        let (first, last) = (!letter(&self.before[0]), !letter(&self.after[0]));
        let joins = matches!(sign, '–' | '—' | '’' | '‘' | '·' | '…' | '•');
        match lead {
            'Â' => matches!(sign, '\u{A0}'..='\u{BF}'),
            _ if small(self.before[0]) => true,
            _ if first && last => *lead == 'Ã' || !ends_a_word(*sign),
            _ if last => !ends_a_word(*sign),
            'Ã' => true,
            _ if first || small(self.after[0]) => true,
            _ => !joins,
        }
    }
}

/// Whether a sign can stand directly behind a word.
fn ends_a_word(sign: char) -> bool {
    matches!(
        sign,
        '‘' | '’'
            | '“'
            | '”'
            | '‚'
            | '„'
            | '–'
            | '—'
            | '…'
            | '•'
            | '·'
            | '™'
            | '®'
            | '©'
            | '«'
            | '»'
            | '‹'
            | '›'
    ) || matches!(
        sign,
        '\u{A0}' | '€' | '°' | 'º' | 'ª' | '¹' | '²' | '³' | '´' | '¡' | '¿' | '§' | '†' | '‡' | '‰' | '£'
    )
}
