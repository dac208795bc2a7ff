//! Where everything stands on the pages of a document. All measures are points (1/72 inch) from the
//! top left of an A4 page. It draws nothing.

use super::face::Faces;
use super::lines::broken;
use super::{Block, Document, PrintError, Section, Table};
use crate::labels::{QUIET_ZONE_MODULES, Symbol};
use crate::limits::PRINT_PAGES_COUNT_MAX;
use crate::texts::print as texts;

/// A4 (ISO 216): 210 mm × 297 mm.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 48.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Below this line stands only the foot of the page.
const BOTTOM: f32 = PAGE.1 - 76.0;
const FOOT_LINES: usize = 3;
const SYMBOL_SIDE: f32 = 92.0;
const GAP: f32 = 8.0;

const TITLE: Style = Style { size: 19.0, tone: Tone::Black };
const SUBTITLE: Style = Style { size: 12.5, tone: Tone::Black };
const HEADING: Style = Style { size: 13.5, tone: Tone::Black };
const NOTICE: Style = Style { size: 12.5, tone: Tone::Black };
const BODY: Style = Style { size: 10.0, tone: Tone::Black };
const LABEL: Style = Style { size: 10.0, tone: Tone::Grey };
const HEAD: Style = Style { size: 9.0, tone: Tone::Grey };
const CELL: Style = Style { size: 9.5, tone: Tone::Black };
const SMALL: Style = Style { size: 8.5, tone: Tone::Grey };

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) tone: Tone,
}

impl Style {
    /// From one line to the next.
    fn pitch(self) -> f32 {
        self.size * 1.45
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Black,
    Grey,
}

/// Something on a page.
pub(super) enum Item {
    /// A line of text; `y` is its base line.
    Text { x: f32, y: f32, style: Style, text: String },
    /// A thin line from `x` to the right.
    Rule { x: f32, y: f32, width: f32 },
    /// A QR symbol whose quiet zone begins at `x`, `y`.
    Symbol { x: f32, y: f32, side: f32, symbol: Symbol },
}

/// One page, in reading order.
pub(super) type Page = Vec<Item>;

/// Lays the document out.
pub(super) fn pages(
    document: &Document,
    symbol: Option<Symbol>,
    faces: &Faces,
) -> Result<Vec<Page>, PrintError> {
    let mut sheet = Sheet { faces, done: Vec::new(), page: Vec::new(), y: MARGIN };
    sheet.head(document, symbol)?;
    for section in &document.sections {
        sheet.section(section)?;
    }
    sheet.turn()?;
    let mut pages = sheet.done;
    let count = pages.len();
    let source = foot(faces, &document.source);
    for (at, page) in pages.iter_mut().enumerate() {
        let number = texts::page(document.lang, at + 1, count);
        let right = PAGE.0 - MARGIN - faces.width(&number) * SMALL.size;
        let y = BOTTOM + 26.0;
        page.push(Item::Rule { x: MARGIN, y: y - 14.0, width: WIDTH });
        page.push(Item::Text { x: right, y, style: SMALL, text: number });
        let mut line = y;
        for text in &source {
            page.push(Item::Text { x: MARGIN, y: line, style: SMALL, text: text.clone() });
            line += SMALL.pitch();
        }
    }
    Ok(pages)
}

/// The source beside the page number, cut where it would leave the page.
fn foot(faces: &Faces, source: &str) -> Vec<String> {
    let mut lines = broken(faces, source, (WIDTH - 110.0) / SMALL.size);
    if lines.len() > FOOT_LINES {
        lines.truncate(FOOT_LINES);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

struct Sheet<'a> {
    faces: &'a Faces,
    done: Vec<Page>,
    page: Page,
    /// Where the next thing begins.
    y: f32,
}

/// A cell: its left edge, width, look and lines.
struct Cell {
    x: f32,
    style: Style,
    lines: Vec<String>,
}

impl Sheet<'_> {
    fn head(&mut self, document: &Document, symbol: Option<Symbol>) -> Result<(), PrintError> {
        let beside = if symbol.is_some() { SYMBOL_SIDE + 2.0 * GAP } else { 0.0 };
        let width = WIDTH - beside;
        self.text(&document.title, TITLE, width)?;
        self.text(&document.subtitle, SUBTITLE, width)?;
        self.text(&document.speaker, LABEL, width)?;
        if let Some(symbol) = symbol {
            // The quiet zone is white as the paper: it may reach over the margin.
            let modules = symbol.side() + 2 * QUIET_ZONE_MODULES;
            let quiet = SYMBOL_SIDE * ratio(QUIET_ZONE_MODULES, modules);
            let x = PAGE.0 - MARGIN - SYMBOL_SIDE + quiet;
            let y = MARGIN - quiet;
            self.first().push(Item::Symbol { x, y, side: SYMBOL_SIDE, symbol });
            if self.done.is_empty() {
                self.y = self.y.max(y + SYMBOL_SIDE);
            }
        }
        self.rule(4.0);
        Ok(())
    }

    fn first(&mut self) -> &mut Page {
        self.done.first_mut().unwrap_or(&mut self.page)
    }

    fn section(&mut self, section: &Section) -> Result<(), PrintError> {
        if !section.heading.is_empty() {
            // A heading does not stand alone at the foot of a page.
            self.room(HEADING.pitch() + 3.0 * BODY.pitch() + GAP)?;
            self.y += GAP;
            self.text(&section.heading, HEADING, WIDTH)?;
        }
        self.text(&section.speaker, SMALL, WIDTH)?;
        for block in &section.blocks {
            self.y += GAP / 2.0;
            match block {
                Block::Paragraph(text) => self.text(text, BODY, WIDTH)?,
                Block::Notice(text) => {
                    self.room(2.0 * NOTICE.pitch())?;
                    self.rule(2.0);
                    self.text(text, NOTICE, WIDTH)?;
                    self.rule(2.0);
                }
                Block::Fields(fields) => self.fields(fields)?,
                Block::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    /// Running text, which may go on over a page.
    fn text(&mut self, text: &str, style: Style, width: f32) -> Result<(), PrintError> {
        if text.is_empty() {
            return Ok(());
        }
        let lines = broken(self.faces, text, width / style.size);
        self.row(&[Cell { x: MARGIN, style, lines }], None)
    }

    fn fields(&mut self, fields: &[(String, String)]) -> Result<(), PrintError> {
        let (label_width, value_x) = (WIDTH * 0.28, MARGIN + WIDTH * 0.3);
        for (label, value) in fields {
            let label = broken(self.faces, label, label_width / LABEL.size);
            let value = broken(self.faces, value, (PAGE.0 - MARGIN - value_x) / BODY.size);
            let cells = [
                Cell { x: MARGIN, style: LABEL, lines: label },
                Cell { x: value_x, style: BODY, lines: value },
            ];
            self.row(&cells, None)?;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), PrintError> {
        let heads: Vec<&String> = table.columns.iter().map(|(head, _)| head).collect();
        let head = self.cells(table, &heads, HEAD)?;
        // Heads do not stand alone at the foot of a page.
        self.room(height(&head) + 3.0 * CELL.pitch())?;
        self.heads(&head);
        for row in &table.rows {
            let cells = self.cells(table, &row.iter().collect::<Vec<_>>(), CELL)?;
            self.row(&cells, Some(&head))?;
            self.rule(1.0);
        }
        Ok(())
    }

    fn cells(
        &self,
        table: &Table,
        texts: &[&String],
        style: Style,
    ) -> Result<Vec<Cell>, PrintError> {
        if texts.len() != table.columns.len() {
            return Err(PrintError::Cells);
        }
        let whole: f32 = table.columns.iter().map(|(_, share)| f32::from(*share)).sum();
        let mut x = MARGIN;
        let cell = |(text, (_, share)): (&&String, &(String, u16))| {
            let width = WIDTH * f32::from(*share) / whole;
            let lines = broken(self.faces, text, (width - GAP).max(style.size) / style.size);
            let cell = Cell { x, style, lines };
            x += width;
            cell
        };
        Ok(texts.iter().zip(&table.columns).map(cell).collect())
    }

    fn heads(&mut self, head: &[Cell]) {
        let bottom = self.y + height(head);
        for cell in head {
            for (at, line) in cell.lines.iter().enumerate() {
                self.line(cell, at, line, self.y);
            }
        }
        self.y = bottom;
        self.rule(1.0);
    }

    /// Cells side by side: kept together where a page can hold them, else broken by lines. On a new
    /// page the heads come first.
    fn row(&mut self, cells: &[Cell], heads: Option<&[Cell]>) -> Result<(), PrintError> {
        let above = heads.map_or(0.0, |heads| height(heads) + 8.0);
        let pitch = cells.iter().map(|cell| cell.style.pitch()).fold(0.0, f32::max);
        let whole = height(cells);
        let (count, fits) =
            (cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0), BOTTOM - MARGIN - above);
        let together = heads.is_some() && whole <= fits;
        if together && self.y + whole > BOTTOM {
            self.turn_with(heads)?;
        }
        for at in 0..count {
            if self.y + pitch > BOTTOM {
                self.turn_with(heads)?;
            }
            let top = self.y;
            for cell in cells {
                if let Some(line) = cell.lines.get(at) {
                    self.line(cell, 0, line, top);
                }
            }
            self.y += pitch;
        }
        Ok(())
    }

    fn line(&mut self, cell: &Cell, below: usize, text: &str, top: f32) {
        if !text.is_empty() {
            let y = top + cell.style.size * 1.1 + cell.style.pitch() * ratio(below, 1);
            let (x, style, text) = (cell.x, cell.style, text.to_owned());
            self.page.push(Item::Text { x, y, style, text });
        }
    }

    fn rule(&mut self, around: f32) {
        self.y += around;
        self.page.push(Item::Rule { x: MARGIN, y: self.y, width: WIDTH });
        self.y += around + 1.0;
    }

    /// A new page where less than `height` is left on this one.
    fn room(&mut self, height: f32) -> Result<(), PrintError> {
        if self.y + height > BOTTOM && self.y > MARGIN { self.turn() } else { Ok(()) }
    }

    fn turn_with(&mut self, heads: Option<&[Cell]>) -> Result<(), PrintError> {
        self.turn()?;
        if let Some(heads) = heads {
            self.heads(heads);
        }
        Ok(())
    }

    fn turn(&mut self) -> Result<(), PrintError> {
        if self.done.len() >= PRINT_PAGES_COUNT_MAX {
            return Err(PrintError::TooLong);
        }
        self.done.push(std::mem::take(&mut self.page));
        self.y = MARGIN;
        Ok(())
    }
}

fn height(cells: &[Cell]) -> f32 {
    cells.iter().map(|cell| cell.style.pitch() * ratio(cell.lines.len(), 1)).fold(0.0, f32::max)
}

/// Counts of modules and lines are small.
fn ratio(part: usize, whole: usize) -> f32 {
    f32::from(u16::try_from(part).unwrap_or(u16::MAX))
        / f32::from(u16::try_from(whole).unwrap_or(u16::MAX))
}
