//! Addresses of the log's files (C2SP tlog-tiles): `tile/<level>/<index>` and `tile/entries/<index>`,
//! each whole or partial (`.p/<width>`). One spelling for each; every other is none.

use super::tree::Node;
use std::fmt;

/// Hashes in a whole tile, and entries in a whole bundle.
pub const TILE_WIDTH_COUNT: u64 = 256;

/// Highest tile level of an address.
const LEVEL_MAX: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Hashes of tree level `8 * level`.
    Hashes { level: u8 },
    /// Leaves.
    Entries,
}

/// A file of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub content: Content,
    pub index: u64,
    /// 1 to 256; 256 is a whole one.
    pub width: u16,
}

impl Tile {
    /// Reads what follows `tile/` in an address.
    pub fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.split_once('/')?;
        let content = match kind {
            "entries" => Content::Entries,
            level => {
                let level = super::decimal(level).and_then(|level| u8::try_from(level).ok())?;
                Content::Hashes { level: Some(level).filter(|level| *level <= LEVEL_MAX)? }
            }
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, 256),
            Some((index, width)) => {
                let width = super::decimal(width).filter(|width| (1..=255).contains(width))?;
                (index, u16::try_from(width).ok()?)
            }
        };
        Some(Self { content, index: index_of(index)?, width })
    }

    /// Whether a tree of so many leaves has the file: partial ones are there for every size that was
    /// reached on the way.
    pub fn is_in(&self, size: u64) -> bool {
        let level = match self.content {
            Content::Hashes { level } => u32::from(level),
            Content::Entries => 0,
        };
        let hashes = size.checked_shr(8 * level).unwrap_or(0);
        let last = self.index.checked_mul(TILE_WIDTH_COUNT);
        last.and_then(|first| first.checked_add(u64::from(self.width)))
            .is_some_and(|end| end <= hashes)
    }

    /// The places of its hashes or entries, first to last.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        let level = match self.content {
            Content::Hashes { level } => 8 * level,
            Content::Entries => 0,
        };
        let first = self.index * TILE_WIDTH_COUNT;
        (first..first + u64::from(self.width)).map(move |index| Node { level, index })
    }

    /// The files that hold a tree of so many leaves whole: every bundle of entries, every tile of hashes.
    pub fn all(size: u64) -> Vec<Self> {
        let mut all = Vec::new();
        let mut add = |content, count: u64| {
            for index in 0..count.div_ceil(TILE_WIDTH_COUNT) {
                let width = (count - index * TILE_WIDTH_COUNT).min(TILE_WIDTH_COUNT);
                all.extend(u16::try_from(width).ok().map(|width| Self { content, index, width }));
            }
        };
        add(Content::Entries, size);
        for level in 0..=LEVEL_MAX {
            let count = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
            if count == 0 {
                break;
            }
            add(Content::Hashes { level }, count);
        }
        all
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content {
            Content::Hashes { level } => write!(f, "tile/{level}/")?,
            Content::Entries => f.write_str("tile/entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for group in groups.iter().skip(1).rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups.first().copied().unwrap_or_default())?;
        if self.width < 256 { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// An index in groups of three digits, all but the last begun by `x`, without a leading group of zeros.
fn index_of(text: &str) -> Option<u64> {
    let mut groups = text.split('/').peekable();
    let mut index: u64 = 0;
    let mut first = true;
    while let Some(group) = groups.next() {
        let digits = if groups.peek().is_some() { group.strip_prefix('x')? } else { group };
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if first && groups.peek().is_some() && digits == "000" {
            return None;
        }
        first = false;
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(index)
}

#[cfg(test)]
mod tests;
