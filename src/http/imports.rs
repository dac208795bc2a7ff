//! Imports: a file is taken in, tried row by row, and then run; its findings and failed rows are handed
//! out. A row becomes the document that the API takes and goes the same way.

mod feed;
mod run;
mod told;

use super::act::Act;
use super::commands::admitted;
use super::extract::{Bearer, Language, Segments, query as parameter};
use super::lists::limit;
use super::problem::Refused;
use super::service::Service;
use crate::app::imports::{Counts, Job, Stage, State as JobState};
use crate::domain::command::Actor;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::Role;
use crate::limits::{IMPORT_BYTES_MAX, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX};
use crate::texts::Lang;
use crate::wire::table::{Broken, Format, Kind, template};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `{mode}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RunBody {
    /// `rollback`: all rows or none; `proceed`: those that can be taken.
    mode: String,
}

fn broken(error: impl std::fmt::Display) -> Refused {
    tracing::error!(%error, "the files of an import cannot be used");
    Code::Internal.into()
}

/// Whose imports a token sees: those of its side.
fn side(actor: &Actor) -> String {
    let own = actor.organization.as_ref().map_or("", |code| code.as_str());
    format!("{} {own}", actor.role.word())
}

/// Whether a role can bring in any record of a kind; the ledger judges each.
fn may_send(actor: &Actor, kind: Option<Kind>) -> bool {
    match kind {
        Some(Kind::Organizations) => actor.role == Role::Operator,
        Some(Kind::Products | Kind::Batches | Kind::Serials) => {
            actor.role.answers_for_goods() || actor.role == Role::Officer
        }
        Some(Kind::Checks | Kind::Events) => actor.role != Role::Operator,
        None => actor.role.answers_for_goods() || actor.role == Role::Officer,
    }
}

/// `POST …/imports?kind=`: the file itself, by its media type. It is read and tried in the background.
pub(super) async fn upload(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
    request: Request,
) -> Answer {
    let organization = admitted(&service, segments.organization()?)?;
    let kind = match parameter(&uri, "kind").as_deref() {
        None => None,
        Some(word) => {
            let unknown = Refusal::field("?kind", FieldCode::NotAWord);
            Some(Kind::parse(word).ok_or(unknown)?)
        }
    };
    if !may_send(&actor, kind) {
        return Err(Code::NotYours.into());
    }
    let (head, body) = request.into_parts();
    let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let format = text(header::CONTENT_TYPE).and_then(Format::of_media);
    let format = format.ok_or(Code::ImportMediaType)?;
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > IMPORT_BYTES_MAX) {
        return Err(Code::BodyTooLarge.into());
    }
    let seats = Arc::clone(&service.app.imports.seats);
    let seat = seats.try_acquire_owned().map_err(|_| Code::Busy)?;
    let id = service.app.entropy.bytes32().map_err(broken)?;
    let id = blake3::Hash::from_bytes(id).to_hex().chars().take(16).collect::<String>();
    let state = JobState {
        side: side(&actor),
        organization: organization.to_string(),
        kind: kind.map(|kind| kind.word().to_owned()),
        format: format.word().to_owned(),
        stage: Stage::Checking,
        mode: None,
        checked: false,
        unreadable_sheet: false,
        counts: Counts::default(),
    };
    let job = service.app.imports.add(&id, state).map_err(broken)?.ok_or(Code::Busy)?;
    if let Err(refused) = taken(&job, body).await {
        service.app.imports.forget(&job);
        return Err(refused);
    }
    let work = run::Work { service, actor, job: Arc::clone(&job) };
    tokio::task::spawn_blocking(move || {
        work.check();
        drop(seat);
    });
    let place = format!("/api/v1/organizations/{organization}/imports/{id}");
    let told = json!({"id": id, "state": job.state().stage});
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::LOCATION, place)];
    Ok((StatusCode::ACCEPTED, headers, told.to_string()).into_response())
}

/// Writes what comes beside the ledger, never more than is allowed.
async fn taken(job: &Job, mut body: Body) -> Result<(), Refused> {
    let mut file = tokio::fs::File::create(job.upload()).await.map_err(broken)?;
    let mut left = IMPORT_BYTES_MAX;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::field("", FieldCode::Malformed))?;
        let Ok(bytes) = frame.into_data() else { continue };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(length).ok_or(Code::BodyTooLarge)?;
        file.write_all(&bytes).await.map_err(broken)?;
    }
    file.flush().await.map_err(broken)
}

fn find(service: &Service, actor: &Actor, segments: &Segments) -> Result<Arc<Job>, Refused> {
    let organization = admitted(service, segments.organization()?)?;
    let job = service.app.imports.find(segments.text("id"), &side(actor));
    let job = job.filter(|job| job.state().organization == organization.to_string());
    job.ok_or_else(|| Code::NotFound.into())
}

/// `POST …/imports/{id}/run`: after it was tried to its end.
pub(super) async fn run(act: Act) -> Answer {
    let job = find(&act.service, &act.actor, &act.segments)?;
    let body: RunBody = serde_json::from_slice(&act.body)
        .map_err(|_| Refusal::field("/mode", FieldCode::Required))?;
    let rollback = match body.mode.as_str() {
        "rollback" => true,
        "proceed" => false,
        _ => return Err(Refusal::field("/mode", FieldCode::NotAWord).into()),
    };
    let state = job.state();
    if !state.checked || state.unreadable_sheet {
        return Err(Code::ImportNotReady.into());
    }
    if rollback && state.stage == Stage::Checked && state.counts.failed > 0 {
        return Err(Code::ImportHasFindings.into());
    }
    let seats = Arc::clone(&act.service.app.imports.seats);
    let seat = seats.try_acquire_owned().map_err(|_| Code::Busy)?;
    let from = [Stage::Checked, Stage::Interrupted, Stage::Stopped];
    if !job.begin(&from, Stage::Running) {
        return Err(Code::ImportNotReady.into());
    }
    job.change(|state| state.mode = Some(body.mode.clone())).map_err(broken)?;
    let work = run::Work { service: act.service, actor: act.actor, job: Arc::clone(&job) };
    tokio::task::spawn_blocking(move || {
        work.run(rollback);
        drop(seat);
    });
    let body = json!({"id": job.id, "state": Stage::Running});
    let headers = [(header::CONTENT_TYPE, "application/json")];
    Ok((StatusCode::ACCEPTED, headers, body.to_string()).into_response())
}

/// `GET …/imports/{id}`: how far it is, with a page of its findings.
pub(super) async fn show(
    State(service): Shared,
    Bearer(actor): Bearer,
    Language(lang): Language,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let job = find(&service, &actor, &segments)?;
    let rows = limit(&uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?;
    let from = match parameter(&uri, "cursor") {
        None => 0,
        Some(text) => text.parse().map_err(|_| Refusal::field("?cursor", FieldCode::BadCursor))?,
    };
    let (items, next) = told::page(&job, lang, from, rows).map_err(broken)?;
    let state = job.state();
    let mut body = json!({
        "id": job.id,
        "state": state.stage,
        "kind": state.kind,
        "mode": state.mode,
        "counts": state.counts,
        "items": items,
        "next": next.map(|next| next.to_string()),
    });
    if let (Some(note), Some(members)) = (told::note(&state, lang), body.as_object_mut()) {
        members.insert("note".to_owned(), note.into());
    }
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    let mut response = (headers, body.to_string()).into_response();
    if let Some(next) = next {
        super::lists::link_next(&mut response, &uri, &format!("cursor={next}&limit={rows}"));
    }
    Ok(response)
}

/// `GET …/imports/{id}/failed`: the rows that were not taken, as the same kind of file.
pub(super) async fn failed(
    State(service): Shared,
    Bearer(actor): Bearer,
    Language(lang): Language,
    segments: Segments,
) -> Answer {
    let job = find(&service, &actor, &segments)?;
    let state = job.state();
    if matches!(state.stage, Stage::Checking | Stage::Running) {
        return Err(Code::ImportNotReady.into());
    }
    let format = Format::parse(&state.format).ok_or(Code::Internal)?;
    let made = tokio::task::spawn_blocking(move || told::failed(&job, format, lang)).await;
    match made.map_err(broken)? {
        Ok(bytes) => Ok(file(&format!("failed.{}", format.word()), format, bytes)),
        Err(Broken { code, value }) => Err(broken(format!("{code} {value}"))),
    }
}

/// `GET /api/v1/imports/templates/{file}`: `batches.xlsx` and the like.
pub(super) async fn template_file(Language(lang): Language, segments: Segments) -> Answer {
    let name = segments.text("file").to_owned();
    let (kind, format) = name.split_once('.').ok_or(Code::NotFound)?;
    let format = Format::parse(format).filter(|format| *format != Format::Ndjson);
    let (kind, format) = Kind::parse(kind).zip(format).ok_or(Code::NotFound)?;
    let made = tokio::task::spawn_blocking(move || template(kind, format, lang == Lang::Zh)).await;
    match made.map_err(broken)? {
        Ok(bytes) => Ok(file(&name, format, bytes)),
        Err(Broken { code, value }) => Err(broken(format!("{code} {value}"))),
    }
}

fn file(name: &str, format: Format, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, format.media()),
        (header::CONTENT_DISPOSITION, name.as_str()),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, bytes).into_response()
}

/// One line of a job's findings.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    /// Whether the record is not taken.
    failed: bool,
    /// Sheets and rows that it was made from.
    rows: Vec<(String, u32)>,
    findings: Vec<crate::wire::table::Finding>,
}

impl Found {
    fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    fn line(&self) -> String {
        serde_json::to_value(self).as_ref().map(Value::to_string).unwrap_or_default()
    }
}
