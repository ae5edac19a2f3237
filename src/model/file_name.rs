//! Names of files that are made of names from outside: of lists, of files in archives, of sheets, of jobs.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

/// The most bytes of such a name. File systems allow 255, and less where they encrypt names; what copies, packs and sends
/// files adds to them.
const MOST: usize = 120;

/// Signs that a name keeps beside letters and digits. All others are nothing to some file system, shell or terminal.
const KEPT: &str = "-_. ()+,&";

/// Names that Windows keeps for devices, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// How many letters of a hash tell two names apart.
const HASH: usize = 8;

/// The names of files for these names, each with `ending`, in their order: valid wherever files are kept, at most
/// 120 bytes, and different also where case does not count. What a name becomes does not depend on the order of the
/// others, and on the others only where two become the same: then both carry a hash of what they were.
#[must_use]
pub fn file_names<'n>(names: impl IntoIterator<Item = &'n str>, ending: &str) -> Vec<String> {
    let made: Vec<(&str, String)> = names.into_iter().map(|name| (name, file_name(name, ending))).collect();
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(made.len());
    made.iter().for_each(|(_, made)| *taken.entry(folded(made)).or_default() += 1);
    let mut unique = Vec::with_capacity(made.len());
    for (place, (name, made)) in made.into_iter().enumerate() {
        let is_alone = taken[&folded(&made)] == 1;
        let told_apart = (0..).map(|times| with_hash(&stem(name, ending), name, times, ending));
        // Not by the place: a list has the same name every night. Only the very same name twice needs more.
        let free = |name: &String| !taken.contains_key(&folded(name));
        let made = if is_alone { made } else { told_apart.into_iter().find(free).unwrap_or_else(|| place.to_string()) };
        taken.entry(folded(&made)).or_insert(1);
        unique.push(made);
    }
    unique
}

/// The name of a file for a name, with `ending`; see [`file_names`].
#[must_use]
pub fn file_name(name: &str, ending: &str) -> String {
    let stem = stem(name, ending);
    if stem.is_empty() || stem.len() + ending.len() > MOST {
        return with_hash(&stem, name, 0, ending);
    }
    stem + ending
}

/// What a name is without regard to case, and to how its letters are put together.
fn folded(name: &str) -> String {
    caseless::default_case_fold_str(name).nfc().collect()
}

/// The name without its ending, of signs that every file system takes.
fn stem(name: &str, ending: &str) -> String {
    let whole: String = name.nfc().collect();
    let name = whole.strip_suffix(ending).unwrap_or(&whole);
    let plain = |sign: char| if sign.is_alphanumeric() || KEPT.contains(sign) { sign } else { '-' };
    let stem: String = name.chars().map(plain).collect();
    // A point hides a file, a hyphen makes an option of it, and Windows drops points and blanks at the end.
    let stem = stem.trim_start_matches(['.', '-', ' ']).trim_end_matches(['.', ' ']);
    let first = stem.split('.').next().unwrap_or_default();
    if is_device(first) { format!("{first}_{}", &stem[first.len()..]) } else { stem.to_owned() }
}

/// Whether Windows takes a name, up to its first point, for a device: `NUL`, `com1`.
fn is_device(name: &str) -> bool {
    let name = name.trim_end().to_lowercase();
    let numbered = ["com", "lpt"].into_iter().find_map(|port| name.strip_prefix(port));
    let is_number = |rest: &str| matches!(rest.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']);
    DEVICES.contains(&name.as_str()) || numbered.is_some_and(is_number)
}

/// The beginning of a stem, and a hash of the whole name.
fn with_hash(stem: &str, name: &str, times: u32, ending: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    if times > 0 {
        hash.update(times.to_le_bytes());
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    let hash = format!("{:0HASH$x}", u32::from_be_bytes([a, b, c, d]));
    let room = MOST.saturating_sub(ending.len() + hash.len() + 1);
    let cut = &stem[..stem.floor_char_boundary(room)];
    let cut = cut.trim_end_matches(['.', ' ']);
    if cut.is_empty() { format!("{hash}{ending}") } else { format!("{cut}-{hash}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_where_every_file_system_takes_it() {
        let cases = [
            ("leads.csv", "leads.csv"),
            ("leads", "leads.csv"),
            ("Größe Köln (2).csv", "Größe Köln (2).csv"),
            ("Gro\u{308}ße.csv", "Größe.csv"),
            ("export.zip/eu/leads.csv", "export.zip-eu-leads.csv"),
            ("book.xlsx/Sheet1", "book.xlsx-Sheet1.csv"),
            ("a:b*c?d\"e<f>g|h\\i", "a-b-c-d-e-f-g-h-i.csv"),
            ("x\u{1b}[31m\n=evil.csv", "x--31m--evil.csv"),
            ("a\u{202e}b\u{200b}c", "a-b-c.csv"),
            ("/data/in/a.csv", "data-in-a.csv"),
            (".hidden.csv", "hidden.csv"),
            ("--help.csv", "help.csv"),
            ("a. . .csv", "a.csv"),
            ("con", "con_.csv"),
            ("CON.csv", "CON_.csv"),
            ("nul.2026.csv", "nul_.2026.csv"),
            ("Com1.csv", "Com1_.csv"),
            ("lpt³", "lpt³_.csv"),
            ("aux .csv", "aux_.csv"),
            ("com10.csv", "com10.csv"),
            ("console.csv", "console.csv"),
        ];
        for (name, wanted) in cases {
            assert_eq!(file_name(name, ".csv"), wanted, "{name:?}");
        }
        for name in ["", "/", "...", "☎☎", "--.csv"] {
            let made = file_name(name, ".csv");
            assert!(made.len() == HASH + 4 || name == "☎☎", "{made}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_letters_and_keeps_its_ending() {
        for name in ["n".repeat(260), "ü".repeat(130), "€".repeat(200), "名".repeat(99), "a".repeat(117)] {
            let made = file_names([name.as_str(), &format!("{name}2")], ".csv");
            assert!(made.iter().all(|made| made.len() <= MOST && made.strip_suffix(".csv").is_some()), "{made:?}");
            assert_ne!(made[0], made[1]);
        }
        assert_eq!(file_name(&"a".repeat(116), ".csv").len(), MOST);
        assert!(file_name(&"n".repeat(260), ".list.toml").ends_with(".list.toml"));
    }

    #[test]
    fn no_two_names_are_the_same_where_case_does_not_count() {
        let groups: [&[&str]; 9] = [
            &["a/b.csv", "a-b.csv", "a:b.csv", "A-B.csv"],
            &["A.csv", "a.csv"],
            &["Ä.csv", "ä.csv", "A\u{308}.csv", "a\u{308}.csv"],
            &["Straße.csv", "STRASSE.csv"],
            &["leads#1.csv", "leads-1.csv", "leads;1.csv"],
            &["con", "con_.csv", "CON.csv"],
            &["a.csv", "a.csv", "a.csv", "a"],
            &["", "☎", "☎☎", "/"],
            &[".a.csv", "a.csv", "-a.csv", "a .csv"],
        ];
        for names in groups {
            let made = file_names(names.iter().copied(), ".csv");
            let folded: std::collections::HashSet<String> = made.iter().map(|made| folded(made)).collect();
            assert_eq!(folded.len(), names.len(), "{made:?}");
            // The order of the others does not matter, unless the very same name is there twice.
            let mut turned: Vec<String> = file_names(names.iter().rev().copied(), ".csv");
            turned.reverse();
            let alike = names.iter().enumerate().all(|(place, name)| !names[..place].contains(name));
            assert!(!alike || turned == made, "{made:?} {turned:?}");
        }
    }
}
