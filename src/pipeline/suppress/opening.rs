//! Opens suppression files. Many have one column only, with several values in a cell or without a header, which a list
//! never has; so where what is told of lists does not fit, the file is read as what it can be else.

use super::cells::{Cells, bare};
use super::columns::known;
use super::phones::looks_like_number;
use crate::intake::{Limits, Member, OpenError, OpenList, open_list};
use crate::profile::{CsvOptions, HeaderLine, Profile};

/// A byte that stands in no text, so that every line is one cell.
const NO_DELIMITER: u8 = 0x1f;

/// Opens a file.
///
/// # Errors
/// As for lists, where it can be read in no other way either.
pub(super) fn open(profile: &Profile, member: &Member, limits: &Limits) -> Result<OpenList, OpenError> {
    let usual = open_list(member, &CsvOptions::default(), limits);
    let names_somebody = |headers: &[String]| known(profile, headers).iter().any(|source| source.role.names_somebody());
    let is_known = |open: &OpenList| names_somebody(&open.headers);
    let is_below =
        |open: &OpenList| open.writing.above.first().is_some_and(|line| names_somebody(std::slice::from_ref(line)));
    if let Ok(open) = &usual {
        let above = open.writing.sniffed.skip_top;
        if is_known(open) && (above == 0 || !is_below(open)) {
            // A comma in the one column there is separates nothing.
            let one = CsvOptions { skip_top: Some(above), ..single(HeaderLine::Present) };
            let as_one = || open_list(member, &one, limits).ok().filter(is_known);
            let is_one = open.headers.len() == 1 && !open.shape.is_sheet;
            return if is_one { as_one().map_or(usual, Ok) } else { usual };
        }
    }
    for options in [single(HeaderLine::Present), with_header(HeaderLine::Present)] {
        if let Some(open) = open_list(member, &options, limits).ok().filter(is_known) {
            return Ok(open);
        }
    }
    if usual.as_ref().is_ok_and(|open| !open.headers.iter().any(|header| is_value(profile, header))) {
        return usual;
    }
    for options in [with_header(HeaderLine::Absent), single(HeaderLine::Absent)] {
        if let Ok(open) = open_list(member, &options, limits) {
            return Ok(open);
        }
    }
    usual
}

/// With or without a header, whatever the file looks like.
fn with_header(header: HeaderLine) -> CsvOptions {
    CsvOptions { header: Some(header), trusted: true, ..CsvOptions::default() }
}

/// One column.
fn single(header: HeaderLine) -> CsvOptions {
    CsvOptions { delimiter: Some(NO_DELIMITER), skip_top: Some(0), ..with_header(header) }
}

/// Whether what should be a header is an address, a number or a domain: the file has none, and this is its first entry.
fn is_value(profile: &Profile, header: &str) -> bool {
    let cells = Cells { profile, country: None };
    let text = bare(header);
    text.contains('@') || looks_like_number(text) || cells.is_domain(text)
}
