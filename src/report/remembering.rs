//! A file that remembers why it could not be written.
//!
//! The writers of Parquet and of workbooks wrap the system's "no space left" into errors of their own, each in its own
//! way. Whoever gave them the file asks the file.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::ReportError;

/// A buffered file that keeps the first error of the operating system for its [`Memory`].
pub(super) type Remembering = BufWriter<Watched>;

/// The file below the buffer.
pub(super) struct Watched {
    file: File,
    memory: Memory,
}

/// What a file remembers.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    path: PathBuf,
    cause: Arc<Mutex<Option<io::Error>>>,
}

/// Makes the file at `path`.
pub(super) fn create(path: &Path) -> Result<(Remembering, Memory), ReportError> {
    let file = File::create(path).map_err(ReportError::at(path))?;
    let memory = Memory { path: path.to_owned(), cause: Arc::default() };
    Ok((BufWriter::new(Watched { file, memory: memory.clone() }), memory))
}

impl Memory {
    /// The file's own error if it had one, else what the format's library said.
    pub(super) fn explain(&self, said: impl std::error::Error + Send + Sync + 'static) -> ReportError {
        let path = self.path.clone();
        match self.cause.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(cause) => ReportError::Write { path, cause },
            None => ReportError::Format { path, cause: Box::new(said) },
        }
    }

    /// Keeps a copy of the error and hands it on.
    fn keep<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            let copy = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            self.cause.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(copy);
        })
    }
}

impl Watched {
    /// The file itself, for what is no reading or writing.
    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    /// Empties the file again.
    pub(super) fn empty(&mut self) -> io::Result<()> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        self.memory.keep(emptied)
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.memory.keep(self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.memory.keep(self.file.flush())
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.memory.keep(self.file.seek(to))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_file_knows_better_than_the_library() {
        let (mut file, memory) = create(Path::new("/dev/full")).expect("made");
        file.write_all(b"x").expect("buffered");
        file.flush().expect_err("no room");
        let said = || io::Error::other("bad zip");
        assert_eq!(memory.explain(said()).to_string(), "could not write /dev/full: No space left on device");
        assert_eq!(memory.explain(said()).to_string(), "could not write /dev/full: bad zip");
    }
}
