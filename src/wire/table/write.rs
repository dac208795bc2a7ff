//! Tables that are handed out: templates, and failed rows with what is wrong with them. A cell is never a
//! formula; what is handed out can be brought in again.

use super::cell::{Form, Raw, form_words};
use super::columns::{Column, Kind, Sheet, Sheets};
use super::header::MARKS;
use super::lines::MARK;
use super::place::letter;
use super::read::{Broken, Format, Row, rows};
use crate::limits::IMPORT_TEMPLATE_ROWS_COUNT;
use crate::wire::spreadsheet;
use rust_xlsxwriter::{Color, DataValidation, ExcelDateTime, Format as Style, Workbook, Worksheet};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// One row to write.
pub(super) type Cells = Vec<Raw>;

/// What is said of a failed row.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    pub errors: Vec<String>,
    pub hints: Vec<String>,
    /// Letters of the columns that are wrong.
    pub columns: Vec<String>,
}

fn failed_to_write(error: impl std::fmt::Display) -> Broken {
    Broken { code: "unreadableFile", value: error.to_string() }
}

/// Where rows go, one after the other.
pub(super) enum Output<'a> {
    Csv(&'a mut dyn Write),
    Xlsx(Box<Book>),
}

/// A spreadsheet that is written a row at a time; what is done is on disk, not held.
pub(super) struct Book {
    book: Workbook,
    sheets: usize,
    row: u32,
    date: Style,
    bad: Style,
}

impl Book {
    /// Without sheets yet.
    pub(super) fn new() -> Self {
        Self {
            book: Workbook::new(),
            sheets: 0,
            row: 0,
            date: Style::new().set_num_format("yyyy-mm-dd"),
            bad: Style::new().set_background_color(Color::RGB(0x00FF_C7CE)),
        }
    }

    /// Writes it to a file.
    fn save(mut self, path: &Path) -> Result<(), Broken> {
        self.book.save(path).map_err(failed_to_write)
    }

    /// It as the bytes of a file.
    pub(super) fn bytes(mut self) -> Result<Vec<u8>, Broken> {
        self.book.save_to_buffer().map_err(failed_to_write)
    }

    fn sheet(&mut self, name: &str) -> Result<(), Broken> {
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed_to_write)?;
        if !name.is_empty() {
            sheet.set_name(name).map_err(failed_to_write)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed_to_write)?;
        (self.sheets, self.row) = (self.sheets + 1, 0);
        Ok(())
    }

    fn row(&mut self, cells: &[Raw], bad: &[String]) -> Result<(), Broken> {
        let last = self.sheets.saturating_sub(1);
        let sheet = self.book.worksheet_from_index(last).map_err(failed_to_write)?;
        for (at, cell) in cells.iter().enumerate() {
            let style = bad.contains(&letter(at)).then_some(&self.bad);
            write_cell(sheet, (self.row, at), cell, style, &self.date)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, usize),
    cell: &Raw,
    style: Option<&Style>,
    date: &Style,
) -> Result<(), Broken> {
    let column = u16::try_from(column).map_err(failed_to_write)?;
    let plain = Style::new();
    let style_or = |other| style.unwrap_or(other);
    let done = match cell {
        Raw::Empty => return Ok(()),
        Raw::Number(number) => {
            sheet.write_number_with_format(row, column, *number, style_or(&plain))
        }
        Raw::Flag(flag) => sheet.write_boolean_with_format(row, column, *flag, style_or(&plain)),
        Raw::Date(text, _) => match ExcelDateTime::parse_from_str(text) {
            Ok(day) => sheet.write_datetime_with_format(row, column, &day, style_or(date)),
            Err(_) => sheet.write_string_with_format(row, column, text, style_or(&plain)),
        },
        Raw::Text(text) | Raw::Error(text) | Raw::Formula(text) => {
            sheet.write_string_with_format(row, column, text, style_or(&plain))
        }
    };
    done.map(drop).map_err(failed_to_write)
}

impl Output<'_> {
    /// A sheet begins; in a text file there is one only.
    pub(super) fn sheet(&mut self, name: &str) -> Result<(), Broken> {
        match self {
            // Spreadsheet programs take a text for UTF-8 by this mark only.
            Self::Csv(out) => Ok(out.write_all("\u{feff}".as_bytes())?),
            Self::Xlsx(book) => book.sheet(name),
        }
    }

    /// One row.
    pub(super) fn row(&mut self, cells: &[Raw]) -> Result<(), Broken> {
        self.marked(cells, &[])
    }

    fn marked(&mut self, cells: &[Raw], bad: &[String]) -> Result<(), Broken> {
        match self {
            Self::Csv(out) => {
                let cells: Vec<_> = cells.iter().map(Raw::shown).collect();
                Ok(out.write_all(spreadsheet::line(cells.iter().map(String::as_str)).as_bytes())?)
            }
            Self::Xlsx(book) => book.row(cells, bad),
        }
    }
}

/// The columns of a flat table of a kind: the record's own, then those of its lines.
pub(super) fn flat((main, linked): Sheets) -> Vec<(Option<&'static Sheet>, &'static Column)> {
    let own = main.columns.iter().map(|column| (None, column));
    let lines = linked.iter().flat_map(|sheet| {
        let named = sheet.columns.iter().filter(|column| !column.path.starts_with('@'));
        named.map(move |column| (Some(sheet), column))
    });
    own.chain(lines).collect()
}

/// The head of a flat table.
pub(super) fn head(sheets: Sheets, chinese: bool) -> Cells {
    let name = |(sheet, column): (Option<&'static Sheet>, &'static Column)| {
        let own = if chinese { column.zh } else { column.en };
        Raw::Text(match sheet {
            Some(sheet) => format!("{}/{own}", if chinese { sheet.zh } else { sheet.en }),
            None => own.to_owned(),
        })
    };
    flat(sheets).into_iter().map(name).collect()
}

/// The cell of a text under a column of a form. A number with more digits than a spreadsheet keeps stays
/// a text.
pub(super) fn of_text(text: String, form: Form) -> Raw {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match form {
        _ if text.is_empty() => Raw::Empty,
        Form::Number | Form::Whole if digits <= 15 => {
            text.parse().map_or(Raw::Text(text), Raw::Number)
        }
        Form::Date => Raw::Date(text, true),
        _ => Raw::Text(text),
    }
}

/// An empty table with the names of its columns and one example, as bytes of a file. A spreadsheet has a
/// sheet for the lines of each record and offers the words of its columns.
pub fn template(kind: Kind, format: Format, chinese: bool) -> Result<Vec<u8>, Broken> {
    if format == Format::Csv {
        let mut bytes = Vec::new();
        let mut out = Output::Csv(&mut bytes);
        out.sheet("")?;
        out.row(&head(kind.sheets(), chinese))?;
        let example = |(_, column): (_, &Column)| of_text(column.example.to_owned(), column.form);
        out.row(&flat(kind.sheets()).into_iter().map(example).collect::<Vec<_>>())?;
        return Ok(bytes);
    }
    let mut book = Workbook::new();
    let head = Style::new().set_bold().set_background_color(Color::RGB(0x00E7_EEF7));
    let (date, plain) = (Style::new().set_num_format("yyyy-mm-dd"), Style::new());
    for sheet in std::iter::once(kind.main()).chain(kind.linked()) {
        let out = book.add_worksheet();
        let name = if chinese { sheet.zh } else { sheet.en };
        out.set_name(name).map_err(failed_to_write)?;
        out.set_freeze_panes(1, 0).map_err(failed_to_write)?;
        for (at, column) in sheet.columns.iter().enumerate() {
            template_column(out, at, column, chinese, (&head, &date, &plain))?;
        }
    }
    book.save_to_buffer().map_err(failed_to_write)
}

fn template_column(
    sheet: &mut Worksheet,
    at: usize,
    column: &Column,
    chinese: bool,
    (head, date, plain): (&Style, &Style, &Style),
) -> Result<(), Broken> {
    let place = u16::try_from(at).map_err(failed_to_write)?;
    let star = if column.needed { "*" } else { "" };
    let name = format!("{}{star}", if chinese { column.zh } else { column.en });
    sheet.set_column_width(place, 18).map_err(failed_to_write)?;
    // Texts stay texts: a lot of digits only would lose its leading zeros.
    let text = Style::new().set_num_format("@");
    let whole = match column.form {
        Form::Number | Form::Whole => plain,
        Form::Date => date,
        _ => &text,
    };
    sheet.set_column_format(place, whole).map_err(failed_to_write)?;
    sheet.write_string_with_format(0, place, name, head).map_err(failed_to_write)?;
    let example = of_text(column.example.to_owned(), column.form);
    write_cell(sheet, (1, at), &example, Some(whole), date)?;
    let words = form_words(column.form);
    if !words.is_empty() {
        let offered = DataValidation::new().allow_list_strings(words).map_err(failed_to_write)?;
        // Other words of the trade are allowed where the field allows them.
        let offered = offered.show_error_message(false);
        sheet
            .add_data_validation(1, place, IMPORT_TEMPLATE_ROWS_COUNT, place, &offered)
            .map_err(failed_to_write)?;
    }
    Ok(())
}

/// The rows of a file that are marked, as a file of the same form, with what is wrong beside them.
pub fn failed(
    file: &Path,
    format: Format,
    marks: &BTreeMap<(String, u32), Mark>,
    to: &Path,
) -> Result<(), Broken> {
    if format == Format::Ndjson {
        return failed_lines(file, marks, to);
    }
    let mut names: Vec<_> = marks.keys().map(|(sheet, _)| sheet.clone()).collect();
    names.sort();
    names.dedup();
    let mut file_out = std::io::BufWriter::new(std::fs::File::create(to)?);
    let mut out = match format {
        Format::Xlsx => Output::Xlsx(Box::new(Book::new())),
        _ => Output::Csv(&mut file_out),
    };
    for name in names {
        let (mut width, mut broken) = (None, Ok(()));
        rows(file, format, &name, &mut |row| {
            broken = match width {
                None => {
                    width = Some(width_of(&row));
                    begin(&mut out, &name, row, width.unwrap_or(0))
                }
                Some(width) => match marks.get(&(name.clone(), row.number)) {
                    Some(mark) => failed_row(&mut out, row, width, mark),
                    None => Ok(()),
                },
            };
            if broken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        broken?;
    }
    match out {
        Output::Xlsx(book) => book.save(to),
        Output::Csv(_) => Ok(file_out.flush()?),
    }
}

/// Columns of a head without marks of an earlier round.
fn width_of(head: &Row) -> usize {
    let mark = |cell: &Raw| MARKS.contains(&cell.shown().trim());
    head.cells.iter().position(mark).unwrap_or(head.cells.len())
}

fn begin(out: &mut Output<'_>, name: &str, head: Row, width: usize) -> Result<(), Broken> {
    out.sheet(name)?;
    let mut cells = head.cells;
    cells.truncate(width);
    cells.extend(MARKS.map(|mark| Raw::Text(mark.to_owned())));
    out.row(&cells)
}

fn failed_row(out: &mut Output<'_>, row: Row, width: usize, mark: &Mark) -> Result<(), Broken> {
    let mut cells = row.cells;
    cells.resize(width, Raw::Empty);
    cells.push(Raw::Text(mark.errors.join("\n")));
    cells.push(Raw::Text(mark.hints.join("\n")));
    out.marked(&cells, &mark.columns)
}

fn failed_lines(
    file: &Path,
    marks: &BTreeMap<(String, u32), Mark>,
    to: &Path,
) -> Result<(), Broken> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(to)?);
    for (row, line) in (1..).zip(BufReader::new(std::fs::File::open(file)?).split(b'\n')) {
        let line = line?;
        let Some(mark) = marks.get(&(String::new(), row)) else { continue };
        match serde_json::from_slice::<Map<String, Value>>(&line) {
            Ok(mut document) => {
                document.insert(MARK.to_owned(), mark.errors.clone().into());
                serde_json::to_writer(&mut out, &document).map_err(failed_to_write)?;
                out.write_all(b"\n")?;
            }
            // What is no JSON has no place for a mark.
            Err(_) => out.write_all(&[line.trim_ascii_end(), b"\n"].concat())?,
        }
    }
    Ok(out.flush()?)
}
