//! A scorecard for each list: what was promised against what came, and a grade.

use super::funnel::named;
use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, escape, share};
use crate::model::Disposition;
use crate::report::{Grade, ListSummary, Promise, Wording};

pub(super) fn section(night: &Night<'_>) -> Section {
    let cards: String = night.summary.lists.iter().map(|list| card(night, list)).collect();
    let grades = format!("<p class=\"note\">{}</p>\n", escape(night.words.text("grade_words")));
    Section::new(night, "lists", "lists_words", &(grades + &cards))
}

fn card(night: &Night<'_>, list: &ListSummary) -> String {
    let (name, grade, word) = (escape(&named(night, list)), Grade::of(list).letter(), night.words.text("grade"));
    let table = table(night, list).html();
    format!(
        "<article class=\"card\">\n<h3>{name} <span class=\"grade g{grade}\"><span class=\"hidden\">{word} </span>\
         {grade}</span></h3>\n{table}</article>\n"
    )
}

/// A length of time, such as `12 months`, in the words of the page.
fn age(words: &Wording, within: &str) -> String {
    let (count, unit) = within.split_once(' ').unwrap_or((within, ""));
    words.fill(if unit == "days" { "age_days" } else { "age_months" }, &[("count", count)])
}

fn table<'n>(night: &'n Night<'n>, list: &ListSummary) -> Table<'n> {
    let words = night.words;
    let mut table = Table::new(night, &named(night, list), &["what", "#promised", "#came"]).quiet();
    let nothing = Promise::default();
    let promise = list.promise.as_ref().unwrap_or(&nothing);
    let promised = promise
        .rows
        .map_or_else(|| Cell::Figure(words.text("not_promised").to_owned()), |rows| Cell::Number(rows, String::new()));
    let key = |what: &str| format!("list.{}.{what}", list.list);
    table.row(&[Cell::Name(words.text("records").to_owned()), promised, Cell::Number(list.read, key("read"))]);
    for (field, share) in &promise.filled.0 {
        let came = list.filled(field).map_or(Cell::Blank, Cell::Share);
        table.row(&[Cell::Name(words.fill("filled", &[("field", field)])), Cell::Share(*share), came]);
    }
    for (field, within) in &promise.verified_within.0 {
        let name = words.fill("verified_within", &[("field", field), ("within", &age(words, within))]);
        let came = list.up_to_date(field).map_or(Cell::Blank, Cell::Share);
        table.row(&[Cell::Name(name), Cell::Share(1.0), came]);
    }
    // What a claim says of a list more exactly is not said twice.
    let claimed = |start: &str| list.defects.0.iter().any(|(defect, _)| defect.starts_with(start));
    let shown = [
        (Disposition::Unreadable, !claimed("unreadable")),
        (Disposition::Duplicate, !claimed("duplicate")),
        (Disposition::Prospect, true),
    ];
    for (disposition, _) in shown.into_iter().filter(|(_, shown)| *shown) {
        let count = list.dispositions.get(disposition);
        let name = words.text(&format!("d_{}", disposition.as_str())).to_owned();
        table.row(&[Cell::Name(name), Cell::Blank, Cell::Number(count, key(disposition.as_str()))]);
    }
    for (field, tally) in &list.fields.0 {
        if tally.unreadable > 0 {
            let filled = tally.known + tally.range + tally.unreadable;
            let came = Cell::Share(share(tally.unreadable, filled));
            table.row(&[Cell::Name(words.fill("damaged", &[("field", field)])), Cell::Blank, came]);
        }
    }
    for (defect, count) in &list.defects.0 {
        table.row(&[
            Cell::Name(words.text(&format!("defect_{defect}")).to_owned()),
            Cell::Blank,
            Cell::Number(*count, key(defect)),
        ]);
    }
    if list.overlap > 0 {
        let name = words.text("overlap").to_owned();
        table.row(&[Cell::Name(name), Cell::Blank, Cell::Number(list.overlap, key("overlap"))]);
    }
    if let Some(worth) = list.worth_of_defects() {
        let name = words.text("worth").to_owned();
        table.row(&[Cell::Name(name), Cell::Blank, Cell::Money(worth.amount, worth.currency)]);
    }
    table
}
