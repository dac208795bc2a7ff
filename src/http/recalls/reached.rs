//! What a recall reaches through ingredients: counted in advance, counted so far, and lot by lot for
//! those whom it concerns.

use super::super::extract::{Bearer, Json, Segments};
use super::super::lists::{Page, viewer};
use super::super::records::{body as answer_json, party, put};
use super::super::service::Service;
use super::super::subscriptions::blocking;
use super::{Answer, Shared, recall_id};
use crate::access::Viewer;
use crate::domain::command::Actor;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::scope::Scope;
use crate::domain::words::{BatchState, MeasureState, ReachEffect, Role};
use crate::fact::record::{BatchRef, MeasureRef, ScopeRecord};
use crate::fact::seal::scope_json;
use crate::ledger::check::CheckError;
use crate::ledger::reach::{Preview, preview as follow, reached};
use crate::limits::PREVIEW_LOTS_SHOWN_COUNT;
use crate::measure::{Cover, Target};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, MeasureRow, OrganizationRow, ReachRow, ReachedByRow, ReachedRow,
};
use crate::views::marks;
use crate::views::query::{self, Covering, Filed};
use crate::views::reach::{Reach, reach};
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `POST /api/v1/recalls/preview`: the recall is opened and followed in memory by the same functions,
/// and nothing is written.
pub(in crate::http) async fn preview(
    State(service): Shared,
    Bearer(actor): Bearer,
    Json(body): Json,
) -> Answer {
    let scopes = parse::recall_preview(&body)?;
    // It may follow thousands of lots: not on a thread that answers others.
    blocking(&service, move |service| previewed(service, &actor, &scopes)).await
}

fn previewed(service: &Service, actor: &Actor, scopes: &[Scope]) -> Answer {
    let done =
        follow(service.app.snapshot(), actor, scopes, false).map_err(|error| match error {
            CheckError::Refused(refusal) => refusal.into(),
            CheckError::Store(error) => super::Refused::from(error),
        })?;
    let Preview { recall, scope, view, position } = &done;
    let mut counted = reach(view, scope)?;
    let running = add(view, *recall, *position, &mut counted)?;
    counted.at_least |= running;
    let mut shown = json(counted, false);
    let mut named = Vec::new();
    if scope.parts().iter().any(|part| part.follows().is_some()) {
        let (lots, released) = lots_of(view, *recall, actor)?;
        named = lots;
        put(&mut shown, "complete", (!counted.at_least).into());
        put(&mut shown, "organizations", reached(view, *recall)?.organizations.into());
        put(&mut shown, "regions", json!(regions(view, *recall)?));
        put(&mut shown, "released", released.into());
    }
    Ok(answer_json(&json!({"scope": scope_json(scope), "reach": shown, "lots": named})))
}

/// How far a scope that is only played reaches, and whether it was followed to its end.
pub(in crate::http) fn reached_json(
    view: &impl Read,
    scope: &ScopeRecord,
    recall: MeasureRef,
    position: u64,
) -> Result<(Value, bool), StoreError> {
    let mut counted = reach(view, scope)?;
    let running = add(view, recall, position, &mut counted)?;
    let mut shown = json(counted, false);
    let known = reached(view, recall)?;
    put(&mut shown, "organizations", known.organizations.into());
    put(&mut shown, "regions", json!(regions(view, recall)?));
    Ok((shown, !running && !counted.at_least))
}

/// Adds what the ingredient scopes stated at `position` reached; whether one is still being followed.
pub(super) fn add(
    view: &impl Read,
    id: MeasureRef,
    position: u64,
    counted: &mut Reach,
) -> Result<bool, StoreError> {
    let measure: Option<MeasureRow> = view.row(&key::measure(id))?;
    let Some(measure) = measure else { return Ok(false) };
    let mut running = false;
    for walk in marks::walks(id, &measure) {
        let stated = measure.steps.get(usize::from(walk.step));
        if stated.is_none_or(|step| step.position != position) {
            continue;
        }
        let row: ReachRow = view.row(&key::reach(id, walk.step))?.unwrap_or_default();
        counted.add(Reach { batches: row.lots, units: row.units, at_least: false });
        running |= row.head < row.tail;
    }
    Ok(running)
}

pub(super) fn json(reach: Reach, running: bool) -> Value {
    let Reach { batches, units, at_least } = reach;
    let state = state_word(running);
    let mut out = json!({"state": state, "batches": batches, "units": units});
    if at_least {
        put(&mut out, "atLeast", true.into());
    }
    out
}

fn state_word(running: bool) -> &'static str {
    if running { "running" } else { "complete" }
}

/// How far a recall came through ingredients so far, for everyone; `None` where it names none. Units are
/// not counted here: of one lot they would be its size.
pub(super) fn so_far(
    view: &impl Read,
    id: Option<MeasureRef>,
    measure: &MeasureRow,
) -> Result<Option<Value>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let (mut any, mut running) = (false, false);
    for walk in marks::walks(id, measure) {
        let row: ReachRow = view.row(&key::reach(id, walk.step))?.unwrap_or_default();
        any = true;
        running |= row.head < row.tail && measure.state != MeasureState::Lifted.number();
    }
    let ReachedByRow { lots, organizations, .. } = reached(view, id)?;
    let state = state_word(running);
    let out = json!({"state": state, "batches": lots, "organizations": organizations});
    Ok(any.then_some(out))
}

/// `GET …/lots`: lots reached through ingredients. The opener's side sees all of them, a regulator those
/// of its region.
pub(in crate::http) async fn lots(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let id = MeasureRef::from(recall_id(&segments)?);
    let measure: Option<MeasureRow> = snapshot.row(&key::measure(id))?;
    let measure = measure.ok_or(Code::NotFound)?;
    let code = actor.organization.as_ref().map(OrgCode::as_str);
    let opener =
        measure.opener.role() == actor.role && measure.opener.organization.as_deref() == code;
    if !opener && actor.role != Role::Regulator {
        return Err(Code::NotYours.into());
    }
    let page = Page::read(&uri, &key::measure(id))?;
    page.answer_some(&snapshot, Family::Reached, &uri, &[], |row_key, _| {
        let Some(lot) = key::reached_lot(row_key) else { return Ok(None) };
        if !opener && !may_read(&snapshot, &viewer(&actor), &lot)? {
            return Ok(None);
        }
        lot_json(&snapshot, id, &lot).map(Some)
    })
}

/// The first lots that a preview came to and the viewer may read, and how many of all are released.
fn lots_of(
    view: &impl Read,
    id: MeasureRef,
    actor: &Actor,
) -> Result<(Vec<Value>, u64), StoreError> {
    let prefix = key::measure(id);
    let (mut lots, mut released) = (Vec::new(), 0);
    for (row_key, _) in view.rows::<ReachedRow>(&prefix, &prefix, usize::MAX)? {
        let Some(lot) = key::reached_lot(&row_key) else { continue };
        let found = marks::registered(view, &lot)?;
        let out = |row: &BatchRow| row.state == BatchState::Released.number();
        released += u64::from(found.is_some_and(|(_, row)| out(&row)));
        if lots.len() < PREVIEW_LOTS_SHOWN_COUNT && may_read(view, &viewer(actor), &lot)? {
            lots.push(lot_json(view, id, &lot)?);
        }
    }
    Ok((lots, released))
}

/// A reached lot: how the recall came to it, what it means there, and which others stand on it.
fn lot_json(view: &impl Read, id: MeasureRef, lot: &BatchRef) -> Result<Value, StoreError> {
    let found = marks::registered(view, lot)?;
    let named = found.as_ref().map_or(lot, |(batch, _)| batch);
    let mut out = named_json(named);
    if let Some(by) = marks::first(view, id, lot)? {
        put(&mut out, "distance", by.distance.into());
        put(&mut out, "via", by.via.as_ref().map_or(Value::Null, named_json));
    }
    let Some((batch, row)) = &found else { return Ok(out) };
    let standing = standing(view, batch, row)?;
    let ours = standing.iter().find(|found| found.id == id);
    let effect = match ours {
        None => "freed",
        Some(found) if found.held => ReachEffect::Held.word(),
        Some(_) => ReachEffect::Recalled.word(),
    };
    let open = |found: &&Covering| {
        found.id != id && found.measure.recall.is_some() && found.measure.state == 0
    };
    let others = standing.iter().filter(open).map(|found| found.id.id().to_string());
    put(&mut out, "effect", effect.into());
    put(&mut out, "units", row.units.into());
    let state = BatchState::from_number(row.state).unwrap_or(BatchState::Registered);
    put(&mut out, "state", state.word().into());
    put(&mut out, "otherRecalls", json!(others.collect::<Vec<_>>()));
    Ok(out)
}

fn standing(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<Covering>, StoreError> {
    let target = Target {
        organization: &batch.organization,
        product: &batch.product,
        lot: Some(&batch.lot),
        registered_at: Some(row.position),
        produced_on: Some(row.numbers.produced_on),
        ..Target::default()
    };
    let all = Filed { organization: true, product: true, lot: true, reached: true };
    let found = query::covering(view, &target, all)?;
    Ok(found.into_iter().filter(|found| found.cover > Cover::None).collect())
}

fn named_json(lot: &BatchRef) -> Value {
    json!({"organization": lot.organization, "product": lot.product, "lot": lot.lot})
}

/// Regions of the organizations that a recall came to.
fn regions(view: &impl Read, id: MeasureRef) -> Result<BTreeSet<String>, StoreError> {
    let prefix = key::measure(id);
    let mut regions = BTreeSet::new();
    for (row_key, _) in view.rows::<ReachedByRow>(&prefix, &prefix, usize::MAX)? {
        let code = key::reached_organization(&row_key).and_then(|code| OrgCode::parse(&code).ok());
        let Some(code) = code else { continue };
        let known: Option<(String, OrganizationRow)> = query::organization(view, &code)?;
        regions.extend(known.map(|(_, row)| row.region));
    }
    Ok(regions)
}

/// Whether the viewer reads restricted records of the lot's owner.
fn may_read(view: &impl Read, viewer: &Viewer, lot: &BatchRef) -> Result<bool, StoreError> {
    let Ok(code) = OrgCode::parse(&lot.organization) else { return Ok(false) };
    Ok(party(view, &code).is_ok_and(|party| party.open_to(viewer)))
}
