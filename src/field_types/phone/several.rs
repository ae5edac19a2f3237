//! Several numbers in one run of digits: `030 901820 / 901821`, `030 901820-22/23`.

use rlibphonenumber::PhoneNumber;

use super::number::{Home, Number, digits};
use crate::model::Unreadable;

/// Fewer digits are no number of their own.
const SHORTEST: usize = 5;
/// From so many digits on, an area code is among them wherever one is needed.
const WHOLE: usize = 7;
/// The last group of a number that is written in groups of two has fewer digits than this.
const GROUP: usize = 4;

/// The number that a run of digits and signs is, and the others that follow it.
pub(super) fn numbers(run: &str, home: Home) -> Result<(Number, Vec<PhoneNumber>), Unreadable> {
    if let Some(found) = at_slash(run, home).or_else(|| at_hyphen(run, home)).or_else(|| at_repeated_code(run, home)) {
        return Ok(found);
    }
    match home.number(run) {
        Ok(number) => Ok((number, Vec::new())),
        Err(cause) => at_blank(run, home).ok_or(cause),
    }
}

type Found = Option<(Number, Vec<PhoneNumber>)>;

/// `0911 2310 / 0911 2311`, `040 361230/361231`, `650-253-0000/01`. In `030/901820` no number stands before the slash.
fn at_slash(run: &str, home: Home) -> Found {
    let slashes = run.match_indices('/').map(|(place, _)| place);
    slashes.into_iter().find_map(|slash| {
        let (first, rest) = (run[..slash].trim_end(), run[slash + 1..].trim_start());
        if digits(first) < SHORTEST || digits(rest) < 2 {
            return None;
        }
        let spaced = first.len() < slash && rest.len() < run.len() - slash - 1;
        let number = home.number(first).ok()?;
        (is_full(rest, home) || is_tail(first, rest, spaced, &number)).then(|| {
            let others = rest.split('/').filter_map(|other| completed(first, other.trim(), home)).collect();
            (number, others)
        })
    })
}

/// Whether what follows a slash replaces the end of the number before it, instead of going on with it.
fn is_tail(first: &str, rest: &str, spaced: bool, number: &Number) -> bool {
    let group_start = first.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |place| place + 1);
    let group = first.len() - group_start;
    // `0461/123/456` is one number in groups.
    let in_groups = group < GROUP && first[..group_start].ends_with('/');
    let length = number.number.get_national_significant_number().len();
    !in_groups
        && digits(rest) < digits(first)
        && (spaced || length >= WHOLE && (group >= GROUP || !first.contains('/')))
}

/// `030 901820 - 0151 23456789`.
fn at_hyphen(run: &str, home: Home) -> Found {
    // Most numbers have no hyphen, and looking for a single character is much cheaper than for a text.
    let hyphen = run.find(['-', '–'])?;
    run[..hyphen].contains(' ').then_some(())?;
    let (first, rest) = [" - ", " – "].iter().find_map(|hyphen| run.split_once(hyphen))?;
    let (first, rest) = (first.trim(), rest.trim());
    let both = digits(first) >= SHORTEST && is_full(rest, home);
    both.then(|| Some((home.number(first).ok()?, vec![home.number(rest).ok()?.number]))).flatten()
}

/// `030 901820 030 901821`: the second begins as the first does.
fn at_repeated_code(run: &str, home: Home) -> Found {
    let code = &run[..run.find(|c: char| !c.is_ascii_digit() && c != '+' && c != '(')?];
    let repeats = digits(code) >= 2 && digits(run) >= 2 * WHOLE;
    if repeats { pairs(run).find_map(|pair| both(pair, home, |rest| rest.starts_with(code))) } else { None }
}

/// `650-253-0000 415-253-0001`, `030 901820 901821`: two numbers where one would be too long.
fn at_blank(run: &str, home: Home) -> Found {
    if digits(run) < 2 * WHOLE {
        return None;
    }
    let whole =
        |pair: (&str, &str)| both(pair, home, |rest| rest.starts_with(['0', '+']) || digits(rest) == digits(pair.0));
    pairs(run).find_map(whole).or_else(|| {
        let (first, rest) = run.rsplit_once(' ')?;
        let last = first.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let alike = rest.len() == last.len() && rest.len() >= SHORTEST;
        alike.then(|| Some((home.number(first).ok()?, vec![completed(first, rest, home)?]))).flatten()
    })
}

/// The text in front of each blank, and behind it.
fn pairs(run: &str) -> impl Iterator<Item = (&str, &str)> {
    run.match_indices(' ').map(|(place, _)| (run[..place].trim(), run[place..].trim()))
}

fn both((first, rest): (&str, &str), home: Home, begins: impl Fn(&str) -> bool) -> Found {
    let fits = digits(first) >= WHOLE && digits(rest) >= WHOLE && begins(rest);
    fits.then(|| Some((home.number(first).ok()?, vec![home.number(rest).ok()?.number]))).flatten()
}

/// Whether a text is a number with its area code: it begins with a plus or a 0, or it has ten digits where all have.
pub(super) fn is_full(text: &str, home: Home) -> bool {
    let begins = text.trim_start_matches('(').starts_with(['+', '0']);
    let american = home.is_north_american() && digits(text) >= 10;
    (begins || american) && digits(text) >= SHORTEST && home.number(text).is_ok()
}

/// A further number: whole, or the end that it has in place of the first one's (`901821`, `01`, `-10`).
pub(super) fn completed(first: &str, rest: &str, home: Home) -> Option<PhoneNumber> {
    if is_full(rest, home) {
        return home.number(rest).ok().map(|number| number.number);
    }
    let end: String = rest.chars().filter(char::is_ascii_digit).collect();
    let kept =
        if rest.starts_with(['-', '–']) { first.rfind(['-', '–'])? } else { before_last_digits(first, end.len())? };
    if end.is_empty() {
        None
    } else {
        home.number(&format!("{}{end}", &first[..kept])).ok().map(|number| number.number)
    }
}

/// Where the last so many digits of a text begin; `None` if not enough others stand before them.
fn before_last_digits(text: &str, count: usize) -> Option<usize> {
    let mut digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(place, _)| place).rev();
    let start = digits.nth(count.checked_sub(1)?)?;
    (digits.count() >= 2).then_some(start)
}
