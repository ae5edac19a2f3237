//! The lists that a job or a command names: patterns become files, each with its list file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::ask::Ask;
use super::inbox;
use super::refused::loaded;
use crate::criteria::{load_list_file, source_file};
use crate::model::Language;
use crate::pipeline::{Inputs, Limits, ListInput, lists_in};
use crate::profile::{Job, ListFile, ListPattern, Profile, SourceFile, Unpacking};
use crate::report::Wording;

/// A command line that cannot be meant.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Misused(pub String);

/// Collects lists in the order they are named. A file that is matched twice is read once, with its list file.
struct Collector<'a> {
    profile: &'a Profile,
    ask: &'a Ask,
    stdin: Option<&'a str>,
    limits: Limits,
    found: Vec<ListInput>,
    skipped: Vec<String>,
    broken: Vec<String>,
    files: Vec<SourceFile>,
    /// The job, whose habits its lists are found by.
    job: Option<&'a Job>,
}

/// The lists of a job.
pub(super) fn of_job(profile: Profile, job: &Job, ask: &Ask) -> Result<Inputs> {
    let mut collector = Collector::new(&profile, ask, None);
    collector.limits = ask.limits.over(&job.limits);
    collector.job = Some(job);
    for pattern in &job.lists {
        let paths = named(pattern, "lists")?;
        paths.iter().try_for_each(|path| collector.add(path))?;
    }
    let Collector { found: lists, files, skipped, broken, limits, .. } = collector;
    if lists.is_empty() && !broken.is_empty() {
        bail!("no list can be read: {}", broken.join(" "));
    }
    let (suppression, clearing, suppression_report) = Default::default();
    let mut inputs =
        Inputs { profile, lists, files, limits, skipped, broken, suppression, clearing, suppression_report };
    let paths = suppression_files(job)?;
    keep_record(&mut inputs, &paths)?;
    inputs.suppress(&paths)?;
    for patterns in &job.clear {
        let paths = barring_files(patterns, "[[suppress.clear]]", job)?;
        keep_record(&mut inputs, &paths)?;
        inputs.clear((!patterns.is_empty()).then_some(&paths))?;
    }
    warn_of_entries(&inputs, ask);
    Ok(inputs)
}

/// Says what the suppression files have that bars nobody or is doubtful, even where told to be quiet: who does not hear
/// of it calls people who objected.
fn warn_of_entries(inputs: &Inputs, ask: &Ask) {
    let english = Wording::new(Language::En);
    for remark in &inputs.suppression_report.remarks {
        ask.warn(&format!("warning: {}\n", remark.words(&english)));
    }
}

/// Notes the hashes of files that a run goes by.
fn keep_record(inputs: &mut Inputs, paths: &[PathBuf]) -> Result<()> {
    for path in paths {
        inputs.files.push(source_file(path)?);
    }
    Ok(())
}

/// The files that name who must not be contacted. A pattern that matches nothing is an error: without its file, people
/// who objected would be called.
fn suppression_files(job: &Job) -> Result<Vec<PathBuf>> {
    let mut files = barring_files(&job.suppress, "[suppress]", job)?;
    let forgotten = job.ledger.iter().map(|ledger| ledger.forgotten.clone());
    let forgotten: Vec<PathBuf> = forgotten.filter(|file| file.exists() && !files.contains(file)).collect();
    forgotten.iter().try_for_each(|file| inbox::refuse_link_out(file, job))?;
    files.extend(forgotten);
    Ok(files)
}

/// The files that a job means by its patterns, all of them in reach.
fn barring_files(patterns: &[ListPattern], under: &str, job: &Job) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for pattern in patterns {
        let paths = named(pattern, under)?;
        files.extend(paths.into_iter().filter(|path| !pattern.optional || path.exists()));
    }
    files.iter().try_for_each(|file| inbox::refuse_link_out(file, job))?;
    Ok(files)
}

/// The files that a job means by a pattern; `under` is where it names it.
fn named(pattern: &ListPattern, under: &str) -> Result<Vec<PathBuf>> {
    let paths = matching(&pattern.pattern)?;
    if paths.is_empty() && !pattern.optional {
        bail!(
            "no file matches {}, which the job names under {under}; mark it optional = true if that is all right",
            pattern.pattern
        );
    }
    Ok(paths)
}

/// The lists of a command line.
pub(super) fn of_paths(profile: Profile, paths: &[PathBuf], stdin: Option<&str>, ask: &Ask) -> Result<Inputs> {
    if paths.iter().filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        return Err(Misused("standard input (-) can be named only once".to_owned()).into());
    }
    let mut collector = Collector::new(&profile, ask, stdin);
    paths.iter().try_for_each(|path| collector.add(path))?;
    let Collector { found: lists, files, skipped, broken, limits, .. } = collector;
    let (suppression, clearing, suppression_report) = Default::default();
    Ok(Inputs { profile, lists, files, limits, skipped, broken, suppression, clearing, suppression_report })
}

impl<'a> Collector<'a> {
    fn new(profile: &'a Profile, ask: &'a Ask, stdin: Option<&'a str>) -> Self {
        let limits = ask.limits.over(&Unpacking::default());
        let (found, skipped, broken, files) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { profile, ask, stdin, limits, found, skipped, broken, files, job: None }
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        if path.extension().is_some_and(|extension| extension == "toml") {
            self.add_list_file(path)
        } else {
            self.add_lists(path, None, None)
        }
    }

    fn add_list_file(&mut self, path: &Path) -> Result<()> {
        let file = loaded(load_list_file(path, self.profile), self.ask)?;
        self.files.push(source_file(path)?);
        let mut found = Vec::new();
        for pattern in &file.files {
            let paths = matching(&pattern.to_string_lossy())?;
            if paths.is_empty() {
                bail!("no file matches {}, which {} names under files", pattern.display(), path.display());
            }
            found.extend(paths.into_iter().map(|list| (list, pattern.to_string_lossy())));
        }
        if found.is_empty() {
            bail!("{} names no list: add files = [\"NAME.csv\"]", path.display());
        }
        found.iter().try_for_each(|(list, pattern)| self.add_lists(list, Some(&file), Some(pattern)))
    }

    /// Adds the lists in a file.
    fn add_lists(&mut self, path: &Path, file: Option<&ListFile>, pattern: Option<&str>) -> Result<()> {
        if let Some(why) = self.job.and_then(|job| inbox::unfinished(path, job)) {
            self.skipped.push(why);
            return Ok(());
        }
        self.job.map_or(Ok(()), |job| inbox::refuse_link_out(path, job))?;
        let (lists, skipped) = match lists_in(path, self.stdin, &self.limits) {
            Err(error) if self.job.is_some_and(|job| !job.strict) => {
                self.broken.push(format!("{} was left out: {error}.", path.display()));
                return Ok(());
            }
            opened => opened?,
        };
        let skipped: Vec<String> = skipped.into_iter().filter(|sentence| !self.skipped.contains(sentence)).collect();
        self.skipped.extend(skipped);
        lists.into_iter().for_each(|list| self.add_list(list, file, pattern));
        Ok(())
    }

    /// Adds a list, unless it is there. Its list file counts wherever it is named.
    fn add_list(&mut self, list: ListInput, file: Option<&ListFile>, pattern: Option<&str>) {
        let same = |other: &&mut ListInput| {
            other.member.inner == list.member.inner && same_file(&other.member.path, &list.member.path)
        };
        let pattern = pattern.map(str::to_owned);
        match (self.found.iter_mut().find(same), file) {
            (Some(known), Some(file)) if known.file.path.is_none() => {
                (known.file, known.pattern) = (file.clone(), pattern);
            }
            (Some(_), _) => {}
            (None, file) => self.found.push(ListInput { file: file.cloned().unwrap_or_default(), pattern, ..list }),
        }
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The files that a pattern matches, sorted; a path without wildcards is itself, there or not.
fn matching(pattern: &str) -> Result<Vec<PathBuf>> {
    if !pattern.contains(['*', '?', '[']) {
        return Ok(vec![PathBuf::from(pattern)]);
    }
    let paths = glob::glob(pattern).with_context(|| format!("{pattern} is no pattern"))?;
    let mut found: Vec<PathBuf> =
        paths.collect::<Result<_, _>>().with_context(|| format!("cannot search {pattern}"))?;
    found.retain(|path| path.is_file());
    let distinct: HashSet<PathBuf> = found.drain(..).collect();
    let mut sorted: Vec<PathBuf> = distinct.into_iter().collect();
    sorted.sort();
    Ok(sorted)
}
