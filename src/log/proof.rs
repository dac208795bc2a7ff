//! Proof files (C2SP tlog-proof): that one entry stands in a log, for keeping and for checking without
//! network, with a public key only.

use super::checkpoint::Checkpoint;
use super::note::{Note, Verifier};
use super::tree::{self, Hash};
use super::{decimal, from_base64, to_base64};
use std::fmt;

/// First line of a proof file.
const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// Hashes a path can have: one for each level of a tree with 64-bit positions.
const PATH_COUNT_MAX: usize = 64;

/// An inclusion proof with the checkpoint that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What its maker says of it, for which nothing vouches; the ledger puts the entry here.
    pub extra: Option<Vec<u8>>,
    pub index: u64,
    /// From the sibling of the leaf to the child of the root.
    pub path: Vec<Hash>,
    pub checkpoint: Note,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("this is no proof file")]
    Malformed,
    #[error("the checkpoint is not signed by the log's key")]
    Checkpoint,
    #[error("the path does not lead from the entry to the checkpoint")]
    Path,
}

impl Proof {
    /// Reads a proof file.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProofError::Malformed)?;
        let (head, note) = text.split_once("\n\n").ok_or(ProofError::Malformed)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEAD) {
            return Err(ProofError::Malformed);
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = match extra.and_then(|line| line.strip_prefix("extra ")) {
            Some(text) => Some(from_base64(text).ok_or(ProofError::Malformed)?),
            None => None,
        };
        let index = lines.next().and_then(|line| decimal(line.strip_prefix("index ")?));
        let path: Option<Vec<Hash>> =
            lines.map(|line| from_base64(line)?.try_into().ok()).collect();
        let path = path.filter(|path| path.len() <= PATH_COUNT_MAX);
        let checkpoint = Note::parse(note.as_bytes()).map_err(|_| ProofError::Malformed)?;
        let (index, path) = index.zip(path).ok_or(ProofError::Malformed)?;
        Ok(Self { extra, index, path, checkpoint })
    }

    /// Whether the log of this key holds the entry at this index; the state of the log if so.
    pub fn verify(&self, entry: &[u8], log: &Verifier) -> Result<Checkpoint, ProofError> {
        let checkpoint = Checkpoint::signed_by(&self.checkpoint, log);
        let checkpoint = checkpoint.map_err(|_| ProofError::Checkpoint)?;
        let (leaf, root) = (tree::leaf_hash(entry), &checkpoint.root);
        let holds = tree::verify_inclusion(leaf, self.index, checkpoint.size, &self.path, root);
        if holds { Ok(checkpoint) } else { Err(ProofError::Path) }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", to_base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests;
