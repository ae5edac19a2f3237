//! Dates and times.

/// Months in English, German, French and Spanish; their beginnings will do.
const MONTHS: [&str; 42] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "jänner",
    "februar",
    "märz",
    "mrz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "abril",
    "junio",
    "julio",
    "septiembre",
    "setiembre",
    "octubre",
    "diciembre",
];

/// Days of the week as they begin in the same languages, and what stands between day and month.
const DAYS: [&str; 28] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer",
    "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "of", "de",
];

/// Whether it is a time of day.
pub(super) fn is_time(cell: &[u8]) -> bool {
    if !cell.contains(&b':') {
        return false;
    }
    let clock = [&b" am"[..], b" pm", b"am", b"pm", b" uhr", b"z", b" utc"];
    let lower = cell.to_ascii_lowercase();
    let cell = clock.iter().find_map(|suffix| lower.strip_suffix(*suffix)).unwrap_or(&lower);
    let zone = cell.iter().rposition(|byte| b"+-".contains(byte)).filter(|at| *at >= 5);
    let cell = zone.map_or(cell, |at| &cell[..at]).trim_ascii();
    let mut parts = cell.split(|byte| *byte == b':');
    let hour = parts.next().is_some_and(|hour| hour.len() <= 2 && below(hour, 25));
    let minute = parts.next().is_some_and(|minute| minute.len() == 2 && below(minute, 60));
    let second = parts.next().is_none_or(|second| {
        let whole = second.split(|byte| b".,".contains(byte)).next().unwrap_or(second);
        whole.len() == 2 && below(whole, 61) && second[2..].iter().skip(1).all(u8::is_ascii_digit)
    });
    hour && minute && second && parts.next().is_none()
}

/// Whether it is a date, maybe with a time behind it.
pub(super) fn is_date(cell: &[u8]) -> bool {
    let day_ends = cell
        .iter()
        .position(|byte| *byte == b':')
        .map_or(cell.len(), |colon| cell[..colon].iter().rposition(|byte| b" Tt".contains(byte)).unwrap_or(0));
    let (day, time) = cell.split_at(day_ends);
    let time_fits = time.is_empty() || is_time(time[1..].trim_ascii());
    let day = day.strip_suffix(b",").unwrap_or(day);
    time_fits && (is_numeric_date(day) || is_worded_date(day))
}

fn below(figures: &[u8], limit: u32) -> bool {
    value(figures).is_some_and(|value| value < limit)
}

fn value(figures: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(figures).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Day, month and year in figures, or month and year.
fn is_numeric_date(day: &[u8]) -> bool {
    let Some(mark) = day.iter().copied().find(|byte| !byte.is_ascii_digit()) else { return false };
    let mut parts = [&b""[..]; 3];
    let mut count = 0;
    for part in day.split(|byte| *byte == mark) {
        let Some(place) = parts.get_mut(count) else { return false };
        *place = part.trim_ascii();
        count += 1;
    }
    let year = |part: &[u8]| part.len() == 4 && value(part).is_some_and(|year| (1000..3000).contains(&year));
    let day_or_month = |part: &[u8]| (1..=2).contains(&part.len()) && below(part, 32);
    let month = |part: &[u8]| day_or_month(part) && below(part, 13);
    let [a, b, c] = parts;
    match (mark, count) {
        (b'-' | b'/' | b'.', 3) if year(a) => day_or_month(b) && day_or_month(c) && (month(b) || month(c)),
        (b'-' | b'/' | b'.', 3) => {
            let ends = year(c) || c.len() == 2 && value(c).is_some();
            ends && day_or_month(a) && day_or_month(b) && (month(a) || month(b))
        }
        (b'-' | b'/', 2) => year(a) && month(b) && b.len() == 2 || month(a) && year(b),
        _ => false,
    }
}

/// Whether some month or day of the week begins with a byte; hardly half of all words begin so.
const fn begins_word(byte: u8) -> bool {
    matches!(
        byte.to_ascii_lowercase(),
        b'a' | b'd' | b'e' | b'f' | b'j' | b'l' | b'm' | b'n' | b'o' | b's' | b't' | b'v' | b'w' | 0x80..
    )
}

/// A month's name with one or two numbers, maybe with a day of the week.
fn is_worded_date(day: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(day) else { return false };
    let mut firsts = day.split(|byte| b" -/.,".contains(byte)).filter_map(|word| word.first());
    let has_letter = || day.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    if !firsts.all(|first| first.is_ascii_digit() || begins_word(*first)) || !has_letter() {
        return false;
    }
    let text = text.to_lowercase();
    let (mut months, mut numbers) = (0, 0);
    for word in text.split([' ', '-', '/', '.', ',']).filter(|word| !word.is_empty()) {
        let figures = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        if figures.len() <= 4 && !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers += 1;
        } else if months == 0 && word.len() > 2 && MONTHS.iter().any(|month| month.starts_with(word)) {
            months += 1;
        } else if !DAYS.iter().any(|day| word.starts_with(day) && word.chars().count() < 11) {
            return false;
        }
    }
    months == 1 && (1..=2).contains(&numbers)
}
