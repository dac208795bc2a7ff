//! Lists, a page at a time, with an opaque cursor and a `Link` to the next page.

use super::act::Desk;
use super::extract::query as parameter;
use super::problem::Refused;
use super::records::{joined, put};
use crate::access::{self, Right, Viewer};
use crate::codec::key::after_prefix;
use crate::domain::code_ids::TokenId;
use crate::domain::command::Actor;
use crate::domain::day::Day;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{BatchState, Role};
use crate::limits::{CURSOR_CHARS_MAX, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX};
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{BatchRow, ProductRow, TokenRow};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

type Answer = Result<Response, Refused>;

/// `GET …/products`.
pub(super) async fn products(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look_inside()?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Products, &desk.uri, |row_key, bytes| {
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
pub(super) async fn batches(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look_inside()?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Batches, &desk.uri, |row_key, bytes| {
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
pub(super) async fn tokens(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look()?;
    access::may(&desk.actor, Right::ManageTokens, &party.parsed, &party.region)?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Tokens, &desk.uri, |row_key, bytes| {
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
        let rows = limit(uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?;
        Self::of(uri, prefix, rows)
    }

    /// A page of so many rows.
    pub(super) fn of(uri: &Uri, prefix: &[u8], rows: usize) -> Result<Self, Refused> {
        let from = cursor(uri, |key| key.starts_with(prefix))?;
        Ok(Self { prefix: prefix.to_vec(), from: from.unwrap_or_else(|| prefix.to_vec()), rows })
    }

    pub(super) fn answer(
        &self,
        view: &impl Read,
        family: Family,
        uri: &Uri,
        mut shown: impl FnMut(&[u8], &[u8]) -> Result<Value, crate::store::StoreError>,
    ) -> Answer {
        self.answer_some(view, family, uri, &[], |key, row| shown(key, row).map(Some))
    }

    /// A page with members beside the list, and without rows that are not the reader's to know.
    pub(super) fn answer_some(
        &self,
        view: &impl Read,
        family: Family,
        uri: &Uri,
        beside: &[(&str, Value)],
        mut shown: impl FnMut(&[u8], &[u8]) -> Result<Option<Value>, crate::store::StoreError>,
    ) -> Answer {
        let (found, cursor) = self.rows(view, family)?;
        let mut items = Vec::with_capacity(found.len());
        for (key, row) in &found {
            items.extend(shown(key, row)?);
        }
        let mut body = json!({"items": items, "next": cursor});
        for (name, value) in beside {
            put(&mut body, name, value.clone());
        }
        Ok(self.response(uri, &body, cursor.as_deref()))
    }

    /// The rows of the page, and the cursor of the next.
    pub(super) fn rows(
        &self,
        view: &impl Read,
        family: Family,
    ) -> Result<(Vec<Pair>, Option<String>), crate::store::StoreError> {
        let end = after_prefix(&self.prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
        let mut found: Vec<Pair> = view.range(family, &self.from, &end, self.rows + 1)?;
        let next = if found.len() > self.rows { found.pop() } else { None };
        Ok((found, next.map(|(key, _)| to_hex(&key))))
    }

    /// An answer with the `Link` to the next page.
    pub(super) fn response(&self, uri: &Uri, body: &Value, cursor: Option<&str>) -> Response {
        let body = body.to_string();
        let mut response = ([(header::CONTENT_TYPE, "application/json")], body).into_response();
        if let Some(cursor) = cursor {
            link_next(&mut response, uri, &format!("cursor={cursor}&limit={}", self.rows));
        }
        response
    }
}

/// `?limit=`, at most `rows_max`.
pub(super) fn limit(uri: &Uri, default: usize, rows_max: usize) -> Result<usize, Refused> {
    let Some(text) = parameter(uri, "limit") else { return Ok(default) };
    let rows = text.parse().ok().filter(|rows| (1..=rows_max).contains(rows));
    rows.ok_or_else(|| Refusal::field("?limit", FieldCode::OutOfRange).into())
}

/// `?cursor=`: the key to go on from, where it is one that this list could have given.
pub(super) fn cursor(
    uri: &Uri,
    own: impl FnOnce(&[u8]) -> bool,
) -> Result<Option<Vec<u8>>, Refused> {
    let Some(cursor) = parameter(uri, "cursor") else { return Ok(None) };
    let key = from_hex(&cursor).filter(|key| own(key));
    key.map(Some).ok_or_else(|| Refusal::field("?cursor", FieldCode::BadCursor).into())
}

/// The `Link` to the next page.
pub(super) fn link_next(response: &mut Response, uri: &Uri, query: &str) {
    let link = format!("<{}?{query}>; rel=\"next\"", uri.path());
    if let Ok(link) = HeaderValue::from_str(&link) {
        response.headers_mut().insert(header::LINK, link);
    }
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() > CURSOR_CHARS_MAX || !text.len().is_multiple_of(2) || !digits {
        return None;
    }
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
