//! The phone numbers in a cell of a suppression file: several, with words beside them, without plus or country.
//!
//! Barring a number too much costs a lead, barring one too few calls somebody who objected. So where a cell can be read
//! in two ways, both are barred.

use super::cells::{Named, Read};
use super::why::{Doubt, Why};

/// Where a national notation belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// In the country that the row names.
    Row,
    /// Nowhere: the number has to say its country.
    None,
}

/// Reads a number into E.164.
pub(super) type Number<'n> = &'n dyn Fn(&str, Region) -> Option<String>;

/// So few digits are no number but a part of one: an extension, or the last digits of a second number.
const FEWEST: usize = 5;

/// No number is longer without its country.
const LONGEST: usize = 13;

/// Words behind which stands an extension.
const EXTENSION: [&str; 12] =
    ["ext", "x", "extension", "durchwahl", "dw", "app", "apparat", "poste", "int", "interno", "toestel", "extn"];

/// The numbers in a cell.
pub(super) fn read(text: &str, number: Number<'_>) -> Read {
    // A spreadsheet took the number for an amount.
    let text = text.strip_suffix(".0").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text);
    if is_spreadsheet_number(text) {
        return Read::idle(text, Why::Malformed);
    }
    if let Some(form) = has_keys(text).then(|| number(text, Region::Row)).flatten() {
        return Read { named: vec![Named::Phone(form)], ..Read::default() };
    }
    let mut found = Read::default();
    let mut before: Option<String> = None;
    for run in runs(text) {
        for piece in pieces(run, number) {
            let read = one(piece, before.as_deref(), number);
            if let Some(Named::Phone(form)) = read.named.first() {
                before = Some(form.clone());
            }
            found.add(read);
        }
    }
    found.named.dedup();
    if has_letter_for_digit(text) {
        found.idle.push((text.to_owned(), Why::Malformed));
    }
    if found.named.is_empty() && found.idle.is_empty() { Read::idle(text, Why::Malformed) } else { found }
}

/// One number; `before` is the one in front of it.
fn one(piece: &str, before: Option<&str>, number: Number<'_>) -> Read {
    let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
    let mut forms: Vec<String> = number(piece, Region::Row).into_iter().collect();
    // `+49 30 901820 / 21`: the last digits of a second number.
    let whole = before.filter(|first| !piece.starts_with(['+', '0', '(']) && digits.len() + 2 < first.len());
    let ended = whole.map(|first| [&first[..first.len() - digits.len()], &digits].concat());
    forms.extend(ended.and_then(|ended| number(&ended, Region::None)));
    if let Some(rest) = digits.strip_prefix("00").filter(|_| forms.is_empty() && !piece.starts_with('+')) {
        forms.extend(number(&format!("+{rest}"), Region::None));
    }
    match forms.is_empty() {
        false => Read { named: forms.into_iter().map(Named::Phone).collect(), ..Read::default() },
        true if piece.starts_with('+') => Read::idle(piece, Why::NoNumber),
        true => without_country(piece, &digits, number),
    }
}

/// A number that says no country: the one that a lost plus makes of it, and any whose national digits it is.
fn without_country(piece: &str, digits: &str, number: Number<'_>) -> Read {
    let plus = digits.len() >= 10 && !digits.starts_with('0');
    let with_plus = plus.then(|| number(&format!("+{digits}"), Region::None)).flatten();
    let bare = digits.trim_start_matches('0');
    // Longer ones are two numbers, or none.
    let fits = bare.len() <= LONGEST;
    let is_whole = fits && (digits.starts_with('0') && bare.len() >= 6 || bare.len() >= 8);
    let doubt = if with_plus.is_some() { Doubt::NoPlus } else { Doubt::NoCountry };
    let mut named: Vec<Named> = with_plus.into_iter().map(Named::Phone).collect();
    if is_whole {
        named.push(Named::National(bare.to_owned()));
    }
    if named.is_empty() {
        let why = if bare.len() >= FEWEST { Why::NoAreaCode } else { Why::NoNumber };
        return Read::idle(piece, why);
    }
    Read { named, doubts: vec![(piece.to_owned(), doubt)], ..Read::default() }
}

/// The stretches of a text that may be numbers: digits with what stands in and before numbers. Words, commas and the
/// like end one; extensions and dates are left out.
fn runs(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_digit() || "+()-./–‑ \t\u{a0}\u{202f}".contains(c);
    let mut runs: Vec<&str> = Vec::new();
    let (mut rest, mut end) = (text, 0);
    while let Some(start) = rest.find(is_part) {
        let gap = &text[end..text.len() - rest.len() + start];
        rest = &rest[start..];
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let run = rest[..length].trim_start_matches(|c: char| c.is_whitespace() || "-./–‑)".contains(c));
        let run = run.trim_end_matches(|c: char| c.is_whitespace() || "-./–‑()+".contains(c));
        rest = &rest[length..];
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 {
            continue;
        }
        end = text.len() - rest.len();
        let has_word = gap.contains(char::is_alphabetic);
        let word = gap.trim_matches(|c: char| !c.is_alphabetic()).rsplit(|c: char| !c.is_alphabetic()).next();
        let is_extension = digits < 7 && word.is_some_and(|word| EXTENSION.contains(&word.to_lowercase().as_str()));
        let is_rest = digits > 1 && !runs.is_empty() && !has_word;
        if !is_extension && !is_date(run) && (digits >= FEWEST || is_rest) {
            runs.push(run);
        }
    }
    runs
}

/// `14.07.2024`, `2024-07-14`.
fn is_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['.', '-', '/']).map(str::trim).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    groups.concat().bytes().all(|byte| byte.is_ascii_digit())
        && matches!(sizes.as_slice(), [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

/// The numbers that a stretch may mean: cut at slashes, at a plus, and not cut at all.
fn pieces<'t>(run: &'t str, number: Number<'_>) -> Vec<&'t str> {
    let at_plus = |text: &'t str| {
        let mut starts: Vec<usize> = text.match_indices('+').map(|(place, _)| place).collect();
        starts.insert(0, 0);
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(|(from, to)| text[from..to].trim()).collect::<Vec<_>>()
    };
    let signs = |c: char| c.is_whitespace() || "-.–‑/".contains(c);
    let cut: Vec<&str> = run.split('/').flat_map(at_plus).map(|part| part.trim_matches(signs)).collect();
    let cut: Vec<&str> = cut.into_iter().filter(|part| part.bytes().any(|byte| byte.is_ascii_digit())).collect();
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    // `030/901820` is one number, `030 901820 / 0151 23456789` are two.
    let first_stands_alone =
        cut.first().is_some_and(|first| number(first, Region::Row).is_some() || digits(first) >= 8);
    if cut.len() < 2 || !first_stands_alone {
        return vec![run];
    }
    let is_blank_apart = run.contains(" / ") || run.contains("/ ") || run.contains(" /") || run[1..].contains('+');
    let whole = (!is_blank_apart && number(run, Region::Row).is_some()).then_some(run);
    whole.into_iter().chain(cut).collect()
}

/// `1-800-FLOWERS`: letters as the keys that they stand on, all capitals and joined to digits.
fn has_keys(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let starts = text.starts_with(['1', '8', '+', '0']);
    letters >= 3
        && starts
        && !text.contains(char::is_lowercase)
        && text.contains('-')
        && !text.contains(char::is_whitespace)
}

/// `90182O`: a letter that looks like a digit, among digits.
fn has_letter_for_digit(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().skip(1).any(|(place, letter)| {
        let next = letters.get(place + 1);
        "OoIl".contains(*letter)
            && letters[place - 1].is_ascii_digit()
            && !next.is_some_and(|next| next.is_alphabetic())
    })
}

/// `4.41E+11`.
fn is_spreadsheet_number(text: &str) -> bool {
    let parts = text.trim().split_once(['e', 'E']);
    parts.is_some_and(|(mantissa, exponent)| {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
        digits(mantissa) && digits(exponent.trim_start_matches('+'))
    })
}

/// Whether a text can be a number by its signs alone, so that a column of such texts is one of numbers.
pub(super) fn looks_like_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let only = text.chars().all(|c| c.is_ascii_digit() || "+()-./ \u{a0}".contains(c));
    let starts = text.starts_with('+') && digits >= 8 || text.starts_with(['0', '(']) && digits >= 9;
    only && starts && digits <= 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_stands_beside_them() {
        for (text, expected) in [
            ("+49 40 361230 privat", vec!["+49 40 361230"]),
            ("Tel.: +49 40 361230", vec!["+49 40 361230"]),
            ("+49 40 361230 (Zentrale)", vec!["+49 40 361230"]),
            ("(040) 361230", vec!["(040) 361230"]),
            ("+49 40 361230 ext. 12", vec!["+49 40 361230"]),
            ("+49 40 361230, Durchwahl 12", vec!["+49 40 361230"]),
            ("+49 40 361230 seit 14.07.2024", vec!["+49 40 361230"]),
            ("+49 40 361230 (seit 2024)", vec!["+49 40 361230"]),
            ("+49 40 361230; +49 30 901820", vec!["+49 40 361230", "+49 30 901820"]),
            ("+49 40 361230 oder +49 30 901820", vec!["+49 40 361230", "+49 30 901820"]),
            ("+49 40 361230, 31", vec!["+49 40 361230", "31"]),
            ("keine", vec![]),
        ] {
            assert_eq!(runs(text), expected, "{text}");
        }
    }
}
