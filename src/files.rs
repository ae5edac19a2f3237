//! Opening what should be a plain file. A named pipe without a writer would be waited for for ever, and a device may
//! never end: both are refused before a byte is read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// What systems leave in folders.
const LEFT_BY_SYSTEMS: [&str; 4] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"];

/// Whether the name of a file or folder is one that nobody gave it: hidden ones (`.DS_Store`, `._leads.csv`,
/// `.~lock.leads.csv#`), what Office puts beside an open file (`~$book.xlsx`), and what systems leave in folders.
#[must_use]
pub fn is_left_behind(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || LEFT_BY_SYSTEMS.iter().any(|left| name.eq_ignore_ascii_case(left))
}

/// What the system says of an error, without its number, which is for nobody who reads it: `No space left on device`, not
/// `No space left on device (os error 28)`.
#[must_use]
pub fn without_number(said: &str) -> &str {
    said.split_once(" (os error").map_or(said, |(words, _)| words)
}

/// Opens a file for reading.
///
/// # Errors
/// It is not there, may not be read, or is a folder, a pipe or a device.
pub fn open(path: &Path) -> io::Result<File> {
    refuse_other(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // What took the file's place since it was looked at is not waited for, either.
    #[cfg(target_os = "linux")]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    refuse_other(&file.metadata()?)?;
    Ok(file)
}

/// The bytes of a file.
///
/// # Errors
/// Those of [`open`], and what reading it says.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let size = file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file that has at most so many.
///
/// # Errors
/// Those of [`read`], and a file that has more.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // What a file says of its size need not be so.
    open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let what = format!("it has more than {} MB", most / 1_000_000);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(bytes)
}

/// The text of a file in UTF-8.
///
/// # Errors
/// Those of [`open`], what reading it says, and bytes that are not UTF-8.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// How files are made that only their owner may read, whatever the umask is. A link in their place is not followed.
#[must_use]
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    #[cfg(target_os = "linux")]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits().cast_signed(),
    );
    options
}

/// Makes a folder and those around it that are not there. Others may enter them, as far as the umask lets them, and
/// nobody else may write there, whatever it says.
///
/// # Errors
/// What the operating system says.
pub fn make_folders(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder.recursive(true).create(path)
}

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// It is there, or what the operating system says.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Takes from everybody else what rights they have on a file that is there.
///
/// # Errors
/// What the operating system says.
pub fn keep_from_others(file: &File, rights: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata()?.permissions().mode();
        if mode & rights != 0 {
            return file.set_permissions(std::fs::Permissions::from_mode(mode & !rights & 0o7777));
        }
    }
    let _ = (file, rights);
    Ok(())
}

/// Whether a file belongs to the user who runs this program, or to the owner of the folder that it stands in, who may
/// do with it whatever they want.
///
/// # Errors
/// What the operating system says.
pub fn is_in_good_hands(file: &File, folder: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let owner = file.metadata()?.uid();
        let own = std::fs::metadata("/proc/self").map(|own| own.uid());
        Ok(own.map_or(true, |own| own == owner) || std::fs::metadata(folder)?.uid() == owner)
    }
    #[cfg(not(unix))]
    {
        let _ = (file, folder);
        Ok(true)
    }
}

/// Refuses a path at which something other than a plain file stands; there may be nothing.
///
/// # Errors
/// A folder, a pipe or a device is there.
pub fn refuse_in_the_way(path: &Path) -> io::Result<()> {
    std::fs::metadata(path).map_or(Ok(()), |about| refuse_other(&about))
}

/// Whether `path`, or the archive or workbook that it leads into, is called a file of this very folder.
#[must_use]
pub fn is_named_in(path: &Path, folder: &Path) -> bool {
    let file = path.ancestors().find(|ancestor| ancestor.is_file()).unwrap_or(path);
    file.parent() == Some(folder) && file.file_name().is_some()
}

/// Whether it also is one, and not the name of one that stands elsewhere.
#[must_use]
pub fn stands_in(path: &Path, folder: &Path) -> bool {
    let file = path.ancestors().find(|ancestor| ancestor.is_file()).unwrap_or(path);
    let elsewhere = matches!(
        (file.canonicalize(), folder.canonicalize()),
        (Ok(file), Ok(folder)) if file.parent() != Some(&folder)
    );
    is_named_in(path, folder) && !elsewhere
}

fn refuse_other(about: &Metadata) -> io::Result<()> {
    if about.is_file() {
        return Ok(());
    }
    if about.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
    }
    let what = if is_pipe(about) { "it is a named pipe, not a file" } else { "it is a device, not a file" };
    Err(io::Error::new(io::ErrorKind::InvalidInput, what))
}

/// Whether it is a pipe.
#[must_use]
pub fn is_pipe(about: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::FileTypeExt::is_fifo(&about.file_type());
    #[cfg(not(unix))]
    {
        let _ = about;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_files_are_read_and_folders_are_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "a").expect("written");
        assert_eq!((read(&file).expect("read"), read_to_string(&file).expect("read")), (b"a".to_vec(), "a".to_owned()));
        assert_eq!(read(folder.path()).expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
        assert!(refuse_in_the_way(&folder.path().join("none")).is_ok() && refuse_in_the_way(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_are_refused_at_once() {
        for (path, what) in [("/dev/zero", "device"), ("/dev/null", "device"), ("/dev/tty", "device")] {
            let Err(cause) = open(Path::new(path)) else { panic!("{path} was opened") };
            assert!(cause.to_string().contains(what) || cause.kind() == io::ErrorKind::NotFound, "{path}: {cause}");
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made.success());
        assert!(open(&pipe).expect_err("a pipe").to_string().contains("named pipe"));
    }
}
