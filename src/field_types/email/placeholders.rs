//! Addresses that stand for none: `test@test.com`, `noemail@acme.example`.

use std::sync::LazyLock;

use super::super::shapes::Shapes;

/// Mailboxes that say that there is none, at whatever domain; without points, hyphens, underscores and digits.
const NOBODY: &[&str] = &[
    "unknown",
    "noemail",
    "noemails",
    "nomail",
    "noemailaddress",
    "donotemail",
    "nomailaddress",
    "noaddress",
    "noemailgiven",
    "noemailprovided",
    "none",
    "null",
    "notprovided",
    "notavailable",
    "notgiven",
    "notapplicable",
    "nonegiven",
    "noneprovided",
    "declined",
    "refused",
    "donothave",
    "doesnothave",
    "placeholder",
    "dummy",
    "asdf",
    "asdfasdf",
    "qwerty",
    "qwertz",
    "fake",
    "fakeemail",
    "invalid",
    "noone",
    "unbekannt",
    "keinemail",
    "keineemail",
    "keine",
    "keineangabe",
    "keinemailadresse",
    "nichtvorhanden",
    "nichtbekannt",
    "ohneemail",
    "sansemail",
    "sansmail",
    "pasdemail",
    "pasdemel",
    "inconnu",
    "sinemail",
    "sincorreo",
    "nocorreo",
    "notiene",
    "desconocido",
    "nomailbox",
    "nonhaemail",
    "sconosciuto",
    "geenemail",
    "geenmail",
    "onbekend",
    "brakemaila",
    "brak",
];

/// What people type where an address is asked: a mailbox of these at a domain of these is nobody's.
const FILLER: &[&str] = &[
    "test",
    "tester",
    "testing",
    "na",
    "none",
    "unknown",
    "email",
    "mail",
    "user",
    "username",
    "name",
    "yourname",
    "you",
    "me",
    "example",
    "sample",
    "demo",
    "abc",
    "abcd",
    "asd",
    "asdf",
    "qwe",
    "qwerty",
    "aaa",
    "aa",
    "a",
    "b",
    "x",
    "xx",
    "xxx",
    "xxxx",
    "y",
    "z",
    "zzz",
    "fake",
    "no",
    "nil",
    "null",
    "tbd",
    "nobody",
    "noone",
    "nothing",
    "dummy",
    "temp",
    "anon",
    "anonymous",
    "domain",
    "yourdomain",
    "mydomain",
    "company",
    "yourcompany",
    "firma",
    "beispiel",
    "musterfirma",
    "muster",
    "noemail",
    "nomail",
    "blah",
    "foo",
    "bar",
    "string",
    "placeholder",
    "mustermann",
    "first",
    "firstlast",
    "xyz",
    "keine",
    "kein",
    "noreply",
    "donotreply",
    "notavailable",
    "noaddress",
    "undefined",
    "nicht",
    "vorhanden",
];

/// What people type in front of a big provider's domain where they give no address.
const TYPED: &[&str] = &[
    "test",
    "tester",
    "testing",
    "testtest",
    "na",
    "no",
    "nil",
    "nobody",
    "user",
    "username",
    "example",
    "sample",
    "demo",
    "abc",
    "abcd",
    "aaa",
    "asd",
    "xxx",
    "xxxx",
    "xyz",
    "temp",
    "anon",
    "anonymous",
    "undefined",
    "noreply",
];

/// The providers at which nobody has one of these mailboxes.
const AT: &[&str] =
    &["gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "aol", "live", "msn", "gmx", "web"];

/// Domains at which nobody has a mailbox.
const NOWHERE: &[&str] = &[
    "noemail",
    "nomail",
    "noemailaddress",
    "none",
    "unknown",
    "nodomain",
    "noaddress",
    "keinemail",
    "keineemail",
    "notavailable",
    "notprovided",
    "fakeemail",
    "yourdomain",
    "yourcompany",
    "noemailgiven",
];

/// Whether a well-formed address in lower case is a placeholder.
pub(super) fn is_placeholder(local: &str, domain: &str) -> bool {
    static MAILBOXES: LazyLock<Shapes> =
        LazyLock::new(|| Shapes::of(NOBODY.iter().chain(FILLER).chain(TYPED).copied()));
    static DOMAINS: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(NOWHERE.iter().copied()));
    let name = domain.split('.').next().unwrap_or(domain);
    if !MAILBOXES.may_have_letters_of(local) && !DOMAINS.may_have_letters_of(name) {
        return false;
    }
    let mailbox = || word(local);
    let says_nothing = |text: &str| text.is_empty() && !local.is_empty();
    let filler = |text: &str| FILLER.contains(&text) || says_nothing(text);
    if local.len() > LONGEST {
        return NOWHERE.contains(&&*word(name));
    }
    let mailbox = mailbox();
    let name = word(name);
    let typed = || TYPED.contains(&&*mailbox) && AT.contains(&&*name);
    NOBODY.contains(&&*mailbox) || NOWHERE.contains(&&*name) || filler(&mailbox) && filler(&name) || typed()
}

/// Longer mailboxes are somebody's.
const LONGEST: usize = 24;

/// The letters of a name.
fn word(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_stand_for_none() {
        let table = [
            "test@test.com",
            "na@na.com",
            "n.a@na.com",
            "unknown@unknown.com",
            "unknown@acme.example",
            "noemail@noemail.com",
            "no-email@acme.example",
            "no_email@gmail.com",
            "noemail123@gmail.com",
            "none@none.com",
            "xxx@xxx.com",
            "123@123.com",
            "abc@abc.com",
            "a@a.com",
            "email@email.com",
            "name@company.com",
            "you@yourdomain.com",
            "user@example.com",
            "keine@acme.example",
            "test1@test.de",
            "unbekannt@acme.example",
            "joe@noemail.com",
            "test@example.com",
            "sans-email@acme.example",
            "test@gmail.com",
            "test.test@gmx.de",
            "na@yahoo.com",
            "undefined@undefined.com",
            "nicht@vorhanden.de",
            "do-not-email@acme.example",
        ];
        for address in table {
            let (local, domain) = address.split_once('@').expect("an address");
            assert!(is_placeholder(local, domain), "{address}");
        }
    }

    #[test]
    fn people_and_departments_are_none() {
        let table = [
            "holt@holt.de",
            "test@acme.example",
            "na@acme.example",
            "info@acme.example",
            "a@acme.example",
            "ann@test.com",
            "no@acme.example",
            "nona@acme.example",
            "kim.none@acme.example",
            "nobel@acme.example",
            "ann.lee@example.com",
            "email@acme.example",
            "123@qq.com",
            "mail@holt.de",
            "n@holt.de",
            "test.driver@gmail.com",
            "nadia@gmail.com",
            "demo@acme.example",
            "vorhanden@acme.example",
        ];
        for address in table {
            let (local, domain) = address.split_once('@').expect("an address");
            assert!(!is_placeholder(local, domain), "{address}");
        }
    }
}
