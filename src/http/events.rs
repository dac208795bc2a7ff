//! Events of goods: stated by whoever had them, listed for those whose they are.

use super::commands::{Identity, accept, admitted_batch, names, receipt};
use super::extract::{Bearer, IdempotencyKey, Json, Segments};
use super::lists::{Page, viewer};
use super::problem::Refused;
use super::records::{itself, joined, party, put};
use super::service::Service;
use super::warnings;
use crate::domain::command::Command;
use crate::domain::refusal::Code;
use crate::domain::words::BatchState;
use crate::fact::body::Body;
use crate::fact::record::BatchRef;
use crate::store::layout::{Family, key};
use crate::store::read::decode;
use crate::store::rows::EventRow;
use crate::views::query;
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST …/events`.
pub(super) async fn state(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let batch = admitted_batch(&service, &segments)?;
    let route = format!("events {}", names(&batch).join(" "));
    let command = Command::StateEvent(Box::new(parse::event(&batch, &body)?));
    let done = accept(&service, actor, &route, Identity::Keyed(key), &body, command).await?;
    let mut more = Map::new();
    if let Body::EventStated { findings, .. } = &done.body
        && !findings.is_empty()
    {
        let told: Vec<_> = findings.iter().map(warnings::finding).collect();
        more.insert("warnings".to_owned(), Value::Array(told));
    }
    Ok(receipt(&done, more))
}

/// `GET …/events`: every event for the office of the batch, its own ones for another party; both ways
/// one step of the chain.
pub(super) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let named = segments.batch()?;
    let party = party(&snapshot, &named.organization)?;
    let office = party.open_to(&viewer(&actor));
    let batch = BatchRef { organization: party.code.clone(), ..BatchRef::from(&named) };
    let row = query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
    let unreleased = row.state == BatchState::Registered.number();
    if !office && (unreleased || actor.organization.is_none()) {
        return Err(Code::NotFound.into());
    }
    let own = itself(&snapshot, &actor)?.map(|own| own.code);
    let page = Page::read(&uri, &key::batch(&batch))?;
    page.answer(&snapshot, Family::Events, &uri, |row_key, bytes| {
        let row: EventRow = decode(bytes)?;
        let position = key::last_number(row_key).unwrap_or_default();
        let whole = office || own.as_ref() == Some(&row.event.by);
        let mut out = joined(&snapshot, position, whole)?;
        put(&mut out, "position", json!(position));
        if whole {
            let findings: Vec<_> = row.findings.iter().map(warnings::finding).collect();
            put(&mut out, "by", json!(row.event.by));
            put(&mut out, "findings", Value::Array(findings));
        }
        Ok(out)
    })
}
