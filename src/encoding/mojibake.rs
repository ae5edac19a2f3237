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
        match certainty(&text, &before) {
            Some(true) => best = Some(before.clone()),
            // Once misread or twice? Half mended would be worse than not at all.
            Some(false) if best.is_some() => return None,
            Some(false) | None => {}
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

/// Whether it is certain that `after` came from misreading `before`, and that nobody wrote it so; `None` where `before`
/// is no text.
fn certainty(after: &str, before: &str) -> Option<bool> {
    let (chars, read): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    // Each byte of what it was before became one character.
    let places = before.char_indices().enumerate().filter(|(_, (_, char))| !char.is_ascii());
    let mut certain = false;
    for (i, (place, char)) in places {
        let context = Context::of(&chars, i);
        if !context.fits(char) {
            return None;
        }
        certain |= context.is_certain(char, &read[place..]);
    }
    Some(certain)
}

/// What stands around a character in the mended text.
struct Context<'t> {
    text: &'t [char],
    /// The two characters before it and the two behind it.
    before: [Option<char>; 2],
    after: [Option<char>; 2],
}

impl<'t> Context<'t> {
    fn of(text: &'t [char], place: usize) -> Self {
        let at = |place: Option<usize>| place.and_then(|place| text.get(place)).copied();
        Self {
            text,
            before: [at(place.checked_sub(1)), at(place.checked_sub(2))],
            after: [at(Some(place + 1)), at(Some(place + 2))],
        }
    }

    /// Whether a character beyond ASCII can stand here.
    #[expect(clippy::match_same_arms, reason = "a kind of characters an arm")]
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
            '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{200D}' | '\u{1F300}'..='\u{1FAFF}' => true,
            _ => false,
        }
    }

    /// Whether a letter of the Latin script can: small inside a word, a capital at its beginning or among capitals.
    fn fits_letter(&self, letter: char) -> bool {
        let latin = |char: Option<char>| char.filter(|char| is_latin(*char));
        let (before, earlier, after) = (latin(self.before[0]), latin(self.before[1]), latin(self.after[0]));
        let upper = char::is_uppercase;
        if letter == 'ß' {
            return before.is_some();
        }
        if letter.is_lowercase() {
            let in_capitals = before.is_some_and(upper) && earlier.is_some_and(upper);
            return !in_capitals && !after.is_some_and(upper);
        }
        match before {
            Some(before) => before.is_uppercase() && !after.is_some_and(char::is_lowercase),
            None => true,
        }
    }

    /// Whether the text has a word in another script, for a letter of that script to belong to.
    fn is_among(&self, same: fn(char) -> bool) -> bool {
        self.text.windows(2).any(|pair| same(pair[0]) && same(pair[1]))
    }

    /// Whether nobody would have written what `char` was read as: `read` begins with that.
    ///
    /// Somebody might where it is a letter behind which its word ends, and then a sign that stands behind words:
    /// `KESÄ–TALVI`, `AMANHÃ…`.
    fn is_certain(&self, char: char, read: &[char]) -> bool {
        let [lead, sign, ..] = read else { return false };
        if char.len_utf8() > 2 {
            // A word may end in á», as Vietnamese letters do when they are misread.
            return *sign != '»' || self.after[0].is_some_and(is_latin);
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
    matches!(sign, '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '·' | '™' | '®' | '©' | '»' | '›' | '\u{A0}' | '°')
        || matches!(sign, 'º' | 'ª' | '¹' | '²' | '³' | '´' | '§')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples::LISTS;
    use super::*;

    /// What becomes of a text whose UTF-8 is read as Windows-1252.
    fn misread(text: &str) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_surely_misread_is_mended() {
        let table = [
            ("MÃ¼ller", "Müller"),
            ("StraÃŸe", "Straße"),
            ("CafÃ©", "Café"),
            ("Ã–zil", "Özil"),
            ("Ã–ZIL", "ÖZIL"),
            ("Ã¼ber", "über"),
            ("Ã„rzte", "Ärzte"),
            ("ÃœberlÃ¤nder & SÃ¶hne", "Überländer & Söhne"),
            ("KÃ–LN", "KÖLN"),
            ("MÃœNCHEN", "MÜNCHEN"),
            ("GROÃŸ", "GROß"),
            ("CAFÃ‰", "CAFÉ"),
            ("O\u{e2}€™Brien", "O’Brien"),
            ("100 â‚¬", "100 €"),
            ("Acmeâ„¢", "Acme™"),
            ("Acme Â® GmbH", "Acme ® GmbH"),
            ("Â£5", "£5"),
            ("5Â°", "5°"),
            ("KolpingstraÃŸe 5 â€“ 7", "Kolpingstraße 5 – 7"),
            ("â€œBarâ€\u{9D}", "“Bar”"),
            ("â€žBarâ€œ", "„Bar“"),
            ("Warteâ€¦", "Warte…"),
            ("Å‚Ã³dÅº", "łódź"),
            ("Å\u{81}Ã³dÅº", "Łódź"),
            ("Å\u{81}Ã“DÅ¹", "ŁÓDŹ"),
            ("GdaÅ„sk", "Gdańsk"),
            ("Å»ywiec", "Żywiec"),
            ("DvoÅ™Ã¡k", "Dvořák"),
            ("ÄŒeskÃ½", "Český"),
            ("Ä°stanbul", "İstanbul"),
            ("Åžahin", "Şahin"),
            ("GyÅ‘r", "Győr"),
            ("SÃ£o Paulo", "São Paulo"),
            ("SÃƒO PAULO", "SÃO PAULO"),
            ("Ã\u{A0} la carte", "à la carte"),
            ("GarcÃ\u{AD}a", "García"),
            ("EspaÃ±a", "España"),
            ("ESPAÃ‘A", "ESPAÑA"),
            ("naÃ¯ve", "naïve"),
            ("cÅ“ur", "cœur"),
            ("Å’uvre", "Œuvre"),
            ("HÃ¸jgaard", "Højgaard"),
            ("Ã˜rsted", "Ørsted"),
            ("Ã…rhus", "Århus"),
            ("Ã†gir", "Ægir"),
            ("ÃžÃ³r", "Þór"),
            ("ÃŽle", "Île"),
            ("Ã\u{81}ngel", "Ángel"),
            ("Ã\u{8D}Ã±igo", "Íñigo"),
            ("Ã\u{96}zil", "Özil"),
            ("M\u{C3}\u{BC}ller\u{C2}\u{A0}AG", "Müller\u{A0}AG"),
            ("MuÌˆller", "Mu\u{308}ller"),
            ("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва"),
            ("Î‘Î¸Î®Î½Î±", "Αθήνα"),
            ("Nguyá»…n", "Nguyễn"),
            ("RomÃ¢niaÈ™i", "Româniași"),
            ("MÃƒÂ¼ller", "Müller"),
            ("StraÃƒÅ¸e", "Straße"),
            ("MÃƒÆ’Ã‚Â¼ller", "Müller"),
            ("Oâ€™Neill & FrÃ¨res", "O’Neill & Frères"),
            ("ðŸ˜€ Spiele", "😀 Spiele"),
        ];
        for (cell, wanted) in table {
            assert_eq!(mended(cell).as_deref(), Some(wanted), "{cell}");
        }
    }

    #[test]
    fn correct_and_doubtful_text_stays() {
        let table = [
            "",
            "Mueller",
            "Müller",
            "CAFÉ–BAR",
            "Ärzte",
            "À la carte",
            "GAUß–STRAßE",
            "Å",
            "Ø",
            "Ã",
            "Â",
            "Ä",
            "São Paulo",
            "SÃO PAULO",
            "naïve",
            "«Ä»",
            "Ä»",
            "„Ä“",
            "Ä“",
            "Å“",
            "ÂGE",
            "L’ÂGE D’OR",
            "IRMÃ®",
            "IRMÃ™",
            "AMANHÃ…",
            "MAÇÃ–VERDE",
            "LÃ®",
            "MAÇÃ",
            "KESÄ–TALVI",
            "LULEÅ–KIRUNA",
            "UMEÅ–LULEÅ",
            "ETTÄ…",
            "BLÅ™",
            "KLÄ®",
            "BRÅ®",
            "CAFÈ™",
            "CAFÉ™",
            "MARKÉ™",
            "CITROËN™",
            "CITROËN®",
            "CLICHÉ»",
            "«CLICHÉ»",
            "Panamá»",
            "«Panamá»…",
            "Panamá…",
            "Panamá™",
            "COSÌ…",
            "LUNEDÌ–VENERDÌ",
            "PERCHÉ…",
            "CITTÀ™",
            "ESPAÑ–",
            "L’ÎLE",
            "ÎLE–DE–FRANCE",
            "GÎ®",
            "Ö–Z",
            "Ü™",
            "Ö…",
            "MÖ®",
            "Ôž",
            "100 €",
            "5 °C",
            "£5",
            "½ l",
            "O’Brien",
            "Straße 5 – 7",
            "Škoda",
            "ŠKODA",
            "Žižkov",
            "Łódź",
            "Østergaard",
            "Ðorđe",
            "Москва",
            "Αθήνα",
            "東京",
            "😀",
            "ﬁn",
            "Müller StraÃŸe",
            "Łódź StraÃŸe",
            "MALMÃ–",
            "\u{FFFD}",
            "â€",
            "Ã¼\u{FFFD}",
            "A\u{A0}B",
        ];
        for cell in table {
            assert_eq!(mended(cell), None, "{cell}");
        }
    }

    #[test]
    fn whole_lists_stay_as_they_are_and_come_back() {
        let (mut cells, mut back) = (0, 0);
        let cased = |cell: &str| [cell.to_owned(), cell.to_uppercase(), cell.to_lowercase()];
        for cell in LISTS.iter().flat_map(|(_, list)| list.split_terminator([';', '\n'])).flat_map(cased) {
            assert_eq!(mended(&cell), None, "{cell}");
            if !cell.is_ascii() {
                cells += 1;
                for damaged in [misread(&cell), misread(&misread(&cell))] {
                    assert!(is_suspect(damaged.as_bytes()), "{damaged}");
                    let mended = mended(&damaged);
                    assert!(mended.is_none() || mended.as_deref() == Some(&cell), "{damaged} becomes {mended:?}");
                    back += usize::from(mended.is_some());
                }
            }
        }
        assert!(
            cells > 500 && back * 100 >= 2 * cells * 96,
            "of {cells} cells misread once and twice, {back} came back"
        );
    }

    #[test]
    fn suspicion_is_never_wrong_about_clean_bytes() {
        for clean in ["", "Müller, Čapek, Łódź, café, ÄÖÜ, É", "\u{C3}"] {
            assert!(!is_suspect(clean.as_bytes()), "{clean}");
        }
        for cut in [b"\xC3".as_slice(), b"\xC3\x83", b"\xC3\x83\xE2", b"\xC3\x83\xC5"] {
            assert!(!is_suspect(cut), "{cut:?}");
        }
    }

    proptest! {
        #[test]
        fn misreading_is_undone_or_left(text in "[A-Za-zÀ-ÖØ-öø-ž \u{A0}–’“”„€™°§.,-]{1,12}") {
            prop_assume!(mended(&text).is_none());
            let back = mended(&misread(&text));
            prop_assert!(back.is_none() || back.as_deref() == Some(&*text), "{text} becomes {back:?}");
        }

        #[test]
        fn what_is_mended_was_suspect_and_is_stable(text in "[MmÃÂÄÅÐÑâ¼½¶–“”‚€™œŸ\u{A0}\u{81}\u{9D}©£a]{1,6}") {
            if let Some(before) = mended(&text) {
                prop_assert!(is_suspect(text.as_bytes()));
                prop_assert_eq!(mended(&before), None);
            }
        }

        #[test]
        fn any_character_of_the_second_half_is_suspect(lead in 0xC2_u8..=0xF4, second in 0x80_u8..=0xBF) {
            let text = misread_bytes(&[lead, second]);
            prop_assert!(is_suspect(text.as_bytes()), "{}", text);
        }
    }

    fn misread_bytes(bytes: &[u8]) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    }
}
