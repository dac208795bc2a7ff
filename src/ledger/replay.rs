//! Replay: every view again, from facts alone, through the same `apply` as live writes.

use super::commit::batch;
use super::tree;
use crate::codec::value;
use crate::fact::body::{PRIVATE_VERSION, Private};
use crate::limits::REPLAY_FACTS_COUNT;
use crate::store::StoreError;
use crate::store::db::{Batch, Db, Snapshot};
use crate::store::layout::{Family, Kind, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::views::apply::{At, apply};
use crate::views::query::recorded_at;

/// Drops the views of a store and writes them again. `progress` hears how many facts are done.
pub fn rebuild(db: &Db, progress: impl FnMut(u64)) -> Result<u64, StoreError> {
    mark(db, Some(VIEWS_PENDING))?;
    db.drop_views()?;
    let count = replay(&db.snapshot(), db, progress)?;
    db.flush()?;
    mark(db, None)?;
    Ok(count)
}

/// What is left to do in a store before it may be served.
const PENDING_KEY: &[u8] = b"pending";
/// The views are being made again.
pub const VIEWS_PENDING: &[u8] = b"views";
/// The store is a copy that is not finished.
pub const COPY_PENDING: &[u8] = b"copy";

/// Notes, synced, what is unfinished in a store, or that nothing is.
pub fn mark(db: &Db, pending: Option<&[u8]>) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    db.change(&mut batch, (Family::Meta, PENDING_KEY, pending))?;
    db.commit(batch)
}

/// Finishes a rebuild that was interrupted; refuses a copy that was.
pub fn finish(db: &Db) -> Result<(), StoreError> {
    match db.snapshot().bytes(Family::Meta, PENDING_KEY)? {
        Some(pending) if pending == VIEWS_PENDING => rebuild(db, |_| {}).map(|_| ()),
        Some(_) => {
            Err(StoreError::Damaged { family: "meta", reason: "an unfinished copy: copy again" })
        }
        None => Ok(()),
    }
}

/// Applies every fact of `from` to the views of `to`; returns how many there were.
pub fn replay(
    from: &Snapshot<'_>,
    to: &Db,
    mut progress: impl FnMut(u64),
) -> Result<u64, StoreError> {
    let mut position = 0;
    loop {
        let mut view = Overlay::new(to.snapshot());
        let start = position;
        let last = key::position(u64::MAX);
        let facts = from.range(Family::Facts, &key::position(start), &last, REPLAY_FACTS_COUNT)?;
        let parts =
            from.range(Family::Private, &key::position(start), &last, REPLAY_FACTS_COUNT)?;
        for ((fact_key, envelope), (part_key, part)) in facts.iter().zip(&parts) {
            if fact_key != part_key || key::last_number(fact_key) != Some(position) {
                return Err(StoreError::Damaged {
                    family: "facts",
                    reason: "a position is missing",
                });
            }
            let recorded_at = recorded_at(envelope)
                .ok_or(StoreError::Damaged { family: "facts", reason: "unreadable envelope" })?;
            let content_id = *blake3::hash(envelope).as_bytes();
            let at = At { position, recorded_at: recorded_at.0, content_id };
            apply(&mut view, &private(part)?, at)?;
            tree::grow(&mut view, position, envelope)?;
            position += 1;
        }
        if facts.len() != parts.len() {
            return Err(StoreError::Damaged {
                family: "private",
                reason: "a private part is missing",
            });
        }
        to.write_unsynced(batch(to, &view)?)?;
        progress(position);
        if position == start {
            return Ok(position);
        }
    }
}

/// The first view row in which two stores differ: family, key.
pub fn first_difference(
    left: &Snapshot<'_>,
    right: &Snapshot<'_>,
) -> Result<Option<(&'static str, Vec<u8>)>, StoreError> {
    for family in Family::ALL.iter().filter(|family| family.kind() == Kind::View) {
        let (mut from, end) = (Vec::new(), vec![u8::MAX; 64]);
        loop {
            let ours = left.range(*family, &from, &end, REPLAY_FACTS_COUNT)?;
            let theirs = right.range(*family, &from, &end, REPLAY_FACTS_COUNT)?;
            if ours != theirs {
                let differs = ours.iter().zip(&theirs).find(|(our, their)| our != their);
                let shorter = ours.len().min(theirs.len());
                let longer = ours.get(shorter).or(theirs.get(shorter));
                let key = differs.map(|(our, _)| our).or(longer).map(|(key, _)| key.clone());
                return Ok(Some((family.name(), key.unwrap_or_default())));
            }
            let Some((last, _)) = ours.last() else { break };
            from.clone_from(last);
            from.push(0);
        }
    }
    Ok(None)
}

/// Reads a stored private part.
pub fn private(salted: &[u8]) -> Result<Private, StoreError> {
    value::decode(PRIVATE_VERSION, salted.get(32..).unwrap_or_default())
        .map_err(|_| StoreError::Damaged { family: "private", reason: "unreadable private part" })
}
