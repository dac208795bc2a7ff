//! Rows out of a file, one after the other: text in UTF-8 or GB18030 between commas, semicolons or tabs,
//! lines of JSON, and (in `xlsx`) spreadsheets. The size of a file does not matter to what is held.

use super::cell::Raw;
use super::xlsx;
use crate::limits::{
    BODY_BYTES_MAX, IMPORT_CELL_CHARS_MAX, IMPORT_COLUMNS_COUNT_MAX, IMPORT_ROWS_COUNT_MAX,
};
use crate::wire::spreadsheet::unguarded;
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;

/// Form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Ndjson,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Ndjson];

    /// The word, which is also how names of such files end.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
        }
    }

    /// The format of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// The format of a media type; its parameters are left out.
    pub fn of_media(media: &str) -> Option<Self> {
        let media = media.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|format| format.media().eq_ignore_ascii_case(media))
    }
}

/// Why a file cannot be read on: a stable code, and what shows where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub code: &'static str,
    pub value: String,
}

impl Broken {
    /// Without a value.
    pub(super) fn of(code: &'static str) -> Self {
        Self { code, value: String::new() }
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self { code: "unreadableFile", value: error.kind().to_string() }
    }
}

/// One row that holds something.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// From 1, as a spreadsheet program counts.
    pub number: u32,
    pub cells: Vec<Raw>,
    /// Whether cells of it are merged with others.
    pub merged: bool,
}

/// What takes the rows; it may have seen enough.
pub(super) type Take<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

/// Gives the rows of a sheet (of the file, where it has none) one after the other, the head first.
pub(super) fn rows(file: &Path, format: Format, sheet: &str, take: Take<'_>) -> Result<(), Broken> {
    let mut count = 0_usize;
    let mut over = None;
    let mut counted = |row: Row| {
        count += 1;
        over = bounds(&row, count);
        if over.is_some() { ControlFlow::Break(()) } else { take(row) }
    };
    match format {
        Format::Csv => text(file, &mut counted)?,
        Format::Xlsx => xlsx::rows(file, sheet, &mut counted)?,
        // Lines are read by `lines`, which has the same bounds.
        Format::Ndjson => {}
    }
    over.map_or(Ok(()), Err)
}

fn bounds(row: &Row, count: usize) -> Option<Broken> {
    let place = |code| Some(Broken { code, value: row.number.to_string() });
    // The head is a row too.
    if count > IMPORT_ROWS_COUNT_MAX + 1 {
        return place("tooManyRows");
    }
    if row.cells.len() > IMPORT_COLUMNS_COUNT_MAX {
        return place("tooManyColumns");
    }
    let long = |cell: &Raw| match cell {
        Raw::Text(text) => {
            text.len() > IMPORT_CELL_CHARS_MAX && text.chars().count() > IMPORT_CELL_CHARS_MAX
        }
        _ => false,
    };
    if row.cells.iter().any(long) { place("cellTooLong") } else { None }
}

fn text(file: &Path, take: Take<'_>) -> Result<(), Broken> {
    let (encoding, delimiter) = manner(file)?;
    let decoded = Decoded::new(BufReader::new(File::open(file)?), encoding);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(decoded);
    let mut record = csv::StringRecord::new();
    // Rows as a spreadsheet program counts them: empty lines count, breaks within a cell do not.
    let (mut number, mut line, mut breaks) = (0_u64, 0_u64, 0_u64);
    loop {
        let more = reader.read_record(&mut record).map_err(|error| Broken {
            code: "unreadableFile",
            value: error.position().map(|at| at.line().to_string()).unwrap_or_default(),
        })?;
        if !more {
            return Ok(());
        }
        let at = record.position().map_or(line + 1, csv::Position::line);
        number += at.saturating_sub(line).saturating_sub(breaks).max(1);
        line = at;
        breaks = record.iter().map(|cell| cell.matches('\n').count() as u64).sum();
        let mut cells: Vec<_> =
            record.iter().map(|cell| Raw::Text(unguarded(cell).to_owned())).collect();
        drop_blank_end(&mut cells);
        if cells.is_empty() {
            continue;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if take(Row { number, cells, merged: false }).is_break() {
            return Ok(());
        }
    }
}

pub(super) fn drop_blank_end(cells: &mut Vec<Raw>) {
    while cells.last().is_some_and(Raw::is_blank) {
        cells.pop();
    }
}

/// Encoding and delimiter. A head in UTF-8 beyond ASCII decides; else the whole file does.
fn manner(file: &Path) -> Result<(&'static Encoding, u8), Broken> {
    let mut head = Vec::new();
    BufReader::new(File::open(file)?).take(BODY_BYTES_MAX as u64).read_until(b'\n', &mut head)?;
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(Broken::of("otherEncoding"));
    }
    if head.contains(&0) {
        return Err(Broken::of("unreadableFile"));
    }
    let marked = head.starts_with("\u{feff}".as_bytes());
    let decided = marked || (!head.is_ascii() && std::str::from_utf8(&head).is_ok());
    let encoding = if decided || is_utf8(file)? { UTF_8 } else { GB18030 };
    let count = |byte: u8| head.iter().filter(|found| **found == byte).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte));
    Ok((encoding, delimiter.unwrap_or(b',')))
}

/// Whether a file is UTF-8 from end to end, read a piece at a time.
fn is_utf8(file: &Path) -> Result<bool, Broken> {
    let mut file = File::open(file)?;
    file.rewind()?;
    let (mut piece, mut kept) = (vec![0; 64 * 1024], 0);
    loop {
        let read = file.read(piece.get_mut(kept..).unwrap_or_default())?;
        let bytes = piece.get(..kept + read).unwrap_or_default();
        let whole = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_some() => return Ok(false),
            Err(error) => error.valid_up_to(),
        };
        if read == 0 {
            return Ok(whole == bytes.len());
        }
        let end = bytes.len();
        piece.copy_within(whole..end, 0);
        kept = end - whole;
    }
}

/// Text of an encoding as UTF-8; what it does not know becomes U+FFFD, which its cell is told of.
struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: BufRead> Decoded<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, ready: Vec::new(), given: 0, ended: false }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        let bytes = self.inner.fill_buf()?;
        self.ended = bytes.is_empty();
        let mut text = String::with_capacity(bytes.len() * 3 + 16);
        let (result, read, _) = self.decoder.decode_to_string(bytes, &mut text, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.inner.consume(read);
        self.ready = text.into_bytes();
        self.given = 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given >= self.ready.len() && !self.ended {
            self.fill()?;
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}
