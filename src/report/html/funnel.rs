//! From delivered to prospect: how many leads were left after each step, over all lists and for each of them.

use std::fmt::Write as _;

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, share};
use crate::model::Disposition;
use crate::report::{DispositionCounts, ListSummary, Named, Summary};

/// A step, and how many leads were left after it.
struct Step {
    name: String,
    key: String,
    left: u64,
}

/// The height of the picture of a list.
const HIGH: f64 = 24.0;

pub(super) fn section(night: &Night<'_>) -> Section {
    let summary = night.summary;
    let steps = steps(night, summary.read, &summary.dispositions, &stages(summary));
    let mut table =
        Table::new(night, night.words.text("all_lists"), &["step", "#leads", "#of_delivered", "#"]).of("funnel-table");
    for step in &steps {
        let part = share(step.left, summary.read);
        let number = Cell::Number(step.left, format!("funnel.{}", step.key));
        table.row(&[Cell::Name(step.name.clone()), number, Cell::Share(part), Cell::Middle(part)]);
    }
    let body = table.html() + &by_list(night) + &dispositions(night);
    Section::new(night, "funnel", "funnel_words", &body)
}

fn steps(night: &Night<'_>, read: u64, ended: &DispositionCounts, stages: &Named<u64>) -> Vec<Step> {
    let words = night.words;
    let mut left = read;
    let lost = [
        ("readable", Disposition::Unreadable),
        ("not_suppressed", Disposition::Suppressed),
        ("unique", Disposition::Duplicate),
        ("new", Disposition::Known),
    ];
    let mut steps = vec![step(words.text("delivered").to_owned(), "delivered", left)];
    for (key, disposition) in lost {
        left -= ended.get(disposition).min(left);
        steps.push(step(words.text(key).to_owned(), key, left));
    }
    for (name, left) in &stages.0 {
        let title = night.summary.titles.get(name).cloned();
        let title = title.unwrap_or_else(|| words.fill("criterion", &[("name", name)]));
        steps.push(step(title, &format!("criterion.{name}"), *left));
    }
    let prospects = ended.get(Disposition::Prospect);
    steps.push(step(words.text("d_prospect").to_owned(), "prospect", prospects));
    steps
}

fn step(name: String, key: &str, left: u64) -> Step {
    Step { name, key: key.to_owned(), left }
}

/// The stages over all lists.
fn stages(summary: &Summary) -> Named<u64> {
    let sum = |name: &String| summary.lists.iter().filter_map(|list| list.stages.get(name)).sum();
    summary.criteria.0.iter().map(|(name, _)| (name.clone(), sum(name))).collect()
}

/// The steps of a list as bands that narrow from left to right. Their numbers stand beside them.
fn picture(steps: &[Step]) -> String {
    let first = steps.first().map_or(1, |step| step.left).max(1);
    let wide = 100.0 / f64::from(u32::try_from(steps.len()).unwrap_or(1).max(1));
    let (mut bands, mut left) = (String::new(), 0.0);
    for step in steps {
        let high = share(step.left, first) * HIGH;
        let _ = write!(
            bands,
            "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{high:.1}\"/>",
            (HIGH - high) / 2.0,
            wide - 1.5
        );
        left += wide;
    }
    format!(
        "<svg class=\"steps good\" viewBox=\"0 0 100 {HIGH}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\">{bands}</svg>"
    )
}

/// A column for each step, a row for each list and vendor.
fn by_list(night: &Night<'_>) -> String {
    let lists = &night.summary.lists;
    if lists.len() < 2 {
        return String::new();
    }
    let criteria: Vec<&String> = night.summary.criteria.0.iter().map(|(name, _)| name).collect();
    let mut head: Vec<String> =
        ["list", "#delivered", "#readable", "#not_suppressed", "#unique", "#new"].map(str::to_owned).to_vec();
    head.extend(["#d_prospect", "#"].map(str::to_owned));
    let columns: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new(night, night.words.text("list_by_list"), &columns);
    for list in lists {
        let steps = steps(night, list.read, &list.dispositions, &list.stages);
        let mut cells = vec![Cell::Name(named(night, list))];
        let shown = steps.iter().filter(|step| !criteria.iter().any(|name| step.key == format!("criterion.{name}")));
        cells.extend(shown.map(|step| Cell::Number(step.left, format!("funnel.{}.{}", list.list, step.key))));
        cells.push(Cell::Picture(picture(&steps)));
        table.row(&cells);
    }
    table.html()
}

/// A list with its vendor.
pub(super) fn named(night: &Night<'_>, list: &ListSummary) -> String {
    let vendor = list.vendor.as_deref().unwrap_or_else(|| night.words.text("nobody_known"));
    format!("{} ({vendor})", list.list)
}

/// Where every record ended, and that the numbers add up.
fn dispositions(night: &Night<'_>) -> String {
    let summary = night.summary;
    let caption = night.words.text("dispositions");
    let mut table = Table::new(night, caption, &["disposition", "#leads", "#of_delivered"]);
    for disposition in Disposition::ALL {
        let count = summary.dispositions.get(disposition);
        let name = night.words.text(&format!("d_{}", disposition.as_str())).to_owned();
        let number = Cell::Number(count, format!("disposition.{}", disposition.as_str()));
        table.row(&[Cell::Name(name), number, Cell::Share(share(count, summary.read))]);
    }
    let total = Cell::Number(summary.read, "read".to_owned());
    table.row(&[
        Cell::Name(night.words.text("total").to_owned()),
        total,
        Cell::Share(share(summary.read, summary.read)),
    ]);
    table.html()
}
