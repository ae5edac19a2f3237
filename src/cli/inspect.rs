//! `leadsieve inspect LIST`: what a list is, on one screen; or as the beginning of a list file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::args::InspectArgs;
use super::ask::Ask;
use super::{Exit, lists, print, refused};
use crate::criteria::shipped_profile;
use crate::model::file_names;
use crate::pipeline::{ColumnInspection, Inspection, inspect as look};

/// How wide a column's name and its samples are shown.
const NAME: usize = 26;
const SAMPLE: usize = 22;

pub(super) fn inspect(args: &InspectArgs, ask: &Ask) -> Result<Exit> {
    let profile = match &args.profile {
        Some(path) => refused::profile(path, ask)?,
        None => shipped_profile(ask.as_of),
    };
    let inputs = lists::of_paths(profile, &args.lists, args.name.as_deref(), ask)?;
    let found = look(&inputs)?;
    if ask.json {
        let text = if let [one] = found.as_slice() {
            serde_json::to_string_pretty(one)
        } else {
            serde_json::to_string_pretty(&found)
        };
        print(&(text? + "\n"))?;
    } else {
        let text: Vec<String> = found.iter().map(in_words).collect();
        print(&text.join("\n"))?;
    }
    inputs.skipped.iter().for_each(|sentence| ask.say(&format!("{sentence}\n")));
    if args.write {
        let paths: Vec<&Path> = inputs.lists.iter().map(|input| input.member.path.as_path()).collect();
        let targets = list_files(&found, &paths)?;
        for ((list, input), (path, target)) in found.iter().zip(&inputs.lists).zip(targets) {
            write_list_file(list, &named_in_list_file(path, input.member.inner.as_deref()), &target, ask)?;
        }
    }
    let refused: Vec<&str> = found.iter().filter_map(|list| list.refused.as_deref()).collect();
    if refused.is_empty() { Ok(Exit::Done) } else { bail!(refused.join("\n")) }
}

/// The screen.
fn in_words(list: &Inspection) -> String {
    let percent = |share: f32| format!("{:.0}%", share * 100.0);
    // Writing to a text never fails, here and below.
    let mut text = format!("{}: {}\n", list.list, list.container);
    let also = list.encoding_also.as_ref().map_or_else(String::new, |also| format!(" or {also}"));
    let mark = if list.bom { ", with a byte order mark" } else { "" };
    let _ = writeln!(
        text,
        "  Encoding   {}{also}{mark} ({}: {})",
        list.encoding,
        percent(list.encoding_confidence),
        list.encoding_why
    );
    if let Some(delimiter) = &list.delimiter {
        let escape = list.escape.as_ref().map_or_else(String::new, |escape| format!(", escaped by {escape}"));
        let spaced = if list.spaced { ", with blanks beside the quotes" } else { "" };
        let wrapped = if list.wrapped { ", whole lines wrapped in quotes" } else { "" };
        let sure = percent(list.dialect_confidence);
        let _ = writeln!(
            text,
            "  Cells      separated by {delimiter} and quoted by {}{escape}{spaced}{wrapped} ({sure})",
            list.quote
        );
    }
    let _ = match list.header_line {
        Some(line) => writeln!(text, "  Header     in line {line} ({})", percent(list.header_confidence)),
        None if list.refused.is_some() => writeln!(text, "  Header     none that names the columns"),
        None => writeln!(text, "  Header     none"),
    };
    list.above.iter().filter(|line| !line.is_empty()).for_each(|line| {
        let _ = writeln!(text, "             above it: {line}");
    });
    if let Some(vendor) = &list.vendor {
        let _ = writeln!(text, "  Vendor     {vendor}");
    }
    let _ = writeln!(
        text,
        "  Records    {}{}",
        list.records,
        if list.whole { "" } else { " in its first 4 MiB, which were looked at" }
    );
    for (what, counts) in [("unreadable", &list.unreadable), ("mended", &list.mended)] {
        let counts: Vec<String> = counts.iter().map(|(kind, records)| format!("{records} {kind}")).collect();
        if !counts.is_empty() {
            let _ = writeln!(text, "             {what}: {}", counts.join(", "));
        }
    }
    let _ = writeln!(
        text,
        "\n  {:<NAME$} {:<20} {:>6} {:>8} {:>5}  Samples",
        "Column", "Field", "Filled", "Distinct", "Odd"
    );
    list.columns.iter().for_each(|column| text.push_str(&column_line(column, list.records)));
    if !list.fields_without_column.is_empty() && list.refused.is_none() {
        let _ = writeln!(text, "\n  No column for {}.", some(&list.fields_without_column));
    }
    if !list.advice.is_empty() {
        text.push_str("\nWhat to do:\n");
        list.advice.iter().for_each(|advice| {
            let _ = writeln!(text, "  {advice}");
        });
    }
    text
}

/// The first names of a long row of them.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

/// One line of the table. Odd are cells that are a word for nothing, cannot be read, or had to be mended.
fn column_line(column: &ColumnInspection, records: u64) -> String {
    let odd = column.placeholder + column.unreadable + column.repaired;
    let filled = format!("{}%", column.filled * 100 / records.max(1));
    let samples: Vec<String> = column.samples.iter().map(|sample| cut(sample, SAMPLE)).collect();
    let guess = column.looks_like.map_or_else(|| column.fields.join(", "), |guess| format!("{guess}?"));
    let (name, field) = (cut(&column.name, NAME), cut(&guess, 20));
    let odd = if odd == 0 { String::new() } else { odd.to_string() };
    format!("  {name:<NAME$} {field:<20} {filled:>6} {:>8} {odd:>5}  {}\n", column.distinct, samples.join(" | "))
}

fn cut(text: &str, width: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= width { line } else { line.chars().take(width - 1).chain(['…']).collect() }
}

/// For each list, its file and where its `NAME.list.toml` goes: beside that. Lists of one folder have different names.
fn list_files<'p>(lists: &[Inspection], paths: &[&'p Path]) -> Result<Vec<(&'p Path, PathBuf)>> {
    if paths.contains(&Path::new("-")) {
        bail!("a list file stands beside its list, and standard input has no place; save the list to a file");
    }
    let beside = |path: &Path, other: &Path| path.parent() == other.parent();
    let target = |(place, path): (usize, &&'p Path)| {
        let folder = || (0..lists.len()).filter(|other| beside(path, paths[*other]));
        let names = file_names(folder().map(|list| lists[list].list.as_str()), ".list.toml");
        let name = folder().position(|list| list == place).and_then(|at| names.get(at).cloned());
        (*path, path.with_file_name(name.unwrap_or_default()))
    };
    Ok(paths.iter().enumerate().map(target).collect())
}

/// What a list file beside the file at `path` calls its list: the file, and where it holds several, the `inner` one.
fn named_in_list_file(path: &Path, inner: Option<&str>) -> String {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    inner.map_or_else(|| file.clone(), |inner| format!("{file}/{inner}"))
}

/// Writes the list file. One that is there already is somebody's work and stays.
fn write_list_file(list: &Inspection, files: &str, target: &Path, ask: &Ask) -> Result<()> {
    if target.exists() {
        bail!("{} is there already, and is not written over", target.display());
    }
    std::fs::write(target, list_file(list, files)).with_context(|| format!("could not write {}", target.display()))?;
    ask.say(&format!("wrote {}\n", target.display()));
    Ok(())
}

/// A list file that says what was found, for a person to correct.
fn list_file(list: &Inspection, files: &str) -> String {
    let quoted = |text: &str| toml_text(text);
    let mut text = format!(
        "# What is known of {}. What stands here was found by looking at it; correct what is wrong.\nformat = 1\nfiles  = [{}]\n",
        list.list,
        quoted(files)
    );
    let _ = match &list.vendor {
        Some(vendor) => writeln!(text, "vendor = {}", quoted(vendor)),
        None => writeln!(text, "# vendor = \"…\"                # who sold it"),
    };
    text.push_str("# bought = 2026-11-20           # when\n# price  = { amount = 1200, currency = \"USD\" }\n");
    if let Some(delimiter) = &list.delimiter {
        let _ = writeln!(text, "\n[csv]\nencoding  = {}", quoted(&list.encoding));
        let delimiter = if delimiter == "\\t" { "\t" } else { delimiter };
        let _ = writeln!(text, "delimiter = {}", quoted(delimiter));
        let _ = writeln!(text, "quote     = {}", quoted(&list.quote));
        if let Some(escape) = &list.escape {
            let _ = writeln!(text, "escape    = {}", quoted(escape));
        }
    } else {
        text.push_str("\n[csv]\n");
    }
    let _ = writeln!(text, "skip_top  = {}                # lines above the header", list.skip_top);
    if list.refused.is_some() {
        let name = |column: &ColumnInspection| quoted(column.looks_like.unwrap_or(&column.name));
        let names: Vec<String> = list.columns.iter().map(name).collect();
        let _ = writeln!(
            text,
            "# header  = [{}]  # what the columns are called, where the list does not say",
            names.join(", ")
        );
    }
    if list.unreadable.get("too_few_cells").is_some_and(|short| short * 2 > list.records) {
        text.push_str("short_records = \"pad\"        # most records have fewer cells than the header\n");
    }
    text.push_str("\n[columns]                       # field = header\n");
    for column in list.columns.iter().filter(|column| !column.header.is_empty()) {
        let sample = column.samples.first().map_or_else(String::new, |sample| format!("  # {}", cut(sample, 40)));
        let _ = match column.fields.first() {
            Some(_) => writeln!(text, "# {} feeds {}{sample}", quoted(&column.header), column.fields.join(", ")),
            None => writeln!(text, "# … = {}{sample}", quoted(&column.header)),
        };
    }
    text.push_str("\n[missing]                       # words that mean nothing\n# all = [\"unknown\"]\n");
    text
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
