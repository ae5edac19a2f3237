//! What a run is made of, and its lists with their headers read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::identity::suppression::Suppression;
use crate::intake::{ChunkReader, Held, Limits, List, Member, OpenError, OpenList, contents, open_list};
use crate::profile::{ListFile, Profile, SourceFile};

use super::RunError;
use super::seen::Seen;
use super::suppress::SuppressionReport;

/// Everything that a run is made of.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The rules.
    pub profile: Profile,
    /// The lists, in order of priority.
    pub lists: Vec<ListInput>,
    /// The job and list files, beside the profile's own.
    pub files: Vec<SourceFile>,
    /// How much may come out of archives and workbooks.
    pub limits: Limits,
    /// What was found beside the lists and not read, a sentence each.
    pub skipped: Vec<String>,
    /// Lists that cannot be read and are left out, a sentence each.
    pub broken: Vec<String>,
    /// The files in which something is that was not read: they are not done, whatever becomes of the rest of them.
    pub unread: Vec<PathBuf>,
    /// Lists that an earlier run has done with. They are not read again, and their files are still there.
    pub settled: Vec<ListInput>,
    /// Who must not be contacted; filled by [`Inputs::suppress`].
    pub suppression: Suppression,
    /// For each `[[suppress.clear]]` of the profile's job, whom its files name; nothing where it names none.
    pub clearing: Vec<Option<Suppression>>,
    /// What is to be told of the suppression files.
    pub suppression_report: SuppressionReport,
}

/// One list.
#[derive(Clone, Debug)]
pub struct ListInput {
    /// The file, or the part of it, that is the list.
    pub member: Member,
    /// Its name in the reports.
    pub name: String,
    /// What is known about it.
    pub file: ListFile,
    /// The pattern of its list file by which it was found; nothing for a list without a list file.
    pub pattern: Option<String>,
    /// What its file was like when it was found.
    pub seen: Seen,
}

/// Where the chunks of a list come from.
pub(super) struct Source {
    pub(super) chunks: ChunkReader,
    /// What its file was like when it was found.
    pub(super) seen: Seen,
}

/// The lists of a run, open.
#[derive(Default)]
pub(super) struct Opened {
    pub(super) lists: Vec<List>,
    /// Where their chunks come from.
    pub(super) sources: Vec<Source>,
    sizes: Vec<Option<u64>>,
    /// About how many records each list has.
    records: Vec<u64>,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub struct FoundLists {
    /// Its lists, or those of them that were asked for.
    pub lists: Vec<ListInput>,
    /// What else is in it, a sentence each.
    pub skipped: Vec<String>,
    /// Parts of it that may hold leads and are not read: sheets that are hidden, lists that were not asked for.
    pub unread: Vec<String>,
}

/// The lists in a file, each with its name in the reports. `-` is standard
/// input, which goes by the name `stdin`. A path into an archive or workbook (`archive.zip/inner.csv`) is a part of it.
///
/// # Errors
/// The file cannot be read, or holds no list.
pub fn lists_in(path: &Path, stdin: Option<&str>, limits: &Limits) -> Result<FoundLists, RunError> {
    let (file, inner) = split(path);
    let seen = Seen::of(file);
    let found = contents(file, limits).map_err(OpenError::from)?;
    let base = base_name(file, stdin);
    let skipped = found.skipped.iter().map(|skipped| format!("{base}/{} was not read: {}.", skipped.name, skipped.why));
    let is_wanted = |member: &Member| {
        let within = |inner: &str| member.inner.as_deref().is_some_and(|name| is_within(name, inner));
        inner.as_deref().is_none_or(within)
    };
    let list = |member: Member| {
        let name = member.inner.as_ref().map_or_else(|| base.clone(), |inner| format!("{base}/{inner}"));
        ListInput { member, name, file: ListFile::default(), pattern: None, seen: seen.clone() }
    };
    let hidden = found.skipped.iter().filter(|skipped| skipped.may_hold_leads).map(|skipped| skipped.name.clone());
    let (wanted, others): (Vec<Member>, Vec<Member>) = found.members.into_iter().partition(is_wanted);
    let unread = hidden.chain(others.into_iter().filter_map(|member| member.inner)).collect();
    let lists: Vec<ListInput> = wanted.into_iter().map(list).collect();
    match inner {
        Some(inner) if lists.is_empty() => Err(RunError::NotInside { file: file.to_owned(), inner }),
        Some(_) => Ok(FoundLists { lists, skipped: Vec::new(), unread }),
        None => Ok(FoundLists { lists, skipped: skipped.collect(), unread }),
    }
}

/// A file, and what is meant in it, where a path goes on behind a file.
fn split(path: &Path) -> (&Path, Option<String>) {
    let file = path.ancestors().skip(1).find(|ancestor| ancestor.is_file()).filter(|_| !path.exists());
    let Some(file) = file else { return (path, None) };
    (file, path.strip_prefix(file).ok().map(|inner| inner.to_string_lossy().into_owned()))
}

/// Whether `name` is `inner` or something in it: `book.xlsx/Sheet1` is in `book.xlsx`.
fn is_within(name: &str, inner: &str) -> bool {
    name.strip_prefix(inner).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The file's name without what says that it is packed, or what standard input is to be called.
fn base_name(path: &Path, stdin: Option<&str>) -> String {
    if path == Path::new("-") {
        return stdin.unwrap_or("stdin").to_owned();
    }
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let packed = [".gz", ".zst"].into_iter().find_map(|ending| name.strip_suffix(ending));
    packed.filter(|name| !name.is_empty()).map_or(name.clone(), str::to_owned)
}

impl Inputs {
    /// Lists that are read by these rules, within the default limits; nobody is suppressed.
    #[must_use]
    pub fn new(profile: Profile, lists: Vec<ListInput>) -> Self {
        Self {
            profile,
            lists,
            files: Vec::new(),
            limits: Limits::default(),
            skipped: Vec::new(),
            broken: Vec::new(),
            unread: Vec::new(),
            settled: Vec::new(),
            suppression: Suppression::default(),
            clearing: Vec::new(),
            suppression_report: SuppressionReport::default(),
        }
    }

    /// Opens all lists and reads their headers, before anything is written.
    pub(super) fn open(&self) -> Result<Opened, RunError> {
        if self.lists.is_empty() {
            return Err(RunError::NoLists);
        }
        let (mut opened, mut room) = (Opened::default(), Room::default());
        for (place, (input, name)) in self.lists.iter().zip(self.unique_names()).enumerate() {
            let open = open_list(&input.member, &input.file.csv, &self.limits);
            let mut open = open.map_err(RunError::of_list(place))?;
            opened.records.push(open.expected_records());
            let list = List::prepare(&self.profile, name, input.file.clone(), &mut open);
            list.doubtful_header().map_or(Ok(()), |refused| Err(RunError::of_list(place)(refused)))?;
            opened.lists.push(list);
            opened.sizes.push(open.size);
            room.take(&mut open);
            opened.sources.push(Source { chunks: open.chunks, seen: input.seen.clone() });
        }
        Ok(opened)
    }

    /// Some of the lists, once more: where their chunks come from. What came by a pipe is read again as it was held.
    pub(super) fn sources(&self, places: &[usize]) -> Result<Vec<Source>, RunError> {
        let mut room = Room::default();
        let source = |(at, place): (usize, &usize)| {
            let input = &self.lists[*place];
            let open = open_list(&input.member, &input.file.csv, &self.limits).map_err(RunError::of_list(at));
            let mut open = open.map_err(|error| error.of_place(|at| places[at]))?;
            room.take(&mut open);
            Ok(Source { chunks: open.chunks, seen: input.seen.clone() })
        };
        places.iter().enumerate().map(source).collect()
    }

    /// Holds in memory what comes by a pipe, so that it can be read more than once.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn hold_pipes(&mut self) -> Result<(), RunError> {
        let limits = &self.limits;
        let mut lists = self.lists.iter_mut().enumerate();
        lists.try_for_each(|(place, list)| {
            list.member.hold(limits).map_err(OpenError::from).map_err(RunError::of_list(place))
        })
    }

    /// The names of the lists; two files of one name in two folders go by their paths.
    fn unique_names(&self) -> Vec<String> {
        let mut taken: HashMap<&str, usize> = HashMap::new();
        self.lists.iter().for_each(|list| *taken.entry(&list.name).or_default() += 1);
        let name = |list: &ListInput| {
            if taken[list.name.as_str()] > 1 { list.member.to_string() } else { list.name.clone() }
        };
        self.lists.iter().map(name).collect()
    }
}

/// Room for lists that stay open until they are read. All others are closed, and opened once more when it is their turn:
/// that costs a little for each, and a system lets no program open thousands of files.
struct Room {
    files: usize,
    bytes: usize,
    sheets: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { files: 8, bytes: 32 << 20, sheets: 1 }
    }
}

impl Room {
    /// Takes a list in, or closes it.
    fn take(&mut self, list: &mut OpenList) {
        let (room, needed) = match list.held() {
            Held::Text(bytes) => (&mut self.bytes, bytes),
            Held::File => (&mut self.files, 1),
            Held::Sheet => (&mut self.sheets, 1),
        };
        match room.checked_sub(needed) {
            Some(left) => *room = left,
            None => list.close(),
        }
    }
}

impl Opened {
    /// About how many records there are, at most a hundred million: room that is set aside, not a limit.
    pub(super) fn records(&self) -> usize {
        usize::try_from(self.records.iter().sum::<u64>().min(100_000_000)).unwrap_or(0)
    }

    /// The bytes of all lists, where all are known.
    pub(super) fn size(&self) -> Option<u64> {
        self.sizes.iter().copied().sum()
    }
}
