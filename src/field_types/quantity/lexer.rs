//! From normal characters to the tokens of quantities.

use super::amount::Amount;
use super::currency_sign::CurrencySign;
use super::words;
use crate::model::Unreadable;

/// What a quantity is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits; [`Lexer::amount`] is what they say.
    Amount,
    /// `-`: a minus, or between the ends of a range.
    Dash,
    /// `+`: a sign, or an open end.
    Plus,
    /// `to`: between the ends of a range only.
    To,
    /// `bis`: between the ends of a range, or an upper end alone.
    Bis,
    /// `and`: between the ends of a range that began with `between`.
    And,
    /// `between`: two ends follow.
    Between,
    /// `<`, `at least`: one end.
    Limit(Limit),
    /// `or more` behind an amount.
    OrMore,
    /// `or less` behind an amount.
    OrLess,
    /// `ca.`: approximate.
    About,
    /// `Mio.`: times ten to this power.
    Scale(i32),
    /// A currency.
    Sign(CurrencySign),
    /// `TEUR`: both.
    ScaledSign(i32, CurrencySign),
    /// `employees`: says what is counted.
    Unit,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A word that is used for two scales.
    Unclear,
    /// `Cr`: ten million rupees. Beside other currencies it is a credit.
    Crore,
    /// `p.a.`, `/yr`: a sum a year.
    Yearly,
    /// `in`, `FY`: the year follows of which the number is.
    OfYear,
}

/// Which end of an interval an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// The lower end, included.
    AtLeast,
    /// The lower end, not included.
    MoreThan,
    /// The upper end, included.
    AtMost,
    /// The upper end, not included.
    LessThan,
}

/// The tokens of a text in normal characters, one at a time.
pub(super) struct Lexer<'t> {
    rest: &'t str,
    amount: Amount,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text, amount: Amount::default() }
    }

    /// The amount lexed last. It stays out of its token, which would be three times as large and is moved often.
    pub(super) const fn amount(&self) -> Amount {
        self.amount
    }

    /// The next token; nothing at the end. Refuses words and signs that no quantity has.
    pub(super) fn next(&mut self) -> Result<Option<Token>, Unreadable> {
        self.rest = self.rest.strip_prefix(' ').unwrap_or(self.rest);
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let (token, len) = match first {
            '0'..='9' => self.digits()?,
            '.' | ',' if self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.digits()?,
            _ if first.is_alphabetic() => self.word().ok_or(Unreadable::Malformed)?,
            _ => self.symbol(first).ok_or(Unreadable::Malformed)?,
        };
        self.rest = &self.rest[len..];
        Ok(Some(token))
    }

    fn digits(&mut self) -> Result<(Token, usize), Unreadable> {
        let (amount, len) = Amount::lex(self.rest)?;
        self.amount = amount;
        Ok((Token::Amount, len))
    }

    /// A word or phrase, with the dot of an abbreviation behind it. `T` is a thousand in `T€` only.
    fn word(&self) -> Option<(Token, usize)> {
        let len = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, behind) = self.rest.split_at(len);
        if word == "t" && behind.starts_with(CurrencySign::is_symbol) {
            return Some((Token::Scale(3), len));
        }
        let (token, len) = words::longest(self.rest, word)
            .or_else(|| CurrencySign::of_word(word).map(|sign| (Token::Sign(sign), len)))?;
        Some((token, len + usize::from(self.rest[len..].starts_with('.'))))
    }

    fn symbol(&self, symbol: char) -> Option<(Token, usize)> {
        let equal = usize::from(self.rest[symbol.len_utf8()..].starts_with('='));
        Some(match symbol {
            '-' => (Token::Dash, 1),
            '+' => (Token::Plus, 1),
            '/' => (Token::Yearly, 1 + year_len(&self.rest[1..])?),
            '~' => (Token::About, 1),
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '<' => (Token::Limit(if equal == 1 { Limit::AtMost } else { Limit::LessThan }), 1 + equal),
            '>' => (Token::Limit(if equal == 1 { Limit::AtLeast } else { Limit::MoreThan }), 1 + equal),
            _ => (Token::Sign(CurrencySign::of_symbol(symbol)?), symbol.len_utf8()),
        })
    }
}

/// The length of a word for a year that stands behind a slash, blank included: `yr`, ` Jahr`.
fn year_len(text: &str) -> Option<usize> {
    const YEARS: [&str; 11] = ["year", "yr", "y", "annum", "anno", "ann\u{e9}e", "an", "a\u{f1}o", "jahr", "jaar", "a"];
    let word = text.trim_start();
    let len = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let point = usize::from(word[len..].starts_with('.'));
    YEARS.contains(&&word[..len]).then(|| text.len() - word.len() + len + point)
}
