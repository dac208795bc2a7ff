//! A recall that runs: stages, plan, notice, more time; and how they are shown.

use super::super::act::{Act, Desk};
use super::super::commands::receipt;
use super::super::lists::viewer;
use super::super::problem::Refused;
use super::super::records::{body as answer_json, joined, party, put};
use super::super::service::Service;
use super::{Answer, recall_id};
use crate::access::Viewer;
use crate::domain::command::{Command, Document, Progress, StateProgress};
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::words::{RecallKind, RecallStage};
use crate::fact::record::MeasureRef;
use crate::rules::recall::stage::reached;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CampaignRow, MeasureRow, StageRecord};
use crate::views::campaigns::campaign;
use crate::web::recalls::StageSaid;
use crate::wire::parse;
use serde_json::{Map, Value, json};

/// `POST …/stages`.
pub(in crate::http) async fn stage(act: Act) -> Answer {
    state(act, "stages", parse::recall_stage).await
}

/// `POST …/plan`.
pub(in crate::http) async fn plan(act: Act) -> Answer {
    state(act, "plan", parse::recall_plan).await
}

/// `POST …/notice`.
pub(in crate::http) async fn notice(act: Act) -> Answer {
    state(act, "notice", parse::recall_notice).await
}

/// `POST …/time`.
pub(in crate::http) async fn more_time(act: Act) -> Answer {
    state(act, "time", parse::more_time).await
}

/// A statement and its document, or what is wrong with it.
type Parsed = Result<(Progress, Document), Refusal>;

async fn state(act: Act, word: &str, parsed: fn(&[u8]) -> Parsed) -> Answer {
    let recall = recall_id(&act.segments)?;
    let (progress, document) = parsed(&act.body)?;
    let command = Command::StateProgress(Box::new(StateProgress { recall, progress, document }));
    let done = act.keyed(&format!("{word} {recall}"), command).await?;
    Ok(receipt(&done, Map::new()))
}

/// `GET …/plan`: for the side that opened the recall, and for the office of a firm it names.
pub(in crate::http) async fn show_plan(desk: Desk) -> Answer {
    let snapshot = desk.service.app.snapshot();
    let id = MeasureRef::from(recall_id(&desk.segments)?);
    let row: Option<MeasureRow> = snapshot.row(&key::measure(id))?;
    let row = row.ok_or(Code::NotFound)?;
    if !may_read(&snapshot, &viewer(&desk.actor), &row)? {
        return Err(Code::NotYours.into());
    }
    let filed = campaign(&snapshot, id)?.plan.ok_or(Code::NotFound)?;
    let mut out = joined(&snapshot, filed.position, true)?;
    put(&mut out, "filedAt", Instant(filed.first_at).to_string().into());
    put(&mut out, "position", filed.position.into());
    Ok(answer_json(&out))
}

/// Whether somebody belongs to the side that opened a recall, or to the office of a firm it names.
fn may_read(view: &impl Read, viewer: &Viewer, row: &MeasureRow) -> Result<bool, Refused> {
    if let Viewer::Party { role, organization, .. } = viewer {
        let own = organization.as_ref().map(|code| code.as_str());
        if *role == row.opener.role() && own == row.opener.organization.as_deref() {
            return Ok(true);
        }
    }
    for part in row.steps.iter().flat_map(|step| step.scope.parts()) {
        let code = OrgCode::parse(&part.organization).map_err(|_| Code::Internal)?;
        if party(view, &code)?.open_to(viewer) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The process of a recall, as everybody may read it.
pub(super) fn show(
    view: &impl Read,
    out: &mut Value,
    row: &MeasureRow,
    known: &CampaignRow,
) -> Result<(), StoreError> {
    put(out, "stage", reached(row, known).word().into());
    if let Some(at) = known.known_at {
        put(out, "riskKnownAt", Instant(at).to_string().into());
    }
    let ordered =
        row.recall.as_ref().is_some_and(|words| words.kind == RecallKind::Ordered.number());
    put(out, "flags", json!({"ordered": ordered, "extended": known.finish_by.is_some()}));
    let mut stages = Vec::with_capacity(known.stages.len());
    for stage in &known.stages {
        stages.push(stage_json(view, stage)?);
    }
    put(out, "stages", stages.into());
    if let Some(filed) = known.plan {
        put(out, "planFiledAt", Instant(filed.first_at).to_string().into());
    }
    if let Some(filed) = known.notice {
        put(out, "notice", joined(view, filed.position, false)?);
    }
    if let Some((day, position)) = known.finish_by {
        let reason = joined(view, position, false)?.get("reason").cloned();
        let day = Day::from_number(day).to_string();
        put(out, "moreTime", json!({"finishBy": day, "reason": reason}));
    }
    Ok(())
}

fn stage_json(view: &impl Read, stage: &StageRecord) -> Result<Value, StoreError> {
    let statement = joined(view, stage.position, false)?.get("statement").cloned();
    Ok(json!({
        "stage": RecallStage::from_number(stage.stage).map(RecallStage::word),
        "at": Instant(stage.at).to_string(),
        "statement": statement,
        "statedBy": {
            "role": stage.by.role().word(),
            "organization": stage.by.organization,
            "post": stage.by.post,
        },
        "position": stage.position,
    }))
}

/// The stages of a recall, for its page.
pub(super) fn said(
    service: &Service,
    view: &impl Read,
    known: &CampaignRow,
) -> Result<Vec<StageSaid>, StoreError> {
    let mut said = Vec::with_capacity(known.stages.len());
    for stated in &known.stages {
        let Some(stage) = RecallStage::from_number(stated.stage) else { continue };
        let on = Instant(stated.at).day_in(&service.app.zone);
        let statement = joined(view, stated.position, false)?.get("statement").cloned();
        let statement = statement.and_then(|text| serde_json::from_value(text).ok());
        said.push(StageSaid { stage, on, statement: statement.unwrap_or_default() });
    }
    Ok(said)
}
