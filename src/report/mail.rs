//! `mail.txt`: the night in a paragraph, as a message for cron to send: with its headers, in UTF-8, and in short lines,
//! whatever the locale of the machine is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::words::{ended, read};
use super::{ReportError, Summary, Wording};
use crate::model::on_one_line;

/// So many remarks are named.
const REMARKS: usize = 5;

/// The longest line, in characters.
const LINE: usize = 77;

/// How many characters of an encoded word stand between its ends, so that a line of a header with one stays short.
const ENCODED: usize = 54;

/// Writes the message.
///
/// # Errors
/// The file cannot be written.
pub fn write_mail(path: &Path, job: &str, as_of: Date, summary: &Summary, words: &Wording) -> Result<(), ReportError> {
    fs::write(path, message(job, as_of, summary, words)).map_err(ReportError::at(path))
}

fn message(job: &str, as_of: Date, summary: &Summary, words: &Wording) -> String {
    let ends = ended(&summary.dispositions, words);
    let subject = header("Subject", &on_one_line(&format!("{job}, {as_of}: {ends}")));
    let mut sentences = vec![format!("{job}, {as_of}: {}", read(summary, words)), ends];
    if let Some(reason) = summary.reasons.first() {
        let rejected = words.number(reason.rejected);
        sentences.push(words.fill("mail_reason", &[("rule", &reason.rule), ("count", &rejected)]));
    }
    let mut paragraphs = vec![sentences.join(" ")];
    let remarks = summary.remarks();
    paragraphs.extend(remarks.iter().take(REMARKS).map(|remark| remark.words(words)));
    if remarks.len() > REMARKS {
        let more = words.number((remarks.len() - REMARKS) as u64);
        paragraphs.push(words.fill("mail_more", &[("count", &more)]));
    }
    paragraphs.push(words.text("mail_sheets").to_owned());
    let body: Vec<String> = paragraphs.iter().map(|paragraph| wrapped(&on_one_line(paragraph), "")).collect();
    format!(
        "{subject}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{}\n",
        body.join("\n\n")
    )
}

/// A text in lines of at most [`LINE`] characters, all but the first with `indent` before them. A word that is longer is
/// cut. No line begins with a label such as `warning:` or `Bcc:`, which may be a part of a stranger's name.
fn wrapped(text: &str, indent: &str) -> String {
    let (mut lines, mut length) = (String::with_capacity(text.len()), 0);
    for phrase in phrases(text) {
        let mut letters: &[char] = &phrase.chars().collect::<Vec<char>>();
        if length > 0 {
            let fits = length + 1 + letters.len() <= LINE;
            lines.push_str(if fits { " " } else { "\n" });
            lines.push_str(if fits { "" } else { indent });
            length = if fits { length + 1 } else { indent.len() };
        }
        while letters.len() > LINE - length {
            let most = LINE - length;
            let (piece, rest) = letters.split_at(if letters[most] == ' ' { most - 1 } else { most });
            lines.extend(piece);
            lines.push('\n');
            lines.push_str(indent);
            (letters, length) = (rest, indent.len());
        }
        lines.extend(letters);
        length += letters.len();
    }
    lines
}

/// The words of a text, each with the labels that follow it.
fn phrases(text: &str) -> Vec<String> {
    let is_label = |word: &str| {
        let name = word.split_once(':').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    let mut phrases: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match phrases.last_mut().filter(|_| is_label(word)) {
            Some(phrase) => phrase.extend([" ", word]),
            None => phrases.push(word.to_owned()),
        }
    }
    phrases
}

/// A header of a message, with the line end: folded, and encoded where it holds anything but ASCII.
fn header(name: &str, text: &str) -> String {
    let is_plain = text.is_ascii() && !text.contains("=?") && text.split(' ').all(|word| word.len() < ENCODED);
    let written = if is_plain { text.to_owned() } else { encoded(text) };
    wrapped(&format!("{name}: {written}"), " ") + "\n"
}

/// A text as encoded words: each whole in itself, as mail programs want them.
fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        let mut written = String::new();
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            match byte {
                b' ' => written.push('_'),
                b'!' | b'*' | b'+' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => written.push(byte.into()),
                // Writing to a text never fails.
                _ => write!(written, "={byte:02X}").unwrap_or_default(),
            }
        }
        if words.last().is_some_and(|word| word.len() + written.len() > ENCODED) {
            words.push(String::new());
        }
        words.last_mut().expect("bug: there is a first word").push_str(&written);
    }
    words.iter().map(|word| format!("=?UTF-8?Q?{word}?=")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::example;
    use super::*;
    use crate::model::Language;
    use crate::report::Remark;

    const DAY: Date = jiff::civil::date(2026, 11, 23);

    #[test]
    fn no_line_begins_with_a_label() {
        let long = "x".repeat(200);
        for text in [
            format!("{} Bcc: all@firm.example", "word ".repeat(15)),
            format!("{long} warning: forged.csv"),
            format!("{} Content-Type:text", "y".repeat(77)),
            format!("{} Bcc: Cc: To: me", "z ".repeat(38)),
            "Bcc: ".repeat(60),
        ] {
            for indent in ["", " "] {
                let lines = wrapped(&text, indent);
                assert!(lines.lines().all(|line| line.chars().count() <= LINE), "{lines}");
                let behind_first = || lines.lines().skip(1).map(str::trim_start);
                let begins = |label: &str| behind_first().any(|line| line.starts_with(label));
                let labels = ["Bcc:", "Cc:", "To:", "warning:", "Content-Type:"];
                assert!(text.starts_with("Bcc: Bcc:") || !labels.iter().any(|label| begins(label)), "{lines}");
                let all = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(all(&lines), all(&text));
            }
        }
    }

    #[test]
    fn a_night_in_a_paragraph() {
        let text = message("nightly", DAY, &example(), &Wording::new(Language::En));
        assert_eq!(
            text,
            "Subject: nightly, 2026-11-23: 50 prospects, 123 for review, 800 rejected, 20\n duplicates, 4 suppressed, 3 \
             unreadable.\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\n\
             nightly, 2026-11-23: Read 1,000 records from 2 lists. 50 prospects, 123 for\nreview, 800 rejected, \
             20 duplicates, 4 suppressed, 3 unreadable. Most leads\nwere rejected by location.served-market (500).\n\n\
             fair.csv has no column for revenue, which budget.revenue reads.\n\n\
             The sheets for the morning are prospects.xlsx and review.xlsx in the folder\nof this file.\n"
        );
    }

    /// The text of a header, as mail programs read it.
    fn decoded(message: &str) -> String {
        let header = message.strip_prefix("Subject: ").expect("a subject").split("\nMIME").next().expect("a header");
        let mut bytes = Vec::new();
        for word in header.split_whitespace() {
            let word =
                word.strip_prefix("=?UTF-8?Q?").and_then(|word| word.strip_suffix("?=")).expect("an encoded word");
            let mut rest = word.bytes();
            while let Some(byte) = rest.next() {
                bytes.push(match byte {
                    b'_' => b' ',
                    b'=' => {
                        let digits = [rest.next(), rest.next()].map(|digit| char::from(digit.expect("two digits")));
                        u8::from_str_radix(&digits.iter().collect::<String>(), 16).expect("a byte")
                    }
                    other => other,
                });
            }
        }
        String::from_utf8(bytes).expect("no letter is cut")
    }

    #[test]
    fn whatever_it_says_lines_are_short_and_headers_plain() {
        let long = "ä".repeat(300);
        let mut summary = example();
        summary.remarks = vec![
            Remark::as_is(&format!("{long} und noch ein Wort")),
            Remark::as_is(&"kurz ".repeat(100)),
            Remark::as_is("zwei\nZeilen\r\nSubject: nein"),
        ];
        for job in ["nächtlich", "=?UTF-8?Q?x?=", &"n".repeat(100), "夜間", "𝔫acht", "Über, alle: Maßen \u{1F600}"]
        {
            for language in [Language::En, Language::De] {
                let text = message(job, DAY, &summary, &Wording::new(language));
                let longest = text.lines().map(|line| line.chars().count()).max();
                assert!(longest < Some(78), "{text}");
                let (head, body) = text.split_once("\n\n").expect("headers and a body");
                assert!(head.is_ascii() && body.contains(&"ä".repeat(LINE)), "{text}");
                assert!(decoded(&text).starts_with(&format!("{job}, 2026-11-23: 50 ")), "{}", decoded(&text));
                assert!(!text.contains('\r') && text.matches("\nSubject").count() == 0, "{text}");
            }
        }
        let plain = message("night", DAY, &summary, &Wording::new(Language::De));
        assert!(plain.starts_with("Subject: night, 2026-11-23: 50 Interessenten"), "{plain}");
    }
}
