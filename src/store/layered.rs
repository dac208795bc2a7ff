//! A state over another one: rows that a trial has decided so far lie in a store of their own, which is
//! thrown away. Each value there begins with a byte that tells a row from the mark of a deleted one.

use super::StoreError;
use super::db::{Batch, Db, Snapshot};
use super::layout::Family;
use super::overlay::Overlay;
use super::read::{Pair, Read};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

const DELETED: u8 = 0;
const ROW: u8 = 1;

/// A store that is made when it is first needed, and removed in the end.
pub struct Scratch {
    folder: PathBuf,
    db: OnceLock<Db>,
}

impl Scratch {
    /// One that will lie in a folder which nobody else uses.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, db: OnceLock::new() }
    }

    fn db(&self) -> Result<&Db, StoreError> {
        if self.db.get().is_none() {
            // What an earlier process left there is of no use.
            let _nothing_there = std::fs::remove_dir_all(&self.folder);
            let _set = self.db.set(Db::open_scratch(&self.folder)?);
        }
        self.db.get().ok_or(StoreError::Damaged { family: "scratch", reason: "is not there" })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.db.take().is_some()
            && let Err(error) = std::fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "the scratch store of a trial could not be removed");
        }
    }
}

/// A snapshot, and over it what a scratch store holds.
pub struct Layered<'a> {
    base: Snapshot<'a>,
    upper: Option<Snapshot<'a>>,
}

impl<'a> Layered<'a> {
    /// Nothing over it.
    pub fn new(base: Snapshot<'a>) -> Self {
        Self { base, upper: None }
    }

    /// Moves pending rows into the scratch store: none is pending then.
    pub fn settle(
        pending: Overlay<Self>,
        scratch: &'a Scratch,
    ) -> Result<Overlay<Self>, StoreError> {
        let db = scratch.db()?;
        let mut batch = Batch::default();
        for (family, key, value) in pending.pending() {
            let tagged = value.map_or(vec![DELETED], |value| [&[ROW], value].concat());
            db.change(&mut batch, (family, key, Some(&tagged)))?;
        }
        db.write_unsynced(batch)?;
        let base = pending.into_base().base;
        Ok(Overlay::new(Self { base, upper: Some(db.snapshot()) }))
    }
}

/// The row of a tagged value; `None`: it was deleted.
fn untagged(value: &[u8]) -> Option<&[u8]> {
    value.split_first().filter(|(tag, _)| **tag == ROW).map(|(_, row)| row)
}

impl Read for Layered<'_> {
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut use_bytes = Some(use_bytes);
        if let Some(upper) = &self.upper {
            let found = upper.with(family, key, |value| {
                let row = untagged(value).zip(use_bytes.take());
                row.map(|(row, use_bytes)| use_bytes(row)).transpose()
            })?;
            if let Some(found) = found {
                return Ok(found);
            }
        }
        match use_bytes {
            Some(use_bytes) => self.base.with(family, key, use_bytes),
            None => Ok(None),
        }
    }

    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError> {
        let Some(upper) = &self.upper else {
            return self.base.last_at_or_before(family, prefix, key);
        };
        let mut below = key.to_vec();
        loop {
            let base = self.base.last_at_or_before(family, prefix, &below)?;
            let over = upper.last_at_or_before(family, prefix, &below)?;
            let Some((key, value)) = over else { return Ok(base) };
            if base.as_ref().is_some_and(|(known, _)| *known > key) {
                return Ok(base);
            }
            match untagged(&value) {
                Some(row) => return Ok(Some((key, row.to_vec()))),
                // Neither it nor anything above it is there: look further down.
                None => match super::overlay::before(&key) {
                    Some(key) => below = key,
                    None => return Ok(None),
                },
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
        let Some(upper) = &self.upper else {
            return self.base.range(family, start, end, limit);
        };
        let mut asked = limit;
        loop {
            let over = upper.range(family, start, end, asked)?;
            let whole = over.len() < asked;
            let last = over.last().map(|(key, _)| key.clone()).filter(|_| !whole);
            let deleted = over.iter().filter(|(_, value)| untagged(value).is_none()).count();
            let base = self.base.range(family, start, end, limit.saturating_add(deleted))?;
            let mut merged: BTreeMap<Vec<u8>, Vec<u8>> = base.into_iter().collect();
            for (key, value) in over {
                match untagged(&value) {
                    Some(row) => merged.insert(key, row.to_vec()),
                    None => merged.remove(&key),
                };
            }
            // Behind the last row that was read there may be more of the upper ones.
            merged.retain(|key, _| last.as_ref().is_none_or(|last| key <= last));
            if whole || merged.len() >= limit {
                return Ok(merged.into_iter().take(limit).collect());
            }
            asked = asked.saturating_mul(2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One step of a history: a key, and a value or its deletion.
    type Step = (u8, Option<u8>);

    fn write(view: &mut Overlay<impl Read>, steps: &[Step]) {
        for (key, value) in steps {
            match value {
                Some(value) => view.put_bytes(Family::EdgesIn, vec![1, *key], vec![*value]),
                None => view.delete(Family::EdgesIn, vec![1, *key]),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn three_layers_read_like_one(
            below in prop::collection::vec((0_u8..24, prop::option::of(0_u8..9)), 0..30),
            settled in prop::collection::vec((0_u8..24, prop::option::of(0_u8..9)), 0..30),
            pending in prop::collection::vec((0_u8..24, prop::option::of(0_u8..9)), 0..10),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let db = Db::open(&folder.path().join("base"), None).unwrap();
            let mut base = Overlay::new(db.snapshot());
            write(&mut base, &below);
            let mut batch = Batch::default();
            base.pending().try_for_each(|change| db.change(&mut batch, change)).unwrap();
            db.write_unsynced(batch).unwrap();
            drop(base);
            let scratch = Scratch::new(folder.path().join("scratch"));
            let mut view = Overlay::new(Layered::new(db.snapshot()));
            write(&mut view, &settled);
            let mut view = Layered::settle(view, &scratch).unwrap();
            write(&mut view, &pending);
            let mut model = BTreeMap::new();
            for (key, value) in below.iter().chain(&settled).chain(&pending) {
                match value {
                    Some(value) => model.insert(vec![1, *key], vec![*value]),
                    None => model.remove(&vec![1, *key]),
                };
            }
            for key in 0..25 {
                let at = vec![1, key];
                prop_assert_eq!(view.bytes(Family::EdgesIn, &at).unwrap(), model.get(&at).cloned());
                let last = model.range(..=at.clone()).next_back();
                let last = last.map(|(key, value)| (key.clone(), value.clone()));
                prop_assert_eq!(view.last_at_or_before(Family::EdgesIn, &[1], &at).unwrap(), last);
                for limit in [0, 1, 3, 100] {
                    let rows = view.range(Family::EdgesIn, &at, &[2], limit).unwrap();
                    let expected = model.range(at.clone()..).take(limit);
                    let expected: Vec<_> = expected.map(|(k, v)| (k.clone(), v.clone())).collect();
                    prop_assert_eq!(rows, expected);
                }
            }
        }
    }
}
