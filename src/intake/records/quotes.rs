//! Cells without their quotes.

use std::borrow::Cow;

use crate::intake::dialect::Dialect;

/// A cell without its quotes, and with its doubled or escaped quotes single.
pub(super) fn unquote(raw: &str, dialect: Dialect) -> Cow<'_, str> {
    let raw = if dialect.spaced { raw.trim_matches(' ') } else { raw };
    let inner = raw.get(1..raw.len() - 1).unwrap_or_default();
    if let Some(escape) = dialect.escape {
        return unescape(inner, char::from(dialect.quote), char::from(escape));
    }
    if memchr::memchr(dialect.quote, inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    let quote = char::from(dialect.quote);
    Cow::Owned(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
}

/// A quoted text in which an escape character, or the quote itself, stands before a quote or an escape character.
fn unescape(inner: &str, quote: char, escape: char) -> Cow<'_, str> {
    if !inner.contains([quote, escape]) {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = chars
            .peek()
            .is_some_and(|next| (c == escape && (*next == quote || *next == escape)) || (c == quote && *next == quote));
        text.push(if escapes { chars.next().unwrap_or(c) } else { c });
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_come_off_as_the_list_puts_them() {
        let escaped = Dialect { escape: Some(b'\\'), ..Dialect::COMMA };
        let spaced = Dialect { spaced: true, ..Dialect::COMMA };
        let single = Dialect { quote: b'\'', ..Dialect::COMMA };
        let table = [
            (Dialect::COMMA, "\"\"", ""),
            (Dialect::COMMA, "\"a, b\"", "a, b"),
            (Dialect::COMMA, "\"a \"\"b\"\"\"", "a \"b\""),
            (Dialect::COMMA, "\"a\\b\"", "a\\b"),
            (escaped, "\"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c"),
            (escaped, "\"a\\b \"\"c\"\"\"", "a\\b \"c\""),
            (spaced, " \"a \" ", "a "),
            (single, "'it''s'", "it's"),
        ];
        for (dialect, raw, cell) in table {
            assert_eq!(unquote(raw, dialect), cell, "{raw:?}");
        }
    }
}
