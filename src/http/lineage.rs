//! Lineage: the walk from one lot, a page at a time as JSON, or whole in another form.

use super::extract::{Bearer, Language, Segments, query as parameter};
use super::lists::viewer;
use super::problem::Refused;
use super::records::party;
use super::service::Service;
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::fact::record::BatchRef;
use crate::limits::{
    CURSOR_CHARS_MAX, LINEAGE_DEPTH_MAX, LINEAGE_LOTS_MAX, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX,
};
use crate::lineage::graph::{Question, Survey, survey};
use crate::lineage::walk::Direction;
use crate::store::read::Read;
use crate::texts::Lang;
use crate::views::query;
use crate::web::{self, PageContext};
use crate::wire::lineage as wire;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// How an answer is wanted: the word of `format`, and its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
    Graphml,
    Dot,
    Svg,
    Page,
}

const FORMATS: [(&str, &str, Format); 6] = [
    ("json", "application/json", Format::Json),
    ("csv", "text/csv", Format::Csv),
    ("graphml", "application/graphml+xml", Format::Graphml),
    ("dot", "text/vnd.graphviz", Format::Dot),
    ("svg", "image/svg+xml", Format::Svg),
    ("html", "text/html", Format::Page),
];

/// `GET /api/v1/lineage/{org}/{product}/{lot}`. For the office of the lot alone: others do not learn
/// that there is one.
pub(super) async fn show(
    State(service): Shared,
    Bearer(actor): Bearer,
    Language(lang): Language,
    segments: Segments,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let format = format(&uri, &headers)?;
    let snapshot = service.app.snapshot();
    let viewer = viewer(&actor);
    let named = segments.batch()?;
    let owner = party(&snapshot, &named.organization)?;
    if !owner.open_to(&viewer) {
        return Err(Code::NotFound.into());
    }
    let start = BatchRef { organization: owner.code, ..BatchRef::from(&named) };
    let question = question(&snapshot, &uri, start)?;
    let survey = survey(&snapshot, &viewer, &question)?;
    if survey.is_empty() && query::batch(&snapshot, &question.start)?.is_none() {
        return Err(Code::NotFound.into());
    }
    let mut response = match format {
        Format::Json => paged(&service, &snapshot, &uri, &question, &survey)?,
        _ => whole(&service, &snapshot, &uri, lang, format, &question, &survey)?,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    Ok(response)
}

fn format(uri: &Uri, headers: &HeaderMap) -> Result<Format, Refused> {
    let of = |pick: &dyn Fn(&(&str, &str, Format)) -> bool| {
        FORMATS.iter().find(|row| pick(row)).map(|(_, _, format)| *format)
    };
    if let Some(word) = parameter(uri, "format") {
        let known = of(&|(known, ..)| *known == word);
        return Ok(known.ok_or_else(|| Refusal::field("?format", FieldCode::NotAWord))?);
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut ranges = accept.split(',').map(|range| range.split(';').next().unwrap_or("").trim());
    let found = ranges.find_map(|range| of(&|(_, media, _)| range.eq_ignore_ascii_case(media)));
    Ok(found.unwrap_or(Format::Json))
}

fn question(view: &impl Read, uri: &Uri, start: BatchRef) -> Result<Question, Refused> {
    let bad = |name: &str, code| Refused::from(Refusal::field(format!("?{name}"), code));
    let direction = match parameter(uri, "direction") {
        None => Direction::Back,
        Some(word) => {
            Direction::parse(&word).ok_or_else(|| bad("direction", FieldCode::NotAWord))?
        }
    };
    let depth = match parameter(uri, "depth") {
        None => LINEAGE_DEPTH_MAX,
        Some(text) => match text.parse() {
            Ok(depth @ 1..=LINEAGE_DEPTH_MAX) => depth,
            _ => return Err(bad("depth", FieldCode::OutOfRange)),
        },
    };
    let day = |name: &str| {
        let text = parameter(uri, name);
        let parsed = text.map(|text| Day::parse(&text).ok_or(()));
        parsed.transpose().map_err(|()| bad(name, FieldCode::NotADate))
    };
    let (from, to) = (day("from")?, day("to")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(bad("to", FieldCode::Order));
    }
    let organizations = match parameter(uri, "organization") {
        None => Vec::new(),
        Some(text) => {
            let code =
                OrgCode::parse(&text).map_err(|_| bad("organization", FieldCode::NotACode))?;
            let known = query::organization(view, &code)?.map(|(known, _)| known);
            let code = known.unwrap_or_else(|| code.to_string());
            let lot = BatchRef { organization: code, ..start.clone() };
            vec![query::one_party(&lot).organization]
        }
    };
    Ok(Question { start, direction, depth, from, to, organizations })
}

/// One page. The cursor names a place in the walk, which is walked again; when what came before that
/// place is no longer the same, the list begins anew rather than leave something out.
fn paged(
    service: &Service,
    view: &impl Read,
    uri: &Uri,
    question: &Question,
    survey: &Survey,
) -> Result<Response, Refused> {
    let limit = match parameter(uri, "limit") {
        None => PAGE_ROWS_DEFAULT_COUNT,
        Some(text) => match text.parse() {
            Ok(rows @ 1..=PAGE_ROWS_MAX) => rows,
            _ => return Err(Refusal::field("?limit", FieldCode::OutOfRange).into()),
        },
    };
    let mark = |count: usize| {
        let digest = service.app.keyring.retry_digest(&survey.fingerprint(count));
        format!("{count:x}-{}", crate::fact::seal::hex_text(digest).get(..16).unwrap_or_default())
    };
    let from = match parameter(uri, "cursor") {
        None => 0,
        Some(cursor) => {
            let bad = || Refusal::field("?cursor", FieldCode::BadCursor);
            let fits = cursor.len() <= CURSOR_CHARS_MAX && cursor.len() > 17;
            let count = cursor.split_once('-').filter(|_| fits).map(|(count, _)| count);
            let count = count.and_then(|count| usize::from_str_radix(count, 16).ok());
            let count = count.filter(|count| *count < LINEAGE_LOTS_MAX).ok_or_else(bad)?;
            if mark(count) != cursor {
                return Err(Code::ChangedMeanwhile.into());
            }
            count
        }
    };
    let page = survey.page(view, from, limit)?;
    let after = from.saturating_add(limit);
    let next = (after < survey.len()).then(|| mark(after));
    let (nodes, edges) = wire::json(&page);
    let body = json!({
        "direction": question.direction.word(),
        "complete": survey.complete(),
        "counts": {"nodes": survey.len(), "edges": survey.edge_count()},
        "nodes": nodes,
        "edges": edges,
        "next": next,
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response())
}

/// Everything in one answer, as far as a walk goes.
fn whole(
    service: &Service,
    view: &impl Read,
    uri: &Uri,
    lang: Lang,
    format: Format,
    question: &Question,
    survey: &Survey,
) -> Result<Response, Refused> {
    let page = survey.page(view, 0, LINEAGE_LOTS_MAX)?;
    let body = match format {
        Format::Csv => wire::csv(&page, lang),
        Format::Graphml => wire::graphml(&page, lang),
        Format::Dot => wire::dot(&page, lang),
        Format::Svg => web::lineage::picture(&page, lang),
        Format::Page | Format::Json => {
            let path = path(uri);
            let large = parameter(uri, "size").as_deref() == Some("large");
            let host = service.public_url.host();
            let ctx = PageContext { lang, large, host, path: &path, json_path: "" };
            web::lineage::page(&page, &ctx, question.direction, survey.complete())
        }
    };
    let media =
        FORMATS.iter().find(|(.., known)| *known == format).map_or("", |(_, media, _)| media);
    let content_type = format!("{media}; charset=utf-8");
    let headers =
        [(header::CONTENT_TYPE, content_type.as_str()), (header::CONTENT_LANGUAGE, lang.code())];
    let mut response = (headers, body).into_response();
    if !survey.complete() {
        // These forms have no place to say so themselves.
        response.headers_mut().insert("x-complete", HeaderValue::from_static("false"));
    }
    Ok(response)
}

/// Path and query of this page, without what the switches of its bar add.
fn path(uri: &Uri) -> String {
    let kept = uri.query().unwrap_or_default().split('&').filter(|part| {
        let name = part.split('=').next().unwrap_or_default();
        !part.is_empty() && name != "lang" && name != "size"
    });
    let kept: Vec<_> = kept.collect();
    if kept.is_empty() {
        uri.path().to_owned()
    } else {
        format!("{}?{}", uri.path(), kept.join("&"))
    }
}
