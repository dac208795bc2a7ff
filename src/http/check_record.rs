//! `?record=pdf` and `?record=json` on every look-up: what was shown, to keep. Nothing is counted and
//! nothing is cached: a record says what stood there at one moment.

use super::printing::printed;
use super::problem::Refused;
use super::service::Service;
use crate::codec::canonical::to_bytes;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::ledger::tree;
use crate::log::note::Note;
use crate::log::seal::Seal;
use crate::report::model::TraceReport;
use crate::texts::Lang;
use crate::web::check_record;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// How a record is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Pdf,
    Json,
}

impl Form {
    /// `?record=`, if it is there.
    pub(super) fn asked(uri: &Uri) -> Result<Option<Self>, Refused> {
        match super::extract::query(uri, "record").as_deref() {
            None => Ok(None),
            Some("pdf") => Ok(Some(Self::Pdf)),
            Some("json") => Ok(Some(Self::Json)),
            Some(_) => Err(Refusal::field("?record", FieldCode::NotAWord).into()),
        }
    }
}

/// The record of a report that was just answered.
pub(super) async fn kept(
    service: &Service,
    form: Form,
    report: TraceReport,
    (path, lang): (&str, Lang),
) -> Result<Response, Refused> {
    let url = format!("{}{path}", service.public_url.as_str());
    let day = report.judged_on.date.clone();
    let (bytes, media, ending) = match form {
        Form::Json => {
            let json = sealed(service, &report, &url)?;
            (json.to_string().into_bytes(), "application/json", "json")
        }
        Form::Pdf => {
            let lay_out = move || check_record::pdf(&report, &url, lang);
            (printed("?record", lay_out).await?, "application/pdf", "pdf")
        }
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    let name = format!("attachment; filename=\"suyuan-{day}.{ending}\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The record as JSON, with a seal where the ledger has a key that signs: it covers the canonical bytes
/// (RFC 8785) of all other members.
fn sealed(service: &Service, report: &TraceReport, url: &str) -> Result<Value, Refused> {
    let signer = service.app.log_signer().map_err(|error| {
        tracing::error!(%error, "the key of the log cannot be used");
        Code::Internal
    })?;
    let mut record = check_record::json(report, url, signer.is_some());
    let Some(signer) = signer else { return Ok(record) };
    let size = report.position + 1;
    let text = Seal {
        origin: signer.verifier().name().to_owned(),
        size,
        root: tree::root(&service.app.snapshot(), size)?,
        digest: Seal::digest_of(&to_bytes(&record)),
    }
    .to_string();
    let note = Note { signatures: vec![signer.sign(&text, 0)], text };
    if let Some(members) = record.as_object_mut() {
        members.insert("seal".to_owned(), note.to_string().into());
    }
    Ok(record)
}
