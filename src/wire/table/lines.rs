//! Lines of JSON: each is the document that the API takes. Where the address names the lot, the line does
//! so by `product` and `lot`; an event may carry a `reference`. `errors`, which this service adds to
//! failed lines, is passed over.

use super::book::{Beside, Entry, Item, Origin};
use super::columns::Kind;
use super::place::Finding;
use super::read::Broken;
use crate::domain::refusal::Refusal;
use crate::limits::{BODY_BYTES_MAX, IMPORT_ROWS_COUNT_MAX};
use crate::wire::parse;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// The member with which failed lines are marked.
pub(super) const MARK: &str = "errors";

/// Gives the lines of a file that hold something.
pub(super) fn each(
    file: &Path,
    kind: Kind,
    take: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> Result<(), Broken> {
    let mut file = BufReader::new(File::open(file)?);
    let (mut row, mut count, mut line) = (0_u32, 0_usize, Vec::new());
    loop {
        line.clear();
        row += 1;
        // One more for the break, and one to see that it was too long.
        let room = BODY_BYTES_MAX as u64 + 2;
        let read = (&mut file).take(room).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        let text = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            continue;
        }
        count += 1;
        if count > IMPORT_ROWS_COUNT_MAX {
            return Err(Broken { code: "tooManyRows", value: row.to_string() });
        }
        if text.len() > BODY_BYTES_MAX {
            return Err(Broken { code: "lineTooLong", value: row.to_string() });
        }
        if take(entry(text, kind, row)).is_break() {
            return Ok(());
        }
    }
}

fn entry(text: &[u8], kind: Kind, row: u32) -> Entry {
    // Most lines are the document as it is.
    let marked = text.windows(MARK.len()).any(|part| part == MARK.as_bytes());
    if !kind.addressed() && !marked {
        return item(kind, row, Beside::default(), text.to_vec(), Vec::new());
    }
    let mut names = vec![MARK];
    if kind.addressed() {
        names.extend(["product", "lot", "reference"]);
    }
    let (mut taken, body) = match parse::without_members(text, &names) {
        Ok(split) => split,
        Err(refusal) => return Entry::Findings(row, unread(&refusal, row)),
    };
    taken.remove(MARK);
    let mut findings = Vec::new();
    let mut beside = Beside::default();
    for (name, value) in taken {
        match value.as_str() {
            Some(text) => beside.set(&name, text),
            None => findings.push(finding("wrongType", row, &format!("/{name}"), "")),
        }
    }
    item(kind, row, beside, body, findings)
}

fn item(kind: Kind, row: u32, beside: Beside, body: Vec<u8>, findings: Vec<Finding>) -> Entry {
    let (sheet, origin) = (String::new(), Origin::Line);
    Entry::Item(Box::new(Item { kind, sheet, row, beside, body, findings, origin }))
}

/// A finding at a pointer of a line.
pub(super) fn finding(code: &str, row: u32, pointer: &str, value: &str) -> Finding {
    Finding { header: pointer.to_owned(), ..Finding::of_row(code, "", row, value) }
}

fn unread(refusal: &Refusal, row: u32) -> Vec<Finding> {
    match refusal {
        Refusal::Invalid(errors) => errors
            .iter()
            .map(|error| finding(error.code.word(), row, &error.pointer, &error.value))
            .collect(),
        other => vec![Finding::of_row(other.code(), "", row, "")],
    }
}
