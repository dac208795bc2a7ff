//! One step back and one step forward of a lot: what went into it and from whom, where it went and to
//! whom, whether that adds up, and what is missing (Food Safety Law arts. 50, 51, 53; 21 CFR 1 subpart
//! S asks for the same as a sortable table). One step each way: walks along the whole chain are not
//! here.

mod inputs;
mod table;

use super::extract::{Bearer, Segments, query as parameter};
use super::lists::{cursor, limit, link_next, to_hex, viewer};
use super::problem::Refused;
use super::records::{Party, itself, joined, party, put};
use super::service::Service;
use crate::access::{Viewer, may_read_restricted};
use crate::codec::key::after_prefix;
use crate::domain::command::Actor;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::{BatchState, BizStep, Flow};
use crate::fact::record::{BatchRef, QuantityRecord};
use crate::limits::{PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX, STEPS_CSV_ROWS_MAX};
use crate::rules::balance::running::Running;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{BatchRow, EdgeOutRow, EventRow};
use crate::texts::problems;
use crate::views::{events, query};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A lot whose steps are asked for, and who asks.
struct Asked<'a> {
    batch: &'a BatchRef,
    row: &'a BatchRow,
    viewer: Viewer,
}

/// What one page says.
#[derive(Default)]
struct Steps {
    back: Vec<Value>,
    forward: Vec<Value>,
    gaps: Vec<Value>,
    next: Option<String>,
}

/// `GET …/steps`, as JSON or CSV. For those who may read the restricted halves of the lot, and for its
/// maker where it was commissioned.
pub(super) async fn steps(
    State(service): State<Arc<Service>>,
    Bearer(actor): Bearer,
    segments: Segments,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Refused> {
    let snapshot = service.app.snapshot();
    let named = segments.batch()?;
    let party = party(&snapshot, &named.organization)?;
    let batch = BatchRef { organization: party.code.clone(), ..BatchRef::from(&named) };
    let row = query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
    if !party.open_to(&viewer(&actor)) && !is_maker(&snapshot, &actor, &row)? {
        let known = row.state != BatchState::Registered.number();
        return Err(if known { Code::NotYours } else { Code::NotFound }.into());
    }
    let csv = wants_csv(&uri, &headers)?;
    let rows = match csv {
        true => limit(&uri, STEPS_CSV_ROWS_MAX, STEPS_CSV_ROWS_MAX)?,
        false => limit(&uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?,
    };
    let asked = Asked { batch: &batch, row: &row, viewer: viewer(&actor) };
    let steps = page(&snapshot, &asked, &uri, rows)?;
    let mut response = match csv {
        true => table::answer(&asked, &steps),
        false => json_answer(&asked, &steps, &balance(&snapshot, &asked)?),
    };
    if let Some(cursor) = &steps.next {
        let format = if csv { "&format=csv" } else { "" };
        link_next(&mut response, &uri, &format!("cursor={cursor}&limit={rows}{format}"));
    }
    Ok(response)
}

/// Whether the actor made the lot for its owner.
fn is_maker(view: &impl Read, actor: &Actor, row: &BatchRow) -> Result<bool, Refused> {
    let Some(maker) = row.made.maker.as_deref().filter(|_| actor.role.answers_for_goods()) else {
        return Ok(false);
    };
    let own = itself(view, actor)?;
    Ok(own.is_some_and(|own| query::party_code(&own.code) == query::party_code(maker)))
}

/// Whether a table is asked for, by `?format=` or `Accept`.
pub(super) fn wants_csv(uri: &Uri, headers: &HeaderMap) -> Result<bool, Refused> {
    match parameter(uri, "format").as_deref() {
        Some("csv") => return Ok(true),
        Some("json") => return Ok(false),
        Some(_) => return Err(Refusal::field("?format", FieldCode::NotAWord).into()),
        None => {}
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let first = accept.unwrap_or_default().split([',', ';']).next().unwrap_or_default();
    Ok(first.trim().eq_ignore_ascii_case("text/csv"))
}

/// Inputs stand on the first page; then come the lots made of this one, then its events.
fn page(view: &impl Read, asked: &Asked<'_>, uri: &Uri, rows: usize) -> Result<Steps, Refused> {
    let edges = key::batch(&query::one_party(asked.batch));
    let stated = key::batch(asked.batch);
    let sources = [(Family::EdgesOut, edges), (Family::Events, stated)];
    let place = cursor(uri, |place| {
        let source =
            place.split_first().and_then(|(at, key)| Some((sources.get(usize::from(*at))?, key)));
        source.is_some_and(|((_, prefix), key)| key.starts_with(prefix))
    })?;
    let mut steps = Steps::default();
    if place.is_none() {
        inputs::add(view, asked, &mut steps)?;
    }
    let (first, mut from) = match place.as_deref().and_then(<[u8]>::split_first) {
        Some((at, key)) => (usize::from(*at), Some(key.to_vec())),
        None => (0, None),
    };
    let mut left = rows;
    for (at, (family, prefix)) in sources.iter().enumerate().skip(first) {
        let start = from.take().unwrap_or_else(|| prefix.clone());
        let end = after_prefix(prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
        let found: Vec<Pair> = view.range(*family, &start, &end, left + 1)?;
        for (row_key, bytes) in found.iter().take(left) {
            match family {
                Family::EdgesOut => {
                    let output = row_key.get(prefix.len()..).and_then(key::read_batch);
                    steps.forward.extend(used_in(view, asked, output, &decode(bytes)?)?);
                }
                _ => happened(view, asked, row_key, &decode(bytes)?, &mut steps)?,
            }
        }
        if let Some((row_key, _)) = found.get(left) {
            let place = u8::try_from(at).unwrap_or_default();
            steps.next = Some(to_hex(&[&[place], row_key.as_slice()].concat()));
            break;
        }
        left -= found.len();
    }
    Ok(steps)
}

/// A lot made of this one. Another firm's is named by its firm only: which lot it was and how much it
/// took is that firm's secret.
fn used_in(
    view: &impl Read,
    asked: &Asked<'_>,
    output: Option<BatchRef>,
    edge: &EdgeOutRow,
) -> Result<Option<Value>, Refused> {
    let Some(output) = output else { return Ok(None) };
    let Ok(code) = OrgCode::parse(&output.organization) else { return Ok(None) };
    let Party { code, parsed, region, .. } = party(view, &code)?;
    let mut shown = json!({"kind": "usedIn", "organization": code});
    if may_read_restricted(&asked.viewer, &parsed, &region) {
        put(&mut shown, "product", json!(output.product));
        put(&mut shown, "lot", json!(output.lot));
        put(&mut shown, "quantities", edge.used.iter().map(amount).collect());
    }
    Ok(Some(shown))
}

/// Receiving by the owner or maker is a step back; what else happened is a step forward, receiving by
/// others included.
fn happened(
    view: &impl Read,
    asked: &Asked<'_>,
    row_key: &[u8],
    row: &EventRow,
    steps: &mut Steps,
) -> Result<(), StoreError> {
    let Some(step) = BizStep::from_number(row.event.biz_step) else { return Ok(()) };
    let position = key::last_number(row_key).unwrap_or_default();
    let shown = event(view, position, &row.event.by)?;
    let missing = |member: &str| shown.get(member).is_none();
    let lacks = [
        ("noConsignee", step == BizStep::Shipping && missing("counterpart")),
        ("noSupplier", step == BizStep::Receiving && missing("counterpart")),
        ("noQuantity", missing("quantity")),
    ];
    for (code, _) in lacks.iter().filter(|(_, lacks)| *lacks) {
        steps.gaps.push(gap("position", &json!(position), code));
    }
    let own = [Some(&asked.batch.organization), asked.row.made.maker.as_ref()];
    let own = own.contains(&Some(&row.event.by));
    match step {
        BizStep::Receiving if own => steps.back.push(shown),
        _ => steps.forward.push(shown),
    }
    Ok(())
}

/// An event as its document says it; what was erased is gone here too.
fn event(view: &impl Read, position: u64, by: &str) -> Result<Value, StoreError> {
    let mut shown = joined(view, position, true)?;
    put(&mut shown, "kind", json!("event"));
    put(&mut shown, "by", json!(by));
    put(&mut shown, "position", json!(position));
    Ok(shown)
}

/// A lot of a drill: its balance, and what is missing of its steps.
pub(super) fn drilled(
    view: &impl Read,
    viewer: Viewer,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Value, Refused> {
    let asked = Asked { batch, row, viewer };
    let mut steps = page(view, &asked, &Uri::from_static("/"), PAGE_ROWS_MAX)?;
    let whole = json!("lot");
    let none = [("noStepBack", steps.back.is_empty()), ("noStepForward", steps.forward.is_empty())];
    for (code, _) in none.iter().filter(|(_, none)| *none) {
        steps.gaps.push(gap("of", &whole, code));
    }
    let mut balance = balance(view, &asked)?;
    let sums = events::sums(view, batch)?;
    for flow in Flow::ALL {
        let went = sums.amounts(*flow).unwrap_or_default();
        let went = went.iter().map(|one| amount(&QuantityRecord::from(one)));
        put(&mut balance, flow.word(), went.collect());
    }
    put(&mut balance, "making", super::findings::balance(&row.made.making));
    Ok(json!({
        "organization": batch.organization,
        "product": batch.product,
        "lot": batch.lot,
        "balance": balance,
        "back": steps.back.len(),
        "forward": steps.forward.len(),
        "gaps": steps.gaps,
        "complete": steps.next.is_none(),
    }))
}

fn balance(view: &impl Read, asked: &Asked<'_>) -> Result<Value, StoreError> {
    let made = &asked.row.made;
    let mut out = Map::new();
    out.insert("made".to_owned(), amount(&made.quantity));
    let running = Running::of(made, &events::sums(view, asked.batch)?);
    if let Ok((left, unit)) = running.and_then(|running| running.left()) {
        out.insert("left".to_owned(), left.max(Decimal::ZERO).normalize().to_string().into());
        out.insert("unit".to_owned(), unit.into());
        if left < Decimal::ZERO {
            out.insert("overdrawnBy".to_owned(), (-left).normalize().to_string().into());
        }
    }
    Ok(Value::Object(out))
}

fn json_answer(asked: &Asked<'_>, steps: &Steps, balance: &Value) -> Response {
    let BatchRef { organization, product, lot } = asked.batch;
    let body = json!({
        "organization": organization,
        "product": product,
        "lot": lot,
        "back": steps.back,
        "forward": steps.forward,
        "balance": balance,
        "gaps": steps.gaps,
        "next": steps.next,
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, body.to_string()).into_response()
}

/// Something that is missing: where, and what in both languages.
fn gap(name: &str, place: &Value, code: &str) -> Value {
    let (zh, en) = problems::of_warning(code).map(|text| text.fill(&[])).unwrap_or_default();
    json!({name: place, "code": code, "message": {"zh": zh, "en": en}})
}

fn amount(quantity: &QuantityRecord) -> Value {
    json!({"value": quantity.value, "unit": quantity.unit})
}
