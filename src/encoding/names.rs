//! The encodings by their names.

use encoding_rs as rs;

use super::dos::{self, Upper};

/// How the characters of a list are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub(super) Scheme);

/// Who knows how to read an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// An encoding of the web.
    Web(&'static rs::Encoding),
    /// A code page of DOS: ASCII, and a table for the bytes from 0x80 on.
    Dos(&'static dos::CodePage),
}

/// What people write that the web's labels do not have; without case, spaces, hyphens and underscores.
const LABELS: [(&str, Encoding); 23] = [
    ("ansi", Encoding::WINDOWS_1252),
    ("latin9", Encoding::ISO_8859_15),
    ("latin0", Encoding::ISO_8859_15),
    ("utf8sig", Encoding::UTF_8),
    ("utf8bom", Encoding::UTF_8),
    ("utf8withbom", Encoding::UTF_8),
    ("ascii", Encoding::UTF_8),
    ("usascii", Encoding::UTF_8),
    ("macroman", Encoding::MAC_ROMAN),
    ("applemacintosh", Encoding::MAC_ROMAN),
    ("maccyrillic", Encoding(Scheme::Web(rs::X_MAC_CYRILLIC))),
    ("cp932", Encoding(Scheme::Web(rs::SHIFT_JIS))),
    ("windows932", Encoding(Scheme::Web(rs::SHIFT_JIS))),
    ("cp936", Encoding(Scheme::Web(rs::GBK))),
    ("cp949", Encoding(Scheme::Web(rs::EUC_KR))),
    ("cp950", Encoding(Scheme::Web(rs::BIG5))),
    ("oem", Encoding(Scheme::Dos(&dos::CP850))),
    ("dos", Encoding(Scheme::Dos(&dos::CP850))),
    ("utf16", Encoding::UTF_16LE),
    ("ucs2", Encoding::UTF_16LE),
    ("unicode", Encoding::UTF_16LE),
    ("ucs2le", Encoding::UTF_16LE),
    ("ucs2be", Encoding::UTF_16BE),
];

impl Encoding {
    /// UTF-8, with or without a byte order mark; plain ASCII too.
    pub const UTF_8: Self = Self(Scheme::Web(rs::UTF_8));
    /// UTF-16, the lower byte first.
    pub const UTF_16LE: Self = Self(Scheme::Web(rs::UTF_16LE));
    /// UTF-16, the higher byte first.
    pub const UTF_16BE: Self = Self(Scheme::Web(rs::UTF_16BE));
    /// Western Europe on Windows. Holds all of ISO-8859-1 but its control characters.
    pub const WINDOWS_1252: Self = Self(Scheme::Web(rs::WINDOWS_1252));
    /// Western Europe with the euro sign, also called Latin-9.
    pub const ISO_8859_15: Self = Self(Scheme::Web(rs::ISO_8859_15));
    /// Central Europe on Windows.
    pub const WINDOWS_1250: Self = Self(Scheme::Web(rs::WINDOWS_1250));
    /// Central Europe, also called Latin-2.
    pub const ISO_8859_2: Self = Self(Scheme::Web(rs::ISO_8859_2));
    /// Western Europe on the Macintosh before Mac OS X.
    pub const MAC_ROMAN: Self = Self(Scheme::Web(rs::MACINTOSH));
    /// Turkish on Windows.
    pub const WINDOWS_1254: Self = Self(Scheme::Web(rs::WINDOWS_1254));
    /// The Baltic languages on Windows.
    pub const WINDOWS_1257: Self = Self(Scheme::Web(rs::WINDOWS_1257));
    /// Western Europe on DOS.
    pub const CP850: Self = Self(Scheme::Dos(&dos::CP850));
    /// Central Europe on DOS.
    pub const CP852: Self = Self(Scheme::Dos(&dos::CP852));

    /// The encoding that people call `label`: `utf-8`, `cp1252`, `Latin 1`, `mac-roman`, `ansi`, and whatever the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels) lists.
    ///
    /// ISO-8859-1 is read as Windows-1252, which differs only where ISO-8859-1 has control characters. `utf-16` is the
    /// little-endian one; [`super::stated`] looks at the list for the byte order. `None` for a name that is not known,
    /// and for UTF-7, UTF-32 and the like, which are not read.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        let bare: String = label.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        let ours = || LABELS.iter().find(|(name, _)| *name == bare).map(|(_, encoding)| *encoding);
        let dos = || dos::by_number(bare.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        let web = || spellings(&label, &bare).iter().find_map(|name| readable(name));
        ours().or_else(|| dos().map(|page| Self(Scheme::Dos(page)))).or_else(web)
    }

    /// Its name in lower case, which [`Encoding::from_label`] knows: `windows-1252`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Scheme::Dos(page) => page.name,
            Scheme::Web(web) => WEB_NAMES
                .iter()
                .find(|name| name.eq_ignore_ascii_case(web.name()))
                .copied()
                .unwrap_or_else(|| if web == rs::MACINTOSH { "mac-roman" } else { web.name() }),
        }
    }

    /// Whether a list in it is text for leadsieve as it stands.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// Whether it is UTF-16 of either byte order.
    #[must_use]
    pub fn is_utf16(self) -> bool {
        self == Self::UTF_16LE || self == Self::UTF_16BE
    }

    /// The byte order mark that a list in it may begin with; empty where there is none.
    #[must_use]
    pub fn bom(self) -> &'static [u8] {
        match self {
            _ if self.is_utf8() => b"\xEF\xBB\xBF",
            _ if self == Self::UTF_16LE => b"\xFF\xFE",
            _ if self == Self::UTF_16BE => b"\xFE\xFF",
            _ => b"",
        }
    }

    /// What the bytes from 0x80 on stand for, where each of them is a character of its own; U+FFFD for none.
    pub(super) fn upper_half(self) -> Option<Upper> {
        match self.0 {
            Scheme::Dos(page) => Some(page.upper),
            Scheme::Web(web) if web.is_single_byte() => Some(std::array::from_fn(|place| {
                let byte = [u8::try_from(place + 0x80).unwrap_or_default()];
                web.decode_without_bom_handling(&byte).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
            })),
            Scheme::Web(_) => None,
        }
    }
}

/// The names of the Encoding Standard in lower case, but `macintosh`, which people call Mac Roman.
const WEB_NAMES: [&str; 38] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "iso-2022-jp",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "x-mac-cyrillic",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "gbk",
    "gb18030",
    "big5",
    "x-user-defined",
];

/// Ways to write a label that the Encoding Standard may know.
fn spellings(label: &str, bare: &str) -> Vec<String> {
    let number = |prefix: &str| bare.strip_prefix(prefix).map(str::to_owned);
    let windows = ["cp", "windows", "win", "ms"].iter().find_map(|prefix| number(prefix));
    let mut names = vec![label.to_owned(), bare.to_owned(), label.replace(['_', ' '], "-")];
    names.extend(windows.map(|number| format!("windows-{number}")));
    names.extend(number("iso8859").or_else(|| number("8859")).map(|number| format!("iso-8859-{number}")));
    names.extend(number("utf").map(|number| format!("utf-{number}")));
    names.extend(number("koi8").map(|letter| format!("koi8-{letter}")));
    names.extend(number("euc").map(|country| format!("euc-{country}")));
    names
}

/// The encoding of that label, unless it is one that stands for something else.
fn readable(label: &str) -> Option<Encoding> {
    rs::Encoding::for_label(label.as_bytes())
        .filter(|web| *web != rs::REPLACEMENT && *web != rs::X_USER_DEFINED)
        .map(|web| Encoding(Scheme::Web(web)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_people_write_them() {
        let table = [
            ("utf-8", "utf-8"),
            ("UTF8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("UTF-8 with BOM", "utf-8"),
            ("utf-16", "utf-16le"),
            ("UTF16", "utf-16le"),
            ("utf-16-le", "utf-16le"),
            ("utf16be", "utf-16be"),
            ("windows-1252", "windows-1252"),
            ("Windows 1252", "windows-1252"),
            ("windows1252", "windows-1252"),
            ("cp1252", "windows-1252"),
            ("CP-1252", "windows-1252"),
            ("win-1250", "windows-1250"),
            ("latin1", "windows-1252"),
            ("Latin-1", "windows-1252"),
            ("iso-8859-1", "windows-1252"),
            ("ISO 8859-1", "windows-1252"),
            ("ansi", "windows-1252"),
            ("iso-8859-15", "iso-8859-15"),
            ("iso8859_15", "iso-8859-15"),
            ("latin-9", "iso-8859-15"),
            ("latin2", "iso-8859-2"),
            ("mac-roman", "mac-roman"),
            ("MacRoman", "mac-roman"),
            ("macintosh", "mac-roman"),
            ("x-mac-roman", "mac-roman"),
            ("cp850", "cp850"),
            ("IBM-850", "cp850"),
            ("cp437", "cp437"),
            ("cp866", "ibm866"),
            ("shift_jis", "shift_jis"),
            ("Shift-JIS", "shift_jis"),
            ("sjis", "shift_jis"),
            ("cp932", "shift_jis"),
            ("gbk", "gbk"),
            ("gb2312", "gbk"),
            ("big5", "big5"),
            ("euc-kr", "euc-kr"),
            ("koi8-u", "koi8-u"),
            ("koi8r", "koi8-r"),
            ("cp1251", "windows-1251"),
        ];
        for (label, name) in table {
            assert_eq!(Encoding::from_label(label).map(Encoding::name), Some(name), "{label}");
        }
        for label in ["", "klingon", "utf-7", "utf-32", "x-user-defined", "replacement", "850,5", "-"] {
            assert_eq!(Encoding::from_label(label), None, "{label}");
        }
    }

    #[test]
    fn every_name_is_a_label_of_its_own_encoding() {
        for name in WEB_NAMES.into_iter().filter(|name| *name != "x-user-defined").chain(["cp852", "mac-roman"]) {
            assert_eq!(Encoding::from_label(name).map(Encoding::name), Some(name));
        }
    }

    #[test]
    fn single_bytes_have_an_upper_half() {
        let at = |encoding: Encoding, byte: usize| encoding.upper_half().map(|upper| upper[byte - 0x80]);
        assert_eq!(at(Encoding::WINDOWS_1252, 0x80), Some('€'));
        assert_eq!(at(Encoding::ISO_8859_15, 0xA4), Some('€'));
        assert_eq!(at(Encoding::MAC_ROMAN, 0x9F), Some('ü'));
        assert_eq!(at(Encoding::CP850, 0x81), Some('ü'));
        assert_eq!(at(Encoding::WINDOWS_1250, 0xB3), Some('ł'));
        assert_eq!(at(Encoding::UTF_16LE, 0x80), None);
        assert_eq!(at(Encoding(Scheme::Web(rs::GBK)), 0x80), None);
    }
}
