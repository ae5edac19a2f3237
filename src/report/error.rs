//! Why a report could not be written.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::files::without_number;

/// Why a report could not be written. The message is one sentence for the person who started the run.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The disk, the rights, the path: the operating system refused.
    #[error("could not write {}: {}", path.display(), plain(cause))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// What an earlier run left cannot be read.
    #[error("could not read {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// What has to be a link is something else.
    #[error(
        "{path} is no link: `latest` is where every run puts a link to its reports; move {path} away, and run again",
        path = path.display()
    )]
    NoLink {
        /// The path of `latest`.
        path: PathBuf,
    },
    /// The file that runs lock is none that only its owner can lock.
    #[error(
        "{path} is {what}, by which others could keep every run waiting: see who has put it there, remove it, and run again",
        path = path.display()
    )]
    Strange {
        /// The lock file.
        path: PathBuf,
        /// What it is, in words.
        what: &'static str,
    },
    /// Another run is writing there.
    #[error("another run is writing to {}", folder.display())]
    Locked {
        /// The folder that it writes to.
        folder: PathBuf,
    },
    /// The folder holds something that no run has written, and replacing the folder would destroy it.
    #[error(
        "{} holds {found}, which is not from an earlier run; nothing was changed: choose another folder, or empty it",
        folder.display()
    )]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// What was found there, in words.
        found: String,
    },
    /// The path does not name a folder that could be made or replaced, such as `.` or `/`.
    #[error("{} cannot be replaced by a new folder: give the output folder a name of its own", path.display())]
    Unnamed {
        /// The path.
        path: PathBuf,
    },
    /// A format's own library refused to write.
    #[error("could not write {}: {cause}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What the library said.
        cause: Box<dyn Error + Send + Sync>,
    },
}

impl ReportError {
    /// For `map_err`: the operating system refused at `path`.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| Self::Write { path, cause }
    }
}

/// The system's words without its number.
fn plain(error: &io::Error) -> String {
    without_number(&error.to_string()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_file_and_the_reason() {
        let error = ReportError::at(Path::new("/x/prospects.csv"))(io::Error::from_raw_os_error(28));
        assert_eq!(error.to_string(), "could not write /x/prospects.csv: No space left on device");
    }
}
