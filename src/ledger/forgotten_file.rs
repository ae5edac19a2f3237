//! The suppression file of people who were forgotten, by keyed hashes of their addresses.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::file::beside;
use crate::files;
use crate::model::{Secret, is_hexadecimal, secret_of};

/// What its first line calls the hashes and the days.
const HEADER: &str = "email_hmac,since\n";

/// What the hashes were called while they had no key.
const PLAIN: &str = "email_sha256";

/// The signs between cells, as programs save them that somebody has looked at the file with.
const SEPARATORS: [char; 6] = [',', ';', '\t', '"', '\r', '\n'];

/// The file, as it was read.
#[derive(Clone, Debug)]
pub struct ForgottenFile {
    path: PathBuf,
    text: String,
}

impl ForgottenFile {
    /// Reads it; one that is not there is empty.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = match files::read_to_string(path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        // What a link leads to is meant.
        Ok(Self { path: path.canonicalize().unwrap_or_else(|_| path.to_owned()), text })
    }

    /// The ids of the secrets that its hashes were made with.
    pub fn secret_ids(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter_map(|line| secret_of(first_cell(line)))
    }

    /// The line that has the address of this SHA-256, as far as its first cell goes.
    #[must_use]
    pub fn find(&self, sha256: &str, secrets: &[Secret]) -> Option<&str> {
        let hashes: Vec<String> = secrets.iter().map(|secret| secret.hash(sha256)).collect();
        let is_it = |cell: &&str| {
            cell.eq_ignore_ascii_case(sha256) || hashes.iter().any(|hash| cell.eq_ignore_ascii_case(hash))
        };
        self.text.lines().map(first_cell).find(is_it)
    }

    /// Adds the address of this SHA-256, unless it is there, and says whether it was added. The first of the secrets keys
    /// it, and with it the hashes that have no key yet.
    ///
    /// # Errors
    /// It cannot be written; then it is as it was.
    pub fn add(&self, sha256: &str, secrets: &[Secret], day: &str) -> io::Result<bool> {
        let keyed = self.keyed(&secrets[0]);
        let is_new = self.find(sha256, secrets).is_none();
        if is_new || keyed != self.text {
            let header = if keyed.is_empty() { HEADER } else { "" };
            let end = if keyed.is_empty() || keyed.ends_with('\n') { "" } else { "\n" };
            let line = if is_new { format!("{},{day}\n", secrets[0].hash(sha256)) } else { String::new() };
            self.write(&[&keyed, header, end, &line].concat())?;
        }
        Ok(is_new)
    }

    /// Its text, with hashes that have no key given one.
    fn keyed(&self, secret: &Secret) -> String {
        let mut text = String::with_capacity(self.text.len());
        for line in self.text.split_inclusive('\n') {
            let cell = first_cell(line);
            let new = match cell {
                PLAIN => HEADER.split(',').next().unwrap_or_default().to_owned(),
                _ if is_hexadecimal(cell, 64) => secret.hash(&cell.to_ascii_lowercase()),
                _ => cell.to_owned(),
            };
            text += &line.replacen(cell, &new, 1);
        }
        text
    }

    /// Puts another file in its place, so that it is never half written.
    fn write(&self, text: &str) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            files::make_folders(folder)?;
        }
        let half = beside(&self.path, ".half");
        let written = files::private().truncate(true).open(&half).and_then(|mut file| {
            files::keep_from_others(&file, 0o077)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        let placed = written.and_then(|()| fs::rename(&half, &self.path));
        if placed.is_err() {
            let _ = fs::remove_file(&half);
        }
        placed
    }
}

fn first_cell(line: &str) -> &str {
    let line = line.trim_start_matches(['\u{feff}', '"']);
    line.split(SEPARATORS).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: &str = "ab";

    fn secrets() -> Vec<Secret> {
        vec![Secret::new([1; 32]), Secret::new([2; 32])]
    }

    fn plain(letter: char) -> String {
        letter.to_string().repeat(64)
    }

    #[test]
    fn an_address_is_added_once_under_the_first_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/forgotten.csv");
        let add = |secrets: &[Secret]| ForgottenFile::read(&path).unwrap().add(ANN, secrets, "2026-11-23").unwrap();
        assert!(add(&secrets()));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("email_hmac,since\n{},2026-11-23\n", secrets()[0].hash(ANN)));
        assert!(!add(&secrets()));
        // Under a ledger that took the other's place.
        let turned = [secrets()[1].clone(), secrets()[0].clone()];
        assert!(!add(&turned));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert!(add(&turned[..1]), "a secret that is not known says nothing");
        let ids: Vec<String> = ForgottenFile::read(&path).unwrap().secret_ids().map(str::to_owned).collect();
        assert_eq!(ids, [secrets()[0].id(), secrets()[1].id()]);
    }

    #[test]
    fn hashes_without_a_key_are_given_one() {
        let (a, b) = (plain('a'), plain('B'));
        let keyed = |plain: &str| secrets()[0].hash(&plain.to_ascii_lowercase());
        for (before, after) in [
            (
                format!("email_sha256,since\n{a},2026-01-02\n{b},2026-01-03"),
                "email_hmac,since\nA,2026-01-02\nB,2026-01-03\n",
            ),
            (
                format!("\u{feff}\"email_sha256\";\"since\"\r\n\"{a}\";\"x\"\r\n{b}\r\n"),
                "\u{feff}\"email_hmac\";\"since\"\r\n\"A\";\"x\"\r\nB\r\n",
            ),
            (format!("email,why\nann@acme.example,left\n{a},\n"), "email,why\nann@acme.example,left\nA,\n"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("forgotten.csv");
            fs::write(&path, &before).unwrap();
            let file = ForgottenFile::read(&path).unwrap();
            assert_eq!(file.find(&a, &secrets()), Some(a.as_str()), "{before}");
            assert!(file.add(ANN, &secrets(), "2026-11-23").unwrap());
            let after = after.replace('A', &keyed(&a)).replace("\nB", &["\n", &keyed(&b)].concat());
            let expected = format!("{after}{},2026-11-23\n", secrets()[0].hash(ANN));
            assert_eq!(fs::read_to_string(&path).unwrap(), expected);
            assert!(ForgottenFile::read(&path).unwrap().find(&a, &secrets()).is_some());
        }
    }
}
