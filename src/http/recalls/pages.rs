//! Pages of recalls for people: the list, and the notice of each, which is also plain text and an alert.

use super::super::extract::{Language, Segments, query as parameter};
use super::super::lists::Page;
use super::super::printing::printed as print;
use super::super::service::Service;
use super::feeds::{head, kept};
use super::list::{Filter, found};
use super::published::{item, notice_data};
use super::{Answer, Shared, clocks, known, printed, progress};
use crate::domain::code_ids::MeasureId;
use crate::domain::refusal::Code;
use crate::domain::words::MeasureKind;
use crate::fact::record::MeasureRef;
use crate::limits::FEED_CACHE_SECONDS;
use crate::print::Document;
use crate::report::notice::{NoticeData, notice};
use crate::rules::recall::clock::{ClockRule, ClockState};
use crate::rules::recall::stage::reached;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::MeasureRow;
use crate::texts::{Lang, notices, words};
use crate::web::PageContext;
use crate::web::recalls::{Choice, Deadline, ListPage, NoticePage, list_page, notice_page};
use crate::wire::feeds::cap;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;

const HTML: &str = "text/html; charset=utf-8";
const PDF: &str = "application/pdf";
const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /recalls`.
pub(in crate::http) async fn list(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let filter = Filter::read(&service, &uri)?;
    let page = Page::read(&uri, &[MeasureKind::Recall.number()])?;
    let snapshot = service.app.snapshot();
    let (rows, cursor) = found(&service, &snapshot, &page, &filter)?;
    let mut recalls = Vec::with_capacity(rows.len());
    let mut overdue = Vec::new();
    for (id, row) in &rows {
        recalls.extend(notice_data(&service, &snapshot, id, row)?);
        if clocks::is_overdue(&clocks::clocks(&service, row, &known(&snapshot, id)?)) {
            overdue.push(id.clone());
        }
    }
    let filters = super::list::kept_filters(&uri);
    let path = format!("/recalls?{}", filters.trim_start_matches('&'));
    let path = path.trim_end_matches('?');
    let ctx = context(&service, &uri, lang, path);
    let next = cursor.map(|cursor| format!("/recalls?cursor={cursor}{filters}"));
    let chosen = |name: &str| parameter(&uri, name).unwrap_or_default();
    let choices = ["state", "class", "regime"].map(|name| Choice::of(name, &chosen(name), lang));
    let next = next.as_deref();
    let shown = ListPage { recalls: &recalls, choices: &choices, next, overdue: &overdue };
    Ok(kept(&headers, HTML, list_page(&shown, &ctx), None))
}

/// `GET /recalls/{id}`: the notice as a page or, by `Accept`, as plain text; `…/{id}.cap`: the alert;
/// `…/{id}.pdf`: the notice on paper.
pub(in crate::http) async fn show(
    State(service): Shared,
    Language(lang): Language,
    segments: Segments,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let name = segments.text("id");
    let alert = name.strip_suffix(".cap");
    let paper = name.strip_suffix(".pdf");
    let id = MeasureId::parse(alert.or(paper).unwrap_or(name))
        .filter(|id| id.kind == MeasureKind::Recall);
    let id = id.ok_or(Code::NotFound)?;
    let snapshot = service.app.snapshot();
    let row: Option<MeasureRow> = snapshot.row(&key::measure(MeasureRef::from(id)))?;
    let row = row.ok_or(Code::NotFound)?;
    let id = id.to_string();
    if alert.is_some() {
        let head = head(&service, &snapshot, ("/recalls.atom", lang))?;
        let item = item(&service, &snapshot, &id, &row)?.ok_or(Code::NotFound)?;
        let text = cap::write(&head, &item).map_err(|_| Code::Internal)?;
        return Ok(kept(&headers, cap::MEDIA_TYPE, text, None));
    }
    let data = notice_data(&service, &snapshot, &id, &row)?.ok_or(Code::NotFound)?;
    let told = notice(&data, lang);
    if wants_text(&headers) {
        return Ok(kept(&headers, TEXT, told.plain_text(), None));
    }
    let known = known(&snapshot, &id)?;
    let stages = progress::said(&service, &snapshot, &known)?;
    let clocks = clocks::clocks(&service, &row, &known);
    let deadlines: Vec<Deadline> = clocks.iter().map(|clock| deadline(clock, lang)).collect();
    let path = format!("/recalls/{id}");
    if paper.is_some() {
        let state = words::recall_state(data.state.word()).map_or("", |text| text.get(lang));
        let deadlines = (notices::DEADLINES.get(lang), deadlines.as_slice());
        let url = format!("{}{path}?lang={}", service.public_url.as_str(), lang.code());
        return pdf(printed::document(&told, state, deadlines, url)).await;
    }
    let ctx = context(&service, &uri, lang, &path);
    let NoticeData { state, .. } = data;
    let (stage, stages) = (reached(&row, &known), stages.as_slice());
    let shown = NoticePage { id: &id, state, notice: &told, stage, stages, deadlines: &deadlines };
    Ok(kept(&headers, HTML, notice_page(&shown, &ctx), None))
}

async fn pdf(document: Document) -> Answer {
    let lang = document.lang.code();
    let bytes = print(".pdf", move || document.to_pdf()).await?;
    let cache = format!("public, max-age={FEED_CACHE_SECONDS}");
    let headers = [
        (header::CONTENT_TYPE, PDF),
        (header::CACHE_CONTROL, &cache),
        (header::CONTENT_LANGUAGE, lang),
    ];
    Ok((headers, bytes).into_response())
}

fn context<'a>(service: &'a Service, uri: &Uri, lang: Lang, path: &'a str) -> PageContext<'a> {
    let large = parameter(uri, "size").as_deref() == Some("large");
    PageContext { lang, large, host: service.public_url.host(), path, json_path: "" }
}

fn wants_text(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/plain") && !accept.contains("text/html"))
}

fn deadline((rule, state): &(&ClockRule, ClockState), lang: Lang) -> Deadline {
    let due = clocks::due(*state);
    let caution = due.and_then(|due| due.basis).and_then(|basis| basis.caution());
    Deadline {
        name: rule.kind.name().get(lang),
        state: state.name(rule.nature).get(lang),
        due: due.map(|due| due.last_day.map_or_else(|| due.at.to_string(), |day| day.to_string())),
        clause: rule.clause.get(lang),
        caution: caution.map(|text| text.get(lang)),
    }
}
