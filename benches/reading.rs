//! Bytes to records, records to the columns of each field type.

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
use leadsieve::intake::{ChunkFields, Records};
use leadsieve::profile::{ColumnSource, Columns};

fn records(criterion: &mut Criterion) {
    let work = common::work(2);
    let chunk = work.bytes[..1 << 20].to_vec();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(chunk.len() as u64));
    group.bench_function("records", |bencher| {
        bencher.iter(|| Records::read(black_box(chunk.clone()), &work.shape(), false));
    });
    group.finish();
}

fn columns(criterion: &mut Criterion) {
    let work = common::work(2);
    let records = work.chunk();
    let mut group = criterion.benchmark_group("column");
    group.throughput(Throughput::Elements(records.len() as u64));
    for field in common::one_of_each_type(&work) {
        let name = format!("{}/{}", work.profile.fields[field].field_type.name(), work.profile.fields[field].name);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let fields = ChunkFields::new(&work.profile, &work.list, &records);
                black_box(fields.column(&ColumnSource::Field { field, part: None }, &Columns::default()))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, records, columns);
criterion_main!(benches);
