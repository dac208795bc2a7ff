//! Rows of what happened to goods: the event itself, what its party stated of the batch, the running
//! sums of the lot, and the cases it names.

use super::apply::{At, update};
use super::query::one_party;
use super::{edges, marks, sscc, tasks};
use crate::domain::quantity::Quantity;
use crate::domain::words::{BizStep, Flow};
use crate::fact::body::Body;
use crate::fact::record::{BatchRef, EventRecord, QuantityRecord};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EventRow, LotSumsRow, PartyEventRow, flow_of};

/// What an event adds to the balance of its lot: only its owner's statements are counted.
pub fn counted(batch: &BatchRef, event: &EventRecord) -> Option<(Flow, Quantity)> {
    let own = event.by == batch.organization;
    let step = BizStep::from_number(event.biz_step).filter(|_| own)?;
    Some((flow_of(step)?, event.quantity.as_ref()?.quantity()?))
}

/// What went of a lot so far; the batch need not be registered.
pub fn sums(view: &impl Read, batch: &BatchRef) -> Result<LotSumsRow, StoreError> {
    let mut sums = LotSumsRow::default();
    for named in edges::names(view, &one_party(batch))? {
        let row: Option<LotSumsRow> = view.row(&key::batch(&named))?;
        row.iter().for_each(|row| sums.join(row));
    }
    Ok(sums)
}

/// Something that happened to goods of a batch.
pub(super) fn stated<B: Read>(
    view: &mut Overlay<B>,
    body: &Body,
    at: At,
) -> Result<(), StoreError> {
    let Body::EventStated { batch, event, findings, .. } = body else { return Ok(()) };
    let row = EventRow { event: event.clone(), findings: findings.clone() };
    view.put(key::batch_number(batch, at.position), &row)?;
    let EventRecord { biz_step, on, region, .. } = event;
    let shown = PartyEventRow { biz_step: *biz_step, on: *on, region: region.clone() };
    view.put(key::party_event(batch, &event.by, at.position), &shown)?;
    if let Some((flow, quantity)) = counted(batch, event) {
        let (key, mut sums) = keyed(view, batch)?;
        sums.add(flow, &quantity);
        view.put(key, &sums)?;
    }
    if event.biz_step == BizStep::Receiving.number() {
        marks::stated(view, &event.by, batch)?;
    }
    sscc::stated(view, batch, event, at)?;
    if event.biz_step == BizStep::Rework.number() && event.by == batch.organization {
        tasks::settle_reworked(view, batch, at)?;
    }
    update(view, key::batch(batch), |row: &mut BatchRow| row.events += 1)
}

/// What another lot says it used of a lot, in place of what it said before.
pub(super) fn used<B: Read>(
    view: &mut Overlay<B>,
    input: &BatchRef,
    before: &[QuantityRecord],
    now: &[QuantityRecord],
) -> Result<(), StoreError> {
    if before == now {
        return Ok(());
    }
    let (key, mut sums) = keyed(view, input)?;
    for quantity in before.iter().filter_map(QuantityRecord::quantity) {
        sums.remove(Flow::Used, &quantity);
    }
    for quantity in now.iter().filter_map(QuantityRecord::quantity) {
        sums.add(Flow::Used, &quantity);
    }
    view.put(key, &sums)
}

fn keyed(view: &impl Read, batch: &BatchRef) -> Result<(Vec<u8>, LotSumsRow), StoreError> {
    let key = key::batch(&one_party(batch));
    let sums = view.row(&key)?.unwrap_or_default();
    Ok((key, sums))
}
