//! The value beside an operator key, and its reading as what the operator takes.
//!
//! One key takes one TOML type: a number in quotes is no number, a text without brackets is no array. Each refusal says
//! what to write instead, in the author's own values where they can be guessed.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Period, Refusal};

/// The value beside an operator key.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// `"text"`
    Text(String),
    /// `10_000`, `0.5`
    Number(Decimal),
    /// `2026-10-01`
    Date(Date),
    /// `true`, `false`
    YesNo(bool),
    /// `[…]`
    Array(Vec<Operand>),
    /// `{ key = … }`, in the order written.
    Table(Vec<(String, Operand)>),
}

impl Operand {
    /// What it is, in words.
    #[must_use]
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text in quotes",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::YesNo(_) => "true or false",
            Self::Array(_) => "a list in brackets",
            Self::Table(_) => "a table in braces",
        }
    }

    /// A text.
    ///
    /// # Errors
    /// Refuses every other TOML type, and a blank text: no cell is ever known to be blank.
    pub fn text(&self) -> Result<&str, Refusal> {
        match self {
            Self::Text(text) if text.trim().is_empty() => Err(Refusal::new(
                "a blank text is no value: a blank cell is missing, and never equal to anything",
                "write a text, or is_known = false to ask for missing cells",
            )),
            Self::Text(text) => Ok(text),
            other => Err(other.refused_as("a text in quotes", &quoted(other))),
        }
    }

    /// Several texts.
    ///
    /// # Errors
    /// Refuses everything but an array of texts in quotes, and an array without any.
    pub fn texts(&self) -> Result<Vec<&str>, Refusal> {
        match self {
            Self::Array(elements) if elements.is_empty() => {
                Err(Refusal::empty("an empty list holds for no lead", "write at least one text, such as [\"US\"]"))
            }
            Self::Array(elements) => {
                elements.iter().enumerate().map(|(i, element)| element.text().map_err(|no| no.at(i))).collect()
            }
            single => Err(single.refused_as("a list of texts in brackets", &format!("[{}]", quoted(single)))),
        }
    }

    /// A number.
    ///
    /// # Errors
    /// Refuses every other TOML type, a number in quotes too.
    pub fn number(&self) -> Result<Decimal, Refusal> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Text(text) => Err(match plain_number(text) {
                Some(number) => self.refused_as("a number", &format!("{number} without quotes")),
                None => self.refused_as("a number", "digits without quotes, such as 10_000"),
            }),
            other => Err(other.refused_as("a number", "digits, such as 10_000")),
        }
    }

    /// A day.
    ///
    /// # Errors
    /// Refuses every other TOML type, a date in quotes too.
    pub fn date(&self) -> Result<Date, Refusal> {
        match self {
            Self::Date(date) => Ok(*date),
            Self::Text(text) => Err(match text.trim().parse::<Date>() {
                Ok(date) => self.refused_as("a date", &format!("{date} without quotes")),
                Err(_) => self.refused_as("a date", "year, month and day without quotes, such as 2026-10-01"),
            }),
            other => Err(other.refused_as("a date", "year, month and day, such as 2026-10-01")),
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// Refuses every other TOML type, `"yes"` in quotes too.
    pub fn yes_no(&self) -> Result<bool, Refusal> {
        match self {
            Self::YesNo(yes) => Ok(*yes),
            Self::Text(text) => Err(match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "y" | "ja" | "j" => self.refused_as("true or false", "true without quotes"),
                "false" | "no" | "n" | "nein" => self.refused_as("true or false", "false without quotes"),
                _ => self.refused_as("true or false", "true or false without quotes"),
            }),
            other => Err(other.refused_as("true or false", "true or false")),
        }
    }

    /// A length of time, such as `"90 days"`.
    ///
    /// # Errors
    /// Refuses every other TOML type, and a text that is no period.
    pub fn period(&self) -> Result<Period, Refusal> {
        let example = "\"90 days\", \"2 weeks\", \"3 months\" or \"18 years\"";
        match self {
            Self::Text(text) => Period::parse(text).ok_or_else(|| {
                Refusal::new(
                    format!("\"{text}\" is no period: a period is a whole number up to 9,999 and its unit"),
                    Period::meant(text)
                        .map_or_else(|| format!("write {example}"), |meant| format!("write \"{meant}\"")),
                )
            }),
            Self::Number(number) => {
                Err(self.refused_as("a period with its unit", &format!("\"{} days\"", number.normalize())))
            }
            other => Err(other.refused_as("a period in quotes", example)),
        }
    }

    /// Two ends, read by `read`.
    ///
    /// # Errors
    /// Refuses everything but an array of exactly two, and what `read` refuses.
    pub fn ends<'o, T>(&'o self, read: impl Fn(&'o Self) -> Result<T, Refusal>) -> Result<(T, T), Refusal> {
        match self {
            Self::Array(elements) => match elements.as_slice() {
                [low, high] => Ok((read(low).map_err(|no| no.at(0))?, read(high).map_err(|no| no.at(1))?)),
                elements => Err(Refusal::new(
                    format!("a lowest and a highest value belong here, and the list has {}", elements.len()),
                    "write exactly two values, such as [10, 50]",
                )),
            },
            other => Err(other.refused_as("a lowest and a highest value in brackets", "both ends, such as [10, 50]")),
        }
    }

    fn refused_as(&self, wanted: &str, write: &str) -> Refusal {
        Refusal::new(format!("{wanted} belongs here, and this is {}", self.describe()), format!("write {write}"))
    }
}

/// The value as the text that its author may have meant.
fn quoted(operand: &Operand) -> String {
    match operand {
        Operand::Text(text) => format!("\"{text}\""),
        Operand::Number(number) => format!("\"{number}\""),
        Operand::Date(date) => format!("\"{date}\""),
        Operand::YesNo(yes) => format!("\"{yes}\""),
        Operand::Array(elements) => match elements.as_slice() {
            [single @ Operand::Text(_)] => format!("{} without brackets", quoted(single)),
            _ => "one text, such as \"US\"".to_owned(),
        },
        Operand::Table(_) => "\"US\"".to_owned(),
    }
}

/// The number that a quoted one can only mean: plain digits, or thousands in groups of three.
fn plain_number(text: &str) -> Option<Decimal> {
    let text = text.trim().replace('_', "");
    let (head, groups) = text.split_once(',').unwrap_or((&text, ""));
    let grouped = groups.is_empty()
        || groups.split(',').all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    if grouped { format!("{head}{}", groups.replace(',', "")).parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_takes_one_toml_type() {
        let text = |text: &str| Operand::Text(text.to_owned());
        let help = |refusal: Refusal| refusal.help;
        assert_eq!(help(text("10000").number().unwrap_err()), "write 10000 without quotes");
        assert_eq!(help(text("10,000").number().unwrap_err()), "write 10000 without quotes");
        assert_eq!(help(text("1,5").number().unwrap_err()), "write digits without quotes, such as 10_000");
        assert_eq!(help(text("2026-10-01").date().unwrap_err()), "write 2026-10-01 without quotes");
        assert_eq!(help(text("yes").yes_no().unwrap_err()), "write true without quotes");
        assert_eq!(help(text("US").texts().unwrap_err()), "write [\"US\"]");
        assert_eq!(help(Operand::Number(Decimal::TEN).texts().unwrap_err()), "write [\"10\"]");
        assert_eq!(help(Operand::Array(vec![text("US")]).text().unwrap_err()), "write \"US\" without brackets");
        assert_eq!(help(Operand::Number(Decimal::TEN).period().unwrap_err()), "write \"10 days\"");
        assert_eq!(help(Operand::Table(Vec::new()).text().unwrap_err()), "write \"US\"");
    }

    #[test]
    fn the_bad_element_is_named() {
        let array = Operand::Array(vec![Operand::Text("01067".into()), Operand::Number(Decimal::from(4999))]);
        let refusal = array.texts().unwrap_err();
        assert_eq!(refusal.message, "a text in quotes belongs here, and this is a number");
        assert_eq!((refusal.help.as_str(), refusal.element), ("write \"4999\"", Some(1)));
        assert_eq!(Operand::Array(vec![Operand::Text(" ".into())]).texts().unwrap_err().element, Some(0));
        assert!(Operand::Array(Vec::new()).texts().is_err());
        assert!(array.ends(Operand::number).is_err_and(|refusal| refusal.element == Some(0)));
        assert!(Operand::Array(Vec::new()).ends(Operand::number).is_err());
    }
}
