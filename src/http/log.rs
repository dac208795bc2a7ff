//! The ledger as a public log: checkpoint, key and tiles under the paths that C2SP tlog-tiles gives them,
//! and proofs for single facts. Nothing beyond the published checkpoint is served.

use super::extract::{Language, Segments, query as parameter};
use super::problem::Refused;
use super::records::body as answer;
use super::service::Service;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::ledger::tree;
use crate::log::checkpoint::Checkpoint;
use crate::log::note::Note;
use crate::log::proof::Proof;
use crate::log::tile::{Content, Tile};
use crate::log::to_base64;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::web::{self, PageContext};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// A tile never changes once it is there.
const FOR_EVER: &str = "public, max-age=604800, immutable";

/// `GET /log`: for people.
pub(super) async fn about(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
) -> Result<Html<String>, Refused> {
    let snapshot = service.app.snapshot();
    let published = tree::published(&snapshot)?.zip(tree::verifier(&snapshot)?);
    let state = published.map(|((Checkpoint { origin, size, root }, _), key)| {
        let (url, key) = (service.public_url.as_str().to_owned(), key.to_string());
        web::log::LogState { origin, size, root: to_base64(&root), url, key }
    });
    let large = parameter(&uri, "size").as_deref() == Some("large");
    let host = service.public_url.host();
    let ctx = PageContext { lang, large, host, path: "/log", json_path: "" };
    Ok(Html(web::log::page(state.as_ref(), &ctx)))
}

/// `GET /log/checkpoint`.
pub(super) async fn checkpoint(State(service): Shared) -> Answer {
    let (_, note) = published(&service.app.snapshot())?;
    Ok(text(note.to_string(), "no-store"))
}

/// `GET /log/vkey`: the key that the checkpoint is verified with.
pub(super) async fn vkey(State(service): Shared) -> Answer {
    let verifier = tree::verifier(&service.app.snapshot())?.ok_or(Code::NotFound)?;
    Ok(text(format!("{verifier}\n"), "no-cache"))
}

/// `GET /log/tile/…`: hashes, or entries each behind its length in two bytes.
pub(super) async fn tile(State(service): Shared, segments: Segments) -> Answer {
    let tile = Tile::parse(segments.text("rest")).ok_or(Code::NotFound)?;
    let snapshot = service.app.snapshot();
    let (checkpoint, _) = published(&snapshot)?;
    if !tile.is_in(checkpoint.size) {
        return Err(Code::NotFound.into());
    }
    let mut bytes = Vec::new();
    for node in tile.nodes() {
        match tile.content {
            Content::Hashes { .. } => bytes.extend(tree::stored(&snapshot, node)?),
            Content::Entries => {
                let entry = entry(&snapshot, node.index)?;
                let length = u16::try_from(entry.len()).map_err(|_| Code::Internal)?;
                bytes.extend(length.to_be_bytes());
                bytes.extend(entry);
            }
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, bytes).into_response())
}

/// `GET /api/v1/proofs/{position}`: a file that shows, with the log's key alone and without network, that
/// the fact stands in the log. Its `extra` line holds the fact's envelope.
pub(super) async fn proof(State(service): Shared, segments: Segments) -> Answer {
    let spelled = segments.text("position");
    let index = crate::log::decimal(spelled).ok_or(Code::NotFound)?;
    let snapshot = service.app.snapshot();
    let (Checkpoint { size, .. }, checkpoint) = published(&snapshot)?;
    let path = tree::inclusion(&snapshot, index, size)?.ok_or(Code::NotFound)?;
    let extra = Some(entry(&snapshot, index)?);
    let file = Proof { extra, index, path, checkpoint }.to_string();
    let name = format!("attachment; filename=\"{index}.tlog-proof\"");
    let mut response = text(file, "no-cache");
    if let Ok(name) = name.parse() {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// `GET /api/v1/proofs/consistency?from=&to=`: that the log of so many facts is the beginning of a later
/// one; without `to`, of the published one.
pub(super) async fn consistency(State(service): Shared, uri: Uri) -> Answer {
    let snapshot = service.app.snapshot();
    let (Checkpoint { size, .. }, note) = published(&snapshot)?;
    let number = |name: &str| -> Result<Option<u64>, Refused> {
        let Some(text) = parameter(&uri, name) else { return Ok(None) };
        let number = crate::log::decimal(&text).filter(|number| *number <= size);
        let bad = || Refusal::field(format!("?{name}"), FieldCode::OutOfRange);
        Ok(Some(number.ok_or_else(bad)?))
    };
    let from = number("from")?.ok_or_else(|| Refusal::field("?from", FieldCode::Required))?;
    let to = number("to")?.unwrap_or(size);
    let path = tree::consistency(&snapshot, from, to)?;
    let path = path.ok_or_else(|| Refusal::field("?from", FieldCode::OutOfRange))?;
    let root = |size| tree::root(&snapshot, size).map(|root| to_base64(&root));
    Ok(answer(&json!({
        "from": {"size": from, "root": root(from)?},
        "to": {"size": to, "root": root(to)?},
        "path": path.iter().map(|hash| to_base64(hash)).collect::<Vec<_>>(),
        "checkpoint": note.to_string(),
    })))
}

fn published(view: &impl Read) -> Result<(Checkpoint, Note), Refused> {
    Ok(tree::published(view)?.ok_or(Code::NotFound)?)
}

fn entry(view: &impl Read, position: u64) -> Result<Vec<u8>, StoreError> {
    let missing = StoreError::Damaged { family: "facts", reason: "a position is missing" };
    view.bytes(Family::Facts, &key::position(position))?.ok_or(missing)
}

fn text(body: String, cache: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, cache),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, body).into_response()
}
