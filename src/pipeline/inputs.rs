//! What a run is made of, and its lists with their headers read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::intake::{ChunkReader, List, open_list};
use crate::profile::{ListFile, Profile, SourceFile};

use super::RunError;

/// Everything that a run is made of.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The rules.
    pub profile: Profile,
    /// The lists, in order of priority.
    pub lists: Vec<ListInput>,
    /// The job and list files, beside the profile's own.
    pub files: Vec<SourceFile>,
}

/// One list.
#[derive(Clone, Debug)]
pub struct ListInput {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its name in the reports.
    pub name: String,
    /// What is known about it.
    pub file: ListFile,
    /// The pattern of its list file by which it was found; nothing for a list without a list file.
    pub pattern: Option<String>,
}

/// The lists of a run, open.
pub(super) struct Opened {
    pub(super) lists: Vec<List>,
    pub(super) chunks: Vec<ChunkReader>,
    sizes: Vec<Option<u64>>,
    /// About how many records each list has.
    records: Vec<u64>,
}

/// The name of a list in the reports: its file's name, or what standard input is to be called.
#[must_use]
pub fn list_name(path: &Path, stdin: Option<&str>) -> String {
    if path == Path::new("-") {
        return stdin.unwrap_or("stdin").to_owned();
    }
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

impl Inputs {
    /// Opens all lists and reads their headers, before anything is written.
    pub(super) fn open(&self) -> Result<Opened, RunError> {
        if self.lists.is_empty() {
            return Err(RunError::NoLists);
        }
        let mut opened = Opened { lists: Vec::new(), chunks: Vec::new(), sizes: Vec::new(), records: Vec::new() };
        for (input, name) in self.lists.iter().zip(self.unique_names()) {
            let mut open = open_list(&input.path, &input.file.csv)?;
            opened.records.push(open.expected_records());
            opened.lists.push(List::prepare(&self.profile, name, input.file.clone(), &mut open));
            opened.sizes.push(open.size);
            opened.chunks.push(open.chunks);
        }
        Ok(opened)
    }

    /// The names of the lists; two files of one name in two folders go by their paths.
    fn unique_names(&self) -> Vec<String> {
        let mut taken: HashMap<&str, usize> = HashMap::new();
        self.lists.iter().for_each(|list| *taken.entry(&list.name).or_default() += 1);
        let name = |list: &ListInput| {
            if taken[list.name.as_str()] > 1 { list.path.display().to_string() } else { list.name.clone() }
        };
        self.lists.iter().map(name).collect()
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
