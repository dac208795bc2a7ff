//! The report of a recall, as JSON or as a page that prints: figures, consignees, visits.

use super::super::extract::{Bearer, Language, Segments, query as parameter};
use super::super::problem::Refused;
use super::super::recalls::{notice_data, shown as recall_json};
use super::super::records::{body as answer_json, put};
use super::sites::shown;
use super::table::cell;
use super::{Answer, Shared, figures_json, office, recall, visits_json};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::limits::STEPS_CSV_ROWS_MAX;
use crate::report::notice::notice;
use crate::rules::recall::figures::{Figures, figures};
use crate::store::StoreError;
use crate::texts::effectiveness as words;
use crate::web::PageContext;
use crate::web::effectiveness::{ReportLot, ReportPage, ReportSite, report_page};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// `GET …/report`: for those who run the recall, and authorities of the region.
pub(in crate::http) async fn report(
    State(service): Shared,
    Bearer(actor): Bearer,
    Language(lang): Language,
    segments: Segments,
    headers: HeaderMap,
    uri: Uri,
) -> Answer {
    let html = wants_html(&uri, &headers)?;
    let snapshot = service.app.snapshot();
    let (id, measure) = recall(&snapshot, &segments)?;
    let found = office(&snapshot, &actor, id, &measure)?;
    let (now, today) = service.app.now();
    let rows = found.sites.iter().take(STEPS_CSV_ROWS_MAX);
    let rows = rows.map(|site| shown(&snapshot, site, now, today));
    let rows: Vec<Value> = rows.collect::<Result<_, StoreError>>()?;
    let visits = visits_json(&snapshot, &actor, id, &found)?;
    let sums = figures(found.sites.iter());
    let whole = found.complete && rows.len() == found.sites.len();
    let name = id.id().to_string();
    if !html {
        let mut out = json!({"recall": recall_json(&service, &snapshot, &name, &measure)?});
        put(&mut out, "madeAt", json!(now.to_string()));
        put(&mut out, "figures", figures_json(&sums, found.complete));
        put(&mut out, "consignees", json!(rows));
        put(&mut out, "visits", visits);
        put(&mut out, "complete", json!(whole));
        return Ok(answer_json(&out));
    }
    let data = notice_data(&service, &snapshot, &name, &measure)?.ok_or(Code::NotFound)?;
    let told = notice(&data, lang);
    let path = format!("/api/v1/recalls/{name}/report?format=html");
    let host = service.public_url.host();
    let ctx = PageContext { lang, large: false, host, path: &path, json_path: "" };
    let counts = [
        (words::REPORT_CONSIGNEES, sums.consignees),
        (words::REPORT_NOTIFIED, sums.notified),
        (words::REPORT_ANSWERED, sums.answered),
        (words::REPORT_SILENT, sums.silent),
    ]
    .map(|(text, count)| (text, count.to_string()));
    let visited: Vec<_> = visits.as_array().into_iter().flatten().map(visit).collect();
    let sites: Vec<_> = rows.iter().map(site).collect();
    let lots = lots(&sums);
    let shown = ReportPage {
        id: &name,
        notice: &told,
        counts: &counts,
        lots: &lots,
        sites: &sites,
        visits: &visited,
        part: !whole,
    };
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, report_page(&shown, &ctx)).into_response())
}

fn wants_html(uri: &Uri, headers: &HeaderMap) -> Result<bool, Refused> {
    match parameter(uri, "format").as_deref() {
        Some("html") => return Ok(true),
        Some("json") => return Ok(false),
        Some(_) => return Err(Refusal::field("?format", FieldCode::NotAWord).into()),
        None => {}
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    Ok(accept.is_some_and(|accept| accept.contains("text/html")))
}

fn lots(sums: &Figures) -> Vec<ReportLot> {
    let one = |(((_, lot), measure), sums): (
        &(_, crate::domain::base_units::Measure),
        &crate::rules::recall::figures::Sums,
    )| {
        let lot: &Option<(String, String)> = lot;
        let amount =
            |value: rust_decimal::Decimal| format!("{} {}", value.normalize(), measure.unit());
        ReportLot {
            name: lot.as_ref().map(|(product, lot)| format!("{product} {lot}")).unwrap_or_default(),
            shipped: amount(sums.shipped),
            recovered: amount(sums.recovered()),
            percent: sums
                .recovery()
                .map(|it| format!("{} %", it.percent.normalize()))
                .unwrap_or_default(),
            missing: amount(sums.unaccounted()),
        }
    };
    sums.lots.iter().map(one).collect()
}

fn site(row: &Value) -> ReportSite {
    let text = |name: &str| row.get(name).map(cell).unwrap_or_default();
    let name = [text("name"), text("organization")];
    ReportSite {
        name: name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        level: row.get("level").and_then(Value::as_u64).unwrap_or_default(),
        region: text("region"),
        got: text("lots"),
        notified: text("notifiedOn"),
        answered: text("answeredAt"),
        outcomes: text("outcomes"),
    }
}

fn visit(row: &Value) -> (String, bool) {
    let text = |name: &str| row.get(name).map(cell).unwrap_or_default();
    let on_sale = row.get("onSale").and_then(Value::as_bool).unwrap_or_default();
    (format!("{} {} {}", text("on"), text("region"), text("place")), on_sale)
}
