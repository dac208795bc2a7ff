//! The first facts of a ledger: its identity and zone, its first unit key, its first operator token.
//! At a later start: that the key folder still fits.

use super::commit::Block;
use super::tree;
use super::writer::finish_scrub;
use crate::clock::{Clock, Entropy, EntropyError};
use crate::domain::command::Document;
use crate::domain::day::Instant;
use crate::domain::unit_code::KeySlot;
use crate::domain::words::Role;
use crate::fact::body::Body;
use crate::fact::record::ActorRecord;
use crate::fact::seal::{Draft, Salts, SealError, seal};
use crate::log::checkpoint::Checkpoint;
use crate::log::note::{KeyKind, Signer};
use crate::rules::book::{self, Anew, Skipped};
use crate::rules::recall::calendar::CalendarError;
use crate::store::db::Db;
use crate::store::keyring::Keyring;
use crate::store::read::Read;
use crate::store::rows::UnitKeyRow;
use crate::store::rows::{KEY_EXPOSED, KEY_RETIRED};
use crate::store::{KeyringError, StoreError};
use crate::views::query;

/// Algorithm of unit keys: 1 = Feistel of two 35-bit halves, ten rounds of keyed BLAKE3.
pub const UNIT_ALGORITHM: u8 = 1;

/// Why a ledger cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("{0:?} is no time zone of the IANA database")]
    Zone(String),
    #[error("shipped with the program: {0}")]
    Calendar(#[from] CalendarError),
    #[error("{0}: {1}; it should be the file that --high-water wrote for this ledger")]
    Mark(String, String),
    #[error(
        "this store was put back to an earlier state: it holds {facts} facts, and {path} shows that the log had published {marked}, \
         or others. Nothing was changed. Put the newest copy in its place; if there is none, go on under a new name of the log: \
         suyuan continue-log --data DIR --high-water {path} --origin NAME"
    )]
    RolledBack { facts: u64, marked: u64, path: String },
    #[error("{0:?} cannot name a log: a new name, without white space and plus sign")]
    Origin(String),
    #[error("this ledger judges dates in {0}; start it with --zone {0}")]
    OtherZone(String),
}

/// A token to be shown once.
pub struct FirstToken {
    pub id: [u8; 8],
    pub hash: [u8; 32],
}

/// Writes the first block of an empty ledger; `token` is the first operator's.
pub fn open_ledger(
    db: &Db,
    keyring: &mut Keyring,
    clock: &Clock,
    entropy: &Entropy,
    zone: &str,
    token: &FirstToken,
) -> Result<(), OpenError> {
    let slot = KeySlot::new(0).ok_or(KeyringError::Missing(0))?;
    let fingerprint = keyring.add_unit_key(slot, entropy)?;
    let mut ledger = [0; 16];
    ledger.copy_from_slice(entropy.bytes32()?.first_chunk::<16>().unwrap_or(&[0; 16]));
    let bodies = [
        Body::LedgerOpened { ledger, zone: zone.to_owned() },
        Body::UnitKeyAdded { slot: 0, algorithm: UNIT_ALGORITHM, fingerprint },
        operator_token(token),
    ];
    append(db, tree::signer(&db.snapshot(), keyring)?.as_ref(), (clock, entropy), bodies)
}

/// Writes a new operator token, when the first was lost.
pub fn add_operator_token(
    db: &Db,
    keyring: &Keyring,
    clock: &Clock,
    entropy: &Entropy,
    token: &FirstToken,
) -> Result<(), OpenError> {
    append(
        db,
        tree::signer(&db.snapshot(), keyring)?.as_ref(),
        (clock, entropy),
        [operator_token(token)],
    )
}

/// What can be done with the unit keys of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// A new key in the next free slot, used for codes from now on when earlier ones are retired.
    Add,
    /// No more codes are made with it; those printed stay good.
    Retire(u8),
    /// It became known to others: codes made with it say so from now on.
    Expose(u8),
}

/// Changes the keyring by a fact; returns the slot.
pub fn change_unit_key(
    db: &Db,
    keyring: &mut Keyring,
    clock: &Clock,
    entropy: &Entropy,
    change: KeyChange,
) -> Result<u8, OpenError> {
    let known = db.snapshot().rows::<UnitKeyRow>(&[], &[], 32)?;
    let (slot, body) = match change {
        KeyChange::Add => {
            let slot = u8::try_from(known.len()).ok().and_then(KeySlot::new);
            let slot = slot.ok_or(KeyringError::Full)?;
            let fingerprint = keyring.add_unit_key(slot, entropy)?;
            let slot = slot.get();
            (slot, Body::UnitKeyAdded { slot, algorithm: UNIT_ALGORITHM, fingerprint })
        }
        KeyChange::Retire(slot) => (slot, Body::UnitKeyChanged { slot, state: KEY_RETIRED }),
        KeyChange::Expose(slot) => (slot, Body::UnitKeyChanged { slot, state: KEY_EXPOSED }),
    };
    if change != KeyChange::Add && !known.iter().any(|(key, _)| key.first() == Some(&slot)) {
        return Err(KeyringError::Missing(slot).into());
    }
    let exposed =
        known.iter().any(|(key, row)| key.first() == Some(&slot) && row.state == KEY_EXPOSED);
    if exposed {
        // What became known stays known: retiring it would turn its codes green again.
        return Err(KeyringError::Exposed(slot).into());
    }
    append(db, tree::signer(&db.snapshot(), keyring)?.as_ref(), (clock, entropy), [body])?;
    Ok(slot)
}

/// Names the key that signs the ledger as a log from now on: a new one, under the log's address without
/// scheme.
pub fn open_log(
    db: &Db,
    keyring: &mut Keyring,
    clock: &Clock,
    entropy: &Entropy,
    origin: &str,
) -> Result<Signer, OpenError> {
    let seed = keyring.add_log_seed(entropy)?;
    let signer = Signer::from_seed(origin, KeyKind::Log, &seed);
    let signer = signer.ok_or_else(|| OpenError::Origin(origin.to_owned()))?;
    let key = *signer.verifier().key();
    let origin = origin.to_owned();
    append(db, None, (clock, entropy), [Body::LogOpened { origin, key, previous: None }])?;
    tree::resume(db, Some(&signer))?;
    Ok(signer)
}

/// Goes on under a new name of the log after the store was put back to an earlier state than `lost`, which
/// the log had published: nothing is ever signed again under the old name.
pub fn continue_log(
    db: &Db,
    keyring: &Keyring,
    (clock, entropy): (&Clock, &Entropy),
    origin: &str,
    lost: &Checkpoint,
) -> Result<(), OpenError> {
    let seed = keyring.log_seed().ok_or(KeyringError::LogKey("is not there"))?;
    let signer = Signer::from_seed(origin, KeyKind::Log, &seed);
    let signer = signer.filter(|_| origin != lost.origin);
    let signer = signer.ok_or_else(|| OpenError::Origin(origin.to_owned()))?;
    let (origin, key) = (origin.to_owned(), *signer.verifier().key());
    let previous = Some((lost.origin.clone(), lost.size, lost.root));
    append(db, None, (clock, entropy), [Body::LogOpened { origin, key, previous }])?;
    Ok(tree::resume(db, Some(&signer))?)
}

/// Adopts the policies that came with the program and that the ledger does not know yet: a newer
/// program brings newer ones. What does not go together with a policy of the operator is left out and
/// told: an update must not stop a service that works.
pub fn adopt_shipped(
    db: &Db,
    keyring: &Keyring,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<Vec<Skipped>, OpenError> {
    let Anew { adopt, skipped } = book::shipped_anew(&db.snapshot())?;
    for Skipped { id, version, reason, .. } in &skipped {
        tracing::warn!(policy = %format!("{id}@{version}"), reason, "a shipped policy is left out");
    }
    if !adopt.is_empty() {
        append(
            db,
            tree::signer(&db.snapshot(), keyring)?.as_ref(),
            (clock, entropy),
            [Body::PoliciesAdopted { policies: adopt }],
        )?;
    }
    Ok(skipped)
}

/// The zone of an open ledger; `None` when it is empty. Finishes an erasure that a crash interrupted
/// and refuses a key folder that does not fit.
pub fn resume(db: &Db, keyring: &Keyring) -> Result<Option<String>, OpenError> {
    super::replay::finish(db)?;
    finish_scrub(db)?;
    tree::complete(db)?;
    let snapshot = db.snapshot();
    for (key, row) in snapshot.rows::<UnitKeyRow>(&[], &[], 32)? {
        keyring.require(key.first().copied().unwrap_or_default(), row.fingerprint)?;
    }
    match query::private(&snapshot, 0)?.map(|private| private.body) {
        Some(Body::LedgerOpened { zone, .. }) => Ok(Some(zone)),
        Some(_) => Err(StoreError::Damaged { family: "private", reason: "no opening fact" }.into()),
        None => Ok(None),
    }
}

fn operator_token(token: &FirstToken) -> Body {
    Body::TokenIssued {
        token: token.id,
        hash: token.hash,
        role: Role::Operator.number(),
        organization: None,
        region: None,
        post: None,
        expires_on: None,
    }
}

fn append(
    db: &Db,
    signer: Option<&Signer>,
    (clock, entropy): (&Clock, &Entropy),
    bodies: impl IntoIterator<Item = Body>,
) -> Result<(), OpenError> {
    let mut block = Block::new(db.snapshot())?;
    let last = block.next_position().checked_sub(1);
    let last = last.map(|last| query::receipt(&block.view, last)).transpose()?.flatten();
    let now = clock.now_ms().max(last.map_or(i64::MIN, |last| last.recorded_at.0));
    for body in bodies {
        let draft = Draft {
            actor: ActorRecord::service(),
            retry: None,
            body,
            document: Document::default(),
        };
        let salts = Salts::from_seed(entropy.bytes32()?);
        let fact = seal(draft, block.next_position(), Instant(now), salts)?;
        block.append(fact)?;
    }
    Ok(block.commit(db, signer)?)
}
