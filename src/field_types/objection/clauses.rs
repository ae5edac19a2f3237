//! Cuts a cell into clauses, and a clause into words that are known.

use super::super::months;
use super::signs::{is_day, ticked};
use super::words::{JOINTS, PHRASES, Word, word};

/// Some words of a cell that belong together.
#[derive(Default)]
pub(super) struct Clause {
    pub(super) words: Vec<Word>,
    /// Whether a dash stands before them.
    pub(super) dash: bool,
}

/// Cuts a text into clauses of words.
pub(super) fn clauses(text: &str) -> Vec<Clause> {
    let mut clauses = vec![Clause::default()];
    let mut words: Vec<String> = Vec::new();
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    let close = |words: &mut Vec<String>, clauses: &mut Vec<Clause>, dash: bool| {
        let told = told(&std::mem::take(words));
        clauses.last_mut().expect("bug: there is always a clause").words = told;
        clauses.push(Clause { words: Vec::new(), dash });
    };
    while at < letters.len() {
        let letter = letters[at];
        let end = (at..letters.len()).find(|end| !goes_on(&letters, at, *end)).unwrap_or(letters.len());
        if end > at {
            let written: String = letters[at..end].iter().collect();
            add(&written, letters.get(end).copied(), &mut words, |words| close(words, &mut clauses, false));
            at = end;
            continue;
        }
        let spaced = at > 0 && letters[at - 1] == ' ' && letters.get(at + 1) == Some(&' ');
        let after_digit = at > 0 && letters[at - 1].is_ascii_digit();
        match letter {
            '-' | '–' | '—' if spaced || letter != '-' => close(&mut words, &mut clauses, true),
            '.' if after_digit => {}
            ',' | ';' | '|' | '/' | '\n' | '(' | ')' | '[' | ']' | '.' | '!' | '&' | '+' | '>' | '•' | '·' => {
                close(&mut words, &mut clauses, false);
            }
            // "Opt-in:" without an answer.
            ':' | '=' if is_end(&letters[at + 1..]) => words.push(letter.to_string()),
            '-' | '_' | ' ' | ':' | '=' | '\'' | '’' | '"' => {}
            // A sign that nobody knows.
            _ if letter.is_whitespace() => {}
            _ => words.push(letter.to_string()),
        }
        at += 1;
    }
    close(&mut words, &mut clauses, false);
    clauses.retain(|clause| !clause.words.is_empty());
    clauses
}

/// Whether nothing is said before the next clause.
fn is_end(rest: &[char]) -> bool {
    let next = rest.iter().find(|letter| !matches!(letter, ' ' | '-' | '.'));
    next.is_none_or(|letter| matches!(letter, ',' | ';' | '|' | '/' | '\n'))
}

/// Whether the word or number that begins at `start` goes on at `at`.
fn goes_on(letters: &[char], start: usize, at: usize) -> bool {
    let letter = letters[at];
    if letters[start].is_ascii_digit() {
        let next = letters.get(at + 1).is_some_and(char::is_ascii_digit);
        return letter.is_ascii_digit() || at > start && next && matches!(letter, '-' | '.' | '/' | ':' | 't');
    }
    letter.is_alphanumeric()
}

/// Adds a word; one that joins clauses ends the one before. What is left of an apostrophe may be no word at all.
fn add(written: &str, next: Option<char>, words: &mut Vec<String>, close: impl FnOnce(&mut Vec<String>)) {
    let elided = matches!(next, Some('\'' | '’'));
    let is_joint = JOINTS.split(' ').any(|joint| joint == written) && !elided;
    // `e` is a word of Italian, and the beginning of `e-mail`; `y` joins in Spanish, and at an end is a yes.
    let is_other = written == "e" && next == Some('-') || written == "y" && (next != Some(' ') || words.is_empty());
    if is_joint && !is_other {
        close(words);
        return;
    }
    let is_not = written == "t" && words.last().is_some_and(|before| before.ends_with('n'));
    if is_not {
        let before = words.pop().unwrap_or_default();
        words.push(before + "t");
    } else if !(elided && matches!(written, "d" | "l" | "n" | "s" | "c" | "j" | "m" | "t" | "qu" | "dell" | "all")) {
        words.push(written.to_owned());
    }
}

/// What the words of a clause say, phrases as one.
fn told(words: &[String]) -> Vec<Word> {
    let mut joined: Vec<&str> = Vec::new();
    for written in words {
        // How, and by which channel.
        let two = if written == "telefonisch" { &["per", "phone"][..] } else { &[written.as_str()] };
        joined.extend(two);
        while let Some((phrase, means)) = PHRASES.iter().find(|(phrase, _)| joined.ends_with(phrase)) {
            joined.truncate(joined.len() - phrase.len());
            joined.push(means);
        }
    }
    let digits = |written: &str| written.starts_with(|c: char| c.is_ascii_digit());
    // "May" is a month only beside a number.
    let beside =
        |at: usize| [at.wrapping_sub(1), at + 1].iter().any(|at| joined.get(*at).is_some_and(|one| digits(one)));
    let is_month = |at: usize, written: &str| months::month(written).is_some() && (written != "may" || beside(at));
    // `opt-in 0`, `gesperrt = F`: an answer, and no day of a month.
    let answers = |at: usize| joined.len() > 1 && at + 1 == joined.len() && !is_month(at - 1, joined[at - 1]);
    let one = |(at, written): (usize, &&str)| match *written {
        "0" => Word::No,
        "f" if answers(at) => Word::No,
        "1" | "t" if answers(at) && !digits(joined[at - 1]) => Word::Yes,
        written if digits(written) && is_day(written) => Word::Day,
        written if joined.len() > 1 && is_month(at, written) => Word::Filler,
        written if joined.len() > 1 && digits(written) && written.len() <= 2 => Word::Filler,
        written => match ticked(written) {
            Some(true) => Word::Yes,
            Some(false) => Word::No,
            None => word(written),
        },
    };
    joined.iter().enumerate().map(one).collect()
}
