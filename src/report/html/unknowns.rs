//! How often each field was not known, from run to run: what a vendor no longer delivers shows here first.

use std::fmt::Write as _;

use super::table::{Cell, Table};
use super::trend::changes;
use super::{Night, PastRun, escape, share};
use crate::report::words::plain_date;

/// So many fields are shown.
const ROWS: usize = 15;

/// The size of a line.
const LINE: (f64, f64) = (120.0, 24.0);

/// A field, with the share of the leads of each run in which it was not known; nothing for a run that did not look at it.
struct Unknown {
    field: String,
    shares: Vec<Option<f64>>,
}

/// A line for each field, with the first run, the one before and the last one in numbers; below it those of all runs.
pub(super) fn tables(night: &Night<'_>) -> String {
    let unknown = unknown(night.trend);
    if unknown.is_empty() {
        return String::new();
    }
    summary(night, &unknown) + &all_runs(night, &unknown)
}

fn summary(night: &Night<'_>, unknown: &[Unknown]) -> String {
    let columns = ["field", "#first_run", "#run_before", "#last_run", "#change", "#"];
    let mut table = Table::new(night, night.words.text("unknown_fields"), &columns);
    let changed = changes(night.trend);
    for field in unknown {
        let runs = field.shares.len();
        let at = |place: usize| field.shares.get(place).copied().flatten();
        let (before, last) = (at(runs - 2), at(runs - 1));
        table.row(&[
            Cell::Name(field.field.clone()),
            cell(at(0)),
            cell(before),
            cell(last),
            change(night, before, last),
            Cell::Picture(line(&field.shares, &changed, "open")),
        ]);
    }
    let note = escape(night.words.text("unknown_fields_words"));
    format!("{}<p class=\"note\">{note}</p>\n", table.html())
}

fn cell(share: Option<f64>) -> Cell {
    share.map_or(Cell::Blank, Cell::Share)
}

/// The change in points of percent, with its sign.
fn change(night: &Night<'_>, before: Option<f64>, last: Option<f64>) -> Cell {
    let Some((before, last)) = before.zip(last) else { return Cell::Blank };
    let points = ((last - before) * 1000.0).round() / 10.0;
    let sign = if points > 0.0 {
        "+"
    } else if points < 0.0 {
        "−"
    } else {
        "±"
    };
    let points = night.words.one_decimal(points.abs());
    Cell::Figure(night.words.fill("points", &[("points", &format!("{sign}{points}"))]))
}

/// The shares of every run, folded away.
fn all_runs(night: &Night<'_>, unknown: &[Unknown]) -> String {
    let days: Vec<String> = night.trend.iter().map(|run| plain_date(night.words, &run.record.as_of)).collect();
    let mut table = Table::new(night, night.words.text("unknown_all"), &["field"]).quiet().and_figures(&days);
    for field in unknown {
        let shares = field.shares.iter().map(|share| cell(*share));
        table.row(&std::iter::once(Cell::Name(field.field.clone())).chain(shares).collect::<Vec<_>>());
    }
    let name = escape(night.words.text("unknown_all"));
    format!("<details><summary>{name}</summary>\n{}</details>\n", table.html())
}

/// The fields of all runs, those first that are least often known now.
fn unknown(runs: &[PastRun]) -> Vec<Unknown> {
    let mut fields: Vec<&String> = Vec::new();
    let lists = runs.iter().rev().flat_map(|run| &run.summary.lists);
    for (field, _) in lists.flat_map(|list| &list.fields.0) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let of = |field: &String| runs.iter().map(|run| share_of(run, field)).collect();
    let mut unknown: Vec<Unknown> =
        fields.into_iter().map(|field| Unknown { field: field.clone(), shares: of(field) }).collect();
    let now = |field: &Unknown| field.shares.last().copied().flatten().unwrap_or(0.0);
    unknown.sort_by(|one, other| now(other).total_cmp(&now(one)));
    unknown.truncate(ROWS);
    unknown
}

/// The share of a run's leads in which a field is missing or cannot be read.
fn share_of(run: &PastRun, field: &str) -> Option<f64> {
    let tallies = run.summary.lists.iter().filter_map(|list| list.fields.get(field));
    let (unknown, all) = tallies.fold((0, 0), |(unknown, all), tally| {
        let open = tally.missing + tally.unreadable;
        (unknown + open, all + open + tally.known + tally.range)
    });
    (all > 0).then(|| share(unknown, all))
}

/// The shares as a line, with a mark where the rules were changed. The numbers stand beside it.
pub(super) fn line(shares: &[Option<f64>], changed: &[bool], colour: &str) -> String {
    let (wide, high) = LINE;
    let x = |at: usize| wide * share(at as u64, shares.len() as u64 - 1);
    let (mut path, mut marks, mut drawn) = (String::new(), String::new(), false);
    for (at, (part, changed)) in shares.iter().zip(changed).enumerate() {
        match part {
            Some(part) => {
                let y = 1.0 + (high - 2.0) * (1.0 - part);
                let _ = write!(path, "{}{:.1} {y:.1}", if drawn { "L" } else { "M" }, x(at));
                drawn = true;
            }
            None => drawn = false,
        }
        if *changed {
            let _ = write!(marks, "<path class=\"mark\" d=\"M{:.1} 0V{high}\"/>", x(at));
        }
    }
    format!(
        "<svg class=\"spark {colour}\" viewBox=\"0 0 {wide} {high}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\">{marks}<path class=\"line\" d=\"{path}\"/></svg>"
    )
}
