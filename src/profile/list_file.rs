//! What is known about one bought list, beside its cells.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Feed, HeaderPattern};
use crate::encoding::Encoding;
use crate::field_types::{DateFormat, ValueMap, fold_key};
use crate::model::Currency;
use crate::operators::{Pattern, Period};

/// A compiled list file. Fields are named by their place in the profile.
#[derive(Clone, Debug, Default)]
pub struct ListFile {
    /// Where it was read; nothing for a list without a list file.
    pub path: Option<PathBuf>,
    /// The patterns of the CSV files that it speaks of, as absolute paths.
    pub files: Vec<PathBuf>,
    /// Who sold it.
    pub vendor: Option<String>,
    /// How it came about: `bought_list`, `phone_book`, `web_search`, …
    pub source: Option<String>,
    /// When it was bought.
    pub bought: Option<Date>,
    /// What it cost.
    pub price: Option<Price>,
    /// What the vendor promised.
    pub promise: Promise,
    /// How the CSV is written.
    pub csv: CsvOptions,
    /// Field to what feeds it; wins over the field's own.
    pub columns: HashMap<usize, Vec<Feed>>,
    /// Missing-markers of all fields, case-folded.
    pub missing_all: Vec<String>,
    /// Missing-markers of single fields, case-folded.
    pub missing: HashMap<usize, Vec<String>>,
    /// Value maps of single fields; they win.
    pub values: HashMap<usize, ValueMap>,
    /// What bare numbers of a field are multiplied by.
    pub units: HashMap<usize, Decimal>,
    /// The currency of amounts of a field that name none.
    pub currencies: HashMap<usize, Currency>,
    /// What stands in for missing cells of a field.
    pub fill: HashMap<usize, String>,
    /// Date formats of a field.
    pub formats: HashMap<usize, Vec<DateFormat>>,
    /// `[explode]`: a record is one lead for each of these groups of columns that holds something. Field to what feeds
    /// it in that group.
    pub explode: Vec<HashMap<usize, Vec<Feed>>>,
    /// `[continue]`: some records go on with the one before.
    pub continuation: Option<Continuation>,
}

/// How a record is told that goes on with the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The field that is blank in it.
    pub when_blank: usize,
    /// Columns that are each record's own and never taken over.
    pub own: Vec<HeaderPattern>,
}

/// A vendor's layout: a list file, and how a list is told to be of it.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The vendor's name.
    pub name: String,
    /// Headers that only this vendor's lists have: all of one of these sets.
    pub recognise: Vec<Vec<String>>,
    /// What is known of its lists.
    pub file: ListFile,
}

/// What a list cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The sum for the whole list.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// What the vendor promised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promise {
    /// How many records.
    pub rows: Option<u64>,
    /// Field to the share of records in which it is filled, 0 to 1.
    pub filled: HashMap<usize, Decimal>,
    /// Field of dates to how old they may be on the day of the purchase.
    pub verified_within: HashMap<usize, Period>,
}

impl Promise {
    /// Whether nothing was promised.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.rows.is_none() && self.filled.is_empty() && self.verified_within.is_empty()
    }
}

impl ListFile {
    /// For each field with a promise of how old its dates may be, the first day that is not too old, by the order of the
    /// fields: counted from the day of the purchase, else from `as_of`.
    #[must_use]
    pub fn verified_since(&self, as_of: Date) -> Vec<(usize, Date)> {
        let since = |within: &Period| within.before(self.bought.unwrap_or(as_of));
        let mut days: Vec<(usize, Date)> =
            self.promise.verified_within.iter().map(|(field, within)| (*field, since(within))).collect();
        days.sort_unstable();
        days
    }

    /// What is the same for all lists of one seller, and for no others: the vendor's name in any case, else the list file,
    /// which speaks of one purchase; `None` if neither is known.
    #[must_use]
    pub fn seller(&self) -> Option<String> {
        let named = self.vendor.as_deref().map(str::trim).filter(|vendor| !vendor.is_empty());
        let named = named.map(|vendor| format!("vendor {}", fold_key(vendor)));
        named.or_else(|| self.path.as_ref().map(|path| format!("file {}", path.display())))
    }

    /// Whether somebody sold the list, who has to answer for it: it has a price, something was promised of it, or it has
    /// a vendor and did not come about by other means, as what people enter into our own form does.
    #[must_use]
    pub fn is_bought(&self) -> bool {
        let sold = self.source.as_deref().is_none_or(|source| source == "bought_list");
        self.price.is_some() || !self.promise.is_nothing() || sold && self.vendor.is_some()
    }
}

/// How the CSV is written; what is left out is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// How characters are written as bytes.
    pub encoding: Option<Encoding>,
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// What stands around cells.
    pub quote: Option<u8>,
    /// What stands before a quote inside a quoted cell; where it is the quote itself, quotes are doubled.
    pub escape: Option<u8>,
    /// Whether the columns are named in the list.
    pub header: Option<HeaderLine>,
    /// The decimal separator of ambiguous numbers.
    pub decimal: Option<char>,
    /// How many lines stand above the header.
    pub skip_top: Option<usize>,
    /// Whether records that are too short are filled up with blank cells.
    pub pad_short: bool,
    /// Whether all this holds whatever the list looks like. No list file can say so.
    pub trusted: bool,
}

/// What a list file says of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderLine {
    /// The list has one.
    Present,
    /// It has none, and its columns go by their numbers.
    Absent,
    /// It has none, and these are the names of its columns.
    Named(Vec<String>),
}

/// A part of a cell: the first group of the pattern, or all of what it matches where it has no group.
#[derive(Clone, Debug)]
pub struct Take(pub Pattern);

impl PartialEq for Take {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Take {}
