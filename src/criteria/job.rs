//! The job file: the nightly import.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::document::{Entry, Node, Table, Value};
use super::notes::{Notes, folder, resolve};
use super::values::{Said, check_name};
use super::{Loaded, Refused};
use super::{clear, nightly};
use crate::diagnostic::Code;
use crate::model::{Language, Readers};
use crate::profile::{FailWhen, Format, Job, ListPattern, Output, Unpacking, size};

/// Loads a job file.
pub(super) fn load(path: &Path) -> Result<Loaded<Job>, Refused> {
    let mut notes = Notes::default();
    let document = notes.root(path)?;
    let job = read(&document.path, &document.root, &mut notes);
    notes.finish(job)
}

fn read(path: &Path, root: &Table, notes: &mut Notes) -> Option<Job> {
    root.check_format(notes);
    let name = name(root, notes);
    let profile = existing(root, path, notes);
    let lists = lists(root, folder(path), notes);
    let out = root.required_text("out", "out = \"out\"", notes);
    let language = root.node("language").and_then(|node| node.word(&Language::NAMES, notes));
    let language = language.and_then(Language::from_name).unwrap_or_default();
    let output = root.table("output", notes).map(|table| output(table, notes)).unwrap_or_default();
    let output = Output { language, ..output };
    let fail_when = root.table("fail_when", notes).map(|table| fail_when(table, notes)).unwrap_or_default();
    let limits = root.table("limits", notes).map(|table| limits(table, notes)).unwrap_or_default();
    let barred = root.table("suppress", notes).map(|table| suppress(table, folder(path), notes)).unwrap_or_default();
    let keep_runs = root.node("keep_runs").and_then(|node| node.whole(1, 1_000_000, notes));
    let limit = root.table("limit", notes).map(|table| nightly::limits(table, notes)).unwrap_or_default();
    let ledger = root.table("ledger", notes).and_then(|table| nightly::ledger(table, folder(path), notes));
    let after = root.node("after").and_then(|node| nightly::after(node, notes));
    let (strict, follow_links) = (root.flag("strict", notes), root.flag("follow_links", notes));
    root.finish(notes);
    let source = notes.files().into_iter().next()?;
    Some(Job {
        path: path.to_owned(),
        name: name?,
        profile: profile?,
        lists,
        out: resolve(folder(path), &out?),
        output,
        fail_when,
        limits,
        suppress: barred.0,
        clear: barred.1,
        ledger,
        limit,
        after,
        strict,
        follow_links,
        keep_runs: keep_runs.and_then(|runs| usize::try_from(runs).ok()),
        source,
    })
}

fn name(root: &Table, notes: &mut Notes) -> Option<String> {
    let name: Said = (root.required_text("name", "name = \"nightly\"", notes)?, root.node("name")?.span);
    check_name(&name, notes);
    Some(name.0)
}

/// The profile's path; the file has to be there.
fn existing(root: &Table, job: &Path, notes: &mut Notes) -> Option<PathBuf> {
    let node = root.required("profile", "profile = \"rules/profiles/west.toml\"", notes)?;
    let named = node.text(notes)?.to_owned();
    let path = resolve(folder(job), &named);
    if path.is_file() {
        return Some(path);
    }
    let reason = if path.is_dir() { "it is a folder" } else { "there is no such file" };
    let message = format!("the profile \"{named}\" cannot be read: {reason}");
    notes.error(
        Code::E109,
        node.span,
        message,
        "write a path relative to the folder of this file, and check its spelling",
    );
    None
}

fn lists(root: &Table, folder: &Path, notes: &mut Notes) -> Vec<ListPattern> {
    let node = root.required("lists", "lists = [\"lists/*.list.toml\", \"inbox/*.csv\"]", notes);
    let Some(node) = node else { return Vec::new() };
    let entries = node.array(notes).unwrap_or_default();
    if entries.is_empty() {
        notes.error(Code::E205, node.span, "no list is named", "write at least one: lists = [\"inbox/*.csv\"]");
    }
    entries.iter().filter_map(|entry| pattern(entry, folder, notes)).collect()
}

/// Files that an entry names: a path or pattern, or a table that has one as `path`.
pub(super) fn pattern(node: &Node, folder: &Path, notes: &mut Notes) -> Option<ListPattern> {
    let (named, span, optional) = match &node.value {
        Value::Table(table) => {
            let path = table.required("path", "path = \"inbox/*.csv\"", notes);
            let optional = table.flag("optional", notes);
            table.finish(notes);
            let path = path?;
            (path.text(notes)?.to_owned(), path.span, optional)
        }
        _ => (node.text(notes)?.to_owned(), node.span, false),
    };
    let pattern = resolve_pattern(folder, &named).to_string_lossy().into_owned();
    if let Err(cause) = glob::Pattern::new(&pattern) {
        notes.error(
            Code::E203,
            span,
            format!("\"{named}\" is no file pattern: {}", cause.msg),
            "write * for any letters, ? for one letter",
        );
        return None;
    }
    Some(ListPattern { pattern, optional })
}

/// A path or pattern that a file in `folder` names, absolute and as a pattern. Only what is written there is one: a folder
/// called `client[1]` is no class of signs, and neither is a name that a file has.
pub(super) fn resolve_pattern(folder: &Path, named: &str) -> PathBuf {
    let escaped = |path: &Path| PathBuf::from(glob::Pattern::escape(&path.to_string_lossy()));
    let literal = resolve(folder, named);
    if literal.symlink_metadata().is_ok() {
        return escaped(&literal);
    }
    resolve(&escaped(&resolve(folder, "")), named)
}

/// `[suppress]`: the files that name who must not be contacted, and those that bar a channel only.
fn suppress(table: &Table, folder: &Path, notes: &mut Notes) -> (Vec<ListPattern>, Vec<Vec<ListPattern>>) {
    let clear = table.node("clear").map(|node| clear::files(node, folder, notes));
    if clear.is_none() {
        table.required("files", "files = [\"suppression/*.csv\"]", notes);
    }
    let files = table.node("files").and_then(|node| node.array(notes)).unwrap_or_default();
    let files = files.iter().filter_map(|entry| pattern(entry, folder, notes)).collect();
    table.finish(notes);
    (files, clear.unwrap_or_default())
}

fn output(table: &Table, notes: &mut Notes) -> Output {
    let columns = table.node("columns").map(|node| columns(node, notes));
    let formats = table.node("formats").map(|node| formats(node, notes));
    let formula_guard = table.node("formula_guard").and_then(|node| node.yes_no(notes));
    let readable_by = table.node("readable_by").and_then(|node| node.word(&Readers::NAMES, notes));
    table.finish(notes);
    let default = Output::default();
    Output {
        formats: formats.unwrap_or(default.formats),
        formula_guard: formula_guard.unwrap_or(default.formula_guard),
        readable_by: readable_by.and_then(Readers::from_name).unwrap_or(default.readable_by),
        columns,
        ..default
    }
}

/// `columns = ["company", "phone", "*"]`; which fields there are, the profile knows.
fn columns(node: &Node, notes: &mut Notes) -> Vec<String> {
    let names = node.texts(notes);
    if names.is_empty() {
        notes.error(Code::E205, node.span, "no column is named", "name fields, or take it out for all columns");
    }
    for (place, (name, span)) in names.iter().enumerate() {
        if names[..place].iter().any(|(before, _)| before == name) {
            notes.error(Code::E107, *span, format!("the column `{name}` is named twice"), "take one of them out");
        }
    }
    names.into_iter().map(|(name, _)| name).collect()
}

fn formats(node: &Node, notes: &mut Notes) -> Vec<Format> {
    let mut formats = Vec::new();
    for element in node.array(notes).unwrap_or_default() {
        let Some(word) = element.word(&Format::ALL.map(Format::name), notes) else {
            continue;
        };
        let named = Format::ALL.into_iter().find(|format| format.name() == word);
        formats.extend(named.filter(|format| !formats.contains(format)));
    }
    formats
}

fn fail_when(table: &Table, notes: &mut Notes) -> FailWhen {
    let prospects = table.node("prospects_below").and_then(|node| node.whole(0, i64::MAX, notes));
    let fail_when = FailWhen {
        unreadable_rows: table.node("unreadable_rows").and_then(|node| node.share(notes)),
        prospects_below: prospects.and_then(|prospects| u64::try_from(prospects).ok()),
        unmapped_knock_out: table.flag("unmapped_knock_out", notes),
        guessed_encoding: table.flag("guessed_encoding", notes),
        below_promise: table.flag("below_promise", notes),
        unknown: table.table("unknown", notes).map(|table| unknown(table, notes)).unwrap_or_default(),
    };
    table.finish(notes);
    fail_when
}

/// `[fail_when.unknown]`: a rule's id and a share each.
fn unknown(table: &Table, notes: &mut Notes) -> Vec<(String, Decimal)> {
    let share = |entry: &Entry| Some((entry.key.to_string(), table.node(&entry.key)?.share(notes)?));
    let shares = table.entries().iter().filter_map(share).collect();
    table.finish(notes);
    shares
}

fn limits(table: &Table, notes: &mut Notes) -> Unpacking {
    let whole = |key: &str, notes: &mut Notes| {
        let number = table.node(key).and_then(|node| node.whole(1, 1_000_000, notes));
        number.and_then(|number| u64::try_from(number).ok())
    };
    let limits = Unpacking {
        max_unpacked: table.node("max_unpacked").and_then(|node| bytes(node, notes)),
        max_ratio: whole("max_ratio", notes),
        max_members: whole("max_members", notes).and_then(|members| usize::try_from(members).ok()),
        max_workbook: table.node("max_workbook").and_then(|node| bytes(node, notes)),
    };
    table.finish(notes);
    limits
}

/// A number of bytes with its unit.
fn bytes(node: &Node, notes: &mut Notes) -> Option<u64> {
    let text = node.text(notes)?;
    let bytes = size(text);
    if bytes.is_none() {
        let message = format!("\"{text}\" is no size");
        notes.error(Code::E205, node.span, message, "write a whole number with its unit: \"500MB\", \"16GiB\"");
    }
    bytes
}
