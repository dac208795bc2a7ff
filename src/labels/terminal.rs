//! A symbol as text for a terminal, two modules to a character cell.
//!
//! It uses block characters only and sets no colours, so it can be piped and stored. Which of the
//! two functions gives dark modules on a light ground depends on the terminal's own colours.

use super::Symbol;

/// Draws `symbol` with its quiet zone for a terminal with light text on a dark ground: light
/// modules are filled. One line per two module rows, each ending in a line feed.
///
/// On a light ground this shows the symbol with reversed reflectance, which ISO/IEC 18004 allows
/// and most phones read; [`terminal_on_light`] shows it the right way there.
#[must_use]
pub fn terminal(symbol: &Symbol) -> String {
    draw(symbol, false)
}

/// Draws `symbol` as [`terminal`] does, for a terminal with dark text on a light ground: dark
/// modules are filled.
#[must_use]
pub fn terminal_on_light(symbol: &Symbol) -> String {
    draw(symbol, true)
}

fn draw(symbol: &Symbol, fill_dark: bool) -> String {
    let modules = symbol.modules_with_quiet_zone();
    // Four bytes per cell are never exceeded: a block character has three.
    let mut text = String::with_capacity(modules * (modules + 1) / 2 * 4);
    let mut rows = symbol.framed_rows();
    while let Some(upper) = rows.next() {
        // The number of rows is odd. The half row below the last one is left empty.
        let lower = rows.next();
        for x in 0..modules {
            let filled = |row: u128| (row >> x & 1 == 1) == fill_dark;
            text.push(match (filled(upper), lower.is_some_and(filled)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::reading::{decode, texts};
    use super::*;

    /// The text as dots of 4 by 4, with `filled` for the filled half cells.
    fn rasterize(text: &str, filled: u8) -> (usize, usize, Vec<u8>) {
        let width = text.lines().next().unwrap().chars().count();
        let half = |row: &str, halves: [char; 2]| -> Vec<u8> {
            let grey = |c| if halves.contains(&c) { filled } else { 255 - filled };
            let line: Vec<u8> = row.chars().flat_map(|c| [grey(c); 4]).collect();
            assert_eq!(line.len(), 4 * width);
            line.repeat(4)
        };
        let rows = text.lines().flat_map(|row| [half(row, ['█', '▀']), half(row, ['█', '▄'])]);
        (4 * width, 8 * text.lines().count(), rows.flatten().collect())
    }

    #[test]
    fn both_drawings_decode_to_the_text() {
        for text in texts() {
            let symbol = Symbol::new(&text).unwrap();
            for (drawn, filled) in [(terminal(&symbol), 255), (terminal_on_light(&symbol), 0)] {
                let (width, height, mut grey) = rasterize(&drawn, filled);
                assert_eq!(width, 4 * symbol.modules_with_quiet_zone());
                assert_eq!(height, width + 4);
                // The last half row belongs to the terminal, not to the symbol.
                grey.truncate(width * width);
                assert_eq!(decode(width, width, &grey), [text.as_str()]);
            }
        }
    }
}
