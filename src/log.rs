//! The ledger as a transparency log that people who do not trust its operator can check: an RFC 6962
//! tree over SHA-256 whose leaves are the envelopes of facts, in the formats of C2SP (tlog-tiles,
//! signed-note, tlog-checkpoint, tlog-proof). Pure: storage, keys on disk and HTTP are elsewhere.

pub mod checkpoint;
pub mod follow;
pub mod note;
pub mod proof;
pub mod seal;
pub mod tile;
pub mod tree;

pub use tree::Hash;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Base64 as all formats of the log write it: RFC 4648, 4, with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes behind [`to_base64`]; `None` for any other spelling of them.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().filter(|bytes| STANDARD.encode(bytes) == text)
}

/// A decimal number as all formats write it: digits, without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    if plain && !leading { text.parse().ok() } else { None }
}
