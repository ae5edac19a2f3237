//! A whole run from file to files, CSV only.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a benchmark may fail loudly, and its parts are shared"
)]

#[allow(dead_code, reason = "each benchmark uses its part")]
mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::pipeline::{Inputs, Limits, Progress, Settings, Target, lists_in, run};
use leadsieve::profile::{Format, Output};

/// Nobody watches.
struct Unwatched;

impl Progress for Unwatched {
    fn start(&self, _bytes: Option<u64>) {}
    fn advance(&self, _bytes: u64, _records: u64, _prospects: u64) {}
}

fn whole_run(criterion: &mut Criterion) {
    let work = common::work(16);
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let output = Output { formats: vec![Format::Csv], ..Output::default() };
    let settings = Settings::new(Target::Folder(folder.path().join("out")), output);
    let limits = Limits::default();
    let found = lists_in(&work.file, None, &limits).expect("the list is there");
    let inputs = Inputs { limits, skipped: found.skipped, ..Inputs::new(work.profile.clone(), found.lists) };
    let mut group = criterion.benchmark_group("run");
    group.throughput(Throughput::Bytes(work.bytes.len() as u64)).sample_size(10);
    group.bench_function("csv", |bencher| {
        bencher.iter(|| run(inputs.clone(), &settings, &Unwatched).expect("the run succeeds"));
    });
    group.finish();
}

criterion_group!(benches, whole_run);
criterion_main!(benches);
