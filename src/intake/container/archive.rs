//! Zip archives: which of their files are lists.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::Range;

use zip::ZipArchive;

use super::bytes::Bytes;
use super::entry::Entry;
use super::error::ContainerError;
use super::limits::Limits;
use super::{Kind, Skipped};

/// The endings of names that lists have. What they are is told by their bytes.
const LISTS: [&str; 12] = ["csv", "tsv", "txt", "tab", "psv", "gz", "zst", "xlsx", "xlsm", "xlsb", "xls", "ods"];

/// Text files that vendors add, by the beginning of their names.
const NOTES: [&str; 6] = ["readme", "read_me", "liesmich", "license", "licence", "terms"];

/// The endings of names behind which leads may be that are not read: other archives, other tables.
const UNREAD: [&str; 20] = [
    "7z", "rar", "tar", "tgz", "bz2", "xz", "lz4", "lzh", "dat", "data", "dbf", "mdb", "accdb", "json", "jsonl",
    "ndjson", "parquet", "numbers", "xml", "vcf",
];

/// The files of an archive, by name; folders are left out.
///
/// `name` is the archive's.
///
/// # Errors
///
/// The archive is damaged or has too many files; two have one name; a name leads out of its folder.
pub(super) fn entries(bytes: &Bytes, name: &str, limits: &Limits) -> Result<Vec<Entry>, ContainerError> {
    let damaged = |error: zip::result::ZipError| match error {
        zip::result::ZipError::Io(cause) if cause.raw_os_error().is_some() => ContainerError::io(name, cause),
        error => ContainerError::Damaged { name: name.to_owned(), what: plain(&error), unpacked: 0 },
    };
    let reader = bytes.open_buffered().map_err(|cause| ContainerError::io(name, cause))?;
    let mut archive = ZipArchive::new(reader).map_err(damaged)?;
    if archive.len() > limits.members {
        return Err(ContainerError::TooMany { name: name.to_owned(), count: archive.len(), most: limits.members });
    }
    let same = archive.has_duplicate_names();
    let all = (0..archive.len()).map(|index| archive.by_index_raw(index).map(|entry| Entry::new(&entry)));
    let mut entries = all.collect::<Result<Vec<_>, _>>().map_err(damaged)?;
    if let Some((entry, why)) = entries.iter().find_map(|entry| Some((&entry.name, entry.unsafe_name()?))) {
        return Err(ContainerError::UnsafeName { archive: name.to_owned(), entry: entry.clone(), why });
    }
    if overlap(&entries) {
        return Err(ContainerError::Overlap(name.to_owned()));
    }
    entries.retain(|entry| !entry.folder);
    entries.iter_mut().for_each(|entry| entry.name = normal(&entry.name));
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    if same || names.len() < entries.len() {
        return Err(ContainerError::SameName(name.to_owned()));
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// Whether two files share bytes of the archive. No program packs them so; a few packed bytes would unpack to any number.
fn overlap(entries: &[Entry]) -> bool {
    let mut places: Vec<Range<u64>> = entries.iter().map(Entry::place).collect();
    places.sort_by_key(|place| place.start);
    places.windows(2).any(|pair| pair[1].start < pair[0].end)
}

/// `./a//b` is `a/b`.
fn normal(name: &str) -> String {
    name.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

fn plain(error: &zip::result::ZipError) -> String {
    match error {
        zip::result::ZipError::Io(_) => "it is cut off".to_owned(),
        _ => "its directory cannot be read".to_owned(),
    }
}

/// Which workbook the files of a zip archive make up, if any.
pub(super) fn workbook(entries: &[Entry], bytes: &Bytes, name: &str, limits: &Limits) -> Option<Kind> {
    let has = |wanted: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(wanted));
    if has("xl/workbook.bin") {
        return Some(Kind::Xlsb);
    }
    let xl = || entries.iter().any(|entry| entry.name.to_ascii_lowercase().starts_with("xl/"));
    if has("[content_types].xml") && xl() {
        return Some(Kind::Xlsx);
    }
    let mimetype = entries.iter().find(|entry| entry.name == "mimetype" && entry.size < 100)?;
    let mut told = String::new();
    mimetype.open(bytes, name, limits).ok()?.read_to_string(&mut told).ok()?;
    told.starts_with("application/vnd.oasis.opendocument.spreadsheet").then_some(Kind::Ods)
}

/// What a zip archive is that is neither a workbook nor an archive of lists.
pub(super) fn document(entries: &[Entry]) -> Option<&'static str> {
    let known = [
        ("word/", "a Word document; ask the vendor for CSV or a workbook"),
        ("ppt/", "a presentation; ask the vendor for CSV or a workbook"),
        ("index/document.iwa", "a document of Apple Numbers; export it as Excel or CSV"),
        ("index/tables/", "a document of Apple Numbers; export it as Excel or CSV"),
    ];
    let begins = |begin: &str| entries.iter().any(|entry| entry.name.to_ascii_lowercase().starts_with(begin));
    known.into_iter().find(|(begin, _)| begins(begin)).map(|(_, what)| what)
}

/// Parts the files of an archive into those that are named like lists, and all others but litter.
///
/// # Errors
///
/// An archive in the archive: whether lists are in it is not known.
pub(super) fn choose(entries: Vec<Entry>, archive: &str) -> Result<(Vec<Entry>, Vec<Skipped>), ContainerError> {
    let (mut lists, mut skipped) = (Vec::new(), Vec::new());
    for entry in entries.into_iter().filter(|entry| !litter(&entry.name)) {
        let file = entry.name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        let why = match ending {
            Some("zip") => {
                let name = format!("{archive}/{}", entry.name);
                return Err(ContainerError::Nested { name, what: "an archive" });
            }
            _ if entry.link => "a link",
            Some(ending) if LISTS.contains(&ending) => {
                if !NOTES.iter().any(|note| file.starts_with(note)) {
                    lists.push(entry);
                    continue;
                }
                "a note by its name"
            }
            _ => "no list by its name",
        };
        let is_note = NOTES.iter().any(|note| file.starts_with(note));
        let may_hold_leads = !entry.link && !is_note && ending.is_none_or(|ending| UNREAD.contains(&ending));
        skipped.push(Skipped { name: entry.name, why, may_hold_leads });
    }
    Ok((lists, skipped))
}

/// Hidden files, and what systems leave behind.
fn litter(name: &str) -> bool {
    name.split('/').any(crate::files::is_left_behind)
}
