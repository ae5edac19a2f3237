//! Reads the suppression files of a job.
//!
//! They come out of other programs, as lists do, so they are read as lists are: in any container, encoding and dialect.
//! Whatever cannot be read is told with its line: somebody who objected must not be called because of a typing mistake.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::{Inputs, RunError, lists_in};
use crate::field_types::{Context, FieldType, Hints, Part, read, read_part};
use crate::identity::suppression::{EntriesBuilder, Entry, Kind, Suppression};
use crate::intake::{Mapping, Records, open_list};
use crate::model::{Cell, Value};
use crate::profile::{CsvOptions, ListFile, Profile};

/// How much of a file is read at once.
const PART: usize = 1 << 22;

/// So many entries that cannot be read are named.
const NAMED: usize = 3;

/// The columns of a file that name somebody.
type Named = Vec<(usize, Kind)>;

/// An entry that cannot be read: its line, and what stands there.
struct Odd {
    line: u64,
    kind: Kind,
    raw: String,
}

impl Inputs {
    /// Adds who is not to be contacted. Entries that cannot be read bar nobody, and are told as warnings.
    ///
    /// # Errors
    /// A file that cannot be read, or that has no column of e-mail addresses, phone numbers, domains or companies.
    pub fn suppress(&mut self, paths: &[PathBuf]) -> Result<(), RunError> {
        self.suppression = self.read_suppression(paths)?;
        Ok(())
    }

    /// Adds whose cells one `[[suppress.clear]]` bars: of those that files name, where it names any. They come in the
    /// order of the job.
    ///
    /// # Errors
    /// As [`Inputs::suppress`].
    pub fn clear(&mut self, paths: Option<&[PathBuf]>) -> Result<(), RunError> {
        let named = paths.map(|paths| self.read_suppression(paths)).transpose()?;
        self.clearing.push(named);
        Ok(())
    }

    fn read_suppression(&mut self, paths: &[PathBuf]) -> Result<Suppression, RunError> {
        let (mut files, mut entries, mut file) = (Vec::new(), BTreeMap::new(), 0);
        for path in paths {
            let (lists, skipped) = lists_in(path, None, &self.limits)?;
            self.skipped.extend(skipped);
            for list in lists {
                let odd = self.read_suppressed(&list, file, &mut entries)?;
                self.skipped.extend(told(&list.name, &odd));
                files.push(list.name);
                file += 1;
            }
        }
        Ok(Suppression::new(files, entries))
    }

    /// Reads one file, and gives the entries that cannot be read.
    fn read_suppressed(
        &self,
        list: &super::ListInput,
        file: u32,
        entries: &mut BTreeMap<Kind, EntriesBuilder>,
    ) -> Result<Vec<Odd>, RunError> {
        let mut open = open_list(&list.member, &CsvOptions::default(), &self.limits)?;
        let named = named(&self.profile, open.headers);
        if named.is_empty() {
            return Err(RunError::NobodyNamed { file: list.name.clone() });
        }
        let (mut rest, mut line, mut odd) = (Vec::new(), open.writing.first_line, Vec::new());
        while let Some(chunk) = open.chunks.next(PART)? {
            let mut bytes = std::mem::take(&mut rest);
            bytes.extend_from_slice(&chunk.bytes);
            let mut records = Records::read(bytes, &open.shape, chunk.last);
            rest = std::mem::take(&mut records.rest);
            let forms: Vec<(Kind, u64, Result<u128, String>)> = (0..records.len())
                .into_par_iter()
                .flat_map_iter(|record| cells(&self.profile, &records, record, &named, line))
                .collect();
            for (kind, line, form) in forms {
                match form {
                    Ok(hash) => {
                        let line = u32::try_from(line).unwrap_or(u32::MAX);
                        entries.entry(kind).or_default().push(hash, Entry { file, line });
                    }
                    Err(raw) => odd.push(Odd { line, kind, raw }),
                }
            }
            let broken = records.unreadable.iter().filter(|record| !record.fault.is_blank());
            odd.extend(broken.map(|record| Odd {
                line: line + u64::from(record.line),
                kind: named[0].1,
                raw: String::from_utf8_lossy(&record.raw).into_owned(),
            }));
            line += u64::from(records.line_count);
        }
        Ok(odd)
    }
}

/// The columns that name somebody: by the names of the kinds, else by the headers that feed the profile's fields.
fn named(profile: &Profile, headers: Vec<String>) -> Named {
    let kinds: Vec<Option<Kind>> = headers.iter().map(|header| Kind::of_header(header)).collect();
    let mut named: Named = kinds.iter().enumerate().filter_map(|(column, kind)| Some((column, (*kind)?))).collect();
    let mapping = Mapping::new(headers, &profile.fields, &ListFile::default());
    for (field, fed) in profile.fields.iter().zip(&mapping.fields) {
        let Some(kind) = kind_of(&field.field_type) else { continue };
        let singles = fed.feeds.iter().filter(|feed| feed.columns.len() == 1).map(|feed| feed.columns[0]);
        named.extend(singles.filter(|column| kinds[*column].is_none()).map(|column| (column, kind)));
    }
    named.sort_unstable();
    named.dedup_by_key(|(column, _)| *column);
    named
}

const fn kind_of(field_type: &FieldType) -> Option<Kind> {
    match field_type {
        FieldType::Email => Some(Kind::Email),
        FieldType::Phone => Some(Kind::Phone),
        FieldType::Company => Some(Kind::Company),
        FieldType::Web => Some(Kind::Domain),
        _ => None,
    }
}

/// What one record names: the hash of each normal form, or the cell that cannot be read.
fn cells(
    profile: &Profile,
    records: &Records,
    record: usize,
    named: &Named,
    first: u64,
) -> Vec<(Kind, u64, Result<u128, String>)> {
    let line = first + u64::from(records.line(record));
    let cell = |(column, kind): &(usize, Kind)| {
        let cell = records.readable(record, *column);
        let text = cell.trim();
        let hash = || form(profile, *kind, text).map(|form| kind.hash(&form)).ok_or_else(|| text.to_owned());
        (!text.is_empty()).then(|| (*kind, line, hash()))
    };
    named.iter().filter_map(cell).collect()
}

/// The normal form of an entry, as cells of leads have it.
fn form(profile: &Profile, kind: Kind, text: &str) -> Option<String> {
    let hints = Hints::default();
    let context = Context { hints: &hints, country: None, currencies: &profile.currencies, tables: &profile.tables };
    let cell = match kind {
        Kind::Email => read(&FieldType::Email, text, &context).cell,
        Kind::Phone => read(&FieldType::Phone, text, &context).cell,
        Kind::Company => read(&FieldType::Company, text, &context).cell,
        Kind::Domain => read_part(&FieldType::Web, Part::WebHost, text.trim_start_matches('@'), &context),
        Kind::EmailSha256 => {
            let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            return is_hash.then(|| text.to_ascii_lowercase());
        }
    };
    match cell {
        Cell::Known(Value::Text(known)) => Some(known.compared.into_owned()),
        _ => None,
    }
}

/// The entries of a file that cannot be read, in a sentence.
fn told(name: &str, odd: &[Odd]) -> Option<String> {
    let shown = |odd: &Odd| format!("line {} ({} \"{}\")", odd.line, odd.kind.name(), odd.raw);
    let mut named: Vec<String> = odd.iter().take(NAMED).map(shown).collect();
    if odd.len() > NAMED {
        named.push(format!("and {} more", odd.len() - NAMED));
    }
    let entries = if odd.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", odd.len()) };
    let phone = odd.iter().any(|odd| odd.kind == Kind::Phone);
    let help = if phone { " Write phone numbers with their country: +49 30 123456." } else { "" };
    let sentence = format!("{name}: {entries} of this suppression file cannot be read and bar nobody: ");
    (!odd.is_empty()).then(|| sentence + &named.join(", ") + "." + help)
}
