//! Recalls as feeds. Without `since` the newest come first, a page at a time; after a position in the
//! ledger, each recall that changed since comes once, at its last change, in the order of the ledger: who
//! comes back with the position of the last page loses nothing and sees nothing twice. Every page names
//! the address to come back to.

use super::super::changes::position;
use super::super::extract::{Language, query as parameter};
use super::super::lists::Page;
use super::super::problem::Refused;
use super::super::service::Service;
use super::list::{Filter, found, last_change};
use super::published::{item, stable_id};
use super::{Answer, Shared};
use crate::domain::day::Instant;
use crate::domain::refusal::Code;
use crate::domain::words::MeasureKind;
use crate::fact::body::Body;
use crate::fact::record::MeasureRef;
use crate::fact::text::BiText;
use crate::limits::{CHANGES_READ_COUNT, FEED_CACHE_SECONDS, FEED_ITEMS_COUNT_MAX};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::MeasureRow;
use crate::texts::{Lang, notices as t, page};
use crate::views::campaigns::campaign;
use crate::views::{notices, query};
use crate::wire::feeds::{FeedHead, FeedItem, atom, json_feed, page_url};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

/// `GET /recalls.atom`.
pub(in crate::http) async fn atom_feed(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let (head, items) = feed(&service, &uri, lang)?;
    Ok(kept(&headers, atom::MEDIA_TYPE, atom::write(&head, &items), next_link(&head)))
}

/// `GET /recalls.feed.json`.
pub(in crate::http) async fn json_feed(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let (head, items) = feed(&service, &uri, lang)?;
    let text = json_feed::write(&head, &items).map_err(|_| Code::Internal)?;
    Ok(kept(&headers, json_feed::MEDIA_TYPE, text, next_link(&head)))
}

/// What is said once of every feed and alert of this service.
pub(super) fn head(
    service: &Service,
    view: &impl Read,
    (path, lang): (&str, Lang),
) -> Result<FeedHead, StoreError> {
    let host = service.public_url.host();
    let base = service.public_url.as_str();
    let feed = format!("{base}{path}");
    let titled = |lang: Lang| t::FEED_OF.fill_lang(lang, &[("host", host)]);
    let last = query::facts(view)?.saturating_sub(1);
    let first = query::receipt(view, 0)?.map_or(Instant(0), |receipt| receipt.recorded_at);
    Ok(FeedHead {
        id: stable_id(service, view, path.trim_start_matches('/'))?,
        title: BiText::both(titled(Lang::Zh), titled(Lang::En)),
        author: BiText::both(page::BRAND.zh, page::BRAND.en),
        home_url: format!("{base}/recalls?lang={}", lang.code()),
        feed_url: page_url(&feed, lang, None),
        self_url: page_url(&feed, lang, None),
        other_url: page_url(&feed, lang.other(), None),
        next_url: None,
        later_url: page_url(&feed, lang, Some(&last.to_string())),
        updated: first,
        lang,
        sender: host.to_owned(),
        is_test: service.is_test,
    })
}

/// An answer that may be kept for a while and is asked for again with its tag.
pub(super) fn kept(
    asked: &HeaderMap,
    media_type: &'static str,
    text: String,
    link: Option<String>,
) -> Response {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let etag = format!("\"{}\"", hash.get(..32).unwrap_or_default());
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let bare = |tag: &str| tag.trim().trim_start_matches("W/") == etag;
    let fresh = known.is_some_and(|known| known.split(',').any(bare));
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, media_type)], text).into_response()
    };
    let headers = response.headers_mut();
    let cache = format!("public, max-age={FEED_CACHE_SECONDS}");
    let more =
        [(header::ETAG, Some(etag)), (header::CACHE_CONTROL, Some(cache)), (header::LINK, link)];
    for (name, value) in more {
        let value = value.and_then(|value| HeaderValue::from_str(&value).ok());
        headers.extend(value.map(|value| (name, value)));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    response
}

fn feed(service: &Service, uri: &Uri, lang: Lang) -> Result<(FeedHead, Vec<FeedItem>), Refused> {
    let snapshot = service.app.snapshot();
    let mut head = head(service, &snapshot, (uri.path(), lang))?;
    let Some(since) = parameter(uri, "since") else {
        let items = newest(service, &snapshot, uri, &mut head)?;
        return Ok((head, items));
    };
    let since = position(service, &since, "?since")?;
    let changed = changed(service, &snapshot, since)?;
    let page = |lang, position: u64| {
        let feed = format!("{}{}", service.public_url.as_str(), uri.path());
        page_url(&feed, lang, Some(&position.to_string()))
    };
    head.self_url = page(lang, since);
    head.other_url = page(lang.other(), since);
    head.later_url = page(lang, changed.next);
    head.next_url = changed.more.then(|| head.later_url.clone());
    Ok((head, changed.items))
}

/// A page of the newest recalls first.
fn newest(
    service: &Service,
    view: &impl Read,
    uri: &Uri,
    head: &mut FeedHead,
) -> Result<Vec<FeedItem>, Refused> {
    let page = Page::of(uri, &[MeasureKind::Recall.number()], FEED_ITEMS_COUNT_MAX)?;
    let (rows, cursor) = found(service, view, &page, &Filter::default())?;
    if let Some(cursor) = parameter(uri, "cursor") {
        let more = |url: &str| format!("{url}&cursor={cursor}");
        (head.self_url, head.other_url) = (more(&head.self_url), more(&head.other_url));
    }
    head.next_url = cursor.map(|cursor| format!("{}&cursor={cursor}", head.feed_url));
    let mut items = Vec::with_capacity(rows.len());
    for (id, row) in &rows {
        items.extend(item(service, view, id, row)?);
    }
    Ok(items)
}

struct Changed {
    items: Vec<FeedItem>,
    next: u64,
    more: bool,
}

/// The recalls whose last change comes after a position, in its order.
fn changed(service: &Service, view: &impl Read, since: u64) -> Result<Changed, StoreError> {
    let rows = notices::after(view, since, CHANGES_READ_COUNT)?;
    let mut out =
        Changed { items: Vec::new(), next: since, more: rows.len() >= CHANGES_READ_COUNT };
    for (position, _) in rows {
        if out.items.len() >= FEED_ITEMS_COUNT_MAX {
            out.more = true;
            break;
        }
        out.next = position;
        let stated = query::private(view, position)?.map(|private| private.body);
        let Some(recall) = stated.as_ref().and_then(recall_of) else { continue };
        let row: Option<MeasureRow> = view.row(&key::measure(recall))?;
        // An earlier change of it: it comes with its last one.
        let Some(row) = row else { continue };
        if last_change(&row, &campaign(view, recall)?) != position {
            continue;
        }
        out.items.extend(item(service, view, &recall.id().to_string(), &row)?);
    }
    Ok(out)
}

/// The recall of which a fact tells everybody something.
fn recall_of(body: &Body) -> Option<MeasureRef> {
    match body {
        Body::RecallStepped { recall, .. }
        | Body::RecallEnded { recall, .. }
        | Body::RecallProgressed { recall, .. } => Some(*recall),
        other => other.opening().map(|opening| opening.recall),
    }
}

fn next_link(head: &FeedHead) -> Option<String> {
    head.next_url.as_ref().map(|next| format!("<{next}>; rel=\"next\""))
}
