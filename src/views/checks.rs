//! Rows of checks: what was tested, what counts of it, and which report took the place of which.

use super::apply::{At, must, update};
use super::batches;
use crate::domain::org_code::OrgCode;
use crate::domain::words::{CheckKind, Outcome};
use crate::fact::body::{Body, Private};
use crate::fact::record::{ActorRecord, Alarm, BatchRef, CheckedRecord, ItemRecord};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, CheckReportRow, CheckRow, CounterRow, PartyQueuedRow, ProductCheckRow, QueuedCheckRow,
};

/// Checks whose positions a batch's row holds.
const FIRST_CHECKS_COUNT: usize = 4;

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::BatchChecked { batch, check, alarm, .. } => {
            checked(view, private, batch, (check, &private.actor), *alarm, at)
        }
        Body::CheckQueued { .. } => enqueue(view, private, at),
        Body::CheckMatched { queued, batch, by, check, alarm, .. } => {
            let matched = Some((batch.clone(), at.position));
            update(view, key::entry(*queued), |row: &mut QueuedCheckRow| row.matched = matched)?;
            // As if the laboratory had added it to the lot.
            let stated = Private { actor: by.clone(), ..private.clone() };
            checked(view, &stated, batch, (check, by), *alarm, at)
        }
        _ => Ok(()),
    }
}

/// Counter of queued checks, i.e. the number of the last one.
const COUNTER_QUEUED: &str = "queuedChecks";

/// Number of the next check that is queued.
pub fn next_queued(view: &impl Read) -> Result<u64, StoreError> {
    let last = view.row::<CounterRow>(&key::name(COUNTER_QUEUED))?;
    Ok(last.map_or(0, |row| row.0) + 1)
}

/// A check that waits for its lot, under its number.
pub fn queued(view: &impl Read, number: u64) -> Result<Option<QueuedCheckRow>, StoreError> {
    view.row(&key::entry(number))
}

/// The code a party is filed under, whichever of its codes was written.
pub fn filed_under(code: &str) -> String {
    let parsed = OrgCode::parse(code).ok();
    parsed.as_ref().and_then(OrgCode::gb11714).unwrap_or(code).to_owned()
}

fn enqueue<B: Read>(view: &mut Overlay<B>, private: &Private, at: At) -> Result<(), StoreError> {
    let Body::CheckQueued { queued, laboratory, sample, producer, check, hazard } = &private.body
    else {
        return Ok(());
    };
    let row = QueuedCheckRow {
        position: at.position,
        by: private.actor.clone(),
        producer: producer.clone(),
        check: check.clone(),
        hazard: *hazard,
        matched: None,
    };
    view.put(key::entry(*queued), &row)?;
    view.put(key::name(COUNTER_QUEUED), &CounterRow(*queued))?;
    for party in [Some(laboratory), producer.as_ref()].into_iter().flatten() {
        view.put(key::holder_entry(&filed_under(party), *queued), &PartyQueuedRow)?;
    }
    let report = CheckReportRow { preliminary: None, last: Some(at.position) };
    view.put(key::queued_report(laboratory, sample), &report)
}

fn checked<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    batch: &BatchRef,
    (check, by): (&CheckedRecord, &ActorRecord),
    alarm: Option<Alarm>,
    at: At,
) -> Result<(), StoreError> {
    let report_key = key::check_report(batch, &check.report);
    let mut reports: CheckReportRow = view.row(&report_key)?.unwrap_or_default();
    let superseded = reports.last.filter(|_| check.preliminary);
    if check.preliminary {
        reports.preliminary = reports.preliminary.or(Some(at.position));
    } else {
        if let Some(earlier) = reports.preliminary {
            supersede(view, batch, earlier, at)?;
        }
        reports.last = Some(at.position);
    }
    view.put(report_key, &reports)?;
    let row = CheckRow { check: check.clone(), by: by.clone(), superseded };
    view.put(key::batch_number(batch, at.position), &row)?;
    let stands = superseded.is_none();
    let outside = outside(check, by);
    if stands && !outside.is_empty() {
        let key = key::product_check(batch, check.tested_on, at.position);
        view.put(key, &ProductCheckRow { items: outside })?;
    }
    batches::alarm(view, private, batch, alarm, at)?;
    let factory_test = check.kind == CheckKind::FactoryTest.number()
        && !check.preliminary
        && !check.items.is_empty();
    update(view, key::batch(batch), |row: &mut BatchRow| {
        row.checks += 1;
        if row.first_checks.len() < FIRST_CHECKS_COUNT {
            row.first_checks.push(at.position);
        }
        row.factory_tests += u32::from(factory_test);
        row.failed_checks += u32::from(stands && failed(check));
    })
}

/// Items that count for the rhythm of a product: not the factory's own.
fn outside(check: &CheckedRecord, by: &ActorRecord) -> Vec<ItemRecord> {
    let own = CheckKind::FactoryTest.number();
    let items = check.items.iter().filter(|item| item.kind != own && check.counts(item, by));
    items.cloned().collect()
}

fn failed(check: &CheckedRecord) -> bool {
    check.outcome == Outcome::Fail.number()
}

/// The final report is there: the preliminary one stays on record and no longer counts.
fn supersede<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    position: u64,
    at: At,
) -> Result<(), StoreError> {
    let row_key = key::batch_number(batch, position);
    let row: CheckRow = must(view, &row_key)?;
    view.delete(Family::ChecksByProduct, key::product_check(batch, row.check.tested_on, position));
    if failed(&row.check) {
        update(view, key::batch(batch), |row: &mut BatchRow| {
            row.failed_checks = row.failed_checks.saturating_sub(1);
        })?;
    }
    view.put(row_key, &CheckRow { superseded: Some(at.position), ..row })
}
