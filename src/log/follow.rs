//! A reader who follows a log: from its leaves alone it knows the root, and keeps no more of them than
//! the hashes at the right edge.

use super::tree::{Hash, Node, empty_root, node_hash};

/// The right edge of a tree: its complete subtrees, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follower {
    size: u64,
    edge: Vec<Hash>,
}

impl Follower {
    /// Goes on from a kept edge; `None` where it is not that of a tree of this size.
    pub fn resume(size: u64, edge: Vec<Hash>) -> Option<Self> {
        (edge.len() == size.count_ones() as usize).then_some(Self { size, edge })
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What to keep for [`Follower::resume`].
    pub fn edge(&self) -> &[Hash] {
        &self.edge
    }

    /// Adds a leaf; tells every complete subtree that it ends, smallest first.
    pub fn push(&mut self, leaf: Hash, mut told: impl FnMut(Node, Hash)) {
        let (mut node, mut hash) = (Node { level: 0, index: self.size }, leaf);
        told(node, hash);
        while node.index % 2 == 1
            && let Some(left) = self.edge.pop()
        {
            hash = node_hash(&left, &hash);
            node = Node { level: node.level + 1, index: node.index / 2 };
            told(node, hash);
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// Root of the leaves so far.
    pub fn root(&self) -> Hash {
        let joined = self.edge.iter().copied().rev().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(empty_root)
    }
}

#[cfg(test)]
mod tests;
