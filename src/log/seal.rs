//! Seals of documents: that the log's key answers for having shown one, and at which state of the log.
//! The text of a signed note whose first line no checkpoint has; not a format of C2SP.

use super::note::{Note, NoteError, Verifier};
use super::tree::Hash;
use super::{decimal, from_base64, to_base64};
use ring::digest::{SHA256, digest};
use std::fmt;

/// First line: what is sealed. A log of this name could sign no checkpoint, as it holds a blank.
const HEAD: &str = "suyuan check record v1";

/// What the key answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The log's name; its key bears the same.
    pub origin: String,
    /// Facts that the document was made from.
    pub size: u64,
    /// Root of the tree of these facts.
    pub root: Hash,
    /// SHA-256 of the document's bytes.
    pub digest: Hash,
}

impl Seal {
    /// SHA-256 of a document.
    pub fn digest_of(document: &[u8]) -> Hash {
        let mut hash = [0; 32];
        let bytes = digest(&SHA256, document);
        hash.iter_mut().zip(bytes.as_ref()).for_each(|(to, from)| *to = *from);
        hash
    }

    /// Reads the text of a note.
    pub fn parse(text: &str) -> Option<Self> {
        let lines: Vec<_> = text.strip_suffix('\n')?.split('\n').collect();
        let [HEAD, origin, size, root, digest] = lines.as_slice() else { return None };
        let hash = |text: &str| from_base64(text)?.try_into().ok();
        let (root, digest) = (hash(root)?, hash(digest)?);
        Some(Self { origin: (*origin).to_owned(), size: decimal(size)?, root, digest })
    }

    /// Reads a note that the log of this key signed.
    pub fn signed_by(note: &Note, log: &Verifier) -> Result<Self, NoteError> {
        note.verified_by(log)?;
        let seal = Self::parse(&note.text).ok_or(NoteError::Malformed)?;
        if seal.origin == log.name() { Ok(seal) } else { Err(NoteError::NotSigned) }
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (root, digest) = (to_base64(&self.root), to_base64(&self.digest));
        writeln!(f, "{HEAD}\n{}\n{}\n{root}\n{digest}", self.origin, self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::checkpoint::Checkpoint;
    use crate::log::note::{KeyKind, Signer};

    #[test]
    fn a_seal_is_read_back_and_is_no_checkpoint() {
        let signer = Signer::from_seed("t.example.cn/log", KeyKind::Log, &[7; 32]).unwrap();
        let origin = signer.verifier().name().to_owned();
        let seal = Seal { origin, size: 12, root: [1; 32], digest: Seal::digest_of(b"{}") };
        let text = seal.to_string();
        let note = Note { signatures: vec![signer.sign(&text, 0)], text };
        assert_eq!(Seal::signed_by(&note, signer.verifier()), Ok(seal.clone()));
        assert!(Checkpoint::signed_by(&note, signer.verifier()).is_err());
        let text = Checkpoint { origin: seal.origin.clone(), size: 12, root: [1; 32] }.to_string();
        let note = Note { signatures: vec![signer.sign(&text, 0)], text };
        assert_eq!(Seal::signed_by(&note, signer.verifier()), Err(NoteError::Malformed));
        let stranger = Signer::from_seed("t.example.cn/log", KeyKind::Log, &[8; 32]).unwrap();
        assert_eq!(Seal::signed_by(&note, stranger.verifier()), Err(NoteError::NotSigned));
    }

    #[test]
    fn only_the_one_spelling_is_read() {
        let root = to_base64(&[1; 32]);
        let good = format!("{HEAD}\nlog\n12\n{root}\n{root}\n");
        assert!(Seal::parse(&good).is_some());
        for bad in [
            good.replace("v1", "v2"),
            good.replace("\n12\n", "\n012\n"),
            good.replace("\n12\n", "\n-1\n"),
            good.trim_end().to_owned(),
            format!("{good}more\n"),
            good.replacen(&root, &root[1..], 1),
        ] {
            assert_eq!(Seal::parse(&bad), None, "{bad}");
        }
    }
}
