//! A judged chunk to the bytes, rows and counts of the outputs.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::type_complexity,
    unreachable_pub,
    reason = "a benchmark may fail loudly, and its parts are shared"
)]

#[allow(dead_code, reason = "each benchmark uses its part")]
mod common;

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::identity::KeyPlan;
use leadsieve::identity::suppression::SuppressionPlan;
use leadsieve::intake::ChunkFields;
use leadsieve::judge::{Words, derive, judge};
use leadsieve::model::Language;
use leadsieve::render::{Earlier, Layout, LeadSheets, Position, Run, Settled, Wanted, render};
use leadsieve::report::Wording;

fn rendering(criterion: &mut Criterion) {
    let mut work = common::work(2);
    let keys = KeyPlan::new(&mut work.profile);
    let records = work.chunk();
    let fields = ChunkFields::new(&work.profile, &work.list, &records);
    let columns = derive(&work.profile, records.len(), |source, columns| fields.column(source, columns));
    let tallies = fields.into_tallies();
    let judged = judge(&work.profile, &columns, records.len());
    let lists = [work.list.clone()];
    let (layout, words) = (Layout::new(&work.profile, &lists, false, None), Words::english(&work.profile));
    let settled = Settled {
        position: Position { list: 0, records_before: 0, line: 2, offset: 0 },
        records: &records,
        columns: &columns,
        altered: None,
        judged: &judged,
        duplicates: &vec![None; records.len()],
        barred: &[],
        known: &[],
        held: &[],
        keys: &keys.hashes(&columns, records.len()),
        tallies: &tallies,
        states: &BTreeMap::new(),
    };
    let words_of_sheets = Wording::new(Language::En);
    let sheets = LeadSheets::new(&work.profile, &layout, &words_of_sheets);
    let nothing =
        Wanted { csv: false, sheets: false, rejections_sheet: false, decisions: false, parquet: false, page: false };
    let outputs = [
        ("counts", nothing),
        ("csv", Wanted { csv: true, ..nothing }),
        ("sheets", Wanted { sheets: true, rejections_sheet: true, ..nothing }),
        ("decisions", Wanted { decisions: true, ..nothing }),
    ];
    let mut group = criterion.benchmark_group("rendering");
    group.throughput(Throughput::Elements(records.len() as u64));
    for (name, wanted) in outputs {
        let run = Run {
            profile: &work.profile,
            lists: &lists,
            layout: &layout,
            keys: &keys,
            similar: None,
            suppression: SuppressionPlan::nothing(),
            people: None,
            earlier: Earlier::nothing(),
            sheets: &sheets,
            words: &words,
            wanted,
            guard: true,
        };
        group.bench_function(name, |bencher| bencher.iter(|| black_box(render(&run, &settled))));
    }
    group.finish();
}

criterion_group!(benches, rendering);
criterion_main!(benches);
