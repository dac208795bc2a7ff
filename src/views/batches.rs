//! Rows of batches: registration, state, checks, corrections, erasures, lineage edges.

use super::apply::{At, count_goods, update};
use super::{marks, measures, tasks, units};
use crate::domain::words::{BatchState, CheckKind};
use crate::fact::body::{Body, Private};
use crate::fact::record::{Alarm, BatchRef, InputRecord, QuantityRecord, StandingRecord};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchDateRow, BatchRow, CheckRow, CorrectionRow, EdgeInRow, EdgeOutRow, EventRow,
    ProductCheckRow, ProductRow, Segments, VersionRow,
};
use std::collections::BTreeMap;

/// Checks whose positions a batch's row holds.
const FIRST_CHECKS_COUNT: usize = 4;

pub(super) fn registered<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::BatchRegistered {
        batch,
        salt,
        version,
        numbers,
        made,
        additives,
        alarm,
        inputs,
        units,
        ..
    } = &private.body
    else {
        return Ok(());
    };
    let version_key = key::version(&batch.organization, &batch.product, *version);
    let version_row: VersionRow = super::apply::must(view, &version_key)?;
    let product_key = key::product(&batch.organization, &batch.product);
    let product: ProductRow = super::apply::must(view, &product_key)?;
    let measures = match product.any_measures {
        0 => 0,
        _ => measures::count(view, &batch.organization, &batch.product, &batch.lot)?,
    };
    let row = BatchRow {
        position: at.position,
        recorded_at: at.recorded_at,
        content_id: at.content_id,
        document: at.position,
        salt: *salt,
        version: *version,
        version_position: version_row.position,
        numbers: *numbers,
        made: made.clone(),
        additives: additives.clone(),
        standing: None,
        events: 0,
        state: 0,
        state_position: at.position,
        units: 0,
        codes: 0,
        segments: Segments::None,
        linked: linked(inputs),
        checks: 0,
        first_checks: Vec::new(),
        factory_tests: 0,
        failed_checks: 0,
        corrections: 0,
        measures,
        erased: 0,
        inputs: false,
        reached: false,
    };
    view.put(key::batch(batch), &row)?;
    view.put(key::batch_date(batch, numbers.produced_on), &BatchDateRow)?;
    count_goods(view, batch, 1, 0, 0)?;
    edges(view, batch, inputs, at.position)?;
    if let Some(block) = units {
        units::issued(view, batch, *block, at)?;
    }
    self::alarm(view, private, batch, *alarm, at)
}

pub(super) fn released<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    standing: &StandingRecord,
    at: At,
) -> Result<(), StoreError> {
    let standing = Some(standing.clone());
    update(view, key::batch(batch), |row: &mut BatchRow| row.standing = standing)?;
    state(view, batch, 1, at)
}

pub(super) fn state<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    state: u8,
    at: At,
) -> Result<(), StoreError> {
    update(view, key::batch(batch), |row: &mut BatchRow| {
        row.state = state;
        row.state_position = at.position;
    })
}

pub(super) fn checked<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::BatchChecked { batch, kind, tested_on, outcome, items, alarm, .. } = &private.body
    else {
        return Ok(());
    };
    let (kind, outcome) = (*kind, *outcome);
    let factory_test = kind == CheckKind::FactoryTest.number();
    let outside: Vec<_> =
        items.iter().filter(|item| item.kind != CheckKind::FactoryTest.number()).cloned().collect();
    if !outside.is_empty() {
        let key = key::product_check(batch, *tested_on, at.position);
        view.put(key, &ProductCheckRow { items: outside })?;
    }
    let (items, by) = (items.clone(), private.actor.clone());
    let row = CheckRow { kind, tested_on: *tested_on, outcome, items, by };
    view.put(key::batch_number(batch, at.position), &row)?;
    self::alarm(view, private, batch, *alarm, at)?;
    update(view, key::batch(batch), |row: &mut BatchRow| {
        row.checks += 1;
        if row.first_checks.len() < FIRST_CHECKS_COUNT {
            row.first_checks.push(at.position);
        }
        row.factory_tests += u32::from(factory_test);
        row.failed_checks += u32::from(outcome == crate::domain::words::Outcome::Fail.number());
    })
}

/// What a statement sets off: the hold, and the task to decide on a recall.
fn alarm<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    batch: &BatchRef,
    alarm: Option<Alarm>,
    at: At,
) -> Result<(), StoreError> {
    let Some(alarm) = alarm else { return Ok(()) };
    measures::apply(view, private, at)?;
    tasks::open(view, batch, alarm, at)
}

pub(super) fn corrected<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::BatchCorrected { batch, kind, numbers, made, additives, alarm, inputs, kept, .. } =
        &private.body
    else {
        return Ok(());
    };
    let key = key::batch(batch);
    let before: BatchRow = super::apply::must(view, &key)?;
    if before.numbers.produced_on != numbers.produced_on {
        view.delete(Family::BatchesByDate, key::batch_date(batch, before.numbers.produced_on));
        view.put(key::batch_date(batch, numbers.produced_on), &BatchDateRow)?;
    }
    let row = CorrectionRow {
        kind: *kind,
        by: private.actor.clone(),
        recorded_at: at.recorded_at,
        before_release: before.state == BatchState::Registered.number(),
    };
    view.put(key::correction(batch, at.position), &row)?;
    let corrections = before.corrections + 1;
    view.put(
        key,
        &BatchRow {
            document: at.position,
            numbers: *numbers,
            made: made.clone(),
            additives: additives.clone(),
            corrections,
            linked: linked(inputs),
            ..before
        },
    )?;
    edges(view, batch, inputs, at.position)?;
    measures::keep(view, batch, kept, at)?;
    self::alarm(view, private, batch, *alarm, at)
}

pub(super) fn erased<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    section: u8,
    positions: &[u64],
) -> Result<(), StoreError> {
    for position in positions {
        view.delete(Family::Sections, key::section(*position, section));
    }
    update(view, key::batch(batch), |row: &mut BatchRow| row.erased |= 1 << section)
}

fn linked(inputs: &[InputRecord]) -> Vec<u16> {
    let mut lines: Vec<_> = inputs.iter().filter_map(|input| input.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Edges are only ever added: a correction that names other inputs does not undo what was stated. A
/// party that has a GB 11714 code is named by it, whichever of its codes was written, so that both
/// ends of an edge meet. A recall that reached the input reaches the output with it.
fn edges<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    inputs: &[InputRecord],
    position: u64,
) -> Result<(), StoreError> {
    if inputs.is_empty() {
        return Ok(());
    }
    update(view, key::batch(batch), |row: &mut BatchRow| row.inputs = true)?;
    let product = key::product(&batch.organization, &batch.product);
    update(view, product, |row: &mut ProductRow| row.inputs = true)?;
    let output = super::query::one_party(batch);
    let mut stated: BTreeMap<BatchRef, Vec<QuantityRecord>> = BTreeMap::new();
    for input in inputs {
        stated.entry(super::query::one_party(&input.batch)).or_default().extend(input.used.clone());
    }
    for (input, used) in stated {
        view.put(key::edge(&output, &input), &EdgeInRow(position))?;
        view.put(key::edge(&input, &output), &EdgeOutRow { position, used })?;
        marks::joined(view, &input, &output)?;
    }
    Ok(())
}

/// Something that happened to goods of a batch.
pub(super) fn event<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    let Body::EventStated { batch, event, findings, .. } = body else { return Ok(()) };
    let row = EventRow { event: event.clone(), findings: findings.clone() };
    view.put(key::batch_number(batch, at.position), &row)?;
    update(view, key::batch(batch), |row: &mut BatchRow| row.events += 1)
}
