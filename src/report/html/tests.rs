use super::*;
use crate::model::Language;
use crate::report::summary::tests::example;
use crate::report::{FieldTally, FileRecord, Gaps, Miss, Named, Price, Promise, Value};

const SECTIONS: [&str; 9] = ["funnel", "cost", "reasons", "misses", "questions", "lists", "trend", "rules", "repairs"];

fn summary() -> Summary {
    let mut summary = example();
    let list = &mut summary.lists[0];
    list.price = Some(Price { amount: 1200.0, currency: "USD".to_owned() });
    list.promise =
        Some(Promise { rows: Some(800), filled: Named(vec![("email".to_owned(), 0.98)]), ..Promise::default() });
    for (list, left) in summary.lists.iter_mut().zip([400, 120]) {
        list.stages = Named(vec![("location".to_owned(), left)]);
    }
    summary.warnings.push("<script>alert('x')</script> & \"more\"".to_owned());
    summary
}

fn record(rules: &str) -> RunRecord {
    let mut record = RunRecord::new(jiff::civil::date(2026, 11, 23), "b2b");
    record.job = Some("nightly".to_owned());
    record.rule_files = vec![FileRecord { path: "rules/p.toml".into(), sha256: rules.repeat(32) }];
    record
}

fn page(language: Language) -> String {
    let (summary, record_now) = (summary(), record("ab"));
    let past = PastRun { summary: example(), record: record("cd") };
    let trend = [past, PastRun { summary: summary.clone(), record: record_now.clone() }];
    html(&Night { summary: &summary, record: &record_now, trend: &trend, words: &Wording::new(language) })
}

/// What stands under a key.
fn value(page: &str, key: &str) -> u64 {
    let at = page.split(&format!("data-key=\"{key}\" data-value=\"")).nth(1);
    at.and_then(|rest| rest.split('"').next()?.parse().ok()).unwrap_or_else(|| panic!("no {key}"))
}

#[test]
fn every_section_is_there_in_every_language() {
    for language in Language::ALL {
        let page = page(language);
        for id in SECTIONS {
            assert!(page.contains(&format!("<section id=\"{id}\" aria-labelledby=\"{id}-h\">")), "{id}");
            assert!(page.contains(&format!("<a href=\"#{id}\">")), "{id}");
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", language.name())));
    }
    let [english, german] = Language::ALL.map(page);
    assert!(english.contains("50 prospects and 123 leads to call came out of 1,000 records in 2 lists."));
    assert!(german.contains("50 Interessenten und 123 Kontakte zum Anrufen kamen aus 1.000 Datensätzen in 2 Listen."));
    assert!(english.contains("23 Nov 2026") && german.contains("23.11.2026"));
}

#[test]
fn the_numbers_are_those_of_the_summary() {
    let page = page(Language::En);
    let table = [
        ("funnel.delivered", 1000),
        ("funnel.readable", 997),
        ("funnel.not_suppressed", 993),
        ("funnel.unique", 973),
        ("funnel.new", 973),
        ("funnel.criterion.location", 520),
        ("funnel.prospect", 50),
        ("disposition.review", 123),
        ("reason.location.served-market", 500),
        ("alone.budget.revenue", 90),
        ("unknown.budget.revenue", 500),
        ("list.fair.csv.read", 233),
    ];
    for (key, number) in table {
        assert_eq!(value(&page, key), number, "{key}");
    }
    assert!(page.contains("<td class=\"n\">30.00 USD</td>"), "1,200 dollars for 40 prospects");
}

#[test]
fn criteria_are_called_what_their_author_calls_them() {
    let page = |titles| {
        let summary = Summary { titles, ..summary() };
        let record = record("ab");
        html(&Night { summary: &summary, record: &record, trend: &[], words: &Wording::new(Language::De) })
    };
    let named = page(Named(vec![("location".to_owned(), "Wo sie sind".to_owned())]));
    assert!(named.contains("Wo sie sind") && !named.contains("Kriterium location"));
    assert!(page(Named::default()).contains("Kriterium location"));
}

fn misses() -> Vec<Miss> {
    let miss = |rule: &str, field: &str, limit: &str, above, quarter, half| {
        let gaps = Some(Gaps { limit: limit.to_owned(), above, close: 12, quarter, half });
        Miss { rule: rule.to_owned(), field: field.to_owned(), leads: 40, gaps, values: Vec::new() }
    };
    let values = vec![Value { value: "staff".to_owned(), leads: 1197 }, Value { value: "<b>".to_owned(), leads: 4 }];
    let said = Miss { rule: "a.can-sign".to_owned(), field: "seniority".to_owned(), leads: 1201, gaps: None, values };
    vec![
        miss("d.size", "employees", "50", true, 58.0, 1430.0),
        miss("b.budget", "budget", "500", false, 0.5, 100.0),
        miss("b.insolvent", "insolvency", "2023-11-24", true, 30.0, 400.0),
        miss("l.near", "postal_code", "50 km", true, 2.5, 10.0),
        said,
    ]
}

#[test]
fn nearest_misses_say_how_far_and_what_instead() {
    let summary = Summary { misses: misses(), ..summary() };
    let record = record("ab");
    let page =
        |language| html(&Night { summary: &summary, record: &record, trend: &[], words: &Wording::new(language) });
    let cells =
        |texts: &[&str]| texts.iter().map(|text| format!("<td class=\"n\">{text}</td>")).collect::<Vec<_>>().concat();
    let english = page(Language::En);
    for (what, moved) in [
        ("employees above 50", ["108", "1,480"]),
        ("budget below 500", ["499.50", "400"]),
        ("insolvency after 24 Nov 2023", ["24 Dec 2023", "28 Dec 2024"]),
        ("postal_code above 50 km", ["52.50 km", "60 km"]),
    ] {
        let row = english.split(&format!("<td>{what}</td>")).nth(1).unwrap_or_else(|| panic!("no {what}"));
        assert!(row.split("</tr>").next().is_some_and(|row| row.ends_with(&cells(&moved))), "{what}: {row:.300}");
    }
    assert!(english.contains("staff (1,197), &lt;b&gt; (4)"));
    let german = page(Language::De);
    assert!(german.contains("employees über 50") && german.contains(&cells(&["108", "1.480"])));
}

#[test]
fn nothing_on_the_page_runs_or_leaves_it() {
    let page = page(Language::En);
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
    for word in ["<script", "http:", "https:", "src=", "@import", "url(", "javascript:", "onload"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn elements_are_closed_in_the_order_they_are_opened() {
    let page = page(Language::De);
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "</{name}>");
        } else if !tag.ends_with('/') && !["meta", "!doctype", "wbr"].contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn headings_come_in_order_and_pictures_have_words() {
    let page = page(Language::En);
    assert_eq!(page.matches("<h1").count(), 1);
    for picture in page.split("<svg").skip(1) {
        let tag = picture.split('>').next().unwrap_or_default();
        assert!(tag.contains("aria-hidden=\"true\"") || tag.contains("role=\"img\" aria-label=\""), "{tag}");
    }
    assert_eq!(page.matches("<table>").count(), page.matches("<caption").count());
}

#[test]
fn what_is_not_known_is_told_run_by_run() {
    let mut before = summary();
    before.lists[0].fields.0[0].1 = FieldTally { known: 690, range: 0, missing: 77, unreadable: 0 };
    let (now, record) = (summary(), record("ab"));
    let trend = [before, now.clone()].map(|summary| PastRun { summary, record: record.clone() });
    let page =
        |language| html(&Night { summary: &now, record: &record, trend: &trend, words: &Wording::new(language) });
    let row = |first: &str, last: &str, change: &str| {
        let cell = |text: &str| format!("<td class=\"n\">{text}</td>");
        format!("<th scope=\"row\">email</th>{}{}{}{}", cell(first), cell(first), cell(last), cell(change))
    };
    let (english, german) = (page(Language::En), page(Language::De));
    assert!(english.contains(&row("10.0%", "8.7%", "−1.3 pts")));
    assert!(german.contains(&row("10,0 %", "8,7 %", "−1,3 Pkt.")));
    assert!(
        english.contains("<svg class=\"spark open\"")
            && english.contains("<summary>All runs, field by field</summary>")
    );
}

#[test]
fn a_changed_rule_is_marked_and_a_first_night_has_no_trend() {
    let page_now = page(Language::En);
    assert!(page_now.contains("class=\"mark\""));
    let (summary, record) = (example(), record("ab"));
    let first = html(&Night { summary: &summary, record: &record, trend: &[], words: &Wording::new(Language::En) });
    assert!(first.contains("This is the first run of this job.") && !first.contains("class=\"mark\""));
    assert!(first.contains("No list file names a price."));
    let empty = Summary::default();
    let _ = html(&Night { summary: &empty, record: &record, trend: &[], words: &Wording::new(Language::De) });
}
