//! Cells that are read as a whole: what stands for a blank, signs, single letters and numbers.

use super::statement::Said;

const NOTHING: [&str; 40] = [
    "-",
    "--",
    "---",
    "—",
    "–",
    ".",
    "..",
    "...",
    "_",
    "n/a",
    "n.a.",
    "n. a.",
    "na",
    "nan",
    "null",
    "(null)",
    "nil",
    "k.a.",
    "k. a.",
    "keine angabe",
    "ohne angabe",
    "keine angaben",
    "leer",
    "(leer)",
    "blank",
    "(blank)",
    "empty",
    "not set",
    "unset",
    "nicht gesetzt",
    "not specified",
    "non renseigne",
    "[null]",
    "\\n",
    "<null>",
    "not applicable",
    "does not apply",
    "nicht vorhanden",
    "entfallt",
    "entfaellt",
];

/// Signs and single letters that answer by themselves: a box that is empty says no.
const NO_SIGNS: [&str; 15] =
    ["f", ".f.", "off", "unchecked", "unticked", "☐", "□", "▢", "○", "◯", "[ ]", "[]", "( )", "()", "⬜"];
const YES_SIGNS: [&str; 26] = [
    "checked",
    "ticked",
    "marked",
    "angekreuzt",
    "y",
    "j",
    "t",
    "v",
    "o",
    "s",
    "on",
    "✓",
    "✔",
    "☑",
    "✅",
    "☒",
    "●",
    "■",
    "⛔",
    "🚫",
    "🛑",
    "+",
    "√",
    "🗸",
    "xx",
    "xxx",
];

/// What a sign says among words: a box, empty or ticked.
pub(super) fn ticked(sign: &str) -> Option<bool> {
    let is_one = |signs: &str| signs.split(' ').any(|known| known == sign);
    is_one("✓ ✔ ☑ ✅ ☒").then_some(true).or_else(|| is_one("☐ □ ▢ ○ ◯ ⬜").then_some(false))
}

/// What a cell says by what it is as a whole.
pub(super) fn whole(text: &str) -> Option<Said> {
    let bare = text.trim_end_matches('\u{fe0f}');
    if NOTHING.contains(&bare) {
        return Some(Said::Nothing);
    }
    if NO_SIGNS.contains(&bare) || YES_SIGNS.contains(&bare) {
        return Some(Said::Answer(YES_SIGNS.contains(&bare)));
    }
    number(bare)
}

/// A number that answers: 0 and a day of nothing but noughts say no, 1 and -1 yes.
fn number(text: &str) -> Option<Said> {
    let is_sign = |sign: char| matches!(sign, '-' | '.' | ',' | ':' | '/' | ' ');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = text.chars().find(|c| !c.is_ascii_digit() && !is_sign(*c));
    if digits.is_empty() || rest.is_some() {
        return None;
    }
    let amount = text.replace(',', ".").parse::<f64>().ok();
    match amount {
        Some(0.0) => Some(Said::Answer(false)),
        Some(1.0 | -1.0) => Some(Said::Answer(true)),
        _ if digits.bytes().all(|digit| digit == b'0') => Some(Said::Nothing),
        _ => Some(if is_day(text) { Said::Day } else { Said::Unclear }),
    }
}

/// Whether digits are a day, a month or a year.
pub(super) fn is_day(text: &str) -> bool {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let is_packed =
        groups.len() == 1 && groups[0].len() == 8 && (groups[0].starts_with("19") || groups[0].starts_with("20"));
    groups.len() >= 3 || groups.iter().any(is_year) || is_packed
}
