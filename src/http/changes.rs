//! Changes to follow: a page at a time, or as a stream of Server-Sent Events. Both go by the position in
//! the ledger: whoever comes back with the last one loses nothing and sees nothing twice.

use super::extract::{Caller, query as parameter};
use super::problem::Refused;
use super::service::Service;
use crate::access::Viewer;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::Role;
use crate::limits::{
    CHANGE_STREAM_QUIET_SECONDS, CHANGE_STREAM_SECONDS_MAX, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX,
};
use crate::notify::{Page, Party, Reader, Subscriber, page};
use crate::store::StoreError;
use crate::views::query;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `GET /api/v1/changes`: oldest first. `next` goes into `since` of the next request.
pub(super) async fn list(
    State(service): Shared,
    Caller(viewer): Caller,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let reader = reader(&uri, viewer)?;
    let limit = match parameter(&uri, "limit") {
        None => PAGE_ROWS_DEFAULT_COUNT,
        Some(text) => match text.parse() {
            Ok(rows @ 1..=PAGE_ROWS_MAX) => rows,
            _ => return Err(Refusal::field("?limit", FieldCode::OutOfRange).into()),
        },
    };
    let since = match parameter(&uri, "since") {
        None => 0,
        Some(text) => position(&service, &text, "?since")?,
    };
    let Page { changes, next, more } = page(&service.app.snapshot(), &reader, since, limit)?;
    let items: Vec<Value> = changes.into_iter().map(|(_, change)| change).collect();
    let body = json!({"items": items, "next": next, "more": more}).to_string();
    let hash = blake3::hash(body.as_bytes()).to_hex();
    let etag = format!("W/\"{}\"", hash.get(..32).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    headers.extend(HeaderValue::from_str(&etag).ok().map(|etag| (header::ETAG, etag)));
    let own = if matches!(reader, Reader::Party(_)) { "&scope=own" } else { "" };
    let link = format!("<{}?since={next}&limit={limit}{own}>; rel=\"next\"", uri.path());
    headers.extend(HeaderValue::from_str(&link).ok().map(|link| (header::LINK, link)));
    Ok(response)
}

/// `GET /api/v1/changes/stream`: goes on after `Last-Event-ID` or `since`, else from now.
pub(super) async fn stream(
    State(service): Shared,
    Caller(viewer): Caller,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let reader = reader(&uri, viewer)?;
    let since = match headers.get("last-event-id") {
        Some(value) => position(&service, value.to_str().unwrap_or("?"), "Last-Event-ID")?,
        None => match parameter(&uri, "since") {
            Some(text) => position(&service, &text, "?since")?,
            None => last_position(&service)?,
        },
    };
    let seat = Arc::clone(&service.streams).try_acquire_owned().map_err(|_| Code::Busy)?;
    let follower = Follower {
        reader,
        since,
        waiting: VecDeque::new(),
        commits: service.app.commits(),
        closing: service.closing.subscribe(),
        until: Instant::now() + Duration::from_secs(CHANGE_STREAM_SECONDS_MAX),
        service,
        _seat: seat,
    };
    let quiet = KeepAlive::new().interval(Duration::from_secs(CHANGE_STREAM_QUIET_SECONDS));
    let events = stream::unfold(follower, |mut follower| async move {
        let event = follower.next().await?;
        Some((event, follower))
    });
    let mut response = Sse::new(events).keep_alive(quiet.text("quiet")).into_response();
    let buffering = HeaderValue::from_static("no");
    response.headers_mut().insert("x-accel-buffering", buffering);
    Ok(response)
}

/// One reader of a stream.
struct Follower {
    service: Arc<Service>,
    reader: Reader,
    since: u64,
    waiting: VecDeque<(u64, Value)>,
    commits: watch::Receiver<()>,
    closing: watch::Receiver<bool>,
    until: Instant,
    _seat: OwnedSemaphorePermit,
}

impl Follower {
    /// The next change, when there is one; `None` ends the stream.
    async fn next(&mut self) -> Option<Result<Event, StoreError>> {
        loop {
            if let Some((position, change)) = self.waiting.pop_front() {
                let event = Event::default().id(position.to_string()).data(change.to_string());
                return Some(Ok(event));
            }
            if *self.closing.borrow() {
                return None;
            }
            // Marked as seen before reading: a commit in between is heard.
            self.commits.borrow_and_update();
            let found = page(
                &self.service.app.snapshot(),
                &self.reader,
                self.since,
                PAGE_ROWS_DEFAULT_COUNT,
            );
            let Page { changes, next, more } = match found {
                Ok(page) => page,
                Err(error) => {
                    tracing::error!(%error, "a stream of changes failed");
                    return Some(Err(error));
                }
            };
            self.since = next;
            self.waiting.extend(changes);
            if self.waiting.is_empty() && !more {
                tokio::select! {
                    heard = self.commits.changed() => heard.ok()?,
                    stopped = self.closing.changed() => stopped.ok()?,
                    () = tokio::time::sleep_until(self.until) => return None,
                }
            }
        }
    }
}

/// Who reads: everyone, or with `scope=own` the side the token belongs to.
fn reader(uri: &Uri, viewer: Viewer) -> Result<Reader, Refused> {
    match parameter(uri, "scope").as_deref() {
        None => Ok(Reader::Everyone),
        Some("own") => {
            let (role, organization) = match &viewer {
                Viewer::Anyone => return Err(Code::Unauthorized.into()),
                Viewer::Party { role: Role::Operator, .. } => return Err(Code::NotYours.into()),
                Viewer::Party { role, organization, .. } => (*role, organization.clone()),
            };
            let side = |organization: OrgCode| Subscriber { organization, role };
            Ok(Reader::Party(Party { viewer, subscriber: organization.map(side), kinds: None }))
        }
        Some(_) => Err(Refusal::field("?scope", FieldCode::NotAWord).into()),
    }
}

/// A position of this ledger: another one comes from elsewhere, and going on after it would lose changes.
pub(super) fn position(service: &Service, text: &str, pointer: &str) -> Result<u64, Refused> {
    let known = text.parse().ok().filter(|position: &u64| position.to_string() == text);
    let last = last_position(service)?;
    let known = known.filter(|position| *position <= last);
    Ok(known.ok_or_else(|| Refusal::field(pointer, FieldCode::BadCursor))?)
}

fn last_position(service: &Service) -> Result<u64, Refused> {
    Ok(query::facts(&service.app.snapshot())?.saturating_sub(1))
}
