//! Verification from outside: the chain of blocks, every commitment, and that the views equal a replay.
//! It reads a snapshot and changes nothing, so it may run beside a working service.

use super::commit::block_hash;
use super::replay::{first_difference, private, replay};
use crate::codec::key::KeyReader;
use crate::fact::body::Body;
use crate::fact::seal::{batch_commitment, commit, hex_text};
use crate::store::StoreError;
use crate::store::db::{Db, Snapshot};
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::BlockRow;
use serde_json::Value;
use std::collections::BTreeSet;

pub mod evidence;

/// What was found to be in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    pub facts: u64,
    pub blocks: u64,
    pub sections: u64,
    pub erased: u64,
    /// Hash of the last block: two copies of a ledger agree exactly when these do.
    pub head: [u8; 32],
}

/// What is wrong, at which place.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("fact {0}: {1}")]
    Fact(u64, &'static str),
    #[error("block at {0}: {1}")]
    Block(u64, &'static str),
    #[error("view {family} differs from a replay at key {key}")]
    View { family: &'static str, key: String },
}

/// Checks the chain and every commitment of `ledger`; then replays it into the empty store `scratch`
/// and compares all views.
pub fn verify(
    ledger: &Snapshot<'_>,
    scratch: &Db,
    mut progress: impl FnMut(u64),
) -> Result<Verified, VerifyError> {
    let verified = chain(ledger, &mut progress)?;
    replay(ledger, scratch, &mut progress)?;
    match first_difference(ledger, &scratch.snapshot())? {
        None => Ok(verified),
        Some((family, key)) => {
            let key = String::from_utf8_lossy(&key).escape_debug().to_string();
            Err(VerifyError::View { family, key })
        }
    }
}

fn chain(ledger: &Snapshot<'_>, progress: &mut impl FnMut(u64)) -> Result<Verified, VerifyError> {
    let erased = erased(ledger)?;
    let mut found =
        Verified { facts: 0, blocks: 0, sections: 0, erased: erased.len() as u64, head: [0; 32] };
    let mut blocks = Vec::new();
    ledger.each(Family::Blocks, &[], |key, value| {
        blocks.push((key::last_number(key).unwrap_or_default(), decode::<BlockRow>(value)?));
        Ok(())
    })?;
    for (first, block) in blocks {
        if first != found.facts {
            return Err(VerifyError::Block(first, "does not follow the block before it"));
        }
        if block.previous != found.head {
            return Err(VerifyError::Block(first, "names another block before it"));
        }
        let mut contents = Vec::new();
        for position in first..first + u64::from(block.count) {
            contents.push(fact(ledger, position, &erased, &mut found)?);
        }
        if block_hash(block.previous, first, &contents) != block.hash {
            return Err(VerifyError::Block(first, "its hash does not fit its facts"));
        }
        found.head = block.hash;
        found.blocks += 1;
        found.facts += u64::from(block.count);
        progress(found.facts);
    }
    if ledger.bytes(Family::Facts, &key::position(found.facts))?.is_some() {
        return Err(VerifyError::Fact(found.facts, "belongs to no block"));
    }
    Ok(found)
}

/// Checks one fact against its commitments and returns its content id.
fn fact(
    ledger: &Snapshot<'_>,
    position: u64,
    erased: &BTreeSet<(u64, u8)>,
    found: &mut Verified,
) -> Result<[u8; 32], VerifyError> {
    let wrong = |what| VerifyError::Fact(position, what);
    let bytes =
        ledger.bytes(Family::Facts, &key::position(position))?.ok_or(wrong("is missing"))?;
    let envelope: Value = serde_json::from_slice(&bytes).map_err(|_| wrong("is no JSON"))?;
    if crate::codec::canonical::to_bytes(&envelope) != bytes {
        return Err(wrong("is not canonical JSON"));
    }
    if envelope.get("position").and_then(Value::as_u64) != Some(position) {
        return Err(wrong("states another position"));
    }
    let commitment = |name: &str| envelope.pointer(&format!("/commitments/{name}")).cloned();
    let part = ledger.bytes(Family::Private, &key::position(position))?;
    let part = part.ok_or(wrong("has no private part"))?;
    if commitment("private") != Some(hex_text(commit("private", &part)).into()) {
        return Err(wrong("does not fit its private part"));
    }
    let private = private(&part)?;
    if envelope.get("type").and_then(Value::as_str) != Some(private.body.type_word()) {
        return Err(wrong("states another type than its private part"));
    }
    if let crate::fact::body::Subject::Batch { batch, salt } = private.body.subject() {
        let stated = envelope.pointer("/subject/commitment").and_then(Value::as_str);
        if stated != Some(&hex_text(batch_commitment(batch, salt))) {
            return Err(wrong("does not fit the batch it is about"));
        }
    }
    for (section, name) in [(0, "public"), (1, "restricted")] {
        let bytes = ledger.bytes(Family::Sections, &key::section(position, section))?;
        match (commitment(name), bytes) {
            (None, None) => {}
            (Some(_), None) if erased.contains(&(position, section)) => {}
            (Some(stated), Some(bytes)) if stated == hex_text(commit(name, &bytes)).as_str() => {
                found.sections += 1;
            }
            _ => return Err(wrong("does not fit one of its sections")),
        }
    }
    Ok(*blake3::hash(&bytes).as_bytes())
}

/// Deletes sections that a newer copy of the ledger shows as erased, noting that they were left out.
pub fn leave_out(db: &Db, erased: &BTreeSet<(u64, u8)>) -> Result<usize, StoreError> {
    let facts = crate::views::query::facts(&db.snapshot())?;
    let mut batch = crate::store::db::Batch::default();
    let mut count = 0;
    for (position, section) in erased.iter().filter(|(position, _)| *position < facts) {
        let key = key::section(*position, *section);
        if db.snapshot().bytes(Family::Sections, &key)?.is_some() {
            db.change(&mut batch, (Family::Sections, &key, None))?;
            db.change(&mut batch, (Family::Meta, &left_out_key(*position, *section), Some(&[1])))?;
            count += 1;
        }
    }
    db.commit(batch)?;
    Ok(count)
}

const LEFT_OUT: &[u8] = b"left-out/";

fn left_out_key(position: u64, section: u8) -> Vec<u8> {
    [LEFT_OUT, &key::section(position, section)].concat()
}

/// Sections that facts say were erased, or that a restore left out.
pub fn erased(ledger: &Snapshot<'_>) -> Result<BTreeSet<(u64, u8)>, StoreError> {
    let mut all = BTreeSet::new();
    ledger.each(Family::Private, &[], |_, bytes| {
        match private(bytes)?.body {
            Body::SectionErased { section, positions, .. } => {
                all.extend(positions.into_iter().map(|position| (position, section)));
            }
            // Names and contacts stand in restricted halves.
            Body::ConsigneeErased { positions, .. } => {
                all.extend(positions.into_iter().map(|position| (position, 1)));
            }
            _ => {}
        }
        Ok(())
    })?;
    ledger.each(Family::Meta, LEFT_OUT, |key, _| {
        let mut reader = KeyReader::new(key.get(LEFT_OUT.len()..).unwrap_or_default());
        all.extend(reader.u64().zip(reader.u8()));
        Ok(())
    })?;
    Ok(all)
}
