//! Reading rows: the same functions over a snapshot and over what the writer has decided but not yet
//! committed.

use super::StoreError;
use super::layout::Family;
use super::rows::Row;
use crate::codec::key::after_prefix;
use crate::codec::value;

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// A consistent state of the store.
pub trait Read {
    /// Calls `use_bytes` with the value under `key`; `None` when there is none.
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError>;

    /// The last row whose key is `key` or before it and starts with `prefix`.
    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError>;

    /// Rows from `start` (included) to `end` (excluded), in order, at most `limit`.
    fn range(
        &self,
        family: Family,
        start: &[u8],
        end: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError>;

    /// The row under `key`.
    fn row<R: Row>(&self, key: &[u8]) -> Result<Option<R>, StoreError> {
        self.with(R::FAMILY, key, decode::<R>)
    }

    /// The bytes under `key`.
    fn bytes(&self, family: Family, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(family, key, |bytes| Ok(bytes.to_vec()))
    }

    /// Typed [`Read::last_at_or_before`].
    fn last_row<R: Row>(
        &self,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<(Vec<u8>, R)>, StoreError> {
        let found = self.last_at_or_before(R::FAMILY, prefix, key)?;
        found.map(|(key, bytes)| Ok((key, decode::<R>(&bytes)?))).transpose()
    }

    /// Typed rows whose key starts with `prefix` and does not stand before `from`.
    fn rows<R: Row>(
        &self,
        prefix: &[u8],
        from: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, R)>, StoreError> {
        let end = after_prefix(prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
        let start = if from < prefix { prefix } else { from };
        self.range(R::FAMILY, start, &end, limit)?
            .into_iter()
            .map(|(key, bytes)| Ok((key, decode::<R>(&bytes)?)))
            .collect()
    }
}

/// Reads a row's bytes.
pub fn decode<R: Row>(bytes: &[u8]) -> Result<R, StoreError> {
    value::decode(R::VERSION, bytes)
        .map_err(|_| StoreError::Damaged { family: R::FAMILY.name(), reason: "unreadable value" })
}
