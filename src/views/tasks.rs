//! Rows of tasks: what a rule set a firm to do, and what settled it.

use super::apply::{At, update};
use crate::domain::words::MeasureState;
use crate::fact::record::{Alarm, BatchRef};
use crate::limits::{OPEN_TASKS_COUNT_MAX, RECALL_DECISION_HOURS_MAX};
use crate::measure::{Cover, Target, cover};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{MeasureRow, OrganizationRow, TaskRow};

/// A finding that compels a recall starts the clock for deciding on one; `number` counts the tasks of
/// one fact.
pub(super) fn open<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    (alarm, number): (Alarm, u64),
    at: At,
) -> Result<(), StoreError> {
    const HOUR_MS: i64 = 3_600_000;
    let row = TaskRow {
        batch: batch.clone(),
        hazard: alarm.hazard,
        opened_at: at.recorded_at,
        due_at: at.recorded_at + RECALL_DECISION_HOURS_MAX * HOUR_MS,
        done: None,
    };
    let key = match number {
        0 => key::task(&batch.organization, at.position),
        _ => key::further_task(&batch.organization, at.position, number),
    };
    view.put(key, &row)?;
    update(view, key::name(&batch.organization), |row: &mut OrganizationRow| row.tasks += 1)
}

/// A hold that ends settles the tasks of its batch: the reason is on record.
pub(super) fn settle_batch<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    at: At,
) -> Result<(), StoreError> {
    settle(view, &batch.organization, at, |task| task.batch == *batch)
}

/// A recall settles the tasks of every batch that it covers whole.
pub(super) fn settle_covered<B: Read>(
    view: &mut Overlay<B>,
    measure: &MeasureRow,
    organization: &str,
    at: At,
) -> Result<(), StoreError> {
    if measure.recall.is_none() || measure.state != MeasureState::Open.number() {
        return Ok(());
    }
    let mut covered = Vec::new();
    for (_, task) in open_tasks(view, organization)? {
        let Some(row) = super::query::batch(view, &task.batch)? else { continue };
        let BatchRef { organization, product, lot } = &task.batch;
        let target = Target {
            organization,
            product,
            lot: Some(lot),
            registered_at: Some(row.position),
            produced_on: Some(row.numbers.produced_on),
            ..Target::default()
        };
        if cover(measure, &target, None) == Cover::Fully {
            covered.push(task.batch);
        }
    }
    settle(view, organization, at, |task| covered.contains(&task.batch))
}

/// Tasks of an organization that are not settled, oldest first.
pub fn open_tasks(
    view: &impl Read,
    organization: &str,
) -> Result<Vec<(Vec<u8>, TaskRow)>, StoreError> {
    let owner: Option<OrganizationRow> = view.row(&key::name(organization))?;
    if owner.is_none_or(|row| row.tasks == 0) {
        return Ok(Vec::new());
    }
    let prefix = key::organization_prefix(organization);
    let mut rows = view.rows::<TaskRow>(&prefix, &prefix, OPEN_TASKS_COUNT_MAX)?;
    rows.retain(|(_, task)| task.done.is_none());
    Ok(rows)
}

fn settle<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    at: At,
    settled: impl Fn(&TaskRow) -> bool,
) -> Result<(), StoreError> {
    let mut count = 0;
    for (row_key, task) in open_tasks(view, organization)? {
        if settled(&task) {
            count += 1;
            view.put(row_key, &TaskRow { done: Some(at.position), ..task })?;
        }
    }
    if count == 0 {
        return Ok(());
    }
    update(view, key::name(organization), |row: &mut OrganizationRow| {
        row.tasks = row.tasks.saturating_sub(count);
    })
}
