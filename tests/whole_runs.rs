//! Whole runs under every combination of `range_as`, `only_if`, `if_unknown`, bands and seasons: each run compares its
//! counts with those of its decisions, and here they are held to the tables of the rule language as well.

#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "a test may fail loudly")]

mod common;

use std::fmt::Write as _;

use common::Test;

const FIELDS: &str = r#"
format = 1
[field.id]
type    = "text"
columns = ["id"]
[field.heads]
type    = "number"
whole   = true
min     = 0
columns = ["heads"]
ask     = "How many?"
[field.signs]
type    = "yes_no"
columns = ["signs"]
ask     = "Who signs?"
[field.kind]
type    = "text"
columns = ["kind"]
ask     = "Which kind?"
"#;

const HEADS: [(&str, Option<(i64, i64)>); 5] =
    [("11-50", Some((11, 50))), ("31-50", Some((31, 50))), ("5", Some((5, 5))), ("40", Some((40, 40))), ("", None)];
const YES_NO: [(&str, Option<bool>); 3] = [("yes", Some(true)), ("no", Some(false)), ("", None)];

/// Pass, fail, unknown, skipped, and how many of the first two are assumed.
type Counts = [u64; 5];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Pass,
    Fail,
    Unknown,
}

use Said::{Fail, Pass, Unknown};

fn of(holds: Option<bool>) -> Said {
    holds.map_or(Unknown, |holds| if holds { Pass } else { Fail })
}

fn any(a: Said, b: Said) -> Said {
    [Pass, Unknown].into_iter().find(|one| a == *one || b == *one).unwrap_or(Fail)
}

fn opposite(said: Said) -> Said {
    match said {
        Pass => Fail,
        Fail => Pass,
        Unknown => Unknown,
    }
}

/// Whether there are 30 heads at least, and whether a range was taken for one value.
fn many(heads: Option<(i64, i64)>, range_as: &str) -> (Said, bool) {
    let Some((low, high)) = heads else { return (Unknown, false) };
    let one = match range_as {
        "low" => low,
        "middle" => (low + high).div_euclid(2),
        "high" => high,
        _ if low >= 30 => return (Pass, false),
        _ if high < 30 => return (Fail, false),
        _ => return (Unknown, false),
    };
    (if one >= 30 { Pass } else { Fail }, low < high)
}

/// One rule in words, and what it has to say of all leads.
struct Rule {
    name: String,
    header: &'static str,
    range_as: &'static str,
    gate: &'static str,
    if_unknown: &'static str,
    ended: bool,
}

impl Rule {
    fn text(&self) -> String {
        let (kind, condition) = match self.header {
            "bands" => ("score", "field = \"heads\"\nbands = [{ at_least = 30, points = 5 }]".to_owned()),
            "score" => ("score", format!("{}\npoints = 5", GROUP)),
            knock_out => (knock_out, GROUP.to_owned()),
        };
        let mut text = format!("[{kind}.{}]\n{condition}\n", self.name);
        let keys = [("range_as", self.range_as), ("if_unknown", self.if_unknown)];
        for (key, word) in keys.into_iter().filter(|(_, word)| !word.is_empty()) {
            writeln!(text, "{key} = \"{word}\"").unwrap();
        }
        match self.gate {
            "" => {}
            "kind" => text.push_str("only_if = { field = \"kind\", is = \"yes\" }\n"),
            _ => text.push_str("only_if = { field = \"heads\", at_least = 30 }\n"),
        }
        text.push_str(if self.ended { "valid_until = 2026-01-31\n" } else { "" });
        text
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, heads) in HEADS {
            for (_, signs) in YES_NO {
                for (_, kind) in YES_NO {
                    self.count(heads, signs, kind, &mut counts);
                }
            }
        }
        counts
    }

    fn count(&self, heads: Option<(i64, i64)>, signs: Option<bool>, kind: Option<bool>, counts: &mut Counts) {
        let (many_heads, took) = many(heads, self.range_as);
        let gate = match self.gate {
            "" => Pass,
            "kind" => of(kind),
            _ => many_heads,
        };
        if self.ended || gate == Fail {
            counts[3] += 1;
            return;
        }
        let bare = match self.header {
            "bands" => many_heads,
            "must_not" => opposite(any(of(signs), many_heads)),
            _ => any(of(signs), many_heads),
        };
        let anyway = if self.header.starts_with("must") { Pass } else { Fail };
        let said = if gate == Unknown && bare != anyway { Unknown } else { bare };
        let (said, settled) = match (said, self.if_unknown) {
            (Unknown, "pass") => (Pass, true),
            (Unknown, "fail") => (Fail, true),
            (said, _) => (said, false),
        };
        let place = [Pass, Fail, Unknown].iter().position(|one| *one == said).unwrap();
        counts[place] += 1;
        counts[4] += u64::from(said != Unknown && (settled || took));
    }
}

const GROUP: &str = "any = [{ field = \"signs\", is = true }, { field = \"heads\", at_least = 30 }]";

fn rules(header: &'static str, range_as: &'static str) -> Vec<Rule> {
    let mut rules = Vec::new();
    for gate in ["", "kind", "heads"] {
        for if_unknown in ["", "pass", "fail"] {
            for ended in [false, true] {
                // Bands do not say which of them would be passed, and behind such a gate nothing is left to knock out.
                if header == "bands" && if_unknown == "pass" || header == "must_not" && gate == "heads" {
                    continue;
                }
                let name = format!("r{}", rules.len());
                rules.push(Rule { name, header, range_as, gate, if_unknown, ended });
            }
        }
    }
    rules
}

fn leads() -> String {
    let mut text = "id,heads,signs,kind\n".to_owned();
    for (heads, _) in HEADS {
        for (signs, _) in YES_NO {
            for (kind, _) in YES_NO {
                let id = text.lines().count();
                writeln!(text, "{id},{heads},{signs},{kind}").unwrap();
            }
        }
    }
    text
}

#[test]
fn every_count_of_a_run_is_that_of_its_decisions_and_of_the_rule_language() {
    for header in ["must", "must_not", "score", "bands"] {
        for range_as in ["", "low", "middle", "high"] {
            let rules = rules(header, range_as);
            let text: String = rules.iter().map(Rule::text).collect();
            let ran = Test::new()
                .file("rules/fields.toml", FIELDS)
                .file("rules/c.toml", format!("format = 1\ncriterion = \"c\"\n{text}"))
                .file("rules/p.toml", "format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n")
                .file("leads.csv", leads())
                .args("qualify leads.csv --profile rules/p.toml --out out")
                .run();
            let summary = ran.json("out/summary.json");
            for rule in &rules {
                let said = &summary["rules"][format!("c.{}", rule.name)];
                let counts = ["pass", "fail", "unknown", "skipped", "assumed"].map(|key| said[key].as_u64().unwrap());
                assert_eq!(counts, rule.counts(), "{}", rule.text());
            }
        }
    }
}
