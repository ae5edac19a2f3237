//! What one clause says.

use super::Channels;
use super::words::Word;

/// What a clause says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The cell stands for a blank one.
    Nothing,
    /// A bare yes or no.
    Answer(bool),
    /// The day of whatever the column asks for.
    Day,
    /// These channels may be used; none: all.
    Allows(Channels),
    /// These may not; none: the person is not to be contacted.
    Objects(Channels),
    /// Channels, without what is to become of them.
    Names(Channels),
    Unclear,
}

pub(super) const fn is_turning(word: Word) -> bool {
    matches!(word, Word::No | Word::NoneOf | Word::Not)
}

/// What is counted of a clause.
struct Counted {
    turns: usize,
    objects: bool,
    allows: bool,
    contact: bool,
    all: bool,
    only: bool,
    or: bool,
    by: bool,
    urges: bool,
    unknown: bool,
    channels: Channels,
}

impl Counted {
    fn of(words: &[Word]) -> Self {
        let has = |wanted: Word| words.contains(&wanted);
        let channel = |word: &Word| if let Word::Channel(one) = word { *one } else { Channels::default() };
        let channels = words.iter().map(channel).fold(Channels::default(), Channels::union);
        let named = has(Word::Contact) || !channels.is_empty();
        let enlisted = (has(Word::Enlisted) || has(Word::Modal)) && named;
        Self {
            turns: words.iter().filter(|word| is_turning(**word)).count(),
            objects: has(Word::Objects),
            allows: has(Word::Allows) || enlisted,
            contact: has(Word::Contact),
            all: has(Word::All),
            only: has(Word::Only),
            or: has(Word::Or),
            by: has(Word::By),
            urges: has(Word::Urge),
            unknown: has(Word::Unknown)
                || has(Word::Enlisted) && !named && !has(Word::Objects)
                || has(Word::Modal) && !named,
            channels,
        }
    }

    const fn has_head(&self) -> bool {
        self.objects || self.allows || self.contact || self.all || !self.channels.is_empty()
    }

    /// The channels that an objection means; none where it means all of them, or may.
    const fn meant(&self) -> Channels {
        let wide = self.unknown || self.only || self.contact && (self.or || self.objects) || self.objects && self.by;
        if wide || self.all && self.contact { Channels(0) } else { self.channels }
    }
}

/// What a clause says.
pub(super) fn clause(words: &[Word]) -> Said {
    let plain: Vec<Word> =
        words.iter().copied().filter(|word| !matches!(word, Word::Filler | Word::Urge | Word::By)).collect();
    let counted = Counted::of(words);
    if !counted.has_head() {
        return bare(&plain, &counted);
    }
    match plain.split_last() {
        Some((Word::Yes, before)) if Counted::of(before).has_head() => answered(statement(before), true),
        Some((Word::No, before)) if Counted::of(before).has_head() => answered(statement(before), false),
        _ => statement(words),
    }
}

/// A clause without anything to be turned round: a bare answer, or a day.
fn bare(plain: &[Word], counted: &Counted) -> Said {
    let yes = plain.contains(&Word::Yes);
    let no = plain.iter().any(|word| matches!(word, Word::No | Word::NoneOf));
    match () {
        () if yes && no => Said::Unclear,
        // Whatever else is said behind a yes, it is one.
        () if yes && counted.turns == 0 => Said::Answer(true),
        () if counted.unknown || plain.contains(&Word::Not) => Said::Unclear,
        () if no && counted.urges => Said::Unclear,
        () if no => Said::Answer(false),
        () if plain.contains(&Word::Day) => Said::Day,
        () => Said::Unclear,
    }
}

/// `opt-in: no`, `gesperrt = ja`
pub(super) const fn answered(statement: Said, yes: bool) -> Said {
    match (statement, yes) {
        (Said::Allows(channels), false) => Said::Objects(channels),
        (Said::Objects(channels), false) => Said::Allows(channels),
        (Said::Allows(_) | Said::Objects(_), true) => statement,
        _ => Said::Unclear,
    }
}

/// A clause that says something of contacting, objecting or allowing.
fn statement(words: &[Word]) -> Said {
    let counted = Counted::of(words);
    let meant = counted.meant();
    let yes = words.contains(&Word::Yes);
    match (counted.turns, counted.objects, counted.allows) {
        (0, true, _) | (1, false, true) => Said::Objects(if yes { Channels(0) } else { meant }),
        (1, true, false) if turns_objection(words) && !counted.unknown && !yes && !counted.only => {
            Said::Allows(counted.channels)
        }
        (0, false, true) if !counted.unknown && !yes && !counted.only => Said::Allows(counted.channels),
        (0, false, false) => named(&counted, yes),
        // "Phone: no" may be said of the phone or of the objection.
        (1, false, false) if begins_turned(words) => Said::Objects(if yes { Channels(0) } else { meant }),
        _ => Said::Unclear,
    }
}

/// Whether what is turned round is the objection, and not the contact: "no objection to calls", not "no calls, blocked".
fn turns_objection(words: &[Word]) -> bool {
    let turning = words.iter().position(|word| is_turning(*word));
    let objects = words.iter().position(|word| *word == Word::Objects);
    let (Some(turning), Some(objects)) = (turning, objects) else { return false };
    let between = words.get(turning..objects).unwrap_or_default();
    !between.iter().any(|word| matches!(word, Word::Contact | Word::Channel(_) | Word::All))
}

/// Whether the word that turns round stands before what it is about.
fn begins_turned(words: &[Word]) -> bool {
    let turning = words.iter().position(|word| matches!(word, Word::No | Word::NoneOf));
    let head = words.iter().position(|word| matches!(word, Word::Contact | Word::Channel(_) | Word::All));
    turning.is_none_or(|turning| head.is_some_and(|head| turning < head))
}

/// Channels, or everything, without a word on what is to become of them.
const fn named(counted: &Counted, yes: bool) -> Said {
    match () {
        () if counted.unknown => Said::Unclear,
        () if counted.only && yes && !counted.contact && !counted.channels.is_empty() => {
            Said::Objects(counted.channels)
        }
        () if counted.only => Said::Unclear,
        () if yes || counted.all && counted.channels.is_empty() => Said::Objects(Channels(0)),
        () if counted.contact || counted.channels.is_empty() => Said::Unclear,
        () => Said::Names(counted.channels),
    }
}
