//! Columns to outcomes and verdicts, by the shipped mid-market profile.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a benchmark may fail loudly, and its parts are shared"
)]

#[allow(dead_code, reason = "each benchmark uses its part")]
mod common;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::intake::ChunkFields;
use leadsieve::judge::{Asking, derive, explain, judge};

fn judging(criterion: &mut Criterion) {
    let work = common::work(2);
    let records = work.chunk();
    let fields = ChunkFields::new(&work.profile, &work.list, &records);
    let columns = derive(&work.profile, records.len(), |source, columns| fields.column(source, columns));
    let judged = judge(&work.profile, &columns, records.len());
    let mut group = criterion.benchmark_group("judging");
    group.throughput(Throughput::Elements(records.len() as u64));
    group.bench_function("judge", |bencher| {
        bencher.iter(|| black_box(judge(&work.profile, &columns, records.len())));
    });
    group.bench_function("explain", |bencher| {
        bencher.iter(|| {
            for record in 0..records.len() {
                black_box(explain(&Asking::new(&work.profile), &columns, &judged, record));
            }
        });
    });
    group.finish();
}

/// One rule for each operator, on a field of a type that has it.
const OPERATORS: [(&str, &str); 20] = [
    ("is", r#"field = "country", is = "DE""#),
    ("is_not", r#"field = "country", is_not = "DE""#),
    ("in", r#"field = "industry", in = ["Retail", "Construction", "Insurance"]"#),
    ("not_in", r#"field = "industry", not_in = ["Retail", "Construction", "Insurance"]"#),
    ("starts_with_any", r#"field = "job_title", starts_with_any = ["chief", "head", "vp"]"#),
    ("ends_with_any", r#"field = "job_title", ends_with_any = ["manager", "director"]"#),
    ("contains_any", r#"field = "job_title", contains_any = ["sales", "market"]"#),
    ("has_any_word", r#"field = "job_title", has_any_word = ["ceo", "owner", "head of", "director"]"#),
    ("matches", r#"field = "job_title", matches = "(?i)chief|c[a-z]o", message = "{value} is no chief.""#),
    ("is_known", r#"field = "email", is_known = true"#),
    ("at_least", r#"field = "employees", at_least = 10"#),
    ("at_most", r#"field = "employees", at_most = 1000"#),
    ("more_than", r#"field = "employees", more_than = 10"#),
    ("less_than", r#"field = "employees", less_than = 1000"#),
    ("between", r#"field = "employees", between = [10, 1000]"#),
    ("on_or_after", r#"field = "last_verified", on_or_after = 2026-01-01"#),
    ("on_or_before", r#"field = "last_verified", on_or_before = 2026-01-01"#),
    ("within_last", r#"field = "last_verified", within_last = "6 months""#),
    ("older_than", r#"field = "last_verified", older_than = "6 months""#),
    ("any", r#"any = [{ field = "country", is = "DE" }, { field = "employees", at_least = 10 }]"#),
];

fn operators(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("operator");
    for (name, condition) in OPERATORS {
        judged_by(&mut group, name.to_owned(), &format!("[must]\nrule = {{ {condition} }}\n"));
    }
    group.finish();
}

/// What one more rule costs on a field that is read already: the differences, divided by leads and rules.
fn many_rules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    for count in [10, 100, 1000] {
        let rule = |place| format!("[must.rule-{place}]\nfield = \"employees\"\nat_least = {place}\n");
        judged_by(&mut group, count.to_string(), &(0..count).map(rule).collect::<String>());
    }
    group.finish();
}

fn judged_by(group: &mut BenchmarkGroup<'_, WallTime>, name: String, rules: &str) {
    let work = common::work(2).under(common::profile_of(rules));
    let records = work.chunk();
    let fields = ChunkFields::new(&work.profile, &work.list, &records);
    let columns = derive(&work.profile, records.len(), |source, columns| fields.column(source, columns));
    group.throughput(Throughput::Elements(records.len() as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| black_box(judge(&work.profile, &columns, records.len())));
    });
}

criterion_group!(benches, judging, operators, many_rules);
criterion_main!(benches);
