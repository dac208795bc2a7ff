//! Lots of a recall as they are registered: those it names and those it reached, at most so many.

use super::super::query;
use crate::codec::key::after_prefix;
use crate::fact::record::{BatchRef, MeasureRef, PartRecord, ScopeRecord};
use crate::limits::CONSIGNEE_LOTS_READ_COUNT;
use crate::measure::{Cover, Target, cover, reached_cover};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, MarkRow, MeasureRow, OwnRangeRow, ReachedRow, SubjectMeasureRow,
};
use crate::views::marks;
use std::collections::BTreeMap;

/// A lot that a recall covers.
#[derive(Debug, Clone)]
pub struct CoveredLot {
    pub batch: BatchRef,
    pub row: BatchRow,
    /// All of it, not some of its units.
    pub whole: bool,
}

/// Lots that a measure covers, in order, and whether these are all of them.
pub fn covered(
    view: &impl Read,
    id: MeasureRef,
    measure: &MeasureRow,
) -> Result<(Vec<CoveredLot>, bool), StoreError> {
    let mut candidates = Candidates::default();
    for step in measure.steps.iter().filter(|step| step.include) {
        for scope in step.scope.parts() {
            candidates.of_scope(view, scope)?;
        }
    }
    let prefix = key::measure(id);
    for (row_key, _) in view.rows::<ReachedRow>(&prefix, &prefix, CONSIGNEE_LOTS_READ_COUNT + 1)? {
        let Some(lot) = key::reached_lot(&row_key) else { continue };
        if let Some((batch, row)) = marks::registered(view, &lot)? {
            candidates.add(batch, row);
        }
    }
    let Candidates { found, full } = candidates;
    let mut lots = Vec::new();
    for (batch, row) in found {
        let cover = cover_of(view, id, measure, &batch, &row)?;
        if cover > Cover::None {
            lots.push(CoveredLot { batch, row, whole: cover == Cover::Fully });
        }
    }
    Ok((lots, !full))
}

#[derive(Default)]
struct Candidates {
    found: BTreeMap<BatchRef, BatchRow>,
    /// The bound was met.
    full: bool,
}

impl Candidates {
    fn add(&mut self, batch: BatchRef, row: BatchRow) {
        if self.found.len() < CONSIGNEE_LOTS_READ_COUNT {
            self.found.insert(batch, row);
        } else if !self.found.contains_key(&batch) {
            self.full = true;
        }
    }

    fn of_scope(&mut self, view: &impl Read, scope: &ScopeRecord) -> Result<(), StoreError> {
        let organization = scope.organization.as_str();
        match &scope.part {
            PartRecord::All => self.under(view, &key::organization_prefix(organization)),
            PartRecord::ProducedOn { product: None, .. } => {
                self.under(view, &key::organization_prefix(organization))
            }
            PartRecord::Product { product }
            | PartRecord::ProducedOn { product: Some(product), .. } => {
                self.under(view, &key::product(organization, product))
            }
            PartRecord::Lots { product, lots } => {
                lots.iter().try_for_each(|lot| self.one(view, organization, product, lot))
            }
            PartRecord::Units { product, lot, .. } => self.one(view, organization, product, lot),
            PartRecord::Serials { product, range } => {
                let shape = key::own_shape(organization, product, &range.prefix, range.width);
                let prefix = shape.finish();
                let limit = CONSIGNEE_LOTS_READ_COUNT + 1;
                let rows = view.rows::<OwnRangeRow>(&prefix, &prefix, limit)?;
                self.full |= rows.len() >= limit;
                for (row_key, row) in rows {
                    let start = row_key.last_chunk().map_or(0, |at| u128::from_be_bytes(*at));
                    if start <= range.last && row.last >= range.first {
                        self.one(view, organization, product, &row.lot)?;
                    }
                }
                Ok(())
            }
            PartRecord::Ingredient { lot, own: false, .. } => {
                self.one(view, organization, &lot.product, &lot.lot)
            }
            // What was made of another party's lot, or of goods received, is among those reached.
            PartRecord::Ingredient { .. }
            | PartRecord::Received { .. }
            | PartRecord::Any { .. } => Ok(()),
        }
    }

    fn under(&mut self, view: &impl Read, prefix: &[u8]) -> Result<(), StoreError> {
        let limit = CONSIGNEE_LOTS_READ_COUNT + 1;
        let end = after_prefix(prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
        for (row_key, bytes) in view.range(Family::Batches, prefix, &end, limit)? {
            if let Some(batch) = key::read_batch(&row_key) {
                self.add(batch, crate::store::read::decode(&bytes)?);
            }
        }
        Ok(())
    }

    fn one(
        &mut self,
        view: &impl Read,
        organization: &str,
        product: &str,
        lot: &str,
    ) -> Result<(), StoreError> {
        let batch = BatchRef {
            organization: organization.to_owned(),
            product: product.to_owned(),
            lot: lot.to_owned(),
        };
        if let Some(row) = query::batch(view, &batch)? {
            self.add(batch, row);
        }
        Ok(())
    }
}

/// How far the measure covers a lot, whatever its state.
fn cover_of(
    view: &impl Read,
    id: MeasureRef,
    measure: &MeasureRow,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Cover, StoreError> {
    let target = Target {
        organization: &batch.organization,
        product: &batch.product,
        lot: Some(&batch.lot),
        registered_at: Some(row.position),
        produced_on: Some(row.numbers.produced_on),
        ..Target::default()
    };
    let filed = key::subject_measure(&key::batch(batch), measure.state, id);
    let kept = view.row::<SubjectMeasureRow>(&filed)?.and_then(|row| row.kept);
    let named = cover(measure, &target, kept);
    let lot = query::one_party(batch);
    let mark = key::mark(key::marks(&lot, key::MARK_REACHED), id);
    let Some(marks) = view.row::<MarkRow>(&mark)? else { return Ok(named) };
    let came: Vec<u16> = marks.by.iter().map(|by| by.step).collect();
    let reached = reached_cover(measure, &target, &came);
    Ok(named.max(reached.recalled).max(reached.held))
}
