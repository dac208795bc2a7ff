//! The report of a recall, as JSON, as a page that prints, or as PDF: figures, consignees, visits.

use super::super::extract::{Bearer, Language, Segments, query as parameter};
use super::super::printing::printed;
use super::super::problem::Refused;
use super::super::recalls::{notice_data, shown as recall_json};
use super::super::records::{body as answer_json, put};
use super::sites::shown;
use super::table::{amount, cell};
use super::{Answer, Shared, figures_json, office, recall, visits_json};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::limits::STEPS_CSV_ROWS_MAX;
use crate::print::{Block, Document, Section, Table};
use crate::report::notice::notice;
use crate::rules::recall::figures::{Figures, figures};
use crate::store::StoreError;
use crate::texts::{Lang, Text, effectiveness as words};
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
    let form = form(&uri, &headers)?;
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
    if form == Form::Json {
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
    let sites: Vec<_> = rows.iter().map(|row| site(row, lang)).collect();
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
    if form == Form::Pdf {
        let source = format!("{}/recalls/{name}", service.public_url.as_str());
        return as_pdf(document(&shown, lang, source)).await;
    }
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, report_page(&shown, &ctx)).into_response())
}

/// The report as it is printed.
fn document(shown: &ReportPage<'_>, lang: Lang, source: String) -> Document {
    let t = |text: Text| text.get(lang).to_owned();
    let rows = shown.notice.rows.iter().map(|row| (row.label.to_owned(), row.value.clone()));
    let counts = shown.counts.iter().map(|(text, count)| (t(*text), count.clone()));
    let section = |heading: Text, blocks: Vec<Block>| Section {
        heading: t(heading),
        speaker: String::new(),
        blocks,
    };
    let heads = [
        words::REPORT_LOT,
        words::REPORT_SHIPPED,
        words::REPORT_RECOVERED,
        words::REPORT_SHARE,
        words::REPORT_MISSING,
    ];
    let mut lots = Table::new(heads.map(|head| (t(head), 2)));
    for lot in shown.lots {
        let ReportLot { name, shipped, recovered, percent, missing } = lot;
        lots.row([name, shipped, recovered, percent, missing]);
    }
    let heads = [
        (words::FORM_NAME, 27),
        (words::REPORT_LEVEL, 8),
        (words::REPORT_REGION, 10),
        (words::REPORT_SHIPPED, 16),
        (words::REPORT_NOTIFIED, 14),
        (words::REPORT_ANSWERED, 14),
        (words::FORM_QUANTITY, 18),
    ];
    let mut sites = Table::new(heads.map(|(head, share)| (t(head), share)));
    for site in shown.sites {
        let ReportSite { name, level, region, got, notified, answered, outcomes } = site;
        sites.row([name, &level.to_string(), region, got, notified, answered, outcomes]);
    }
    let mut sections = vec![
        section(words::REPORT_TITLE, vec![Block::fields(rows.chain(counts))]),
        section(words::REPORT_FIGURES, vec![Block::Table(lots)]),
        section(words::REPORT_CONSIGNEES, vec![Block::Table(sites)]),
    ];
    let visit = |(place, on_sale): &(String, bool)| match on_sale {
        true => Block::Paragraph(format!("{place} · {}", t(words::REPORT_ON_SALE))),
        false => Block::Paragraph(place.clone()),
    };
    if !shown.visits.is_empty() {
        let blocks = shown.visits.iter().map(visit).collect();
        sections.push(section(words::REPORT_VISITS, blocks));
    }
    if shown.part {
        sections.insert(0, section(words::REPORT_PART, Vec::new()));
    }
    Document {
        lang,
        title: format!("{} {}", t(words::REPORT_TITLE), shown.id),
        subtitle: shown.notice.title.clone(),
        speaker: t(words::REPORT_LEAD),
        sections,
        symbol: Some(source.clone()),
        source,
    }
}

async fn as_pdf(document: Document) -> Answer {
    let lang = document.lang.code();
    let bytes = printed("?format", move || document.to_pdf()).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"report.pdf\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_LANGUAGE, lang),
    ];
    Ok((headers, bytes).into_response())
}

/// In which form the report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Html,
    Pdf,
}

fn form(uri: &Uri, headers: &HeaderMap) -> Result<Form, Refused> {
    match parameter(uri, "format").as_deref() {
        Some("html") => return Ok(Form::Html),
        Some("json") => return Ok(Form::Json),
        Some("pdf") => return Ok(Form::Pdf),
        Some(_) => return Err(Refusal::field("?format", FieldCode::NotAWord).into()),
        None => {}
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let asks = |media: &str| accept.is_some_and(|accept| accept.contains(media));
    Ok(match (asks("text/html"), asks("application/pdf")) {
        (true, _) => Form::Html,
        (false, true) => Form::Pdf,
        (false, false) => Form::Json,
    })
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

fn site(row: &Value, lang: Lang) -> ReportSite {
    let text = |name: &str| row.get(name).map(cell).unwrap_or_default();
    let name = [text("name"), text("organization")];
    ReportSite {
        name: name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        level: row.get("level").and_then(Value::as_u64).unwrap_or_default(),
        region: text("region"),
        got: text("lots"),
        notified: text("notifiedOn"),
        answered: text("answeredAt"),
        outcomes: outcomes(row, lang),
    }
}

/// What became of the goods, in the reader's words.
fn outcomes(row: &Value, lang: Lang) -> String {
    let said = |one: &Value| {
        let word = one.get("outcome").and_then(Value::as_str).unwrap_or_default();
        let text = words::outcome(word).map_or(word, |text| text.get(lang));
        amount(one).replacen(word, text, 1)
    };
    let all = row.get("outcomes").and_then(Value::as_array).into_iter().flatten().map(said);
    all.collect::<Vec<_>>().join("; ")
}

fn visit(row: &Value) -> (String, bool) {
    let text = |name: &str| row.get(name).map(cell).unwrap_or_default();
    let on_sale = row.get("onSale").and_then(Value::as_bool).unwrap_or_default();
    (format!("{} {} {}", text("on"), text("region"), text("place")), on_sale)
}
