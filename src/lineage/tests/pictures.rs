//! Places of a picture: no two boxes meet, goods flow from left to right, and it stays small.

use crate::limits::PICTURE_BOXES_MAX;
use crate::lineage::layout::{Arrow, BOX, Layout, layout};
use crate::lineage::walk::strong_parts;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn arrows(count: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Arrow> {
    let list: Vec<_> = edges.iter().copied().collect();
    let parts = strong_parts(count, &list);
    let arrow = |(from, to): (usize, usize)| Arrow { from, to, in_loop: parts[from] == parts[to] };
    list.into_iter().map(arrow).collect()
}

fn sound(drawn: &Layout, lots: usize) -> Result<(), TestCaseError> {
    prop_assert!(drawn.boxes.len() <= PICTURE_BOXES_MAX);
    let corners: BTreeSet<_> = drawn.boxes.iter().map(|placed| (placed.x, placed.y)).collect();
    prop_assert_eq!(corners.len(), drawn.boxes.len());
    for (at, one) in drawn.boxes.iter().enumerate() {
        prop_assert!(one.x + BOX.0 <= drawn.width && one.y + BOX.1 <= drawn.height);
        for other in drawn.boxes.iter().skip(at + 1) {
            let apart = one.x.abs_diff(other.x) >= BOX.0 || one.y.abs_diff(other.y) >= BOX.1;
            prop_assert!(apart, "{:?} {:?}", one, other);
        }
    }
    for arrow in drawn.arrows.keys().filter(|arrow| !arrow.in_loop) {
        let (from, to) = (&drawn.boxes[arrow.from], &drawn.boxes[arrow.to]);
        prop_assert!(from.x + BOX.0 < to.x, "{:?} to {:?}", from, to);
    }
    let shown: Vec<_> = drawn.boxes.iter().flat_map(|placed| &placed.lots).collect();
    prop_assert_eq!(shown.len() + drawn.undrawn, lots);
    prop_assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), shown.len());
    Ok(())
}

proptest! {
    #[test]
    fn boxes_keep_apart_and_goods_flow_right(
        edges in proptest::collection::btree_set((0_usize..25, 0_usize..25), 0..60),
        owners in proptest::collection::vec(0_u8..4, 25),
    ) {
        let names = ["a", "b", "c"];
        let owners: Vec<_> = owners.iter().map(|at| names.get(usize::from(*at)).copied()).collect();
        let drawn = layout(&owners, &arrows(25, &edges));
        sound(&drawn, 25)?;
        prop_assert_eq!(drawn.boxes.len(), 25);
        prop_assert_eq!(drawn.arrows.values().map(Vec::len).sum::<usize>(), edges.len());
    }

    #[test]
    fn however_many_lots_the_picture_is_small(
        count in 150_usize..2_000,
        firms in 1_usize..40,
        seed in 1_usize..1_000,
    ) {
        let edges: BTreeSet<_> = (1..count).map(|lot| (lot, (lot * seed) % lot)).collect();
        let names: Vec<_> = (0..firms).map(|firm| format!("firm {firm}")).collect();
        let owners: Vec<_> = (0..count).map(|lot| names.get(lot % firms).map(String::as_str)).collect();
        let drawn = layout(&owners, &arrows(count, &edges));
        sound(&drawn, count)?;
        prop_assert_eq!(&drawn.boxes[0].lots, &vec![0], "the start stands alone");
        prop_assert_eq!(drawn.boxes.len() == count, count <= PICTURE_BOXES_MAX);
    }
}

#[test]
fn a_box_too_many_is_folded_with_its_neighbours() {
    // A start and what it was made from, all of one firm.
    for (count, boxes) in [(PICTURE_BOXES_MAX, PICTURE_BOXES_MAX), (PICTURE_BOXES_MAX + 1, 2)] {
        let edges: BTreeSet<_> = (1..count).map(|lot| (lot, 0)).collect();
        let drawn = layout(&vec![Some("a"); count], &arrows(count, &edges));
        assert_eq!((drawn.boxes.len(), drawn.undrawn), (boxes, 0), "{count}");
        assert_eq!(drawn.arrows.values().map(Vec::len).sum::<usize>(), count - 1);
    }
    // A chain cannot be folded: what finds no place is counted.
    let edges: BTreeSet<_> = (1..300).map(|lot| (lot, lot - 1)).collect();
    let drawn = layout(&[None; 300], &arrows(300, &edges));
    assert_eq!((drawn.boxes.len(), drawn.undrawn), (PICTURE_BOXES_MAX, 300 - PICTURE_BOXES_MAX));
}

#[test]
fn inputs_stand_just_before_what_they_went_into() {
    // 1 → 2 → 0, and 3 → 0: the third stands beside the second, not at the far left.
    let edges = BTreeSet::from([(1, 2), (2, 0), (3, 0)]);
    let drawn = layout(&[None; 4], &arrows(4, &edges));
    let layer = |lot: usize| drawn.boxes[lot].layer;
    assert_eq!((layer(1), layer(2), layer(3), layer(0)), (0, 1, 1, 2));
}
