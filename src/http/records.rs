//! Records as they stand: organization, product, batch; the public half for everyone, the whole for
//! those whom the access table lets see it.

use super::evidence;
use super::extract::{Caller, Segments};
use super::findings;
use super::problem::Refused;
use super::service::Service;
use crate::access::{self, Viewer};
use crate::domain::command::{Actor, BatchKey};
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::words::{
    BatchState, Eyes, MeasureKind, MeasureState, Outcome, ReachEffect, Role,
};
use crate::fact::record::BatchRef;
use crate::limits::PAGE_ROWS_MAX;
use crate::measure::{Cover, Target};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CheckRow, OrganizationRow, ProductRow};
use crate::views::query::{self, Filed};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// A batch's whole document and where it stands.
pub(super) struct Current {
    pub document: Value,
    pub position: u64,
}

/// `GET /api/v1/organizations/{org}`.
pub(super) async fn organization(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    let office = party.open_to(&viewer);
    let mut out = joined(&snapshot, party.row.position, office)?;
    let roles: Vec<_> =
        party.row.roles.iter().filter_map(|role| Role::from_number(*role)).collect();
    put(&mut out, "code", json!(party.code));
    put(&mut out, "roles", json!(roles.into_iter().map(Role::word).collect::<Vec<_>>()));
    put(&mut out, "region", json!(party.row.region));
    if office {
        let OrganizationRow { products, batches, units, four_eyes, .. } = party.row;
        let word = |four| if four { Eyes::FourEyes.word() } else { Eyes::Single.word() };
        let ending = party.row.ending_four_eyes.is_some();
        let mut settings = json!({"corrections": word(four_eyes), "endingProposed": ending});
        if party.row.roles.contains(&Role::Regulator.number()) {
            let (mode, ending) = (party.row.recalls_four_eyes, party.row.ending_recalls.is_some());
            settings = json!({"recalls": word(mode), "endingProposed": ending});
        }
        put(&mut out, "settings", settings);
        put(&mut out, "counts", json!({"products": products, "batches": batches, "units": units}));
    }
    with_receipt(&snapshot, &mut out, party.row.position)?;
    Ok(body(&out))
}

/// `GET …/products/{product}`: the latest version.
pub(super) async fn product(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    let product = segments.product()?;
    let row: Option<ProductRow> = snapshot.row(&key::product(&party.code, product.as_str()))?;
    let row = row.ok_or(Code::NotFound)?;
    let mut out = joined(&snapshot, row.latest_position, party.open_to(&viewer))?;
    put(&mut out, "product", json!(product.as_str()));
    put(&mut out, "version", json!(row.latest));
    with_receipt(&snapshot, &mut out, row.latest_position)?;
    Ok(body(&out))
}

/// `GET …/batches/{product}/{lot}`. An unreleased batch is nobody's to know but its office's.
pub(super) async fn batch(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
) -> Answer {
    let snapshot = service.app.snapshot();
    let key = segments.batch()?;
    let party = party(&snapshot, &key.organization)?;
    let batch = BatchRef { organization: party.code.clone(), ..BatchRef::from(&key) };
    let row = query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
    let office = party.open_to(&viewer);
    if !office && row.state == BatchState::Registered.number() {
        return Err(Code::NotFound.into());
    }
    let mut out = document(&snapshot, &row, office)?;
    let state = BatchState::from_number(row.state).unwrap_or(BatchState::Registered);
    put(&mut out, "product", json!(batch.product));
    put(&mut out, "lot", json!(batch.lot));
    put(&mut out, "producedOn", json!(Day::from_number(row.numbers.produced_on).to_string()));
    put(&mut out, "state", json!(state.word()));
    put(&mut out, "corrections", json!(row.corrections));
    put(&mut out, "checks", json!(checks(&snapshot, &batch, &viewer, &party)?));
    put(&mut out, "measures", json!(measures(&snapshot, &batch, &row)?));
    if office {
        put(&mut out, "unitCount", json!(row.units));
        put(&mut out, "additiveFindings", json!(findings::additives(&snapshot, &batch, &row)?));
        put(&mut out, "balance", findings::balance(&row.made.making));
    }
    with_receipt(&snapshot, &mut out, row.position)?;
    Ok(body(&out))
}

/// The whole record of a batch, for its correction.
pub(super) fn current(view: &impl Read, actor: &Actor, key: &BatchKey) -> Result<Current, Refused> {
    let party = party(view, &key.organization)?;
    access::may(actor, access::Right::Correct, &party.parsed, &party.region)?;
    let batch = BatchRef { organization: party.code.clone(), ..BatchRef::from(key) };
    let row = query::batch(view, &batch)?.ok_or(Code::NotFound)?;
    if row.erased != 0 {
        return Err(Code::AlreadyErased.into());
    }
    Ok(Current { document: document(view, &row, true)?, position: row.document })
}

/// An organization with what rights are judged by.
pub(super) struct Party {
    pub code: String,
    pub parsed: OrgCode,
    pub region: Region,
    pub row: OrganizationRow,
}

impl Party {
    /// Whether the viewer may read the restricted halves of its records.
    pub(super) fn open_to(&self, viewer: &Viewer) -> bool {
        access::may_read_restricted(viewer, &self.parsed, &self.region)
    }
}

/// The organization a path names.
pub(super) fn party(view: &impl Read, code: &OrgCode) -> Result<Party, Refused> {
    let (code, row) = query::organization(view, code)?.ok_or(Code::NotFound)?;
    let damaged =
        StoreError::Damaged { family: "organizations", reason: "unreadable code or region" };
    let parsed = OrgCode::parse(&code).ok().zip(Region::parse(&row.region).ok());
    let (parsed, region) = parsed.ok_or(damaged)?;
    Ok(Party { code, parsed, region, row })
}

/// The organization that an actor speaks for as itself: its token has a role the organization was
/// admitted with. A laboratory or seller that was let to act on a producer's goods is not the producer.
pub(super) fn itself(view: &impl Read, actor: &Actor) -> Result<Option<Party>, Refused> {
    let Some(code) = &actor.organization else { return Ok(None) };
    let own = party(view, code)?;
    Ok(own.row.roles.contains(&actor.role.number()).then_some(own))
}

/// The document of a fact: its public half, or both put together.
pub(super) fn joined(view: &impl Read, position: u64, office: bool) -> Result<Value, StoreError> {
    let half = |section: u8| -> Result<Value, StoreError> {
        let bytes = query::section(view, position, section)?;
        let parsed = bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose();
        let damaged = StoreError::Damaged { family: "sections", reason: "unreadable document" };
        Ok(parsed.map_err(|_| damaged)?.unwrap_or_else(|| Value::Object(Map::new())))
    };
    let public = half(0)?;
    if office { Ok(access::merge(&public, &half(1)?)) } else { Ok(public) }
}

/// JSON that may be cached by nobody but asked for again.
pub(super) fn body(value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, value.to_string()).into_response()
}

pub(super) fn document(
    view: &impl Read,
    row: &BatchRow,
    office: bool,
) -> Result<Value, StoreError> {
    let found = joined(view, row.document, office)?;
    if row.document == row.position {
        return Ok(found);
    }
    // A correction holds the whole record as it reads since.
    Ok(found.get("record").cloned().unwrap_or(found))
}

/// Open and closed measures on the batch: whoever reads the record must not miss them.
fn measures(view: &impl Read, batch: &BatchRef, row: &BatchRow) -> Result<Vec<Value>, StoreError> {
    let target = Target {
        organization: &batch.organization,
        product: &batch.product,
        lot: Some(&batch.lot),
        registered_at: Some(row.position),
        produced_on: Some(row.numbers.produced_on),
        ..Target::default()
    };
    let everywhere = Filed { organization: true, product: true, lot: true, reached: row.reached };
    let found = query::covering(view, &target, everywhere)?;
    let shown = found.iter().map(|found| {
        let state = MeasureState::from_number(found.measure.state).unwrap_or(MeasureState::Open);
        let kind = MeasureKind::from_number(found.id.kind).unwrap_or(MeasureKind::Recall);
        let whole = found.cover == Cover::Fully;
        let id = found.id.id().to_string();
        let mut shown =
            json!({"id": id, "kind": kind.word(), "state": state.word(), "wholeLot": whole});
        if found.by_ingredient {
            let effect = if found.held { ReachEffect::Held } else { ReachEffect::Recalled };
            put(&mut shown, "byIngredient", effect.word().into());
        }
        shown
    });
    Ok(shown.collect())
}

fn checks(
    view: &impl Read,
    batch: &BatchRef,
    viewer: &Viewer,
    party: &Party,
) -> Result<Vec<Value>, Refused> {
    let prefix = key::batch(batch);
    let mut out = Vec::new();
    for (check_key, row) in view.rows::<CheckRow>(&prefix, &prefix, PAGE_ROWS_MAX)? {
        let position = key::last_number(&check_key).unwrap_or_default();
        let office = access::may_read_check(viewer, &party.parsed, &party.region, row.by.role());
        let mut check = joined(view, position, office)?;
        evidence::describe(view, &batch.organization, &mut check)?;
        let outcome = Outcome::from_number(row.check.outcome).unwrap_or(Outcome::NoLimit);
        put(&mut check, "result", json!(outcome.word()));
        put(&mut check, "statedBy", json!(row.by.role().word()));
        put(&mut check, "position", json!(position));
        if let Some(superseded) = row.superseded {
            put(&mut check, "supersededBy", json!(superseded));
        }
        let items = check.get_mut("items").and_then(Value::as_array_mut);
        for (item, record) in items.into_iter().flatten().zip(&row.check.items) {
            if let Some(accredited) = record.accredited {
                put(item, "accredited", json!(accredited));
            }
        }
        out.push(check);
    }
    Ok(out)
}

/// Sets a member of an object.
pub(super) fn put(out: &mut Value, name: &str, value: Value) {
    if let Some(members) = out.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

pub(super) fn with_receipt(
    view: &impl Read,
    out: &mut Value,
    position: u64,
) -> Result<(), StoreError> {
    if let Some(receipt) = query::receipt(view, position)? {
        let shown = json!({
            "position": receipt.position,
            "recordedAt": receipt.recorded_at.to_string(),
            "contentId": crate::fact::seal::hex_text(receipt.content_id),
        });
        put(out, "receipt", shown);
    }
    Ok(())
}
