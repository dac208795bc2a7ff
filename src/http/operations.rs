//! For those who run the service: whether it lives, whether it takes writes, what it counts. And the
//! home page.

use super::extract::{Language, query};
use super::problem::Refused;
use super::service::Service;
use crate::domain::refusal::Code;
use crate::rules::book::Skipped;
use crate::web::PageContext;
use crate::web::forms::{self, Entered};
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

type Shared = State<Arc<Service>>;

/// `GET /`.
pub(super) async fn home(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
) -> Html<String> {
    let large = query(&uri, "size").as_deref() == Some("large");
    let host = service.public_url.host();
    let ctx = PageContext { lang, large, host, path: "/", json_path: "" };
    Html(forms::home(&ctx, &Entered::default()))
}

/// `GET /robots.txt`: what is not worth a visit. Pages of codes are not in it: a robot that may not read
/// them never sees that they ask not to be listed, and may list the address alone.
pub(super) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /search\nDisallow: /api/\n"
}

/// `GET /healthz`: the process answers.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the writer takes commands; one line more for each shipped policy that was left out.
pub(super) async fn readyz(State(service): Shared) -> Response {
    if service.app.is_writable() {
        let mut text = "ready\n".to_owned();
        for Skipped { id, version, reason, .. } in &service.app.skipped {
            text.push_str(&format!("left out: shipped policy {id}@{version}: {reason}\n"));
        }
        text.into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "a commit failed; restart to decide its outcome\n")
            .into_response()
    }
}

/// `GET /metrics` in the Prometheus text format.
pub(super) async fn metrics(State(service): Shared) -> Result<Response, Refused> {
    let Some(handle) = &service.metrics else { return Err(Code::NotFound.into()) };
    metrics::gauge!("suyuan_queue_commands").set(service.app.queued() as f64);
    let text = handle.render();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
