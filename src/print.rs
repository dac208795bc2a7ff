//! Printed documents: headings, paragraphs, lists and tables as a PDF on A4, in Chinese and English.
//!
//! A [`Document`] is plain data that a caller fills with finished texts; [`Document::to_pdf`] lays it
//! out. Text can be selected and searched. It is not the place that chooses words, reads the store or
//! signs anything, and it knows neither pictures nor right-to-left scripts: a character without a
//! glyph is shown as a box, never left out.

mod draw;
mod face;
mod layout;
mod lines;

use crate::labels::{LabelError, Symbol};
use crate::limits::PRINT_CHARS_MAX;
use crate::texts::Lang;

/// A document to print. All texts are finished and in `lang`; line breaks in them are kept.
///
/// ```
/// use suyuan::print::{Block, Document, Section, Table};
/// use suyuan::texts::Lang;
///
/// let mut lots = Table::new([("Lot", 2), ("State", 3)]);
/// lots.row(["20260412", "in the scope"]);
/// let document = Document {
///     lang: Lang::En,
///     title: "Recall notice".into(),
///     subtitle: "Black sesame paste".into(),
///     speaker: "Statement of the producer".into(),
///     sections: vec![Section {
///         heading: "What is recalled".into(),
///         speaker: String::new(),
///         blocks: vec![Block::fields([("Class", "1")]), Block::Table(lots)],
///     }],
///     symbol: Some("https://t.example.cn/recalls/7".into()),
///     source: "https://t.example.cn/recalls/7".into(),
/// };
/// assert!(document.to_pdf().unwrap().starts_with(b"%PDF-"));
/// ```
#[derive(Debug, Clone)]
pub struct Document {
    /// Language of the texts; the page numbers are in it too.
    pub lang: Lang,
    /// The first line, and the title that viewers show.
    pub title: String,
    /// Below the title; may be empty.
    pub subtitle: String,
    /// Who speaks in this document; may be empty.
    pub speaker: String,
    pub sections: Vec<Section>,
    /// Content of a QR symbol at the head of the first page (at most version 25, see `labels`).
    pub symbol: Option<String>,
    /// Where this stands on line: at the foot of every page.
    pub source: String,
}

/// A heading and what stands below it.
#[derive(Debug, Clone)]
pub struct Section {
    /// May be empty.
    pub heading: String,
    /// Who speaks here, beside the heading; may be empty.
    pub speaker: String,
    pub blocks: Vec<Block>,
}

/// One part of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// Running text that has to be seen first: larger, between two rules.
    Notice(String),
    /// Labels with their values.
    Fields(Vec<(String, String)>),
    Table(Table),
}

impl Block {
    /// Labels with their values.
    pub fn fields<L: Into<String>, V: Into<String>>(
        fields: impl IntoIterator<Item = (L, V)>,
    ) -> Self {
        Self::Fields(
            fields.into_iter().map(|(label, value)| (label.into(), value.into())).collect(),
        )
    }
}

/// Columns and rows. Where it goes on over a page, the heads stand again at the top.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, u16)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; a column is its head and its share of the width (in relation to the
    /// other shares).
    pub fn new<H: Into<String>>(columns: impl IntoIterator<Item = (H, u16)>) -> Self {
        let columns =
            columns.into_iter().map(|(head, share)| (head.into(), share.max(1))).collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row: a cell for each column.
    pub fn row<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) -> &mut Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }
}

/// Why a document cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// More than [`PRINT_CHARS_MAX`] characters or [`crate::limits::PRINT_PAGES_COUNT_MAX`] pages.
    #[error("the document is too long to print")]
    TooLong,
    /// The content of the QR symbol does not fit one.
    #[error("the address is too long for a QR symbol")]
    Symbol(#[from] LabelError),
    /// A row has not as many cells as its table has columns.
    #[error("a row of a table has too many or too few cells")]
    Cells,
    /// A font could not be read or embedded, which is a defect of the program.
    #[error("a font of the program cannot be embedded")]
    Font,
}

impl Document {
    /// The document as a PDF file: the same bytes for the same document.
    ///
    /// It takes some milliseconds for a page and is work for a blocking thread. Memory grows with the
    /// document, which is bounded.
    ///
    /// # Errors
    ///
    /// Each variant of [`PrintError`] says what does not fit.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PrintError> {
        if self.chars() > PRINT_CHARS_MAX {
            return Err(PrintError::TooLong);
        }
        let symbol = self.symbol.as_deref().map(Symbol::new).transpose()?;
        let faces = face::faces().ok_or(PrintError::Font)?;
        let pages = layout::pages(self, symbol, faces)?;
        draw::draw(self, &pages, faces)
    }

    /// Characters of all texts. An empty cell counts as one: it costs room too.
    fn chars(&self) -> usize {
        let count = |text: &String| text.chars().count().max(1);
        let block = |block: &Block| match block {
            Block::Paragraph(text) | Block::Notice(text) => count(text),
            Block::Fields(fields) => {
                fields.iter().map(|(label, value)| count(label) + count(value)).sum()
            }
            Block::Table(table) => {
                let heads: usize = table.columns.iter().map(|(head, _)| count(head)).sum();
                heads + table.rows.iter().flatten().map(count).sum::<usize>()
            }
        };
        let section = |section: &Section| {
            let blocks: usize = section.blocks.iter().map(block).sum();
            count(&section.heading) + count(&section.speaker) + blocks
        };
        let head = count(&self.title) + count(&self.subtitle) + count(&self.speaker);
        head + count(&self.source) + self.sections.iter().map(section).sum::<usize>()
    }
}

#[cfg(test)]
mod tests;
