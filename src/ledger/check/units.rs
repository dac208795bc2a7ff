//! Checks of units: issuing codes, own serials, and changes of state by ordinals.

use super::goods::{not_stopped, not_withdrawn};
use super::{Accepted, CheckError, Context, orders, own_batch, party};
use crate::access::Right;
use crate::domain::command::{Actor, BatchKey, Document, SerialRange};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::scope::Ordinals;
use crate::domain::words::{BatchState, UnitState};
use crate::fact::body::Body;
use crate::fact::record::{BatchNumbers, BatchRef, SerialRecord, UnitBlock};
use crate::limits::{BATCH_SEGMENTS_MAX, BATCH_UNITS_MAX, KEY_ORDINAL_MAX, ORGANIZATION_CODES_MAX};
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, KEY_ACTIVE, OrganizationRow, UnitKeyRow, VersionRow};
use crate::views::query;

pub(super) fn issue(
    view: &impl Read,
    actor: &Actor,
    key: &BatchKey,
    (count, label): (u64, Option<u32>),
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::RegisterGoods, key)?;
    let (_, owner) = party(view, actor, Right::RegisterGoods, &key.organization)?;
    not_withdrawn(&row)?;
    orders::not_overdue(view, &batch, &row, context)?;
    let label = printed(view, &batch, &row, label)?;
    may_issue(&owner, &row.numbers, row.units, count)?;
    let units = block(view, count, row.units + 1)?;
    Ok((Body::UnitsIssued { batch, salt: row.salt, units, label }, Document::default()))
}

/// The version whose label the units carry, where it is not the batch's own.
fn printed(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    label: Option<u32>,
) -> Result<Option<u32>, CheckError> {
    let Some(version) = label.filter(|version| *version != row.version) else { return Ok(None) };
    let version_key = key::version(&batch.organization, &batch.product, version);
    match view.row::<VersionRow>(&version_key)? {
        Some(_) => Ok(Some(version)),
        None => Err(Code::VersionNotRegistered.into()),
    }
}

/// A permission: never more codes than pieces made plus the declared allowance, nor than the quota.
pub(super) fn may_issue(
    owner: &OrganizationRow,
    numbers: &BatchNumbers,
    units: u64,
    count: u64,
) -> Result<(), CheckError> {
    let after = units.saturating_add(count);
    let made = numbers.pieces.map(|pieces| pieces.saturating_add(numbers.label_allowance));
    if made.is_some_and(|made| after > made) {
        return Err(Code::MoreCodesThanPieces.into());
    }
    if after > BATCH_UNITS_MAX || owner.codes.saturating_add(count) > ORGANIZATION_CODES_MAX {
        return Err(Code::QuotaExceeded.into());
    }
    Ok(())
}

/// The next block of the first active key that has room.
pub(super) fn block(
    view: &impl Read,
    count: u64,
    first_ordinal: u64,
) -> Result<UnitBlock, CheckError> {
    for slot in 0..=30_u8 {
        let Some(key) = view.row::<UnitKeyRow>(&[slot])? else { continue };
        if key.state == KEY_ACTIVE && key.next.saturating_add(count) <= KEY_ORDINAL_MAX + 1 {
            return Ok(UnitBlock { slot, first: key.next, count, first_ordinal });
        }
    }
    // The operator adds a key with `suyuan unit-key add`; until then no codes can be made.
    Err(Code::QuotaExceeded.into())
}

pub(super) fn serials(
    view: &impl Read,
    actor: &Actor,
    key: &BatchKey,
    (serials, label): (&[SerialRange], Option<u32>),
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::RegisterGoods, key)?;
    not_withdrawn(&row)?;
    let label = printed(view, &batch, &row, label)?;
    let records: Vec<SerialRecord> = serials.iter().map(SerialRecord::from).collect();
    let count = serials.iter().fold(0_u64, |sum, range| sum.saturating_add(range.count()));
    if row.units.saturating_add(count) > BATCH_UNITS_MAX {
        return Err(Refusal::field("/serials", FieldCode::TooMany).into());
    }
    for record in &records {
        if query::serials_taken(view, &batch, record)? {
            return Err(Code::SerialTaken.into());
        }
        if query::serial_shape_full(view, &batch, record)? {
            return Err(Code::SerialShapeFull.into());
        }
    }
    let first_ordinal = row.units + 1;
    let (salt, serials) = (row.salt, records);
    let body = Body::SerialsRegistered { batch, salt, first_ordinal, serials, label };
    Ok((body, Document::default()))
}

pub(super) fn activate(
    view: &impl Read,
    actor: &Actor,
    key: &BatchKey,
    ordinals: Option<Ordinals>,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::RegisterGoods, key)?;
    let Some(ordinals) = ordinals.or_else(|| Ordinals::new(1, row.units)) else {
        return Err(Code::OrdinalsNotThere.into());
    };
    there(&row, ordinals)?;
    not_withdrawn(&row)?;
    if row.state != BatchState::Released.number() {
        return Err(Code::NotReleased.into());
    }
    not_stopped(view, &batch, &row)?;
    orders::not_overdue(view, &batch, &row, context)?;
    let state = UnitState::Activated.number();
    let Ordinals { first, last } = ordinals;
    let body = Body::UnitsChanged { batch, salt: row.salt, state, first, last };
    Ok((body, Document::default()))
}

/// Voids, sales and returns are statements: they pass in every state of the batch.
pub(super) fn change(
    view: &impl Read,
    actor: &Actor,
    key: &BatchKey,
    to: UnitState,
    ordinals: Ordinals,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let right = match to {
        UnitState::Sold | UnitState::Returned => Right::ReportSales,
        UnitState::Issued | UnitState::Activated | UnitState::Voided => Right::RegisterGoods,
    };
    let (batch, row) = own_batch(view, actor, right, key)?;
    there(&row, ordinals)?;
    let Ordinals { first, last } = ordinals;
    let body = Body::UnitsChanged { batch, salt: row.salt, state: to.number(), first, last };
    Ok((body, document.clone()))
}

fn there(row: &BatchRow, ordinals: Ordinals) -> Result<(), CheckError> {
    if ordinals.last > row.units {
        return Err(Code::OrdinalsNotThere.into());
    }
    if query::segment_count(row) >= BATCH_SEGMENTS_MAX {
        return Err(Code::TooManySegments.into());
    }
    Ok(())
}
