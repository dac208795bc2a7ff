//! A lineage as a drawing that people read: a box for each lot, goods flowing from left to right. State
//! is said by colour, sign and word together. No script, nothing fetched; texts of others are escaped
//! and keep their own direction.

use super::{lines, parts, state};
use crate::lineage::graph::{Node, Page, State};
use crate::lineage::layout::{Arrow, BOX, Layout, MARGIN, Placed, layout};
use crate::texts::{Lang, lineage};
use crate::web::icons::icon;
use crate::web::tone::Tone;
use crate::wire::lineage::{used, xml};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Room for the line below the boxes.
const FOOT: usize = 30;
/// Least width: the line below needs it.
const LEAST: usize = 560;

/// Draws lots and edges. Sides are in CSS pixels, so that a phone scrolls instead of shrinking letters.
pub fn picture(page: &Page, lang: Lang) -> String {
    let owners: Vec<_> = page.nodes.iter().map(|node| node.organization.as_deref()).collect();
    let places: BTreeMap<usize, usize> =
        page.nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let ends = page.edges.iter().filter_map(|edge| {
        let (from, to) = (*places.get(&edge.from)?, *places.get(&edge.to)?);
        Some(Arrow { from, to, in_loop: edge.in_loop })
    });
    let drawing = layout(&owners, &ends.collect::<Vec<_>>());
    let mut out = String::new();
    head(&mut out, page, &drawing, lang);
    for (arrow, edges) in &drawing.arrows {
        line(&mut out, page, &drawing, *arrow, edges, lang);
    }
    for placed in &drawing.boxes {
        block(&mut out, page, placed, lang);
    }
    if drawing.undrawn > 0 {
        let count = drawing.undrawn.to_string();
        let said = lineage::UNDRAWN.fill_lang(lang, &[("count", &count)]);
        let at = (MARGIN, drawing.height + 18);
        text(&mut out, at, LEAST - 2 * MARGIN, 13, "", &said);
    }
    out.push_str("</svg>\n");
    out
}

fn head(out: &mut String, page: &Page, drawing: &Layout, lang: Lang) {
    let (lots, edges) = (page.nodes.len().to_string(), page.edges.len().to_string());
    let said = lineage::PICTURE_LINE.fill_lang(lang, &[("lots", &lots), ("edges", &edges)]);
    let height = drawing.height + if drawing.undrawn > 0 { FOOT } else { 0 };
    let width = drawing.width.max(LEAST);
    // Writing to a text does not fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"lt ld\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"system-ui,'PingFang SC',\
         'Microsoft YaHei','Noto Sans CJK SC',sans-serif\"><title id=\"lt\">{}</title><desc id=\"ld\">{}</desc>\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#56615b\"/></marker></defs>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>",
        xml(lineage::PICTURE.get(lang)),
        xml(&said),
    );
}

/// An edge from the right side of one box to the left side of another.
fn line(
    out: &mut String,
    page: &Page,
    drawing: &Layout,
    arrow: Arrow,
    edges: &[usize],
    lang: Lang,
) {
    let ends = drawing.boxes.get(arrow.from).zip(drawing.boxes.get(arrow.to));
    let Some((from, to)) = ends else { return };
    let (x1, y1) = (from.x + BOX.0, from.y + BOX.1 / 2);
    let (x2, y2) = (to.x, to.y + BOX.1 / 2);
    let edges: Vec<_> = edges.iter().filter_map(|number| page.edges.get(*number)).collect();
    let largest = edges.iter().filter_map(|edge| edge.of_output.or(edge.share)).max();
    // Tenths of a pixel: 1.5 for what is little or not known, 6 for all of it.
    let part = largest.unwrap_or(Decimal::ZERO).min(Decimal::ONE) * Decimal::from(45_u8);
    let tenths = 15 + part.to_u32().unwrap_or(0);
    let bend = if x2 > x1 { (x2 - x1) / 2 } else { BOX.0 / 2 };
    let dashes = if arrow.in_loop { " stroke-dasharray=\"7 5\"" } else { "" };
    let mut said: Vec<String> = edges.iter().map(|edge| used(edge)).collect();
    said.extend(edges.iter().flat_map(|edge| parts(edge, lang)));
    if arrow.in_loop {
        said.push(lineage::LOOP.get(lang).to_owned());
    }
    said.retain(|said| !said.is_empty());
    let _ = write!(
        out,
        "<path class=\"edge\" d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\" fill=\"none\" stroke=\"#56615b\" \
         stroke-opacity=\".75\" stroke-width=\"{}.{}\"{dashes} marker-end=\"url(#tip)\"><title>{}</title></path>",
        x1 + bend,
        x2.saturating_sub(bend),
        tenths / 10,
        tenths % 10,
        xml(&said.join(" · ")),
    );
}

fn block(out: &mut String, page: &Page, placed: &Placed, lang: Lang) {
    let lots: Vec<_> = placed.lots.iter().filter_map(|lot| page.nodes.get(*lot)).collect();
    let Some(worst) = lots.iter().min_by_key(|node| node.state) else { return };
    let (tone, colour) = tone(worst.state);
    let start = worst.id == 0;
    let (Placed { x, y, .. }, (width, height)) = (placed, BOX);
    let dashes = if worst.state >= State::Unregistered { " stroke-dasharray=\"5 4\"" } else { "" };
    let _ = write!(
        out,
        "<g class=\"lot {}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"7\" fill=\"#fff\" \
         stroke=\"{colour}\" stroke-width=\"{}\"{dashes}/>",
        worst.state.word(),
        if start { 4 } else { 2 },
    );
    let texts = if lots.len() > 1 { folded(&lots, lang) } else { lines(worst, lang) };
    let [product, lot, organization, made] = texts;
    let room = BOX.0 - 24;
    let day = if made.is_empty() { lot } else { format!("{lot}  {made}") };
    text(out, (x + 12, y + 22), room, 14, " font-weight=\"700\"", &product);
    text(out, (x + 12, y + 42), room, 13, "", &day);
    text(out, (x + 12, y + 61), room, 12, " fill=\"#47524c\"", &organization);
    let _ = write!(
        out,
        "<svg x=\"{}\" y=\"{}\" width=\"17\" height=\"17\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"2.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{}</svg>",
        x + 12,
        y + 71,
        icon(tone),
    );
    let colour = format!(" font-weight=\"700\" fill=\"{colour}\"");
    text(out, (x + 35, y + 84), room - 23, 12, &colour, state(worst, lang));
    out.push_str("</g>");
}

/// Lots of one firm that share a box.
fn folded(lots: &[&Node], lang: Lang) -> [String; 4] {
    let count = lots.len().to_string();
    let title = lineage::FOLDED.fill_lang(lang, &[("count", &count)]);
    let firm = lots.first().map(|node| lines(node, lang)).map(|[_, _, firm, _]| firm);
    [title, String::new(), firm.unwrap_or_default(), String::new()]
}

/// A line of text, cut where its room ends; the whole of it shows where a pointer rests.
fn text(
    out: &mut String,
    (x, y): (usize, usize),
    room: usize,
    size: usize,
    more: &str,
    said: &str,
) {
    if said.trim().is_empty() {
        return;
    }
    let cut = cut(said, 1_000 * room / size);
    let whole = if cut == said { String::new() } else { format!("<title>{}</title>", xml(said)) };
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" unicode-bidi=\"plaintext\" xml:space=\"preserve\"{more}>{whole}{}</text>",
        xml(&cut),
    );
}

/// The beginning that fits, in thousandths of the font's height: a Latin letter takes about 0.56, a
/// Chinese one 1.
fn cut(text: &str, room: usize) -> String {
    let wide = |letter: char| if letter < '\u{1100}' { 560 } else { 1_000 };
    if text.chars().map(wide).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(wide('…'));
    let fits = text.chars().take_while(|letter| {
        let before = left;
        left = left.saturating_sub(wide(*letter));
        before >= wide(*letter)
    });
    let mut out: String = fits.collect();
    out.push('…');
    out
}

/// Sign and colour, those of the scan page.
fn tone(state: State) -> (Tone, &'static str) {
    match state {
        State::Recalled => (Tone::Recalled, "#a31616"),
        State::RecallClosed => (Tone::RecallClosed, "#74213f"),
        State::Held => (Tone::Held, "#86480a"),
        State::Withdrawn => (Tone::Withdrawn, "#3a3d3b"),
        State::Released => (Tone::Registered, "#17663a"),
        State::Registered => (Tone::NotActivated, "#3a4f6a"),
        State::Unregistered => (Tone::Suspect, "#665200"),
        State::Unknown => (Tone::Unknown, "#4d565b"),
    }
}
