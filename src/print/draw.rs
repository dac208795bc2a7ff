//! Pages as a PDF file. It decides nothing about places or words.

use super::face::{self, Face, Faces};
use super::layout::{Item, PAGE, Page, Tone};
use super::{Document, PrintError};
use crate::labels::{QUIET_ZONE_MODULES, Symbol};
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

/// Fonts as the file embeds them.
struct Fonts {
    latin: Font,
    han: Font,
}

impl Fonts {
    fn new() -> Option<Self> {
        let font = |face| Font::new(face::bytes(face).into(), 0);
        Some(Self { latin: font(Face::Latin)?, han: font(Face::Han)? })
    }

    fn get(&self, face: Face) -> Font {
        match face {
            Face::Latin => self.latin.clone(),
            Face::Han => self.han.clone(),
        }
    }
}

pub(super) fn draw(
    document: &Document,
    pages: &[Page],
    faces: &Faces,
) -> Result<Vec<u8>, PrintError> {
    let fonts = Fonts::new().ok_or(PrintError::Font)?;
    let mut file = krilla::Document::new();
    file.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .language(document.lang.code().to_owned())
            .creator("Suyuan".to_owned()),
    );
    for items in pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(PrintError::Font)?;
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        for item in items {
            place(&mut surface, item, &fonts, faces);
        }
        surface.finish();
        page.finish();
    }
    file.finish().map_err(|_| PrintError::Font)
}

fn place(surface: &mut Surface<'_>, item: &Item, fonts: &Fonts, faces: &Faces) {
    match item {
        Item::Text { x, y, style, text } => {
            surface.set_fill(Some(fill(match style.tone {
                Tone::Black => 0,
                Tone::Grey => 85,
            })));
            let mut x = *x;
            for (face, run) in runs(text, faces) {
                let glyphs = glyphs(&run, faces);
                surface.draw_glyphs(
                    Point::from_xy(x, *y),
                    &glyphs,
                    fonts.get(face),
                    &run,
                    style.size,
                    false,
                );
                x += faces.width(&run) * style.size;
            }
        }
        Item::Rule { x, y, width } => {
            surface.set_fill(Some(fill(187)));
            rectangles(surface, std::iter::once((*x, *y, *width, 0.6)));
        }
        Item::Symbol { x, y, side, symbol } => {
            surface.set_fill(Some(fill(0)));
            let modules = symbol.side() + 2 * QUIET_ZONE_MODULES;
            let module = side / small(modules);
            let at = |place: usize| small(place + QUIET_ZONE_MODULES) * module;
            rectangles(
                surface,
                bars(symbol).map(|(column, row, length)| {
                    (x + at(column), y + at(row), small(length) * module, module)
                }),
            );
        }
    }
}

/// Parts of a line that one face draws.
fn runs(text: &str, faces: &Faces) -> Vec<(Face, String)> {
    let mut runs: Vec<(Face, String)> = Vec::new();
    for character in text.chars() {
        let face = faces.glyph(character).face;
        match runs.last_mut().filter(|(last, _)| *last == face) {
            Some((_, run)) => run.push(character),
            None => runs.push((face, character.to_string())),
        }
    }
    runs
}

fn glyphs(run: &str, faces: &Faces) -> Vec<KrillaGlyph> {
    run.char_indices()
        .map(|(at, character)| {
            let glyph = faces.glyph(character);
            let range = at..at + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect()
}

/// Dark modules of a symbol, joined along each row: column, row and length.
fn bars(symbol: &Symbol) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    (0..symbol.side()).flat_map(move |row| {
        let starts = move |column: &usize| {
            symbol.dark(*column, row) && (*column == 0 || !symbol.dark(*column - 1, row))
        };
        (0..symbol.side()).filter(starts).map(move |column| {
            let length = (column..symbol.side()).take_while(|x| symbol.dark(*x, row)).count();
            (column, row, length)
        })
    })
}

fn rectangles(surface: &mut Surface<'_>, all: impl Iterator<Item = (f32, f32, f32, f32)>) {
    let mut path = PathBuilder::new();
    for (x, y, width, height) in all {
        if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rectangle);
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

/// Modules on a side are few.
fn small(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
