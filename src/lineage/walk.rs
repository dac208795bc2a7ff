//! The walk: breadth first from one lot, each lot once, loops and all. It knows lots and edges only;
//! where they come from is the caller's, so that it can be held against a naive closure.

use crate::fact::record::{BatchRef, QuantityRecord};
use crate::views::edges::{Neighbour, Neighbours};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Which way to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To what went in.
    Back,
    /// To what it went into.
    Forward,
}

impl Direction {
    /// `back` or `forward`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "back" => Some(Self::Back),
            "forward" => Some(Self::Forward),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Forward => "forward",
        }
    }
}

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Edges from the start.
    pub depth: u32,
    pub lots: usize,
    pub edges: usize,
}

/// A lot that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub lot: BatchRef,
    /// Edges from the start, on the shortest way.
    pub depth: u32,
    /// It has further neighbours that the depth asked for leaves out.
    pub more: bool,
}

/// An edge between two lots that were met, by their places in the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What went in.
    pub input: usize,
    /// What it went into.
    pub output: usize,
    pub used: Vec<QuantityRecord>,
    /// It lies on a loop: following it leads back to where it began.
    pub in_loop: bool,
}

/// Everything a walk met, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The start first; by depth, then in the order of the edges.
    pub lots: Vec<Reached>,
    pub links: Vec<Link>,
    /// Nothing was left out but what lies deeper than was asked for.
    pub complete: bool,
}

/// Walks from `start`. `next` gives the neighbours of a lot in a fixed order, at most so many; what it
/// fails with ends the walk.
pub fn walk<E>(
    start: BatchRef,
    direction: Direction,
    bounds: Bounds,
    mut next: impl FnMut(&BatchRef, usize) -> Result<Neighbours, E>,
) -> Result<Walk, E> {
    let mut places = BTreeMap::from([(start.clone(), 0)]);
    let mut out = Walk {
        lots: vec![Reached { lot: start, depth: 0, more: false }],
        links: Vec::new(),
        complete: true,
    };
    let mut at = 0;
    while let Some(Reached { lot, depth, .. }) = out.lots.get(at).cloned() {
        if depth >= bounds.depth {
            let more = !next(&lot, 1)?.lots.is_empty();
            out.lots.iter_mut().skip(at).take(1).for_each(|reached| reached.more = more);
            at += 1;
            continue;
        }
        let room = bounds.edges.saturating_sub(out.links.len());
        let Neighbours { lots, cut } = next(&lot, room)?;
        out.complete &= !cut;
        for Neighbour { lot: other, used } in lots {
            let count = out.lots.len();
            let place = match places.entry(other) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(_) if count >= bounds.lots => {
                    out.complete = false;
                    continue;
                }
                Entry::Vacant(new) => {
                    let lot = new.key().clone();
                    out.lots.push(Reached { lot, depth: depth + 1, more: false });
                    *new.insert(count)
                }
            };
            let (input, output) = match direction {
                Direction::Back => (place, at),
                Direction::Forward => (at, place),
            };
            out.links.push(Link { input, output, used, in_loop: false });
        }
        at += 1;
    }
    mark_loops(&mut out);
    Ok(out)
}

/// An edge lies on a loop when both its ends are in one strongly connected part of the graph.
fn mark_loops(walk: &mut Walk) {
    let ends = walk.links.iter().map(|link| (link.input, link.output));
    let parts = strong_parts(walk.lots.len(), &ends.collect::<Vec<_>>());
    for link in &mut walk.links {
        link.in_loop = parts.get(link.input) == parts.get(link.output);
    }
}

/// For each of `count` places a number, equal for those that lie on a common loop. Two passes of depth
/// first search (Kosaraju), without recursion: chains are as long as firms report them.
pub(super) fn strong_parts(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let forward = lists(count, edges.iter().copied());
    let back = lists(count, edges.iter().map(|(from, to)| (*to, *from)));
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    for root in 0..count {
        visit(root, &forward, &mut seen, |place| finished.push(place));
    }
    let mut seen = vec![false; count];
    let mut parts = vec![0; count];
    for (number, root) in finished.into_iter().rev().enumerate() {
        visit(root, &back, &mut seen, |place| {
            if let Some(part) = parts.get_mut(place) {
                *part = number;
            }
        });
    }
    parts
}

fn lists(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); count];
    for (from, to) in edges {
        if let Some(list) = lists.get_mut(from) {
            list.push(to);
        }
    }
    lists
}

/// Visits what can be reached from `root` and was not seen; `done` is told each place after all below it.
fn visit(root: usize, lists: &[Vec<usize>], seen: &mut [bool], mut done: impl FnMut(usize)) {
    let mut enter = |place: usize, stack: &mut Vec<(usize, usize)>| {
        if let Some(seen) = seen.get_mut(place).filter(|seen| !**seen) {
            *seen = true;
            stack.push((place, 0));
        }
    };
    let mut stack = Vec::new();
    enter(root, &mut stack);
    while let Some((place, at)) = stack.last_mut() {
        let next = lists.get(*place).and_then(|list| list.get(*at)).copied();
        *at += 1;
        let place = *place;
        match next {
            Some(next) => enter(next, &mut stack),
            None => {
                done(place);
                stack.pop();
            }
        }
    }
}
