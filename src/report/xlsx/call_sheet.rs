//! Where a call is written down: drop-downs, checks of what is entered, and colours.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, ExcelDateTime, Formula,
    Worksheet, XlsxError, utility::cell_range,
};

use super::formats::Formats;
use crate::report::{AnswerKind, ColumnKind, SheetColumn, SheetRow, Wording};

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
    let places = || columns.iter().zip(0_u16..);
    let mut kinds = places().filter(|(column, _)| column.kind == ColumnKind::AnswerKind).map(|(_, place)| place);
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
            ColumnKind::Answer => {
                if let Some(kinds) = kinds.next() {
                    worksheet.add_data_validation(1, place, last, place, &answer(place, kinds, words)?)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The check of a column of answers: one for all of it, which reads in each row of what kind the answer has to be. So it
/// stays right when somebody sorts the rows.
fn answer(answers: u16, kinds: u16, words: &Wording) -> Result<DataValidation, XlsxError> {
    // The cells of the first row; those of the others follow from them.
    let [cell, kind] = [cell_range(1, answers, 1, answers), cell_range(1, kinds, 1, kinds)];
    let is = |wanted: AnswerKind| format!("${kind}=\"{}\"", wanted.as_str());
    let (yes_no, number, date) = (is(AnswerKind::YesNo), is(AnswerKind::Number), is(AnswerKind::Date));
    // Whatever else is written there is right, and so is anything where nothing is asked.
    let formula = format!(
        "=IF({yes_no},OR({cell}={LISTS}!$B$2,{cell}={LISTS}!$B$3),\
         IF({number},AND(ISNUMBER({cell}),{cell}>=0),IF({date},AND(ISNUMBER({cell}),{cell}>=1),TRUE)))"
    );
    told(DataValidation::new().allow_custom(Formula::new(formula)), words, "v_answer")
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
    use crate::model::Language;

    /// Spreadsheets take 255 characters.
    #[test]
    fn a_check_is_short_enough_wherever_its_columns_are() {
        answer(16_382, 16_383, &Wording::new(Language::De)).expect("short enough");
        let longest = cell_range(1, 16_383, 1, 16_383);
        assert_eq!(longest, "XFD2");
    }
}
