//! Files of evidence against the facts that name them: every one is there and has the bytes its name
//! says, and what was erased may be gone. Files that no fact names are none of its business: a working
//! service has some, and a start removes them.

use super::VerifyError;
use crate::domain::evidence::EvidenceHash;
use crate::store::StoreError;
use crate::store::db::{Batch, Db, Snapshot};
use crate::store::evidence::Files;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::EvidenceRow;
use std::collections::BTreeMap;

const LEFT_OUT: &[u8] = b"left-out-evidence/";

/// Checks every file; returns how many.
pub fn verify(ledger: &Snapshot<'_>, files: &Files) -> Result<u64, VerifyError> {
    let mut count = 0;
    for (hash, position) in named(ledger)? {
        match files.read(hash) {
            Ok(Some(_)) => count += 1,
            Ok(None) if is_left_out(ledger, hash)? => {}
            Ok(None) => return Err(VerifyError::Fact(position, "its file of evidence is missing")),
            Err(StoreError::Damaged { .. }) => {
                return Err(VerifyError::Fact(position, "its file of evidence was changed"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(count)
}

/// Files that must be there, each with a fact that names it.
pub fn named(ledger: &Snapshot<'_>) -> Result<BTreeMap<EvidenceHash, u64>, StoreError> {
    let mut found = BTreeMap::new();
    each(ledger, |hash, row| {
        if row.erased.is_none() {
            found.insert(hash, row.position);
        }
    })?;
    Ok(found)
}

/// Deletes files that a newer copy of the ledger shows as erased, noting that they were left out.
pub fn leave_out(db: &Db, files: &Files, newer: &Snapshot<'_>) -> Result<usize, StoreError> {
    let (kept, mut gone) = (named(newer)?, Vec::new());
    let own = named(&db.snapshot())?;
    each(newer, |hash, row| {
        if row.erased.is_some() && !kept.contains_key(&hash) && own.contains_key(&hash) {
            gone.push(hash);
        }
    })?;
    gone.sort_unstable();
    gone.dedup();
    let mut batch = Batch::default();
    for hash in &gone {
        db.change(&mut batch, (Family::Meta, &left_out_key(*hash), Some(&[1])))?;
    }
    db.commit(batch)?;
    gone.iter().try_for_each(|hash| files.remove(*hash))?;
    Ok(gone.len())
}

/// Whether a restore left a file out.
pub fn is_left_out(view: &impl Read, hash: EvidenceHash) -> Result<bool, StoreError> {
    Ok(view.bytes(Family::Meta, &left_out_key(hash))?.is_some())
}

fn each(
    ledger: &Snapshot<'_>,
    mut each: impl FnMut(EvidenceHash, &EvidenceRow),
) -> Result<(), StoreError> {
    ledger.each(Family::Evidence, &[], |row_key, bytes| {
        let damaged = StoreError::Damaged { family: "evidence", reason: "unreadable key" };
        let hash = EvidenceHash(key::read_evidence(row_key).ok_or(damaged)?);
        each(hash, &decode::<EvidenceRow>(bytes)?);
        Ok(())
    })
}

fn left_out_key(hash: EvidenceHash) -> Vec<u8> {
    [LEFT_OUT, &hash.0].concat()
}
