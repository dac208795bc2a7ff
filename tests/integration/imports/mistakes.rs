//! A large sheet with fifty mistakes: fifty findings, each at its cell, and nothing else refused; mended, it
//! goes through.

use super::{CSV, HEAD, XLSX, counts, findings, good, run, tried};
use crate::harness::TestApp;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// More than a trial holds in memory.
const ROWS: usize = 5_000;
/// One row in so many is wrong, each mistake twice.
const EVERY: usize = 100;

/// What to write in place of a good cell (column from 0), and what is found there.
const WRONG: [(usize, &str, &str); 25] = [
    (0, "", "required"),
    (0, "A 1", "notALot"),
    (0, "批号1", "notALot"),
    (0, "L123456789012345678901", "notALot"),
    (1, "", "required"),
    (1, "SS 200", "notAProductCode"),
    (1, "NO-SUCH", "notFound"),
    (2, "", "required"),
    (2, "yesterday", "notADate"),
    (2, "01/11/2026", "notADate"),
    (2, "2026-02-30", "notADate"),
    (2, "46327", "dayNumber"),
    (3, "", "required"),
    (3, "many", "wrongType"),
    (3, "\"1,000\"", "wrongType"),
    (3, "100 EA", "wrongType"),
    (3, "-1", "outOfRange"),
    (3, "0", "outOfRange"),
    (4, "", "required"),
    (4, "pieces", "notAUnit"),
    (5, "China", "notARegion"),
    (5, "XX", "notARegion"),
    (6, "maybe", "wrongType"),
    (6, "否", "required"),
    (7, "", "required"),
];

#[test]
fn fifty_mistakes_are_fifty_findings() {
    let app = TestApp::start();
    let token = app.with_maker();
    let (mut file, mut mended, mut expected) = (HEAD.to_owned(), HEAD.to_owned(), Vec::new());
    for at in 0..ROWS {
        let row = good(&format!("M{at:04}"));
        let mut cells: Vec<_> = row.split(',').map(str::to_owned).collect();
        if at % EVERY == 5 {
            let (column, text, code) = WRONG[at / EVERY % WRONG.len()];
            // The second time another lot, which is not the first one doubled.
            let again = column == 0 && at / EVERY >= WRONG.len();
            cells[column] = if again { text.replace('1', "2") } else { text.to_owned() };
            let whole = code == "notFound";
            let letter = if whole {
                String::new()
            } else {
                ["A", "B", "C", "D", "E", "F", "G", "H"][column].to_owned()
            };
            expected.push(format!("{letter}{} {code}", at + 2));
        }
        file.push_str(&format!("{}\r\n", cells.join(",")));
        mended.push_str(&format!("{row}\r\n"));
    }
    assert_eq!(expected.len(), 50);
    let import = tried(&app, &token, "batches", CSV, file.as_bytes());
    assert_eq!(findings(&import), expected);
    assert_eq!(counts(&import), [5_000, 4_950, 0, 50]);
    assert_eq!(counts(&run(&app, &token, &import, "proceed")), [5_000, 4_950, 0, 50]);
    let import = tried(&app, &token, "batches", CSV, mended.as_bytes());
    assert_eq!(counts(&run(&app, &token, &import, "rollback")), [5_000, 50, 4_950, 0]);
}

/// What only a spreadsheet gets wrong.
#[test]
fn cells_of_a_spreadsheet_are_told_by_what_they_hold() {
    let app = TestApp::start();
    let token = app.with_maker();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(HEAD.trim().split(',')) {
        sheet.write_string(0, column, name).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(2026, 11, 1).unwrap();
    let noon = day.clone().and_hms(12, 0, 0).unwrap();
    for row in 1..=10 {
        fill(sheet, row, &day, &date);
    }
    sheet.write_string(2, 2, "2026/11/1").unwrap();
    sheet.write_number(3, 2, 46_327).unwrap();
    sheet.write_datetime_with_format(4, 2, &noon, &date).unwrap();
    sheet.write_formula(5, 3, "=1+1").unwrap();
    sheet.merge_range(6, 3, 7, 3, "100", &Format::new()).unwrap();
    sheet.write_string(8, 0, "X8  ").unwrap();
    sheet.write_string(9, 3, "100").unwrap();
    sheet.write_string(10, 0, "X1").unwrap();
    let file = book.save_to_buffer().unwrap();
    let import = tried(&app, &token, "batches", XLSX, &file);
    let found: Vec<_> = findings(&import).iter().map(|one| one.replace("Sheet1", "")).collect();
    let expected = [
        "C3 dateRewritten",
        "C4 dayNumber",
        "C5 timeInDate",
        "D6 formula",
        "7 mergedCells",
        "D7 numberAsText",
        "8 mergedCells",
        "D8 required",
        "A9 blanksTrimmed",
        "D10 numberAsText",
        "11 duplicateRow",
    ];
    assert_eq!(found, expected);
    assert_eq!(counts(&import), [10, 4, 0, 6]);
}

fn fill(sheet: &mut Worksheet, row: u32, day: &ExcelDateTime, date: &Format) {
    sheet.write_string(row, 0, format!("X{row}")).unwrap();
    sheet.write_string(row, 1, "SS-200").unwrap();
    sheet.write_datetime_with_format(row, 2, day, date).unwrap();
    sheet.write_number(row, 3, 100).unwrap();
    for (column, text) in [(4, "EA"), (5, "CN"), (6, "yes"), (7, "是")] {
        sheet.write_string(row, column, text).unwrap();
    }
}
