//! A cell in the few characters that the grammar of quantities knows.
//!
//! Lower case, single blanks, digits of every script as ASCII, every dash as `-`, every apostrophe as `'`. What is
//! no number is soon recognised, so a fixed buffer on the stack is enough and nothing is allocated.

use unicode_normalization::UnicodeNormalization;

/// No quantity that a list holds comes near this many bytes.
const CAPACITY: usize = 96;

/// The text of a cell in its normal characters.
pub(super) struct Normal {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Normal {
    /// The cell in normal characters; nothing where it is too long for any quantity.
    pub(super) fn of(raw: &str) -> Option<Self> {
        let mut normal = Self { bytes: [0; CAPACITY], len: 0 };
        if raw.is_ascii() {
            raw.bytes().try_for_each(|byte| normal.push_ascii(byte))?;
        } else if raw.chars().any(is_combining) {
            raw.nfc().try_for_each(|c| normal.push(c))?;
        } else {
            raw.chars().try_for_each(|c| normal.push(c))?;
        }
        if normal.last() == Some(b' ') {
            normal.len -= 1;
        }
        Some(normal)
    }

    /// The normal text, trimmed.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).expect("bug: only whole characters were pushed")
    }

    fn last(&self) -> Option<u8> {
        self.len.checked_sub(1).map(|last| self.bytes[last])
    }

    fn push_ascii(&mut self, byte: u8) -> Option<()> {
        if !byte.is_ascii_whitespace() {
            self.push_byte(byte.to_ascii_lowercase())
        } else if matches!(self.last(), None | Some(b' ')) {
            Some(())
        } else {
            self.push_byte(b' ')
        }
    }

    fn push_byte(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    fn push(&mut self, c: char) -> Option<()> {
        match c {
            c if c.is_ascii() => self.push_ascii(c as u8),
            c if c.is_whitespace() => self.push_ascii(b' '),
            '\u{2010}'..='\u{2015}' | '−' | '﹘' | '﹣' | '－' => self.push_byte(b'-'),
            '’' | '‘' | 'ʼ' | '′' | '´' | '＇' | '\u{66c}' => self.push_byte(b'\''),
            '≥' => self.push_str(">="),
            '≤' => self.push_str("<="),
            '＞' => self.push_byte(b'>'),
            '＜' => self.push_byte(b'<'),
            '≈' | '～' => self.push_byte(b'~'),
            '，' => self.push_byte(b','),
            '．' => self.push_byte(b'.'),
            'ß' | 'ẞ' => self.push_str("ss"),
            // Soft hyphens, marks of writing direction, zero-width blanks and joiners: nothing that anyone sees.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(()),
            c => match digit(c) {
                Some(digit) => self.push_byte(digit),
                None => c.to_lowercase().try_for_each(|c| self.push_str(c.encode_utf8(&mut [0; 4]))),
            },
        }
    }

    fn push_str(&mut self, text: &str) -> Option<()> {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Some(())
    }
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The zeros of the scripts that have decimal digits (Unicode, general category Nd); nine more follow each.
const ZEROS: [char; 21] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{a9d0}',
    '\u{ff10}',
];

/// The ASCII digit of the same value.
fn digit(c: char) -> Option<u8> {
    let place = ZEROS.partition_point(|zero| *zero <= c).checked_sub(1)?;
    let value = u8::try_from(u32::from(c) - u32::from(ZEROS[place])).ok().filter(|value| *value <= 9)?;
    Some(b'0' + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_normal() {
        let table = [
            ("  51\u{a0}–\u{202f}200  ", "51 - 200"),
            ("1’500", "1'500"),
            ("٣٠٠", "300"),
            ("１２", "12"),
            ("≥ 5", ">= 5"),
            ("Größer ALS", "grösser als"),
            ("U\u{308}ber", "über"),
            ("\u{feff}5\u{200b}0", "50"),
        ];
        for (raw, normal) in table {
            assert_eq!(Normal::of(raw).as_ref().map(Normal::as_str), Some(normal), "{raw}");
        }
        assert!(Normal::of(&"x".repeat(200)).is_none());
        assert!(ZEROS.is_sorted());
    }
}
