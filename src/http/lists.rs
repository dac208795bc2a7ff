//! Lists, a page at a time, with an opaque cursor and a `Link` to the next page.

use super::extract::{Bearer, Segments, query as parameter};
use super::problem::Refused;
use super::recalls;
use super::records::{joined, party, put};
use super::service::Service;
use crate::access::{self, Right, Viewer};
use crate::codec::key::after_prefix;
use crate::domain::code_ids::TokenId;
use crate::domain::command::Actor;
use crate::domain::day::Day;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::{BatchState, MeasureKind, Role};
use crate::limits::{CURSOR_CHARS_MAX, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX};
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{BatchRow, MeasureRow, ProductRow, TokenRow};
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `GET …/products`.
pub(super) async fn products(
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
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Products, &uri, |row_key, bytes| {
        let row: ProductRow = decode(bytes)?;
        let mut out = joined(&snapshot, row.latest_position, false)?;
        let product = key::read_product(row_key).unwrap_or_default();
        put(&mut out, "product", json!(product));
        put(&mut out, "version", json!(row.latest));
        put(&mut out, "batches", json!(row.batches));
        Ok(out)
    })
}

/// `GET …/batches`.
pub(super) async fn batches(
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
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Batches, &uri, |row_key, bytes| {
        let row: BatchRow = decode(bytes)?;
        let batch = key::read_batch(row_key);
        let state = BatchState::from_number(row.state).unwrap_or(BatchState::Registered);
        let day = |number| Day::from_number(number).to_string();
        Ok(json!({
            "product": batch.as_ref().map(|batch| batch.product.clone()),
            "lot": batch.map(|batch| batch.lot),
            "producedOn": day(row.numbers.produced_on),
            "expiresOn": row.numbers.expires_on.map(day),
            "state": state.word(),
            "units": row.units,
            "checks": row.checks,
            "failedChecks": row.failed_checks,
            "position": row.position,
        }))
    })
}

/// `GET …/tokens`: without secrets, and the label only where it was not erased.
pub(super) async fn tokens(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    access::may(&actor, Right::ManageTokens, &party.parsed, &party.region)?;
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Tokens, &uri, |row_key, bytes| {
        let row: TokenRow = decode(bytes)?;
        let document = joined(&snapshot, row.position, true)?;
        let id = row_key.last_chunk::<8>().map(|id| TokenId(*id).to_string());
        Ok(json!({
            "id": id,
            "role": Role::from_number(row.role).map(Role::word),
            "label": document.get("label"),
            "post": row.post,
            "expiresOn": row.expires_on.map(|day| Day::from_number(day).to_string()),
            "revoked": row.revoked.is_some(),
        }))
    })
}

/// `GET /api/v1/recalls`: public, newest first.
pub(super) async fn recalls(State(service): Shared, uri: Uri) -> Answer {
    let snapshot = service.app.snapshot();
    let page = Page::read(&uri, &[MeasureKind::Recall.number()])?;
    page.answer(&snapshot, Family::Measures, &uri, |row_key, bytes| {
        let row: MeasureRow = decode(bytes)?;
        let id = key::read_measure(row_key).map(|id| id.id().to_string()).unwrap_or_default();
        recalls::shown(&snapshot, &id, &row)
    })
}

pub(super) fn viewer(actor: &Actor) -> Viewer {
    let Actor { role, organization, region, .. } = actor.clone();
    Viewer::Party { role, organization, region }
}

/// Which rows a request wants.
pub(super) struct Page {
    prefix: Vec<u8>,
    from: Vec<u8>,
    rows: usize,
}

impl Page {
    pub(super) fn read(uri: &Uri, prefix: &[u8]) -> Result<Self, Refused> {
        let rows = match parameter(uri, "limit") {
            None => PAGE_ROWS_DEFAULT_COUNT,
            Some(text) => match text.parse() {
                Ok(rows @ 1..=PAGE_ROWS_MAX) => rows,
                _ => return Err(Refusal::field("?limit", FieldCode::OutOfRange).into()),
            },
        };
        let from = match parameter(uri, "cursor") {
            None => prefix.to_vec(),
            Some(cursor) => {
                let key = from_hex(&cursor).filter(|key| key.starts_with(prefix));
                key.ok_or_else(|| Refusal::field("?cursor", FieldCode::BadCursor))?
            }
        };
        Ok(Self { prefix: prefix.to_vec(), from, rows })
    }

    pub(super) fn answer(
        &self,
        view: &impl Read,
        family: Family,
        uri: &Uri,
        mut shown: impl FnMut(&[u8], &[u8]) -> Result<Value, crate::store::StoreError>,
    ) -> Answer {
        let end = after_prefix(&self.prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
        let mut found: Vec<Pair> = view.range(family, &self.from, &end, self.rows + 1)?;
        let next = if found.len() > self.rows { found.pop() } else { None };
        let items: Result<Vec<_>, _> = found.iter().map(|(key, row)| shown(key, row)).collect();
        // What is not the viewer's to see leaves no place behind.
        let items = items.map(|items| items.into_iter().filter(|item| !item.is_null()));
        let items: Result<Vec<_>, _> = items.map(Iterator::collect);
        let cursor = next.map(|(key, _)| to_hex(&key));
        let body = json!({"items": items?, "next": cursor}).to_string();
        let mut response = ([(header::CONTENT_TYPE, "application/json")], body).into_response();
        if let Some(cursor) = cursor {
            let link =
                format!("<{}?cursor={cursor}&limit={}>; rel=\"next\"", uri.path(), self.rows);
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().insert(header::LINK, link);
            }
        }
        Ok(response)
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() > CURSOR_CHARS_MAX || !text.len().is_multiple_of(2) || !digits {
        return None;
    }
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
