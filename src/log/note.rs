//! Signed notes (C2SP signed-note): a text, an empty line, then one line for each signature. Keys that a
//! log signs with, and keys that anybody verifies with.

use super::{from_base64, to_base64};
use crate::limits::{NOTE_BYTES_MAX, NOTE_SIGNATURES_COUNT_MAX};
use ring::digest::{SHA256, digest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fmt;

/// Signature type of an Ed25519 note.
const ED25519_NOTE: u8 = 1;
/// Signature type of a witness's cosignature/v1 (C2SP tlog-cosignature).
const ED25519_COSIGNATURE: u8 = 4;

/// What begins the bytes that a witness signs.
const COSIGNATURE_HEAD: &str = "cosignature/v1\n";

/// Why a text is no signed note, or not one by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("this is no signed note")]
    Malformed,
    #[error("a signature by a known key does not fit the text")]
    BadSignature,
    #[error("no signature is by this key")]
    NotSigned,
}

/// A text with its signatures, verified or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed; ends with a line feed.
    pub text: String,
    pub signatures: Vec<Signature>,
}

/// One line of a note: whose key, as it names itself, and the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub id: [u8; 4],
    pub bytes: Vec<u8>,
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The text itself: a log.
    Log,
    /// The text and a time: a witness.
    Witness,
}

/// A key to verify with: name, id, public key (`vkey` in the specification).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    kind: KeyKind,
    key: [u8; 32],
}

/// A key to sign with.
pub struct Signer {
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

impl Note {
    /// Reads a signed note. Signatures are read, not verified.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Malformed);
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::Malformed)?;
        if whole.chars().any(|character| character < ' ' && character != '\n') {
            return Err(NoteError::Malformed);
        }
        let split = whole.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, lines) = whole.split_at(split + 1);
        let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n'));
        let lines: Vec<_> = lines.ok_or(NoteError::Malformed)?.split('\n').collect();
        if lines.len() > NOTE_SIGNATURES_COUNT_MAX {
            return Err(NoteError::Malformed);
        }
        let signatures: Option<Vec<_>> = lines.into_iter().map(Signature::parse).collect();
        let signatures = signatures.ok_or(NoteError::Malformed)?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Whether the key signed this text; of a witness, when (seconds since 1970).
    pub fn verified_by(&self, verifier: &Verifier) -> Result<Option<u64>, NoteError> {
        let id = verifier.id();
        let own = |line: &&Signature| line.name == verifier.name && line.id == id;
        let mut lines = self.signatures.iter().filter(own).peekable();
        lines.peek().ok_or(NoteError::NotSigned)?;
        let mut time = None;
        for line in lines {
            time = verifier.verify(&self.text, &line.bytes).ok_or(NoteError::BadSignature)?;
        }
        Ok(time)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Signature {
    /// Reads `— <name> <base64 of key id and signature>`.
    pub fn parse(line: &str) -> Option<Self> {
        let (name, blob) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let blob = from_base64(blob)?;
        let (id, bytes) = blob.split_first_chunk::<4>()?;
        let named = is_name(name) && !bytes.is_empty();
        named.then(|| Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blob = [&self.id[..], &self.bytes].concat();
        write!(f, "\u{2014} {} {}", self.name, to_base64(&blob))
    }
}

impl Verifier {
    /// A key under a name; `None` where no note can name it so.
    pub fn new(name: &str, kind: KeyKind, key: [u8; 32]) -> Option<Self> {
        is_name(name).then(|| Self { name: name.to_owned(), kind, key })
    }

    /// Reads `<name>+<id, 8 hexadecimal digits>+<base64 of type and key>`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let key = from_base64(key)?;
        let (kind, key) = key.split_first()?;
        let kind = match *kind {
            ED25519_NOTE => KeyKind::Log,
            ED25519_COSIGNATURE => KeyKind::Witness,
            _ => return None,
        };
        let verifier = Self::new(name, kind, key.try_into().ok()?)?;
        (hex(&verifier.id()) == id).then_some(verifier)
    }

    /// The name notes give the key; of a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The public key.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// First four bytes of SHA-256 of `name ‖ 0x0A ‖ type ‖ public key`.
    pub fn id(&self) -> [u8; 4] {
        let named = [self.name.as_bytes(), b"\n", &[self.kind.number()], &self.key].concat();
        let mut id = [0; 4];
        id.iter_mut().zip(digest(&SHA256, &named).as_ref()).for_each(|(to, from)| *to = *from);
        id
    }

    /// Whether the bytes are this key's signature of the text; of a witness, with its time.
    fn verify(&self, text: &str, bytes: &[u8]) -> Option<Option<u64>> {
        let key = UnparsedPublicKey::new(&ED25519, self.key);
        match self.kind {
            KeyKind::Log => key.verify(text.as_bytes(), bytes).ok().map(|()| None),
            KeyKind::Witness => {
                let (time, signature) = bytes.split_first_chunk::<8>()?;
                let time = u64::from_be_bytes(*time);
                let signed = cosigned(time, text);
                key.verify(signed.as_bytes(), signature).ok().map(|()| Some(time))
            }
        }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.number()][..], &self.key].concat();
        write!(f, "{}+{}+{}", self.name, hex(&self.id()), to_base64(&key))
    }
}

impl Signer {
    /// The key of a seed under a name; `None` where no note can name it so.
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let key = pair.public_key().as_ref().try_into().ok()?;
        Some(Self { verifier: Verifier::new(name, kind, key)?, pair })
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs a text that ends with a line feed; a witness says when (seconds since 1970).
    pub fn sign(&self, text: &str, seconds: u64) -> Signature {
        let bytes = match self.verifier.kind {
            KeyKind::Log => self.pair.sign(text.as_bytes()).as_ref().to_vec(),
            KeyKind::Witness => {
                let signature = self.pair.sign(cosigned(seconds, text).as_bytes());
                [&seconds.to_be_bytes()[..], signature.as_ref()].concat()
            }
        };
        Signature { name: self.verifier.name.clone(), id: self.verifier.id(), bytes }
    }
}

impl KeyKind {
    fn number(self) -> u8 {
        match self {
            Self::Log => ED25519_NOTE,
            Self::Witness => ED25519_COSIGNATURE,
        }
    }
}

fn cosigned(seconds: u64, text: &str) -> String {
    format!("{COSIGNATURE_HEAD}time {seconds}\n{text}")
}

/// A key's name: not empty, without white space and plus signs.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|character| character.is_whitespace() || character == '+')
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
