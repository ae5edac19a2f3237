//! Whether the date can be trusted so far that something may be deleted for its age.

use jiff::civil::Date;

/// A date that is further from the last run's than this many times the gap before that is a jump.
const FACTOR: i32 = 10;

/// The longest first gap, of which nothing says whether it is usual.
const FIRST_GAP: i32 = 31;

/// So many of the last gaps must be without a jump. A clock that is wrong is wrong for more than one night.
const GAPS: usize = 5;

/// The last jump among the days of runs, in the order in which they were made, up to today: backwards, or ten times
/// further than the gap before. Nothing where there was none lately.
#[must_use]
pub fn date_jump(days: &[Date], today: Date) -> Option<(Date, Date)> {
    let mut days: Vec<Date> = days.iter().copied().chain([today]).collect();
    days.dedup();
    let gaps: Vec<i32> =
        days.windows(2).map(|pair| pair[0].until(pair[1]).map_or(i32::MAX, |gap| gap.get_days())).collect();
    // Before the first gap there is none: the one behind it tells as well what is usual.
    let beside = |place: usize| place.checked_sub(1).or(Some(1)).and_then(|beside| gaps.get(beside)).copied();
    let is_jump = |place: &usize| {
        let usual = beside(*place).filter(|gap| *gap > 0);
        gaps[*place] < 0 || gaps[*place] > usual.map_or(FIRST_GAP, |gap| gap.saturating_mul(FACTOR))
    };
    let lately = gaps.len().saturating_sub(GAPS)..gaps.len();
    lately.rev().find(is_jump).map(|place| (days[place], days[place + 1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_one_for_several_runs_and_a_usual_gap_is_none() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let table = [
            ("2026-11-23", None),
            ("2026-11-23 2026-11-23 2026-11-24", None),
            ("2026-11-20 2026-12-21", None),
            ("2026-11-20 2026-12-22", Some("2026-11-20 2026-12-22")),
            ("2026-11-20 2026-11-21 2026-12-01", None),
            ("2026-11-20 2026-11-21 2026-12-02", Some("2026-11-21 2026-12-02")),
            ("2026-11-20 2026-11-21 2026-11-21 2026-12-02", Some("2026-11-21 2026-12-02")),
            ("2026-11-20 2026-11-21 2026-11-20", Some("2026-11-21 2026-11-20")),
            ("2026-01-01 2026-02-01 2026-11-01", None),
            ("2026-01-01 2026-03-01 2026-05-01", None),
            ("2026-11-20 2026-11-21 2036-01-01 2036-01-02 2036-01-03", Some("2026-11-21 2036-01-01")),
            ("2026-11-20 2026-11-21 2036-01-01 2026-11-22 2026-11-23", Some("2036-01-01 2026-11-22")),
            ("2026-11-20 2036-01-01 2036-01-02 2036-01-03 2036-01-04 2036-01-05 2036-01-06", None),
            ("1970-01-01 2026-11-20", Some("1970-01-01 2026-11-20")),
        ];
        for (days, jump) in table {
            let mut days: Vec<Date> = days.split(' ').map(day).collect();
            let today = days.pop().expect("a day");
            let jump = jump.and_then(|jump: &str| jump.split_once(' ')).map(|(from, to)| (day(from), day(to)));
            assert_eq!(date_jump(&days, today), jump, "{days:?} {today}");
        }
    }
}
