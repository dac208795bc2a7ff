//! Rows of holds and recalls: the measure with its steps, and where it is filed so that a scan finds it.

use super::apply::{At, must, update};
use crate::domain::words::MeasureState;
use crate::fact::body::{Body, Private};
use crate::fact::record::{BatchRef, MeasureRef, PartRecord, ScopeRecord};
use crate::measure::subjects;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, CounterRow, MeasureRow, OrganizationRow, ProductRow, RecallWords, StepRecord,
    SubjectMeasureRow,
};

/// Counter of measures of a kind and year.
pub(super) fn counter(id: MeasureRef) -> String {
    format!("measures.{}.{}", id.kind, id.year)
}

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::HoldOpened { hold, batch, .. } => {
            let scope = lot_scope(batch);
            open(view, private, *hold, None, scope, at)
        }
        Body::RecallOpened { recall, scope, regime, class, kind, hazard, remedy } => {
            let words = RecallWords {
                regime: *regime,
                class: *class,
                kind: *kind,
                hazard: *hazard,
                remedy: remedy.clone(),
            };
            open(view, private, *recall, Some(words), scope.clone(), at)
        }
        Body::RecallStepped { recall, include, scope } => {
            step(view, *recall, *include, scope.clone(), at)
        }
        Body::HoldEnded { holds, .. } => {
            holds.iter().try_for_each(|hold| end(view, *hold, MeasureState::Lifted, at))
        }
        Body::RecallEnded { recall, lifted } => {
            let state = if *lifted { MeasureState::Lifted } else { MeasureState::Closed };
            end(view, *recall, state, at)
        }
        _ => Ok(()),
    }
}

/// Measures that go on covering a batch although its corrected dates no longer say so.
pub(super) fn keep<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    kept: &[MeasureRef],
    at: At,
) -> Result<(), StoreError> {
    kept.iter().try_for_each(|id| step(view, *id, true, lot_scope(batch), at))
}

/// Open or closed measures filed under one subject.
pub(super) fn count(
    view: &impl Read,
    organization: &str,
    product: &str,
    lot: &str,
) -> Result<u32, StoreError> {
    let subject = key::subject(organization, product, lot);
    let rows = view.rows::<SubjectMeasureRow>(&subject, &subject, COUNT_MAX)?;
    let lifted = MeasureState::Lifted.number();
    let standing =
        rows.iter().filter(|(key, _)| key.get(subject.len()).is_some_and(|at| *at < lifted));
    Ok(u32::try_from(standing.count()).unwrap_or(u32::MAX))
}

/// Open or closed measures filed under a product or anything of it.
pub(super) fn count_under(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<u32, StoreError> {
    let prefix = key::product(organization, product);
    let rows = view.rows::<SubjectMeasureRow>(&prefix, &prefix, COUNT_MAX)?;
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
}

const COUNT_MAX: usize = 10_000;

fn lot_scope(batch: &BatchRef) -> ScopeRecord {
    let part = PartRecord::Lots { product: batch.product.clone(), lots: vec![batch.lot.clone()] };
    ScopeRecord { organization: batch.organization.clone(), part, later: false }
}

fn open<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    id: MeasureRef,
    recall: Option<RecallWords>,
    scope: ScopeRecord,
    at: At,
) -> Result<(), StoreError> {
    view.put(key::name(&counter(id)), &CounterRow(u64::from(id.number)))?;
    let row = MeasureRow {
        opened: at.position,
        opened_at: at.recorded_at,
        opener: private.actor.clone(),
        state: MeasureState::Open.number(),
        ended: None,
        ended_at: None,
        recall,
        steps: Vec::new(),
    };
    view.put(key::measure(id), &row)?;
    step(view, id, true, scope, at)
}

fn step<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    include: bool,
    scope: ScopeRecord,
    at: At,
) -> Result<(), StoreError> {
    let mut row: MeasureRow = must(view, &key::measure(id))?;
    if include {
        file(view, id, &scope, row.state)?;
    }
    row.steps.push(StepRecord { include, scope, position: at.position });
    view.put(key::measure(id), &row)
}

/// Files a measure under the subjects of a scope, once each, and counts it there.
fn file<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    scope: &ScopeRecord,
    state: u8,
) -> Result<(), StoreError> {
    for (product, lot) in subjects(scope) {
        let subject = key::subject(&scope.organization, product, lot);
        let key = key::subject_measure(&subject, state, id);
        if view.row::<SubjectMeasureRow>(&key)?.is_none() {
            view.put(key, &SubjectMeasureRow)?;
            add(view, &scope.organization, product, lot, 1)?;
        }
    }
    Ok(())
}

fn end<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    state: MeasureState,
    at: At,
) -> Result<(), StoreError> {
    let mut row: MeasureRow = must(view, &key::measure(id))?;
    let before = row.state;
    row.state = state.number();
    row.ended = Some(at.position);
    row.ended_at = Some(at.recorded_at);
    for step in row.steps.iter().filter(|step| step.include) {
        for (product, lot) in subjects(&step.scope) {
            let subject = key::subject(&step.scope.organization, product, lot);
            let old = key::subject_measure(&subject, before, id);
            if view.row::<SubjectMeasureRow>(&old)?.is_some() {
                view.delete(Family::MeasuresBySubject, old);
                view.put(key::subject_measure(&subject, row.state, id), &SubjectMeasureRow)?;
                if state == MeasureState::Lifted {
                    add(view, &step.scope.organization, product, lot, -1)?;
                }
            }
        }
    }
    view.put(key::measure(id), &row)
}

/// Counts a measure on the row of its subject, where that is registered; a later registration counts
/// what is filed by then.
fn add<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    product: &str,
    lot: &str,
    by: i32,
) -> Result<(), StoreError> {
    let count = |number: &mut u32| *number = number.saturating_add_signed(by);
    if product.is_empty() {
        return update(view, key::name(organization), |row: &mut OrganizationRow| {
            count(&mut row.measures);
        });
    }
    let product_key = key::product(organization, product);
    if let Some(mut row) = view.row::<ProductRow>(&product_key)? {
        count(&mut row.any_measures);
        if lot.is_empty() {
            count(&mut row.measures);
        }
        view.put(product_key, &row)?;
    }
    if lot.is_empty() {
        return Ok(());
    }
    let batch =
        BatchRef { organization: organization.into(), product: product.into(), lot: lot.into() };
    let batch_key = key::batch(&batch);
    if let Some(mut row) = view.row::<BatchRow>(&batch_key)? {
        count(&mut row.measures);
        view.put(batch_key, &row)?;
    }
    Ok(())
}
