//! Slips of the keyboard in domains: `gmial.com`, `web.d`.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::super::tables::rows;
use super::super::web::{is_known_top_level, normal_domain};

/// Domains one slip away from a big provider's, each with that provider's.
#[derive(Debug)]
pub(in super::super) struct Slips {
    slips: HashMap<Box<str>, Box<str>>,
    /// Providers by their letters alone: `t.online.de`, `gmailc.om`.
    letters: HashMap<Box<str>, Box<str>>,
}

/// Room for the slips in the shipped table's providers.
const SLIPS: usize = 10_000;

/// A slip in a shorter name is as often another company's domain.
const SHORTEST_NAME: usize = 5;

/// Top-level domains kept for tests and examples (RFC 2606), which nobody can write to and which no list has by mistake.
const RESERVED: [&str; 3] = ["example", "test", "invalid"];

/// What is meant where a top-level domain does not exist, the most frequent first.
const MEANT: [&str; 14] = ["com", "net", "org", "de", "info", "eu", "at", "ch", "fr", "it", "es", "nl", "uk", "biz"];

/// The keys around each key, on English and German keyboards.
const KEYBOARDS: [[&str; 3]; 2] = [["qwertyuiop", "asdfghjkl", "zxcvbnm"], ["qwertzuiop", "asdfghjkl", "yxcvbnm"]];

impl Slips {
    /// Parses one domain a line: a provider's, behind `*` where its name is no word; behind `=` another one that is real
    /// though it looks like a slip; or `written > meant`.
    pub(in super::super) fn parse(text: &str) -> Result<Self, String> {
        let (mut providers, mut real, mut slips) =
            (Vec::new(), Vec::new(), HashMap::<Box<str>, Box<str>>::with_capacity(SLIPS));
        for (line, row) in rows(text)? {
            let domain = |name: &str| {
                let domain = normal_domain(name.trim()).ok_or_else(|| format!("line {line}: `{row}` is no domain"));
                domain.map(Cow::into_owned)
            };
            match (row.split_once('>'), row.strip_prefix('='), row.strip_prefix('*')) {
                (Some((written, meant)), ..) => {
                    slips.insert(domain(written)?.into(), domain(meant)?.into());
                }
                (_, Some(name), _) => real.push(domain(name)?),
                (.., Some(name)) => providers.push((domain(name)?, true)),
                _ => providers.push((domain(row)?, false)),
            }
        }
        for (provider, is_coined) in &providers {
            let coined = is_coined.then(|| provider.split_once('.').map(slips_of_coined)).flatten();
            for slip in slips_of(provider).into_iter().chain(coined.into_iter().flatten()) {
                slips.entry(slip.into()).or_insert_with(|| provider.as_str().into());
            }
        }
        let letters = providers.iter().map(|(provider, _)| (letters(provider).into(), provider.as_str().into()));
        let letters = letters.collect();
        providers.iter().map(|(provider, _)| provider).chain(&real).for_each(|domain| {
            slips.remove(domain.as_str());
        });
        Ok(Self { slips, letters })
    }

    /// The domain that was meant by one that cannot be reached; `None` where nothing speaks against it.
    pub(in super::super) fn meant(&self, domain: &str) -> Option<Meant> {
        let (name, top) = domain.rsplit_once('.')?;
        if !is_top_level(top) {
            let like = MEANT.into_iter().find(|meant| is_slip(top, meant));
            return Some(Meant(like.map(|top| self.provider(&format!("{name}.{top}")))));
        }
        // Google has no other domain for mail.
        if matches!(name, "gmail" | "googlemail") && top != "com" {
            return Some(Meant(Some(format!("{name}.com"))));
        }
        let slip = self.slips.get(domain).map(|provider| Meant(Some(provider.to_string())));
        slip.or_else(|| (!is_frequent(top) || name.contains('.')).then(|| self.misplaced(domain, name, top)).flatten())
    }

    fn provider(&self, domain: &str) -> String {
        self.slips.get(domain).map_or_else(|| domain.to_owned(), ToString::to_string)
    }

    /// `t.online.de`, `gmailc.om`: a provider's letters with the points elsewhere; `acme.de.de`: the end written twice.
    fn misplaced(&self, domain: &str, name: &str, top: &str) -> Option<Meant> {
        if name.rsplit_once('.').is_some_and(|(_, last)| last == top) {
            return Some(Meant(Some(self.provider(name))));
        }
        let provider = self.letters.get(&*letters(domain))?;
        let points = |domain: &str| domain.split('.').map(|label| letters(label).len()).collect::<Vec<_>>();
        (points(provider) != points(domain)).then(|| Meant(Some(provider.to_string())))
    }
}

/// What was meant by a domain that cannot be reached, if that can be told.
#[derive(Debug)]
pub(in super::super) struct Meant(pub(in super::super) Option<String>);

/// Whether a top-level domain exists, or is kept for examples.
fn is_top_level(top: &str) -> bool {
    is_frequent(top) || RESERVED.contains(&top) || is_known_top_level(top)
}

/// Whether a top-level domain is one that most addresses have.
fn is_frequent(top: &str) -> bool {
    matches!(top, "com" | "de" | "net" | "org" | "uk" | "at" | "ch" | "info" | "eu" | "fr" | "it" | "io" | "co" | "us")
}

/// A domain without its points and hyphens.
fn letters(domain: &str) -> String {
    domain.chars().filter(|c| !matches!(c, '.' | '-')).collect()
}

/// Every slip in one letter of a name that is no word: another letter in its place, or one more between two.
fn slips_of_coined((name, rest): (&str, &str)) -> Vec<String> {
    let hit = |place: usize| {
        let (before, behind) = name.split_at(place);
        ('a'..='z').flat_map(move |letter| {
            [&behind[1..], behind].map(|behind| [&*with(before, &[letter], behind), ".", rest].concat())
        })
    };
    (1..name.len()).flat_map(hit).collect()
}

/// Whether two words are one deletion, insertion, substitution or swap of letters apart.
fn is_slip(written: &str, meant: &str) -> bool {
    strsim::osa_distance(written, meant) == 1
        || written.len() == meant.len() && written.len() > 2 && strsim::osa_distance(written, meant) == 2 && {
            // `cmo`, `ocm`: the same letters in another order.
            let sorted = |text: &str| {
                let mut letters: Vec<char> = text.chars().collect();
                letters.sort_unstable();
                letters
            };
            sorted(written) == sorted(meant)
        }
}

/// Everything that one slip makes of a domain: of its name, where that is long enough, and of what follows it.
fn slips_of(domain: &str) -> Vec<String> {
    let Some((name, rest)) = domain.split_once('.') else { return Vec::new() };
    let mut slips: Vec<String> = Vec::new();
    if name.len() >= SHORTEST_NAME {
        slips.extend(slips_of_word(name).map(|name| [&name, ".", rest].concat()));
    }
    // Two letters swapped are another country.
    let long = if rest.len() > 2 { rest.len() } else { 0 };
    let ends = (0..long).flat_map(|place| [without(rest, place), swapped(rest, place)]);
    // `gmx.bet`, `hotmail.cam` end in what exists.
    let letter = |place: usize| ('a'..='z').map(move |letter| with(&rest[..place], &[letter], &rest[place + 1..]));
    let ends = ends.chain((0..if rest.contains('.') { 0 } else { long }).flat_map(letter));
    slips.extend(
        ends.filter(|rest| !rest.starts_with('.') && !rest.ends_with('.')).map(|rest| [name, ".", &rest].concat()),
    );
    slips.retain(|slip| slip != domain);
    slips
}

/// A letter left out, doubled, swapped with the next, or hit together with or instead of a neighbour.
fn slips_of_word(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().flat_map(move |(place, letter)| {
        let (before, behind) = (&word[..place], &word[place + 1..]);
        let hit = neighbours(letter).flat_map(move |key| {
            [&[key][..], &[key, letter], &[letter, key]].map(|letters| with(before, letters, behind))
        });
        [without(word, place), swapped(word, place), with(before, &[letter, letter], behind)].into_iter().chain(hit)
    })
}

/// A word with these letters between its parts.
fn with(before: &str, letters: &[char], behind: &str) -> String {
    let mut word = String::with_capacity(before.len() + letters.len() + behind.len());
    word.push_str(before);
    word.extend(letters);
    word.push_str(behind);
    word
}

fn without(word: &str, place: usize) -> String {
    [&word[..place], &word[place + 1..]].concat()
}

/// The letter at a place behind the next one.
fn swapped(word: &str, place: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if place + 1 < letters.len() {
        letters.swap(place, place + 1);
    }
    letters.into_iter().collect()
}

fn neighbours(letter: char) -> impl Iterator<Item = char> {
    let around = move |rows: [&'static str; 3]| {
        let row = rows.iter().position(|row| row.contains(letter));
        let column = row.and_then(|row| rows[row].find(letter));
        let steps = [(0, -1), (0, 1), (-1, 0), (-1, 1), (1, 0), (1, -1)];
        steps.into_iter().filter_map(move |(down, right)| {
            let (row, column) = (row?.checked_add_signed(down)?, column?.checked_add_signed(right)?);
            rows.get(row)?.chars().nth(column)
        })
    };
    KEYBOARDS.into_iter().flat_map(around)
}

#[cfg(test)]
mod tests {
    use crate::field_types::Tables;

    fn meant(domain: &str) -> Option<String> {
        Tables::embedded().slips().meant(domain).map(|meant| meant.0.unwrap_or_else(|| "?".to_owned()))
    }

    #[test]
    fn slips_lead_to_what_was_meant() {
        let table = [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gnail.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.de", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmial.con", "gmail.com"),
            ("hotmal.com", "hotmail.com"),
            ("hotmial.de", "hotmail.de"),
            ("homtail.com", "hotmail.com"),
            ("hotmail.cm", "hotmail.com"),
            ("yahooo.com", "yahoo.com"),
            ("yaho.de", "yahoo.de"),
            ("outlok.com", "outlook.com"),
            ("icoud.com", "icloud.com"),
            ("t-onlin.de", "t-online.de"),
            ("tonline.de", "t-online.de"),
            ("gmx.ne", "gmx.net"),
            ("web.d", "web.de"),
            ("acme.cmo", "acme.com"),
            ("acme.ocm", "acme.com"),
            ("acme.nett", "acme.net"),
            ("acme.dee", "acme.de"),
            ("acme.local", "?"),
            ("acme.zzzz", "?"),
            ("gmael.com", "gmail.com"),
            ("gemail.com", "gmail.com"),
            ("gmaii.com", "gmail.com"),
            ("yahho.com", "yahoo.com"),
            ("iclould.com", "icloud.com"),
            ("outlooc.com", "outlook.com"),
            ("gogglemail.com", "googlemail.com"),
            ("orang.fr", "orange.fr"),
            ("gxm.de", "gmx.de"),
            ("gmx.bet", "gmx.net"),
            ("hotmail.cam", "hotmail.com"),
            ("gmailc.om", "gmail.com"),
            ("t.online.de", "t-online.de"),
            ("web.de.de", "web.de"),
            ("kiefer.com.com", "kiefer.com"),
        ];
        for (domain, expected) in table {
            assert_eq!(meant(domain).as_deref(), Some(expected), "{domain}");
        }
    }

    #[test]
    fn real_domains_are_no_slips() {
        let table = [
            "gmail.com",
            "mail.com",
            "ymail.com",
            "email.com",
            "gmx.de",
            "gmx.net",
            "gmx.at",
            "gmx.ch",
            "gmx.com",
            "web.de",
            "aol.de",
            "aol.com",
            "me.com",
            "mac.com",
            "cloud.com",
            "hotmail.de",
            "hotmail.se",
            "hotmail.nl",
            "live.nl",
            "live.de",
            "live.com",
            "love.com",
            "outlook.de",
            "outlook.at",
            "yahoo.de",
            "yahoo.dk",
            "yahoo.com.br",
            "yahoo.co.uk",
            "yahoo.co.in",
            "rocketmail.com",
            "proton.me",
            "pm.me",
            "protonmail.ch",
            "kiefer.de",
            "gail.com",
            "hmail.com",
            "fastmail.com",
            "online.de",
            "orange.fr",
            "free.fr",
            "sfr.fr",
            "libero.it",
            "acme.example",
            "acme.test",
            "acme.invalid",
            "acme.company",
            "acme.io",
            "müller.berlin",
            "acme.рф",
            "acme.co.uk",
            "wp.pl",
            "btopenworld.com",
            "qq.com",
            "naver.com",
            "mail.ru",
            "acme.cloud",
            "acme.ai",
            "acme.museum",
            "acme.co.za",
            "acme.com.np",
            "acme.com.co",
            "grail.com",
            "emails.com",
            "weber.de",
            "gmk.de",
            "horizon.net",
            "range.fr",
            "outbook.com",
            "yahoo.co.id",
            "free-net.de",
            "mail.acme.de",
        ];
        for domain in table {
            assert_eq!(meant(domain), None, "{domain}");
        }
    }
}
