//! What has to be asked, and which rules the lists seldom answer.

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, share};
use crate::model::Disposition;

/// So many rules are shown.
const ROWS: usize = 12;

pub(super) fn section(night: &Night<'_>) -> Section {
    let (asked, unknown) = (asked(night), unknown(night));
    let words = if night.summary.questions.is_empty() { "questions_nothing" } else { "questions_words" };
    Section::new(night, "questions", words, &(asked + &unknown))
}

fn asked(night: &Night<'_>) -> String {
    let reviews = night.summary.dispositions.get(Disposition::Review);
    let mut table = Table::new(night, night.words.text("questions"), &["question", "field", "#leads", "#"]).quiet();
    for asked in &night.summary.questions {
        table.row(&[
            Cell::Name(asked.question.clone()),
            Cell::Code(asked.field.clone()),
            Cell::Number(asked.leads, format!("question.{}", asked.field)),
            Cell::Bar(share(asked.leads, reviews), "open"),
        ]);
    }
    if table.is_empty() { String::new() } else { table.html() }
}

fn unknown(night: &Night<'_>) -> String {
    let mut rules: Vec<_> = night.summary.rules.0.iter().filter(|(_, counts)| counts.unknown > 0).collect();
    rules.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.unknown));
    let caption = night.words.text("unknown_rules");
    let mut table = Table::new(night, caption, &["rule", "#unknown", "#of_judged", "#"]);
    for (rule, counts) in rules.into_iter().take(ROWS) {
        let part = share(counts.unknown, counts.total());
        let number = Cell::Number(counts.unknown, format!("unknown.{rule}"));
        table.row(&[Cell::Name(rule.clone()), number, Cell::Share(part), Cell::Bar(part, "open")]);
    }
    if table.is_empty() { String::new() } else { table.html() }
}
