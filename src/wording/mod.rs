//! The words of the reports, one table a language, and numbers and dates as its readers write them.

mod figure;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::model::Language;

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Wording {
    language: Language,
    texts: &'static Texts,
}

/// The texts of a language by their keys.
type Texts = BTreeMap<String, String>;

const fn table(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("en.toml"),
        Language::De => include_str!("de.toml"),
    }
}

fn parsed(language: Language) -> Texts {
    toml::from_str(table(language)).expect("bug: the words of a language are a table of texts")
}

impl Wording {
    /// The words of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        // A run asks for them in several places, and a table is parsed once.
        static ENGLISH: LazyLock<Texts> = LazyLock::new(|| parsed(Language::En));
        static GERMAN: LazyLock<Texts> = LazyLock::new(|| parsed(Language::De));
        let texts = match language {
            Language::En => &*ENGLISH,
            Language::De => &*GERMAN,
        };
        Self { language, texts }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of a key.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a bug alone can make it panic")]
    pub fn text(&self, key: &str) -> &str {
        self.texts.get(key).unwrap_or_else(|| panic!("bug: there are no words for {key}"))
    }

    /// The text of a key with its gaps filled: each `{name}` by what stands beside its name.
    #[must_use]
    pub fn fill(&self, key: &str, gaps: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        fill_in(self.text(key), gaps, &mut filled);
        filled
    }

    /// What stands before and behind one `gap` of a text whose other gaps are filled: for a gap that is filled often.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a bug alone can make it panic")]
    pub fn around(&self, key: &str, gap: &str, gaps: &[(&str, &str)]) -> (String, String) {
        let halves = self.text(key).split_once(&format!("{{{gap}}}"));
        let (before, behind) = halves.unwrap_or_else(|| panic!("bug: the words for {key} have no gap {gap}"));
        let filled = |half: &str| {
            let mut filled = String::new();
            fill_in(half, gaps, &mut filled);
            filled
        };
        (filled(before), filled(behind))
    }

    /// A number of things, in words: `one` where it is 1, else `many`.
    #[must_use]
    pub fn counted(&self, count: u64, one: &str, many: &str) -> String {
        self.fill(if count == 1 { one } else { many }, &[("count", &self.number(count))])
    }

    /// A whole number with its thousands apart.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
        groups.join(self.separators().0)
    }

    /// A number with all its decimal places and no trailing zeros, and with its thousands apart.
    #[must_use]
    pub fn exact(&self, number: Decimal) -> String {
        figure::figure(number, self.separators())
    }

    /// Writes the same behind a text.
    pub fn write_exact(&self, number: Decimal, text: &mut String) {
        figure::write_figure(number, self.separators(), text);
    }

    /// A number with two decimal places.
    #[must_use]
    pub fn decimal(&self, number: f64) -> String {
        let written = format!("{:.2}", number.abs());
        let (whole, places) = written.split_once('.').unwrap_or((&written, "00"));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), |whole| self.number(whole));
        format!("{}{whole}{}{places}", if number < 0.0 { "-" } else { "" }, self.separators().1)
    }

    /// A number with no more decimal places than it has, and two at most.
    #[must_use]
    pub fn amount(&self, number: f64) -> String {
        let written = self.decimal(number);
        let places = [self.separators().1, "00"].concat();
        written.strip_suffix(&places).map_or_else(|| written.clone(), str::to_owned)
    }

    /// A number with one decimal place.
    #[must_use]
    pub fn one_decimal(&self, number: f64) -> String {
        format!("{number:.1}").replace('.', self.separators().1)
    }

    /// A share in whole percent.
    #[must_use]
    pub fn whole_percent(&self, percent: u64) -> String {
        match self.language {
            Language::En => format!("{percent}%"),
            Language::De => format!("{percent} %"),
        }
    }

    /// A share in percent with one decimal place.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        let written = self.one_decimal(share * 100.0);
        match self.language {
            Language::En => written + "%",
            Language::De => written + " %",
        }
    }

    /// A day as people write it.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        match self.language {
            Language::En => date.strftime("%-d %b %Y").to_string(),
            Language::De => date.strftime("%-d.%-m.%Y").to_string(),
        }
    }

    /// Between thousands, and before decimal places.
    const fn separators(&self) -> (&'static str, &'static str) {
        match self.language {
            Language::En => (",", "."),
            Language::De => (".", ","),
        }
    }
}

/// Writes a text with its gaps filled: each `{name}` by what stands beside its name.
///
/// Piece by piece, so that what fills one gap is never taken for another gap.
pub fn fill_in(words: &str, gaps: &[(&str, &str)], text: &mut String) {
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        text.push_str(before);
        text.push_str(gaps.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value));
        rest = after;
    }
    text.push_str(rest);
}

/// A number as English readers write it: `10,000`, `-1,234.5`, without trailing zeros.
#[must_use]
pub fn with_commas(number: Decimal) -> String {
    figure::figure(number, (",", "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys that are put together: after dispositions, defects, faults, how records were mended, and what is counted.
    const FAMILIES: [&str; 12] = [
        "d_",
        "e_",
        "defect_",
        "fault_",
        "m_mended_",
        "m_with",
        "one_",
        "many_",
        "u_",
        "w_",
        "x_missing_",
        "x_unread_",
    ];

    fn gaps(text: &str) -> Vec<&str> {
        let mut gaps: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        gaps.sort_unstable();
        gaps
    }

    #[test]
    fn every_language_has_every_text_with_the_same_gaps() {
        let all = Language::ALL.map(Wording::new);
        for wording in &all {
            for (key, text) in all[0].texts {
                let other = wording.texts.get(key).unwrap_or_else(|| panic!("no {key} in {:?}", wording.language));
                assert_eq!(gaps(text), gaps(other), "{key}");
                assert!(!other.trim().is_empty(), "{key}");
            }
            assert_eq!(wording.texts.len(), all[0].texts.len());
        }
    }

    #[test]
    fn every_text_is_used_and_every_text_that_is_used_is_there() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let folders = [
            "report",
            "report/html",
            "report/xlsx",
            "render",
            "pipeline",
            "pipeline/suppress",
            "judge",
            "operators",
            "identity/suppression",
        ]
        .map(|folder| std::fs::read_dir(format!("{source}/{folder}")));
        let files = folders.into_iter().flat_map(|folder| folder.expect("a folder of the reports"));
        let files = files.map(|file| file.expect("a file").path()).filter(|path| path.is_file());
        let texts = files.map(|path| std::fs::read_to_string(path).expect("text"));
        let sources: String = texts.collect();
        for key in Wording::new(Language::En).texts.keys() {
            // Named after the columns of decisions.
            let by_disposition = FAMILIES.iter().any(|family| key.starts_with(family))
                || sources.contains(&format!("\"{}\"", key.trim_start_matches("c_")));
            assert!(
                by_disposition || ["\"", "\"#"].iter().any(|mark| sources.contains(&format!("{mark}{key}\""))),
                "nobody says {key}"
            );
        }
    }

    #[test]
    fn numbers_and_days_are_written_as_their_readers_do() {
        let day = jiff::civil::date(2026, 11, 3);
        let table = [
            (Language::En, ["1,234,567", "-1,234.50", "1,234", "12.3%", "3 Nov 2026"]),
            (Language::De, ["1.234.567", "-1.234,50", "1.234", "12,3 %", "3.11.2026"]),
        ];
        for (language, expected) in table {
            let words = Wording::new(language);
            let numbers = [words.number(1_234_567), words.decimal(-1234.5), words.amount(1234.0)];
            assert_eq!(numbers, expected[..3]);
            assert_eq!([words.percent(0.123), words.date(day)], expected[3..]);
        }
    }

    #[test]
    fn what_fills_a_gap_is_no_gap() {
        let words = Wording::new(Language::En);
        assert_eq!(words.fill("title", &[("job", "{date}"), ("date", "today")]), "{date}, today");
        assert_eq!(words.counted(1, "one_list", "many_lists"), "1 list");
        assert_eq!(words.counted(1000, "one_list", "many_lists"), "1,000 lists");
        assert_eq!(words.around("title", "date", &[("job", "{date}")]), ("{date}, ".to_owned(), String::new()));
    }
}
