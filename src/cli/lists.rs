//! The lists that a job or a command names: patterns become files, each with its list file.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::ask::Ask;
use super::matches::{Matches, is_inbox, is_toml, matching, means_list_file, shown};
use super::refused::loaded;
use super::{inbox, refused};
use crate::criteria::{files_named_by, load_inbox_list_file, load_list_file, source_file};
use crate::files::{is_named_in, stands_in};
use crate::model::Language;
use crate::pipeline::{FoundLists, Inputs, Limits, ListInput, lists_in};
use crate::profile::{After, Job, ListFile, ListPattern, Profile, SourceFile, Unpacking};
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
    /// Where each of them is, by its file and its part of it.
    places: HashMap<Reached, usize>,
    skipped: Vec<String>,
    broken: Vec<String>,
    files: Vec<SourceFile>,
    /// Parts of files that hold leads, perhaps, and are not read.
    unread: Vec<(PathBuf, String)>,
    /// Lists that are not to be read, each with the list file that cannot be used.
    withheld: Vec<(PathBuf, PathBuf)>,
    /// The job, whose habits its lists are found by.
    job: Option<&'a Job>,
}

/// A file, as it is called without links, and a part of it.
type Reached = (PathBuf, Option<String>);

/// The lists of a job.
pub(super) fn of_job(profile: Profile, job: &Job, ask: &Ask) -> Result<Inputs> {
    let mut collector = Collector::new(&profile, ask, None);
    collector.limits = ask.limits.over(&job.limits);
    collector.job = Some(job);
    job.lists.iter().try_for_each(|entry| collector.add_entry(entry))?;
    collector.leave_withheld();
    let unread = collector.unread_files();
    let Collector { found: lists, files, skipped, broken, limits, .. } = collector;
    if lists.is_empty() && !broken.is_empty() {
        bail!("no list can be read: {}", broken.join(" "));
    }
    let mut inputs = Inputs { files, limits, skipped, broken, unread, ..Inputs::new(profile, lists) };
    let paths = suppression_files(job, ask)?;
    keep_record(&mut inputs, &paths)?;
    inputs.suppress(&paths)?;
    for patterns in &job.clear {
        let paths = barring_files(patterns, "[[suppress.clear]]", job, ask)?;
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
fn suppression_files(job: &Job, ask: &Ask) -> Result<Vec<PathBuf>> {
    let mut files = barring_files(&job.suppress, "[suppress]", job, ask)?;
    let forgotten = job.ledger.iter().map(|ledger| ledger.forgotten.clone());
    let forgotten: Vec<PathBuf> =
        forgotten.filter(|file| file.symlink_metadata().is_ok() && !files.contains(file)).collect();
    forgotten.iter().try_for_each(|file| inbox::refuse_link_out(file, job))?;
    files.extend(forgotten);
    Ok(files)
}

/// The files that a job means by its patterns, all of them in reach.
fn barring_files(patterns: &[ListPattern], under: &str, job: &Job, ask: &Ask) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for pattern in patterns {
        let Matches { entries: paths, passed_over, unsearched } = named(pattern, under)?;
        passed_over.iter().for_each(|why| ask.say(&format!("{why}\n")));
        if let Some(why) = unsearched.first() {
            bail!("not all files that the job names under {under} can be found: {why}");
        }
        files.extend(paths.into_iter().filter(|path| !pattern.optional || path.symlink_metadata().is_ok()));
    }
    files.iter().try_for_each(|file| inbox::refuse_link_out(file, job))?;
    Ok(files)
}

/// The files that a job means by a pattern; `under` is where it names it.
fn named(pattern: &ListPattern, under: &str) -> Result<Matches> {
    let found = matching(&pattern.pattern)?;
    if found.entries.is_empty() && found.unsearched.is_empty() && !pattern.optional {
        bail!(
            "no file matches {}, which the job names under {under}; mark it optional = true if that is all right",
            shown(&pattern.pattern)
        );
    }
    Ok(found)
}

/// The files that a pattern matches, where all folders can be searched.
fn searched(pattern: &str) -> Result<Vec<PathBuf>> {
    let Matches { entries, unsearched, .. } = matching(pattern)?;
    if let Some(why) = unsearched.first() {
        bail!("{why}");
    }
    Ok(entries)
}

/// The lists of a command line.
pub(super) fn of_paths(profile: Profile, paths: &[PathBuf], stdin: Option<&str>, ask: &Ask) -> Result<Inputs> {
    if paths.iter().filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        return Err(Misused("standard input (-) can be named only once".to_owned()).into());
    }
    let mut collector = Collector::new(&profile, ask, stdin);
    paths.iter().try_for_each(|path| collector.add(path))?;
    let unread = collector.unread_files();
    let Collector { found: lists, files, skipped, broken, limits, .. } = collector;
    Ok(Inputs { files, limits, skipped, broken, unread, ..Inputs::new(profile, lists) })
}

impl<'a> Collector<'a> {
    fn new(profile: &'a Profile, ask: &'a Ask, stdin: Option<&'a str>) -> Self {
        let limits = ask.limits.over(&Unpacking::default());
        let (found, files) = (Vec::new(), Vec::new());
        let (skipped, broken, unread, withheld) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let places = HashMap::new();
        Self { profile, ask, stdin, limits, found, places, skipped, broken, files, unread, withheld, job: None }
    }

    /// Adds what a path of the command line names.
    fn add(&mut self, path: &Path) -> Result<()> {
        if is_toml(path) { self.add_list_file(path) } else { self.add_lists(path, None, None) }
    }

    /// Adds what an entry of `lists` means.
    fn add_entry(&mut self, entry: &ListPattern) -> Result<()> {
        let Matches { entries, passed_over, unsearched } = named(entry, "lists")?;
        let news: Vec<_> = passed_over.into_iter().filter(|why| !self.skipped.contains(why)).collect();
        self.skipped.extend(news);
        if self.job.is_some_and(|job| job.strict) && !unsearched.is_empty() {
            bail!("{}", unsearched.join(" "));
        }
        self.broken.extend(unsearched);
        entries.iter().try_for_each(|path| {
            if is_toml(path) && !means_list_file(path, &entry.pattern) {
                let why = "it is TOML and no list by its name, and list files are called NAME.list.toml";
                self.skipped.push(format!("{} was not read: {why}.", path.display()));
                return Ok(());
            }
            self.add(path)
        })
    }

    fn add_list_file(&mut self, path: &Path) -> Result<()> {
        let folder = path.parent().unwrap_or(path);
        if let Some(job) = self.job.filter(|job| is_inbox(folder, job)) {
            return self.add_inbox_list_file(path, folder, job);
        }
        let file = loaded(load_list_file(path, self.profile), self.ask)?;
        self.files.push(source_file(path)?);
        let mut found = Vec::new();
        for pattern in &file.files {
            let paths = searched(&pattern.to_string_lossy())?;
            if paths.is_empty() {
                bail!(
                    "no file matches {}, which {} names under files",
                    shown(&pattern.to_string_lossy()),
                    path.display()
                );
            }
            found.extend(paths.into_iter().map(|list| (list, pattern.to_string_lossy())));
        }
        if found.is_empty() {
            bail!("{} names no list: add files = [\"NAME.csv\"]", path.display());
        }
        found.iter().try_for_each(|(list, pattern)| self.add_lists(list, Some(&file), Some(pattern)))
    }

    /// Adds the lists of a list file that came into an inbox. Whoever put it there has no say over other files than those
    /// beside it. Where it cannot be used, the lists that it is about are not read without it: their units, their dates or
    /// their columns might be taken for others.
    fn add_inbox_list_file(&mut self, path: &Path, folder: &Path, job: &Job) -> Result<()> {
        if let Some(why) = inbox::unfinished(path, job) {
            self.skipped.push(why);
            self.withhold(path, folder);
            return Ok(());
        }
        match self.beside(path, folder, job) {
            Ok((_, lists)) if lists.is_empty() => {
                self.skipped.push(format!("{} was not used: none of its files is there.", path.display()));
                Ok(())
            }
            Ok((file, lists)) => {
                self.files.push(source_file(path)?);
                lists.iter().try_for_each(|(list, pattern)| self.add_lists(list, Some(&file), Some(pattern)))
            }
            Err(error) if job.strict => Err(error),
            Err(error) => {
                self.broken.push(format!("{} was left out: {error}.", path.display()));
                self.withhold(path, folder);
                Ok(())
            }
        }
    }

    /// A list file of an inbox, and the files beside it that it names, each with its pattern.
    fn beside(&self, path: &Path, folder: &Path, job: &Job) -> Result<(ListFile, Vec<(PathBuf, String)>)> {
        inbox::refuse_link_out(path, job)?;
        let file = load_inbox_list_file(path, self.profile).map_err(refused::in_a_sentence)?.value;
        if file.files.is_empty() {
            bail!("it names no list: add files = [\"NAME.csv\"]");
        }
        let mut found = Vec::new();
        for pattern in &file.files {
            let of_pattern = searched(&pattern.to_string_lossy())?;
            let is_beside = |list: &PathBuf| stands_in(list, folder) || (job.follow_links && is_named_in(list, folder));
            if let Some(other) = of_pattern.iter().find(|list| !is_beside(list)) {
                bail!("it names {}, and in an inbox a list file names only files beside it", other.display());
            }
            let there = of_pattern.into_iter().filter(|list| list.ancestors().any(Path::is_file) || list.exists());
            found.extend(there.map(|list| (list, pattern.to_string_lossy().into_owned())));
        }
        Ok((file, found))
    }

    /// Notes that the lists beside a list file are not to be read, because it cannot be used.
    fn withhold(&mut self, list_file: &Path, folder: &Path) {
        let patterns = files_named_by(list_file);
        let lists = patterns.iter().flat_map(|pattern| searched(&pattern.to_string_lossy()).unwrap_or_default());
        let beside = lists.filter(|list| is_named_in(list, folder));
        self.withheld.extend(beside.map(|list| (list, list_file.to_owned())));
    }

    /// Takes out the lists whose list file cannot be used: the files that it names, and those in which a list is that it
    /// names.
    fn leave_withheld(&mut self) {
        let withheld = std::mem::take(&mut self.withheld);
        let mut named: HashMap<PathBuf, usize> = HashMap::new();
        for (place, (path, _)) in withheld.iter().enumerate() {
            let paths = path.ancestors().map(Path::to_owned).chain([real(path)]);
            paths.for_each(|path| _ = named.entry(path).or_insert(place));
        }
        let mut left: BTreeSet<usize> = BTreeSet::new();
        self.found.retain(|list| {
            let path = &list.member.path;
            let by = named.get(path).or_else(|| named.get(&real(path)));
            left.extend(by);
            by.is_none()
        });
        for place in left {
            let (path, list_file) = (withheld[place].0.display(), withheld[place].1.display());
            self.skipped.push(format!("{path} was not read: its list file {list_file} cannot be used."));
        }
    }

    /// Adds the lists in a file.
    fn add_lists(&mut self, path: &Path, file: Option<&ListFile>, pattern: Option<&str>) -> Result<()> {
        if let Some(why) = self.job.and_then(|job| inbox::unfinished(path, job)) {
            self.skipped.push(why);
            return Ok(());
        }
        let found = match self.lists_in(path) {
            Err(error) if self.job.is_some_and(|job| !job.strict) => {
                let why = format!("{} was left out: {error}.", path.display());
                if !self.broken.contains(&why) {
                    self.broken.push(why);
                }
                return Ok(());
            }
            found => found?,
        };
        let skipped: Vec<String> =
            found.skipped.into_iter().filter(|sentence| !self.skipped.contains(sentence)).collect();
        self.skipped.extend(skipped);
        let path = found.lists.first().map(|list| list.member.path.clone()).unwrap_or_default();
        self.unread.extend(found.unread.into_iter().map(|part| (path.clone(), part)));
        found.lists.into_iter().for_each(|list| self.add_list(list, file, pattern));
        Ok(())
    }

    fn lists_in(&self, path: &Path) -> Result<FoundLists> {
        self.job.map_or(Ok(()), |job| inbox::refuse_link_out(path, job))?;
        Ok(lists_in(path, self.stdin, &self.limits)?)
    }

    /// The files that hold more than what is read of them; where they are to be moved once they are done, it is said that
    /// they stay.
    fn unread_files(&mut self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let unread = std::mem::take(&mut self.unread);
        let found = if unread.is_empty() { &[][..] } else { &self.found };
        let read: HashSet<Reached> = found.iter().map(reached).collect();
        for (path, part) in unread {
            if read.contains(&(real(&path), Some(part.clone()))) {
                continue;
            }
            let why = format!("{} stays in the inbox: {part} in it was not read.", path.display());
            if self.job.is_some_and(|job| job.after == Some(After::Move)) && !self.skipped.contains(&why) {
                self.skipped.push(why);
            }
            files.push(path);
        }
        files
    }

    /// Adds a list, unless it is there. Its list file counts wherever it is named.
    fn add_list(&mut self, list: ListInput, file: Option<&ListFile>, pattern: Option<&str>) {
        let pattern = pattern.map(str::to_owned);
        match (self.places.entry(reached(&list)), file) {
            (Entry::Occupied(known), Some(file)) => {
                let known = &mut self.found[*known.get()];
                if known.file.path.is_none() {
                    (known.file, known.pattern) = (file.clone(), pattern);
                }
            }
            (Entry::Occupied(_), None) => {}
            (Entry::Vacant(free), file) => {
                free.insert(self.found.len());
                self.found.push(ListInput { file: file.cloned().unwrap_or_default(), pattern, ..list });
            }
        }
    }
}

fn reached(list: &ListInput) -> Reached {
    (real(&list.member.path), list.member.inner.clone())
}

/// A path without links. What is not there goes by its name.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
