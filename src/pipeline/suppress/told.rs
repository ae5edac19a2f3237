//! What is said of entries that bar nobody, and of those that bar somebody and are doubtful.

use std::collections::BTreeMap;

use super::columns::Sources;
use super::row::Row;
use super::why::{Doubt, Why};
use crate::identity::suppression::Role;
use crate::report::{Filling, Remark};

/// So many entries are shown with what stands in them; of the others the lines are named.
const SHOWN: usize = 20;

/// So many characters of an entry are shown.
const LONGEST: usize = 60;

/// What is to be told of one file.
#[derive(Debug, Default)]
pub(super) struct Told {
    idle: BTreeMap<Why, Vec<Entry>>,
    doubts: BTreeMap<Doubt, Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    line: u64,
    role: Role,
    text: String,
}

impl Told {
    /// Takes in a row.
    pub(super) fn add(&mut self, row: Row) {
        let line = row.line;
        for (role, text, why) in row.idle {
            self.idle.entry(why).or_default().push(Entry { line, role, text });
        }
        for (role, text, doubt) in row.doubts {
            self.doubts.entry(doubt).or_default().push(Entry { line, role, text });
        }
    }

    /// How many entries bar nobody.
    pub(super) fn idle(&self) -> usize {
        self.idle.values().map(Vec::len).sum()
    }

    /// The remarks on a file: first what bars nobody.
    pub(super) fn remarks(&self, file: &str, headers: &[String], sources: &Sources) -> Vec<Remark> {
        let idle = self.idle.iter().map(|(why, entries)| remark("m_idle_entries", file, entries, why.words()));
        let doubts =
            self.doubts.iter().map(|(doubt, entries)| remark("m_doubtful_entries", file, entries, doubt.words()));
        let guessed = sources.guessed.iter().map(|(column, role)| {
            let gaps = [
                ("file", Filling::text(file)),
                ("column", Filling::text(&headers[*column])),
                ("what", Filling::text(role.name())),
            ];
            Remark::new("m_guessed_column", gaps)
        });
        idle.chain(guessed).chain(doubts).collect()
    }
}

fn remark(says: &str, file: &str, entries: &[Entry], why: &'static str) -> Remark {
    let mut shown: Vec<Remark> = entries.iter().take(SHOWN).map(Entry::remark).collect();
    if let Some(more) = entries.get(SHOWN..).filter(|more| !more.is_empty()) {
        let gaps = [("more", Filling::Number(more.len() as u64)), ("lines", Filling::text(&lines(more)))];
        shown.push(Remark::new("m_more_entries", gaps));
    }
    let gaps = [
        ("file", Filling::text(file)),
        ("entries", Filling::counted(entries.len() as u64, "entry")),
        ("shown", Filling::Parts(shown)),
        ("why", Filling::Parts(vec![Remark::new(why, [])])),
    ];
    Remark::new(says, gaps)
}

impl Entry {
    fn remark(&self) -> Remark {
        let mut text: String = self.text.chars().take(LONGEST).collect();
        if text.len() < self.text.len() {
            text.push('…');
        }
        let text = text.replace(|c: char| c.is_control(), " ");
        let gaps = [
            ("line", Filling::Text(self.line.to_string())),
            ("what", Filling::text(self.role.name())),
            ("text", Filling::Text(text)),
        ];
        Remark::new("m_entry", gaps)
    }
}

/// Lines as ranges: `7-12, 15`.
fn lines(entries: &[Entry]) -> String {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for line in entries.iter().map(|entry| entry.line) {
        match ranges.last_mut() {
            Some((_, last)) if *last == line || *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let shown =
        ranges.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_a_row_are_a_range() {
        let entry = |line| Entry { line, role: Role::Email, text: String::new() };
        let entries: Vec<Entry> = [7, 8, 8, 9, 15, 20, 21].into_iter().map(entry).collect();
        assert_eq!(lines(&entries), "7-9, 15, 20-21");
    }
}
