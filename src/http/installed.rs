//! The worker, the manifest and the icons. They hold nothing of the ledger and may be kept.

use super::extract::Language;
use super::service::Service;
use crate::web::installed;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

const HOUR: &str = "public, max-age=3600";
const DAY: &str = "public, max-age=86400";

/// `GET /sw.js`.
pub(super) async fn worker(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let script = installed::worker(service.public_url.host());
    let hash = blake3::hash(script.as_bytes()).to_hex();
    let etag = format!("W/\"{}\"", hash.get(..32).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let mut response = if known == Some(etag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        kept("text/javascript; charset=utf-8", HOUR, script)
    };
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// `GET /manifest.webmanifest`.
pub(super) async fn manifest(Language(lang): Language) -> Response {
    let mut response = kept("application/manifest+json", HOUR, installed::manifest(lang));
    let vary = HeaderValue::from_static("accept-language");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// `GET /icon.svg`.
pub(super) async fn icon_svg() -> Response {
    kept("image/svg+xml", DAY, installed::ICON_SVG)
}

/// `GET /favicon.ico`: a PNG, which every browser takes.
pub(super) async fn favicon() -> Response {
    kept("image/png", DAY, installed::ICON_32)
}

/// `GET /icon-192.png`.
pub(super) async fn icon_192() -> Response {
    kept("image/png", DAY, installed::ICON_192)
}

/// `GET /icon-512.png`.
pub(super) async fn icon_512() -> Response {
    kept("image/png", DAY, installed::ICON_512)
}

fn kept(media: &'static str, long: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(long));
    response
}
