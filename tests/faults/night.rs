//! Runs of the program that meet faults, and the runs after them.

use std::collections::BTreeSet;
use std::env;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::Dice;
use super::look::{Seen, left_behind, names};
use super::preload::{Fault, HARM, KILLS, counted};
use super::scene::{Handed, Job, Scene};

/// So many nights, and so many more until nobody waits any longer.
const NIGHTS: usize = 3;
const MOST_NIGHTS: usize = 40;

/// What may be said of a fault is never that.
const DEBRIS: [&str; 6] = ["panicked", "RUST_BACKTRACE", "os error", "Some(", "Err(", "bug:"];

/// A folder with jobs, and what was seen of their runs.
struct Jobs<'s> {
    scene: &'s Scene,
    folder: PathBuf,
    seen: Seen,
    expected: BTreeSet<Handed>,
    /// Days since the first one.
    day: usize,
}

/// What came of a run.
struct Ended {
    output: Output,
    /// Operations that it came to.
    operations: u64,
}

impl Ended {
    fn was_killed(&self) -> bool {
        self.output.status.signal() == Some(9)
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }
}

impl<'s> Jobs<'s> {
    fn new(scene: &'s Scene, folder: &Path) -> Self {
        scene.set_up(folder);
        Self { scene, folder: folder.to_owned(), seen: Seen::default(), expected: BTreeSet::new(), day: 0 }
    }

    fn arrive(&mut self, night: usize) {
        self.expected.extend(self.scene.arrive(&self.folder, night));
    }

    fn command(&self, job: &Job) -> Command {
        let program = env::var_os("LEADSIEVE_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_leadsieve").into());
        let mut command = Command::new(program);
        let day = format!("2026-{:02}-{:02}", self.day / 28 + 1, self.day % 28 + 1);
        command.current_dir(&self.folder).args(["run", &format!("{}.toml", job.name), "--as-of", &day]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start(&self, job: &Job, fault: Option<Fault>) -> Child {
        let mut command = self.command(job);
        if let Some(fault) = fault {
            fault.befall(&mut command, &self.counter());
        }
        command.spawn().expect("the program starts")
    }

    fn counter(&self) -> PathBuf {
        self.folder.join("counter")
    }

    /// Runs a job that may meet a fault, and looks at what it has left.
    fn run(&mut self, job: &Job, fault: Option<Fault>) -> Result<Ended, String> {
        let output = self.start(job, fault).wait_with_output().unwrap();
        let operations = if fault.is_some() { counted(&self.counter()) } else { 0 };
        let ended = Ended { output, operations };
        self.look().map_err(|why| format!("{why}\n{}", ended.said()))?;
        match (fault, ended.output.status.code()) {
            (_, Some(0 | 3)) => {}
            (Some(fault), None) if fault.kills() && ended.was_killed() => {}
            (Some(fault), Some(1)) if !fault.kills() && is_a_sentence(&ended.said()) => {}
            (_, status) => return Err(format!("exit {status:?}: {}", ended.said())),
        }
        Ok(ended)
    }

    fn look(&mut self) -> Result<(), String> {
        self.seen.look(self.scene, &self.folder)
    }

    /// Runs every job without faults, once.
    fn morning(&mut self) -> Result<(), String> {
        self.scene.jobs().iter().try_for_each(|job| self.run(job, None).map(drop))
    }

    /// Runs all jobs night after night until nobody waits any more, and sees whether everybody was handed over once.
    fn settle(&mut self) -> Result<(), String> {
        for _ in 0..MOST_NIGHTS {
            self.morning()?;
            self.day += 1;
            if self.scene.jobs().iter().all(|job| names(&job.inbox(&self.folder)).is_empty()) {
                break;
            }
        }
        left_behind(self.scene, &self.folder)?;
        self.seen.is_complete(&self.expected)
    }
}

/// One sentence with a path in it, in words for people.
fn is_a_sentence(said: &str) -> bool {
    let errors = said.lines().filter(|line| line.starts_with("error: ")).count();
    errors == 1 && said.contains('/') | said.contains(".toml") && !DEBRIS.iter().any(|debris| said.contains(debris))
}

/// Nights on which jobs are killed or meet faults at random.
#[derive(Debug, Default)]
pub struct Story {
    pub runs: usize,
    pub kills: usize,
    pub faults: usize,
}

impl Story {
    /// Lives through one, and says what went wrong. The same seed makes the same story, but for kills that depend on
    /// the time.
    pub fn tell(&mut self, scene: &Scene, seed: u64, kills_only: bool) -> Result<(), String> {
        let folder = tempfile::tempdir().unwrap();
        let mut jobs = Jobs::new(scene, folder.path());
        let mut dice = Dice::new(seed);
        let mut told = Vec::new();
        let result = self.nights(&mut jobs, &mut dice, kills_only, &mut told);
        result.map_err(|why| {
            let kept = env::var_os("LEADSIEVE_KEEP").map(|_| folder.keep());
            format!("{}, seed {seed}: {why}\n{}\n{kept:?}", scene.name, told.join("\n"))
        })
    }

    fn nights(
        &mut self,
        jobs: &mut Jobs<'_>,
        dice: &mut Dice,
        kills_only: bool,
        told: &mut Vec<String>,
    ) -> Result<(), String> {
        let mut usual = Duration::from_millis(40);
        for night in 0..NIGHTS {
            jobs.arrive(night);
            for _ in 0..=dice.below(4) {
                let all = jobs.scene.jobs();
                let job = &all[usize::try_from(dice.below(all.len() as u64)).unwrap()];
                if all.len() > 1 && dice.below(4) == 0 {
                    told.push(format!("night {night}: both at once"));
                    self.both_at_once(jobs, usual.mul_f64(chance(dice)))?;
                } else if dice.below(3) == 0 {
                    told.push(format!("night {night}: {} killed by the clock", job.name));
                    self.kill_after(jobs, job, usual.mul_f64(1.2 * chance(dice)))?;
                } else {
                    let kinds: &[Fault] = if kills_only || dice.below(3) > 0 { &KILLS } else { &HARM };
                    let fault = kinds[usize::try_from(dice.below(kinds.len() as u64)).unwrap()].at(1 + dice.below(300));
                    told.push(format!("night {night}: {} {fault:?}", job.name));
                    let ended = jobs.run(job, Some(fault))?;
                    self.count(&ended, fault);
                }
                jobs.day += usize::from(dice.below(2) == 0);
            }
            if dice.below(3) > 0 {
                let began = Instant::now();
                jobs.morning()?;
                usual = began.elapsed() / u32::try_from(jobs.scene.jobs().len()).unwrap();
            }
            jobs.day += usize::from(dice.below(4) > 0);
        }
        jobs.settle()
    }

    fn count(&mut self, ended: &Ended, fault: Fault) {
        self.runs += 1;
        self.kills += usize::from(ended.was_killed());
        self.faults += usize::from(!fault.kills() && ended.operations >= fault.at);
    }

    fn kill_after(&mut self, jobs: &mut Jobs<'_>, job: &Job, time: Duration) -> Result<(), String> {
        let mut child = jobs.start(job, None);
        sleep(time);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        self.runs += 1;
        self.kills += usize::from(output.status.signal() == Some(9));
        jobs.look()
    }

    /// Two jobs that share something run at the same time, and one is killed: the other one works, or says who is at
    /// work.
    fn both_at_once(&mut self, jobs: &mut Jobs<'_>, time: Duration) -> Result<(), String> {
        let [one, other] = jobs.scene.jobs() else { unreachable!("two jobs") };
        let mut children = [jobs.start(one, None), jobs.start(other, None)];
        sleep(time);
        let _ = children[0].kill();
        let [one, other] = children.map(|child| child.wait_with_output().unwrap());
        self.runs += 2;
        self.kills += usize::from(one.status.signal() == Some(9));
        jobs.look()?;
        match other.status.code() {
            Some(0 | 1 | 3 | 4) => Ok(()),
            code => Err(format!("exit {code:?} beside another: {}", String::from_utf8_lossy(&other.stderr))),
        }
    }
}

/// From 0 to 1.
fn chance(dice: &mut Dice) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let thousandths = dice.below(1001) as f64;
    thousandths / 1000.0
}

/// A folder with one night behind it and the lists of the next one.
fn prepared<'s>(scene: &'s Scene, folder: &Path) -> Result<Jobs<'s>, String> {
    let mut jobs = Jobs::new(scene, folder);
    jobs.arrive(0);
    jobs.morning()?;
    jobs.day = 1;
    jobs.arrive(1);
    Ok(jobs)
}

/// How many operations the second night of a scene's first job has, with and without reading.
pub fn operations(scene: &Scene) -> Result<[u64; 2], String> {
    let mut counts = [0; 2];
    for (reads, count) in counts.iter_mut().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let mut jobs = prepared(scene, folder.path())?;
        let nothing = Fault { what: "nothing", at: u64::MAX >> 1, lasts: false, reads: reads == 1 };
        *count = jobs.run(&scene.jobs()[0], Some(nothing))?.operations;
        if reads == 0 {
            // Without any fault, the nights hand over whom they should.
            jobs.settle()?;
        }
    }
    Ok(counts)
}

/// Has the second night of the first job meet a fault, and says what went wrong then, and whether it was killed.
pub fn at_operation(scene: &Scene, fault: Fault) -> Result<bool, String> {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let result = prepared(scene, folder.path()).and_then(|mut jobs| {
        let ended = jobs.run(&scene.jobs()[0], Some(fault))?;
        let is_left = !ended.was_killed() && !fault.lasts && has_temporary(&jobs);
        if is_left && ended.output.status.code() == Some(1) {
            return Err(format!("a temporary folder is left: {}", ended.said()));
        }
        jobs.settle().map_err(|why| format!("{why}\nsaid at the fault: {}", ended.said()))?;
        Ok(ended.was_killed())
    });
    result.map_err(|why| {
        let kept = env::var_os("LEADSIEVE_KEEP").map(|_| folder.keep());
        format!("{}, {fault:?}: {why}\n{kept:?}", scene.name)
    })
}

fn has_temporary(jobs: &Jobs<'_>) -> bool {
    let outs = jobs.scene.jobs().iter().map(|job| jobs.folder.join(job.out));
    outs.flat_map(|out| names(&out)).any(|name| name.starts_with(".tmp-2"))
}
