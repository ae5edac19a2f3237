//! How sure the encodings of East Asia are: in each, some first bytes are of the characters that everybody uses. Text of an
//! encoding that is not read (EUC-TW, Johab) has others, or bytes that mean nothing.

use encoding_rs as rs;

use super::names::{Encoding, Scheme};

/// The confidence where everything fits, and where it does not.
const SURE: f32 = 0.95;
const UNSURE: f32 = 0.4;

/// The share of usual characters below which it is not what it looks like.
const USUAL: f32 = 0.7;

/// How sure it is that a sample is in an encoding, from 0 to 1.
pub(super) fn confidence(encoding: Encoding, sample: &[u8]) -> f32 {
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
        // In EUC-TW: a firm in Taipei.
        let taiwanese = b"\xD0\xE7\xC9\xC5\xE9\xF1\xC4\xE3\xEB\xBF\xE4\xB4\xD7\xC1\xF0\xCC";
        assert!(confidence(Encoding(Scheme::Web(rs::GBK)), taiwanese) < 0.9);
        assert!(confidence(Encoding(Scheme::Web(rs::EUC_KR)), taiwanese) < 0.9);
    }
}
