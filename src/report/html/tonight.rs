//! The head of the page: the night in one sentence, its four numbers, and what deserves a look.

use super::{Night, escape, page};
use crate::model::{Disposition, Language};
use crate::report::Remark;

/// So many remarks are shown before the others fold away.
const REMARKS: usize = 6;

pub(super) fn header(night: &Night<'_>) -> String {
    let title = escape(&page::title(night));
    let (sentence, tiles, remarks) = (escape(&sentence(night)), tiles(night), remarks(night));
    let tonight = escape(night.words.text("tonight"));
    format!(
        "<header>\n<p class=\"job\">{title}</p>\n<h1><span class=\"hidden\">{tonight}: </span>{sentence}</h1>\n\
         {tiles}{remarks}</header>\n"
    )
}

fn sentence(night: &Night<'_>) -> String {
    let (words, summary) = (night.words, night.summary);
    let get = |disposition| summary.dispositions.get(disposition);
    let gaps = [
        ("prospects", words.counted(get(Disposition::Prospect), "one_prospect", "many_prospects")),
        ("reviews", words.counted(get(Disposition::Review), "one_review", "many_reviews")),
        ("read", words.counted(summary.read, "one_record", "many_records")),
        ("lists", words.counted(summary.lists.len() as u64, "one_list", "many_lists")),
    ];
    words.fill("tonight_sentence", &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn tiles(night: &Night<'_>) -> String {
    let summary = night.summary;
    let get = |disposition| summary.dispositions.get(disposition);
    let tiles = [
        ("tile_prospect", "good", get(Disposition::Prospect)),
        ("tile_review", "open", get(Disposition::Review)),
        ("tile_rejected", "bad", get(Disposition::Rejected)),
        ("tile_read", "all", summary.read),
    ];
    let tile = |(key, class, number): (&str, &str, u64)| {
        let (name, number) = (escape(night.words.text(key)), night.words.number(number));
        format!("<div class=\"tile {class}\"><dt>{name}</dt><dd>{number}</dd></div>\n")
    };
    format!("<dl class=\"tiles\">\n{}</dl>\n", tiles.map(tile).concat())
}

fn remarks(night: &Night<'_>) -> String {
    let remarks: Vec<String> = night.summary.remarks().iter().map(|remark| line(night, remark)).collect();
    if remarks.is_empty() {
        return String::new();
    }
    let (first, more) = remarks.split_at(remarks.len().min(REMARKS));
    let rest = match more.len() {
        0 => String::new(),
        count => format!("<details><summary>+ {count}</summary>\n<ul>\n{}</ul>\n</details>\n", more.concat()),
    };
    let mind = escape(night.words.text("mind"));
    format!("<aside aria-label=\"{mind}\">\n<h2>{mind}</h2>\n<ul>\n{}</ul>\n{rest}</aside>\n", first.concat())
}

/// One remark; what the run did not word itself is marked as English on a page that is not.
fn line(night: &Night<'_>, remark: &Remark) -> String {
    let english = remark.is_english() && night.words.language() != Language::En;
    let mark = if english { " lang=\"en\"" } else { "" };
    format!("<li{mark}>{}</li>\n", escape(&remark.words(night.words)))
}
