//! Why a container, or a list in it, cannot be read.

use std::io;

use super::limits::in_words;
use crate::files::without_number;

/// Why a container, or a list in it, cannot be read. Every message names the file or the list that it is about.
///
/// Readers return it inside of an [`io::Error`], whose message it is.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// The operating system refused.
    #[error("cannot read {name}: {}", plain(cause))]
    Io {
        /// The file or list.
        name: String,
        /// The system's words.
        cause: io::Error,
    },
    /// A folder was named.
    #[error("cannot read {0}: it is a folder, not a file")]
    Folder(String),
    /// Standard input, or another pipe, was opened a second time or not read to its end.
    #[error("{name} can be read only once, from its beginning to its end; save it to a file")]
    Once {
        /// The pipe.
        name: String,
    },
    /// Packed data is cut off, changed, or followed by something else.
    #[error("{name} is damaged: {what}, after {unpacked} unpacked bytes; get the file again")]
    Damaged {
        /// The file or list.
        name: String,
        /// What is wrong.
        what: String,
        /// How many bytes could be unpacked before.
        unpacked: u64,
    },
    /// More bytes than a limit allows.
    #[error("{name} unpacks to more than {}; if that is right, raise {limit}", in_words(*most))]
    TooLarge {
        /// The file or list.
        name: String,
        /// The name of the limit, as a person sets it.
        limit: &'static str,
        /// The limit, in bytes.
        most: u64,
    },
    /// A few packed bytes unpack to very many.
    #[error("{name} unpacks to more than {most} times its size, as no list does; if that is right, raise max_ratio")]
    TooDense {
        /// The file or list.
        name: String,
        /// The limit.
        most: u64,
    },
    /// An archive of too many files.
    #[error("{name} has {count} files in it, and at most {most} are read; if that is right, raise max_members")]
    TooMany {
        /// The archive.
        name: String,
        /// How many there are.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// A password is needed.
    #[error("{name} is protected by a password; {}", if *workbook { "open it, save it without one" } else { "unpack it and give the files in it" })]
    Password {
        /// The file or list.
        name: String,
        /// Whether it is a workbook, and not a file of an archive.
        workbook: bool,
    },
    /// An entry of an archive is named such that it would be unpacked somewhere else.
    #[error("{archive} is refused: the name of its file {entry:?} {why}, as in archives that are made to do harm")]
    UnsafeName {
        /// The archive.
        archive: String,
        /// The name, as it is written in the archive.
        entry: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Files of an archive lie upon each other.
    #[error("{0} is refused: files in it share the same bytes, as in archives that are made to do harm")]
    Overlap(String),
    /// Two files of an archive have one name.
    #[error("{0} is refused: two files in it have the same name, and only one of them could be read")]
    SameName(String),
    /// An archive in an archive, or something else that is packed twice.
    #[error("{name} is {what} inside of a packed file; unpack it first and give what is in it")]
    Nested {
        /// The list.
        name: String,
        /// What it is.
        what: &'static str,
    },
    /// An archive packed by a method that is not read.
    #[error("{name} is packed by {method}, which is not read; pack it again as a usual zip file")]
    Method {
        /// The file in the archive.
        name: String,
        /// The method.
        method: String,
    },
    /// An archive or workbook without a list.
    #[error("{name} has no list in it{}", skipped_words(skipped))]
    NoList {
        /// The file.
        name: String,
        /// What is in it instead.
        skipped: Vec<String>,
    },
    /// Something else than a list.
    #[error("{name} is no list: it is {what}")]
    NotAList {
        /// The file.
        name: String,
        /// What it is, and what can be done about it.
        what: &'static str,
    },
    /// A workbook that cannot be understood.
    #[error("the workbook {name} is damaged ({what}); open it and save it again")]
    Workbook {
        /// The workbook.
        name: String,
        /// What is wrong.
        what: String,
    },
}

impl ContainerError {
    /// What a reader of this module returned while it read `name`, or the system's words.
    pub(in crate::intake) fn of(name: &str, error: io::Error) -> Self {
        unwrapped(name, error)
    }

    /// The operating system's refusal to read `name`.
    pub(super) fn io(name: &str, cause: io::Error) -> Self {
        Self::Io { name: name.to_owned(), cause }
    }
}

impl From<ContainerError> for io::Error {
    fn from(error: ContainerError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// The error out of what a reader of this module returned, or `name` and the system's words.
pub(super) fn unwrapped(name: &str, error: io::Error) -> ContainerError {
    error.downcast::<ContainerError>().unwrap_or_else(|cause| ContainerError::io(name, cause))
}

/// The system's reason, without its number.
fn plain(cause: &io::Error) -> String {
    if cause.kind() == io::ErrorKind::NotFound {
        return "there is no such file".to_owned();
    }
    without_number(&cause.to_string()).to_owned()
}

fn skipped_words(skipped: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut shown = skipped.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if skipped.len() > SHOWN {
        shown.push_str(", …");
    }
    if shown.is_empty() { "; it is empty".to_owned() } else { format!("; what is in it: {shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_goes_through_a_reader_unchanged() {
        let cases = [
            (io::Error::from(ContainerError::Folder("in".to_owned())), "cannot read in: it is a folder, not a file"),
            (io::Error::from(io::ErrorKind::NotFound), "cannot read a.csv: there is no such file"),
            (io::Error::from_raw_os_error(13), "cannot read a.csv: Permission denied"),
        ];
        for (error, words) in cases {
            assert_eq!(unwrapped("a.csv", error).to_string(), words);
        }
    }

    #[test]
    fn a_long_archive_names_a_few_of_its_files() {
        let names: Vec<String> = (1..=9).map(|n| format!("{n}.pdf")).collect();
        let words =
            |n: usize| ContainerError::NoList { name: "a.zip".into(), skipped: names[..n].to_vec() }.to_string();
        assert_eq!(words(0), "a.zip has no list in it; it is empty");
        assert_eq!(words(2), "a.zip has no list in it; what is in it: 1.pdf, 2.pdf");
        assert!(words(9).ends_with("5.pdf, …"));
    }
}
