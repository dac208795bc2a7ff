//! Drills: a recall that is only played, on the goods as they are. The same code as of a preview follows
//! the scope in memory; what is kept is who played what and when. Only the firm and authorities of its
//! region see it.

use super::super::act::Act;
use super::super::commands::receipt;
use super::super::extract::{Bearer, Segments};
use super::super::lists::{Page, viewer};
use super::super::problem::Refused;
use super::super::records::{body as answer_json, joined, party, put};
use super::super::service::Service;
use super::pack;
use super::{Answer, Shared};
use crate::access::Viewer;
use crate::domain::code_ids::DrillId;
use crate::domain::command::{Actor, Command};
use crate::domain::day::Instant;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::words::DrillStep;
use crate::fact::body::Body;
use crate::fact::seal::scope_json;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::DrillRow;
use crate::views::drills;
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Map, Value, json};

/// Hours in which others want a recall traced: name and hours.
const GOALS: [(&str, u32); 3] = [("fda", 24), ("retailer", 4), ("auditor", 2)];
const HOUR_MS: i64 = 3_600_000;

/// `POST /api/v1/drills`.
pub(in crate::http) async fn start(act: Act) -> Answer {
    let command = Command::Drill(Box::new(parse::drill(&act.body)?));
    let done = act.keyed("drills", command).await?;
    let mut more = Map::new();
    if let Body::DrillStarted { drill, .. } = &done.body {
        more.insert("id".to_owned(), DrillId(*drill).to_string().into());
    }
    Ok(receipt(&done, more))
}

/// `POST /api/v1/drills/{id}/steps`: something was reached; `finished` stops the clock.
pub(in crate::http) async fn step(act: Act) -> Answer {
    let drill = DrillId::parse(act.segments.text("id")).ok_or(Code::NotFound)?;
    let command = Command::Drill(Box::new(parse::drill_step(drill, &act.body)?));
    let route = format!("drill {drill}");
    let done = act.keyed(&route, command).await?;
    Ok(receipt(&done, Map::new()))
}

/// `GET /api/v1/drills`: those the reader may see, newest first.
pub(in crate::http) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let page = Page::read(&uri, &[])?;
    let viewer = viewer(&actor);
    let (now, _) = service.app.now();
    page.answer_some(&snapshot, Family::Drills, &uri, &[], |row_key, bytes| {
        let row: DrillRow = decode(bytes)?;
        if !may_see(&snapshot, &viewer, &row) {
            return Ok(None);
        }
        let number = key::read_entry(row_key).unwrap_or_default();
        Ok(Some(told(&snapshot, DrillId(number), &row, now)?))
    })
}

/// `GET /api/v1/drills/{id}`: its clock, and what the scope comes to now.
pub(in crate::http) async fn show(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let (id, row) = seen(&service, &actor, &segments)?;
    let (now, today) = service.app.now();
    let snapshot = service.app.snapshot();
    let mut out = told(&snapshot, id, &row, now)?;
    let found = pack::gathered(snapshot, &actor, &row, (now, today))?;
    for (name, value) in [("reach", found.reach), ("lots", found.lots), ("figures", found.figures)]
    {
        put(&mut out, name, value);
    }
    put(&mut out, "complete", json!(found.complete));
    Ok(answer_json(&out))
}

/// `GET /api/v1/drills/{id}/pack`: everything in one file, with the places in the ledger that prove it.
pub(in crate::http) async fn pack(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let (id, row) = seen(&service, &actor, &segments)?;
    let (now, today) = service.app.now();
    let head = told(&service.app.snapshot(), id, &row, now)?;
    let found = pack::gathered(service.app.snapshot(), &actor, &row, (now, today))?;
    Ok(pack::answer(id, head, found))
}

/// The drill of a path; to others it is not there.
fn seen(
    service: &Service,
    actor: &Actor,
    segments: &Segments,
) -> Result<(DrillId, DrillRow), Refused> {
    let id = DrillId::parse(segments.text("id")).ok_or(Code::NotFound)?;
    let snapshot = service.app.snapshot();
    let row = drills::row(&snapshot, id.0)?.ok_or(Code::NotFound)?;
    if may_see(&snapshot, &viewer(actor), &row) {
        Ok((id, row))
    } else {
        Err(Code::NotFound.into())
    }
}

/// Every organization of the scope has to be one whose records the reader may see.
fn may_see(view: &impl Read, viewer: &Viewer, row: &DrillRow) -> bool {
    row.scope.parts().iter().all(|part| {
        let code = OrgCode::parse(&part.organization);
        code.is_ok_and(|code| party(view, &code).is_ok_and(|party| party.open_to(viewer)))
    })
}

/// Who plays what, and how long it has taken.
fn told(view: &impl Read, id: DrillId, row: &DrillRow, now: Instant) -> Result<Value, StoreError> {
    let is_end = |step: u8| step == DrillStep::Finished.number();
    let finished = row.steps.iter().find(|step| is_end(step.step)).map(|step| step.at);
    let ran = finished.unwrap_or(now.0).saturating_sub(row.started_at).max(0);
    let mut steps = Vec::new();
    for step in &row.steps {
        steps.push(json!({
            "step": DrillStep::from_number(step.step).map(DrillStep::word),
            "at": Instant(step.at).to_string(),
            "seconds": step.at.saturating_sub(row.started_at) / 1_000,
            "post": step.by.post,
            "position": step.position,
            "note": joined(view, step.position, true)?.get("note"),
        }));
    }
    let own = ("own", row.goal_hours);
    let goals = GOALS.iter().copied().chain([own]).map(|(name, hours)| {
        let met = ran <= i64::from(hours) * HOUR_MS;
        // Before the end only what is missed already is known.
        json!({"goal": name, "hours": hours, "met": (finished.is_some() || !met).then_some(met)})
    });
    Ok(json!({
        "id": id.to_string(),
        "organization": row.organization,
        "scope": scope_json(&row.scope),
        "startedAt": Instant(row.started_at).to_string(),
        "startedBy": {"role": row.by.role().word(), "organization": row.by.organization, "post": row.by.post},
        "finishedAt": finished.map(|at| Instant(at).to_string()),
        "seconds": ran / 1_000,
        "goals": goals.collect::<Vec<_>>(),
        "steps": steps,
        "note": joined(view, row.position, true)?.get("note"),
        "position": row.position,
    }))
}
