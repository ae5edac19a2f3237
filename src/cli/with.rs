//! `leadsieve check PROFILE --with LIST`: what the rules meet in lists, and what to make of it.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::{Value as Json, json};

use super::ask::Ask;
use super::check::counted;
use super::{print, print_painted};
use crate::diagnostic::{Code, Diagnostic, Sources, shown_path};
use crate::model::Disposition;
use crate::pipeline::{Inputs, Met, Nearly, Unchosen, UnheededOptOut, meet};
use crate::profile::{ColumnSource, Profile, Rule};
use crate::render::RuleTally;

/// Judges the lists and tells what the rules met in them.
pub(super) fn with(inputs: Inputs, sources: &Sources, ask: &Ask) -> Result<()> {
    let met = meet(inputs)?;
    let remarks = remarks(&met, sources);
    if ask.sarif {
        ask.keep(&remarks, sources);
        return Ok(());
    }
    if ask.json {
        print(&(serde_json::to_string_pretty(&as_json(&met, &remarks, sources))? + "\n"))?;
        return Ok(());
    }
    print(&table(&met))?;
    if !remarks.is_empty() {
        print_painted(&format!("\n{}\n", ask.rendered(&remarks, sources)))?;
    }
    Ok(())
}

fn judged(met: &Met) -> u64 {
    let of = |disposition| met.counts.dispositions.get(disposition);
    of(Disposition::Prospect) + of(Disposition::Review) + of(Disposition::Rejected)
}

/// A line for each rule with what it answered.
fn table(met: &Met) -> String {
    let of = |disposition| met.counts.dispositions.get(disposition);
    let mut text = format!(
        "{} judged: {}, {} to review, {} rejected; {} and {} left out\n\n",
        counted_leads(judged(met)),
        many(of(Disposition::Prospect), "prospect", "prospects"),
        of(Disposition::Review),
        of(Disposition::Rejected),
        many(of(Disposition::Duplicate), "duplicate", "duplicates"),
        many(of(Disposition::Unreadable), "unreadable record", "unreadable records")
    );
    let width = met.profile.rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0).max(4);
    // Writing to a text never fails, here and below.
    let _ = writeln!(
        text,
        "{:<width$} {:>9} {:>9} {:>9} {:>9} {:>13}",
        "rule", "pass", "fail", "unknown", "skipped", "sole blocker"
    );
    for (rule, RuleTally { counts, .. }) in met.profile.rules.iter().zip(&met.counts.rules) {
        let sole = if rule.earns_nothing() { counts.sole_blocker.to_string() } else { String::new() };
        let _ = writeln!(
            text,
            "{:<width$} {:>9} {:>9} {:>9} {:>9} {sole:>13}",
            rule.id, counts.pass, counts.fail, counts.unknown, counts.skipped
        );
    }
    text
}

fn counted_leads(leads: u64) -> String {
    many(leads, "lead", "leads")
}

fn many(number: u64, one: &str, more: &str) -> String {
    counted(usize::try_from(number).unwrap_or(usize::MAX), one, more)
}

/// What is odd about the answers, at the rules that they are about.
fn remarks(met: &Met, sources: &Sources) -> Vec<Diagnostic> {
    let mut remarks: Vec<Diagnostic> = met.opt_outs.iter().filter_map(|found| unheeded(found, sources)).collect();
    remarks.extend(unmapped(met, sources));
    remarks.extend(met.doubts.iter().filter_map(|(field, sentence)| doubtful(met, *field, sentence, sources)));
    for (rule, tally) in met.profile.rules.iter().zip(&met.counts.rules) {
        remarks.extend(silent(met, rule, tally, sources));
    }
    remarks.extend(met.nearly.iter().filter_map(|nearly| nearly_meant(met, nearly, sources)));
    remarks.extend(met.unchosen.iter().filter_map(|unchosen| nothing_chosen(met, unchosen, sources)));
    remarks
}

fn at(rule: &Rule, code: Code, message: String, help: String, sources: &Sources) -> Option<Diagnostic> {
    Some(Diagnostic::warning(code, sources.line_span(&rule.place.file, rule.place.line)?, message, help))
}

/// A column that looks like an opt-out and that nothing reads, at the head of the profile.
fn unheeded(found: &UnheededOptOut, sources: &Sources) -> Option<Diagnostic> {
    let UnheededOptOut { list, header, example } = found;
    let span = sources.line_span(&sources.iter().next()?.path, 1)?;
    let (code, message) = match example {
        None => (Code::W607, format!("the header \"{header}\" of {list} looks like an opt-out, and nothing reads it")),
        Some(example) => {
            (Code::W608, format!("\"{example}\" in \"{header}\" of {list} looks like an opt-out, and nothing reads it"))
        }
    };
    let help = "let a field read the column and name that field under [identity] do_not_contact; else whoever objected \
                is contacted all the same";
    Some(Diagnostic::warning(code, span, message, help))
}

/// Fields that rules read and no list has, each once, at the first rule that reads it.
fn unmapped(met: &Met, sources: &Sources) -> Vec<Diagnostic> {
    let mut told = vec![false; met.profile.fields.len()];
    let mut remarks = Vec::new();
    for rule in met.profile.rules.iter().filter(|rule| !rule.dormant) {
        for column in rule.columns() {
            for field in met.profile.source_fields(column) {
                if met.mapped[field] || std::mem::replace(&mut told[field], true) {
                    continue;
                }
                let name = &met.profile.fields[field].name;
                let by = match &met.profile.columns[column.0] {
                    ColumnSource::Lookup { .. } => {
                        format!(" by way of the look-up `{}`", met.profile.column_name(column))
                    }
                    ColumnSource::Class(_) => format!(" by way of the class `{}`", met.profile.column_name(column)),
                    _ => String::new(),
                };
                let message = format!("no column feeds `{name}`, which `{}` reads{by}", rule.id);
                let help = format!(
                    "if the list has it under another name, write into its list file: [columns] {name} = \"…\""
                );
                remarks.extend(at(rule, Code::W601, message, help, sources));
            }
        }
    }
    remarks
}

/// A field whose cells contradict each other, at the first rule that reads it.
fn doubtful(met: &Met, field: usize, sentence: &str, sources: &Sources) -> Option<Diagnostic> {
    let reads = |rule: &&Rule| {
        let mut fields = rule.columns().into_iter().flat_map(|column| met.profile.source_fields(column));
        !rule.dormant && fields.any(|read| read == field)
    };
    let rule = met.profile.rules.iter().find(reads)?;
    let name = &met.profile.fields[field].name;
    let help = format!("say in the list file how `{name}` is written: [formats] for dates, [csv] decimal for numbers");
    at(rule, Code::W610, sentence.trim_end_matches('.').to_owned(), help, sources)
}

/// A rule that is unknown for every lead although its fields have columns, or a knock-out that nobody fails.
fn silent(met: &Met, rule: &Rule, tally: &RuleTally, sources: &Sources) -> Option<Diagnostic> {
    let (counts, all) = (&tally.counts, judged(met));
    let applied = all - counts.skipped;
    if rule.dormant || applied == 0 {
        return None;
    }
    let mut fields = rule.columns().into_iter().flat_map(|column| met.profile.source_fields(column));
    let mapped = fields.all(|field| met.mapped[field]);
    if counts.unknown == applied && mapped {
        let message = format!("`{}` is unknown for all {}", rule.id, counted_leads(applied));
        let help = "look with leadsieve inspect whether the column is blank, or written in a way that cannot be read";
        return at(rule, Code::W602, message, help.to_owned(), sources);
    }
    if rule.is_knock_out() && counts.fail == 0 && counts.pass > 0 {
        let message = format!("`{}` turns down none of the {}", rule.id, counted_leads(all));
        let help = "the vendor may have filtered the list already; else see whether the rule asks for enough";
        return at(rule, Code::W603, message, help.to_owned(), sources);
    }
    None
}

fn nearly_meant(met: &Met, nearly: &Nearly, sources: &Sources) -> Option<Diagnostic> {
    let Nearly { rule, column, value, times, meant } = nearly;
    let (rule, name) = (&met.profile.rules[*rule], met.profile.column_name(*column));
    let message = format!("\"{value}\" stands in `{name}` {times} times; `{}` may mean it by \"{meant}\"", rule.id);
    let help = format!("add a line to the list file: [values.{name}] \"{value}\" = \"{meant}\"");
    at(rule, Code::W604, message, help, sources)
}

/// A value that means nothing, at the first rule that reads its column.
fn nothing_chosen(met: &Met, unchosen: &Unchosen, sources: &Sources) -> Option<Diagnostic> {
    let Unchosen { column, value, times } = unchosen;
    let field = met.profile.columns[column.0].field()?;
    let reads = |rule: &&Rule| rule.columns().iter().any(|read| met.profile.source_fields(*read).contains(&field));
    let rule = met.profile.rules.iter().filter(|rule| !rule.dormant).find(reads)?;
    let name = &met.profile.fields[field].name;
    let message = format!("\"{value}\" stands in `{name}` {times} times, and looks as if nothing had been chosen");
    let help = format!("if so, add a line to the list file: [missing] {name} = [\"{value}\"]");
    at(rule, Code::W609, message, help, sources)
}

fn as_json(met: &Met, remarks: &[Diagnostic], sources: &Sources) -> Json {
    let rule = |(rule, tally): (&Rule, &RuleTally)| {
        let counts = &tally.counts;
        let about = json!({ "pass": counts.pass, "fail": counts.fail, "unknown": counts.unknown,
            "skipped": counts.skipped, "assumed": counts.assumed, "sole_blocker": counts.sole_blocker });
        (rule.id.clone(), about)
    };
    let rules: serde_json::Map<String, Json> = met.profile.rules.iter().zip(&met.counts.rules).map(rule).collect();
    let remark = |one: &Diagnostic| {
        let file = shown_path(&sources.get(one.span.source).path);
        json!({ "code": one.code.as_str(), "file": file, "line": sources.line(one.span), "message": one.message,
            "help": one.help })
    };
    let of = |disposition| met.counts.dispositions.get(disposition);
    let dispositions: serde_json::Map<String, Json> =
        Disposition::ALL.into_iter().map(|one| (one.as_str().to_owned(), of(one).into())).collect();
    let fields: Vec<&str> = unmapped_names(&met.profile, &met.mapped);
    json!({ "judged": judged(met), "dispositions": dispositions, "rules": rules, "unmapped_fields": fields,
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>() })
}

fn unmapped_names<'p>(profile: &'p Profile, mapped: &[bool]) -> Vec<&'p str> {
    profile.fields.iter().zip(mapped).filter(|(_, mapped)| !**mapped).map(|(field, _)| field.name.as_str()).collect()
}
