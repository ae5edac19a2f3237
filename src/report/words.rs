//! The closing summary: what a person reads when a run is done. Complete without colour, and fits one screen.

use std::path::Path;

use super::{DispositionCounts, ListSummary, Summary};
use crate::model::Disposition;

/// How many entries each section shows; more are counted, and stand in `summary.json`.
const REASONS: usize = 5;
const LISTS: usize = 5;
const MAPPINGS: usize = 4;
const WARNINGS: usize = 3;

const BOLD: &str = "1";
const GREEN: &str = "1;32";
const YELLOW: &str = "33";

/// The whole text, ending in a line end. With `color`, headings and what needs attention stand out.
#[must_use]
pub fn closing(summary: &Summary, folder: &Path, seconds: f64, color: bool) -> String {
    let paint = |code: &str, text: &str| {
        if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    };
    let mut lines = vec![paint(BOLD, &read_in(summary, seconds)), paint(GREEN, &ended(&summary.dispositions))];
    let sections = [
        ("Why leads were rejected:", reasons(summary), REASONS),
        ("Lists:", lists(summary), LISTS),
        ("Columns:", mappings(summary), MAPPINGS),
        ("Mind:", summary.warnings.iter().map(|warning| format!("  {}", paint(YELLOW, warning))).collect(), WARNINGS),
    ];
    for (heading, entries, limit) in sections.into_iter().filter(|(_, entries, _)| !entries.is_empty()) {
        lines.push(paint(BOLD, heading));
        lines.extend(cut(entries, limit));
    }
    lines.push(format!("{} {}", paint(BOLD, "Reports:"), folder.display()));
    lines.join("\n") + "\n"
}

/// A day out of a record as readers of a language write it.
pub(super) fn plain_date(words: &super::Wording, day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |date| words.date(date))
}

/// At most `limit` entries, and how many more there are.
fn cut(mut entries: Vec<String>, limit: usize) -> Vec<String> {
    if entries.len() > limit {
        let more = entries.len() - limit;
        entries.truncate(limit);
        entries.push(format!("  … and {more} more in summary.json"));
    }
    entries
}

fn read_in(summary: &Summary, seconds: f64) -> String {
    format!("{} in {}.", read(summary).trim_end_matches('.'), duration(seconds))
}

/// What was read, in a sentence.
pub(super) fn read(summary: &Summary) -> String {
    let records = count(summary.read, "record", "records");
    format!("Read {records} from {}.", count(summary.lists.len() as u64, "list", "lists"))
}

/// Where the records ended, best first. The verdicts are always named, the others where there are any.
pub(super) fn ended(counts: &DispositionCounts) -> String {
    let words = [
        (Disposition::Prospect, "prospect", "prospects"),
        (Disposition::Review, "for review", "for review"),
        (Disposition::Rejected, "rejected", "rejected"),
        (Disposition::Duplicate, "duplicate", "duplicates"),
        (Disposition::Held, "held back", "held back"),
        (Disposition::Known, "known", "known"),
        (Disposition::Suppressed, "suppressed", "suppressed"),
        (Disposition::Unreadable, "unreadable", "unreadable"),
    ];
    let named = words.iter().enumerate().filter(|(i, (disposition, ..))| *i < 3 || counts.get(*disposition) > 0);
    let parts: Vec<_> = named.map(|(_, (disposition, one, many))| count(counts.get(*disposition), one, many)).collect();
    parts.join(", ") + "."
}

fn reasons(summary: &Summary) -> Vec<String> {
    let rejected = summary.dispositions.get(Disposition::Rejected);
    let rows = summary.reasons.iter().map(|reason| {
        let alone = if reason.sole_blocker > 0 {
            format!("alone {}", thousands(reason.sole_blocker))
        } else {
            "never alone".to_owned()
        };
        vec![reason.rule.clone(), thousands(reason.rejected), share(reason.rejected, rejected), alone]
    });
    table(&rows.collect::<Vec<_>>(), &[1, 2])
}

fn lists(summary: &Summary) -> Vec<String> {
    table(&summary.lists.iter().map(list).collect::<Vec<_>>(), &[1])
}

fn list(list: &ListSummary) -> Vec<String> {
    let vendor = list.vendor.as_ref().map_or(String::new(), |vendor| format!(" ({vendor})"));
    let read = format!("{} read:", thousands(list.read));
    vec![format!("{}{vendor}", list.list), read, ended(&list.dispositions).trim_end_matches('.').to_owned()]
}

/// What was said of how columns feed fields, where that is not one column for one field.
fn mappings(summary: &Summary) -> Vec<String> {
    summary.lists.iter().flat_map(|list| unmapped(list).into_iter().chain(several(list))).collect()
}

fn unmapped(list: &ListSummary) -> Option<String> {
    let fields = list.unmapped_fields.join(", ");
    (!fields.is_empty()).then(|| format!("  {}: no such column for {fields}", list.list))
}

fn several(list: &ListSummary) -> Option<String> {
    let fed = list.mapping.0.iter().filter(|(_, headers)| headers.len() > 1);
    let fields: Vec<_> = fed.map(|(field, headers)| format!("{field} from {}", headers.join(", then "))).collect();
    (!fields.is_empty()).then(|| format!("  {}: {}", list.list, fields.join("; ")))
}

/// Rows as aligned lines, indented; the columns in `right` are flush right. The last column is not padded.
fn table(rows: &[Vec<String>], right: &[usize]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let cell = |(column, text): (usize, &String)| match widths[column] {
        width if right.contains(&column) => format!("{text:>width$}"),
        _ if column + 1 == columns => text.clone(),
        width => format!("{text:<width$}"),
    };
    rows.iter().map(|row| format!("  {}", row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  "))).collect()
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// A share in whole percent; never 0 % or 100 % for what is not none or all.
fn share(part: u64, whole: u64) -> String {
    match (part * 200 + whole) / (2 * whole).max(1) {
        0 if part > 0 => "<1%".to_owned(),
        100 if part < whole => ">99%".to_owned(),
        percent => format!("{percent}%"),
    }
}

fn duration(seconds: f64) -> String {
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 119.5 {
        format!("{seconds:.0} s")
    } else {
        let whole = std::time::Duration::from_secs_f64(seconds + 0.5).as_secs();
        format!("{} min {} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::example;
    use super::super::{Reason, RuleCounts};
    use super::*;

    #[test]
    fn a_run_in_words() {
        let expected = "\
Read 1,000 records from 2 lists in 0.4 s.
50 prospects, 123 for review, 800 rejected, 20 duplicates, 4 suppressed, 3 unreadable.
Why leads were rejected:
  location.served-market  500  63%  alone 210
  budget.revenue          300  38%  alone 90
Lists:
  apollo-2026-11.csv (Apollo)  767 read:  40 prospects, 100 for review, 600 rejected, 20 duplicates, 4 suppressed, 3 unreadable
  fair.csv                     233 read:  10 prospects, 23 for review, 200 rejected
Columns:
  apollo-2026-11.csv: phone from Mobile Phone, then Work Direct Phone
  fair.csv: no such column for revenue, employees
Mind:
  fair.csv has no column for revenue, which budget.revenue reads.
Reports: out/2026-11-23-nightly
";
        assert_eq!(closing(&example(), Path::new("out/2026-11-23-nightly"), 0.4, false), expected);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let plain = closing(&example(), Path::new("out"), 75.2, false);
        let coloured = closing(&example(), Path::new("out"), 75.2, true);
        let codes = ["\x1b[1m", "\x1b[1;32m", "\x1b[33m", "\x1b[0m"];
        assert_eq!(codes.iter().fold(coloured, |text, code| text.replace(code, "")), plain);
    }

    #[test]
    fn one_of_each_is_not_many() {
        let mut summary = Summary { read: 1, lists: vec![ListSummary::default()], ..Summary::default() };
        summary.dispositions.add(Disposition::Prospect, 1);
        summary.lists[0] = ListSummary {
            list: "a.csv".to_owned(),
            read: 1,
            dispositions: summary.dispositions,
            ..ListSummary::default()
        };
        let expected = "\
Read 1 record from 1 list in 3 min 20 s.
1 prospect, 0 for review, 0 rejected.
Lists:
  a.csv  1 read:  1 prospect, 0 for review, 0 rejected
Reports: out
";
        assert_eq!(closing(&summary, Path::new("out"), 200.1, false), expected);
    }

    #[test]
    fn a_long_run_fits_one_screen() {
        let mut summary = example();
        summary.lists = vec![summary.lists[0].clone(); 60];
        summary.reasons = (0..40).map(|i| Reason { rule: format!("a.{i}"), ..Reason::default() }).collect();
        summary.rules.0 = vec![("a".to_owned(), RuleCounts::default()); 40];
        summary.warnings = vec!["Mind this.".to_owned(); 50];
        let text = closing(&summary, Path::new("out"), 1.0, false);
        assert!(text.lines().count() <= 28, "{text}");
        assert!(text.contains("\n  … and 55 more in summary.json\n"), "{text}");
    }

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        let shares = [share(0, 0), share(0, 9), share(1, 1000), share(999, 1000), share(1000, 1000), share(1, 8)];
        assert_eq!(shares, ["0%", "0%", "<1%", ">99%", "100%", "13%"]);
        assert_eq!([0.04, 9.94, 9.96, 119.4, 119.6].map(duration), ["0.0 s", "9.9 s", "10 s", "119 s", "2 min 0 s"]);
    }
}
