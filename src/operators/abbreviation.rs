//! Abbreviations with points: `C.E.O.`, `V. P.`, `g.m.b.h`.

/// The text with each abbreviation written as one word: letters that stand alone, each with a point behind it, which
/// may be left out behind the last. `None` where there is none, which is nearly always, and told from the first point.
pub(super) fn joined(text: &str) -> Option<String> {
    let first = text.find('.')?;
    let mut rest = text;
    let mut joined = String::new();
    let mut from = text[..first].char_indices().next_back().map_or(0, |(at, _)| at);
    while let Some((start, letters, end)) = next(rest, from) {
        joined.push_str(&rest[..start]);
        joined.push_str(&letters);
        (rest, from) = (&rest[end..], 0);
    }
    (rest.len() < text.len()).then(|| joined + rest)
}

/// The next abbreviation from a place on: where it starts, its letters, and where it ends.
fn next(text: &str, from: usize) -> Option<(usize, String, usize)> {
    let starts = text[from..].char_indices().map(|(at, _)| from + at);
    starts.into_iter().find_map(|start| {
        let alone = !text[..start].ends_with(super::has_any_word::is_word_char);
        alone.then(|| abbreviation(&text[start..])).flatten().map(|(letters, length)| (start, letters, start + length))
    })
}

/// The letters of the abbreviation that a text starts with, two or more, and its length.
fn abbreviation(text: &str) -> Option<(String, usize)> {
    let (mut letters, mut rest, mut length) = (String::new(), text, 0);
    while let Some(letter) = lone_letter(rest) {
        letters.push(letter);
        let behind = &rest[letter.len_utf8()..];
        length = text.len() - behind.len();
        let Some(behind) = behind.strip_prefix('.') else { break };
        length = text.len() - behind.len();
        rest = behind.trim_start_matches(' ');
    }
    let points = text[..length].matches('.').count();
    (letters.chars().count() > 1 && points + 1 >= letters.chars().count()).then_some((letters, length))
}

/// The letter that a text starts with, where no other letter or digit follows.
fn lone_letter(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let letter = chars.next().filter(|c| c.is_alphabetic())?;
    (!chars.next().is_some_and(super::has_any_word::is_word_char)).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_points_are_one_word() {
        let cases = [
            ("c.e.o.", Some("ceo")),
            ("c.e.o", Some("ceo")),
            ("c. e. o.", Some("ceo")),
            ("v.p. of sales", Some("vp of sales")),
            ("e.v.p./c.o.o.", Some("evp/coo")),
            ("former c.e.o's", Some("former ceo's")),
            ("é.a.", Some("éa")),
            ("dr. a. smith", None),
            ("st. moritz", None),
            ("dipl.-ing.", None),
            ("version 1.2.3", None),
            ("plan a. b is better", Some("plan ab is better")),
            ("head of r & d.", None),
            ("ceo.", None),
            (".", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(joined(text).as_deref(), wanted, "{text}");
        }
    }
}
