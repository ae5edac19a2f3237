//! Containers as they come, from the file to the text.

mod archives;
mod hostile;
mod streams;
mod workbooks;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// A file of the folder of test data.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn gz(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zst(text: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(text, 1).unwrap()
}

/// Files of an archive: their names and their bytes.
type Files<'f> = &'f [(&'f str, &'f [u8])];

fn zip(files: Files<'_>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(bytes).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Puts `bytes` into a file of this name, and finds the lists in it.
fn found(name: &str, bytes: &[u8], limits: &Limits) -> Result<(tempfile::TempDir, Contents), ContainerError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    contents(&path, limits).map(|contents| (folder, contents))
}

/// The text of a list; also checks what is stated of its size and its fingerprint.
fn text(member: &Member, limits: &Limits) -> Result<String, ContainerError> {
    let mut opened = member.open(limits)?;
    let mut text = Vec::new();
    opened.reader.read_to_end(&mut text).map_err(|error| unwrapped("unknown", error))?;
    assert_eq!(opened.size.unwrap_or(text.len() as u64), text.len() as u64);
    if member.path != Path::new("-") {
        assert_eq!(opened.digest.finish().unwrap().bytes, member.path.metadata().unwrap().len());
    }
    Ok(String::from_utf8(text).unwrap())
}

/// The lists in a file of this name: where they are in it, and their texts.
fn lists(name: &str, bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    lists_within(name, bytes, &Limits::default())
}

fn lists_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<(String, String)>, String> {
    let read = || {
        let (_folder, contents) = found(name, bytes, limits)?;
        let list = |member: &Member| Ok((member.inner.clone().unwrap_or_default(), text(member, limits)?));
        contents.members.iter().map(list).collect()
    };
    let read: Result<_, ContainerError> = read();
    read.map_err(|error| error.to_string())
}

/// Pairs of names and texts, to compare with.
#[allow(clippy::unnecessary_wraps)] // What it is compared with may be an error.
fn pairs(pairs: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    Ok(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}
