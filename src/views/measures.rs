//! Rows of holds and recalls: the measure with its steps, and where it is filed so that a scan finds it.

use super::apply::{At, must, update};
use super::{campaigns, marks, proposals, tasks};
use crate::domain::words::MeasureState;
use crate::fact::body::{Body, Opening, Private};
use crate::fact::record::{Alarm, BatchRef, MeasureRef, PartRecord, ScopeRecord};
use crate::measure::subjects;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, CounterRow, MeasureRow, OrganizationRow, ProductMeasureRow, ProductRow, RecallWords,
    Row, StepRecord, SubjectMeasureRow,
};
use std::collections::BTreeSet;

/// Counter of measures of a kind and year.
pub(super) fn counter(id: MeasureRef) -> String {
    format!("measures.{}.{}", id.kind, id.year)
}

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    if let Some(opening) = private.body.opening() {
        return opened(view, private, opening, at);
    }
    match &private.body {
        Body::HoldOpened { hold, batch, .. } => {
            let scope = lot_scope(batch);
            open(view, private, *hold, (None, None), &scope, at)?;
            tasks::settle_goods(view, batch, at)
        }
        Body::BatchChecked { batch, alarm: Some(Alarm { hazard, hold: Some(hold) }), .. }
        | Body::CheckMatched { batch, alarm: Some(Alarm { hazard, hold: Some(hold) }), .. }
        | Body::BatchRegistered {
            batch, alarm: Some(Alarm { hazard, hold: Some(hold) }), ..
        }
        | Body::BatchCorrected { batch, alarm: Some(Alarm { hazard, hold: Some(hold) }), .. } => {
            hold_by_rule(view, private, (*hold, *hazard), batch, at)
        }
        Body::RecallStepped { recall, include, scope } => {
            step(view, *recall, *include, scope, at)?;
            settle(view, *recall, scope, at)
        }
        Body::HoldEnded { holds, batch, .. } => {
            holds.iter().try_for_each(|hold| end(view, *hold, MeasureState::Lifted, at))?;
            tasks::settle_batch(view, batch, at)
        }
        Body::RecallEnded { recall, lifted } => {
            let state = if *lifted { MeasureState::Lifted } else { MeasureState::Closed };
            end(view, *recall, state, at)
        }
        _ => Ok(()),
    }
}

fn opened<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    opening: Opening<'_>,
    at: At,
) -> Result<(), StoreError> {
    let Opening { recall, scope, regime, class, kind, hazard, remedy, .. } = opening;
    let words = RecallWords { regime, class, kind, hazard, remedy: remedy.to_vec() };
    open(view, private, recall, (Some(words), None), scope, at)?;
    proposals::confirmed(view, &private.body, at)?;
    if let Some(known_at) = opening.known_at {
        campaigns::known(view, recall, known_at)?;
    }
    settle(view, recall, scope, at)
}

/// A hold on one lot that follows from what was found.
pub(super) fn hold_by_rule<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    (hold, hazard): (MeasureRef, u8),
    batch: &BatchRef,
    at: At,
) -> Result<(), StoreError> {
    open(view, private, hold, (None, Some(hazard)), &lot_scope(batch), at)
}

/// Measures that go on covering a batch although its corrected dates no longer say so: noted at the
/// lot, so that a measure does not grow with the corrections under it.
pub(super) fn keep<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    kept: &[MeasureRef],
    at: At,
) -> Result<(), StoreError> {
    for id in kept {
        let measure: MeasureRow = must(view, &key::measure(*id))?;
        file(view, *id, &lot_scope(batch), measure.state)?;
        let key = key::subject_measure(&key::batch(batch), measure.state, *id);
        view.put(key, &SubjectMeasureRow { kept: Some(at.position) })?;
    }
    Ok(())
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

/// Open or closed measures that name a product or anything of it.
pub(super) fn count_product(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<u32, StoreError> {
    let prefix = key::product(organization, product);
    let rows = view.rows::<ProductMeasureRow>(&prefix, &prefix, COUNT_MAX)?;
    let lifted = MeasureState::Lifted.number();
    let standing =
        rows.iter().filter(|(key, _)| key.get(prefix.len()).is_some_and(|at| *at < lifted));
    Ok(u32::try_from(standing.count()).unwrap_or(u32::MAX))
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
    (recall, found): (Option<RecallWords>, Option<u8>),
    scope: &ScopeRecord,
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
        found,
        steps: Vec::new(),
    };
    view.put(key::measure(id), &row)?;
    step(view, id, true, scope, at)
}

fn settle<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    scope: &ScopeRecord,
    at: At,
) -> Result<(), StoreError> {
    let measure: MeasureRow = must(view, &key::measure(id))?;
    let organizations: BTreeSet<_> = scope.parts().iter().map(|part| &part.organization).collect();
    organizations
        .into_iter()
        .try_for_each(|organization| tasks::settle_covered(view, &measure, organization, at))
}

fn step<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    include: bool,
    scope: &ScopeRecord,
    at: At,
) -> Result<(), StoreError> {
    let mut row: MeasureRow = must(view, &key::measure(id))?;
    let first = row.steps.len();
    for scope in scope.parts() {
        if include {
            file(view, id, scope, row.state)?;
        }
        row.steps.push(StepRecord { include, scope: scope.clone(), position: at.position });
    }
    view.put(key::measure(id), &row)?;
    let new = row.steps.iter().enumerate().skip(first).filter(|(_, step)| step.include);
    for (place, step) in new {
        marks::start(view, id, u16::try_from(place).unwrap_or(u16::MAX), &step.scope)?;
    }
    Ok(())
}

/// Files a measure under the subjects of a scope, and under the product it names, once each, and
/// counts it there.
fn file<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    scope: &ScopeRecord,
    state: u8,
) -> Result<(), StoreError> {
    let organization = &scope.organization;
    for (product, lot) in subjects(scope) {
        let subject = key::subject(organization, product, lot);
        let key = key::subject_measure(&subject, state, id);
        if view.row::<SubjectMeasureRow>(&key)?.is_none() {
            view.put(key, &SubjectMeasureRow { kept: None })?;
            count_subject(view, organization, (product, lot), 1)?;
        }
        if !product.is_empty() {
            let key = key::product_measure(organization, product, state, id);
            if view.row::<ProductMeasureRow>(&key)?.is_none() {
                view.put(key, &ProductMeasureRow)?;
                count_any(view, organization, product, 1)?;
            }
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
        let organization = &step.scope.organization;
        for (product, lot) in subjects(&step.scope) {
            let subject = key::subject(organization, product, lot);
            let old = key::subject_measure(&subject, before, id);
            if let Some(filed) = view.row::<SubjectMeasureRow>(&old)? {
                view.delete(Family::MeasuresBySubject, old);
                view.put(key::subject_measure(&subject, row.state, id), &filed)?;
                if state == MeasureState::Lifted {
                    count_subject(view, organization, (product, lot), -1)?;
                }
            }
            let old = key::product_measure(organization, product, before, id);
            if !product.is_empty() && view.row::<ProductMeasureRow>(&old)?.is_some() {
                view.delete(Family::MeasuresByProduct, old);
                let new = key::product_measure(organization, product, row.state, id);
                view.put(new, &ProductMeasureRow)?;
                if state == MeasureState::Lifted {
                    count_any(view, organization, product, -1)?;
                }
            }
        }
    }
    if state == MeasureState::Lifted {
        marks::lifted(view, id, &row)?;
    }
    view.put(key::measure(id), &row)
}

/// Counts a measure on the row of its subject, where that is registered; a later registration counts
/// what is filed by then.
fn count_subject<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    (product, lot): (&str, &str),
    by: i32,
) -> Result<(), StoreError> {
    let count = |number: &mut u32| *number = number.saturating_add_signed(by);
    if product.is_empty() {
        let key = key::name(organization);
        return update(view, key, |row: &mut OrganizationRow| count(&mut row.measures));
    }
    if lot.is_empty() {
        let key = key::product(organization, product);
        return change(view, key, |row: &mut ProductRow| count(&mut row.measures));
    }
    let batch =
        BatchRef { organization: organization.into(), product: product.into(), lot: lot.into() };
    change(view, key::batch(&batch), |row: &mut BatchRow| count(&mut row.measures))
}

fn count_any<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    product: &str,
    by: i32,
) -> Result<(), StoreError> {
    change(view, key::product(organization, product), |row: &mut ProductRow| {
        row.any_measures = row.any_measures.saturating_add_signed(by);
    })
}

/// Changes a row that may not be there.
fn change<B: Read, R: Row>(
    view: &mut Overlay<B>,
    key: Vec<u8>,
    change: impl FnOnce(&mut R),
) -> Result<(), StoreError> {
    let Some(mut row) = view.row::<R>(&key)? else { return Ok(()) };
    change(&mut row);
    view.put(key, &row)
}
