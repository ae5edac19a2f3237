//! The sheet library panics where the temporary file of a sheet cannot be written. That is an error like any other.

use std::any::Any;
use std::io;
use std::path::Path;

use crate::model::quietly;
use crate::report::ReportError;

/// Runs code of the library that makes the workbook at `path`; no message of a crash is printed.
pub(super) fn guarded<T>(path: &Path, run: impl FnOnce() -> Result<T, ReportError>) -> Result<T, ReportError> {
    quietly(run).unwrap_or_else(|panic| Err(ReportError::Write { path: path.to_owned(), cause: cause(&*panic) }))
}

/// What the system said, out of the library's words: `Couldn't write to xml file: Os { code: 28, kind: …`.
fn cause(panic: &(dyn Any + Send)) -> io::Error {
    let said = panic.downcast_ref::<String>().map(String::as_str).unwrap_or_default();
    let number = said.split_once("Os { code: ").and_then(|(_, rest)| rest.split_once(',')?.0.parse().ok());
    number.map_or_else(|| io::Error::other("the sheet could not be made"), io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_library_is_an_error_with_the_systems_words() {
        for number in [5, 13, 28] {
            let error = io::Error::from_raw_os_error(number);
            let failed = guarded::<()>(Path::new("a.xlsx"), || panic!("Couldn't write to xml file: {error:?}"));
            assert!(matches!(failed, Err(ReportError::Write { cause, .. }) if cause.raw_os_error() == Some(number)));
        }
        let unknown = guarded::<()>(Path::new("a.xlsx"), || panic!("index out of bounds")).expect_err("caught");
        assert_eq!(unknown.to_string(), "could not write a.xlsx: the sheet could not be made");
    }
}
