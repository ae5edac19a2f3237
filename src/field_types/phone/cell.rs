//! What a cell with telephone numbers holds: runs of digits, and what is written beside them.
//!
//! The first number counts. Words are never digits, unless they spell a number; digits behind words are another number,
//! an extension or an hour, by what the words say.

use rlibphonenumber::PhoneNumber;

use super::number::{Home, LONGEST, Number, digits, e164};
use super::several::{completed, is_full, numbers};
use super::vanity;
use super::words::{Says, is_hour};
use crate::model::{EXTENSION, Unreadable};

/// Extensions have no more digits than this.
const LONGEST_EXTENSION: usize = 7;
/// So few digits in front of a number are no number: `24h`, `1.`
const STRAY: usize = 3;

/// A number and the digits to dial behind it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: PhoneNumber,
    pub(super) extension: String,
}

/// The numbers of a cell.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    pub(super) first: Line,
    pub(super) others: Vec<Line>,
    /// Whether the first one's plus was lost.
    pub(super) lost_plus: bool,
}

enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
    Sign(char),
}

impl Line {
    fn new(number: PhoneNumber) -> Self {
        let extension = number.extension().to_owned();
        Self { number, extension }
    }

    /// E.164 and the extension: `+16502530000 ext. 12`.
    pub(super) fn shown(&self) -> String {
        let number = e164(&self.number);
        if self.extension.is_empty() { number } else { [&number, EXTENSION, &self.extension].concat() }
    }
}

impl Lines {
    /// The numbers of a cell of a lead at `home`.
    pub(super) fn read(text: &str, home: Home) -> Result<Self, Unreadable> {
        if is_day(text) {
            return Err(Unreadable::Malformed);
        }
        if is_bare(text) {
            let (first, others) = numbers(text, home)?;
            return Ok(Self::of(first, others));
        }
        if text.len() > LONGEST || text.contains(";phone-context=") {
            return Err(Unreadable::Malformed);
        }
        // Digits of other scripts are those of a number as a whole.
        if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(char::is_alphabetic) {
            return home.number(text).map(|number| Self::of(number, Vec::new()));
        }
        let mut walk = Walk { home, lines: Vec::new(), first: "", lost_plus: false, cause: None };
        walk.tokens(&tokens(text));
        walk.finish().or_else(|cause| spelled(text, home).ok_or(cause))
    }

    fn of(first: Number, others: Vec<PhoneNumber>) -> Self {
        let lost_plus = first.lost_plus;
        Self { first: Line::new(first.number), others: others.into_iter().map(Line::new).collect(), lost_plus }
    }
}

/// The number that letters spell, with its extension.
fn spelled(text: &str, home: Home) -> Option<Lines> {
    let line = |number, extension: &str| {
        let first = Line { number, extension: extension.to_owned() };
        Lines { first, others: Vec::new(), lost_plus: false }
    };
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let (bare, mark) = before.trim_end().rsplit_once(' ').unwrap_or((before, ""));
    let extension = &text[before.len()..];
    if is_extension(extension) && Says::together(&[mark]) == Some(Says::Extension) {
        return vanity::number(bare, home).map(|number| line(number, extension));
    }
    vanity::number(text, home).map(|number| line(number, ""))
}

fn is_extension(text: &str) -> bool {
    (1..=LONGEST_EXTENSION).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is digits and the signs of one number alone, as nearly every cell is.
fn is_bare(text: &str) -> bool {
    text.bytes().enumerate().all(|(place, b)| b.is_ascii_digit() || b" -.()/".contains(&b) || b == b'+' && place == 0)
        && !ends_in_brackets(text)
}

/// Whether digits in brackets end a number that is whole without them: `030 901820 (2)`.
fn ends_in_brackets(text: &str) -> bool {
    text.ends_with(')') && text.rfind('(').is_some_and(|open| digits(&text[..open]) >= 7)
}

/// What has been found in the tokens so far.
struct Walk<'a> {
    home: Home,
    lines: Vec<Line>,
    /// The first number as it is written, for others that only replace its end.
    first: &'a str,
    lost_plus: bool,
    /// Why the first digits are no number.
    cause: Option<Unreadable>,
}

impl<'a> Walk<'a> {
    fn tokens(&mut self, tokens: &[Token<'a>]) {
        let (mut words, mut sign) = (Vec::new(), None);
        for token in tokens {
            match token {
                Token::Word(word) => words.push(*word),
                Token::Sign(c) => sign = Some(*c),
                Token::Digits(run) => {
                    self.digits(run, &words, sign);
                    (words, sign) = (Vec::new(), None);
                }
            }
        }
    }

    fn digits(&mut self, run: &'a str, words: &[&str], sign: Option<char>) {
        let says = Says::together(words).or_else(|| (sign == Some('#')).then_some(Says::Extension));
        match says {
            Some(Says::Fax) => {}
            _ if self.lines.is_empty() => self.leading(run),
            Some(Says::Extension) => self.extension(run),
            Some(Says::Another) => self.another(run, true),
            None if words.is_empty() => self.another(run, sign.is_some_and(|sign| ",;|&/\n".contains(sign))),
            _ => self.another(run, false),
        }
    }

    /// The first digits are the number, unless they are too few for any and others follow.
    fn leading(&mut self, run: &'a str) {
        match numbers(run, self.home) {
            _ if self.cause.is_some() && (!self.first.is_empty() || !is_full(run, self.home)) => {}
            Ok((number, others)) => {
                (self.first, self.lost_plus) = (run, number.lost_plus);
                self.lines.push(Line::new(number.number));
                self.lines.extend(others.into_iter().map(Line::new));
            }
            Err(cause) => {
                self.cause = self.cause.or(Some(cause));
                if digits(run) > STRAY {
                    self.first = run;
                }
            }
        }
    }

    /// Extensions of the last number; where it has one, another line.
    fn extension(&mut self, run: &str) {
        for part in run.split('/') {
            let mut groups = part.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
            let Some(extension) = groups.next().filter(|digits| is_extension(digits)) else { return };
            let line = self.lines.last_mut().expect("bug: an extension in front of any number");
            if line.extension.is_empty() {
                extension.clone_into(&mut line.extension);
            } else {
                let number = line.number.clone();
                self.lines.push(Line { number, extension: extension.to_owned() });
            }
        }
    }

    /// A further number: a whole one, or behind a sign or a word for it the end of one.
    fn another(&mut self, run: &str, joined: bool) {
        let like_first = digits(run) == digits(self.first) && !is_date(run);
        if is_full(run, self.home) || like_first {
            let found = numbers(run, self.home)
                .into_iter()
                .flat_map(|(number, others)| std::iter::once(number.number).chain(others).map(Line::new));
            self.lines.extend(found);
        } else if joined && self.ends_in_extension(run) {
            self.extension(run);
        } else if joined && digits(run) > STRAY && digits(run) < digits(self.first) {
            self.lines.extend(completed(self.first, run, self.home).map(Line::new));
        }
    }

    /// Whether the last number has an extension of as many digits: `x12 or 13`.
    fn ends_in_extension(&self, run: &str) -> bool {
        self.lines.last().is_some_and(|line| !line.extension.is_empty() && line.extension.len() == digits(run))
    }

    fn finish(self) -> Result<Lines, Unreadable> {
        let mut lines = self.lines.into_iter();
        let first = lines.next().ok_or(self.cause.unwrap_or(Unreadable::Malformed))?;
        let known = first.shown();
        let others = lines.filter(|line| line.shown() != known).collect();
        Ok(Lines { first, others, lost_plus: self.lost_plus })
    }
}

/// Hyphens and blanks of word processors.
const fn is_foreign_sign(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

/// `24.12.2025` is a day, and would be a number in Aachen; so are `2025-12-24`, `12/24/2025` and `24.12.25`, with an hour
/// behind or not.
fn is_day(text: &str) -> bool {
    let (day, hour) = text.split_once([' ', 'T']).unwrap_or((text, ":"));
    let Some(sign) = day.find(['.', '/', '-']).filter(|_| day.len() <= 10 && hour.contains(':')) else { return false };
    let number = |part: &str, most: usize| {
        let short = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        short.then(|| part.parse::<u16>().ok()).flatten()
    };
    let is_year = |part: &str| part.len() == 4 && number(part, 4).is_some_and(|year| (1900..2040).contains(&year));
    let is_short_year =
        |part: &str| part.len() == 2 && day[sign..].starts_with(['.', '/']) && number(part, 2).is_some();
    let are_day_and_month = |a: &str, b: &str| {
        let (a, b) = (number(a, 2).unwrap_or(0), number(b, 2).unwrap_or(0));
        (1..=12).contains(&a.min(b)) && a.max(b) <= 31
    };
    match day.split(&day[sign..=sign]).collect::<Vec<_>>().as_slice() {
        [first, month, last] if is_year(first) => are_day_and_month(month, last),
        [first, month, last] => are_day_and_month(first, month) && (is_year(last) || is_short_year(last)),
        _ => false,
    }
}

/// `24.12.2025`, `1.1.26`.
fn is_date(run: &str) -> bool {
    let parts: Vec<usize> = run.split('.').map(|part| part.trim().len()).collect();
    matches!(parts.as_slice(), [1..=2, 1..=2, 2 | 4])
}

/// Runs of digits, words, and the signs between them.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        let (token, length) = match () {
            () if starts_run(rest) => {
                let end = run_end(rest);
                (Some(Token::Digits(rest[..end].trim_end_matches([' ', '-', '–', '.', '(', '/']))), end)
            }
            () if c.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(rest.len());
                (Some(Token::Word(&rest[..end])), end)
            }
            () if c == ' ' => (None, 1),
            () => (Some(Token::Sign(c)), c.len_utf8()),
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

/// Whether digits begin here, with a plus, a bracket or a hyphen in front or not.
fn starts_run(text: &str) -> bool {
    let mut signs = text.chars().skip_while(|c| "+(- ".contains(*c));
    text.starts_with(|c: char| c.is_ascii_digit() || "+(-".contains(c))
        && signs.next().is_some_and(|c| c.is_ascii_digit())
}

/// Where a run of digits ends: before anything but digits and the signs of a number, a second plus, and whatever belongs
/// to the word or hour behind it.
fn run_end(text: &str) -> usize {
    let inside = |c: char| c.is_ascii_digit() || " -.()/".contains(c) || is_foreign_sign(c);
    let begun = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let mut end = text[begun..].find(|c| !inside(c)).map_or(text.len(), |place| begun + place);
    if let Some(open) = text[..end].rfind('(').filter(|_| ends_in_brackets(text[..end].trim_end())) {
        end = open.max(begun + 1);
    }
    // `030 901820 (2x klingeln)`, `030 901820 9-17 Uhr`, `030 901820 9:00`.
    let hour =
        text[end..].starts_with(':') || is_hour(text[end..].split(|c: char| !c.is_alphabetic()).next().unwrap_or(""));
    let attached = text[end..].starts_with(char::is_alphabetic) && text[..end].ends_with(|c: char| c.is_ascii_digit());
    let counted = attached && !text[end..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if hour || counted { before_small_group(&text[..end]).unwrap_or(end) } else { end }
}

/// Where the last group begins, behind a blank or bracket, if it has the digits of an hour and a number stands before it.
fn before_small_group(run: &str) -> Option<usize> {
    let bare = run.trim_end();
    let start = bare.rfind([' ', '('])?;
    let group = &bare[start + 1..];
    let small = group.split(['-', '–', '.']).all(|part| part.len() <= 2);
    (small && digits(&bare[..start]) >= 5).then_some(start)
}
