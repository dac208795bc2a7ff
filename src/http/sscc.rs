//! Cases and pallets: what an SSCC holds and where it went, for those who packed it and those to whom
//! it was sent. Every party has its own account; another's is shown only to whom it named.

use super::extract::{Bearer, Segments, bad};
use super::problem::Refused;
use super::records::{self, Party};
use super::service::Service;
use crate::access;
use crate::domain::command::Actor;
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode};
use crate::domain::sscc::Sscc;
use crate::domain::words::BizStep;
use crate::limits::{SSCC_PARTIES_READ_COUNT, SSCC_ROWS_SHOWN_COUNT};
use crate::store::StoreError;
use crate::store::layout::key::{self, SsccPart};
use crate::store::read::Read;
use crate::store::rows::{SsccRow, SsccStep};
use crate::views::query::party_code;
use crate::views::sscc::outer_sscc_names;
use axum::extract::State;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `GET /api/v1/sscc/{sscc}`. A case of which the reader may see no account is not there.
pub(super) async fn show(
    State(service): State<Arc<Service>>,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Result<axum::response::Response, Refused> {
    let sscc = Sscc::parse(segments.text("sscc")).map_err(|_| bad("sscc", FieldCode::NotACode))?;
    let snapshot = service.app.snapshot();
    let accounts: Result<Vec<_>, _> = readable(&snapshot, &actor, sscc.as_str())?
        .into_iter()
        .map(|(by, named)| account(&snapshot, sscc.as_str(), &by, named.as_deref()))
        .collect();
    let accounts = accounts?;
    if accounts.is_empty() {
        return Err(Code::NotFound.into());
    }
    Ok(records::body(&json!({"sscc": sscc.as_str(), "accounts": accounts})))
}

/// Whose accounts the actor may read: its own and, for an authority, those of its region in full; of
/// those who named it, for this case or one that it lies in, the steps in which they did.
fn readable(
    view: &impl Read,
    actor: &Actor,
    sscc: &str,
) -> Result<BTreeMap<String, Option<String>>, Refused> {
    let mut found = BTreeMap::new();
    if actor.role.is_of_authority() {
        let prefix = key::sscc(sscc, SsccPart::Account);
        for (row_key, _) in view.rows::<SsccRow>(&prefix, &prefix, SSCC_PARTIES_READ_COUNT)? {
            let Some(by) = key::read_sscc_text(&row_key, &prefix) else { continue };
            let Ok(code) = OrgCode::parse(&by) else { continue };
            let party = records::party(view, &code)?;
            if party.open_to(&access::Viewer::from(actor)) {
                found.insert(by, None);
            }
        }
        return Ok(found);
    }
    let Some(own) = records::itself(view, actor)? else { return Ok(found) };
    let named = party_code(&own.code);
    let prefix = key::sscc_of(sscc, SsccPart::Told, &named);
    for (row_key, _) in view.rows::<SsccRow>(&prefix, &prefix, SSCC_PARTIES_READ_COUNT)? {
        found.extend(key::read_sscc_text(&row_key, &prefix).map(|by| (by, Some(named.clone()))));
    }
    let prefix = key::sscc(sscc, SsccPart::Account);
    for (row_key, _) in view.rows::<SsccRow>(&prefix, &prefix, SSCC_PARTIES_READ_COUNT)? {
        let by = key::read_sscc_text(&row_key, &prefix).filter(|by| !found.contains_key(by));
        if let Some(by) = by
            && outer_sscc_names(view, sscc, &by, &named)?
        {
            found.insert(by, Some(named.clone()));
        }
    }
    let Party { code, .. } = own;
    if view.row::<SsccRow>(&key::sscc_of(sscc, SsccPart::Account, &code))?.is_some() {
        found.insert(code, None);
    }
    Ok(found)
}

/// What `by` says of a case; of its steps only those that name `named`, where that is given.
fn account(
    view: &impl Read,
    sscc: &str,
    by: &str,
    named: Option<&str>,
) -> Result<Value, StoreError> {
    let rows = |part| {
        let prefix = key::sscc_of(sscc, part, by);
        let rows = view.rows::<SsccRow>(&prefix, &prefix, SSCC_ROWS_SHOWN_COUNT + 1)?;
        Ok::<_, StoreError>((prefix, rows))
    };
    let (lot_prefix, lots) = rows(SsccPart::Lot)?;
    let (child_prefix, children) = rows(SsccPart::Child)?;
    let (_, steps) = rows(SsccPart::Step)?;
    let more = [&lots, &children, &steps].iter().any(|rows| rows.len() > SSCC_ROWS_SHOWN_COUNT);
    let shown_lots = lots.iter().take(SSCC_ROWS_SHOWN_COUNT).filter_map(|(row_key, row)| {
        let batch = key::read_batch(row_key.get(lot_prefix.len()..)?)?;
        let SsccRow::Lot(lot) = row else { return None };
        let quantities = lot.quantities.iter();
        let quantities =
            quantities.map(|amount| json!({"value": amount.value, "unit": amount.unit}));
        Some(json!({
            "organization": batch.organization,
            "product": batch.product,
            "lot": batch.lot,
            "quantities": quantities.collect::<Vec<_>>(),
            "unclear": lot.unclear,
        }))
    });
    let children = children.iter().take(SSCC_ROWS_SHOWN_COUNT);
    let children = children.filter_map(|(row_key, _)| key::read_sscc_text(row_key, &child_prefix));
    let parent = view.row::<SsccRow>(&key::sscc_of(sscc, SsccPart::Parent, by))?;
    let steps = steps.iter().take(SSCC_ROWS_SHOWN_COUNT).filter_map(|(row_key, row)| match row {
        SsccRow::Step(step) if names(step, named) => Some(shown(row_key, step)),
        _ => None,
    });
    let mut out = Map::new();
    out.insert("by".to_owned(), by.into());
    if let Some(SsccRow::Parent(parent)) = parent {
        out.insert("parent".to_owned(), parent.into());
    }
    out.insert("lots".to_owned(), shown_lots.collect());
    out.insert("cases".to_owned(), children.collect());
    out.insert("steps".to_owned(), steps.collect());
    out.insert("more".to_owned(), more.into());
    Ok(Value::Object(out))
}

fn names(step: &SsccStep, named: Option<&str>) -> bool {
    let of = |named: &str| step.counterpart.as_deref().map(party_code).as_deref() == Some(named);
    named.is_none_or(of)
}

fn shown(row_key: &[u8], step: &SsccStep) -> Value {
    let position = key::last_number(row_key).map(|inverted| !inverted);
    json!({
        "bizStep": BizStep::from_number(step.biz_step).map(BizStep::word),
        "on": Day::from_number(step.on).to_string(),
        "organization": step.batch.organization,
        "product": step.batch.product,
        "lot": step.batch.lot,
        "counterpart": step.counterpart,
        "region": step.region,
        "position": position,
    })
}
