//! A way of writing dates, compiled from `DD.MM.YYYY`, `%d.%m.%Y` or `excel`.

/// A way of writing dates, such as `DD.MM.YYYY` or `%d.%m.%Y`, or `excel` for a spreadsheet's serial numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat {
    pub(super) tokens: Vec<Token>,
    /// Whether the column's cells contradict each other, so that a date which may have day and month in either order
    /// is read in neither.
    pub(super) doubtful: bool,
}

/// What stands at one place of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Exactly four digits.
    Year,
    /// Exactly two digits.
    ShortYear,
    /// One or two digits.
    Month,
    /// A name or abbreviation in one of four languages, with or without a dot.
    MonthName,
    /// One or two digits.
    Day,
    /// The name of a weekday, which says nothing new.
    Weekday,
    /// One or two digits up to 23.
    Hour,
    /// One or two digits from 1 to 12.
    HalfDayHour,
    /// One or two digits up to 59.
    Minute,
    /// One or two digits up to 60.
    Second,
    /// Decimals of a second.
    Fraction,
    /// `am` or `pm`.
    HalfDay,
    /// `Z`, `+01:00`, `+0100`.
    Offset,
    /// Any white space.
    Blank,
    /// This very character.
    Literal(char),
    /// The number of a day, as spreadsheets count.
    Serial,
}

impl DateFormat {
    /// Compiles a format, written with letters (`DD.MM.YYYY`, `MMM D, YYYY`), with `%` (`%d.%m.%Y`), or as `excel`.
    ///
    /// `M` behind an hour is a minute.
    ///
    /// # Errors
    ///
    /// The reason, in words, for letters that no format has, a part named twice, a format without a year, and a day
    /// without a month.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("excel") {
            return Ok(Self { tokens: vec![Token::Serial], doubtful: false });
        }
        let tokens = if text.contains('%') { percent_tokens(text) } else { letter_tokens(text) }?;
        check(&tokens)?;
        Ok(Self { tokens, doubtful: false })
    }
}

impl DateFormat {
    /// Whether it has years of two digits.
    #[must_use]
    pub fn has_short_year(&self) -> bool {
        self.tokens.contains(&Token::ShortYear)
    }
}

/// The tokens of `%d.%m.%Y`, as the C library names them.
fn percent_tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            tokens.push(literal(c));
            continue;
        }
        let directive = chars.find(|c| *c != '-').ok_or("a lone % at the end")?;
        tokens.extend_from_slice(
            directive_tokens(directive).ok_or_else(|| format!("%{directive} is no part of a date"))?,
        );
    }
    Ok(tokens)
}

const fn directive_tokens(directive: char) -> Option<&'static [Token]> {
    use Token::{
        Day, Fraction, HalfDay, HalfDayHour, Hour, Literal, Minute, Month, MonthName, Offset, Second, ShortYear,
        Weekday, Year,
    };
    Some(match directive {
        'Y' => &[Year],
        'y' => &[ShortYear],
        'm' => &[Month],
        'b' | 'B' | 'h' => &[MonthName],
        'd' | 'e' => &[Day],
        'a' | 'A' => &[Weekday],
        'H' | 'k' => &[Hour],
        'I' | 'l' => &[HalfDayHour],
        'M' => &[Minute],
        'S' => &[Second],
        'f' => &[Fraction],
        'p' | 'P' => &[HalfDay],
        'z' => &[Offset],
        'F' => &[Year, Literal('-'), Month, Literal('-'), Day],
        'T' => &[Hour, Literal(':'), Minute, Literal(':'), Second],
        'R' => &[Hour, Literal(':'), Minute],
        '%' => &[Literal('%')],
        _ => return None,
    })
}

/// The tokens of `DD.MM.YYYY`: runs of one letter are parts, everything else stands for itself.
fn letter_tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = rest.find(|other| other != c).unwrap_or(rest.len());
        // A lone T stands between date and time; TT is the German DD.
        let is_part = c.is_alphabetic() && (c != 'T' || len > 1);
        let last_part = tokens.iter().rfind(|token| !matches!(token, Token::Literal(_) | Token::Blank));
        let after_hour = matches!(last_part, Some(Token::Hour | Token::HalfDayHour));
        if is_part {
            let run = &rest[..len];
            tokens.push(letter_token(c, len, after_hour).ok_or_else(|| format!("`{run}` is no part of a date"))?);
        } else {
            tokens.extend(rest[..len].chars().map(literal));
        }
        rest = &rest[len..];
    }
    Ok(tokens)
}

const fn letter_token(letter: char, len: usize, after_hour: bool) -> Option<Token> {
    Some(match (letter, len) {
        ('Y' | 'y' | 'J' | 'j', 4) => Token::Year,
        ('Y' | 'y' | 'J' | 'j', 2) => Token::ShortYear,
        ('M' | 'm', 1 | 2) if after_hour => Token::Minute,
        ('M' | 'm', 1 | 2) => Token::Month,
        ('M' | 'm', 3 | 4) => Token::MonthName,
        ('D' | 'd' | 'T' | 't', 1 | 2) => Token::Day,
        ('D' | 'd', 3 | 4) => Token::Weekday,
        ('H', 1 | 2) => Token::Hour,
        ('h', 1 | 2) => Token::HalfDayHour,
        ('S' | 's', 1 | 2) => Token::Second,
        ('S', 3..) => Token::Fraction,
        ('A' | 'a', 1) => Token::HalfDay,
        ('Z' | 'z' | 'X' | 'x', _) => Token::Offset,
        _ => return None,
    })
}

const fn literal(c: char) -> Token {
    if c.is_whitespace() { Token::Blank } else { Token::Literal(c) }
}

fn check(tokens: &[Token]) -> Result<(), String> {
    let count = |wanted: &[Token]| tokens.iter().filter(|token| wanted.contains(token)).count();
    let (years, months, days) =
        (count(&[Token::Year, Token::ShortYear]), count(&[Token::Month, Token::MonthName]), count(&[Token::Day]));
    match (years, months, days) {
        (0, ..) => Err("it names no year".into()),
        (1, 0, 1) => Err("it names a day without a month".into()),
        (1, 0 | 1, 0 | 1) => Ok(()),
        _ => Err("it names a part twice".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_format_are_the_same() {
        let table = [
            ("DD.MM.YYYY", "%d.%m.%Y"),
            ("d/m/yy", "%e/%m/%y"),
            ("YYYY-MM-DDTHH:mm:ssZ", "%Y-%m-%dT%H:%M:%S%z"),
            ("DD.MM.YYYY HH:MM", "%d.%m.%Y %H:%M"),
            ("HH:mm TT.MM.JJJJ", "%H:%M %d.%m.%Y"),
            ("MMM D, YYYY h:mm A", "%b %-d, %Y %I:%M %p"),
            ("yyyymm", "%Y%m"),
            ("YYYY-MM-DD HH:mm:ss", "%F %T"),
        ];
        for (letters, percent) in table {
            assert_eq!(DateFormat::parse(letters), DateFormat::parse(percent), "{letters}");
        }
    }

    #[test]
    fn formats_that_give_no_date_are_refused() {
        let table = [
            ("", "it names no year"),
            ("DD.MM.", "it names no year"),
            ("DD.YYYY", "it names a day without a month"),
            ("DD.DD.YYYY", "it names a part twice"),
            ("%Y %y", "it names a part twice"),
            ("%Y-%q", "%q is no part of a date"),
            ("%Y%", "a lone % at the end"),
            ("YYY-MM", "`YYY` is no part of a date"),
            ("soon", "`oo` is no part of a date"),
        ];
        for (text, reason) in table {
            assert_eq!(DateFormat::parse(text), Err(reason.to_owned()), "{text}");
        }
    }
}
