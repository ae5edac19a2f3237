//! A big file that is flushed to disk while it is written.
//!
//! Outputs are flushed before they are put in place. Left to the end, that is the longest wait of a run in which
//! nothing else is done; so a thread flushes what is there while more is written. What was flushed leaves the memory that
//! kept it at hand: a server has other uses for that.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use super::ReportError;

/// Fewer bytes than that are kept for more. Most chunks have more for the biggest file, and are not copied first.
const BUFFER: usize = 1 << 16;

/// So many bytes are worth a flush of their own.
const PART: usize = 8 << 20;

/// A file that is flushed to disk while it is written.
#[derive(Debug)]
pub struct FlushedFile {
    path: PathBuf,
    file: BufWriter<File>,
    /// The bytes since the last flush began.
    fresh: usize,
    flush: Option<JoinHandle<io::Result<()>>>,
}

impl FlushedFile {
    /// An empty file at `path`.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn create(path: &Path) -> Result<Self, ReportError> {
        let file = File::create(path).map_err(ReportError::at(path))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::with_capacity(BUFFER, file), fresh: 0, flush: None })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// What the operating system says, of these bytes or of earlier ones.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), ReportError> {
        self.file.write_all(bytes).and_then(|()| self.flush_behind(bytes.len())).map_err(|cause| self.failed(cause))
    }

    /// Writes what is still in memory, and waits for the flush that is under way.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn finish(mut self) -> Result<(), ReportError> {
        let written = self.file.flush().and(self.wait());
        written.map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: io::Error) -> ReportError {
        ReportError::at(&self.path)(cause)
    }

    fn flush_behind(&mut self, written: usize) -> io::Result<()> {
        self.fresh += written;
        let busy = self.flush.as_ref().is_some_and(|flush| !flush.is_finished());
        if self.fresh < PART || busy {
            return Ok(());
        }
        self.wait()?;
        self.fresh = 0;
        let file = self.file.get_ref().try_clone()?;
        self.flush = Some(std::thread::spawn(move || file.sync_data().map(|()| leave_cache(&file))));
        Ok(())
    }

    fn wait(&mut self) -> io::Result<()> {
        match self.flush.take().map(JoinHandle::join) {
            Some(Ok(flushed)) => flushed,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => Ok(()),
        }
    }
}

/// Gives back the memory that keeps a flushed file at hand: nobody reads it soon, others of the machine need theirs, and
/// memory that is used again costs less than memory that nobody has touched.
#[cfg(target_os = "linux")]
fn leave_cache(file: &File) {
    // Where the system cannot, the file stays at hand: nothing is lost.
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
const fn leave_cache(_file: &File) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_in_the_file_however_often_it_is_flushed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("big.csv");
        let mut file = FlushedFile::create(&path).expect("it can be made");
        let part = vec![b'x'; PART / 2 + 1];
        for _ in 0..5 {
            file.write(&part).expect("it can be written");
        }
        file.write(b"end").expect("it can be written");
        file.finish().expect("it can be flushed");
        let written = std::fs::read(&path).expect("it is there");
        assert_eq!((written.len(), written.ends_with(b"xend")), (part.len() * 5 + 3, true));
    }

    #[test]
    fn a_file_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = FlushedFile::create(&folder.path().join("none/big.csv")).expect_err("there is no such folder");
        assert!(error.to_string().contains("big.csv"), "{error}");
    }
}
