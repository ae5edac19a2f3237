//! From delivered to prospect: how many leads were left after each step, over all lists and for each of them.

use std::fmt::Write as _;

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, escape, share};
use crate::model::Disposition;
use crate::report::{DispositionCounts, ListSummary, Named, Summary};

/// A step, and how many leads were left after it.
struct Step {
    name: String,
    key: String,
    left: u64,
}

/// The height of a step in the picture, and the width of the whole.
const PICTURE: (f64, f64) = (22.0, 400.0);

pub(super) fn section(night: &Night<'_>) -> Section {
    let summary = night.summary;
    let steps = steps(night, summary.read, &summary.dispositions, &stages(summary));
    let mut table = Table::new(night, night.words.text("all_lists"), &["step", "#leads", "#of_delivered", "#"]);
    for step in &steps {
        let part = share(step.left, summary.read);
        let number = Cell::Number(step.left, format!("funnel.{}", step.key));
        table.row(&[Cell::Name(step.name.clone()), number, Cell::Share(part), Cell::Bar(part, "good")]);
    }
    let body = picture(night, &steps) + &table.html() + &by_list(night) + &dispositions(night);
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
        steps.push(step(words.fill("criterion", &[("name", name)]), &format!("criterion.{name}"), *left));
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

/// A band that narrows from step to step.
fn picture(night: &Night<'_>, steps: &[Step]) -> String {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return String::new() };
    let (high, wide) = PICTURE;
    let half = |step: &Step| share(step.left, first.left.max(1)).max(0.004) * wide / 2.0;
    let mut bands = String::new();
    for (place, pair) in steps.windows(2).enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a page has few steps")]
        let top = place as f64 * high;
        let (a, b, middle, bottom) = (half(&pair[0]), half(&pair[1]), wide / 2.0, top + high - 2.0);
        let (left, right) = (middle - a, middle + a);
        let (low_left, low_right) = (middle - b, middle + b);
        let _ = write!(
            bands,
            "<path class=\"band\" d=\"M{left:.1} {top:.1}H{right:.1}L{low_right:.1} {bottom:.1}H{low_left:.1}Z\"/>"
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "a page has few steps")]
    let height = (steps.len() - 1) as f64 * high;
    let (from, to) = (night.words.number(first.left), night.words.number(last.left));
    let alt = escape(&night.words.fill("funnel_picture", &[("first", &from), ("last", &to)]));
    format!(
        "<svg class=\"funnel\" role=\"img\" aria-label=\"{alt}\" viewBox=\"0 0 {wide} {height}\">\
         <title>{alt}</title>{bands}</svg>\n"
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
    head.push("#d_prospect".to_owned());
    let columns: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new(night, night.words.text("list"), &columns);
    for list in lists {
        let steps = steps(night, list.read, &list.dispositions, &list.stages);
        let mut cells = vec![Cell::Name(named(night, list))];
        let shown = steps.iter().filter(|step| !criteria.iter().any(|name| step.key == format!("criterion.{name}")));
        cells.extend(shown.map(|step| Cell::Number(step.left, format!("funnel.{}.{}", list.list, step.key))));
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
