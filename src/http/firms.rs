//! Pages of organizations and products, and search by name, as page and JSON. Everything here is open
//! to anybody; nothing depends on a token.

use super::extract::{Client, Language, Segments, query};
use super::lists::{Page, cursor, limit, link_next, to_hex};
use super::lookup::{Answer, Shared};
use super::observe::{CLIENTS_KEPT, network};
use super::records::party;
use super::service::Service;
use crate::codec::key::{KeyReader, KeyWriter};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::limits::{
    PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX, SEARCH_QUERY_CHARS_MAX, SEARCHES_PER_MINUTE_COUNT,
};
use crate::report::Frame;
use crate::report::firm::{firm, goods, goods_name, product_recalls};
use crate::search::{Found, Names, Subject, found, words};
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::ProductRow;
use crate::texts::Lang;
use crate::web::PageContext;
use crate::web::firms::{
    FirmPage, GoodsLine, ResultsPage, firm_page, firm_path, goods_page, goods_path, results_page,
};
use crate::wire::digital_link::encode_segment;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{Html, IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Searches, bounded for each client.
pub struct Searches {
    pub names: Names,
    each: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>,
}

impl Default for Searches {
    fn default() -> Self {
        let count = NonZeroU32::new(SEARCHES_PER_MINUTE_COUNT).unwrap_or(NonZeroU32::MIN);
        Self { names: Names::default(), each: RateLimiter::dashmap(Quota::per_minute(count)) }
    }
}

impl Searches {
    fn count(&self, client: IpAddr) -> Result<(), Refusal> {
        if self.each.len() > CLIENTS_KEPT {
            self.each.retain_recent();
        }
        self.each.check_key(&network(client)).map_err(|_| Code::TooManyRequests.into())
    }
}

/// Builds the index of names, then follows the commits until the service ends.
pub(super) async fn follow_names(service: Arc<Service>) {
    let mut commits = service.app.commits();
    let mut closing = service.closing.subscribe();
    loop {
        commits.mark_unchanged();
        let own = Arc::clone(&service);
        let step = move || own.searches.names.follow(&own.app.snapshot());
        let current = match tokio::task::spawn_blocking(step).await {
            Ok(Ok(current)) => current,
            Ok(Err(error)) => {
                tracing::warn!(%error, "names cannot be indexed");
                true
            }
            Err(_) => return,
        };
        if *closing.borrow() {
            return;
        }
        if !current {
            continue;
        }
        tokio::select! {
            changed = commits.changed() => if changed.is_err() { return },
            changed = closing.changed() => if changed.is_err() || *closing.borrow() { return },
        }
    }
}

/// `GET /organizations/{org}`.
pub(super) async fn firm_show(
    State(service): Shared,
    Language(lang): Language,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    let (rows, next) = page.rows(&snapshot, Family::Products)?;
    let mut products = Vec::with_capacity(rows.len());
    for (row_key, bytes) in &rows {
        let row: ProductRow = decode(bytes)?;
        let product = key::read_product(row_key).unwrap_or_default();
        let (name, specification) = goods_name(&snapshot, &row)?;
        let recalls = product_recalls(&snapshot, (&party.code, &party.row), (&product, &row))?;
        products.push(GoodsLine { product, name, specification, recalled: !recalls.is_empty() });
    }
    let shown = firm(&snapshot, &frame(&service), (&party.code, &party.row))?;
    let path = firm_path(&party.code);
    let next = next.map(|cursor| format!("{path}?cursor={cursor}"));
    let shown = FirmPage {
        firm: &shown,
        products: &products,
        next: next.as_deref(),
        zone: &service.app.zone_name,
    };
    Ok(answer(firm_page(&shown, &context(&service, &uri, lang, &path)), lang))
}

/// `GET /organizations/{org}/products/{product}`: the latest version.
pub(super) async fn goods_show(
    State(service): Shared,
    Language(lang): Language,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    let product = segments.product()?;
    let row: Option<ProductRow> = snapshot.row(&key::product(&party.code, product.as_str()))?;
    let row = row.ok_or(Code::NotFound)?;
    let shown = goods(&snapshot, (&party.code, &party.row), (product.as_str(), &row))?;
    let path = goods_path(&party.code, product.as_str());
    let zone = &service.app.zone_name;
    Ok(answer(goods_page(&shown, zone, &context(&service, &uri, lang, &path)), lang))
}

/// `GET /search`.
pub(super) async fn search_page(
    State(service): Shared,
    Language(lang): Language,
    Client(client): Client,
    uri: Uri,
) -> Answer {
    let asked = query(&uri, "q").unwrap_or_default();
    let (items, next) = match words(&asked).is_empty() {
        true => (Vec::new(), None),
        false => results(&service, client, &uri, &asked)?,
    };
    let path = match asked.is_empty() {
        true => "/search".to_owned(),
        false => format!("/search?q={}", encode_segment(&asked)),
    };
    let next = next.map(|cursor| format!("{path}&cursor={cursor}"));
    let shown = ResultsPage { query: &asked, found: &items, next: next.as_deref() };
    Ok(answer(results_page(&shown, &context(&service, &uri, lang, &path)), lang))
}

/// `GET /api/v1/search`.
pub(super) async fn search_list(
    State(service): Shared,
    Client(client): Client,
    uri: Uri,
) -> Answer {
    let asked = query(&uri, "q").unwrap_or_default();
    if words(&asked).is_empty() {
        return Err(Refusal::field("?q", FieldCode::Required).into());
    }
    let (items, next) = results(&service, client, &uri, &asked)?;
    let items: Vec<Value> = items.iter().map(item).collect();
    let body = json!({"items": items, "next": next}).to_string();
    let mut response = ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    if let Some(cursor) = next {
        let rows = limit(&uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?;
        let asked = encode_segment(&asked);
        link_next(&mut response, &uri, &format!("q={asked}&cursor={cursor}&limit={rows}"));
    }
    Ok(response)
}

type Results = (Vec<Found>, Option<String>);

fn results(
    service: &Service,
    client: IpAddr,
    uri: &Uri,
    asked: &str,
) -> Result<Results, super::problem::Refused> {
    if asked.chars().count() > SEARCH_QUERY_CHARS_MAX {
        return Err(Refusal::field("?q", FieldCode::TooLong).into());
    }
    let rows = limit(uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?;
    let after = cursor(uri, |key| read_subject(key).is_some())?;
    service.searches.count(client)?;
    let snapshot = service.app.snapshot();
    // What was committed just before is found: a step is bounded, the rest is followed beside.
    service.searches.names.follow_some(&snapshot)?;
    let after = after.as_deref().and_then(read_subject);
    let hits = service.searches.names.find(&words(asked), after.as_ref(), rows);
    let hits = hits.ok_or(Code::Busy)?;
    let mut items = Vec::with_capacity(hits.subjects.len());
    for subject in &hits.subjects {
        items.extend(found(&snapshot, subject)?);
    }
    Ok((items, hits.next.as_ref().map(|subject| to_hex(&subject_key(subject)))))
}

fn item(found: &Found) -> Value {
    let Found { organization, organization_name, product, name, specification, recalled } = found;
    let path = match product {
        Some(product) => goods_path(organization, product),
        None => firm_path(organization),
    };
    json!({
        "organization": organization,
        "organizationName": organization_name,
        "product": product,
        "name": name,
        "specification": specification,
        "recalled": recalled,
        "path": path,
    })
}

fn subject_key(subject: &Subject) -> Vec<u8> {
    let product = subject.product.as_deref().unwrap_or_default();
    KeyWriter::new().text(&subject.organization).text(product).finish()
}

fn read_subject(key: &[u8]) -> Option<Subject> {
    let mut reader = KeyReader::new(key);
    let organization = reader.text()?.to_owned();
    let product = Some(reader.text()?.to_owned()).filter(|product| !product.is_empty());
    Some(Subject { organization, product })
}

fn frame(service: &Service) -> Frame<'_> {
    let (now, today) = service.app.now();
    Frame {
        keyring: &service.app.keyring,
        documents: &service.documents,
        zone: &service.app.zone_name,
        now,
        today,
    }
}

fn context<'a>(service: &'a Service, uri: &Uri, lang: Lang, path: &'a str) -> PageContext<'a> {
    let large = query(uri, "size").as_deref() == Some("large");
    PageContext { lang, large, host: service.public_url.host(), path, json_path: "" }
}

fn answer(page: String, lang: Lang) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "accept-language"),
        (header::CONTENT_LANGUAGE, lang.code()),
    ];
    (headers, Html(page)).into_response()
}
