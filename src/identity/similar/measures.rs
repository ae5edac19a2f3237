//! How alike two values are, from 0 to 1.
//!
//! Letters are compared by Jaro-Winkler, which forgives what people mistype and minds how a word begins. Words that
//! have nothing to do with each other reach 0.5 by it, so words below [`ALIKE`] count as different, and of others what
//! they lack counts twice: one slip in a word of six letters leaves 0.9.

use crate::field_types::fold_accents;

/// Words that are less alike by Jaro-Winkler are different ones.
const ALIKE: f64 = 0.8;

/// What an initial says of the name that it stands for.
const INITIAL: f64 = 0.85;

/// How much it costs that one of two texts has words which the other lacks.
const SURPLUS: f64 = 0.5;

/// Letters and digits in lower case, without accents, one blank between words; what stands in an apostrophe's or a
/// full stop's place does not part a word.
pub(super) fn plain(text: &str) -> String {
    let folded =
        if text.is_ascii() { text.to_ascii_lowercase() } else { fold_accents(&text.to_lowercase()).into_owned() };
    let mut plain = String::with_capacity(folded.len());
    for letter in folded.chars().filter(|letter| !matches!(letter, '\'' | '’' | '.')) {
        if letter.is_alphanumeric() {
            plain.push(letter);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Two words.
pub(super) fn letters(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    match strsim::jaro_winkler(one, other) {
        alike if alike >= ALIKE => 1.0 - 2.0 * (1.0 - alike),
        _ => 0.0,
    }
}

/// Two words of a name: an initial may stand for one, and other numbers are something else.
fn word(one: &str, other: &str) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    match () {
        () if one == other => 1.0,
        () if one.bytes().chain(other.bytes()).any(|byte| byte.is_ascii_digit()) => 0.0,
        () if short.chars().nth(1).is_none() => {
            if long.starts_with(short) {
                INITIAL
            } else {
                0.0
            }
        }
        () => letters(one, other),
    }
}

/// Two names, whatever the order of their words: each word with the one that it is most like, as it has weight. Blanks
/// do not matter: `bel air` is `belair`.
pub(super) fn words(one: &str, other: &str, weight: fn(&str) -> f64) -> f64 {
    if one == other {
        return 1.0;
    }
    aligned(one, other, weight).max(joined(one, other))
}

/// Names of about the same length whose blanks stand elsewhere, written without them.
fn joined(one: &str, other: &str) -> f64 {
    let blanks = |text: &str| text.matches(' ').count();
    if blanks(one) == blanks(other)
        || one.len().abs_diff(other.len()) > 2
        || one.bytes().any(|byte| byte.is_ascii_digit())
    {
        return 0.0;
    }
    letters(&one.replace(' ', ""), &other.replace(' ', ""))
}

fn aligned(one: &str, other: &str, weight: fn(&str) -> f64) -> f64 {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let mut pairs: Vec<(f64, usize, usize)> = Vec::with_capacity(ours.len() * theirs.len());
    for (left, our) in ours.iter().enumerate() {
        pairs.extend(theirs.iter().enumerate().map(|(right, their)| (word(our, their), left, right)));
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut met, mut taken) = (0.0, (vec![false; ours.len()], vec![false; theirs.len()]));
    for (alike, left, right) in pairs.into_iter().filter(|(alike, ..)| *alike > 0.0) {
        if !taken.0[left] && !taken.1[right] {
            (taken.0[left], taken.1[right]) = (true, true);
            met += alike * weight(ours[left]).min(weight(theirs[right]));
        }
    }
    let (ours, theirs): (f64, f64) = (ours.iter().copied().map(weight).sum(), theirs.iter().copied().map(weight).sum());
    let (less, more) = (ours.min(theirs), ours.max(theirs));
    met / less * (1.0 - SURPLUS * (1.0 - less / more))
}

/// The weight of a word: its letters, of which a long one has no more than eight and a short one no fewer than two.
pub(super) fn by_length(word: &str) -> f64 {
    f64::from(u8::try_from(word.chars().count().clamp(2, 8)).unwrap_or(8))
}

/// Streets whose names are less alike are different ones: half of all names end in *street*.
const STREET: f64 = 0.6;

/// Streets with their house numbers: another number is another house.
pub(super) fn street(one: &str, other: &str) -> f64 {
    let ((number, name), (other_number, other_name)) = (apart(one), apart(other));
    let alike = if name.is_empty() || other_name.is_empty() { 0.0 } else { words(&name, &other_name, by_length) };
    match (number, other_number) {
        _ if alike < STREET || numbers(&name) != numbers(&other_name) => 0.0,
        (Some(number), Some(other)) if number == other => alike,
        (Some(_), Some(_)) => alike * 0.4,
        (None, None) => alike,
        _ => alike * 0.8,
    }
}

/// The house number of a street, which is its first number, and its words: `39th` is one of them.
fn apart(street: &str) -> (Option<&str>, String) {
    let is_house = |word: &&str| is_number(word) && !["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end));
    let house = street.split(' ').position(|word| is_house(&word));
    let words = street.split(' ').enumerate();
    let name: Vec<&str> = words.filter(|(place, _)| Some(*place) != house).map(|(_, word)| word).collect();
    (house.and_then(|place| street.split(' ').nth(place)), name.join(" "))
}

/// The numbers in the name of a street: another number is another street.
fn numbers(name: &str) -> Vec<&str> {
    name.split(' ').filter(|word| is_number(word)).collect()
}

fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Numbers and codes: the same, or one slip apart, which is worth `slip`.
pub(super) fn code(one: &str, other: &str, slip: f64) -> f64 {
    match () {
        () if one == other => 1.0,
        () if one.len().min(other.len()) >= 4 && strsim::osa_distance(one, other) == 1 => slip,
        () => 0.0,
    }
}

/// Days: a slip is one figure, two figures that changed places, or a day that was taken for a month.
pub(super) fn day(one: &str, other: &str) -> f64 {
    let turned = |text: &str| Some([text.get(..4)?, text.get(6..8)?, text.get(4..6)?].concat());
    if one != other && turned(one).is_some_and(|turned| turned == other) { 0.6 } else { code(one, other, 0.6) }
}

/// Several values on each side: the best of all pairs.
pub(super) fn any(one: &str, other: &str, measure: impl Fn(&str, &str) -> f64) -> f64 {
    let pairs = one.split(' ').flat_map(|one| other.split(' ').map(move |other| (one, other)));
    pairs.map(|(one, other)| measure(one, other)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_alike_as_they_should_be() {
        let table = [
            ("john smith", "john smith", 1.0..=1.0),
            ("john smith", "smith john", 1.0..=1.0),
            ("john smith", "jon smith", 0.85..=0.99),
            ("j smith", "john smith", 0.85..=0.99),
            ("john smith", "john a smith", 0.75..=0.99),
            ("bel air", "belair", 1.0..=1.0),
            ("john smith", "mary smith", 0.0..=0.5),
            ("mary jones", "john smith", 0.0..=0.39),
            ("gate 7", "gate 8", 0.0..=0.7),
        ];
        for (one, other, expected) in table {
            let same_weight = |_: &str| 1.0;
            let alike = words(one, other, same_weight);
            assert!(expected.contains(&alike), "{one} / {other}: {alike}");
            assert!(
                (words(other, one, same_weight) - alike).abs() < 1e-9,
                "{one} / {other} is as alike the other way round"
            );
        }
    }

    #[test]
    fn another_house_is_another_place() {
        assert!(street("12 main street", "12 main street") > 0.99);
        assert!(street("12 main street", "14 main street") < 0.5);
        assert!((0.7..0.9).contains(&street("main street", "14 main street")));
    }

    #[test]
    fn a_slip_is_less_than_the_same() {
        let table = [
            (day("19810504", "19810504"), 1.0),
            (day("19810504", "19810405"), 0.6),
            (day("19810504", "19810505"), 0.6),
            (day("19810504", "19810505"), 0.6),
            (day("19810504", "19910505"), 0.0),
            (code("2600", "2601", 0.5), 0.5),
            (code("260", "261", 0.5), 0.0),
            (any("1 2", "3 2", |one, other| code(one, other, 0.5)), 1.0),
        ];
        for (place, (alike, expected)) in table.into_iter().enumerate() {
            assert!((alike - expected).abs() < 1e-9, "row {place}: {alike}");
        }
    }

    #[test]
    fn plain_texts_have_letters_and_single_blanks() {
        let table =
            [("Art's  Deli", "arts deli"), ("O’Brien-Müller", "obrien muller"), ("S.P.Q.R.", "spqr"), ("--", "")];
        for (text, expected) in table {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
