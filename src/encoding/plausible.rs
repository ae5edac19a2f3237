//! How much the words of a sample look like the words of a list, read in one encoding or another.
//!
//! Each language family says how likely each of its letters is; a word is of one family, a list is a mixture of
//! families whose shares are estimated from its words. Signs and capitals in odd places cost the same in every family.
//! All numbers are natural logarithms of likelihoods, rounded by hand; only differences between them matter.

use super::dos::Upper;
use super::letters::{COUNT, is_latin, log_fitness, log_shares, misfit};
use super::words::Word;

/// What a character costs that no list holds.
const NEVER: f32 = -13.0;

/// How many rounds the shares of the families are estimated in.
const ROUNDS: usize = 6;

/// How many words' worth of each family is taken for granted.
const PRIOR: f32 = 0.3;

/// A reading of the bytes beyond ASCII, with what each character is worth.
pub(super) struct Reading {
    upper: Upper,
    shares: Vec<[f32; COUNT]>,
    fitness: [f32; COUNT],
}

impl Reading {
    /// By that table.
    pub(super) fn new(upper: &Upper) -> Self {
        let shares = upper.iter().map(|letter| log_shares(*letter)).collect();
        Self { upper: *upper, shares, fitness: log_fitness(upper) }
    }

    /// How likely the words are as text in this encoding, as a logarithm.
    pub(super) fn likelihood(&self, words: &[Word]) -> f32 {
        let scores: Vec<[f32; COUNT]> = words.iter().map(|word| self.score(*word)).collect();
        mixture(&scores)
    }

    /// How likely a word is in each family.
    fn score(&self, word: Word) -> [f32; COUNT] {
        let text: Vec<char> = word.bytes.iter().map(|byte| self.char(*byte)).collect();
        let mut score = self.fitness;
        for (place, byte) in word.bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let neighbours = Neighbours::of(&text, place, word.at_digit);
            let char = text[place];
            if is_latin(char) {
                let common = neighbours.letter(char);
                let shares = &self.shares[usize::from(byte - 0x80)];
                score.iter_mut().zip(shares).for_each(|(score, share)| *score += common + share);
            } else {
                let common = neighbours.sign(char);
                score.iter_mut().for_each(|score| *score += common);
            }
        }
        score
    }

    fn char(&self, byte: u8) -> char {
        if byte.is_ascii() { char::from(byte) } else { self.upper[usize::from(byte - 0x80)] }
    }
}

/// The likelihood of words under the mixture of families that suits them best.
// essay: expectation maximisation. The share of a family is the average chance that a word is of it; the chance depends
// on the shares; a few rounds settle both. Short samples are held back by the prior.
fn mixture(scores: &[[f32; COUNT]]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "twenty families, some thousand words")]
    let (families, words) = (COUNT as f32, scores.len() as f32);
    let mut shares = [1.0 / families; COUNT];
    let mut total = 0.0;
    for _ in 0..ROUNDS {
        let mut sums = [PRIOR; COUNT];
        total = 0.0;
        for score in scores {
            let best = score.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let chances: [f32; COUNT] = std::array::from_fn(|family| shares[family] * (score[family] - best).exp());
            let sum: f32 = chances.iter().sum();
            total += sum.ln() + best;
            sums.iter_mut().zip(chances).for_each(|(kept, chance)| *kept += chance / sum);
        }
        shares = sums.map(|sum| sum / (words + PRIOR * families));
    }
    total
}

/// What stands around a character in its word.
struct Neighbours {
    before: Option<char>,
    after: Option<char>,
    /// How many letters stand before it without a break.
    lead: usize,
    /// Whether there are small letters in the same unbroken run, other than itself, and capitals behind the first place.
    small: bool,
    capitals: bool,
    digit: bool,
}

impl Neighbours {
    fn of(text: &[char], place: usize, digit: bool) -> Self {
        let start = text[..place].iter().rposition(|char| !is_latin(*char)).map_or(0, |gap| gap + 1);
        let end = text[place + 1..].iter().position(|char| !is_latin(*char)).map_or(text.len(), |gap| place + 1 + gap);
        let others = |wanted: fn(&char) -> bool, from: usize| {
            (from..end).any(|other| other != place && text[other].is_ascii() && wanted(&text[other]))
        };
        Self {
            before: (start < place).then(|| text[place - 1]),
            after: (place + 1 < end).then(|| text[place + 1]),
            lead: place - start,
            small: others(char::is_ascii_lowercase, start),
            capitals: others(char::is_ascii_uppercase, start + 1),
            digit: digit && (start == 0 || end == text.len()),
        }
    }

    /// What a letter costs here, its share in the language apart.
    fn letter(&self, letter: char) -> f32 {
        let beyond = |char: Option<char>| char.is_some_and(|char| !char.is_ascii());
        let crowd = if beyond(self.before) { 1.5 } else { 0.0 };
        let digit = if self.digit { 3.0 } else { 0.0 };
        self.case(letter) - misfit(letter, self.before, self.after) - crowd - digit
    }

    /// What its being a capital or not costs.
    fn case(&self, letter: char) -> f32 {
        let (first, alone) = (self.before.is_none(), self.before.is_none() && self.after.is_none());
        match (letter.is_uppercase(), self.small, self.capitals) {
            (true, ..) if alone => -4.0,
            (false, ..) if alone => -3.0,
            (true, true, _) if first => -1.2,
            (true, true, _) => -7.5,
            (true, false, true) => -0.4,
            (true, false, false) => -1.4,
            (false, _, true) if letter != 'ß' && self.after.is_none_or(char::is_uppercase) => -7.0,
            (false, _, true) => -2.0,
            (false, true, _) if first => -2.2,
            (false, true, _) => -0.05,
            (false, false, false) => -0.7,
        }
    }

    /// What a character costs here that is no letter.
    fn sign(&self, sign: char) -> f32 {
        match (self.before, self.after) {
            (Some(before), Some(after)) => self.inside(sign, before, after),
            (Some(_), None) => behind(sign),
            (None, Some(_)) => ahead(sign),
            (None, None) => alone(sign, self.digit),
        }
    }

    /// Between two letters. An apostrophe stands behind one letter (O’Brien, L’Oréal, dell’Arte) or before an s.
    fn inside(&self, sign: char, before: char, after: char) -> f32 {
        match sign {
            '’' if self.lead == 1 && "OoDdLlNnJjSsMmTtCcQq".contains(before) => -2.5,
            '’' if "lu".contains(before) || after == 's' => -4.5,
            '\u{AD}' | '·' => -6.0,
            '–' | '\u{A0}' => -6.5,
            '´' | '‘' if self.lead == 1 && "OoDdLl".contains(before) => -4.0,
            '’' | '—' | '…' | '®' | '™' => -8.0,
            _ => sign_at_all(sign).min(-9.0),
        }
    }
}

/// Behind a letter.
fn behind(sign: char) -> f32 {
    match sign {
        '™' | '®' | 'º' | 'ª' => -4.5,
        '…' => -4.0,
        '’' | '”' | '“' | '»' | '–' | '\u{A0}' | '´' => -5.5,
        '²' | '³' | '€' | '—' | '©' | '°' | '£' | '‘' => -6.5,
        _ => sign_at_all(sign).min(-9.0),
    }
}

/// Before a letter.
fn ahead(sign: char) -> f32 {
    match sign {
        '“' | '„' | '«' | '‘' | '¿' | '¡' | '\u{A0}' | '–' | '”' => -5.5,
        '§' | '€' | '£' | '’' | '©' | '•' | '·' | '®' | '™' | '…' => -6.5,
        _ => sign_at_all(sign).min(-9.0),
    }
}

/// With no letter beside it.
fn alone(sign: char, digit: bool) -> f32 {
    match sign {
        '€' | '£' | '–' => -2.0,
        '§' | '°' | '®' | '™' | '©' | '\u{A0}' => -3.5,
        '½' | '¼' | '¾' | '²' | '³' | 'º' | 'ª' | '’' if digit => -4.0,
        '—' | '•' | '·' | '…' | '“' | '”' | '„' | '«' | '»' | '´' | '’' => -4.5,
        _ => sign_at_all(sign),
    }
}

/// Anywhere.
#[expect(clippy::match_same_arms, reason = "signs of a kind an arm")]
fn sign_at_all(sign: char) -> f32 {
    match sign {
        '\u{80}'..='\u{9F}' | char::REPLACEMENT_CHARACTER => NEVER,
        '\u{2500}'..='\u{25FF}' | '¤' | '¦' | '¨' | '¸' | '¯' | '¬' | '˛' | '˝' | '˙' | '˘' | 'ˇ' => -10.0,
        '×' | '½' | '¼' | '¾' | '²' | '³' | 'º' | 'ª' | '±' | 'µ' | '¥' | '¢' | '‰' | '†' | '´' | '‘' | '‚' => {
            -6.0
        }
        '\u{A0}'..='\u{BF}' | '\u{2010}'..='\u{2044}' | '™' | '€' => -6.0,
        _ => -9.0,
    }
}
