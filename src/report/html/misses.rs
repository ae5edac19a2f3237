//! Leads that one rule alone rejects: how many, how far they are from its limit, and what they say where it has none.

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, escape, share};
use crate::report::words::plain_date;
use crate::report::{Gaps, Miss};

/// So many rules are shown.
const ROWS: usize = 15;

pub(super) fn section(night: &Night<'_>) -> Section {
    let mut alone: Vec<_> = night.summary.reasons.iter().filter(|reason| reason.sole_blocker > 0).collect();
    alone.sort_by_key(|reason| std::cmp::Reverse(reason.sole_blocker));
    let Some(most) = alone.first().map(|reason| reason.sole_blocker) else {
        return Section::new(night, "misses", "misses_nothing", "");
    };
    let mut table = Table::new(night, night.words.text("misses"), &["rule", "#alone", "#"]).quiet();
    for reason in alone.iter().take(ROWS) {
        let bar = Cell::Bar(share(reason.sole_blocker, most), "open");
        table.row(&[Cell::Name(reason.rule.clone()), Cell::Number(reason.sole_blocker, String::new()), bar]);
    }
    let sum: u64 = alone.iter().map(|reason| reason.sole_blocker).sum();
    let sentence = night.words.fill("misses_sentence", &[("count", &night.words.number(sum))]);
    let sentence = format!("<p>{}</p>\n", escape(&sentence));
    Section::new(night, "misses", "misses_words", &(sentence + &table.html() + &limits(night) + &values(night)))
}

/// How far the leads are from a limit, and where it would have to be for a quarter and for half of them.
fn limits(night: &Night<'_>) -> String {
    let columns = ["rule", "missed", "#leads", "#close", "#quarter_at", "#half_at"];
    let mut table = Table::new(night, night.words.text("misses_limits"), &columns);
    let with_limits = night.summary.misses.iter().filter_map(|miss| Some((miss, miss.gaps.as_ref()?)));
    for (miss, gaps) in with_limits.take(ROWS) {
        let key = |what: &str| format!("miss.{}.{}.{}.{what}", miss.rule, miss.field, gaps.above);
        table.row(&[
            Cell::Name(miss.rule.clone()),
            Cell::Text(missed(night, miss, gaps)),
            Cell::Number(miss.leads, key("leads")),
            Cell::Number(gaps.close, key("close")),
            Cell::Figure(moved(night, gaps, gaps.quarter)),
            Cell::Figure(moved(night, gaps, gaps.half)),
        ]);
    }
    if table.is_empty() { String::new() } else { noted(night, "misses_limits_words", &table) }
}

/// What is missed: `employees above 50`.
fn missed(night: &Night<'_>, miss: &Miss, gaps: &Gaps) -> String {
    let is_day = gaps.limit.parse::<jiff::civil::Date>().is_ok();
    let key = match (is_day, gaps.above) {
        (false, true) => "missed_above",
        (false, false) => "missed_below",
        (true, true) => "missed_after",
        (true, false) => "missed_before",
    };
    let limit = moved(night, gaps, 0.0);
    night.words.fill(key, &[("field", &miss.field), ("limit", &limit)])
}

/// The limit, so far further out.
fn moved(night: &Night<'_>, gaps: &Gaps, by: f64) -> String {
    let by = if gaps.above { by } else { -by };
    let (number, unit) = gaps.limit.split_once(' ').unwrap_or((&gaps.limit, ""));
    match (number.parse::<f64>(), gaps.limit.parse::<jiff::civil::Date>()) {
        (Ok(limit), _) => format!("{} {unit}", night.words.amount(limit + by)).trim_end().to_owned(),
        #[expect(clippy::cast_possible_truncation, reason = "a calendar has few days")]
        (_, Ok(day)) => {
            let span = jiff::Span::new().try_days(by as i64).unwrap_or_default();
            plain_date(night.words, &day.saturating_add(span).to_string())
        }
        _ => gaps.limit.clone(),
    }
}

/// What the leads say where a rule has no limit.
fn values(night: &Night<'_>) -> String {
    let caption = night.words.text("misses_values");
    let mut table = Table::new(night, caption, &["rule", "field", "#leads", "values"]);
    let said = night.summary.misses.iter().filter(|miss| !miss.values.is_empty());
    for miss in said.take(ROWS) {
        let values = miss.values.iter().map(|one| format!("{} ({})", one.value, night.words.number(one.leads)));
        table.row(&[
            Cell::Name(miss.rule.clone()),
            Cell::Code(miss.field.clone()),
            Cell::Number(miss.leads, format!("miss.{}.{}.said", miss.rule, miss.field)),
            Cell::Text(values.collect::<Vec<_>>().join(", ")),
        ]);
    }
    if table.is_empty() { String::new() } else { noted(night, "misses_values_words", &table) }
}

/// A table with a note on how it is to be read below it.
fn noted(night: &Night<'_>, words: &str, table: &Table<'_>) -> String {
    format!("{}<p class=\"note\">{}</p>\n", table.html(), escape(night.words.text(words)))
}
