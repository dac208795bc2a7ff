//! Where the boxes of a picture stand: layers from left to right as goods flow, inputs before what was
//! made of them. Pure geometry over numbers; what stands in a box is drawn in `web`.
//!
//! An edge on a loop has no left and right: it does not take part in the layering. Too many lots for a
//! picture are folded, those of one organization in one layer together, so that what is drawn stays
//! true; what then is still too much is counted, not drawn.

use crate::limits::PICTURE_BOXES_MAX;
use std::collections::BTreeMap;

/// Sides of a box.
pub const BOX: (usize, usize) = (208, 96);
/// Room between boxes, sideways and down.
pub const GAP: (usize, usize) = (88, 18);
/// Room around all of them.
pub const MARGIN: usize = 14;
/// Sweeps that put boxes near their neighbours.
const SWEEPS_COUNT: usize = 4;

/// An edge between two lots, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: usize,
    pub to: usize,
    pub in_loop: bool,
}

/// A box with its upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The lots in it: one, or those folded together.
    pub lots: Vec<usize>,
    pub layer: usize,
    pub x: usize,
    pub y: usize,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub boxes: Vec<Placed>,
    /// Edges between boxes, each pair once; with the numbers of the edges drawn as this one.
    pub arrows: BTreeMap<Arrow, Vec<usize>>,
    pub width: usize,
    pub height: usize,
    /// Lots that found no place.
    pub undrawn: usize,
}

/// Lays out lots `0..owners.len()`; `owners` groups those that may be folded together.
pub fn layout(owners: &[Option<&str>], edges: &[Arrow]) -> Layout {
    let layers = layers(owners.len(), edges);
    let mut boxes = fold(owners, &layers);
    let undrawn = boxes.split_off(boxes.len().min(PICTURE_BOXES_MAX));
    let undrawn = undrawn.iter().map(|placed| placed.lots.len()).sum();
    close_layers(&mut boxes);
    let mut home = BTreeMap::new();
    for (at, placed) in boxes.iter().enumerate() {
        home.extend(placed.lots.iter().map(|lot| (*lot, at)));
    }
    let mut arrows: BTreeMap<Arrow, Vec<usize>> = BTreeMap::new();
    for (number, edge) in edges.iter().enumerate() {
        let ends = home.get(&edge.from).copied().zip(home.get(&edge.to).copied());
        if let Some((from, to)) = ends {
            arrows.entry(Arrow { from, to, in_loop: edge.in_loop }).or_default().push(number);
        }
    }
    let (width, height) = place(&mut boxes, &arrows);
    Layout { boxes, arrows, width, height, undrawn }
}

/// The longest way that leads to each lot; what nothing went into moves up to what it went into first.
fn layers(count: usize, edges: &[Arrow]) -> Vec<usize> {
    let mut outputs = vec![Vec::new(); count];
    let mut waiting = vec![0_usize; count];
    for edge in edges.iter().filter(|edge| !edge.in_loop && edge.from != edge.to) {
        if let (Some(list), Some(inputs)) = (outputs.get_mut(edge.from), waiting.get_mut(edge.to)) {
            list.push(edge.to);
            *inputs += 1;
        }
    }
    let sources: Vec<usize> =
        waiting.iter().enumerate().filter(|(_, inputs)| **inputs == 0).map(|(at, _)| at).collect();
    let mut layers = vec![0_usize; count];
    let mut ready = sources.clone();
    while let Some(lot) = ready.pop() {
        let below = layers.get(lot).map_or(0, |layer| layer + 1);
        for output in outputs.get(lot).into_iter().flatten() {
            if let (Some(layer), Some(inputs)) = (layers.get_mut(*output), waiting.get_mut(*output))
            {
                *layer = below.max(*layer);
                *inputs -= 1;
                if *inputs == 0 {
                    ready.push(*output);
                }
            }
        }
    }
    for lot in sources {
        let next = outputs.get(lot).into_iter().flatten().filter_map(|to| layers.get(*to)).min();
        if let Some(next) = next.copied()
            && let Some(layer) = layers.get_mut(lot)
        {
            *layer = next.saturating_sub(1);
        }
    }
    layers
}

/// One box for each lot while they have room; else the largest groups of one organization in one layer
/// become a box each. The first lot, where the walk began, always stands alone.
fn fold(owners: &[Option<&str>], layers: &[usize]) -> Vec<Placed> {
    let mut groups: BTreeMap<(usize, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (lot, (owner, layer)) in owners.iter().zip(layers).enumerate().skip(1) {
        groups.entry((*layer, *owner)).or_default().push(lot);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, lots)| std::cmp::Reverse(lots.len()));
    let mut surplus = owners.len().saturating_sub(PICTURE_BOXES_MAX);
    let box_of = |lots: Vec<usize>, layer: usize| Placed { lots, layer, x: 0, y: 0 };
    let mut boxes = Vec::new();
    if let Some(layer) = layers.first() {
        boxes.push(box_of(vec![0], *layer));
    }
    for ((layer, _), lots) in groups {
        if surplus > 0 && lots.len() > 1 {
            surplus = surplus.saturating_sub(lots.len() - 1);
            boxes.push(box_of(lots, layer));
        } else {
            boxes.extend(lots.into_iter().map(|lot| box_of(vec![lot], layer)));
        }
    }
    boxes.sort_by_key(|placed| placed.lots.first().copied());
    boxes
}

/// Leaves no layer empty.
fn close_layers(boxes: &mut [Placed]) {
    let mut used: Vec<usize> = boxes.iter().map(|placed| placed.layer).collect();
    used.sort_unstable();
    used.dedup();
    for placed in boxes {
        placed.layer = used.binary_search(&placed.layer).unwrap_or(placed.layer);
    }
}

/// Orders each layer by where its neighbours stand, and gives every box its corner.
fn place(boxes: &mut [Placed], arrows: &BTreeMap<Arrow, Vec<usize>>) -> (usize, usize) {
    let count = boxes.iter().map(|placed| placed.layer + 1).max().unwrap_or(0);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, placed) in boxes.iter().enumerate() {
        if let Some(column) = columns.get_mut(placed.layer) {
            column.push(at);
        }
    }
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); boxes.len()];
    for arrow in arrows.keys() {
        for (one, other) in [(arrow.from, arrow.to), (arrow.to, arrow.from)] {
            if let Some(list) = beside.get_mut(one) {
                list.push(other);
            }
        }
    }
    let mut height_at = heights(&columns, boxes.len());
    for sweep in 0..SWEEPS_COUNT {
        for turn in 0..count {
            let number = if sweep % 2 == 0 { turn } else { count - 1 - turn };
            let Some(column) = columns.get_mut(number) else { continue };
            column.sort_by_cached_key(|at| mean(*at, &beside, &height_at));
        }
        height_at = heights(&columns, boxes.len());
    }
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0);
    let tall = |rows: usize| rows * BOX.1 + rows.saturating_sub(1) * GAP.1;
    for column in &columns {
        let top = MARGIN + (tall(tallest) - tall(column.len())) / 2;
        for (row, at) in column.iter().enumerate() {
            if let Some(placed) = boxes.get_mut(*at) {
                placed.x = MARGIN + placed.layer * (BOX.0 + GAP.0);
                placed.y = top + row * (BOX.1 + GAP.1);
            }
        }
    }
    let wide = count * BOX.0 + count.saturating_sub(1) * GAP.0;
    (wide + 2 * MARGIN, tall(tallest) + 2 * MARGIN)
}

/// How far down each box stands in its column, in thousandths.
fn heights(columns: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut heights = vec![0; count];
    for column in columns {
        for (row, at) in column.iter().enumerate() {
            if let Some(height) = heights.get_mut(*at) {
                *height = (1_000 * (2 * row + 1)) / (2 * column.len().max(1));
            }
        }
    }
    heights
}

/// The mean of a box's neighbours; its own place where it has none.
fn mean(at: usize, beside: &[Vec<usize>], heights: &[usize]) -> usize {
    let neighbours = beside.get(at).map_or(&[][..], Vec::as_slice);
    let sum: usize = neighbours.iter().filter_map(|other| heights.get(*other)).sum();
    match neighbours.len() {
        0 => heights.get(at).copied().unwrap_or(0),
        count => sum / count,
    }
}
