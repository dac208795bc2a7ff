//! Answers of a post to questions about additives: given once for all lots of a product version, listed
//! with every earlier one.

use super::commands::{Identity, accept, admitted, receipt};
use super::extract::{Bearer, IdempotencyKey, Json, Segments};
use super::lists::{Page, viewer};
use super::problem::Refused;
use super::records::{joined, party, put};
use super::service::Service;
use crate::domain::command::{Command, Judge};
use crate::domain::day::Day;
use crate::domain::refusal::Code;
use crate::fact::body::Body;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{JudgementRow, ProductRow};
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Map, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST …/judgements`. Lots that asked the question and come to be outside the table are held; where
/// they are more than one fact takes, facts of the same answer follow before this returns, and a repeat
/// goes on where an earlier call was cut off.
pub(super) async fn give(
    State(service): Shared,
    Bearer(actor): Bearer,
    IdempotencyKey(key): IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let organization = admitted(&service, segments.organization()?)?;
    let product = segments.product()?;
    let mut command = parse::judgement(&organization, &product, &body)?;
    let (mut first, mut held) = (None, 0_usize);
    loop {
        let after = command.after.as_deref().unwrap_or_default();
        let route = format!("judgements {organization} {product} {after}");
        let key = Identity::Keyed(IdempotencyKey(key.clone()));
        let next = Command::Judge(Box::new(command.clone()));
        let done = accept(&service, actor.clone(), &route, key, &body, next).await?;
        let Body::JudgementGiven { version, holds, next, .. } = &done.body else {
            return Err(Code::Internal.into());
        };
        held += holds.len();
        let next = next.clone();
        command = Judge { version: Some(*version), after: next.clone(), ..command };
        let first = first.get_or_insert(done);
        if next.is_none() {
            let mut more = Map::new();
            if let Body::JudgementGiven { version, .. } = &first.body {
                more.insert("version".to_owned(), json!(version));
            }
            more.insert("lotsHeld".to_owned(), json!(held));
            return Ok(receipt(first, more));
        }
    }
}

/// `GET …/judgements`: every answer, oldest first; the last of a version and key stands.
pub(super) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    if !party.open_to(&viewer(&actor)) {
        return Err(Code::NotYours.into());
    }
    let prefix = key::product(&party.code, segments.product()?.as_str());
    if snapshot.row::<ProductRow>(&prefix)?.is_none() {
        return Err(Code::NotFound.into());
    }
    let page = Page::read(&uri, &prefix)?;
    page.answer(&snapshot, Family::Judgements, &uri, |row_key, bytes| {
        let row: JudgementRow = decode(bytes)?;
        let position = key::last_number(row_key).unwrap_or_default();
        let mut out = joined(&snapshot, position, true)?;
        put(&mut out, "version", json!(row.version));
        put(&mut out, "key", json!(row.key));
        put(&mut out, "permitted", json!(row.permitted));
        put(&mut out, "post", json!(row.by.post));
        put(&mut out, "on", json!(Day::from_number(row.on).to_string()));
        put(&mut out, "position", json!(position));
        Ok(out)
    })
}
