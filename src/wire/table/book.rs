//! A file as records: rows of its sheets are gathered to documents, lines with the record they belong to.
//! Main sheets are read a row at a time; of the sheets of lines only the lines' documents are held.

use super::columns::{Kind, Sheet};
use super::draft::{Gatherer, parts};
use super::header::{Header, sheet_of};
use super::place::{Finding, Level, cut, placed};
use super::read::{Broken, Format, rows};
use super::{lines, xlsx};
use crate::domain::refusal::{FieldError, Refusal};
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands beside a document and names what it is about.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    pub product: Option<String>,
    pub lot: Option<String>,
    pub report_no: Option<String>,
    /// The sender's own number of an event.
    pub reference: Option<String>,
}

impl Beside {
    pub(super) fn set(&mut self, name: &str, text: &str) {
        let place = match name.trim_start_matches('@') {
            "product" => &mut self.product,
            "lot" => &mut self.lot,
            "reportNo" => &mut self.report_no,
            _ => &mut self.reference,
        };
        *place = Some(text.to_owned());
    }
}

/// Where the lines of a record stand: header, part of it, row.
pub(super) type LineAt = (Arc<Header>, usize, u32);

/// How a finding of a parser is led back.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Line,
    Table { header: Arc<Header>, lines: BTreeMap<&'static str, Vec<LineAt>> },
}

/// One record of a file.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: Kind,
    pub sheet: String,
    /// Its first row.
    pub row: u32,
    pub beside: Beside,
    /// The document, as the API takes it.
    pub body: Vec<u8>,
    /// What was found in its cells.
    pub findings: Vec<Finding>,
    pub(super) origin: Origin,
}

/// What reading gives.
#[derive(Debug)]
pub enum Entry {
    Item(Box<Item>),
    /// A row, or (0) a sheet, of which nothing can be made.
    Findings(u32, Vec<Finding>),
}

impl Item {
    /// Every row it was made from, with its sheet.
    pub fn rows(&self) -> Vec<(String, u32)> {
        let mut rows = vec![(self.sheet.clone(), self.row)];
        if let Origin::Table { lines, .. } = &self.origin {
            let all = lines.values().flatten();
            rows.extend(all.map(|(header, _, row)| (header.name.clone(), *row)));
        }
        rows.sort();
        rows.dedup();
        rows
    }

    /// A refusal at the cells it is about; not of those that were faulty before.
    pub fn found(&self, refusal: &Refusal) -> Vec<Finding> {
        let all: Vec<Finding> = match refusal {
            Refusal::Invalid(errors) => errors.iter().map(|error| self.place(error)).collect(),
            Refusal::Unmet(rules) => rules
                .iter()
                .map(|rule| {
                    let error = FieldError {
                        pointer: rule.pointer.clone(),
                        code: rule.code,
                        value: rule.what.clone(),
                    };
                    self.place(&error)
                })
                .collect(),
            Refusal::Because(code) => {
                vec![Finding::of_row(code.word(), &self.sheet, self.row, "")]
            }
        };
        let faulty = |finding: &Finding| {
            self.findings.iter().any(|own| {
                let same = (&own.sheet, own.row, &own.column)
                    == (&finding.sheet, finding.row, &finding.column);
                same && own.level == Level::Error
            })
        };
        all.into_iter().filter(|finding| !faulty(finding)).collect()
    }

    fn place(&self, error: &FieldError) -> Finding {
        let Origin::Table { header, lines } = &self.origin else {
            return lines::finding(error.code.word(), self.row, &error.pointer, &error.value);
        };
        // What a path names stands in the columns of the same name.
        let pointer = error.pointer.strip_prefix("/path").unwrap_or(&error.pointer);
        let mut parts = pointer.splitn(4, '/').skip(1);
        let (list, at) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let line = lines.get(list).and_then(|lines| lines.get(at.parse::<usize>().ok()?));
        match line {
            Some((header, part, row)) => {
                let rest = format!("/{}", parts.next().unwrap_or_default());
                placed(header, *part, *row, &rest, error)
            }
            None => placed(header, 0, self.row, pointer, error),
        }
    }
}

/// A file, and which of its sheets are read.
#[derive(Debug)]
pub struct Book {
    path: PathBuf,
    format: Format,
    sheets: Vec<Known>,
}

/// A sheet that is read: its name, its kind, and which sheet of lines it is.
type Known = (String, Kind, Option<&'static Sheet>);

/// Lines of records by the records' names.
pub(super) type Lines = BTreeMap<Vec<String>, Vec<(LineAt, &'static str, Vec<u8>, Vec<Finding>)>>;

/// What takes the entries.
type Take<'a> = &'a mut dyn FnMut(Entry) -> ControlFlow<()>;

impl Book {
    /// Opens a file. Without a kind, the sheets of a workbook are known by their names; with one, a
    /// workbook of a single sheet may call it anything.
    pub fn open(path: &Path, format: Format, kind: Option<Kind>) -> Result<Self, Broken> {
        let sheets = match (format, kind) {
            (Format::Xlsx, kind) => named(&xlsx::sheets(path)?, kind)?,
            (_, Some(kind)) => vec![(String::new(), kind, None)],
            (_, None) => return Err(Broken::of("kindNeeded")),
        };
        Ok(Self { path: path.to_owned(), format, sheets })
    }

    /// Gives the records one after the other, what others build on first.
    pub fn each(&self, take: Take<'_>) -> Result<(), Broken> {
        if self.format == Format::Ndjson {
            return self
                .sheets
                .first()
                .map_or(Ok(()), |(_, kind, _)| lines::each(&self.path, *kind, take));
        }
        let stopped = Cell::new(false);
        let mut watched = |entry: Entry| {
            let flow = take(entry);
            stopped.set(stopped.get() || flow.is_break());
            flow
        };
        for kind in Kind::ALL {
            let of_kind = |linked: bool| {
                self.sheets
                    .iter()
                    .filter(move |(_, own, line)| *own == kind && line.is_some() == linked)
            };
            let mut held = Lines::new();
            for (name, _, linked) in of_kind(true) {
                self.hold(kind, name, *linked, &mut held, &mut watched)?;
            }
            for (name, ..) in of_kind(false) {
                self.main(kind, name, &mut held, &mut watched)?;
            }
            if stopped.get() {
                return Ok(());
            }
            let mut left: Vec<_> = held.into_values().flatten().collect();
            left.sort_by_key(|((_, _, row), ..)| *row);
            for ((header, _, row), ..) in left {
                let finding = Finding::of_row("noRecord", &header.name, row, "");
                if watched(Entry::Findings(row, vec![finding])).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Reads a sheet of lines.
    fn hold(
        &self,
        kind: Kind,
        name: &str,
        linked: Option<&'static Sheet>,
        held: &mut Lines,
        take: Take<'_>,
    ) -> Result<(), Broken> {
        let mut header: Option<Arc<Header>> = None;
        rows(&self.path, self.format, name, &mut |row| {
            let Some(known) = &header else {
                let (read, findings) = Header::read(kind, linked, name, &row.cells);
                header = Some(Arc::new(read));
                return fault(findings, take);
            };
            let mut read = parts(known, &row, self.format);
            let documents = read.documents.drain(..).next().unwrap_or_default();
            let list = linked.and_then(|sheet| sheet.list).unwrap_or_default();
            let body = serde_json::to_vec(&Value::Object(documents)).unwrap_or_default();
            let key = [&read.beside.product, &read.beside.lot, &read.beside.report_no];
            let key = key.map(|part| part.clone().unwrap_or_default()).to_vec();
            let at = (Arc::clone(known), 0, row.number);
            held.entry(key).or_default().push((at, list, body, read.findings));
            ControlFlow::Continue(())
        })
    }

    /// Reads a main sheet.
    fn main(&self, kind: Kind, name: &str, held: &mut Lines, take: Take<'_>) -> Result<(), Broken> {
        let mut header: Option<Arc<Header>> = None;
        let mut gatherer = Gatherer::new(kind);
        let mut ended = false;
        rows(&self.path, self.format, name, &mut |row| {
            let Some(known) = header.clone() else {
                let (read, findings) = Header::read(kind, None, name, &row.cells);
                header = Some(Arc::new(read));
                return fault(findings, take);
            };
            let flow = match gatherer.add(&known, &row, self.format) {
                Some(done) => take(Entry::Item(Box::new(done.finish(held)))),
                None => ControlFlow::Continue(()),
            };
            ended = flow.is_break();
            flow
        })?;
        if header.is_none() {
            let finding = Finding::of_file("emptySheet", name, "");
            let _last = take(Entry::Findings(0, vec![finding]));
        }
        if let Some(last) = gatherer.last().filter(|_| !ended) {
            let _last = take(Entry::Item(Box::new(last.finish(held))));
        }
        Ok(())
    }
}

/// The sheets of a workbook that are read.
fn named(names: &[String], kind: Option<Kind>) -> Result<Vec<Known>, Broken> {
    let known = names.iter().filter_map(|name| {
        let (found, linked) = sheet_of(name)?;
        kind.is_none_or(|kind| kind == found).then(|| (name.clone(), found, linked))
    });
    let known: Vec<_> = known.collect();
    if known.iter().any(|(_, _, linked)| linked.is_none()) {
        return Ok(known);
    }
    match (kind, names) {
        (Some(kind), [only]) => Ok(vec![(only.clone(), kind, None)]),
        _ => Err(Broken { code: "noKnownSheet", value: cut(&names.join(", ")) }),
    }
}

fn fault(findings: Vec<Finding>, take: Take<'_>) -> ControlFlow<()> {
    if findings.is_empty() {
        return ControlFlow::Continue(());
    }
    // What the columns mean is not known: nothing below them is.
    let _stop = take(Entry::Findings(0, findings));
    ControlFlow::Break(())
}
