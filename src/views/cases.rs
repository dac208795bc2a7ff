//! Rows of cases and pallets: what a party put into them and took out, in which case they lie, and what
//! happened to them. One account for each party; nothing here joins two accounts.

use super::apply::At;
use super::query::party_code;
use crate::codec::key::KeyWriter;
use crate::domain::base_units::exact_add;
use crate::domain::quantity::parse_decimal;
use crate::domain::words::BizStep;
use crate::fact::record::{BatchRef, EventRecord, QuantityRecord};
use crate::limits::CASE_DEPTH_MAX;
use crate::store::StoreError;
use crate::store::layout::Family;
use crate::store::layout::key::{self, CasePart};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{CaseLot, CaseRow, CaseStep};
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
    for _ in 0..CASE_DEPTH_MAX {
        if links.iter().any(|(child, _)| *child == above) {
            return Ok(true);
        }
        let key = key::case_of(&above, CasePart::Parent, &event.by);
        match view.row::<CaseRow>(&key)? {
            Some(CaseRow::Parent(parent)) => above = parent,
            _ => return Ok(false),
        }
    }
    Ok(false)
}

/// Whether `by` named a party in a step of a case that this one lies in: who is sent a pallet is sent
/// what is on it.
pub fn outer_case_names(
    view: &impl Read,
    sscc: &str,
    by: &str,
    named: &str,
) -> Result<bool, StoreError> {
    let mut case = sscc.to_owned();
    for _ in 0..CASE_DEPTH_MAX {
        match view.row::<CaseRow>(&key::case_of(&case, CasePart::Parent, by))? {
            Some(CaseRow::Parent(outer)) => case = outer,
            _ => return Ok(false),
        }
        let told = key::case_row(&case, CasePart::Told, named, &text(by));
        if view.row::<CaseRow>(&told)?.is_some() {
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
    view.put(key::case_of(sscc, CasePart::Account, by), &CaseRow::Account)?;
    if let Some(counterpart) = &event.counterpart {
        let told = text(by);
        let key = key::case_row(sscc, CasePart::Told, &party_code(counterpart), &told);
        view.put(key, &CaseRow::Told)?;
    }
    let step = CaseStep {
        batch: batch.clone(),
        biz_step: event.biz_step,
        on: event.on,
        counterpart: event.counterpart.clone(),
        region: event.region.clone(),
    };
    let key = key::case_row(sscc, CasePart::Step, by, &(!at.position).to_be_bytes());
    view.put(key, &CaseRow::Step(step))
}

/// A case lies in one other at a time.
fn link<B: Read>(
    view: &mut Overlay<B>,
    child: &str,
    parent: &str,
    by: &str,
    into: bool,
) -> Result<(), StoreError> {
    let parent_key = key::case_of(child, CasePart::Parent, by);
    let before = match view.row::<CaseRow>(&parent_key)? {
        Some(CaseRow::Parent(before)) => Some(before),
        _ => None,
    };
    let child_key = |parent: &str| key::case_row(parent, CasePart::Child, by, &text(child));
    if into {
        if let Some(before) = before.filter(|before| before != parent) {
            view.delete(Family::Cases, child_key(&before));
        }
        for case in [parent, child] {
            view.put(key::case_of(case, CasePart::Account, by), &CaseRow::Account)?;
        }
        view.put(child_key(parent), &CaseRow::Child)?;
        return view.put(parent_key, &CaseRow::Parent(parent.to_owned()));
    }
    view.delete(Family::Cases, child_key(parent));
    if before.as_deref() == Some(parent) {
        view.delete(Family::Cases, parent_key);
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
    let lot_key = key::case_row(sscc, CasePart::Lot, &event.by, &key::batch(batch));
    let before = match view.row::<CaseRow>(&lot_key)? {
        Some(CaseRow::Lot(lot)) => Some(lot),
        _ => None,
    };
    match (into, &event.quantity) {
        (true, quantity) => {
            let mut lot = before.unwrap_or_default();
            change(&mut lot, quantity.as_ref(), true);
            view.put(lot_key, &CaseRow::Lot(lot))
        }
        // Taken out without a quantity: all of it.
        (false, None) => {
            view.delete(Family::Cases, lot_key);
            Ok(())
        }
        (false, quantity) => {
            let Some(mut lot) = before else { return Ok(()) };
            change(&mut lot, quantity.as_ref(), false);
            if lot.quantities.is_empty() && !lot.unclear {
                view.delete(Family::Cases, lot_key);
                return Ok(());
            }
            view.put(lot_key, &CaseRow::Lot(lot))
        }
    }
}

/// Adds or takes away in the unit that was stated; what does not work out is unclear from then on.
fn change(lot: &mut CaseLot, quantity: Option<&QuantityRecord>, into: bool) {
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
