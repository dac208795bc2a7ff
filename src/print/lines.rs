//! Breaking a text into lines: between words, and between Han characters but not before closing or
//! after opening punctuation (Unicode UAX #14). A word wider than the line is broken anywhere.

use super::face::{Faces, shown};
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Lines of `text` at most `width` ems wide; at least one, which may be empty.
pub(super) fn broken(faces: &Faces, text: &str, width: f32) -> Vec<String> {
    let text: String = text.replace("\r\n", "\n").chars().map(kept).collect();
    let mut lines = Lines { faces, width, done: Vec::new(), line: String::new(), used: 0.0 };
    let mut start = 0;
    for (end, opportunity) in linebreaks(&text) {
        let piece = text.get(start..end).unwrap_or_default();
        start = end;
        let ends_line = opportunity == BreakOpportunity::Mandatory && piece.ends_with('\n');
        lines.add(piece.trim_end_matches('\n'));
        if ends_line {
            lines.end();
        }
    }
    if !lines.line.is_empty() || lines.done.is_empty() {
        lines.end();
    }
    lines.done
}

/// A line break stays one; everything else as it is shown.
fn kept(character: char) -> char {
    if character == '\n' { character } else { shown(character) }
}

struct Lines<'a> {
    faces: &'a Faces,
    width: f32,
    done: Vec<String>,
    line: String,
    used: f32,
}

impl Lines<'_> {
    /// Puts a piece that should stay together on this line or the next.
    fn add(&mut self, piece: &str) {
        let seen = self.faces.width(piece.trim_end());
        if self.used + seen > self.width && !self.line.is_empty() {
            self.end();
        }
        if seen > self.width {
            for character in piece.chars() {
                let wide = self.faces.glyph(character).advance;
                if self.used + wide > self.width && !self.line.is_empty() {
                    self.end();
                }
                self.line.push(character);
                self.used += wide;
            }
        } else {
            self.line.push_str(piece);
            self.used += self.faces.width(piece);
        }
    }

    fn end(&mut self) {
        let length = self.line.trim_end().len();
        self.line.truncate(length);
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0.0;
    }
}
