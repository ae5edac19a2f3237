//! What all benchmarks work on: the leads of the sample export, many times over, and the shipped mid-market profile.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use leadsieve::criteria::load_profile;
use leadsieve::intake::{Limits, List, Records, Shape, contents, open_list};
use leadsieve::profile::{CsvOptions, ListFile, Profile};

/// A profile and a list for it.
pub struct Work {
    /// The rules.
    pub profile: Profile,
    /// The list, with its mapping and readers.
    pub list: List,
    /// Its records as bytes, without the header.
    pub bytes: Vec<u8>,
    /// The whole list on disk.
    pub file: PathBuf,
    _folder: tempfile::TempDir,
}

/// About `megabytes` of leads in the shape of a bought contact list.
pub fn work(megabytes: usize) -> Work {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let as_of = jiff::civil::date(2026, 11, 23);
    let loaded = load_profile(&root.join("rules/profiles/b2b-mid-market.toml"), as_of);
    let profile = loaded.unwrap_or_else(|error| panic!("the shipped profile loads: {error}")).value;
    let sample = std::fs::read(root.join("sample-data/b2b/apollo-2026-11.csv")).expect("the sample list is there");
    let text = String::from_utf8_lossy(&sample);
    let (header, body) = text.split_once('\n').expect("it has a header");
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let file = folder.path().join("leads.csv");
    std::fs::write(&file, repeated(header, body, megabytes << 20)).expect("the list can be written");
    let limits = Limits::default();
    let member = contents(&file, &limits).expect("the list is there").members.swap_remove(0);
    let mut open = open_list(&member, &CsvOptions::default(), &limits).expect("the list opens");
    let list = List::prepare(&profile, "leads.csv".to_owned(), ListFile::default(), &mut open);
    let bytes = std::fs::read(&file).expect("it was written").split_off(header.len() + 1);
    Work { profile, list, bytes, file, _folder: folder }
}

/// The records over and over, each time with other addresses, so that they are not all duplicates.
fn repeated(header: &str, body: &str, size: usize) -> String {
    let mut text = format!("{header}\n");
    for round in 0.. {
        if text.len() >= size {
            break;
        }
        let _ = write!(text, "{}", body.replace('@', &format!(".{round}@")));
    }
    text
}

impl Work {
    /// The first megabyte of records, read.
    pub fn chunk(&self) -> Records {
        Records::read(self.bytes[..self.bytes.len().min(1 << 20)].to_vec(), &self.shape(), false)
    }

    /// How the records look.
    pub fn shape(&self) -> Shape {
        self.list.shape.clone()
    }
}

/// One field of each type, if possible one that the list has a column for.
pub fn one_of_each_type(work: &Work) -> Vec<usize> {
    let mut fields: Vec<usize> = (0..work.profile.fields.len()).collect();
    fields.sort_by_key(|field| !work.list.feeds(*field));
    let mut names = Vec::new();
    fields.retain(|field| {
        let name = work.profile.fields[*field].field_type.name();
        let first = !names.contains(&name);
        names.push(name);
        first
    });
    fields
}

/// The profile whose one criterion has these rules, over the fields of the shipped one.
pub fn profile_of(rules: &str) -> Profile {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let fields = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/fields/b2b.toml");
    let criterion = format!("format = 1\ncriterion = \"bench\"\ntitle = \"Bench\"\n{rules}");
    std::fs::write(folder.path().join("bench.toml"), criterion).expect("it can be written");
    let head = "format = 1\nname = \"bench\"\ntitle = \"Bench\"\nrules = [\"bench.toml\"]\n";
    let profile = format!("{head}fields = {:?}\n", fields.display().to_string());
    let path = folder.path().join("profile.toml");
    std::fs::write(&path, profile).expect("it can be written");
    let loaded = load_profile(&path, jiff::civil::date(2026, 11, 23));
    loaded.unwrap_or_else(|error| panic!("the rules load: {error}")).value
}

impl Work {
    /// The same leads under another profile over the same fields.
    pub fn under(mut self, profile: Profile) -> Self {
        let limits = Limits::default();
        let member = contents(&self.file, &limits).expect("the list is there").members.swap_remove(0);
        let mut open = open_list(&member, &CsvOptions::default(), &limits).expect("the list opens");
        self.list = List::prepare(&profile, "leads.csv".to_owned(), ListFile::default(), &mut open);
        self.profile = profile;
        self
    }
}
