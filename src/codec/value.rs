//! Values: one version byte, then postcard. A changed shape is a new version with its own type; the
//! fixtures under `tests/fixtures/bytes` hold the old ones fast.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of `value` under `version`.
pub fn encode<T: Serialize>(version: u8, value: &T) -> Result<Vec<u8>, ValueError> {
    let mut bytes = Vec::with_capacity(64);
    bytes.push(version);
    postcard::to_extend(value, bytes).map_err(|_| ValueError::Encode)
}

/// Reads bytes written under `version`.
pub fn decode<T: DeserializeOwned>(version: u8, bytes: &[u8]) -> Result<T, ValueError> {
    match bytes.split_first() {
        Some((found, rest)) if *found == version => {
            let (value, left) = postcard::take_from_bytes(rest).map_err(|_| ValueError::Decode)?;
            if left.is_empty() { Ok(value) } else { Err(ValueError::Decode) }
        }
        Some((found, _)) => Err(ValueError::Version(*found)),
        None => Err(ValueError::Decode),
    }
}

/// Bytes that are not what this version wrote: the store is damaged or newer than the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    #[error("a value cannot be encoded")]
    Encode,
    #[error("a stored value cannot be read")]
    Decode,
    #[error("a stored value has version {0}, which this program does not know")]
    Version(u8),
}
