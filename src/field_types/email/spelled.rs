//! Addresses whose signs are spelled out so that machines do not see them: `ann (at) acme.com`, `ann at acme dot com`.

/// What stands for `@`.
const AT: [&str; 7] = ["at", "ät", "@", "arroba", "arobase", "chiocciola", "apenstaartje"];
/// What stands for a full stop.
const DOT: [&str; 6] = ["dot", ".", "punkt", "punto", "point", "punt"];

/// The text with the signs in place of their words; `None` if it has an `@` already, or no word for one.
#[must_use]
pub fn spelled_out(text: &str) -> Option<String> {
    if text.contains('@') && !text.contains(['(', '[', '{', '<']) {
        return None;
    }
    let text = in_brackets(text);
    let mut found = String::with_capacity(text.len());
    let mut joins = true;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let has_at = found.contains('@') || text.contains('@');
        match sign(word).filter(|sign| *sign == "." || !has_at) {
            // A word at an end of the text stands for itself.
            Some(sign) if !found.is_empty() && words.peek().is_some() => {
                found.push_str(sign);
                joins = true;
            }
            _ => {
                found.push_str(if joins { "" } else { " " });
                found.push_str(word);
                joins = false;
            }
        }
    }
    found.contains('@').then_some(found)
}

fn sign(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    match () {
        () if AT.contains(&&*word) => Some("@"),
        () if DOT.contains(&&*word) => Some("."),
        () => None,
    }
}

/// The text with the signs in place of `(at)`, `[dot]` and the like, and of the blanks around them.
fn in_brackets(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[', '{', '<']) {
        let inner = &rest[open + 1..];
        let Some(close) = inner.find([')', ']', '}', '>']) else { break };
        match sign(inner[..close].trim()) {
            Some(sign) => {
                found.push_str(rest[..open].trim_end());
                found.push_str(sign);
                rest = inner[close + 1..].trim_start();
            }
            None => {
                found.push_str(&rest[..=open]);
                rest = inner;
            }
        }
    }
    found + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_take_the_place_of_their_words() {
        for (text, expected) in [
            ("ann(at)acme.example", Some("ann@acme.example")),
            ("ann [at] acme [dot] example", Some("ann@acme.example")),
            ("ann {AT} acme.example", Some("ann@acme.example")),
            ("ann <at> acme.example", Some("ann@acme.example")),
            ("ann (@) acme.example", Some("ann@acme.example")),
            ("ann at acme dot example", Some("ann@acme.example")),
            ("ann.lee at mail dot acme dot example", Some("ann.lee@mail.acme.example")),
            ("ann at acme.example (privat)", Some("ann@acme.example (privat)")),
            ("ann arroba acme punto example", Some("ann@acme.example")),
            ("ida (ät) kiefer (Punkt) example", Some("ida@kiefer.example")),
            ("ann@acme.example", None),
            ("ann@acme.example at work", None),
            ("at acme", None),
            ("look at", None),
            ("nobody", None),
        ] {
            assert_eq!(spelled_out(text).as_deref(), expected, "{text}");
        }
    }
}
