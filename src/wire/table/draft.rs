//! Neighbouring rows of one record as its document. Where the rows come from is not known here.

use super::book::{Beside, Item, LineAt, Lines, Origin};
use super::cell::{Raw, value};
use super::columns::Kind;
use super::header::Header;
use super::place::{Finding, letter};
use super::read::{Format, Row};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one row says, by the parts of its header.
pub(super) struct Read {
    pub documents: Vec<Map<String, Value>>,
    pub beside: Beside,
    pub findings: Vec<Finding>,
    /// Lists that are said to be empty, and where.
    empty: Vec<(&'static str, usize)>,
}

pub(super) fn parts(header: &Header, row: &Row, format: Format) -> Read {
    let mut read = Read {
        documents: vec![Map::new(); header.parts()],
        beside: Beside::default(),
        findings: Vec::new(),
        empty: Vec::new(),
    };
    if row.merged {
        read.findings.push(Finding::of_row("mergedCells", &header.name, row.number, ""));
    }
    for (place, raw) in row.cells.iter().enumerate() {
        let Some((part, column)) = header.known(place) else {
            // A heading belongs to a column even where nobody wrote it.
            if !raw.is_blank() && header.names.get(place).is_none_or(String::is_empty) {
                read.findings.push(cell_finding(header, row.number, place, raw, "noHeading"));
            }
            continue;
        };
        let (value, note) = value(raw, column.form, format == Format::Xlsx);
        if let Some((code, level)) = note {
            let finding = cell_finding(header, row.number, place, raw, code);
            read.findings.push(Finding { level, ..finding });
        }
        let Some(value) = value else { continue };
        if column.path.starts_with('@') {
            read.beside.set(column.path, value.as_str().unwrap_or_default());
        } else if let Some(list) = column.path.strip_prefix('!') {
            if value == Value::Bool(true) {
                read.empty.push((list, place));
            }
        } else if let Some(document) = read.documents.get_mut(part) {
            set(document, column.path, value);
        }
    }
    read
}

fn cell_finding(header: &Header, row: u32, place: usize, raw: &Raw, code: &str) -> Finding {
    Finding {
        column: letter(place),
        header: header.names.get(place).cloned().unwrap_or_default(),
        ..Finding::of_row(code, &header.name, row, &raw.shown())
    }
}

fn set(document: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => _ = document.insert(path.to_owned(), value),
        Some((first, rest)) => {
            let inner = document.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// A record whose rows are not all read yet.
pub(super) struct Draft {
    kind: Kind,
    header: Arc<Header>,
    row: u32,
    key: Vec<String>,
    document: Map<String, Value>,
    beside: Beside,
    findings: Vec<Finding>,
    empty: Vec<(&'static str, usize)>,
    lines: BTreeMap<&'static str, Vec<LineAt>>,
}

/// Gathers neighbouring rows of one record.
pub(super) struct Gatherer {
    kind: Kind,
    open: Option<Draft>,
    /// First rows of the records so far, by a short digest of their names.
    seen: BTreeMap<[u8; 16], u32>,
}

impl Gatherer {
    /// Of a kind, before its first row.
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, open: None, seen: BTreeMap::new() }
    }

    /// The record whose rows ended with the sheet.
    pub(super) fn last(&mut self) -> Option<Draft> {
        self.open.take()
    }

    /// Takes a row; the record before it, when it begins another.
    pub(super) fn add(&mut self, header: &Arc<Header>, row: &Row, format: Format) -> Option<Draft> {
        let read = parts(header, row, format);
        let mut documents = read.documents.into_iter();
        let document = documents.next().unwrap_or_default();
        let mut lines = Vec::new();
        for (at, line) in documents.enumerate().filter(|(_, line)| !line.is_empty()) {
            let part = at + 1;
            lines.push((part, header.part(part).list.unwrap_or_default(), line));
        }
        let key = key(self.kind, &document, &read.beside);
        let follows = self.open.as_ref().is_some_and(|open| open.key == key && !key.is_empty());
        if follows && !lines.is_empty() {
            let open = self.open.as_mut()?;
            open.continued(header, row.number, &document, read.findings);
            open.add(header, row.number, lines);
            return None;
        }
        let mut draft = Draft {
            kind: self.kind,
            header: Arc::clone(header),
            row: row.number,
            key,
            document,
            beside: read.beside,
            findings: read.findings,
            empty: read.empty,
            lines: BTreeMap::new(),
        };
        draft.add(header, row.number, lines);
        if let Some(first) = self.before(&draft) {
            let value = first.to_string();
            let finding = Finding::of_row("duplicateRow", &header.name, row.number, &value);
            draft.findings.push(finding);
        }
        self.open.replace(draft)
    }

    /// The row in which the same record stood before.
    fn before(&mut self, draft: &Draft) -> Option<u32> {
        if draft.key.is_empty() && !self.kind.main().key.is_empty() {
            // Its name is missing, which is told of it already.
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        let Beside { product, lot, reference, .. } = &draft.beside;
        let named = [product, lot, reference].map(|part| part.clone().unwrap_or_default());
        for text in named.iter().chain(&draft.key) {
            hasher.update(&(text.len() as u64).to_be_bytes()).update(text.as_bytes());
        }
        // What nothing names is the same where it says the same.
        if draft.key.is_empty() && reference.is_none() {
            hasher.update(Value::Object(draft.document.clone()).to_string().as_bytes());
        }
        let digest = *hasher.finalize().as_bytes().first_chunk()?;
        match self.seen.entry(digest) {
            std::collections::btree_map::Entry::Occupied(first) => Some(*first.get()),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(draft.row);
                None
            }
        }
    }
}

/// The names of a record; empty where a kind has none, or one is missing.
fn key(kind: Kind, document: &Map<String, Value>, beside: &Beside) -> Vec<String> {
    let part = |name: &&str| match (*name, &beside.product, &beside.lot) {
        ("product", Some(product), _) => product.clone(),
        ("lot", _, Some(lot)) => lot.clone(),
        (name, ..) => match document.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        },
    };
    let key: Vec<_> = kind.main().key.iter().map(part).collect();
    if key.iter().any(String::is_empty) { Vec::new() } else { key }
}

impl Draft {
    /// A further row of the same record: what it says of the record has to be the same.
    fn continued(
        &mut self,
        header: &Header,
        row: u32,
        document: &Map<String, Value>,
        findings: Vec<Finding>,
    ) {
        self.findings.extend(findings);
        let other = document.iter().any(|(name, value)| self.document.get(name) != Some(value));
        if other {
            let first = self.row.to_string();
            self.findings.push(Finding::of_row("differsFromFirst", &header.name, row, &first));
        }
    }

    fn add(
        &mut self,
        header: &Arc<Header>,
        row: u32,
        lines: Vec<(usize, &'static str, Map<String, Value>)>,
    ) {
        for (part, list, line) in lines {
            self.push(list, Value::Object(line), (Arc::clone(header), part, row));
        }
    }

    fn push(&mut self, list: &'static str, line: Value, at: LineAt) {
        let place = self.document.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = place {
            all.push(line);
            self.lines.entry(list).or_default().push(at);
        }
    }

    /// The record with its lines from other sheets.
    pub(super) fn finish(mut self, held: &mut Lines) -> Item {
        let mut key = self.key.clone();
        key.resize(3, String::new());
        for (at, list, body, findings) in held.remove(&key).unwrap_or_default() {
            let line = serde_json::from_slice(&body).unwrap_or_default();
            self.findings.extend(findings);
            self.push(list, line, at);
        }
        for (list, place) in std::mem::take(&mut self.empty) {
            if self.document.contains_key(list) {
                let raw = Raw::Text(list.to_owned());
                let finding = cell_finding(&self.header, self.row, place, &raw, "conflict");
                self.findings.push(finding);
            } else {
                self.document.insert(list.to_owned(), Value::Array(Vec::new()));
            }
        }
        if let Some(Value::Object(serials)) = self.document.get_mut("serials")
            && let (Some(first), None) = (serials.get("first").cloned(), serials.get("last"))
        {
            // A single serial is a range of one.
            serials.insert("last".to_owned(), first);
        }
        Item {
            kind: self.kind,
            sheet: self.header.name.clone(),
            row: self.row,
            beside: self.beside,
            body: serde_json::to_vec(&Value::Object(self.document)).unwrap_or_default(),
            findings: self.findings,
            origin: Origin::Table { header: self.header, lines: self.lines },
        }
    }
}
