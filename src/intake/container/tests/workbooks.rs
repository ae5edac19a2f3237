//! Workbooks of all kinds.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::*;

/// The sheet of `cells.fods` as it must be read from every format, but for how durations and errors are held in it.
const LEADS: &str = "\nname,value\nphone,49301234567\ndate,2026-11-20\ntime,2026-11-20T10:30:00\n\n\"call, long\",26:30:05\nyes,true\nzip,01067\nshare,0.19\nsum,3.5\nZürich,#N/A\n";

/// A workbook with a cell of each type, a blank row, and an unused column and row in front.
pub(super) fn cells() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = |format: &str| Format::new().set_num_format(format);
    let moment = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    for (row, name) in ["name", "phone", "date", "time", "", "call, long", "yes", "zip", "share", "sum", "Zürich"]
        .into_iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
    {
        sheet.write(u32::try_from(row).unwrap() + 1, 1, name).unwrap();
    }
    sheet.write(1, 2, "value").unwrap();
    sheet.write(2, 2, 49_301_234_567_f64).unwrap();
    sheet.write_with_format(3, 2, moment("2026-11-20"), &format("dd.mm.yyyy")).unwrap();
    sheet.write_with_format(4, 2, moment("2026-11-20T10:30:00"), &format("yyyy-mm-dd hh:mm")).unwrap();
    sheet.write_with_format(6, 2, 1.104_224_537_037_037, &format("[h]:mm:ss")).unwrap();
    sheet.write(7, 2, true).unwrap();
    sheet.write(8, 2, "01067").unwrap();
    sheet.write_with_format(9, 2, 0.19, &format("0%")).unwrap();
    sheet.write(10, 2, Formula::new("1.5+2").set_result("3.5")).unwrap();
    sheet.write(11, 2, Formula::new("NA()").set_result("#N/A")).unwrap();
    sheet.write_blank(40, 9, &format("0")).unwrap();
    book.add_worksheet().set_name("Secret").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    book.add_worksheet().set_name("Empty").unwrap();
    book.save_to_buffer().unwrap()
}

fn two_sheets() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "a").unwrap();
    book.add_worksheet().set_name("Q4 leads").unwrap().write(0, 0, "two\nlines").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_reads_the_same_from_every_format() {
    let read = |name: &str| std::fs::read(fixture(name)).unwrap();
    for (kind, bytes) in [(Kind::Xlsx, cells()), (Kind::Xls, read("cells.xls")), (Kind::Ods, read("cells.ods"))] {
        assert_eq!(lists("leads.csv", &bytes), pairs(&[("", LEADS)]), "{kind}");
        let (_folder, contents) = found("leads.csv", &bytes, &Limits::default()).unwrap();
        let skipped: Vec<_> = contents.skipped.iter().map(|skipped| (skipped.name.as_str(), skipped.why)).collect();
        assert_eq!(skipped, [("Secret", "a hidden sheet"), ("Empty", "an empty sheet")]);
        assert_eq!(contents.members[0].open(&Limits::default()).unwrap().kind, kind);
        assert_eq!(lists("a.zip", &zip(&[("in.txt", &bytes)])), pairs(&[("in.txt", LEADS)]));
    }
}

#[test]
fn sheets_are_named_where_there_are_several() {
    let wanted = [("Sheet1", "a\n"), ("Q4 leads", "\"two\nlines\"\n")];
    assert_eq!(lists("leads.xlsx", &two_sheets()), pairs(&wanted));
    let inner = [("in/b.xlsx/Sheet1", "a\n"), ("in/b.xlsx/Q4 leads", "\"two\nlines\"\n")];
    assert_eq!(lists("a.zip", &zip(&[("in/b.xlsx", &two_sheets())])), pairs(&inner));
}

#[test]
fn a_workbook_that_is_empty_is_told() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Leads").unwrap();
    book.add_worksheet().set_name("Log").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    let said = lists("leads.xlsx", &book.save_to_buffer().unwrap()).unwrap_err();
    assert!(
        said.ends_with("leads.xlsx has no list in it; what is in it: Leads (an empty sheet), Log (a hidden sheet)")
    );
}

#[test]
fn a_workbook_behind_a_password_is_told() {
    for name in ["locked.xlsx", "locked.xls", "locked.ods"] {
        let said = contents(&fixture(name), &Limits::default()).unwrap_err().to_string();
        let wanted = format!("{name} is protected by a password; open it, save it without one");
        assert!(said.ends_with(&wanted), "{said}");
    }
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let parts: [(&str, &str); 6] = [
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <workbookPr date1904=\"1\"/><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
             <row r=\"1\"><c r=\"A1\" s=\"1\"><v>44884</v></c></row>\
             <row r=\"3\"><c r=\"XFD3\" t=\"inlineStr\"><is><t>far</t></is></c></row></sheetData></worksheet>",
        ),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let wide = ",".repeat(16_383);
    assert!(lists("a.xlsx", &zip(&parts)) == pairs(&[("", &format!("2026-11-20{wide}\n\n{wide}far\n"))]));
}

/// A record of a binary workbook: its kind in one or two bytes of seven bits, its length, its data.
fn record(kind: u8, data: &[&[u8]]) -> Vec<u8> {
    let data = data.concat();
    let kind = if kind < 0x80 { vec![kind] } else { vec![kind, 1] };
    [kind, vec![u8::try_from(data.len()).unwrap()], data].concat()
}

/// A text as binary workbooks have it: its length, and UTF-16.
fn wide(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap().to_le_bytes();
    length.into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn binary_workbooks_are_read() {
    let number = |number: u32| number.to_le_bytes();
    let place = |column: u32| [number(column), number(0)].concat();
    let book =
        [record(0x9c, &[&number(0), &number(1), &wide("r1"), &wide("Leads")]), record(0x90, &[]), record(0x9d, &[])];
    let sheet = [
        record(0x81, &[]),
        record(0x94, &[&[0; 16]]),
        record(0x91, &[]),
        record(0x00, &[&number(0), &[0; 8]]),
        record(0x06, &[&place(0), &wide("name")]),
        record(0x06, &[&place(1), &wide("a, b")]),
        record(0x00, &[&number(2), &[0; 8]]),
        record(0x05, &[&place(0), &49_301_234_567_f64.to_le_bytes()]),
        record(0x04, &[&place(1), &[1]]),
        record(0x92, &[]),
    ];
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &book.concat()),
        (
            "xl/_rels/workbook.bin.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ];
    assert_eq!(lists("a.csv", &zip(&parts)), pairs(&[("", "name,\"a, b\"\n\n49301234567,true\n")]));
}

#[test]
fn a_workbook_that_is_cut_off_is_told() {
    for name in ["cells.xls", "cells.ods"] {
        let whole = std::fs::read(fixture(name)).unwrap();
        let said = lists(name, &whole[..whole.len() * 2 / 3]).unwrap_err();
        assert!(said.contains(name) && said.contains("is damaged"), "{said}");
    }
}
