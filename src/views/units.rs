//! Rows of units: blocks of issued codes, own serials, and states as disjoint segments per batch.
//! A block or a segment is one row whatever it holds.

use super::apply::{At, count_goods, must, update};
use crate::domain::words::UnitState;
use crate::fact::record::{BatchRef, SerialRecord, UnitBlock};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchBlockRow, BatchRow, OwnRangeRow, OwnShapeRow, ProductRow, SegmentRow, Segments,
    UnitBlockRow, UnitKeyRow,
};

pub(super) fn issued<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    (block, label): (UnitBlock, Option<u32>),
    at: At,
) -> Result<(), StoreError> {
    let UnitBlock { slot, first, count, first_ordinal } = block;
    let position = at.position;
    let row = UnitBlockRow { batch: batch.clone(), count, first_ordinal, position, label };
    view.put(key::unit_block(slot, first), &row)?;
    let row = BatchBlockRow::Issued { slot, first, count };
    view.put(key::batch_number(batch, first_ordinal), &row)?;
    update(view, vec![slot], |row: &mut UnitKeyRow| row.next = first + count)?;
    add_units(view, batch, count, count)
}

pub(super) fn serials<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    first_ordinal: u64,
    (serials, label): (&[SerialRecord], Option<u32>),
) -> Result<(), StoreError> {
    let BatchRef { organization, product, lot } = batch;
    let mut ordinal = first_ordinal;
    for range in serials {
        let SerialRecord { prefix, width, first, last } = range;
        let row = OwnRangeRow { last: *last, lot: lot.clone(), first_ordinal: ordinal, label };
        let shape = key::own_shape(organization, product, prefix, *width);
        view.put(shape.u128(*first).finish(), &row)?;
        view.put(key::shape_product(organization, prefix, *width, Some(product)), &OwnShapeRow)?;
        let block = BatchBlockRow::Own(range.clone());
        view.put(key::batch_number(batch, ordinal), &block)?;
        ordinal += range.count();
    }
    let product = key::product(organization, product);
    update(view, product, |row: &mut ProductRow| row.own_serials = true)?;
    add_units(view, batch, ordinal - first_ordinal, 0)
}

/// Sets `first..=last` to a state. What is voided stays voided, and putting on sale changes only what
/// is as issued; a segment that is cut keeps its rest.
pub(super) fn changed<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    state: u8,
    first: u64,
    last: u64,
    at: At,
) -> Result<(), StoreError> {
    let prefix = key::batch(batch);
    let mut free = first;
    let mut fresh = Vec::new();
    for (start, old) in overlapping(view, batch, first, last)? {
        if old.state == UnitState::Voided.number() || state == UnitState::Activated.number() {
            if start > free {
                fresh.push((free, start - 1));
            }
            free = free.max(old.last + 1);
            continue;
        }
        view.delete(Family::UnitSegments, key::batch_number(batch, start));
        if start < first {
            view.put(key::batch_number(batch, start), &SegmentRow { last: first - 1, ..old })?;
        }
        if old.last > last {
            view.put(key::batch_number(batch, last + 1), &old)?;
        }
    }
    if free <= last {
        fresh.push((free, last));
    }
    for (start, end) in fresh {
        let row = SegmentRow { last: end, state, position: at.position };
        view.put(key::batch_number(batch, start), &row)?;
    }
    let kept = view.rows::<SegmentRow>(&prefix, &prefix, SEGMENTS_READ_MAX)?;
    let segments = match kept.as_slice() {
        [] => Segments::None,
        [(key, SegmentRow { last, state, position })] => Segments::One {
            first: key::last_number(key).unwrap_or(1),
            last: *last,
            state: *state,
            position: *position,
        },
        rows => Segments::Many(u32::try_from(rows.len()).unwrap_or(u32::MAX)),
    };
    update(view, prefix, |row: &mut BatchRow| row.segments = segments)
}

/// Segments that touch `first..=last`, in order.
pub(super) fn overlapping(
    view: &impl Read,
    batch: &BatchRef,
    first: u64,
    last: u64,
) -> Result<Vec<(u64, SegmentRow)>, StoreError> {
    let prefix = key::batch(batch);
    let before = view.last_row::<SegmentRow>(&prefix, &key::batch_number(batch, first))?;
    let from = before.map_or_else(|| key::batch_number(batch, first), |(key, _)| key);
    let rows = view.rows::<SegmentRow>(&prefix, &from, SEGMENTS_READ_MAX)?;
    Ok(rows
        .into_iter()
        .filter_map(|(key, row)| Some((key::last_number(&key)?, row)))
        .filter(|(start, row)| *start <= last && row.last >= first)
        .collect())
}

/// Above the bound that the checks keep to, so that nothing is cut off.
const SEGMENTS_READ_MAX: usize = 4 * crate::limits::BATCH_SEGMENTS_MAX as usize;

fn add_units<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    units: u64,
    codes: u64,
) -> Result<(), StoreError> {
    let key = key::batch(batch);
    let row: BatchRow = must(view, &key)?;
    view.put(key, &BatchRow { units: row.units + units, codes: row.codes + codes, ..row })?;
    count_goods(view, batch, 0, units, codes)
}
