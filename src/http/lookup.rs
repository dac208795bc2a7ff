//! Look-ups: the scan page, its JSON and its linkset, from the same report.

use super::check_record::{self, Form};
use super::extract::{Client, Language, Segments, bad, query};
use super::problem::Refused;
use super::scans::{self, Asking};
use super::service::Service;
use crate::domain::gtin::Gtin;
use crate::domain::lot::{Lot, ProductCode, Serial};
use crate::domain::refusal::FieldCode;
use crate::report::model::TraceReport;
use crate::report::{Frame, Lookup, report, report_counted};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::ScanRow;
use crate::texts::Lang;
use crate::verdict::Verdict;
use crate::views::query::own_products;
use crate::web::{self, PageContext, policy};
use crate::wire::digital_link::{DigitalLink, decode_segment, encode_segment};
use crate::wire::linkset::linkset;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::net::IpAddr;
use std::sync::Arc;

pub(super) type Shared = State<Arc<Service>>;
pub(super) type Answer = Result<Response, Refused>;

/// How an answer is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Page,
    Json,
    Linkset,
}

/// One look-up as it came in.
struct Asked<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    client: IpAddr,
    lang: Lang,
    format: Format,
}

macro_rules! page_handler {
    ($(#[$doc:meta])* $name:ident, $format:expr, $lookup:expr) => {
        $(#[$doc])*
        pub(super) async fn $name(
            State(service): Shared,
            Language(lang): Language,
            Client(client): Client,
            segments: Segments,
            (method, uri, headers): (Method, Uri, HeaderMap),
        ) -> Answer {
            let format: fn(&Uri, &HeaderMap) -> Format = $format;
            let lookup: fn(&Segments, &Uri) -> Result<Lookup, Refused> = $lookup;
            let format = format(&uri, &headers);
            let asked =
                Asked { method: &method, uri: &uri, headers: &headers, client, lang, format };
            answered(&service, &asked, lookup(&segments, &uri)?).await
        }
    };
}

page_handler!(
    /// `/c/{code}`.
    code_page, negotiated, |segments, _| Ok(Lookup::Code(code_text(segments.text("code"))))
);
page_handler!(
    /// `/o/{org}/{serial}`.
    serial_page, negotiated, by_serial
);
page_handler!(
    /// `/o/{org}/{product}[/10/{lot}][/21/{serial}]`.
    product_page, negotiated, by_product
);
page_handler!(
    /// `/api/v1/units/{org}/{serial}`.
    unit_json, |_, _| Format::Json, by_serial
);
page_handler!(
    /// `/api/v1/codes/{code}`.
    code_json, |_, _| Format::Json, |segments, _| Ok(Lookup::Code(code_text(segments.text("code"))))
);
page_handler!(
    /// `/api/v1/gtins/{gtin}`.
    gtin_json, |_, _| Format::Json, by_gtin
);
page_handler!(
    /// `/api/v1/gtins/{gtin}/lots/{lot}`.
    lot_json, |_, _| Format::Json, by_gtin
);

/// `/01/…`: the strict grammar of GS1 Digital Link decides.
pub(super) async fn digital_link(
    State(service): Shared,
    Language(lang): Language,
    Client(client): Client,
    (method, uri, headers): (Method, Uri, HeaderMap),
) -> Answer {
    if let Some(lot) = query(&uri, "lot").filter(|lot| !lot.trim().is_empty()) {
        return Ok(to_lot(&uri, &lot));
    }
    let link = DigitalLink::parse_path(uri.path(), uri.query())
        .map_err(|_| bad("rest", FieldCode::DigitalLink))?;
    if link.key.ai != "01" {
        return Err(bad("rest", FieldCode::DigitalLink));
    }
    let part = |ai: &str| link.get(ai);
    let gtin = Gtin::parse14(&link.key.value).map_err(|_| bad("gtin", FieldCode::NotAGtin))?;
    let lot = part("10").map(Lot::parse).transpose().map_err(|_| bad("lot", FieldCode::NotALot))?;
    let serial = part("21").map(Serial::parse).transpose();
    let serial = serial.map_err(|_| bad("serial", FieldCode::NotASerial))?;
    let format = negotiated(&uri, &headers);
    let asked = Asked { method: &method, uri: &uri, headers: &headers, client, lang, format };
    answered(&service, &asked, Lookup::Gtin { gtin, lot, serial }).await
}

/// The look-up, or the record of it that its reader wants to keep.
async fn answered(service: &Service, asked: &Asked<'_>, lookup: Lookup) -> Answer {
    let Some(form) = Form::asked(asked.uri)? else { return answer(service, asked, &lookup) };
    let (report, _) = told(service, asked, &lookup, None::<fn(&TraceReport) -> Option<ScanRow>>)?;
    check_record::kept(service, form, report, (asked.uri.path(), asked.lang)).await
}

fn answer(service: &Service, asked: &Asked<'_>, lookup: &Lookup) -> Answer {
    if let Some(lot) = query(asked.uri, "lot").filter(|lot| !lot.trim().is_empty())
        && matches!(lookup, Lookup::Product { lot: None, serial: None, .. } | Lookup::Serial { .. })
    {
        return Ok(to_lot(asked.uri, &lot));
    }
    let asking = Asking { method: asked.method, headers: asked.headers, client: asked.client };
    let is_page = asked.format == Format::Page;
    let keeper = scans::counting(service, &asking).filter(|_| is_page);
    let province = query(asked.uri, "province");
    let count = keeper.map(|keeper| {
        |report: &TraceReport| scans::count(keeper, &asking, province.as_deref(), report)
    });
    let (report, status) = told(service, asked, lookup, count)?;
    if status == StatusCode::OK && is_page && province.is_some() {
        // The address without it: sent again or passed on, it says nothing of the reader.
        return form(asked.uri, asked.uri.path());
    }
    let json_path = page_json_path(&service.app.snapshot(), &report)?;
    Ok(render(service, asked, &report, status, &json_path))
}

/// The report and its status; a look-up that finds nothing is counted for its client. `counting` counts
/// whoever asks, where a scan is counted.
fn told(
    service: &Service,
    asked: &Asked<'_>,
    lookup: &Lookup,
    counting: Option<impl FnOnce(&TraceReport) -> Option<ScanRow>>,
) -> Result<(TraceReport, StatusCode), Refused> {
    let (now, today) = service.app.now();
    let frame = Frame {
        keyring: &service.app.keyring,
        documents: &service.documents,
        zone: &service.app.zone_name,
        now,
        today,
    };
    let view = service.app.snapshot();
    let report = match counting {
        Some(count) => report_counted(&view, &frame, lookup, |report| Ok(count(report)))?,
        None => report(&view, &frame, lookup)?,
    };
    let status = match report.verdict {
        Verdict::Unknown if !report.choices.is_empty() => StatusCode::MULTIPLE_CHOICES,
        Verdict::Unknown => StatusCode::NOT_FOUND,
        Verdict::CodeMistyped => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    if status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST {
        service.failures.count(asked.client)?;
    }
    Ok((report, status))
}

fn render(
    service: &Service,
    asked: &Asked<'_>,
    report: &TraceReport,
    status: StatusCode,
    page_json_path: &str,
) -> Response {
    let json = serde_json::to_vec(report).unwrap_or_default();
    let etag = etag(&json, asked, report);
    let known = asked.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
    let mut response = if fresh && status == StatusCode::OK {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match asked.format {
            Format::Json => (status, content("application/json"), json).into_response(),
            Format::Linkset => {
                let path = asked.uri.path();
                let set = linkset(&service.public_url, path, &json_path(report), report);
                (status, content("application/linkset+json"), set.to_string()).into_response()
            }
            Format::Page => {
                let large = query(asked.uri, "size").as_deref() == Some("large");
                let ctx = PageContext {
                    lang: asked.lang,
                    large,
                    host: service.public_url.host(),
                    path: asked.uri.path(),
                    json_path: page_json_path,
                };
                let page = web::scan_page(report, &ctx);
                (status, content("text/html; charset=utf-8"), page).into_response()
            }
        }
    };
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Whose pack was scanned is nobody's to find by searching for its code.
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(asked.lang.code()));
    let link = format!(
        "<{}?linkType=linkset>; rel=\"linkset\"; type=\"application/linkset+json\"",
        asked.uri.path()
    );
    if asked.uri.path().starts_with("/01/")
        && let Ok(link) = HeaderValue::from_str(&link)
    {
        headers.insert(header::LINK, link);
    }
    response
}

/// Weak: covers what is said, not when it was computed: the moment, the position and the sentence that
/// names the moment are left out. The day is in it, so it changes at midnight of the ledger's zone,
/// when a date may pass.
fn etag(json: &[u8], asked: &Asked<'_>, report: &TraceReport) -> String {
    // Neither mark can stand inside a text: there its quotes would be escaped.
    let from = |mark: &[u8]| json.windows(mark.len()).position(|part| part == mark);
    let (display, reasons) = (from(b"\"display\":"), from(b"\"reasons\":"));
    let (identifies, end) = (from(b"\"identifies\":"), display.unwrap_or(0));
    let mut hasher = blake3::Hasher::new();
    hasher.update(report.judged_on.date.as_bytes());
    hasher.update(asked.lang.code().as_bytes());
    hasher.update(&[asked.format as u8]);
    // A page of an earlier program has another style, which the policy of this one does not let in.
    hasher.update(policy::of_pages().as_bytes());
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(asked.uri.query().unwrap_or_default().as_bytes());
    hasher.update(json.get(identifies.unwrap_or(0)..end).unwrap_or_default());
    hasher.update(json.get(reasons.unwrap_or(0)..).unwrap_or_default());
    let hash = hasher.finalize();
    format!("W/\"{}\"", hash.to_hex().get(..32).unwrap_or_default())
}

fn content(media: &'static str) -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, media)]
}

/// Where the same answer is as JSON.
fn json_path(report: &TraceReport) -> String {
    let key = &report.key;
    match (&key.organization, &key.serial, &key.gtin, &key.lot) {
        (Some(organization), Some(serial), ..) => {
            format!("/api/v1/units/{}/{}", encode_segment(organization), encode_segment(serial))
        }
        (_, Some(serial), None, _) => format!("/api/v1/codes/{}", encode_segment(serial)),
        (_, None, Some(gtin), Some(lot)) => {
            format!("/api/v1/gtins/{gtin}/lots/{}", encode_segment(lot))
        }
        (_, None, Some(gtin), None) => format!("/api/v1/gtins/{gtin}"),
        _ => String::new(),
    }
}

/// Where the page may send people for its data: nowhere when that address would answer otherwise,
/// because it leaves out what made the code suspect or which of several products was meant.
fn page_json_path(view: &impl Read, report: &TraceReport) -> Result<String, StoreError> {
    let key = &report.key;
    if report.verdict == Verdict::Suspect {
        return Ok(String::new());
    }
    if report.unit.as_ref().is_some_and(|unit| unit.code_kind == "own")
        && let (Some(organization), Some(serial)) = (&key.organization, &key.serial)
        && let Ok(serial) = Serial::parse(serial)
        && own_products(view, organization, &serial)?.len() > 1
    {
        return Ok(String::new());
    }
    Ok(json_path(report))
}

fn negotiated(uri: &Uri, headers: &HeaderMap) -> Format {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    let link_type = query(uri, "linkType");
    let linkset = link_type.is_some_and(|kind| kind == "linkset" || kind == "all");
    if linkset || accept.contains("application/linkset+json") {
        Format::Linkset
    } else if accept.contains("text/html") || !accept.contains("application/json") {
        Format::Page
    } else {
        Format::Json
    }
}

fn by_serial(segments: &Segments, _: &Uri) -> Result<Lookup, Refused> {
    let organization = segments.organization()?;
    let text = segments.text("serial");
    match Serial::parse(text) {
        Ok(serial) => Ok(Lookup::Serial { organization, serial }),
        // Product codes may be longer than serials.
        Err(_) => {
            let product =
                ProductCode::parse(text).map_err(|_| bad("serial", FieldCode::NotASerial))?;
            Ok(Lookup::Product { organization, product, lot: None, serial: None })
        }
    }
}

/// Split before decoding: a slash inside a lot or serial stands as `%2F` and stays in its value.
fn by_product(segments: &Segments, uri: &Uri) -> Result<Lookup, Refused> {
    let organization = segments.organization()?;
    let product = segments.product()?;
    let (mut lot, mut serial) = (None, None);
    let mut rest = uri.path().split('/').skip(4);
    while let Some(ai) = rest.next() {
        let value = decode_segment(rest.next().unwrap_or_default());
        let value = value.map_err(|_| bad("rest", FieldCode::Character))?;
        match ai {
            "10" if lot.is_none() && serial.is_none() => {
                lot = Some(Lot::parse(&value).map_err(|_| bad("lot", FieldCode::NotALot))?);
            }
            "21" if serial.is_none() => {
                serial =
                    Some(Serial::parse(&value).map_err(|_| bad("serial", FieldCode::NotASerial))?);
            }
            _ => return Err(bad("rest", FieldCode::NotAWord)),
        }
    }
    Ok(Lookup::Product { organization, product, lot, serial })
}

fn by_gtin(segments: &Segments, _: &Uri) -> Result<Lookup, Refused> {
    let gtin = Gtin::parse(segments.text("gtin")).map_err(|_| bad("gtin", FieldCode::NotAGtin))?;
    let lot = match segments.text("lot") {
        "" => None,
        text => Some(Lot::parse(text).map_err(|_| bad("lot", FieldCode::NotALot))?),
    };
    Ok(Lookup::Gtin { gtin, lot, serial: None })
}

/// A code as typed, bounded; what it means is the report's to say.
fn code_text(text: &str) -> String {
    text.trim().chars().filter(|character| !character.is_control()).take(64).collect()
}

fn to_lot(uri: &Uri, lot: &str) -> Response {
    let path = uri.path().trim_end_matches('/');
    form(uri, &format!("{path}/10/{}", encode_segment(&closed_up(lot)))).into_response()
}

/// Without white space: packs print lots and barcodes in groups, and people type what they see.
pub(super) fn closed_up(typed: &str) -> String {
    typed.chars().filter(|character| !character.is_whitespace()).collect()
}

/// 303 to the address a form stands for, keeping language and size.
pub(super) fn form(uri: &Uri, path: &str) -> Answer {
    let kept = ["lang", "size"].into_iter().filter_map(|name| {
        query(uri, name).map(|value| format!("{name}={}", encode_segment(&value)))
    });
    let kept: Vec<_> = kept.collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Ok(Redirect::to(&format!("{path}{query}")).into_response())
}
