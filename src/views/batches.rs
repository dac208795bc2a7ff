//! Rows of batches: registration, state, corrections, erasures, lineage edges.

use super::apply::{At, count_goods, update};
use super::{judgements, marks, measures, proposals, tasks, units};
use crate::domain::words::BatchState;
use crate::fact::body::{Body, Private};
use crate::fact::record::{Alarm, BatchRef, InputRecord, QuantityRecord, StandingRecord};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchDateRow, BatchRow, CorrectionRow, EdgeInRow, EdgeOutRow, LinkRow, ProductRow, Segments,
    VersionRow,
};
use std::collections::BTreeMap;

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
        proposals: 0,
        measures,
        erased: 0,
        inputs: false,
        reached: false,
    };
    view.put(key::batch(batch), &row)?;
    view.put(key::batch_date(batch, numbers.produced_on), &BatchDateRow)?;
    count_goods(view, batch, 1, 0, 0)?;
    edges(view, batch, inputs, at)?;
    marks::stated(view, &batch.organization, batch)?;
    judgements::ask(view, batch, *version, (&[], additives))?;
    if let Some(block) = units {
        units::issued(view, batch, (*block, None), at)?;
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

/// What a statement sets off: the hold, and the task to decide on a recall.
pub(super) fn alarm<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    batch: &BatchRef,
    alarm: Option<Alarm>,
    at: At,
) -> Result<(), StoreError> {
    let Some(alarm) = alarm else { return Ok(()) };
    measures::apply(view, private, at)?;
    tasks::open(view, batch, (alarm, 0), at)
}

pub(super) fn corrected<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::BatchCorrected {
        batch,
        kind,
        numbers,
        made,
        additives,
        alarm,
        inputs,
        kept,
        proposal,
        ..
    } = &private.body
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
        proposed_by: proposal.as_ref().map(|proposal| proposal.by.clone()),
    };
    view.put(key::correction(batch, at.position), &row)?;
    judgements::ask(view, batch, before.version, (&before.additives, additives))?;
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
    edges(view, batch, inputs, at)?;
    marks::stated(view, &batch.organization, batch)?;
    measures::keep(view, batch, kept, at)?;
    proposals::apply(view, private, at)?;
    if alarm.is_none() {
        // What an alarm sets a firm to do goes further.
        tasks::open_corrected(view, batch, *kind, at)?;
    }
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
    at: At,
) -> Result<(), StoreError> {
    if inputs.is_empty() {
        return Ok(());
    }
    has_inputs(view, batch)?;
    let output = super::query::one_party(batch);
    let mut stated: BTreeMap<BatchRef, Vec<QuantityRecord>> = BTreeMap::new();
    for input in inputs {
        stated.entry(super::query::one_party(&input.batch)).or_default().extend(input.used.clone());
    }
    for (input, used) in stated {
        edge(view, &output, &input, used, at)?;
    }
    Ok(())
}

/// A recall may come to the batch through what went into it.
fn has_inputs<B: Read>(view: &mut Overlay<B>, batch: &BatchRef) -> Result<(), StoreError> {
    update(view, key::batch(batch), |row: &mut BatchRow| row.inputs = true)?;
    let product = key::product(&batch.organization, &batch.product);
    update(view, product, |row: &mut ProductRow| row.inputs = true)
}

/// A typed input that was judged. What another line of the output says of the same lot stays.
pub(super) fn linked_to<B: Read>(
    view: &mut Overlay<B>,
    output: &BatchRef,
    input: &InputRecord,
    confirmed: bool,
    at: At,
) -> Result<(), StoreError> {
    let (position, batch) = (at.position, output);
    let (output, lot) = (super::query::one_party(output), super::query::one_party(&input.batch));
    view.put(key::edge(&output, &lot), &LinkRow { position, confirmed })?;
    if !confirmed {
        return Ok(());
    }
    has_inputs(view, batch)?;
    let stated: Option<EdgeOutRow> = view.row(&key::edge(&lot, &output))?;
    let mut used = stated.map(|row| row.used).unwrap_or_default();
    used.extend(input.used.clone());
    edge(view, &output, &lot, used, at)?;
    marks::stated(view, &batch.organization, batch)
}

/// The one place where an edge comes to be.
fn edge<B: Read>(
    view: &mut Overlay<B>,
    output: &BatchRef,
    input: &BatchRef,
    used: Vec<QuantityRecord>,
    at: At,
) -> Result<(), StoreError> {
    let position = at.position;
    view.put(key::edge(output, input), &EdgeInRow(position))?;
    let edge = key::edge(input, output);
    let before: Option<EdgeOutRow> = view.row(&edge)?;
    let before = before.map(|row| row.used).unwrap_or_default();
    super::events::used(view, input, &before, &used)?;
    view.put(edge, &EdgeOutRow { position, used })?;
    marks::joined(view, input, output, at)
}
