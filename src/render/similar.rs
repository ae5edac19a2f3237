//! The lines of `similar.csv`: two leads that are very alike, with what speaks for it and what against it.

use super::lead::View;
use super::{LeadPlace, Run};
use crate::identity::similar::{Clue, Evidence, KeptLead, Likeness, SimilarPair, SimilarPlan, Whereabouts};
use crate::report::CsvLines;

/// What is kept of a record until all lists were read; nothing of one that is told elsewhere to be another's repetition.
pub(super) fn keep(view: &View<'_>, record: usize) -> Option<KeptLead> {
    let plan = view.run.similar?;
    let disposition = view.chunk.disposition(record);
    let is_kept = plan.keeps(disposition);
    if !is_kept || view.chunk.duplicates[record].is_some() {
        return None;
    }
    let place = Whereabouts {
        list: u32::try_from(view.chunk.position.list).unwrap_or(u32::MAX),
        record: view.number(record),
        part: view.chunk.records.part(record),
        line: view.line(record),
        number: view.lead_number(record),
    };
    Some(plan.keep(view.chunk.columns, record, place, disposition))
}

/// The two leads that a record is both of; nothing where nobody asks for leads that may be one.
pub(super) fn link(view: &View<'_>, record: usize) -> Option<[LeadPlace; 2]> {
    let repeat = view.chunk.duplicates[record].filter(|_| view.run.similar.is_some())?;
    let mut leads = [repeat.lead, repeat.other?.lead];
    leads.sort_unstable();
    Some(leads)
}

/// The header of `similar.csv`.
#[must_use]
pub fn similar_columns(run: &Run<'_>) -> Vec<String> {
    let place = |which: &str| {
        let names = ["list", "record", "line"].into_iter().chain(run.layout.parts.then_some("part"));
        names.chain(["disposition"]).map(|name| format!("{which}{name}")).collect::<Vec<_>>()
    };
    let why = ["alike", "different"].map(str::to_owned);
    [vec!["similarity".to_owned()], place(""), place("other_"), why.to_vec()].concat()
}

/// Writes a pair.
pub fn similar_line(run: &Run<'_>, plan: &SimilarPlan, pair: SimilarPair, leads: &[KeptLead], lines: &mut CsvLines) {
    let (one, other) = (&leads[pair.first as usize], &leads[pair.second as usize]);
    let evidence = plan.told(one, other);
    lines.shown(&rust_decimal::Decimal::new(pair.thousandths.into(), 3));
    [one, other].into_iter().for_each(|lead| place(run, lead, lines));
    for differ in [false, true] {
        let of_it = evidence.iter().filter(|one| (one.likeness == Likeness::Different) == differ);
        let told = of_it.map(|told| tell(run, &plan.clues[told.clue], told, [one, other]));
        lines.cell(&told.collect::<Vec<_>>().join("; "));
    }
    lines.end();
}

fn place(run: &Run<'_>, lead: &KeptLead, lines: &mut CsvLines) {
    lines.cell(&run.lists[lead.place.list as usize].name);
    lines.number(lead.place.record);
    lines.number(lead.place.line);
    match lead.place.part {
        _ if !run.layout.parts => {}
        0 => lines.blank(),
        part => lines.number(part.into()),
    }
    lines.word(lead.disposition.as_str());
}

/// What a clue says, with both values and the points for and against: `postal_code: 2600, the same (+1.5)`.
fn tell(run: &Run<'_>, clue: &Clue, evidence: &Evidence, [one, other]: [&KeptLead; 2]) -> String {
    let (value, other_value) = (one.shown(evidence.clue), other.shown(evidence.clue));
    let same = evidence.likeness == Likeness::Same;
    let worded = |key: &str| run.words.wording().fill(key, &[("field", clue.name.as_str()), ("value", value)]);
    let both = |sign: char| format!("{}: {value} {sign} {other_value}", clue.name);
    let told = match () {
        () if clue.is_sensitive && same => worded("l_sensitive_same"),
        () if clue.is_sensitive => worded("l_sensitive"),
        () if value == other_value => worded("l_same"),
        () if same => both('='),
        () if evidence.likeness == Likeness::Alike => both('~'),
        () => both('/'),
    };
    match (tenths(evidence.points_for), tenths(evidence.points_against)) {
        (0, against) => format!("{told} ({})", points('-', against)),
        (good, 0) => format!("{told} ({})", points('+', good)),
        (good, against) => format!("{told} ({}, {})", points('+', good), points('-', against)),
    }
}

fn points(sign: char, tenths: u16) -> String {
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are few, and none is negative")]
fn tenths(points: f64) -> u16 {
    (points * 10.0).round() as u16
}
