//! Nights that are killed, or find disks that fail, at every operation on a file and at random moments: whatever happens,
//! everybody is handed over once, and `latest` is whole. `docs/reliability.md` says what is promised.
//!
//! `cargo test` tries a part of it; `.ci/reliability` all of it.

#![cfg(target_os = "linux")]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail loudly, and its parts are shared between test programs"
)]

mod faults;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use faults::{Fault, HARM, KILLS, SCENES, Story, at_operation, library, operations};

/// Faults and seeds to be tried by two threads, and what went wrong.
fn all_of<T: Send + Copy + std::fmt::Debug>(
    work: impl IntoIterator<Item = T>,
    tried: impl Fn(T) -> Result<(), String> + Sync,
) {
    let work = Mutex::new(work.into_iter().collect::<Vec<T>>().into_iter());
    let failures = Mutex::new(Vec::new());
    let next = || work.lock().unwrap().next();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(one) = next() {
                    if let Err(why) = tried(one) {
                        println!("FAILED: {why}\n");
                        failures.lock().unwrap().push(why);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} failures; the first one: {}", failures.len(), failures[0]);
}

/// Every so-many-th operation of every scene, with the faults dealt out over them.
fn operations_of(kinds: &[Fault], every: usize) -> Vec<(usize, Fault)> {
    let mut all = Vec::new();
    for (number, scene) in SCENES.iter().enumerate() {
        let [without, with] = operations(scene).unwrap_or_else(|why| panic!("{}: {why}", scene.name));
        let last = |fault: &Fault| if fault.reads { with } else { without };
        let of_kind = |fault: &Fault| (1..=last(fault)).map(|at| (number, fault.at(at))).collect::<Vec<_>>();
        all.extend(kinds.iter().flat_map(of_kind));
    }
    all.into_iter().step_by(every).collect()
}

#[test]
fn killed_at_an_operation_on_a_file() {
    if library().is_none() {
        return;
    }
    // Steps by a prime, so that all faults and places of the program have their turn.
    all_of(operations_of(&KILLS, 101), |(scene, fault)| at_operation(&SCENES[scene], fault).map(drop));
}

#[test]
fn an_operation_on_a_file_that_fails() {
    if library().is_none() {
        return;
    }
    all_of(operations_of(&HARM, 397), |(scene, fault)| at_operation(&SCENES[scene], fault).map(drop));
}

#[test]
fn nights_with_kills_and_faults_at_random() {
    if library().is_none() {
        return;
    }
    all_of(0..16_u64, |seed| Story::default().tell(&SCENES[seed as usize % SCENES.len()], seed, false));
}

fn number(name: &str, unless: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(unless)
}

/// The long form: killed at every operation, random nights until there were as many kills as are wanted, and every other
/// fault at every operation, or at every `LEADSIEVE_EVERY`-th.
#[test]
#[ignore = "takes an hour; .ci/reliability runs it"]
fn long() {
    assert!(library().is_some(), "without the library there are no faults");
    let (wanted, seed) = (number("LEADSIEVE_KILLS", 10_000) as usize, number("LEADSIEVE_SEED", 1));
    let (began, every) = (Instant::now(), number("LEADSIEVE_EVERY", 1) as usize);
    let [kills, faults, nights, runs, failures] = [const { AtomicUsize::new(0) }; 5];
    let failed = |why: String| {
        println!("FAILED: {why}\n");
        failures.fetch_add(1, Ordering::Relaxed);
    };
    let tell = |what: &str| {
        let counts = [&kills, &faults, &nights, &runs, &failures].map(|count| count.load(Ordering::Relaxed));
        let [kills, faults, nights, runs, failures] = counts;
        println!(
            "{what}: {kills} kills, {faults} faults, {nights} stories, {runs} runs with either, {failures} failures, {} s",
            began.elapsed().as_secs()
        );
    };
    let at = |count: &AtomicUsize, (scene, fault): (usize, Fault)| {
        runs.fetch_add(1, Ordering::Relaxed);
        match at_operation(&SCENES[scene], fault) {
            Ok(killed) => drop(count.fetch_add(usize::from(killed || !fault.kills()), Ordering::Relaxed)),
            Err(why) => failed(why),
        }
        Ok(())
    };
    all_of(operations_of(&KILLS, every), |one| at(&kills, one));
    tell("killed at operations");
    let next = AtomicUsize::new(0);
    let story = |_: usize| {
        while kills.load(Ordering::Relaxed) < wanted {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let mut story = Story::default();
            let scene = &SCENES[number % SCENES.len()];
            if let Err(why) = story.tell(scene, seed.wrapping_mul(1_000_003) + number as u64, false) {
                failed(why);
            }
            kills.fetch_add(story.kills, Ordering::Relaxed);
            faults.fetch_add(story.faults, Ordering::Relaxed);
            runs.fetch_add(story.runs, Ordering::Relaxed);
            if nights.fetch_add(1, Ordering::Relaxed) % 100 == 99 {
                tell("so far");
            }
        }
        Ok(())
    };
    all_of(0..2_usize, story);
    tell("nights at random");
    all_of(operations_of(&HARM, every), |one| at(&faults, one));
    tell("in all");
    assert_eq!(failures.load(Ordering::Relaxed), 0, "see above");
}
