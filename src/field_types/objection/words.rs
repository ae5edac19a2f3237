//! The words of opt-out cells in English, German, French, Spanish, Italian and Dutch.
//!
//! The tables were put together from what CRMs, newsletter programs and address dealers export. Words stand folded and
//! without accents; German ones also with `ae`, `oe`, `ue`. A word in no table is unknown, and what has an unknown word
//! in it is never taken for a permission.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::Channels;

/// What a word says in an opt-out cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `yes`
    Yes,
    /// `no`, which answers, and turns round what comes after it.
    No,
    /// `kein`, `none`: as [`Word::No`], before a noun.
    NoneOf,
    /// `not`, which only turns round.
    Not,
    /// `unsubscribed`, `gesperrt`
    Objects,
    /// `subscribed`, `Einwilligung`
    Allows,
    /// `may`, `darf`: allows whatever is named beside it.
    Modal,
    /// `inscrit`, `registered`: on a newsletter's list a permission, on that of a Robinson register an objection.
    Enlisted,
    /// `calls`, `E-Mail`
    Channel(Channels),
    /// `contact`, `Werbung`: any channel.
    Contact,
    /// `all`
    All,
    /// `only`
    Only,
    /// `or`, `nor`
    Or,
    /// `by`, `per`: how somebody objected, or is not to be contacted.
    By,
    /// A day.
    Day,
    /// A word that changes nothing.
    Filler,
    /// `more`, `please`, `since`: changes nothing beside what somebody says, and makes more of a bare *no* than an
    /// answer ("no more", "no please").
    Urge,
    /// Any other.
    Unknown,
}

/// Whole words.
const WORDS: [(Word, &str); 18] = [
    (Word::Yes, "yes yep yeah ja jawohl oui si true wahr vrai verdadero vero waar x y j"),
    (Word::No, "no nope nein non nee false falsch faux falso onwaar n zero"),
    (Word::NoneOf, "none neither nothing nichts rien nada niente niets geen nix"),
    (
        Word::Not,
        "not never dont doesnt didnt isnt wasnt hasnt havent cant cannot couldnt wont shouldnt mustnt arent nicht nie \
        niemals ohne without pas jamais sans nunca jamas sin senza niet nooit zonder",
    ),
    (
        Word::Objects,
        "dnc dncr tps ctps mps dne dnm optout unsub unsubs stop stopp stopped bloctel baja bajas remove removed removal \
        delete deleted erased erasure geloscht geloescht loschen loeschen spam listed verboten untersagt interdit \
        vietato verboden prohibido prohibited forbidden banned bel-me-niet unwanted unerwunscht unerwuenscht weigert \
        abgelehnt verweigert verwijderd rechazado rechazo disallowed unauthorised unauthorized liste-rouge rifiuto",
    ),
    (
        Word::Allows,
        "optin doi callable mailable frei ok okay okey contactable reachable kontaktierbar erreichbar angemeldet aangemeld accord akkoord d-accord toegestaan zugestimmt einverstanden freigegeben \
        freigabe entsperrt unblocked whitelist whitelisted welcome wanted gewunscht gewuenscht erwunscht erwuenscht \
        signed-up zulassig zulaessig gestattet acconsente acconsentito",
    ),
    (Word::Modal, "may can darf durfen duerfen kann peut puede puo mag kan"),
    (
        Word::Enlisted,
        "registered inscrit inscrite inscrits inscrito inscrita iscritto iscritta ingeschreven eingetragen registriert \
        geregistreerd",
    ),
    (
        Word::Channel(Channels::PHONE),
        "phone phones phoned phoning telephone tel telephonique call calls calling called caller ring anruf anrufe \
        anrufen angerufen appel appels appeler appele telefon telefonate telefonnummer telefono telefoon telefonico \
        telefonica llamar llamada llamadas chiamare chiamata chiamate bellen gebeld mobile mobil handy cell cellphone \
        sms text texts texting whatsapp telemarketing telesales telefonwerbung telefonieren telefonbellen rufen",
    ),
    (
        Word::Channel(Channels::EMAIL),
        "email emails e-mail e-mails emailing newsletter newsletters nieuwsbrief nieuwsbrieven boletin boletines \
        rundmail rundmails courriel courriels infolettre mailshot",
    ),
    (Word::Channel(Channels::MAIL), "mail mails mailing mailings correo correos posta"),
    (
        Word::Channel(Channels::POST),
        "post postal postalisch letter letters brief briefe brieven courrier courriers carta lettera",
    ),
    (Word::Channel(Channels::FAX), "fax faxe faxes telefax"),
    (
        Word::All,
        "all alle alles allen everything everywhere tous toutes tout todo todos todas tutti tutte tutto both \
        komplett completely entirely generell ganz",
    ),
    (
        Word::Only,
        "only nur seulement uniquement solo solamente soltanto alleen slechts just ausschliesslich exclusively",
    ),
    (Word::Or, "or nor oder noch ou ni o of"),
    (
        Word::Urge,
        "more longer anymore again please pls bitte svp thanks danke mehr weiter weitere weiteren piu meer since seit \
        depuis desde sinds want wants wish wishes will would like should must mochte moechte wunscht wuenscht wollen \
        soll souhaite veut desea quiere desidera vuole wenst",
    ),
    (Word::By, "by per via par por tramite mittels through schriftlich mundlich muendlich"),
];

/// Words that change nothing.
const FILLERS: &str = "a an the any to for from at as is are be been being has have does do did this that \
    it its he she they we us our me i my person customer client kunde kundin kontaktperson lead user \
    yet still so far currently current status stand date von vom der die das den dem des \
    ein eine einen einer einem zu zur zum fur fuer mit am im an auf aus bei gegen wird werden wurde worden ist sind hat \
    haben liegt vor vorhanden derzeit aktuell sein sich er sie es wir uns le la les un une \
    du de des d au aux est etre ete pour sur se son sa il elle soit el los las del al para ser esta ha sido lo gli di \
    della alla alle dei essere stato stata een het te voor van aan op heeft worden wil verified checked ticked marked \
    gepruft geprueft kontrolliert given received recorded filed raised erhoben eingelegt erteilt gegeben donne dado dato \
    gegeven on in into mas channel channels kanal kanale kanaele canal canaux canales canali kanalen z utc \
    cold electronique electronico elettronica confirmed bestatigt \
    bestaetigt confirme confirmado confermato bevestigd envoyer senden send sending sent schicken zusenden receive receiving \
    recevoir erhalten recibir ricevere ontvangen opnemen aufnehmen aufgenommen with file record known bekannt eintrag eintragung default";

/// Beginnings of words, and what words that begin so say. The first that fits counts.
const STEMS: [(Word, &str); 6] = [
    (
        Word::Objects,
        "unsubscri unsubsrib optedout object widerspr widersproch widerruf abgemeld abmeld ausgetrag austrag abbestell \
        robinson blacklist blocklist block suppress desabonn desinscri desuscri disiscri cancel oppos oposi opposi \
        refus reject declin denied deny revoke revoca revoc einwand einwaend withdr opone objec restrict einschrank einschraenk complain beschwer exclu spam bezwaar uitgeschr afgemeld \
        geweiger geblokk blokk bloqu bloc rifiut verweiger ablehn abgelehn",
    ),
    (
        Word::Allows,
        "optedin subscri suscri abonn geabonn permit permis permes allow accept acept accett agree approv grant erlaub \
        gestatt zustimm eingewillig einwillig genehmig autoris autoriz authori consent consens toestemm geaccept",
    ),
    (Word::Channel(Channels::PHONE), "anruf telefon"),
    (Word::Channel(Channels::EMAIL), "newslett"),
    (
        Word::Contact,
        "contact kontakt contatt werb marketing advert promo solicit publicit pubblicit prospection demarch reclame \
        benader communic kommunik approach angesproch ansprech reach ad disturb mitteil benachrichtig",
    ),
    (Word::NoneOf, "kein aucun ningun nessun"),
];

/// Parts of words that say something wherever they stand: German compounds.
const PARTS: [(Word, &str); 5] = [
    (Word::Allows, "entsperr"),
    (Word::Objects, "sperr"),
    (Word::Objects, "widerspruch"),
    (Word::Objects, "abmeldung"),
    (Word::Allows, "einwilligung"),
];

/// Several words that are one.
pub(super) const PHRASES: [(&[&str], &str); 29] = [
    (&["opt", "out"], "optout"),
    (&["opted", "out"], "optout"),
    (&["opts", "out"], "optout"),
    (&["opting", "out"], "optout"),
    (&["opt", "outs"], "optout"),
    (&["opt", "in"], "optin"),
    (&["opted", "in"], "optin"),
    (&["opts", "in"], "optin"),
    (&["double", "optin"], "optin"),
    (&["single", "optin"], "optin"),
    (&["tps", "clear"], "optin"),
    (&["tps", "cleared"], "optin"),
    (&["ctps", "clear"], "optin"),
    (&["ctps", "cleared"], "optin"),
    (&["dnc", "clear"], "optin"),
    (&["dnc", "list"], "dnc"),
    (&["e", "mail"], "email"),
    (&["e", "mails"], "email"),
    (&["ne", "pas"], "not"),
    (&["ne", "plus"], "not"),
    (&["can", "not"], "cannot"),
    (&["bel", "me", "niet"], "bel-me-niet"),
    (&["liste", "rouge"], "liste-rouge"),
    (&["black", "list"], "blacklist"),
    (&["block", "list"], "blocklist"),
    (&["d", "accord"], "d-accord"),
    (&["signed", "up"], "signed-up"),
    (&["de", "baja"], "baja"),
    (&["n", "est", "pas"], "not"),
];

/// Words that end a clause and begin another.
pub(super) const JOINTS: &str = "and und et y e ed en but aber mais pero ma maar sondern sowie";

/// What every whole word says, [`WORDS`] before [`FILLERS`], so that a word is found at once.
static WHOLE: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    let mut whole = HashMap::new();
    for (word, list) in WORDS.iter().chain(&[(Word::Filler, FILLERS)]) {
        for written in list.split_whitespace() {
            whole.entry(written).or_insert(*word);
        }
    }
    whole
});

/// What a folded word without accents says.
pub(super) fn word(written: &str) -> Word {
    let begins = |list: &str| list.split(' ').any(|stem| written.starts_with(stem) && fits(stem, written));
    let part = || PARTS.iter().find(|(_, part)| written.contains(part)).map(|(word, _)| *word);
    let stem = || STEMS.iter().find(|(_, stems)| begins(stems)).map(|(word, _)| *word);
    WHOLE.get(written).copied().or_else(part).or_else(stem).unwrap_or(Word::Unknown)
}

/// Short stems stand for themselves and their plural: `ad`, `ads`, not `address`.
fn fits(stem: &str, written: &str) -> bool {
    stem.len() > 3 || written.len() <= stem.len() + 1
}
