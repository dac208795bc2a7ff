//! Reading rows: the same functions over a snapshot and over what the writer has decided but not yet
//! committed.

use super::StoreError;
use super::layout::Family;
use super::rows::Row;
use crate::codec::key::after_prefix;
use crate::codec::value;
use std::cell::RefCell;

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

/// The bytes under a key, if there are any.
type Found = Option<Vec<u8>>;

/// A state that keeps what it read of one family: for an answer that comes back to the same few rows.
/// Used by one thread for one answer; a state never changes, so nothing kept is ever out of date.
#[derive(Debug)]
pub struct Remembering<'a, V> {
    view: &'a V,
    family: Family,
    kept: RefCell<Vec<(Vec<u8>, Found)>>,
}

impl<'a, V: Read> Remembering<'a, V> {
    /// Nothing kept yet.
    pub fn new(view: &'a V, family: Family) -> Self {
        Self { view, family, kept: RefCell::default() }
    }
}

impl<V: Read> Read for Remembering<'_, V> {
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        if family != self.family {
            return self.view.with(family, key, use_bytes);
        }
        let known = self
            .kept
            .borrow()
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.clone());
        let value = match known {
            Some(value) => value,
            None => {
                let value = self.view.bytes(family, key)?;
                self.kept.borrow_mut().push((key.to_vec(), value.clone()));
                value
            }
        };
        value.as_deref().map(use_bytes).transpose()
    }

    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError> {
        self.view.last_at_or_before(family, prefix, key)
    }

    fn range(
        &self,
        family: Family,
        start: &[u8],
        end: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        self.view.range(family, start, end, limit)
    }
}

/// Reads a row's bytes.
pub fn decode<R: Row>(bytes: &[u8]) -> Result<R, StoreError> {
    value::decode(R::VERSION, bytes)
        .map_err(|_| StoreError::Damaged { family: R::FAMILY.name(), reason: "unreadable value" })
}
