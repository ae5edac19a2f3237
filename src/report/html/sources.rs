//! What the run went by: the profile, the files with their hashes, the reference data.

use super::page::Section;
use super::table::{Cell, Table};
use super::{Night, escape};

/// So many digits of a hash are enough to tell files apart.
const DIGITS: usize = 12;

pub(super) fn section(night: &Night<'_>) -> Section {
    let (words, record) = (night.words, night.record);
    let facts = [(words.text("profile"), &record.profile), (words.text("version"), &record.version)];
    let facts: Vec<String> =
        facts.iter().map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>\n", escape(name), escape(value))).collect();
    let mut files = Table::new(night, words.text("file"), &["file", "fingerprint"]).quiet();
    let lists = record.inputs.iter().map(|input| (input.list.clone(), &input.sha256));
    let rules = record.rule_files.iter().map(|file| (name(&file.path), &file.sha256));
    for (name, sha256) in lists.chain(rules) {
        files.row(&[Cell::Name(name), Cell::Code(sha256.chars().take(DIGITS).collect())]);
    }
    let mut data = Table::new(night, words.text("reference"), &["reference", "origin"]).quiet();
    for (table, origin) in &record.reference_data.0 {
        data.row(&[Cell::Name(table.clone()), Cell::Text(origin.clone())]);
    }
    let body = format!("<dl class=\"facts\">\n{}</dl>\n{}{}", facts.concat(), files.html(), data.html());
    Section::new(night, "rules", "rules_words", &body)
}

fn name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
