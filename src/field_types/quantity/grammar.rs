//! From tokens to the one or two ends of a quantity.
//!
//! ```text
//! quantity   = ["a"] end [connector end]
//! end        = {limit | about | sign | scale | "-" | "+" | "(" | note} amount {behind | "or more" | ")" | note}
//! behind     = scale | sign | unit | about | yearly | of-year year
//! note       = "(" {sign | unit | about | yearly | [of-year] year} ")"
//! connector  = "-" | to | bis | and
//! ```
//!
//! In front of its amount an end takes its parts in any order: `> $5`, `$>5`, `ca. EUR 5` and `EUR ca. 5` all occur.

use super::amount::Amount;
use super::currency_sign::CurrencySign;
use super::lexer::{Lexer, Limit, Token};
use crate::model::Unreadable;

/// One number with what is said of it alone.
pub(super) struct End {
    /// The digits.
    pub(super) amount: Amount,
    /// Which end of an interval it is, where it says so.
    pub(super) limit: Option<Limit>,
    /// Whether it is below zero.
    pub(super) negative: bool,
    /// Ten to this power.
    pub(super) scale: Option<i32>,
    /// Whether the scale stands in front, and so before both ends of a range.
    pub(super) scale_leads: bool,
}

/// A whole cell: one or two ends, and what is said of both.
pub(super) struct Phrase {
    /// The only end, or the first.
    pub(super) first: End,
    /// The last of two.
    pub(super) last: Option<End>,
    /// The currency.
    pub(super) sign: Option<CurrencySign>,
    /// Whether the cell calls itself approximate.
    pub(super) approximate: bool,
    /// Whether it says what is counted.
    pub(super) unit: bool,
    /// Whether it says that the sum is one a year.
    pub(super) yearly: bool,
    /// Whether it counts in `Cr`, which are crores of rupees alone.
    pub(super) crore: bool,
}

/// Reads a text in normal characters as a quantity.
pub(super) fn parse(text: &str) -> Result<Phrase, Unreadable> {
    let mut parser = Parser::new(text)?;
    let first = parser.end()?;
    let last = if parser.connector()? { Some(parser.end()?) } else { None };
    parser.finish(first, last)
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    next: Option<Token>,
    sign: Option<CurrencySign>,
    approximate: bool,
    unit: bool,
    between: bool,
    yearly: bool,
    crore: bool,
}

/// What stands in front of an amount.
#[derive(Default)]
struct Head {
    limit: Option<Limit>,
    negative: bool,
    plus: bool,
    open: bool,
    scale: Option<i32>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Result<Self, Unreadable> {
        // A form offers "a $5-10 million".
        let mut lexer =
            Lexer::new(["a ", "an "].iter().find_map(|article| text.strip_prefix(article)).map_or(text, |rest| {
                if rest.starts_with(|c: char| c.is_ascii_digit() || CurrencySign::is_symbol(c)) { rest } else { text }
            }));
        let mut next = lexer.next()?;
        let between = next == Some(Token::Between);
        if between {
            next = lexer.next()?;
        }
        Ok(Self { lexer, next, sign: None, approximate: false, unit: false, between, yearly: false, crore: false })
    }

    fn advance(&mut self) -> Result<(), Unreadable> {
        self.next = self.lexer.next()?;
        Ok(())
    }

    fn end(&mut self) -> Result<End, Unreadable> {
        let mut head = Head::default();
        let amount = loop {
            let (token, amount) = (self.next.ok_or(Unreadable::Malformed)?, self.lexer.amount());
            self.advance()?;
            match token {
                Token::Amount => break amount,
                Token::Open if self.next == Some(Token::About) => self.note()?,
                token => self.before(&mut head, token)?,
            }
        };
        let mut end = End {
            amount,
            limit: head.limit,
            negative: head.negative || head.open,
            scale: head.scale,
            scale_leads: head.scale.is_some(),
        };
        self.tail(&mut end, head.open)?;
        Ok(end)
    }

    /// Takes one token in front of an amount. None but currency and approximation may come twice.
    fn before(&mut self, head: &mut Head, token: Token) -> Result<(), Unreadable> {
        match token {
            Token::Limit(limit) => put(&mut head.limit, limit),
            Token::Bis => put(&mut head.limit, Limit::AtMost),
            Token::Dash => raise(&mut head.negative),
            Token::Plus => raise(&mut head.plus),
            Token::Open => raise(&mut head.open),
            Token::Scale(power) => put(&mut head.scale, power),
            Token::ScaledSign(power, sign) => put(&mut head.scale, power).and_then(|()| self.sign(sign)),
            token => self.beside(token),
        }?;
        // `bis unter 10`: the second word says more than the first.
        if token == Token::Bis && matches!(self.next, Some(Token::Limit(Limit::LessThan | Limit::AtMost))) {
            head.limit = None;
        }
        if head.negative && (head.plus || head.open) { Err(Unreadable::Malformed) } else { Ok(()) }
    }

    /// Takes the tokens behind an amount.
    fn tail(&mut self, end: &mut End, mut open: bool) -> Result<(), Unreadable> {
        while let Some(token) = self.next {
            match token {
                Token::Scale(power) => put(&mut end.scale, power),
                Token::ScaledSign(power, sign) => put(&mut end.scale, power).and_then(|()| self.sign(sign)),
                Token::Plus | Token::OrMore => limit_behind(end, Limit::AtLeast, Limit::MoreThan),
                Token::OrLess => limit_behind(end, Limit::AtMost, Limit::LessThan),
                Token::Unit => {
                    self.unit = true;
                    Ok(())
                }
                Token::Close if open => {
                    open = false;
                    Ok(())
                }
                Token::Crore => {
                    self.crore = true;
                    put(&mut end.scale, 7)
                }
                Token::Open if !open => {
                    self.advance()?;
                    self.note()?;
                    continue;
                }
                Token::OfYear => {
                    self.advance()?;
                    self.year(true)
                }
                Token::Sign(_) | Token::About | Token::Unclear | Token::Yearly => self.beside(token),
                _ => break,
            }?;
            self.advance()?;
        }
        if open { Err(Unreadable::Malformed) } else { Ok(()) }
    }

    /// Takes a token that may stand on either side of an amount.
    fn beside(&mut self, token: Token) -> Result<(), Unreadable> {
        match token {
            Token::About => {
                self.approximate = true;
                Ok(())
            }
            Token::Sign(sign) => self.sign(sign),
            Token::Yearly => raise(&mut self.yearly),
            Token::Unclear => Err(Unreadable::Ambiguous),
            _ => Err(Unreadable::Malformed),
        }
    }

    /// Takes what a bracket says beside the number, the bracket that closes it included: `(est.)`, `(2024)`, `(USD)`.
    fn note(&mut self) -> Result<(), Unreadable> {
        while let Some(token) = self.next {
            match token {
                Token::Close => return self.advance(),
                Token::Unit => self.unit = true,
                Token::Amount => self.year(false)?,
                Token::OfYear => {
                    self.advance()?;
                    self.year(true)?;
                }
                token => self.beside(token)?,
            }
            self.advance()?;
        }
        Err(Unreadable::Malformed)
    }

    /// Takes the year of which a number is; behind a word that says so, two digits do.
    fn year(&self, told: bool) -> Result<(), Unreadable> {
        let is_year = self.next == Some(Token::Amount) && self.lexer.amount().is_year(told);
        if is_year { Ok(()) } else { Err(Unreadable::Malformed) }
    }

    fn sign(&mut self, sign: CurrencySign) -> Result<(), Unreadable> {
        let both = self.sign.map_or(Some(sign), |earlier| earlier.and(sign));
        self.sign = Some(both.ok_or(Unreadable::Malformed)?);
        Ok(())
    }

    fn connector(&mut self) -> Result<bool, Unreadable> {
        let connects = match self.next {
            Some(Token::Dash | Token::To | Token::Bis) => true,
            Some(Token::And) => self.between,
            _ => false,
        };
        if connects {
            self.advance()?;
        }
        Ok(connects)
    }

    /// The phrase, where its ends fit together and nothing is left over.
    fn finish(self, first: End, last: Option<End>) -> Result<Phrase, Unreadable> {
        let clashes = match &last {
            None => self.between,
            Some(last) => {
                matches!(first.limit, Some(Limit::AtMost | Limit::LessThan))
                    || matches!(last.limit, Some(Limit::AtLeast | Limit::MoreThan))
                    || (self.between && first.limit.is_some())
            }
        };
        if clashes || self.next.is_some() {
            return Err(Unreadable::Malformed);
        }
        Ok(Phrase {
            first,
            last,
            sign: self.sign,
            approximate: self.approximate,
            unit: self.unit,
            yearly: self.yearly,
            crore: self.crore,
        })
    }
}

/// A limit behind the amount may only repeat the one in front (`>500+`), which then stays.
fn limit_behind(end: &mut End, limit: Limit, same: Limit) -> Result<(), Unreadable> {
    match end.limit {
        Some(earlier) if earlier == limit || earlier == same => Ok(()),
        _ => put(&mut end.limit, limit),
    }
}

fn put<T>(place: &mut Option<T>, value: T) -> Result<(), Unreadable> {
    if place.replace(value).is_some() { Err(Unreadable::Malformed) } else { Ok(()) }
}

fn raise(flag: &mut bool) -> Result<(), Unreadable> {
    if std::mem::replace(flag, true) { Err(Unreadable::Malformed) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_may_stand_in_any_order_around_an_amount() {
        let table = [
            "> $5",
            "$>5",
            "ca. eur 5",
            "eur ca. 5",
            "5 eur mio",
            "mio. eur 5",
            "5+ employees",
            "($5)",
            "$(5)",
            "a $5",
            "$5 (est.)",
            "(est.) $5",
            "$5m (fy24)",
            "$5m in 2024",
            "$5m/yr (2023)",
            "5 (eur)",
            "5 p.a. (est.)",
            "(5) (est.)",
        ];
        for text in table {
            assert!(parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_no_quantity_says_is_refused() {
        let table = [
            "",
            "-",
            "5 -",
            "5 6",
            "10-20-30",
            "--5",
            "-(5)",
            "(5",
            "5)",
            "> > 5",
            "5k k",
            "5 and 6",
            "between 5",
            "<5+",
            "up to 5-6",
            "5 - >6",
            "€5 $6",
            "5x",
            "5 (20)",
            "5 (2024",
            "5 (2,024)",
            "5 in 24 (",
            "5 2024",
            "a",
            "5 ()x",
            "$5/month",
            "€",
        ];
        for text in table {
            assert_eq!(parse(text).err(), Some(Unreadable::Malformed), "{text}");
        }
    }
}
