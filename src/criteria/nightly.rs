//! What a job says of other nights: its ledger, its limits, and what becomes of lists that were done.

use std::path::Path;

use super::document::{Entry, Node, Table};
use super::notes::{Notes, resolve};
use crate::diagnostic::Code;
use crate::model::Verdict;
use crate::operators::Period;
use crate::profile::{After, LedgerFile, Limit};

/// The suppression file of people who objected, where the job does not name one: beside the ledger.
const FORGOTTEN: &str = "forgotten.csv";

/// How many copies of the ledger are kept where the job does not say.
const BACKUPS: usize = 7;

/// So many copies can be kept at most.
const MOST_COPIES: i64 = 100;

/// `[ledger]`
pub(super) fn ledger(table: &Table, folder: &Path, notes: &mut Notes) -> Option<LedgerFile> {
    let file = table.required_text("file", "file = \"ledger.sqlite\"", notes);
    let retention = table.node("retention").and_then(|node| some_time(node, notes));
    let backups = table.node("backups").and_then(|node| node.whole(0, MOST_COPIES, notes));
    let backups = backups.and_then(|number| usize::try_from(number).ok()).unwrap_or(BACKUPS);
    let forgotten = table.text("forgotten", notes);
    table.finish(notes);
    let path = resolve(folder, &file?);
    let beside = path.with_file_name(FORGOTTEN);
    Some(LedgerFile { path, retention, backups, forgotten: forgotten.map_or(beside, |file| resolve(folder, &file)) })
}

/// `[limit.NAME]`, each in the order of the file.
pub(super) fn limits(table: &Table, notes: &mut Notes) -> Vec<Limit> {
    let limits = table.entries().iter().filter_map(|entry| limit(table, entry, notes)).collect();
    table.finish(notes);
    limits
}

fn limit(limits: &Table, entry: &Entry, notes: &mut Notes) -> Option<Limit> {
    let table = limits.table(&entry.key, notes)?;
    let by = table.text("by", notes);
    let keep = table.required("keep", "keep = 30", notes).and_then(|node| node.whole(0, i64::MAX, notes));
    let of = table.required("of", "of = \"prospect\"", notes).and_then(|node| verdict(node, notes));
    let hold_for = table.node("hold_for").and_then(|node| some_time(node, notes));
    table.finish(notes);
    Some(Limit { name: entry.key.to_string(), by, keep: u64::try_from(keep?).ok()?, of: of?, hold_for })
}

fn verdict(node: &Node, notes: &mut Notes) -> Option<Verdict> {
    let verdicts = [Verdict::Prospect, Verdict::Review];
    let word = node.word(&verdicts.map(Verdict::as_str), notes)?;
    verdicts.into_iter().find(|verdict| verdict.as_str() == word)
}

/// `after = "move"`
pub(super) fn after(node: &Node, notes: &mut Notes) -> Option<After> {
    match node.word(&["keep", "move"], notes)? {
        "keep" => Some(After::Keep),
        _ => Some(After::Move),
    }
}

/// A length of time that is not nothing: what is kept for no time at all is not kept.
fn some_time(node: &Node, notes: &mut Notes) -> Option<Period> {
    let period = period(node, notes)?;
    if period.is_nothing() {
        let help = "write how long, such as \"24 months\", or leave the line out".to_owned();
        notes.error(Code::E205, node.span, "this is no time at all".to_owned(), help);
        return None;
    }
    Some(period)
}

/// A length of time.
pub(super) fn period(node: &Node, notes: &mut Notes) -> Option<Period> {
    let text = node.text(notes)?;
    let period = Period::parse(text);
    if period.is_none() {
        let help = Period::meant(text).map_or_else(
            || "write a whole number and days, weeks, months or years: \"24 months\"".to_owned(),
            |meant| format!("did you mean \"{meant}\"?"),
        );
        notes.error(Code::E203, node.span, format!("\"{text}\" is no length of time"), help);
    }
    period
}
