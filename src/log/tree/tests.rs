//! The tree against published vectors, and against a naive one that follows RFC 6962's definitions.

use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Hashes of complete subtrees, kept as a log keeps them.
#[derive(Default)]
pub(in crate::log) struct Stored {
    nodes: BTreeMap<(u8, u64), Hash>,
    size: u64,
}

impl Stored {
    pub(in crate::log) fn of(entries: impl Iterator<Item = Vec<u8>>) -> Self {
        let mut stored = Self::default();
        for entry in entries {
            let Ok(new) = append(stored.size, leaf_hash(&entry), |node| stored.read(node));
            stored
                .nodes
                .extend(new.into_iter().map(|(node, hash)| ((node.level, node.index), hash)));
            stored.size += 1;
        }
        stored
    }

    pub(in crate::log) fn read(&self, node: Node) -> Result<Hash, Infallible> {
        Ok(*self.nodes.get(&(node.level, node.index)).expect("a hash that was stored"))
    }

    pub(in crate::log) fn root(&self, size: u64) -> Hash {
        let Ok(found) = root(size, |node| self.read(node));
        found
    }
}

pub(in crate::log) fn leaves(count: u64) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(|number| format!("leaf {number}").into_bytes())
}

pub(in crate::log) fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/tlog.json")).unwrap()
}

pub(in crate::log) fn unhex(value: &Value) -> Hash {
    let text = value.as_str().unwrap();
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    let bytes: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
    bytes.try_into().unwrap()
}

fn path(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(unhex).collect()
}

/// RFC 6962, 2.1, word for word.
fn naive(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => empty_root(),
        [entry] => leaf_hash(entry),
        _ => {
            let (left, right) = entries.split_at(entries.len().next_power_of_two() / 2);
            node_hash(&naive(left), &naive(right))
        }
    }
}

#[test]
fn roots_are_those_of_the_vectors() {
    let stored = Stored::of(leaves(70_000));
    let vectors = vectors();
    let roots = vectors["roots"].as_array().unwrap();
    assert!(roots.len() > 250);
    for row in roots {
        let size = row["size"].as_u64().unwrap();
        assert_eq!(stored.root(size), unhex(&row["root"]), "size {size}");
    }
}

#[test]
fn proofs_are_those_of_the_vectors_and_hold() {
    let stored = Stored::of(leaves(70_000));
    let vectors = vectors();
    for row in vectors["inclusion"].as_array().unwrap() {
        let (size, index) = (row["size"].as_u64().unwrap(), row["index"].as_u64().unwrap());
        let Ok(found) = inclusion(index, size, |node| stored.read(node));
        let wanted = path(&row["proof"]);
        assert_eq!(found.as_ref(), Some(&wanted), "{index} of {size}");
        assert!(verify_inclusion(
            unhex(&row["leaf_hash"]),
            index,
            size,
            &wanted,
            &unhex(&row["root"])
        ));
    }
    for row in vectors["consistency"].as_array().unwrap() {
        let (old, new) = (row["old_size"].as_u64().unwrap(), row["new_size"].as_u64().unwrap());
        let Ok(found) = consistency(old, new, |node| stored.read(node));
        let wanted = path(&row["proof"]);
        assert_eq!(found.as_ref(), Some(&wanted), "{old} to {new}");
        let (old_root, new_root) = (unhex(&row["old_root"]), unhex(&row["new_root"]));
        assert!(verify_consistency((old, &old_root), (new, &new_root), &wanted));
    }
}

#[test]
fn what_is_not_there_has_no_proof() {
    let stored = Stored::of(leaves(5));
    let read = |node| stored.read(node);
    assert_eq!(inclusion(5, 5, read), Ok(None));
    assert_eq!(inclusion(0, 0, read), Ok(None));
    assert_eq!(consistency(6, 5, read), Ok(None));
    assert!(!verify_inclusion(leaf_hash(b"leaf 0"), 0, 0, &[], &empty_root()));
    assert!(verify_consistency((0, &empty_root()), (5, &stored.root(5)), &[]));
    assert!(!verify_consistency((0, &stored.root(1)), (5, &stored.root(5)), &[]));
    assert!(!verify_consistency((5, &stored.root(5)), (5, &stored.root(4)), &[]));
    assert!(!verify_consistency((1, &stored.root(1)), (2, &stored.root(2)), &[]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_is_the_tree_of_the_definition(size in 0_u64..700) {
        let entries: Vec<_> = leaves(size).collect();
        let stored = Stored::of(entries.iter().cloned());
        prop_assert_eq!(stored.root(size), naive(&entries));
    }

    #[test]
    fn a_proof_holds_for_its_leaf_alone(size in 1_u64..600, pick in any::<u64>(), other in any::<u64>()) {
        let stored = Stored::of(leaves(size));
        let (index, other) = (pick % size, other % size);
        let Ok(found) = inclusion(index, size, |node| stored.read(node));
        let (mut found, root) = (found.unwrap(), stored.root(size));
        let leaf = leaf_hash(format!("leaf {index}").as_bytes());
        prop_assert!(verify_inclusion(leaf, index, size, &found, &root));
        prop_assert_eq!(verify_inclusion(leaf, other, size, &found, &root), other == index);
        prop_assert!(!verify_inclusion(leaf, index, size, &found, &leaf) || size == 1);
        let mut longer = found.clone();
        longer.push(leaf);
        prop_assert!(!verify_inclusion(leaf, index, size, &longer, &root));
        if let Some(hash) = found.get_mut(0) {
            hash[0] ^= 1;
            prop_assert!(!verify_inclusion(leaf, index, size, &found, &root));
        }
    }

    #[test]
    fn a_tree_is_the_beginning_of_every_later_one(new in 1_u64..600, pick in any::<u64>(), bit in any::<usize>()) {
        let stored = Stored::of(leaves(new));
        let old = pick % (new + 1);
        let Ok(found) = consistency(old, new, |node| stored.read(node));
        let (mut found, was, is) = (found.unwrap(), stored.root(old), stored.root(new));
        prop_assert!(verify_consistency((old, &was), (new, &is), &found));
        if old > 0 && old < new {
            prop_assert!(!verify_consistency((old, &is), (new, &is), &found));
            let at = bit % found.len();
            found[at][bit % 32] ^= 1;
            prop_assert!(!verify_consistency((old, &was), (new, &is), &found));
        }
    }
}
