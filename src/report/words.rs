//! The closing summary: what a person reads when a run is done. Complete without colour, and fits one screen.

use std::path::Path;

use super::{DispositionCounts, ListSummary, Summary, Wording};
use crate::model::{Disposition, on_one_line};

/// How many lines each section takes at most. Where there are more entries, the last line counts them; they stand in
/// `summary.json`. With the headings, two lines above and one below, all of it is 23 lines: a small terminal with its
/// prompt.
const REASONS: usize = 5;
const LISTS: usize = 5;
const MAPPINGS: usize = 3;
const WARNINGS: usize = 3;

/// How many characters of a line the names of fields take.
const ROOM: usize = 90;

const BOLD: &str = "1";
const GREEN: &str = "1;32";
const YELLOW: &str = "33";

/// The whole text, ending in a line end. With `color`, headings and what needs attention stand out.
#[must_use]
pub fn closing(summary: &Summary, folder: &Path, seconds: f64, color: bool, words: &Wording) -> String {
    // What comes from lists is made visible before colours, which are the program's own, are added.
    let paint = |code: &str, text: &str| {
        let text = on_one_line(text);
        if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.into_owned() }
    };
    let visible = |lines: Vec<String>| lines.iter().map(|line| on_one_line(line).into_owned()).collect::<Vec<_>>();
    let mut lines =
        vec![paint(BOLD, &read_in(summary, seconds, words)), paint(GREEN, &ended(&summary.dispositions, words))];
    let remarks = summary.remarks();
    let remarks = remarks.iter().map(|remark| format!("  {}", paint(YELLOW, &remark.words(words))));
    let sections = [
        ("t_reasons", visible(reasons(summary, words)), REASONS),
        ("t_lists", visible(lists(summary, words)), LISTS),
        ("t_columns", visible(mappings(summary, words)), MAPPINGS),
        ("t_mind", remarks.collect(), WARNINGS),
    ];
    for (heading, entries, limit) in sections.into_iter().filter(|(_, entries, _)| !entries.is_empty()) {
        lines.push(paint(BOLD, words.text(heading)));
        lines.extend(cut(entries, limit, words));
    }
    lines.push(format!("{} {}", paint(BOLD, words.text("t_reports")), on_one_line(&folder.to_string_lossy())));
    lines.join("\n") + "\n"
}

/// A day out of a record as readers of a language write it.
pub(super) fn plain_date(words: &Wording, day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |date| words.date(date))
}

/// At most so many lines; where entries are left, the last one says how many.
fn cut(mut entries: Vec<String>, lines: usize, words: &Wording) -> Vec<String> {
    if entries.len() > lines {
        let more = (entries.len() + 1 - lines) as u64;
        entries.truncate(lines - 1);
        entries.push(format!("  {}", words.fill("t_more", &[("count", &words.number(more))])));
    }
    entries
}

fn read_in(summary: &Summary, seconds: f64, words: &Wording) -> String {
    let (records, lists) = counts(summary, words);
    let time = duration(seconds, words);
    words.fill("t_read_in", &[("records", &records), ("lists", &lists), ("time", &time)])
}

/// What was read, in a sentence.
pub(super) fn read(summary: &Summary, words: &Wording) -> String {
    let (records, lists) = counts(summary, words);
    words.fill("t_read", &[("records", &records), ("lists", &lists)])
}

fn counts(summary: &Summary, words: &Wording) -> (String, String) {
    let records = words.counted(summary.read, "t_one_record", "t_many_records");
    (records, words.counted(summary.lists.len() as u64, "one_list", "many_lists"))
}

/// Where the records ended, best first. The verdicts are always named, the others where there are any.
pub(super) fn ended(counts: &DispositionCounts, words: &Wording) -> String {
    let order = [
        Disposition::Prospect,
        Disposition::Review,
        Disposition::Rejected,
        Disposition::Duplicate,
        Disposition::Held,
        Disposition::Known,
        Disposition::Suppressed,
        Disposition::Unreadable,
    ];
    let named = order.into_iter().enumerate().filter(|(i, disposition)| *i < 3 || counts.get(*disposition) > 0);
    let part = |(_, disposition): (usize, Disposition)| {
        let key = |number: &str| format!("e_{}_{number}", disposition.as_str());
        words.counted(counts.get(disposition), &key("one"), &key("many"))
    };
    named.map(part).collect::<Vec<_>>().join(", ") + "."
}

fn reasons(summary: &Summary, words: &Wording) -> Vec<String> {
    let rejected = summary.dispositions.get(Disposition::Rejected);
    let rows = summary.reasons.iter().map(|reason| {
        let alone = match reason.sole_blocker {
            0 => words.text("t_never_alone").to_owned(),
            alone => words.fill("t_alone", &[("count", &words.number(alone))]),
        };
        vec![reason.rule.clone(), words.number(reason.rejected), share(reason.rejected, rejected, words), alone]
    });
    table(&rows.collect::<Vec<_>>(), &[1, 2])
}

fn lists(summary: &Summary, words: &Wording) -> Vec<String> {
    table(&summary.lists.iter().map(|one| list(one, words)).collect::<Vec<_>>(), &[1])
}

fn list(list: &ListSummary, words: &Wording) -> Vec<String> {
    let vendor = list.vendor.as_ref().map_or(String::new(), |vendor| format!(" ({vendor})"));
    let read = words.fill("t_list_read", &[("count", &words.number(list.read))]);
    let ended = ended(&list.dispositions, words).trim_end_matches('.').to_owned();
    vec![format!("{}{vendor}", list.list), read, ended]
}

/// What was said of how columns feed fields, where that is not one column for one field.
fn mappings(summary: &Summary, words: &Wording) -> Vec<String> {
    summary.lists.iter().flat_map(|list| unmapped(list, words).into_iter().chain(several(list, words))).collect()
}

/// The fields without a column, those first that the run has looked at.
fn unmapped(list: &ListSummary, words: &Wording) -> Option<String> {
    let (read, other): (Vec<_>, Vec<_>) =
        list.unmapped_fields.iter().cloned().partition(|field| list.fields.get(field).is_some());
    let fields = some([read, other].concat(), ", ", words)?;
    Some(format!("  {}", words.fill("t_no_column", &[("list", &list.list), ("fields", &fields)])))
}

fn several(list: &ListSummary, words: &Wording) -> Option<String> {
    let fed = list.mapping.0.iter().filter(|(_, headers)| headers.len() > 1);
    let then = format!(", {} ", words.text("t_then"));
    let feeds = |(field, headers): &(String, Vec<String>)| {
        words.fill("t_fed", &[("field", field), ("headers", &headers.join(&then))])
    };
    let fields = some(fed.map(feeds).collect(), "; ", words)?;
    Some(format!("  {}: {fields}", list.list))
}

/// As many names as have room on a line, at least one, and how many more there are.
fn some(names: Vec<String>, between: &str, words: &Wording) -> Option<String> {
    let all = names.len();
    let mut names = names.into_iter();
    let (mut line, mut shown) = (names.next()?, 1);
    for name in names {
        if line.chars().count() + name.chars().count() > ROOM {
            break;
        }
        line = [line.as_str(), between, &name].concat();
        shown += 1;
    }
    match all - shown {
        0 => Some(line),
        more => Some(words.fill("t_and_more", &[("names", &line), ("count", &words.number(more as u64))])),
    }
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

/// A share in whole percent; never 0 % or 100 % for what is not none or all.
fn share(part: u64, whole: u64, words: &Wording) -> String {
    match (part * 200 + whole) / (2 * whole).max(1) {
        0 if part > 0 => format!("<{}", words.whole_percent(1)),
        100 if part < whole => format!(">{}", words.whole_percent(99)),
        percent => words.whole_percent(percent),
    }
}

fn duration(seconds: f64, words: &Wording) -> String {
    if seconds < 9.95 {
        format!("{} s", words.one_decimal(seconds))
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
    use crate::model::Language;

    fn english() -> Wording {
        Wording::new(Language::En)
    }

    #[test]
    fn a_run_in_german_words() {
        let expected = "\
1.000 Datensätze aus 2 Listen in 0,4 s gelesen.
50 Interessenten, 123 anzurufen, 800 abgelehnt, 20 Dubletten, 4 gesperrt, 3 unlesbar.
Warum Kontakte abgelehnt wurden:
  location.served-market  500  63 %  allein 210
  budget.revenue          300  38 %  allein 90
Listen:
  apollo-2026-11.csv (Apollo)  767 gelesen:  40 Interessenten, 100 anzurufen, 600 abgelehnt, 20 Dubletten, 4 gesperrt, 3 unlesbar
  fair.csv                     233 gelesen:  10 Interessenten, 23 anzurufen, 200 abgelehnt
Spalten:
  apollo-2026-11.csv: phone aus Mobile Phone, dann Work Direct Phone
  fair.csv: keine Spalte für revenue, employees
Zu beachten:
  fair.csv has no column for revenue, which budget.revenue reads.
Berichte: out/2026-11-23-nightly
";
        let words = Wording::new(Language::De);
        assert_eq!(closing(&example(), Path::new("out/2026-11-23-nightly"), 0.4, false, &words), expected);
    }

    #[test]
    fn a_line_of_names_is_no_longer_than_a_screen() {
        let mut list = ListSummary { list: "a.csv".to_owned(), ..ListSummary::default() };
        list.unmapped_fields = (0..40).map(|place| format!("field_{place}")).collect();
        list.fields.0.push(("field_39".to_owned(), super::super::FieldTally::default()));
        let line = unmapped(&list, &english()).expect("a line");
        assert_eq!(
            line,
            "  a.csv: no column for field_39, field_0, field_1, field_2, field_3, field_4, field_5, field_6, field_7, \
             field_8 and 30 more"
        );
    }

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
  fair.csv: no column for revenue, employees
Mind:
  fair.csv has no column for revenue, which budget.revenue reads.
Reports: out/2026-11-23-nightly
";
        assert_eq!(closing(&example(), Path::new("out/2026-11-23-nightly"), 0.4, false, &english()), expected);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let plain = closing(&example(), Path::new("out"), 75.2, false, &english());
        let coloured = closing(&example(), Path::new("out"), 75.2, true, &english());
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
        assert_eq!(closing(&summary, Path::new("out"), 200.1, false, &english()), expected);
    }

    #[test]
    fn a_long_run_fits_one_screen() {
        let mut summary = example();
        summary.lists = vec![summary.lists[0].clone(); 60];
        summary.reasons = (0..40).map(|i| Reason { rule: format!("a.{i}"), ..Reason::default() }).collect();
        summary.rules.0 = vec![("a".to_owned(), RuleCounts::default()); 40];
        summary.warnings = vec!["Mind this.".to_owned(); 50];
        let text = closing(&summary, Path::new("out"), 1.0, false, &english());
        assert!(text.lines().count() <= 23, "{text}");
        assert!(text.contains("\n  … and 56 more in summary.json\n"), "{text}");
    }

    #[test]
    fn numbers_as_people_write_them() {
        let share = |part, whole| share(part, whole, &english());
        let duration = |seconds| duration(seconds, &english());
        let shares = [share(0, 0), share(0, 9), share(1, 1000), share(999, 1000), share(1000, 1000), share(1, 8)];
        assert_eq!(shares, ["0%", "0%", "<1%", ">99%", "100%", "13%"]);
        assert_eq!([0.04, 9.94, 9.96, 119.4, 119.6].map(duration), ["0.0 s", "9.9 s", "10 s", "119 s", "2 min 0 s"]);
    }
}
