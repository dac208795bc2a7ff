//! Our tree, proofs, tile addresses and checkpoints beside those of two libraries that share no code with
//! ours: `ct-merkle` and `tlog_tiles`.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use suyuan::log::Hash;
use suyuan::log::checkpoint::Checkpoint;
use suyuan::log::tile::{Content, Tile};
use suyuan::log::tree::{self, Node, leaf_hash};
use tlog_tiles::tlog::{self, HashReader, split_stored_hash_index};

const LEAVES: u64 = 5_000;

type Stored = BTreeMap<Node, Hash>;

fn leaf(position: u64) -> Vec<u8> {
    // Of different lengths, the empty one among them.
    vec![0xa5; usize::try_from(position % 67).unwrap()]
        .into_iter()
        .chain(position.to_be_bytes().into_iter().filter(|_| position > 0))
        .collect()
}

fn find(stored: &Stored, node: Node) -> Result<Hash, Node> {
    stored.get(&node).copied().ok_or(node)
}

/// Every complete subtree of all the leaves.
fn stored() -> &'static Stored {
    static STORED: OnceLock<Stored> = OnceLock::new();
    STORED.get_or_init(|| {
        let mut stored = Stored::new();
        for position in 0..LEAVES {
            let hash = leaf_hash(&leaf(position));
            let new = tree::append(position, hash, |node| find(&stored, node)).unwrap();
            stored.extend(new);
        }
        stored
    })
}

/// The first so many leaves in the other tree.
fn other(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|position| tree.push(leaf(position)));
    tree
}

struct Reader;

impl HashReader for Reader {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog_tiles::Error> {
        let hash = |index: &u64| {
            let (level, index) = split_stored_hash_index(*index);
            tlog::Hash(stored()[&Node { level, index }])
        };
        Ok(indexes.iter().map(hash).collect())
    }
}

fn bytes(path: &[Hash]) -> Vec<u8> {
    path.concat()
}

fn theirs(path: &[tlog::Hash]) -> Vec<u8> {
    path.iter().flat_map(|hash| hash.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn roots_and_proofs_are_those_of_others(
        size in 1..LEAVES,
        at in any::<prop::sample::Index>(),
        before in any::<prop::sample::Index>(),
    ) {
        let count = usize::try_from(size).unwrap();
        let (index, old) = (at.index(count) as u64, 1 + before.index(count) as u64);
        let ours = |node| find(stored(), node);
        let root = tree::root(size, ours).unwrap();
        let ct = other(size);
        prop_assert_eq!(root.to_vec(), ct.root().as_bytes().to_vec());
        prop_assert_eq!(root, tlog::tree_hash(size, &Reader).unwrap().0);

        let path = tree::inclusion(index, size, ours).unwrap().unwrap();
        let proof = ct.prove_inclusion(usize::try_from(index).unwrap());
        prop_assert_eq!(bytes(&path), proof.as_bytes());
        let proof = tlog::prove_record(size, index, &Reader).unwrap();
        prop_assert_eq!(bytes(&path), theirs(&proof));
        let hash = leaf_hash(&leaf(index));
        prop_assert!(tree::verify_inclusion(hash, index, size, &path, &root));
        tlog::check_record(&proof, size, tlog::Hash(root), index, tlog::Hash(hash)).unwrap();

        let path = tree::consistency(old, size, ours).unwrap().unwrap();
        let proof = tlog::prove_tree(size, old, &Reader).unwrap();
        prop_assert_eq!(bytes(&path), theirs(&proof));
        if old < size {
            let proof = ct.prove_consistency(usize::try_from(size - old).unwrap());
            prop_assert_eq!(bytes(&path), proof.as_bytes());
        }
    }

    #[test]
    fn addresses_of_tiles_are_those_of_others(
        level in 0_u8..8, index in any::<u64>(), shift in 0_u32..64, width in 1_u32..=256,
    ) {
        let index = index >> shift;
        let tile = Tile {
            content: Content::Hashes { level },
            index,
            width: u16::try_from(width).unwrap(),
        };
        let path = tlog_tiles::Tile::new(8, level, index, width, false).path();
        prop_assert_eq!(tile.to_string(), path.replacen("tile/8/", "tile/", 1));
    }

    /// What either takes for an address, both do. (At a width of 0 the library panics; ours reads none.)
    #[test]
    fn only_one_spelling_of_an_address_is_read(path in "[0-3]/(x?[0-9]{1,4}/){0,2}x?[0-9]{2,4}(\\.p/[1-9][0-9]{0,2})?") {
        let theirs = tlog_tiles::Tile::from_path(&format!("tile/8/{path}"));
        prop_assert_eq!(Tile::parse(&path).is_some(), theirs.is_ok(), "{}", path);
    }

    #[test]
    fn checkpoints_read_the_same(size in any::<u64>(), root in any::<[u8; 32]>()) {
        let text = Checkpoint { origin: "t.example.cn/log".to_owned(), size, root }.to_string();
        let read = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
        prop_assert_eq!((read.origin(), read.size(), read.hash().0), ("t.example.cn/log", size, root));
        prop_assert_eq!(read.to_bytes(), text.into_bytes());
    }
}
