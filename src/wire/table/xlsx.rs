//! Spreadsheets of Office Open XML (ECMA-376), a row at a time. What a file unpacks to is counted before
//! anything of it is read, since a small archive can hold any amount.

use super::cell::Raw;
use super::read::{Broken, Row, Take, drop_blank_end};
use crate::limits::{
    IMPORT_COLUMNS_COUNT_MAX, IMPORT_PARTS_COUNT_MAX, IMPORT_SHARED_BYTES_MAX,
    IMPORT_UNPACKED_BYTES_MAX,
};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

type Workbook = Xlsx<BufReader<File>>;

fn unreadable(error: impl std::fmt::Display) -> Broken {
    Broken { code: "unreadableFile", value: error.to_string() }
}

/// Names of the sheets that can be seen, in order.
pub(super) fn sheets(file: &Path) -> Result<Vec<String>, Broken> {
    guard(file)?;
    let book: Workbook = calamine::open_workbook(file).map_err(unreadable)?;
    let seen = book.sheets_metadata().iter();
    let seen = seen.filter(|sheet| sheet.visible == calamine::SheetVisible::Visible);
    Ok(seen.map(|sheet| sheet.name.clone()).collect())
}

/// Refuses an archive with too many parts, or parts that unpack to too much. The sizes that an archive
/// states of itself are not believed.
fn guard(file: &Path) -> Result<(), Broken> {
    let mut archive =
        zip::ZipArchive::new(BufReader::new(File::open(file)?)).map_err(unreadable)?;
    if archive.len() > IMPORT_PARTS_COUNT_MAX {
        return Err(Broken::of("unpacksTooLarge"));
    }
    let mut total = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(unreadable)?;
        let shared = part.name().map_err(unreadable)?.ends_with("sharedStrings.xml");
        let rest = IMPORT_UNPACKED_BYTES_MAX - total;
        let room = if shared { rest.min(IMPORT_SHARED_BYTES_MAX) } else { rest };
        let unpacked =
            std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(unreadable)?;
        if unpacked > room {
            return Err(Broken::of("unpacksTooLarge"));
        }
        total += unpacked;
    }
    Ok(())
}

/// Gives the rows of a sheet that hold something.
pub(super) fn rows(file: &Path, sheet: &str, take: Take<'_>) -> Result<(), Broken> {
    let mut book: Workbook = calamine::open_workbook(file).map_err(unreadable)?;
    let merged = book.merge_cells_by_sheet_name(sheet).map_err(unreadable)?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut row: Option<Row> = None;
    let mut give = |row: Option<Row>| match row {
        Some(mut row) => {
            drop_blank_end(&mut row.cells);
            !row.cells.is_empty() && take(row).is_break()
        }
        None => false,
    };
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(unreadable)? {
        let number = cell.pos.0 + 1;
        let column = cell.pos.1 as usize;
        if row.as_ref().is_none_or(|row| row.number != number) {
            let next = Row { number, cells: Vec::new(), merged: touches(&merged, cell.pos.0) };
            if give(row.replace(next)) {
                return Ok(());
            }
        }
        let value = raw(cell.value);
        if value == Raw::Empty && cell.formula.is_none() {
            continue;
        }
        if column > IMPORT_COLUMNS_COUNT_MAX {
            return Err(Broken { code: "tooManyColumns", value: number.to_string() });
        }
        if let Some(row) = &mut row {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Raw::Empty);
            }
            if let Some(place) = row.cells.get_mut(column) {
                let is_formula = cell.formula.is_some();
                *place = if is_formula { Raw::Formula(value.shown()) } else { value };
            }
        }
    }
    give(row);
    Ok(())
}

fn touches(merged: &[Dimensions], row: u32) -> bool {
    merged.iter().any(|region| (region.start.0..=region.end.0).contains(&row))
}

fn raw(value: DataRef<'_>) -> Raw {
    match value {
        DataRef::Empty => Raw::Empty,
        DataRef::String(text) if text.is_empty() => Raw::Empty,
        DataRef::String(text) => Raw::Text(text),
        DataRef::SharedString("") => Raw::Empty,
        DataRef::SharedString(text) => Raw::Text(text.to_owned()),
        DataRef::Int(number) => Raw::Text(number.to_string()),
        DataRef::Float(number) => Raw::Number(number),
        DataRef::Bool(flag) => Raw::Flag(flag),
        DataRef::DateTime(date) if date.is_datetime() => day(&date),
        DataRef::DateTime(date) => Raw::Number(date.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Raw::Text(text),
        DataRef::Error(error) => Raw::Error(error.to_string()),
    }
}

fn day(date: &ExcelDateTime) -> Raw {
    let (year, month, day, hour, minute, second, millis) = date.to_ymd_hms_milli();
    let midnight = (hour, minute, second, millis) == (0, 0, 0, 0);
    Raw::Date(format!("{year:04}-{month:02}-{day:02}"), midnight)
}
