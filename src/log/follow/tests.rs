//! A follower sees the tree that the log keeps, wherever it begins.

use super::super::tree::leaf_hash;
use super::super::tree::tests::{Stored, leaves};
use super::*;
use proptest::prelude::*;

#[test]
fn an_edge_of_another_size_is_refused() {
    assert!(Follower::resume(5, vec![[0; 32]; 2]).is_some());
    assert!(Follower::resume(5, vec![[0; 32]; 3]).is_none());
    assert_eq!(Follower::default().root(), empty_root());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn it_comes_to_the_same_root(size in 0_u64..600, pause in any::<u64>()) {
        let stored = Stored::of(leaves(size));
        let pause = pause % (size + 1);
        let mut follower = Follower::default();
        for (index, leaf) in (0..).zip(leaves(size)) {
            if index == pause {
                prop_assert_eq!(follower.root(), stored.root(pause));
                follower = Follower::resume(follower.size(), follower.edge().to_vec()).unwrap();
            }
            follower.push(leaf_hash(&leaf), |node, hash| {
                let Ok(kept) = stored.read(node);
                assert_eq!(kept, hash);
            });
        }
        prop_assert_eq!(follower.size(), size);
        prop_assert_eq!(follower.root(), stored.root(size));
    }
}
