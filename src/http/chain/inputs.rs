//! What went into a lot, as its record states it: lots of this ledger and suppliers as typed alike.

use super::super::records::{document, put};
use super::{Asked, Steps, event, gap};
use crate::domain::command::BatchKey;
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use crate::domain::words::BizStep;
use crate::fact::record::BatchRef;
use crate::limits::{INPUT_RECEIPTS_SHOWN_COUNT, REPORT_LIST_COUNT_MAX};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::PartyEventRow;
use crate::views::query;
use serde_json::{Value, json};

/// Members of an ingredient or additive that are shown.
const SHOWN: [&str; 9] =
    ["name", "material", "cns", "ins", "quantity", "source", "origin", "receivedOn", "documents"];

/// Adds every ingredient and additive, and what is missing of each.
pub(super) fn add(
    view: &impl Read,
    asked: &Asked<'_>,
    steps: &mut Steps,
) -> Result<(), StoreError> {
    let document = document(view, asked.row, true)?;
    for (list, amount) in [("ingredients", "quantity"), ("additives", "used")] {
        let lines = document.get(list).and_then(Value::as_array).into_iter().flatten();
        for (at, line) in lines.enumerate() {
            let pointer = format!("/{list}/{at}");
            let mut shown = json!({"kind": "input", "line": pointer});
            for name in SHOWN {
                if let Some(value) = line.get(name) {
                    put(&mut shown, name, value.clone());
                }
            }
            if let Some(used) = line.get(amount) {
                put(&mut shown, "quantity", used.clone());
            } else {
                steps.gaps.push(gap("line", &json!(pointer), "noQuantity"));
            }
            if !has_supplier(line) {
                steps.gaps.push(gap("line", &json!(pointer), "noSupplier"));
            }
            if let Some(batch) = source(view, line)? {
                let registered = query::batch(view, &batch)?.is_some();
                put(&mut shown, "registered", json!(registered));
                put(&mut shown, "received", received(view, asked, &batch)?);
            }
            steps.back.push(shown);
        }
    }
    Ok(())
}

/// By code, or by a name as typed.
fn has_supplier(line: &Value) -> bool {
    let named = |pointer: &str| line.pointer(pointer).is_some_and(Value::is_string);
    named("/source/organization") || named("/source/declared/name")
}

/// The lot of a line that names one, under the code its party was admitted with.
fn source(view: &impl Read, line: &Value) -> Result<Option<BatchRef>, StoreError> {
    let part = |pointer: &str| line.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let organization = OrgCode::parse(part("/source/organization")).ok();
    let product = ProductCode::parse(part("/source/product")).ok();
    let lot = Lot::parse(part("/source/lot")).ok();
    let Some(((organization, product), lot)) = organization.zip(product).zip(lot) else {
        return Ok(None);
    };
    let known = query::organization(view, &organization)?;
    let batch = BatchRef::from(&BatchKey { organization, product, lot });
    Ok(Some(match known {
        Some((organization, _)) => BatchRef { organization, ..batch },
        None => batch,
    }))
}

/// What the owner itself stated of receiving that lot, newest first.
fn received(view: &impl Read, asked: &Asked<'_>, input: &BatchRef) -> Result<Value, StoreError> {
    let by = &asked.batch.organization;
    let prefix = key::party_events(input, by);
    let rows = view.rows::<PartyEventRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)?;
    let receiving = rows.iter().filter(|(_, row)| row.biz_step == BizStep::Receiving.number());
    let positions = receiving.filter_map(|(row_key, _)| key::read_party_event(row_key));
    positions.take(INPUT_RECEIPTS_SHOWN_COUNT).map(|position| event(view, position, by)).collect()
}
