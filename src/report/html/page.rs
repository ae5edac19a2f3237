//! The page around its sections.

use super::{Night, escape};
use crate::report::words::plain_date;

/// A section: its place in the page, its heading and what stands below it.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: String,
    pub(super) body: String,
}

impl Section {
    /// A section with a sentence on what it shows.
    pub(super) fn new(night: &Night<'_>, id: &'static str, words: &str, body: &str) -> Self {
        let lead = format!("<p class=\"lead\">{}</p>\n", escape(night.words.text(words)));
        Self { id, heading: night.words.text(id).to_owned(), body: lead + body }
    }

    fn html(&self) -> String {
        let (id, heading, body) = (self.id, escape(&self.heading), &self.body);
        format!(
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{heading}</h2>\n{body}</section>\n"
        )
    }
}

pub(super) fn page(night: &Night<'_>, header: &str, sections: &[Section]) -> String {
    let words = night.words;
    let (language, title) = (words.language().name(), escape(&title(night)));
    let style = include_str!("style.css");
    let links: Vec<String> = sections
        .iter()
        .map(|section| format!("<li><a href=\"#{}\">{}</a></li>\n", section.id, escape(&section.heading)))
        .collect();
    let body: String = sections.iter().map(Section::html).collect();
    let date = plain_date(words, &night.record.as_of);
    let made = escape(&words.fill("made_by", &[("version", &night.record.version), ("date", &date)]));
    let contents = escape(words.text("contents"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{header}\
         <nav aria-label=\"{contents}\">\n<ul>\n{}</ul>\n</nav>\n<main>\n{body}</main>\n\
         <footer><p>{made}</p></footer>\n</body>\n</html>\n",
        links.concat()
    )
}

/// The job, or the profile of lists that no job names, and the day.
pub(super) fn title(night: &Night<'_>) -> String {
    let job = night.record.job.as_deref().unwrap_or(&night.record.profile);
    night.words.fill("title", &[("job", job), ("date", &plain_date(night.words, &night.record.as_of))])
}
