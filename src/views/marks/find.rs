//! Questions to the marks: whether a recall came to a lot through its ingredients, how, and whether one
//! may still come.

use super::super::apply::must;
use super::super::edges::Names;
use super::super::query::{self, Covering, one_party};
use super::{every_lot, mark_key, party_of, product_marks, root_marks, running_counter};
use crate::domain::words::MeasureState;
use crate::fact::record::{BatchRef, MeasureRef};
use crate::limits::SUBJECT_MEASURES_MAX;
use crate::measure::{Cover, Target, reached_cover};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{
    AliasRow, BatchRow, CounterRow, EdgeOutRow, MarkRecord, MarkRow, MeasureRow,
};

/// Whether a recall is being followed that may come to goods of this organization yet.
pub fn is_running(view: &impl Read, organization: &str) -> Result<bool, StoreError> {
    let party = party_of(organization);
    for counter in [running_counter(None), running_counter(Some(&party))] {
        if view.row::<CounterRow>(&counter)?.is_some_and(|row| row.0 > 0) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The names of a lot under which something was made of it so far.
pub fn ways_on(view: &impl Read, lot: &BatchRef) -> Result<Vec<BatchRef>, StoreError> {
    ways_by(view, lot, &mut Names::default())
}

/// The same for one lot after the other, without looking each product up again.
pub fn ways_by(
    view: &impl Read,
    lot: &BatchRef,
    names: &mut Names,
) -> Result<Vec<BatchRef>, StoreError> {
    let mut ways = Vec::new();
    for named in names.of(view, lot)? {
        let prefix = key::batch(&named);
        if !view.rows::<EdgeOutRow>(&prefix, &prefix, 1)?.is_empty() {
            ways.push(named);
        }
    }
    Ok(ways)
}

/// Whether both codes name one party.
pub fn is_party(left: &str, right: &str) -> bool {
    party_of(left) == party_of(right)
}

/// Whether a measure came to a lot through its ingredients.
pub fn is_reached(view: &impl Read, id: MeasureRef, lot: &BatchRef) -> Result<bool, StoreError> {
    Ok(view.row::<MarkRow>(&mark_key(&one_party(lot), id))?.is_some())
}

/// How a measure came to a lot first.
pub fn first(
    view: &impl Read,
    id: MeasureRef,
    lot: &BatchRef,
) -> Result<Option<MarkRecord>, StoreError> {
    let row: Option<MarkRow> = view.row(&mark_key(&one_party(lot), id))?;
    Ok(row.and_then(|row| row.by.into_iter().next()))
}

/// Measures that an organization's own goods were followed for from one lot of another party.
pub fn walks_of_own(
    view: &impl Read,
    organization: &str,
    root: &BatchRef,
) -> Result<usize, StoreError> {
    let prefix = root_marks(root, Some(&party_of(organization))).finish();
    Ok(view.rows::<MarkRow>(&prefix, &prefix, SUBJECT_MEASURES_MAX as usize)?.len())
}

/// Measures that look for goods an organization received.
pub fn walks_of_receipts(view: &impl Read, organization: &str) -> Result<usize, StoreError> {
    walks_of_own(view, organization, &every_lot(&party_of(organization)))
}

/// Measures that came to a lot through its ingredients, added to those found by what they name.
pub(in crate::views) fn add_reached(
    view: &impl Read,
    target: &Target<'_>,
    found: &mut Vec<Covering>,
) -> Result<(), StoreError> {
    let Target { organization, product, lot: Some(lot), .. } = *target else { return Ok(()) };
    let lot = one_party(&BatchRef {
        organization: organization.to_owned(),
        product: product.to_owned(),
        lot: lot.to_owned(),
    });
    let prefix = key::marks(&lot, key::MARK_REACHED).finish();
    for (row_key, row) in view.rows::<MarkRow>(&prefix, &prefix, usize::MAX)? {
        let Some(id) = key::read_measure(&row_key) else { continue };
        let came: Vec<u16> = row.by.iter().map(|by| by.step).collect();
        let known = found.iter().position(|known| known.id == id);
        if let Some(known) = known.and_then(|at| found.get_mut(at)) {
            let reached = reached_cover(&known.measure, target, &came);
            known.cover = known.cover.max(reached.recalled);
            known.by_ingredient = reached.recalled > Cover::None;
            continue;
        }
        let measure: MeasureRow = must(view, &key::measure(id))?;
        let reached = reached_cover(&measure, target, &came);
        let held = reached.recalled == Cover::None;
        let cover = reached.recalled.max(reached.held);
        if cover > Cover::None && measure.state != MeasureState::Lifted.number() {
            let named = Cover::None;
            found.push(Covering { id, measure, cover, named, by_ingredient: true, held });
        }
    }
    Ok(())
}

/// Measures that came to any lot of a product.
pub(in crate::views) fn add_reached_lots(
    view: &impl Read,
    organization: &str,
    product: &str,
    found: &mut Vec<Covering>,
) -> Result<(), StoreError> {
    let prefix = product_marks(&party_of(organization), product);
    for (row_key, _) in view.rows::<MarkRow>(&prefix, &prefix, usize::MAX)? {
        let Some(id) = key::read_measure(&row_key) else { continue };
        if found.iter().any(|known| known.id == id) {
            continue;
        }
        let measure: MeasureRow = must(view, &key::measure(id))?;
        if measure.state != MeasureState::Lifted.number() {
            let (cover, named) = (Cover::Partly, Cover::None);
            found.push(Covering { id, measure, cover, named, by_ingredient: true, held: false });
        }
    }
    Ok(())
}

/// A registered batch as edges name it: under the code its party was admitted with, and its row.
pub fn registered(
    view: &impl Read,
    named: &BatchRef,
) -> Result<Option<(BatchRef, BatchRow)>, StoreError> {
    let known = view.row::<AliasRow>(&key::name(&named.organization))?;
    let organization = known.map_or_else(|| named.organization.clone(), |row| row.0);
    let batch = BatchRef { organization, ..named.clone() };
    Ok(query::batch(view, &batch)?.map(|row| (batch, row)))
}
