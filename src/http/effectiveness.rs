//! What becomes of recalled goods: consignees and their answers, figures, visits, closing by a second
//! post, the report; links for those without an account; drills.

mod drills;
mod links;
mod pack;
mod report;
mod sites;
mod table;

pub(super) use drills::{
    list as drills, pack as drill_pack, show as drill, start as start_drill, step as step_drill,
};
pub(super) use links::{form, issue as issue_link, send};
pub(super) use report::report;

use super::act::Act;
use super::commands::{plain, receipt};
use super::extract::{Bearer, Segments, query as parameter};
use super::lists::{cursor, limit, link_next, to_hex};
use super::problem::Refused;
use super::records::{body as answer_json, joined};
use super::service::Service;
use crate::domain::code_ids::{ConsigneeId, MeasureId};
use crate::domain::command::{Actor, Command, Effectiveness, OfRecall};
use crate::domain::quantity::parse_decimal;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::MeasureKind;
use crate::fact::body::Body;
use crate::fact::record::MeasureRef;
use crate::limits::{
    PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX, STEPS_CSV_ROWS_MAX, VISITS_SHOWN_COUNT,
};
use crate::rules::recall::figures::{Figures, Sums, figures};
use crate::rules::recall::sample::{Level, at_level, none_silent, share_within};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::MeasureRow;
use crate::views::consignees::visits;
use crate::wire::parse;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use sites::{Seen, seen, shown};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST /api/v1/recalls/{id}/consignees`: adds a consignee or corrects one.
pub(super) async fn state(act: Act) -> Answer {
    let recall = recall_id(&act.segments)?;
    let what = Effectiveness::State(parse::consignee(&act.body)?);
    let command = of_recall(recall, what);
    let route = format!("consignees {recall}");
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    if let Body::ConsigneeStated { who, .. } = &done.body {
        more.insert("id".to_owned(), ConsigneeId(who.id).to_string().into());
    }
    Ok(receipt(&done, more))
}

/// `POST …/consignees/{consignee}/answers`: by the firm, an authority, or the consignee itself.
pub(super) async fn answer(act: Act) -> Answer {
    let (recall, consignee) = (recall_id(&act.segments)?, consignee_id(&act.segments)?);
    let what = Effectiveness::Answer(parse::recall_answer(consignee, &act.body)?);
    let route = format!("answers {recall} {consignee}");
    let command = of_recall(recall, what);
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    if let Body::ConsigneeAnswered { answer, .. } = &done.body {
        let ids = answer.customers.iter().map(|named| ConsigneeId(named.who.id).to_string());
        more.insert("customers".to_owned(), json!(ids.collect::<Vec<_>>()));
    }
    Ok(receipt(&done, more))
}

/// `POST …/visits`.
pub(super) async fn visit(act: Act) -> Answer {
    let recall = recall_id(&act.segments)?;
    let command = of_recall(recall, Effectiveness::Visit(parse::visit(&act.body)?));
    let route = format!("visits {recall}");
    plain(&act.keyed(&route, command).await?)
}

/// `POST …/consignees/{consignee}/erasure`: names and contacts go, by the operator, on a legal ground.
pub(super) async fn erase(act: Act) -> Answer {
    let (recall, consignee) = (recall_id(&act.segments)?, consignee_id(&act.segments)?);
    let what = Effectiveness::Erase { consignee, document: parse::ground(&act.body)? };
    let route = format!("consignee erasure {recall} {consignee}");
    let command = of_recall(recall, what);
    plain(&act.keyed(&route, command).await?)
}

/// `POST …/closure/confirmation`: a second post agrees.
pub(super) async fn confirm_closure(act: Act) -> Answer {
    let recall = recall_id(&act.segments)?;
    let document = parse::recall_end(&act.body)?;
    let command = of_recall(recall, Effectiveness::ConfirmClosure { document });
    let route = format!("closure confirmation {recall}");
    plain(&act.keyed(&route, command).await?)
}

/// `GET …/consignees`, as JSON or CSV: those whose goods' records the reader may see, those in an
/// authority's region, and a consignee itself.
pub(super) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    headers: HeaderMap,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let (id, measure) = recall(&snapshot, &segments)?;
    let csv = super::chain::wants_csv(&uri, &headers)?;
    let rows = match csv {
        true => limit(&uri, STEPS_CSV_ROWS_MAX, STEPS_CSV_ROWS_MAX)?,
        false => limit(&uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?,
    };
    let from = cursor(&uri, |key| key.len() > PLACE_BYTES)?.unwrap_or_default();
    let Seen { sites, complete, .. } = seen(&snapshot, &actor, id, &measure)?;
    let left: Vec<_> = sites.iter().skip_while(|site| place(site) < from).collect();
    let (now, today) = service.app.now();
    let page = left.iter().take(rows).map(|site| shown(&snapshot, site, now, today));
    let items: Vec<Value> = page.collect::<Result<_, StoreError>>()?;
    let next = left.get(rows).map(|site| to_hex(&place(site)));
    let mut response = match csv {
        true => table::answer(&items),
        false => {
            let body = json!({"items": items, "next": next, "complete": complete}).to_string();
            let headers =
                [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            (headers, body).into_response()
        }
    };
    if let Some(cursor) = next {
        let format = if csv { "&format=csv" } else { "" };
        link_next(&mut response, &uri, &format!("cursor={cursor}&limit={rows}{format}"));
    }
    Ok(response)
}

/// Bytes of a place after the owner's code.
const PLACE_BYTES: usize = 11;

/// Where a consignee stands in the list.
fn place(site: &crate::views::consignees::Consignee) -> Vec<u8> {
    let who = &site.who;
    [who.owner.as_bytes(), &[0], &who.level.to_be_bytes(), &who.id].concat()
}

/// `GET …/effectiveness`: figures, visits, and how many consignees to check.
pub(super) async fn effectiveness(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let (id, measure) = recall(&snapshot, &segments)?;
    let found = office(&snapshot, &actor, id, &measure)?;
    let figures = figures(found.sites.iter());
    let mut out = figures_json(&figures, found.complete);
    super::records::put(&mut out, "sample", sample(&uri, figures.consignees)?);
    super::records::put(&mut out, "visits", visits_json(&snapshot, &actor, id, &found)?);
    Ok(answer_json(&out))
}

/// What is seen by those who run the recall for goods whose records they may read.
fn office(
    view: &impl Read,
    actor: &Actor,
    id: MeasureRef,
    measure: &MeasureRow,
) -> Result<Seen, Refused> {
    let mut found = seen(view, actor, id, measure)?;
    if found.owners.is_empty() {
        return Err(Code::NotYours.into());
    }
    let Seen { sites, owners, .. } = &mut found;
    sites.retain(|site| owners.contains(&site.who.owner));
    Ok(found)
}

fn figures_json(figures: &Figures, complete: bool) -> Value {
    let lots = figures.lots.iter().map(|(((owner, lot), measure), sums)| {
        let mut out = sums_json(sums, measure.unit());
        super::records::put(&mut out, "owner", json!(owner));
        super::records::put(&mut out, "product", json!(lot.as_ref().map(|lot| &lot.0)));
        super::records::put(&mut out, "lot", json!(lot.as_ref().map(|lot| &lot.1)));
        out
    });
    let totals = figures.totals.iter().map(|(measure, sums)| sums_json(sums, measure.unit()));
    let levels = figures.levels.iter();
    let levels = levels.map(|(level, count)| json!({"level": level, "consignees": count}));
    json!({
        "lots": lots.collect::<Vec<_>>(),
        "totals": totals.collect::<Vec<_>>(),
        "unstated": figures.unstated,
        "consignees": figures.consignees,
        "notified": figures.notified,
        "stoppedSale": figures.stopped,
        "answered": figures.answered,
        "silent": figures.silent,
        "final": figures.done,
        "depth": figures.levels.keys().next_back().copied().unwrap_or_default(),
        "levels": levels.collect::<Vec<_>>(),
        "complete": complete,
    })
}

fn sums_json(sums: &Sums, unit: &str) -> Value {
    let text = |value: Decimal| value.normalize().to_string();
    let ways = crate::domain::words::Disposition::ALL.iter().zip(sums.went);
    let mut out = json!({
        "unit": unit,
        "shipped": text(sums.shipped),
        "recovered": text(sums.recovered()),
        "accounted": text(sums.accounted()),
        "unaccountedFor": text(sums.unaccounted()),
    });
    for (way, value) in ways {
        super::records::put(&mut out, way.word(), json!(text(value)));
    }
    if let Some(recovery) = sums.recovery() {
        super::records::put(&mut out, "recoveryPercent", json!(text(recovery.percent)));
    }
    let excess = sums.accounted().saturating_sub(sums.shipped);
    if excess > Decimal::ZERO {
        super::records::put(&mut out, "excess", json!(text(excess)));
    }
    out
}

/// How many consignees to check, of so many: by level (21 CFR 7.42), and by what a sample can show.
fn sample(uri: &Uri, consignees: u32) -> Result<Value, Refused> {
    let wrong =
        |name: &str| Refused::from(Refusal::field(format!("?{name}"), FieldCode::OutOfRange));
    let number = |name: &'static str, usual: Decimal| match parameter(uri, name) {
        None => Ok(usual),
        Some(text) => parse_decimal(&text).ok_or_else(|| wrong(name)),
    };
    let population = match parameter(uri, "population") {
        None => consignees,
        Some(text) => text.parse().map_err(|_| wrong("population"))?,
    };
    let level = parameter(uri, "level").unwrap_or_else(|| "A".to_owned());
    let percent = number("percent", Decimal::from(25))?;
    let of_level = match level.as_str() {
        "A" => Level::A,
        "B" => Level::B(percent),
        "C" => Level::C,
        "D" => Level::D,
        "E" => Level::E,
        _ => return Err(Refusal::field("?level", FieldCode::NotAWord).into()),
    };
    let tolerable = number("tolerable", Decimal::new(5, 2))?;
    let margin = number("margin", Decimal::new(5, 2))?;
    let checks = at_level(of_level, population).map_err(|_| wrong("percent"))?;
    let none_silent = none_silent(population, tolerable).map_err(|error| match error {
        crate::rules::recall::sample::SampleError::TooMany => wrong("population"),
        _ => wrong("tolerable"),
    })?;
    let share =
        share_within(population, Decimal::new(5, 1), margin).map_err(|_| wrong("margin"))?;
    Ok(json!({
        "population": population,
        "level": level,
        "checks": checks,
        "noneSilent": {"tolerable": tolerable.normalize().to_string(), "checks": none_silent},
        "share": {"margin": margin.normalize().to_string(), "checks": share},
        "confidencePercent": 95,
    }))
}

/// Visits that concern owners whose records the reader may see, or places in an authority's region.
fn visits_json(
    view: &impl Read,
    actor: &Actor,
    id: MeasureRef,
    found: &Seen,
) -> Result<Value, StoreError> {
    let mut out = Vec::new();
    for (position, row) in visits(view, id, VISITS_SHOWN_COUNT)? {
        let visit = &row.visit;
        let region = crate::domain::region::Region::parse(&visit.region).ok();
        let inside = actor.region.as_ref().zip(region.as_ref());
        let inside = inside.is_some_and(|(own, region)| own.includes(region));
        if !found.owners.contains(&visit.owner) && !inside {
            continue;
        }
        let mut shown = joined(view, position, true)?;
        super::records::put(&mut shown, "organization", json!(visit.owner));
        super::records::put(&mut shown, "onSale", json!(visit.on_sale));
        super::records::put(&mut shown, "position", json!(position));
        super::records::put(&mut shown, "by", json!(row.by.organization));
        out.push(shown);
    }
    Ok(Value::Array(out))
}

fn of_recall(recall: MeasureId, what: Effectiveness) -> Command {
    Command::OfRecall(Box::new(OfRecall { recall, what }))
}

fn recall_id(segments: &Segments) -> Result<MeasureId, Refused> {
    let id = MeasureId::parse(segments.text("id")).filter(|id| id.kind == MeasureKind::Recall);
    Ok(id.ok_or(Code::NotFound)?)
}

fn consignee_id(segments: &Segments) -> Result<ConsigneeId, Refused> {
    Ok(ConsigneeId::parse(segments.text("consignee")).ok_or(Code::NotFound)?)
}

/// The recall that a path names.
fn recall(view: &impl Read, segments: &Segments) -> Result<(MeasureRef, MeasureRow), Refused> {
    let id = MeasureRef::from(recall_id(segments)?);
    let row: Option<MeasureRow> = view.row(&key::measure(id))?;
    Ok((id, row.ok_or(Code::NotFound)?))
}
