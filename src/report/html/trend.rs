//! The last nights of the job: prospects and leads to call, the yield of vendors, what is not known, and where the rules
//! were changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::page::Section;
use super::table::{Cell, Table};
use super::unknowns::line;
use super::{Night, PastRun, RunRecord, escape, share, unknowns};
use crate::model::Disposition;
use crate::report::words::plain_date;

/// The size of the picture.
const PICTURE: (f64, f64) = (640.0, 160.0);

pub(super) fn section(night: &Night<'_>) -> Section {
    if night.trend.len() < 2 {
        return Section::new(night, "trend", "trend_nothing", "");
    }
    let body = picture(night) + &table(night) + &vendors(night) + &unknowns::tables(night);
    Section::new(night, "trend", "trend_words", &body)
}

fn table(night: &Night<'_>) -> String {
    let columns = ["day", "#d_prospect", "#d_review", "#records", "#yield", "rules_changed"];
    let mut table = Table::new(night, night.words.text("trend"), &columns).quiet();
    let changed = changes(night.trend);
    for (run, changed) in night.trend.iter().zip(changed).rev() {
        let counts = &run.summary.dispositions;
        let prospects = counts.get(Disposition::Prospect);
        let mark = if changed { night.words.text("yes") } else { "" };
        table.row(&[
            Cell::Name(plain_date(night.words, &run.record.as_of)),
            Cell::Number(prospects, String::new()),
            Cell::Number(counts.get(Disposition::Review), String::new()),
            Cell::Number(run.summary.read, String::new()),
            Cell::Share(share(prospects, run.summary.read)),
            Cell::Text(mark.to_owned()),
        ]);
    }
    table.html()
}

/// The yield of every vendor over all these runs, and as a line from run to run. A list counts once, however many nights
/// it was read.
fn vendors(night: &Night<'_>) -> String {
    // Of each vendor, what came with each run: records, and prospects among them.
    let mut of_vendors: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
    for delivered in deliveries(night.trend).into_values() {
        let runs = of_vendors.entry(delivered.vendor).or_insert_with(|| vec![(0, 0); night.trend.len()]);
        let (read, prospects) = &mut runs[delivered.first];
        *read += delivered.read;
        *prospects += delivered.prospects.min(delivered.read);
    }
    let mut table =
        Table::new(night, night.words.text("vendor_yield"), &["vendor", "#records", "#d_prospect", "#yield", "#"]);
    let changed = changes(night.trend);
    for (name, runs) in of_vendors {
        let (read, prospects) = runs.iter().fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1));
        table.row(&[
            Cell::Name(name.to_owned()),
            Cell::Number(read, String::new()),
            Cell::Number(prospects, String::new()),
            Cell::Share(share(prospects, read)),
            Cell::Picture(line(&yields(&runs), &changed, "good")),
        ]);
    }
    if table.is_empty() { String::new() } else { table.html() }
}

/// A list of a vendor, over all nights that read it.
struct Delivered<'r> {
    vendor: &'r str,
    /// The first run that read it.
    first: usize,
    read: u64,
    prospects: u64,
}

/// What tells a list from others: its bytes, the part of the file that it is, and its vendor. A list of which that is not
/// known is one of its run.
type Delivery<'r> = (&'r str, Option<&'r str>, &'r str, usize);

fn deliveries(runs: &[PastRun]) -> BTreeMap<Delivery<'_>, Delivered<'_>> {
    let mut deliveries: BTreeMap<Delivery<'_>, Delivered<'_>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        for list in &run.summary.lists {
            let Some(vendor) = list.vendor.as_deref() else { continue };
            let input = run.record.inputs.iter().find(|input| input.list == list.list && !input.sha256.is_empty());
            let key = match input {
                Some(input) => (input.sha256.as_str(), input.member.as_deref(), vendor, 0),
                None => (list.list.as_str(), None, vendor, at + 1),
            };
            let prospects = list.dispositions.get(Disposition::Prospect);
            let first = Delivered { vendor, first: at, read: 0, prospects: 0 };
            let delivered = deliveries.entry(key).or_insert(first);
            delivered.read = delivered.read.max(list.read);
            // A ledger hands nobody over twice; without one each night hands over the same people again.
            let is_remembered = run.record.ledger_id.is_some();
            let (sum, most) = (delivered.prospects + prospects, delivered.prospects.max(prospects));
            delivered.prospects = if is_remembered { sum } else { most };
        }
    }
    deliveries
}

/// The share of prospects in what a vendor delivered, by the run that read it first, of the highest of them; `None` if
/// nothing came with a run.
fn yields(runs: &[(u64, u64)]) -> Vec<Option<f64>> {
    let yields: Vec<Option<f64>> =
        runs.iter().map(|(read, prospects)| (*read > 0).then(|| share(*prospects, *read))).collect();
    let highest = yields.iter().flatten().copied().fold(0.0, f64::max);
    yields.into_iter().map(|one| one.map(|one| if highest > 0.0 { one / highest } else { 0.0 })).collect()
}

/// For each run, whether its rules are not those of the run before.
pub(super) fn changes(runs: &[PastRun]) -> Vec<bool> {
    let changed = runs.windows(2).map(|pair| differ(&pair[0].record, &pair[1].record));
    std::iter::once(false).chain(changed).collect()
}

/// Whether two runs went by different rules. Runs of earlier versions tell only all files together.
fn differ(one: &RunRecord, other: &RunRecord) -> bool {
    match (&one.rules, &other.rules) {
        (Some(one), Some(other)) => one != other,
        _ => {
            let files =
                |record: &RunRecord| record.rule_files.iter().map(|file| file.sha256.clone()).collect::<Vec<_>>();
            files(one) != files(other)
        }
    }
}

/// The prospects of each run as a line, with a mark where the rules were changed.
fn picture(night: &Night<'_>) -> String {
    let counts: Vec<u64> = night.trend.iter().map(|run| run.summary.dispositions.get(Disposition::Prospect)).collect();
    let highest = counts.iter().copied().max().unwrap_or(0);
    let (wide, high) = PICTURE;
    let place = |at: usize| 10.0 + (wide - 20.0) * share(at as u64, counts.len() as u64 - 1);
    let height = |count: u64| high - 10.0 - (high - 20.0) * share(count, highest.max(1));
    let (mut line, mut dots, mut marks) = (String::new(), String::new(), String::new());
    for (at, (count, changed)) in counts.iter().zip(changes(night.trend)).enumerate() {
        let (x, y) = (place(at), height(*count));
        let _ = write!(line, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
        let _ = write!(dots, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
        if changed {
            let _ = write!(marks, "<path class=\"mark\" d=\"M{x:.1} 6V{:.1}\"/>", high - 6.0);
        }
    }
    let day = |run: Option<&PastRun>| run.map_or_else(String::new, |run| plain_date(night.words, &run.record.as_of));
    let gaps = [
        ("count", night.words.number(counts.len() as u64)),
        ("first", day(night.trend.first())),
        ("last", day(night.trend.last())),
        ("highest", night.words.number(highest)),
    ];
    let alt = night.words.fill("trend_picture", &gaps.each_ref().map(|(name, value)| (*name, value.as_str())));
    let alt = escape(&alt);
    let area = format!("{line}L{:.1} {high}L{:.1} {high}Z", place(counts.len() - 1), place(0));
    let most = night.words.counted(highest, "one_prospect", "many_prospects");
    let axis = [&gaps[1].1, &gaps[2].1].map(|day| format!("<span>{}</span>", escape(day))).concat();
    format!(
        "<div class=\"chart\"><p class=\"axis\" aria-hidden=\"true\">{}</p>\n\
         <svg class=\"trend\" role=\"img\" aria-label=\"{alt}\" viewBox=\"0 0 {wide} {high}\"><title>{alt}</title>\
         <path class=\"area\" d=\"{area}\"/>{marks}<path class=\"line\" d=\"{line}\"/>{dots}</svg>\n\
         <p class=\"axis\" aria-hidden=\"true\">{axis}</p></div>\n",
        escape(&most)
    )
}
