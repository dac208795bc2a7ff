//! Rows of cases and pallets: what a party put into them and took out, in which case they lie, and what
//! happened to them. One account for each party; nothing here joins two accounts.

use super::apply::At;
use super::query::party_code;
use crate::codec::key::KeyWriter;
use crate::domain::base_units::exact_add;
use crate::domain::quantity::parse_decimal;
use crate::domain::words::BizStep;
use crate::fact::record::{BatchRef, EventRecord, QuantityRecord};
use crate::limits::SSCC_DEPTH_MAX;
use crate::store::StoreError;
use crate::store::layout::Family;
use crate::store::layout::key::{self, SsccPart};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{SsccLot, SsccRow, SsccStep};
use rust_decimal::Decimal;

/// What an event says of the cases it names.
pub(super) fn stated<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    event: &EventRecord,
    at: At,
) -> Result<(), StoreError> {
    let Some(sscc) = &event.sscc else { return Ok(()) };
    let by = event.by.as_str();
    step(view, sscc, batch, event, at)?;
    let into = match BizStep::from_number(event.biz_step) {
        Some(BizStep::Packing) => true,
        Some(BizStep::Unpacking) => false,
        _ => return Ok(()),
    };
    for (child, parent) in links(event, sscc) {
        link(view, child, parent, by, into)?;
    }
    // Cases that are named are what was put in or taken out.
    let goods = event.children.is_empty() && (event.parent.is_none() || event.quantity.is_some());
    if goods {
        contents(view, sscc, batch, event, into)?;
    }
    Ok(())
}

/// Whether the links of an event close a circle: a case that would lie in itself. Looks as far up as
/// cases are ever stacked.
pub fn closes_a_loop(view: &impl Read, event: &EventRecord) -> Result<bool, StoreError> {
    let Some(sscc) = &event.sscc else { return Ok(false) };
    let links: Vec<_> = links(event, sscc).collect();
    let mut above = event.parent.clone().unwrap_or_else(|| sscc.clone());
    for _ in 0..SSCC_DEPTH_MAX {
        if links.iter().any(|(child, _)| *child == above) {
            return Ok(true);
        }
        let key = key::sscc_of(&above, SsccPart::Parent, &event.by);
        match view.row::<SsccRow>(&key)? {
            Some(SsccRow::Parent(parent)) => above = parent,
            _ => return Ok(false),
        }
    }
    Ok(false)
}

/// Whether `by` named a party in a step of a case that this one lies in: who is sent a pallet is sent
/// what is on it.
pub fn outer_sscc_names(
    view: &impl Read,
    sscc: &str,
    by: &str,
    named: &str,
) -> Result<bool, StoreError> {
    let mut case = sscc.to_owned();
    for _ in 0..SSCC_DEPTH_MAX {
        match view.row::<SsccRow>(&key::sscc_of(&case, SsccPart::Parent, by))? {
            Some(SsccRow::Parent(outer)) => case = outer,
            _ => return Ok(false),
        }
        let told = key::sscc_row(&case, SsccPart::Told, named, &text(by));
        if view.row::<SsccRow>(&told)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Which case lies in which by an event: child and parent.
fn links<'a>(event: &'a EventRecord, sscc: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let parent = event.parent.as_deref().map(|parent| (sscc, parent));
    parent.into_iter().chain(event.children.iter().map(move |child| (child.as_str(), sscc)))
}

fn step<B: Read>(
    view: &mut Overlay<B>,
    sscc: &str,
    batch: &BatchRef,
    event: &EventRecord,
    at: At,
) -> Result<(), StoreError> {
    let by = event.by.as_str();
    view.put(key::sscc_of(sscc, SsccPart::Account, by), &SsccRow::Account)?;
    if let Some(counterpart) = &event.counterpart {
        let told = text(by);
        let key = key::sscc_row(sscc, SsccPart::Told, &party_code(counterpart), &told);
        view.put(key, &SsccRow::Told)?;
    }
    let step = SsccStep {
        batch: batch.clone(),
        biz_step: event.biz_step,
        on: event.on,
        counterpart: event.counterpart.clone(),
        region: event.region.clone(),
    };
    let key = key::sscc_row(sscc, SsccPart::Step, by, &(!at.position).to_be_bytes());
    view.put(key, &SsccRow::Step(step))
}

/// A case lies in one other at a time.
fn link<B: Read>(
    view: &mut Overlay<B>,
    child: &str,
    parent: &str,
    by: &str,
    into: bool,
) -> Result<(), StoreError> {
    let parent_key = key::sscc_of(child, SsccPart::Parent, by);
    let before = match view.row::<SsccRow>(&parent_key)? {
        Some(SsccRow::Parent(before)) => Some(before),
        _ => None,
    };
    let child_key = |parent: &str| key::sscc_row(parent, SsccPart::Child, by, &text(child));
    if into {
        if let Some(before) = before.filter(|before| before != parent) {
            view.delete(Family::Sscc, child_key(&before));
        }
        for case in [parent, child] {
            view.put(key::sscc_of(case, SsccPart::Account, by), &SsccRow::Account)?;
        }
        view.put(child_key(parent), &SsccRow::Child)?;
        return view.put(parent_key, &SsccRow::Parent(parent.to_owned()));
    }
    view.delete(Family::Sscc, child_key(parent));
    if before.as_deref() == Some(parent) {
        view.delete(Family::Sscc, parent_key);
    }
    Ok(())
}

fn contents<B: Read>(
    view: &mut Overlay<B>,
    sscc: &str,
    batch: &BatchRef,
    event: &EventRecord,
    into: bool,
) -> Result<(), StoreError> {
    let lot_key = key::sscc_row(sscc, SsccPart::Lot, &event.by, &key::batch(batch));
    let before = match view.row::<SsccRow>(&lot_key)? {
        Some(SsccRow::Lot(lot)) => Some(lot),
        _ => None,
    };
    match (into, &event.quantity) {
        (true, quantity) => {
            let mut lot = before.unwrap_or_default();
            change(&mut lot, quantity.as_ref(), true);
            view.put(lot_key, &SsccRow::Lot(lot))
        }
        // Taken out without a quantity: all of it.
        (false, None) => {
            view.delete(Family::Sscc, lot_key);
            Ok(())
        }
        (false, quantity) => {
            let Some(mut lot) = before else { return Ok(()) };
            change(&mut lot, quantity.as_ref(), false);
            if lot.quantities.is_empty() && !lot.unclear {
                view.delete(Family::Sscc, lot_key);
                return Ok(());
            }
            view.put(lot_key, &SsccRow::Lot(lot))
        }
    }
}

/// Adds or takes away in the unit that was stated; what does not work out is unclear from then on.
fn change(lot: &mut SsccLot, quantity: Option<&QuantityRecord>, into: bool) {
    let Some(quantity) = quantity else {
        lot.unclear = true;
        return;
    };
    let known = lot.quantities.iter().position(|known| known.unit == quantity.unit);
    let before =
        known.and_then(|at| lot.quantities.get(at)).and_then(|known| parse_decimal(&known.value));
    let by = parse_decimal(&quantity.value).unwrap_or_default();
    let sum = exact_add(before.unwrap_or_default(), if into { by } else { -by });
    let sum = sum.ok().filter(|sum| *sum >= Decimal::ZERO);
    lot.unclear |= sum.is_none();
    if let Some(at) = known {
        lot.quantities.remove(at);
    }
    if let Some(sum) = sum.filter(|sum| !sum.is_zero()) {
        let value = sum.normalize().to_string();
        lot.quantities.push(QuantityRecord { value, unit: quantity.unit.clone() });
    }
}

fn text(text: &str) -> Vec<u8> {
    KeyWriter::new().text(text).finish()
}
