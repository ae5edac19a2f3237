//! What rules mean together: contradictions and thresholds out of reach are found, what only the calendar makes is a
//! remark, and what can be meant is left alone.

#![allow(clippy::pedantic, clippy::unwrap_used, reason = "a test may fail loudly")]

use leadsieve::criteria::{Refused, load_profile};

const FIELDS: &str = "
format = 1
[field.heads]
type  = \"number\"
whole = true
min   = 0
ask   = \"How many?\"
[field.signs]
type = \"yes_no\"
ask  = \"Who signs?\"
[field.kind]
type = \"text\"
ask  = \"Which kind?\"
[field.tools]
type      = \"list\"
separator = \";\"
ask       = \"Which tools?\"
";

/// The codes of the logic of rules that a profile gets, mistakes and remarks. Its last lines go into the profile.
fn codes(rules: &str, profile: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("fields.toml", FIELDS.to_owned());
    write("c.toml", format!("format = 1\ncriterion = \"c\"\n{rules}"));
    write("p.toml", format!("format = 1\nname = \"p\"\nfields = \"fields.toml\"\nrules = [\"c.toml\"]\n{profile}"));
    let found = match load_profile(&folder.path().join("p.toml"), "2026-11-23".parse().unwrap()) {
        Ok(loaded) => loaded.warnings,
        Err(Refused::Mistakes { diagnostics, .. }) => diagnostics,
        Err(other) => panic!("{other}"),
    };
    let mut codes: Vec<String> = found.iter().map(|one| one.code.to_string()).collect();
    codes.retain(|code| code.starts_with("E3") || ["W517", "W518"].contains(&code.as_str()));
    codes.sort();
    codes
}

/// Rules as `header key = value; key = value`.
fn toml(rules: &[&str]) -> String {
    let rule = |(place, rule): (usize, &&str)| {
        let (header, keys) = rule.split_once(' ').unwrap();
        format!("[{header}.r{place}]\n{}\n", keys.replace("; ", "\n"))
    };
    rules.iter().enumerate().map(rule).collect()
}

#[test]
fn knock_outs_that_leave_nothing_are_found() {
    let table: [(&[&str], &[&str]); 14] = [
        (&["must field = 'tools'; has_any = ['x']", "must_not field = 'tools'; has_any = ['x', 'y']"], &["E304"]),
        (&["must field = 'tools'; has_all = ['x', 'y']", "must_not field = 'tools'; has_any = ['y']"], &["E304"]),
        (&["must field = 'tools'; has_all = ['x', 'y']", "must_not field = 'tools'; has_all = ['x']"], &["E304"]),
        (&["must field = 'tools'; has_all = ['x', 'y']", "must_not field = 'tools'; has_all = ['y', 'x']"], &["E304"]),
        (&["must field = 'tools'; has_any = ['x', 'y']", "must_not field = 'tools'; has_any = ['x']"], &[]),
        (&["must field = 'tools'; has_all = ['x', 'y']", "must_not field = 'tools'; has_any = ['z']"], &[]),
        (&["must field = 'tools'; has_any = ['x', 'y']", "must_not field = 'tools'; has_all = ['x', 'y']"], &[]),
        (
            &[
                "must field = 'tools'; has_any = ['x', 'y']",
                "must_not field = 'tools'; has_any = ['x']",
                "must_not field = 'tools'; has_any = ['y']",
            ],
            &["E304"],
        ),
        (
            &[
                "must any = [{ field = 'heads', is = 1 }, { field = 'kind', is = 'b' }]",
                "must_not field = 'heads'; is = 1",
                "must_not field = 'kind'; is = 'b'",
            ],
            &["E304"],
        ),
        (
            &[
                "must none = [{ field = 'heads', at_least = 10 }, { field = 'signs', is = true }]",
                "must any = [{ field = 'heads', at_least = 20 }, { field = 'signs', is = true }]",
            ],
            &["E304"],
        ),
        (
            &[
                "must any = [{ field = 'heads', at_least = 20 }, { field = 'signs', is = true }]",
                "must any = [{ field = 'heads', less_than = 10 }, { field = 'signs', is = true }]",
                "must field = 'signs'; is = false",
            ],
            &["E304"],
        ),
        (
            &[
                "must any = [{ field = 'heads', is = 1 }, { field = 'kind', is = 'b' }]",
                "must_not field = 'heads'; is = 1",
            ],
            &[],
        ),
        (
            &[
                "must any = [{ field = 'heads', is = 1 }, { field = 'kind', is = 'b' }]",
                "must_not field = 'heads'; is = 1",
                "must_not field = 'kind'; is = 'c'",
            ],
            &[],
        ),
        (&["must field = 'heads'; at_least = 21; range_as = 'middle'", "must field = 'heads'; less_than = 22"], &[]),
    ];
    for (rules, expected) in table {
        assert_eq!(codes(&toml(rules), ""), expected, "{rules:?}");
    }
}

#[test]
fn score_rules_that_exclude_each_other_are_not_added() {
    let big = "score field = 'heads'; at_least = 100; points = 50";
    let small = "score field = 'heads'; less_than = 50; points = 50";
    let small_and_signed =
        "score all = [{ field = 'heads', less_than = 50 }, { field = 'signs', is = true }]; points = 50";
    let signed = "score field = 'signs'; is = true; points = 30";
    let of_kind = "score field = 'kind'; is = 'x'; points = 40";
    let of_another = "score field = 'kind'; bands = [{ is = 'y', points = 20 }, { is_not = 'y', points = 5 }]";
    let table: [(&[&str], i64, &[&str]); 9] = [
        (&[big, small], 60, &["E305"]),
        (&[big, small], 50, &[]),
        (&[big, small_and_signed], 80, &["E305"]),
        (&[big, small_and_signed, signed], 80, &[]),
        (&[big, small_and_signed, signed], 81, &["E305"]),
        (&[of_kind, of_another], 50, &["E305"]),
        (&[of_kind, of_another], 45, &[]),
        (&[big, of_kind], 90, &[]),
        (&[big, of_kind], 91, &["E305"]),
    ];
    for (rules, at, expected) in table {
        let decision = format!("[decision]\nprospect_at = {at}\n");
        assert_eq!(codes(&toml(rules), &decision), expected, "{rules:?} {at}");
    }
}

#[test]
fn what_only_the_calendar_makes_is_a_remark() {
    let always = "score field = 'kind'; is = 'x'; points = 50";
    let season = |key: &str| format!("score field = 'heads'; at_least = 1; points = 20; {key}");
    let decision = "[decision]\nprospect_at = 60\n";
    let ended = season("valid_until = 2026-10-31");
    let later = season("valid_from = 2026-12-01");
    let table: [(&[&str], &str, &[&str]); 7] = [
        (&[always, &ended], decision, &["W517", "W518"]),
        (&[always, &later], decision, &["W518"]),
        (&[always], decision, &["E305"]),
        (&[always, &ended], "[decision]\nprospect_at = 71\n", &["E305", "W517"]),
        (
            &["must field = 'heads'; at_least = 10", "must field = 'heads'; less_than = 10"],
            "[override.c.r1]\nless_than = 50\nwhy = 'x'\nuntil = 2026-10-31\n",
            &["W518"],
        ),
        (
            &["must field = 'heads'; at_least = 10", "must field = 'heads'; less_than = 10"],
            "[override.c.r1]\nless_than = 5\nwhy = 'x'\nuntil = 2026-10-31\n",
            &["E304"],
        ),
        (
            &["must field = 'heads'; at_least = 10", "must field = 'heads'; less_than = 10"],
            "[override.c.r0]\noff = true\nwhy = 'x'\nuntil = 2026-10-31\n",
            &["W518"],
        ),
    ];
    for (rules, profile, expected) in table {
        assert_eq!(codes(&toml(rules), profile), expected, "{rules:?} {profile}");
    }
}
