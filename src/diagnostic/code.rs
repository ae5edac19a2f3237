//! The registry of codes. A code never changes its meaning and is never given to another mistake.

use std::fmt;

/// Declares every code once: the variant, its title, and the page in `docs/codes/`.
macro_rules! codes {
    ($($code:ident $title:literal)*) => {
        /// The stable name of a mistake. E1 are names, E2 types and values, E3 logic, E4 how
        /// the files fit together; W5 style, W6 what a list shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// Every code, ascending.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// Its name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// What it means, in one line.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$code => $title,)* }
            }

            /// Its manual page, in Markdown.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$code => include_str!(concat!("../../docs/codes/", stringify!($code), ".md")),)*
                }
            }
        }
    };
}

codes! {
    E100 "the file is not well-formed TOML"
    E101 "unknown key"
    E102 "unknown field"
    E103 "unknown operator"
    E104 "unknown list"
    E105 "unknown condition"
    E106 "unknown placeholder in a message"
    E107 "the same name twice"
    E108 "a name that is already a field's"
    E109 "a file that cannot be read"
    E110 "unknown word"
    E111 "unknown rule"
    E112 "a name with characters that names cannot have"
    E113 "a value that the field's value map replaces"
    E117 "a chain of names that is too long"
    E201 "an operator that does not fit the field"
    E202 "a value of the wrong kind"
    E203 "a value that cannot be meant"
    E204 "a key is missing"
    E205 "a number out of bounds"
    E206 "keys that do not go together"
    E207 "a pattern without a message"
    E208 "a table file with a mistake in it"
    E209 "another version of the file format"
    E210 "a number that begins with 0"
    E211 "an identity key that never applies"
    E301 "an empty interval or list"
    E302 "a rule that no lead can pass"
    E303 "a band that can never be reached"
    E304 "rules that together leave nothing"
    E305 "a threshold that no lead can reach"
    E401 "an override without a target"
    E402 "a circle of names"
    E403 "a missing reason"
    E404 "no rules"
    E405 "thresholds in the wrong order"
    W501 "a rule that no lead can fail"
    W502 "a knock-out without a question"
    W503 "points that a blank cell holds open for ever"
    W504 "an override that has ended"
    W505 "characters that look like others"
    W506 "a sensitive field without a reason"
    W507 "a rule without a test"
    W508 "bands with a gap between them"
    W509 "a rule that another one makes superfluous"
    W510 "a threshold that every lead reaches"
    W511 "a value that the field can never have"
    W512 "a missing-marker that is a country"
    W513 "a pattern that holds for values that the value map replaces"
    W515 "years of two digits in a field of the past"
    W517 "a season that has ended"
    W518 "a mistake that the calendar makes"
    W601 "a field without a column"
    W602 "a rule that is unknown for every lead"
    W603 "a rule that no lead of the list fails"
    W604 "values that may have been meant"
    W605 "a column of consents that feeds objections"
    W607 "a column that is called like an opt-out and that nothing reads"
    W608 "a column with opt-outs in it that nothing reads"
    W609 "a frequent value that looks as if nothing was chosen"
    W610 "cells that contradict each other in how they are written"
}

impl Code {
    /// The code of that name, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let pages: BTreeSet<String> = names.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect();
        let codes: BTreeSet<String> = Code::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(pages, codes);
    }

    #[test]
    fn every_page_is_whole() {
        for code in Code::ALL {
            let page = code.page();
            assert!(page.starts_with(&format!("# {code}: {}\n", code.title())), "{code}: the title differs");
            for part in ["## Wrong", "## Right", "## Why it matters"] {
                assert!(page.contains(part), "{code} lacks {part}");
            }
        }
    }

    #[test]
    fn codes_ascend() {
        assert!(Code::ALL.is_sorted());
        assert_eq!(Code::find(" e203 "), Some(Code::E203));
    }
}
