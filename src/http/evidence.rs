//! Evidence: files taken in, given out to those who may read them, and erased on a legal ground.

use super::commands::{Identity, accepted, admitted, receipt, submission};
use super::extract::{Bearer, Caller, IdempotencyKey, Json, Segments};
use super::problem::Refused;
use super::records::{party, put};
use super::service::Service;
use crate::access::{self, Right};
use crate::app::evidence::blocking;
use crate::domain::command::{AddEvidence, Command};
use crate::domain::evidence::{EvidenceHash, MediaType};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::fact::body::Body as Fact;
use crate::ledger::verify::evidence as left_out;
use crate::limits::EVIDENCE_BYTES_MAX;
use crate::store::StoreError;
use crate::store::evidence::{Draft, Files};
use crate::store::read::Read;
use crate::views::evidence;
use crate::wire::parse;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// Bytes gathered before they are written.
const WRITE_BYTES: usize = 256 * 1024;

/// `POST …/evidence`: the bytes themselves, by their media type.
pub(super) async fn add(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    request: Request,
) -> Answer {
    let organization = admitted(&service, segments.organization()?)?;
    {
        // Before a byte is taken.
        let party = party(&service.app.snapshot(), &organization)?;
        access::may(&actor, Right::AddEvidence, &party.parsed, &party.region)?;
    }
    let (parts, body) = request.into_parts();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let media = text(header::CONTENT_TYPE).and_then(MediaType::parse);
    let media = media.ok_or(Code::EvidenceMediaType)?;
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > EVIDENCE_BYTES_MAX) {
        return Err(Code::BodyTooLarge.into());
    }
    let seat = service.app.evidence.seat()?;
    let draft = taken(Arc::clone(&service.app.evidence.files), body).await?;
    drop(seat);
    if !draft.begins_with(media.magic()) {
        return Err(Refusal::field("", FieldCode::NotThatMedia).into());
    }
    let (hash, bytes) = (draft.hash(), draft.bytes());
    let (firm, name) = (organization.to_string(), hash.to_string());
    let command = Command::AddEvidence(AddEvidence { organization, hash, bytes, media });
    let identity = Identity::Natural(&[&firm, &name]);
    let submission = submission(&service, actor, "evidence", identity, &[], command)?;
    // A client that leaves must not leave the file without its fact while others come and go.
    let app = Arc::clone(&service);
    let added = async move { app.app.add_evidence(draft, &firm, submission).await };
    let done = accepted(tokio::spawn(added).await)?;
    let mut more = Map::new();
    more.insert("hash".to_owned(), name.into());
    more.insert("bytes".to_owned(), bytes.into());
    more.insert("mediaType".to_owned(), media.word().into());
    Ok(receipt(&done, more))
}

/// `GET …/evidence/{hash}`: for those who may read restricted halves; a laboratory its own.
pub(super) async fn show(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
) -> Answer {
    let hash = EvidenceHash::parse(segments.text("hash")).ok_or(Code::NotFound)?;
    let row = {
        let snapshot = service.app.snapshot();
        let party = party(&snapshot, &segments.organization()?)?;
        let row = evidence::row(&snapshot, hash, &party.code)?.ok_or(Code::NotFound)?;
        if !access::may_read_check(&viewer, &party.parsed, &party.region, row.by.role()) {
            return Err(Code::NotFound.into());
        }
        row
    };
    if row.erased.is_some() {
        return Err(Code::EvidenceErased.into());
    }
    let files = Arc::clone(&service.app.evidence.files);
    let Some(bytes) = blocking(move || files.read(hash)).await? else {
        // Restored from a copy that is older than the erasure, by one that knows of it.
        if left_out::is_left_out(&service.app.snapshot(), hash)? {
            return Err(Code::EvidenceErased.into());
        }
        tracing::error!(%hash, "a file of evidence is missing");
        return Err(Code::Internal.into());
    };
    let media = MediaType::from_number(row.media).unwrap_or(MediaType::Pdf);
    let name = format!("attachment; filename=\"{hash}.{}\"", media.extension());
    let headers = [
        (header::CONTENT_TYPE, media.word()),
        (header::CONTENT_DISPOSITION, name.as_str()),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// `POST …/evidence/{hash}/erasure`: by the operator, on a legal ground.
pub(super) async fn erase(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let organization = admitted(&service, segments.organization()?)?;
    let document = parse::ground(&body)?;
    let hash = EvidenceHash::parse(segments.text("hash")).ok_or(Code::NotFound)?;
    let route = format!("evidence erasure {organization} {hash}");
    let command = Command::EraseEvidence { organization, hash, document };
    let submission = submission(&service, actor, &route, Identity::Keyed(key), &body, command)?;
    let app = Arc::clone(&service);
    let erased = async move { app.app.erase_evidence(hash, submission).await };
    let done = accepted(tokio::spawn(erased).await)?;
    let mut more = Map::new();
    if let Fact::EvidenceErased { hash, .. } = &done.body {
        more.insert("hash".to_owned(), EvidenceHash(*hash).to_string().into());
    }
    Ok(receipt(&done, more))
}

/// Puts what is known of the files beside the hashes that a document names, for a reader who may see
/// them.
pub(super) fn describe(
    view: &impl Read,
    organization: &str,
    document: &mut Value,
) -> Result<(), StoreError> {
    let Some(hashes) = document.get("evidence").and_then(Value::as_array) else { return Ok(()) };
    let mut shown = Vec::with_capacity(hashes.len());
    for text in hashes.iter().filter_map(Value::as_str) {
        let Some(hash) = EvidenceHash::parse(text) else { continue };
        let Some(row) = evidence::row(view, hash, organization)? else { continue };
        shown.push(json!({
            "hash": text,
            "mediaType": MediaType::from_number(row.media).map(MediaType::word),
            "bytes": row.bytes,
            "erased": row.erased.is_some(),
        }));
    }
    put(document, "evidence", Value::Array(shown));
    Ok(())
}

/// Writes what comes into a draft, never more than is allowed.
async fn taken(files: Arc<Files>, mut body: Body) -> Result<Draft, Refused> {
    let mut draft = blocking(move || files.draft()).await?;
    let (mut gathered, mut left) = (Vec::new(), EVIDENCE_BYTES_MAX);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::field("", FieldCode::NotThatMedia))?;
        let Ok(bytes) = frame.into_data() else { continue };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(length).ok_or(Code::BodyTooLarge)?;
        gathered.extend_from_slice(&bytes);
        if gathered.len() >= WRITE_BYTES {
            draft = written(draft, std::mem::take(&mut gathered)).await?;
        }
    }
    Ok(written(draft, gathered).await?)
}

async fn written(mut draft: Draft, bytes: Vec<u8>) -> Result<Draft, Refusal> {
    blocking(move || draft.write(&bytes).map(|()| draft)).await
}
