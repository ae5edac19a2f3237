//! Which letters the languages of Europe write beyond ASCII, and how often.

/// A group of languages that share their letters.
struct Family {
    /// How rarely a list is in these languages, as a logarithm; 0 for often.
    rarity: f32,
    /// Each letter with its share of those beyond ASCII in names, streets and companies, in no particular unit.
    letters: &'static [(char, f32)],
}

/// How many families there are.
pub(super) const COUNT: usize = FAMILIES.len();

/// The families. Shares are rounded from letter counts of the languages' towns, first names and surnames.
const FAMILIES: [Family; 20] = [
    // German
    Family {
        rarity: 0.0, letters: &[('ü', 38.0), ('ä', 23.0), ('ö', 23.0), ('ß', 13.0), ('é', 2.0), ('è', 0.5)]
    },
    // French
    Family {
        rarity: 0.0,
        letters: &[
            ('é', 56.0),
            ('è', 14.0),
            ('ç', 7.0),
            ('ê', 6.0),
            ('à', 4.0),
            ('ô', 4.0),
            ('ë', 2.0),
            ('î', 2.0),
            ('â', 2.0),
            ('ï', 1.5),
            ('û', 1.0),
            ('œ', 0.7),
            ('ù', 0.5),
            ('ü', 0.4),
            ('ÿ', 0.1),
            ('æ', 0.05),
        ],
    },
    // Spanish, Catalan
    Family {
        rarity: 0.0,
        letters: &[
            ('í', 23.0),
            ('á', 20.0),
            ('ó', 21.0),
            ('é', 14.0),
            ('ñ', 12.0),
            ('ú', 7.0),
            ('ü', 1.0),
            ('ç', 0.8),
            ('à', 0.8),
            ('è', 0.8),
            ('ò', 0.6),
            ('ï', 0.2),
        ],
    },
    // Dutch
    Family {
        rarity: 0.0,
        letters: &[('ë', 52.0), ('é', 20.0), ('ï', 9.0), ('ü', 5.0), ('ö', 5.0), ('è', 4.0), ('ó', 1.0), ('ê', 1.0)],
    },
    // Portuguese
    Family {
        rarity: 0.0,
        letters: &[
            ('ã', 22.0),
            ('ç', 16.0),
            ('é', 12.0),
            ('á', 12.0),
            ('í', 10.0),
            ('ó', 8.0),
            ('ê', 5.0),
            ('â', 5.0),
            ('õ', 4.0),
            ('ú', 3.0),
            ('ô', 3.0),
            ('à', 1.0),
        ],
    },
    // Italian
    Family {
        rarity: 0.0,
        letters: &[('à', 32.0), ('ò', 18.0), ('è', 18.0), ('ù', 14.0), ('ì', 10.0), ('é', 5.0), ('ô', 0.5)],
    },
    // Swedish, Finnish
    Family { rarity: 0.0, letters: &[('ä', 40.0), ('ö', 33.0), ('å', 22.0), ('é', 3.0), ('ü', 1.0)] },
    // Danish, Norwegian
    Family {
        rarity: 0.0,
        letters: &[('ø', 48.0), ('å', 25.0), ('æ', 20.0), ('é', 3.0), ('ö', 2.0), ('ä', 1.0), ('ü', 1.0)],
    },
    // Icelandic, Faroese
    Family {
        rarity: -1.5,
        letters: &[
            ('á', 18.0),
            ('ð', 16.0),
            ('ó', 15.0),
            ('í', 14.0),
            ('ö', 12.0),
            ('ú', 8.0),
            ('é', 5.0),
            ('þ', 5.0),
            ('ý', 4.0),
            ('æ', 4.0),
        ],
    },
    // Estonian
    Family {
        rarity: -1.0, letters: &[('ä', 33.0), ('ü', 22.0), ('õ', 22.0), ('ö', 15.0), ('š', 2.0), ('ž', 1.0)]
    },
    // Polish
    Family {
        rarity: 0.0,
        letters: &[
            ('ł', 25.0),
            ('ó', 15.0),
            ('ś', 12.0),
            ('ż', 10.0),
            ('ń', 10.0),
            ('ą', 9.0),
            ('ę', 9.0),
            ('ć', 5.0),
            ('ź', 4.0),
        ],
    },
    // Czech
    Family {
        rarity: 0.0,
        letters: &[
            ('á', 23.0),
            ('í', 18.0),
            ('č', 10.0),
            ('ř', 10.0),
            ('ě', 10.0),
            ('š', 8.0),
            ('ž', 7.0),
            ('é', 5.0),
            ('ý', 5.0),
            ('ů', 4.0),
            ('ú', 2.0),
            ('ň', 2.0),
            ('ó', 1.0),
            ('ť', 0.5),
            ('ď', 0.5),
            ('ö', 0.4),
            ('ü', 0.4),
        ],
    },
    // Slovak
    Family {
        rarity: 0.0,
        letters: &[
            ('á', 25.0),
            ('í', 12.0),
            ('č', 12.0),
            ('š', 9.0),
            ('ž', 7.0),
            ('é', 7.0),
            ('ý', 9.0),
            ('ľ', 5.0),
            ('ú', 5.0),
            ('ň', 3.0),
            ('ť', 2.0),
            ('ó', 2.0),
            ('ô', 1.5),
            ('ď', 1.0),
            ('ä', 1.0),
            ('ö', 0.4),
            ('ü', 0.4),
            ('ĺ', 0.2),
            ('ŕ', 0.2),
        ],
    },
    // Hungarian
    Family {
        rarity: 0.0,
        letters: &[
            ('á', 30.0),
            ('é', 23.0),
            ('ó', 12.0),
            ('ö', 9.0),
            ('ő', 8.0),
            ('í', 6.0),
            ('ü', 5.0),
            ('ú', 4.0),
            ('ű', 2.5),
        ],
    },
    // Romanian
    Family { rarity: 0.0, letters: &[('ă', 28.0), ('ş', 18.0), ('ţ', 17.0), ('â', 12.0), ('î', 9.0)] },
    // Croatian, Serbian, Slovenian
    Family { rarity: 0.0, letters: &[('ć', 28.0), ('č', 27.0), ('š', 22.0), ('ž', 17.0), ('đ', 6.0)] },
    // Turkish
    Family {
        rarity: 0.0,
        letters: &[
            ('ı', 22.0),
            ('ü', 18.0),
            ('ş', 18.0),
            ('ö', 13.0),
            ('ç', 12.0),
            ('ğ', 11.0),
            ('İ', 5.0),
            ('â', 0.5),
        ],
    },
    // Latvian, Lithuanian
    Family {
        rarity: 0.0,
        letters: &[
            ('ā', 18.0),
            ('š', 13.0),
            ('ė', 12.0),
            ('ī', 9.0),
            ('ž', 9.0),
            ('ē', 8.0),
            ('ū', 7.0),
            ('č', 6.0),
            ('ņ', 5.0),
            ('ļ', 4.0),
            ('ų', 3.0),
            ('ķ', 2.0),
            ('ģ', 2.0),
            ('į', 2.0),
            ('ą', 2.0),
            ('ę', 1.0),
        ],
    },
    // Maltese
    Family { rarity: -2.0, letters: &[('ħ', 38.0), ('ż', 28.0), ('ġ', 22.0), ('ċ', 8.0), ('à', 4.0)] },
    // Esperanto
    Family {
        rarity: -4.0, letters: &[('ŭ', 20.0), ('ĉ', 22.0), ('ĝ', 20.0), ('ŝ', 20.0), ('ĵ', 8.0), ('ĥ', 2.0)]
    },
];

/// The share of the letters of other languages in a family, all together: names travel.
const FOREIGN: f32 = 0.02;

/// How many letters that share goes to.
const FOREIGN_LETTERS: f32 = 60.0;

/// What it costs a word to be of a family that its encoding cannot write.
const UNWRITABLE: f32 = 6.0;

/// The logarithm of the share that `letter` has of the letters beyond ASCII, in each family.
pub(super) fn log_shares(letter: char) -> [f32; COUNT] {
    let letter = folded(letter);
    FAMILIES
        .each_ref()
        .map(|family| (family.share(|own| own == letter) * (1.0 - FOREIGN) + FOREIGN / FOREIGN_LETTERS).ln())
}

/// How likely a word of each family is in an encoding that has these letters, as a logarithm: nobody writes Croatian
/// in an encoding that has š and ž but no č.
pub(super) fn log_fitness(available: &[char]) -> [f32; COUNT] {
    let available: Vec<char> = available.iter().map(|letter| folded(*letter)).collect();
    FAMILIES.each_ref().map(|family| {
        let missing = family.share(|own| !available.contains(&own));
        family.rarity - (missing * 100.0).min(UNWRITABLE)
    })
}

impl Family {
    /// The share of the letters that are wanted.
    fn share(&self, wanted: impl Fn(char) -> bool) -> f32 {
        let sum =
            |all: bool| self.letters.iter().filter(|(own, _)| all || wanted(*own)).map(|(_, share)| share).sum::<f32>();
        sum(false) / sum(true)
    }
}

/// The small letter, but of the Turkish İ, which has none of its own; ș and ț as ş and ţ, which older encodings have in
/// their place.
fn folded(letter: char) -> char {
    match letter {
        'İ' => 'İ',
        'ș' | 'Ș' => 'ş',
        'ț' | 'Ț' => 'ţ',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Whether it is a letter of the Latin script, as against a sign that Unicode counts among the letters.
pub(super) fn is_latin(char: char) -> bool {
    char.is_ascii_alphabetic()
        || (matches!(char, '\u{C0}'..='\u{17F}' | '\u{218}'..='\u{21B}') && !matches!(char, '×' | '÷'))
}

/// Whether a Latin letter beyond ASCII, or in it, is a vowel.
pub(super) fn is_vowel(letter: char) -> bool {
    "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīįıōőœũūůűų".contains(letter.to_lowercase().next().unwrap_or(letter))
}

/// How badly a letter fits between its neighbours, 0 for well; a word's edge is `None`.
///
/// Letters that an encoding of another region would put in the same place are told apart by this in short samples:
/// ñ stands before vowels and ń does not, õ before e and ő does not.
#[expect(clippy::match_same_arms, reason = "a habit of a letter an arm")]
pub(super) fn misfit(letter: char, before: Option<char>, after: Option<char>) -> f32 {
    let vowel = |char: Option<char>| char.is_some_and(is_vowel);
    let no_vowel = |char: Option<char>| char.is_none_or(|char| !is_vowel(char));
    let consonant = |char: Option<char>| char.is_some_and(|char| !is_vowel(char));
    let one_of =
        |char: Option<char>, letters: &str| char.is_some_and(|char| letters.contains(char.to_ascii_lowercase()));
    let own: f32 = match letter.to_lowercase().next().unwrap_or(letter) {
        'ñ' if !vowel(after) => 3.5,
        'ń' if vowel(after) => 2.5,
        'õ' if !one_of(after, "e") => 1.5,
        'ã' if after.is_some() && !one_of(after, "oe") => 3.0,
        'æ' if after.is_none() || vowel(before) || vowel(after) => 2.5,
        'ø' if vowel(after) && !one_of(after, "yei") => 1.0,
        'ă' if one_of(after, "aeo") => 2.5,
        'ç' if consonant(after) => 2.5,
        'ç' if before.is_none() || after.is_none() => 0.7,
        'ö' if one_of(before, "aou") => 2.0,
        'ä' if one_of(before, "aeio") => 1.0,
        'â' if vowel(before) => 2.0,
        'è' if vowel(after) => 2.5,
        'ê' if one_of(after, "bdgjkwz") || one_of(before, "jkwz") => 2.0,
        'á' if one_of(before, "aoeu") || one_of(after, "a") => 1.5,
        'á' if one_of(after, "o") => 1.0,
        'ð' if before.is_none() => 5.0,
        'ğ' if !vowel(before) => 4.0,
        'ı' if vowel(before) || vowel(after) => 2.0,
        'ş' if before.is_none() && consonant(after) => 1.5,
        'ś' if one_of(after, "bdgjrz") => 2.0,
        'þ' if before.is_some() => 1.0,
        'ß' if before.is_none() => 6.0,
        'ß' if consonant(before) => 1.5,
        'ÿ' if consonant(before) || letter == 'Ÿ' => 3.0,
        'ì' | 'ò' | 'ù' if after.is_some() => 2.0,
        'ì' | 'ò' | 'ù' if one_of(before, "aeou") => 4.0,
        'à' if after.is_some() && before.is_some() => 2.5,
        // At the end of Italian words it stands behind few letters: città, sarà, già.
        'à' if after.is_none() && before.is_some() && !one_of(before, "tri") => 3.5,
        'ë' if consonant(before) && after.is_some() => 0.7,
        _ => 0.0,
    };
    let crowded = match is_vowel(letter) {
        true if vowel(before) && vowel(after) => {
            if "ëï".contains(letter) {
                1.0
            } else {
                2.5
            }
        }
        false if no_vowel(before) && no_vowel(after) && before.or(after).is_some() => 0.8,
        _ => 0.0,
    };
    own + crowded
}
