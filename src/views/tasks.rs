//! Rows of tasks: what a rule set a firm to do, and what settled it.

use super::apply::{At, update};
use crate::domain::words::{BatchState, CorrectionKind, MeasureState, TaskKind};
use crate::fact::record::{Alarm, BatchRef};
use crate::limits::{OPEN_TASKS_COUNT_MAX, RECALL_DECISION_HOURS_MAX, RELABEL_HOURS_MAX};
use crate::measure::{Cover, Target, cover};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{MeasureRow, OrganizationRow, TaskDueRow, TaskRow};

/// A finding that compels a recall starts the clock for deciding on one; `number` counts the tasks of
/// one fact.
pub(super) fn open<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    (alarm, number): (Alarm, u64),
    at: At,
) -> Result<(), StoreError> {
    put(view, batch, (TaskKind::DecideOnRecall, Some(alarm.hazard)), number, at)
}

/// A correction that says the goods or their label are not as registered sets the firm to see to them.
pub(super) fn open_corrected<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    correction: u8,
    at: At,
) -> Result<(), StoreError> {
    match CorrectionKind::from_number(correction) {
        Some(CorrectionKind::Product) => put(view, batch, (TaskKind::HoldOrRecall, None), 0, at),
        Some(CorrectionKind::Label) => put(view, batch, (TaskKind::Relabel, None), 0, at),
        Some(CorrectionKind::Record) | None => Ok(()),
    }
}

fn put<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    (kind, hazard): (TaskKind, Option<u8>),
    number: u64,
    at: At,
) -> Result<(), StoreError> {
    const HOUR_MS: i64 = 3_600_000;
    let hours = match kind {
        TaskKind::DecideOnRecall | TaskKind::HoldOrRecall => RECALL_DECISION_HOURS_MAX,
        TaskKind::Relabel => RELABEL_HOURS_MAX,
    };
    let row = TaskRow {
        kind: kind.number(),
        batch: batch.clone(),
        hazard,
        opened_at: at.recorded_at,
        due_at: at.recorded_at + hours * HOUR_MS,
        done: None,
        escalated: None,
    };
    let key = task_key(&batch.organization, at.position, number);
    if kind == TaskKind::DecideOnRecall {
        view.put(key::task_due(row.due_at, &key), &TaskDueRow)?;
    }
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

/// A hold or a withdrawal is what a corrected product asks for; a withdrawn lot needs no other label.
pub(super) fn settle_goods<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    at: At,
) -> Result<(), StoreError> {
    let withdrawn = super::query::batch(view, batch)?
        .is_some_and(|row| row.state == BatchState::Withdrawn.number());
    settle(view, &batch.organization, at, |task| {
        let kind = TaskKind::from_number(task.kind);
        let asked = kind == Some(TaskKind::HoldOrRecall);
        task.batch == *batch && (asked || withdrawn && kind == Some(TaskKind::Relabel))
    })
}

/// A new version of the product brings its new label.
pub(super) fn settle_relabelled<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    product: &str,
    at: At,
) -> Result<(), StoreError> {
    settle(view, organization, at, |task| {
        task.kind == TaskKind::Relabel.number() && task.batch.product == product
    })
}

/// Goods that were reworked have their right label.
pub(super) fn settle_reworked<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    at: At,
) -> Result<(), StoreError> {
    settle(view, &batch.organization, at, |task| {
        task.kind == TaskKind::Relabel.number() && task.batch == *batch
    })
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

/// Nobody decided in time: the authority of the region is told, once.
pub(super) fn escalated<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    (position, number): (u64, u64),
    at: At,
) -> Result<(), StoreError> {
    let task_key = task_key(organization, position, number);
    let mut row: TaskRow = super::apply::must(view, &task_key)?;
    view.delete(Family::TasksDue, key::task_due(row.due_at, &task_key));
    row.escalated = Some(at.position);
    view.put(task_key, &row)
}

/// Key of a task by the fact that set it and its number there.
fn task_key(organization: &str, position: u64, number: u64) -> Vec<u8> {
    match number {
        0 => key::task(organization, position),
        _ => key::further_task(organization, position, number),
    }
}

/// A task with its key.
pub type Keyed = (Vec<u8>, TaskRow);

/// The open task that has been out of time longest, at `now` in milliseconds since 1970; whether
/// another one is waiting to be.
pub fn out_of_time(view: &impl Read, now: i64) -> Result<(Option<Keyed>, bool), StoreError> {
    let rows = view.rows::<TaskDueRow>(&[], &[], 1)?;
    let Some((due_at, task)) = rows.first().and_then(|(due, _)| key::read_task_due(due)) else {
        return Ok((None, false));
    };
    if now <= due_at {
        return Ok((None, true));
    }
    let row: TaskRow = super::apply::must(view, task)?;
    Ok((Some((task.to_vec(), row)), true))
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
            view.delete(Family::TasksDue, key::task_due(task.due_at, &row_key));
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
