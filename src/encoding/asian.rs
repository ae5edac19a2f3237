//! How sure the encodings of East Asia are: in each, some first bytes are of the characters that everybody uses. Text of an
//! encoding that is not read (EUC-TW, Johab) has others, or bytes that mean nothing.

use encoding_rs as rs;

use super::names::{Encoding, Scheme};

/// The confidence where everything fits, and where it does not.
const SURE: f32 = 0.95;
const UNSURE: f32 = 0.4;

/// The share of usual characters below which it is not what it looks like.
const USUAL: f32 = 0.7;

/// The confidence where another encoding of the family fits better than the one that was guessed.
const TURNED: f32 = 0.85;

/// So many characters say that what hardly happens by chance has a reason.
const SOME: usize = 12;

/// What the encodings that begin with two high bytes make of a sample, where it is in one of them.
struct HighPairs {
    all: usize,
    /// Hangul, in EUC-KR.
    hangul: usize,
    /// Kana, in EUC-JP.
    kana: usize,
    /// What is no sign, and a usual character in EUC-JP.
    first_level: usize,
    /// What is no sign.
    characters: usize,
}

impl HighPairs {
    /// `None` if some character is not of two bytes from 0xA1 on.
    fn of(sample: &[u8]) -> Option<Self> {
        let mut pairs = Self { all: 0, hangul: 0, kana: 0, first_level: 0, characters: 0 };
        let mut place = 0;
        while let Some(&lead) = sample.get(place) {
            if lead.is_ascii() {
                place += 1;
                continue;
            }
            let Some(trail) = sample.get(place + 1) else { break };
            if lead < 0xA1 || *trail < 0xA1 {
                return None;
            }
            pairs.all += 1;
            pairs.kana += usize::from(matches!(lead, 0xA4 | 0xA5));
            pairs.hangul += usize::from(matches!(lead, 0xB0..=0xC8));
            pairs.first_level += usize::from(matches!(lead, 0xB0..=0xCF));
            pairs.characters += usize::from(lead >= 0xB0);
            place += 2;
        }
        Some(pairs)
    }

    /// Whether it is Korean: hardly a character is outside of Hangul's rows, which are less than a third of those of Chinese
    /// and Japanese characters.
    const fn is_korean(&self) -> bool {
        let least = if self.characters >= 4 * SOME { 90 } else { 95 };
        self.characters >= SOME && self.hangul * 100 >= self.characters * least && self.kana * 20 <= self.all
    }

    /// Whether it can be Japanese: with kana, or with the characters that are taught.
    const fn may_be_japanese(&self) -> bool {
        self.kana * 10 >= self.all || self.first_level * 100 >= self.characters * 85
    }
}

/// The encoding that a guess is good for, and how sure that is, from 0 to 1. The detector of the web sees single pairs of
/// bytes; what all of them have in common tells the encodings of East Asia apart where there are few.
pub(super) fn settle(guess: Encoding, sample: &[u8]) -> (Encoding, f32) {
    let sure = confidence(guess, sample);
    let is = |web: &'static rs::Encoding| guess == Encoding(Scheme::Web(web));
    match HighPairs::of(sample) {
        Some(pairs) if !is(rs::EUC_KR) && is_of_two_bytes(guess) && pairs.is_korean() => {
            (Encoding(Scheme::Web(rs::EUC_KR)), TURNED)
        }
        // Every third character of Big5 has a second byte below these.
        Some(pairs) if is(rs::BIG5) && pairs.all >= SOME => (guess, UNSURE),
        Some(pairs) if is(rs::EUC_JP) && !pairs.may_be_japanese() => (guess, UNSURE),
        _ => (guess, sure),
    }
}

fn is_of_two_bytes(encoding: Encoding) -> bool {
    matches!(encoding.0, Scheme::Web(web) if !web.is_single_byte())
}

/// How sure it is that a sample is in an encoding, from 0 to 1.
fn confidence(encoding: Encoding, sample: &[u8]) -> f32 {
    let Scheme::Web(web) = encoding.0 else { return SURE };
    if web.is_single_byte() {
        return SURE;
    }
    let (text, malformed) = web.decode_without_bom_handling(sample);
    // A character that the end of the sample cuts is one.
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    if malformed && broken * 50 > all + 50 {
        return UNSURE;
    }
    usual_first_bytes(web).map_or(SURE, |usual| if share(sample, &usual) < USUAL { UNSURE } else { SURE })
}

/// The first bytes of the characters that most text consists of: the first level of GB 2312 and of Big5, and Hangul.
/// Signs, digits and kana stand before them.
fn usual_first_bytes(web: &'static rs::Encoding) -> Option<std::ops::RangeInclusive<u8>> {
    match () {
        () if web == rs::GBK || web == rs::GB18030 => Some(0xA1..=0xD7),
        () if web == rs::EUC_KR => Some(0xA1..=0xC8),
        () if web == rs::BIG5 => Some(0xA1..=0xC6),
        () => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of bytes in a sample")]
fn share(sample: &[u8], usual: &std::ops::RangeInclusive<u8>) -> f32 {
    let (mut all, mut fitting, mut place) = (0_usize, 0_usize, 0);
    while place < sample.len() {
        if sample[place].is_ascii() {
            place += 1;
            continue;
        }
        all += 1;
        fitting += usize::from(usual.contains(&sample[place]));
        place += 2;
    }
    if all == 0 { 1.0 } else { fitting as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_writes_is_sure_and_what_nobody_does_is_not() {
        for (label, text) in [
            ("gbk", "北京市朝阳区有限公司"),
            ("euc-kr", "서울특별시 강남구 주식회사"),
            ("big5", "台北市中正區有限公司"),
            ("shift_jis", "株式会社東京都港区"),
        ] {
            let web = rs::Encoding::for_label(label.as_bytes()).expect("a label");
            let (bytes, ..) = web.encode(text);
            assert!(confidence(Encoding(Scheme::Web(web)), &bytes) > 0.9, "{label}");
        }
        for (text, guess) in [
            ("북조선 사람들 은흔히 자국을 조선", "euc-jp"),
            ("북조선 사람들 은흔히 자국을 조선", "big5"),
            ("명계백 옥루 서울특별시 강남구 주식회사", "gbk"),
        ] {
            let web = |label: &str| rs::Encoding::for_label(label.as_bytes()).expect("a label");
            let (bytes, ..) = web("euc-kr").encode(text);
            let (turned, _) = settle(Encoding(Scheme::Web(web(guess))), &bytes);
            assert_eq!(turned.name(), "euc-kr", "{text} taken for {guess}");
        }
        for (label, text) in [
            ("euc-jp", "株式会社東京都港区新橋大阪府大阪市北区梅田"),
            ("euc-jp", "ゆき坊の雑記帳"),
            ("gbk", "北京市朝阳区有限公司上海市浦东新区"),
            ("big5", "台北市中正區有限公司高雄市前鎮區"),
        ] {
            let web = rs::Encoding::for_label(label.as_bytes()).expect("a label");
            let (bytes, ..) = web.encode(text);
            let (kept, sure) = settle(Encoding(Scheme::Web(web)), &bytes);
            assert!(kept == Encoding(Scheme::Web(web)) && sure > 0.9, "{label} {text}: {} {sure}", kept.name());
        }
        // In EUC-TW: a firm in Taipei.
        let taiwanese = b"\xD0\xE7\xC9\xC5\xE9\xF1\xC4\xE3\xEB\xBF\xE4\xB4\xD7\xC1\xF0\xCC";
        assert!(confidence(Encoding(Scheme::Web(rs::GBK)), taiwanese) < 0.9);
        assert!(confidence(Encoding(Scheme::Web(rs::EUC_KR)), taiwanese) < 0.9);
    }
}
