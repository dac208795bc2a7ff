//! Checks that laboratories hand in together, and those that wait for their lot. A check of one lot is a
//! step of that lot: see `commands`.

use super::act::Act;
use super::commands::{Identity, admitted, names, receipt, receipt_json, retry};
use super::extract::{Bearer, IdempotencyKey, Json, Language};
use super::lists::{Page, viewer};
use super::problem::{self, Refused};
use super::records::{joined, put};
use super::service::Service;
use crate::access::{Viewer, may_see_queued};
use crate::domain::code_ids::QueueId;
use crate::domain::command::{Actor, BatchKey, Command, Submission};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::region::Region;
use crate::domain::words::{Outcome, Role};
use crate::fact::body::Body;
use crate::ledger::queue::Receipt;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::QueuedCheckRow;
use crate::texts::Lang;
use crate::views::checks::{filed_under, queued};
use crate::views::query;
use crate::wire::parse;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST /api/v1/checks`: one result for each entry, in order. 201 when anything new was kept, else 200.
pub(super) async fn take_in(
    State(service): Shared,
    Bearer(actor): Bearer,
    Language(lang): Language,
    IdempotencyKey(named): IdempotencyKey,
    Json(body): Json,
) -> Answer {
    if actor.role != Role::Laboratory || actor.organization.is_none() {
        return Err(Code::NotYours.into());
    }
    if named.is_none() {
        return Err(Refusal::field("Idempotency-Key", FieldCode::Required).into());
    }
    let entries = parse::intake(&body, |bytes| service.app.keyring.retry_digest(bytes))?;
    let (mut submissions, mut results) = (Vec::new(), Vec::with_capacity(entries.len()));
    for (at, entry) in entries.into_iter().enumerate() {
        results.push(match entry.command {
            Err(refusal) => Some(refused(&refusal, lang)),
            Ok(command) => {
                let key = Identity::Keyed(IdempotencyKey(named.clone()));
                let retry = retry(&service, &actor, &format!("checks {at}"), key, &entry.bytes)?;
                let command = Command::TakeInCheck(Box::new(command));
                let bytes = 1_024 + 3 * entry.bytes.len();
                submissions.push(Submission { actor: actor.clone(), command, retry, bytes });
                None
            }
        });
    }
    let answers = service.app.submit_all(submissions).await?;
    let any_new = answers.iter().flatten().any(|done| !done.repeated);
    let mut answers = answers.into_iter();
    for slot in results.iter_mut().filter(|slot| slot.is_none()) {
        *slot = Some(match answers.next() {
            Some(Ok(done)) => taken_in(&done),
            // Nobody knows what was kept of a group that failed: the whole request is to be repeated.
            Some(Err(Refusal::Because(code @ (Code::OutcomeUnknown | Code::Internal)))) => {
                return Err(code.into());
            }
            Some(Err(refusal)) => refused(&refusal, lang),
            None => return Err(Code::Internal.into()),
        });
    }
    let status = if any_new { StatusCode::CREATED } else { StatusCode::OK };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((status, headers, json!({"results": results}).to_string()).into_response())
}

/// What became of one entry that was kept.
fn taken_in(done: &Receipt) -> Value {
    let (outcome, result, queued) = match &done.body {
        Body::CheckQueued { queued, check, .. } => ("queued", check.outcome, Some(*queued)),
        Body::BatchChecked { check, .. } | Body::CheckMatched { check, .. } => {
            ("recorded", check.outcome, None)
        }
        _ => ("recorded", Outcome::NoLimit.number(), None),
    };
    let mut out = json!({
        "outcome": outcome,
        "repeated": done.repeated,
        "result": Outcome::from_number(result).map(Outcome::word),
        "receipt": receipt_json(done),
    });
    if let Some(queued) = queued {
        put(&mut out, "queueNo", json!(QueueId(queued).to_string()));
    }
    out
}

/// One entry that was not, as a whole request would be told.
fn refused(refusal: &Refusal, lang: Lang) -> Value {
    json!({"outcome": "refused", "problem": problem::described(refusal, lang)})
}

/// `GET /api/v1/checks/queue`: what one may know of, newest first, matched or not. A page may hold fewer
/// rows than asked for and still have a next one.
pub(super) async fn queue(State(service): Shared, Bearer(actor): Bearer, uri: Uri) -> Answer {
    let snapshot = service.app.snapshot();
    let viewer = viewer(&actor);
    let shown = |number: u64, row: &QueuedCheckRow| shown(&snapshot, &actor, &viewer, number, row);
    if actor.role == Role::Regulator {
        let page = Page::read(&uri, &[])?;
        return page.answer_some(&snapshot, Family::QueuedChecks, &uri, &[], |row_key, bytes| {
            let row = crate::store::read::decode::<QueuedCheckRow>(bytes)?;
            shown(key::read_entry(row_key).unwrap_or_default(), &row)
        });
    }
    let own = actor.organization.as_ref();
    let concerned = actor.role == Role::Laboratory || actor.role.answers_for_goods();
    let own = own.filter(|_| concerned).ok_or(Code::NotYours)?;
    let page = Page::read(&uri, &key::organization_prefix(&filed_under(own.as_str())))?;
    page.answer_some(&snapshot, Family::QueuedByParty, &uri, &[], |row_key, _| {
        let number = key::read_entry(row_key).unwrap_or_default();
        let missing = StoreError::Damaged { family: "queued_checks", reason: "row is missing" };
        shown(number, &queued(&snapshot, number)?.ok_or(missing)?)
    })
}

/// An entry of the queue with its whole statement; `None` where the viewer may not know of it.
fn shown(
    view: &impl Read,
    actor: &Actor,
    viewer: &Viewer,
    number: u64,
    row: &QueuedCheckRow,
) -> Result<Option<Value>, StoreError> {
    let Some(laboratory) =
        row.by.organization.as_deref().and_then(|code| OrgCode::parse(code).ok())
    else {
        return Ok(None);
    };
    let producer = row.producer.as_deref().and_then(|code| OrgCode::parse(code).ok());
    let known = producer.as_ref().map(|code| query::organization(view, code)).transpose()?;
    let region = known.flatten().and_then(|(_, row)| Region::parse(&row.region).ok());
    if !may_see_queued(viewer, &laboratory, producer.as_ref(), region.as_ref()) {
        return Ok(None);
    }
    let mut out = joined(view, row.position, true)?;
    let outcome = Outcome::from_number(row.check.outcome).unwrap_or(Outcome::NoLimit);
    put(&mut out, "queueNo", json!(QueueId(number).to_string()));
    put(
        &mut out,
        "statedBy",
        json!({"role": row.by.role().word(), "organization": row.by.organization}),
    );
    put(&mut out, "result", json!(outcome.word()));
    put(&mut out, "position", json!(row.position));
    put(&mut out, "state", json!(if row.matched.is_some() { "matched" } else { "waiting" }));
    // Which lot somebody else found is not the laboratory's to know.
    if let Some((batch, position)) = row.matched.as_ref().filter(|_| actor.role != Role::Laboratory)
    {
        let batch =
            json!({"organization": batch.organization, "product": batch.product, "lot": batch.lot});
        put(&mut out, "matchedWith", batch);
        put(&mut out, "matchedAt", json!(position));
    }
    Ok(Some(out))
}

/// `POST /api/v1/checks/queue/{number}/match`: once only; the number and the lot make it the same act.
pub(super) async fn match_queued(act: Act) -> Answer {
    let queued = QueueId::parse(act.segments.text("number")).ok_or(Code::NotFound)?;
    let batch = parse::check_match(&act.body)?;
    let batch = BatchKey { organization: admitted(&act.service, batch.organization)?, ..batch };
    let (number, [organization, product, lot]) = (queued.to_string(), names(&batch));
    let identity = [number.as_str(), &organization, &product, &lot];
    let command = Command::MatchCheck { queued, batch };
    let done = act.natural("match", &identity, command).await?;
    let mut more = Map::new();
    if let Body::CheckMatched { check, .. } = &done.body {
        let outcome = Outcome::from_number(check.outcome).unwrap_or(Outcome::NoLimit);
        more.insert("result".to_owned(), outcome.word().into());
    }
    more.insert("queueNo".to_owned(), number.into());
    Ok(receipt(&done, more))
}
