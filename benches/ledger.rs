//! What a ledger costs a run: reading what it knows, and asking it for every lead.
//!
//! `LEADSIEVE_LEDGER=FILE` keeps the ledger there, `LEADSIEVE_LEADS=N` says how many leads are in it.

#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadsieve::ledger::{Handover, HandoverList, HandoverRun, Handovers, Ledger};
use leadsieve::model::Verdict;
use xxhash_rust::xxh3::xxh3_128;

/// Nights over which the leads were handed over.
const NIGHTS: u64 = 20;

fn key(lead: u64, key: u64) -> u128 {
    xxh3_128(&(lead * 4 + key).to_le_bytes())
}

fn handover(lead: u64) -> Handover {
    let verdict = if lead.is_multiple_of(2) { Verdict::Prospect } else { Verdict::Review };
    Handover { record: lead, part: 0, verdict, worst: 10.0, best: 20.0, upgraded: false }
}

fn fill(path: &Path, leads: u64) {
    let mut ledger = Ledger::open(path).unwrap();
    for night in 0..NIGHTS {
        let as_of = jiff::civil::date(2026, 11, 1).saturating_add(jiff::Span::new().days(night as i64));
        let run = ledger
            .begin(&HandoverRun {
                run_id: &night.to_string(),
                job: "bench",
                as_of,
                profile: "p",
                rules: "r",
                out: std::path::Path::new("out"),
            })
            .unwrap();
        let mut handovers = Handovers::default();
        for lead in (night * leads / NIGHTS)..((night + 1) * leads / NIGHTS) {
            handovers.push(handover(lead), (0..3).map(|place| Some(key(lead, place))));
        }
        let list = HandoverList { name: format!("{night}.csv"), leads: handovers, ..HandoverList::default() };
        ledger.enter(run.number, "bench", vec![list], None).unwrap();
        ledger.done(run.number).unwrap();
    }
}

fn ledger(criterion: &mut Criterion) {
    let leads = std::env::var("LEADSIEVE_LEADS").ok().and_then(|leads| leads.parse().ok()).unwrap_or(300_000);
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("LEADSIEVE_LEDGER").map(PathBuf::from);
    let path = kept.unwrap_or_else(|| folder.path().join("ledger.sqlite"));
    if !path.exists() {
        fill(&path, leads);
    }
    let mut group = criterion.benchmark_group("ledger");
    group.sample_size(10).throughput(Throughput::Elements(leads * 3));
    let open = || Ledger::open(&path).unwrap().memory("bench").unwrap();
    group.bench_function("read", |bencher| bencher.iter(|| black_box(open())));
    let memory = open();
    group.throughput(Throughput::Elements(100_000));
    for (name, from) in [("known", 0), ("unknown", leads)] {
        let ask = |lead: u64| memory.known((0..3).map(|place| Some(key(from + lead * 7919 % leads, place))));
        group.bench_function(name, |bencher| {
            bencher.iter(|| (0..100_000).filter(|lead| black_box(ask(*lead)).is_some()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, ledger);
criterion_main!(benches);
