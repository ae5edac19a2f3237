//! Columns to identity keys, and keys to duplicates.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a benchmark may fail loudly, and its parts are shared"
)]

#[allow(dead_code, reason = "each benchmark uses its part")]
mod common;

use std::cell::Cell;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::identity::{FirstSeen, KeyPlan};
use leadsieve::intake::ChunkFields;
use leadsieve::judge::derive;

fn identity(criterion: &mut Criterion) {
    let mut work = common::work(2);
    let keys = KeyPlan::new(&mut work.profile);
    let records = work.chunk();
    let fields = ChunkFields::new(&work.profile, &work.list, &records);
    let columns = derive(&work.profile, records.len(), |source, columns| fields.column(source, columns));
    let hashes = keys.hashes(&columns, records.len());
    let mut group = criterion.benchmark_group("identity");
    group.throughput(Throughput::Elements(records.len() as u64));
    group.bench_function("keys", |bencher| {
        bencher.iter(|| black_box(keys.hashes(&columns, records.len())));
    });
    // A table that holds a million keys already: what a look-up costs in a long run.
    let mut seen = FirstSeen::with_room(2_000_000);
    for key in 0..1_000_000 {
        let _ = seen.meet([Some(spread(key))].into_iter(), 0);
    }
    let next = Cell::new(1_000_000);
    group.bench_function("duplicates", |bencher| {
        bencher.iter(|| {
            for record in 0..records.len() {
                next.set(next.get() + 1);
                let keys = hashes.iter().map(|hashes| hashes[record]).chain([Some(spread(next.get()))]);
                black_box(seen.meet(keys, record as u64 + 1));
            }
        });
    });
    group.finish();
}

/// A number as a hash: its bits all over.
const fn spread(number: u128) -> u128 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
}

criterion_group!(benches, identity);
criterion_main!(benches);
