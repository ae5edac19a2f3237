//! Numbers with words in them: `1-800-FLOWERS`.

use rlibphonenumber::{PhoneNumber, PhoneNumberType};

use super::number::{Home, digits};
use super::words::is_known;

/// The digits of an American number.
const AMERICAN: usize = 10;
/// The digits of its area code.
const AREA: usize = 3;
/// Where the last four of its digits begin.
const LINE: usize = 6;
/// Fewer letters are no word to remember a number by.
const SHORTEST: usize = 3;

/// The number that a text with letters is, read by the keys of a telephone.
///
/// In North America letters may stand in the place of the last seven digits: in any case behind the codes that are free
/// of charge, elsewhere in capitals. In other countries the number must be one of a service. Words that are said of
/// numbers alone (`work`) are none of these.
pub(super) fn number(text: &str, home: Home) -> Option<PhoneNumber> {
    let start = text.find(|c: char| c.is_ascii_alphabetic())?;
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let signs = |c: char| c.is_ascii_alphanumeric() || " -.()+/*".contains(c);
    let known = || text.split(|c: char| !c.is_ascii_alphabetic()).all(|word| word.is_empty() || is_known(word));
    if letters < SHORTEST || start == 0 || !text.chars().all(signs) || known() {
        return None;
    }
    let keys: String = text.chars().map(key).collect();
    let number = home.valid(&keys).ok().or_else(|| shortened(&keys, home))?;
    let before = digits(&text[..start]);
    let fits = if number.country_code == 1 { american(text, before, &number) } else { is_service(&number) };
    fits.then_some(number)
}

/// `1-800-MATTRESS`: letters that nobody needs to dial are cut.
fn shortened(keys: &str, home: Home) -> Option<PhoneNumber> {
    let dialled: String = keys.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let long = dialled.trim_start_matches('+').strip_prefix('1')?;
    let area = long.get(..AREA).filter(|area| is_toll_free(area))?;
    let number = home.valid(&format!("+1{area}{}", long.get(AREA..AMERICAN)?)).ok()?;
    home.is_north_american().then_some(number)
}

fn american(text: &str, before: usize, number: &PhoneNumber) -> bool {
    let national = number.get_national_significant_number();
    let before = before - usize::from(text.trim_start_matches(['+', '(', ' ']).starts_with('1'));
    let free = national.get(..AREA).is_some_and(is_toll_free);
    let capitals = !text.bytes().any(|b| b.is_ascii_lowercase());
    (AREA..=LINE).contains(&before) && (free || capitals && national.len() == AMERICAN)
}

fn is_toll_free(area: &str) -> bool {
    matches!(area, "800" | "822" | "833" | "844" | "855" | "866" | "877" | "888" | "900")
}

/// Whether it is a number by which a company is known everywhere, and nobody's line.
fn is_service(number: &PhoneNumber) -> bool {
    use PhoneNumberType::{PersonalNumber, PremiumRate, SharedCost, TollFree, UAN};
    matches!(number.get_type(), TollFree | SharedCost | PremiumRate | PersonalNumber | UAN)
}

/// The digit on whose key a letter stands (ITU E.161); other characters stay.
const fn key(c: char) -> char {
    match c.to_ascii_uppercase() {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        _ => c,
    }
}
