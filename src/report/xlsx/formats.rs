//! How cells look. Colours are never alone: the word stands in the cell, and the contrast holds on grey paper.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::model::{Outcome, Verdict};

/// Thousands are separated from five digits on, so that a year is not `2,015`.
const WHOLE: &str = "[>=10000]#,##0;[<=-10000]-#,##0;0";

/// The most decimal places that a number shows; more are there, and not shown.
const PLACES: usize = 6;

/// Every format that a workbook uses, made once.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) header: Format,
    pub(super) header_right: Format,
    pub(super) text: Format,
    /// Text that stays text when someone edits the cell.
    pub(super) guarded: Format,
    pub(super) wrapped: Format,
    pub(super) wrapped_guarded: Format,
    pub(super) position: Format,
    pub(super) money: Format,
    pub(super) date: Format,
    pub(super) link: Format,
    pub(super) share: Format,
    /// Room for what people enter.
    pub(super) fill_in: Format,
    /// Room for a day.
    pub(super) fill_in_date: Format,
    /// By decimal places, none first.
    numbers: Vec<Format>,
    pass: Format,
    fail: Format,
    unknown: Format,
    skipped: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top);
        let wrapped = text.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
        // Figures keep away from the words of the next column.
        let figures = text.clone().set_align(FormatAlign::Right).set_indent(1);
        let tint = |ink: u32, paper: u32| {
            let format = text.clone().set_align(FormatAlign::Center);
            let format = format.set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(paper));
            format.set_border(FormatBorder::Thin).set_border_color(Color::White)
        };
        let fill_in = wrapped.clone().set_background_color(Color::RGB(0xFF_FD_F2));
        let fill_in = fill_in.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xD9_D2_B0));
        let header = Format::new().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3A_5F));
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(Color::RGB(0x1F_3A_5F)),
            header_right: header
                .clone()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Right)
                .set_indent(1),
            header: header.set_align(FormatAlign::VerticalCenter),
            guarded: text.clone().set_quote_prefix(),
            wrapped_guarded: wrapped.clone().set_quote_prefix(),
            wrapped,
            position: figures.clone().set_num_format("0"),
            money: figures.clone().set_num_format("#,##0.00"),
            date: text.clone().set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
            fill_in: fill_in.clone(),
            fill_in_date: fill_in.set_num_format("yyyy-mm-dd"),
            share: figures.clone().set_num_format("0.0%"),
            link: text.clone().set_font_color(Color::RGB(0x05_63_C1)).set_underline(FormatUnderline::Single),
            numbers: (0..=PLACES).map(|places| figures.clone().set_num_format(number(places))).collect(),
            pass: tint(0x00_61_00, 0xC6_EF_CE),
            fail: tint(0x9C_00_06, 0xFF_C7_CE),
            unknown: tint(0x7F_60_00, 0xFF_EB_9C),
            skipped: tint(0x59_59_59, 0xED_ED_ED),
            text,
        }
    }

    /// For a number with that many decimal places.
    pub(super) fn number(&self, places: u32) -> &Format {
        &self.numbers[(places as usize).min(PLACES)]
    }

    pub(super) const fn outcome(&self, outcome: Outcome) -> &Format {
        match outcome {
            Outcome::Pass => &self.pass,
            Outcome::Fail => &self.fail,
            Outcome::Unknown => &self.unknown,
            Outcome::Skipped => &self.skipped,
        }
    }

    pub(super) const fn verdict(&self, verdict: Verdict) -> &Format {
        match verdict {
            Verdict::Prospect => &self.pass,
            Verdict::Rejected => &self.fail,
            Verdict::Review => &self.unknown,
        }
    }
}

fn number(places: usize) -> String {
    if places == 0 { WHOLE.to_owned() } else { format!("#,##0.{}", "0".repeat(places)) }
}
