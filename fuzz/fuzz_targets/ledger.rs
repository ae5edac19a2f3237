//! A ledger that is damaged, and one that works: whoever was handed over stays known, or the ledger is refused.
//!
//! The first byte chooses: a ledger in which the input changes bytes, or an empty one on which the input orders nights,
//! interruptions, purges and people to be forgotten; beside it, a plain table says who has to be known.

#![no_main]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use leadsieve::ledger::{Fate, Handover, HandoverList, HandoverRun, Handovers, Held, Ledger, LedgerError, Objector};
use leadsieve::model::Verdict;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for the ledger"));

/// A ledger in which there is a bit of everything, as bytes.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = fresh();
    let mut ledger = Ledger::open(&path).expect("made");
    (1..=3_u8).for_each(|night| {
        let leads = (0..40).map(|lead| lead_of(night, lead)).collect();
        enter(&mut ledger, night, leads, true, &[key(200 + night)]);
    });
    ledger.enter_objections(&[Objector { key: key(250), since: day(1), channels: 0 }]).expect("entered");
    let run = begin(&mut ledger, 4);
    ledger.enter(run, "nightly", Vec::new(), None).expect("sealed");
    drop(ledger);
    std::fs::read(&path).expect("read")
});

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    match choice % 3 {
        0 => damaged(rest),
        1 => ordered(rest),
        _ => foreign(rest),
    }
});

/// The path of a ledger that is not there yet.
fn fresh() -> PathBuf {
    let path = FOLDER.path().join("ledger.sqlite");
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(FOLDER.path().join(format!("ledger.sqlite{ending}")));
    }
    path
}

/// A hash as keys have them: spread over all bits.
fn key(number: u8) -> u128 {
    (u128::from(number) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
}

fn day(night: u8) -> Date {
    date(2026, 1, 1).saturating_add(jiff::Span::new().days(i64::from(night)))
}

/// A lead of the table beside the ledger.
#[derive(Clone)]
struct Lead {
    run: i64,
    night: u8,
    verdict: Verdict,
    keys: Vec<u8>,
}

fn lead_of(night: u8, lead: u8) -> Lead {
    let verdict = if lead.is_multiple_of(2) { Verdict::Prospect } else { Verdict::Review };
    Lead { run: 0, night, verdict, keys: vec![(night * 40 + lead) % 199, lead % 7] }
}

fn begin(ledger: &mut Ledger, night: u8) -> i64 {
    let out = Path::new("out");
    let run_id = &ledger.new_run_id().expect("an id");
    let run = HandoverRun { run_id, job: "nightly", as_of: day(night), profile: "p", rules: "r", out };
    ledger.begin(&run).expect("begun").number
}

/// Enters a night, and gives its leads with the number of their run.
fn enter(ledger: &mut Ledger, night: u8, mut leads: Vec<Lead>, done: bool, held: &[u128]) -> Vec<Lead> {
    let memory = ledger.memory("nightly").expect("read");
    let run = begin(ledger, night);
    let mut handovers = Handovers::default();
    for (record, lead) in (1..).zip(&mut leads) {
        lead.run = run;
        let handover = Handover { record, part: 0, verdict: lead.verdict, worst: 0.0, best: 1.0, upgraded: false };
        handovers.push(handover, lead.keys.iter().map(|number| Some(key(*number))));
    }
    let list = HandoverList { name: format!("{night}.csv"), leads: handovers, ..HandoverList::default() };
    let held = Held { keys: held.iter().map(|key| vec![*key]).collect(), since: None };
    ledger.enter(run, "nightly", vec![list], Some((held, &memory))).expect("entered");
    if done {
        ledger.done(run).expect("done");
    }
    leads
}

/// Bytes of a whole ledger are changed, or it is cut off: it knows everybody all the same, or is refused.
fn damaged(mut changes: &[u8]) {
    let mut bytes = WHOLE.clone();
    if let Some(([cut, low, high], rest)) = changes.split_first_chunk::<3>().filter(|(start, _)| start[0] % 8 == 7) {
        bytes.truncate(usize::from(*cut >> 3) * 4096 + usize::from(u16::from_le_bytes([*low, *high])) % 4096);
        changes = rest;
    }
    while let Some(([low, middle, high, value], rest)) = changes.split_first_chunk() {
        let place = u32::from_le_bytes([*low, *middle, *high, 0]) as usize % WHOLE.len();
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= value;
        }
        changes = rest;
    }
    let is_empty = bytes.is_empty();
    let path = fresh();
    std::fs::write(&path, &bytes).expect("written");
    let known = match read(&path) {
        Ok(known) => known,
        Err(refused) => return assert!(!refused.to_string().is_empty(), "refused without a reason"),
    };
    assert!(is_empty || known, "a damaged ledger knows fewer people, and nobody is told");
}

/// Whether a ledger that can be read knows everybody of the whole one.
fn read(path: &Path) -> Result<bool, LedgerError> {
    let mut ledger = Ledger::open(path)?;
    let memory = ledger.memory("nightly")?;
    let handed = (0..120_u8).all(|place| {
        let lead = lead_of(place / 40 + 1, place % 40);
        lead.keys.iter().all(|number| memory.known([Some(key(*number))].into_iter()).is_some())
    });
    let held = (1..=3_u8).all(|night| memory.held_since([Some(key(200 + night))].into_iter()) == Some(day(night)));
    let objects = ledger.objectors()?.iter().any(|objector| objector.key == key(250));
    ledger.holdings()?;
    ledger.days()?;
    ledger.settle(|_| Fate::Absent)?;
    ledger.purge(day(2))?;
    Ok(handed && held && objects)
}

/// Any bytes as a ledger.
fn foreign(bytes: &[u8]) {
    let path = fresh();
    std::fs::write(&path, bytes).expect("written");
    if let Err(refused) = Ledger::open(&path) {
        assert!(!refused.to_string().is_empty(), "refused without a reason");
        let is_ledger = matches!(refused, LedgerError::Damaged { .. } | LedgerError::Refused { .. });
        assert!(is_ledger || std::fs::read(&path).expect("read") == bytes, "what is no ledger is changed");
    }
}

/// Works on a ledger as ordered: after each order it knows whom the table knows.
fn ordered(orders: &[u8]) {
    let path = fresh();
    let mut ledger = Ledger::open(&path).expect("made");
    let (mut table, mut night): (Vec<Lead>, u8) = (Vec::new(), 0);
    for order in orders.chunks_exact(3).take(24) {
        let [what, one, two] = [order[0], order[1] % 16, order[2] % 16];
        match what % 6 {
            0 | 1 => {
                night += 1;
                let lead = |keys, verdict| Lead { run: 0, night, verdict, keys };
                let leads = vec![lead(vec![one, two], Verdict::Review), lead(vec![two], Verdict::Prospect)];
                let leads = leads.into_iter().take(usize::from(what >> 4) % 3).collect();
                table.extend(enter(&mut ledger, night, leads, what % 6 == 0, &[]));
            }
            2 => {
                let absent = what >> 4 & 1 == 0;
                let open: Vec<i64> = ledger.open_runs().expect("read").iter().map(|run| run.number).collect();
                ledger.settle(|_| if absent { Fate::Absent } else { Fate::InPlace }).expect("settled");
                table.retain(|lead| !absent || !open.contains(&lead.run));
            }
            3 => {
                let before = day(night.saturating_sub(one / 2));
                ledger.purge(before).expect("purged");
                table.retain(|lead| day(lead.night) >= before);
            }
            4 => {
                ledger.forget(&[key(one)], &[key(two)], day(night)).expect("forgotten");
                table.retain(|lead| !lead.keys.contains(&one));
            }
            _ => {
                drop(ledger);
                ledger = Ledger::open(&path).expect("opened again");
            }
        }
        compare(&ledger, &table);
    }
}

/// The best verdict under a key, by the ledger and by the table.
fn compare(ledger: &Ledger, table: &[Lead]) {
    let memory = ledger.memory("nightly").expect("read");
    for number in 0..16 {
        let known = memory.known([Some(key(number))].into_iter());
        if let Some(known) = known {
            assert!(memory.past(known).is_some(), "nobody knows when key {number} was handed over");
        }
        let all = table.iter().filter(|lead| lead.keys.contains(&number)).map(|lead| lead.verdict == Verdict::Prospect);
        assert_eq!(known.map(|known| known.verdict() == Verdict::Prospect), all.max(), "key {number}");
    }
    let holdings = ledger.holdings().expect("read");
    assert_eq!(holdings.leads, table.len() as u64);
}
