//! Did you mean: known synonyms first, then what is spelt nearly the same, otherwise the choices.

/// Words that people use for a key of another name.
const SYNONYMS: &[(&str, &str)] = &[
    ("kind", "type"),
    ("header", "columns"),
    ("headers", "columns"),
    ("column", "columns"),
    ("aliases", "columns"),
    ("question", "ask"),
    ("reason", "why"),
    ("because", "why"),
    ("description", "why"),
    ("text", "message"),
    ("score", "points"),
    ("point", "points"),
    ("when", "only_if"),
    ("if", "only_if"),
    ("date", "as_of"),
    ("criteria", "rules"),
    ("name", "criterion"),
    ("default", "otherwise"),
    ("else", "otherwise"),
    ("expected", "expect"),
    ("output", "out"),
    ("sep", "delimiter"),
    ("separator", "delimiter"),
];

/// The choice that is spelt most like `word`: within one edit, plus one for every four letters.
pub(super) fn nearest<'c>(word: &str, choices: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    let allowed = 1 + word.chars().count() / 4;
    let distances = choices.into_iter().map(|choice| (strsim::osa_distance(&word, &plain(choice)), choice));
    distances
        .filter(|(distance, _)| *distance <= allowed.min(word.chars().count().saturating_sub(1)))
        .min_by_key(|(d, _)| *d)
        .map(|(_, choice)| choice)
}

/// What to write instead of `word`, in a sentence.
pub(super) fn help<'c>(word: &str, choices: impl IntoIterator<Item = &'c str>) -> String {
    let mut choices: Vec<&str> = choices.into_iter().collect();
    choices.dedup();
    let synonym = SYNONYMS.iter().find(|(synonym, key)| *synonym == word && choices.contains(key)).map(|(_, key)| *key);
    match synonym.or_else(|| nearest(word, choices.iter().copied())) {
        Some(choice) => format!("did you mean `{choice}`?"),
        None => listed(&choices),
    }
}

/// The choices, in a sentence.
pub(super) fn listed(choices: &[&str]) -> String {
    match choices {
        [] => "take it out; nothing can stand here".into(),
        [only] => format!("only `{only}` can stand here"),
        several => format!("choose one of `{}`", several.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        let fields = ["state", "country", "employees", "job_title"];
        let table = [
            ("stat", Some("state")),
            ("State", Some("state")),
            ("job-title", Some("job_title")),
            ("emploiees", Some("employees")),
            ("county", Some("country")),
            ("zip", None),
            ("s", None),
        ];
        for (word, near) in table {
            assert_eq!(nearest(word, fields), near, "{word}");
        }
    }

    #[test]
    fn synonyms_come_before_spelling() {
        assert_eq!(help("reason", ["why", "season"]), "did you mean `why`?");
        assert_eq!(help("xyz", ["a", "b"]), "choose one of `a`, `b`");
    }
}
