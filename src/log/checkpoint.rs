//! Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, as the text of a signed note.

use super::note::{Note, NoteError, Verifier};
use super::tree::Hash;
use super::{decimal, from_base64, to_base64};
use std::fmt;

/// A state of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's address without scheme; its key bears the same name.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a note. Lines after the third are extensions, which are passed over.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = from_base64(root)?.try_into().ok()?;
        let whole = !origin.is_empty() && lines.all(|line| !line.is_empty());
        let size = decimal(size)?;
        whole.then(|| Self { origin: origin.to_owned(), size, root })
    }

    /// Reads a note that the log of this key signed.
    pub fn signed_by(note: &Note, log: &Verifier) -> Result<Self, NoteError> {
        note.verified_by(log)?;
        let checkpoint = Self::parse(&note.text).ok_or(NoteError::Malformed)?;
        if checkpoint.origin == log.name() { Ok(checkpoint) } else { Err(NoteError::NotSigned) }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, to_base64(&self.root))
    }
}

#[cfg(test)]
mod tests;
