//! Webhooks and watch lists of one side of an organization, and the listing check.

use super::commands::admitted;
use super::extract::{Bearer, Caller, Client, IdempotencyKey, Json, Segments};
use super::lists::Page;
use super::problem::Refused;
use super::records::{body as answer, party};
use super::service::Service;
use crate::access::{self, Right, Viewer};
use crate::domain::code_ids::SubscriptionId;
use crate::domain::command::Actor;
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::{ChangeKind, PauseReason};
use crate::notify::hooks::{self, RegisterError, Request};
use crate::notify::{AddressError, HookUrl, Subscriber, watched};
use crate::report::Frame;
use crate::report::listing::listing;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{CursorRow, WatchRow, WebhookRow};
use crate::views::query;
use crate::wire::parse;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST …/webhooks`: the secret is shown this once.
pub(super) async fn register(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let request = parse::webhook(&body)?;
    let url = HookUrl::parse(&request.url, service.app.webhooks.settings().loopback);
    let url = url.map_err(|error| {
        let code = match error {
            AddressError::Form => FieldCode::NotAWebhookUrl,
            AddressError::TooLong => FieldCode::TooLong,
            AddressError::NotPublic => FieldCode::NotPublicAddress,
        };
        Refusal::field("/url", code)
    })?;
    let missing = || Refusal::field("Idempotency-Key", FieldCode::Required);
    let idempotency_key = key.0.ok_or_else(missing)?;
    let digest = service.app.keyring.retry_digest(&parse::canonical(&body)?);
    let (now, _) = service.app.now();
    blocking(&service, move |service| {
        let request = Request {
            url: &url,
            kinds: &request.kinds,
            idempotency_key: &idempotency_key,
            digest,
            now: now.0,
        };
        let done = service.app.webhooks.register(&side, &actor, &request);
        let done = done.map_err(|error| match error {
            RegisterError::Changed => Refused::from(Code::ChangedUnderSameIdentity),
            RegisterError::TooMany => Code::TooManyWebhooks.into(),
            RegisterError::Store(error) => error.into(),
        })?;
        let mut out = json!({"id": done.id.to_string()});
        if !done.repeated
            && let Some(members) = out.as_object_mut()
        {
            let secret = service.app.webhooks.secret(&side, done.id);
            members.insert("secret".to_owned(), secret.into());
        }
        Ok(created(!done.repeated, &out))
    })
    .await
}

/// `GET …/webhooks`: without secrets.
pub(super) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let view = service.app.snapshot();
    let mut items = Vec::new();
    for (row_key, row) in hooks::hooks(&view, &side.prefix())? {
        let cursor = view.row::<CursorRow>(&row_key)?.unwrap_or_default();
        items.push(shown(&row_key, &row, &cursor));
    }
    Ok(answer(&json!({"items": items, "next": null})))
}

/// `DELETE …/webhooks/{id}`.
pub(super) async fn remove(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let id = subscription(&segments)?;
    blocking(&service, move |service| gone(service.app.webhooks.remove(&side, id)?, id)).await
}

/// `POST …/webhooks/{id}/test`: sends a test now and says how it was answered.
pub(super) async fn test(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    parse::empty(&body)?;
    let id = subscription(&segments)?;
    let row_key = key::subscribed(&side.prefix(), id.0);
    let row: Option<WebhookRow> = service.app.snapshot().row(&row_key)?;
    let url = row.ok_or(Code::NotFound)?.url;
    let seat = Arc::clone(&service.tests).try_acquire_owned().map_err(|_| Code::Busy)?;
    blocking(&service, move |service| {
        let _seat = seat;
        let outcome = service.app.webhooks.test(&side, id, &url, &actor)?;
        Ok(answer(&json!({"outcome": outcome.word(), "status": outcome.status()})))
    })
    .await
}

/// `POST …/watches`: the same things again are the same watch.
pub(super) async fn watch(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let items = parse::watches(&body)?;
    blocking(&service, move |service| {
        let added = service.app.webhooks.watch(&side, &items)?.ok_or(Code::TooManyWatches)?;
        let ids: Vec<_> = added.ids.iter().map(|id| json!({"id": id.to_string()})).collect();
        Ok(created(added.new > 0, &json!({"items": ids, "added": added.new})))
    })
    .await
}

/// `GET …/watches`.
pub(super) async fn watches(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let page = Page::read(&uri, &side.prefix())?;
    page.answer(&service.app.snapshot(), Family::Watches, &uri, |row_key, bytes| {
        let WatchRow { gtin, lot, permit, organization, since } = decode(bytes)?;
        let id = watched(row_key).map(|id| id.to_string());
        Ok(json!({
            "id": id,
            "gtin": gtin,
            "lot": lot,
            "permit": permit,
            "organization": organization,
            "since": since,
        }))
    })
}

/// `DELETE …/watches/{id}`.
pub(super) async fn unwatch(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let side = side(&service, &actor, &segments)?;
    let id = subscription(&segments)?;
    blocking(&service, move |service| gone(service.app.webhooks.unwatch(&side, id)?, id)).await
}

/// `POST /api/v1/listings/check`: all items from one state of the ledger.
pub(super) async fn check(
    State(service): Shared,
    Caller(viewer): Caller,
    Client(client): Client,
    Json(body): Json,
) -> Answer {
    let items = parse::listing(&body)?;
    if viewer == Viewer::Anyone {
        service.listings.count(client, items.len())?;
    }
    blocking(&service, move |service| {
        let (now, today) = service.app.now();
        let frame = Frame {
            keyring: &service.app.keyring,
            documents: &service.documents,
            zone: &service.app.zone_name,
            now,
            today,
        };
        let view = service.app.snapshot();
        let position = query::facts(&view)?.saturating_sub(1);
        let mut judged = Vec::with_capacity(items.len());
        for item in &items {
            judged.push(json!({
                "gtin": item.gtin.map(|gtin| gtin.as_str().to_owned()),
                "lot": item.lot.as_ref().map(ToString::to_string),
                "reasons": listing(&view, &frame, item)?,
            }));
        }
        let asked = Instant(now.0 - now.0.rem_euclid(1_000)).to_string();
        let judged_on = json!({"date": today.to_string(), "timeZone": service.app.zone_name});
        Ok(answer(&json!({
            "asOf": asked,
            "judgedOn": judged_on,
            "position": position,
            "items": judged,
        })))
    })
    .await
}

fn shown(row_key: &[u8], row: &WebhookRow, cursor: &CursorRow) -> Value {
    let kinds = row.kinds.iter().filter_map(|number| ChangeKind::from_number(*number));
    let paused = cursor.paused.and_then(PauseReason::from_number);
    let time = |ms: i64| Instant(ms).to_string();
    json!({
        "id": hooks::of_key(row_key).to_string(),
        "url": row.url,
        "kinds": kinds.map(ChangeKind::word).collect::<Vec<_>>(),
        "createdAt": time(row.created_at),
        "state": if paused.is_some() { "paused" } else { "active" },
        "pausedBecause": paused.map(PauseReason::word),
        "position": cursor.position,
        "failingSince": cursor.failing_since.map(time),
        "failedAttempts": cursor.attempts,
        "lastStatus": cursor.last_status,
    })
}

/// The side that the token belongs to, where the path names its organization.
fn side(service: &Service, actor: &Actor, segments: &Segments) -> Result<Subscriber, Refused> {
    let party = party(&service.app.snapshot(), &segments.organization()?)?;
    access::may(actor, Right::Subscribe, &party.parsed, &party.region)?;
    Ok(Subscriber::of(actor, admitted(service, party.parsed)?))
}

fn subscription(segments: &Segments) -> Result<SubscriptionId, Refused> {
    Ok(SubscriptionId::parse(segments.text("id")).ok_or(Code::NotFound)?)
}

fn created(new: bool, body: &Value) -> Response {
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    (status, answer(body)).into_response()
}

fn gone(was_there: bool, id: SubscriptionId) -> Answer {
    if was_there { Ok(answer(&json!({"id": id.to_string()}))) } else { Err(Code::NotFound.into()) }
}

/// Runs what waits for the disk or for another server beside the threads that answer requests.
pub(super) async fn blocking(
    service: &Arc<Service>,
    work: impl FnOnce(&Service) -> Answer + Send + 'static,
) -> Answer {
    let service = Arc::clone(service);
    let done = tokio::task::spawn_blocking(move || work(&service)).await;
    done.unwrap_or_else(|error| Err(StoreError::Engine(error.to_string()).into()))
}
