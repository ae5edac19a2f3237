//! `leadsieve compare OLD NEW LIST...`: what a change of the rules does to the leads of some lists.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use serde_json::{Value as Json, json};

use super::args::CompareArgs;
use super::ask::Ask;
use super::check::counted;
use super::lists::{self, Misused};
use super::{Exit, print, refused};
use crate::judge::Words;
use crate::model::Verdict;
use crate::pipeline::{Comparison, Moved, Moves, VERDICTS, compare as compared, moved};
use crate::profile::{Change, Effect, Profile};
use crate::report::{PlainCell, PlainSheet, write_plain_workbook};

/// How many leads the screen shows.
const SHOWN: usize = 20;

pub(super) fn compare(args: &CompareArgs, ask: &Ask) -> Result<Exit> {
    if args.lists.iter().any(|list| list.as_os_str() == "-") {
        return Err(Misused("two profiles cannot both read standard input: name a file".to_owned()).into());
    }
    let (old, new) = (refused::profile(&args.old, ask)?, refused::profile(&args.new, ask)?);
    let told = Told::new(&old, &new);
    let inputs = |profile| lists::of_paths(profile, &args.lists, None, ask);
    let comparison = compared(&inputs(old)?, inputs(new)?)?;
    if let Some(path) = &args.out {
        let sheets = sheets(&told, &comparison);
        write_plain_workbook(path, &sheets, ask.as_of).with_context(|| format!("cannot write {}", path.display()))?;
        ask.say(&format!("{} is written\n", path.display()));
    }
    let json = || serde_json::to_string_pretty(&as_json(&told, &comparison)).map(|text| text + "\n");
    print(&if ask.json { json()? } else { in_words(&told, &comparison) })?;
    Ok(Exit::Done)
}

/// The two profiles with what their rules want, in words.
struct Told {
    old: Profile,
    new: Profile,
    old_words: Words,
    new_words: Words,
}

impl Told {
    fn new(old: &Profile, new: &Profile) -> Self {
        let (old_words, new_words) = (Words::english(old), Words::english(new));
        Self { old: old.clone(), new: new.clone(), old_words, new_words }
    }

    /// What was said and what is said now; nothing where it was not there.
    fn sides(&self, change: &Change) -> (Option<String>, Option<String>) {
        let rule = |profile: &Profile, words: &Words, place: usize| {
            let effect = match &profile.rules[place].effect {
                Effect::Must(_) => "must be",
                Effect::MustNot(_) => "must not be",
                Effect::Points(..) | Effect::Bands { .. } => "points for",
            };
            let points = match &profile.rules[place].effect {
                Effect::Points(_, points) => format!("{} ", profile.decision.shown(*points)),
                _ => String::new(),
            };
            format!("{points}{effect} {}", words.expected(place))
        };
        match change {
            Change::Rule { old, new, .. } => (
                old.map(|place| rule(&self.old, &self.old_words, place)),
                new.map(|place| rule(&self.new, &self.new_words, place)),
            ),
            Change::Thresholds => (Some(thresholds(&self.old)), Some(thresholds(&self.new))),
            Change::Fields => (None, None),
        }
    }

    fn in_words(&self, change: &Change) -> String {
        match (self.sides(change), change) {
            (_, Change::Fields) => "fields, classes or look-ups are read otherwise".to_owned(),
            ((Some(old), Some(new)), _) if old == new => format!("changed: {new}"),
            ((Some(old), Some(new)), _) => format!("{old} -> {new}"),
            ((None, Some(new)), _) => format!("added: {new}"),
            ((Some(old), None), _) => format!("removed: {old}"),
            ((None, None), _) => String::new(),
        }
    }
}

/// What a change is called.
fn name(change: &Change) -> &str {
    match change {
        Change::Rule { id, .. } => id,
        Change::Thresholds => "thresholds",
        Change::Fields => "fields",
    }
}

fn thresholds(profile: &Profile) -> String {
    let decision = &profile.decision;
    let at = |at: Option<i64>| at.map_or_else(|| "none".to_owned(), |at| decision.shown(at).to_string());
    let own = decision.thresholds;
    let others = match decision.for_lists.len() {
        0 => String::new(),
        number => format!(", others for {}", counted(number, "kind of list", "kinds of lists")),
    };
    format!("prospect from {}, review from {}{others}", at(own.prospect_at), at(own.review_at))
}

/// The table, then what each change does alone, then the first leads that move.
fn in_words(told: &Told, comparison: &Comparison) -> String {
    let mut text = table(told, comparison);
    // Writing to a text never fails, here and below.
    if comparison.changes.is_empty() {
        let _ = writeln!(text, "\nThe two profiles say the same.");
        return text;
    }
    let _ = writeln!(text, "\nEach change alone");
    for (change, moves) in comparison.changes.iter().zip(&comparison.effects) {
        let _ = writeln!(text, "  {}: {}\n    {}", name(change), told.in_words(change), effect(moves));
    }
    if comparison.leads.is_empty() {
        return text;
    }
    let shown = comparison.leads.len().min(SHOWN);
    let _ = writeln!(text, "\nThe first {} of {} that move", shown, counted_leads(comparison.moved()));
    for lead in &comparison.leads[..shown] {
        let (from, to) = (lead.from, lead.to);
        let by = responsible(comparison, lead);
        let _ = writeln!(text, "  {}, record {}: {from} -> {to} by {by}\n    {}", lead.list, lead.record, lead.reason);
    }
    text
}

fn table(told: &Told, comparison: &Comparison) -> String {
    let mut text = format!(
        "{} judged by {} and {}: {} another verdict; {} and {} left out\n\n",
        counted_leads(comparison.judged()),
        told.old.name,
        told.new.name,
        match comparison.moved() {
            0 => "none gets".to_owned(),
            1 => "1 gets".to_owned(),
            number => format!("{number} get"),
        },
        many(comparison.duplicates, "duplicate", "duplicates"),
        many(comparison.unreadable, "unreadable record", "unreadable records"),
    );
    let _ = writeln!(text, "{:<16} {:>10} {:>10} {:>10}", "old \\ new", "prospect", "review", "rejected");
    for (verdict, row) in VERDICTS.iter().zip(&comparison.moves) {
        let _ = writeln!(text, "{:<16} {:>10} {:>10} {:>10}", verdict.as_str(), row[0], row[1], row[2]);
    }
    text
}

/// `412 leads: 380 prospect -> rejected, 32 review -> rejected`.
fn effect(moves: &Moves) -> String {
    let parts: Vec<String> = each(moves)
        .filter(|(from, to, leads)| from != to && *leads > 0)
        .map(|(from, to, leads)| format!("{leads} {from} -> {to}"))
        .collect();
    if parts.is_empty() {
        "moves no lead".to_owned()
    } else {
        format!("moves {}: {}", counted_leads(moved(moves)), parts.join(", "))
    }
}

fn each(moves: &Moves) -> impl Iterator<Item = (Verdict, Verdict, u64)> + '_ {
    let cells = VERDICTS
        .iter()
        .zip(moves)
        .flat_map(|(from, row)| VERDICTS.iter().zip(row).map(move |(to, leads)| (from, to, leads)));
    cells.map(|(from, to, leads)| (*from, *to, *leads))
}

fn responsible(comparison: &Comparison, lead: &Moved) -> String {
    let names: Vec<&str> = lead.responsible.iter().map(|change| name(&comparison.changes[*change])).collect();
    match (lead.together, names.len()) {
        (true, 2..) => format!("{} together", names.join(" and ")),
        (_, 2..) => format!("each of {}", names.join(", ")),
        _ => names.concat(),
    }
}

fn counted_leads(leads: u64) -> String {
    many(leads, "lead", "leads")
}

fn many(number: u64, one: &str, more: &str) -> String {
    counted(usize::try_from(number).unwrap_or(usize::MAX), one, more)
}

fn as_json(told: &Told, comparison: &Comparison) -> Json {
    let changes = comparison.changes.iter().zip(&comparison.effects).map(|(change, moves)| {
        let (old, new) = told.sides(change);
        json!({ "change": name(change), "old": old, "new": new, "moved": moved(moves), "moves": moves_json(moves) })
    });
    let leads = comparison.leads.iter().map(|lead| {
        let by: Vec<&str> = lead.responsible.iter().map(|change| name(&comparison.changes[*change])).collect();
        json!({ "list": lead.list, "record": lead.record, "line": lead.line, "old": lead.from.as_str(),
            "new": lead.to.as_str(), "responsible": by, "together": lead.together, "reason": lead.reason })
    });
    json!({
        "old": told.old.name, "new": told.new.name, "judged": comparison.judged(), "moved": comparison.moved(),
        "duplicates": comparison.duplicates, "unreadable": comparison.unreadable,
        "moves": moves_json(&comparison.moves), "changes": changes.collect::<Vec<_>>(),
        "leads": leads.collect::<Vec<_>>(), "leads_left_out": comparison.left_out,
    })
}

/// `{ "prospect": { "prospect": 1, "review": 2, … }, … }`: from the old verdict to the new one.
fn moves_json(moves: &Moves) -> Json {
    let mut table = serde_json::Map::new();
    for (from, to, leads) in each(moves) {
        let row = table.entry(from.as_str()).or_insert_with(|| json!({}));
        row[to.as_str()] = leads.into();
    }
    table.into()
}

fn sheets(told: &Told, comparison: &Comparison) -> Vec<PlainSheet> {
    let text = |text: &str| PlainCell::Text(text.to_owned());
    let row = |(verdict, row): (&Verdict, &[u64; 3])| {
        std::iter::once(text(verdict.as_str())).chain(row.iter().map(|leads| PlainCell::Number(*leads))).collect()
    };
    let movement = PlainSheet {
        name: "Movement",
        header: ["old \\ new", "prospect", "review", "rejected"].map(str::to_owned).to_vec(),
        rows: VERDICTS.iter().zip(&comparison.moves).map(row).collect(),
    };
    let changes = comparison.changes.iter().zip(&comparison.effects).map(|(change, moves)| {
        let (old, new) = told.sides(change);
        let side = |side: Option<String>| PlainCell::Text(side.unwrap_or_default());
        vec![text(name(change)), side(old), side(new), PlainCell::Number(moved(moves)), PlainCell::Text(effect(moves))]
    });
    let changes = PlainSheet {
        name: "Changes",
        header: ["change", "old", "new", "leads moved by it alone", "effect"].map(str::to_owned).to_vec(),
        rows: changes.collect(),
    };
    let leads = comparison.leads.iter().map(|lead| {
        vec![
            text(&lead.list),
            PlainCell::Number(lead.record),
            PlainCell::Number(lead.line),
            text(lead.from.as_str()),
            text(lead.to.as_str()),
            PlainCell::Text(responsible(comparison, lead)),
            text(&lead.reason),
        ]
    });
    let header = ["list", "record", "line", "old", "new", "responsible", "reason"];
    let leads = PlainSheet { name: "Leads", header: header.map(str::to_owned).to_vec(), rows: leads.collect() };
    vec![movement, changes, leads]
}
