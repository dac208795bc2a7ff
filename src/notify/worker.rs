//! One turn of a webhook: its next change is looked up, delivered, and noted as taken, or its next try
//! is put off.

use super::Subscriber;
use super::feed::{Page, Party, Reader, page};
use super::hooks;
use super::send::Outcome;
use super::webhooks::{Job, Shared, Turn};
use crate::access::Viewer;
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::region::Region;
use crate::domain::words::{ChangeKind, PauseReason, Role};
use crate::limits::WEBHOOK_FAILING_DAYS_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CursorRow, TokenIndexRow, TokenRow, WebhookRow};
use std::time::Duration;

const DAY_MS: i64 = 86_400_000;
/// The status by which a receiver says that it is no more (RFC 9110, 15.5.11).
const GONE: u16 = 410;

/// Serves webhooks until the service ends.
pub(super) fn run(shared: &Shared) {
    while let Some(job) = shared.take() {
        let turn = turn(shared, &job).unwrap_or_else(|error| {
            tracing::error!(%error, "a webhook could not be served");
            Turn::Later(Duration::from_millis(shared.tools.settings.retry_ms_max))
        });
        shared.done(&job, &turn);
    }
}

fn turn(shared: &Shared, job: &Job) -> Result<Turn, StoreError> {
    let row_key = job.row_key.as_slice();
    let (hook, cursor, page) = {
        let view = shared.tools.db.snapshot();
        let Some(hook) = view.row::<WebhookRow>(row_key)? else { return Ok(Turn::Gone) };
        let cursor = view.row::<CursorRow>(row_key)?.unwrap_or_default();
        if cursor.paused.is_some() {
            return Ok(Turn::Paused);
        }
        let Some(reader) = reader(row_key, &hook) else { return Ok(Turn::Gone) };
        if !is_good(&view, shared, hook.token)? {
            return pause(shared, row_key, cursor, PauseReason::TokenEnded);
        }
        let page = page(&view, &reader, cursor.position.max(job.passed), 1)?;
        (hook, cursor, page)
    };
    let Page { changes, next, more } = page;
    let Some((position, change)) = changes.into_iter().next() else {
        return Ok(if more {
            Turn::Again { passed: next }
        } else {
            Turn::UpToDate { passed: next }
        });
    };
    let id = format!("{}-{position}", hooks::of_key(row_key));
    let outcome = shared.deliver(row_key, &hook.url, &id, &change.to_string());
    metrics::counter!("suyuan_webhook_deliveries_total", "outcome" => outcome.word()).increment(1);
    if outcome.is_taken() {
        let cursor = CursorRow { position, last_status: outcome.status(), ..CursorRow::default() };
        hooks::note(&shared.tools.db, row_key, &cursor)?;
        return Ok(Turn::Again { passed: position });
    }
    failed(shared, row_key, cursor, outcome)
}

/// Puts the next try off, longer each time, or pauses a webhook that has failed for days.
fn failed(
    shared: &Shared,
    row_key: &[u8],
    cursor: CursorRow,
    outcome: Outcome,
) -> Result<Turn, StoreError> {
    let now = shared.tools.clock.now_ms();
    let since = cursor.failing_since.unwrap_or(now);
    let cursor = CursorRow {
        failing_since: Some(since),
        attempts: cursor.attempts.saturating_add(1),
        last_status: outcome.status(),
        ..cursor
    };
    if outcome.status() == Some(GONE) {
        return pause(shared, row_key, cursor, PauseReason::Gone);
    }
    if now.saturating_sub(since) >= WEBHOOK_FAILING_DAYS_MAX * DAY_MS {
        return pause(shared, row_key, cursor, PauseReason::Failing);
    }
    hooks::note(&shared.tools.db, row_key, &cursor)?;
    let drawn = shared.tools.entropy.bytes32().ok().and_then(|bytes| bytes.first().copied());
    let settings = shared.tools.settings;
    let wait =
        wait_ms(settings.retry_ms, settings.retry_ms_max, cursor.attempts, drawn.unwrap_or(0));
    Ok(Turn::Later(Duration::from_millis(wait)))
}

/// Doubles with each failure up to a bound, and is cut by up to a half at random, so that webhooks that
/// failed together do not come back together.
fn wait_ms(first: u64, most: u64, attempts: u32, drawn: u8) -> u64 {
    let doubled =
        first.saturating_mul(1_u64.checked_shl(attempts.saturating_sub(1)).unwrap_or(u64::MAX));
    let whole = doubled.min(most);
    whole - whole / 512 * u64::from(drawn)
}

fn pause(
    shared: &Shared,
    row_key: &[u8],
    cursor: CursorRow,
    reason: PauseReason,
) -> Result<Turn, StoreError> {
    let cursor = CursorRow { paused: Some(reason.number()), ..cursor };
    hooks::note(&shared.tools.db, row_key, &cursor)?;
    Ok(Turn::Paused)
}

/// Who is told through a webhook; `None` only for a damaged row.
fn reader(row_key: &[u8], hook: &WebhookRow) -> Option<Reader> {
    let (organization, role) = key::read_subscriber(row_key)?;
    let (organization, role) = (OrgCode::parse(&organization).ok()?, Role::from_number(role)?);
    let region = hook.region.as_deref().and_then(|text| Region::parse(text).ok());
    let viewer = Viewer::Party { role, organization: Some(organization.clone()), region };
    let kinds = hook.kinds.iter().filter_map(|number| ChangeKind::from_number(*number));
    Some(Reader::Party(Party {
        viewer,
        subscriber: Some(Subscriber { organization, role }),
        kinds: Some(kinds.collect()),
    }))
}

/// Whether the token that stands behind a webhook is still good: whoever may not ask is not told.
fn is_good(view: &impl Read, shared: &Shared, token: [u8; 8]) -> Result<bool, StoreError> {
    let Some(TokenIndexRow(holder)) = view.row(&token)? else { return Ok(false) };
    let Some(row) = view.row::<TokenRow>(&key::token(&holder, token))? else { return Ok(false) };
    let today = Instant(shared.tools.clock.now_ms()).day_in(&shared.tools.zone);
    let expired = row.expires_on.is_some_and(|last| Day::from_number(last) < today);
    Ok(row.revoked.is_none() && !expired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_bound_and_are_spread() {
        let waits = [1, 2, 3, 10, 11, 40, u32::MAX].map(|n| wait_ms(5_120, 3_600_000, n, 0));
        assert_eq!(waits, [5_120, 10_240, 20_480, 2_621_440, 3_600_000, 3_600_000, 3_600_000]);
        assert_eq!(wait_ms(5_120, 3_600_000, 1, 255), 5_120 - 2_550);
    }
}
