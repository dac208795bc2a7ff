//! A symbol as an SVG drawing in millimetres, with the lines that people read below it.
//!
//! It does not choose the words of the caption and embeds no font: the lines are text, set in the
//! reader's own monospaced font.

use std::fmt::Write as _;

use super::{Geometry, QUIET_ZONE_MODULES, Symbol};

/// Smallest and largest height of the caption's font, micrometres. The caption shrinks to the
/// width of the symbol down to the smallest; then the drawing becomes wider than the symbol.
const FONT_MICROMETRES: (usize, usize) = (1_800, 2_500);

/// Draws `symbol` with its quiet zone on white, dark modules as one path. `width` and `height` are
/// in millimetres, one unit of the `viewBox` is one module. The lines of `caption` (human readable
/// interpretation) stand centred below the quiet zone; it may be empty and holds plain text.
#[must_use]
pub fn svg(symbol: &Symbol, geometry: Geometry, caption: &str) -> String {
    let page = Page::new(symbol, geometry, caption);
    let mut out = String::with_capacity(8 * symbol.side() * symbol.side());
    // Writing to a `String` does not fail.
    let _ = page.write(&mut out, symbol);
    out
}

/// Where things stand, in modules; the font in thousandths of a module. The sides are whole
/// modules, so a caption never moves the symbol off the grid of printer dots.
struct Page<'a> {
    geometry: Geometry,
    caption: &'a str,
    symbol: usize,
    left: usize,
    height: usize,
    font: usize,
}

impl<'a> Page<'a> {
    fn new(symbol: &Symbol, geometry: Geometry, caption: &'a str) -> Self {
        let side = symbol.modules_with_quiet_zone();
        let lines = caption.lines().count();
        // Thousandths of the font height; not zero, as it divides.
        let longest = caption.lines().map(line_width).max().unwrap_or(0).max(1);
        let module = geometry.module_micrometres() as usize;
        let (smallest, largest) = FONT_MICROMETRES;
        // A module of room on each side of the longest line.
        let font = (1_000_000 * (side - 2) / longest)
            .clamp(smallest * 1_000 / module, largest * 1_000 / module);
        let text = (font * longest).div_ceil(1_000_000) + 2;
        let below = lines * line_pitch(font) + if lines > 0 { font / 2 } else { 0 };
        Self {
            geometry,
            caption,
            symbol: side,
            left: if lines > 0 { text.saturating_sub(side).div_ceil(2) } else { 0 },
            height: side + below.div_ceil(1_000),
            font,
        }
    }

    fn write(&self, out: &mut String, symbol: &Symbol) -> std::fmt::Result {
        let (width, height) = (self.symbol + 2 * self.left, self.height);
        write!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{}mm" height="{}mm" viewBox="0 0 {width} {height}"><title>QR"#,
            self.millimetres(width),
            self.millimetres(height),
        )?;
        for line in self.caption.lines() {
            write!(out, " {}", Escaped(line))?;
        }
        write!(out, r##"</title><path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/>"##)?;
        out.push_str(r#"<path shape-rendering="crispEdges" d=""#);
        write_modules(out, symbol, self.left)?;
        out.push_str(r#""/>"#);
        if !self.caption.is_empty() {
            self.write_caption(out, width)?;
        }
        out.push_str("</svg>\n");
        Ok(())
    }

    fn write_caption(&self, out: &mut String, width: usize) -> std::fmt::Result {
        let (font, x) = (Milli(self.font), Milli(width * 500));
        write!(out, r#"<g font-family="monospace" font-size="{font}" text-anchor="middle">"#)?;
        let mut baseline = self.symbol * 1_000;
        for line in self.caption.lines() {
            baseline += line_pitch(self.font);
            let (y, line) = (Milli(baseline), Escaped(line));
            write!(out, r#"<text x="{x}" y="{y}" xml:space="preserve">{line}</text>"#)?;
        }
        out.push_str("</g>");
        Ok(())
    }

    /// Micrometres of `modules`, rounded once: with a rounded module the error would grow with
    /// the number of modules.
    fn millimetres(&self, modules: usize) -> Milli {
        let (dots, dpi) = (modules * usize::from(self.geometry.module_dots), self.geometry.dpi);
        let dpi = usize::from(dpi);
        Milli((dots * 25_400 + dpi / 2) / dpi)
    }
}

fn line_pitch(font: usize) -> usize {
    font + font / 4
}

/// Width of a line in thousandths of the font height: a monospaced Latin character is about 0.6
/// wide, a Chinese one as wide as high.
fn line_width(line: &str) -> usize {
    line.chars().map(|c| if c < '\u{1100}' { 600 } else { 1_000 }).sum()
}

/// One rectangle per run of dark modules, left to right and down.
fn write_modules(out: &mut String, symbol: &Symbol, left: usize) -> std::fmt::Result {
    let side = symbol.side();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let run = (x..side).take_while(|&x| symbol.dark(x, y)).count();
            if run > 0 {
                let (x, y) = (left + QUIET_ZONE_MODULES + x, QUIET_ZONE_MODULES + y);
                write!(out, "M{x} {y}h{run}v1h-{run}z")?;
            }
            x += run + 1;
        }
    }
    Ok(())
}

/// Thousandths written as a decimal number without trailing zeros.
struct Milli(usize);

impl std::fmt::Display for Milli {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / 1_000, self.0 % 1_000);
        match rest {
            0 => write!(f, "{whole}"),
            _ if rest % 100 == 0 => write!(f, "{whole}.{}", rest / 100),
            _ if rest % 10 == 0 => write!(f, "{whole}.{:02}", rest / 10),
            _ => write!(f, "{whole}.{rest:03}"),
        }
    }
}

/// Text as XML character data; characters that XML 1.0 cannot hold (clause 2.2) become U+FFFD.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' => f.write_char(' ')?,
                '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::{decode, texts};
    use super::*;

    fn attribute<'a>(svg: &'a str, before: &str) -> &'a str {
        let (_, rest) = svg.split_once(before).unwrap();
        rest.split('"').next().unwrap()
    }

    /// Fills the rectangles of the path of dark modules, `scale` dots to a unit of the `viewBox`.
    fn rasterize(svg: &str, scale: usize) -> (usize, usize, Vec<u8>) {
        let view = attribute(svg, "viewBox=\"");
        let sides: Vec<usize> = view.split(' ').map(|side| side.parse().unwrap()).collect();
        let (width, height) = (sides[2] * scale, sides[3] * scale);
        let mut grey = vec![255; width * height];
        for run in attribute(svg, "crispEdges\" d=\"").split('M').skip(1) {
            let numbers = run.split(['h', 'v', ' ', '-', 'z']).filter(|part| !part.is_empty());
            let numbers: Vec<usize> = numbers.map(|part| part.parse().unwrap()).collect();
            let [x, y, run, 1, back] = numbers[..] else { panic!("not a run: {run}") };
            assert_eq!(run, back);
            for row in y * scale..(y + 1) * scale {
                grey[row * width + x * scale..][..run * scale].fill(0);
            }
        }
        (width, height, grey)
    }

    #[test]
    fn drawings_decode_to_the_text() {
        for text in texts() {
            for caption in
                ["", "(01) 09521001400176\n(21) ab12", "一段比码更宽的说明文字，仍须印全"]
            {
                let symbol = Symbol::new(&text).unwrap();
                let svg = svg(&symbol, Geometry::new(None, None).unwrap(), caption);
                let (width, height, grey) = rasterize(&svg, 4);
                assert_eq!(decode(width, height, &grey), [text.as_str()]);
                assert_eq!(svg.matches("<text ").count(), caption.lines().count());
            }
        }
    }

    #[test]
    fn size_is_in_millimetres_with_the_quiet_zone() {
        let symbol = Symbol::new("HTTPS://T.EXAMPLE.CN/C/7K3MQ9TXV2HD84RW").unwrap();
        for (dpi, side) in [(203, "18.518mm"), (250, "15.037mm"), (300, "15.663mm")] {
            let svg = svg(&symbol, Geometry::new(Some(dpi), None).unwrap(), "");
            assert_eq!(attribute(&svg, " width=\""), side);
            assert_eq!(attribute(&svg, " height=\""), side);
            assert_eq!(attribute(&svg, "viewBox=\""), "0 0 37 37");
            let ink = attribute(&svg, "crispEdges\" d=\"");
            assert!(ink.starts_with("M4 4h7v1h-7z"), "{ink}");
        }
    }

    #[test]
    fn caption_is_escaped_and_never_wider_than_the_drawing() {
        let symbol = Symbol::new("HTTPS://T.EXAMPLE.CN/C/7K3MQ9TXV2HD84RW").unwrap();
        let geometry = Geometry::new(None, None).unwrap();
        let drawn = svg(&symbol, geometry, "<b>&\"'\u{1}\t]]>");
        assert!(drawn.contains(">&lt;b&gt;&amp;&quot;&#39;\u{fffd} ]]&gt;</text>"), "{drawn}");
        assert!(drawn.contains("<title>QR &lt;b&gt;&amp;"), "{drawn}");
        for length in [1, 5, 10, 20, 40, 80, 400] {
            let page = svg(&symbol, geometry, &"码".repeat(length));
            let font: f64 = attribute(&page, "font-size=\"").parse().unwrap();
            let view: Vec<f64> =
                attribute(&page, "viewBox=\"").split(' ').map(|n| n.parse().unwrap()).collect();
            let length = f64::from(u16::try_from(length).unwrap());
            assert!(font * length < view[2] && font * 0.423 > 1.79, "{length}: {font} {view:?}");
            let baseline: f64 = attribute(&page, "\" y=\"").parse().unwrap();
            assert!(baseline - font >= 37.0 && baseline + font / 4.0 <= view[3]);
        }
    }

    #[test]
    fn decimals_have_no_trailing_zeros() {
        let written = [0, 5, 50, 500, 1_000, 1_230, 20_005].map(|n| Milli(n).to_string());
        assert_eq!(written, ["0", "0.005", "0.05", "0.5", "1", "1.23", "20.005"]);
    }
}
