//! Webhooks as they are kept: rows of side state under the side that registered them.

use super::{HookUrl, Subscriber};
use crate::domain::code_ids::{SubscriptionId, TokenId};
use crate::domain::command::Actor;
use crate::domain::words::ChangeKind;
use crate::limits::SUBSCRIBER_WEBHOOKS_MAX;
use crate::store::StoreError;
use crate::store::db::{Batch, Db};
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{CursorRow, WebhookRow};
use crate::views::query;

/// What is to be registered.
pub struct Request<'a> {
    pub url: &'a HookUrl,
    pub kinds: &'a [ChangeKind],
    /// The client's name for the act: the same name is the same webhook.
    pub idempotency_key: &'a str,
    pub digest: [u8; 32],
    /// Milliseconds since 1970.
    pub now: i64,
}

/// What came of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registered {
    pub id: SubscriptionId,
    /// It was there before, by the same request.
    pub repeated: bool,
}

/// Why a webhook is not registered.
#[derive(Debug)]
pub enum RegisterError {
    /// The key was used for another request.
    Changed,
    TooMany,
    Store(StoreError),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Registers a webhook; it is told of what comes from now on. Only one may run at a time.
pub(super) fn register(
    db: &Db,
    subscriber: &Subscriber,
    actor: &Actor,
    request: &Request<'_>,
) -> Result<Registered, RegisterError> {
    let prefix = subscriber.prefix();
    let id = id(&prefix, actor.token, request.idempotency_key);
    let row_key = key::subscribed(&prefix, id.0);
    let mut view = Overlay::new(db.snapshot());
    if let Some(known) = view.row::<WebhookRow>(&row_key)? {
        let same = known.digest == request.digest;
        return same.then_some(Registered { id, repeated: true }).ok_or(RegisterError::Changed);
    }
    if hooks(&view, &prefix)?.len() >= SUBSCRIBER_WEBHOOKS_MAX {
        return Err(RegisterError::TooMany);
    }
    let row = WebhookRow {
        url: request.url.as_str().to_owned(),
        kinds: request.kinds.iter().map(|kind| kind.number()).collect(),
        region: actor.region.as_ref().map(|region| region.as_str().to_owned()),
        token: actor.token.0,
        digest: request.digest,
        created_at: request.now,
    };
    let position = query::facts(&view)?.saturating_sub(1);
    view.put(row_key.clone(), &row)?;
    view.put(row_key, &CursorRow { position, ..CursorRow::default() })?;
    db.commit(crate::ledger::commit::batch(db, &view)?)?;
    Ok(Registered { id, repeated: false })
}

/// Takes a webhook away; `false` when it is not there.
pub(super) fn remove(db: &Db, row_key: &[u8]) -> Result<bool, StoreError> {
    if db.snapshot().row::<WebhookRow>(row_key)?.is_none() {
        return Ok(false);
    }
    let mut batch = Batch::default();
    db.change(&mut batch, (Family::Webhooks, row_key, None))?;
    db.change(&mut batch, (Family::Cursors, row_key, None))?;
    db.commit(batch)?;
    Ok(true)
}

/// Lets a webhook go on in the name of a token, as if it had never failed.
pub(super) fn resume(db: &Db, row_key: &[u8], actor: &Actor) -> Result<(), StoreError> {
    let mut view = Overlay::new(db.snapshot());
    let Some(row) = view.row::<WebhookRow>(row_key)? else { return Ok(()) };
    let Some(cursor) = view.row::<CursorRow>(row_key)? else { return Ok(()) };
    let region = actor.region.as_ref().map(|region| region.as_str().to_owned());
    view.put(row_key.to_vec(), &WebhookRow { token: actor.token.0, region, ..row })?;
    let position = cursor.position;
    view.put(row_key.to_vec(), &CursorRow { position, ..CursorRow::default() })?;
    db.commit(crate::ledger::commit::batch(db, &view)?)
}

/// Notes how far a webhook has got; one that was taken away meanwhile stays away.
pub(super) fn note(db: &Db, row_key: &[u8], cursor: &CursorRow) -> Result<(), StoreError> {
    let mut view = Overlay::new(db.snapshot());
    if view.row::<WebhookRow>(row_key)?.is_none() {
        return Ok(());
    }
    view.put(row_key.to_vec(), cursor)?;
    db.commit(crate::ledger::commit::batch(db, &view)?)
}

/// The webhooks of a side, or with an empty prefix of everyone.
pub fn hooks(view: &impl Read, prefix: &[u8]) -> Result<Vec<(Vec<u8>, WebhookRow)>, StoreError> {
    view.rows::<WebhookRow>(prefix, prefix, usize::MAX)
}

/// The webhook of a row.
pub fn of_key(row_key: &[u8]) -> SubscriptionId {
    SubscriptionId(row_key.last_chunk().copied().unwrap_or_default())
}

fn id(prefix: &[u8], token: TokenId, idempotency_key: &str) -> SubscriptionId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"suyuan.v1.webhook\0").update(prefix).update(&token.0);
    hasher.update(idempotency_key.as_bytes());
    SubscriptionId(*hasher.finalize().as_bytes().first_chunk().unwrap_or(&[0; 8]))
}
