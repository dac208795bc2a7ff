//! The Merkle tree of RFC 6962, 2.1: hashes of leaves and nodes, roots, proofs and their verification.
//! It knows nothing of where hashes are kept: they come from a function.
//!
//! Stored are the hashes of *complete* subtrees only, by level (0: leaves) and index; one never changes
//! once it is there. A subtree at the right edge is put together from them.

use ring::digest::{Context, SHA256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Place of a complete subtree: it covers the leaves `index << level` up to, not including,
/// `(index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    pub level: u8,
    pub index: u64,
}

/// Levels a tree can have: positions are 64-bit numbers.
pub const LEVELS_COUNT: u8 = 64;

/// Hash of a leaf: SHA-256 of `0x00 ‖ entry`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    hash(&[&[0], entry])
}

/// Hash of a node: SHA-256 of `0x01 ‖ left ‖ right`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    hash(&[&[1], left, right])
}

/// Root of the empty tree: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    hash(&[])
}

/// The hashes that a new leaf completes, itself first: of the leaf, and of every subtree whose last leaf
/// it is.
pub fn append<E>(
    size: u64,
    leaf: Hash,
    mut stored: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<(Node, Hash)>, E> {
    let mut node = Node { level: 0, index: size };
    let mut new = vec![(node, leaf)];
    let mut right = leaf;
    while node.index % 2 == 1 {
        let left = stored(Node { level: node.level, index: node.index - 1 })?;
        right = node_hash(&left, &right);
        node = Node { level: node.level + 1, index: node.index / 2 };
        new.push((node, right));
    }
    Ok(new)
}

/// Root of the tree of the first `size` leaves.
pub fn root<E>(size: u64, mut stored: impl FnMut(Node) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 { Ok(empty_root()) } else { range(0, size, &mut stored) }
}

/// Audit path of a leaf (RFC 6962, 2.1.1), from its sibling up; `None` where there is no such leaf.
pub fn inclusion<E>(
    index: u64,
    size: u64,
    mut stored: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if index >= size {
        return Ok(None);
    }
    let (mut first, mut count, mut path) = (0, size, Vec::new());
    while count > 1 {
        let left = split(count);
        if index - first < left {
            path.push(range(first + left, count - left, &mut stored)?);
            count = left;
        } else {
            path.push(range(first, left, &mut stored)?);
            (first, count) = (first + left, count - left);
        }
    }
    path.reverse();
    Ok(Some(path))
}

/// Proof that the tree of `old` leaves is the beginning of the tree of `new` ones (RFC 6962, 2.1.2);
/// `None` where it cannot be. Empty from the empty tree and from a tree to itself.
pub fn consistency<E>(
    old: u64,
    new: u64,
    mut stored: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Option<Vec<Hash>>, E> {
    if old > new {
        return Ok(None);
    }
    if old == 0 || old == new {
        return Ok(Some(Vec::new()));
    }
    let (mut first, mut count, mut path) = (0, new, Vec::new());
    // Whether the old tree is a subtree by itself so far: its hash is then known to who asks.
    let mut whole = true;
    while old - first != count {
        let left = split(count);
        if old - first <= left {
            path.push(range(first + left, count - left, &mut stored)?);
            count = left;
        } else {
            path.push(range(first, left, &mut stored)?);
            (first, count) = (first + left, count - left);
            whole = false;
        }
    }
    if !whole {
        path.push(range(first, count, &mut stored)?);
    }
    path.reverse();
    Ok(Some(path))
}

/// Whether the path leads from a leaf to the root of the tree of `size` leaves (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut found) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            found = node_hash(sibling, &found);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            found = node_hash(&found, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && found == *root
}

/// Whether the path shows that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2).
pub fn verify_consistency(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return false;
    }
    if old_size == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    let mut path = path.iter();
    // A complete old tree is its own first hash.
    let first = if old_size.is_power_of_two() { Some(old_root) } else { path.next() };
    let Some(first) = first else { return false };
    let shift = (old_size - 1).trailing_ones();
    let (mut at, mut last) = ((old_size - 1) >> shift, (new_size - 1) >> shift);
    let (mut from_old, mut from_new) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            from_old = node_hash(sibling, &from_old);
            from_new = node_hash(sibling, &from_new);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            from_new = node_hash(&from_new, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && from_old == *old_root && from_new == *new_root
}

/// Hash of the subtree over `count` leaves from `first`, as the tree's own splits make it.
fn range<E>(
    first: u64,
    count: u64,
    stored: &mut impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Hash, E> {
    // From the right: the last complete subtree, then joined with each one before it.
    let mut rest = count;
    let mut joined: Option<Hash> = None;
    while rest > 0 {
        let level = u8::try_from(rest.trailing_zeros()).unwrap_or(LEVELS_COUNT);
        let width = 1_u64 << level;
        rest -= width;
        let left = stored(Node { level, index: (first + rest) >> level })?;
        joined = Some(match joined {
            Some(right) => node_hash(&left, &right),
            None => left,
        });
    }
    Ok(joined.unwrap_or_else(empty_root))
}

/// The largest power of two that is smaller than a number above one.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    parts.iter().for_each(|part| context.update(part));
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}

#[cfg(test)]
pub(super) mod tests;
