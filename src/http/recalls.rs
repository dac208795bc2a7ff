//! Recalls: preview, opening, steps, ends, and what the public sees of one.

mod assistance;
mod clocks;
mod feeds;
mod list;
mod pages;
mod printed;
mod progress;
mod proposals;
mod published;
mod reached;

pub(super) use assistance::{answer as answer_assistance, list as assistance};
pub(super) use feeds::{atom_feed, json_feed};
pub(super) use list::list;
pub(super) use pages::{list as list_page, show as notice_page};
pub(super) use progress::{more_time, notice, plan, show_plan, stage};
pub(super) use proposals::{
    confirm as confirm_proposal, list as proposals, reject as reject_proposal,
};
pub(super) use published::notice_data;
pub(super) use reached::{lots, preview, reached_json};

use super::commands::{Identity, accept, receipt};
use super::extract::{Bearer, IdempotencyKey, Json, Segments};
use super::problem::Refused;
use super::records::{body as answer_json, joined, put};
use super::service::Service;
use crate::domain::code_ids::MeasureId;
use crate::domain::command::{Command, Document};
use crate::domain::day::Instant;
use crate::domain::refusal::Code;
use crate::domain::scope::Scope;
use crate::domain::words::{Hazard, MeasureKind, MeasureState, RecallKind, Regime, Remedy};
use crate::fact::body::Body;
use crate::fact::record::{MeasureRef, ScopeRecord};
use crate::fact::seal::scope_json;
use crate::ledger::queue::Receipt;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CampaignRow, MeasureRow};
use crate::views::campaigns::campaign;
use crate::views::reach::reach;
use crate::wire::parse;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST /api/v1/recalls`. Every affected unit says so from the next scan on: what a scope names is what
/// a scan compares with, and while goods are followed through ingredients, none that may be reached is
/// plainly registered.
pub(super) async fn open(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    Json(body): Json,
) -> Answer {
    let command = Command::OpenRecall(parse::recall(&body)?);
    let done = accept(&service, actor, "recalls", Identity::Keyed(key), &body, command).await?;
    answered(&service, &done)
}

/// `POST …/extension`.
pub(super) async fn extend(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let parsed = parse::recall_extension(&body)?;
    step(service, bearer, (key, "extension"), segments, &body, (true, parsed)).await
}

/// `POST …/narrowing`: takes out what it names. What was made of a lot that it names stays reached,
/// unless it is named too.
pub(super) async fn narrow(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let parsed = parse::recall_narrowing(&body)?;
    step(service, bearer, (key, "narrowing"), segments, &body, (false, parsed)).await
}

/// `POST …/releases`: a narrowing that frees single lots, each with its reason.
pub(super) async fn release(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let parsed = parse::recall_release(&body)?;
    step(service, bearer, (key, "releases"), segments, &body, (false, parsed)).await
}

async fn step(
    State(service): Shared,
    Bearer(actor): Bearer,
    (key, word): (IdempotencyKey, &str),
    segments: Segments,
    body: &[u8],
    (include, (scopes, document)): (bool, (Vec<Scope>, Document)),
) -> Answer {
    let recall = recall_id(&segments)?;
    let route = format!("{word} {recall}");
    let command = Command::StepRecall { recall, include, scopes, document };
    let done = accept(&service, actor, &route, Identity::Keyed(key), body, command).await?;
    answered(&service, &done)
}

/// The receipt with the recall's number and how far what was named reaches.
fn answered(service: &Service, done: &Receipt) -> Answer {
    let mut more = Map::new();
    let named = match (&done.body, done.body.opening()) {
        (_, Some(opening)) => Some((opening.recall, opening.scope)),
        (Body::RecallStepped { recall, scope, .. }, None) => Some((*recall, scope)),
        _ => None,
    };
    if let Body::RecallProposed { .. } = &done.body {
        more.insert("state".to_owned(), "proposed".into());
    }
    let Some((recall, scope)) = named else { return Ok(receipt(done, more)) };
    let snapshot = service.app.snapshot();
    let mut counted = reach(&snapshot, scope)?;
    let running = reached::add(&snapshot, recall, done.position, &mut counted)?;
    more.insert("id".to_owned(), recall.id().to_string().into());
    more.insert("reach".to_owned(), reached::json(counted, running));
    Ok(receipt(done, more))
}

/// `POST …/closure`: the campaign ends; what was not returned is still not to be used.
pub(super) async fn close(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    end(service, bearer, key, segments, body, false).await
}

/// `POST …/lifting`: there was no reason after all; the goods are clear.
pub(super) async fn lift(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    end(service, bearer, key, segments, body, true).await
}

async fn end(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
    lift: bool,
) -> Answer {
    let recall = recall_id(&segments)?;
    let document = parse::recall_end(&body)?;
    let route = format!("{} {recall}", if lift { "lifting" } else { "closure" });
    let command = Command::EndRecall { recall, lift, document };
    let done = accept(&service, actor, &route, Identity::Keyed(key), &body, command).await?;
    Ok(receipt(&done, Map::new()))
}

/// `GET /api/v1/recalls/{id}`.
pub(super) async fn show(State(service): Shared, segments: Segments) -> Answer {
    let snapshot = service.app.snapshot();
    let id = recall_id(&segments)?;
    let row: Option<MeasureRow> = snapshot.row(&key::measure(MeasureRef::from(id)))?;
    let row = row.ok_or(Code::NotFound)?;
    Ok(answer_json(&shown(&service, &snapshot, &id.to_string(), &row)?).into_response())
}

/// The public form of a recall: what law publishes of it.
pub(super) fn shown(
    service: &Service,
    view: &impl Read,
    id: &str,
    row: &MeasureRow,
) -> Result<Value, StoreError> {
    let mut out = joined(view, row.opened, false)?;
    let state = MeasureState::from_number(row.state).unwrap_or(MeasureState::Open);
    put(&mut out, "id", json!(id));
    put(&mut out, "state", json!(state.word()));
    put(&mut out, "openedAt", json!(Instant(row.opened_at).to_string()));
    put(
        &mut out,
        "openedBy",
        json!({
            "role": row.opener.role().word(),
            "organization": row.opener.organization,
            "post": row.opener.post,
        }),
    );
    if let Some(words) = &row.recall {
        put(&mut out, "regime", json!(Regime::from_number(words.regime).map(Regime::word)));
        put(&mut out, "class", json!(words.class));
        put(&mut out, "kind", json!(RecallKind::from_number(words.kind).map(RecallKind::word)));
        put(&mut out, "hazard", json!(Hazard::from_number(words.hazard).map(Hazard::word)));
        let remedies = words.remedy.iter().filter_map(|remedy| Remedy::from_number(*remedy));
        put(&mut out, "remedy", json!(remedies.map(Remedy::word).collect::<Vec<_>>()));
        if let Some(comparable) = clocks::comparable(words) {
            put(&mut out, "comparable", comparable);
        }
    }
    let known = known(view, id)?;
    progress::show(view, &mut out, row, &known)?;
    let clocks = clocks::clocks(service, row, &known);
    put(&mut out, "clocks", clocks.iter().map(clocks::json).collect());
    put(&mut out, "overdue", clocks::is_overdue(&clocks).into());
    if let Some(reach) = reached::so_far(view, key_of(id), row)? {
        put(&mut out, "reach", reach);
    }
    let mut steps = Vec::new();
    for step in &row.steps {
        let scope = scope_json(&step.scope);
        let what = if step.include { "include" } else { "exclude" };
        let reason = joined(view, step.position, false)?.get("reason").cloned();
        steps.push(json!({what: scope, "position": step.position, "reason": reason}));
    }
    let opening = row.steps.iter().filter(|step| step.position == row.opened);
    let opening = opening.map(|step| step.scope.clone()).collect();
    put(&mut out, "scope", scope_json(&ScopeRecord::joined(opening)));
    put(&mut out, "steps", json!(steps));
    if let (Some(ended), Some(at)) = (row.ended, row.ended_at) {
        let reason = joined(view, ended, false)?.get("reason").cloned();
        put(&mut out, "ended", json!({"at": Instant(at).to_string(), "reason": reason}));
    }
    Ok(out)
}

/// The process of a recall.
fn known(view: &impl Read, id: &str) -> Result<CampaignRow, StoreError> {
    key_of(id).map_or(Ok(CampaignRow::default()), |id| campaign(view, id))
}

fn key_of(id: &str) -> Option<MeasureRef> {
    MeasureId::parse(id).map(MeasureRef::from)
}

fn recall_id(segments: &Segments) -> Result<MeasureId, Refused> {
    let id = MeasureId::parse(segments.text("id")).filter(|id| id.kind == MeasureKind::Recall);
    Ok(id.ok_or(Code::NotFound)?)
}
