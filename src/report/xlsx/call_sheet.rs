//! Where a call is written down: drop-downs, checks of what is entered, and colours.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, ExcelDateTime, Formula,
    Worksheet, XlsxError, utility::cell_range,
};

use super::formats::Formats;
use crate::report::{AnswerKind, ColumnKind, SheetCell, SheetColumn, SheetRow, Wording};

/// The sheet that holds the words of the drop-downs.
const LISTS: &str = "Lists";

/// How a call can end, and whether that is good, open or bad for the lead.
const OUTCOMES: [(&str, Mood); 9] = [
    ("o_reached", Mood::Open),
    ("o_not_reached", Mood::Open),
    ("o_call_back", Mood::Open),
    ("o_wrong_number", Mood::Bad),
    ("o_not_decision_maker", Mood::Bad),
    ("o_no_budget", Mood::Bad),
    ("o_no_need", Mood::Bad),
    ("o_meeting_booked", Mood::Good),
    ("o_do_not_call", Mood::Bad),
];

/// So many stretches of cells share a check: with the longest names of cells, that is below the 8,192 characters that
/// spreadsheets take for them.
const RANGES: usize = 400;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Good,
    Open,
    Bad,
}

/// Whether a sheet is a call sheet.
pub(super) fn is_one(columns: &[SheetColumn]) -> bool {
    columns.iter().any(|column| column.kind == ColumnKind::CallOutcome)
}

/// The sheet with the words of the drop-downs; hidden, because there is nothing to read on it.
pub(super) fn fill_lists(worksheet: &mut Worksheet, words: &Wording) -> Result<(), XlsxError> {
    worksheet.set_name(LISTS)?.set_hidden(true);
    worksheet.write_string(0, 0, words.text("c_outcome"))?.write_string(0, 1, words.text("c_answer_word"))?;
    for ((key, _), row) in OUTCOMES.iter().zip(1..) {
        worksheet.write_string(row, 0, words.text(key))?;
    }
    worksheet.write_string(1, 1, words.text("o_yes"))?.write_string(2, 1, words.text("o_no"))?;
    Ok(())
}

/// Adds drop-downs, checks and colours to the columns that are to be filled in.
pub(super) fn arrange(
    worksheet: &mut Worksheet,
    columns: &[SheetColumn],
    rows: &[SheetRow],
    formats: &Formats,
    words: &Wording,
) -> Result<(), XlsxError> {
    let last = u32::try_from(rows.len().max(1)).unwrap_or(u32::MAX);
    for (column, place) in columns.iter().zip(0_u16..) {
        match column.kind {
            ColumnKind::CallOutcome => {
                let formula = format!("={LISTS}!$A$2:$A${}", OUTCOMES.len() + 1);
                let choice = DataValidation::new().allow_list_formula(Formula::new(formula));
                worksheet.add_data_validation(1, place, last, place, &told(choice, words, "v_outcome")?)?;
                colour(worksheet, place, last, formats, words)?;
            }
            ColumnKind::NextDate => {
                worksheet.add_data_validation(1, place, last, place, &date(words)?)?;
            }
            ColumnKind::Answer => answers(worksheet, place, rows, words)?,
            _ => {}
        }
    }
    Ok(())
}

/// One check for each kind of answer, over all the cells of the column that it is for.
fn answers(worksheet: &mut Worksheet, place: u16, rows: &[SheetRow], words: &Wording) -> Result<(), XlsxError> {
    for kind in [AnswerKind::YesNo, AnswerKind::Number, AnswerKind::Date] {
        let check = match kind {
            AnswerKind::YesNo => {
                let list = DataValidation::new().allow_list_formula(Formula::new(format!("={LISTS}!$B$2:$B$3")));
                told(list, words, "v_yes_no")?
            }
            AnswerKind::Number => {
                let number = DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
                told(number, words, "v_number")?
            }
            AnswerKind::Date | AnswerKind::Text => date(words)?,
        };
        let wanted = |row: &SheetRow| row.cells.get(usize::from(place)) == Some(&SheetCell::Answer(kind));
        let runs = runs(rows.iter().map(wanted));
        for some in runs.chunks(RANGES) {
            let range = |(first, last): &(u32, u32)| cell_range(first + 1, place, last + 1, place);
            let all = check.clone().set_multi_range(some.iter().map(range).collect::<Vec<_>>().join(" "));
            let (first, last) = some[0];
            worksheet.add_data_validation(first + 1, place, last + 1, place, &all)?;
        }
    }
    Ok(())
}

/// The stretches of `true`, each with its first and last place.
fn runs(wanted: impl Iterator<Item = bool>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (place, _) in (0..).zip(wanted).filter(|(_, wanted)| *wanted) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            _ => runs.push((place, place)),
        }
    }
    runs
}

fn date(words: &Wording) -> Result<DataValidation, XlsxError> {
    let from = ExcelDateTime::from_ymd(1900, 1, 1)?;
    told(DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(from)), words, "v_date")
}

/// The check with what is said of another entry.
fn told(check: DataValidation, words: &Wording, key: &str) -> Result<DataValidation, XlsxError> {
    check.set_error_title(words.text("v_title"))?.set_error_message(words.text(key))
}

fn colour(
    worksheet: &mut Worksheet,
    place: u16,
    last: u32,
    formats: &Formats,
    words: &Wording,
) -> Result<(), XlsxError> {
    for (key, mood) in OUTCOMES {
        let format = match mood {
            Mood::Good => formats.outcome(crate::model::Outcome::Pass),
            Mood::Open => formats.outcome(crate::model::Outcome::Unknown),
            Mood::Bad => formats.outcome(crate::model::Outcome::Fail),
        };
        let rule = ConditionalFormatCellRule::EqualTo(words.text(key).to_owned());
        let condition = ConditionalFormatCell::new().set_rule(rule).set_format(format);
        worksheet.add_conditional_format(1, place, last, place, &condition)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_has_room_for_its_stretches() {
        let last = u32::try_from(crate::report::ROW_LIMIT).expect("small");
        let longest = cell_range(last - 1, 16_383, last, 16_383);
        assert!((longest.len() + 1) * RANGES < 8_192, "{longest}");
    }

    #[test]
    fn stretches_are_found() {
        let wanted = [true, true, false, true, false, false, true].into_iter();
        assert_eq!(runs(wanted), [(0, 1), (3, 3), (6, 6)]);
        assert_eq!(runs(std::iter::empty()), []);
    }
}
