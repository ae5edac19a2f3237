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

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::intake::ChunkFields;
use leadsieve::judge::{derive, explain, judge};

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
                black_box(explain(&work.profile, &columns, &judged, record));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, judging);
criterion_main!(benches);
