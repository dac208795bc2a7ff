//! Walks: diamonds, loops, pools, bounds; and against a closure that is too simple to be wrong.

use crate::fact::record::BatchRef;
use crate::lineage::walk::{Bounds, Direction, Walk, walk};
use crate::views::edges::{Neighbour, Neighbours};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn lot(name: &str) -> BatchRef {
    BatchRef { organization: "o".to_owned(), product: "p".to_owned(), lot: name.to_owned() }
}

const WIDE: Bounds = Bounds { depth: 100, lots: 1_000, edges: 1_000 };

/// Walks along `edges` ("a>b b>c": a went into b), as they are stored: both ways, in order.
fn walked(edges: &str, start: &str, direction: Direction, bounds: Bounds) -> Walk {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for edge in edges.split_whitespace() {
        let (input, output) = edge.split_once('>').unwrap();
        let (near, far) = match direction {
            Direction::Forward => (input, output),
            Direction::Back => (output, input),
        };
        next.entry(near.to_owned()).or_default().insert(far.to_owned());
    }
    let neighbours = |from: &BatchRef, limit: usize| -> Result<Neighbours, ()> {
        let all = next.get(&from.lot).cloned().unwrap_or_default();
        let cut = all.len() > limit;
        let lots = all.iter().take(limit);
        let lots = lots.map(|name| Neighbour { lot: lot(name), used: Vec::new() }).collect();
        Ok(Neighbours { lots, cut })
    };
    walk(lot(start), direction, bounds, neighbours).unwrap()
}

/// `a0 b1 …` for the lots, `a>b` or `a~>b` (on a loop) for the edges.
fn drawn(walk: &Walk) -> (String, String) {
    let name = |place: usize| walk.lots[place].lot.lot.clone();
    let lots = walk.lots.iter().map(|reached| {
        let more = if reached.more { "+" } else { "" };
        format!("{}{}{more}", reached.lot.lot, reached.depth)
    });
    let links = walk.links.iter().map(|link| {
        let mark = if link.in_loop { "~>" } else { ">" };
        format!("{}{mark}{}", name(link.input), name(link.output))
    });
    (lots.collect::<Vec<_>>().join(" "), links.collect::<Vec<_>>().join(" "))
}

#[test]
fn shapes_are_walked_once_and_in_order() {
    use Direction::{Back, Forward};
    let rows = [
        ("a diamond", "a>b a>c b>d c>d", "d", Back, "d0 b1 c1 a2", "b>d c>d a>b a>c"),
        ("the same, forward", "a>b a>c b>d c>d", "a", Forward, "a0 b1 c1 d2", "a>b a>c b>d c>d"),
        ("a loop", "a>b b>c c>a c>d", "a", Forward, "a0 b1 c2 d3", "a~>b b~>c c~>a c>d"),
        ("into itself: rework", "a>a a>b", "a", Forward, "a0 b1", "a~>a a>b"),
        ("rework of a later lot", "b>a a>b", "b", Back, "b0 a1", "a~>b b~>a"),
        ("a pool of many", "a>t b>t c>t t>x t>y", "x", Back, "x0 t1 a2 b2 c2", "t>x a>t b>t c>t"),
        (
            "split and merged",
            "a>b a>c b>d c>d d>e",
            "a",
            Forward,
            "a0 b1 c1 d2 e3",
            "a>b a>c b>d c>d d>e",
        ),
        ("a short cut is no loop", "a>b b>c a>c", "a", Forward, "a0 b1 c1", "a>b a>c b>c"),
        ("nothing", "a>b", "b", Forward, "b0", ""),
        (
            "two loops side by side",
            "a>b b>a a>c c>d d>c",
            "a",
            Forward,
            "a0 b1 c1 d2",
            "a~>b a>c b~>a c~>d d~>c",
        ),
    ];
    for (what, edges, start, direction, lots, links) in rows {
        let found = walked(edges, start, direction, WIDE);
        assert_eq!(drawn(&found), (lots.to_owned(), links.to_owned()), "{what}");
        assert!(found.complete, "{what}");
    }
}

#[test]
fn bounds_cut_and_say_so() {
    let chain = "a>b b>c c>d a>e";
    let of = |bounds| walked(chain, "a", Direction::Forward, bounds);
    let depth = of(Bounds { depth: 1, ..WIDE });
    // What lies deeper than was asked for is not missing; the lot that leads there says so.
    assert_eq!(drawn(&depth), ("a0 b1+ e1".to_owned(), "a>b a>e".to_owned()));
    assert!(depth.complete);
    let lots = of(Bounds { lots: 3, ..WIDE });
    assert_eq!(drawn(&lots), ("a0 b1 e1".to_owned(), "a>b a>e".to_owned()));
    assert!(!lots.complete);
    assert!(of(Bounds { lots: 5, ..WIDE }).complete);
    let edges = of(Bounds { edges: 2, ..WIDE });
    assert_eq!(drawn(&edges).1, "a>b a>e");
    assert!(!edges.complete);
    assert!(of(Bounds { edges: 4, ..WIDE }).complete);
}

#[test]
fn a_long_chain_needs_no_stack() {
    let edges: Vec<String> = (0..20_000).map(|n| format!("{n}>{}", n + 1)).collect();
    let bounds = Bounds { depth: u32::MAX, lots: 50_000, edges: 50_000 };
    let found = walked(&edges.join(" "), "0", Direction::Forward, bounds);
    assert_eq!(found.lots.len(), 20_001);
    assert!(found.links.iter().all(|link| !link.in_loop));
}

proptest! {
    #[test]
    fn a_walk_is_the_closure(
        edges in proptest::collection::btree_set((0_u8..12, 0_u8..12), 0..40),
        start in 0_u8..12,
        back: bool,
        depth in 1_u32..14,
    ) {
        let direction = if back { Direction::Back } else { Direction::Forward };
        let text: Vec<_> = edges.iter().map(|(from, to)| format!("{from}>{to}")).collect();
        let bounds = Bounds { depth, ..WIDE };
        let found = walked(&text.join(" "), &start.to_string(), direction, bounds);

        // Lots by distance: grow the set edge by edge until the depth is reached.
        let step = |from: u8| edges.iter().filter_map(move |(input, output)| {
            let (near, far) = if back { (output, input) } else { (input, output) };
            (*near == from).then_some(*far)
        });
        let mut distance = BTreeMap::from([(start, 0_u32)]);
        for round in 1..=depth {
            for from in distance.keys().copied().collect::<Vec<_>>() {
                for to in step(from) {
                    distance.entry(to).or_insert(round);
                }
            }
        }
        let number = |place: usize| found.lots[place].lot.lot.parse::<u8>().unwrap();
        let met: BTreeMap<u8, u32> =
            found.lots.iter().enumerate().map(|(at, lot)| (number(at), lot.depth)).collect();
        prop_assert_eq!(&met, &distance);
        prop_assert_eq!(met.len(), found.lots.len());
        prop_assert!(found.lots.is_sorted_by_key(|lot| lot.depth));

        // Edges: those of every lot that was gone on from, each once.
        let expected: BTreeSet<(u8, u8)> = edges.iter().copied().filter(|(input, output)| {
            let near = if back { output } else { input };
            distance.get(near).is_some_and(|at| *at < depth)
        }).collect();
        let links: Vec<(u8, u8)> =
            found.links.iter().map(|link| (number(link.input), number(link.output))).collect();
        prop_assert_eq!(links.iter().copied().collect::<BTreeSet<_>>(), expected.clone());
        prop_assert_eq!(links.len(), expected.len());

        // On a loop: the output leads back to the input along the same edges.
        for link in &found.links {
            let mut seen = BTreeSet::from([number(link.output)]);
            for _ in 0..12 {
                let more: Vec<_> = expected.iter().filter(|(from, _)| seen.contains(from)).collect();
                seen.extend(more.into_iter().map(|(_, to)| *to));
            }
            prop_assert_eq!(link.in_loop, seen.contains(&number(link.input)));
        }
        prop_assert!(found.complete);
    }
}
