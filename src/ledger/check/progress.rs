//! Checks of what is stated of a recall that runs: stages in their order, papers with what their regime
//! asks for, more time. The firm whose goods are recalled states them, or the side that opened the
//! recall; more time is an authority's to grant.

use super::measures::{recall_row, same_side};
use super::{Accepted, CheckError, Context, party};
use crate::access::Right;
use crate::domain::command::{Actor, Progress, StateProgress};
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, FieldError, Refusal};
use crate::domain::words::{Hazard, MeasureState, RecallKind, RecallPaper, RecallStage, Regime};
use crate::fact::body::Body;
use crate::fact::record::ProgressRecord;
use crate::limits::{RECALL_PAPERS_MAX, RECALL_STAGES_MAX};
use crate::rules::recall::class::{self, ClassError};
use crate::rules::recall::contents::missing;
use crate::rules::recall::stage::{Need, need, next, reached};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{CampaignRow, MeasureRow, RecallWords};
use crate::views::campaigns::campaign;
use crate::views::query;

/// Accepts a statement on an open recall.
pub(super) fn state(
    view: &impl Read,
    actor: &Actor,
    command: &StateProgress,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (recall, row) = recall_row(view, actor, command.recall)?;
    let assesses = matches!(command.progress, Progress::Stage { stage: RecallStage::Assessed, .. });
    match command.progress {
        Progress::MoreTime { .. } => grants(view, actor, &row)?,
        // Class and hazard are the opener's judgement.
        _ if assesses && !same_side(actor, &row) => return Err(Code::NotOpenersSide.into()),
        _ => responsible(view, actor, &row)?,
    }
    if row.state != MeasureState::Open.number() {
        return Err(Code::MeasureEnded.into());
    }
    let known = campaign(view, recall)?;
    let progress = match &command.progress {
        Progress::Stage { stage, at, class } => {
            stage_reached(view, (&row, &known), (*stage, *at, *class), context)?
        }
        Progress::Plan { class } => {
            complete(RecallPaper::Plan, &row, &command.document.restricted)?;
            let own = row.recall.as_ref().and_then(|words| words.class);
            if class.is_some() && *class != own {
                return Err(Refusal::field("/class", FieldCode::Conflict).into());
            }
            ProgressRecord::Plan
        }
        Progress::Notice { starts_on, ends_on } => {
            complete(RecallPaper::Notice, &row, &command.document.public)?;
            let starts_on = starts_on.map(Day::number);
            ProgressRecord::Notice { starts_on, ends_on: ends_on.map(Day::number) }
        }
        Progress::MoreTime { finish_by } => {
            if *finish_by < context.today {
                return Err(Refusal::field("/finishBy", FieldCode::OutOfRange).into());
            }
            ProgressRecord::MoreTime { finish_by: finish_by.number() }
        }
    };
    let is_stage = matches!(progress, ProgressRecord::Stage { .. });
    let full = known.stages.len() >= RECALL_STAGES_MAX;
    if is_stage && full || !is_stage && known.papers >= RECALL_PAPERS_MAX {
        return Err(Code::TooManyStatements.into());
    }
    Ok((Body::RecallProgressed { recall, progress }, command.document.clone()))
}

/// The side that opened it, or a firm whose goods it names.
fn responsible(view: &impl Read, actor: &Actor, row: &MeasureRow) -> Result<(), CheckError> {
    if same_side(actor, row) || actor.role.answers_for_goods() && names(view, actor, row)? {
        return Ok(());
    }
    Err(Code::NotYours.into())
}

fn names(view: &impl Read, actor: &Actor, row: &MeasureRow) -> Result<bool, StoreError> {
    let Some(own) = &actor.organization else { return Ok(false) };
    let Some((own, _)) = query::organization(view, own)? else { return Ok(false) };
    let mut included = row.steps.iter().filter(|step| step.include);
    Ok(included.any(|step| step.scope.parts().iter().any(|part| part.organization == own)))
}

/// More time is granted by an authority in whose region every firm lies that the recall names.
fn grants(view: &impl Read, actor: &Actor, row: &MeasureRow) -> Result<(), CheckError> {
    for step in row.steps.iter().filter(|step| step.include) {
        for part in step.scope.parts() {
            let code = OrgCode::parse(&part.organization).map_err(|_| Code::Internal)?;
            party(view, actor, Right::Measure(RecallKind::Ordered), &code)?;
        }
    }
    Ok(())
}

fn stage_reached(
    view: &impl Read,
    (row, known): (&MeasureRow, &CampaignRow),
    (stage, at, class): (RecallStage, Option<Instant>, Option<u8>),
    context: &Context<'_>,
) -> Result<ProgressRecord, CheckError> {
    if !next(reached(row, known)).contains(&stage) {
        return Err(Code::StageOutOfOrder.into());
    }
    let Some(words) = &row.recall else { return Err(Code::NotFound.into()) };
    let regime = Regime::from_number(words.regime).unwrap_or(Regime::Other);
    match need(regime, stage) {
        Some(Need::Class) => judge_class(view, (row.opened, words), regime, class)?,
        _ if class.is_some() => {
            return Err(Refusal::field("/class", FieldCode::ClassNotInRegime).into());
        }
        Some(Need::Plan) if known.plan.is_none() => return Err(Code::PlanMissing.into()),
        Some(Need::Notice) if known.notice.is_none() => return Err(Code::NoticeMissing.into()),
        Some(Need::Plan | Need::Notice) | None => {}
    }
    let at = at.unwrap_or(context.now);
    let before = known.stages.last().map(|last| last.at).or(known.known_at);
    if at > context.now {
        return Err(Refusal::field("/at", FieldCode::OutOfRange).into());
    }
    if before.is_some_and(|before| at.0 < before) {
        return Err(Refusal::field("/at", FieldCode::Order).into());
    }
    Ok(ProgressRecord::Stage { stage: stage.number(), at: at.0, class })
}

/// The class that an assessment brings: needed, and one that can stand.
fn judge_class(
    view: &impl Read,
    (opened, words): (u64, &RecallWords),
    regime: Regime,
    class: Option<u8>,
) -> Result<(), CheckError> {
    let hazard = Hazard::from_number(words.hazard).unwrap_or(Hazard::Other);
    let stated = query::section(view, opened, 0)?.unwrap_or_default();
    let stated: serde_json::Value = serde_json::from_slice(&stated).unwrap_or_default();
    let declared = stated.get("declaredOnLabel").and_then(serde_json::Value::as_bool);
    let code = match class::judge(regime, class, hazard, declared.unwrap_or(false)) {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => FieldCode::Required,
        Err(ClassError::NotInRegime) => FieldCode::ClassNotInRegime,
        Err(ClassError::OutOfRange) => FieldCode::OutOfRange,
        Err(ClassError::AllergenIsNeverThree) => FieldCode::AllergenClass,
    };
    Err(Refusal::field("/class", code).into())
}

/// Refuses a paper with everything that is missing in it.
fn complete(paper: RecallPaper, row: &MeasureRow, filed: &[u8]) -> Result<(), CheckError> {
    // A half without members has no bytes.
    let filed: serde_json::Value = serde_json::from_slice(filed).unwrap_or_default();
    let words = row.recall.as_ref();
    let regime = words.and_then(|words| Regime::from_number(words.regime));
    let regime = regime.unwrap_or(Regime::Other);
    let parts = missing(paper, regime, &filed).into_iter();
    let errors: Vec<_> =
        parts.map(|part| FieldError::at(part.pointer, FieldCode::Required)).collect();
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors).into());
    }
    // What is missing here is missing in the recall itself.
    if regime.has_classes() && words.is_some_and(|words| words.class.is_none()) {
        return Err(Refusal::field("/class", FieldCode::Required).into());
    }
    Ok(())
}
