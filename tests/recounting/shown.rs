//! What a page, a mail and a workbook show.

use std::collections::BTreeSet;

use calamine::{Reader as _, Xlsx, open_workbook};
use leadsieve::report::Wording;

use super::super::common::Ran;
use super::Tables;

/// The text of HTML without its tags and pictures.
pub(crate) fn text(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some((before, tag)) = rest.split_once('<') {
        let end = if tag.starts_with("svg") { "</svg>" } else { ">" };
        (text, rest) = (text + before, tag.split_once(end).unwrap().1);
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.into_iter().fold(text + rest, |text, (escaped, sign)| text.replace(escaped, sign))
}

/// What stands between two texts, wherever they are.
pub(crate) fn between<'t>(text: &'t str, start: &'t str, end: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(start).skip(1).map(move |rest| rest.split(end).next().unwrap())
}

/// The tables of a page, without those of files and reference data, which count nothing.
pub(crate) fn shown(page: &str, words: &Wording) -> Tables {
    let mut tables = Tables::new();
    for table in between(page, "<table>", "</table>") {
        let caption = text(between(table, "<caption", "</caption>").next().unwrap().split_once('>').unwrap().1);
        let rows = between(table, "<tr>", "</tr>").skip(1);
        let cells = |row: &str| -> Vec<String> {
            let ends = row.replace("</th>", "</td>");
            ends.trim_end_matches("</td>").split("</td>").map(text).collect()
        };
        let rows: Vec<Vec<String>> = rows.map(cells).collect();
        let known = tables.entry(caption).or_default();
        rows.into_iter().for_each(|row| assert!(known.insert(row.clone()), "{row:?} twice"));
    }
    for tile in between(page, "<div class=\"tile", "</div>") {
        let cells = text(&tile.split_once('>').unwrap().1.replace("</dt>", "\n"));
        tables.entry("tiles".to_owned()).or_default().insert(cells.split('\n').map(str::to_owned).collect());
    }
    ["file", "reference"].into_iter().for_each(|key| assert!(tables.remove(words.text(key)).is_some(), "{key}"));
    tables
}

/// The same text with one digit changed, for each number that a cell or a tile of the page shows.
pub(crate) fn altered(page: &str) -> Vec<String> {
    let is_digit = |at: usize| page.as_bytes()[at].is_ascii_digit();
    let (head, _) = page.split_once("<main>").unwrap();
    let starts = page.match_indices("<td class=\"n\"").chain(head.match_indices("<dd>"));
    let firsts = starts.filter_map(|(start, _)| {
        let shown = start + page[start..].find('>').unwrap() + 1;
        let end = shown + page[shown..].find('<').unwrap();
        (shown..end).find(|at| is_digit(*at))
    });
    let other = |at: usize| if &page[at..=at] == "7" { "8" } else { "7" };
    firsts.map(|at| format!("{}{}{}", &page[..at], other(at), &page[at + 1..])).collect()
}

/// A header of a message as it is read, and what stands below it on one line.
pub(crate) fn read_mail(mail: &str) -> (String, String) {
    let (head, body) = mail.split_once("\n\n").unwrap();
    let subject = between(head, "Subject: ", "\nMIME").next().unwrap().replace("\n ", " ");
    let signs = [("?= =?UTF-8?Q?", ""), ("=?UTF-8?Q?", ""), ("?=", ""), ("_", " ")];
    let subject = signs.into_iter().fold(subject, |text, (coded, sign)| text.replace(coded, sign));
    let signs = [("=2C", ","), ("=3A", ":"), ("=2E", "."), ("=C3=BC", "ü")];
    let subject = signs.into_iter().fold(subject, |text, (coded, sign)| text.replace(coded, sign));
    (subject, body.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The rows with numbers that a workbook shows on its sheet of counts.
pub(crate) fn shown_on_sheet(ran: &Ran, file: &str, words: &Wording) -> BTreeSet<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(ran.path(&format!("out/latest/{file}.xlsx"))).unwrap();
    let range = workbook.worksheet_range(words.text("s_tab")).unwrap();
    let is_number = |row: &&[calamine::Data]| row.iter().any(|cell| matches!(cell, calamine::Data::Float(_)));
    let cells = |row: &[calamine::Data]| -> Vec<String> {
        row.iter().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect()
    };
    range.rows().filter(is_number).map(cells).collect()
}
