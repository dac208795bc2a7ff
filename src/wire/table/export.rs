//! Records as a file that can be brought in again: the documents of the API as lines of JSON, or the columns
//! of a template as one flat table. Members without a column are in the lines only.

use super::cell::{Form, Raw};
use super::columns::{Column, Sheet, Sheets};
use super::read::{Broken, Format};
use super::write::{Book, Cells, Output, flat, head, of_text};
use serde_json::Value;
use std::io::Write;

/// Columns of a flat table, each with the sheet of lines that it belongs to.
type Columns = Vec<(Option<&'static Sheet>, &'static Column)>;

/// Writes records one after the other. Text goes out as it comes; a spreadsheet at the end.
pub fn export(
    sheets: Sheets,
    format: Format,
    chinese: bool,
    out: &mut dyn Write,
    mut records: impl Iterator<Item = Result<Value, Broken>>,
) -> Result<(), Broken> {
    match format {
        Format::Ndjson => records.try_for_each(|record| Ok(writeln!(out, "{}", record?)?)),
        Format::Csv => table(sheets, chinese, &mut Output::Csv(out), records),
        Format::Xlsx => {
            let mut book = Output::Xlsx(Box::new(Book::new()));
            table(sheets, chinese, &mut book, records)?;
            let Output::Xlsx(book) = book else { return Ok(()) };
            Ok(out.write_all(&book.bytes()?)?)
        }
    }
}

fn table(
    sheets: Sheets,
    chinese: bool,
    out: &mut Output<'_>,
    records: impl Iterator<Item = Result<Value, Broken>>,
) -> Result<(), Broken> {
    let columns = flat(sheets);
    let (main, _) = sheets;
    out.sheet(if chinese { main.zh } else { main.en })?;
    out.row(&head(sheets, chinese))?;
    for record in records {
        rows(sheets, &columns, &record?).iter().try_for_each(|row| out.row(row))?;
    }
    Ok(())
}

/// The rows of a record: its own cells with the first line of each list, then further lines under the
/// record's name.
fn rows((main, linked): Sheets, columns: &Columns, record: &Value) -> Vec<Cells> {
    let lines =
        |sheet: &Sheet| record.get(sheet.list.unwrap_or_default()).and_then(Value::as_array);
    let count = linked.iter().filter_map(|sheet| lines(sheet).map(Vec::len)).max();
    let row = |at: usize| {
        let cell = |(sheet, column): &(Option<&'static Sheet>, &'static Column)| match sheet {
            Some(sheet) => {
                let line = lines(sheet).and_then(|lines| lines.get(at));
                line.map_or(Raw::Empty, |line| read(line, column))
            }
            None if at == 0 || main.key.contains(&column.path) => read(record, column),
            None => Raw::Empty,
        };
        columns.iter().map(cell).collect()
    };
    (0..count.unwrap_or(0).max(1)).map(row).collect()
}

fn read(document: &Value, column: &Column) -> Raw {
    if let Some(list) = column.path.strip_prefix('!') {
        let empty = document.get(list).and_then(Value::as_array).is_some_and(Vec::is_empty);
        return if empty { Raw::Text("yes".to_owned()) } else { Raw::Empty };
    }
    let mut at = Some(document);
    for member in column.path.trim_start_matches('@').split('.') {
        at = at.and_then(|value| value.get(member));
    }
    match at {
        None | Some(Value::Null | Value::Object(_)) => Raw::Empty,
        Some(Value::String(text)) => of_text(text.clone(), column.form),
        Some(Value::Number(number)) => of_text(number.to_string(), column.form),
        Some(Value::Bool(flag)) => Raw::Text(if *flag { "yes" } else { "no" }.to_owned()),
        Some(Value::Array(parts)) if column.form == Form::List => {
            let parts: Vec<_> = parts.iter().filter_map(Value::as_str).collect();
            Raw::Text(parts.join(";"))
        }
        Some(Value::Array(_)) => Raw::Empty,
    }
}
