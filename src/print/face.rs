//! The fonts that come with the program: which glyph a character has, and how wide it is.
//!
//! Two faces share the work, Latin and Han (see `font/README.md`). There is no shaping: scripts that
//! need it have no glyphs here.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::LazyLock;

static LATIN: &[u8] = include_bytes!("font/latin.ttf");
static HAN: &[u8] = include_bytes!("font/han.ttf");

/// What stands for a character without a glyph.
const MISSING: char = '□';

/// A face by its place in [`Faces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Latin,
    Han,
}

/// The glyph of a character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) face: Face,
    pub(super) id: u32,
    /// Width, in ems.
    pub(super) advance: f32,
}

struct Read {
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f32,
}

/// Both faces, read once.
pub(super) struct Faces {
    latin: Read,
    han: Read,
    missing: Glyph,
}

/// The faces; `None` when the program's own fonts cannot be read.
pub(super) fn faces() -> Option<&'static Faces> {
    static FACES: LazyLock<Option<Faces>> = LazyLock::new(Faces::read);
    FACES.as_ref()
}

/// The file of a face, to be embedded.
pub(super) fn bytes(face: Face) -> &'static [u8] {
    match face {
        Face::Latin => LATIN,
        Face::Han => HAN,
    }
}

/// What is shown of a character: controls and marks of direction, which would act on the text
/// instead of being seen, become the sign for a missing character.
pub(super) fn shown(character: char) -> char {
    let acts = character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    match character {
        '\t' => ' ',
        _ if acts => MISSING,
        _ => character,
    }
}

impl Faces {
    fn read() -> Option<Self> {
        let (latin, han) = (Read::new(LATIN)?, Read::new(HAN)?);
        let missing = latin.glyph(Face::Latin, MISSING)?;
        Some(Self { latin, han, missing })
    }

    /// The glyph of a character, or a box.
    pub(super) fn glyph(&self, character: char) -> Glyph {
        self.find(character).unwrap_or(self.missing)
    }

    fn find(&self, character: char) -> Option<Glyph> {
        // Neither font has these brackets; quotation marks of the same shape stand for them.
        let character = match character {
            '〈' => '‹',
            '〉' => '›',
            _ => character,
        };
        self.latin.glyph(Face::Latin, character).or_else(|| self.han.glyph(Face::Han, character))
    }

    /// Width of a text in ems.
    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.glyph(character).advance).sum()
    }

    /// Characters of a text that have no glyph.
    #[cfg(test)]
    pub(super) fn missing(&self, text: &str) -> String {
        text.chars().filter(|c| *c != '\n' && self.find(shown(*c)).is_none()).collect()
    }
}

impl Read {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units_per_em =
            f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self {
            charmap: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units_per_em,
        })
    }

    fn glyph(&self, face: Face, character: char) -> Option<Glyph> {
        let id = self.charmap.map(character).filter(|id| id.to_u32() != 0)?;
        let advance = self.metrics.advance_width(id)? / self.units_per_em;
        Some(Glyph { face, id: id.to_u32(), advance })
    }
}
