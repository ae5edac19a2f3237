//! Decodes the HTML entities of cells that come out of a web database: `Lang &amp; S&ouml;hne`.
//!
//! Only what is certain is decoded: names that HTML knows with their semicolon, and numbers. `R&D; Sales` stays.

use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memchr_iter;

/// How often a text may have been encoded, one time after the other: `&amp;amp;`.
const TIMES: usize = 3;

/// The longest entity that is looked for, without `&` and `;`.
const LONGEST: usize = 12;

/// What HTML 5 reads the numbers 128 to 159 as: Windows-1252, because that is what people meant. `None` where it has no
/// character.
const WINDOWS: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

static NAMES: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let lines = include_str!("entities.txt").lines().filter(|line| !line.starts_with('#'));
    let pair = |line: &'static str| {
        let (name, code) = line.split_once(' ').expect("bug: a line of entities has two words");
        let char = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("bug: the code of a character");
        (name, char)
    };
    lines.map(pair).collect()
});

/// Whether a text holds an entity. Fast, so that texts without `&` pay next to nothing.
#[must_use]
pub fn has_entities(text: &str) -> bool {
    memchr_iter(b'&', text.as_bytes()).any(|place| entity(&text[place..]).is_some())
}

/// The text with its entities decoded, those that were encoded more than once included; `None` where it holds none.
///
/// ```
/// use leadsieve::encoding::without_entities;
/// assert_eq!(without_entities("O&#039;Brien &amp;amp; S&ouml;hne").as_deref(), Some("O'Brien & Söhne"));
/// assert_eq!(without_entities("AT&T"), None);
/// ```
#[must_use]
pub fn without_entities(text: &str) -> Option<String> {
    let mut decoded = decoded_once(text)?;
    for _ in 1..TIMES {
        let Some(further) = decoded_once(&decoded) else { break };
        decoded = further;
    }
    Some(decoded)
}

fn decoded_once(text: &str) -> Option<String> {
    if !has_entities(text) {
        return None;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        decoded.push_str(&rest[..place]);
        let (char, length) = entity(&rest[place..]).unwrap_or(('&', 1));
        decoded.push(char);
        rest = &rest[place + length..];
    }
    decoded.push_str(rest);
    Some(decoded)
}

/// The character that an entity at the beginning of a text stands for, and how many bytes it takes.
fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let name_length = body.bytes().take(LONGEST + 1).take_while(|byte| *byte == b'#' || byte.is_ascii_alphanumeric());
    let (name, behind) = body.split_at(name_length.count());
    let char = named(name).or_else(|| numbered(name))?;
    match behind.as_bytes().first() {
        Some(b';') => Some((char, name.len() + 2)),
        // Cut or typed without its semicolon, these are no words either.
        _ if ["amp", "nbsp", "quot"].contains(&name) => Some((char, name.len() + 1)),
        _ => None,
    }
}

/// By its name; all in capitals where the whole text was put in capitals: `M&UUML;LLER`.
fn named(name: &str) -> Option<char> {
    let in_capitals = || {
        let is_word = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let char = *NAMES.get(is_word.then(|| name.to_ascii_lowercase())?.as_str())?;
        Some(char.to_uppercase().next().filter(|_| char.to_uppercase().len() == 1).unwrap_or(char))
    };
    NAMES.get(name).copied().or_else(in_capitals)
}

/// By its number, decimal or hexadecimal. Controls but the blanks among them stand for nothing.
fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    let char = match number {
        128..=159 => WINDOWS[number as usize - 128]?,
        number => char::from_u32(number)?,
    };
    (!char.is_control() || char.is_whitespace()).then_some(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_mean_their_sign() {
        let table = [
            ("Lang &amp; S&ouml;hne", "Lang & Söhne"),
            ("Holt &#38; Moon", "Holt & Moon"),
            ("o&#039;brien", "o'brien"),
            ("O&#x27;Brien, O&#X2019;Hara, D&apos;Arc, D&rsquo;Or", "O'Brien, O’Hara, D'Arc, D’Or"),
            ("kim&#64;holt.example", "kim@holt.example"),
            ("a&lt;b&gt;c&quot;d&quot;", "a<b>c\"d\""),
            ("M&UUML;LLER &AMP; S&OUML;HNE", "MÜLLER & SÖHNE"),
            ("Stra&szlig;e, &Auml;mter, &Eacute;cole", "Straße, Ämter, École"),
            ("&Lstrok;&oacute;d&zacute; &ccaron; &scedil;", "Łódź č ş"),
            ("5&nbsp;&euro; &ndash; 7&#8364;", "5\u{a0}€ – 7€"),
            ("&#146;&#150;&#x99;", "’–™"),
            ("A &amp;amp; B, &amp;amp;#039;", "A & B, '"),
            ("Lang &amp Söhne &amp", "Lang & Söhne &"),
            ("a&#8203;b", "a\u{200b}b"),
        ];
        for (text, decoded) in table {
            assert_eq!(without_entities(text).as_deref(), Some(decoded), "{text}");
        }
    }

    #[test]
    fn signs_that_are_no_code_stay() {
        let texts = [
            "AT&T",
            "R&D; Sales",
            "a &b; c",
            "Smith & Sons",
            "Q&A; M&A; B&B; P&L;",
            "&",
            "&;",
            "&#;",
            "&#x;",
            "&#0;",
            "&#1;",
            "&#xD800;",
            "&#99999999;",
            "&unknown;",
            "&amplifier",
            "&ampere; x",
            "Marks &Spencer; x",
            "&#129;",
            "x &and; y",
            "R&or; S",
            "Search &part; rescue",
            "https://a.example/?copy=1&reg=2",
        ];
        for text in texts {
            assert_eq!(without_entities(text), None, "{text}");
        }
    }
}
