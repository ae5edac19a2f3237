//! Digits with separators: `1,500.50`, `1.500,50`, `1'500`, `17,50,000`, `4.41E+11`.
//!
//! Two habits of writing numbers give opposite meanings to the same two characters. Most cells show which one is
//! theirs; the rest (`1.500`) stay open here until the cell's other end or its column has been asked.

use rust_decimal::Decimal;

use crate::model::Unreadable;

/// The most digits that are computed with exactly.
const MOST_DIGITS: u32 = 28;

/// The first whole number with more.
const BEYOND: u128 = 10_u128.pow(MOST_DIGITS);

/// Which separator stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// `1,500.50`
    Point,
    /// `1.500,50`
    Comma,
}

/// One number as written, before it is settled what an ambiguous separator means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    /// All digits in a row.
    mantissa: u128,
    /// How many of the digits are decimals, for sure.
    decimals: u32,
    /// `1.500`: a lone separator before three digits, decimal only to this habit.
    pub(super) open: Option<Habit>,
    /// `50,00000`: groups of no number unless the separator is decimal, which only this habit says.
    only: Option<Habit>,
    /// The habit that the digits show.
    pub(super) habit: Option<Habit>,
    /// The power of ten behind an `E`.
    exponent: i32,
}

impl Habit {
    /// The habit with this decimal separator.
    pub(in super::super) const fn of_separator(separator: char) -> Option<Self> {
        match separator {
            '.' => Some(Self::Point),
            ',' => Some(Self::Comma),
            _ => None,
        }
    }

    /// Its decimal separator.
    #[must_use]
    pub const fn decimal(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

impl Amount {
    /// Reads the number that `text` begins with, and how many bytes it takes. Refuses groups that no habit has.
    pub(super) fn lex(text: &str) -> Result<(Self, usize), Unreadable> {
        let len = digits_len(text.as_bytes());
        let (digits, rest) = text.split_at(len);
        let shape = Shape::of(digits.as_bytes()).ok_or(Unreadable::Malformed)?;
        let mut amount = Self {
            mantissa: mantissa(digits.as_bytes(), shape.decimals)?,
            decimals: shape.decimals,
            open: shape.open,
            only: shape.only,
            habit: shape.habit,
            exponent: 0,
        };
        let Some((exponent, exponent_len)) = exponent(rest) else { return Ok((amount, len + swiss_end(rest))) };
        amount.exponent = exponent;
        // A spreadsheet writes one digit before the separator of an exponent number: it is never for thousands.
        if let Some(habit) = amount.open.take() {
            (amount.decimals, amount.habit) = (3, Some(habit));
        }
        Ok((amount, len + exponent_len))
    }

    /// How many of its digits are decimals, for sure, where it is written out.
    pub(super) const fn decimals(&self) -> u32 {
        if self.exponent == 0 && self.only.is_none() { self.decimals } else { 0 }
    }

    /// Whether it is a year of which a list may tell: four digits, or two where that was `told`.
    pub(super) fn is_year(&self, told: bool) -> bool {
        let plain = self.decimals == 0 && self.exponent == 0 && self.open.is_none() && self.habit.is_none();
        plain && ((2010..=2039).contains(&self.mantissa) || (told && (10..=39).contains(&self.mantissa)))
    }

    /// The number, times ten to the `scale`, where ambiguous separators are decimal to `habit`. Refuses one that only
    /// another habit could have written.
    pub(super) fn value(&self, habit: Option<Habit>, scale: i32) -> Result<Decimal, Unreadable> {
        if self.only.is_some() && self.only != habit {
            return Err(Unreadable::Malformed);
        }
        let decimals = if self.open.is_some() && self.open == habit { 3 } else { self.decimals };
        let power = i64::from(self.exponent) + i64::from(scale) - i64::from(decimals);
        if self.mantissa == 0 {
            return Ok(Decimal::ZERO);
        }
        let (mantissa, decimals) = shift(self.mantissa, power).ok_or(Unreadable::TooLong)?;
        Decimal::try_from_i128_with_scale(mantissa, decimals).map_err(|_| Unreadable::TooLong)
    }
}

/// The digits times ten to the `power`, as whole digits and how many of them are decimals; at most 28 of either.
fn shift(mantissa: u128, power: i64) -> Option<(i128, u32)> {
    let raised = u32::try_from(power.max(0)).ok().filter(|raised| *raised <= MOST_DIGITS)?;
    let whole = mantissa.checked_mul(10_u128.checked_pow(raised)?)?;
    let decimals = u32::try_from((-power).max(0)).ok().filter(|decimals| *decimals <= MOST_DIGITS)?;
    (whole < BEYOND).then_some((i128::try_from(whole).ok()?, decimals))
}

/// How many bytes are digits and separators between digits. A blank separates only a group of exactly three.
fn digits_len(text: &[u8]) -> usize {
    let digit_at = |place: usize| text.get(place).is_some_and(u8::is_ascii_digit);
    let (mut len, mut group, mut blanks_only) = (0, 0, true);
    loop {
        match text.get(len) {
            Some(b'0'..=b'9') => group += 1,
            Some(b'.' | b',' | b'\'') if digit_at(len + 1) => (group, blanks_only) = (0, false),
            Some(b' ') if blanks_only && (1..=3).contains(&group) && is_group(&text[len + 1..]) => group = 0,
            _ => return len,
        }
        len += 1;
    }
}

/// Whether the text begins with three digits and no fourth.
fn is_group(text: &[u8]) -> bool {
    text.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count() == 3
}

/// All digits as one whole number, refused beyond 28 of them; zeros in front do not count.
fn mantissa(text: &[u8], decimals: u32) -> Result<u128, Unreadable> {
    let mut mantissa = 0_u128;
    for digit in text.iter().filter(|byte| byte.is_ascii_digit()) {
        if mantissa >= BEYOND / 10 {
            return Err(Unreadable::TooLong);
        }
        mantissa = mantissa * 10 + u128::from(digit - b'0');
    }
    if decimals > MOST_DIGITS { Err(Unreadable::TooLong) } else { Ok(mantissa) }
}

/// `e+11` behind the digits, and its length. Letters behind it make it a word.
fn exponent(rest: &str) -> Option<(i32, usize)> {
    let unsigned = rest.strip_prefix('e')?;
    let (negative, digits) = match unsigned.as_bytes().first()? {
        b'+' => (false, &unsigned[1..]),
        b'-' => (true, &unsigned[1..]),
        _ => (false, unsigned),
    };
    let len = digits.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&len) || digits[len..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let power: i32 = digits[..len].parse().ok()?;
    Some((if negative { -power } else { power }, rest.len() - digits.len() + len))
}

/// The length of `,-`, `.-` or `.--` behind an amount, which say that there are no cents (`500,- €`, `Fr. 1'200.–`).
fn swiss_end(rest: &str) -> usize {
    let Some(dashes) = rest.strip_prefix(['.', ',']) else { return 0 };
    let after = dashes.trim_start_matches('-');
    let count = dashes.len() - after.len();
    let joins = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if (1..=2).contains(&count) && !joins { count + 1 } else { 0 }
}

/// What the separators of a number say.
#[derive(Default)]
struct Shape {
    decimals: u32,
    open: Option<Habit>,
    only: Option<Habit>,
    habit: Option<Habit>,
}

impl Shape {
    /// Looks at digits with separators between them; nothing where they fit no habit.
    fn of(text: &[u8]) -> Option<Self> {
        let Some(last) = text.iter().rposition(|byte| !byte.is_ascii_digit()) else { return Some(Self::default()) };
        let first = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(last);
        if text[first] != text[last] {
            is_grouped(&text[..last], text[first]).then(|| Self::decimal(text, last)).flatten()
        } else if first != last || Habit::of_separator(text[last].into()).is_none() {
            let habit = Habit::of_separator(text[last].into()).map(Habit::other);
            is_grouped(text, text[last]).then_some(Self { habit, ..Self::default() })
        } else {
            Self::lone(text, last)
        }
    }

    /// One separator: for thousands or for decimals.
    ///
    /// Before four digits and more (`50,0000`), or before three of which it parts more than three (`1234,567`), a comma
    /// is as often a slip in a grouped number as it is decimal: such a cell shows nothing of itself.
    fn lone(text: &[u8], place: usize) -> Option<Self> {
        let (before, after) = (place, text.len() - place - 1);
        let leading_zero = text[0] == b'0';
        if after == 3 && (1..=3).contains(&before) && !leading_zero {
            return Some(Self { open: Habit::of_separator(text[place].into()), ..Self::default() });
        }
        let decimal = Self::decimal(text, place)?;
        if text[place] == b',' && after >= 3 && before > 0 && !leading_zero {
            return Some(Self { only: decimal.habit, habit: None, ..decimal });
        }
        Some(decimal)
    }

    /// The separator at `place` stands before the decimals.
    fn decimal(text: &[u8], place: usize) -> Option<Self> {
        let habit = Habit::of_separator(text[place].into())?;
        let decimals = u32::try_from(text.len() - place - 1).ok()?;
        Some(Self { decimals, habit: Some(habit), ..Self::default() })
    }
}

/// Whether the groups between separators are those of thousands, or of the Indian lakh and crore.
fn is_grouped(text: &[u8], separator: u8) -> bool {
    let mut lens = [0; 16];
    let mut count = 0;
    for group in text.split(|byte| *byte == separator) {
        if count == lens.len() || !group.iter().all(u8::is_ascii_digit) {
            return false;
        }
        lens[count] = group.len();
        count += 1;
    }
    match &lens[..count] {
        [1..=3, rest @ ..] if rest.iter().all(|len| *len == 3) => !rest.is_empty(),
        [1..=2, middle @ .., 3] => separator == b',' && middle.iter().all(|len| *len == 2),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, habit: Option<Habit>) -> Option<String> {
        let (amount, len) = Amount::lex(text).ok()?;
        assert_eq!(len, text.len(), "{text} is one number");
        amount.value(habit, 0).ok().map(|value| value.normalize().to_string())
    }

    #[test]
    fn separators_of_every_habit_are_read() {
        let table = [
            ("1500", "1500"),
            ("1,234,567.8", "1234567.8"),
            ("1.234.567,8", "1234567.8"),
            ("1 234 567,8", "1234567.8"),
            ("1'234.567", "1234.567"),
            ("12,34,567.5", "1234567.5"),
            (".5", "0.5"),
            ("0,123", "0.123"),
            ("1.2345", "1.2345"),
            ("0,12345", "0.12345"),
            ("1.234e+3", "1234"),
            ("5e-3", "0.005"),
            ("500,-", "500"),
            ("1'200.--", "1200"),
            ("1,500", "1500"),
        ];
        for (text, value) in table {
            assert_eq!(read(text, None).as_deref(), Some(value), "{text}");
        }
        assert_eq!(read("1,500", Some(Habit::Comma)).as_deref(), Some("1.5"));
        for text in ["1,2345", "50,00000", "1234,567", "825,0000"] {
            assert_eq!((read(text, None), read(text, Some(Habit::Point))), (None, None), "{text}");
            assert!(read(text, Some(Habit::Comma)).is_some(), "{text}");
        }
        assert_eq!(read("1,500", Some(Habit::Point)).as_deref(), Some("1500"));
    }

    #[test]
    fn groups_of_no_habit_are_refused() {
        for text in ["1.2.3", "1,5,00", "1.23.456", "1'50", "1,234.567,8", "1.5,0.300", "1.500,50.3", "12,3456,789.1"] {
            assert_eq!(Amount::lex(text), Err(Unreadable::Malformed), "{text}");
        }
    }

    #[test]
    fn digits_beyond_28_are_refused() {
        let most = "9".repeat(28);
        assert_eq!(read(&most, None), Some(most.clone()));
        assert_eq!(Amount::lex(&format!("{most}9")), Err(Unreadable::TooLong));
        assert_eq!(read(&format!("000{most}"), None), Some(most));
        assert_eq!(read("1e400", None), None);
        assert_eq!(read("0e400", None).as_deref(), Some("0"));
    }
}
