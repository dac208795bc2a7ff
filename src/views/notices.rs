//! Rows of what is told: which facts are changes that machines follow, and how far each is told. What
//! a change says is read from its fact; the order is that of the ledger.

use super::apply::At;
use crate::domain::words::{ChangeKind, ChangeReach};
use crate::fact::body::Body;
use crate::fact::record::{Alarm, BatchRef, MeasureRef, ProgressRecord};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{EntryRow, MeasureRow, NoticeRow};

pub(super) fn apply<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    let public = |kind, organization: &str| (kind, ChangeReach::Everyone, organization.to_owned());
    let (kind, reach, organization) = match body {
        Body::RecallOpened { scope, .. }
        | Body::RecallStarted { scope, .. }
        | Body::RecallConfirmed { scope, .. } => {
            public(ChangeKind::RecallOpened, &scope.organization)
        }
        Body::RecallStepped { include: true, scope, .. } => {
            public(ChangeKind::RecallExtended, &scope.organization)
        }
        Body::RecallStepped { scope, .. } => {
            public(ChangeKind::RecallNarrowed, &scope.organization)
        }
        Body::RecallEnded { recall, lifted } => {
            let kind = if *lifted { ChangeKind::RecallLifted } else { ChangeKind::RecallClosed };
            public(kind, &owner(view, *recall)?)
        }
        Body::RecallProgressed { recall, progress } => {
            let reach = match progress {
                ProgressRecord::Plan => ChangeReach::Office,
                _ => ChangeReach::Everyone,
            };
            (ChangeKind::RecallProgressed, reach, owner(view, *recall)?)
        }
        Body::ReachStepped { recall, followed, .. }
            if followed.iter().any(|followed| !followed.lots.is_empty()) =>
        {
            (ChangeKind::RecallReached, ChangeReach::Watchers, owner(view, *recall)?)
        }
        Body::EntryRegistered { holder, .. } => public(ChangeKind::EntryRegistered, holder),
        Body::EntryChanged { entry, .. } => {
            let row: EntryRow = super::apply::must(view, &key::entry(*entry))?;
            public(ChangeKind::EntryChanged, &row.holder)
        }
        Body::TaskEscalated { batch, .. } => {
            (ChangeKind::TaskEscalated, ChangeReach::Office, batch.organization.clone())
        }
        Body::HoldOpened { batch, .. } => of_batch(view, ChangeKind::HoldOpened, batch)?,
        Body::HoldEnded { batch, .. } => of_batch(view, ChangeKind::HoldEnded, batch)?,
        Body::BatchWithdrawn { batch, .. } => of_batch(view, ChangeKind::BatchWithdrawn, batch)?,
        Body::BatchChecked { batch, alarm: Some(alarm), .. }
        | Body::BatchRegistered { batch, alarm: Some(alarm), .. }
        | Body::BatchCorrected { batch, alarm: Some(alarm), .. } => alarmed(view, batch, alarm)?,
        _ => return Ok(()),
    };
    let (kind, reach) = (kind.number(), reach.number());
    view.put(key::position(at.position), &NoticeRow { kind, reach, organization })
}

/// Whose goods a recall names.
fn owner(view: &impl Read, recall: MeasureRef) -> Result<String, StoreError> {
    let measure: MeasureRow = super::apply::must(view, &key::measure(recall))?;
    let first = measure.steps.first().map(|step| step.scope.organization.clone());
    Ok(first.unwrap_or_default())
}

/// What was never released is nobody's to know outside its office.
fn of_batch(
    view: &impl Read,
    kind: ChangeKind,
    batch: &BatchRef,
) -> Result<(ChangeKind, ChangeReach, String), StoreError> {
    let row = super::query::batch(view, batch)?;
    let released = row.is_some_and(|row| row.standing.is_some());
    let reach = if released { ChangeReach::Watchers } else { ChangeReach::Office };
    Ok((kind, reach, batch.organization.clone()))
}

/// A task is the office's own business; the hold that comes with it is seen at every scan.
fn alarmed(
    view: &impl Read,
    batch: &BatchRef,
    alarm: &Alarm,
) -> Result<(ChangeKind, ChangeReach, String), StoreError> {
    let (kind, reach, organization) = of_batch(view, ChangeKind::TaskOpened, batch)?;
    let reach = if alarm.hold.is_some() { reach } else { ChangeReach::Office };
    Ok((kind, reach, organization))
}

/// Changes after a position, in order, at most so many.
pub fn after(
    view: &impl Read,
    position: u64,
    limit: usize,
) -> Result<Vec<(u64, NoticeRow)>, StoreError> {
    let from = key::position(position.saturating_add(1));
    let rows = view.rows::<NoticeRow>(&[], &from, limit)?;
    Ok(rows
        .into_iter()
        .map(|(key, row)| (key::last_number(&key).unwrap_or_default(), row))
        .collect())
}
