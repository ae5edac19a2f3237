//! Which of the encodings of the Cyrillic script a list is in. They have the same letters in other places, so that all but
//! one make capitals in the middle of words and rare letters frequent.

use encoding_rs as rs;

use super::choice::{differ, sure};
use super::dos::{self, Upper};
use super::names::{Encoding, Scheme};
use super::words::{Word, Words};

/// The encodings, each with how rare it is, as a logarithm.
const CANDIDATES: [(Encoding, f32); 6] = [
    (Encoding(Scheme::Web(rs::WINDOWS_1251)), 0.0),
    (Encoding(Scheme::Web(rs::KOI8_U)), -1.0),
    (Encoding(Scheme::Web(rs::IBM866)), -1.5),
    (Encoding(Scheme::Web(rs::ISO_8859_5)), -2.0),
    (Encoding(Scheme::Web(rs::X_MAC_CYRILLIC)), -2.0),
    (Encoding(Scheme::Dos(&dos::CP855)), -3.0),
];

/// How often each letter occurs, in percent: of Russian, as its national corpus counts them, and what other languages
/// have besides.
const LETTERS: [(char, f32); 47] = [
    ('о', 11.0),
    ('е', 8.5),
    ('а', 8.0),
    ('и', 7.4),
    ('н', 6.7),
    ('т', 6.3),
    ('с', 5.5),
    ('р', 4.7),
    ('в', 4.5),
    ('л', 4.4),
    ('к', 3.5),
    ('м', 3.2),
    ('д', 3.0),
    ('п', 2.8),
    ('у', 2.6),
    ('я', 2.0),
    ('ы', 1.9),
    ('ь', 1.7),
    ('г', 1.7),
    ('з', 1.6),
    ('б', 1.6),
    ('ч', 1.4),
    ('й', 1.2),
    ('х', 1.0),
    ('ж', 0.9),
    ('ш', 0.7),
    ('ю', 0.6),
    ('ц', 0.5),
    ('щ', 0.4),
    ('э', 0.3),
    ('ф', 0.3),
    ('ъ', 0.1),
    ('ё', 0.1),
    ('і', 1.0),
    ('ї', 0.3),
    ('є', 0.3),
    ('ґ', 0.02),
    ('ў', 0.1),
    ('ј', 0.1),
    ('љ', 0.03),
    ('њ', 0.03),
    ('ћ', 0.05),
    ('ђ', 0.02),
    ('џ', 0.01),
    ('ѓ', 0.01),
    ('ќ', 0.01),
    ('ѕ', 0.01),
];

/// What a character costs that is no letter of the script, next to letters and alone, and a capital behind a small letter.
const NO_LETTER: f32 = -9.0;
const SIGN: f32 = -6.0;
const ODD_CAPITAL: f32 = -7.0;

/// A likelihood for each byte above which text is Cyrillic even where the web's detector does not think so: Russian has
/// about -3.
const SURELY: f32 = -3.4;

/// The same below which it is not Cyrillic.
const HARDLY: f32 = -4.5;

/// The likeliest encoding of the Cyrillic script and how sure it is, from 0 to 1, where the words look like one;
/// `suspected` where something else says so.
pub(super) fn detect(words: &Words<'_>, suspected: bool) -> Option<(Encoding, f32)> {
    let bytes: u16 = words.kept.iter().map(|word| odd(word)).fold(0, u16::saturating_add);
    let mut scored: Vec<(Encoding, Upper, f32)> = CANDIDATES
        .iter()
        .filter_map(|(encoding, rarity)| {
            let upper = encoding.upper_half()?;
            Some((*encoding, upper, words.kept.iter().map(|word| score(word, &upper)).sum::<f32>() + rarity))
        })
        .collect();
    scored.sort_by(|(.., a), (.., b)| b.total_cmp(a));
    let (best, upper, likelihood) = scored.first()?;
    let each = likelihood / f32::from(bytes.max(1));
    // Hebrew and Arabic have no capitals, and so are letters of one kind in any of these.
    let has = |is_one: fn(char) -> bool| (0..upper.len()).any(|place| words.counts[place] > 0 && is_one(upper[place]));
    let has_capitals = has(char::is_uppercase) && has(char::is_lowercase);
    if each < if suspected { HARDLY } else { SURELY } || !suspected && !has_capitals {
        return None;
    }
    let second = scored
        .iter()
        .find(|(_, other, _)| differ(other, upper, &words.counts))
        .map_or(f32::NEG_INFINITY, |(.., score)| *score);
    Some((*best, sure(*likelihood, second).min(0.98)))
}

fn odd(word: &Word<'_>) -> u16 {
    u16::try_from(word.bytes.iter().filter(|byte| !byte.is_ascii()).count()).unwrap_or(u16::MAX)
}

/// How likely a word is by a table, as a logarithm.
fn score(word: &Word<'_>, upper: &Upper) -> f32 {
    let text: Vec<char> = word
        .bytes
        .iter()
        .map(|byte| if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(byte - 0x80)] })
        .collect();
    let letters = text.iter().filter(|c| share(**c).is_some()).count();
    let odd = text.iter().enumerate().filter(|(_, c)| !c.is_ascii());
    odd.map(|(place, c)| match share(*c) {
        None if letters > 0 => NO_LETTER,
        None => SIGN,
        Some(share) => {
            let behind_small = place > 0 && text[place - 1].is_lowercase();
            let before_capital = text.get(place + 1).is_some_and(|next| next.is_uppercase());
            let odd_capital = c.is_uppercase() && behind_small || c.is_lowercase() && before_capital && place > 0;
            share.ln() - 100.0_f32.ln() + if odd_capital { ODD_CAPITAL } else { 0.0 }
        }
    })
    .sum()
}

/// How often a letter occurs, in percent; `None` for what is none of the script.
fn share(c: char) -> Option<f32> {
    let small = c.to_lowercase().next().unwrap_or(c);
    LETTERS.iter().find(|(letter, _)| *letter == small).map(|(_, share)| *share)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 5] = [
        "Анна Смирнова;Северный ветер;Москва",
        "Борис Орлов;Южный край;Казань",
        "Вера Лебедева;Западный берег;Томск",
        "ООО ЗВЕЗДА;Глеб Зайцев;Омск",
        "Юлия Яковлева;Эра;Ялта",
    ];

    fn encoded(text: &str, upper: &Upper) -> Vec<u8> {
        let byte = |c: char| {
            let place = || upper.iter().position(|own| *own == c).expect("the encoding has the letter");
            u8::try_from(if c.is_ascii() { c as usize } else { place() + 0x80 }).expect("a byte")
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn each_encoding_is_told_from_the_others_by_a_few_records() {
        for (encoding, _) in CANDIDATES {
            let upper = encoding.upper_half().expect("single bytes");
            for lines in 1..=LIST.len() {
                let text = format!("name;firm;town\n{}\n", LIST[..lines].join("\n"));
                let bytes = encoded(&text, &upper);
                let found = detect(&Words::of(&bytes), true).expect("Cyrillic");
                let read: String = bytes
                    .iter()
                    .map(|byte| {
                        let table = found.0.upper_half().expect("single bytes");
                        if byte.is_ascii() { char::from(*byte) } else { table[usize::from(byte - 0x80)] }
                    })
                    .collect();
                assert_eq!(read, text, "{lines} lines in {}: {}", encoding.name(), found.0.name());
            }
        }
    }

    #[test]
    fn other_scripts_are_not_taken_for_it() {
        for (label, text) in [
            ("windows-1253", "Γιώργος Παπαδόπουλος;Αθήνα;Ελλάδα"),
            ("windows-1255", "שלום עולם;ירושלים"),
            ("windows-1252", "Müller Größe Köln"),
            ("gbk", "北京市朝阳区有限公司"),
            ("shift_jis", "株式会社東京都港区"),
        ] {
            let bytes = rs::Encoding::for_label(label.as_bytes()).expect("a label").encode(text).0.into_owned();
            assert_eq!(detect(&Words::of(&bytes), false), None, "{label}");
        }
    }
}
