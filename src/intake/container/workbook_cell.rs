//! The text of a workbook's cell: what it is worth, and not how it is shown.

use std::fmt::Write as _;

use calamine::{Data, DataRef, ExcelDateTime};

/// The digits that a spreadsheet program keeps of a number. Behind them is the noise of binary fractions.
const DIGITS: usize = 15;

/// The milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// Puts the text of `cell` behind `text`.
///
/// Numbers are plain: `49301234567`, `0.19` for 19 %. Dates and times are ISO 8601: `2026-11-20`,
/// `2026-11-20T10:30:00`. A time of day and a duration are `10:30:00` and `26:30:05`. Truth values are `true` and
/// `false`. Errors are as shown: `#N/A`. Formulas are their results.
pub(super) fn push_cell(text: &mut String, cell: &DataRef<'_>) {
    match cell {
        DataRef::String(words) => text.push_str(words),
        DataRef::SharedString(words) => text.push_str(words),
        DataRef::Int(number) => push(text, format_args!("{number}")),
        DataRef::Float(number) => push_number(text, *number),
        DataRef::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        DataRef::DateTime(moment) => push_moment(text, *moment),
        DataRef::DateTimeIso(written) => text.push_str(written.strip_suffix("T00:00:00").unwrap_or(written)),
        DataRef::DurationIso(written) => push_iso_duration(text, written),
        DataRef::Error(error) => push(text, format_args!("{error}")),
        DataRef::Empty => {}
    }
}

/// Whether a cell holds text, and not a number or a date.
pub(super) const fn is_text(cell: &DataRef<'_>) -> bool {
    matches!(cell, DataRef::String(_) | DataRef::SharedString(_))
}

/// The cell of a sheet that is held, to be read like one of a sheet that is streamed.
pub(super) fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(words) => DataRef::SharedString(words),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(written) => DataRef::DateTimeIso(written.clone()),
        Data::DurationIso(written) => DataRef::DurationIso(written.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

/// Whole numbers to the last digit, others to the digits that a spreadsheet program keeps; no exponent where a person
/// would write none.
fn push_number(text: &mut String, number: f64) {
    match number.abs() {
        0.0 => text.push('0'),
        size if !(1e-9..1e21).contains(&size) => push(text, format_args!("{number:E}")),
        size if size >= 1e15 || number.fract() == 0.0 => push(text, format_args!("{number}")),
        _ => {
            let kept = format!("{number:.*E}", DIGITS - 1).parse().unwrap_or(number);
            push(text, format_args!("{kept}"));
        }
    }
}

/// A date, a moment, a time of day or a duration. Days count from 1900 or 1904, as the workbook says.
fn push_moment(text: &mut String, moment: ExcelDateTime) {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        return push_clock(text, days * DAY);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    push(text, format_args!("{year:04}-{month:02}-{day:02}"));
    if (hour, minute, second, milli) != (0, 0, 0, 0) {
        push(text, format_args!("T{hour:02}:{minute:02}:{second:02}"));
        push_millis(text, u64::from(milli));
    }
}

/// Hours, minutes and seconds; hours go on counting beyond a day.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates, which is right for nonsense.
fn push_clock(text: &mut String, millis: f64) {
    let whole = millis.abs().round() as u64;
    let sign = if millis < 0.0 && whole > 0 { "-" } else { "" };
    let (hours, minutes, seconds) = (whole / 3_600_000, whole / 60_000 % 60, whole / 1000 % 60);
    push(text, format_args!("{sign}{hours:02}:{minutes:02}:{seconds:02}"));
    push_millis(text, whole % 1000);
}

fn push_millis(text: &mut String, millis: u64) {
    if millis > 0 {
        push(text, format_args!(".{millis:03}"));
    }
}

/// `PT26H30M05S` as a clock; other forms stay as they are written.
fn push_iso_duration(text: &mut String, written: &str) {
    match iso_millis(written) {
        Some(millis) => push_clock(text, millis),
        None => text.push_str(written),
    }
}

fn iso_millis(written: &str) -> Option<f64> {
    let (sign, rest) = written.strip_prefix('-').map_or((1.0, written), |rest| (-1.0, rest));
    let mut rest = rest.strip_prefix("PT")?;
    let mut millis = 0.0;
    for (unit, worth) in [('H', 3_600_000.0), ('M', 60_000.0), ('S', 1000.0)] {
        if let Some((number, behind)) = rest.split_once(unit) {
            millis += number.replace(',', ".").parse::<f64>().ok()? * worth;
            rest = behind;
        }
    }
    rest.is_empty().then_some(sign * millis)
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn text(cell: &DataRef<'_>) -> String {
        let mut text = String::new();
        push_cell(&mut text, cell);
        text
    }

    #[test]
    fn numbers_are_as_a_person_writes_them() {
        let cases = [
            (49_301_234_567.0, "49301234567"),
            (123_456_789_012_345.0, "123456789012345"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (12_345_678_901_234_567.0, "12345678901234568"),
            (1e20, "100000000000000000000"),
            (1e300, "1E300"),
            (-0.0, "0"),
            (-12.5, "-12.5"),
            (0.1 + 0.2, "0.3"),
            (1.1 * 3.0, "3.3"),
            (1_234.567_890_123_456_7, "1234.56789012346"),
            (0.000_001, "0.000001"),
            (2.5e-12, "2.5E-12"),
            (1.0 / 3.0, "0.333333333333333"),
        ];
        for (number, written) in cases {
            assert_eq!(text(&DataRef::Float(number)), written);
        }
    }

    #[test]
    fn dates_times_and_durations_are_iso() {
        use ExcelDateTimeType::{DateTime, TimeDelta};
        let cases = [
            (46_346.0, DateTime, false, "2026-11-20"),
            (44_884.0, DateTime, true, "2026-11-20"),
            (46_346.437_5, DateTime, false, "2026-11-20T10:30:00"),
            (46_346.999_999_999, DateTime, false, "2026-11-21"),
            (46_346.000_011_574_08, DateTime, false, "2026-11-20T00:00:01"),
            (1.0, DateTime, false, "1900-01-01"),
            (61.0, DateTime, false, "1900-03-01"),
            (0.437_5, DateTime, false, "10:30:00"),
            (0.437_505_787_037, DateTime, false, "10:30:00.500"),
            (1.104_224_537_037_037, TimeDelta, false, "26:30:05"),
            (-0.5, TimeDelta, true, "-12:00:00"),
            (f64::NAN, TimeDelta, false, "00:00:00"),
        ];
        for (days, kind, since_1904, written) in cases {
            let moment = ExcelDateTime::new(days, kind, since_1904);
            assert_eq!(text(&DataRef::DateTime(moment)), written);
        }
        let cases =
            [("PT26H30M05S", "26:30:05"), ("PT10H30M00.5S", "10:30:00.500"), ("P1D", "P1D"), ("-PT1M", "-00:01:00")];
        for (iso, written) in cases {
            assert_eq!(text(&DataRef::DurationIso(iso.to_owned())), written);
        }
        assert_eq!(text(&DataRef::DateTimeIso("2026-11-20T00:00:00".to_owned())), "2026-11-20");
    }

    #[test]
    fn everything_else_is_as_it_is_shown() {
        let cases = [
            (DataRef::Bool(true), "true"),
            (DataRef::Error(CellErrorType::NA), "#N/A"),
            (DataRef::Error(CellErrorType::Ref), "#REF!"),
            (DataRef::SharedString("01067"), "01067"),
            (DataRef::Int(-7), "-7"),
            (DataRef::Empty, ""),
        ];
        for (cell, written) in cases {
            assert_eq!(text(&cell), written);
        }
    }
}
