//! What a group has decided so far, over the snapshot it started from. Checks only read it, and only
//! an accepted fact writes to it, so a refused command leaves nothing.

use super::StoreError;
use super::layout::Family;
use super::read::{Pair, Read};
use super::rows::Row;
use crate::codec::value;
use std::collections::BTreeMap;

/// Rows by key; `None` is a deleted one.
type Rows = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// Pending rows over a base state.
#[derive(Debug)]
pub struct Overlay<B> {
    base: B,
    families: Vec<Rows>,
}

impl<B: Read> Overlay<B> {
    /// Nothing pending.
    pub fn new(base: B) -> Self {
        Self { base, families: vec![Rows::new(); Family::ALL.len()] }
    }

    /// Writes a row.
    pub fn put<R: Row>(&mut self, key: Vec<u8>, row: &R) -> Result<(), StoreError> {
        let bytes = value::encode(R::VERSION, row).map_err(|_| StoreError::Damaged {
            family: R::FAMILY.name(),
            reason: "cannot be encoded",
        })?;
        self.put_bytes(R::FAMILY, key, bytes);
        Ok(())
    }

    /// Writes bytes.
    pub fn put_bytes(&mut self, family: Family, key: Vec<u8>, bytes: Vec<u8>) {
        self.set(family, key, Some(bytes));
    }

    /// Deletes a row.
    pub fn delete(&mut self, family: Family, key: Vec<u8>) {
        self.set(family, key, None);
    }

    /// The state below; what is pending is gone.
    pub fn into_base(self) -> B {
        self.base
    }

    /// Every pending row in order of family and key.
    pub fn pending(&self) -> impl Iterator<Item = (Family, &[u8], Option<&[u8]>)> {
        Family::ALL.iter().zip(&self.families).flat_map(|(family, rows)| {
            rows.iter().map(|(key, row)| (*family, key.as_slice(), row.as_deref()))
        })
    }

    fn set(&mut self, family: Family, key: Vec<u8>, row: Option<Vec<u8>>) {
        if let Some(rows) = self.families.get_mut(family as usize) {
            rows.insert(key, row);
        }
    }

    fn rows(&self, family: Family) -> &Rows {
        // Made with one map per family; a missing one cannot happen and would read as empty.
        const EMPTY: &Rows = &Rows::new();
        self.families.get(family as usize).unwrap_or(EMPTY)
    }
}

impl<B: Read> Read for Overlay<B> {
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match self.rows(family).get(key) {
            Some(Some(bytes)) => use_bytes(bytes).map(Some),
            Some(None) => Ok(None),
            None => self.base.with(family, key, use_bytes),
        }
    }

    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError> {
        let mut below = key.to_vec();
        loop {
            let base = self.base.last_at_or_before(family, prefix, &below)?;
            let start = base.as_ref().map_or(prefix, |(key, _)| key.as_slice());
            if start > below.as_slice() {
                return Ok(None);
            }
            let pending = self.rows(family).range(start.to_vec()..=below.clone());
            if let Some((key, Some(bytes))) = pending.rev().find(|(_, row)| row.is_some()) {
                return Ok(Some((key.clone(), bytes.clone())));
            }
            match base {
                // The base's row is deleted here: look further down.
                Some((key, _)) if self.rows(family).contains_key(&key) => match before(&key) {
                    Some(key) => below = key,
                    None => return Ok(None),
                },
                other => return Ok(other),
            }
        }
    }

    fn range(
        &self,
        family: Family,
        start: &[u8],
        end: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        if start >= end {
            return Ok(Vec::new());
        }
        // Beyond the last row that can be given, nothing matters.
        let mut live = 0;
        let mut needed = |row: &Option<Vec<u8>>| {
            let more = live < limit;
            live += usize::from(row.is_some());
            more
        };
        let pending = self.rows(family).range(start.to_vec()..end.to_vec());
        let pending: Vec<_> = pending.take_while(|(_, row)| needed(row)).collect();
        let deleted = pending.iter().filter(|(_, row)| row.is_none()).count();
        let base = self.base.range(family, start, end, limit.saturating_add(deleted))?;
        let mut merged: BTreeMap<Vec<u8>, Vec<u8>> = base.into_iter().collect();
        for (key, row) in pending {
            match row {
                Some(bytes) => merged.insert(key.clone(), bytes.clone()),
                None => merged.remove(key),
            };
        }
        Ok(merged.into_iter().take(limit).collect())
    }
}

/// The largest key before `key`; keys of ours never end in more zero bytes than their width.
pub(super) fn before(key: &[u8]) -> Option<Vec<u8>> {
    let mut key = key.to_vec();
    match key.pop()? {
        0 => Some(key),
        last => {
            key.push(last - 1);
            key.extend_from_slice(&[u8::MAX; 32]);
            Some(key)
        }
    }
}
