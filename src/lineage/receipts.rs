//! Whether goods received from a supplier on some days went into a lot: by its ingredients as they read
//! now and by what its organization stated of receiving them. What was erased finds nothing, and an
//! ingredient without a day of receipt is found by a receiving event only.

use super::candidates::record;
use crate::domain::day::Day;
use crate::domain::letters::closed_up;
use crate::domain::org_code::OrgCode;
use crate::domain::words::BizStep;
use crate::fact::record::{BatchRef, SupplierRecord};
use crate::limits::{BATCH_EVENTS_MAX, LINEAGE_EDGES_MAX};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EventRow, PartyEventRow};
use crate::views::edges;
use crate::views::query::party_code;
use serde_json::Value;
use std::ops::RangeInclusive;

/// A supplier and days of receipt, counted from 1970.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub supplier: &'a SupplierRecord,
    pub first: i32,
    pub last: i32,
}

/// Whether such goods went into a registered lot.
pub fn went_into(
    view: &impl Read,
    wanted: Wanted<'_>,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<bool, StoreError> {
    let inputs: Vec<BatchRef> = match (wanted.supplier, row.inputs) {
        (SupplierRecord::Party(_), true) => {
            let found = edges::inputs(view, batch, LINEAGE_EDGES_MAX)?;
            found.lots.into_iter().map(|input| input.lot).collect()
        }
        _ => Vec::new(),
    };
    let days = wanted.first..=wanted.last;
    let record = record(view, row)?;
    let lines = record.get("ingredients").and_then(Value::as_array);
    for line in lines.into_iter().flatten() {
        let on = line.get("receivedOn").and_then(Value::as_str).and_then(Day::parse);
        let within = on.is_some_and(|on| days.contains(&on.number()));
        if within && is_from(view, wanted.supplier, line, &inputs)? {
            return Ok(true);
        }
    }
    let SupplierRecord::Party(supplier) = wanted.supplier else { return Ok(false) };
    for input in &inputs {
        if received(view, &batch.organization, input, supplier, &days)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an ingredient is the supplier's: by the lot it names, by the code or the name that was typed,
/// or by the lot that its owner confirmed a typed one to be.
fn is_from(
    view: &impl Read,
    supplier: &SupplierRecord,
    line: &Value,
    inputs: &[BatchRef],
) -> Result<bool, StoreError> {
    let text = |pointer: &str| line.pointer(pointer).and_then(Value::as_str);
    let typed = text("/source/declared/name");
    let party = match supplier {
        SupplierRecord::Named(_) => {
            return Ok(typed.is_some_and(|name| SupplierRecord::named(name) == *supplier));
        }
        SupplierRecord::Party(party) => party,
    };
    let same = |code: &str| party_code(code) == *party;
    if text("/source/organization").is_some_and(same) {
        return Ok(true);
    }
    if let Some((gtin, lot)) = text("/source/gtin").zip(text("/source/lot")) {
        let gtin = crate::domain::gtin::Gtin::parse(gtin);
        let gtin = gtin.map_or_else(|_| String::new(), |gtin| gtin.as_str().to_owned());
        let lot = edges::resolved(view, &edges::by_gtin(&gtin, lot))?;
        return Ok(lot.organization == *party);
    }
    let words =
        typed.into_iter().flat_map(|name| name.split(|at: char| !at.is_ascii_alphanumeric()));
    if words.filter_map(|word| OrgCode::parse(word).ok()).any(|code| same(code.as_str())) {
        return Ok(true);
    }
    let printed = text("/source/lotAsPrinted").map(closed_up);
    let confirmed =
        |input: &BatchRef| input.organization == *party && Some(&input.lot) == printed.as_ref();
    Ok(inputs.iter().any(confirmed))
}

/// Whether an organization stated on one of these days that it received the lot from the supplier, or
/// from nobody that it names and the lot is the supplier's.
fn received(
    view: &impl Read,
    organization: &str,
    lot: &BatchRef,
    supplier: &str,
    days: &RangeInclusive<i32>,
) -> Result<bool, StoreError> {
    let Some(lot) = edges::registered(view, lot)? else { return Ok(false) };
    let prefix = key::party_events(&lot, organization);
    let rows = view.rows::<PartyEventRow>(&prefix, &prefix, BATCH_EVENTS_MAX as usize)?;
    for (row_key, row) in rows {
        if row.biz_step != BizStep::Receiving.number() || !days.contains(&row.on) {
            continue;
        }
        let Some(position) = key::read_party_event(&row_key) else { continue };
        let stated: Option<EventRow> = view.row(&key::batch_number(&lot, position))?;
        let from = stated.and_then(|row| row.event.counterpart);
        if party_code(from.as_deref().unwrap_or(&lot.organization)) == supplier {
            return Ok(true);
        }
    }
    Ok(false)
}
