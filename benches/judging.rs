//! Columns to outcomes and verdicts, by the shipped mid-market profile.

mod common;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::intake::ChunkFields;
use leadsieve::judge::{derive, explain, judge};

fn judging(criterion: &mut Criterion) {
    let work = common::work(2);
    let records = work.chunk();
    let fields = ChunkFields::new(&work.profile, &work.list, &records);
    let columns = derive(&work.profile, records.len(), |source| fields.column(source));
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
