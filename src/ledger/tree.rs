//! The ledger as leaves of a tree: its hashes grow with every fact, in the fact's own batch, and each
//! group ends with a checkpoint signed by the log's key. What the tree is stands in `log`.

use super::genesis::OpenError;
use crate::limits::REPLAY_FACTS_COUNT;
use crate::log::checkpoint::Checkpoint;
use crate::log::note::{KeyKind, Note, Signer, Verifier};
use crate::log::tree::{Node, append, leaf_hash, root as root_of};
use crate::log::{Hash, tree};
use crate::store::db::Db;
use crate::store::keyring::Keyring;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::LogKeyRow;
use crate::store::{KeyringError, StoreError};
use crate::views::query;

use super::commit::batch;

/// The last checkpoint, as it was signed.
const CHECKPOINT: &[u8] = b"checkpoint";

/// Adds a fact's envelope as the next leaf.
pub fn grow<B: Read>(
    view: &mut Overlay<B>,
    position: u64,
    envelope: &[u8],
) -> Result<(), StoreError> {
    for (node, hash) in append(position, leaf_hash(envelope), |node| stored(view, node))? {
        view.put_bytes(Family::LogHashes, key::log_hash(node.level, node.index), hash.to_vec());
    }
    Ok(())
}

/// The hash of a complete subtree.
pub fn stored(view: &impl Read, node: Node) -> Result<Hash, StoreError> {
    let missing = StoreError::Damaged { family: "log_hashes", reason: "a hash is missing" };
    let bytes = view.bytes(Family::LogHashes, &key::log_hash(node.level, node.index))?;
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(missing)
}

/// Root of the tree of the first `size` facts.
pub fn root(view: &impl Read, size: u64) -> Result<Hash, StoreError> {
    root_of(size, |node| stored(view, node))
}

/// The last checkpoint; `None` where the ledger has no log key yet.
pub fn published(view: &impl Read) -> Result<Option<(Checkpoint, Note)>, StoreError> {
    let Some(bytes) = view.bytes(Family::Meta, CHECKPOINT)? else { return Ok(None) };
    let note = Note::parse(&bytes).ok();
    let read = note.and_then(|note| Some((Checkpoint::parse(&note.text)?, note)));
    let damaged = StoreError::Damaged { family: "meta", reason: "unreadable checkpoint" };
    read.ok_or(damaged).map(Some)
}

/// Signs the state after the first `size` facts, in the batch that writes them.
pub fn sign<B: Read>(view: &mut Overlay<B>, signer: &Signer, size: u64) -> Result<(), StoreError> {
    let origin = signer.verifier().name().to_owned();
    let text = Checkpoint { origin, size, root: root(view, size)? }.to_string();
    let note = Note { signatures: vec![signer.sign(&text, 0)], text };
    view.put_bytes(Family::Meta, CHECKPOINT.to_vec(), note.to_string().into_bytes());
    Ok(())
}

/// The public key of the log; `None` where the ledger has none yet.
pub fn verifier(view: &impl Read) -> Result<Option<Verifier>, StoreError> {
    let Some((_, row)) = view.last_row::<LogKeyRow>(&[], &key::position(u64::MAX))? else {
        return Ok(None);
    };
    let damaged = StoreError::Damaged { family: "log_keys", reason: "no name for a key" };
    Verifier::new(&row.origin, KeyKind::Log, row.key).ok_or(damaged).map(Some)
}

/// The key that signs, where the ledger names one. Errors: the key folder has none, or another one.
pub fn signer(view: &impl Read, keyring: &Keyring) -> Result<Option<Signer>, OpenError> {
    let Some(known) = verifier(view)? else { return Ok(None) };
    let seed = keyring.log_seed().ok_or(KeyringError::LogKey("is not there"))?;
    let signer = Signer::from_seed(known.name(), KeyKind::Log, &seed);
    let signer = signer.filter(|signer| *signer.verifier() == known);
    Ok(Some(signer.ok_or(KeyringError::LogKey("is not the one that the ledger names"))?))
}

/// Adds the facts that are no leaves yet: those of a store from before it had a tree.
pub fn complete(db: &Db) -> Result<(), StoreError> {
    let facts = query::facts(&db.snapshot())?;
    let mut position = leaves(db, facts)?;
    while position < facts {
        let snapshot = db.snapshot();
        let mut view = Overlay::new(db.snapshot());
        let (start, end) = (key::position(position), key::position(u64::MAX));
        for (fact_key, envelope) in
            snapshot.range(Family::Facts, &start, &end, REPLAY_FACTS_COUNT)?
        {
            if key::last_number(&fact_key) != Some(position) {
                let reason = "a position is missing";
                return Err(StoreError::Damaged { family: "facts", reason });
            }
            grow(&mut view, position, &envelope)?;
            position += 1;
        }
        db.commit(batch(db, &view)?)?;
    }
    Ok(())
}

/// Refuses a store that its last checkpoint does not fit, since bytes were changed behind the service's
/// back, and signs what is not signed yet.
pub fn resume(db: &Db, signer: Option<&Signer>) -> Result<(), StoreError> {
    let facts = query::facts(&db.snapshot())?;
    let mut view = Overlay::new(db.snapshot());
    let last = published(&view)?.map(|(checkpoint, _)| checkpoint);
    if let Some(checkpoint) = &last {
        let fits = checkpoint.size <= facts && root(&view, checkpoint.size)? == checkpoint.root;
        if !fits {
            let reason = "the ledger does not fit the checkpoint that it signed: restore a backup";
            return Err(StoreError::Damaged { family: "log_hashes", reason });
        }
    }
    let unsigned = last.is_none_or(|checkpoint| checkpoint.size < facts);
    if let Some(signer) = signer.filter(|_| unsigned) {
        sign(&mut view, signer, facts)?;
        db.commit(batch(db, &view)?)?;
    }
    Ok(())
}

/// Leaves that are stored: all, or as many as a store of an earlier program has.
fn leaves(db: &Db, facts: u64) -> Result<u64, StoreError> {
    let snapshot = db.snapshot();
    let prefix = [0];
    let last =
        snapshot.last_at_or_before(Family::LogHashes, &prefix, &key::log_hash(0, u64::MAX))?;
    let stored = last.and_then(|(key, _)| key::last_number(&key)).map_or(0, |index| index + 1);
    Ok(stored.min(facts))
}

/// Proof that a fact stands in the published log; `None` where it does not yet.
pub fn inclusion(
    view: &impl Read,
    position: u64,
    size: u64,
) -> Result<Option<Vec<Hash>>, StoreError> {
    tree::inclusion(position, size, |node| stored(view, node))
}

/// Proof that the log of `old` facts is the beginning of that of `new` ones.
pub fn consistency(view: &impl Read, old: u64, new: u64) -> Result<Option<Vec<Hash>>, StoreError> {
    tree::consistency(old, new, |node| stored(view, node))
}
