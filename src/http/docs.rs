//! The OpenAPI document, and a page to browse it that needs no script and no third party.

use super::extract::Language;
use super::problem::Refused;
use crate::domain::refusal::Code;
use crate::web::docs::{Entry, docs_page};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use std::sync::LazyLock;

/// Written once: it never changes while the process lives.
static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| super::openapi().to_pretty_json().unwrap_or_default());

/// `GET /api/v1/openapi.json`.
pub(super) async fn openapi_json() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

/// `GET /api/docs`.
pub(super) async fn page(Language(lang): Language) -> Result<Html<String>, Refused> {
    let document: Value = serde_json::from_str(&DOCUMENT).map_err(|error| {
        tracing::error!(%error, "the OpenAPI document cannot be read");
        Code::Internal
    })?;
    let paths = document.get("paths").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut entries = Vec::new();
    for (path, methods) in &paths {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            entries.push(entry(&document, path, method, operation));
        }
    }
    Ok(Html(docs_page(lang, &entries)))
}

fn entry(document: &Value, path: &str, method: &str, operation: &Value) -> Entry {
    let schema = operation.pointer("/requestBody/content/application~1json/schema/$ref");
    let name = schema.and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
    let schema = name.and_then(|name| document.pointer(&format!("/components/schemas/{name}")));
    Entry {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: operation.get("summary").and_then(Value::as_str).unwrap_or_default().to_owned(),
        needs_token: operation.get("security").is_some(),
        body_name: name.map(str::to_owned),
        body: schema.and_then(|schema| serde_json::to_string_pretty(schema).ok()),
    }
}
