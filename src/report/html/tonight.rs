//! The head of the page: the night in one sentence, its four numbers, and what deserves a look.

use super::{Night, escape, page};
use crate::model::Disposition;

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

/// The run words its remarks in English, whatever the language of the page.
fn remarks(night: &Night<'_>) -> String {
    let warnings = &night.summary.warnings;
    if warnings.is_empty() {
        return String::new();
    }
    let items =
        |some: &[String]| some.iter().map(|one| format!("<li>{}</li>\n", escape(one))).collect::<Vec<_>>().concat();
    let (first, more) = warnings.split_at(warnings.len().min(REMARKS));
    let rest = match more.len() {
        0 => String::new(),
        count => format!("<details><summary>+ {count}</summary>\n<ul lang=\"en\">\n{}</ul>\n</details>\n", items(more)),
    };
    let mind = escape(night.words.text("mind"));
    format!("<aside aria-label=\"{mind}\">\n<h2>{mind}</h2>\n<ul lang=\"en\">\n{}</ul>\n{rest}</aside>\n", items(first))
}
