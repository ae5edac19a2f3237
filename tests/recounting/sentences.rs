//! What sentences, the mail and the sheet of counts have to say, counted out of the CSV files.

use std::collections::BTreeSet;

use leadsieve::report::Wording;

use super::{CRITERIA, FILES, LISTS, Night, share};

/// The sentences of the page with numbers in them.
pub(crate) fn sentences(words: &Wording, nights: &[Night; 2]) -> Vec<String> {
    let [first, night] = nights;
    let counted = |ended: &str, one: &str, many: &str| words.counted(night.ended(None, &[ended]), one, many);
    let records = |count: u64| words.counted(count, "one_record", "many_records");
    let tonight = [
        ("prospects", counted("prospect", "one_prospect", "many_prospects")),
        ("reviews", counted("review", "one_review", "many_reviews")),
        ("read", records(night.ended(None, &[]))),
        ("lists", words.counted(LISTS.len() as u64, "one_list", "many_lists")),
    ];
    let alone: usize = CRITERIA.iter().map(|(_, rule)| night.alone(rule).len()).sum();
    let highest = nights.each_ref().map(|night| night.ended(None, &["prospect"])).into_iter().max().unwrap();
    let days = [first, night].map(|night| words.date(night.day.parse().unwrap()));
    let picture = [
        ("count", words.number(2)),
        ("first", days[0].clone()),
        ("last", days[1].clone()),
        ("highest", words.number(highest)),
    ];
    let fill = |key: &str, gaps: &[(&str, String)]| {
        words.fill(key, &gaps.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    };
    let mut sentences = vec![
        fill("tonight_sentence", &tonight),
        fill("misses_sentence", &[("count", words.number(alone as u64))]),
        fill("trend_picture", &picture),
    ];
    for (kind, key) in [("below_data", "m_below_data"), ("below_header", "m_below_header")] {
        let count = night.count(|one| one.list == "own.csv" && one.cell("kind") == kind);
        assert!(count > 0, "{kind}");
        sentences.push(fill(key, &[("list", "own.csv".to_owned()), ("records", records(count))]));
    }
    let damaged = night.leads(Some("second.csv"), |one| one.is_damaged("employees"));
    let filled = night.leads(Some("second.csv"), |one| !one.cell("employees").is_empty());
    let unreadable = [
        ("list", "second.csv".to_owned()),
        ("field", "employees".to_owned()),
        ("cells", words.counted(damaged, "one_cell", "many_cells")),
        ("filled", words.number(filled)),
        ("example", "soon".to_owned()),
    ];
    sentences.push(fill("m_unreadable", &unreadable));
    sentences
}

/// What the mail says before its remarks: what was read, where it ended, and why most leads were rejected.
pub(crate) fn mailed(words: &Wording, night: &Night) -> (String, String) {
    let order = ["prospect", "review", "rejected", "duplicate", "held", "known", "suppressed", "unreadable"];
    let part =
        |ended: &str| words.counted(night.ended(None, &[ended]), &format!("e_{ended}_one"), &format!("e_{ended}_many"));
    let ends = order.map(part).join(", ") + ".";
    let records = words.counted(night.ended(None, &[]), "t_one_record", "t_many_records");
    let lists = words.counted(LISTS.len() as u64, "one_list", "many_lists");
    let read = words.fill("t_read", &[("records", &records), ("lists", &lists)]);
    let (blocked, rule) = CRITERIA.map(|(_, rule)| (night.blocked(rule), rule)).into_iter().max().unwrap();
    let reason = words.fill("mail_reason", &[("rule", rule), ("count", &words.number(blocked))]);
    (format!("night, {}: {ends}", night.day), format!("night, {}: {read} {ends} {reason}", night.day))
}

/// The rows with numbers on the sheet of counts.
pub(crate) fn sheet(words: &Wording, night: &Night) -> BTreeSet<Vec<String>> {
    let mut rows = BTreeSet::new();
    let mut row = |name: &str, numbers: &[f64]| {
        let cells = numbers.iter().map(ToString::to_string);
        rows.insert([name.to_owned()].into_iter().chain(cells).collect());
    };
    let read = night.ended(None, &[]);
    for (_, ended) in FILES {
        let count = night.ended(None, &[ended]);
        row(words.text(&format!("d_{ended}")), &[count as f64, share(count, read)]);
    }
    row(words.text("total"), &[read as f64]);
    let rejected = night.ended(None, &["rejected"]);
    for (criterion, rule) in CRITERIA {
        let outcomes = ["pass", "fail", "unknown"];
        row(criterion, &outcomes.map(|outcome| night.count(|one| one.outcome(criterion) == outcome) as f64));
        let blocked = night.blocked(rule);
        row(rule, &[blocked as f64, night.alone(rule).len() as f64, share(blocked, rejected)]);
    }
    let order = ["prospect", "review", "rejected", "held", "known", "duplicate", "suppressed", "unreadable"];
    for (list, _) in LISTS {
        let ended = order.map(|how| night.ended(Some(list), &[how]) as f64);
        row(list, &[&[night.ended(Some(list), &[]) as f64][..], &ended].concat());
    }
    rows
}
