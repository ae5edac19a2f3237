//! The words of quantities, in English, German, French and Spanish.

use super::currency_sign::CurrencySign::{Code, Dollar, Krone, Rupee};
use super::lexer::Limit::{AtLeast, AtMost, LessThan, MoreThan};
use super::lexer::Token::{
    self, About, And, Between, Bis, Limit, OrLess, OrMore, Scale, ScaledSign, Sign, To, Unclear, Unit,
};

/// Words and phrases in lower case with what they mean; compiled from the exports of list vendors, statistical size
/// classes and price notations. Sorted, so that the phrases that begin with one word stand together.
///
/// `mil` alone is left unclear: it is a million in English and a thousand in Spanish.
#[rustfmt::skip]
const WORDS: [(&str, Token); 261] = [
    ("a", To),
    ("a partir de", Limit(AtLeast)),
    ("a$", Sign(Code("AUD"))),
    ("ab", Limit(AtLeast)),
    ("about", About),
    ("above", Limit(MoreThan)),
    ("al menos", Limit(AtLeast)),
    ("alrededor de", About),
    ("and", And),
    ("and above", OrMore),
    ("and below", OrLess),
    ("and fewer", OrLess),
    ("and less", OrLess),
    ("and more", OrMore),
    ("and over", OrMore),
    ("and under", OrLess),
    ("and up", OrMore),
    ("angestellte", Unit),
    ("angestellten", Unit),
    ("ans", Unit),
    ("appr", About),
    ("approx", About),
    ("approximately", About),
    ("aprox", About),
    ("aproximadamente", About),
    ("around", About),
    ("at least", Limit(AtLeast)),
    ("at most", Limit(AtMost)),
    ("au moins", Limit(AtLeast)),
    ("au plus", Limit(AtMost)),
    ("au$", Sign(Code("AUD"))),
    ("años", Unit),
    ("b", Scale(9)),
    ("below", Limit(LessThan)),
    ("beschaeftigte", Unit),
    ("beschäftigte", Unit),
    ("beschäftigten", Unit),
    ("between", Between),
    ("billion", Scale(9)),
    ("billionen", Scale(12)),
    ("billions", Scale(9)),
    ("bio", Scale(12)),
    ("bis", Bis),
    ("bis zu", Bis),
    ("bln", Scale(9)),
    ("bn", Scale(9)),
    ("c$", Sign(Code("CAD"))),
    ("ca", About),
    ("ca$", Sign(Code("CAD"))),
    ("can$", Sign(Code("CAD"))),
    ("chf", Sign(Code("CHF"))),
    ("circa", About),
    ("como maximo", Limit(AtMost)),
    ("como máximo", Limit(AtMost)),
    ("desde", Limit(AtLeast)),
    ("dollar", Sign(Dollar)),
    ("dollars", Sign(Dollar)),
    ("empl", Unit),
    ("empleados", Unit),
    ("employee", Unit),
    ("employees", Unit),
    ("employés", Unit),
    ("entre", Between),
    ("env", About),
    ("environ", About),
    ("est", About),
    ("estimated", About),
    ("et", And),
    ("et moins", OrLess),
    ("et plus", OrMore),
    ("etwa", About),
    ("eur", Sign(Code("EUR"))),
    ("euro", Sign(Code("EUR"))),
    ("euros", Sign(Code("EUR"))),
    ("exceeding", Limit(MoreThan)),
    ("fewer than", Limit(LessThan)),
    ("fr", Sign(Code("CHF"))),
    ("franken", Sign(Code("CHF"))),
    ("from", Between),
    ("ft", Sign(Code("HUF"))),
    ("fte", Unit),
    ("ftes", Unit),
    ("geschätzt", About),
    ("greater than", Limit(MoreThan)),
    ("groesser als", Limit(MoreThan)),
    ("grösser als", Limit(MoreThan)),
    ("hasta", Limit(AtMost)),
    ("headcount", Unit),
    ("hk$", Sign(Code("HKD"))),
    ("hoechstens", Limit(AtMost)),
    ("höchstens", Limit(AtMost)),
    ("jahr", Unit),
    ("jahre", Unit),
    ("jahre alt", Unit),
    ("jahren", Unit),
    ("jusqu'a", Limit(AtMost)),
    ("jusqu'à", Limit(AtMost)),
    ("k", Scale(3)),
    ("keur", ScaledSign(3, Code("EUR"))),
    ("kleiner als", Limit(LessThan)),
    ("kr", Sign(Krone)),
    ("kronen", Sign(Krone)),
    ("kroner", Sign(Krone)),
    ("kronor", Sign(Krone)),
    ("kusd", ScaledSign(3, Code("USD"))),
    ("kč", Sign(Code("CZK"))),
    ("larger than", Limit(MoreThan)),
    ("less than", Limit(LessThan)),
    ("lower than", Limit(LessThan)),
    ("m", Scale(6)),
    ("ma", Unit),
    ("mas de", Limit(MoreThan)),
    ("max", Limit(AtMost)),
    ("maximal", Limit(AtMost)),
    ("maximum", Limit(AtMost)),
    ("mayor que", Limit(MoreThan)),
    ("mchf", ScaledSign(6, Code("CHF"))),
    ("md", Scale(9)),
    ("mds", Scale(9)),
    ("mehr als", Limit(MoreThan)),
    ("members", Unit),
    ("menos de", Limit(LessThan)),
    ("meur", ScaledSign(6, Code("EUR"))),
    ("mia", Scale(9)),
    ("mil", Unclear),
    ("mil millones", Scale(9)),
    ("mill", Scale(6)),
    ("mille", Scale(3)),
    ("milliard", Scale(9)),
    ("milliarde", Scale(9)),
    ("milliarden", Scale(9)),
    ("milliards", Scale(9)),
    ("million", Scale(6)),
    ("millionen", Scale(6)),
    ("millions", Scale(6)),
    ("millon", Scale(6)),
    ("millones", Scale(6)),
    ("millón", Scale(6)),
    ("min", Limit(AtLeast)),
    ("mind", Limit(AtLeast)),
    ("mindestens", Limit(AtLeast)),
    ("minimal", Limit(AtLeast)),
    ("minimum", Limit(AtLeast)),
    ("mio", Scale(6)),
    ("mitarbeitende", Unit),
    ("mitarbeitenden", Unit),
    ("mitarbeiter", Unit),
    ("mitarbeiterinnen", Unit),
    ("mitarbeitern", Unit),
    ("mln", Scale(6)),
    ("mm", Scale(6)),
    ("mn", Scale(6)),
    ("moins de", Limit(LessThan)),
    ("more than", Limit(MoreThan)),
    ("mrd", Scale(9)),
    ("musd", ScaledSign(6, Code("USD"))),
    ("mx$", Sign(Code("MXN"))),
    ("más de", Limit(MoreThan)),
    ("nicht mehr als", Limit(AtMost)),
    ("nicht weniger als", Limit(AtLeast)),
    ("no fewer than", Limit(AtLeast)),
    ("no less than", Limit(AtLeast)),
    ("no more than", Limit(AtMost)),
    ("not less than", Limit(AtLeast)),
    ("not more than", Limit(AtMost)),
    ("nt$", Sign(Code("TWD"))),
    ("nz$", Sign(Code("NZD"))),
    ("o mas", OrMore),
    ("o menos", OrLess),
    ("o más", OrMore),
    ("oder mehr", OrMore),
    ("oder weniger", OrLess),
    ("or above", OrMore),
    ("or below", OrLess),
    ("or fewer", OrLess),
    ("or greater", OrMore),
    ("or less", OrLess),
    ("or more", OrMore),
    ("or over", OrMore),
    ("or under", OrLess),
    ("ou moins", OrLess),
    ("ou plus", OrMore),
    ("over", Limit(MoreThan)),
    ("people", Unit),
    ("person", Unit),
    ("personas", Unit),
    ("personen", Unit),
    ("personnes", Unit),
    ("persons", Unit),
    ("pfund", Sign(Code("GBP"))),
    ("plus", OrMore),
    ("plus de", Limit(MoreThan)),
    ("por lo menos", Limit(AtLeast)),
    ("pound", Sign(Code("GBP"))),
    ("pounds", Sign(Code("GBP"))),
    ("pounds sterling", Sign(Code("GBP"))),
    ("r$", Sign(Code("BRL"))),
    ("roughly", About),
    ("rs", Sign(Rupee)),
    ("rund", About),
    ("rupees", Sign(Rupee)),
    ("s$", Sign(Code("SGD"))),
    ("salaries", Unit),
    ("salariés", Unit),
    ("schweizer franken", Sign(Code("CHF"))),
    ("sfr", Sign(Code("CHF"))),
    ("sg$", Sign(Code("SGD"))),
    ("smaller than", Limit(LessThan)),
    ("staff", Unit),
    ("starting at", Limit(AtLeast)),
    ("tausend", Scale(3)),
    ("tchf", ScaledSign(3, Code("CHF"))),
    ("teur", ScaledSign(3, Code("EUR"))),
    ("thousand", Scale(3)),
    ("thousands", Scale(3)),
    ("through", To),
    ("thru", To),
    ("tn", Scale(12)),
    ("to", To),
    ("trabajadores", Unit),
    ("trillion", Scale(12)),
    ("trillions", Scale(12)),
    ("tsd", Scale(3)),
    ("tusd", ScaledSign(3, Code("USD"))),
    ("ueber", Limit(MoreThan)),
    ("und", And),
    ("und darunter", OrLess),
    ("und darüber", OrMore),
    ("und mehr", OrMore),
    ("und weniger", OrLess),
    ("under", Limit(LessThan)),
    ("ungefaehr", About),
    ("ungefähr", About),
    ("unos", About),
    ("unter", Limit(LessThan)),
    ("up to", Limit(AtMost)),
    ("us dollar", Sign(Code("USD"))),
    ("us dollars", Sign(Code("USD"))),
    ("us$", Sign(Code("USD"))),
    ("us-dollar", Sign(Code("USD"))),
    ("usd", Sign(Code("USD"))),
    ("vollzeitkräfte", Unit),
    ("von", Between),
    ("weniger als", Limit(LessThan)),
    ("workers", Unit),
    ("y", And),
    ("y mas", OrMore),
    ("y menos", OrLess),
    ("y más", OrMore),
    ("year", Unit),
    ("years", Unit),
    ("years old", Unit),
    ("yen", Sign(Code("JPY"))),
    ("yrs", Unit),
    ("zirka", About),
    ("zloty", Sign(Code("PLN"))),
    ("zwischen", Between),
    ("zł", Sign(Code("PLN"))),
    ("à", To),
    ("à partir de", Limit(AtLeast)),
    ("über", Limit(MoreThan)),
];

/// Where the words begin that start with each byte, so that a look-up searches a dozen of them.
const STARTS: [usize; 257] = {
    let mut starts = [WORDS.len(); 257];
    let mut place = WORDS.len();
    while place > 0 {
        place -= 1;
        let mut byte = WORDS[place].0.as_bytes()[0] as usize + 1;
        while byte > 0 && starts[byte - 1] > place {
            byte -= 1;
            starts[byte] = place;
        }
    }
    starts
};

/// What the longest word or phrase that `text` begins with means, and its length.
///
/// `word` is the run of letters at its beginning. A phrase must end where a word ends.
pub(super) fn longest(text: &str, word: &str) -> Option<(Token, usize)> {
    let first = usize::from(*word.as_bytes().first()?);
    let words = &WORDS[STARTS[first]..STARTS[first + 1]];
    let words = &words[words.partition_point(|(phrase, _)| *phrase < word)..];
    let candidates = words.iter().take_while(|(phrase, _)| is_word_in_front(word, phrase));
    let fitting =
        candidates.filter(|(phrase, _)| text.strip_prefix(phrase).is_some_and(|rest| ends_word(phrase, rest)));
    fitting.last().map(|(phrase, token)| (*token, phrase.len()))
}

/// Whether the first word of a phrase is this one; in the sorted table such phrases follow each other.
fn is_word_in_front(word: &str, phrase: &str) -> bool {
    let behind = phrase.as_bytes().get(word.len());
    !behind.is_some_and(|byte| byte.is_ascii_lowercase() || !byte.is_ascii()) && phrase.starts_with(word)
}

fn ends_word(phrase: &str, rest: &str) -> bool {
    !phrase.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn the_longest_phrase_wins() {
        assert_eq!(longest("plus de 50", "plus"), Some((Limit(MoreThan), 7)));
        assert_eq!(longest("plus", "plus"), Some((OrMore, 4)));
        assert_eq!(longest("plus depuis", "plus"), Some((OrMore, 4)));
        assert_eq!(longest("jusqu'à 50", "jusqu"), Some((Limit(AtMost), 8)));
        assert_eq!(longest("minimax", "minimax"), None);
    }
}
