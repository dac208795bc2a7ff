//! `?record=pdf` and `?record=json` on every look-up: what was shown, to keep. Nothing is counted and
//! nothing is cached: a record says what stood there at one moment.

use super::printing::printed;
use super::problem::Refused;
use super::service::Service;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::report::model::TraceReport;
use crate::texts::Lang;
use crate::web::check_record;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

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
            let json = check_record::json(&report, &url);
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
