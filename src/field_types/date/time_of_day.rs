//! The time of day beside a date, which says nothing new: `2026-11-15T10:30:00Z`, `11/15/2026 9:05 pm`.

/// The date in front of a well-formed time of day; `None` if there is no such time.
///
/// A `T`, blanks, or a comma and blanks stand before the time. It has hours and minutes, with or without seconds and
/// their decimals, with or without `am` or `pm` and a zone: `Z`, `UTC`, `+01:00`. The zone does not move the date, which
/// is the one that was written down. A year-first date may have a zone and no time (`2026-11-15Z`, as XML Schema has it).
pub(super) fn date_before(raw: &str) -> Option<&str> {
    if let Some(date) = before_zone(raw) {
        return Some(date);
    }
    let (date, time) = behind_t(raw).or_else(|| behind_blank(raw))?;
    (!date.is_empty() && is_time(time)).then_some(date)
}

/// A date of ten characters, year first, with a zone right behind it.
fn before_zone(raw: &str) -> Option<&str> {
    let (date, behind) = raw.split_at_checked(10)?;
    let is_date = date.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_date && (behind.eq_ignore_ascii_case("Z") || offset(behind) == Some(""))).then_some(date)
}

/// Date and time at a `T` between digits.
fn behind_t(raw: &str) -> Option<(&str, &str)> {
    let at = memchr::memrchr2(b'T', b't', raw.as_bytes())?;
    let (date, time) = (&raw[..at], &raw[at + 1..]);
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    (digit(date.as_bytes().last()) && digit(time.as_bytes().first())).then_some((date, time))
}

/// Date and time at the blank before hours and minutes.
fn behind_blank(raw: &str) -> Option<(&str, &str)> {
    let colon = memchr::memchr(b':', raw.as_bytes())?;
    let blank = raw[..colon].rfind(char::is_whitespace)?;
    Some((raw[..blank].trim_end().trim_end_matches(',').trim_end(), raw[blank..].trim_start()))
}

/// Whether all of a text is a time of day with its zone.
fn is_time(text: &str) -> bool {
    clock(text).is_some_and(|rest| zone(half_day(rest)).is_empty())
}

/// What follows hours, minutes, seconds and their decimals: `10:30`, `9:05:07.123`, and `103000` without colons.
fn clock(text: &str) -> Option<&str> {
    let (hours, rest) = number(text, 23)?;
    let (joint, rest) = match rest.strip_prefix(':') {
        Some(rest) => (":", rest),
        None if hours == 2 => ("", rest),
        None => return None,
    };
    let (_, rest) = number(rest, 59).filter(|(len, _)| *len == 2)?;
    let seconds = rest.strip_prefix(joint).and_then(|rest| number(rest, 60)).filter(|(len, _)| *len == 2);
    let Some((_, rest)) = seconds else { return Some(rest) };
    let decimals = rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some(decimals.filter(|after| after.len() + 1 < rest.len()).unwrap_or(rest))
}

/// The number of digits, one or two of a number up to `most`, and what follows them.
fn number(text: &str, most: u8) -> Option<(usize, &str)> {
    let len = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    text[..len].parse::<u8>().ok().filter(|number| *number <= most).map(|_| (len, &text[len..]))
}

/// What follows `am`, `p.m.` or `Uhr`, if one of them is there.
fn half_day(text: &str) -> &str {
    let rest = text.trim_start();
    let word = ["a.m.", "p.m.", "am", "pm", "uhr", "h"].iter().find_map(|word| {
        let (head, rest) = rest.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)
    });
    word.unwrap_or(text)
}

/// What follows `Z`, `UTC`, `+01:00`, if one of them is there.
fn zone(text: &str) -> &str {
    let rest = text.trim_start();
    let named =
        ["UTC", "GMT", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "MEZ", "MESZ", "Z"];
    let behind_name = named.iter().find_map(|name| {
        let (head, rest) = rest.split_at_checked(name.len())?;
        (head.eq_ignore_ascii_case(name) && !rest.starts_with(char::is_alphabetic)).then_some(rest)
    });
    let rest = behind_name.unwrap_or(rest);
    offset(rest).unwrap_or(rest)
}

/// What follows `+01:00`, `+0100` or `+01`. No place is further from Greenwich than 14 hours.
fn offset(text: &str) -> Option<&str> {
    let (_, rest) = number(text.strip_prefix(['+', '-', '−'])?, 14).filter(|(len, _)| *len == 2)?;
    let minutes = number(rest.strip_prefix(':').unwrap_or(rest), 59).filter(|(len, _)| *len == 2);
    Some(minutes.map_or(rest, |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_dates() {
        let table = [
            ("2026-11-15T10:30:00", "2026-11-15"),
            ("2026-11-15 10:30", "2026-11-15"),
            ("2026-11-15T10:30:00.123456Z", "2026-11-15"),
            ("2026-11-15T10:30:00,5+01:00", "2026-11-15"),
            ("2026-11-15 10:30:00 +0100", "2026-11-15"),
            ("2026-11-15 10:30:00+02", "2026-11-15"),
            ("2026-11-15 10:30:00 UTC", "2026-11-15"),
            ("2026-11-15 00:00:00.000", "2026-11-15"),
            ("20261115T103000Z", "20261115"),
            ("20261115T1030", "20261115"),
            ("11/15/2026 9:05 PM", "11/15/2026"),
            ("11/15/2026 9:05:00 p.m. EST", "11/15/2026"),
            ("15.11.2026, 10:30", "15.11.2026"),
            ("15.11.2026  10:30 Uhr", "15.11.2026"),
            ("Nov 15, 2026 10:30 AM", "Nov 15, 2026"),
            ("15 October 2026 08:00", "15 October 2026"),
            ("2026-11-15T10:30:00-05:00", "2026-11-15"),
            ("2026-11-15Z", "2026-11-15"),
            ("2026-11-15z", "2026-11-15"),
            ("2026-11-15+01:00", "2026-11-15"),
            ("2026-11-15-05:00", "2026-11-15"),
            ("2026-11-15+0530", "2026-11-15"),
        ];
        for (raw, date) in table {
            assert_eq!(date_before(raw), Some(date), "{raw}");
        }
        let none = [
            "2026-11-15",
            "10:30",
            "2026-11-15T",
            "2026-11-15T25:00",
            "2026-11-15 10:60",
            "2026-11-15 10:30 or so",
            "2026-11-15 1030",
            "Oct 2026",
            "OKT 2026",
            "15.11.2026 10:3",
            "",
            ":",
            "T",
            "T1030",
            "2026-11-15T10:30:61",
            "2026-11-15 10:30:00 +1",
            "ä10:30",
            "2026-11-15T10:30ZZ",
            "2026-11-15ZZ",
            "2026-11-15+",
            "2026-11-15-2026",
            "2026/11/15Z",
            "15-11-2026Z",
            "2026-11-15–20",
        ];
        for raw in none {
            assert_eq!(date_before(raw), None, "{raw}");
        }
    }
}
