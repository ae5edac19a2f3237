//! A question is asked exactly where some answer to it, together with some answers to the other open ones, changes the
//! verdict: tried out with every combination of answers, on random profiles over a few fields with a few values.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fmt::Write as _;
use std::path::Path;

use leadsieve::criteria::load_profile;
use leadsieve::judge::{Asking, derive, explain, judge};
use leadsieve::model::{Cell, Cells, Codes, Column, Interval, Missing, Range, Text, Value, Verdict};
use leadsieve::profile::{ColumnSource, Columns, Profile};

/// Numbers by a linear congruence, so that every machine tries the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<'o>(&mut self, of: &[&'o str]) -> &'o str {
        of[self.below(of.len())]
    }
}

const NAMES: [&str; 5] = ["heads", "signs", "title", "tools", "rooms"];

fn fields(dice: &mut Dice) -> String {
    let types = [
        "type = \"number\"\nwhole = true\nmin = 0\nmax = 4",
        "type = \"yes_no\"",
        "type = \"text\"",
        "type = \"list\"\nseparator = \";\"",
        "type = \"number\"\nmin = 0\nmax = 2",
    ];
    let mut text = "format = 1\n".to_owned();
    for (name, of_type) in NAMES.iter().zip(types) {
        let ask = if dice.once_in(8) { "" } else { "ask = \"What?\"" };
        writeln!(text, "[field.{name}]\n{of_type}\n{ask}").unwrap();
    }
    let rows: Vec<String> = (0..1 + dice.below(2))
        .map(|_| {
            let value = dice.one(&["boss", "clerk"]);
            format!("{{ value = \"{value}\", all = [{}, {}] }}", test(dice, 2), test(dice, NAMES.len()))
        })
        .collect();
    let otherwise = if dice.once_in(2) { "otherwise = \"other\"" } else { "" };
    writeln!(text, "[classify.rank]\nfrom = \"title\"\nfirst_match = [{}]\n{otherwise}", rows.join(", ")).unwrap();
    text
}

/// A comparison of one of the fields, or of the class behind them.
fn test(dice: &mut Dice, field: usize) -> String {
    let field = if field == 2 { 2 } else { dice.below(field) };
    let number = dice.below(5);
    match field {
        0 => format!("{{ field = \"heads\", {} = {number} }}", dice.one(&["at_least", "at_most", "is"])),
        1 => format!("{{ field = \"signs\", is = {} }}", dice.once_in(2)),
        2 => {
            let key = dice.one(&["in", "not_in"]);
            format!("{{ field = \"title\", {key} = {} }}", dice.one(&["[\"x\"]", "[\"x\", \"y\"]", "[\"z\"]"]))
        }
        3 => {
            let key = dice.one(&["has_any", "has_all"]);
            format!("{{ field = \"tools\", {key} = {} }}", dice.one(&["[\"p\"]", "[\"p\", \"q\"]", "[\"q\"]"]))
        }
        4 => format!("{{ field = \"rooms\", {} = {} }}", dice.one(&["more_than", "less_than"]), 1),
        _ => format!("{{ field = \"rank\", {} = \"{}\" }}", dice.one(&["is", "is_not"]), dice.one(&["boss", "clerk"])),
    }
}

fn condition(dice: &mut Dice) -> String {
    let one = |dice: &mut Dice| test(dice, NAMES.len() + 1);
    match dice.below(5) {
        0 => format!("all = [{}, {}]", one(dice), one(dice)),
        1 => format!("any = [{}, {}]", one(dice), one(dice)),
        2 => format!("none = [{}, {}]", one(dice), one(dice)),
        _ => format!("all = [{}]", one(dice)),
    }
}

fn rules(dice: &mut Dice) -> String {
    let mut text = "format = 1\ncriterion = \"c\"\n".to_owned();
    for place in 0..1 + dice.below(5) {
        let points = [-5, 5, 10][dice.below(3)];
        match dice.below(5) {
            0 | 1 => writeln!(text, "[must.r{place}]\n{}", condition(dice)),
            2 => writeln!(text, "[must_not.r{place}]\n{}", condition(dice)),
            3 => writeln!(text, "[score.r{place}]\n{}\npoints = {points}", condition(dice)),
            _ => writeln!(
                text,
                "[score.r{place}]\nfield = \"heads\"\nbands = [{{ at_least = 3, points = {points} }}, {{ at_least = 1, points = 5 }}]"
            ),
        }
        .unwrap();
        if dice.once_in(4) {
            writeln!(text, "only_if = {}", test(dice, NAMES.len() + 1)).unwrap();
        }
    }
    text
}

/// A random profile; nothing where it means nothing, which the lint refuses.
fn profile(dice: &mut Dice, folder: &Path) -> Option<Profile> {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write("fields.toml", fields(dice));
    write("c.toml", rules(dice));
    let (prospect_at, review_at) = [(0, 0), (10, 0), (10, 5), (15, 5)][dice.below(4)];
    let decision =
        if dice.once_in(3) { String::new() } else { format!("prospect_at = {prospect_at}\nreview_at = {review_at}\n") };
    write(
        "p.toml",
        format!(
            "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n[decision]\nmax_questions = 50\n{decision}"
        ),
    );
    load_profile(&folder.join("p.toml"), "2026-11-01".parse().unwrap()).ok().map(|loaded| loaded.value)
}

/// All values of a field that lie in a cell.
fn values(field: usize, cell: &Cell<'static>) -> Vec<Cell<'static>> {
    let number = |halves: i64| Value::Number(rust_decimal::Decimal::new(halves * 5, 1));
    let list = |parts: &[&'static str]| Value::List(parts.iter().map(|part| Text::same(*part)).collect());
    let all: Vec<Value<'static>> = match field {
        0 => (0..5).map(|whole| number(whole * 2)).collect(),
        1 => [true, false].map(Value::YesNo).to_vec(),
        2 => ["x", "y", "z", "w"].map(|text| Value::Text(Text::same(text))).to_vec(),
        3 => vec![list(&["o"]), list(&["p"]), list(&["q"]), list(&["p", "q"])],
        _ => (0..5).map(number).collect(),
    };
    let within = |value: &Value<'static>| match (cell, value) {
        (Cell::Range(Range::Number(range)), Value::Number(number)) => range.contains(number),
        _ => true,
    };
    all.into_iter().filter(within).map(Cell::Known).collect()
}

fn cell(dice: &mut Dice, field: usize) -> Cell<'static> {
    let blank = Cell::Missing(Missing::Blank);
    match dice.below(5) {
        0 | 1 => blank,
        2 if field == 0 => Cell::Range(Range::Number(Interval::closed(1.into(), 3.into()))),
        2 if field == 4 => Cell::Range(Range::Number(Interval::closed(1.into(), 2.into()))),
        _ => {
            let all = values(field, &blank);
            all[dice.below(all.len())].clone()
        }
    }
}

/// The leads as columns; their cells are in the order of the fields.
fn columns(profile: &Profile, leads: &[Vec<Cell<'static>>]) -> Columns {
    derive(profile, leads.len(), |source, _| {
        let ColumnSource::Field { field, part: None } = source else { panic!("these profiles read fields alone") };
        let mut cells = Cells::default();
        leads.iter().for_each(|lead| cells.push(&lead[*field]));
        Column { codes: Codes::Each(leads.len()), cells }
    })
}

/// Whether the class says nothing of a title that is known, so that the title may be asked for again.
fn says_nothing(profile: &Profile, lead: &[Cell<'static>]) -> bool {
    let columns = columns(profile, &[lead.to_vec()]);
    let is_class = |(source, column): (&ColumnSource, &Column)| {
        matches!(source, ColumnSource::Class(_)) && column.cell(0) == Cell::Missing(Missing::NoClass)
    };
    matches!(lead[2], Cell::Known(_)) && profile.columns.iter().zip(&columns.0).any(is_class)
}

/// The open fields of which an answer changes the verdict, whatever else is answered or not.
fn that_matter(profile: &Profile, lead: &[Cell<'static>]) -> Vec<usize> {
    let is_again = |field: usize| field == 2 && says_nothing(profile, lead);
    let is_open = |field: &usize| {
        (is_again(*field) || !matches!(lead[*field], Cell::Known(_))) && profile.fields[*field].ask.is_some()
    };
    let open: Vec<usize> = (0..lead.len()).filter(is_open).collect();
    let mut leads = vec![lead.to_vec()];
    let mut sizes = Vec::new();
    for field in &open {
        let answers = values(*field, &lead[*field]);
        sizes.push(answers.len() + 1);
        let with = |answer: &Cell<'static>| {
            let answered = leads.iter().cloned();
            answered
                .map(|mut lead| {
                    lead[*field] = answer.clone();
                    lead
                })
                .collect::<Vec<_>>()
        };
        let more: Vec<_> = answers.iter().flat_map(with).collect();
        leads.extend(more);
    }
    let columns = columns(profile, &leads);
    let verdicts = judge(profile, &columns, leads.len()).verdicts;
    let changes = |digit: usize| {
        let step: usize = sizes[..digit].iter().product();
        (0..leads.len()).any(|number| verdicts[number] != verdicts[number - number / step % sizes[digit] * step])
    };
    (0..open.len()).filter(|digit| changes(*digit)).map(|digit| open[digit]).collect()
}

#[test]
fn what_is_asked_can_matter_and_what_can_matter_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(19);
    let (mut asked, mut left_out, mut profiles) = (0, 0, 0);
    for _ in 0..400 {
        let Some(profile) = profile(&mut dice, folder.path()) else { continue };
        profiles += 1;
        let asking = Asking::new(&profile);
        let leads: Vec<Vec<Cell<'static>>> =
            (0..8).map(|_| (0..NAMES.len()).map(|field| cell(&mut dice, field)).collect()).collect();
        let columns = columns(&profile, &leads);
        let judged = judge(&profile, &columns, leads.len());
        for (record, lead) in leads.iter().enumerate() {
            let questions = explain(&asking, &columns, &judged, record).questions;
            let mut fields: Vec<usize> = questions.iter().map(|question| question.field).collect();
            fields.sort_unstable();
            if judged.verdicts[record] != Verdict::Review {
                assert!(fields.is_empty(), "nobody asks a settled lead anything");
                continue;
            }
            let expected = that_matter(&profile, lead);
            if says_nothing(&profile, lead) {
                // Another title might change more than what waits for it, and is asked for only where something does.
                assert!(fields.iter().all(|field| expected.contains(field)), "{lead:?}\n{:#?}", profile.rules);
                continue;
            }
            assert_eq!(fields, expected, "{lead:?}\n{:#?}\n{:?}", profile.rules, profile.decision);
            asked += fields.len();
            left_out += lead.iter().filter(|cell| !matches!(cell, Cell::Known(_))).count() - fields.len();
        }
    }
    assert!(profiles > 100 && asked > 250 && left_out > 250, "{profiles} profiles, {asked} asked, {left_out} not");
}
